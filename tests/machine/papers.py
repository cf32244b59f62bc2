"""Papers: what was said of each, and how much of its amount is used and gone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from tests.machine.members import Members
from tradefin.enums import DocumentKind
from tradefin.errors import DocumentNotAttested, KindNotOfDocument

WORDS = ("bytes32", "bytes32", *["uint256"] * 9, "bytes32")
TYPEHASH = keccak(
    text="Statement(bytes32 document,bytes32 commitment,uint8 kind,uint32 holder,"
    "uint32 counterparty,uint96 amount,uint16 currency,uint40 due,uint40 validUntil,"
    "uint8 version,uint16 epoch,bytes32[] otherKeys)"
)


def kind_of(document: bytes) -> DocumentKind:
    """What a key is of, attested or not."""
    if document[0] not in set(DocumentKind) - {DocumentKind.NONE}:
        raise KindNotOfDocument(document, DocumentKind.NONE)
    return DocumentKind(document[0])


def require_kind(document: bytes, kind: DocumentKind) -> None:
    if document[0] != kind:
        raise KindNotOfDocument(document, kind)


@dataclass(frozen=True)
class Said:
    """A statement, in the contract's order."""

    document: bytes
    commitment: bytes
    kind: DocumentKind
    holder: int
    counterparty: int
    amount: int
    currency: int
    due: int
    valid_until: int
    version: int
    epoch: int = 1
    other_keys: tuple[bytes, ...] = ()

    def values(self) -> tuple[Any, ...]:
        *plain, keys = vars(self).values()
        return *(int(v) if isinstance(v, int) else v for v in plain), list(keys)

    @property
    def leaf(self) -> bytes:
        """How it stands in a batch."""
        *plain, keys = self.values()
        return keccak(keccak(TYPEHASH + encode(WORDS, (*plain, keccak(b"".join(keys))))))

    @property
    def kept_parties(self) -> tuple[int, int, int]:
        """What stays while the paper is in use: goods are valued anew."""
        return (
            (*self.parties[:2], 0) if self.kind is DocumentKind.WAREHOUSE_RECEIPT else self.parties
        )

    @property
    def parties(self) -> tuple[int, int, int]:
        return self.holder, self.counterparty, self.due


@dataclass
class Paper:
    """A paper: its last statement, and what became of its amount.

    By its debtor: nobody who may attest its kind has said anything of it.
    """

    said: Said
    attestor: int
    by_debtor: bool
    used: int = 0
    consumed: int = 0
    commits: int = 0
    revoked: bool = False

    @property
    def open(self) -> int:
        return 0 if self.revoked else max(0, self.said.amount - self.consumed)

    @property
    def spare(self) -> int:
        return max(0, self.open - self.used)

    @property
    def keeps_off(self) -> bool:
        """Whether its key is taken: a debtor's word takes none until money is lent on it."""
        return not self.by_debtor or self.commits > 0

    def says(self, s: Said) -> bool:
        own = self.said
        return (s.version, s.commitment, s.amount, s.kind, s.currency, s.parties) == (
            (own.version, own.commitment, own.amount, own.kind, own.currency, own.parties)
        )


@dataclass
class Papers(Members):
    """By key; `bound` says of a paper's further keys which paper they are of."""

    papers: dict[bytes, Paper] = field(default_factory=dict)
    bound: dict[bytes, bytes] = field(default_factory=dict)

    def known(self, document: bytes) -> Paper:
        if document not in self.papers:
            raise DocumentNotAttested(document)
        return self.papers[document]
