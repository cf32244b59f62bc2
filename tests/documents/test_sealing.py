"""Sealed papers: who may read them, and what every change of a bit comes to."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import fsspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from tests.documents.papers import TRADE, invoice
from tradefin.documents import ReadingKey, Sealed, Store, open_sealed, read, seal, storage
from tradefin.documents import sealing as s
from tradefin.errors import InvalidInput
from tradefin.ids import DocumentId

SECRET = b"a consortium's secret, 32 bytes."
PAPER = TRADE.invoice
DOCUMENT = invoice().business_key(SECRET)
OTHER = DocumentId(b"\x01" * 32)
BANK, BUYER, STRANGER = (ReadingKey(bytes([n]) * 32) for n in (1, 2, 3))


@pytest.fixture(scope="module")
def sealed() -> Sealed:
    return seal(PAPER, [BANK.public, BUYER.public, BANK.public], document=DOCUMENT)


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_each_reader_opens_the_very_bytes(sealed: Sealed) -> None:
    assert len(sealed.wraps) == 2
    for key in (BANK, BUYER):
        paper = open_sealed(sealed, key, document=DOCUMENT)
        assert paper == PAPER
        assert read(paper).business_key(SECRET) == DOCUMENT
    with pytest.raises(s.NotAReader, match="isn't sealed to this key"):
        open_sealed(sealed, STRANGER, document=DOCUMENT)


def test_a_reader_is_added_without_encrypting_the_paper_again(sealed: Sealed) -> None:
    more = sealed.add_reader(STRANGER.public, by=BUYER)
    assert (more.body, more.address) == (sealed.body, sealed.address)
    assert more.wraps[:2] == sealed.wraps
    assert open_sealed(more, STRANGER, document=DOCUMENT) == PAPER
    assert more.add_reader(STRANGER.public, by=STRANGER) is more
    with pytest.raises(s.NotAReader):
        sealed.add_reader(STRANGER.public, by=STRANGER)


def test_two_seals_of_one_paper_share_nothing(sealed: Sealed) -> None:
    again = seal(PAPER, [BANK.public], document=DOCUMENT)
    assert again.body[:32] != sealed.body[:32]
    assert again.wraps[0][:16] != sealed.wraps[0][:16]
    assert PAPER[:64] not in sealed.body
    assert all(key.public not in sealed.envelope() for key in (BANK, BUYER))


def test_the_wrapped_key_is_plain_hpke(sealed: Sealed) -> None:
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
    private = X25519PrivateKey.from_private_bytes(BANK.private)
    assert private.public_key() == X25519PublicKey.from_public_bytes(BANK.public)
    info = b"tradefin/sealed/1" + DOCUMENT + hashlib.sha256(sealed.body).digest()
    assert len(suite.decrypt(sealed.wraps[0][16:], private, info=info)) == 32


@pytest.mark.parametrize("bit", [0, 255, 256, 351, 352, 8 * 1_000, -1])
def test_a_flipped_bit_of_the_body_is_noticed(sealed: Sealed, bit: int) -> None:
    at = bit % (8 * len(sealed.body))
    body = flipped(sealed.body, at)
    with pytest.raises(s.PaperSwapped, match="not the one that its envelope names"):
        Sealed.of(sealed.envelope(), body)
    # Somebody who also renews the address finds that no wrapped key belongs to it any more.
    with pytest.raises(s.NotAReader, match="or was changed since"):
        open_sealed(replace(sealed, body=body), BANK, document=DOCUMENT)


@pytest.mark.parametrize("bit", range(0, 96 * 8, 37))
def test_a_flipped_bit_of_a_wrapped_key_is_noticed(sealed: Sealed, bit: int) -> None:
    changed = replace(sealed, wraps=(flipped(sealed.wraps[0], bit), sealed.wraps[1]))
    expected = s.NotAReader if bit < 16 * 8 else s.SealBroken
    with pytest.raises(expected):
        open_sealed(changed, BANK, document=DOCUMENT)
    assert open_sealed(changed, BUYER, document=DOCUMENT) == PAPER


def test_another_paper_is_noticed(sealed: Sealed) -> None:
    other = seal(b"another paper", [BANK.public], document=OTHER)
    with pytest.raises(s.PaperSwapped, match="another business key"):
        open_sealed(other, BANK, document=DOCUMENT)
    with pytest.raises(s.SealBroken, match="wrapped for this reader was changed"):
        open_sealed(replace(sealed, document=OTHER), BANK, document=OTHER)
    with pytest.raises(s.NotAReader):
        open_sealed(replace(sealed, wraps=other.wraps), BANK, document=DOCUMENT)


def wrapped_by_hand(body: bytes, key: bytes) -> Sealed:
    address = hashlib.sha256(body).digest()
    return Sealed(DOCUMENT, body, (s._wrap(DOCUMENT, address, key, BANK.public),))


def test_a_reader_that_was_given_another_key_notices(sealed: Sealed) -> None:
    with pytest.raises(s.SealBroken, match="wrapped for this reader"):
        open_sealed(wrapped_by_hand(sealed.body, bytes(32)), BANK, document=DOCUMENT)


def test_a_body_changed_by_one_who_knows_its_key_address_and_wraps_is_noticed() -> None:
    key = b"k" * 32
    commitment = s._derived(key, b"commitment", DOCUMENT)
    cipher = ChaCha20Poly1305(s._derived(key, b"paper", DOCUMENT))
    nonce = bytes(12)
    foreign = cipher.encrypt(nonce, PAPER, s.DOMAIN + OTHER + commitment)
    with pytest.raises(s.SealBroken, match="changed after it was sealed"):
        open_sealed(wrapped_by_hand(commitment + nonce + foreign, key), BANK, document=DOCUMENT)


@pytest.mark.parametrize("public", [b"", b"\x09" * 31, bytes(32), "text"])
def test_what_is_no_public_key_is_refused(sealed: Sealed, public: bytes) -> None:
    with pytest.raises(InvalidInput, match="no X25519 public key"):
        seal(PAPER, [public], document=DOCUMENT)
    if isinstance(public, bytes):
        with pytest.raises(InvalidInput, match="no X25519 public key"):
            sealed.add_reader(public, by=BANK)


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match="one reader at least"):
        seal(PAPER, [], document=DOCUMENT)
    with pytest.raises(InvalidInput, match="business key is 32 bytes"):
        seal(PAPER, [BANK.public], document=DocumentId(b"1"))
    with pytest.raises(InvalidInput, match="reading key is 32 bytes"):
        ReadingKey(b"short")


def test_nothing_that_is_printed_or_raised_tells_keys_or_paper(sealed: Sealed) -> None:
    key = ReadingKey.new()
    assert key != ReadingKey.new()
    shown = [repr(key), repr(sealed), f"{sealed}"]
    for wrong in (sealed, replace(sealed, wraps=(flipped(sealed.wraps[0], 300),))):
        for reader in (STRANGER, BANK):
            try:
                open_sealed(wrong, reader, document=DOCUMENT)
            except InvalidInput as error:
                shown.append(f"{error!r} {error.__cause__!r}")
    assert len(shown) == 6
    told = " ".join(shown)
    secrets = [k.private for k in (key, BANK, STRANGER)] + [BANK.public, sealed.body[:8]]
    assert not [text for text in secrets if text.hex() in told or repr(text)[2:-1] in told]
    assert "INV" not in told


@pytest.fixture(params=["folder", "url", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    urls = {"folder": str(tmp_path), "url": tmp_path.as_uri(), "memory": f"memory://{tmp_path}"}
    return Store(urls[request.param])


def test_a_stored_paper_comes_back(store: Store, sealed: Sealed) -> None:
    address = store.put(sealed)
    assert address == hashlib.sha256(sealed.envelope()).digest() == store.put(sealed)
    assert store.get(address) == sealed
    more = sealed.add_reader(STRANGER.public, by=BANK)
    later = store.put(more)
    assert later != address
    assert open_sealed(store.get(later), STRANGER, document=DOCUMENT) == PAPER
    assert len(store._files.find(store._root)) == 3
    with pytest.raises(s.NotAReader):
        open_sealed(store.get(address), STRANGER, document=DOCUMENT)


def file_of(folder: Path, address: bytes) -> Path:
    return folder / address.hex()[:2] / address.hex()


def test_what_a_store_changes_is_noticed(tmp_path: Path, sealed: Sealed) -> None:
    store = Store(str(tmp_path))
    address = store.put(sealed)
    for part in (address, sealed.address):
        file = file_of(tmp_path, part)
        kept = file.read_bytes()
        for wrong in (flipped(kept, 9), kept[:-1], kept + b"0", b"", sealed.envelope()[:96]):
            file.write_bytes(wrong)
            with pytest.raises(s.PaperSwapped, match=f"0x{part.hex()[:8]}"):
                store.get(address)
        file.write_bytes(kept[:-1])
        store.put(sealed)
        assert store.get(address) == sealed
        file.unlink()
        with pytest.raises(storage.PaperNotStored, match=f"0x{part.hex()[:8]}"):
            store.get(address)
        store.put(sealed)


def test_a_blob_that_is_no_sealed_paper(tmp_path: Path, sealed: Sealed) -> None:
    store = Store(str(tmp_path))
    store.put(sealed)
    with pytest.raises(s.SealBroken, match="no envelope"):
        store.get(sealed.address)
    for blob in (s.DOMAIN, sealed.envelope() + b"0", sealed.envelope()[:81]):
        with pytest.raises(s.SealBroken):
            store.get(store._put(blob))
    with pytest.raises(InvalidInput, match="32 bytes"):
        store.get(b"../../etc/passwd")


def test_stores_that_are_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no file system for 'nowhere'") as refused:
        Store("nowhere://user:password@host")
    assert "password" not in str(refused.value)
    assert "password" not in repr(Store("memory://user:password@host"))
    monkeypatch.setattr(storage, "MOST_BYTES", 100)
    with pytest.raises(InvalidInput, match="above 100"):
        Store(str(tmp_path)).put(seal(PAPER, [BANK.public], document=DOCUMENT))
    assert fsspec.filesystem("file").find(str(tmp_path)) == []
