"""A bank: attests invoices, lends on receivables, collects, demands under guarantees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from os import PathLike
from typing import TypedDict, Unpack

from eth_utils.crypto import keccak

from tradefin.documents import ReadingKey, Sealed, TradeDocument, open_sealed, read
from tradefin.documents.sealing import PaperSwapped
from tradefin.enums import DayCountConvention
from tradefin.errors import CurrencyMismatch, InvalidInput
from tradefin.events import (
    Collected,
    CreditNoteBooked,
    DemandPresented,
    DemandWithdrawn,
    DifferenceCleared,
    FinancingAccelerated,
    FinancingDeclined,
    FinancingFunded,
    FinancingWrittenOff,
    GuaranteeAccepted,
    LineChanged,
    LineClosed,
    LineOpened,
    NoticeReceived,
    NoticeSent,
    PledgeRegistered,
    ReceiptContested,
)
from tradefin.ids import DemandId, DocumentId, FinancingId, GuaranteeId, LineId, OrgId
from tradefin.money import Money, currency_number
from tradefin.receipts.receipt import Point
from tradefin.receipts.source import read_statement
from tradefin.roles.attestations import Evidence
from tradefin.roles.attestor import Attestor
from tradefin.roles.check import Check, Checker, Code
from tradefin.roles.holder import Holder
from tradefin.roles.matching import Matcher, Tolerance
from tradefin.roles.negotiator import Negotiator
from tradefin.roles.open_invoices import Invoices, Papers
from tradefin.roles.statement_booking import Booking, Desk
from tradefin.roles.statement_rows import StatementRow
from tradefin.roles.verdicts import Probe, Verdict

NO_CONDITION = "0x" + "00" * 20


class LineTerms(TypedDict, total=False):
    """What a bank agrees on a line, in the contract's order."""

    limit: Money
    advance_bps: int
    dilution_bps: int
    concentration_bps: int
    cargo_advance_bps: int
    valuation_days: int
    rate_bps: int
    penalty_bps: int
    fee_bps: int
    tenor_days: int
    grace_days: int
    day_count: DayCountConvention
    calendar: int
    expiry: datetime
    condition: str | None


