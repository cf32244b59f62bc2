"""Organisations and financings that regulators freeze, and what comes in meanwhile."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.machine.days import DAY
from tests.machine.house import mostly, pick
from tests.machine.stop_rules import StopRules, cases, untils
from tradefin.enums import FinancingStatus

OWING = (FinancingStatus.FUNDED, FinancingStatus.OVERDUE, FinancingStatus.DEFAULTED)


class FreezeRules(StopRules):
    """By case, for a time; what is parked is released and withdrawn when it has ended."""

    @rule(
        org=st.sampled_from([1, 2, 2, 3, 4, 6, 7]),
        who=mostly("regulator"),
        until=untils,
        case=cases,
        sure=st.integers(0, 5),
    )
    def freeze_member(self, org: int, who: str, until: int | None, case: bytes, sure: int) -> None:
        if not sure:
            self._freeze_member(who, org, case, self._end(until))

    def _freeze_member(self, who: str, org: int, case: bytes, end: int) -> None:
        call = ("ParticipantRegistry", "freeze", org, case, end)
        foretell = lambda m, t: m.freeze_member(t, who, org, case, end)  # noqa: E731
        self._do("freeze_member", foretell, who, *call)

    @precondition(lambda self: self.model.claims)
    @rule(n=pick, who=mostly("regulator"), until=untils, case=cases, sure=st.integers(0, 3))
    def freeze_financing(self, n: int, who: str, until: int | None, case: bytes, sure: int) -> None:
        if not sure:
            self._freeze_financing(who, self._one(n, 0), case, self._end(until))

    def _freeze_financing(self, who: str, financing: int, case: bytes, end: int) -> None:
        call = ("ClaimLedger", "freeze", financing, case, end)
        foretell = lambda m, t: m.freeze_financing(t, who, financing, case, end)  # noqa: E731
        self._do("freeze_financing", foretell, who, *call)

    @rule(n=pick)
    def thaw(self, n: int) -> None:
        """One of the cases that freeze somebody or a financing is lifted."""
        m, now = self.model, self.world.now
        members = [(x.org, case) for x in m.members.values() for case in x.cases.standing(now)]
        claims = [(c.id, case) for c in m.claims.values() for case in c.cases.standing(now)]
        if n % 2 and members:
            self._freeze_member("regulator", *members[n % len(members)], 0)
        elif claims:
            self._freeze_financing("regulator", *claims[n % len(claims)], 0)

    @precondition(lambda self: any(c.parked for c in self.model.claims.values()))
    @rule(n=pick, org=st.sampled_from([2, 3, 4, 8]), sure=st.integers(0, 3))
    def release_receipts(self, n: int, org: int, sure: int) -> None:
        parked = [(c.id, org) for c in self.model.claims.values() for org in c.parked]
        financing, whose = parked[n % len(parked)]
        self._release_receipts(financing, whose if sure else org)

    def _release_receipts(self, financing: int, org: int) -> None:
        call = ("ClaimLedger", "release", financing, org)
        foretell = lambda m, t: m.release_receipts(t, financing, org)  # noqa: E731
        self._do("release_receipts", foretell, "stranger", *call)

    @precondition(lambda self: self._claims(*OWING))
    @rule(
        n=pick,
        what=st.integers(0, 2),
        days=st.integers(1, 9),
        amount=st.sampled_from([1, 3_333, 20_003, 10**9]),
        lifted=st.booleans(),
    )
    def pay_while_frozen(self, n: int, what: int, days: int, amount: int, lifted: bool) -> None:
        """Lead, financing or both are frozen when the borrower pays; later each gets its part."""
        f = self._one(n, 1, *OWING)
        lead, end, case = self.model.claims[f].bank, self.world.now + days * DAY, self._new_case()
        if what != 1:
            self._freeze_member("regulator", lead, case, end)
        if what != 0:
            self._freeze_financing("regulator", f, case, end)
        held = self._held(f)
        call = ("ReceivablePledge", "repay", held, amount)
        foretell = lambda m, t: m.repay(t, "exporter", *held, amount)  # noqa: E731
        self._do("repay", foretell, "exporter", *call)
        if lifted and what != 1:
            self._freeze_member("regulator", lead, case, 0)
        if lifted and what != 0:
            self._freeze_financing("regulator", f, case, 0)
        if not lifted:
            self._to(end + 1)
        for org in list(self.model.claims[f].parked):
            self._release_receipts(f, org)
        self.withdraw_credit(lead, 1)
