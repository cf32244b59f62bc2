"""What may happen to batches of statements, and to the epochs of their keys."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.machine.drafts import Drafts, Evidence, named
from tests.machine.house import amounts, mostly, pick
from tests.machine.keys import EPOCHS
from tests.machine.paper_rules import attestors, epochs
from tests.machine.papers import Said
from tests.machine.statements import EPOCH_LIFE

entries = st.lists(st.tuples(pick, amounts, st.integers(0, 3)), min_size=1, max_size=4)


class BatchRules(Drafts):
    """Roots anchored and taken back, leaves presented by a stranger; rotations."""

    @rule(who=attestors, given=entries, epoch=epochs, telling=named, again=st.integers(0, 7))
    def anchor(
        self, who: str, given: list[tuple[int, int, int]], epoch: int, telling: str, again: int
    ) -> None:
        """First statements and later ones, which a stranger presents at once or others later."""
        if self.batches and again == 5:
            self._anchor(self.batches[given[0][0] % len(self.batches)]._replace(attestor=who))
            return
        kind = int(who == "customs")
        said = [self._entry(kind, n, amount, step, epoch, telling) for n, amount, step in given]
        batch = self._batch(who, said)
        self._anchor(batch)
        if again < 4:
            self._present("present_leaves", list(batch.leaves))

    def _entry(self, kind: int, n: int, amount: int, step: int, epoch: int, telling: str) -> Said:
        document = self._key(kind, n)
        if document in self.model.papers and not epoch:
            return self._later(document, amount, step, 30, telling)
        return self._said(n, kind, amount, 6 - 6 * kind, 40, 1, epoch, telling)

    @precondition(lambda self: self.batches)
    @rule(
        n=pick,
        which=st.lists(st.integers(0, 3), min_size=1, max_size=3),
        spoilt=st.integers(0, 9),
        org=st.integers(0, 9),
    )
    def present_leaves(self, n: int, which: list[int], spoilt: int, org: int) -> None:
        """One of ten attestors is suspended when it counts, and back after."""
        batch = self.batches[-1 - n % len(self.batches)]
        leaves = [batch.leaves[w % len(batch.leaves)] for w in which]
        if spoilt == 4:
            leaves[-1] = leaves[-1]._replace(attestor=org)
        elif spoilt == 5:
            leaves[-1] = leaves[-1]._replace(proof=leaves[-1].proof[1:] or (b"\1" * 32,))
        elif spoilt == 6:
            leaves[-1] = leaves[-1]._replace(said=replace(leaves[-1].said, amount=org + 1))
        attestor = self.model.members[batch.attestor]
        suspended = spoilt == 7 and not attestor.suspended
        if suspended:
            self._suspend(attestor.org, True)
        evidence: list[Evidence] = [*leaves]
        self._present("present_leaves", evidence)
        if suspended:
            self._suspend(attestor.org, False)

    @precondition(lambda self: self.batches)
    @rule(n=pick, who=st.sampled_from([None, None, "bank", "stranger"]), sure=st.integers(0, 3))
    def retract(self, n: int, who: str | None, sure: int) -> None:
        batch = self.batches[n % len(self.batches)]
        by = who or batch.attestor
        if sure and by == batch.attestor:
            return
        call = ("DocumentRegistry", "retract", batch.root)
        self._do("retract", lambda m, t: m.retract(t, by, batch.root), by, *call)

    @rule(who=mostly("registrar"), verb=st.integers(0, 2), late=st.integers(-1, 7))
    def turn(self, who: str, verb: int, late: int) -> None:
        """The next epoch begins; the oldest ends, by a second too early at times."""
        if verb == 0:
            self.rotate(who)
            return
        over = self.model.ended.get(self.model.oldest)
        if over and late <= 0:
            self._to(over + EPOCH_LIFE + late)
        if over or late > 3:
            self._do("retire", lambda m, t: m.retire(t, who), who, "DocumentRegistry", "retire")

    def rotate(self, who: str) -> None:
        if self.model.current < len(EPOCHS):
            self._do("rotate", lambda m, t: m.rotate(t, who), who, "DocumentRegistry", "rotate")
