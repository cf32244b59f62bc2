"""The examples run and print what their pages say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


PAGES = ("cargo", "guarantees", "papers", "receipts", "security")


@pytest.mark.parametrize("page", ["README.md", *(f"docs/{name}.md" for name in PAGES)])
def test_example_prints_what_its_page_says(page: str) -> None:
    text = (ROOT / page).read_text()
    example = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    promise = re.search(r"^It prints (`[^\n]+`)", text, re.MULTILINE)
    assert example
    assert promise
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", example.group(1)],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    told = re.findall(r"`([^`]+)`", promise.group(1))
    printed = run.stdout.splitlines()
    assert printed == told[: len(printed)]
    assert len(told) == len(printed)
    assert not run.stderr
