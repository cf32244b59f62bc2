"""Would it be allowed, and if not: every rule that fails, and who can cure it.

The rules stand in the contracts alone. A verdict plays the verb itself, whose answer decides, and
asks the views that the verb passes one by one, so that one refusal doesn't hide the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from tradefin import errors
from tradefin.chain.connection import Connection
from tradefin.enums import DocumentKind, Role
from tradefin.errors import Reverted
from tradefin.models import Basis, Financing
from tradefin.terms import fee_half_up

BPS = 10_000


@dataclass(frozen=True, slots=True)
class Cure:
    """What helps, and whose move it is; `by` is None where nobody can cure it."""

    by: str | None
    how: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that fails, as the refusal that tells its numbers and ids."""

    refusal: Reverted
    cure: Cure


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a verb would be allowed now, and every rule that fails, the verb's own refusal first.

    No promise: another transaction may come first.
    """

    allowed: bool
    failures: tuple[Failure, ...] = ()

    @classmethod
    def of(cls, played: Reverted | None, probed: Iterator[Reverted | None]) -> Verdict:
        """From the verb's own refusal, None where it passed, and the refusals of what it asks."""
        if played is None:
            return cls(True)
        found = dict.fromkeys([played, *(refusal for refusal in probed if refusal is not None)])
        return cls(False, tuple(Failure(one, cure_of(one)) for one in found))

    @property
    def curable(self) -> bool:
        """Whether somebody can cure each rule that fails."""
        return all(failure.cure.by for failure in self.failures)


NOBODY = Cure(None, "nothing brings it back")
_ASK_LESS = Cure("enterprise", "ask for less, or wait until something is repaid")
_CURES = MappingProxyType(
    {
        errors.AmountExceedsAdvance: _ASK_LESS,
        errors.AmountExceedsDeclarations: Cure("enterprise", "name further declarations"),
        errors.AssetPapersFixed: Cure("enterprise", "name the declarations the invoice rests on"),
        errors.CallerNotBankOfFinancing: Cure("bank of the financing", "have it fund"),
        errors.ConditionNotMet: Cure("guarantor", "have more cover accepted"),
        errors.CurrencyMismatch: Cure("enterprise", "use a line in the papers' currency"),
        errors.DebtorConcentrated: _ASK_LESS,
        errors.DebtorRelated: Cure("enterprise", "bring a receivable against another debtor"),
        errors.DeclarationsOutOfBounds: Cure("enterprise", "name one to sixteen declarations"),
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
        errors.HolderMismatch: Cure("holder", "request it itself"),
        errors.InstalmentsInvalid: Cure("enterprise", "ask for fewer instalments"),
        errors.InvoiceOverdue: Cure("attestor", "amend the due date, if it was put off"),
        errors.KindNotOfDocument: Cure("enterprise", "name a paper of the right kind"),
        errors.LineExpired: Cure("bank", "change its expiry"),
        errors.LineIsClosed: Cure("bank", "open another line"),
        errors.LineNotOfEnterprise: Cure("enterprise", "use a line of its own"),
        errors.LineUnknown: Cure("enterprise", "use a line that there is"),
        errors.MaturityOutOfBounds: Cure("enterprise", "ask for another maturity"),
        errors.MaturityPassed: NOBODY,
        errors.NothingToFinance: _ASK_LESS,
        errors.OrganisationExpired: Cure("registrar", "renew the admission"),
        errors.OrganisationIsFrozen: Cure("regulator", "lift the freeze, or wait"),
        errors.OrganisationIsSuspended: Cure("registrar", "reinstate the organisation"),
        errors.RequestLapsed: Cure("enterprise", "request anew"),
        errors.ReservationLapsed: Cure("enterprise", "request anew"),
        errors.RoleMissing: Cure("registrar", "give the role"),
        errors.SignerUnknown: Cure("organisation", "add the key as its signer"),
        errors.TokenNotListed: Cure("administrator", "list a token of the currency"),
        errors.UseExceedsCapacity: _ASK_LESS,
        errors.UseExceedsLine: _ASK_LESS,
        errors.UsesTooMany: Cure("borrower", "repay one of the financings on it"),
    }
)


