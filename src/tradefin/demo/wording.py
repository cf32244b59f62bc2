"""How amounts, times and names are written on the page."""

from __future__ import annotations

import re
from datetime import datetime

from tradefin.money import Money

MINUS = "\N{MINUS SIGN}"
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def figures(amount: Money) -> str:
    """Without the currency, which stands in the table's caption: 288,000.00."""
    return str(amount).split(" ")[1].replace("-", MINUS)


def unbroken(amount: Money) -> str:
    """With the currency, never apart from it at the end of a line."""
    return f"{amount.currency}\N{NO-BREAK SPACE}{figures(amount)}"


def in_words(count: int) -> str:
    return _SMALL[count] if count < len(_SMALL) else f"{count:,}"


def day(time: datetime) -> str:
    return f"{time.day} {time:%B} {time.year}"


def spaced(name: str) -> str:
    """A contract's name as words: ClaimLedger is the claim ledger contract."""
    if not re.fullmatch(r"([A-Z][a-z]+){2,}", name):
        return name
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    return f"contract: {words}"
