"""Events of settlement tokens."""

from __future__ import annotations

from dataclasses import dataclass

from tradefin.events.event import Event


@dataclass(frozen=True, slots=True)
class Approval(Event):
    """An owner allowed a spender to take up to `value`."""

    owner: str
    spender: str
    value: int


@dataclass(frozen=True, slots=True)
class Transfer(Event):
    """Tokens moved."""

    from_: str
    to: str
    value: int
