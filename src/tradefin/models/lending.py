"""Lines, financings and claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tradefin.enums import AmortizationKind, DayCountConvention, FinancingStatus
from tradefin.ids import DocumentId, FinancingId, LineId, OrgId, ShareId
from tradefin.models.papers import Basis
from tradefin.models.record import Record
from tradefin.money import Money


@dataclass(frozen=True, slots=True)
class Line(Record):
    """A credit line. Rates and shares in basis points; `penalty_bps` of the contract rate.

    `dilution_bps` comes off the advance; receivables of one debtor bear at most
    `concentration_bps` of the limit; `cargo_advance_bps` of the value of cargo is lent, 0 for none,
    where it was valued within `valuation_days`; the bank keeps `fee_bps` of each principal back.
    `version` counts the changes of its terms, from 1.
    """

    id: LineId
    bank: OrgId
    enterprise: OrgId
    currency: str
    limit: Money
    used: Money
    advance_bps: int
    dilution_bps: int
    concentration_bps: int
    cargo_advance_bps: int
    valuation_days: int
    rate_bps: int
    penalty_bps: int
    fee_bps: int
    tenor_days: int
    grace_days: int
    day_count: DayCountConvention
    calendar: int
    expiry: datetime
    condition: str
    closed: bool
    version: int


@dataclass(frozen=True, slots=True)
class Debt(Record):
    """What is owed, or what a payment reached, by class."""

    fees: Money
    penalty: Money
    interest: Money
    principal: Money

    @property
    def total(self) -> Money:
        return self.fees + self.penalty + self.interest + self.principal


@dataclass(frozen=True, slots=True)
class Instalment(Record):
    """A payment due at the end of a day; `balance` is outstanding after it."""

    due_day: date
    principal: Money
    interest: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class Arrears:
    """Principal that fell due before today unpaid, `since` the day the oldest payment was missed.

    `to_cure` is what ends them today: a payment reaches fees, penalty and interest first.
    """

    principal: Money
    since: date | None
    to_cure: Money


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds how much of a claim."""

    holder: OrgId
    amount: Money


@dataclass(frozen=True, slots=True)
class Financing(Record):
    """A financing. `requested` is the amount worked out, `principal` what is outstanding of it.

    `until` is the last moment to fund a request, `drawn` when it was funded. `frozen_until` tells
    that a regulator stops it until then.
    """

    id: FinancingId
    status: FinancingStatus
    line: LineId
    bank: OrgId
    enterprise: OrgId
    currency: str
    requested: Money
    principal: Money
    until: datetime | None
    drawn: datetime | None
    maturity_day: date
    rate_bps: int
    penalty_bps: int
    grace_days: int
    day_count: DayCountConvention
    kind: AmortizationKind
    instalments: int
    calendar: int
    fee_bps: int
    condition: str
    terms_version: int
    basis: Basis
    short: bool
    frozen_until: datetime | None


@dataclass(frozen=True, slots=True)
class Proposal(Record):
    """Other terms that organisation `by` proposed; `terms_hash` is what the other side accepts."""

    financing: FinancingId
    by: OrgId
    maturity_day: date
    rate_bps: int
    penalty_bps: int
    grace_days: int
    kind: AmortizationKind
    instalments: int
    until: datetime
    terms_hash: bytes


@dataclass(frozen=True, slots=True)
class Share(Record):
    """A part of a claim for sale: `amount` of what is owed when it is bought, for `price`."""

    id: ShareId
    financing: FinancingId
    seller: OrgId
    buyer: OrgId
    currency: str
    amount: Money
    price: Money
    until: datetime
    offered_by: OrgId
    terms_hash: bytes


@dataclass(frozen=True, slots=True)
class Statement:
    """A financing's account: what is owed today, to whom, by when, and what was booked."""

    financing: Financing
    debt: Debt
    arrears: Arrears
    holdings: tuple[Holding, ...]
    schedule: tuple[Instalment, ...]
    payments: tuple[Payment, ...]


@dataclass(frozen=True, slots=True)
class Payment:
    """One receipt as it was booked."""

    time: datetime
    debt: Debt
    outstanding: Money


@dataclass(frozen=True, slots=True)
class Application:
    """What an enterprise asks for on a line: on an invoice with its declarations, or on cargo.

    `amount` None asks for the most there is; `maturity` None takes the invoice's due date, for
    cargo the last business day within the line's tenor;
    `line_version` None agrees to the line's terms as they stand when it is sent.
    """

    line: LineId
    asset: DocumentId
    declarations: Sequence[DocumentId] = ()
    amount: Money | None = None
    maturity: date | None = None
    kind: AmortizationKind = AmortizationKind.BULLET
    instalments: int = 1
    line_version: int | None = None


@dataclass(frozen=True, slots=True)
class Quote(Record):
    """Every term of a financing amount; `amount` is the least of them.

    `advance_free` is after dilution and what rests on the asset; `debtor_free` what receivables
    against `debtor` (0 for one that is no participant) may still bear under the line;
    `line_version` the version of the line's terms, for `request`.
    """

    amount: Money
    asset_open: Money
    asset_free: Money
    advance_free: Money
    declarations_free: Money
    line_free: Money
    debtor_free: Money
    maturity_day: date
    debtor: OrgId
    line_version: int


@dataclass(frozen=True, slots=True)
class Security(Record):
    """A cargo paper that secures a financing beside its asset, by `amount` of its value.

    `advance_bps` of the value may be secured by it, `valuation_days` the oldest valuation counts.
    """

    cargo: DocumentId
    amount: Money
    advance_bps: int
    valuation_days: int
