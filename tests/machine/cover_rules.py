"""What may happen to capital and guarantees, demands apart."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.machine.booking_rules import BookingRules
from tests.machine.covers import Cover
from tests.machine.days import DAY
from tests.machine.house import GUARANTORS, amounts, mostly, pick
from tradefin.enums import FinancingStatus, GuaranteeKind, GuaranteeStatus
from tradefin.events import GuaranteeOffered, PremiumSettled

STEPS = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 9_999)), max_size=2, unique=True)


class CoverRules(BookingRules):
    """Capital and its limits, offers, acceptances, amendments, premiums, releases."""

    @rule(who=mostly("guarantor", "second", "bank"), amount=amounts)
    def deposit(self, who: str, amount: int) -> None:
        call = ("GuarantorCapital", "deposit", 840, amount)
        self._do("deposit", lambda m, t: m.deposit(t, who, amount), who, *call)

    @rule(who=st.sampled_from([*GUARANTORS, "bank"]), amount=amounts)
    def withdraw_capital(self, who: str, amount: int) -> None:
        call = ("GuarantorCapital", "withdraw", 840, amount)
        name = "withdraw_capital"
        self._do(name, lambda m, t: m.withdraw_capital(t, who, amount), who, *call)

    @rule(
        who=st.sampled_from(["regulator"] * 4 + ["guarantor", "bank"]),
        guarantor=st.sampled_from(GUARANTORS),
        amount=st.sampled_from([0, 40_000, 400_000, 4_000_000, 4_000_000, 40_000_000]),
    )
    def attest_net_assets(self, who: str, guarantor: str, amount: int) -> None:
        org, now = self.model.org(guarantor), self.world.now
        call = ("GuarantorCapital", "attestNetAssets", org, 840, amount, now)
        name = "attest_net_assets"
        self._do(name, lambda m, t: m.attest_net_assets(t, who, org, amount), who, *call)

    @rule(
        who=st.sampled_from(["registrar"] * 4 + ["regulator"]),
        guarantor=st.sampled_from(GUARANTORS),
        margin=st.sampled_from([10_000, 10_000, 1_000, 3_333]),
    )
    def classify(self, who: str, guarantor: str, margin: int) -> None:
        org = self.model.org(guarantor)
        call = ("GuarantorCapital", "classify", org, 840, 0, margin)
        self._do("classify", lambda m, t: m.classify(t, who, org, margin), who, *call)

    @precondition(lambda self: self._claims())
    @rule(
        n=pick,
        who=st.sampled_from([*GUARANTORS, *GUARANTORS, "bank"]),
        cover=st.integers(0, 10),
        premium=st.integers(0, 90),
        days=st.integers(0, 120),
        waiting=st.integers(0, 9),
        forms=st.tuples(st.integers(0, 1), st.booleans(), st.booleans(), st.booleans()),
        share=st.sampled_from([10_000, 10_000, 6_000, 100]),
        steps=STEPS,
    )
    def offer(
        self,
        n: int,
        who: str,
        cover: int,
        premium: int,
        days: int,
        waiting: int,
        forms: tuple[int, bool, bool, bool],
        share: int,
        steps: list[tuple[int, int]],
    ) -> None:
        kind, by_bank, in_arrear, arbiter = forms
        day = self.world.now // DAY
        falling = zip(
            sorted({d for d, _ in steps}), sorted({b for _, b in steps})[::-1], strict=False
        )
        self._offer(
            self._one(n, waiting, FinancingStatus.REQUESTED, FinancingStatus.FUNDED),
            who,
            cover,
            kind,
            premium,
            by_bank,
            days,
            share=share,
            in_arrear=in_arrear,
            arbiter=self.model.org("regulator") if arbiter else 0,
            steps=tuple((day + d, bps) for d, bps in falling),
        )

    def _offer(
        self,
        f: int,
        who: str,
        cover: int,
        kind: int,
        premium: int,
        by_bank: bool,
        days: int,
        **more: object,
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
            client=c.enterprise,
            expiry=now + days * DAY,
            offer_until=now + (DAY if days else -1),
            **more,  # type: ignore[arg-type]
        )
        times = (g.expiry, g.offer_until, 0)
        terms = (f, kind, g.cover, g.share, premium, g.in_arrear, g.payer, *times)
        call = ("GuaranteeEscrow", "offer", (*terms, g.arbiter, 0, g.steps))
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
        call = ("GuaranteeEscrow", "accept", guarantee, terms_hash, ())
        self._do("accept", lambda m, t: m.accept(t, who, guarantee, terms_hash), who, *call)

    def _cover(self, n: int, wanted: int, *statuses: GuaranteeStatus) -> int:
        now, covers = self.world.now, self.model.covers
        found = [g.id for g in covers.values() if g.status_at(now) in statuses] if wanted else []
        found = found or list(covers)
        return found[n % len(found)]

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

    @precondition(lambda self: self.model.covers)
    @rule(n=pick, who=st.sampled_from(["stranger", "guarantor"]), released=st.booleans())
    def settle_premium(self, n: int, who: str, released: bool) -> None:
        status = GuaranteeStatus.RELEASED if released else GuaranteeStatus.LIVE
        self._settle_premium(who, self._cover(n, 1, status))

    def _settle_premium(self, who: str, g: int) -> None:
        call = ("GuaranteeEscrow", "settlePremium", g)
        made = self._do("settle_premium", lambda m, t: m.settle_premium(t, who, g), who, *call)
        if made:
            assert made[1].one(PremiumSettled).paid == self.model.covers[g].premium_paid

    @precondition(lambda self: self.model.covers)
    @rule(n=pick, who=st.sampled_from(["stranger", "bank"]), live=st.integers(0, 7))
    def reduce(self, n: int, who: str, live: int) -> None:
        self._reduce(who, self._cover(n, live, GuaranteeStatus.LIVE))

    def _reduce(self, who: str, g: int) -> None:
        call = ("GuaranteeEscrow", "reduce", g)
        self._do("reduce", lambda m, t: m.reduce(t, who, g), who, *call)

    @precondition(lambda self: self.model.covers)
    @rule(
        n=pick,
        who=st.sampled_from([None, None, None, "second", "bank"]),
        by=st.sampled_from([None, None, None, "other_bank", "exporter"]),
        live=st.integers(0, 7),
        tenths=st.integers(0, 14),
        days=st.integers(-1, 90),
        wrong=st.integers(0, 5),
    )
    def amend_cover(
        self,
        n: int,
        who: str | None,
        by: str | None,
        live: int,
        tenths: int,
        days: int,
        wrong: int,
    ) -> None:
        """Offered, and taken at once, mostly."""
        g = self._cover(n, live, GuaranteeStatus.LIVE)
        to = (self.model.covers[g].cover * tenths // 10, self.world.now + days * DAY)
        self._amend(g, who, by, to, not wrong)

    def _amend(
        self, g: int, who: str | None, by: str | None, to: tuple[int, int], off: int
    ) -> None:
        """Taken by its values, `off` by a unit."""
        cover, told = self.model.covers[g], (*to, self.world.now + DAY)
        giver = who or self.model.name(cover.guarantor)
        call = ("GuaranteeAmendments", "amend", g, told)
        self._do("amend_cover", lambda m, t: m.amend(t, giver, g, told), giver, *call)
        taker = by or self.model.name(cover.beneficiary)
        asked = (to[0] + off, to[1])
        call = ("GuaranteeAmendments", "acceptAmendment", g, *asked, ())
        name = "accept_amendment"
        self._do(name, lambda m, t: m.accept_amendment(t, taker, g, *asked), taker, *call)
