"""The project's own sample papers, changed at will."""

import datetime as dt
from pathlib import Path

from tradefin import documents, samples

SHARED = Path(__file__).resolve().parents[3] / "shared" / "samples"
"""Real papers that are not part of the project."""

TRADE = samples.trade(dt.date(2026, 3, 2))


def changed(data: bytes, *replacements: tuple[str, str]) -> documents.TradeDocument:
    """The paper with each text replaced; every text has to be there."""
    text = data.decode()
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new)
    return documents.read(text.encode())


def invoice(*replacements: tuple[str, str]) -> documents.TradeDocument:
    return changed(TRADE.invoice, *replacements)


def retyped(*replacements: tuple[str, str]) -> documents.TradeDocument:
    return changed(TRADE.retyped, *replacements)


def declaration(*replacements: tuple[str, str]) -> documents.TradeDocument:
    return changed(TRADE.declaration, *replacements)


def codes(*papers: documents.TradeDocument) -> list[str]:
    return [str(finding.code) for finding in documents.crosscheck(*papers)]
