"""The papers of a life, each with the keys that it has under six epochs of the secret.

What a key is of is its first byte; the keys of a paper are alike in nothing else.
"""

from __future__ import annotations

from eth_utils.crypto import keccak

from tradefin.enums import DocumentKind

EPOCHS = range(1, 7)
KINDS = (
    DocumentKind.INVOICE,
    DocumentKind.CUSTOMS_DECLARATION,
    DocumentKind.WAREHOUSE_RECEIPT,
)


def _keys(kind: DocumentKind, n: int) -> tuple[bytes, ...]:
    texts = (f"{kind.name} {n} under {epoch}" for epoch in EPOCHS)
    return tuple(bytes([kind]) + keccak(text=text)[1:] for text in texts)


INVOICES = tuple(_keys(KINDS[0], n) for n in range(4))
DECLARATIONS = tuple(_keys(KINDS[1], n) for n in range(2))
RECEIPTS = tuple(_keys(KINDS[2], n) for n in range(2))
POOLS = (INVOICES, DECLARATIONS, RECEIPTS)
"""By position in `KINDS`."""


def astray(key: bytes, n: int) -> bytes:
    """A key that begins with a kind that nobody attests here, or with none."""
    return bytes([(0, DocumentKind.CREDIT_NOTE, max(DocumentKind) + 1, 255)[n % 4]]) + key[1:]


def place_of(key: bytes) -> tuple[int, int, int]:
    """Position of the kind, number of the paper, epoch."""
    return next(
        (kind, n, keys.index(key) + 1)
        for kind, pool in enumerate(POOLS)
        for n, keys in enumerate(pool)
        if key in keys
    )


def key_of_note(n: int) -> bytes:
    """A credit note's."""
    return _keys(DocumentKind.CREDIT_NOTE, n)[0]
