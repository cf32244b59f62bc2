"""What banks book on receivables: credit notes, small differences, counter-entries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from eth_utils.crypto import keccak

from tests.conftest import Consortium, Papers, assemble, usd
from tests.roles.acts import (
    ask,
    attestation,
    drawn,
    enter,
    held_by_request,
    key_of,
    next_version,
    refused,
    send,
    traces,
)
from tradefin import Money, documents, local, samples
from tradefin.documents import TradeDocument
from tradefin.enums import DocumentKind, FinancingStatus, Role
from tradefin.errors import (
    AmountIsZero,
    CallerNotHolderOrBank,
    CallerNotPayerOfReceipt,
    CallerNotRank,
    CreditNoteUsed,
    CurrencyMismatch,
    DifferenceExceedsTolerance,
    DifferenceIsZero,
    DocumentIsShort,
    InvalidInput,
    KindNotOfDocument,
    ReceiptIsContested,
    ReceiptNotBooked,
    RoleMissing,
    RoomNotTrusted,
    TokenNotListed,
)
from tradefin.events import (
    CreditNoteBooked,
    DifferenceCleared,
    DocumentShort,
    DocumentUsed,
    ReceiptContested,
)
from tradefin.ids import OrgId
from tradefin.ledger import Dilution, Ledger, ReceiptEntry

REGISTER = "PledgeRegister"
NOTE = DocumentKind.CREDIT_NOTE
MT1 = keccak(text="MT1")


def credit_note(papers: Papers, amount: str, number: str = "CN-1") -> TradeDocument:
    return replace(papers.read_invoice, kind=NOTE, number=number, total=usd(amount))


def book(c: Consortium, financing: int, note: bytes, amount: int) -> None:
    held = held_by_request(c, financing)  # type: ignore[arg-type]
    send(c.bank, REGISTER, "bookCreditNote", held, note, amount)


# Credit notes


def test_only_a_bank_of_a_funded_rank_books_a_credit_note(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    note = credit_note(papers, "10.00")
    waiting = ask(c, papers)
    with refused(c.net, CallerNotRank(waiting, papers.invoice, c.bank.org)):
        c.bank.book_credit_note(waiting, note)
    c.bank.fund(waiting)
    with refused(c.net, CallerNotRank(waiting, papers.invoice, c.other_bank.org)):
        c.other_bank.book_credit_note(waiting, note)
    with refused(c.net, RoleMissing(c.exporter.org, Role.BANK)):
        held = held_by_request(c, waiting)
        send(c.exporter, REGISTER, "bookCreditNote", held, key_of("note", NOTE), 1)
    c.exporter.repay(waiting)
    with refused(c.net, CallerNotRank(waiting, papers.invoice, c.bank.org)):
        c.bank.book_credit_note(waiting, note)


def test_a_credit_note_is_a_credit_note_of_something(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = drawn(c, papers)
    with refused(c.net, AmountIsZero()):
        book(c, financing, key_of("note", NOTE), 0)
    with refused(c.net, KindNotOfDocument(papers.invoice, NOTE)):
        book(c, financing, papers.invoice, 1)
    with pytest.raises(CurrencyMismatch) as caught:
        c.bank.book_credit_note(financing, credit_note(papers, "1.00"), Money.of("1.00", "EUR"))
    assert caught.value == CurrencyMismatch(840, 978)
    with pytest.raises(InvalidInput, match="states no amount"):
        c.bank.book_credit_note(financing, replace(credit_note(papers, "1.00"), total=None))


def test_a_credit_note_lowers_for_good_what_an_invoice_bears(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    financing = drawn(c, papers, None, usd("100000.00"))
    note = credit_note(papers, "60000.00")
    told = c.bank.book_credit_note(financing, note)
    assert isinstance(told, CreditNoteBooked)
    key = c.bank.document_id(note)
    assert (told.invoice, told.bank, told.note) == (papers.invoice, c.bank.org, key)
    assert told.amount == 6_000_000
    assert told.receipt is not None
    found = c.net.document(papers.invoice)
    assert (found.amount, found.open, found.free) == (
        usd("360000.00"),
        usd("300000.00"),
        usd("200000.00"),
    )
    # Of what is open now, 80 % less what was drawn.
    assert c.exporter.quote(c.line(), papers.invoice, [papers.declaration]).amount == usd(
        "140000.00"
    )
    assert c.net.document(papers.declaration).open == usd("500000.00")
    c.exporter.repay(financing)
    assert c.net.document(papers.invoice).free == usd("300000.00")


def test_a_credit_note_counts_once_for_an_invoice_whoever_books_it(embedded: Consortium) -> None:
    c = embedded
    papers, other = c.papers(117), c.papers(118)
    line = c.line(c.other_bank)
    first = drawn(c, papers, None, usd("1000.00"))
    second = drawn(c, papers, line, usd("1000.00"))
    elsewhere = drawn(c, other, line, usd("1000.00"))
    note = credit_note(papers, "60.00")
    key = c.bank.document_id(note)
    c.bank.book_credit_note(first, note)
    retyped = replace(note, fields={}, number="cn 1")
    with refused(c.net, CreditNoteUsed(papers.invoice, key)):
        c.other_bank.book_credit_note(second, retyped)
    c.other_bank.book_credit_note(second, credit_note(papers, "40.00", "CN-2"))
    assert c.net.document(papers.invoice).open == usd("359900.00")
    c.other_bank.book_credit_note(elsewhere, note, usd("1.00"))  # one note, two invoices
    assert c.net.document(other.invoice).open == usd("359999.00")


def test_a_credit_note_stays_booked_under_a_new_secret() -> None:
    secrets = {1: bytes(range(32)), 2: bytes(range(1, 33))}
    with local(aliases=samples.PARTICIPANTS, secret=secrets) as net:
        c = assemble(net)
        papers = c.papers()
        financing, note = drawn(c, papers), credit_note(papers, "60.00")
        key = c.bank.document_id(note)
        c.bank.book_credit_note(financing, note)
        c.registrar.rotate()
        assert c.bank.document_id(note) != key
        with refused(c.net, CreditNoteUsed(papers.invoice, key)):
            c.bank.book_credit_note(financing, note)


def test_an_invoice_that_falls_short_is_announced_and_bears_nothing_new(
    consortium: Consortium,
) -> None:
    c = consortium
    papers, line = c.papers(), c.line()
    financing = drawn(c, papers, line, usd("200000.00"))
    waiting = ask(c, papers, line, usd("1000.00"))
    held = held_by_request(c, financing)
    done = send(c.bank, REGISTER, "bookCreditNote", held, key_of("note", NOTE), 16_000_001)
    assert done.one(DocumentShort) == replace(
        done.one(DocumentShort), document=papers.invoice, used=20_100_000, open=19_999_999
    )
    assert done.one(DocumentUsed).ref == bytes(32)
    assert c.net.financing(financing).short
    assert [n.what for n in c.bank.inbox() if n.id == papers.invoice] == ["short"]
    short = DocumentIsShort(papers.invoice, 20_100_000, 19_999_999)
    with refused(c.net, short):
        c.bank.fund(waiting)
    with refused(c.net, short):
        ask(c, papers, line, usd("1.00"))
    # What runs, runs.
    assert c.net.statement(financing).debt.total == usd("200000.00")
    c.exporter.withdraw(waiting)
    c.buyer.collect(papers.invoice, usd("199999.99"), "all that is left")
    assert c.net.statement(financing).debt.total == usd("0.01")
    c.exporter.repay(financing)
    assert c.net.financing(financing).status is FinancingStatus.SETTLED


def test_a_credit_note_takes_no_more_than_is_open(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = drawn(c, papers)
    c.buyer.collect(papers.invoice, usd("100000.00"), "part")
    told = c.bank.book_credit_note(financing, credit_note(papers, "360000.00"))
    assert told.amount == 36_000_000
    found = c.net.document(papers.invoice)
    assert (found.open, found.consumed) == (usd("0.00"), usd("360000.00"))
    enter(c.bank, next_version(c, papers.invoice, amount=usd("400000.00")))
    assert c.net.document(papers.invoice).open == usd("40000.00")


def test_nobody_but_the_register_dilutes(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    for party in (c.bank, c.exporter, c.registrar):
        with refused(c.net, RoomNotTrusted(party._account.address)):
            send(party, "DocumentRegistry", "dilute", papers.invoice, 1)


# Small differences


@pytest.fixture(scope="module")
def _currencies() -> Iterator[Consortium]:
    with local(currencies=("USD", "JPY", "KWD"), aliases=samples.PARTICIPANTS) as net:
        c = assemble(net)
        for currency in ("JPY", "KWD"):
            for party in (c.bank, c.exporter, c.buyer):
                account = net.organisation(party.org).account
                net.mint(account, Money.of("5000000", currency))
                party.approve(currency)
        yield c


@pytest.fixture
def currencies(_currencies: Consortium) -> Iterator[Consortium]:
    mark = _currencies.net.snapshot()
    yield _currencies
    _currencies.net.revert(mark)


def lent(c: Consortium, total: Money) -> Papers:
    """An invoice of `total` with a declaration, financed by the bank with all it may."""
    trade = samples.trade(c.net.now().date(), total.currency)
    invoice = replace(documents.read(trade.invoice), total=total)
    declaration = documents.read(trade.declaration)
    ids = c.bank.attest(invoice).document, c.customs.attest(declaration).document
    until = c.net.now().replace(month=12)
    line = c.bank.open_line(c.exporter.org, total, rate_bps=525, expiry=until).line
    c.bank.fund(c.exporter.request(line, ids[0], [ids[1]]).financing)
    return Papers(invoice, declaration, invoice, *ids)


@pytest.mark.parametrize(
    ("total", "currency", "most"),
    [
        ("5000.00", "USD", 25_00),  # 12.50 by share
        ("10000.00", "USD", 25_00),
        ("10003.99", "USD", 25_00),  # 25.009975
        ("10004.00", "USD", 25_01),
        ("360000.00", "USD", 900_00),
        ("10000", "JPY", 25),
        ("10399", "JPY", 25),
        ("10400", "JPY", 26),
        ("10000.000", "KWD", 25_000),
        ("10000.399", "KWD", 25_000),
        ("10000.400", "KWD", 25_001),
    ],
)
def test_a_difference_is_cleared_up_to_the_tolerance_and_no_unit_above(
    currencies: Consortium, total: str, currency: str, most: int
) -> None:
    c = currencies
    whole = Money.of(total, currency)
    papers = lent(c, whole)
    assert c.net.tolerance(papers.invoice) == Money(most, currency)
    part = Money(whole.minor - most - 1, currency)
    c.bank.collect(papers.invoice, part, "MT1")
    above = DifferenceExceedsTolerance(papers.invoice, most + 1, most)
    with refused(c.net, above):
        c.bank.clear_difference(papers.invoice, part, "MT1")
    c.buyer.collect(papers.invoice, Money(1, currency), "MT2")
    told = c.bank.clear_difference(papers.invoice, part, "MT1")
    assert isinstance(told, DifferenceCleared)
    assert (told.invoice, told.by, told.amount) == (papers.invoice, c.bank.org, most)
    found = c.net.document(papers.invoice)
    assert (found.open.minor, found.amount) == (0, whole)


def test_its_holder_or_the_bank_that_booked_a_receipt_clears(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    paid = usd("359990.00")
    c.bank.collect(papers.invoice, paid, "MT1")
    receipt = (papers.invoice, c.bank.org, MT1, paid.minor)
    for party in (c.other_bank, c.buyer, c.guarantor):
        with refused(c.net, CallerNotHolderOrBank(papers.invoice, c.exporter.org, party.org)):
            send(party, REGISTER, "clearDifference", receipt)
    what = [(n.what, n.id) for n in c.exporter.inbox()]
    assert what == [("difference", papers.invoice)]
    assert [n.what for n in c.bank.inbox()] == ["difference"]
    assert c.exporter.clear_difference(papers.invoice).by == c.exporter.org
    assert c.exporter.inbox() == c.bank.inbox() == []
    with refused(c.net, DifferenceIsZero(papers.invoice)):
        c.bank.clear_difference(papers.invoice, paid, "MT1")


def test_a_debtor_clears_nothing_of_what_it_owes(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    c.buyer.collect(papers.invoice, usd("359990.00"), "MT1")
    receipt = (papers.invoice, c.buyer.org, MT1, 35_999_000)
    with refused(c.net, CallerNotHolderOrBank(papers.invoice, c.exporter.org, c.buyer.org)):
        send(c.buyer, REGISTER, "clearDifference", receipt)
    c.exporter.clear_difference(papers.invoice)


def test_nothing_is_cleared_before_anything_was_paid(embedded: Consortium) -> None:
    c = embedded
    small = enter(c.bank, attestation(c, "small", amount=usd("20.00")))
    nothing = (small, c.bank.org, MT1, 1)
    with refused(c.net, ReceiptNotBooked(small, c.bank.org, MT1, 1)):
        send(c.exporter, REGISTER, "clearDifference", nothing)
    with pytest.raises(InvalidInput, match="nothing was collected"):
        c.exporter.clear_difference(small)


def test_a_receipt_on_another_invoice_or_of_another_amount_clears_nothing(
    embedded: Consortium,
) -> None:
    c = embedded
    one, two = c.papers(117), c.papers(118)
    drawn(c, one)
    drawn(c, two)
    c.bank.collect(one.invoice, usd("359990.00"), "MT1")
    for told in ((two.invoice, 35_999_000), (one.invoice, 35_998_999)):
        with refused(c.net, ReceiptNotBooked(told[0], c.bank.org, MT1, told[1])):
            c.bank.clear_difference(told[0], Money(told[1], "USD"), "MT1")


def test_what_is_owed_on_a_cleared_invoice_stays_owed_by_the_borrower(
    embedded: Consortium,
) -> None:
    c = embedded
    papers = c.papers()
    financing = drawn(c, papers, c.line(advance_bps=10_000))
    paid = usd("359990.00")
    c.bank.collect(papers.invoice, paid, "MT1")
    receipt = (papers.invoice, c.bank.org, MT1, paid.minor)
    done = send(c.bank, REGISTER, "clearDifference", receipt)
    assert done.one(DocumentShort).used == 1_000
    assert c.net.financing(financing).short
    assert c.net.statement(financing).debt.total == usd("10.00")
    c.exporter.repay(financing)
    assert c.net.financing(financing).status is FinancingStatus.SETTLED
    assert c.net.document(papers.invoice).free == usd("0.00")


def test_an_inbox_opens_where_a_paper_came_to_be_in_a_currency_without_token(
    embedded: Consortium,
) -> None:
    c = embedded
    said = attestation(c, "owed")
    enter(c.buyer, said)
    kind = DocumentKind.CUSTOMS_DECLARATION
    declaration = enter(c.customs, attestation(c, "declared", kind))
    financing = c.exporter.request(c.line(), said.document, [declaration]).financing
    c.bank.fund(financing)
    c.buyer.collect(said.document, usd("999.00"), "MT1")
    assert [n.what for n in c.exporter.inbox()] == ["difference"]
    enter(c.bank, replace(said, amount=Money.of("1000.00", "EUR")))
    assert c.exporter.inbox() == []
    with refused(c.net, TokenNotListed("EUR")):
        c.exporter.clear_difference(said.document)


# Counter-entries


def test_a_counter_entry_reverses_nothing(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    financing = drawn(c, papers)
    paid = usd("100000.00")
    c.bank.collect(papers.invoice, paid, "MT1")
    before = {name: root for name, root in traces(c.net).items() if name != REGISTER}
    owed = c.net.statement(financing).debt
    told = c.bank.contest_receipt(papers.invoice, paid, "MT1", b"recalled by the payer's bank")
    assert isinstance(told, ReceiptContested)
    assert (told.invoice, told.payer, told.bank_reference) == (papers.invoice, c.bank.org, MT1)
    assert (told.amount, told.reason) == (paid.minor, keccak(b"recalled by the payer's bank"))
    assert {name: root for name, root in traces(c.net).items() if name != REGISTER} == before
    assert c.net.statement(financing).debt == owed
    assert c.net.document(papers.invoice).consumed == paid


def test_only_who_booked_a_receipt_contests_it_once_and_as_it_is(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    paid = usd("100000.00")
    c.bank.collect(papers.invoice, paid, "MT1")
    receipt = (papers.invoice, c.bank.org, MT1, paid.minor)
    for party in (c.other_bank, c.buyer, c.exporter):
        with refused(c.net, CallerNotPayerOfReceipt(MT1, c.bank.org, party.org)):
            send(party, REGISTER, "contestReceipt", receipt, bytes(32))
    with refused(c.net, ReceiptNotBooked(papers.invoice, c.bank.org, MT1, paid.minor - 1)):
        c.bank.contest_receipt(papers.invoice, usd("99999.99"), "MT1", b"")
    with refused(c.net, ReceiptNotBooked(papers.declaration, c.bank.org, MT1, paid.minor)):
        c.bank.contest_receipt(papers.declaration, paid, "MT1", b"")
    c.registrar.suspend(c.bank.org)
    c.bank.contest_receipt(papers.invoice, paid, "MT1", b"")
    with refused(c.net, ReceiptIsContested(c.bank.org, MT1)):
        c.bank.contest_receipt(papers.invoice, paid, "MT1", b"")


def test_nothing_is_cleared_on_a_contested_receipt(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    first, second = usd("100000.00"), usd("259990.00")
    c.bank.collect(papers.invoice, first, "MT1")
    c.bank.collect(papers.invoice, second, "MT2")
    c.bank.contest_receipt(papers.invoice, second, "MT2", b"by mistake")
    with refused(c.net, ReceiptIsContested(c.bank.org, keccak(text="MT2"))):
        c.bank.clear_difference(papers.invoice, second, "MT2")
    assert [e.amount for e in c.net.standing_receipts(papers.invoice)] == [first.minor]
    c.exporter.clear_difference(papers.invoice)


# The ledger


def test_the_ledger_shows_receipt_and_counter_entry(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    c.bank.collect(papers.invoice, usd("100000.00"), "MT1")
    c.buyer.collect(papers.invoice, usd("5.00"), "own")
    c.bank.contest_receipt(papers.invoice, usd("100000.00"), "MT1", b"recalled")
    with Ledger.open() as ledger:
        ledger.follow(c.net)
        booked, taken_back = ledger.receipt_book(c.bank.org)
        assert booked == ReceiptEntry(booked.time, papers.invoice, MT1, usd("100000.00"))
        assert taken_back == ReceiptEntry(taken_back.time, papers.invoice, MT1, usd("-100000.00"))
        assert taken_back.time > booked.time
        (own,) = ledger.receipt_book(c.buyer.org)
        assert own.amount == usd("5.00")
        assert ledger.receipt_book(c.other_bank.org) == ()
        assert len(ledger.payment_history(c.exporter.org)) == 2  # what was paid stays paid


def test_the_ledger_tells_a_debtors_dilution(embedded: Consortium) -> None:
    c = embedded
    one, two = c.papers(117), c.papers(118)
    financing = drawn(c, one)
    c.bank.book_credit_note(financing, credit_note(one, "7200.00"))
    c.bank.collect(one.invoice, usd("352790.00"), "MT1")
    c.bank.clear_difference(one.invoice, usd("352790.00"), "MT1")
    with Ledger.open() as ledger:
        ledger.follow(c.net)
        (found,) = ledger.dilution(c.buyer.org)
        assert found == Dilution("USD", usd("720000.00"), usd("7200.00"), usd("10.00"))
        assert found.bps_up == 101
        c.bank.revoke(two.invoice)
        ledger.follow(c.net)
        (found,) = ledger.dilution(c.buyer.org)
        assert (found.invoiced, found.bps_up) == (usd("360000.00"), 201)
        assert ledger.dilution(c.exporter.org) == ledger.dilution(OrgId(0)) == ()
        point = ledger.document_history(one.invoice)[-1]
        assert (point.open, point.used) == (usd("0.00"), usd("0.00"))
