"""A guarantor: deposits capital, covers financings, answers demands."""

from __future__ import annotations

from datetime import datetime

from eth_utils.crypto import keccak

from tradefin.enums import GuaranteeKind
from tradefin.errors import InvalidInput
from tradefin.events import (
    Approval,
    AssetRecovered,
    CapitalDeposited,
    CapitalWithdrawn,
    DemandExamined,
    DemandPaid,
    GuaranteeConsented,
    GuaranteeOffered,
    RecoveryCostsBooked,
)
from tradefin.ids import DemandId, DocumentId, FinancingId, GuaranteeId, OrgId
from tradefin.money import Money, currency_number
from tradefin.roles.holder import Holder


class Guarantor(Holder):
    """Acts for a guarantee institution through one of its keys."""

    def approve(self, currency: str, amount: Money | None = None) -> Approval:
        """Lets the capital contract pull deposits from this key's account, all if None."""
        return self._approve("GuarantorCapital", currency, amount)

    def approve_purchases(self, currency: str, amount: Money | None = None) -> Approval:
        """Lets the claim ledger pull what this key's account pays for shares, all if None."""
        return super().approve(currency, amount)

    def deposit(self, amount: Money) -> CapitalDeposited:
        """Deposits settlement tokens from the organisation's account."""
        number = currency_number(amount.currency)
        return self._do(CapitalDeposited, "GuarantorCapital", "deposit", number, amount.minor)

    def withdraw(self, amount: Money) -> CapitalWithdrawn:
        """Withdraws capital that no guarantee has locked."""
        number = currency_number(amount.currency)
        return self._do(CapitalWithdrawn, "GuarantorCapital", "withdraw", number, amount.minor)

    def offer(
        self,
        financing: FinancingId,
        cover: Money,
        *,
        premium: Money,
        payer: OrgId,
        expiry: datetime,
        offer_until: datetime,
        kind: GuaranteeKind = GuaranteeKind.ACCESSORY,
        calendar: int = 0,
    ) -> GuaranteeOffered:
        """Offers to pay up to `cover` if the borrower doesn't; `payer` pays the premium."""
        currency = self.financing(financing).currency
        if {cover.currency, premium.currency} != {currency}:
            raise InvalidInput(f"cover and premium are in {currency}, as the financing is")
        terms = (
            financing,
            kind,
            cover.minor,
            premium.minor,
            payer,
            expiry,
            offer_until,
            calendar,
        )
        return self._do(GuaranteeOffered, "GuaranteeEscrow", "offer", terms)

    def consent_to_terms(self, guarantee: GuaranteeId) -> GuaranteeConsented:
        """Lets a guarantee cover other terms of its financing: those in force, else the proposed.

        Raises InvalidInput where it covers the terms in force and none are proposed.
        """
        g = self.guarantee(guarantee)
        version, terms_hash = self._connection.read("ClaimLedger", "termsOf", g.financing)
        if g.terms_version == version:
            proposal = self.proposal(g.financing)
            if proposal is None:
                raise InvalidInput(f"guarantee {guarantee} covers the terms of its financing")
            terms_hash = proposal.terms_hash
        return self._do(GuaranteeConsented, "GuaranteeEscrow", "consent", guarantee, terms_hash)

    def examine(self, demand: DemandId, discrepancies: int = 0) -> DemandExamined:
        """Answers a demand once: 0 finds it complying, else a bit for each discrepancy."""
        return self._do(DemandExamined, "GuaranteeEscrow", "examine", demand, discrepancies)

    def pay(self, demand: DemandId) -> DemandPaid:
        """Pays a complying demand out of locked capital; buys that much of the bank's claim."""
        return self._do(DemandPaid, "GuaranteeEscrow", "pay", demand)

    def book_costs(
        self, guarantee: GuaranteeId, amount: Money, statement: bytes
    ) -> RecoveryCostsBooked:
        """Books what recovering cost; a digest of the bills is kept, and everybody sees it.

        It comes back out of the proceeds of this guarantee's security alone, before the claim.
        """
        return self._do(
            RecoveryCostsBooked,
            "CounterSecurity",
            "bookCosts",
            guarantee,
            amount.minor,
            keccak(statement),
        )

    def recover(
        self,
        guarantee: GuaranteeId,
        asset: DocumentId,
        *,
        value: Money,
        proceeds: Money,
        reference: str,
    ) -> AssetRecovered:
        """Distributes what an asset brought that was realised for `value` of its worth.

        The proceeds lie on this organisation's account, which let the ledger pull
        (`approve_purchases`): it keeps its costs, then its claim, which is discharged by that; the
        rest goes to the asset's holder. `reference` of the payment.
        """
        return self._do(
            AssetRecovered,
            "CounterSecurity",
            "recover",
            guarantee,
            asset,
            value.minor,
            proceeds.minor,
            keccak(text=reference),
        )
