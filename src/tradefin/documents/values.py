"""Texts of a paper into values; what can't be read is absent and noted, never guessed."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

from tradefin.documents.findings import Code, Finding
from tradefin.errors import InvalidInput
from tradefin.money import Money, exponent

_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_DATE_102 = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_DATE_203 = re.compile(r"(\d{4})(\d{2})(\d{2})\d{4}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(\d{1,18}(\.\d{0,9})?|\.\d{1,9})", re.ASCII)
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_COUNTRY = re.compile(r"[A-Z]{2}|1A", re.ASCII)


class Notes:
    """Findings about one paper, in the order in which they were made, each once."""

    def __init__(self, digest: bytes) -> None:
        self._documents = (digest.hex(),)
        self._findings: dict[Finding, None] = {}

    def add(self, code: Code, message: str) -> None:
        """Note `message` under `code`."""
        self._findings[Finding(code, message, self._documents)] = None

    def all(self) -> tuple[Finding, ...]:
        """What was noted."""
        return tuple(self._findings)


def is_placeholder(text: str) -> bool:
    """Whether `text` is a slot nobody filled, `{X}`; square brackets are text."""
    return _PLACEHOLDER.fullmatch(text) is not None


def date_of(text: str, form: str | None) -> dt.date | None:
    """`text` as a date: ISO (an offset is dropped), or UNTDID 2379 `form` 102, YYYYMMDD, or 203,
    with hours and minutes behind it."""
    pattern = {None: _ISO_DATE, "102": _DATE_102, "203": _DATE_203}.get(form)
    match = pattern.fullmatch(text) if pattern else None
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def decimal_of(text: str) -> Decimal | None:
    """`text` as an xsd:decimal of at most 18 + 9 digits; no exponent, NaN or separators."""
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


def rounded(amount: Decimal, currency: str | None) -> Decimal:
    """`amount` half up to the currency's digits and two at least, as EN 16931 rounds its sums."""
    digits = max(2, exponent(currency) if currency else 0)
    return amount.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def money_of(amount: Decimal, currency: str) -> Money | None:
    """`amount` in `currency`, None where it isn't a whole number of minor units."""
    try:
        return Money.of(amount, currency)
    except InvalidInput:
        return None


def currency_of(text: str) -> str | None:
    """`text` if it is an ISO 4217 code with a minor unit."""
    try:
        exponent(text)
    except InvalidInput:
        return None
    return text


def country_of(text: str) -> str | None:
    """`text` as an ISO 3166-1 alpha-2 code in upper case, by its form only; EN 16931 has 1A for
    Kosovo."""
    return text.upper() if _COUNTRY.fullmatch(text.upper()) else None
