"""Random lives of the house: every step's outcome is foretold, and nothing is ever lost.

A rule asks the model what must happen, success or one exact refusal, and then does it. After each
step the chain is compared with the model and both with the promises in contracts/README.md.
The default run is short; `pytest --hypothesis-profile long tests/machine` is the thorough one.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from eth_utils.crypto import keccak
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.machine.covers import Cover, Model
from tests.machine.days import DAY
from tests.machine.lending import Line
from tests.machine.mirror import Mirror
from tests.machine.papers import Member, Said
from tests.machine.sharing import Basis
from tests.machine.world import BANK_SHARE, STRANGERS_MONEY, World
from tradefin.enums import (
    DayCountConvention,
    DemandStatus,
    DocumentKind,
    FinancingStatus,
    GuaranteeKind,
    GuaranteeStatus,
    Role,
)
from tradefin.errors import Reverted, SignatureInvalid
from tradefin.events import DemandPaid, FinancingRequested, GuaranteeOffered

INVOICES = tuple(keccak(text=f"invoice {n}") for n in range(3))
DECLARATIONS = tuple(keccak(text=f"declaration {n}") for n in range(2))
BANKS = ("bank", "other_bank")
GUARANTORS = ("guarantor", "second")
ZERO = "0x" + "00" * 20
OWING = {FinancingStatus.FUNDED, FinancingStatus.OVERDUE, FinancingStatus.DEFAULTED}
RUNS: Counter[tuple[str, str]] = Counter()
"""How often each rule ran, by outcome."""

pick = st.integers(0, 11)
amounts = st.one_of(st.integers(0, 60), st.integers(1, 40_000), st.integers(1, 3_000_000))
days = st.integers(0, 120)


def mostly(right: str, *others: str) -> st.SearchStrategy[str]:
    """The one who may, five times of six."""
    wrong = others or ("exporter", "bank", "guarantor", "stranger")
    return st.integers(0, 5).flatmap(
        lambda n: st.just(right) if n else st.sampled_from([w for w in wrong if w != right])
    )


@cache
def world() -> World:
    return World()


class House(RuleBasedStateMachine):
    """Two banks, an exporter, its buyer, two guarantors, customs, a regulator and a stranger."""

    def __init__(self) -> None:
        super().__init__()
        self.world = world()
        self.world.begin()
        self.model = _admitted(self.world)
        self.mirror = Mirror(self.world)
        self.serial = 0

    def _do(
        self, rule_name: str, foretell: Callable[[Model, int], Any], who: str, *call: Any
    ) -> Any:
        """Foretells on a copy, acts, and compares: the copy is the model if the call succeeds."""
        after, refusal, told = deepcopy(self.model), None, None
        try:
            told = foretell(after, self.world.now)
        except Reverted as foretold:
            refusal = foretold
        RUNS[rule_name, type(refusal).__name__ if refusal else "ok"] += 1
        if refusal is None:
            done = self.world.act(who, *call)
            self.model = after
            self._look()
            return told, done
        with pytest.raises(Reverted) as refused:
            self.world.act(who, *call)
        assert refused.value == refusal
        self._look()
        return None

    def _look(self) -> None:
        """After every transaction and every jump of the clock."""
        self.mirror.compare(self.model)
        self.mirror.check(self.model)

    def _claims(self, *statuses: FinancingStatus) -> list[int]:
        now = self.world.now
        claims = self.model.claims.values()
        return [c.id for c in claims if not statuses or c.status_at(now) in statuses]

    def _held(self, financing: int, basis: Basis | None = None) -> tuple[Any, ...]:
        return financing, basis or self.model.claims[financing].basis

    def _bank_of(self, financing: int) -> str:
        return self.model.name(self.model.claims[financing].bank)

    # Papers

    @initialize(start=st.integers(0, 40), rates=st.tuples(st.integers(0, 900), st.integers(0, 900)))
    def open_the_day(self, start: int, rates: tuple[int, int]) -> None:
        """What most lives begin with: two attested papers of each kind, lines and capital."""
        self._to(self.world.now + start * DAY)
        now = self.world.now
        for n in (0, 1):
            due = (now // DAY + 20 + 13 * n) * DAY + 3_600
            self.attest("bank", n, 0, 360_000 * (n + 1) + 7, 6, due // DAY - now // DAY, False, 1)
            self.attest("customs", n, 1, 500_000, 0, 0, False, 1)
        for bank, rate in zip(BANKS, rates, strict=True):
            self.open_line(bank, 1_000_000, 8_000 if rate else 10_000, rate, False, rate % 3)
        for guarantor in GUARANTORS:
            self.deposit(guarantor, 700_000)

    @rule(
        who=st.sampled_from(["bank", "bank", "other_bank", "customs", "customs", "buyer", "exporter"]),
        n=pick,
        kind=st.integers(0, 1),
        amount=amounts,
        debtor=st.sampled_from([0, 6, 6, 6]),
        due=days,
        same=st.booleans(),
        version=st.sampled_from([1, 1, 1, 1, 1, 2]),
    )
    def attest(
        self, who: str, n: int, kind: int, amount: int, debtor: int, due: int, same: bool,
        version: int,
    ) -> None:
        s = self._said(n, kind, amount, debtor, due, same, version)
        call = ("DocumentRegistry", "attest", s.values())
        self._do("attest", lambda m, t: m.attest(t, who, s), who, *call)

    def _said(
        self, n: int, kind: int, amount: int, debtor: int, due: int, same: bool, version: int
    ) -> Said:
        pool = (INVOICES, DECLARATIONS)[kind]
        document = pool[n % len(pool)]
        if same and document in self.model.papers:
            return self.model.papers[document].said
        now = self.world.now
        said = DocumentKind.CUSTOMS_DECLARATION if kind else DocumentKind.INVOICE
        return Said(
            document=document,
            commitment=keccak(document + bytes([amount % 256])),
            kind=said,
            holder=1 if n < 11 else 6,
            counterparty=debtor,
            amount=amount,
            currency=978 if n == 9 else 840,
            due=0 if kind else now + due * DAY,
            valid_until=now + 400 * DAY if n % 3 else now + 9 * DAY,
            version=version,
        )

    @precondition(lambda self: self.model.papers)
    @rule(n=pick, amount=amounts, step=st.sampled_from([1, 1, 1, 1, 0, 2]), other=st.integers(0, 7),
          who=st.sampled_from([None, None, None, "bank", "customs"]), signed=st.booleans())
    def amend(
        self, n: int, amount: int, step: int, other: int, who: str | None, signed: bool
    ) -> None:
        """By its attestor mostly; sent, or signed and presented by a stranger."""
        paper = list(self.model.papers.values())[n % len(self.model.papers)]
        own = paper.said
        s = Said(
            **{
                **vars(own),
                "amount": amount,
                "version": own.version + step,
                "commitment": keccak(own.commitment),
                "counterparty": 0 if other == 7 else own.counterparty,
                "valid_until": self.world.now + (400 if other else -1) * DAY,
            }
        )
        by = who or self.model.name(paper.attestor)
        if signed:
            self._present(by, s, forged=other == 6)
            return
        call = ("DocumentRegistry", "amend", s.values())
        self._do("amend", lambda m, t: m.amend(t, by, s), by, *call)

    @rule(who=st.sampled_from(["bank", "other_bank", "customs", "buyer"]), n=pick, amount=amounts,
          due=days, same=st.booleans(), forged=st.integers(0, 7))
    def present(self, who: str, n: int, amount: int, due: int, same: bool, forged: int) -> None:
        kind = int(who == "customs")
        self._present(who, self._said(n, kind, amount, 0 if kind else 6, due, same, 1), not forged)

    def _present(self, signer: str, s: Said, forged: bool) -> None:
        address = self.world.keys[signer].address
        signature = self.world.sign("stranger" if forged else signer, s)

        def foretell(m: Model, t: int) -> None:
            if forged:
                raise SignatureInvalid(address, s.document)
            m.present(t, signer, s)

        signed = [(s.values(), address, signature)]
        self._do("present", foretell, "stranger", "DocumentRegistry", "present", signed)

    @precondition(lambda self: self.model.papers)
    @rule(n=pick, who=st.sampled_from([None, None, "bank", "buyer"]), sure=st.integers(0, 2))
    def revoke(self, n: int, who: str | None, sure: int) -> None:
        document, paper = list(self.model.papers.items())[n % len(self.model.papers)]
        by = who or self.model.name(paper.attestor)
        if sure and by == self.model.name(paper.attestor):
            return
        call = ("DocumentRegistry", "revoke", document)
        self._do("revoke", lambda m, t: m.revoke(t, by, document), by, *call)

    @rule(n=pick, kind=st.integers(0, 1), who=mostly("regulator"),
          until=st.sampled_from([None, 3 * DAY, 20 * DAY, 180 * DAY, 180 * DAY + 1]))
    def freeze(self, n: int, kind: int, who: str, until: int | None) -> None:
        document = (INVOICES, DECLARATIONS)[kind][n % 2]
        end = 0 if until is None else self.world.now + until
        call = ("DocumentRegistry", "freeze", document, b"\1" * 32, end)
        self._do("freeze", lambda m, t: m.freeze(t, who, document, end), who, *call)

    # Lines and requests

    @rule(who=mostly("bank", "other_bank", "exporter"), limit=st.integers(1, 2_000_000),
          advance=st.sampled_from([8_000, 10_000, 1]), rate=st.integers(0, 2_000),
          conditional=st.booleans(), convention=st.integers(0, 2))
    def open_line(
        self, who: str, limit: int, advance: int, rate: int, conditional: bool, convention: int
    ) -> None:
        line = Line(
            id=len(self.model.lines) + 1,
            bank=self.model.org(who),
            enterprise=1,
            limit=limit,
            advance=advance,
            rate=rate,
            penalty_rate=15_000,
            tenor=90,
            grace=7,
            convention=DayCountConvention(convention),
            conditional=conditional,
        )
        condition = self.world.address("GuaranteeEscrow") if conditional else ZERO
        terms = (
            *(1, 840, limit, advance, rate, 15_000, 90, 7, convention, 0),
            *(self.world.now + 5_000 * DAY, condition),
        )
        call = ("CreditLines", "open", terms)
        self._do("open_line", lambda m, t: m.open_line(t, who, line), who, *call)

    @precondition(lambda self: len(self.model.lines) > 2)
    @rule(n=pick, who=mostly("bank", "other_bank"))
    def close_line(self, n: int, who: str) -> None:
        line = list(self.model.lines)[n % len(self.model.lines)]
        call = ("CreditLines", "close", line)
        self._do("close_line", lambda m, t: m.close_line(t, who, line), who, *call)

    @precondition(lambda self: self.model.papers and self.model.lines)
    @rule(n=pick, line=pick, declared=st.sampled_from([(0,), (0,), (1,), (0, 1), (1, 0)]),
          asked=st.one_of(st.just(0), amounts), who=mostly("exporter", "buyer", "bank"),
          maturity=st.sampled_from([0, 0, 0, 1, 10, 89]), with_others=st.integers(0, 5))
    def request(
        self, n: int, line: int, declared: tuple[int, ...], asked: int, who: str, maturity: int,
        with_others: int,
    ) -> None:
        invoice = INVOICES[n % 3 if n > 9 else n % 2]
        chosen = list(self.model.lines)[line % len(self.model.lines)]
        papers = [DECLARATIONS[d] for d in declared]
        day = self.world.now // DAY + maturity if maturity else 0
        beside = [f for f, _ in self.model.uses] if with_others else []
        application = (chosen, invoice, papers, asked, day, 0, 1)
        call = ("ReceivablePledge", "request", application, [self._held(f) for f in beside])
        made = self._do(
            "request",
            lambda m, t: m.request(t, who, chosen, invoice, papers, asked, day, beside),
            who,
            *call,
        )
        if made:
            claim, done = made
            event = done.one(FinancingRequested)
            parts = tuple((part["document"], part["share"]) for part in event.parts)
            assert (event.financing, event.amount) == (claim.id, claim.original)
            assert (event.invoice, parts) == claim.basis

    @precondition(lambda self: self._claims())
    @rule(n=pick, who=mostly("exporter"), waiting=st.integers(0, 3))
    def withdraw(self, n: int, who: str, waiting: int) -> None:
        f = self._one(n, waiting, FinancingStatus.REQUESTED, FinancingStatus.LAPSED)
        call = ("ReceivablePledge", "withdraw", self._held(f))
        self._do("withdraw", lambda m, t: m.withdraw(t, who, f), who, *call)

    @precondition(lambda self: self._claims())
    @rule(n=pick, who=st.sampled_from([None, None, None, "bank", "buyer"]), waiting=st.integers(0, 3))
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

    def _one(self, n: int, wanted: int, *statuses: FinancingStatus) -> int:
        """A financing in one of these states where there is one, any other if not `wanted`."""
        found = (self._claims(*statuses) if wanted else []) or self._claims()
        return found[n % len(found)]

    @precondition(lambda self: self._claims())
    @rule(n=pick, who=st.sampled_from([None, None, None, None, "bank", "exporter"]),
          waiting=st.integers(0, 7), wrong=st.integers(0, 9))
    def fund(self, n: int, who: str | None, waiting: int, wrong: int) -> None:
        f = self._one(n, waiting, FinancingStatus.REQUESTED)
        basis = self._basis(f, not wrong)
        by = who or self._bank_of(f)
        call = ("ReceivablePledge", "fund", self._held(f, basis))
        self._do("fund", lambda m, t: m.fund(t, by, f, basis), by, *call)

    def _basis(self, financing: int, wrong: bool) -> Basis:
        whole, parts = self.model.claims[financing].basis
        return (whole, ((parts[0][0], parts[0][1] + 1), *parts[1:])) if wrong else (whole, parts)

    # Money back

    @precondition(lambda self: self._claims())
    @rule(n=pick, who=st.sampled_from(["exporter", "exporter", "bank", "other_bank", "buyer", "stranger"]),
          amount=st.one_of(amounts, st.just(2**96 - 1)), owing=st.integers(0, 7),
          wrong=st.integers(0, 9))
    def repay(self, n: int, who: str, amount: int, owing: int, wrong: int) -> None:
        f = self._one(n, owing, *OWING)
        basis = self._basis(f, not wrong)
        call = ("ReceivablePledge", "repay", self._held(f, basis), amount)
        self._do("repay", lambda m, t: m.repay(t, who, f, basis, amount), who, *call)

    @precondition(lambda self: self.model.papers)
    @rule(n=pick, who=st.sampled_from(["buyer", "buyer", "buyer", "bank", "other_bank", "stranger"]),
          amount=amounts, fresh=st.integers(0, 5), spoilt=st.integers(0, 11))
    def collect(self, n: int, who: str, amount: int, fresh: int, spoilt: int) -> None:
        invoice = INVOICES[n % 2 if n < 11 else 2]
        self.serial += bool(fresh)
        reference = self.serial.to_bytes(32, "big")
        ranks = sorted(f for f, basis in self.model.uses if basis[0] == invoice)
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
            "collect",
            lambda m, t: m.collect(t, who, invoice, amount, reference, listed),
            who,
            *call,
        )

    @rule(org=st.sampled_from([4, 8, 8, 2, 1]))
    def withdraw_credit(self, org: int) -> None:
        call = ("ClaimLedger", "withdraw", org, 840)
        self._do("withdraw_credit", lambda m, t: m.withdraw_credit(t, "", org), "stranger", *call)

    # Guarantees

    @rule(who=mostly("guarantor", "second", "bank"), amount=amounts)
    def deposit(self, who: str, amount: int) -> None:
        call = ("GuarantorCapital", "deposit", 840, amount)
        self._do("deposit", lambda m, t: m.deposit(t, who, amount), who, *call)

    @rule(who=st.sampled_from([*GUARANTORS, "bank"]), amount=amounts)
    def withdraw_capital(self, who: str, amount: int) -> None:
        call = ("GuarantorCapital", "withdraw", 840, amount)
        name = "withdraw_capital"
        self._do(name, lambda m, t: m.withdraw_capital(t, who, amount), who, *call)

    @precondition(lambda self: self._claims())
    @rule(n=pick, who=st.sampled_from([*GUARANTORS, *GUARANTORS, "bank"]), cover=st.integers(0, 10),
          kind=st.integers(0, 1), premium=st.integers(0, 90), by_bank=st.booleans(), days=days,
          waiting=st.integers(0, 9))
    def offer(
        self, n: int, who: str, cover: int, kind: int, premium: int, by_bank: bool, days: int,
        waiting: int,
    ) -> None:
        self._offer(
            self._one(n, waiting, FinancingStatus.REQUESTED, FinancingStatus.FUNDED),
            who, cover, kind, premium, by_bank, days,
        )

    def _offer(
        self, f: int, who: str, cover: int, kind: int, premium: int, by_bank: bool, days: int
    ) -> int | None:
        c, now = self.model.claims[f], self.world.now
        g = Cover(
            id=len(self.model.covers) + 1,
            financing=f,
            kind=GuaranteeKind(kind),
            cover=c.original * cover // 10,
            premium=premium,
            payer=c.bank if by_bank else c.enterprise,
            guarantor=self.model.org(who),
            beneficiary=c.bank,
            expiry=now + days * DAY,
            offer_until=now + (DAY if days else -1),
        )
        terms = (f, kind, g.cover, premium, g.payer, g.expiry, g.offer_until, 0)
        call = ("GuaranteeEscrow", "offer", terms)
        made = self._do("offer", lambda m, t: m.offer(t, who, deepcopy(g)), who, *call)
        if not made:
            return None
        event = made[1].one(GuaranteeOffered)
        assert (event.guarantee, event.beneficiary) == (g.id, g.beneficiary)
        self.model.covers[g.id].terms_hash = event.terms_hash
        return g.id

    @precondition(lambda self: self.model.covers)
    @rule(n=pick, who=st.sampled_from([None, None, None, "other_bank", "buyer"]), other=st.integers(0, 7))
    def accept(self, n: int, who: str | None, other: int) -> None:
        guarantee = self._cover(n, other, GuaranteeStatus.OFFERED)
        g = self.model.covers[guarantee]
        missing = sorted({g.beneficiary, g.payer} - g.accepted) or [g.beneficiary]
        by = who or self.model.name(missing[0])
        self._accept(by, guarantee, g.terms_hash if other != 1 else b"\7" * 32)

    def _accept(self, who: str, guarantee: int, terms_hash: bytes) -> None:
        call = ("GuaranteeEscrow", "accept", guarantee, terms_hash)
        self._do("accept", lambda m, t: m.accept(t, who, guarantee, terms_hash), who, *call)

    def _cover(self, n: int, wanted: int, *statuses: GuaranteeStatus) -> int:
        now, covers = self.world.now, self.model.covers
        found = [g.id for g in covers.values() if g.status_at(now) in statuses] if wanted else []
        found = found or list(covers)
        return found[n % len(found)]

    @precondition(lambda self: self.model.covers)
    @rule(n=pick, who=st.sampled_from([None, None, None, "guarantor", "exporter"]),
          live=st.integers(0, 7), part=st.integers(0, 11), units=st.integers(-1, 1))
    def demand(self, n: int, who: str | None, live: int, part: int, units: int) -> None:
        """A tenth to all of what is left of the cover, a unit more or less."""
        guarantee = self._cover(n, live, GuaranteeStatus.LIVE)
        g = self.model.covers[guarantee]
        amount = max(0, g.left * min(part, 10) // 10 + units)
        by = who or self.model.name(g.beneficiary)
        call = ("GuaranteeEscrow", "demand", guarantee, amount, b"\5" * 32)
        self._do("demand", lambda m, t: m.demand(t, by, guarantee, amount), by, *call)

    def _demanded(self, n: int, *statuses: DemandStatus) -> int:
        now, demands = self.world.now, self.model.demands
        found = [d.id for d in demands.values() if d.status_at(now) in statuses] or list(demands)
        return found[n % len(found)]

    @precondition(lambda self: self.model.demands)
    @rule(n=pick, who=st.sampled_from([None, None, None, "bank"]), found=st.sampled_from([0, 0, 0, 5]))
    def examine(self, n: int, who: str | None, found: int) -> None:
        d = self._demanded(n, DemandStatus.PRESENTED)
        by = who or self.model.name(self.model.covers[self.model.demands[d].guarantee].guarantor)
        call = ("GuaranteeEscrow", "examine", d, found)
        self._do("examine", lambda m, t: m.examine(t, by, d, found), by, *call)

    @precondition(lambda self: self.model.demands)
    @rule(n=pick, who=st.sampled_from(["stranger", "guarantor"]))
    def pay(self, n: int, who: str) -> None:
        d = self._demanded(n, DemandStatus.COMPLYING, DemandStatus.PRECLUDED)
        call = ("GuaranteeEscrow", "pay", d)
        made = self._do("pay", lambda m, t: m.pay_demand(t, who, d), who, *call)
        if made:
            paid, done = made
            assert done.one(DemandPaid).amount == paid

    @precondition(lambda self: self.model.demands)
    @rule(n=pick, who=st.sampled_from([None, "exporter"]))
    def withdraw_demand(self, n: int, who: str | None) -> None:
        d = self._demanded(n, DemandStatus.PRESENTED, DemandStatus.COMPLYING)
        by = who or self.model.name(self.model.covers[self.model.demands[d].guarantee].beneficiary)
        call = ("GuaranteeEscrow", "withdrawDemand", d)
        self._do("withdraw_demand", lambda m, t: m.withdraw_demand(t, by, d), by, *call)

    @precondition(lambda self: self.model.covers)
    @rule(n=pick, who=st.sampled_from(["stranger", "stranger", "guarantor", "bank"]),
          live=st.integers(0, 7))
    def release(self, n: int, who: str, live: int) -> None:
        g = self._cover(n, live, GuaranteeStatus.LIVE, GuaranteeStatus.EXPIRED)
        call = ("GuaranteeEscrow", "release", g)
        self._do("release", lambda m, t: m.release_cover(t, who, g), who, *call)

    @precondition(lambda self: self._claims(FinancingStatus.REQUESTED, FinancingStatus.FUNDED))
    @rule(n=pick, covers=st.lists(st.integers(1, 9), min_size=1, max_size=3),
          part=st.integers(1, 10), precluded=st.booleans())
    def default(self, n: int, covers: list[int], part: int, precluded: bool) -> None:
        """A covered financing goes bad and its guarantors pay: each step is still foretold."""
        f = self._one(n, 1, FinancingStatus.REQUESTED, FinancingStatus.FUNDED)
        made = []
        for i, cover in enumerate(covers):
            g = self._offer(f, GUARANTORS[(n + i) % 2], cover, 0, 3, True, 200)
            if g is not None:
                self._accept(self._bank_of(f), g, self.model.covers[g].terms_hash)
                made.append(g)
        if f in self._claims(FinancingStatus.REQUESTED):
            self.fund(self._claims(FinancingStatus.REQUESTED).index(f), None, 1, 1)
        c = self.model.claims[f]
        self._to((c.maturity + c.grace + 1) * DAY)
        for g in made:
            cover = self.model.covers[g]
            if cover.status is not GuaranteeStatus.LIVE or cover.demand:
                continue
            index = self._live().index(g) if g in self._live() else 0
            self.demand(index, None, 1, part, 0)
        for n_demand, d in enumerate(list(self.model.demands)):
            if not precluded and self._demanded(n_demand, DemandStatus.PRESENTED) == d:
                self.examine(n_demand, None, 0)
        if precluded:
            self._to(self.world.now + 9 * DAY)
        for _ in made:
            if self.model.demands:
                self.pay(0, "stranger")

    def _live(self) -> list[int]:
        now, covers = self.world.now, self.model.covers
        return [g.id for g in covers.values() if g.status_at(now) is GuaranteeStatus.LIVE]

    # Members and time

    @rule(org=st.sampled_from([1, 2, 4, 5, 6]), sure=st.integers(0, 3))
    def suspend(self, org: int, sure: int) -> None:
        if sure:
            return
        call = ("ParticipantRegistry", "suspend", org)
        self._do("suspend", lambda m, _: m.suspend(org, True), "registrar", *call)

    @precondition(lambda self: any(m.suspended for m in self.model.members.values()))
    @rule()
    def reinstate(self) -> None:
        org = next(m.org for m in self.model.members.values() if m.suspended)
        call = ("ParticipantRegistry", "reinstate", org)
        self._do("reinstate", lambda m, _: m.suspend(org, False), "registrar", *call)

    @rule(hours=st.integers(1, 24 * 6))
    def wait(self, hours: int) -> None:
        self._to(self.world.now + hours * 3_600)
        RUNS["wait", "ok"] += 1

    @precondition(lambda self: self._deadlines())
    @rule(n=st.integers(0, 30), late=st.booleans())
    def reach_a_deadline(self, n: int, late: bool) -> None:
        """The next transaction runs in a deadline's last second, or in the one after."""
        deadlines = sorted(self._deadlines())
        self._to(deadlines[n % len(deadlines)] + late)
        RUNS["reach_a_deadline", "ok"] += 1

    def _deadlines(self) -> set[int]:
        m, now = self.model, self.world.now
        found: set[int] = set()
        for c in m.claims.values():
            if c.status in (FinancingStatus.REQUESTED, FinancingStatus.FUNDED):
                ends = (c.maturity + 1) * DAY - 1, (c.maturity + c.grace + 1) * DAY - 1
                found |= {c.until, *ends}
        for g in m.covers.values():
            found |= {g.offer_until, g.expiry}
        found |= {d.examine_by for d in m.demands.values()}
        found |= {p.frozen for p in m.papers.values()}
        return {at for at in found if now < at < now + 60 * DAY}

    def _to(self, time: int) -> None:
        if time > self.world.now:
            self.world.net.next_block(datetime.fromtimestamp(time, UTC))
            self._look()


