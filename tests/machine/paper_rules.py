"""What may be said of papers, and taken back."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.machine.drafts import Drafts, Evidence, named
from tests.machine.house import amounts, pick
from tests.machine.statements import Signed

attestors = st.sampled_from(["bank", "bank", "other_bank", "customs", "customs", "buyer"])
epochs = st.sampled_from([0, 0, 0, 0, 1, 2, 3])


class PaperRules(Drafts):
    """Statements and revocations."""

    @rule(
        who=st.one_of(attestors, st.just("exporter")),
        n=pick,
        kind=st.integers(0, 2),
        amount=amounts,
        debtor=st.sampled_from([0, 6, 6, 6, 2]),
        due=st.integers(0, 120),
        same=st.booleans(),
        version=st.sampled_from([1, 1, 1, 1, 1, 0, 2, 4]),
        epoch=epochs,
        telling=named,
    )
    def attest_any(
        self,
        who: str,
        n: int,
        kind: int,
        amount: int,
        debtor: int,
        due: int,
        same: bool,
        version: int,
        epoch: int,
        telling: str,
    ) -> None:
        paper = self.model.papers.get(self._key(kind, n))
        s = self._said(n, kind, amount, debtor, due, version, epoch, telling)
        self.attest(who, paper.said if same and paper else s)

    @precondition(lambda self: self.model.papers)
    @rule(
        n=pick,
        amount=amounts,
        step=st.sampled_from([1, 1, 1, 1, 3, 0, -1]),
        due=st.sampled_from([0, 0, 30]),
        other=st.integers(0, 7),
        who=st.sampled_from([None, None, None, "bank", "customs"]),
        way=st.integers(0, 2),
        telling=named,
    )
    def amend(
        self,
        n: int,
        amount: int,
        step: int,
        due: int,
        other: int,
        who: str | None,
        way: int,
        telling: str,
    ) -> None:
        """By its attestor mostly; sent, or signed or anchored and presented by a stranger."""
        document, paper = list(self.model.papers.items())[n % len(self.model.papers)]
        s = self._later(document, amount, step, due, telling)
        if other == 7:
            s = replace(s, counterparty=0)
        if other == 5:
            s = replace(s, valid_until=self.world.now - 1)
        by = who or self.model.name(paper.attestor)
        if way == 0:
            self.attest(by, s, "amend")
        elif way == 1:
            self._present("amend_signed", [Signed(s, by, forged=other == 6)])
        else:
            batch = self._batch(by, [s, *([paper.said] if other > 5 else [])])
            self._anchor(batch)
            self._present("amend_batched", list(batch.leaves))

    @rule(
        who=attestors,
        n=pick,
        amounts=st.lists(amounts, min_size=1, max_size=2),
        due=st.integers(0, 120),
        same=st.booleans(),
        forged=st.integers(0, 7),
        epoch=epochs,
        telling=named,
    )
    def present(
        self,
        who: str,
        n: int,
        amounts: list[int],
        due: int,
        same: bool,
        forged: int,
        epoch: int,
        telling: str,
    ) -> None:
        """One signed statement or two: all of them count or none."""
        kind = int(who == "customs")
        paper = self.model.papers.get(self._key(kind, n))
        evidence: list[Evidence] = [
            Signed(self._said(n + i, kind, amount, 6 - 6 * kind, due, 1, epoch, telling), who)
            for i, amount in enumerate(amounts)
        ]
        if same and paper:
            evidence[-1] = Signed(paper.said, who)
        if forged == 5:
            evidence[-1] = Signed(evidence[-1].said, who, forged=True)
        self._present("present", evidence)

    @precondition(lambda self: self.model.papers)
    @rule(n=pick, who=st.sampled_from([None, None, "bank", "buyer"]), sure=st.integers(0, 7))
    def revoke(self, n: int, who: str | None, sure: int) -> None:
        document, paper = list(self.model.papers.items())[n % len(self.model.papers)]
        by = who or self.model.name(paper.attestor)
        if sure and by == self.model.name(paper.attestor):
            return
        self._revoke(by, document)
