from pathlib import Path

import pytest

from tests.documents.papers import SHARED, TRADE
from tradefin import documents, samples


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip(f"no real sample papers: {SHARED} is absent")
    return SHARED


@pytest.fixture(scope="session")
def secret() -> bytes:
    return b"a consortium's secret, 32 bytes."


@pytest.fixture(scope="session")
def trade() -> samples.Trade:
    return TRADE


@pytest.fixture(scope="session")
def invoice(trade: samples.Trade) -> documents.TradeDocument:
    return documents.read(trade.invoice)


@pytest.fixture(scope="session")
def retyped(trade: samples.Trade) -> documents.TradeDocument:
    return documents.read(trade.retyped)


@pytest.fixture(scope="session")
def declaration(trade: samples.Trade) -> documents.TradeDocument:
    return documents.read(trade.declaration)
