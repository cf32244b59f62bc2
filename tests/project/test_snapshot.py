"""Gas and sizes are what snapshots/gas.json says, and within what is promised."""

from __future__ import annotations

import json

from benchmarks.gas import SNAPSHOT, measure

MOST = {
    "attest": 115_000,
    "fund": 130_000,
    "request + fund": 330_000,
    "repay in full": 130_000,
    "whole life: present two signed papers, request, fund, repay in full": 655_000,
}
EIP_170 = 24_576


def test_measured_is_what_the_snapshot_says() -> None:
    measured = measure()
    assert measured == json.loads(SNAPSHOT.read_text()), "run `make gas`; the diff is your change"
    over = {verb: gas for verb, gas in measured["gas"].items() if gas > MOST.get(verb, gas)}
    assert not over
    assert max(measured["runtime bytes"].values()) <= EIP_170
