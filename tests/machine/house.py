"""A life of the house: how a rule foretells, acts and compares, and how time passes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import Any, NamedTuple

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from tests.conftest import NET_ASSETS
from tests.machine.capital import Capital
from tests.machine.days import DAY
from tests.machine.demands import Model
from tests.machine.keys import POOLS
from tests.machine.members import ADMITTED, Member
from tests.machine.mirror import Mirror
from tests.machine.papers import Said
from tests.machine.sharing import Basis
from tests.machine.statements import Leaf
from tests.machine.world import BANK_SHARE, STRANGERS_MONEY, World
from tradefin.enums import DocumentKind, FinancingStatus
from tradefin.errors import Reverted
from tradefin.roles.registrar import kind_bits

GUARANTORS = ("guarantor", "second")
RUNS: Counter[tuple[str, str]] = Counter()
"""How often each rule ran, by outcome."""

pick = st.integers(0, 11)
amounts = st.one_of(st.integers(0, 60), st.integers(1, 40_000), st.integers(1, 3_000_000))


def mostly(right: str, *others: str) -> st.SearchStrategy[str]:
    """The one who may, five times of six."""
    wrong = others or ("exporter", "bank", "guarantor", "stranger")
    return st.integers(0, 5).flatmap(
        lambda n: st.just(right) if n else st.sampled_from([w for w in wrong if w != right])
    )


class Batch(NamedTuple):
    """What an attestor anchored, or will."""

    attestor: str
    said: tuple[Said, ...]
    root: bytes
    leaves: tuple[Leaf, ...]


@cache
def world() -> World:
    return World()


class House(RuleBasedStateMachine):
    """Foretells each step on a copy of the model, acts, and compares."""

    def __init__(self) -> None:
        super().__init__()
        self.world = world()
        self.world.begin()
        self.model = _admitted(self.world)
        self.mirror = Mirror(self.world)
        self.serial = 0
        self.batches: list[Batch] = []

    def _do(
        self, rule_name: str, foretell: Callable[[Model, int], Any], who: str, *call: Any
    ) -> Any:
        """Foretells on a copy, acts, and compares: the copy is the model if the call succeeds."""
        after, refusal, told = deepcopy(self.model), None, None
        after.now = self.world.now
        try:
            told = foretell(after, self.world.now)
        except Reverted as foretold:
            refusal = foretold
        RUNS[rule_name, type(refusal).__name__ if refusal else "ok"] += 1
        if refusal is None:
            done = self.world.act(who, *call)
            self.model = after
            self._look()
            return told, done
        with pytest.raises(Reverted) as refused:
            self.world.act(who, *call)
        assert refused.value == refusal, f"foretold {refusal!r}, got {refused.value!r}"
        self._look()
        return None

    def _look(self) -> None:
        """After every transaction and every jump of the clock."""
        self.model.now = self.world.now
        self.mirror.compare(self.model)
        self.mirror.check(self.model)

    def _claims(self, *statuses: FinancingStatus) -> list[int]:
        now = self.world.now
        claims = self.model.claims.values()
        return [c.id for c in claims if not statuses or c.status_at(now) in statuses]

    def _key(self, kind: int, n: int) -> bytes:
        """Under which a paper stands, or else would by a leaf of a batch; its first for want."""
        keys, m = POOLS[kind][n % len(POOLS[kind])], self.model
        standing = [key for key in keys if key in m.papers and key not in m.bound]
        anchored = (s.document for batch in self.batches for s in batch.said)
        return next(iter(standing), next((key for key in anchored if key in keys), keys[0]))

    def _held(self, financing: int, basis: Basis | None = None) -> tuple[Any, ...]:
        return financing, basis or self.model.claims[financing].basis

    def _bank_of(self, financing: int) -> str:
        return self.model.name(self.model.claims[financing].bank)

    def _one(self, n: int, wanted: int, *statuses: FinancingStatus) -> int:
        """A financing in one of these states where there is one, any other if not `wanted`."""
        found = (self._claims(*statuses) if wanted else []) or self._claims()
        return found[n % len(found)]

    # Members and time

    @rule(org=st.sampled_from([1, 2, 4, 5, 6]), sure=st.integers(0, 7))
    def suspend(self, org: int, sure: int) -> None:
        if not sure:
            self._suspend(org, True)

    @precondition(lambda self: any(m.suspended for m in self.model.members.values()))
    @rule()
    def reinstate(self) -> None:
        self._suspend(next(m.org for m in self.model.members.values() if m.suspended), False)

    def _suspend(self, org: int, suspended: bool) -> None:
        verb = "suspend" if suspended else "reinstate"
        call = ("ParticipantRegistry", verb, org)
        self._do(verb, lambda m, _: m.suspend(org, suspended), "registrar", *call)

    @rule(sure=st.integers(0, 5))
    def entitle(self, sure: int) -> None:
        """The buyer may attest invoices, also such as it owes; later on it may not."""
        if sure == 3:
            self._entitle("buyer")

    def _entitle(self, who: str) -> None:
        member = self.model.members[who]
        kinds = member.kinds ^ {DocumentKind.INVOICE}
        bits = (sum(1 << role for role in member.roles), kind_bits(kinds))
        call = ("ParticipantRegistry", "renew", member.org, *bits, 0, self.world.now + 9_999 * DAY)
        self._do("entitle", lambda m, _: m.entitle(member.org, kinds), "registrar", *call)

    @rule(hours=st.integers(1, 24 * 6))
    def wait(self, hours: int) -> None:
        self._to(self.world.now + hours * 3_600)
        RUNS["wait", "ok"] += 1

    def _to(self, time: int) -> None:
        if time > self.world.now:
            self.world.jump(time)
            self._look()


def _admitted(there: World) -> Model:
    members = {
        who: Member(there.orgs[who], frozenset(held), frozenset(kinds))
        for who, (held, kinds) in ADMITTED.items()
    }
    addresses = {who: key.address for who, key in there.keys.items()}
    rooms = {name: there.address(name) for name in ("ClaimLedger", "GuarantorCapital")}
    desks = {name: there.address(name) for name in ("TermChanges", "ShareSales")}
    tokens = dict.fromkeys(ADMITTED, 500000000) | dict.fromkeys(rooms, 0)
    tokens |= {"stranger": STRANGERS_MONEY, "registrar": 0}
    pledge = there.address("ReceivablePledge")
    return Model(
        members,
        addresses | rooms | desks,
        pledge,
        there.now,
        tokens=tokens,
        bank_share=BANK_SHARE,
        capital={there.orgs["guarantor"]: Capital(net=NET_ASSETS.minor)},
        chain_id=there.chain_id,
    )
