"""What may happen to capital, guarantees and demands."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.machine.covers import Cover
from tests.machine.days import DAY
from tests.machine.house import GUARANTORS, amounts, mostly, pick
from tests.machine.lending_rules import LendingRules
from tradefin.enums import DemandStatus, FinancingStatus, GuaranteeKind, GuaranteeStatus
from tradefin.events import DemandPaid, GuaranteeOffered


class CoverRules(LendingRules):
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
        amount = max(0, g.left * min(part, 10) // 10 + units)
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
        d = self._demanded(n, DemandStatus.PRESENTED, DemandStatus.COMPLYING)
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
        g = self._cover(n, live, GuaranteeStatus.LIVE, GuaranteeStatus.EXPIRED)
        call = ("GuaranteeEscrow", "release", g)
        self._do("release", lambda m, t: m.release_cover(t, who, g), who, *call)

    @precondition(lambda self: self._claims(FinancingStatus.REQUESTED, FinancingStatus.FUNDED))
    @rule(
        n=pick,
        covers=st.lists(st.integers(1, 9), min_size=1, max_size=3),
        part=st.integers(1, 10),
        precluded=st.booleans(),
        receipts=st.lists(st.one_of(st.integers(1, 9), st.integers(1, 99_999)), max_size=4),
    )
    def default(
        self, n: int, covers: list[int], part: int, precluded: bool, receipts: list[int]
    ) -> None:
        """A covered financing goes bad, its guarantors pay, money comes back in parts."""
        f = self._one(n, 1, FinancingStatus.REQUESTED, FinancingStatus.FUNDED)
        offers = [
            self._offer(f, GUARANTORS[(n + i) % 2], cover, 0, 3, True, 200)
            for i, cover in enumerate(covers)
        ]
        made = [g for g in offers if g is not None]
        for g in made:
            self._accept(self._bank_of(f), g, self.model.covers[g].terms_hash)
        if f in self._claims(FinancingStatus.REQUESTED):
            self.fund(self._claims(FinancingStatus.REQUESTED).index(f), None, 1, 1)
        c = self.model.claims[f]
        self._to((c.maturity + c.grace + 1) * DAY)
        for g in made:
            if g in self._live() and not self.model.covers[g].demand:
                self.demand(self._live().index(g), None, 1, part, 0)
        demands = [self.model.covers[g].demand for g in made if self.model.covers[g].demand]
        if precluded:
            self._to(self.world.now + 9 * DAY)
        for d in demands:
            if not precluded:
                self._examine(None, d, 0)
            self._pay("stranger", d)
        for receipt in receipts:
            if self.model.claims[f].status is FinancingStatus.FUNDED:
                self._repay("exporter", f, c.basis, receipt)
        for org in (4, 8):
            self.withdraw_credit(org, 1)

    def _live(self) -> list[int]:
        now, covers = self.world.now, self.model.covers
        return [g.id for g in covers.values() if g.status_at(now) is GuaranteeStatus.LIVE]
