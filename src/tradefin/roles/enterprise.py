"""An enterprise: presents papers, asks for money on them, repays; as a debtor, pays invoices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from eth_utils.crypto import keccak

from tradefin.enums import AmortizationKind
from tradefin.errors import InvalidInput, LineUnknown
from tradefin.events import (
    AssetSecured,
    CargoSecured,
    Collected,
    DifferenceCleared,
    DisputeSettled,
    DocumentAttested,
    FinancingRepaid,
    FinancingRequested,
    FinancingWithdrawn,
    InvoiceDisputed,
    NoticeAcknowledged,
)
from tradefin.ids import DocumentId, FinancingId, GuaranteeId, LineId
from tradefin.models import Application, Quote
from tradefin.money import Money
from tradefin.roles.acceptor import Acceptor
from tradefin.roles.attestations import Evidence, parted
from tradefin.roles.negotiator import Negotiator
from tradefin.roles.party import held
from tradefin.roles.verdicts import Probe, Verdict

MOST = 2**96 - 1


class Enterprise(Negotiator, Acceptor):
    """Acts for an enterprise through one of its keys."""

    def present(self, *evidence: Evidence) -> tuple[DocumentAttested, ...]:
        """Puts statements that their attestors signed or anchored on the chain, all or none.

        One that stands already is passed over, and makes no event.
        """
        parts = parted(evidence)
        done = self._connection.write(self._account, "DocumentRegistry", "present", *parts)
        return tuple(e for e in done.events if isinstance(e, DocumentAttested))

    def request(
        self,
        line: LineId,
        asset: DocumentId,
        declarations: Sequence[DocumentId] = (),
        amount: Money | None = None,
        *,
        maturity: date | None = None,
        kind: AmortizationKind = AmortizationKind.BULLET,
        instalments: int = 1,
        line_version: int | None = None,
        evidence: Iterable[Evidence] = (),
    ) -> FinancingRequested:
        """Asks for `amount` on an invoice and its declarations, or on cargo; the most if None.

        `evidence` for papers that aren't on the chain yet is presented in the same transaction.
        Requests that nobody funded in time and that still hold these papers or the line are
        reclaimed in it too. `maturity` is the invoice's due date if None, for cargo the last
        business day within the line's tenor. `line_version` is the
        version of the line's terms that this agrees to, a quote's for instance, the one that
        stands now if None: LineVersionMismatch if the bank changes them first.
        """
        asked = Application(
            line, asset, declarations, amount, maturity, kind, instalments, line_version
        )
        beside, terms = self._beside([asked]), self._terms(asked)
        return self._do(
            FinancingRequested, "ReceivablePledge", "request", terms, beside, *parted(evidence)
        )

    def request_all(
        self, applications: Sequence[Application], *, evidence: Iterable[Evidence] = ()
    ) -> tuple[FinancingRequested, ...]:
        """Asks for a financing on each of 1 to 16 assets in one transaction, all or none.

        In the order given: what they share (a line, a declaration, room for a debtor) is used up in
        it. Each runs for itself, and its own debtor's payment repays it.
        """
        done = self._connection.write(
            self._account,
            "ReceivablePledge",
            "requestAll",
            [self._terms(one) for one in applications],
            self._beside(applications),
            *parted(evidence),
        )
        return tuple(e for e in done.events if isinstance(e, FinancingRequested))

    def _beside(self, applications: Iterable[Application]) -> list[tuple[object, ...]]:
        """Lapsed requests to be reclaimed, and financings that witness an invoice's papers."""
        found = {
            financing
            for a in applications
            for financing in (
                *self.lapsed_on(a.line, a.asset, *a.declarations),
                *self.financings_on(a.asset),
            )
        }
        return [held(f, self.basis(f)) for f in sorted(found)]

    def _terms(self, a: Application) -> tuple[object, ...]:
        """An application as the contract takes it."""
        return (
            a.line,
            self._version(a.line) if a.line_version is None else a.line_version,
            a.asset,
            list(a.declarations),
            0 if a.amount is None else a.amount.minor,
            a.maturity or 0,
            a.kind,
            a.instalments,
        )

    def _version(self, line: LineId) -> int:
        """Of the line's terms as they stand; 0 for no line, which the contract then refuses."""
        try:
            return self.line(line).version
        except LineUnknown:
            return 0

    def quote(
        self,
        line: LineId,
        asset: DocumentId,
        declarations: Sequence[DocumentId] = (),
        *,
        maturity: date | None = None,
    ) -> Quote:
        """What `request` would work out now, with every term. No promise: another may be first."""
        stands = self.line(line)
        asked = Application(
            line, asset, declarations, maturity=maturity, line_version=stands.version
        )
        raw = self._connection.read("ReceivablePledge", "quote", self._terms(asked))
        return Quote.of(raw, currency=stands.currency, line_version=stands.version)

    def preview_request(
        self,
        line: LineId,
        asset: DocumentId,
        declarations: Sequence[DocumentId] = (),
        amount: Money | None = None,
        *,
        maturity: date | None = None,
        kind: AmortizationKind = AmortizationKind.BULLET,
        instalments: int = 1,
        line_version: int | None = None,
        evidence: Iterable[Evidence] = (),
    ) -> Verdict:
        """Whether `request` would be allowed now, and if not every rule that fails.

        Papers that only `evidence` brings are asked for as they would stand: one by one they aren't
        on the chain, so that nothing but the request's own refusal is told of them.
        """
        asked = Application(
            line, asset, declarations, amount, maturity, kind, instalments, line_version
        )
        shown, terms, beside = tuple(evidence), self._terms(asked), self._beside([asked])
        probe = Probe(self._connection, str(self._account.address))
        own = probe.ask("ReceivablePledge", "request", terms, beside, *parted(shown))
        return Verdict.of(own, iter(()) if shown else probe.of_request(self.org, terms))

    def preview_request_all(
        self, applications: Sequence[Application], *, evidence: Iterable[Evidence] = ()
    ) -> Verdict:
        """Whether `request_all` would be allowed now, and if not every rule that fails for any.

        What they use up of each other is told by the verb's own refusal alone, the first failure;
        so is everything of papers that only `evidence` brings.
        """
        shown, terms = tuple(evidence), [self._terms(one) for one in applications]
        probe = Probe(self._connection, str(self._account.address))
        beside = self._beside(applications)
        own = probe.ask("ReceivablePledge", "requestAll", terms, beside, *parted(shown))
        each = (refused for one in terms for refused in probe.of_request(self.org, one))
        return Verdict.of(own, iter(()) if shown else each)

    def secure(self, financing: FinancingId, cargo: DocumentId, amount: Money) -> CargoSecured:
        """Secures a financing by `amount` of the value of a warehouse receipt or bill of lading.

        Beside its own asset, while it waits for its bank or is owed. The bank gives the paper back.
        """
        return self._do(CargoSecured, "Collateral", "secure", financing, cargo, amount.minor)

    def offer_collateral(
        self, guarantee: GuaranteeId, asset: DocumentId, amount: Money
    ) -> AssetSecured:
        """Secures the guarantor of a guarantee by `amount` of what an asset is recognised at.

        The asset is this enterprise's own, whoever is the guarantee's client. The guarantor gives
        it back. `net.collateral` tells what it is recognised at.
        """
        return self.offer_all_collateral(guarantee, [(asset, amount)])[0]

    def offer_all_collateral(
        self, guarantee: GuaranteeId, given: Iterable[tuple[DocumentId, Money]]
    ) -> tuple[AssetSecured, ...]:
        """The same by 1 to 16 assets in one transaction, all or none."""
        assets = [(asset, amount.minor) for asset, amount in given]
        done = self._connection.write(self._account, "CounterSecurity", "secure", guarantee, assets)
        return tuple(e for e in done.events if isinstance(e, AssetSecured))

    def withdraw(self, financing: FinancingId) -> FinancingWithdrawn:
        """Takes a request back before it is funded."""
        return self._do(FinancingWithdrawn, "ReceivablePledge", "withdraw", self._held(financing))

    def repay(self, financing: FinancingId, amount: Money | None = None) -> FinancingRepaid:
        """Repays from own funds, at most what is owed; all of it if `amount` is None."""
        value = MOST if amount is None else amount.minor
        return self._do(FinancingRepaid, "ReceivablePledge", "repay", self._held(financing), value)

    def collect(self, invoice: DocumentId, amount: Money, reference: str) -> Collected:
        """Pays an invoice of which this enterprise is the debtor to whoever it is pledged to."""
        return self._collect(invoice, amount, reference)

    def acknowledge(self, invoice: DocumentId) -> NoticeAcknowledged:
        """As its debtor: owns up to an invoice and its assignment; ends a dispute."""
        return self._do(NoticeAcknowledged, "PledgeRegister", "acknowledge", invoice)

    def dispute(self, invoice: DocumentId, reason: bytes) -> InvoiceDisputed:
        """As its debtor: doesn't owe the invoice as it stands; a digest of the reason is kept.

        Nothing new rests on it until `settle_dispute`; what rests on it runs on.
        """
        return self._do(InvoiceDisputed, "PledgeRegister", "dispute", invoice, keccak(reason))

    def clear_difference(self, invoice: DocumentId) -> DifferenceCleared:
        """As its holder: takes what its debtor left unpaid off an invoice for good.

        At most `net.tolerance` of it, and once something was collected on it: InvalidInput where
        nothing was.
        """
        paid = self.standing_receipts(invoice)
        if not paid:
            raise InvalidInput(f"nothing was collected on invoice 0x{invoice.hex()[:8]}…")
        last = paid[-1]
        return self._clear(invoice, last.payer, last.bank_reference, last.amount)

    def settle_dispute(self, invoice: DocumentId) -> DisputeSettled:
        """As its debtor: ends its dispute."""
        return self._do(DisputeSettled, "PledgeRegister", "settle", invoice)
