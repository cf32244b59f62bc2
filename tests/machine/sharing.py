"""One claim in exact fractions: what it is worth on a day, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from tests.machine.cases import Cases
from tests.machine.days import DAY, half_up, months_after, roll, year_part
from tradefin.enums import DayCountConvention, FinancingStatus

Basis = tuple[bytes, tuple[tuple[bytes, int], ...]]


@dataclass
class Receipt:
    """How a payment fell: by class, and by holder."""

    penalty: int = 0
    interest: int = 0
    principal: int = 0
    to_lead: int = 0
    to_holders: dict[int, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return self.penalty + self.interest + self.principal


@dataclass
class Claim:
    """A financing. `status` is the stored one; interest and penalty aren't rounded."""

    id: int
    line: int
    bank: int
    enterprise: int
    original: int
    until: int
    maturity: int
    rate: int
    penalty_rate: int
    grace: int
    convention: DayCountConvention
    conditional: bool
    fee: int
    debtor: int
    capped: bool
    basis: Basis
    status: FinancingStatus = FinancingStatus.REQUESTED
    principal: int = 0
    drawn: int = 0
    accrued: int = 0
    interest: Fraction = Fraction(0)
    penalty: Fraction = Fraction(0)
    interest_paid: int = 0
    penalty_paid: int = 0
    others: dict[int, int] = field(default_factory=dict)
    worth: int = 0
    bought: set[int] = field(default_factory=set)
    version: int = 1
    terms_hash: bytes = bytes(32)
    ceiling: int = 0
    instalments: int = 1
    scheduled: int = 0
    scheduled_from: int = 0
    cases: Cases = field(default_factory=Cases)
    parked: dict[int, int] = field(default_factory=dict)

    @property
    def owing(self) -> bool:
        return self.status in (FinancingStatus.FUNDED, FinancingStatus.WRITTEN_OFF)

    def status_at(self, t: int) -> FinancingStatus:
        if self.status is FinancingStatus.REQUESTED and t > self.until:
            return FinancingStatus.LAPSED
        if self.status is not FinancingStatus.FUNDED:
            return self.status
        _, since = self.arrears(t)
        if not since:
            return self.status
        late = t // DAY > since + self.grace
        return FinancingStatus.DEFAULTED if late else FinancingStatus.OVERDUE

    def arrears(self, t: int) -> tuple[int, int]:
        """Principal that fell due before today unpaid, and the day of the oldest such payment."""
        if not self.owing:
            return 0, 0
        overdue = since = fallen = 0
        for day, part in self._instalments():
            fallen += part
            if day < t // DAY and fallen > self.scheduled - self.principal:
                overdue, since = fallen - self.scheduled + self.principal, since or day
        if t // DAY > self.maturity:
            return self.principal, since or self.maturity
        return overdue, since

    def _instalments(self) -> list[tuple[int, int]]:
        """Equal parts of principal, the rest in the last, rolled where that leaves it before it."""
        count = self.instalments
        if count == 1:
            return []
        parts = []
        for n in range(1, count):
            day = months_after(self.scheduled_from, n)
            parts.append((roll(day) if roll(day) < self.maturity else day, self.scheduled // count))
        return [*parts, (self.maturity, self.scheduled - sum(part for _, part in parts))]

    def owed(self, t: int) -> tuple[int, int, int]:
        """Penalty, interest, principal at the end of the day of `t`."""
        if not self.owing:
            return 0, 0, 0
        interest, penalty = self._charged(t // DAY)
        return (
            max(0, half_up(penalty) - self.penalty_paid),
            max(0, half_up(interest) - self.interest_paid),
            self.principal,
        )

    def holdings(self, t: int) -> tuple[int, dict[int, int]]:
        """The lead's part and the others', restated for what the claim is worth now."""
        claim = sum(self.owed(t))
        others = self.others
        if self.worth not in (0, claim):
            others = {org: held * claim // self.worth for org, held in others.items()}
        return claim - sum(others.values()), dict(others)

    def receive(self, t: int, amount: int) -> Receipt:
        """Books at most what is owed: penalty, interest, principal; then by holder."""
        owed = self.owed(t)
        _, self.others = self.holdings(t)
        self.interest, self.penalty = self._charged(t // DAY)
        self.accrued = t // DAY
        r = Receipt()
        r.penalty = min(amount, owed[0])
        r.interest = min(amount - r.penalty, owed[1])
        r.principal = min(amount - r.penalty - r.interest, owed[2])
        self.penalty_paid += r.penalty
        self.interest_paid += r.interest
        self.principal -= r.principal
        if r.total == sum(owed):
            self.status = FinancingStatus.SETTLED
        left, claim = r.total, sum(owed)
        for org, held in self.others.items():
            part = held * left // claim if claim else 0
            r.to_holders[org] = part
            self.others[org] = held - part
            left, claim = left - part, claim - held
        if self.status is not FinancingStatus.SETTLED:
            for org in [org for org, held in self.others.items() if not held][::-1]:
                self._leave(org)
        r.to_lead = left
        self.worth = sum(owed) - r.total
        return r

    def change(self, t: int, maturity: int, rate: int, instalments: int) -> None:
        """What has accrued by the end of the day stays; the schedule begins anew."""
        self.interest, self.penalty = self._charged(t // DAY)
        self.accrued = t // DAY
        self.maturity, self.rate, self.instalments = maturity, rate, instalments
        self.scheduled, self.scheduled_from = self.principal, t // DAY

    def move(self, t: int, seller: int, buyer: int, amount: int) -> None:
        """From holder to holder; what the lead holds is the rest. The last takes an empty seat."""
        _, self.others = self.holdings(t)
        self.worth = sum(self.owed(t))
        if seller != self.bank:
            self.others[seller] -= amount
            if self.others[seller] == 0:
                self._leave(seller)
        if buyer != self.bank:
            if buyer not in self.others:
                self.bought.add(buyer)
            self.others[buyer] = self.others.get(buyer, 0) + amount

    def _leave(self, org: int) -> None:
        """The last takes the empty seat."""
        items = list(self.others.items())
        items[list(self.others).index(org)] = items[-1]
        self.others = dict(items[:-1])
        self.bought.discard(org)

    def sell(self, t: int, buyer: int, amount: int) -> None:
        _, self.others = self.holdings(t)
        self.worth = sum(self.owed(t))
        self.interest, self.penalty = self._charged(t // DAY)
        self.accrued = t // DAY
        self.others[buyer] = self.others.get(buyer, 0) + amount

    def _charged(self, day: int) -> tuple[Fraction, Fraction]:
        plain = year_part(self.convention, self.accrued, max(self.accrued, min(day, self.maturity)))
        late_from = max(self.accrued, self.maturity)
        late = year_part(self.convention, late_from, max(late_from, day))
        yearly = Fraction(self.principal * self.rate, 10_000)
        interest = self.interest + yearly * plain
        return interest, self.penalty + yearly * late * Fraction(self.penalty_rate, 10_000)
