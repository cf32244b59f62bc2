"""Demands on guarantees, from presentation to a final answer: a model."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.machine.covers import Cover, Demand, Guarantees
from tests.machine.days import DAY, at, close_after
from tradefin.enums import (
    DemandStatus,
    Discrepancy,
    FinancingStatus,
    GuaranteeKind,
    GuaranteeStatus,
)
from tradefin.errors import (
    CallerNotArbiter,
    CallerNotGuarantor,
    DemandExceedsAvailable,
    DemandIsSuspended,
    DemandIsZero,
    DemandNotInStatus,
    DiscrepanciesInvalid,
    ExtensionInvalid,
    ExtensionNotRequested,
    FinancingTermsChanged,
    GuaranteeNotInStatus,
    GuarantorIsShort,
    ObligationNotDefaulted,
    RefusalNotContestable,
)

EXAMINATION_DAYS = CONTEST_DAYS = 5
DECLINED = 2**40 - 1
D = DemandStatus
PAYABLE = (D.PRESENTED, D.COMPLYING, D.PRECLUDED)
UNPAID_DEBT = (FinancingStatus.DEFAULTED, FinancingStatus.WRITTEN_OFF)


@dataclass
class Model(Guarantees):
    """The whole house."""

    demands: dict[int, Demand] = field(default_factory=dict)

    # Presentation

    def demand(self, t: int, who: str, guarantee: int, amount: int, complete: bool) -> None:
        if amount == 0:
            raise DemandIsZero(guarantee)
        d = Demand(len(self.demands) + 1, guarantee, amount)
        if complete:
            self._present(t, who, d)
        else:
            self._require_demandable(t, who, self.covers[guarantee])
        self.demands[d.id] = d

    def complete(self, t: int, who: str, demand: int) -> None:
        d = self._in_state(t, demand, D.INCOMPLETE)
        self._present(t, who, d)

    def _present(self, t: int, who: str, d: Demand) -> None:
        g = self.covers[d.guarantee]
        self.require_no_demand(t, g, self.org(who))
        self._require_demandable(t, who, g)
        c = self.claims[g.financing]
        if not self.consents(g):
            raise FinancingTermsChanged(c.id, g.version, c.version)
        if not self._due(t, g):
            raise ObligationNotDefaulted(c.id, c.status_at(t))
        most = self._most(t, g, g.left_at(t))
        if d.amount > most:
            raise DemandExceedsAvailable(g.id, d.amount, most)
        d.by, d.status = close_after(t // DAY, EXAMINATION_DAYS), D.PRESENTED
        g.open = d

    def _require_demandable(self, t: int, who: str, g: Cover) -> None:
        """Until its expiry, whatever keeps it longer."""
        status = g.status_at(t)
        if status is GuaranteeStatus.LIVE and t > g.expiry:
            status = GuaranteeStatus.EXPIRED
        if status is not GuaranteeStatus.LIVE:
            raise GuaranteeNotInStatus(g.id, status, GuaranteeStatus.LIVE)
        self.require_beneficiary(g, who)

    def _due(self, t: int, g: Cover) -> bool:
        accessory = g.kind is GuaranteeKind.ACCESSORY
        return not accessory or self.claims[g.financing].status_at(t) in UNPAID_DEBT

    def _most(self, t: int, g: Cover, left: int) -> int:
        """The least of cover, the lead's claim beyond its share, what is due, a share's rest."""
        c = self.claims[g.financing]
        penalty, interest, principal = c.owed(t)
        bounds = [left, self.coverable(t, c)]
        if g.kind is GuaranteeKind.ACCESSORY:
            bounds.append(penalty + interest + c.arrears(t)[0])
        if g.share != 10_000:
            whole = penalty + interest + principal
            held = c.holdings(t)[1].get(g.guarantor, 0)
            bounds.append(max(0, whole * g.share // 10_000 - held))
        return min(bounds)

    def payable(self, t: int, g: Cover) -> int:
        """What a demand may be for now."""
        good = self.consents(g) and self._due(t, g)
        return self._most(t, g, g.left_at(t)) if good else 0

    # Examination

    def examine(self, t: int, who: str, demand: int) -> None:
        self._examined(t, who, demand).status = D.COMPLYING

    def refuse(self, t: int, who: str, demand: int, listed: int) -> None:
        d = self._examined(t, who, demand)
        if not 0 < listed < 1 << len(Discrepancy):
            raise DiscrepanciesInvalid(demand, listed)
        g = self.covers[d.guarantee]
        d.status, d.listed, d.by = D.REFUSED, listed, 0
        if g.arbiter:
            d.by = close_after(t // DAY, CONTEST_DAYS)
        else:
            g.open = None

    def _examined(self, t: int, who: str, demand: int) -> Demand:
        d = self._in_state(t, demand, D.PRESENTED)
        self._require_guarantor(d, who)
        return d

    def contest(self, t: int, who: str, demand: int) -> None:
        d = self._in_state(t, demand, D.REFUSED)
        g = self.covers[d.guarantee]
        self.require_beneficiary(g, who)
        if d.status is not D.REFUSED or t > d.by or g.open is not d:
            raise RefusalNotContestable(demand, at(d.by))
        d.status, d.by = D.CONTESTED, t + 60 * DAY

    def arbitrate(self, t: int, who: str, demand: int, complies: bool) -> None:
        d = self._in_state(t, demand, D.CONTESTED)
        g = self.covers[d.guarantee]
        if g.arbiter != self.org(who):
            raise CallerNotArbiter(g.id, g.arbiter, self.org(who))
        d.status, d.by = D.COMPLYING if complies else D.REFUSED, 0
        if not complies:
            g.open = None

    # Extend or pay

    def extend_or_pay(self, t: int, who: str, demand: int, extend_to: int) -> None:
        self.require_unfrozen(self.org(who))
        d = self._payable(t, demand)
        g = self.covers[d.guarantee]
        self.require_beneficiary(g, who)
        self.require_running(t, g.financing)
        if d.extend_to or extend_to <= g.expiry or extend_to <= t:
            raise ExtensionInvalid(demand, at(extend_to), at(g.expiry))
        d.extend_to, d.suspended = extend_to, t + 30 * DAY

    def extend(self, t: int, who: str, demand: int) -> None:
        d = self._extendable(t, who, demand)
        g = self.covers[d.guarantee]
        self.require_running(t, g.financing)
        d.status, g.expiry, g.open = D.WITHDRAWN, d.extend_to, None

    def decline_extension(self, t: int, who: str, demand: int) -> None:
        d = self._extendable(t, who, demand)
        d.suspended, d.extend_to = 0, DECLINED

    def _extendable(self, t: int, who: str, demand: int) -> Demand:
        d = self._payable(t, demand)
        self._require_guarantor(d, who)
        if d.extend_to in (0, DECLINED):
            raise ExtensionNotRequested(demand)
        return d

    # Payment

    def pay_demand(self, t: int, _: str, demand: int) -> tuple[int, int]:
        """Returns what was paid, and what is missing."""
        d = self.demands[demand]
        if d.status_at(t) not in (D.COMPLYING, D.PRECLUDED, D.SHORT):
            raise DemandNotInStatus(demand, d.status_at(t), D.COMPLYING)
        if t <= d.suspended:
            raise DemandIsSuspended(demand, at(d.suspended))
        g = self.covers[d.guarantee]
        before = d.amount if d.status is D.SHORT else 0
        good = self.consents(g) and self._due(t, g)
        owed = min(d.amount, self._most(t, g, g.left)) if good else 0
        own = self.own(g.guarantor)
        amount = min(owed, own.free + g.lock)
        missing = owed - amount
        if before and missing == before:
            raise GuarantorIsShort(g.guarantor, before)
        taken = min(g.lock, amount)
        g.paid += amount
        d.status, d.amount = (D.SHORT, missing) if missing else (D.PAID, d.amount)
        if not missing:
            g.open = None
        if g.left == 0:
            g.status = GuaranteeStatus.EXHAUSTED
        own.shortfall += missing - before
        if amount:
            own.balance, own.locked = own.balance - amount, own.locked - taken
            own.exposure[g.client] -= amount
            self._buy(t, g, amount)
        return amount, missing

    def _buy(self, t: int, g: Cover, amount: int) -> None:
        c = self.claims[g.financing]
        c.ceiling -= amount
        c.sell(t, g.guarantor, amount)
        if c.cases.until(t):
            self.park(c, "GuarantorCapital", amount)
        else:
            self.pay_to("GuarantorCapital", g.beneficiary, amount)

    def withdraw_demand(self, t: int, who: str, demand: int) -> None:
        d = self.demands[demand]
        self.require_unfrozen(self.org(who))
        if d.status_at(t) not in (*PAYABLE, D.INCOMPLETE, D.CONTESTED, D.SHORT):
            raise DemandNotInStatus(demand, d.status_at(t), D.PRESENTED)
        g = self.covers[d.guarantee]
        self.require_beneficiary(g, who)
        self.require_running(t, g.financing)
        if d.status is D.SHORT:
            self.own(g.guarantor).shortfall -= d.amount
        if d.status is not D.INCOMPLETE:
            g.open = None
        d.status = D.WITHDRAWN

    # Who and when

    def _require_guarantor(self, d: Demand, who: str) -> None:
        g, caller = self.covers[d.guarantee], self.org(who)
        if g.guarantor != caller:
            raise CallerNotGuarantor(g.id, g.guarantor, caller)

    def _payable(self, t: int, demand: int) -> Demand:
        d = self.demands[demand]
        if d.status_at(t) not in PAYABLE:
            raise DemandNotInStatus(demand, d.status_at(t), D.PRESENTED)
        return d

    def _in_state(self, t: int, demand: int, expected: DemandStatus) -> Demand:
        d = self.demands[demand]
        if d.status_at(t) is not expected:
            raise DemandNotInStatus(demand, d.status_at(t), expected)
        return d
