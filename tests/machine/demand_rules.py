"""What may happen to demands on guarantees; and a default from end to end."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.machine.cover_rules import CoverRules
from tests.machine.days import DAY
from tests.machine.house import GUARANTORS, RUNS, pick
from tradefin.enums import DemandStatus, FinancingStatus, GuaranteeStatus
from tradefin.events import DemandPaid

ROOM = "GuaranteeDemands"
D = DemandStatus
RUNNING = (FinancingStatus.REQUESTED, FinancingStatus.FUNDED)
DEEDS = (
    *("demand", "refuse", "pay", "contest", "decide", "extend", "wait"),
    *("reduce", "amend", "release", "settle", "withdraw", "deposit"),
)
OPEN = (D.PRESENTED, D.COMPLYING, D.PRECLUDED, D.REFUSED, D.CONTESTED, D.SHORT)


class DemandRules(CoverRules):
    """Demands in every state; what a deadline is about; a default with its guarantors."""

    @precondition(lambda self: self.model.covers)
    @rule(
        n=pick,
        who=st.sampled_from([None, None, None, "guarantor", "exporter"]),
        live=st.integers(0, 7),
        part=st.integers(0, 11),
        units=st.integers(-1, 1),
        complete=st.sampled_from([True, True, True, False]),
    )
    def demand(
        self, n: int, who: str | None, live: int, part: int, units: int, complete: bool
    ) -> None:
        """A tenth to all of what is left of the cover, a unit more or less."""
        guarantee = self._cover(n, live, GuaranteeStatus.LIVE)
        g = self.model.covers[guarantee]
        self._demand(who, guarantee, max(0, g.left * min(part, 10) // 10 + units), complete)

    def _demand(self, who: str | None, guarantee: int, amount: int, complete: bool = True) -> None:
        g = self.model.covers[guarantee]
        by = who or self.model.name(g.beneficiary)
        statement = b"\5" * 32 if complete else bytes(32)
        call = (ROOM, "demand", guarantee, amount, statement)
        self._do("demand", lambda m, t: m.demand(t, by, guarantee, amount, complete), by, *call)

    def _demanded(self, n: int, *statuses: DemandStatus) -> int:
        now, demands = self.world.now, self.model.demands
        found = [d.id for d in demands.values() if d.status_at(now) in statuses] or list(demands)
        return found[n % len(found)]

    def _of(self, d: int) -> tuple[str, str]:
        """Guarantor and beneficiary of a demand."""
        g = self.model.covers[self.model.demands[d].guarantee]
        return self.model.name(g.guarantor), self.model.name(g.beneficiary)

    @precondition(lambda self: self.model.demands)
    @rule(n=pick, who=st.sampled_from([None, None, None, "exporter"]))
    def complete(self, n: int, who: str | None) -> None:
        d = self._demanded(n, D.INCOMPLETE)
        by = who or self._of(d)[1]
        call = (ROOM, "complete", d, b"\6" * 32)
        self._do("complete", lambda m, t: m.complete(t, by, d), by, *call)

    @precondition(lambda self: self.model.demands)
    @rule(
        n=pick,
        who=st.sampled_from([None, None, None, "bank"]),
        listed=st.sampled_from([None, None, 5, 2**11 - 1, 2**11, 0]),
    )
    def answer(self, n: int, who: str | None, listed: int | None) -> None:
        self._answer_one(who, self._demanded(n, D.PRESENTED), listed)

    def _answer_one(self, who: str | None, d: int, listed: int | None = None) -> None:
        by = who or self._of(d)[0]
        if listed is None:
            self._do("examine", lambda m, t: m.examine(t, by, d), by, ROOM, "examine", d)
        else:
            call = (ROOM, "refuse", d, listed)
            self._do("refuse", lambda m, t: m.refuse(t, by, d, listed), by, *call)

    @precondition(lambda self: self.model.demands)
    @rule(n=pick, who=st.sampled_from([None, None, None, "exporter"]), open_=st.booleans())
    def contest(self, n: int, who: str | None, open_: bool) -> None:
        self._contest(who, self._demanded(n, D.REFUSED if open_ else D.CONTESTED))

    def _contest(self, who: str | None, d: int) -> None:
        by = who or self._of(d)[1]
        call = (ROOM, "contest", d, b"\4" * 32)
        self._do("contest", lambda m, t: m.contest(t, by, d), by, *call)

    @precondition(lambda self: self.model.demands)
    @rule(n=pick, who=st.sampled_from(["regulator"] * 3 + ["bank", "guarantor"]), yes=st.booleans())
    def arbitrate(self, n: int, who: str, yes: bool) -> None:
        self._arbitrate(who, self._demanded(n, D.CONTESTED), yes)

    def _arbitrate(self, who: str, d: int, yes: bool) -> None:
        call = (ROOM, "arbitrate", d, yes)
        self._do("arbitrate", lambda m, t: m.arbitrate(t, who, d, yes), who, *call)

    @precondition(lambda self: self.model.demands)
    @rule(
        n=pick,
        who=st.sampled_from([None, None, None, "other_bank"]),
        days=st.integers(-1, 60),
        answer=st.sampled_from(["extend", "declineExtension", None]),
        by=st.sampled_from([None, None, None, "bank"]),
    )
    def extend_or_pay(
        self, n: int, who: str | None, days: int, answer: str | None, by: str | None
    ) -> None:
        """Asked for, and answered at once or not at all."""
        self._extend_or_pay(self._demanded(n, D.PRESENTED, D.COMPLYING), who, days, answer, by)

    def _extend_or_pay(
        self, d: int, who: str | None, days: int, answer: str | None, by: str | None = None
    ) -> None:
        guarantor, bank = self._of(d)
        to = self.model.covers[self.model.demands[d].guarantee].expiry + days * DAY
        asks, answers = who or bank, by or guarantor
        call = (ROOM, "extendOrPay", d, to)
        self._do("extend_or_pay", lambda m, t: m.extend_or_pay(t, asks, d, to), asks, *call)
        if answer == "extend":
            self._do("extend", lambda m, t: m.extend(t, answers, d), answers, ROOM, answer, d)
        elif answer:
            name = "decline_extension"
            call = (ROOM, answer, d)
            self._do(name, lambda m, t: m.decline_extension(t, answers, d), answers, *call)

    @precondition(lambda self: self.model.demands)
    @rule(n=pick, who=st.sampled_from(["stranger", "guarantor"]))
    def pay(self, n: int, who: str) -> None:
        self._pay(who, self._demanded(n, D.COMPLYING, D.PRECLUDED, D.SHORT))

    def _pay(self, who: str, d: int) -> None:
        call = (ROOM, "pay", d)
        made = self._do("pay", lambda m, t: m.pay_demand(t, who, d), who, *call)
        if made:
            told, done = made
            paid = done.one(DemandPaid)
            assert (paid.amount, paid.missing) == told

    @precondition(lambda self: self.model.demands)
    @rule(n=pick, who=st.sampled_from([None, "exporter"]))
    def withdraw_demand(self, n: int, who: str | None) -> None:
        self._withdraw_demand(who, self._demanded(n, *OPEN))

    def _withdraw_demand(self, who: str | None, d: int) -> None:
        by = who or self._of(d)[1]
        call = (ROOM, "withdrawDemand", d)
        self._do("withdraw_demand", lambda m, t: m.withdraw_demand(t, by, d), by, *call)

    @precondition(lambda self: self._claims(FinancingStatus.REQUESTED, FinancingStatus.FUNDED))
    @rule(
        n=pick,
        thin=st.booleans(),
        in_arrear=st.booleans(),
        cover=st.integers(1, 9),
        step=st.sampled_from([(), ((3, 4_000),), ((1, 0),)]),
        deeds=st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 10)), min_size=3),
    )
    def stand_by(
        self,
        n: int,
        thin: bool,
        in_arrear: bool,
        cover: int,
        step: tuple[tuple[int, int], ...],
        deeds: list[tuple[str, int]],
    ) -> None:
        """One guarantee, payable on demand and with an arbiter, through what may become of it."""
        f, who = self._one(n, 1, *RUNNING), GUARANTORS[n % 2]
        if f in self._claims(FinancingStatus.REQUESTED):
            self.fund(self._claims(FinancingStatus.REQUESTED).index(f), None, 1, 1)
        self.classify("registrar", who, 1_000 if thin else 10_000)
        day = self.world.now // DAY
        more = {"steps": tuple((day + d, bps) for d, bps in step), "in_arrear": in_arrear}
        arbiter = self.model.org("regulator")
        g = self._offer(f, who, cover, 1, 90, True, 60, arbiter=arbiter, **more)
        if g is None:
            return
        self._accept(self._bank_of(f), g, self.model.covers[g].terms_hash)
        for deed, part in deeds[:12]:
            self._deed(g, deed, part)

    def _deed(self, g: int, deed: str, part: int) -> None:
        cover = self.model.covers[g]
        guarantor, bank = (self.model.name(o) for o in (cover.guarantor, cover.beneficiary))
        if cover.demand:
            self._deed_on_demand(cover.demand, deed, part)
        elif deed in ("demand", "refuse", "pay"):
            most = self.model.payable(self.world.now, cover)
            self._demand(None, g, most * max(part, 1) // 10, part != 1)
        elif deed == "amend":
            self._amend(g, None, None, (cover.cover * (4 + part) // 10, cover.expiry), 0)
        elif deed == "release":
            self._release(bank if part else guarantor, g)
        if deed == "wait":
            self._to(self.world.now + (1 + part) * DAY)
        elif deed == "reduce":
            self._do(
                "reduce",
                lambda m, t: m.reduce(t, "stranger", g),
                "stranger",
                *("GuaranteeEscrow", "reduce", g),
            )
        elif deed == "settle":
            self._settle_premium("stranger", g)
        elif deed == "withdraw":
            self.withdraw_capital(guarantor, self.model.own(cover.guarantor).free)
        elif deed == "deposit":
            self.deposit(guarantor, 20_000 * part)

    def _deed_on_demand(self, d: int, deed: str, part: int) -> None:
        if deed == "refuse":
            self._answer_one(None, d, 1 + part)
        elif deed == "demand":
            self._answer_one(None, d)
        elif deed == "pay":
            self._pay("stranger", d)
        elif deed == "contest":
            self._contest(None, d)
        elif deed == "decide":
            self._arbitrate("regulator", d, bool(part % 2))
        elif deed == "extend":
            self._extend_or_pay(d, None, 5 * part, ("extend", "declineExtension", None)[part % 3])
        elif deed == "release" and part < 4:
            self._withdraw_demand(None, d)

    @precondition(lambda self: self._kept())
    @rule(n=pick)
    def end(self, n: int) -> None:
        """Whatever nobody says: an open demand comes to its end, or to the guarantor's money."""
        g = self.model.covers[self._kept()[n % len(self._kept())]]
        assert g.open is not None
        d = g.open
        for _ in range(3):
            if d.status_at(self.world.now) in (D.PRESENTED, D.REFUSED, D.CONTESTED):
                self._to(d.by + 1)
        self._to(d.suspended + 1)
        if d.status_at(self.world.now) in (D.COMPLYING, D.PRECLUDED):
            self._pay("stranger", d.id)
        d = self.model.demands[d.id]
        assert d.status_at(self.world.now) in (D.PAID, D.SHORT, D.REFUSED)

    def _kept(self) -> list[int]:
        now = self.world.now
        return [g.id for g in self.model.covers.values() if g.held(now)]

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
            self._to(self.model.demands[d].by + late)
            if not late:
                self._answer_one(None, d)
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
            self._answer_one(None, thing)

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
            if d.status is D.PRESENTED:
                found.add((d.by, "examine", d.id))
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
