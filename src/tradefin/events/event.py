"""What every event has in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """The transaction that caused an event; `time` and `gas` where they were asked for."""

    transaction: bytes
    block: int
    time: datetime | None = None
    gas: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on the chain: its values, and where they come from.

    `emitter` is the address of the contract that said so, `log_index` the event's place in its
    block (where the whole history was asked for). Two events are equal when their types and values
    are.
    """

    emitter: str | None = field(default=None, compare=False, repr=False, kw_only=True)
    receipt: Receipt | None = field(default=None, compare=False, repr=False, kw_only=True)
    log_index: int | None = field(default=None, compare=False, repr=False, kw_only=True)
