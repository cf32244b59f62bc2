"""A guarantor: deposits capital, covers financings, answers demands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from eth_utils.crypto import keccak

from tradefin.enums import Discrepancy, GuaranteeKind
from tradefin.errors import InvalidInput
from tradefin.events import (
    AmendmentOffered,
    Approval,
    AssetRecovered,
    CapitalDeposited,
    CapitalWithdrawn,
    DemandExamined,
    DemandRefused,
    ExtensionDeclined,
    GuaranteeConsented,
    GuaranteeExtended,
    GuaranteeOffered,
    RecoveryCostsBooked,
)
from tradefin.ids import DemandId, DocumentId, FinancingId, GuaranteeId, OrgId
from tradefin.models import Reduction
from tradefin.money import Money, currency_number
from tradefin.roles.holder import Holder
from tradefin.roles.verdicts import Probe, Verdict

DEMANDS = "GuaranteeDemands"
NOBODY = OrgId(0)


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
        """Withdraws capital that no guarantee has locked and no demand is short of."""
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
        share_bps: int = 10_000,
        in_arrear: bool = False,
        reductions: Iterable[Reduction] = (),
        secured_bps: int = 0,
        arbiter: OrgId = NOBODY,
        calendar: int = 0,
    ) -> GuaranteeOffered:
        """Offers to pay up to `cover` if the borrower doesn't; `payer` pays the premium.

        `share_bps` of all that is owed is the most that this guarantor ever bears, 10,000 for an
        amount alone. The premium is for the whole time: in advance, what isn't earned is given back
        on an early release; in arrear, it is paid as it is earned. `reductions` of the cover by
        days; `secured_bps` of the cover that assets must count when it begins; `arbiter` decides
        on contested refusals.
        """
        form = (kind, share_bps, in_arrear, payer)
        times = (expiry, offer_until, calendar)
        more = (arbiter, secured_bps, reductions)
        terms = self._offered(financing, cover, premium, form, times, more)
        return self._do(GuaranteeOffered, "GuaranteeEscrow", "offer", terms)

    def preview_cover(self, financing: FinancingId, cover: Money) -> Verdict:
        """Whether cover of a financing would be within this guarantor's limits and capital now.

        It would have to be offered and accepted; a circle of guarantors fails here however long.
        """
        client = self.financing(financing).enterprise
        probe = Probe(self._connection, str(self._account.address))
        found = [*probe.of_promise(self.org, client, cover)]
        circle = self.closed_circle(self.org, client)
        found += [circle] if circle else []
        return Verdict.of(found[0] if found else None, iter(found))

    def _offered(
        self,
        financing: FinancingId,
        cover: Money,
        premium: Money,
        kind: tuple[GuaranteeKind, int, bool, OrgId],
        times: tuple[datetime, datetime, int],
        more: tuple[OrgId, int, Iterable[Reduction]],
    ) -> tuple[object, ...]:
        """The terms in the contract's order."""
        currency = self.financing(financing).currency
        if {cover.currency, premium.currency} != {currency}:
            raise InvalidInput(f"cover and premium are in {currency}, as the financing is")
        form, share, in_arrear, payer = kind
        arbiter, secured, reductions = more
        steps = [(step.day, step.bps) for step in reductions]
        return (
            *(financing, form, cover.minor, share, premium.minor, in_arrear, payer),
            *times,
            *(arbiter, secured, steps),
        )

    def amend(
        self,
        guarantee: GuaranteeId,
        *,
        until: datetime,
        cover: Money | None = None,
        expiry: datetime | None = None,
    ) -> AmendmentOffered:
        """Offers the beneficiary another cover or expiry; what isn't named stays."""
        g = self.guarantee(guarantee)
        if cover is not None and cover.currency != g.currency:
            raise InvalidInput(f"the cover of guarantee {guarantee} is in {g.currency}")
        amendment = ((cover or g.cover).minor, expiry or g.expiry, until)
        return self._do(AmendmentOffered, "GuaranteeAmendments", "amend", guarantee, amendment)

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

    def examine(self, demand: DemandId) -> DemandExamined:
        """Finds a demand complying."""
        return self._do(DemandExamined, DEMANDS, "examine", demand)

    def refuse(self, demand: DemandId, discrepancies: Iterable[Discrepancy]) -> DemandRefused:
        """Refuses a demand, once and with every discrepancy."""
        bits = sum(1 << int(one) for one in set(discrepancies))
        return self._do(DemandRefused, DEMANDS, "refuse", demand, bits)

    def extend(self, demand: DemandId) -> GuaranteeExtended:
        """Extends the guarantee as asked; the demand is withdrawn thereby."""
        return self._do(GuaranteeExtended, DEMANDS, "extend", demand)

    def decline_extension(self, demand: DemandId) -> ExtensionDeclined:
        """Declines to extend; payment waits no more."""
        return self._do(ExtensionDeclined, DEMANDS, "declineExtension", demand)

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
