"""From an event to the rows that follow from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from tradefin.errors import InvalidInput
from tradefin.events import Event
from tradefin.ledger.raw import to_json


@dataclass(frozen=True, slots=True)
class Entry:
    """Where an event stands in the ledger: its place in the chain's order, time and transaction."""

    db: sqlite3.Connection
    seq: int
    time: int
    tx: bytes

    def run(self, statement: str, *values: Any) -> None:
        self.db.execute(statement, values)

    def insert(self, table: str, **values: Any) -> None:
        """A new row; names are ours, never an event's."""
        names = ", ".join(f'"{name}"' for name in values)
        self.run(
            f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(values))})",
            *values.values(),
        )

    def value(self, query: str, *values: Any) -> Any:
        """The first column of the first row, None where there is none."""
        row = self.db.execute(query, values).fetchone()
        return None if row is None else row[0]


F = TypeVar("F", bound=Callable[[Any, Entry], None])
Clock = Callable[[sqlite3.Connection, int], None]
_FILERS: dict[type[Event], Callable[[Any, Entry], None]] = {}
_CLOCKS: list[Clock] = []


def files(*kinds: type[Event]) -> Callable[[F], F]:
    """Registers what files events of these kinds."""

    def register(filer: F) -> F:
        _FILERS.update(dict.fromkeys(kinds, filer))
        return filer

    return register


def before_each(step: Clock) -> Clock:
    """Registers what time alone does, before each event and up to it."""
    _CLOCKS.append(step)
    return step


def enter(db: sqlite3.Connection, event: Event) -> bool:
    """Files an event and what follows from it; False where it was filed before.

    Raises InvalidInput where it has no receipt, time or log index.
    """
    receipt = event.receipt
    if receipt is None or receipt.time is None or event.log_index is None:
        raise InvalidInput("an event without time and place can't be filed; see Network.events")
    time = int(receipt.time.timestamp())
    row = db.execute(
        "INSERT OR IGNORE INTO events (block, tx, log_index, time, emitter, name, fields)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            receipt.block,
            receipt.transaction,
            event.log_index,
            time,
            event.emitter or "",
            type(event).__name__,
            to_json(event),
        ),
    )
    if row.rowcount == 0 or row.lastrowid is None:
        return False
    for clock in _CLOCKS:
        clock(db, time)
    filer = _FILERS.get(type(event))
    if filer is not None:
        filer(event, Entry(db, row.lastrowid, time, receipt.transaction))
    return True


def seconds(time: datetime | None) -> int | None:
    """Unix seconds."""
    return None if time is None else int(time.timestamp())
