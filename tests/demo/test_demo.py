"""The demo tells its story, conserves money, and prints JSON and nothing else when asked."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

COMMAND = [sys.executable, "-W", "error", "-m", "tradefin.cli", "demo"]
WORK = [
    ("exporter", "offer_collateral"),
    ("exporter", "preview_accept"),
    ("exporter", "offer_collateral"),
    ("bank A", "preview_demand"),
    ("bank A", "preview_demand"),
    ("bank A", "demand"),
    ("guarantor", "refuse"),
    ("bank A", "contest"),
    ("regulator", "arbitrate"),
    ("guarantor", "pay"),
    ("guarantor", "book_costs"),
    ("guarantor", "recover"),
    ("guarantor", "relieve"),
]


def run(*arguments: str) -> str:
    done = subprocess.run([*COMMAND, *arguments], check=True, capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout


@pytest.fixture(scope="module", params=["embedded", "anvil"])
def document(request: pytest.FixtureRequest) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run("--json", "--engine", request.param))
    return told


def test_money_is_conserved(document: dict[str, Any]) -> None:
    assert set(document["endings"]) == {"repaid", "defaulted"}
    for ending in document["endings"].values():
        before, after = ending["balances"]["before"], ending["balances"]["after"]
        assert sum(before.values()) == sum(after.values()) == 332_000_000
        assert before.keys() == after.keys()
        assert {"ClaimLedger", "GuarantorCapital", "exporter", "bank A", "buyer"} <= before.keys()
        assert all(type(held) is int for held in (*before.values(), *after.values()))


def test_the_repaid_ending_to_the_cent(document: dict[str, Any]) -> None:
    balances = document["endings"]["repaid"]["balances"]
    change = {k: balances["after"][k] - v for k, v in balances["before"].items()}
    interest = 365_400  # 288,000.00 x 5.25 % x 87 / 360
    premium = 115_200 - 59_200  # 230,400.00 x 1 % x 180 / 360, less 592.00 for the days left
    assert change["bank A"] == interest
    assert change["guarantor"] == premium
    assert change["buyer"] == -36_000_000
    assert change["exporter"] == 36_000_000 - interest - premium


def test_the_defaulted_ending_to_the_cent(document: dict[str, Any]) -> None:
    balances = document["endings"]["defaulted"]["balances"]
    change = {k: balances["after"][k] - v for k, v in balances["before"].items() if "B" not in k}
    lent, cover, premium = 28_800_000, 23_040_000, 115_200
    share = 5_272_509  # of 90,000.00: the guarantor holds 91,837.74 of 156,764.00
    assert change == {
        "exporter": lent - premium,
        "bank A": cover - lent + 9_000_000 - share,
        "guarantor": premium - cover + share,
        "buyer": -9_000_000,
        "ClaimLedger": 0,
        "GuarantorCapital": 0,
    }


def test_the_guarantee_does_its_work(document: dict[str, Any]) -> None:
    steps = document["steps"]
    done = [(step["actor"], step["action"]) for step in steps]
    assert [each for each in done if each in WORK] == WORK
    said = {step["action"]: step["detail"] for step in steps}
    assert "SecurityInsufficient" in said["preview_accept"]
    assert "USD 128,500.00, the guarantee requires USD 161,280.00" in said["preview_accept"]
    assert "USD 6,500.00 are its costs, USD 143,500.00 come off its part" in said["recover"]


def test_the_duplicate_is_refused(document: dict[str, Any]) -> None:
    errors = {refusal["error"]: refusal["arguments"] for refusal in document["refusals"]}
    assert errors["UseExceedsCapacity"]["requested"] == 28_800_000
    assert errors["UseExceedsCapacity"]["available"] == 7_200_000
    assert errors["DocumentAlreadyAttested"]["version"] == 1
    assert "bank" not in json.dumps(errors).lower()


def test_each_step_says_who_did_what(document: dict[str, Any]) -> None:
    actions = [(step["actor"], step["action"]) for step in document["steps"]]
    for expected in (("bank A", "fund"), ("guarantor", "pay"), ("buyer", "collect")):
        assert expected in actions
    sent = [step for step in document["steps"] if step["gas"] is not None]
    assert all(step["gas"] > 21_000 for step in sent)


def test_the_table_fits_a_terminal(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    shown = run("--report", str(page))
    assert max(map(len, shown.splitlines())) <= 80
    assert "UseExceedsCapacity" in shown
    assert "<svg" in page.read_text()
