"""The command's words: what it shows of a paper, and errors without a traceback."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

from tradefin import samples


def tradefin(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "tradefin.cli", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_a_paper_is_shown_field_by_field(tmp_path: Path) -> None:
    paper = tmp_path / "paper"
    paper.write_bytes(samples.trade(dt.date(2026, 3, 2)).invoice)
    shown = tradefin("read", str(paper))
    assert (shown.returncode, shown.stderr) == (0, "")
    rows = dict(line.split(maxsplit=1) for line in shown.stdout.splitlines())
    assert rows["number"].strip() == "INV-2026/0117"
    assert rows["total"].strip() == "360000.00"


def test_what_is_no_paper_ends_the_command_with_a_sentence(tmp_path: Path) -> None:
    missing = tradefin("read", str(tmp_path / "missing.xml"))
    assert missing.returncode == 1
    assert missing.stderr == "tradefin: the file can't be read: No such file or directory\n"
    (tmp_path / "cut.xml").write_bytes(samples.trade(dt.date(2026, 3, 2)).invoice[:200])
    cut = tradefin("read", str(tmp_path / "cut.xml"))
    assert cut.returncode == 1
    assert cut.stderr.startswith("tradefin: ")
    assert "Traceback" not in cut.stderr


def test_an_unknown_engine_is_refused() -> None:
    refused = tradefin("demo", "--engine", "mars")
    assert refused.returncode == 2
    assert "'mars' is not one of" in refused.stderr
