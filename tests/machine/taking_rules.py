"""What may come of an invoice that its debtor states first."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.machine.drafts import Evidence, named
from tests.machine.house import amounts
from tests.machine.lending_rules import LendingRules
from tests.machine.papers import Said
from tests.machine.statements import Signed
from tradefin.enums import FinancingStatus


class TakingRules(LendingRules):
    """A debtor's word, money lent on it or not, and the attestor's in its place."""

    @precondition(lambda self: self.model.lines)
    @rule(
        n=st.sampled_from([10, 11]),
        line=st.integers(0, 1),
        version=st.sampled_from([1, 1, 3]),
        amount=st.one_of(st.just(90_000), amounts),
        lent=st.sampled_from([0, 1, 1, 2]),
        revoked=st.integers(0, 4),
        who=st.sampled_from(["bank", "bank", "other_bank", "buyer"]),
        terms=st.sampled_from(
            ["same", "same", "later", "due", *["holder"] * 2, "debtor", "currency"]
        ),
        way=st.integers(0, 2),
        telling=named,
    )
    def take_over(
        self,
        n: int,
        line: int,
        version: int,
        amount: int,
        lent: int,
        revoked: int,
        who: str,
        terms: str,
        way: int,
        telling: str,
    ) -> None:
        """Then what waits is funded, and the debtor pays."""
        if self._key(0, n) not in self.model.papers:
            self.attest("buyer", self._said(n % 4, 0, amount, 6, 60, version, 0, "none"))
        document = self._key(0, n)
        paper = self.model.papers.get(document)
        if paper is None or (lent and not paper.by_debtor):
            return
        if lent:
            self.request(n, line, (line,), 0 if amount < 50_000 else 20_002, "exporter", 0, 1)
        if lent == 2:
            self._fund_next()
        if not revoked:
            self._revoke("buyer", document)
        s = self._restated(document, terms, amount, telling)
        if way == 0:
            self.attest(who, s, "take_over")
        else:
            evidence: list[Evidence] = [Signed(s, who)]
            if way == 2:
                batch = self._batch(who, [s])
                self._anchor(batch)
                evidence = [*batch.leaves]
            self._present("take_over", evidence)
        if lent:
            self._fund_next()
            self.collect(n, "buyer", amount // 2 + 1, 1, 9)

    def _restated(self, document: bytes, terms: str, amount: int, telling: str) -> Said:
        """Word for word, or with other terms."""
        own = self.model.papers[document].said
        said = {
            "same": own,
            "later": replace(own, version=own.version + 1, amount=amount + 1),
            "due": replace(own, due=own.due + 1),
            "holder": replace(own, holder=6),
            "debtor": replace(own, counterparty=2),
            "currency": replace(own, currency=978),
        }[terms]
        return replace(said, other_keys=self._other_keys(document, telling))

    def _fund_next(self) -> None:
        if self._claims(FinancingStatus.REQUESTED):
            self.fund(-1, None, 1, 1)
