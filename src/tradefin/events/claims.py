"""Events of ClaimLedger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tradefin.enums import AmortizationKind
from tradefin.events.event import Event
from tradefin.ids import FinancingId, LineId, OrgId


@dataclass(frozen=True, slots=True)
class ClaimAssigned(Event):
    """A part of a claim changed hands."""

    financing: FinancingId
    holder: OrgId
    amount: int
    claim: int


@dataclass(frozen=True, slots=True)
class CreditWithdrawn(Event):
    """A holder's credit was paid to its account."""

    org: OrgId
    currency: str | None
    amount: int


@dataclass(frozen=True, slots=True)
class FinancingClosed(Event):
    """A financing ended before it was funded."""

    financing: FinancingId


@dataclass(frozen=True, slots=True)
class FinancingFrozen(Event):
    """A regulator's case froze a financing until `until`, or lifted that by an end in the past.

    `frozen_until` tells until when it is frozen by all cases now, None where by none.
    """

    financing: FinancingId
    regulator: OrgId
    case_number: bytes
    until: datetime | None
    frozen_until: datetime | None


@dataclass(frozen=True, slots=True)
class FinancingFunded(Event):
    """A financing's debt began; the bank kept `fee` of the principal back."""

    financing: FinancingId
    principal: int
    fee: int
    drawn: datetime | None


@dataclass(frozen=True, slots=True)
class FinancingOpened(Event):
    """A financing was entered with its terms."""

    financing: FinancingId
    line: LineId
    enterprise: OrgId
    bank: OrgId
    currency: str | None
    principal: int
    until: datetime | None
    maturity_day: date | None
    rate_bps: int
    kind: AmortizationKind
    instalments: int


@dataclass(frozen=True, slots=True)
class FinancingSettled(Event):
    """Nothing is owed on a financing any more."""

    financing: FinancingId


@dataclass(frozen=True, slots=True)
class FinancingWrittenOff(Event):
    """A bank expects nothing more of a financing; all of the claim is owed as before."""

    financing: FinancingId
    principal: int
    claim: int


@dataclass(frozen=True, slots=True)
class HolderCredited(Event):
    """A holder got its share of a receipt."""

    financing: FinancingId
    holder: OrgId
    amount: int
    held: int


@dataclass(frozen=True, slots=True)
class HoldingDischarged(Event):
    """A holder was paid out of its own security: that much of the debt came off its part alone."""

    financing: FinancingId
    holder: OrgId
    amount: int
    held: int


@dataclass(frozen=True, slots=True)
class PayeeCredited(Event):
    """The token refused an organisation's account, so the ledger keeps the money for it."""

    org: OrgId
    currency: str | None
    amount: int


@dataclass(frozen=True, slots=True)
class PaymentBooked(Event):
    """A receipt was booked, by class."""

    financing: FinancingId
    fees: int
    penalty: int
    interest: int
    principal: int
    outstanding: int


@dataclass(frozen=True, slots=True)
class PurchaseAllowed(Event):
    """A contract may buy up to `ceiling` of a claim."""

    financing: FinancingId
    operator: str
    ceiling: int


@dataclass(frozen=True, slots=True)
class ReceiptParked(Event):
    """What came in for an organisation is kept until the financing's freeze has ended."""

    financing: FinancingId
    org: OrgId
    amount: int


@dataclass(frozen=True, slots=True)
class ReceiptReleased(Event):
    """What was parked is the organisation's credit now."""

    financing: FinancingId
    org: OrgId
    amount: int


@dataclass(frozen=True, slots=True)
class ShareTransferred(Event):
    """A part of a claim changed hands: `left` and `held` are what seller and buyer hold now."""

    financing: FinancingId
    buyer: OrgId
    seller: OrgId
    amount: int
    claim: int
    left: int
    held: int


@dataclass(frozen=True, slots=True)
class TermsChanged(Event):
    """A financing has other terms from this day on, all of which are told."""

    financing: FinancingId
    terms_version: int
    maturity_day: date | None
    rate_bps: int
    penalty_bps: int
    grace_days: int
    kind: AmortizationKind
    instalments: int
    terms_hash: bytes


@dataclass(frozen=True, slots=True)
class TokenListed(Event):
    """A currency got its settlement token."""

    currency: str | None
    token: str
    decimals: int
