"""A regulator: reads everything, freezes by case and for a time, moves no money."""

from __future__ import annotations

from datetime import datetime

from eth_utils.crypto import keccak

from tradefin.errors import InvalidInput
from tradefin.events import DocumentFrozen, FinancingFrozen, NetAssetsAttested, OrganisationFrozen
from tradefin.ids import DocumentId, FinancingId, OrgId
from tradefin.money import Money, currency_number
from tradefin.roles.party import Party


class Regulator(Party):
    """Acts for a regulator through one of its keys.

    A freeze ends by itself, after 180 days at most. A case freezes what it names once and once
    more; `until` None lifts its freeze, for good. Nobody lifts another regulator's. The digest of
    the case number goes on the chain.
    """

    def freeze(
        self, document: DocumentId, *, case_number: str, until: datetime | None
    ) -> DocumentFrozen:
        """Stops new uses of a paper, attested or not. Repayment and collection go on."""
        case = _digest(case_number)
        return self._do(DocumentFrozen, "DocumentRegistry", "freeze", document, case, until)

    def freeze_organisation(
        self, org: OrgId, *, case_number: str, until: datetime | None
    ) -> OrganisationFrozen:
        """Stops an organisation's new business and keeps the money that comes in for it.

        It repays, collects, presents and examines, and what it guaranteed is paid.
        """
        case = _digest(case_number)
        return self._do(OrganisationFrozen, "ParticipantRegistry", "freeze", org, case, until)

    def freeze_financing(
        self, financing: FinancingId, *, case_number: str, until: datetime | None
    ) -> FinancingFrozen:
        """Stops what is new about a financing, and keeps what comes in for those who lent.

        It is repaid, collected, demanded and examined. When the freeze has ended, each of them
        has its part released.
        """
        case = _digest(case_number)
        return self._do(FinancingFrozen, "ClaimLedger", "freeze", financing, case, until)

    def attest_net_assets(
        self, guarantor: OrgId, amount: Money, *, as_of: datetime | None = None
    ) -> NetAssetsAttested:
        """States what of a guarantor's net assets stands behind its guarantees in a currency.

        As of now if None. Less than before stops new cover and voids none.
        """
        number = currency_number(amount.currency)
        call = (guarantor, number, amount.minor, as_of or self.now())
        return self._do(NetAssetsAttested, "GuarantorCapital", "attestNetAssets", *call)


def _digest(case_number: str) -> bytes:
    if not case_number.strip():
        raise InvalidInput("a freeze names the case in which it is ordered")
    return bytes(keccak(text=case_number))
