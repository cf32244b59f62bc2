"""What becomes of a claim beside being paid: a model of write-offs, other terms and sales."""

from __future__ import annotations

from dataclasses import dataclass, field

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from tests.machine.bookings import Books
from tests.machine.days import DAY, at, months_after, on
from tests.machine.sharing import Claim
from tradefin.enums import AmortizationKind, FinancingStatus, Role
from tradefin.errors import (
    BuyerRelated,
    BuyersTooMany,
    CallerNotBuyer,
    CallerNotLead,
    CallerNotLeadOrBorrower,
    CallerNotProposer,
    CallerNotSeller,
    ClaimIsShared,
    FinancingNotInStatus,
    InstalmentsInvalid,
    MaturityPassed,
    OperatorExceedsCeiling,
    OperatorIsHolder,
    ProposalHashMismatch,
    ProposalIsOwn,
    ProposalLapsed,
    ProposalNotFound,
    RanksBeside,
    RoleMissing,
    SaleExceedsHolding,
    ShareHashMismatch,
    ShareLapsed,
    ShareNotOffered,
    ShareTermsInvalid,
    ShareToItself,
)
from tradefin.ids import DocumentId

MOST_BUYERS = 3
NOTHING = bytes(32)
SLACK_DAYS = 7


@dataclass
class Proposal:
    """Another maturity, rate and number of equal instalments; penalty and grace stay."""

    by: int
    maturity: int
    rate: int
    instalments: int
    until: int

    def values(self, c: Claim) -> tuple[int, ...]:
        schedule = (self.kind, self.instalments)
        return (self.maturity, self.rate, c.penalty_rate, c.grace, *schedule, self.until)

    @property
    def kind(self) -> AmortizationKind:
        parts = self.instalments != 1
        return AmortizationKind.EQUAL_PRINCIPAL if parts else AmortizationKind.BULLET


@dataclass
class Share:
    """A part of a claim for sale."""

    id: int
    financing: int
    seller: int
    buyer: int
    amount: int
    price: int
    until: int
    offered_by: int

    def values(self) -> tuple[int, ...]:
        sale = (self.financing, self.seller, self.buyer, self.amount, self.price)
        return (*sale, self.until, self.offered_by)


