"""Whatever is done to a paper, it is read or refused: never another exception."""

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.documents.papers import SHARED, TRADE
from tradefin import documents
from tradefin.documents import TradeDocument
from tradefin.errors import InvalidInput
from tradefin.money import Money

SECRET = b"a consortium's secret, 32 bytes."
OWN = [TRADE.invoice, TRADE.declaration, TRADE.retyped]
REAL = [
    path.read_bytes()
    for path in sorted(SHARED.rglob("*.[xX][mM][lL]"))
    if path.stat().st_size < 40_000
]
PAPERS = st.sampled_from(OWN + REAL)
WILD = st.sampled_from(
    [
        b"",
        b"-1",
        b"NaN",
        b"1e9",
        b"{X}",
        b"9" * 60,
        b"<a/>",
        b"&lt;",
        b"]]>",
        b"\xff",
        b"\x00",
        b"2026-13-45",
        b"USD",
        b"<!--",
        b"<![CDATA[x]]>",
        b"&a;",
        b"0",
        "Ａ１".encode(),
    ]
)
QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _use(data: bytes) -> None:
    try:
        paper = documents.read(data)
    except InvalidInput:
        return
    assert isinstance(paper, TradeDocument)
    assert paper.total is None or isinstance(paper.total, Money)
    assert paper.due_date is None or type(paper.due_date) is dt.date
    documents.crosscheck(paper, paper)
    for use in (paper.business_key, paper.commitment):
        try:
            assert len(use(SECRET)) == 32
        except InvalidInput:
            continue


@QUIET
@given(PAPERS, st.data())
def test_changed_values(paper: bytes, data: st.DataObject) -> None:
    parts = paper.split(b"<")
    for _ in range(data.draw(st.integers(1, 4))):
        index = data.draw(st.integers(1, len(parts) - 1))
        tag = parts[index].partition(b">")[0]
        parts[index] = tag + b">" + data.draw(WILD | st.binary(max_size=12))
    _use(b"<".join(parts))


@QUIET
@given(PAPERS, st.data())
def test_dropped_and_repeated_elements(paper: bytes, data: st.DataObject) -> None:
    parts = paper.split(b"<")
    start = data.draw(st.integers(1, len(parts) - 1))
    end = data.draw(st.integers(start, min(start + 40, len(parts))))
    piece = parts[start:end] * data.draw(st.integers(0, 3))
    _use(b"<".join(parts[:start] + piece + parts[end:]))


@QUIET
@given(PAPERS, st.data())
def test_cut_flipped_and_spliced_bytes(paper: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(paper)))
    _use(paper[:cut])
    flipped = bytearray(paper)
    for _ in range(data.draw(st.integers(1, 8))):
        flipped[data.draw(st.integers(0, len(paper) - 1))] = data.draw(st.integers(0, 255))
    _use(bytes(flipped))
    other = data.draw(PAPERS)
    _use(paper[:cut] + other[cut:])


@QUIET
@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_any_bytes(data: bytes) -> None:
    _use(data)


def test_the_real_papers_are_among_them() -> None:
    assert not SHARED.is_dir() or len(REAL) > 10
