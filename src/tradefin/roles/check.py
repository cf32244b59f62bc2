"""What a bank that is handed a paper learns at once, and nothing of who else is in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tradefin.documents import Participants, Secrets, TradeDocument
from tradefin.enums import DocumentKind, DocumentStatus
from tradefin.errors import Reverted
from tradefin.ids import DocumentId
from tradefin.models import Document
from tradefin.money import Money
from tradefin.roles.attestations import Attestation, Evidence
from tradefin.roles.drafting import SUFFIXES, Drafter
from tradefin.roles.reads import Reads


class Code(StrEnum):
    """Why an amount can't be financed on a paper; the words of bank-to-bank enquiries.

    NOT_FOUND: nothing stands under its key. NOT_ATTESTED: nobody entitled attested it, its debtor
    alone says so, or the evidence that came with it doesn't hold. OVERDUE: the invoice should have
    been paid, or tells no day. ON_HOLD: it may be another paper in disguise.
    REJECTED: an attestor says that it isn't authentic. DISPUTED: its debtor
    says that it doesn't owe it so.
    """

    NOT_FOUND = "NOT_FOUND"
    NOT_ATTESTED = "NOT_ATTESTED"
    CONTENT_MISMATCH = "CONTENT_MISMATCH"
    CANCELLED = "CANCELLED"
    REJECTED = "REJECTED"
    EXPORTER_MISMATCH = "EXPORTER_MISMATCH"
    CCY_MISMATCH = "CCY_MISMATCH"
    STALE = "STALE"
    OVERDUE = "OVERDUE"
    BLOCKED_BY_REGULATOR = "BLOCKED_BY_REGULATOR"
    ON_HOLD = "ON_HOLD"
    DISPUTED = "DISPUTED"
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
        if known is None or (known.by_debtor and evidence is not None):
            return self._check_evidence(paper, amount, evidence)
        revoked = known.status is DocumentStatus.REVOKED
        codes = self._codes(paper, known, amount, same=same)
        stands = not revoked and known.rejected_until is None and not known.by_debtor
        return Check(known.id, same and stands, known.version > 1, revoked, not codes, codes)

    def _standing(self, paper: TradeDocument) -> tuple[Document | None, bool]:
        """The paper on record under this number with these contents, else the first one there."""
        first: Document | None = None
        for known, same in self._drafter.standing(paper):
            if same:
                return known, True
            first = first or known
        return first, False

    def _check_evidence(
        self, paper: TradeDocument, amount: Money, evidence: Evidence | None
    ) -> Check:
        """Plays the presentation of evidence, and looks at what would stand then."""
        key = self._drafter.keys(paper).document
        if evidence is None:
            stopped = self._reads.stands_under(key)
            code = Code.NOT_ATTESTED if stopped else Code.NOT_FOUND
            return Check(key, False, False, False, False, (code,))
        said = evidence.attestation
        try:
            self._reads.play_presentation(evidence)
        except Reverted:
            return Check(key, False, False, False, False, (Code.NOT_ATTESTED,))
        same = self._says(said, paper)
        known = self._reads.as_presented(said)
        codes = self._codes(paper, known, amount, same=same)
        authentic = same and known.rejected_until is None
        return Check(said.document, authentic, said.version > 1, False, not codes, codes)

    def _says(self, said: Attestation, paper: TradeDocument) -> bool:
        """Whether the statement is about this paper, whatever its suffix, and says what it says."""
        return any(
            said.document == self._drafter.key(paper, said.epoch, suffix)
            and said.commitment == self._drafter.commitment(paper, said.epoch, suffix)
            for suffix in SUFFIXES
        )

    def _codes(
        self, paper: TradeDocument, known: Document, amount: Money, *, same: bool
    ) -> tuple[Code, ...]:
        holder = paper.holder and self._reads.organisation_number(
            paper.holder.identity(self._aliases)
        )
        other_currency = amount.currency != known.currency
        now, invoice = self._reads.now(), known.kind is DocumentKind.INVOICE
        failed = {
            Code.NOT_ATTESTED: known.by_debtor,
            Code.CONTENT_MISMATCH: not same,
            Code.CANCELLED: known.status is DocumentStatus.REVOKED,
            Code.REJECTED: known.rejected_until is not None,
            Code.EXPORTER_MISMATCH: holder != known.holder,
            Code.CCY_MISMATCH: other_currency,
            Code.STALE: known.valid_until is not None and now > known.valid_until,
            Code.OVERDUE: invoice and (known.due is None or now > known.due),
            Code.BLOCKED_BY_REGULATOR: known.frozen_until is not None,
            Code.ON_HOLD: known.held_until is not None,
            Code.DISPUTED: known.disputed,
            Code.INVOICE_USED: invoice and 0 < known.used.minor >= known.open.minor,
            Code.BALANCE_INSUFFICIENT: not other_currency and known.free < amount,
        }
        return tuple(code for code, is_so in failed.items() if is_so)
