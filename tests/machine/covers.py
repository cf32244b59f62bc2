"""Capital, guarantees and demands: a model of who stands behind a financing."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.machine.days import DAY, at, close_after
from tests.machine.market import Market
from tests.machine.sharing import Claim
from tradefin.enums import DemandStatus, FinancingStatus, GuaranteeKind, GuaranteeStatus, Role
from tradefin.errors import (
    CallerNotBeneficiary,
    CallerNotGuarantor,
    CallerNotParty,
    CapitalInsufficient,
    ConsentHashMismatch,
    CoverExceedsObligation,
    CoversTooMany,
    DemandExceedsAvailable,
    DemandIsZero,
    DemandNotInStatus,
    DemandOpen,
    DepositIsZero,
    FinancingNotGuaranteeable,
    FinancingTermsChanged,
    GuaranteeNotInStatus,
    GuaranteeTermsInvalid,
    ObligationNotDefaulted,
    ReleaseNotDue,
    TermsHashMismatch,
)

MOST_COVERS = 4
EXAMINATION_DAYS = 5
OVER = {FinancingStatus.SETTLED, FinancingStatus.CLOSED, FinancingStatus.LAPSED}
UNPAID_DEBT = {FinancingStatus.DEFAULTED, FinancingStatus.WRITTEN_OFF}
UNPAID = {DemandStatus.PRESENTED, DemandStatus.COMPLYING, DemandStatus.PRECLUDED}


@dataclass
class Cover:
    """A guarantee, `status` as stored."""

    id: int
    financing: int
    kind: GuaranteeKind
    cover: int
    premium: int
    payer: int
    guarantor: int
    beneficiary: int
    expiry: int
    offer_until: int
    terms_hash: bytes = b""
    status: GuaranteeStatus = GuaranteeStatus.OFFERED
    paid: int = 0
    demand: int = 0
    version: int = 1
    consented: set[bytes] = field(default_factory=set)
    accepted: set[int] = field(default_factory=set)

    @property
    def left(self) -> int:
        return self.cover - self.paid

    def status_at(self, t: int) -> GuaranteeStatus:
        if self.status is GuaranteeStatus.OFFERED and t > self.offer_until:
            return GuaranteeStatus.LAPSED
        if self.status is GuaranteeStatus.LIVE and t > self.expiry and not self.demand:
            return GuaranteeStatus.EXPIRED
        return self.status


@dataclass
class Demand:
    """A demand, `status` as stored."""

    id: int
    guarantee: int
    amount: int
    examine_by: int
    status: DemandStatus = DemandStatus.PRESENTED

    def status_at(self, t: int) -> DemandStatus:
        late = self.status is DemandStatus.PRESENTED and t > self.examine_by
        return DemandStatus.PRECLUDED if late else self.status


@dataclass
class Capital:
    """A guarantor's deposit."""

    balance: int = 0
    locked: int = 0


