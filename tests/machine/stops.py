"""What stops new uses of a paper: freezes, rejections and holds."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.machine.cases import MAX_STOP, Cases, require_within
from tests.machine.days import DAY, at, close_after
from tests.machine.papers import Papers, kind_of
from tradefin.enums import Role
from tradefin.errors import (
    DocumentIsFrozen,
    DocumentIsHeld,
    DocumentIsRejected,
    DocumentKnownAs,
    HoldNotOpen,
    HoldUsed,
    HoldWithoutReason,
    RejectionsTooMany,
    ResolverRelated,
    RoleMissing,
)

HOLD_DAYS = 3
MOST_REJECTIONS = 3


@dataclass
class Stop:
    """Last seconds; of a rejection, by attestor."""

    cases: Cases = field(default_factory=Cases)
    held: int = 0
    opener: int = 0
    rejections: dict[int, int] = field(default_factory=dict)

    def standing(self, t: int) -> tuple[int, int, int]:
        held = self.held if t <= self.held else 0
        return self.cases.until(t), held, self.rejection(t)[1]

    def rejection(self, t: int) -> tuple[int, int]:
        """Attestor and last second of the one that ends last."""
        return max(self.rejecting(t).items(), key=lambda one: one[1], default=(0, 0))

    def rejecting(self, t: int) -> dict[int, int]:
        return {org: until for org, until in self.rejections.items() if t <= until}


@dataclass
class Stops(Papers):
    """By key, attested or not; `reasons` are what a hold was opened for."""

    stops: dict[bytes, Stop] = field(default_factory=dict)
    reasons: set[tuple[object, object]] = field(default_factory=set)

    def stopped(self, t: int, document: bytes) -> bool:
        return any(self._stop(document).standing(t))

    def require_no_stop(self, t: int, document: bytes, waits: bool) -> None:
        """A hold stops nothing that waits already."""
        stop = self._stop(document)
        frozen, held, rejected = stop.standing(t)
        if rejected:
            raise DocumentIsRejected(document, stop.rejection(t)[0], at(rejected))
        if frozen:
            raise DocumentIsFrozen(document, at(frozen))
        if held and not waits:
            raise DocumentIsHeld(document, at(held))

    def freeze(self, t: int, who: str, document: bytes, case: bytes, until: int) -> None:
        self.actor(who, Role.REGULATOR)
        stop = self._stop(document)
        stop.cases.use(t, document, case, until)
        self._stopped(document)
        self.stops[document] = stop

    def reject(self, t: int, who: str, document: bytes, until: int) -> None:
        """Taken back by whoever said so, whose paper it has become or not."""
        holder = self._holder(document) if until else 0
        attestor = self.entitled(who, kind_of(document), holder)
        require_within(t, until)
        self._reject(t, document, attestor, until)

    def hold(self, t: int, who: str, document: bytes, other: bytes) -> None:
        opener = self.active(who)
        if not opener.roles & {Role.BANK, Role.ATTESTOR}:
            raise RoleMissing(opener.org, Role.BANK)
        kind = self.known(other).said.kind
        if document == other or document[0] != kind:
            raise HoldWithoutReason(document, other)
        stop = self._stopped(document)
        held = stop.standing(t)[1]
        if held:
            raise DocumentIsHeld(document, at(held))
        reasons = {(min(document, other), max(document, other)), (document, opener.org)}
        if reasons & self.reasons:
            raise HoldUsed(document, other, opener.org)
        self.reasons |= reasons
        stop.held, stop.opener = close_after(t // DAY, HOLD_DAYS), opener.org

    def resolve(self, t: int, who: str, document: bytes, genuine: bool) -> None:
        stop = self._stop(document)
        if not stop.standing(t)[1]:
            raise HoldNotOpen(document)
        resolver = self.entitled(who, kind_of(document), self._holder(document))
        if resolver == stop.opener:
            raise ResolverRelated(resolver, stop.opener)
        stop.held = 0
        if not genuine:
            self._reject(t, document, resolver, t + MAX_STOP)

    def _reject(self, t: int, document: bytes, attestor: int, until: int) -> None:
        """Each for itself, however it comes to say it; what has ended makes room."""
        stop = self._stopped(document)
        live = stop.rejecting(t)
        if len(live.keys() - {attestor}) == MOST_REJECTIONS:
            raise RejectionsTooMany(document, MOST_REJECTIONS)
        stop.rejections = live | {attestor: until}

    def _holder(self, document: bytes) -> int:
        return self.papers[document].said.holder if document in self.papers else 0

    def _stop(self, document: bytes) -> Stop:
        return self.stops.get(document) or Stop()

    def _stopped(self, document: bytes) -> Stop:
        if document in self.bound:
            raise DocumentKnownAs(document, document)
        return self.stops.setdefault(document, Stop())
