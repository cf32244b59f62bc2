"""A paper encrypted to the parties who may read it; a reader is added without encrypting it again.

The paper is encrypted once under a key of its own, which is wrapped for each reader by HPKE (RFC
9180: X25519, HKDF-SHA256, ChaCha20-Poly1305, base mode). Who sealed a paper is not authenticated
here: after opening, its business key and commitment tell whether it is the paper that was attested.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from tradefin.documents.extras import library
from tradefin.errors import InvalidInput
from tradefin.ids import DocumentId

DOMAIN = b"tradefin/sealed/1"
_KEY, _NONCE, _COMMITMENT, _HINT = 32, 12, 32, 16
_WRAP = _HINT + 32 + _KEY + 16
_HEAD = len(DOMAIN) + 32 + 32
_SMALLEST_BODY = _COMMITMENT + _NONCE + 16


class NotAReader(InvalidInput):
    """The paper isn't sealed to this key."""


class PaperSwapped(InvalidInput):
    """A sealed paper, or a stored blob, stands where another was expected."""


class SealBroken(InvalidInput):
    """A sealed paper was damaged or changed after it was sealed."""


@dataclass(frozen=True, slots=True, repr=False)
class ReadingKey:
    """A reader's X25519 private key, 32 bytes; `public` is what others seal to."""

    private: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not isinstance(self.private, bytes) or len(self.private) != _KEY:
            raise InvalidInput(f"a reading key is {_KEY} bytes")

    @classmethod
    def new(cls) -> ReadingKey:
        """A key from the system's randomness."""
        return cls(secrets.token_bytes(_KEY))

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        private = _x25519().X25519PrivateKey.from_private_bytes(self.private)
        return bytes(private.public_key().public_bytes_raw())

    def __repr__(self) -> str:
        return "ReadingKey()"


@dataclass(frozen=True, slots=True, repr=False)
class Sealed:
    """A sealed paper: `document` its business key, `body` the encrypted paper, `wraps` its key once
    for each reader.

    `wraps` name no reader: one finds its own by a digest of paper and public key. The body's length
    tells the paper's.
    """

    document: DocumentId
    body: bytes
    wraps: tuple[bytes, ...]

    def __post_init__(self) -> None:
        if len(self.document) != 32 or len(self.body) < _SMALLEST_BODY:
            raise SealBroken("a sealed paper has a business key of 32 bytes and a body")
        if not self.wraps or any(len(wrap) != _WRAP for wrap in self.wraps):
            raise SealBroken("a sealed paper has a wrapped key for each reader")

    def __repr__(self) -> str:
        return f"Sealed(0x{self.document.hex()[:8]}…, {len(self.wraps)} readers)"

    @property
    def address(self) -> bytes:
        """SHA-256 of the body: the same whoever may read it."""
        return hashlib.sha256(self.body).digest()

    def add_reader(self, public: bytes, *, by: ReadingKey) -> Sealed:
        """The same sealed paper with one more reader, added by one who can read it.

        Raises as `open_sealed` does, and InvalidInput for what is no public key.
        """
        if _hint(self.address, bytes(public)) in {wrap[:_HINT] for wrap in self.wraps}:
            return self
        wrap = _wrap(self.document, self.address, _data_key(self, by), public)
        return replace(self, wraps=(*self.wraps, wrap))

    def envelope(self) -> bytes:
        """All but the body: the business key, the body's address and the wrapped keys."""
        return b"".join((DOMAIN, self.document, self.address, *self.wraps))

    @classmethod
    def of(cls, envelope: bytes, body: bytes) -> Sealed:
        """Out of its two parts. Raises PaperSwapped for another paper's body, SealBroken for what
        is no envelope."""
        document, address, wraps = open_envelope(envelope)
        if not hmac.compare_digest(hashlib.sha256(body).digest(), address):
            raise PaperSwapped("the encrypted paper is not the one that its envelope names")
        return cls(document, body, wraps)


