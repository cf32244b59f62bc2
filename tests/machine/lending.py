"""Lines, financings and the money that moves on them: a model of the pledge and its ledger."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from tests.machine.cargo import Warehouse, is_cargo, require_papers
from tests.machine.cases import subject_of
from tests.machine.days import DAY, at, half_up, on, roll, roll_preceding
from tests.machine.sharing import Basis, Claim, Receipt
from tests.machine.statements import Leaf, Signed
from tests.machine.uses import COMMITTED
from tradefin.enums import DayCountConvention, DocumentKind, FinancingStatus, Role
from tradefin.errors import (
    AmountExceedsAdvance,
    AmountExceedsDeclarations,
    AmountIsZero,
    AssetPapersFixed,
    BankReferenceUsed,
    CallerNotBankOfFinancing,
    CallerNotBorrower,
    CallerNotPayer,
    ConditionNotMet,
    DebtorConcentrated,
    DebtorRelated,
    ERC20InsufficientBalance,
    FinancingIsFrozen,
    FinancingNotInStatus,
    FinancingNotOnAsset,
    FinancingNotOwing,
    InvoiceOverdue,
    LineIsClosed,
    LineNotOfBank,
    LineNotOfEnterprise,
    LineVersionMismatch,
    MaturityOutOfBounds,
    MaturityPassed,
    NothingCredited,
    NothingParked,
    NothingToFinance,
    RanksIncomplete,
    RanksOutOfOrder,
    RequestLapsed,
    RequestNotLapsed,
    TokenNotListed,
    UseExceedsLine,
    UseNotCommitted,
)

TTL = 259_200
USD = 840


@dataclass
class Line:
    """A line in USD on calendar 0; `expiry` is beyond any run. `borne` by debtor under a cap."""

    id: int
    bank: int
    enterprise: int
    limit: int
    advance: int
    dilution: int
    concentration: int
    cargo: int
    valuation: int
    fee: int
    rate: int
    penalty_rate: int
    tenor: int
    grace: int
    convention: DayCountConvention
    conditional: bool
    used: int = 0
    closed: bool = False
    version: int = 1
    borne: dict[int, int] = field(default_factory=dict)

    @property
    def free(self) -> int:
        return max(0, self.limit - self.used)

    @property
    def capped(self) -> bool:
        return self.concentration < 10_000

    def room(self, debtor: int) -> int:
        """What receivables against `debtor` may still bear."""
        if not self.capped:
            return self.free
        return max(0, self.limit * self.concentration // 10_000 - self.borne.get(debtor, 0))

    def lends(self, open: int, used: int) -> int:
        return max(0, open * (self.advance - self.dilution) // 10_000 - used)

    def lends_on_cargo(self, open: int, used: int) -> int:
        return max(0, open * self.cargo // 10_000 - used)

    def take(self, claim: Claim, amount: int) -> None:
        """Of the line, and of the debtor's room where that is counted; frees it where negative."""
        self.used += amount
        if claim.capped:
            self.borne[claim.debtor] = self.borne.get(claim.debtor, 0) + amount


