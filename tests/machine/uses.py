"""Papers as quotas: a model of what may rest on them."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.machine.days import at
from tests.machine.papers import Paper
from tests.machine.sharing import Basis
from tests.machine.statements import Statements
from tradefin.errors import (
    AttestationIsDebtors,
    CounterpartyMismatch,
    CurrencyMismatch,
    DocumentExpired,
    DocumentIsRevoked,
    DocumentIsShort,
    DocumentKnownAs,
    HolderMismatch,
    ReservationLapsed,
    UseExceedsCapacity,
    UseNotFound,
    UsesTooMany,
)

MOST_COMMITS = 16
COMMITTED = 2**40 - 1


@dataclass
class Use:
    """What a financing holds of its papers."""

    amount: int
    until: int
    org: int
    counterparty: int


@dataclass
class Registries(Statements):
    """Members, papers and uses. Every verb checks in the contract's order, then changes."""

    uses: dict[tuple[int, Basis], Use] = field(default_factory=dict)

    def sound(self, t: int, document: bytes, waits: bool = False) -> Paper:
        paper = self.known(document)
        if paper.revoked:
            raise DocumentIsRevoked(document)
        if document in self.bound:
            raise DocumentKnownAs(document, document)
        if t > paper.said.valid_until:
            raise DocumentExpired(document, at(paper.said.valid_until))
        self.require_no_stop(t, document, waits)
        if paper.used > paper.open:
            raise DocumentIsShort(document, paper.used, paper.open)
        return paper

    def reserve(
        self, t: int, ref: int, basis: Basis, org: int, currency: int, amount: int, until: int
    ) -> None:
        whole, parts = basis
        for document, share in ((whole, amount), *parts):
            paper = self.sound(t, document)
            if paper.said.holder != org:
                raise HolderMismatch(document, paper.said.holder, org)
            if paper.said.currency != currency:
                raise CurrencyMismatch(currency, paper.said.currency)
            if share > paper.spare:
                raise UseExceedsCapacity(document, share, paper.spare)
            paper.used += share
        self.uses[ref, basis] = Use(amount, until, org, self.papers[whole].said.counterparty)

    def commit(self, t: int, ref: int, basis: Basis, currency: int) -> None:
        use = self._use(ref, basis)
        if t > use.until:
            raise ReservationLapsed(ref.to_bytes(32, "big"), at(use.until))
        whole = self.sound(t, basis[0], waits=True)
        if whole.said.currency != currency:
            raise CurrencyMismatch(currency, whole.said.currency)
        if whole.said.holder != use.org:
            raise HolderMismatch(basis[0], whole.said.holder, use.org)
        if whole.said.counterparty != use.counterparty:
            raise CounterpartyMismatch(basis[0], whole.said.counterparty, use.counterparty)
        for document, _ in basis[1]:
            self.sound(t, document, waits=True)
        if whole.commits == MOST_COMMITS:
            raise UsesTooMany(basis[0], MOST_COMMITS)
        whole.commits += 1
        use.until = COMMITTED

    def release(self, ref: int, basis: Basis, amount: int, collected: int | None = None) -> None:
        """Frees `amount`, from the last part back; what was collected beyond it goes as well."""
        use = self._use(ref, basis)
        use.amount -= amount
        if use.amount == 0:
            self.papers[basis[0]].commits -= use.until == COMMITTED
            del self.uses[ref, basis]
        self._take(basis[0], amount, collected or 0)
        borne, rest = list(_borne(basis, use.amount)), (collected or amount) - amount
        before = list(_borne(basis, use.amount + amount))
        for n in reversed(range(len(basis[1]))):
            document, freed = basis[1][n][0], before[n] - borne[n]
            more = min(rest, self.papers[document].spare)
            rest -= more
            gone = 0 if collected is None else freed + more
            self._take(document, freed, gone)

    def _take(self, document: bytes, freed: int, collected: int) -> None:
        paper = self.papers[document]
        paper.used -= freed
        paper.consumed += min(collected, paper.rest)

    def collect_unused(self, document: bytes, collected: int) -> None:
        paper = self.known(document)
        if paper.by_debtor:
            raise AttestationIsDebtors(document, paper.attestor)
        paper.consumed += min(collected, paper.rest)

    def _use(self, ref: int, basis: Basis) -> Use:
        if (ref, basis) not in self.uses:
            raise UseNotFound(self.pledge, ref.to_bytes(32, "big"))
        return self.uses[ref, basis]


def _borne(basis: Basis, remaining: int) -> list[int]:
    """What each part bears of what is left: filled in order."""
    borne = []
    for _, share in basis[1]:
        borne.append(min(share, remaining))
        remaining -= borne[-1]
    return borne
