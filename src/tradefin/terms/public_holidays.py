"""Public holidays to publish, as the PyPI package `holidays` knows them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from importlib import import_module

from tradefin.errors import InvalidInput


def holidays_of(
    country: str, years: Iterable[int], *, subdivision: str | None = None
) -> tuple[date, ...]:
    """The public holidays of a country (ISO 3166) in `years`, in order, weekends among them.

    `registrar.publish_holidays(4, holidays_of("CN", [2027]))`, of a year to come and once its
    decree is out: what lies ahead of that is estimated. Days worked instead, as in China, aren't
    told. Raises InvalidInput for a country that isn't known, a year without holidays, and where
    the package isn't installed.
    """
    try:
        known = import_module("holidays")
    except ImportError:
        raise InvalidInput(
            "public holidays are told by holidays: pip install 'tradefin[calendars]'"
        ) from None
    found: list[date] = []
    for year in sorted(set(years)):
        try:
            days = sorted(known.country_holidays(country, subdiv=subdivision, years=year))
        except NotImplementedError as unknown:
            raise InvalidInput(f"no public holidays are known there: {unknown}") from None
        if not days:
            raise InvalidInput(f"no public holidays of {country} are known for {year}")
        found += days
    return tuple(found)