@dataclass
class Desk(Warehouse):
    """`tokens` by account name, `credit` by organisation, `receipts` by payer and reference."""

    lines: dict[int, Line] = field(default_factory=dict)
    claims: dict[int, Claim] = field(default_factory=dict)
    tokens: dict[str, int] = field(default_factory=dict)
    credit: dict[int, int] = field(default_factory=dict)
    receipts: dict[tuple[int, bytes], tuple[bytes, int]] = field(default_factory=dict)

    def pay(self, payer: str, payee: str, amount: int, currency: int = USD) -> None:
        if amount == 0 or payer == payee:
            return
        if currency != USD:
            raise TokenNotListed("EUR")
        if self.tokens[payer] < amount:
            raise ERC20InsufficientBalance(self.addresses[payer], self.tokens[payer], amount)
        self.tokens[payer] -= amount
        self.tokens[payee] += amount

    def pay_to(self, payer: str, org: int, amount: int, currency: int = USD) -> None:
        """Kept as its credit while it is frozen, also what it pays to itself."""
        if self.frozen(org) and amount:
            self.pay(payer, "ClaimLedger", amount, currency)
            self.credit[org] = self.credit.get(org, 0) + amount
        else:
            self.pay(payer, self.name(org), amount, currency)

    def headroom(self, t: int, financing: int) -> int:
        raise NotImplementedError

    # Lines

    def open_line(self, _: int, who: str, line: Line) -> None:
        self.actor(who, Role.BANK)
        self.require_active(line.enterprise)
        self.lines[line.id] = line

    def change_line(self, who: str, line: int, terms: dict[str, int]) -> None:
        stands = self._own_line(who, line)
        self.lines[line] = replace(stands, **terms, version=stands.version + 1)

    def close_line(self, _: int, who: str, line: int) -> None:
        self._own_line(who, line).closed = True

    def _own_line(self, who: str, line: int) -> Line:
        bank = self.actor(who, Role.BANK)
        r = self.lines[line]
        if r.bank != bank:
            raise LineNotOfBank(line, r.bank, bank)
        if r.closed:
            raise LineIsClosed(line)
        return r

    # Requests

    def request(
        self,
        t: int,
        who: str,
        line: int,
        version: int,
        invoice: bytes,
        declarations: list[bytes],
        asked: int,
        maturity: int,
        beside: list[int],
        signed: list[Signed],
        leaves: list[Leaf],
    ) -> Claim:
        enterprise = self.actor(who, Role.ENTERPRISE)
        self.present(t, signed, leaves)
        witnessed = self._clear(t, invoice, declarations, beside)
        r = self.lines[line]
        if r.enterprise != enterprise:
            raise LineNotOfEnterprise(line, r.enterprise, enterprise)
        if r.closed:
            raise LineIsClosed(line)
        if r.version != version:
            raise LineVersionMismatch(line, r.version, version)
        cargo = is_cargo(invoice)
        require_papers(cargo, len(declarations))
        if cargo:
            paper = self.freshly_valued(t, r, invoice)
            debtor, advance, room = 0, r.lends_on_cargo(paper.open, paper.used), r.free
        else:
            paper = self._paper(t, invoice, DocumentKind.INVOICE)
            if paper.said.due < t:
                raise InvoiceOverdue(invoice, at(paper.said.due))
            debtor = paper.said.counterparty
            if debtor == enterprise:
                raise DebtorRelated(invoice, debtor)
            advance, room = r.lends(paper.open, paper.used), r.room(debtor)
        in_use, free = paper.used, paper.open - paper.used
        customs = [self._paper(t, d, DocumentKind.CUSTOMS_DECLARATION) for d in declarations]
        declared = free if cargo else sum(c.open - c.used for c in customs)
        day = self._maturity(t, maturity, None if cargo else paper.said.due, r)
        amount = asked or min(free, advance, declared, r.free, room)
        if amount == 0:
            raise NothingToFinance(invoice, advance, declared, r.free, room)
        basis = (invoice, () if cargo else self._fill(invoice, declarations, amount))
        claim = self._opened(r, amount, t + TTL, day, basis, debtor)
        claim.capped = r.capped and not cargo
        self.reserve(t, claim.id, basis, enterprise, USD, amount, claim.until)
        if in_use and not witnessed and not cargo:
            raise AssetPapersFixed(invoice, in_use)
        if amount > advance:
            raise AmountExceedsAdvance(invoice, amount, advance)
        if amount > r.free:
            raise UseExceedsLine(line, amount, r.free)
        if claim.capped and amount > room:
            raise DebtorConcentrated(line, debtor, amount, room)
        r.take(claim, amount)
        self.claims[claim.id] = claim
        return claim

    def _clear(self, t: int, invoice: bytes, declarations: list[bytes], beside: list[int]) -> bool:
        witnessed = False
        for c in (self.claims[f] for f in beside):
            if c.status_at(t) is FinancingStatus.LAPSED:
                self._drop(c)
            elif (c.id, c.basis) in self.uses:
                same = [d for d, _ in c.basis[1]] == declarations
                witnessed |= c.basis[0] == invoice and same
        return witnessed

    def _maturity(self, t: int, asked: int, due: int | None, line: Line) -> int:
        """For cargo, which is never due, the last business day within the tenor."""
        today, latest = t // DAY, t // DAY + line.tenor
        due_day = roll_preceding(latest) if due is None else roll(due // DAY)
        if due is not None:
            latest = min(due_day + line.grace, latest)
        day = asked or due_day
        if not today <= day <= latest:
            raise MaturityOutOfBounds(on(day), on(today), on(latest))
        return day

    def _fill(
        self, invoice: bytes, declarations: list[bytes], amount: int
    ) -> tuple[tuple[bytes, int], ...]:
        if len(declarations) == 1:
            return ((declarations[0], amount),)
        parts, left = [], amount
        for d in declarations:
            share = min(left, self.papers[d].spare)
            parts.append((d, share))
            left -= share
        if left:
            raise AmountExceedsDeclarations(invoice, amount, amount - left)
        return tuple(parts)

    def _opened(
        self, line: Line, amount: int, until: int, day: int, basis: Basis, debtor: int
    ) -> Claim:
        return Claim(
            id=len(self.claims) + 1,
            line=line.id,
            bank=line.bank,
            enterprise=line.enterprise,
            original=amount,
            until=until,
            maturity=day,
            rate=line.rate,
            penalty_rate=line.penalty_rate,
            grace=line.grace,
            convention=line.convention,
            conditional=line.conditional,
            fee=line.fee,
            debtor=debtor,
            capped=line.capped,
            basis=basis,
        )

    def withdraw(self, _: int, who: str, financing: int) -> None:
        caller = self.actor(who, Role.ENTERPRISE)
        c = self.claims[financing]
        if c.enterprise != caller:
            raise CallerNotBorrower(financing, c.enterprise, caller)
        self._drop(c)

    def decline(self, _: int, who: str, financing: int) -> None:
        self._require_bank(financing, self.actor(who, Role.BANK))
        self._drop(self.claims[financing])

    def reclaim(self, t: int, _: str, financing: int) -> None:
        status = self.claims[financing].status_at(t)
        if status is not FinancingStatus.LAPSED:
            raise RequestNotLapsed(financing, status)
        self._drop(self.claims[financing])

    def _drop(self, c: Claim) -> None:
        self._require_requested(c)
        c.status = FinancingStatus.CLOSED
        self.release(c.id, c.basis, c.original)
        self.lines[c.line].take(c, -c.original)

    def _require_bank(self, financing: int, bank: int) -> None:
        own = self.claims[financing].bank
        if own != bank:
            raise CallerNotBankOfFinancing(financing, own, bank)

    @staticmethod
    def _require_requested(c: Claim) -> None:
        if c.status is not FinancingStatus.REQUESTED:
            raise FinancingNotInStatus(c.id, c.status, FinancingStatus.REQUESTED)

    # Money out and back

    def fund(self, t: int, who: str, financing: int, basis: Basis) -> None:
        bank = self.actor(who, Role.BANK)
        c = self.claims[financing]
        self._require_requested(c)
        self.require_running(t, financing)
        if t > c.until:
            raise RequestLapsed(financing, at(c.until))
        if t // DAY > c.maturity:
            raise MaturityPassed(financing, on(c.maturity), on(t // DAY))
        self._require_bank(financing, bank)
        self.commit(t, financing, basis, USD)
        headroom = self.headroom(t, financing)
        if c.conditional and c.original > headroom:
            raise ConditionNotMet(financing, c.original, headroom)
        self.require_active(c.enterprise)
        c.status, c.principal, c.drawn, c.accrued = FinancingStatus.FUNDED, c.original, t, t // DAY
        fee = half_up(Fraction(c.original * c.fee, 10_000))
        self.pay(who, self.name(c.enterprise), c.original - fee)

    def repay(self, t: int, who: str, financing: int, basis: Basis, amount: int) -> None:
        if amount == 0:
            raise AmountIsZero()
        r = self._book(t, financing, amount)
        if r.principal:
            self.release(financing, basis, r.principal)
        self._distribute(who, financing, r)

    def collect(
        self,
        t: int,
        who: str,
        invoice: bytes,
        amount: int,
        reference: bytes,
        ranks: list[tuple[int, Basis]],
    ) -> int:
        """Returns the surplus."""
        if amount == 0:
            raise AmountIsZero()
        payer = self.org(who)
        self._require_ranks(invoice, payer, ranks)
        if (payer, reference) in self.receipts:
            raise BankReferenceUsed(reference)
        self.receipts[payer, reference] = (invoice, amount)
        left, booked = amount, []
        for n, (financing, basis) in enumerate(ranks):
            r = self._book(t, financing, left) if left else Receipt()
            gone = left if n + 1 == len(ranks) else r.total
            left -= r.total
            self._require_committed(financing, basis)
            if gone:
                self.release(financing, basis, r.principal, gone)
            booked.append((financing, r))
        if not ranks:
            self.collect_unused(invoice, amount)
        for financing, r in booked:
            self._distribute(who, financing, r)
        paid = self.papers[invoice].said
        self.pay_to(who, paid.holder, left, paid.currency)
        return left

    def _require_ranks(self, invoice: bytes, payer: int, ranks: list[tuple[int, Basis]]) -> None:
        paper = self.papers.get(invoice)
        owes = paper and paper.said.kind is DocumentKind.INVOICE
        may_pay = bool(payer and paper and owes and paper.said.counterparty == payer)
        for n, (financing, basis) in enumerate(ranks):
            if n and financing <= ranks[n - 1][0]:
                raise RanksOutOfOrder(ranks[n - 1][0], financing)
            if basis[0] != invoice:
                raise FinancingNotOnAsset(financing, invoice)
            may_pay = may_pay or self.claims[financing].bank == payer
        live = paper.commits if paper else 0
        if len(ranks) != live:
            raise RanksIncomplete(invoice, len(ranks), live)
        if not may_pay:
            raise CallerNotPayer(invoice, payer)

    def _require_committed(self, financing: int, basis: Basis) -> None:
        if self._use(financing, basis).until != COMMITTED:
            raise UseNotCommitted(financing.to_bytes(32, "big"))

    def _book(self, t: int, financing: int, amount: int) -> Receipt:
        c = self.claims[financing]
        if not c.owing:
            raise FinancingNotOwing(financing, c.status)
        r = c.receive(t, amount)
        self.lines[c.line].take(c, -r.principal)
        return r

    def _distribute(self, payer: str, financing: int, r: Receipt) -> None:
        c = self.claims[financing]
        kept = c.parked if c.cases.until(self.now) else self.credit
        for org, part in r.to_holders.items():
            kept[org] = kept.get(org, 0) + part
        self.pay(payer, "ClaimLedger", sum(r.to_holders.values()))
        if kept is c.parked:
            self.park(c, payer, r.to_lead)
        else:
            self.pay_to(payer, c.bank, r.to_lead)

    def park(self, c: Claim, payer: str, amount: int) -> None:
        """For the lead."""
        self.pay(payer, "ClaimLedger", amount)
        c.parked[c.bank] = c.parked.get(c.bank, 0) + amount

    def withdraw_credit(self, _: int, __: str, org: int) -> None:
        amount = self.credit.get(org, 0)
        if amount == 0:
            raise NothingCredited(org, "USD")
        self.require_unfrozen(org)
        self.credit[org] = 0
        self.pay("ClaimLedger", self.name(org), amount)

    # Freezes

    def freeze_financing(self, t: int, who: str, financing: int, case: bytes, until: int) -> None:
        self.actor(who, Role.REGULATOR)
        self.claims[financing].cases.use(t, subject_of(financing), case, until)

    def require_running(self, t: int, financing: int) -> None:
        if until := self.claims[financing].cases.until(t):
            raise FinancingIsFrozen(financing, at(until))

    def release_receipts(self, t: int, financing: int, org: int) -> None:
        self.require_running(t, financing)
        parked = self.claims[financing].parked.pop(org, 0)
        if not parked:
            raise NothingParked(financing, org)
        self.credit[org] = self.credit.get(org, 0) + parked
