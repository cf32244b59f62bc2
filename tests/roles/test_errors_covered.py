"""Every error that the contracts declare is provoked, with its values, by some test."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
CONTRACTS = TESTS.parent / "contracts"
ERROR = re.compile(r"^\s*error (\w+)\(", re.MULTILINE)

UNREACHABLE = {
    # A request with more than 120 instalments is refused as InstalmentsInvalid before.
    "InstalmentCountOutOfRange",
    # The pledge makes no date from year, month and day.
    "DateInvalid",
    # A schedule whose days would not ascend is refused as InstalmentsInvalid before, and one that
    # holidays push together is kept apart.
    "DueDayNotAscending",
    # A claim's days only run forward.
    "PeriodReversed",
}


def declared() -> set[str]:
    sources = [*CONTRACTS.glob("interfaces/*.sol"), *CONTRACTS.glob("libraries/*.sol")]
    return {name for source in sources for name in ERROR.findall(source.read_text("utf-8"))}


def asserted() -> set[str]:
    """What the tests of the contracts as a whole expect, with arguments."""
    files = (TESTS / "roles").glob("test_*.py")
    said = "\n".join(file.read_text("utf-8") for file in files)
    return set(re.findall(r"\b([A-Z]\w+)\(", said))


def test_every_error_is_asserted_with_its_values() -> None:
    assert declared() - asserted() == UNREACHABLE