@dataclass
class Model(Market):
    """The whole house."""

    covers: dict[int, Cover] = field(default_factory=dict)
    demands: dict[int, Demand] = field(default_factory=dict)
    capital: dict[int, Capital] = field(default_factory=dict)

    def live(self, t: int, financing: int) -> list[Cover]:
        of = (g for g in self.covers.values() if g.financing == financing)
        return [g for g in of if g.status_at(t) is GuaranteeStatus.LIVE]

    def covered(self, t: int, financing: int) -> int:
        return sum(g.left for g in self.live(t, financing))

    def headroom(self, t: int, financing: int) -> int:
        principal, covered = self.claims[financing].original, self.covered(t, financing)
        return principal if covered >= self._coverable(principal) else covered

    def _coverable(self, principal: int) -> int:
        return principal * (10_000 - self.bank_share) // 10_000

    # Capital

    def deposit(self, _: int, who: str, amount: int) -> None:
        guarantor = self.actor(who, Role.GUARANTOR)
        if amount == 0:
            raise DepositIsZero()
        self.pay(who, "GuarantorCapital", amount)
        self.capital.setdefault(guarantor, Capital()).balance += amount

    def withdraw_capital(self, _: int, who: str, amount: int) -> None:
        c = self._require_free(self.org(who), amount)
        self.require_unfrozen(self.org(who))
        c.balance -= amount
        self.pay("GuarantorCapital", who, amount)

    def _require_free(self, guarantor: int, amount: int) -> Capital:
        c = self.capital.setdefault(guarantor, Capital())
        if amount > c.balance - c.locked:
            raise CapitalInsufficient(guarantor, amount, c.balance - c.locked)
        return c

    # Guarantees

    def offer(self, t: int, who: str, g: Cover) -> None:
        self.actor(who, Role.GUARANTOR)
        self.require_running(t, g.financing)
        self._guaranteeable(t, g.financing)
        if g.cover == 0 or g.expiry < t or g.offer_until < t:
            raise GuaranteeTermsInvalid(g.cover, at(g.expiry), at(g.offer_until))
        c = self.claims[g.financing]
        if g.payer not in (c.bank, c.enterprise):
            raise CallerNotParty(g.id, g.payer)
        g.version = c.version
        self.covers[g.id] = g

    def accept(self, t: int, who: str, guarantee: int, terms_hash: bytes) -> None:
        caller, g = self.org(who), self._in_status(t, guarantee, GuaranteeStatus.OFFERED)
        if g.terms_hash != terms_hash:
            raise TermsHashMismatch(guarantee, g.terms_hash, terms_hash)
        if caller not in (g.beneficiary, g.payer):
            raise CallerNotParty(guarantee, caller)
        self.actor(who, Role.BANK if caller == g.beneficiary else Role.ENTERPRISE)
        self.require_running(t, g.financing)
        g.accepted.add(caller)
        if g.accepted == {g.beneficiary, g.payer}:
            self._issue(t, g)

    def _issue(self, t: int, g: Cover) -> None:
        c = self._guaranteeable(t, g.financing)
        if c.version != g.version:
            raise FinancingTermsChanged(c.id, g.version, c.version)
        most = self._coverable(c.original)
        if c.status is FinancingStatus.FUNDED:
            most = min(self._coverable(c.principal), self.coverable(t, c))
        available = max(0, most - self.covered(t, g.financing))
        if g.cover > available:
            raise CoverExceedsObligation(g.financing, g.cover, available)
        of = (o for o in self.covers.values() if o.financing == g.financing)
        if sum(o.status is GuaranteeStatus.LIVE or o.paid > 0 for o in of) == MOST_COVERS:
            raise CoversTooMany(g.financing, MOST_COVERS)
        g.status = GuaranteeStatus.LIVE
        self._require_free(g.guarantor, g.cover).locked += g.cover
        c.ceiling += g.cover
        self.require_active(g.guarantor)
        self.require_active(g.payer)
        self.pay(self.name(g.payer), self.name(g.guarantor), g.premium)

    def release_cover(self, t: int, who: str, guarantee: int) -> None:
        g = self.covers[guarantee]
        if g.status is not GuaranteeStatus.LIVE:
            raise GuaranteeNotInStatus(guarantee, g.status_at(t), GuaranteeStatus.LIVE)
        if g.demand:
            raise DemandOpen(guarantee, g.demand)
        owing = self.claims[g.financing].status_at(t)
        ended = g.status_at(t) is GuaranteeStatus.EXPIRED or owing in OVER
        unasked = self.org(who) == g.guarantor and not self.consents(g)
        if not ended:
            if self.org(who) != g.beneficiary and not unasked:
                raise ReleaseNotDue(guarantee, owing)
            self.require_unfrozen(self.org(who))
            self.require_running(t, g.financing)
        g.status = GuaranteeStatus.RELEASED
        self.capital[g.guarantor].locked -= g.left
        self.claims[g.financing].ceiling -= g.left

    def consent(self, t: int, who: str, guarantee: int, terms_hash: bytes) -> None:
        caller = self.actor(who, Role.GUARANTOR)
        g = self._in_status(t, guarantee, GuaranteeStatus.LIVE)
        if g.guarantor != caller:
            raise CallerNotGuarantor(guarantee, g.guarantor, caller)
        current, proposed = self.claims[g.financing].terms_hash, self.proposed_hash(g.financing)
        if terms_hash == bytes(32) or terms_hash not in (current, proposed):
            raise ConsentHashMismatch(guarantee, current, proposed, terms_hash)
        if self.consents(g):
            g.version = self.claims[g.financing].version
        g.consented.add(terms_hash)

    def consents(self, g: Cover) -> bool:
        c = self.claims[g.financing]
        return g.version == c.version or c.terms_hash in g.consented

    # Demands

    def demand(self, t: int, who: str, guarantee: int, amount: int) -> Demand:
        g = self._in_status(t, guarantee, GuaranteeStatus.LIVE)
        self._require_beneficiary(g, who)
        if g.demand:
            raise DemandOpen(guarantee, g.demand)
        if not self.consents(g):
            version = self.claims[g.financing].version
            raise FinancingTermsChanged(g.financing, g.version, version)
        status = self.claims[g.financing].status_at(t)
        if g.kind is GuaranteeKind.ACCESSORY and status not in UNPAID_DEBT:
            raise ObligationNotDefaulted(g.financing, status)
        if amount == 0:
            raise DemandIsZero(guarantee)
        if amount > self.payable(t, g):
            raise DemandExceedsAvailable(guarantee, amount, self.payable(t, g))
        d = Demand(
            len(self.demands) + 1, guarantee, amount, close_after(t // DAY, EXAMINATION_DAYS)
        )
        self.demands[d.id], g.demand = d, d.id
        return d

    def payable(self, t: int, g: Cover) -> int:
        """Of an accessory guarantee nothing without default, of any nothing on other terms."""
        c = self.claims[g.financing]
        defaulted = g.kind is not GuaranteeKind.ACCESSORY or c.status_at(t) in UNPAID_DEBT
        return min(g.left, self.coverable(t, c)) if self.consents(g) and defaulted else 0

    def examine(self, t: int, who: str, demand: int, discrepancies: int) -> None:
        d = self.demands[demand]
        self._require_demand(t, d, {DemandStatus.PRESENTED}, DemandStatus.PRESENTED)
        g, caller = self.covers[d.guarantee], self.org(who)
        if g.guarantor != caller:
            raise CallerNotGuarantor(g.id, g.guarantor, caller)
        d.status = DemandStatus.REFUSED if discrepancies else DemandStatus.COMPLYING
        g.demand = 0 if discrepancies else d.id

    def pay_demand(self, t: int, _: str, demand: int) -> int:
        """Returns what was paid."""
        d = self.demands[demand]
        payable = {DemandStatus.COMPLYING, DemandStatus.PRECLUDED}
        self._require_demand(t, d, payable, DemandStatus.COMPLYING)
        g = self.covers[d.guarantee]
        amount = min(d.amount, self.payable(t, g))
        d.status, g.demand = DemandStatus.PAID, 0
        g.paid += amount
        if g.left == 0:
            g.status = GuaranteeStatus.EXHAUSTED
        if amount:
            c = self.claims[g.financing]
            c.ceiling -= amount
            c.sell(t, g.guarantor, amount)
            own = self.capital[g.guarantor]
            own.balance, own.locked = own.balance - amount, own.locked - amount
            if c.cases.until(t):
                self.park(c, "GuarantorCapital", amount)
            else:
                self.pay_to("GuarantorCapital", g.beneficiary, amount)
        return amount

    def withdraw_demand(self, t: int, who: str, demand: int) -> None:
        d = self.demands[demand]
        self.require_unfrozen(self.org(who))
        self._require_demand(t, d, UNPAID, DemandStatus.PRESENTED)
        g = self.covers[d.guarantee]
        self._require_beneficiary(g, who)
        self.require_running(t, g.financing)
        d.status, g.demand = DemandStatus.WITHDRAWN, 0

    @staticmethod
    def _require_demand(
        t: int, d: Demand, allowed: set[DemandStatus], expected: DemandStatus
    ) -> None:
        if d.status_at(t) not in allowed:
            raise DemandNotInStatus(d.id, d.status_at(t), expected)

    def _require_beneficiary(self, g: Cover, who: str) -> None:
        if g.beneficiary != self.org(who):
            raise CallerNotBeneficiary(g.id, g.beneficiary, self.org(who))

    def _in_status(self, t: int, guarantee: int, expected: GuaranteeStatus) -> Cover:
        g = self.covers[guarantee]
        if g.status_at(t) is not expected:
            raise GuaranteeNotInStatus(guarantee, g.status_at(t), expected)
        return g

    def _guaranteeable(self, t: int, financing: int) -> Claim:
        c = self.claims[financing]
        if c.status_at(t) not in (FinancingStatus.REQUESTED, FinancingStatus.FUNDED):
            raise FinancingNotGuaranteeable(financing, c.status_at(t))
        return c
