"""What may happen to lines and financings."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.machine.days import DAY
from tests.machine.drafts import Drafts, Evidence, parted
from tests.machine.house import amounts, mostly, pick
from tests.machine.lending import Line
from tests.machine.sharing import Basis
from tests.machine.uses import COMMITTED
from tradefin.enums import DayCountConvention, FinancingStatus
from tradefin.events import FinancingRequested

ZERO = "0x" + "00" * 20
OWING = (
    FinancingStatus.FUNDED,
    FinancingStatus.OVERDUE,
    FinancingStatus.DEFAULTED,
    FinancingStatus.WRITTEN_OFF,
)


class Shares(NamedTuple):
    """Basis points."""

    advance: int
    dilution: int = 0
    concentration: int = 10_000
    fee: int = 0
    cargo: int = 0
    valuation: int = 30


shares = st.builds(
    Shares,
    st.sampled_from([8_000, 10_000, 1_001]),
    st.sampled_from([0, 500, 1_000]),
    st.sampled_from([10_000, 10_000, 4_000, 1]),
    st.sampled_from([0, 0, 50, 9_999]),
    st.sampled_from([7_000, 7_000, 0, 10_000]),
    st.sampled_from([30, 30, 9, 1]),
)


class LendingRules(Drafts):
    """Requests, money out, money back."""

    @rule(
        who=mostly("bank", "other_bank", "exporter"),
        limit=st.integers(1, 2_000_000),
        shares=shares,
        rate=st.integers(0, 2_000),
        conditional=st.booleans(),
        convention=st.integers(0, 2),
        enterprise=st.sampled_from([1, 1, 1, 6]),
    )
    def open_line(
        self,
        who: str,
        limit: int,
        shares: Shares,
        rate: int,
        conditional: bool,
        convention: int,
        enterprise: int = 1,
    ) -> None:
        line = Line(
            id=len(self.model.lines) + 1,
            bank=self.model.org(who),
            enterprise=enterprise,
            limit=limit,
            advance=shares.advance,
            dilution=shares.dilution,
            concentration=shares.concentration,
            fee=shares.fee,
            cargo=shares.cargo,
            valuation=shares.valuation,
            rate=rate,
            penalty_rate=15_000,
            tenor=90,
            grace=7,
            convention=DayCountConvention(convention),
            conditional=conditional,
        )
        call = ("CreditLines", "open", enterprise, 840, self._terms(line))
        self._do("open_line", lambda m, t: m.open_line(t, who, line), who, *call)

    @precondition(lambda self: self.model.lines)
    @rule(
        n=pick,
        who=mostly("bank", "other_bank"),
        limit=st.one_of(st.integers(1, 200_000), st.integers(1, 2_000_000)),
        shares=shares,
        rate=st.integers(0, 2_000),
        conditional=st.booleans(),
        days=st.tuples(st.sampled_from([90, 30, 360]), st.sampled_from([7, 0])),
        convention=st.integers(0, 2),
    )
    def change_line(
        self,
        n: int,
        who: str,
        limit: int,
        shares: Shares,
        rate: int,
        conditional: bool,
        days: tuple[int, int],
        convention: int,
    ) -> None:
        """Everything that a bank may change; what was requested before must not notice."""
        line = list(self.model.lines.values())[n % len(self.model.lines)]
        terms = {
            **shares._asdict(),
            "limit": limit,
            "rate": rate,
            "penalty_rate": 10_000 + rate,
            "tenor": days[0],
            "grace": days[1],
            "convention": DayCountConvention(convention),
            "conditional": conditional,
        }
        call = ("CreditLines", "change", line.id, self._terms(replace(line, **terms)))
        self._do("change_line", lambda m, t: m.change_line(who, line.id, terms), who, *call)

    def _terms(self, r: Line) -> tuple[object, ...]:
        condition = self.world.address("GuaranteeEscrow") if r.conditional else ZERO
        return (
            *(r.limit, r.advance, r.dilution, r.concentration, r.cargo, r.valuation),
            *(
                r.rate,
                r.penalty_rate,
                r.fee,
                r.tenor,
                r.grace,
                r.convention,
                0,
                self.world.now + 5_000 * DAY,
                condition,
            ),
        )

    @precondition(lambda self: len(self.model.lines) > 2)
    @rule(n=pick, who=mostly("bank", "other_bank"))
    def close_line(self, n: int, who: str) -> None:
        line = list(self.model.lines)[n % len(self.model.lines)]
        call = ("CreditLines", "close", line)
        self._do("close_line", lambda m, t: m.close_line(t, who, line), who, *call)

    @precondition(lambda self: self.model.papers and self.model.lines)
    @rule(
        n=pick,
        line=pick,
        declared=st.sampled_from([(0,), (0,), (0,), (1,), (1,), (0, 1), (1, 0), (0, 2)]),
        asked=st.one_of(st.just(0), amounts),
        who=mostly("own", "exporter", "buyer", "bank"),
        maturity=st.sampled_from([0, 0, 0, 1, 10, 89]),
        with_others=st.integers(0, 5),
        bound=st.sampled_from(["", "", "invoice", "advance", "declared", "line", "debtor"]),
        off=st.integers(-1, 1),
        carry=st.integers(0, 11),
        behind=st.sampled_from([0] * 11 + [1]),
    )
    def request_any(
        self,
        n: int,
        line: int,
        declared: tuple[int, ...],
        asked: int,
        who: str,
        maturity: int,
        with_others: int,
        bound: str,
        off: int,
        carry: int,
        behind: int,
    ) -> None:
        """Any amount, or what one of the bounds allows, a unit more or less.

        `own` is the enterprise whose line it is; `behind` its terms as they were before.
        """
        lines = list(self.model.lines.values())
        if who == "own":
            who = self.model.name(lines[line % len(lines)].enterprise)
        asked = max(0, self._bounds(n, line, declared)[bound] + off) if bound else asked
        self.request(n, line, declared, asked, who, maturity, with_others, carry, behind)

    def _bounds(self, n: int, line: int, declared: tuple[int, ...]) -> dict[str, int]:
        papers, lines = self.model.papers, list(self.model.lines.values())
        invoice, r = papers.get(self._invoice(n)), lines[line % len(lines)]
        keys = self._declarations(declared)
        there = (papers[key] for key in keys if key in papers)
        return {
            "invoice": invoice.spare if invoice else 0,
            "advance": r.lends(invoice.open, invoice.used) if invoice else 0,
            "declared": sum(paper.spare for paper in there),
            "line": r.free,
            "debtor": r.room(invoice.said.counterparty) if invoice else 0,
        }

    def _invoice(self, n: int) -> bytes:
        return self._key(0, n % 4 if n > 8 else n % 2)

    def _declarations(self, declared: tuple[int, ...]) -> list[bytes]:
        """A third one is an invoice, which isn't one."""
        return [self._key(int(d < 2), d % 2) for d in declared]

    def request(
        self,
        n: int,
        line: int,
        declared: tuple[int, ...],
        asked: int,
        who: str,
        maturity: int,
        with_others: int,
        carry: int = 11,
        behind: int = 0,
    ) -> None:
        """With what isn't known yet of its papers."""
        invoice = self._invoice(n)
        chosen = list(self.model.lines)[line % len(self.model.lines)]
        papers = self._declarations(declared)
        carried = self._carried([invoice, *papers], carry)
        self._ask(
            "request",
            invoice,
            chosen,
            papers,
            asked,
            who,
            maturity,
            bool(with_others),
            carried,
            behind,
        )

    def _ask(
        self,
        rule_name: str,
        invoice: bytes,
        chosen: int,
        papers: list[bytes],
        asked: int,
        who: str,
        maturity: int,
        with_others: bool,
        carried: list[Evidence],
        behind: int,
    ) -> bool:
        """Whether it was asked for."""
        version = self.model.lines[chosen].version - behind
        day = self.world.now // DAY + maturity if maturity else 0
        beside = [f for f, _ in self.model.uses] if with_others else []
        signed, leaves = parted(carried)
        application = (chosen, version, invoice, papers, asked, day, 0, 1)
        evidence = [[self.world.evidence(one) for one in some] for some in (signed, leaves)]
        held = [self._held(f) for f in beside]
        call = ("ReceivablePledge", "request", application, held, *evidence)
        made = self._do(
            f"{rule_name}_carrying" if carried else rule_name,
            lambda m, t: m.request(
                t, who, chosen, version, invoice, papers, asked, day, beside, signed, leaves
            ),
            who,
            *call,
        )
        if made:
            claim, done = made
            event = done.one(FinancingRequested)
            parts = tuple((part["document"], part["share"]) for part in event.parts)
            assert (event.financing, event.amount) == (claim.id, claim.original)
            assert (event.asset, parts) == claim.basis
        return bool(made)

    @precondition(lambda self: self._claims())
    @rule(n=pick, who=mostly("exporter"), waiting=st.integers(0, 3))
    def withdraw(self, n: int, who: str, waiting: int) -> None:
        f = self._one(n, waiting, FinancingStatus.REQUESTED, FinancingStatus.LAPSED)
        call = ("ReceivablePledge", "withdraw", self._held(f))
        self._do("withdraw", lambda m, t: m.withdraw(t, who, f), who, *call)

    @precondition(lambda self: self._claims())
    @rule(
        n=pick, who=st.sampled_from([None, None, None, "bank", "buyer"]), waiting=st.integers(0, 3)
    )
    def decline(self, n: int, who: str | None, waiting: int) -> None:
        f = self._one(n, waiting, FinancingStatus.REQUESTED, FinancingStatus.LAPSED)
        by = who or self._bank_of(f)
        call = ("ReceivablePledge", "decline", self._held(f))
        self._do("decline", lambda m, t: m.decline(t, by, f), by, *call)

    @precondition(lambda self: self._claims())
    @rule(n=pick, waiting=st.integers(0, 3))
    def reclaim(self, n: int, waiting: int) -> None:
        f = self._one(n, waiting, FinancingStatus.LAPSED)
        call = ("ReceivablePledge", "reclaim", self._held(f))
        self._do("reclaim", lambda m, t: m.reclaim(t, "stranger", f), "stranger", *call)

    @precondition(lambda self: self._claims())
    @rule(
        n=pick,
        who=st.sampled_from([None, None, None, None, "bank", "exporter"]),
        waiting=st.integers(0, 7),
        wrong=st.integers(0, 9),
        suspended=st.integers(0, 7),
    )
    def fund_any(self, n: int, who: str | None, waiting: int, wrong: int, suspended: int) -> None:
        """One of eight borrowers is suspended when the money should go out, and back after."""
        if not suspended:
            self._suspend(1, True)
        self.fund(n, who, waiting, wrong)
        if not suspended:
            self._suspend(1, False)

    def fund(self, n: int, who: str | None, waiting: int, wrong: int) -> None:
        f = self._one(n, waiting, FinancingStatus.REQUESTED)
        basis = self._basis(f, not wrong)
        by = who or self._bank_of(f)
        call = ("ReceivablePledge", "fund", self._held(f, basis))
        self._do("fund", lambda m, t: m.fund(t, by, f, basis), by, *call)

    def _basis(self, financing: int, wrong: bool) -> Basis:
        whole, parts = self.model.claims[financing].basis
        if wrong and not parts:
            return whole, ((whole, 1),)
        return (whole, ((parts[0][0], parts[0][1] + 1), *parts[1:])) if wrong else (whole, parts)

    @precondition(lambda self: self._claims())
    @rule(
        n=pick,
        who=st.sampled_from(["exporter", "exporter", "bank", "other_bank", "buyer", "stranger"]),
        amount=st.one_of(amounts, st.just(2**96 - 1)),
        owing=st.integers(0, 7),
        wrong=st.integers(0, 9),
    )
    def repay(self, n: int, who: str, amount: int, owing: int, wrong: int) -> None:
        f = self._one(n, owing, *OWING)
        self._repay(who, f, self._basis(f, not wrong), amount)

    def _repay(self, who: str, f: int, basis: Basis, amount: int) -> None:
        call = ("ReceivablePledge", "repay", self._held(f, basis), amount)
        self._do("repay", lambda m, t: m.repay(t, who, f, basis, amount), who, *call)

    @precondition(lambda self: self.model.papers)
    @rule(
        n=pick,
        who=st.sampled_from(["buyer", "buyer", "buyer", "bank", "other_bank", "stranger"]),
        amount=amounts,
        fresh=st.integers(0, 5),
        spoilt=st.integers(0, 11),
    )
    def collect(self, n: int, who: str, amount: int, fresh: int, spoilt: int) -> None:
        self._collect("collect", self._invoice(n), who, amount, fresh, spoilt)

    def _collect(
        self, rule_name: str, invoice: bytes, who: str, amount: int, fresh: int, spoilt: int
    ) -> None:
        self.serial += bool(fresh)
        reference = self.serial.to_bytes(32, "big")
        uses = self.model.uses.items()
        on_it = sorted((f, u.until == COMMITTED) for (f, basis), u in uses if basis[0] == invoice)
        ranks = [f for f, funded in on_it if funded or spoilt == 3]
        listed = [self._held(f) for f in ranks]
        if spoilt == 0:
            listed = listed[::-1]
        elif spoilt == 1:
            listed = listed[1:]
        elif spoilt == 2:
            over = [f for f in self._claims() if f not in ranks]
            claimed = [(f, (invoice, self.model.claims[f].basis[1])) for f in over[:1]]
            listed = sorted([*listed, *claimed])
        call = ("ReceivablePledge", "collect", invoice, amount, reference, listed)
        self._do(
            rule_name,
            lambda m, t: m.collect(t, who, invoice, amount, reference, listed),
            who,
            *call,
        )

    @precondition(lambda self: self.model.lines)
    @rule(
        n=st.integers(0, 1),
        ranks=st.lists(st.tuples(pick, st.integers(1, 90_000)), min_size=2, max_size=5),
        hours=st.integers(0, 900),
        amount=st.integers(1, 600_000),
        both=st.booleans(),
        shown=st.integers(0, 5),
    )
    def stack(
        self,
        n: int,
        ranks: list[tuple[int, int]],
        hours: int,
        amount: int,
        both: bool,
        shown: int,
    ) -> None:
        """Several banks lend on one invoice, and later its debtor pays."""
        for line, asked in ranks:
            self.request(n, line, (1 - n, n) if both else (n,), asked, "exporter", 0, 1)
            if self._claims(FinancingStatus.REQUESTED):
                self.fund(-1, None, 1, 1)
        self._to(self.world.now + hours * 3_600)
        self.collect(n, "buyer", amount, 1, 9 if shown else 1)

    @rule(org=st.sampled_from([4, 8, 8, 2, 1]), anyway=st.integers(0, 5))
    def withdraw_credit(self, org: int, anyway: int) -> None:
        if anyway and not self.model.credit.get(org):
            return
        call = ("ClaimLedger", "withdraw", org, 840)
        self._do("withdraw_credit", lambda m, t: m.withdraw_credit(t, "", org), "stranger", *call)