@dataclass
class Market(Books):
    """Claims as their holders deal with them. `bank_share` basis points are the bank's own."""

    bank_share: int = 0
    chain_id: int = 0
    proposals: dict[int, Proposal] = field(default_factory=dict)
    shares: dict[int, Share] = field(default_factory=dict)
    last_share: int = 0
    operators: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def accelerate(self, t: int, who: str, financing: int) -> None:
        self.require_running(t, financing)
        c, today = self._defaulted(t, who, financing), t // DAY
        if today > c.maturity:
            raise MaturityPassed(financing, on(c.maturity), on(today))
        c.change(t, today - 1, c.rate, 1)
        c.grace = 0

    def write_off(self, t: int, who: str, financing: int) -> None:
        self._defaulted(t, who, financing).status = FinancingStatus.WRITTEN_OFF

    def _defaulted(self, t: int, who: str, financing: int) -> Claim:
        c, caller = self.claims[financing], self.org(who)
        if c.bank != caller:
            raise CallerNotLead(financing, c.bank, caller)
        if c.status_at(t) is not FinancingStatus.DEFAULTED:
            raise FinancingNotInStatus(financing, c.status_at(t), FinancingStatus.DEFAULTED)
        return c

    # Terms

    def propose(self, t: int, who: str, financing: int, p: Proposal) -> None:
        c = self._changeable(t, financing, self.active(who).org)
        if t > p.until:
            raise ProposalLapsed(financing, at(p.until))
        self._require_to_come(t, c, p)
        self.proposals[financing] = p

    def accept_terms(self, t: int, who: str, financing: int, terms_hash: bytes) -> None:
        caller, p = self.active(who).org, self._proposed(financing)
        c = self._changeable(t, financing, caller)
        if p.by == caller:
            raise ProposalIsOwn(financing, caller)
        if t > p.until:
            raise ProposalLapsed(financing, at(p.until))
        known = self.proposed_hash(financing)
        if known != terms_hash:
            raise ProposalHashMismatch(financing, known, terms_hash)
        self._require_to_come(t, c, p)
        others = self.papers[c.basis[0]].commits - 1
        sooner = p.maturity < c.maturity and c.penalty_rate > 10_000
        if (sooner or p.rate > c.rate) and others:
            raise RanksBeside(financing, DocumentId(c.basis[0]), others)
        self.require_active(p.by)
        c.change(t, p.maturity, p.rate, p.instalments)
        c.version, c.terms_hash = c.version + 1, known
        del self.proposals[financing]

    def withdraw_proposal(self, _: int, who: str, financing: int) -> None:
        by, caller = self._proposed(financing).by, self.org(who)
        if by != caller:
            raise CallerNotProposer(financing, by, caller)
        del self.proposals[financing]

    def proposed_hash(self, financing: int) -> bytes:
        p, c = self.proposals.get(financing), self.claims[financing]
        if p is None:
            return NOTHING
        kinds = "(uint24,uint16,uint16,uint8,uint8,uint8,uint40)"
        return self._hash("TermChanges", c, financing, c.version + 1, kinds, p.values(c))

    def _hash(
        self, room: str, c: Claim, thing: int, version: int, kinds: str, values: tuple[int, ...]
    ) -> bytes:
        words = (self.chain_id, self.addresses[room], thing, version, c.maturity, values)
        return keccak(encode(("uint256", "address", "uint32", "uint16", "uint24", kinds), words))

    def _proposed(self, financing: int) -> Proposal:
        if financing not in self.proposals:
            raise ProposalNotFound(financing)
        return self.proposals[financing]

    def _changeable(self, t: int, financing: int, caller: int) -> Claim:
        c = self.claims[financing]
        self.require_running(t, financing)
        if caller not in (c.bank, c.enterprise):
            raise CallerNotLeadOrBorrower(financing, caller)
        if c.status is not FinancingStatus.FUNDED:
            raise FinancingNotInStatus(financing, c.status_at(t), FinancingStatus.FUNDED)
        if c.others:
            raise ClaimIsShared(financing, len(c.others))
        return c

    @staticmethod
    def _require_to_come(t: int, c: Claim, p: Proposal) -> None:
        if p.maturity < t // DAY:
            raise MaturityPassed(c.id, on(p.maturity), on(t // DAY))
        last = months_after(t // DAY, p.instalments - 1) + SLACK_DAYS
        if p.instalments != 1 and last >= p.maturity:
            raise InstalmentsInvalid(p.kind, p.instalments)

    # Sales

    def approve_operator(self, _: int, who: str, financing: int, org: int, ceiling: int) -> None:
        holder = self.active(who).org
        if holder == org:
            raise OperatorIsHolder(financing, holder)
        self.operators[financing, holder, org] = ceiling

    def offer_share(self, t: int, who: str, s: Share) -> None:
        caller = self.active(who).org
        if s.amount == 0 or s.until < t:
            raise ShareTermsInvalid(s.amount, at(s.until))
        if caller != s.seller:
            by = (s.financing, s.seller, caller)
            ceiling = self.operators.get(by, 0)
            if s.amount > ceiling:
                raise OperatorExceedsCeiling(*by, s.amount, ceiling)
            self.operators[by] = ceiling - s.amount
        self._require_sale(t, s)
        self.last_share += 1
        self.shares[s.id] = s

    def buy_share(self, t: int, who: str, share: int, terms_hash: bytes) -> None:
        member = self.active(who)
        s = self._for_sale(share)
        if s.buyer != member.org:
            raise CallerNotBuyer(share, s.buyer, member.org)
        if not member.roles & {Role.BANK, Role.GUARANTOR}:
            raise RoleMissing(member.org, Role.BANK)
        if t > s.until:
            raise ShareLapsed(share, at(s.until))
        if self.share_hash(s) != terms_hash:
            raise ShareHashMismatch(share, self.share_hash(s), terms_hash)
        self._require_sale(t, s)
        c = self.claims[s.financing]
        c.move(t, s.seller, s.buyer, s.amount)
        if len(c.bought) > MOST_BUYERS:
            raise BuyersTooMany(c.id, MOST_BUYERS)
        del self.shares[share]
        self.require_active(s.seller)
        self.pay(who, self.name(s.seller), s.price)

    def withdraw_share(self, _: int, who: str, share: int) -> None:
        s, caller = self._for_sale(share), self.org(who)
        if caller not in (s.seller, s.offered_by):
            raise CallerNotSeller(share, s.seller, caller)
        del self.shares[share]

    def share_hash(self, s: Share) -> bytes:
        kinds = "(uint32,uint32,uint32,uint96,uint96,uint40,uint32)"
        c = self.claims[s.financing]
        return self._hash("ShareSales", c, s.id, c.version, kinds, s.values())

    def sellable(self, t: int, financing: int, seller: int) -> int:
        """A lead keeps what guarantees may buy of it and then its own share too."""
        c = self.claims[financing]
        if not c.owing:
            return 0
        lead, others = c.holdings(t)
        if seller != c.bank:
            return others.get(seller, 0)
        return max(0, self.coverable(t, c) - c.ceiling) if c.ceiling else lead

    def coverable(self, t: int, c: Claim) -> int:
        lead, _ = c.holdings(t)
        return max(0, lead + -sum(c.owed(t)) * self.bank_share // 10_000)

    def _for_sale(self, share: int) -> Share:
        if share not in self.shares:
            raise ShareNotOffered(share)
        return self.shares[share]

    def _require_sale(self, t: int, s: Share) -> None:
        c = self.claims[s.financing]
        self.require_running(t, s.financing)
        if s.buyer == s.seller:
            raise ShareToItself(c.id, s.seller)
        if s.buyer == c.enterprise:
            raise BuyerRelated(s.buyer, c.enterprise)
        available = self.sellable(t, c.id, s.seller)
        if s.amount > available:
            raise SaleExceedsHolding(c.id, s.seller, s.amount, available)
