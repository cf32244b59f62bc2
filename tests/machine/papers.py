"""Papers as quotas, and who may say what about them: a model of what the registries must do."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.machine.days import at
from tests.machine.sharing import Basis
from tradefin.enums import DocumentKind, Role
from tradefin.errors import (
    AttestationIsDebtors,
    AttestorNotOfDocument,
    AttestorRelated,
    CurrencyMismatch,
    DocumentAlreadyAttested,
    DocumentConflict,
    DocumentExpired,
    DocumentInUse,
    DocumentIsFrozen,
    DocumentIsRevoked,
    DocumentIsShort,
    DocumentNotAttested,
    FreezeTooLong,
    HolderMismatch,
    KindNotEntitled,
    OrganisationIsSuspended,
    ReservationLapsed,
    RoleMissing,
    SignerUnknown,
    StatementExpired,
    StatementIncomplete,
    UseExceedsCapacity,
    UseNotFound,
    UsesTooMany,
    VersionNotNext,
)

MAX_FREEZE = 180 * 86_400
MOST_COMMITS = 16
COMMITTED = 2**40 - 1


@dataclass(frozen=True)
class Said:
    """A statement, in the contract's order."""

    document: bytes
    commitment: bytes
    kind: DocumentKind
    holder: int
    counterparty: int
    amount: int
    currency: int
    due: int
    valid_until: int
    version: int

    def values(self) -> tuple[object, ...]:
        return tuple(int(v) if isinstance(v, int) else v for v in vars(self).values())

    @property
    def parties(self) -> tuple[int, int, int]:
        return self.holder, self.counterparty, self.due


@dataclass
class Paper:
    """A paper: its last statement, and how much of its amount is used and gone."""

    said: Said
    attestor: int
    used: int = 0
    consumed: int = 0
    commits: int = 0
    revoked: bool = False
    frozen: int = 0

    @property
    def open(self) -> int:
        return 0 if self.revoked else max(0, self.said.amount - self.consumed)

    @property
    def spare(self) -> int:
        return max(0, self.open - self.used)


@dataclass
class Member:
    """An organisation; all of them are admitted for longer than any run."""

    org: int
    roles: frozenset[Role]
    kinds: frozenset[DocumentKind]
    suspended: bool = False


@dataclass
class Use:
    """What a financing holds of its papers."""

    amount: int
    until: int


