"""Who stands behind a financing, and with what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tradefin import messages
from tradefin.enums import DemandStatus, Discrepancy, GuaranteeKind, GuaranteeStatus
from tradefin.ids import DemandId, FinancingId, GuaranteeId, OrgId
from tradefin.models.record import Record
from tradefin.money import Money


@dataclass(frozen=True, slots=True)
class Capital(Record):
    """A guarantor's deposit; `free` is what may be withdrawn.

    `shortfall` is owed to beneficiaries and wasn't there: a deposit pays it first.
    """

    balance: Money
    locked: Money
    shortfall: Money

    @property
    def free(self) -> Money:
        rest = self.balance - self.locked - self.shortfall
        return max(rest, rest - rest)


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """What its rules let a guarantor promise; 0 for a bound that it doesn't know.

    `leverage` times its net assets for all of its guarantees; basis points of its net assets for
    one client, and for a client's group of related companies.
    """

    leverage: int
    client_bps: int
    group_bps: int


@dataclass(frozen=True, slots=True)
class Standing(Record):
    """What a guarantor could promise in a currency, and has promised.

    `net_assets` as attested as of `attested_at` (None for never); `liability` what live guarantees
    may still pay; `margin_bps` of a new cover are locked.
    """

    net_assets: Money
    liability: Money
    attested_at: datetime | None
    jurisdiction: int
    margin_bps: int


@dataclass(frozen=True, slots=True)
class Reduction:
    """From `day` on, in the guarantee's calendar, `bps` of its cover are covered."""

    day: date
    bps: int


@dataclass(frozen=True, slots=True)
class Guarantee(Record):
    """A guarantee. `paid` of `cover` has been paid out, `available` may be paid today.

    `share_bps` of all that is owed is the most that its guarantor bears, 10,000 for an amount
    alone. `premium` is what was agreed, once released what of it was earned. `offer_until` is None
    once it is issued, `issued` before. `terms_hash` is what its parties accept.
    """

    id: GuaranteeId
    status: GuaranteeStatus
    financing: FinancingId
    kind: GuaranteeKind
    guarantor: OrgId
    beneficiary: OrgId
    client: OrgId
    payer: OrgId
    arbiter: OrgId
    currency: str
    cover: Money
    share_bps: int
    reductions: tuple[Reduction, ...]
    available: Money
    paid: Money
    locked: Money
    margin_bps: int
    premium: Money
    premium_paid: Money
    in_arrear: bool
    secured_bps: int
    expiry: datetime
    offer_until: datetime | None
    issued: datetime | None
    calendar: int
    terms_version: int
    open_demand: DemandId
    terms_hash: bytes

    @property
    def message_type(self) -> messages.Message:
        """The ISO 20022 and SWIFT message that tells this state."""
        return messages.GUARANTEES[self.status]


@dataclass(frozen=True, slots=True)
class Amendment(Record):
    """What a guarantor offers to make of a guarantee, until `until`."""

    guarantee: GuaranteeId
    cover: Money
    expiry: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Demand(Record):
    """A demand under a guarantee, `amount` of it unpaid.

    `by` is the last second of what comes next: the examination, after which the guarantor is
    precluded; after a refusal the time to contest it; after that the arbiter's. Payment waits until
    `suspended_until` where an extension to `extend_to` is asked for.
    """

    id: DemandId
    status: DemandStatus
    guarantee: GuaranteeId
    currency: str
    amount: Money
    by: datetime | None
    suspended_until: datetime | None
    extend_to: datetime | None
    discrepancies: tuple[Discrepancy, ...]

    @property
    def message_type(self) -> messages.Message:
        """The ISO 20022 and SWIFT message that tells this state."""
        return messages.DEMANDS[self.status]
