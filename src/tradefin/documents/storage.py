"""Sealed papers by content address, in a folder or wherever fsspec reaches."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from tradefin.documents.extras import library
from tradefin.documents.sealing import PaperSwapped, Sealed, open_envelope
from tradefin.errors import InvalidInput

MOST_BYTES = 64 << 20
"""No blob is larger, so that a store can't fill its reader's memory."""


class PaperNotStored(InvalidInput):
    """Nothing stands under this address."""


class Store:
    """Blobs under the SHA-256 of their bytes.

    A sealed paper is two: its body, and the small envelope that names the body and holds the keys.
    A further reader is a new envelope; the body isn't written again. What a store hands out is
    hashed again, so nobody who keeps it can change a bit unseen.
    """

    def __init__(self, url: str, **options: Any) -> None:
        """`url` is a folder or any URL of fsspec's, `options` what its file system takes.

        Raises InvalidInput for a protocol that is unknown or not installed.
        """
        core = library("fsspec.core", "sealing", "stored papers")
        try:
            self._files, self._root = core.url_to_fs(url, **options)
        except (ImportError, ValueError):
            protocol = url.split(":", 1)[0]
            raise InvalidInput(f"no file system for {protocol!r} is installed") from None

    def __repr__(self) -> str:
        return f"Store({type(self._files).__name__})"

    def put(self, sealed: Sealed) -> bytes:
        """Keeps a sealed paper; returns its envelope's address, 32 bytes."""
        self._put(sealed.body)
        return self._put(sealed.envelope())

    def get(self, address: bytes) -> Sealed:
        """The sealed paper whose envelope stands under `address`.

        Raises PaperNotStored, PaperSwapped where other bytes stand there, SealBroken where the
        bytes are no sealed paper.
        """
        envelope = self._get(address)
        _, body, _ = open_envelope(envelope)
        return Sealed.of(envelope, self._get(body))

    def _put(self, blob: bytes) -> bytes:
        if len(blob) > MOST_BYTES:
            raise InvalidInput(f"a blob of {len(blob):,} bytes is above {MOST_BYTES:,}")
        address = hashlib.sha256(blob).digest()
        folder, path = self._place(address)
        # A write that was cut short has another size and is made good.
        if not self._files.exists(path) or self._files.size(path) != len(blob):
            self._files.makedirs(folder, exist_ok=True)
            self._files.pipe_file(path, blob)
        return address

    def _get(self, address: bytes) -> bytes:
        if len(address) != 32:
            raise InvalidInput("an address is 32 bytes")
        _, path = self._place(address)
        try:
            blob = bytes(self._files.cat_file(path, end=MOST_BYTES + 1))
        except FileNotFoundError:
            raise PaperNotStored(f"nothing is stored under 0x{address.hex()[:8]}…") from None
        if not hmac.compare_digest(hashlib.sha256(blob).digest(), address):
            raise PaperSwapped(f"other bytes are stored under 0x{address.hex()[:8]}…")
        return blob

    def _place(self, address: bytes) -> tuple[str, str]:
        name = address.hex()
        folder = f"{self._root.rstrip('/')}/{name[:2]}"
        return folder, f"{folder}/{name}"
