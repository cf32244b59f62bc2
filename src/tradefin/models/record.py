"""What every record has in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Self

from tradefin.money import Money


class Record:
    """A record whose fields are found by name in a decoded struct."""

    @classmethod
    def of(cls, values: Mapping[str, Any], **more: Any) -> Self:
        """Amounts become `Money` in the currency of `values` or `more`, the rest is as decoded."""
        known = {**values, **more}
        currency = known.get("currency")
        chosen = {f.name: known[f.name] for f in fields(cls)}  # type: ignore[arg-type]
        for f in fields(cls):  # type: ignore[arg-type]
            if f.type == "Money":
                chosen[f.name] = Money(chosen[f.name], str(currency))
        return cls(**chosen)
