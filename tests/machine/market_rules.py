"""What may happen to a claim beside being paid."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.machine.days import DAY
from tests.machine.demand_rules import DemandRules
from tests.machine.house import GUARANTORS, amounts, pick
from tests.machine.lending_rules import OWING
from tests.machine.market import NOTHING, Proposal, Share
from tradefin.enums import FinancingStatus, GuaranteeStatus
from tradefin.events import (
    FinancingAccelerated,
    FinancingWrittenOff,
    GuaranteeConsented,
    ShareOffered,
    ShareSold,
    ShareTransferred,
    TermsChanged,
    TermsProposed,
)

UNPAID = (FinancingStatus.FUNDED, FinancingStatus.OVERDUE, FinancingStatus.DEFAULTED)
HOLDERS = ("bank", "other_bank", *GUARANTORS)


class MarketRules(DemandRules):
    """Write-offs, other terms, sales."""

    @precondition(lambda self: self._claims())
    @rule(
        n=pick,
        who=st.sampled_from([None, None, None, "other_bank", "exporter"]),
        late=st.integers(0, 5),
    )
    def write_off(self, n: int, who: str | None, late: int) -> None:
        f = self._one(n, late, FinancingStatus.DEFAULTED)
        by = who or self._bank_of(f)
        call = ("ClaimLedger", "writeOff", f)
        made = self._do("write_off", lambda m, t: m.write_off(t, by, f), by, *call)
        if made:
            event, c = made[1].one(FinancingWrittenOff), self.model.claims[f]
            assert event.principal == c.principal

    @precondition(lambda self: self._claims(FinancingStatus.DEFAULTED))
    @rule(n=pick, who=st.sampled_from([None, None, None, "other_bank", "exporter"]))
    def accelerate(self, n: int, who: str | None) -> None:
        f = self._one(n, 1, FinancingStatus.DEFAULTED)
        by = who or self._bank_of(f)
        call = ("TermChanges", "accelerate", f)
        made = self._do("accelerate", lambda m, t: m.accelerate(t, by, f), by, *call)
        if made:
            assert made[1].one(FinancingAccelerated).financing == f

    # Terms

    @precondition(lambda self: self._claims(*UNPAID) or len(self._claims()) > 3)
    @rule(
        n=pick,
        who=st.sampled_from([None, None, "exporter", "exporter", "other_bank", "buyer"]),
        days=st.sampled_from([-1, 0, 1, 1, 20, 45, 60, 100]),
        rate=st.integers(0, 2_000),
        instalments=st.sampled_from([1, 1, 2, 3, 4]),
        hours=st.sampled_from([-1, 0, 40, 40, 400, 400]),
        running=st.integers(0, 9),
        consenting=st.booleans(),
        at_once=st.integers(0, 3),
    )
    def propose(
        self,
        n: int,
        who: str | None,
        days: int,
        rate: int,
        instalments: int,
        hours: int,
        running: int,
        consenting: bool,
        at_once: int,
    ) -> None:
        """Three times of four the other side accepts at once, its guarantors asked or not."""
        f, now = self._one(n, running, *UNPAID), self.world.now
        by = who or self._bank_of(f)
        end = now + hours * 3_600
        p = Proposal(self.model.org(by), now // DAY + days, rate, instalments, end)
        call = ("TermChanges", "propose", f, p.values(self.model.claims[f]))
        made = self._do("propose", lambda m, t: m.propose(t, by, f, deepcopy(p)), by, *call)
        if not made:
            return
        assert made[1].one(TermsProposed).terms_hash == self.model.proposed_hash(f)
        if consenting:
            for g in self._live():
                if self.model.covers[g].financing == f:
                    self._consent(None, g, self.model.proposed_hash(f))
        if at_once:
            self._accept_terms(None, f, self.model.proposed_hash(f))

    @precondition(lambda self: self.model.proposals)
    @rule(
        n=pick,
        who=st.sampled_from([None, None, None, "bank", "exporter", "customs"]),
        wrong=st.integers(0, 5),
        withdrawn=st.integers(0, 3),
    )
    def answer_proposal(self, n: int, who: str | None, wrong: int, withdrawn: int) -> None:
        proposals = self.model.proposals
        f = list(proposals)[n % len(proposals)]
        if withdrawn:
            terms_hash = self.model.proposed_hash(f) if wrong else b"\7" * 32
            self._accept_terms(who, f, terms_hash)
            return
        by = who or self.model.name(proposals[f].by)
        call = ("TermChanges", "withdrawProposal", f)
        name = "withdraw_proposal"
        self._do(name, lambda m, t: m.withdraw_proposal(t, by, f), by, *call)

    def _accept_terms(self, who: str | None, f: int, terms_hash: bytes) -> None:
        c, p = self.model.claims[f], self.model.proposals[f]
        by = who or self.model.name(c.enterprise if p.by == c.bank else c.bank)
        call = ("TermChanges", "accept", f, c.basis, terms_hash)
        name = "accept_terms"
        made = self._do(name, lambda m, t: m.accept_terms(t, by, f, terms_hash), by, *call)
        if made:
            assert made[1].one(TermsChanged).terms_version == self.model.claims[f].version

    @precondition(lambda self: self.model.covers)
    @rule(
        n=pick,
        who=st.sampled_from([None, None, None, "guarantor", "bank"]),
        live=st.integers(0, 7),
        wrong=st.integers(0, 5),
    )
    def consent(self, n: int, who: str | None, live: int, wrong: int) -> None:
        g = self._cover(n, live, GuaranteeStatus.LIVE)
        c = self.model.claims[self.model.covers[g].financing]
        proposed = self.model.proposed_hash(c.id)
        known = c.terms_hash if n % 2 or proposed == NOTHING else proposed
        self._consent(who, g, known if wrong else b"\7" * 32)

    def _consent(self, who: str | None, g: int, terms_hash: bytes) -> None:
        by = who or self.model.name(self.model.covers[g].guarantor)
        call = ("GuaranteeEscrow", "consent", g, terms_hash)
        made = self._do("consent", lambda m, t: m.consent(t, by, g, terms_hash), by, *call)
        if made:
            assert made[1].one(GuaranteeConsented).terms_hash == terms_hash

    # Sales

    @precondition(lambda self: self._claims(*OWING) or len(self._claims()) > 3)
    @rule(
        n=pick,
        who=st.sampled_from([None, None, None, None, *HOLDERS, "exporter"]),
        operator=st.sampled_from([None, None, None, "other_bank", "exporter"]),
        buyer=st.sampled_from([*HOLDERS, *HOLDERS, *HOLDERS, "exporter", "buyer", "customs"]),
        tenths=st.sampled_from([1, 3, 5, 10, 10]),
        off=st.sampled_from([0, 0, 0, 1]),
        price=amounts,
        hours=st.sampled_from([-1, 40, 40, 40, 400, 400]),
        owing=st.integers(0, 9),
        at_once=st.integers(0, 3),
    )
    def offer_share(
        self,
        n: int,
        who: str | None,
        operator: str | None,
        buyer: str,
        tenths: int,
        off: int,
        price: int,
        hours: int,
        owing: int,
        at_once: int,
    ) -> None:
        """A part of what its seller may sell, or a unit more; three times of four bought.

        By its seller, or by an operator, approved before for that part, or for a unit less.
        """
        f = self._one(n, owing, *OWING)
        c, now = self.model.claims[f], self.world.now
        by = who or self.model.name([c.bank, *c.others][n % (1 + len(c.others))])
        seller = self.model.org(by)
        amount = self.model.sellable(now, f, seller) * tenths // 10 + off
        number = self.model.last_share + 1
        to = self.model.org(buyer)
        if operator:
            self._approve(by, f, operator, max(0, amount - off))
            by = operator
        s = Share(number, f, seller, to, amount, price, now + hours * 3_600, self.model.org(by))
        call = ("ShareSales", "offerShare", f, seller, to, amount, price, s.until)
        made = self._do("offer_share", lambda m, t: m.offer_share(t, by, deepcopy(s)), by, *call)
        if made:
            event = made[1].one(ShareOffered)
            assert (event.share, event.terms_hash) == (number, self.model.share_hash(s))
            if at_once:
                self._buy(None, number, event.terms_hash)

    def _approve(self, who: str, f: int, operator: str, ceiling: int) -> None:
        org = self.model.org(operator)
        call = ("ShareSales", "approveOperator", f, org, ceiling)
        name = "approve_operator"
        self._do(name, lambda m, t: m.approve_operator(t, who, f, org, ceiling), who, *call)

    @precondition(lambda self: self.model.shares)
    @rule(
        n=pick,
        who=st.sampled_from([None, None, None, "bank", "customs"]),
        wrong=st.integers(0, 5),
        withdrawn=st.integers(0, 3),
    )
    def answer_share(self, n: int, who: str | None, wrong: int, withdrawn: int) -> None:
        shares = self.model.shares
        s = shares[list(shares)[n % len(shares)]]
        if withdrawn:
            self._buy(who, s.id, self.model.share_hash(s) if wrong else b"\7" * 32)
            return
        by = who or self.model.name(s.seller)
        call = ("ShareSales", "withdrawShare", s.id)
        self._do("withdraw_share", lambda m, t: m.withdraw_share(t, by, s.id), by, *call)

    def _buy(self, who: str | None, share: int, terms_hash: bytes) -> None:
        s = self.model.shares[share]
        by = who or self.model.name(s.buyer)
        call = ("ShareSales", "buyShare", share, terms_hash)
        made = self._do("buy_share", lambda m, t: m.buy_share(t, by, share, terms_hash), by, *call)
        if made:
            made[1].one(ShareSold)
            event, c = made[1].one(ShareTransferred), self.model.claims[s.financing]
            held = {c.bank: event.claim - sum(c.others.values()), **c.others}
            assert (event.left, event.held) == (held.get(s.seller, 0), held[s.buyer])

    @rule(org=st.sampled_from([2, 3, 4, 8]))
    def withdraw_holders_credit(self, org: int) -> None:
        if self.model.credit.get(org):
            self.withdraw_credit(org, 1)
