"""What the ledger answers: frozen records, amounts as `Money`, times in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tradefin.ids import DocumentId, FinancingId, LineId, OrgId
from tradefin.money import Money


@dataclass(frozen=True, slots=True)
class DocumentPoint:
    """A paper from `time` on. `free` = open less used, blocks by expiry and freezing aside."""

    time: datetime
    amount: Money
    used: Money
    open: Money
    free: Money


@dataclass(frozen=True, slots=True)
class Stops:
    """What stops new uses of a paper, as last told: until when, None for nothing;
    `disputer` its debtor, as long as it is that."""

    frozen_until: datetime | None = None
    held_until: datetime | None = None
    rejected_until: datetime | None = None
    disputer: OrgId | None = None


@dataclass(frozen=True, slots=True)
class DebtPoint:
    """The principal outstanding from `time` on."""

    time: datetime
    principal: Money


@dataclass(frozen=True, slots=True)
class CoverPoint:
    """What guarantees may still pay for a financing from `time` on.

    Cover that expired ends here once a later event has been filed; a reduction shows once it is
    booked.
    """

    time: datetime
    covered: Money


@dataclass(frozen=True, slots=True)
class CapitalPoint:
    """A guarantor's deposit from `time` on, and what of it is locked."""

    time: datetime
    balance: Money
    locked: Money


@dataclass(frozen=True, slots=True)
class Exposure:
    """What an organisation has at stake in one currency.

    As a bank: `lent` is the principal outstanding, `covered` the cover behind it, `sold` what
    others hold of its claims. As an enterprise: `owed` is the principal outstanding. As a
    guarantor: `guaranteed` is its live cover, `bought` what it holds of claims. Claims held by
    others stand as of the last payout or receipt.
    """

    currency: str
    lent: Money
    covered: Money
    sold: Money
    owed: Money
    guaranteed: Money
    bought: Money


@dataclass(frozen=True, slots=True)
class FinancingFacts:
    """What happened to a financing.

    `lent` is zero before it was funded. `received` is all that was booked, `payout` what its
    guarantors paid, `premium` what was paid for its guarantees, less what was given back. What was
    `written_off` is owed as before.
    """

    id: FinancingId
    line: LineId
    asset: DocumentId | None
    bank: OrgId
    enterprise: OrgId
    currency: str
    requested: Money
    lent: Money
    principal: Money
    received: Money
    payout: Money
    premium: Money
    maturity_day: date
    opened: datetime
    drawn: datetime | None
    closed: datetime | None
    written_off: datetime | None
    settled: datetime | None


@dataclass(frozen=True, slots=True)
class PaymentFact:
    """A receipt against the day it was due; `how` is `repaid`, `collected` or `discharged`.

    `days_late` counts from the maturity at the time, in its calendar, 0 for in time;
    `outstanding` is the principal that was left.
    """

    financing: FinancingId
    time: datetime
    how: str
    amount: Money
    outstanding: Money
    due_day: date
    days_late: int


@dataclass(frozen=True, slots=True)
class ReceiptEntry:
    """A collection on an invoice, or its counter-entry, which is negative.

    `reference` is the digest of the payment's own.
    """

    time: datetime
    invoice: DocumentId
    reference: bytes
    amount: Money


@dataclass(frozen=True, slots=True)
class Dilution:
    """What of a debtor's invoices in one currency came in as less.

    `invoiced` as last attested, without what was revoked; `credited` by notes that banks booked;
    `cleared` as small differences.
    """

    currency: str
    invoiced: Money
    credited: Money
    cleared: Money

    @property
    def bps_up(self) -> int:
        """The share of what was invoiced, in basis points, rounded up; 0 where nothing stands."""
        lost = self.credited.minor + self.cleared.minor
        return -(-lost * 10_000 // self.invoiced.minor) if self.invoiced.minor else 0
