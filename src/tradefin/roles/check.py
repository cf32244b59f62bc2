"""What a bank that is handed a paper learns at once, and nothing of who else is in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tradefin.documents import TradeDocument
from tradefin.enums import DocumentKind, DocumentStatus
from tradefin.errors import InvalidInput
from tradefin.ids import DocumentId
from tradefin.models import Document
from tradefin.money import Money
from tradefin.roles.reads import Reads
from tradefin.roles.statements import Aliases


class Code(StrEnum):
    """Why an amount can't be financed on a paper; the words of bank-to-bank enquiries."""

    NOT_ATTESTED = "NOT_ATTESTED"
    CONTENT_MISMATCH = "CONTENT_MISMATCH"
    CANCELLED = "CANCELLED"
    EXPORTER_MISMATCH = "EXPORTER_MISMATCH"
    CCY_MISMATCH = "CCY_MISMATCH"
    STALE = "STALE"
    BLOCKED_BY_REGULATOR = "BLOCKED_BY_REGULATOR"
    INVOICE_USED = "INVOICE_USED"
    BALANCE_INSUFFICIENT = "BALANCE_INSUFFICIENT"


@dataclass(frozen=True, slots=True)
class Check:
    """`free` of the amount asked, or why not, most fundamental first.

    `authentic` tells that an entitled organisation attested a paper with these very contents,
    `amended` that it was corrected since. A check is no promise: another may be first.
    """

    document: DocumentId
    authentic: bool
    amended: bool
    revoked: bool
    free: bool
    codes: tuple[Code, ...]


def check(
    reads: Reads, paper: TradeDocument, amount: Money, secret: bytes, aliases: Aliases
) -> Check:
    """Compares a paper in hand with what was attested, and `amount` with what is free.

    Raises InvalidInput where the paper has no number, issuer or positive amount.
    """
    key = paper.business_key(secret, participants=aliases)
    try:
        known = reads.document(key)
    except InvalidInput:
        return Check(key, False, False, False, False, (Code.NOT_ATTESTED,))
    same = paper.commitment(secret, participants=aliases) == known.commitment
    revoked = known.status is DocumentStatus.REVOKED
    codes = tuple(_codes(reads, paper, known, amount, aliases, same=same))
    return Check(key, same and not revoked, known.version > 1, revoked, not codes, codes)


def _codes(
    reads: Reads,
    paper: TradeDocument,
    known: Document,
    amount: Money,
    aliases: Aliases,
    *,
    same: bool,
) -> list[Code]:
    holder = paper.holder and reads.organisation_number(paper.holder.identity(aliases))
    other_currency = amount.currency != known.currency
    failed = {
        Code.CONTENT_MISMATCH: not same,
        Code.CANCELLED: known.status is DocumentStatus.REVOKED,
        Code.EXPORTER_MISMATCH: holder != known.holder,
        Code.CCY_MISMATCH: other_currency,
        Code.STALE: reads.now() > known.valid_until,
        Code.BLOCKED_BY_REGULATOR: known.frozen_until is not None,
        Code.INVOICE_USED: known.kind is DocumentKind.INVOICE
        and known.used.minor > 0
        and known.free.minor == 0,
        Code.BALANCE_INSUFFICIENT: not other_currency and known.free < amount,
    }
    return [code for code, is_so in failed.items() if is_so]
