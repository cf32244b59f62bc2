"""Would it be allowed, and if not: every rule that fails, and who can cure it.

The rules stand in the contracts alone. A verdict plays the verb itself, whose answer decides, and
asks the views that the verb passes one by one, so that one refusal doesn't hide the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tradefin import errors
from tradefin.chain.connection import Connection
from tradefin.enums import DocumentKind, Role
from tradefin.errors import Reverted
from tradefin.ids import OrgId
from tradefin.models import Financing, Guarantee
from tradefin.money import Money, currency_number
from tradefin.roles.cures import Cure, cure_of
from tradefin.roles.drafting import CARGO
from tradefin.terms import fee_half_up

BPS = 10_000


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


class Probe:
    """Asks the views that a verb passes, as one sender."""

    def __init__(self, connection: Connection, sender: str) -> None:
        self._connection = connection
        self._sender = sender

    def ask(self, contract: str, function: str, *args: Any) -> Reverted | None:
        """The refusal of a call played now, None where it passes."""
        return self._connection.refusal(self._sender, contract, function, *args)

    def of_request(self, org: int, application: tuple[Any, ...]) -> Iterator[Reverted | None]:
        """The caller, the line, each paper, the terms, and each bound of the amount."""
        line, version, asset, declarations, *_ = application
        yield self.ask("ParticipantRegistry", "actor", self._sender, Role.ENTERPRISE)
        yield self.ask("CreditLines", "drawable", line, org, version)
        for paper, kind in _papers(asset, declarations):
            yield self.ask("DocumentRegistry", "capacityOf", paper, kind)
        refused = self.ask("ReceivablePledge", "quote", application)
        yield refused
        if refused is None:
            yield from self._bounds(application)

    def _bounds(self, application: tuple[Any, ...]) -> Iterator[Reverted]:
        """What the quote leaves of each bound, as the contracts say it."""
        line, _, asset, declarations, amount, *_ = application
        q = self._connection.read("ReceivablePledge", "quote", application)
        if amount > q["asset_free"]:
            yield errors.UseExceedsCapacity(asset, amount, q["asset_free"])
        if amount > q["advance_free"]:
            yield errors.AmountExceedsAdvance(asset, amount, q["advance_free"])
        if amount > q["declarations_free"] and len(declarations) > 1:
            yield errors.AmountExceedsDeclarations(asset, amount, q["declarations_free"])
        elif amount > q["declarations_free"] and declarations:
            yield errors.UseExceedsCapacity(declarations[0], amount, q["declarations_free"])
        if amount > q["line_free"]:
            yield errors.UseExceedsLine(line, amount, q["line_free"])
        terms = self._connection.read("CreditLines", "get", line)["terms"]
        if declarations and amount > q["debtor_free"] and terms["concentration_bps"] < BPS:
            yield errors.DebtorConcentrated(line, q["debtor"], amount, q["debtor_free"])

    def of_fundings(self, all_of: Iterable[Financing], account: str) -> Iterator[Reverted | None]:
        """The caller, each freeze, each paper, each borrower, and the money for all of them."""
        wanted: dict[str, int] = defaultdict(int)
        yield self.ask("ParticipantRegistry", "actor", self._sender, Role.BANK)
        for f in all_of:
            yield self.ask("ClaimLedger", "requireNotFrozen", f.id)
            for paper, kind in _papers(f.basis.whole, [part.document for part in f.basis.parts]):
                refused = self.ask("DocumentRegistry", "capacityOf", paper, kind)
                if not isinstance(refused, errors.DocumentIsHeld):  # which stops what is new alone
                    yield refused
            yield self.ask("ParticipantRegistry", "activeAccountOf", f.enterprise)
            wanted[f.currency] += f.requested.minor - fee_half_up(f.requested.minor, f.fee_bps)
        for currency, amount in wanted.items():
            yield self._short_of_money(currency, amount, account)

    def of_acceptance(self, g: Guarantee, payer: str) -> Iterator[Reverted | None]:
        """Each freeze, each bound of the guarantor's, its capital, and the premium's money."""
        yield self.ask("ClaimLedger", "requireNotFrozen", g.financing)
        for org in (g.guarantor, g.payer):
            yield self.ask("ParticipantRegistry", "activeAccountOf", org)
        yield from self.of_promise(g.guarantor, g.client, g.cover)
        if not g.in_arrear:
            yield self._short_of_money(g.currency, g.premium.minor, payer)

    def of_promise(self, guarantor: OrgId, client: OrgId, cover: Money) -> Iterator[Reverted]:
        """What a guarantor's limits and capital leave for more cover, as the contracts say it."""
        read, number = self._connection.read, currency_number(cover.currency)
        more = cover.minor
        room = read("GuarantorCapital", "roomFor", guarantor, client, number)
        capital = read("GuarantorCapital", "capitalOf", guarantor, number)
        if capital["is_short"]:
            owed = read("GuarantorCapital", "shortfallOf", guarantor, number)
            yield errors.GuarantorIsShort(guarantor, owed)
        elif more > room["by_capital"]:
            margin = read("GuarantorCapital", "standingOf", guarantor, number)["margin_bps"]
            free = capital["balance"] - capital["locked"]
            yield errors.CapitalInsufficient(guarantor, -(-more * margin // BPS), free)
        standing = read("GuarantorCapital", "standingOf", guarantor, number)
        exposed = read("GuarantorCapital", "exposureOf", guarantor, number, client)
        if room["all"] < more and standing["attested_at"] is None:
            yield errors.NetAssetsNotAttested(guarantor, cover.currency)
        elif room["all"] < more:
            liability = standing["liability"]
            yield errors.LiabilityExceedsLimit(guarantor, liability + more, liability + room["all"])
        if room["to_client"] < more:
            used, limit = exposed[0] + more, exposed[0] + room["to_client"]
            yield errors.ClientExceedsLimit(guarantor, client, used, limit)
        if room["to_group"] < more:
            used, limit = exposed[1] + more, exposed[1] + room["to_group"]
            yield errors.GroupExceedsLimit(guarantor, room["group"], used, limit)

    def _short_of_money(self, currency: str, wanted: int, account: str) -> Reverted | None:
        token, read = f"Token{currency}", self._connection.read
        ledger = self._connection.address("ClaimLedger")
        allowed = read(token, "allowance", account, ledger)
        if allowed < wanted:
            return errors.ERC20InsufficientAllowance(ledger, allowed, wanted)
        held = read(token, "balanceOf", account)
        return errors.ERC20InsufficientBalance(account, held, wanted) if held < wanted else None


def _papers(asset: bytes, parts: Iterable[bytes]) -> Iterator[tuple[bytes, DocumentKind]]:
    """Each paper with the kind that it has to be of: cargo, by its key, or else an invoice."""
    yield asset, DocumentKind(asset[0]) if asset[0] in CARGO else DocumentKind.INVOICE
    for part in parts:
        yield part, DocumentKind.CUSTOMS_DECLARATION
