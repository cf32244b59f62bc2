"""What kind of value a term has, in whatever format it stands."""

from __future__ import annotations

DATES = frozenset(
    {"issue_date", "due_date", "delivery_date", "validity_start", "validity_end"}
    | {"pickup_date", "requested_delivery_date", "shipped_date", "received_date"}
    | {"export_date", "release_date", "valuation_date"}
)
"""Terms that are dates."""

AMOUNTS = frozenset(
    {"allowances", "charges", "gross", "line_total", "net", "prepaid", "rounding", "tax", "total"}
    | {"declared_value", "fob_value"}
)
"""Terms that are amounts; every other term is text."""

LISTS = frozenset({"booking", "commodity_code", "equipment", "goods"})
"""Terms that may have several values, kept apart by a space."""

QUANTITIES = frozenset({"area", "quantity"})
"""Terms that are texts in a format, and decimal numbers."""
