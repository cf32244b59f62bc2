"""Who can cure a refusal, and how."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from tradefin import errors
from tradefin.errors import Reverted


@dataclass(frozen=True, slots=True)
class Cure:
    """What helps, and whose move it is; `by` is None where nobody can cure it."""

    by: str | None
    how: str


NOBODY = Cure(None, "nothing brings it back")
_ASK_LESS = Cure("enterprise", "ask for less, or wait until something is repaid")
_COVER_LESS = Cure("guarantor", "cover less, or have its net assets attested anew")
_CURES = MappingProxyType(
    {
        errors.AmountExceedsAdvance: _ASK_LESS,
        errors.AmountExceedsDeclarations: Cure("enterprise", "name further declarations"),
        errors.AssetPapersFixed: Cure("enterprise", "name the declarations the invoice rests on"),
        errors.CallerNotBankOfFinancing: Cure("bank of the financing", "have it fund"),
        errors.CapitalInsufficient: Cure("guarantor", "deposit more, or have cover released"),
        errors.ClientExceedsLimit: _COVER_LESS,
        errors.ConditionNotMet: Cure(
            "guarantor or enterprise", "have more cover accepted, or secure it by more cargo"
        ),
        errors.CounterpartyMismatch: Cure("enterprise", "request anew, on the debtor that owes it"),
        errors.CoverExceedsObligation: Cure("guarantor", "offer no more than is left to cover"),
        errors.CoversTooMany: Cure("beneficiary", "release a guarantee that paid nothing"),
        errors.CurrencyMismatch: Cure("enterprise", "use a line in the papers' currency"),
        errors.DebtorConcentrated: _ASK_LESS,
        errors.DebtorRelated: Cure("enterprise", "bring a receivable against another debtor"),
        errors.DeclarationsOutOfBounds: Cure(
            "enterprise", "name one to sixteen declarations of an invoice, none of cargo"
        ),
        errors.DemandExceedsAvailable: Cure("beneficiary", "demand no more than is payable"),
        errors.DemandOpen: Cure("guarantor", "answer the open demand"),
        errors.DocumentExpired: Cure("attestor", "amend it with a later validity"),
        errors.DocumentIsDisputed: Cure("debtor", "settle the dispute"),
        errors.DocumentIsFrozen: Cure("regulator", "lift the freeze, or wait"),
        errors.DocumentIsHeld: Cure("another attestor of its kind", "resolve the hold, or wait"),
        errors.DocumentIsRejected: Cure("the attestor that rejects it", "take that back, or wait"),
        errors.DocumentIsRevoked: NOBODY,
        errors.DocumentIsShort: Cure("borrower", "repay the difference"),
        errors.DocumentKnownAs: Cure("enterprise", "use the id that the paper has"),
        errors.DocumentNotAttested: Cure("attestor", "attest it, or bring the evidence"),
        errors.ERC20InsufficientAllowance: Cure("payer", "approve the claim ledger"),
        errors.ERC20InsufficientBalance: Cure("payer", "put money on the account"),
        errors.FinancingIsFrozen: Cure("regulator", "lift the freeze, or wait"),
        errors.FinancingNotInStatus: NOBODY,
        errors.FinancingTermsChanged: Cure("guarantor", "consent to the terms in force"),
        errors.GroupExceedsLimit: _COVER_LESS,
        errors.GuaranteeCircular: Cure(
            "guarantor", "have the cover the other way round released first"
        ),
        errors.GuaranteeNotInStatus: NOBODY,
        errors.GuarantorIsShort: Cure("guarantor", "deposit what it owes on demands"),
        errors.GuarantorRelated: NOBODY,
        errors.GuarantorsTooMany: Cure("client", "do with the guarantors that it has"),
        errors.HolderMismatch: Cure("holder", "request it itself"),
        errors.InstalmentsInvalid: Cure("enterprise", "ask for fewer instalments"),
        errors.InvoiceOverdue: Cure("attestor", "amend the due date, if it was put off"),
        errors.KindNotOfDocument: Cure("enterprise", "name a paper of the right kind"),
        errors.LiabilityExceedsLimit: _COVER_LESS,
        errors.LineExpired: Cure("bank", "change its expiry"),
        errors.LineIsClosed: Cure("bank", "open another line"),
        errors.LineLendsNoCargo: Cure("bank", "put an advance on cargo into the line's terms"),
        errors.LineNotOfEnterprise: Cure("enterprise", "use a line of its own"),
        errors.LineUnknown: Cure("enterprise", "use a line that there is"),
        errors.LineVersionMismatch: Cure("enterprise", "look at the line's terms as they stand"),
        errors.MaturityOutOfBounds: Cure("enterprise", "ask for another maturity"),
        errors.MaturityPassed: NOBODY,
        errors.NetAssetsNotAttested: Cure("regulator or auditor", "attest the net assets"),
        errors.NothingToFinance: _ASK_LESS,
        errors.ObligationNotDefaulted: Cure(
            "beneficiary", "wait for the default, or demand on a demand guarantee"
        ),
        errors.OrganisationExpired: Cure("registrar", "renew the admission"),
        errors.OrganisationIsFrozen: Cure("regulator", "lift the freeze, or wait"),
        errors.OrganisationIsSuspended: Cure("registrar", "reinstate the organisation"),
        errors.PremiumExceedsLock: Cure("guarantor", "offer a premium in arrear, or a lower one"),
        errors.ReceivablesOutOfBounds: Cure("caller", "name one to sixteen at a time"),
        errors.RequestLapsed: Cure("enterprise", "request anew"),
        errors.ReservationLapsed: Cure("enterprise", "request anew"),
        errors.RoleMissing: Cure("registrar", "give the role"),
        errors.SecurityInsufficient: Cure(
            "enterprise", "secure the guarantor by more assets, or have them valued"
        ),
        errors.SignerUnknown: Cure("organisation", "add the key as its signer"),
        errors.TokenNotListed: Cure("administrator", "list a token of the currency"),
        errors.UseExceedsCapacity: _ASK_LESS,
        errors.UseExceedsLine: _ASK_LESS,
        errors.UsesTooMany: Cure("borrower", "repay one of the financings on it"),
        errors.ValuationInFuture: Cure("attestor", "state when the goods were valued"),
        errors.ValuationStale: Cure("attestor", "value the goods anew"),
    }
)


def cure_of(refusal: Reverted) -> Cure:
    """Who can cure a refusal, and how."""
    return _CURES.get(type(refusal), Cure("caller", "see what the refusal says"))
