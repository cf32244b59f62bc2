"""The papers of a life, each with the keys that it has under six epochs of the secret."""

from __future__ import annotations

from eth_utils.crypto import keccak

from tradefin.enums import DocumentKind

EPOCHS = range(1, 7)
KINDS = (DocumentKind.INVOICE, DocumentKind.CUSTOMS_DECLARATION)


def _keys(name: str) -> tuple[bytes, ...]:
    return tuple(keccak(text=f"{name} under {epoch}") for epoch in EPOCHS)


INVOICES = tuple(_keys(f"invoice {n}") for n in range(3))
DECLARATIONS = tuple(_keys(f"declaration {n}") for n in range(2))
POOLS = (INVOICES, DECLARATIONS)
"""By position in `KINDS`."""


def place_of(key: bytes) -> tuple[int, int, int]:
    """Position of the kind, number of the paper, epoch."""
    return next(
        (kind, n, keys.index(key) + 1)
        for kind, pool in enumerate(POOLS)
        for n, keys in enumerate(pool)
        if key in keys
    )
