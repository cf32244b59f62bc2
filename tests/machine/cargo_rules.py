"""What may happen to goods: lent on alone, sold, valued anew, handed over."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.machine.house import amounts, mostly, pick
from tests.machine.lending_rules import LendingRules
from tradefin.enums import FinancingStatus


class CargoRules(LendingRules):
    """A receipt alone; the invoice's rules reach it where they name any paper or financing."""

    @precondition(lambda self: self._key(2, 0) in self.model.papers and self.model.lines)
    @rule(
        n=st.integers(0, 1),
        line=pick,
        form=st.sampled_from(["alone"] * 7 + ["with a declaration", "an invoice alone"]),
        asked=st.one_of(st.just(0), amounts),
        who=mostly("own", "exporter", "buyer", "bank"),
        maturity=st.sampled_from([0, 0, 1, 10, 89, 91]),
        with_others=st.booleans(),
        bound=st.sampled_from(["", "", "asset", "advance", "line"]),
        off=st.integers(-1, 1),
        behind=st.sampled_from([0] * 11 + [1]),
        funded=st.booleans(),
    )
    def lend_on_cargo(
        self,
        n: int,
        line: int,
        form: str,
        asked: int,
        who: str,
        maturity: int,
        with_others: bool,
        bound: str,
        off: int,
        behind: int,
        funded: bool,
    ) -> None:
        """Any amount, or what one of the bounds allows, a unit more or less; often funded."""
        r = list(self.model.lines.values())[line % len(self.model.lines)]
        asset = self._key(0 if form == "an invoice alone" else 2, n)
        declarations = [self._key(1, 0)] if form == "with a declaration" else []
        paper = self.model.papers.get(asset)
        allowed = {
            "asset": paper.spare if paper else 0,
            "advance": r.lends_on_cargo(paper.open, paper.used) if paper else 0,
            "line": r.free,
        }
        asked = max(0, allowed[bound] + off) if bound else asked
        by = self.model.name(r.enterprise) if who == "own" else who
        made = self._ask(
            "request_cargo", asset, r.id, declarations, asked, by, maturity, with_others, [], behind
        )
        if made and funded and self._claims(FinancingStatus.REQUESTED):
            self.fund(-1, None, 1, 1)

    @precondition(lambda self: self._key(2, 0) in self.model.papers and self.model.lines)
    @rule(
        worth=st.integers(1, 900_000),
        ranks=st.lists(st.tuples(pick, st.integers(1, 300_000)), min_size=1, max_size=3),
        hours=st.integers(0, 900),
        less=st.integers(0, 900_000),
        proceeds=st.integers(1, 900_000),
    )
    def trade_in_goods(
        self, worth: int, ranks: list[tuple[int, int]], hours: int, less: int, proceeds: int
    ) -> None:
        """Valued, lent on, valued again, sold by a bank of some rank, the rest handed over."""
        goods = self._key(2, 0)
        self._value(goods, worth)
        lenders = [r.id for r in self.model.lines.values() if r.cargo and not r.closed]
        for line, asked in ranks if lenders else []:
            chosen = lenders[line % len(lenders)]
            by = self.model.name(self.model.lines[chosen].enterprise)
            name = "request_cargo"
            if self._ask(name, goods, chosen, [], asked, by, 0, True, [], 0):
                self.fund(-1, None, 1, 1)
        self._to(self.world.now + hours * 3_600)
        if less > worth // 2:
            self._value(goods, max(1, less))
        lent = [f for f, (whole, _) in self.model.uses if whole == goods]
        if lent:
            self._collect("sell", goods, self._bank_of(lent[-1]), proceeds, 1, 9)
        self._surrender("customs", goods, self.model.papers[goods].open)

    def _value(self, goods: bytes, worth: int) -> None:
        """What the goods that are still there are worth, as of now."""
        paper = self.model.papers[goods]
        said = self._later(goods, worth + paper.consumed, 1, 40, "earlier")
        self.attest(self.model.name(paper.attestor), said, "revalue")

    @precondition(lambda self: self._key(2, 0) in self.model.papers)
    @rule(
        n=st.integers(0, 1),
        who=st.sampled_from(["bank", "bank", "other_bank", "other_bank", "buyer", "stranger"]),
        amount=amounts,
        spoilt=st.integers(0, 11),
    )
    def sell(self, n: int, who: str, amount: int, spoilt: int) -> None:
        """By a bank of any rank, mostly."""
        self._collect("sell", self._key(2, n), who, amount, 1, spoilt)

    @precondition(lambda self: self.model.papers)
    @rule(
        n=pick,
        cargo=st.integers(0, 7),
        who=st.sampled_from(["customs"] * 5 + ["bank"]),
        amount=amounts,
        off=st.sampled_from([None, None, 0, 1]),
    )
    def surrender(self, n: int, cargo: int, who: str, amount: int, off: int | None) -> None:
        """Any part, or all that is open, a unit more."""
        document = self._key(2 if cargo else 1, n)
        paper = self.model.papers.get(document)
        if off is not None and paper:
            amount = paper.open + off
        self._surrender(who, document, amount)

    def _surrender(self, who: str, document: bytes, amount: int) -> None:
        call = ("DocumentRegistry", "surrender", document, amount)
        self._do("surrender", lambda m, t: m.surrender(t, who, document, amount), who, *call)