def seal(paper: bytes, readers: Iterable[bytes], *, document: DocumentId) -> Sealed:
    """`paper`, as it came, for the public keys of `readers`; bound to its business key `document`.

    Raises InvalidInput without readers and for what is no X25519 public key.
    """
    if len(document) != 32:
        raise InvalidInput("a business key is 32 bytes")
    key, nonce = secrets.token_bytes(_KEY), secrets.token_bytes(_NONCE)
    commitment = _derived(key, b"commitment", document)
    cipher = _cipher(key, document)
    body = commitment + nonce + cipher.encrypt(nonce, paper, DOMAIN + document + commitment)
    address = hashlib.sha256(body).digest()
    wraps = tuple(_wrap(document, address, key, public) for public in dict.fromkeys(readers))
    if not wraps:
        raise InvalidInput("a paper is sealed to one reader at least")
    return Sealed(document, body, wraps)


def open_sealed(sealed: Sealed, key: ReadingKey, *, document: DocumentId) -> bytes:
    """The paper's bytes as they were sealed under the business key `document`.

    Raises PaperSwapped where it is another paper, NotAReader where it isn't sealed to `key`,
    SealBroken where a bit of it was changed.
    """
    if not hmac.compare_digest(sealed.document, document):
        raise PaperSwapped("the sealed paper has another business key than the one asked for")
    data_key = _data_key(sealed, key)
    commitment, rest = sealed.body[:_COMMITMENT], sealed.body[_COMMITMENT:]
    # Without it one body could open to two papers under two keys, one for each reader.
    if not hmac.compare_digest(commitment, _derived(data_key, b"commitment", document)):
        raise SealBroken("the paper isn't encrypted under the key that was wrapped for this reader")
    cipher, aad = _cipher(data_key, document), DOMAIN + document + commitment
    try:
        return bytes(cipher.decrypt(rest[:_NONCE], rest[_NONCE:], aad))
    except library("cryptography.exceptions", "sealing", "sealed papers").InvalidTag:
        raise SealBroken("the encrypted paper was changed after it was sealed") from None


def open_envelope(envelope: bytes) -> tuple[DocumentId, bytes, tuple[bytes, ...]]:
    """Business key, body's address and wrapped keys. Raises SealBroken for what is no envelope."""
    wraps = envelope[_HEAD:]
    if not envelope.startswith(DOMAIN) or len(envelope) < _HEAD or len(wraps) % _WRAP:
        raise SealBroken("these bytes are no envelope of a sealed paper")
    document, address = envelope[len(DOMAIN) : _HEAD - 32], envelope[_HEAD - 32 : _HEAD]
    cut = tuple(wraps[at : at + _WRAP] for at in range(0, len(wraps), _WRAP))
    return DocumentId(document), address, cut


def _data_key(sealed: Sealed, key: ReadingKey) -> bytes:
    hint = _hint(sealed.address, key.public)
    wrap = next((wrap for wrap in sealed.wraps if wrap[:_HINT] == hint), None)
    if wrap is None:
        raise NotAReader("the paper isn't sealed to this key, or was changed since")
    private = _x25519().X25519PrivateKey.from_private_bytes(key.private)
    info = DOMAIN + sealed.document + sealed.address
    try:
        return bytes(_suite().decrypt(wrap[_HINT:], private, info=info))
    except library("cryptography.exceptions", "sealing", "sealed papers").InvalidTag:
        raise SealBroken("the key wrapped for this reader was changed") from None


def _wrap(document: DocumentId, address: bytes, key: bytes, public: bytes) -> bytes:
    info = DOMAIN + document + address
    try:
        reader = _x25519().X25519PublicKey.from_public_bytes(public)
        wrapped = bytes(_suite().encrypt(key, reader, info=info))
    except (TypeError, ValueError):
        raise InvalidInput("a reader's public key is no X25519 public key") from None
    return _hint(address, public) + wrapped


def _hint(address: bytes, public: bytes) -> bytes:
    return hmac.digest(address, DOMAIN + b"/reader" + public, hashlib.sha256)[:_HINT]


def _derived(key: bytes, purpose: bytes, document: DocumentId) -> bytes:
    return hmac.digest(key, DOMAIN + b"/" + purpose + document, hashlib.sha256)


def _cipher(key: bytes, document: DocumentId) -> Any:
    aead = library("cryptography.hazmat.primitives.ciphers.aead", "sealing", "sealed papers")
    return aead.ChaCha20Poly1305(_derived(key, b"paper", document))


def _suite() -> Any:
    hpke = library("cryptography.hazmat.primitives.hpke", "sealing", "sealed papers")
    return hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


def _x25519() -> Any:
    return library("cryptography.hazmat.primitives.asymmetric.x25519", "sealing", "sealed papers")
