"""The libraries behind their harness, on one chain in memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from scripts.compile import compile_sources
from tests.terms.evm import NOW, Contract, Engine, new_engine
from tests.terms.twins import Twin, python_twin, solidity_twin

_ROOT = Path(__file__).parents[2]

# As many examples as a nightly run can bear: --hypothesis-profile=long
settings.register_profile("long", max_examples=2_000, deadline=None)


@pytest.fixture(scope="session")
def engine() -> Engine:
    engine = new_engine()
    engine.travel(int(NOW.timestamp()))
    return engine


@pytest.fixture(scope="session")
def harness(engine: Engine) -> Contract:
    built = compile_sources([_ROOT / "tests/contracts/TermsHarness.sol"])
    return Contract(engine, built["TermsHarness"])


@pytest.fixture(scope="session")
def solidity(harness: Contract) -> Twin:
    return solidity_twin(harness)


@pytest.fixture(params=["python", "solidity"])
def twin(request: pytest.FixtureRequest) -> Twin:
    if request.param == "python":
        return python_twin()
    return solidity_twin(request.getfixturevalue("harness"))