def _admitted(there: World) -> Model:
    roles: dict[str, tuple[set[Role], set[DocumentKind]]] = {
        "exporter": ({Role.ENTERPRISE}, set()),
        "bank": ({Role.BANK}, {DocumentKind.INVOICE}),
        "other_bank": ({Role.BANK}, {DocumentKind.INVOICE}),
        "guarantor": ({Role.GUARANTOR}, set()),
        "customs": ({Role.ATTESTOR}, {DocumentKind.CUSTOMS_DECLARATION}),
        "buyer": ({Role.ENTERPRISE}, set()),
        "regulator": ({Role.REGULATOR}, set()),
        "second": ({Role.GUARANTOR}, set()),
    }
    members = {
        who: Member(there.orgs[who], frozenset(held), frozenset(kinds))
        for who, (held, kinds) in roles.items()
    }
    addresses = {who: key.address for who, key in there.keys.items()}
    rooms = {name: there.address(name) for name in ("ClaimLedger", "GuarantorCapital")}
    tokens = {who: 500_000_000 for who in roles} | dict.fromkeys(rooms, 0)
    tokens |= {"stranger": STRANGERS_MONEY, "registrar": 0}
    pledge = there.address("ReceivablePledge")
    return Model(members, addresses | rooms, pledge, tokens=tokens, bank_share=BANK_SHARE)


@pytest.fixture
def tally() -> Iterator[None]:
    """Prints how often each rule ran, by outcome, where TALLY is set."""
    yield
    if os.environ.get("TALLY"):
        for (name, outcome), count in sorted(RUNS.items()):
            print(f"{name:18} {outcome:28} {count:6}")


def test_every_life_keeps_the_promises(tally: None) -> None:
    default = settings.get_current_profile_name() != "long"
    run_state_machine_as_test(
        House,
        settings=settings(
            max_examples=40 if default else 2_000,
            stateful_step_count=30 if default else 60,
            derandomize=default,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
