"""Events of GuaranteeAmendments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tradefin.events.event import Event
from tradefin.ids import GuaranteeId


@dataclass(frozen=True, slots=True)
class AmendmentOffered(Event):
    """A guarantor offered another cover or expiry."""

    guarantee: GuaranteeId
    cover: int
    expiry: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class GuaranteeAmended(Event):
    """A beneficiary took an amendment; `covered` is all that is covered of the financing."""

    guarantee: GuaranteeId
    cover: int
    expiry: datetime | None
    left: int
    covered: int
