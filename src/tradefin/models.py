"""What reads return: frozen records of what stands on the chain, with money as `Money`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Self

from tradefin import messages
from tradefin.enums import (
    AmortizationKind,
    DayCountConvention,
    DemandStatus,
    DocumentKind,
    DocumentStatus,
    FinancingStatus,
    GuaranteeKind,
    GuaranteeStatus,
    NoticeStatus,
    Role,
)
from tradefin.ids import (
    DemandId,
    DocumentId,
    FinancingId,
    GuaranteeId,
    LineId,
    OrgId,
    ShareId,
)
from tradefin.money import Money


class Record:
    """A record whose fields are found by name in a decoded struct."""

    @classmethod
    def of(cls, values: Mapping[str, Any], **more: Any) -> Self:
        """Amounts become `Money` in the currency of `values` or `more`, the rest is as decoded."""
        known = {**values, **more}
        currency = known.get("currency")
        chosen = {f.name: known[f.name] for f in fields(cls)}  # type: ignore[arg-type]
        for f in fields(cls):  # type: ignore[arg-type]
            if f.type == "Money":
                chosen[f.name] = Money(chosen[f.name], str(currency))
        return cls(**chosen)


@dataclass(frozen=True, slots=True)
class Organisation(Record):
    """A participant; `group` 0 means that it belongs to no group of related companies.

    `kinds` of paper it may attest. `frozen_until` tells that a regulator stops it until then.
    """

    id: OrgId
    account: str
    roles: frozenset[Role]
    signers: int
    suspended: bool
    frozen_until: datetime | None
    valid_until: datetime
    group: int
    kinds: frozenset[DocumentKind]


@dataclass(frozen=True, slots=True)
class Document(Record):
    """A paper as attested. `open` = amount less consumed, `free` = open less used; 0 if blocked.

    `due` of cargo is when its goods were valued. `short` tells that more rests on it than it bears;
    `frozen_until` that a regulator stops it, `held_until` that it may be another paper in disguise,
    `rejected_until` that an attestor says it isn't authentic; `disputed` that its debtor doesn't
    own up to it, `by_debtor` that nobody else states it.
    """

    id: DocumentId
    kind: DocumentKind
    status: DocumentStatus
    version: int
    holder: OrgId
    counterparty: OrgId
    attestor: OrgId
    currency: str
    amount: Money
    used: Money
    consumed: Money
    open: Money
    free: Money
    due: datetime | None
    valid_until: datetime | None
    commitment: bytes
    short: bool
    frozen_until: datetime | None
    held_until: datetime | None
    rejected_until: datetime | None
    disputed: bool
    by_debtor: bool


@dataclass(frozen=True, slots=True)
class Assignment(Record):
    """The notice of an invoice's assignment: how far it got, from which bank, since when.

    `digest` of the notice as sent. `discharged_by_holder` tells that the debtor may still pay the
    invoice's holder.
    """

    invoice: DocumentId
    status: NoticeStatus
    bank: OrgId
    since: datetime | None
    digest: bytes

    @property
    def discharged_by_holder(self) -> bool:
        return self.status < NoticeStatus.RECEIVED


@dataclass(frozen=True, slots=True)
class Registration(Record):
    """A pledge's entry in a registry ashore: the digest of its number, and until when it stands."""

    financing: FinancingId
    entry: bytes
    lapses: datetime | None


@dataclass(frozen=True, slots=True)
class Part:
    """A paper that bears a share of a financing, minor units."""

    document: DocumentId
    share: int


@dataclass(frozen=True, slots=True)
class Basis:
    """What a financing rests on: a paper that bears all of it, and papers that share it."""

    whole: DocumentId
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Asset:
    """What is financed, and the financings that rest on it now.

    A receivable: an invoice with its declarations, its debtor and due date. Or cargo, a warehouse
    receipt or bill of lading: no declarations, debtor 0, no due date.
    """

    id: DocumentId
    declarations: tuple[DocumentId, ...]
    debtor: OrgId
    due: datetime | None
    document: Document
    financings: tuple[FinancingId, ...]


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


@dataclass(frozen=True, slots=True)
class Capital(Record):
    """A guarantor's deposit; `free` is what no guarantee has locked."""

    balance: Money
    locked: Money

    @property
    def free(self) -> Money:
        return self.balance - self.locked


@dataclass(frozen=True, slots=True)
class Guarantee(Record):
    """A guarantee. `paid` of `cover` has been paid out; `terms_hash` is what its parties accept."""

    id: GuaranteeId
    status: GuaranteeStatus
    financing: FinancingId
    kind: GuaranteeKind
    guarantor: OrgId
    beneficiary: OrgId
    client: OrgId
    payer: OrgId
    currency: str
    cover: Money
    paid: Money
    premium: Money
    expiry: datetime
    offer_until: datetime
    calendar: int
    terms_version: int
    open_demand: DemandId
    terms_hash: bytes

    @property
    def message_type(self) -> messages.Message:
        return messages.GUARANTEES[self.status]


@dataclass(frozen=True, slots=True)
class Demand(Record):
    """A demand under a guarantee; the guarantor answers by `examine_by` or is precluded."""

    id: DemandId
    status: DemandStatus
    guarantee: GuaranteeId
    currency: str
    amount: Money
    examine_by: datetime
    discrepancies: int

    @property
    def message_type(self) -> messages.Message:
        return messages.DEMANDS[self.status]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that waits for a party.

    `what` is one of `application`, `offer`, `demand`, `refusal`, `overdue`, `revoked`, `short`,
    `disputed`, `assignment`, `proposal`, `consent`, `share`, `difference`, `frozen`, `receipts`,
    `margin_call`, `stale`; `id` the financing, guarantee, demand, share, organisation or document
    that it is about.
    """

    what: str
    id: int | bytes
    by: datetime | None
    text: str
