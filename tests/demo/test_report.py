"""The page: whole in itself, well formed, and true to what was played."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

import tradefin
from tradefin import Money, samples
from tradefin.demo.axes import Span
from tradefin.demo.charts import Series, chart
from tradefin.demo.play import Ending, Played, Refusal, Step
from tradefin.demo.report import render, write_report
from tradefin.demo.story import play
from tradefin.errors import InvalidInput
from tradefin.ledger import Ledger

START = datetime(2026, 3, 2, tzinfo=UTC)
PAPER = bytes([9]) * 32
VOID = {"meta", "br", "link", "img", "hr", "input"}


@dataclass
class Page(HTMLParser):
    """Tags in order; a tag that closes what isn't open is a fault."""

    html: str
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words += data.split()

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)


@pytest.fixture(scope="module")
def story() -> Iterator[tuple[Played, Ledger]]:
    with tradefin.local(aliases=samples.PARTICIPANTS) as net, Ledger.open() as ledger:
        played = play(net, "embedded", lambda _: None)
        ledger.follow(net)
        yield played, ledger


def imagined(**changes: object) -> Played:
    """A refusal and nothing else, told by parties with awkward names."""
    step = Step("opening", START, "<b>bank</b>", "read", 'a "quoted" & <script>odd</script>', None)
    refusal = Refusal(
        "repaid",
        START,
        "exporter",
        "request",
        "UseExceedsCapacity",
        {"document": PAPER, "requested": 28_800_000, "available": 7_200_000},
        "too much",
    )
    played = Played(
        "embedded",
        "USD",
        (step,),
        (refusal,),
        (Ending("repaid", {"bank": 5, "ClaimLedger": 0}, {"bank": 3, "ClaimLedger": 2}),),
        {PAPER: "invoice <1>"},
        {},
    )
    return replace(played, **changes)  # type: ignore[arg-type]


def test_the_page_needs_nothing_else(story: tuple[Played, Ledger]) -> None:
    html = render(*story)
    page = Page(html)
    assert not re.search(r"https?://|url\(|@import|javascript:", html)
    forbidden = {"script", "link", "img", "iframe", "object", "embed"}
    assert forbidden.isdisjoint(name for name, _ in page.tags)
    assert {a["href"] for name, a in page.tags if name == "a"} == {
        "#repaid",
        "#defaulted",
        "#setup",
    }


def test_tables_and_charts_are_told_in_words_too(story: tuple[Played, Ledger]) -> None:
    page = Page(render(*story))
    charts = [attrs for name, attrs in page.tags if name == "svg"]
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert page.count("caption") == page.count("table") == len(charts) + 2
    assert len(charts) == 10  # debt, cover, two papers each; the land and the machine
    assert len(ids) == len(set(ids))
    for attrs in charts:
        assert attrs["role"] == "img"
        assert set((attrs["aria-labelledby"] or "").split()) <= set(ids)


def test_what_was_played_is_told(story: tuple[Played, Ledger]) -> None:
    played, _ = story
    text = Page(render(*story)).text
    for step in played.steps:
        assert " ".join(step.detail.split()) in text
        assert step.gas is None or f"{step.gas:,}" in text
    for refusal in played.refusals:
        assert refusal.error in text
    for ending in played.endings:
        for minor in (*ending.before.values(), *ending.after.values()):
            assert str(Money(minor, "USD")).removeprefix("USD ") in text


def test_what_secures_the_guarantor_is_told_apart(story: tuple[Played, Ledger]) -> None:
    text = Page(render(*story)).text
    repaid, defaulted = text.split("Ending 2: ")[-2:]
    assert "Of it, out of security USD 143,500.00 Paid by the guarantor USD 230,400.00" in defaulted
    assert "out of security" not in repaid
    assert "Land of the exporter USD What of its worth secures the guarantor" in defaulted
    assert "2027-01-07 09:00 secures the guarantor 0.00" in defaulted


def test_a_refusal_tells_what_was_asked_and_what_is_free() -> None:
    with Ledger.open() as ledger:
        text = Page(render(imagined(), ledger)).text
    assert "refused UseExceedsCapacity" in text
    assert "Paper invoice <1> Asked USD 288,000.00 Free USD 72,000.00" in text
    assert "one attempt is refused" in text


def test_what_parties_write_is_only_text() -> None:
    with Ledger.open() as ledger:
        html = render(imagined(), ledger)
    assert "<script>" not in html
    assert "<b>bank" not in html
    assert 'a "quoted" & <script>odd</script>' in Page(html).text


def test_balances_show_changes_with_their_sign() -> None:
    with Ledger.open() as ledger:
        text = Page(render(imagined(), ledger)).text
    assert "bank 0.05 0.03 −0.02" in text
    assert "contract: claim ledger 0.00 0.02 +0.02" in text
    assert "Total 0.05 0.05 0.00" in text


def test_the_file_is_written(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    with Ledger.open() as ledger:
        write_report(file, imagined(), ledger)
        assert file.read_text(encoding="utf-8") == render(imagined(), ledger)


def test_without_jinja2_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with Ledger.open() as ledger, pytest.raises(InvalidInput, match=r"tradefin\[report\]"):
        render(imagined(), ledger)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def test_steps_are_drawn_to_scale() -> None:
    span = Span(START, START + timedelta(days=100))
    points = ((START + timedelta(days=25), usd(30_000)), (START + timedelta(days=75), usd(10_000)))
    drawn = chart("t", "d", [Series("debt", points)], span)
    assert drawn is not None
    assert [tick.label for tick in drawn.amounts] == ["0", "100", "200", "300"]
    assert drawn.shapes[0].line == "M0,200H250.0V0.0H750.0V133.3H1000"
    assert drawn.shapes[0].area == drawn.shapes[0].line + "V200H0Z"
    assert [tick.label for tick in drawn.dates] == ["1 Apr 2026", "1 May", "1 Jun"]


@pytest.mark.parametrize("most", [1, 7, 99, 100, 101, 28_800_000, 2**95])
def test_the_scale_reaches_the_largest_amount(most: int) -> None:
    span = Span(START, START + timedelta(days=1))
    drawn = chart("t", "d", [Series("debt", ((START, usd(most)),))], span)
    assert drawn is not None
    assert 2 <= len(drawn.amounts) <= 5
    assert int(drawn.amounts[-1].label.replace(",", "").replace(".", "")) * 100 >= most


def test_nothing_is_drawn_of_nothing() -> None:
    span = Span.around(START, START)
    assert chart("t", "d", [], span) is None
    assert chart("t", "d", [Series("debt", ((START, usd(0)),))], span) is None


def test_only_changes_are_listed() -> None:
    later = START + timedelta(days=1)
    series = Series("free", ((START, usd(5)), (START, usd(3)), (later, usd(4)), (later, usd(3))))
    assert series.changes == ((START, usd(3)),)
