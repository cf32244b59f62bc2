"""Random lives of the house: every step's outcome is foretold, and nothing is ever lost.

A rule asks the model what must happen, success or one exact refusal, and then does it. After each
step the chain is compared with the model and both with the promises in contracts/README.md.
The default run is short; `pytest --hypothesis-profile long tests/machine` is the thorough one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, run_state_machine_as_test

from tests.machine.batch_rules import BatchRules
from tests.machine.cargo_rules import CargoRules
from tests.machine.days import DAY
from tests.machine.freeze_rules import FreezeRules
from tests.machine.house import GUARANTORS, RUNS, world
from tests.machine.lending_rules import Shares
from tests.machine.market_rules import MarketRules
from tests.machine.paper_rules import PaperRules
from tests.machine.taking_rules import TakingRules
from tradefin.enums import FinancingStatus

BANKS = ("bank", "other_bank")
SHORT = {True: (120, 42), False: (12, 20)}
"""Lives and steps of the short run: in pyrevm, and where only the slower py-evm is."""


class Lives(CargoRules, PaperRules, BatchRules, FreezeRules, TakingRules, MarketRules):
    """Two banks, an exporter, its buyer, two guarantors, customs, a regulator and a stranger."""

    @initialize(
        start=st.integers(0, 40),
        rates=st.tuples(st.integers(0, 900), st.integers(0, 900)),
        drawn=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), st.booleans()), max_size=4),
        turns=st.sampled_from([0, 1, 1, 2]),
        batched=st.sampled_from([False, False, True]),
    )
    def open_the_day(
        self,
        start: int,
        rates: tuple[int, int],
        drawn: list[tuple[int, int, bool]],
        turns: int,
        batched: bool,
    ) -> None:
        """What lives begin with: papers of each kind, lines and capital, and what is drawn."""
        self._to(self.world.now + start * DAY)
        for _ in range(turns):
            self.rotate("registrar")
        for who, kind in (("bank", 0), ("customs", 1)):
            said = [
                self._said(
                    n,
                    kind,
                    500_000 if kind else 360_000 * (n + 1) + 7,
                    6 - 6 * kind,
                    20 + 13 * n,
                    1,
                    0,
                    "earlier",
                )
                for n in (0, 1)
            ]
            if batched:
                self._anchor(self._batch(who, said))
            else:
                for s in said:
                    self.attest(who, s)
        receipt = self._said(0, 2, 400_000, 6 * (start % 2), start, 1, 0, "earlier")
        self.attest("customs", receipt)
        for bank, rate in zip(BANKS, rates, strict=True):
            share = (10_000, 6_000, 1_200)[rate % 3]
            shares = Shares(8_000 if rate else 10_000, rate % 9, share, rate % 7, 7_000)
            self.open_line(bank, 1_000_000, shares, rate, False, rate % 3)
        if start % 4 == 0:  # of the buyer, which owes the invoices
            self.open_line("bank", 1_000_000, Shares(8_000), 300, False, 0, enterprise=6)
        for guarantor in GUARANTORS:
            self.deposit(guarantor, 700_000)
            self.attest_net_assets("regulator", guarantor, 8_000_000)
        for invoice, line, funded in drawn:
            self.request(invoice, line, (invoice,), 90_001, "exporter", 0, 1)
            if funded and self._claims(FinancingStatus.REQUESTED):
                self.fund(-1, None, 1, 1)


@pytest.fixture
def tally() -> Iterator[None]:
    """Prints how often each rule ran, by outcome, where TALLY is set."""
    yield
    if os.environ.get("TALLY"):
        for (name, outcome), count in sorted(RUNS.items()):
            print(f"{name:18} {outcome:28} {count:6}")


def test_every_life_keeps_the_promises(tally: None) -> None:
    short = settings.get_current_profile_name() != "long"
    lives, steps = SHORT[find_spec("pyrevm") is not None] if short else (2_000, 60)
    world()  # Before the run: py-evm sets the recursion limit, which hypothesis watches.
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            derandomize=short,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