@dataclass
class Registries:
    """Members and papers. Every verb checks in the contract's order, then changes."""

    members: dict[str, Member]
    addresses: dict[str, str]
    pledge: str
    papers: dict[bytes, Paper] = field(default_factory=dict)
    uses: dict[tuple[int, Basis], Use] = field(default_factory=dict)

    def org(self, who: str) -> int:
        return self.members[who].org if who in self.members else 0

    def active(self, who: str) -> Member:
        if who not in self.members:
            raise SignerUnknown(self.addresses[who])
        self.require_active(self.org(who))
        return self.members[who]

    def require_active(self, org: int) -> None:
        if next(m for m in self.members.values() if m.org == org).suspended:
            raise OrganisationIsSuspended(org)

    def actor(self, who: str, role: Role) -> int:
        member = self.active(who)
        if role not in member.roles:
            raise RoleMissing(member.org, role)
        return member.org

    def attestor(self, who: str, kind: DocumentKind, holder: int, debtor: int) -> tuple[int, bool]:
        member = self.active(who)
        if member.org == holder:
            raise AttestorRelated(member.org, holder)
        named = kind is DocumentKind.INVOICE and debtor == member.org
        entitled = kind in member.kinds
        if not entitled and not (named and Role.ENTERPRISE in member.roles):
            raise KindNotEntitled(member.org, kind)
        return member.org, entitled

    def suspend(self, org: int, suspended: bool) -> None:
        next(m for m in self.members.values() if m.org == org).suspended = suspended

    # Statements

    def attest(self, t: int, who: str, s: Said) -> None:
        if s.version != 1:
            raise VersionNotNext(s.document, 1, s.version)
        self._enter(t, who, s)

    def amend(self, t: int, who: str, s: Said) -> None:
        self.known(s.document)
        self._enter(t, who, s)

    def present(self, t: int, signer: str, s: Said) -> None:
        if not self._stands(s):
            self._enter(t, signer, s)

    def _stands(self, s: Said) -> bool:
        if s.document not in self.papers:
            return False
        own = self.papers[s.document].said
        return (s.version, s.commitment, s.amount, s.kind, s.currency, s.parties) == (
            (own.version, own.commitment, own.amount, own.kind, own.currency, own.parties)
        )

    def _enter(self, t: int, who: str, s: Said) -> None:
        attestor, entitled = self.attestor(who, s.kind, s.holder, s.counterparty)
        if t > s.valid_until:
            raise StatementExpired(s.document, at(s.valid_until))
        if not s.holder or not s.amount or not any(s.commitment):
            raise StatementIncomplete(s.document)
        paper = self.papers.get(s.document)
        version = paper.said.version if paper else 0
        if s.version not in (version, version + 1) or s.version == 0:
            raise VersionNotNext(s.document, version + 1, s.version)
        if paper is None:
            self.papers[s.document] = Paper(s, attestor)
            return
        if entitled and paper.attestor == paper.said.counterparty and not paper.used:
            paper.revoked = False
        else:
            self._require_amendable(paper, s, attestor)
        paper.said, paper.attestor = s, attestor

    def _require_amendable(self, paper: Paper, s: Said, attestor: int) -> None:
        own = paper.said
        if self._stands(s):
            raise DocumentAlreadyAttested(s.document, own.version)
        conflict = DocumentConflict(s.document, own.commitment, s.commitment)
        if s.version == own.version:
            raise conflict
        if paper.attestor != attestor:
            raise AttestorNotOfDocument(s.document, paper.attestor, attestor)
        if paper.revoked:
            raise DocumentIsRevoked(s.document)
        if own.kind is not s.kind:
            raise conflict
        if own.currency != s.currency:
            raise CurrencyMismatch(own.currency, s.currency)
        if paper.used and s.parties != own.parties:
            raise DocumentInUse(s.document, paper.used)

    def revoke(self, _: int, who: str, document: bytes) -> None:
        paper = self.known(document)
        if paper.revoked:
            raise DocumentIsRevoked(document)
        own = paper.said
        caller, _entitled = self.attestor(who, own.kind, 0, own.counterparty)
        if paper.attestor != caller:
            raise AttestorNotOfDocument(document, paper.attestor, caller)
        paper.revoked = True

    def freeze(self, t: int, who: str, document: bytes, until: int) -> None:
        self.actor(who, Role.REGULATOR)
        paper = self.known(document)
        if until > t + MAX_FREEZE:
            raise FreezeTooLong(at(until), at(t + MAX_FREEZE))
        paper.frozen = until

    def known(self, document: bytes) -> Paper:
        if document not in self.papers:
            raise DocumentNotAttested(document)
        return self.papers[document]

    def sound(self, t: int, document: bytes) -> Paper:
        paper = self.known(document)
        if paper.revoked:
            raise DocumentIsRevoked(document)
        if t > paper.said.valid_until:
            raise DocumentExpired(document, at(paper.said.valid_until))
        if t <= paper.frozen:
            raise DocumentIsFrozen(document, at(paper.frozen))
        if paper.used > paper.open:
            raise DocumentIsShort(document, paper.used, paper.open)
        return paper

    # Uses

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
        self.uses[ref, basis] = Use(amount, until)

    def commit(self, t: int, ref: int, basis: Basis) -> None:
        use = self._use(ref, basis)
        if t > use.until:
            raise ReservationLapsed(ref.to_bytes(32, "big"), at(use.until))
        whole = self.sound(t, basis[0])
        if whole.commits == MOST_COMMITS:
            raise UsesTooMany(basis[0], MOST_COMMITS)
        for document, _ in basis[1]:
            self.sound(t, document)
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
        paper.consumed += min(collected, paper.open)

    def collect_unused(self, document: bytes, collected: int) -> None:
        paper = self.known(document)
        if paper.attestor == paper.said.counterparty:
            raise AttestationIsDebtors(document, paper.attestor)
        paper.consumed += min(collected, paper.open)

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
