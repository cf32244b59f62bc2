"""What may stop papers, and let them go again."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.machine.days import DAY
from tests.machine.house import mostly, pick
from tests.machine.keys import KINDS, POOLS, place_of
from tests.machine.lending_rules import LendingRules
from tradefin.enums import FinancingStatus

untils = st.sampled_from([None, 3 * DAY, 3 * DAY, 20 * DAY, 180 * DAY, 180 * DAY + 1])
keys = st.tuples(st.integers(0, 1), pick, st.sampled_from([0, 0, 0, 1, 2, 3]))
"""Kind, number and, unless it is the paper's own, epoch."""


class StopRules(LendingRules):
    """Freezes, rejections and holds, of papers that nobody knows as well."""

    @rule(key=keys, who=mostly("regulator"), until=untils)
    def freeze(self, key: tuple[int, int, int], who: str, until: int | None) -> None:
        self._freeze(who, self._named(key), self._end(until))

    def _freeze(self, who: str, document: bytes, end: int) -> None:
        call = ("DocumentRegistry", "freeze", document, b"\1" * 32, end)
        self._do("freeze", lambda m, t: m.freeze(t, who, document, end), who, *call)

    @rule(
        key=keys,
        who=st.sampled_from([None, None, None, "other_bank", "bank", "buyer"]),
        until=untils,
        odd=st.integers(0, 5),
    )
    def reject(
        self, key: tuple[int, int, int], who: str | None, until: int | None, odd: int
    ) -> None:
        kind = key[0] if odd else 1 - key[0]
        by = who or ("bank", "customs")[kind]
        self._reject(by, self._named(key), kind, self._end(until))

    def _reject(self, who: str, document: bytes, kind: int, end: int) -> None:
        call = ("DocumentRegistry", "reject", document, KINDS[kind], end)
        self._do("reject", lambda m, t: m.reject(t, who, document, KINDS[kind], end), who, *call)

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
            self._freeze("regulator", document, end)
        elif verb == 1:
            self._reject("customs" if kind else who, document, kind, end)
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
        """What is rejected by another than its resolver is not rejected once more."""
        stop, kind = self.model.stops[document], place_of(document)[0]
        frozen, held, rejected = stop.standing(self.world.now)
        if rejected and not held:
            self._reject(who or self.model.name(stop.rejecter), document, kind, 0)
        elif frozen and not held:
            self._freeze(who or "regulator", document, 0)
        else:
            by = who or self.model.name(self._resolvers(stop.opener, kind)[0])
            good = genuine or bool(rejected and stop.rejecter != self.model.org(by))
            call = ("DocumentRegistry", "resolve", document, good)
            self._do("resolve", lambda m, t: m.resolve(t, by, document, good), by, *call)

    def _resolvers(self, opener: int, kind: int) -> list[int]:
        """Those that may resolve a hold; all who attest the kind where there is none."""
        attests = [m.org for m in self.model.members.values() if KINDS[kind] in m.kinds]
        return [org for org in attests if org != opener] or attests

    def _named(self, key: tuple[int, int, int]) -> bytes:
        kind, n, epoch = key
        pool = POOLS[kind]
        return pool[n % len(pool)][epoch - 1] if epoch else self._key(kind, n)

    def _end(self, until: int | None) -> int:
        return 0 if until is None else self.world.now + until
