"""An event's values as JSON."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from typing import Any

from tradefin.events import Event

_ABOUT_THE_LOG = frozenset(field.name for field in fields(Event))


def to_json(event: Event) -> str:
    """Integers of any size as numbers, bytes as 0x..., dates and times in ISO 8601."""
    values = {
        field.name: getattr(event, field.name)
        for field in fields(event)
        if field.name not in _ABOUT_THE_LOG
    }
    return json.dumps(values, default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        return f"0x{value.hex()}"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
