"""What a bank that is handed a paper learns at once, and nothing of who else is in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tradefin.documents import Participants, Secrets, TradeDocument
from tradefin.enums import DocumentKind, DocumentStatus
from tradefin.errors import Reverted
from tradefin.ids import DocumentId
from tradefin.models import Document
from tradefin.money import Money
from tradefin.roles.attestations import Evidence
from tradefin.roles.drafting import Drafter
from tradefin.roles.reads import Reads

SUFFIXES = ("", *"23456789")
"""Under which papers that share issuer, number and year stand, in the order they are given."""


class Code(StrEnum):
    """Why an amount can't be financed on a paper; the words of bank-to-bank enquiries.

    NOT_FOUND: nothing stands under its key. NOT_ATTESTED: the evidence that came with it doesn't
    hold, or it is stopped and nobody attested it. ON_HOLD: it may be another paper in disguise.
    REJECTED: an attestor says that it isn't authentic.
    """

    NOT_FOUND = "NOT_FOUND"
    NOT_ATTESTED = "NOT_ATTESTED"
    CONTENT_MISMATCH = "CONTENT_MISMATCH"
    CANCELLED = "CANCELLED"
    REJECTED = "REJECTED"
    EXPORTER_MISMATCH = "EXPORTER_MISMATCH"
    CCY_MISMATCH = "CCY_MISMATCH"
    STALE = "STALE"
    BLOCKED_BY_REGULATOR = "BLOCKED_BY_REGULATOR"
    ON_HOLD = "ON_HOLD"
    INVOICE_USED = "INVOICE_USED"
    BALANCE_INSUFFICIENT = "BALANCE_INSUFFICIENT"


@dataclass(frozen=True, slots=True)
class Check:
    """`free` of the amount asked, or why not, most fundamental first.

    `authentic` tells that an entitled organisation attested a paper with these very contents and
    stands by it, `amended` that it was corrected since. A check is no promise: another may be
    first.
    """

    document: DocumentId
    authentic: bool
    amended: bool
    revoked: bool
    free: bool
    codes: tuple[Code, ...]


class Checker:
    """Compares papers in hand with what was attested, and amounts with what is free."""

    def __init__(self, reads: Reads, secrets: Secrets, aliases: Participants) -> None:
        self._reads = reads
        self._aliases = aliases
        self._drafter = Drafter(reads, secrets, aliases)

    def check(self, paper: TradeDocument, amount: Money, evidence: Evidence | None) -> Check:
        """Whether `amount` can be financed on `paper`; `evidence` where it isn't on the chain yet.

        Raises InvalidInput where the paper has no number, issuer or positive amount.
        """
        known, same = self._standing(paper)
        if known is None:
            return self._check_evidence(paper, amount, evidence)
        revoked = known.status is DocumentStatus.REVOKED
        codes = self._codes(paper, known, amount, same=same)
        authentic = same and not revoked and known.rejected_until is None
        return Check(known.id, authentic, known.version > 1, revoked, not codes, codes)

    def _standing(self, paper: TradeDocument) -> tuple[Document | None, bool]:
        """The paper on record under this number with these contents, else the first one there."""
        first: Document | None = None
        for known, same in self._candidates(paper):
            if same:
                return known, True
            first = first or known
        return first, False

    def _candidates(self, paper: TradeDocument) -> Iterator[tuple[Document, bool]]:
        for suffix in SUFFIXES:
            keys = self._drafter.keys(paper, suffix)
            known = self._reads.find_document(keys.document)
            if known is None:
                return
            own = self._drafter.commitment(paper, keys.epoch, suffix)
            yield known, own == known.commitment

    def _check_evidence(
        self, paper: TradeDocument, amount: Money, evidence: Evidence | None
    ) -> Check:
        """Plays the presentation of evidence, and looks at what would stand then."""
        keys = self._drafter.keys(paper)
        if evidence is None:
            stopped = self._reads.stands_under(keys.document)
            code = Code.NOT_ATTESTED if stopped else Code.NOT_FOUND
            return Check(keys.document, False, False, False, False, (code,))
        said = evidence.attestation
        try:
            self._reads.play_presentation(evidence)
        except Reverted:
            return Check(keys.document, False, False, False, False, (Code.NOT_ATTESTED,))
        own = self._drafter.commitment(paper, said.epoch)
        same = own == said.commitment and keys.document == said.document
        known = self._reads.as_presented(said)
        codes = self._codes(paper, known, amount, same=same)
        authentic = same and known.rejected_until is None
        return Check(said.document, authentic, said.version > 1, False, not codes, codes)

    def _codes(
        self, paper: TradeDocument, known: Document, amount: Money, *, same: bool
    ) -> tuple[Code, ...]:
        holder = paper.holder and self._reads.organisation_number(
            paper.holder.identity(self._aliases)
        )
        other_currency = amount.currency != known.currency
        failed = {
            Code.CONTENT_MISMATCH: not same,
            Code.CANCELLED: known.status is DocumentStatus.REVOKED,
            Code.REJECTED: known.rejected_until is not None,
            Code.EXPORTER_MISMATCH: holder != known.holder,
            Code.CCY_MISMATCH: other_currency,
            Code.STALE: self._reads.now() > known.valid_until,
            Code.BLOCKED_BY_REGULATOR: known.frozen_until is not None,
            Code.ON_HOLD: known.held_until is not None,
            Code.INVOICE_USED: known.kind is DocumentKind.INVOICE
            and known.used.minor > 0
            and known.free.minor == 0,
            Code.BALANCE_INSUFFICIENT: not other_currency and known.free < amount,
        }
        return tuple(code for code, is_so in failed.items() if is_so)
