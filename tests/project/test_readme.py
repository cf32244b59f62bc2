"""The README's example runs and prints what it says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_example_prints_what_the_readme_says() -> None:
    readme = (ROOT / "README.md").read_text()
    example = re.search(r"```python\n(.*?)```", readme, re.DOTALL)
    promise = re.search(r"It prints `([^`]+)`", readme)
    assert example
    assert promise
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", example.group(1)],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert run.stdout.strip() == promise.group(1)
    assert not run.stderr
