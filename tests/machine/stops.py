"""What stops new uses of a paper: freezes, rejections and holds."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.machine.days import DAY, at, close_after
from tests.machine.papers import Papers
from tradefin.enums import DocumentKind, Role
from tradefin.errors import (
    DocumentIsFrozen,
    DocumentIsHeld,
    DocumentIsRejected,
    HoldNotOpen,
    HoldUsed,
    HoldWithoutReason,
    KindNotOfDocument,
    ResolverRelated,
    RoleMissing,
    StopTooLong,
)

MAX_STOP = 180 * DAY
HOLD_DAYS = 3


@dataclass
class Stop:
    """Last seconds; `kind` is that of the paper held."""

    frozen: int = 0
    held: int = 0
    rejected: int = 0
    opener: int = 0
    rejecter: int = 0
    kind: DocumentKind = DocumentKind.NONE

    def standing(self, t: int) -> tuple[int, int, int]:
        frozen, held, rejected = (
            until if t <= until else 0 for until in (self.frozen, self.held, self.rejected)
        )
        return frozen, held, rejected


@dataclass
class Stops(Papers):
    """By key, attested or not; `reasons` are what a hold was opened for."""

    stops: dict[bytes, Stop] = field(default_factory=dict)
    reasons: set[tuple[object, object]] = field(default_factory=set)

    def stopped(self, t: int, document: bytes) -> bool:
        return any(self._stop(document).standing(t))

    def require_no_stop(self, t: int, document: bytes) -> None:
        stop = self._stop(document)
        frozen, held, rejected = stop.standing(t)
        if rejected:
            raise DocumentIsRejected(document, stop.rejecter, at(rejected))
        if frozen:
            raise DocumentIsFrozen(document, at(frozen))
        if held:
            raise DocumentIsHeld(document, at(held))

    def freeze(self, t: int, who: str, document: bytes, until: int) -> None:
        self.actor(who, Role.REGULATOR)
        _require_within(t, until)
        self._stopped(document).frozen = until

    def reject(self, t: int, who: str, document: bytes, kind: DocumentKind, until: int) -> None:
        self._require_kind(document, kind)
        attestor = self.entitled(who, kind, self._holder(document))
        _require_within(t, until)
        self._reject(t, document, attestor, until)

    def hold(self, t: int, who: str, document: bytes, other: bytes) -> None:
        opener = self.active(who)
        if not opener.roles & {Role.BANK, Role.ATTESTOR}:
            raise RoleMissing(opener.org, Role.BANK)
        kind = self.known(other).said.kind
        paper = self.papers.get(document)
        if document == other or (paper and paper.said.kind is not kind):
            raise HoldWithoutReason(document, other)
        held = self._stop(document).standing(t)[1]
        if held:
            raise DocumentIsHeld(document, at(held))
        reasons = {(min(document, other), max(document, other)), (document, opener.org)}
        if reasons & self.reasons:
            raise HoldUsed(document, other, opener.org)
        self.reasons |= reasons
        stop = self._stopped(document)
        stop.held, stop.opener, stop.kind = close_after(t // DAY, HOLD_DAYS), opener.org, kind

    def resolve(self, t: int, who: str, document: bytes, genuine: bool) -> None:
        stop = self._stop(document)
        if not stop.standing(t)[1]:
            raise HoldNotOpen(document)
        resolver = self.entitled(who, stop.kind, self._holder(document))
        if resolver == stop.opener:
            raise ResolverRelated(resolver, stop.opener)
        stop.held = 0
        if not genuine:
            self._reject(t, document, resolver, t + MAX_STOP)

    def _reject(self, t: int, document: bytes, attestor: int, until: int) -> None:
        """While one says so no other can, however it comes to say it."""
        stop = self._stopped(document)
        rejected = stop.standing(t)[2]
        if rejected and stop.rejecter != attestor:
            raise DocumentIsRejected(document, stop.rejecter, at(rejected))
        stop.rejected, stop.rejecter = until, attestor

    def _require_kind(self, document: bytes, kind: DocumentKind) -> None:
        paper = self.papers.get(document)
        if paper and paper.said.kind is not kind:
            raise KindNotOfDocument(document, paper.said.kind, kind)

    def _holder(self, document: bytes) -> int:
        return self.papers[document].said.holder if document in self.papers else 0

    def _stop(self, document: bytes) -> Stop:
        return self.stops.get(document) or Stop()

    def _stopped(self, document: bytes) -> Stop:
        return self.stops.setdefault(document, Stop())


def _require_within(t: int, until: int) -> None:
    if until > t + MAX_STOP:
        raise StopTooLong(at(until), at(t + MAX_STOP))
