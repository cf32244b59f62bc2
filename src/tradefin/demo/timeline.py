"""Steps and refusals in the order in which they happened, by day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tradefin.demo.play import Played, Refusal, Step
from tradefin.demo.wording import day, unbroken
from tradefin.money import Money

_LABELS = {"requested": "Asked", "available": "Free", "document": "Paper"}
_AMOUNTS = frozenset(
    ("requested", "available", "amount", "used", "open", "limit", "principal", "headroom", "free")
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line; `error` and `values` where it was refused."""

    time: str
    actor: str
    action: str
    detail: str
    gas: str
    error: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which something happened."""

    iso: str
    name: str
    entries: tuple[Entry, ...]


def timeline(played: Played, endings: Collection[str]) -> tuple[Day, ...]:
    """Everything that belongs to `endings`."""
    told: list[Step | Refusal] = [*played.steps, *played.refusals]
    chosen = sorted((one for one in told if one.ending in endings), key=lambda one: one.time)
    return tuple(
        Day(f"{date:%Y-%m-%d}", day(group[0].time), tuple(_entry(one, played) for one in group))
        for date, group in (
            (date, list(them)) for date, them in groupby(chosen, lambda one: one.time.date())
        )
    )


def _entry(one: Step | Refusal, played: Played) -> Entry:
    clock, action = f"{one.time:%H:%M:%S}", one.action.replace("_", " ")
    if isinstance(one, Step):
        gas = "" if one.gas is None else f"{one.gas:,}"
        return Entry(clock, one.actor, action, one.detail, gas, "", {})
    values = {
        _LABELS.get(name, name.replace("_", " ").capitalize()): _value(name, value, played)
        for name, value in one.arguments.items()
    }
    text = "" if _AMOUNTS & one.arguments.keys() else one.text
    return Entry(clock, one.actor, action, text, "", one.error, values)


def _value(name: str, value: Any, played: Played) -> str:
    if isinstance(value, bytes):
        return played.document_names.get(value, f"0x{value.hex()[:8]}…")
    if name in _AMOUNTS and isinstance(value, int):
        return unbroken(Money(value, played.currency))
    return str(value)
