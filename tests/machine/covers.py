"""Guarantees: a model of who stands behind a financing, for how much, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.machine.capital import Deposits
from tests.machine.days import DAY, at
from tests.machine.sharing import Claim
from tradefin.enums import DemandStatus, FinancingStatus, GuaranteeKind, GuaranteeStatus, Role
from tradefin.errors import (
    AmendmentInvalid,
    AmendmentMismatch,
    CallerNotBeneficiary,
    CallerNotGuarantor,
    CallerNotParty,
    ConsentHashMismatch,
    CoverBelowPaid,
    CoverExceedsObligation,
    CoversTooMany,
    DemandOpen,
    FinancingNotGuaranteeable,
    FinancingTermsChanged,
    GuaranteeNotInStatus,
    GuaranteeTermsInvalid,
    PremiumExceedsLock,
    PremiumNotDue,
    ReductionNotDue,
    ReleaseNotDue,
    TermsHashMismatch,
)

MOST_COVERS = 4
OVER = {FinancingStatus.SETTLED, FinancingStatus.CLOSED, FinancingStatus.LAPSED}
ISSUED = {GuaranteeStatus.LIVE, GuaranteeStatus.RELEASED, GuaranteeStatus.EXHAUSTED}


def up(amount: int, part: int, whole: int) -> int:
    """`part` of `whole` of an amount, rounded up."""
    return -(-amount * part // whole)


@dataclass
class Demand:
    """A demand, `status` as stored; `by` the end of whatever comes next."""

    id: int
    guarantee: int
    amount: int
    by: int = 0
    status: DemandStatus = DemandStatus.INCOMPLETE
    suspended: int = 0
    extend_to: int = 0
    listed: int = 0

    def status_at(self, t: int) -> DemandStatus:
        late = t > self.by
        if self.status is DemandStatus.PRESENTED and late:
            return DemandStatus.PRECLUDED
        if self.status is DemandStatus.CONTESTED and late:
            return DemandStatus.REFUSED
        return self.status

    def waits(self, t: int) -> bool:
        return self.status_at(t) is not DemandStatus.REFUSED

    def contestable(self, t: int) -> bool:
        return self.status_at(t) is DemandStatus.REFUSED and t <= self.by


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
    client: int
    expiry: int
    offer_until: int
    share: int = 10_000
    in_arrear: bool = False
    arbiter: int = 0
    steps: tuple[tuple[int, int], ...] = ()
    terms_hash: bytes = b""
    status: GuaranteeStatus = GuaranteeStatus.OFFERED
    paid: int = 0
    open: Demand | None = None
    version: int = 1
    consented: set[bytes] = field(default_factory=set)
    accepted: set[int] = field(default_factory=set)
    issued: int = 0
    margin: int = 0
    booked_steps: int = 0
    premium_paid: int = 0
    term: int = 0
    amendment: tuple[int, int, int] = (0, 0, 0)

    @property
    def demand(self) -> int:
        return self.open.id if self.open else 0

    def after(self, steps: int) -> int:
        return up(self.cover, self.steps[steps - 1][1], 10_000) if steps else self.cover

    @property
    def booked(self) -> int:
        return self.after(self.booked_steps)

    @property
    def left(self) -> int:
        """Of what is booked."""
        return max(0, self.booked - self.paid)

    def begun(self, t: int) -> int:
        return sum(day <= t // DAY for day, _ in self.steps)

    def left_at(self, t: int) -> int:
        return max(0, self.after(self.begun(t)) - self.paid)

    @property
    def lock(self) -> int:
        return max(0, up(self.booked, self.margin, 10_000) - self.paid)

    @property
    def refund(self) -> int:
        """What of a premium stays locked until it is given back."""
        released = self.status is GuaranteeStatus.RELEASED
        return max(0, self.premium_paid - self.premium) if released else 0

    def held(self, t: int) -> bool:
        return self.open is not None and (self.open.waits(t) or self.open.contestable(t))

    def status_at(self, t: int) -> GuaranteeStatus:
        if self.status is GuaranteeStatus.OFFERED and t > self.offer_until:
            return GuaranteeStatus.LAPSED
        if self.status is GuaranteeStatus.LIVE and t > self.expiry and not self.held(t):
            return GuaranteeStatus.EXPIRED
        return self.status

    def earned(self, t: int) -> int:
        """Over the time first agreed, as long as it stood."""
        end, term = min(t, self.expiry), self.term or self.expiry
        if self.paid or self.status is not GuaranteeStatus.LIVE or end >= term:
            return self.premium
        return up(self.premium, end - self.issued, term - self.issued)

    def retime(self, expiry: int) -> None:
        self.term, self.expiry = self.term or self.expiry, expiry


@dataclass
class Guarantees(Deposits):
    """Offers, acceptances, amendments, premiums, releases."""

    covers: dict[int, Cover] = field(default_factory=dict)

    def live(self, t: int, financing: int) -> list[Cover]:
        of = (g for g in self.covers.values() if g.financing == financing)
        return [g for g in of if g.status_at(t) is GuaranteeStatus.LIVE]

    def covered(self, t: int, financing: int) -> int:
        return sum(g.left_at(t) for g in self.live(t, financing))

    def headroom(self, t: int, financing: int) -> int:
        principal, covered = self.claims[financing].original, self.covered(t, financing)
        return principal if covered >= self._coverable(principal) else covered

    def _coverable(self, principal: int) -> int:
        return principal * (10_000 - self.bank_share) // 10_000

    # Offer and acceptance

    def offer(self, t: int, who: str, g: Cover) -> None:
        self.actor(who, Role.GUARANTOR)
        self.require_running(t, g.financing)
        self._guaranteeable(t, g.financing)
        if g.cover == 0 or g.expiry < g.offer_until or g.offer_until < t:
            raise GuaranteeTermsInvalid(g.cover, g.share, at(g.expiry), at(g.offer_until))
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
        self._require_coverable(t, c, g.cover)
        of = (o for o in self.covers.values() if o.financing == g.financing)
        if sum(o.status is GuaranteeStatus.LIVE or o.paid > 0 for o in of) == MOST_COVERS:
            raise CoversTooMany(g.financing, MOST_COVERS)
        g.status, g.issued, g.margin = GuaranteeStatus.LIVE, t, self.own(g.guarantor).margin
        self.undertake(g.guarantor, g.client, g.cover, g.lock)
        c.ceiling += g.cover
        self.require_active(g.guarantor)
        self.require_active(g.payer)
        if g.in_arrear or not g.premium:
            return
        g.premium_paid = g.premium
        self._require_refundable(t, g)
        self.pay(self.name(g.payer), self.name(g.guarantor), g.premium)

    def _require_coverable(self, t: int, c: Claim, more: int) -> None:
        most = self._coverable(c.original)
        if c.status is FinancingStatus.FUNDED:
            most = min(self._coverable(c.principal), self.coverable(t, c))
        available = max(0, most - self.covered(t, c.id))
        if more > available:
            raise CoverExceedsObligation(c.id, more, available)

    @staticmethod
    def _require_refundable(t: int, g: Cover) -> None:
        unearned = g.premium_paid - g.earned(t)
        if unearned > g.lock:
            raise PremiumExceedsLock(g.id, unearned, g.lock)

    # Life

    def settle_premium(self, t: int, _: str, guarantee: int) -> None:
        g = self.covers[guarantee]
        if g.status not in ISSUED:
            raise GuaranteeNotInStatus(guarantee, g.status_at(t), GuaranteeStatus.LIVE)
        earned, paid, refund = g.earned(t), g.premium_paid, g.refund
        if not refund and earned <= paid:
            raise PremiumNotDue(guarantee, earned, paid)
        g.premium_paid = earned
        if refund:
            self.require_unfrozen(g.payer)
            own = self.own(g.guarantor)
            own.balance, own.locked = own.balance - refund, own.locked - refund
            self.pay("GuarantorCapital", self.name(g.payer), refund)
        else:
            self.require_unfrozen(g.guarantor)
            self.pay(self.name(g.payer), self.name(g.guarantor), earned - paid)

    def reduce(self, t: int, _: str, guarantee: int) -> None:
        g = self._in_status(t, guarantee, GuaranteeStatus.LIVE)
        if g.held(t):
            raise DemandOpen(guarantee, g.demand)
        if g.begun(t) <= g.booked_steps:
            raise ReductionNotDue(guarantee)
        left, lock = g.left, g.lock
        g.booked_steps = g.begun(t)
        self._relieve(t, g, left, lock)

    def _relieve(self, t: int, g: Cover, left: int, lock: int) -> None:
        """From what was left and locked before to what is now."""
        if left == g.left:
            return
        self._require_refundable(t, g)
        self.relieve(g.guarantor, g.client, left - g.left, lock - g.lock)
        self.claims[g.financing].ceiling -= left - g.left

    def amend(self, t: int, who: str, guarantee: int, to: tuple[int, int, int]) -> None:
        caller = self.actor(who, Role.GUARANTOR)
        g = self._in_status(t, guarantee, GuaranteeStatus.LIVE)
        self.require_running(t, g.financing)
        if g.guarantor != caller:
            raise CallerNotGuarantor(guarantee, g.guarantor, caller)
        cover, expiry, until = to
        if not cover or expiry < t or until < t:
            raise AmendmentInvalid(guarantee, cover, at(expiry), at(until))
        g.amendment = to

    def accept_amendment(self, t: int, who: str, guarantee: int, cover: int, expiry: int) -> None:
        caller = self.actor(who, Role.BANK)
        g = self._in_status(t, guarantee, GuaranteeStatus.LIVE)
        self.require_running(t, g.financing)
        self.require_beneficiary(g, who)
        assert caller == g.beneficiary
        self.require_active(g.guarantor)
        until = g.amendment[2]
        if g.amendment[:2] != (cover, expiry) or t > until or t > expiry:
            told = g.amendment
            raise AmendmentMismatch(guarantee, told[0], at(told[1]), at(told[2]))
        g.amendment = (0, 0, 0)
        if g.held(t):
            raise DemandOpen(guarantee, g.demand)
        if cover < g.paid:
            raise CoverBelowPaid(guarantee, cover, g.paid)
        if cover > g.cover:
            c = self._guaranteeable(t, g.financing)
            self._require_coverable(t, c, cover - g.cover)
        left, lock = g.left, g.lock
        g.cover = cover
        if g.expiry != expiry:
            g.retime(expiry)
        if g.left > left:
            self.undertake(g.guarantor, g.client, g.left - left, g.lock - lock)
            self.claims[g.financing].ceiling += g.left - left
        else:
            self._relieve(t, g, left, lock)

    def release_cover(self, t: int, who: str, guarantee: int) -> None:
        g = self.covers[guarantee]
        status = g.status_at(t)
        if status is GuaranteeStatus.LIVE:
            self._require_releasable(t, who, g)
        elif status is not GuaranteeStatus.EXPIRED:
            raise GuaranteeNotInStatus(guarantee, status, GuaranteeStatus.LIVE)
        left, lock, earned = g.left, g.lock, g.earned(t)
        over = max(0, g.premium_paid - earned)
        refund = min(over, lock)
        g.premium = g.premium_paid - refund if over else earned
        g.status, g.open = GuaranteeStatus.RELEASED, None
        self.relieve(g.guarantor, g.client, left, lock - refund)
        self.claims[g.financing].ceiling -= left

    def _require_releasable(self, t: int, who: str, g: Cover) -> None:
        owing = self.claims[g.financing].status_at(t)
        if owing in OVER:
            self.require_no_demand(t, g, 0)
            return
        self.require_unfrozen(self.org(who))
        self.require_no_demand(t, g, self.org(who))
        unasked = self.org(who) == g.guarantor and not self.consents(g)
        if self.org(who) != g.beneficiary and not unasked:
            raise ReleaseNotDue(g.id, owing)
        self.require_running(t, g.financing)

    def require_no_demand(self, t: int, g: Cover, caller: int) -> None:
        """A refusal that may still be contested is in others' way alone."""
        if g.open and (g.open.waits(t) or (g.open.contestable(t) and caller != g.beneficiary)):
            raise DemandOpen(g.id, g.demand)

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

    def require_beneficiary(self, g: Cover, who: str) -> None:
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
