"""What papers keep in every state, told in the model's words."""

from __future__ import annotations

from tests.machine.demands import Model
from tests.machine.keys import POOLS
from tests.machine.lending import USD
from tests.machine.papers import Paper
from tests.machine.stops import MOST_REJECTIONS, Stop
from tests.machine.uses import COMMITTED


class PaperPromises:
    """Remembers the state before: the last transaction ran a second before `now`."""

    def __init__(self) -> None:
        self._used: dict[bytes, int] = {}
        self._lent: dict[bytes, int] = {}
        self._gone: dict[bytes, int] = {}
        self._said: dict[bytes, tuple[bool, int, int, bool]] = {}
        self._rejected: dict[bytes, dict[int, int]] = {}

    def nothing_new_rests_on_a_stopped_paper(self, model: Model, now: int) -> None:
        """Nor is money lent on one, but what waits on a paper that is only on hold."""
        for document, paper in model.papers.items():
            over = now - 1 > paper.said.valid_until or paper.revoked
            frozen, held, rejected = stops_of(model, document, now - 1)
            if over or frozen or held or rejected:
                assert paper.used <= self._used.get(document, 0)
            if over or frozen or rejected:
                assert paper.commits <= self._lent.get(document, 0)
            self._used[document], self._lent[document] = paper.used, paper.commits

    def what_is_lent_is_the_holders(self, model: Model) -> None:
        """Whoever comes to state a paper: it stays the borrower's, owed by the same debtor, and in
        the currency lent."""
        for (_, (whole, _parts)), use in model.uses.items():
            if use.until == COMMITTED:
                said = model.papers[whole].said
                parties = (use.org, use.counterparty, USD)
                assert (said.holder, said.counterparty, said.currency) == parties

    def what_is_gone_comes_not_back(self, model: Model) -> None:
        """Collected, credited or cleared: whatever is said of a paper later."""
        for document, paper in model.papers.items():
            assert paper.consumed >= self._gone.get(document, 0)
            self._gone[document] = paper.consumed

    def a_paper_under_two_keys_is_one(self, model: Model) -> None:
        """But for a debtor's, who doesn't hold the secret, and what outlives its epoch."""
        for key, document in model.bound.items():
            assert key not in model.papers or not model.papers[key].keeps_off
            assert document in model.papers and document not in model.bound
        lent = (basis for (_, basis), use in model.uses.items() if use.until == COMMITTED)
        used = {key for whole, parts in lent for key in _all(whole, parts)}
        assert not used & set(model.bound)
        if model.oldest > 1:
            return
        for keys in (keys for pool in POOLS for keys in pool):
            papers = (model.papers[k] for k in keys if k in model.papers and k not in model.bound)
            assert sum(not paper.by_debtor for paper in papers) <= 1

    def a_statement_gives_way_to_a_higher_version_only(self, model: Model) -> None:
        """And a revoked paper to nothing; but a debtor's word, to an attestor's whatever it is."""
        for document, paper in model.papers.items():
            unknown = (True, paper.attestor, 0, False)
            by_debtor, attestor, version, revoked = self._said.get(document, unknown)
            if by_debtor == paper.by_debtor:
                assert paper.attestor == attestor
                assert paper.said.version >= version
                assert paper.revoked >= revoked
            assert by_debtor >= paper.by_debtor
            now = (paper.by_debtor, paper.attestor, paper.said.version, paper.revoked)
            self._said[document] = now

    def a_rejection_is_its_authors(self, model: Model, now: int) -> None:
        """Another's word or its end changes none; three stand at once at most."""
        for document, stop in model.stops.items():
            stood, stand = self._rejected.get(document, {}), stop.rejecting(now - 1)
            stood = {org: until for org, until in stood.items() if now - 1 <= until}
            assert len(stand) <= MOST_REJECTIONS
            assert len(dict(stood.items() ^ stand.items())) <= 1
            self._rejected[document] = stand


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
