"""What may happen to capital, guarantees and demands."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.machine.booking_rules import BookingRules
from tests.machine.covers import Cover
from tests.machine.days import DAY
from tests.machine.house import GUARANTORS, RUNS, amounts, mostly, pick
from tradefin.enums import DemandStatus, FinancingStatus, GuaranteeKind, GuaranteeStatus
from tradefin.events import DemandPaid, GuaranteeOffered


class CoverRules(BookingRules):
    """Offers, acceptances, demands, payouts, releases; and a default from end to end."""

    @rule(who=mostly("guarantor", "second", "bank"), amount=amounts)
    def deposit(self, who: str, amount: int) -> None:
        call = ("GuarantorCapital", "deposit", 840, amount)
        self._do("deposit", lambda m, t: m.deposit(t, who, amount), who, *call)

    @rule(who=st.sampled_from([*GUARANTORS, "bank"]), amount=amounts)
    def withdraw_capital(self, who: str, amount: int) -> None:
        call = ("GuarantorCapital", "withdraw", 840, amount)
        name = "withdraw_capital"
        self._do(name, lambda m, t: m.withdraw_capital(t, who, amount), who, *call)

    @precondition(lambda self: self._claims())
    @rule(
        n=pick,
        who=st.sampled_from([*GUARANTORS, *GUARANTORS, "bank"]),
        cover=st.integers(0, 10),
        kind=st.integers(0, 1),
        premium=st.integers(0, 90),
        by_bank=st.booleans(),
        days=st.integers(0, 120),
        waiting=st.integers(0, 9),
    )
    def offer(
        self,
        n: int,
        who: str,
        cover: int,
        kind: int,
        premium: int,
        by_bank: bool,
        days: int,
        waiting: int,
    ) -> None:
        self._offer(
            self._one(n, waiting, FinancingStatus.REQUESTED, FinancingStatus.FUNDED),
            who,
            cover,
            kind,
            premium,
            by_bank,
            days,
        )

    def _offer(
        self, f: int, who: str, cover: int, kind: int, premium: int, by_bank: bool, days: int
    ) -> int | None:
        c, now = self.model.claims[f], self.world.now
        g = Cover(
            id=len(self.model.covers) + 1,
            financing=f,
            kind=GuaranteeKind(kind),
            cover=c.original * cover // 10,
            premium=premium,
            payer=c.bank if by_bank else c.enterprise,
            guarantor=self.model.org(who),
            beneficiary=c.bank,
            expiry=now + days * DAY,
            offer_until=now + (DAY if days else -1),
        )
        terms = (f, kind, g.cover, premium, g.payer, g.expiry, g.offer_until, 0)
        call = ("GuaranteeEscrow", "offer", terms)
        made = self._do("offer", lambda m, t: m.offer(t, who, deepcopy(g)), who, *call)
        if not made:
            return None
        event = made[1].one(GuaranteeOffered)
        assert (event.guarantee, event.beneficiary) == (g.id, g.beneficiary)
        self.model.covers[g.id].terms_hash = event.terms_hash
        return g.id

    @precondition(lambda self: self.model.covers)
    @rule(
        n=pick,
        who=st.sampled_from([None, None, None, "other_bank", "buyer"]),
        other=st.integers(0, 7),
    )
    def accept(self, n: int, who: str | None, other: int) -> None:
        guarantee = self._cover(n, other, GuaranteeStatus.OFFERED)
        g = self.model.covers[guarantee]
        missing = sorted({g.beneficiary, g.payer} - g.accepted) or [g.beneficiary]
        by = who or self.model.name(missing[0])
        self._accept(by, guarantee, g.terms_hash if other != 1 else b"\7" * 32)

    def _accept(self, who: str, guarantee: int, terms_hash: bytes) -> None:
        call = ("GuaranteeEscrow", "accept", guarantee, terms_hash)
        self._do("accept", lambda m, t: m.accept(t, who, guarantee, terms_hash), who, *call)

    def _cover(self, n: int, wanted: int, *statuses: GuaranteeStatus) -> int:
        now, covers = self.world.now, self.model.covers
        found = [g.id for g in covers.values() if g.status_at(now) in statuses] if wanted else []
        found = found or list(covers)
        return found[n % len(found)]

    @precondition(lambda self: self.model.covers)
    @rule(
        n=pick,
        who=st.sampled_from([None, None, None, "guarantor", "exporter"]),
        live=st.integers(0, 7),
        part=st.integers(0, 11),
        units=st.integers(-1, 1),
    )
    def demand(self, n: int, who: str | None, live: int, part: int, units: int) -> None:
        """A tenth to all of what is left of the cover, a unit more or less."""
        guarantee = self._cover(n, live, GuaranteeStatus.LIVE)
        g = self.model.covers[guarantee]
        self._demand(who, guarantee, max(0, g.left * min(part, 10) // 10 + units))

    def _demand(self, who: str | None, guarantee: int, amount: int) -> None:
        g = self.model.covers[guarantee]
        by = who or self.model.name(g.beneficiary)
        call = ("GuaranteeEscrow", "demand", guarantee, amount, b"\5" * 32)
        self._do("demand", lambda m, t: m.demand(t, by, guarantee, amount), by, *call)

    def _demanded(self, n: int, *statuses: DemandStatus) -> int:
        now, demands = self.world.now, self.model.demands
        found = [d.id for d in demands.values() if d.status_at(now) in statuses] or list(demands)
        return found[n % len(found)]

    @precondition(lambda self: self.model.demands)
    @rule(
        n=pick, who=st.sampled_from([None, None, None, "bank"]), found=st.sampled_from([0, 0, 0, 5])
    )
    def examine(self, n: int, who: str | None, found: int) -> None:
        self._examine(who, self._demanded(n, DemandStatus.PRESENTED), found)

    def _examine(self, who: str | None, d: int, found: int) -> None:
        by = who or self.model.name(self.model.covers[self.model.demands[d].guarantee].guarantor)
        call = ("GuaranteeEscrow", "examine", d, found)
        self._do("examine", lambda m, t: m.examine(t, by, d, found), by, *call)

    @precondition(lambda self: self.model.demands)
    @rule(n=pick, who=st.sampled_from(["stranger", "guarantor"]))
    def pay(self, n: int, who: str) -> None:
        self._pay(who, self._demanded(n, DemandStatus.COMPLYING, DemandStatus.PRECLUDED))

    def _pay(self, who: str, d: int) -> None:
        call = ("GuaranteeEscrow", "pay", d)
        made = self._do("pay", lambda m, t: m.pay_demand(t, who, d), who, *call)
        if made:
            paid, done = made
            assert done.one(DemandPaid).amount == paid

    @precondition(lambda self: self.model.demands)
    @rule(n=pick, who=st.sampled_from([None, "exporter"]))
    def withdraw_demand(self, n: int, who: str | None) -> None:
        self._withdraw_demand(
            who, self._demanded(n, DemandStatus.PRESENTED, DemandStatus.COMPLYING)
        )

    def _withdraw_demand(self, who: str | None, d: int) -> None:
        by = who or self.model.name(self.model.covers[self.model.demands[d].guarantee].beneficiary)
        call = ("GuaranteeEscrow", "withdrawDemand", d)
        self._do("withdraw_demand", lambda m, t: m.withdraw_demand(t, by, d), by, *call)

    @precondition(lambda self: self.model.covers)
    @rule(
        n=pick,
        who=st.sampled_from(["stranger", "stranger", "guarantor", "bank"]),
        live=st.integers(0, 7),
    )
    def release(self, n: int, who: str, live: int) -> None:
        self._release(who, self._cover(n, live, GuaranteeStatus.LIVE, GuaranteeStatus.EXPIRED))

    def _release(self, who: str, g: int) -> None:
        call = ("GuaranteeEscrow", "release", g)
        self._do("release", lambda m, t: m.release_cover(t, who, g), who, *call)

    @precondition(lambda self: self._claims(FinancingStatus.REQUESTED, FinancingStatus.FUNDED))
    @rule(
        n=pick,
        covers=st.lists(st.integers(1, 9), min_size=1, max_size=3),
        by_bank=st.booleans(),
        part=st.integers(1, 10),
        late=st.booleans(),
        receipts=st.lists(st.one_of(st.integers(1, 9), st.integers(1, 99_999)), max_size=5),
    )
    def default(
        self, n: int, covers: list[int], by_bank: bool, part: int, late: bool, receipts: list[int]
    ) -> None:
        """A covered financing goes bad, its guarantors pay, money comes back in parts."""
        f = self._one(n, 1, FinancingStatus.REQUESTED, FinancingStatus.FUNDED)
        offers = [
            self._offer(f, GUARANTORS[(n + i) % 2], cover, 0, 3, by_bank, 200)
            for i, cover in enumerate(covers)
        ]
        made = [g for g in offers if g is not None]
        for g in made:
            for who in (self._bank_of(f), "exporter")[: 2 - by_bank]:
                self._accept(who, g, self.model.covers[g].terms_hash)
        if f in self._claims(FinancingStatus.REQUESTED):
            self.fund(self._claims(FinancingStatus.REQUESTED).index(f), None, 1, 1)
        c = self.model.claims[f]
        self._to((c.maturity + c.grace + 1) * DAY)
        self._receive(f, receipts[:1])
        for g in made:
            if g in self._live() and not self.model.covers[g].demand:
                self._demand_twice(g, part)
        self._receive(f, receipts[1:2])
        self._answer([self.model.covers[g].demand for g in made], late)
        self._receive(f, receipts[2:])
        for org in (4, 8):
            self.withdraw_credit(org, 1)
        for g in made:
            self._release(self._bank_of(f) if late else "stranger", g)

    def _demand_twice(self, g: int, part: int) -> None:
        """One unit too much first or, the smaller parts, all that is payable, taken back."""
        most = self.model.payable(self.world.now, self.model.covers[g])
        self._demand(None, g, most + (part > 5))
        if self.model.covers[g].demand:
            self._withdraw_demand(None, self.model.covers[g].demand)
        self._demand(None, g, most * part // 10)

    def _receive(self, financing: int, receipts: list[int]) -> None:
        for receipt in receipts:
            c = self.model.claims[financing]
            if c.owing:
                self._repay("exporter", financing, c.basis, receipt)

    def _answer(self, demands: list[int], late: bool) -> None:
        """Examined and paid in the last second, or paid by anybody in the one after."""
        for d in filter(None, demands):
            self._to(self.model.demands[d].examine_by + late)
            if not late:
                self._examine(None, d, 0)
            self._pay("stranger", d)

    @precondition(lambda self: self._deadlines())
    @rule(n=st.integers(0, 30), late=st.booleans())
    def reach_a_deadline(self, n: int, late: bool) -> None:
        """What a deadline is about is tried in its last second, or in the one after."""
        deadlines = sorted(self._deadlines())
        time, verb, thing = deadlines[n % len(deadlines)]
        self._to(time + late)
        RUNS["reach_a_deadline", f"{verb}{' too late' if late else ''}"] += 1
        if verb == "fund":
            self.fund(list(self.model.claims).index(thing), None, 0, 1)
        elif verb == "request":
            self.request(thing, 0, (thing,), 77, "exporter", 0, 1)
        elif verb == "accept":
            self._accept(self._bank_of_cover(thing), thing, self.model.covers[thing].terms_hash)
        elif verb == "demand":
            self._demand(None, thing, 1)
        elif verb == "examine":
            self._examine(None, thing, 0)

    def _bank_of_cover(self, guarantee: int) -> str:
        return self.model.name(self.model.covers[guarantee].beneficiary)

    def _deadlines(self) -> set[tuple[int, str, int]]:
        m, now = self.model, self.world.now
        found: set[tuple[int, str, int]] = set()
        for c in m.claims.values():
            if c.status is FinancingStatus.REQUESTED:
                found |= {(c.until, "fund", c.id), (c.maturity * DAY + DAY - 1, "fund", c.id)}
        for g in m.covers.values():
            default = (m.claims[g.financing].maturity + m.claims[g.financing].grace + 1) * DAY - 1
            if g.status is GuaranteeStatus.OFFERED:
                found.add((g.offer_until, "accept", g.id))
            if g.status is GuaranteeStatus.LIVE:
                found |= {(g.expiry, "demand", g.id), (default, "demand", g.id)}
        for d in m.demands.values():
            if d.status is DemandStatus.PRESENTED:
                found.add((d.examine_by, "examine", d.id))
        for n in (0, 1):
            found |= {(end, "request", n) for end in self._ends(self._key(0, n))}
        return {one for one in found if now < one[0] < now + 60 * DAY}

    def _ends(self, document: bytes) -> set[int]:
        paper, stop = self.model.papers.get(document), self.model.stops.get(document)
        stated = {paper.said.due, paper.said.valid_until} if paper else set()
        return stated | (
            {*stop.cases.ends.values(), stop.held, *stop.rejections.values()} if stop else set()
        )

    def _live(self) -> list[int]:
        now, covers = self.world.now, self.model.covers
        return [g.id for g in covers.values() if g.status_at(now) is GuaranteeStatus.LIVE]
