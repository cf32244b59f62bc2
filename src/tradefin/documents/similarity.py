"""Papers that may be a known one in disguise, found without comparing all with all."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tradefin.documents.document import TradeDocument
from tradefin.documents.likeness import Likeness, Traits, likenesses
from tradefin.documents.parties import Aliases, Participants
from tradefin.enums import DocumentKind

WINDOW = dt.timedelta(days=31)
"""Parts of a split or merged invoice are issued this close to it."""
MOST_PARTS = 8
"""Parts that stand one after another; any two are found wherever they stand."""

_SUMMED = (DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE)


@dataclass(frozen=True, slots=True, repr=False)
class Match:
    """A known paper and why the new one may be it, or a part of it, or contain it."""

    document: TradeDocument
    reasons: tuple[Likeness, ...]

    def __repr__(self) -> str:
        return f"Match({self.document!r}, {', '.join(self.reasons)})"


class Known:
    """Papers indexed by what a disguise of them would share with them."""

    def __init__(
        self, papers: Iterable[TradeDocument] = (), *, participants: Aliases | None = None
    ) -> None:
        self._participants = Participants.of(participants)
        self._blocks: dict[tuple[object, ...], list[Traits]] = defaultdict(list)
        self._sales: dict[tuple[object, ...], list[_Dated]] = defaultdict(list)
        self._identities = set[bytes]()
        for paper in papers:
            self.add(paper)

    def __repr__(self) -> str:
        return f"Known({len(self)} papers)"

    def __len__(self) -> int:
        return len(self._identities)

    def add(self, paper: TradeDocument) -> None:
        """Knows `paper` from now on; of several with one business key the first stays."""
        traits = Traits.of(paper, self._participants)
        if traits.identity in self._identities:
            return
        self._identities.add(traits.identity)
        for block in _blocks(traits):
            self._blocks[block].append(traits)
        if traits.day and traits.amount and (sale := _sale(traits)):
            insort(self._sales[sale], (traits.day, traits.number, traits.identity, traits))

    def similar(self, paper: TradeDocument) -> list[Match]:
        """See `documents.similar`."""
        new = Traits.of(paper, self._participants)
        found: dict[bytes, set[Likeness]] = {}
        alike: dict[bytes, Traits] = {}
        for block in _blocks(new):
            for known in self._blocks.get(block, ()):
                if known.identity not in alike:
                    alike[known.identity] = known
                    found[known.identity] = likenesses(new, known)
        for known, reason in self._sums(new):
            alike[known.identity] = known
            found.setdefault(known.identity, set()).add(reason)
        matches = [
            Match(alike[identity].document, tuple(sorted(reasons)))
            for identity, reasons in found.items()
            if reasons and identity != new.identity
        ]
        return sorted(matches, key=lambda m: (-len(m.reasons), m.reasons, m.document.source_digest))

    def _sums(self, new: Traits) -> Iterator[tuple[Traits, Likeness]]:
        sale = _sale(new)
        if not (sale and new.day and new.amount):
            return
        dated = self._sales.get(sale, [])
        start = bisect_left(dated, new.day - WINDOW, key=_day)
        end = bisect_right(dated, new.day + WINDOW, key=_day)
        near = [traits for *_, traits in dated[start:end] if traits.identity != new.identity]
        at = sum(1 for traits in near if traits.day and traits.day < new.day)
        for part in _parts(near, _minor(new)):
            yield part, Likeness.MERGED
        for known in _wholes(near, at, new):
            yield known, Likeness.SPLIT


_Dated = tuple[dt.date, str, bytes, Traits]


def similar(
    document: TradeDocument,
    known: Known | Iterable[TradeDocument],
    *,
    participants: Aliases | None = None,
) -> list[Match]:
    """The papers among `known` that `document` may be in disguise, with the most signs first.

    A number that differs in O and 0, l and 1 and their like, or in leading zeros; the same number
    dated a day apart across a new year; the parties and amount of another paper, with a near number
    or a day apart; an issuer spelt otherwise; the bill of lading of another invoice; amounts of one
    sale's parties that add up to another's within a month: SPLIT where `document` is a part,
    MERGED where it is the sum. Papers of one business key are the same paper, not similar ones.

    Index papers once in a `Known` (with its `participants`) to ask more than once. Raises
    InvalidInput where rapidfuzz is needed and not installed.
    """
    if not isinstance(known, Known):
        known = Known(known, participants=participants)
    return known.similar(document)


def _blocks(traits: Traits) -> Iterator[tuple[object, ...]]:
    """What papers in one disguise or another share; each is looked up, never searched."""
    if traits.number and traits.issuer:
        yield "number", traits.kind, traits.issuer, traits.shape.replace("0", "")
    if traits.amount:
        if traits.parties:
            yield "sale", traits.kind, traits.parties, traits.amount
        if traits.number:
            yield "amount", traits.kind, traits.shape, traits.amount
    for number in traits.transport:
        yield "transport", traits.kind, number


def _sale(traits: Traits) -> tuple[object, ...] | None:
    if traits.kind not in _SUMMED or not traits.parties or not traits.amount:
        return None
    return traits.kind, traits.parties, traits.amount[0]


def _day(entry: _Dated) -> dt.date:
    return entry[0]


def _minor(traits: Traits) -> int:
    return traits.amount[1] if traits.amount else 0


def _parts(near: list[Traits], total: int) -> list[Traits]:
    """Those of `near` that add up to `total`: any two, or up to `MOST_PARTS` in a row."""
    found: dict[bytes, Traits] = {}
    counts: dict[int, int] = defaultdict(int)
    for traits in near:
        counts[_minor(traits)] += 1
    for first, traits in enumerate(near):
        rest = total - _minor(traits)
        if counts.get(rest, 0) > (rest == _minor(traits)):
            found[traits.identity] = traits
        run = 0
        for last in range(first, min(first + MOST_PARTS, len(near))):
            run += _minor(near[last])
            if run == total and last > first:
                found.update((t.identity, t) for t in near[first : last + 1])
    return list(found.values())


def _wholes(near: list[Traits], at: int, new: Traits) -> list[Traits]:
    """Those of `near` that `new`, with any other one or those next to it in a row, adds up to.

    The whole itself may stand between its parts and is passed over in the row.
    """
    own = _minor(new)
    amounts: dict[int, list[Traits]] = defaultdict(list)
    for traits in near:
        amounts[_minor(traits)].append(traits)
    found: dict[bytes, Traits] = {}
    for traits in near:
        for whole in amounts.get(own + _minor(traits), ()):
            found[whole.identity] = whole
    for whole in near:
        if _minor(whole) <= own or whole.identity in found:
            continue
        before = [t for t in near[max(0, at - MOST_PARTS) : at] if t is not whole]
        after = [t for t in near[at : at + MOST_PARTS] if t is not whole]
        left, sums = own, {own}
        for traits in reversed(before):
            left += _minor(traits)
            sums.add(left)
        right = 0
        for traits in after:
            right += _minor(traits)
            if _minor(whole) - right in sums:
                found[whole.identity] = whole
        if _minor(whole) in sums:
            found[whole.identity] = whole
    return list(found.values())
