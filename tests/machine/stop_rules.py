"""What may stop papers, and let them go again."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.machine.days import DAY
from tests.machine.house import mostly, pick
from tests.machine.keys import EPOCHS, POOLS, astray, place_of
from tests.machine.lending_rules import LendingRules
from tests.machine.members import ADMITTED
from tradefin.enums import DocumentKind, FinancingStatus

cases = st.integers(1, 5).map(lambda n: bytes([n]) * 32)
untils = st.sampled_from([None, 3 * DAY, 3 * DAY, 20 * DAY, 180 * DAY, 180 * DAY + 1])
keys = st.tuples(st.integers(0, 1), pick, st.sampled_from([0] * 6 + [1, 2, 3] * 2 + [99]))
"""Kind, number and, unless it is the paper's own, epoch; of none a key that has gone astray."""
rejecters = [who for who, (_, kinds) in ADMITTED.items() if DocumentKind.INVOICE in kinds]


class StopRules(LendingRules):
    """Freezes, rejections and holds, of papers that nobody knows as well."""

    @rule(key=keys, who=mostly("regulator"), until=untils, case=cases)
    def freeze(self, key: tuple[int, int, int], who: str, until: int | None, case: bytes) -> None:
        self._freeze(who, self._named(key), self._end(until), case)

    def _freeze(self, who: str, document: bytes, end: int, case: bytes) -> None:
        call = ("DocumentRegistry", "freeze", document, case, end)
        self._do("freeze", lambda m, t: m.freeze(t, who, document, case, end), who, *call)

    @rule(
        key=keys,
        who=st.sampled_from([None, None, None, *rejecters, "buyer", "buyer"]),
        until=untils,
        odd=st.integers(0, 5),
    )
    def reject(
        self, key: tuple[int, int, int], who: str | None, until: int | None, odd: int
    ) -> None:
        kind = key[0] if odd else 1 - key[0]
        by = who or ("bank", "customs")[kind]
        self._reject(by, self._named(key), self._end(until))

    def _reject(self, who: str, document: bytes, end: int) -> None:
        call = ("DocumentRegistry", "reject", document, end)
        self._do("reject", lambda m, t: m.reject(t, who, document, end), who, *call)

    @rule(
        key=keys,
        each=st.permutations(rejecters),
        days=st.lists(st.integers(1, 5), min_size=2, max_size=5),
        held=st.booleans(),
        stated=st.integers(0, 9),
    )
    def reject_together(
        self, key: tuple[int, int, int], each: list[str], days: list[int], held: bool, stated: int
    ) -> None:
        """All who may reject an invoice, the first one again; a hold ends, and one takes it back.

        By then the paper may have come to be its own.
        """
        if stated > 3:
            return
        document = self._named((0, 2 if stated < 2 else key[1], key[2]))
        if held:
            self._hold("customs", document, self._key(0, 0))
        for who, day in zip([*each, each[0]], days, strict=False):
            self._reject(who, document, self.world.now + day * DAY)
        if held and document in self.model.stops:
            self._lift(document, None, stated == 3)
        if stated == 0 and document not in self.model.papers:
            self.attest("other_bank", self._said(10, 0, 50_000, 6, 60, 1, 0, "earlier"))
        for end in (0, self.world.now + DAY):
            self._reject("bank" if stated == 0 else each[0], document, end)

    @rule(
        key=keys,
        other=keys,
        alike=st.integers(0, 5),
        who=st.sampled_from(["bank", "other_bank", "customs", "customs", "exporter", "guarantor"]),
    )
    def hold(
        self, key: tuple[int, int, int], other: tuple[int, int, int], alike: int, who: str
    ) -> None:
        document, kind = self._named(key), key[0] if alike < 5 else other[0]
        known = [k for k in self.model.papers if k != document and place_of(k)[0] == kind]
        reason = known[other[1] % len(known)] if alike and known else self._named(other)
        self._hold(who, document, reason)

    def _hold(self, who: str, document: bytes, reason: bytes) -> None:
        call = ("DocumentRegistry", "hold", document, reason)
        self._do("hold", lambda m, t: m.hold(t, who, document, reason), who, *call)

    @precondition(lambda self: self.model.lines)
    @rule(
        n=st.integers(0, 1),
        kind=st.integers(0, 1),
        line=pick,
        verb=st.integers(0, 2),
        who=st.sampled_from(["bank", "other_bank", "customs"]),
        ends=st.integers(0, 3),
    )
    def stop_midway(self, n: int, kind: int, line: int, verb: int, who: str, ends: int) -> None:
        """Between a request and its money a paper of it is stopped, and let go or not."""
        self.request(n, line, (n,), 30_003, "exporter", 0, 1)
        document = self._key(kind, n)
        end = self.world.now + (3 + 40 * ends) * DAY
        if verb == 0:
            self._freeze("regulator", document, end, self._new_case())
        elif verb == 1:
            self._reject("customs" if kind else who, document, end)
        else:
            self._hold(who, document, self._key(kind, 1 - n))
        self._use(n, line)
        if ends < 3 and document in self.model.stops:
            self._lift(document, None, ends > 0)
            self._use(n, line)

    def _use(self, n: int, line: int) -> None:
        if self._claims(FinancingStatus.REQUESTED):
            self.fund(-1, None, 1, 1)
        self.request(n, line, (n,), 10_001, "exporter", 0, 1)

    @precondition(lambda self: self.model.stops)
    @rule(n=pick, who=st.sampled_from([None, None, "other_bank", "bank"]), genuine=st.booleans())
    def lift(self, n: int, who: str | None, genuine: bool) -> None:
        """What stops a paper ends, or turns into a rejection; mostly by whoever may."""
        standing = [d for d in self.model.stops if self.model.stopped(self.world.now, d)]
        stops = standing or list(self.model.stops)
        if standing or n == 5:
            self._lift(stops[n % len(stops)], who, genuine)

    def _lift(self, document: bytes, who: str | None, genuine: bool) -> None:
        stop, now = self.model.stops[document], self.world.now
        frozen, held, rejected = stop.standing(now)
        if rejected and not held:
            self._reject(who or self.model.name(stop.rejection(now)[0]), document, 0)
        elif frozen and not held:
            self._freeze(who or "regulator", document, 0, next(iter(stop.cases.standing(now))))
        else:
            by = who or self.model.name(self._resolvers(stop.opener, document)[0])
            call = ("DocumentRegistry", "resolve", document, genuine)
            self._do("resolve", lambda m, t: m.resolve(t, by, document, genuine), by, *call)

    def _resolvers(self, opener: int, document: bytes) -> list[int]:
        """Those that may resolve a hold; for want of one, who attests the kind; else anybody."""
        attests = [m.org for m in self.model.members.values() if document[0] in m.kinds]
        return [org for org in attests if org != opener] or attests or [self.model.org("customs")]

    def _new_case(self) -> bytes:
        self.serial += 1
        return self.serial.to_bytes(32, "big")

    def _named(self, key: tuple[int, int, int]) -> bytes:
        kind, n, epoch = key
        pool = POOLS[kind]
        if epoch > len(EPOCHS):
            return astray(self._key(kind, n), n)
        return pool[n % len(pool)][epoch - 1] if epoch else self._key(kind, n)

    def _end(self, until: int | None) -> int:
        return 0 if until is None else self.world.now + until
