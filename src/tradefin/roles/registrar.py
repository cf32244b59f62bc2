"""The registrar: admits organisations. It moves no money and acts for nobody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from tradefin.documents import organisation_id
from tradefin.enums import DocumentKind, Role
from tradefin.events import (
    CalendarOpened,
    ClassSet,
    EpochBegun,
    EpochRetired,
    GuarantorClassified,
    HolidayPublished,
    JurisdictionSet,
    OrganisationAdmitted,
    OrganisationReinstated,
    OrganisationRenewed,
    OrganisationSuspended,
    RecoveryProposed,
    SignerAdded,
)
from tradefin.ids import OrgId
from tradefin.models import Jurisdiction
from tradefin.money import currency_number
from tradefin.roles.party import Actor
from tradefin.terms import AssetTerms

ADMITTED_FOR = timedelta(days=3 * 365)


class Registrar(Actor):
    """Acts for the consortium's registrar."""

    def admit(
        self,
        identifier: str,
        *,
        signer: str,
        roles: Iterable[Role],
        kinds: Iterable[DocumentKind] = (),
        group: int = 0,
        valid_until: datetime | None = None,
    ) -> OrganisationAdmitted:
        """Admits an organisation; its first signer's own address is its account until it moves.

        `identifier` is `LEI:...` or `USCC:...`; InvalidInput where its check digits are wrong.
        `kinds` it may attest; `group` of related companies, 0 for none.
        """
        admission = (
            organisation_id(identifier),
            signer,
            _bits(roles),
            kind_bits(kinds),
            group,
            valid_until or self.now() + ADMITTED_FOR,
        )
        return self._do(OrganisationAdmitted, "ParticipantRegistry", "admit", admission)

    def renew(
        self,
        org: OrgId,
        *,
        roles: Iterable[Role],
        kinds: Iterable[DocumentKind] = (),
        group: int = 0,
        valid_until: datetime,
    ) -> OrganisationRenewed:
        """Changes what an organisation may do and until when."""
        return self._do(
            OrganisationRenewed,
            "ParticipantRegistry",
            "renew",
            org,
            _bits(roles),
            kind_bits(kinds),
            group,
            valid_until,
        )

    def suspend(self, org: OrgId) -> OrganisationSuspended:
        """Stops an organisation's new business; debts and claims run on."""
        return self._do(OrganisationSuspended, "ParticipantRegistry", "suspend", org)

    def reinstate(self, org: OrgId) -> OrganisationReinstated:
        """Ends a suspension."""
        return self._do(OrganisationReinstated, "ParticipantRegistry", "reinstate", org)

    def recover(self, org: OrgId, signer: str) -> RecoveryProposed:
        """Proposes a key for an organisation that lost its own; any live key may cancel it."""
        return self._do(RecoveryProposed, "ParticipantRegistry", "recover", org, signer)

    def complete_recovery(self, org: OrgId) -> SignerAdded:
        """Puts a proposed key in place after three days."""
        return self._do(SignerAdded, "ParticipantRegistry", "completeRecovery", org)

    def rotate(self) -> EpochBegun:
        """Begins the next epoch of the consortium's secret, which attestors and banks now hold.

        Papers keep the ids they have; new ones are keyed with the new secret, and their keys under
        the earlier live epochs are told with them.
        """
        return self._do(EpochBegun, "DocumentRegistry", "rotate")

    def retire(self) -> EpochRetired:
        """Ends the oldest epoch, two years after the next one began, for first statements."""
        return self._do(EpochRetired, "DocumentRegistry", "retire")

    def open_calendar(
        self, number: int, *, utc_offset: int, weekend: Iterable[int]
    ) -> CalendarOpened:
        """Opens a business calendar; `utc_offset` in seconds, `weekend` 0 Monday to 6 Sunday."""
        return self._do(
            CalendarOpened, "BusinessCalendar", "open", number, utc_offset, _bits(weekend)
        )

    def classify(
        self, guarantor: OrgId, currency: str, *, jurisdiction: int = 0, margin_bps: int = 10_000
    ) -> GuarantorClassified:
        """Tells which rules bind a guarantor, and how much of a new cover it locks."""
        call = (guarantor, currency_number(currency), jurisdiction, margin_bps)
        return self._do(GuarantorClassified, "GuarantorCapital", "classify", *call)

    def set_jurisdiction(self, number: int, rules: Jurisdiction) -> JurisdictionSet:
        """Puts down the rules of a jurisdiction, for cover from now on. The administrator's key."""
        bounds = (rules.leverage, rules.client_bps, rules.group_bps)
        return self._do(JurisdictionSet, "GuarantorCapital", "setJurisdiction", number, bounds)

    def publish_holidays(self, number: int, days: Iterable[date]) -> HolidayPublished:
        """Adds holidays to a calendar, all of them in the future; returns the last.

        `tradefin.terms.holidays_of` tells those of a country.
        """
        return self._do(HolidayPublished, "BusinessCalendar", "publish", number, list(days))

    def set_class(self, kind: DocumentKind, terms: AssetTerms) -> ClassSet:
        """Says how assets of a kind count as security of guarantors from now on."""
        return self._do(ClassSet, "CounterSecurity", "setClass", kind, terms.values())


def kind_bits(kinds: Iterable[DocumentKind]) -> int:
    """Kinds of paper as the registry takes them: a bit for each, from an invoice's on."""
    return _bits(kind - 1 for kind in kinds if kind)


def _bits(values: Iterable[int]) -> int:
    return sum(1 << int(value) for value in set(values))
