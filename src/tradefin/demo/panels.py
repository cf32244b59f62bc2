"""The charts of an ending, on one axis of time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time

from tradefin.demo.axes import Span
from tradefin.demo.charts import Chart, Series, chart
from tradefin.demo.play import Played
from tradefin.enums import DocumentKind
from tradefin.ids import DocumentId, FinancingId
from tradefin.ledger import FinancingFacts, Ledger

_LENT_ON = (DocumentKind.INVOICE, DocumentKind.CUSTOMS_DECLARATION)
_OF_PAPERS = ("What of it is in use, and what is free for any bank to lend on", "in use", "free")
_OF_ASSETS = (
    "What of its worth secures the guarantor; liens and haircuts come off the rest",
    "secures the guarantor",
    "the rest",
)


def panels(
    ending: str, played: Played, ledger: Ledger, facts: Sequence[FinancingFacts]
) -> tuple[Chart, ...]:
    """Debt, cover and papers; without what never was."""
    times = [step.time for step in played.steps if step.ending == ending]
    if not times:
        return ()
    span = Span.around(min(times), max(times))
    marks = [
        (datetime.combine(day, time(23, 59, 59), UTC), f"due {day.day} {day:%b}")
        for day in sorted({f.maturity_day for f in facts if f.drawn is not None})
    ]
    found = [
        chart(
            "Principal outstanding",
            "What the exporter owes, interest and penalty apart",
            [_debt(f.id, played, ledger) for f in facts],
            span,
            marks=marks,
        ),
        chart(
            "Cover by guarantees",
            "What a guarantor stands for if the debt is not paid",
            [_cover(f.id, played, ledger) for f in facts],
            span,
            marks=marks,
        ),
        *(_paper(d, played, ledger, span) for d in _papers(ending, played)),
    ]
    return tuple(panel for panel in found if panel is not None)


def _debt(financing: FinancingId, played: Played, ledger: Ledger) -> Series:
    points = ledger.debt_history(financing)
    return Series(played.financing_names[financing], tuple((p.time, p.principal) for p in points))


def _cover(financing: FinancingId, played: Played, ledger: Ledger) -> Series:
    points = ledger.cover_history(financing)
    name = f"cover of {played.financing_names[financing]}"
    return Series(name, tuple((p.time, p.covered) for p in points))


def _paper(document: DocumentId, played: Played, ledger: Ledger, span: Span) -> Chart | None:
    """What is in use of a paper, and upon it what isn't."""
    lent_on = DocumentKind(document[0]) in _LENT_ON
    description, in_use, rest = _OF_PAPERS if lent_on else _OF_ASSETS
    points = ledger.document_history(document)
    name = played.document_names[document]
    used = Series(in_use, tuple((p.time, p.used) for p in points))
    free = Series(rest, tuple((p.time, p.free) for p in points))
    both = Series(rest, tuple((p.time, p.used + p.free) for p in points))
    return chart(
        f"{name[:1].upper()}{name[1:]}",
        description,
        [free, used],
        span,
        drawn=[both, used],
    )


def _papers(ending: str, played: Played) -> list[DocumentId]:
    """The papers that steps of the ending tell of."""
    told = {id_ for s in played.steps if s.ending == ending for id_ in s.ids.values()}
    return [DocumentId(d) for d in played.document_names if f"0x{d.hex()}" in told]
