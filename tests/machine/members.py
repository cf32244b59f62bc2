"""Who may do what: a model of what the participants' registry must answer."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.machine.cases import Cases, subject_of
from tests.machine.days import at
from tradefin.enums import DocumentKind, Role
from tradefin.errors import (
    AccessManagedUnauthorized,
    AttestorRelated,
    KindNotEntitled,
    OrganisationIsFrozen,
    OrganisationIsRegulator,
    OrganisationIsSuspended,
    RoleMissing,
    SignerUnknown,
)

ADMITTED: dict[str, tuple[set[Role], set[DocumentKind]]] = {
    "exporter": ({Role.ENTERPRISE}, set()),
    "bank": ({Role.BANK}, {DocumentKind.INVOICE}),
    "other_bank": ({Role.BANK}, {DocumentKind.INVOICE}),
    "guarantor": ({Role.GUARANTOR}, {DocumentKind.INVOICE}),
    "customs": (
        {Role.ATTESTOR},
        {DocumentKind.CUSTOMS_DECLARATION, DocumentKind.WAREHOUSE_RECEIPT},
    ),
    "buyer": ({Role.ENTERPRISE}, set()),
    "regulator": ({Role.REGULATOR}, set()),
    "second": ({Role.GUARANTOR}, {DocumentKind.INVOICE}),
}
"""By number; roles, and kinds that it may attest: four attest invoices.

Customs keeps a bonded warehouse too.
"""


@dataclass
class Member:
    """An organisation; all of them are admitted for longer than any run, none is in a group."""

    org: int
    roles: frozenset[Role]
    kinds: frozenset[DocumentKind]
    suspended: bool = False
    cases: Cases = field(default_factory=Cases)


@dataclass
class Members:
    """By name; everybody's address, members or not. `now` is the time of the transaction."""

    members: dict[str, Member]
    addresses: dict[str, str]
    pledge: str
    now: int

    def org(self, who: str) -> int:
        return self.members[who].org if who in self.members else 0

    def name(self, org: int) -> str:
        return next(who for who, member in self.members.items() if member.org == org)

    def active(self, who: str) -> Member:
        if who not in self.members:
            raise SignerUnknown(self.addresses[who])
        self.require_active(self.org(who))
        return self.members[who]

    def require_active(self, org: int) -> None:
        if self.members[self.name(org)].suspended:
            raise OrganisationIsSuspended(org)
        self.require_unfrozen(org)

    def frozen(self, org: int) -> int:
        """Until when, 0 for not."""
        return self.members[self.name(org)].cases.until(self.now)

    def require_unfrozen(self, org: int) -> None:
        if org and (until := self.frozen(org)):
            raise OrganisationIsFrozen(org, at(until))

    def freeze_member(self, t: int, who: str, org: int, case: bytes, until: int) -> None:
        self.actor(who, Role.REGULATOR)
        member = self.members[self.name(org)]
        member.cases.use(t, subject_of(org), case, until)
        if until >= t and Role.REGULATOR in member.roles:
            raise OrganisationIsRegulator(org)

    def actor(self, who: str, role: Role) -> int:
        member = self.active(who)
        if role not in member.roles:
            raise RoleMissing(member.org, role)
        return member.org

    def require_registrar(self, who: str) -> None:
        if who != "registrar":
            raise AccessManagedUnauthorized(self.addresses[who])

    def attestor(self, who: str, kind: DocumentKind, holder: int, debtor: int) -> tuple[int, bool]:
        org = self.active(who).org
        return org, self.attests(org, kind, holder, debtor)

    def entitled(self, who: str, kind: DocumentKind, holder: int) -> int:
        """One who attests the kind, not as an invoice's debtor."""
        return self.attestor(who, kind, holder, 0)[0]

    def attests(self, org: int, kind: DocumentKind, holder: int, debtor: int) -> bool:
        """True by entitlement, False as the debtor that an invoice names."""
        self.require_active(org)
        member = self.members[self.name(org)]
        if org == holder:
            raise AttestorRelated(org, holder)
        named = kind is DocumentKind.INVOICE and debtor == org
        entitled = kind in member.kinds
        if not entitled and not (named and Role.ENTERPRISE in member.roles):
            raise KindNotEntitled(org, kind)
        return entitled

    def entitle(self, org: int, kinds: frozenset[DocumentKind]) -> None:
        self.members[self.name(org)].kinds = kinds

    def suspend(self, org: int, suspended: bool) -> None:
        self.members[self.name(org)].suspended = suspended
