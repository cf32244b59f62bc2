"""What papers keep in every state, told in the model's words."""

from __future__ import annotations

from tests.machine.covers import Model
from tests.machine.keys import POOLS
from tests.machine.papers import Paper
from tests.machine.stops import Stop


class PaperPromises:
    """Remembers the state before: the last transaction ran a second before `now`."""

    def __init__(self) -> None:
        self._used: dict[bytes, int] = {}
        self._said: dict[bytes, tuple[int, int, bool]] = {}
        self._rejected: dict[bytes, tuple[int, int]] = {}

    def nothing_new_rests_on_a_stopped_paper(self, model: Model, now: int) -> None:
        for document, paper in model.papers.items():
            late = now - 1 > paper.said.valid_until
            if late or paper.revoked or model.stopped(now - 1, document):
                assert paper.used <= self._used.get(document, 0)
            self._used[document] = paper.used

    def a_paper_under_two_keys_is_one(self, model: Model) -> None:
        """But for a debtor's, who doesn't hold the secret, and what outlives its epoch."""
        for key, document in model.bound.items():
            assert key not in model.papers or not model.papers[key].used
            assert document in model.papers and document not in model.bound
        used = {
            key for whole, parts in (basis for _, basis in model.uses) for key in _all(whole, parts)
        }
        assert not used & set(model.bound)
        if model.oldest > 1:
            return
        for keys in (keys for pool in POOLS for keys in pool):
            papers = (model.papers[k] for k in keys if k in model.papers and k not in model.bound)
            assert sum(not paper.is_debtors for paper in papers) <= 1

    def a_statement_gives_way_to_a_higher_version_only(self, model: Model) -> None:
        """And a revoked paper to nothing, but where another attestor puts its own statement."""
        for document, paper in model.papers.items():
            attestor, version, revoked = self._said.get(document, (0, 0, False))
            if paper.attestor == attestor:
                assert paper.said.version >= version
                assert paper.revoked >= revoked
            self._said[document] = paper.attestor, paper.said.version, paper.revoked

    def a_rejection_is_its_authors(self, model: Model, now: int) -> None:
        for document, stop in model.stops.items():
            rejecter, until = self._rejected.get(document, (0, 0))
            assert now - 1 > until or stop.rejecter == rejecter
            self._rejected[document] = stop.rejecter, stop.rejected


def _all(whole: bytes, parts: tuple[tuple[bytes, int], ...]) -> list[bytes]:
    return [whole, *(document for document, _ in parts)]


def status_of(model: Model, document: bytes) -> int:
    if document in model.bound:
        return 3
    paper = model.papers.get(document)
    return 0 if paper is None else 1 + paper.revoked


def free_of(model: Model, document: bytes, now: int) -> int:
    paper: Paper | None = model.papers.get(document)
    if paper is None or document in model.bound or now > paper.said.valid_until:
        return 0
    return 0 if model.stopped(now, document) else paper.spare


def stops_of(model: Model, document: bytes, now: int) -> tuple[int, int, int]:
    return (model.stops.get(document) or Stop()).standing(now)