def cure_of(refusal: Reverted) -> Cure:
    """Who can cure a refusal, and how."""
    return _CURES.get(type(refusal), Cure("caller", "see what the refusal says"))


class Probe:
    """Asks the views that a verb passes, as one sender."""

    def __init__(self, connection: Connection, sender: str) -> None:
        self._connection = connection
        self._sender = sender

    def ask(self, contract: str, function: str, *args: Any) -> Reverted | None:
        """The refusal of a call played now, None where it passes."""
        return self._connection.refusal(self._sender, contract, function, *args)

    def of_request(
        self, org: int, application: tuple[Any, ...], amount: int
    ) -> Iterator[Reverted | None]:
        """The caller, the line, each paper, the terms, and each bound of the amount."""
        line, invoice, declarations = application[0], application[1], application[2]
        yield self.ask("ParticipantRegistry", "actor", self._sender, Role.ENTERPRISE)
        yield self.ask("CreditLines", "drawable", line, org)
        kinds = (DocumentKind.INVOICE, *[DocumentKind.CUSTOMS_DECLARATION] * len(declarations))
        for paper, kind in zip((invoice, *declarations), kinds, strict=True):
            yield self.ask("DocumentRegistry", "capacityOf", paper, kind)
        refused = self.ask("ReceivablePledge", "quote", application)
        yield refused
        if refused is None:
            yield from self._bounds(application, amount)

    def _bounds(self, application: tuple[Any, ...], amount: int) -> Iterator[Reverted]:
        """What the quote leaves of each bound, as the contracts say it."""
        line, invoice = application[0], application[1]
        q = self._connection.read("ReceivablePledge", "quote", application)
        if amount > q["invoice_free"]:
            yield errors.UseExceedsCapacity(invoice, amount, q["invoice_free"])
        if amount > q["advance_free"]:
            yield errors.AmountExceedsAdvance(invoice, amount, q["advance_free"])
        if amount > q["declarations_free"] and len(application[2]) > 1:
            yield errors.AmountExceedsDeclarations(invoice, amount, q["declarations_free"])
        elif amount > q["declarations_free"]:
            yield errors.UseExceedsCapacity(application[2][0], amount, q["declarations_free"])
        if amount > q["line_free"]:
            yield errors.UseExceedsLine(line, amount, q["line_free"])
        terms = self._connection.read("CreditLines", "get", line)["terms"]
        if amount > q["debtor_free"] and terms["concentration_bps"] < BPS:
            yield errors.DebtorConcentrated(line, q["debtor"], amount, q["debtor_free"])

    def of_funding(self, f: Financing, account: str) -> Iterator[Reverted | None]:
        """The caller, a freeze, each paper, the borrower, and the money."""
        yield self.ask("ParticipantRegistry", "actor", self._sender, Role.BANK)
        yield self.ask("ClaimLedger", "requireNotFrozen", f.id)
        for paper, kind in _papers(f.basis):
            refused = self.ask("DocumentRegistry", "capacityOf", paper, kind)
            if not isinstance(refused, errors.DocumentIsHeld):  # which stops what is new alone
                yield refused
        yield self.ask("ParticipantRegistry", "activeAccountOf", f.enterprise)
        yield self._short_of_money(f, account)

    def _short_of_money(self, f: Financing, account: str) -> Reverted | None:
        token, read = f"Token{f.currency}", self._connection.read
        ledger = self._connection.address("ClaimLedger")
        wanted = f.requested.minor - fee_half_up(f.requested.minor, f.fee_bps)
        allowed = read(token, "allowance", account, ledger)
        if allowed < wanted:
            return errors.ERC20InsufficientAllowance(ledger, allowed, wanted)
        held = read(token, "balanceOf", account)
        return errors.ERC20InsufficientBalance(account, held, wanted) if held < wanted else None


def _papers(basis: Basis) -> Sequence[tuple[bytes, DocumentKind]]:
    parts = [(part.document, DocumentKind.CUSTOMS_DECLARATION) for part in basis.parts]
    return [(basis.whole, DocumentKind.INVOICE), *parts]
