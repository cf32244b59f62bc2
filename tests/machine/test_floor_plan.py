"""The floor plan names tests and promises that exist."""

from __future__ import annotations

import re
from pathlib import Path

from tests.machine.mirror import Mirror

ROOT = Path(__file__).parents[2]
INVARIANTS = (ROOT / "contracts" / "README.md").read_text().split("## Invariants")[1]


def test_every_named_test_exists() -> None:
    sources = "\n".join(file.read_text() for file in ROOT.glob("tests/**/test_*.py"))
    there = set(re.findall(r"def (test_\w+)\(", sources))
    named = set(re.findall(r"\b(test_(?!machine\b)\w+)", INVARIANTS))
    assert named
    assert named <= there


def test_every_named_promise_exists() -> None:
    rows = [line.split("|")[-2] for line in INVARIANTS.splitlines() if re.match(r"\| \d", line)]
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    promises = {name for name in named if not name.startswith("test_")}
    assert promises
    assert all(callable(getattr(Mirror, name, None)) for name in promises)


def test_invariants_are_numbered() -> None:
    numbers = re.findall(r"^\| (\d+) \|", INVARIANTS, re.MULTILINE)
    assert numbers == [str(n) for n in range(1, len(numbers) + 1)]