class Bank(Attestor, Negotiator, Holder):
    """Acts for a bank through one of its keys."""

    def check(
        self, paper: TradeDocument, amount: Money, *, evidence: Evidence | None = None
    ) -> Check:
        """Whether `paper` is authentic and free for `amount`, and if not why; names no bank.

        `evidence` proves a paper that its attestor signed, or anchored in a batch, and that nobody
        has presented yet.
        """
        return Checker(self, self._secrets, self._aliases).check(paper, amount, evidence)

    def unseal(self, sealed: Sealed, key: ReadingKey, document: DocumentId) -> TradeDocument:
        """The sealed paper that stands under `document`, read, and compared with what was attested.

        Raises as `open_sealed` and `read` do, and PaperSwapped where it is another paper.
        """
        paper = read(open_sealed(sealed, key, document=document))
        check = self.check(paper, Money(0, self.document(document).currency))
        if check.document != document or Code.CONTENT_MISMATCH in check.codes:
            raise PaperSwapped("the sealed paper is not the one that was attested")
        return paper

    def open_line(
        self,
        enterprise: OrgId,
        limit: Money,
        *,
        rate_bps: int,
        expiry: datetime,
        advance_bps: int = 8_000,
        dilution_bps: int = 0,
        concentration_bps: int = 10_000,
        cargo_advance_bps: int = 0,
        valuation_days: int = 30,
        penalty_bps: int = 15_000,
        fee_bps: int = 0,
        tenor_days: int = 180,
        grace_days: int = 15,
        day_count: DayCountConvention = DayCountConvention.ACT360,
        calendar: int = 0,
        condition: str | None = None,
    ) -> LineOpened:
        """Opens a revolving line of `limit` for an enterprise.

        Rates in basis points a year; `penalty_bps` of the contract rate after maturity;
        `dilution_bps` off the advance for credit notes to come; `concentration_bps` of the limit
        for the receivables of one debtor, 10,000 for no cap; `cargo_advance_bps` of the value of a
        warehouse receipt or bill of lading, 0 to lend nothing on cargo, where it was valued within
        `valuation_days` times 24 hours; `fee_bps` of a principal that the
        bank keeps back at funding; `condition` the contract that must allow a financing before it
        is funded.
        """
        terms: LineTerms = {
            "limit": limit,
            "advance_bps": advance_bps,
            "dilution_bps": dilution_bps,
            "concentration_bps": concentration_bps,
            "cargo_advance_bps": cargo_advance_bps,
            "valuation_days": valuation_days,
            "rate_bps": rate_bps,
            "penalty_bps": penalty_bps,
            "fee_bps": fee_bps,
            "tenor_days": tenor_days,
            "grace_days": grace_days,
            "day_count": day_count,
            "calendar": calendar,
            "expiry": expiry,
            "condition": condition,
        }
        currency = currency_number(limit.currency)
        return self._do(LineOpened, "CreditLines", "open", enterprise, currency, _words(terms))

    def change_line(self, line: LineId, **terms: Unpack[LineTerms]) -> LineChanged:
        """Puts terms of a line anew, for requests from now on; what isn't named stays.

        `bank.change_line(line, limit=Money.of("200000.00", "USD"), rate_bps=600)`. The limit may
        fall below what is used: then nothing more is lent. Enterprise and currency stay.
        """
        stands = self.line(line)
        limit = terms.get("limit", stands.limit)
        if limit.currency != stands.currency:
            given = currency_number(limit.currency)
            raise CurrencyMismatch(currency_number(stands.currency), given)
        kept = {name: getattr(stands, name) for name in LineTerms.__annotations__}
        return self._do(LineChanged, "CreditLines", "change", line, _words({**kept, **terms}))

    def close_line(self, line: LineId) -> LineClosed:
        """Ends new drawings; what runs on the line goes on."""
        return self._do(LineClosed, "CreditLines", "close", line)

    def fund(self, financing: FinancingId) -> FinancingFunded:
        """Pays the principal less the fee and makes the pledge final, both or neither."""
        return self._do(FinancingFunded, "ReceivablePledge", "fund", self._held(financing))

    def preview_fund(self, financing: FinancingId) -> Verdict:
        """Whether `fund` would be allowed now, and if not every rule that fails."""
        probe = Probe(self._connection, str(self._account.address))
        own = probe.ask("ReceivablePledge", "fund", self._held(financing))
        account = self.organisation(self.org).account
        return Verdict.of(own, probe.of_fundings([self.financing(financing)], account))

    def fund_all(self, financings: Sequence[FinancingId]) -> tuple[FinancingFunded, ...]:
        """Funds 1 to 16 requests in one transaction, all or none, in the order given."""
        held = [self._held(financing) for financing in financings]
        done = self._connection.write(self._account, "ReceivablePledge", "fundAll", held)
        return tuple(e for e in done.events if isinstance(e, FinancingFunded))

    def preview_fund_all(self, financings: Sequence[FinancingId]) -> Verdict:
        """Whether `fund_all` would be allowed now, and if not every rule that fails for any."""
        probe = Probe(self._connection, str(self._account.address))
        held = [self._held(financing) for financing in financings]
        own = probe.ask("ReceivablePledge", "fundAll", held)
        account = self.organisation(self.org).account
        return Verdict.of(own, probe.of_fundings(map(self.financing, financings), account))

    def decline(self, financing: FinancingId) -> FinancingDeclined:
        """Refuses a request; its papers and the line are free at once."""
        return self._do(FinancingDeclined, "ReceivablePledge", "decline", self._held(financing))

    def accelerate(self, financing: FinancingId) -> FinancingAccelerated:
        """Makes all of a financing due that is defaulted by a missed instalment."""
        return self._do(FinancingAccelerated, "TermChanges", "accelerate", financing)

    def write_off(self, financing: FinancingId) -> FinancingWrittenOff:
        """Expects nothing more of a defaulted financing; what comes in is booked as before."""
        return self._do(FinancingWrittenOff, "ClaimLedger", "writeOff", financing)

    def collect(self, asset: DocumentId, amount: Money, reference: str) -> Collected:
        """Distributes what a debtor paid, or what cargo was sold for, out of this bank's account.

        By rank, then to the enterprise. `reference` is the payment's own, usable once; only its
        digest goes on the chain.
        """
        return self._collect(asset, amount, reference)

    def register_pledge(
        self, financing: FinancingId, entry: str, *, lapses: datetime
    ) -> PledgeRegistered:
        """Records under which number a registry ashore holds the pledge, and until when.

        Only the number's digest goes on the chain. Called again when it is renewed.
        """
        return self._do(
            PledgeRegistered,
            "PledgeRegister",
            "register",
            self._held(financing),
            keccak(text=entry),
            lapses,
        )

    def send_notice(self, financing: FinancingId, notice: bytes) -> NoticeSent:
        """Tells that `notice` of the assignment went to the debtor; a digest of it is kept."""
        return self._do(
            NoticeSent, "PledgeRegister", "notify", self._held(financing), keccak(notice)
        )

    def confirm_notice(self, financing: FinancingId, proof: bytes) -> NoticeReceived:
        """Tells that the notice was delivered, whoever sent it; a digest of the proof is kept.

        From now on paying the exporter doesn't discharge the debtor.
        """
        return self._do(
            NoticeReceived, "PledgeRegister", "confirm", self._held(financing), keccak(proof)
        )

    def book_credit_note(
        self, financing: FinancingId, note: TradeDocument, amount: Money | None = None
    ) -> CreditNoteBooked:
        """Books a credit note on a financing's invoice: that bears `amount` less, for good.

        All that the note credits if None. What rests on the invoice stays, and may be short then.
        Only the note's key goes on the chain, where it counts once for an invoice. Raises
        InvalidInput where the note states no amount, CurrencyMismatch where it is in another one.
        """
        credited, held = amount or note.receivable, self._held(financing)
        if credited is None:
            raise InvalidInput("the credit note states no amount")
        invoice = self.document(self.basis(financing).whole)
        if credited.currency != invoice.currency:
            expected = currency_number(invoice.currency)
            raise CurrencyMismatch(expected, currency_number(credited.currency))
        key = self._note_key(invoice.id, note)
        return self._do(
            CreditNoteBooked, "PledgeRegister", "bookCreditNote", held, key, credited.minor
        )

    def clear_difference(
        self, invoice: DocumentId, amount: Money, reference: str
    ) -> DifferenceCleared:
        """Takes what the debtor left unpaid off an invoice for good, within `net.tolerance` of it.

        `amount` and `reference` are those of a receipt that this bank booked on it. What is still
        owed on the invoice stays owed by the borrower.
        """
        return self._clear(invoice, self.org, keccak(text=reference), amount.minor)

    def contest_receipt(
        self, invoice: DocumentId, amount: Money, reference: str, reason: bytes
    ) -> ReceiptContested:
        """Books a counter-entry to a receipt of this bank's that was taken back ashore.

        It reverses nothing: what was distributed stays so, and is recovered ashore from whom it was
        paid. `amount` and `reference` are the receipt's; a digest of the reason is kept.
        """
        receipt = (invoice, self.org, keccak(text=reference), amount.minor)
        return self._do(
            ReceiptContested, "PledgeRegister", "contestReceipt", receipt, keccak(reason)
        )

    def _note_key(self, invoice: DocumentId, note: TradeDocument) -> DocumentId:
        """The note's key under the epoch in which it was booked, if it was."""
        keys = self._drafter().keys(note)
        for key in (keys.document, *keys.others):
            if self._connection.read("PledgeRegister", "isNoteBooked", invoice, key):
                return key
        return keys.document

    def book_statement(
        self,
        source: str | PathLike[str] | bytes,
        *,
        papers: Papers,
        exporter: OrgId | None = None,
        decimal: Point | None = None,
        date_format: str | None = None,
        tolerance: str | Decimal = "25.00",
        tolerance_bps: int = 25,
        dry_run: bool = False,
    ) -> tuple[StatementRow, ...]:
        """Collects what a statement of the collection account shows: a CSV, or a camt.053.

        `papers` are the invoices that this bank holds, or their numbers with their ids; `exporter`
        whose account it is, where it is one's. A row is matched by an invoice's number in its
        remittance text, else by payer and exact amount, else with the payer's oldest due; whatever
        isn't certain, or is for an invoice on which this bank has lent nothing, waits in suspense.
        A payment short by at most `tolerance` major units or `tolerance_bps` of the open amount is
        taken for all of it: what is missing is cleared, as far as the chain's own tolerance goes.
        `decimal` and `date_format` (of strptime) are the CSV's.

        Running it again books nothing twice: a payment's reference is usable once. A dry run sends
        nothing, and can't foretell what the chain would refuse. Raises InvalidInput for a statement
        that can't be read as a whole, before anything is sent, and ChainError where the node fails.
        """
        allowed = Tolerance(tolerance, tolerance_bps)
        read = read_statement(source, decimal=decimal, date_format=date_format)
        invoices = Invoices(self, self._drafter(), self._aliases, papers)
        matcher = Matcher(invoices, self.org, exporter, allowed)
        desk = None if dry_run else Desk(self.collect, self.clear_difference)
        before = self.collections(payer=self.org)
        return Booking(invoices, matcher, allowed, before, desk).book(read)

    def accept(self, guarantee: GuaranteeId) -> GuaranteeAccepted:
        """Accepts cover as it stands in the offer, and lets the escrow buy that much claim."""
        return self._accept(guarantee)

    def demand(self, guarantee: GuaranteeId, amount: Money, statement: bytes) -> DemandPresented:
        """Demands payment; `statement` is the supporting statement, of which a digest is kept."""
        return self._do(
            DemandPresented,
            "GuaranteeEscrow",
            "demand",
            guarantee,
            amount.minor,
            keccak(statement),
        )

    def withdraw_demand(self, demand: DemandId) -> DemandWithdrawn:
        """Takes an unpaid demand back."""
        return self._do(DemandWithdrawn, "GuaranteeEscrow", "withdrawDemand", demand)


def _words(terms: Mapping[str, object]) -> tuple[object, ...]:
    """All terms as the contract takes them; InvalidInput for a name that is none."""
    if unknown := terms.keys() - LineTerms.__annotations__.keys():
        raise InvalidInput(f"a line has no term {', '.join(sorted(unknown))}")
    limit, condition = terms["limit"], terms["condition"] or NO_CONDITION
    known = {**terms, "limit": getattr(limit, "minor", limit), "condition": condition}
    return tuple(known[name] for name in LineTerms.__annotations__)
