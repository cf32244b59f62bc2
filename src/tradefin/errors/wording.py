"""How a refusal's arguments read in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from string import Formatter
from typing import Any

from iso4217 import Currency


def digest(value: bytes) -> str:
    """The first four bytes of `value`, enough to recognise it by."""
    return f"0x{value[:4].hex()}{'…' if len(value) > 4 else ''}"


def iso(number: int) -> str:
    """An ISO 4217 number with its code, where it has one."""
    code = next((currency.code for currency in Currency if currency.number == number), None)
    return f"{code} ({number})" if code else f"currency {number}"


def day(number: int) -> str:
    """A day number with its date."""
    try:
        return f"{number} ({date(1970, 1, 1) + timedelta(days=number)})"
    except OverflowError:
        return str(number)


def subject(value: bytes) -> str:
    """What is frozen: a paper by its id, an organisation or a financing by its number."""
    return digest(value) if any(value[:28]) else f"number {int.from_bytes(value, 'big')}"


_SPECS: dict[str, Callable[[Any], str]] = {"iso": iso, "day": day, "subject": subject}


class Wording(Formatter):
    """Formats `{name}` for people; beside Python's own specs it knows `_SPECS`."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec in _SPECS:
            return _SPECS[format_spec](value)
        match value:
            case None:
                return "none"
            case bytes():
                return digest(value)
            case datetime():
                return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
            case IntEnum():
                return value.name.lower().replace("_", " ")
        return format(value, format_spec)
