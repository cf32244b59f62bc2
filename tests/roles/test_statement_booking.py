"""A statement booked: matched in order or in suspense, once, and never for another exporter."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest
from eth_utils.crypto import keccak
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Consortium, Papers, usd
from tests.roles.acts import (
    DAY,
    address_of,
    admit,
    attestation,
    drawn,
    enter,
    fresh_key,
    traces,
)
from tradefin import Money, samples
from tradefin.documents import Party
from tradefin.enums import DocumentKind, FinancingStatus, Role
from tradefin.errors import (
    AmountIsZero,
    BankReferenceUsed,
    DifferenceExceedsTolerance,
    ERC20InsufficientAllowance,
    InvalidInput,
    ReceiptIsContested,
)
from tradefin.events import Collected
from tradefin.ids import DocumentId, FinancingId
from tradefin.receipts.payers import numbers_in
from tradefin.roles.bank import Bank
from tradefin.roles.matching import By, Suspense
from tradefin.roles.statement_rows import Outcome, StatementRow

HANSA = "Hansa Werkzeugmaschinen Handel GmbH"
BOOKED, MATCHED, SUSPENSE = Outcome.BOOKED, Outcome.MATCHED, Outcome.SUSPENSE
REFUSED, ALREADY = Outcome.REFUSED, Outcome.ALREADY_BOOKED


def paid(
    amount: str,
    text: str = "",
    *,
    payer: str = HANSA,
    reference: str = "MT1",
    currency: str = "USD",
    day: str = "2026-03-02",
) -> str:
    return ";".join((reference, day, amount, currency, payer, text))


def csv_of(*rows: str) -> str:
    return "\n".join(("reference;date;amount;currency;payer;remittance", *rows, ""))


def told(rows: tuple[StatementRow, ...]) -> list[object]:
    """Of each row how it was matched, or why it wasn't."""
    return [row.by or row.reason or row.outcome for row in rows]


def collected(c: Consortium) -> list[tuple[DocumentId, int]]:
    return [(event.asset, event.amount) for event in c.net.collections()]


def two_sales(c: Consortium) -> tuple[Papers, Papers]:
    """USD 360,000.00 each, both financed; the first is due a day before the second."""
    one = c.papers(117)
    c.net.travel(c.net.now() + DAY)
    two = c.papers(116)
    drawn(c, one)
    drawn(c, two)
    return one, two


def of_another_exporter(c: Consortium, papers: Papers, buyer: Party | None = None) -> Papers:
    """A sale of another enterprise's to the same debtor, not financed yet; its number is alike."""
    key = fresh_key(c.net, "another exporter")
    identity = "LEI:TRAD00OTHEREXPORTER01"
    org = admit(c, key.address, roles=[Role.ENTERPRISE], identifier=identity)
    seller = Party("Other Exporter", "CN", (("LEI", identity.removeprefix("LEI:")),))
    invoice = replace(
        papers.read_invoice,
        issuer=seller,
        holder=seller,
        counterparty=buyer or papers.read_invoice.counterparty,
    )
    declared = attestation(c, "other's", DocumentKind.CUSTOMS_DECLARATION, holder=org)
    declaration = enter(c.customs, replace(declared, amount=usd("500000.00")))
    return replace(
        papers,
        read_invoice=invoice,
        invoice=c.bank.attest(invoice).document,
        declaration=declaration,
    )


def drawn_by_other(c: Consortium, papers: Papers) -> FinancingId:
    """The other exporter's sale, financed by the bank."""
    exporter = c.net.enterprise(fresh_key(c.net, "another exporter"))
    until = c.net.now().replace(month=12)
    line = c.bank.open_line(exporter.org, usd("500000.00"), rate_bps=525, expiry=until).line
    financing = exporter.request(line, papers.invoice, [papers.declaration]).financing
    c.bank.fund(financing)
    return financing


# Refusals


def test_a_statement_that_cannot_be_read_sends_nothing(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    broken = csv_of(paid("360000.00", "INV-2026/0117"), '"MT2')
    with pytest.raises(InvalidInput, match="its quotes don't match"):
        c.bank.book_statement(broken, papers=[papers.read_invoice])
    assert collected(c) == []


def test_a_paper_without_a_key_is_refused_before_anything_is_sent(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    numberless = replace(papers.read_invoice, number=None)
    row = csv_of(paid("1.00", "INV-2026/0117"))
    with pytest.raises(InvalidInput, match="the paper has no number"):
        c.bank.book_statement(row, papers=[papers.read_invoice, numberless])
    with pytest.raises(InvalidInput, match="an invoice's number has neither letter nor digit"):
        c.bank.book_statement(row, papers={"/": papers.invoice})
    assert collected(c) == []


@pytest.mark.parametrize(
    ("tolerance", "bps"),
    [("-1", 25), ("x", 25), ("NaN", 25), ("1e30", 0), ("1", -1), ("1", 10_001)],
)
def test_a_tolerance_is_an_amount_and_a_share(
    embedded: Consortium, tolerance: str, bps: int
) -> None:
    with pytest.raises(InvalidInput, match="a tolerance is"):
        embedded.bank.book_statement(csv_of(), papers=[], tolerance=tolerance, tolerance_bps=bps)


def test_broken_rows_are_refused_and_the_others_booked(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    rows = c.bank.book_statement(
        csv_of(
            paid("0.00", "INV-2026/0117", reference="MT0"),
            paid("1.234", "INV-2026/0117", reference="MT1"),
            paid("1.00", "INV-2026/0117", reference="MT2", currency="USX"),
            paid("1.00", "INV-2026/0117", reference="MT3", day="today"),
            paid("100.005", "INV-2026/0117", reference="MT4"),
            paid("0.001", "INV-2026/0117", reference="MT5"),
            paid("2.00", "INV-2026/0117", reference="MT6"),
        ),
        papers=[papers.read_invoice],
    )
    assert [row.outcome for row in rows] == [REFUSED] * 6 + [BOOKED]
    assert rows[0].refusal == AmountIsZero()
    assert collected(c) == [(papers.invoice, 200)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (paid("360000.00", payer="Somebody"), Suspense.PAYER_UNKNOWN),
        (paid("360000.00", payer=""), Suspense.PAYER_UNKNOWN),
        (paid("360000.00", "INV-2026/0118", payer="Somebody"), Suspense.PAYER_UNKNOWN),
        (paid("360000.00", currency="EUR"), Suspense.OTHER_CURRENCY),
        (paid("360000.00", "INV-2026/0117", currency="EUR"), Suspense.OTHER_CURRENCY),
        (paid("-360000.00", "INV-2026/0117"), Suspense.COUNTER_ENTRY),
        (paid("1.00", "INV-2026/0117", payer="LEI:TRAD00X"), Suspense.OTHER_DEBTOR),
    ],
)
def test_what_is_not_certain_waits(embedded: Consortium, row: str, reason: Suspense) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    before = traces(c.net)
    (only,) = c.bank.book_statement(csv_of(row), papers=[papers.read_invoice])
    assert (only.outcome, only.reason, only.event) == (SUSPENSE, reason, None)
    assert only.amount is not None and only.invoice is None
    assert traces(c.net) == before


def test_identifiers_of_two_participants_are_nobodys(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    aliases = {**samples.PARTICIPANTS, ("IBAN", "DE02"): samples.EXPORTER}
    bank = Bank(c.bank._connection, c.net.keys[2], c.bank._secrets, c.net.aliases.of(aliases))
    statement = camt_of(lei=samples.BUYER.removeprefix("LEI:"), iban="DE02", text="INV-2026/0117")
    (row,) = bank.book_statement(statement, papers=[papers.read_invoice])
    assert row.reason is Suspense.PAYER_AMBIGUOUS


def test_a_reference_is_used_once(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    event = c.bank.collect(papers.invoice, usd("100.00"), "MT1")
    rows = c.bank.book_statement(
        csv_of(paid("100.00", "INV-2026/0117")), papers=[papers.read_invoice]
    )
    assert [(row.outcome, row.event, row.invoice) for row in rows] == [
        (ALREADY, event, papers.invoice)
    ]
    for other in (paid("100.01", "INV-2026/0117"), paid("100.00", currency="EUR")):
        (row,) = c.bank.book_statement(csv_of(other), papers=[papers.read_invoice])
        assert (row.outcome, row.refusal) == (REFUSED, BankReferenceUsed(keccak(text="MT1")))
    assert collected(c) == [(papers.invoice, 10_000)]


def test_a_statement_booked_again_books_nothing(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    drawn(c, papers)
    book = partial(
        c.bank.book_statement,
        csv_of(
            paid("100.00", "INV-2026/0117", reference="MT1"),
            paid("100.00", "INV-2026/0117", reference="MT2"),
            paid("5.00", payer="Somebody", reference="MT3"),
        ),
        papers=[papers.read_invoice],
    )
    first = book()
    before = traces(c.net)
    again = book()
    assert [row.outcome for row in first] == [BOOKED, BOOKED, SUSPENSE]
    assert [row.outcome for row in again] == [ALREADY, ALREADY, SUSPENSE]
    assert [row.event for row in again] == [row.event for row in first]
    assert traces(c.net) == before


def test_a_row_that_is_told_twice_is_booked_once(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    row = paid("100.00", "INV-2026/0117")
    rows = c.bank.book_statement(csv_of(row, row, row), papers=[papers.read_invoice])
    assert [row.outcome for row in rows] == [BOOKED, REFUSED, REFUSED]
    assert [str(row.refusal) for row in rows[1:]] == ["row 3 repeats row 2", "row 4 repeats row 2"]
    assert collected(c) == [(papers.invoice, 10_000)]


def test_one_reference_for_two_payments_books_neither(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    rows = c.bank.book_statement(
        csv_of(paid("100.00", "INV-2026/0117"), paid("70.00", "INV-2026/0117")),
        papers=[papers.read_invoice],
    )
    assert [str(row.refusal) for row in rows] == [
        f"row {n}: its reference stands for different payments" for n in (2, 3)
    ]
    assert collected(c) == []


def test_what_the_chain_refuses_is_told_and_the_rest_goes_on(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    c.bank.approve("USD", usd("100.00"))
    rows = c.bank.book_statement(
        csv_of(
            paid("289000.00", "INV-2026/0117", reference="MT1"),
            paid("100.00", "INV-2026/0117", reference="MT2"),
        ),
        papers=[papers.read_invoice],
    )
    assert [row.outcome for row in rows] == [REFUSED, BOOKED]
    ledger = address_of(c.net, "ClaimLedger")
    assert rows[0].refusal == ERC20InsufficientAllowance(ledger, 10_000, 100_000)
    assert (rows[0].invoice, rows[0].event) == (papers.invoice, None)


def test_ten_thousand_rows_of_strangers_take_seconds(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    strangers = [
        paid(f"{n}.00", f"Rg. {n} vom 1.2.", payer=f"P{n}", reference=f"R{n}")
        for n in range(1, 10_000)
    ]
    text = csv_of(*strangers, paid("7.00", "INV-2026/0117"))
    started = time.perf_counter()
    rows = c.bank.book_statement(text, papers=[papers.read_invoice])
    assert time.perf_counter() - started < 20
    assert Counter(told(rows)) == {Suspense.PAYER_UNKNOWN: 9_999, By.REFERENCE: 1}
    assert collected(c) == [(papers.invoice, 700)]


# The order of matching


def test_a_payment_is_booked_on_the_invoice_that_it_names(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    financing = drawn(c, papers)
    before = c.net.balance(c.bank.org, "USD")
    (row,) = c.bank.book_statement(
        csv_of(paid("360,000.00", "Zahlung inv 2026 0117, Danke")), papers=[papers.read_invoice]
    )
    digest = keccak(text="MT1")
    event = Collected(papers.invoice, c.bank.org, digest, 36_000_000, 7_200_000)
    assert (row.outcome, row.by, row.event) == (BOOKED, By.REFERENCE, event)
    assert (row.open, row.dilution, row.overpaid) == (usd("360000.00"), usd("0.00"), usd("0.00"))
    assert c.net.financing(financing).status is FinancingStatus.SETTLED
    assert c.net.balance(c.bank.org, "USD") == before - usd("72000.00")


def test_a_reference_outranks_the_amount_and_the_amount_the_due_date(
    embedded: Consortium,
) -> None:
    c = embedded
    one, two = two_sales(c)
    c.bank.collect(two.invoice, usd("60000.00"), "before")
    for row, by, invoice in (
        (paid("300000.00", "INV-2026/0117"), By.REFERENCE, one.invoice),  # two has that open
        (paid("300000.00"), By.AMOUNT, two.invoice),
        (paid("299999.99"), By.OLDEST_DUE, one.invoice),
    ):
        papers = [two.read_invoice, one.read_invoice]
        (found,) = c.bank.book_statement(csv_of(row), papers=papers, dry_run=True)
        assert (found.by, found.invoice) == (by, invoice)


def test_the_oldest_due_comes_first_whatever_the_order_of_the_papers(embedded: Consortium) -> None:
    c = embedded
    one, two = two_sales(c)
    for papers in ([one.read_invoice, two.read_invoice], [two.read_invoice, one.read_invoice]):
        (row,) = c.bank.book_statement(csv_of(paid("10.00")), papers=papers, dry_run=True)
        assert (row.invoice, row.by) == (one.invoice, By.OLDEST_DUE)
        (row,) = c.bank.book_statement(csv_of(paid("360000.00")), papers=papers, dry_run=True)
        assert (row.invoice, row.by) == (one.invoice, By.AMOUNT)  # both have that open


def test_more_than_the_oldest_has_open_is_not_given_away(embedded: Consortium) -> None:
    c = embedded
    one, two = two_sales(c)
    papers = [one.read_invoice, two.read_invoice]
    (row,) = c.bank.book_statement(csv_of(paid("360000.01")), papers=papers)
    assert row.reason is Suspense.ABOVE_OLDEST
    both = paid("720000.00", "INV-2026/0117 and INV-2026/0116")
    (row,) = c.bank.book_statement(csv_of(both), papers=papers)
    assert row.reason is Suspense.SEVERAL_INVOICES
    assert collected(c) == []


def test_two_invoices_of_one_payer_are_paid_one_after_the_other(embedded: Consortium) -> None:
    c = embedded
    one, two = two_sales(c)
    rows = c.bank.book_statement(
        csv_of(
            paid("359980.00", reference="MT1"),  # bank charges
            paid("1000.00", reference="MT2"),
            paid("359000.00", reference="MT3"),
            paid("1.00", reference="MT4"),
        ),
        papers=[one.read_invoice, two.read_invoice],
    )
    assert told(rows) == [By.OLDEST_DUE, By.OLDEST_DUE, By.AMOUNT, Suspense.NOTHING_OPEN]
    assert collected(c) == [
        (one.invoice, 35_998_000),
        (two.invoice, 100_000),
        (two.invoice, 35_900_000),
    ]
    assert rows[0].dilution == usd("20.00")


def test_a_name_an_alias_and_an_identifier_are_one_payer(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    names = (
        HANSA.upper(),
        "Hansa-Werkzeugmaschinen  Handel GMBH.",
        samples.BUYER,
        "registration:HRB 199917",
    )
    text = csv_of(*(paid("1.00", payer=n, reference=f"MT{i}") for i, n in enumerate(names)))
    for known in ([papers.read_invoice], {"INV-2026/0117": papers.invoice}):
        rows = c.bank.book_statement(text, papers=known, dry_run=True)
        by_name = Suspense.PAYER_UNKNOWN if isinstance(known, dict) else By.OLDEST_DUE
        assert told(rows) == [by_name, by_name, By.OLDEST_DUE, By.OLDEST_DUE]


def test_a_stranger_may_pay_an_invoice_that_it_names(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    row = csv_of(paid("1.00", "INV-2026/0117", payer="Hansa Treasury Ltd."))
    for known in ([papers.read_invoice, papers.retyped], {"inv 2026 0117": papers.invoice}):
        (only,) = c.bank.book_statement(row, papers=known, dry_run=True)
        assert (only.invoice, only.by) == (papers.invoice, By.REFERENCE)


def test_a_short_number_counts_only_with_its_debtor(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    short = {"117": papers.invoice}
    stranger, debtor = (csv_of(paid("5.00", "117", payer=p)) for p in ("X", samples.BUYER))
    assert told(c.bank.book_statement(stranger, papers=short)) == [Suspense.PAYER_UNKNOWN]
    assert told(c.bank.book_statement(debtor, papers=short)) == [By.REFERENCE]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("INV-2026/0117", {"INV20260117"}),
        ("/INV/INV-2026/0117//RFB/4711", {"INV20260117"}),
        ("(inv 2026\n0117)", {"INV20260117"}),
        ("INV-2026/\r\n0117.", {"INV20260117"}),
        ("INV-2026/01171", set()),
        ("XINV-2026/0117", set()),
        ("INV-2026", set()),
        ("0117", {"0117"}),
        ("INV-2026/0117 0117", {"INV20260117", "0117"}),
        ("", set()),
    ],
)
def test_a_number_stands_as_a_whole_word_and_a_longer_one_hides_it(
    text: str, found: set[str]
) -> None:
    assert numbers_in(text, {"INV20260117", "0117"}) == found


def test_papers_that_are_no_invoices_are_passed_over(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    number = papers.read_declaration.number
    (row,) = c.bank.book_statement(
        csv_of(paid("1.00", f"INV-2026/0117 {number}")),
        papers=[papers.read_declaration, papers.read_invoice],
    )
    assert (row.invoice, row.by) == (papers.invoice, By.REFERENCE)


def test_a_paper_that_was_amended_is_still_known(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    c.bank.amend(replace(papers.read_invoice, total=usd("350000.00")))
    (row,) = c.bank.book_statement(csv_of(paid("350000.00")), papers=[papers.read_invoice])
    assert (row.invoice, row.by) == (papers.invoice, By.AMOUNT)


def test_a_paper_under_a_suffix_is_told_from_its_namesake(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    second = replace(papers.read_invoice, total=usd("1000.00"))
    under = c.bank.attest(second, suffix="2").document
    drawn(c, replace(papers, invoice=under))
    held = [papers.read_invoice, second]
    (row,) = c.bank.book_statement(csv_of(paid("1000.00")), papers=held)
    assert (row.invoice, row.by) == (under, By.AMOUNT)
    (row,) = c.bank.book_statement(csv_of(paid("1.00", "INV-2026/0117")), papers=held)
    assert row.refusal == BankReferenceUsed(keccak(text="MT1"))
    later = paid("1.00", "INV-2026/0117", reference="MT2")
    (row,) = c.bank.book_statement(csv_of(later), papers=held)
    assert row.reason is Suspense.SEVERAL_INVOICES


# Part, under, over


@pytest.mark.parametrize(
    ("amount", "how", "dilution", "overpaid"),
    [
        ("359100.00", {}, "900.00", "0.00"),  # 0.25 %
        ("359099.99", {}, "0.00", "0.00"),
        ("359975.00", {"tolerance_bps": 0}, "25.00", "0.00"),
        ("359974.99", {"tolerance_bps": 0}, "0.00", "0.00"),
        ("359999.99", {"tolerance": "0", "tolerance_bps": 0}, "0.00", "0.00"),
        ("359999.99", {"tolerance": Decimal("0.01"), "tolerance_bps": 0}, "0.01", "0.00"),
        ("360000.00", {}, "0.00", "0.00"),
        ("360000.01", {}, "0.00", "0.01"),
        ("1.00", {}, "0.00", "0.00"),
    ],
)
def test_what_is_missing_or_above_is_told(
    embedded: Consortium,
    amount: str,
    how: dict[str, str | int],
    dilution: str,
    overpaid: str,
) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    book: Callable[..., tuple[StatementRow, ...]] = c.bank.book_statement
    (row,) = book(csv_of(paid(amount)), papers=[papers.read_invoice], **how)
    assert (row.outcome, row.refusal) == (BOOKED, None)
    assert (row.dilution, row.overpaid) == (usd(dilution), usd(overpaid))
    assert (0 if row.cleared is None else row.cleared.amount) == usd(dilution).minor
    rest = usd("360000.00") - usd(amount) - usd(dilution)
    assert c.net.document(papers.invoice).open == max(rest, usd("0.00"))
    assert row.event is not None
    assert row.event.amount == usd(amount).minor
    assert row.event.surplus == max(0, usd(amount).minor - 28_800_000)


def test_a_shortfall_within_tolerance_is_asked_of_no_later_payment(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = drawn(c, papers)
    c.bank.collect(papers.invoice, usd("287000.00"), "before")  # 73,000.00 open, 1,000.00 owed
    book = partial(c.bank.book_statement, papers=[papers.read_invoice], tolerance="72500.00")
    (row,) = book(csv_of(paid("500.00", reference="MT1")))
    assert (row.outcome, row.dilution) == (BOOKED, usd("72500.00"))
    # More than the chain's own tolerance: it stays open there.
    assert row.refusal == DifferenceExceedsTolerance(papers.invoice, 7_250_000, 90_000)
    assert (row.cleared, c.net.document(papers.invoice).open) == (None, usd("72500.00"))
    for dry_run in (True, False):
        (row,) = book(csv_of(paid("500.00", reference="MT2")), dry_run=dry_run)
        assert row.reason is Suspense.NOTHING_OPEN
    (row,) = book(csv_of(paid("500.00", "INV-2026/0117", reference="MT2")))
    assert row.by is By.REFERENCE
    assert c.net.financing(financing).status is FinancingStatus.SETTLED


def test_what_is_missing_within_tolerance_is_cleared_once(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    financing = drawn(c, papers)
    text = csv_of(
        paid("100000.00", reference="MT1"),
        paid("259980.00", reference="MT2"),
        paid("20.00", "INV-2026/0117", reference="MT3"),
    )
    book = partial(c.bank.book_statement, text, papers=[papers.read_invoice])
    before = traces(c.net)
    rows = book(dry_run=True)
    assert traces(c.net) == before
    assert [row.dilution for row in rows] == [usd("0.00"), usd("20.00"), None]
    assert rows[1].cleared is None
    assert rows[2].reason is Suspense.NO_FUNDED_RANK  # the second row pays the financing
    rows = book()
    assert [row.outcome for row in rows] == [BOOKED, BOOKED, SUSPENSE]
    assert rows[0].cleared is None and rows[1].cleared is not None
    cleared = (rows[1].cleared.invoice, rows[1].cleared.by, rows[1].cleared.amount)
    assert cleared == (papers.invoice, c.bank.org, 2_000)
    assert c.net.financing(financing).status is FinancingStatus.SETTLED
    assert c.net.document(papers.invoice).open == usd("0.00")
    before = traces(c.net)
    rows = book()
    assert [row.outcome for row in rows] == [ALREADY, ALREADY, SUSPENSE]
    assert [row.cleared for row in rows] == [None] * 3
    assert traces(c.net) == before


def test_a_run_that_was_cut_off_after_a_collection_is_finished(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    c.bank.collect(papers.invoice, usd("100000.00"), "MT1")
    c.bank.collect(papers.invoice, usd("259980.00"), "MT2")
    text = csv_of(paid("100000.00", reference="MT1"), paid("259980.00", reference="MT2"))
    rows = c.bank.book_statement(text, papers=[papers.read_invoice], dry_run=True)
    assert [row.outcome for row in rows] == [ALREADY, ALREADY]
    assert c.net.document(papers.invoice).open == usd("20.00")
    rows = c.bank.book_statement(text, papers=[papers.read_invoice])
    assert [row.dilution for row in rows] == [None, usd("20.00")]
    assert rows[1].cleared is not None
    assert c.net.document(papers.invoice).open == usd("0.00")


def test_a_receipt_that_was_contested_clears_nothing(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    short = usd("359980.00")
    c.bank.collect(papers.invoice, short, "MT1")
    c.bank.contest_receipt(papers.invoice, short, "MT1", b"recalled")
    text = csv_of(paid("359980.00", reference="MT1"))
    (row,) = c.bank.book_statement(text, papers=[papers.read_invoice])
    told = ReceiptIsContested(c.bank.org, keccak(text="MT1"))
    assert (row.outcome, row.refusal) == (ALREADY, told)
    assert c.net.document(papers.invoice).open == usd("20.00")


# Whose money


def test_two_banks_on_one_invoice_report_each_its_own(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    first = drawn(c, papers, None, usd("100000.00"))
    second = drawn(c, papers, c.line(c.other_bank))
    held = [papers.read_invoice]
    (row,) = c.other_bank.book_statement(csv_of(paid("150000.00")), papers=held)
    assert (row.outcome, row.by) == (BOOKED, By.OLDEST_DUE)
    assert c.net.financing(first).status is FinancingStatus.SETTLED
    assert c.net.financing(second).principal == usd("138000.00")
    # The first bank is paid: what it receives now is for somebody else.
    (row,) = c.bank.book_statement(csv_of(paid("210000.00", "INV-2026/0117")), papers=held)
    assert row.reason is Suspense.NO_FUNDED_RANK
    # A reference is each payer's own.
    (row,) = c.other_bank.book_statement(csv_of(paid("210000.00", reference="MT2")), papers=held)
    assert (row.outcome, row.by) == (BOOKED, By.AMOUNT)


def test_an_invoice_without_a_rank_of_this_bank_waits(embedded: Consortium) -> None:
    c = embedded
    papers, other = c.papers(117), c.papers(118)
    drawn(c, papers, c.line(c.other_bank))
    rows = c.bank.book_statement(
        csv_of(
            paid("360000.00", "INV-2026/0117", reference="MT1"),
            paid("360000.00", reference="MT2"),
            paid("5.00", "INV-2026/0118", reference="MT3"),  # nobody lent on it
            paid("5.00", "INV-2026/0119", reference="MT4", payer="X"),  # not even attested
        ),
        papers=[
            papers.read_invoice,
            other.read_invoice,
            replace(other.read_invoice, number="INV-2026/0119"),
        ],
    )
    assert told(rows) == [Suspense.NO_FUNDED_RANK] * 4


def test_a_cancelled_invoice_takes_no_payment_that_does_not_name_it(embedded: Consortium) -> None:
    c = embedded
    one, two = two_sales(c)
    c.bank.revoke(one.invoice)
    rows = c.bank.book_statement(
        csv_of(paid("10.00", reference="MT1"), paid("20.00", "INV-2026/0117", reference="MT2")),
        papers=[one.read_invoice, two.read_invoice],
    )
    assert [(row.outcome, row.invoice) for row in rows] == [
        (BOOKED, two.invoice),
        (BOOKED, one.invoice),
    ]
    assert rows[1].overpaid == usd("20.00")


def test_nothing_is_applied_to_another_exporter(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    other = of_another_exporter(c, papers)
    drawn(c, papers)
    drawn_by_other(c, other)
    held = [papers.read_invoice, other.read_invoice]
    book = partial(c.bank.book_statement, papers=held, dry_run=True)
    guessed = csv_of(
        paid("10.00", reference="MT1"),
        paid("10.00", "INV-2026/0117", reference="MT2"),
        paid("10.00", "INV-2026/0117", reference="MT3", payer="Somebody"),
        paid("360000.00", reference="MT4"),
    )
    assert told(book(guessed)) == [
        Suspense.SEVERAL_EXPORTERS,
        Suspense.SEVERAL_INVOICES,
        Suspense.SEVERAL_INVOICES,
        Suspense.SEVERAL_EXPORTERS,
    ]
    rows = book(guessed, exporter=c.exporter.org)
    assert {row.invoice for row in rows} == {papers.invoice}
    assert told(rows) == [By.OLDEST_DUE, By.REFERENCE, By.REFERENCE, By.OLDEST_DUE]
    assert rows[3].overpaid == usd("30.00")
    c.bank.collect(other.invoice, usd("1.00"), "before")
    (row,) = book(csv_of(paid("359999.00")))
    assert (row.invoice, row.by) == (other.invoice, By.AMOUNT)


def test_a_payment_of_another_exporters_debtor_waits(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    debtor = Party("Nordic Tools AB", "SE", (("LEI", "TRAD00NORDICTOOLSAB01"),))
    other = of_another_exporter(c, papers, debtor)
    drawn(c, papers)
    drawn_by_other(c, other)
    both = [papers.read_invoice, other.read_invoice]
    nordic = partial(paid, "10.00", payer="Nordic Tools AB")
    book = c.bank.book_statement
    # The two invoices have one number: the payer tells which.
    (row,) = book(csv_of(nordic("INV-2026/0117")), papers=both, dry_run=True)
    assert (row.invoice, row.by) == (other.invoice, By.REFERENCE)
    # The account is the first exporter's.
    rows = book(
        csv_of(nordic("INV-2026/0117", reference="MT1"), nordic(reference="MT2")),
        papers=both,
        exporter=c.exporter.org,
    )
    assert told(rows) == [Suspense.OTHER_DEBTOR, Suspense.OTHER_EXPORTER]
    (row,) = book(
        csv_of(nordic("INV-2026/0117")), papers=[other.read_invoice], exporter=c.exporter.org
    )
    assert row.reason is Suspense.OTHER_EXPORTER
    # It names an invoice that it doesn't owe; its own isn't even attested.
    renamed = replace(other.read_invoice, number="N-2026/5")
    rows = book(
        csv_of(nordic("INV-2026/0117", reference="MT1"), nordic(reference="MT2")),
        papers=[papers.read_invoice, renamed],
    )
    assert told(rows) == [Suspense.OTHER_DEBTOR, Suspense.NOTHING_OPEN]
    assert collected(c) == []


def test_two_debtors_of_one_name_are_not_told_apart_by_it(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    namesake = Party(HANSA, "AT", (("LEI", "TRAD00HANSAOFVIENNA01"),))
    twin = replace(papers.read_invoice, number="INV-2026/0900", counterparty=namesake)
    c.bank.attest(twin)
    drawn(c, papers)
    held = [papers.read_invoice, twin]
    rows = c.bank.book_statement(
        csv_of(paid("10.00", reference="MT2"), paid("10.00", payer=samples.BUYER)), papers=held
    )
    assert told(rows) == [Suspense.PAYER_AMBIGUOUS, By.OLDEST_DUE]


# Afterwards


def test_a_counter_entry_reverses_nothing(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    held = [papers.read_invoice]
    (booked,) = c.bank.book_statement(csv_of(paid("100.00", "INV-2026/0117")), papers=held)
    before = traces(c.net)
    rows = c.bank.book_statement(
        csv_of(
            paid("100.00", "INV-2026/0117"),
            paid("-100.00", "INV-2026/0117"),
            paid("-5.00", "INV-2026/0117", reference="MT2"),
        ),
        papers=held,
    )
    assert told(rows) == [ALREADY, Suspense.COUNTER_ENTRY, Suspense.COUNTER_ENTRY]
    assert rows[0].event == booked.event
    assert [row.amount for row in rows[1:]] == [Money(-10_000, "USD"), Money(-500, "USD")]
    assert traces(c.net) == before


def test_a_dispute_afterwards_takes_nothing_back(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    book = partial(c.bank.book_statement, papers=[papers.read_invoice])
    first, second = paid("100.00", "INV-2026/0117"), paid("50.00", reference="MT2")
    (booked,) = book(csv_of(first))
    c.buyer.dispute(papers.invoice, b"goods came wet")
    rows = book(csv_of(first, second))
    assert told(rows) == [ALREADY, By.OLDEST_DUE]
    assert rows[0].event == booked.event
    assert collected(c) == [(papers.invoice, 10_000), (papers.invoice, 5_000)]


def test_a_payment_taken_back_in_the_same_statement_is_not_booked(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    pair = [paid("100.00", "INV-2026/0117"), paid("-100.00", "INV-2026/0117")]
    for rows in (pair, pair[::-1]):
        found = c.bank.book_statement(csv_of(*rows), papers=[papers.read_invoice])
        assert told(found) == [Suspense.COUNTER_ENTRY] * 2
    assert collected(c) == []


def camt_of(
    *, name: str = "", lei: str = "", iban: str = "", text: str = "", amount: str = "360000.00"
) -> str:
    debtor = f"<Nm>{name}</Nm><Id><OrgId><LEI>{lei}</LEI></OrgId></Id>"
    account = f"<DbtrAcct><Id><IBAN>{iban}</IBAN></Id></DbtrAcct>" if iban else ""
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>'
        '<Ntry><Amt Ccy="USD">360000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        "<BookgDt><Dt>2026-03-02</Dt></BookgDt><AcctSvcrRef>MT1</AcctSvcrRef><NtryDtls><TxDtls>"
        f"<RltdPties><Dbtr><Pty>{debtor}</Pty></Dbtr>{account}</RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf>"
        "</TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>"
    )


def test_a_camt053_is_booked_like_a_csv_and_known_to_it(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    held = [papers.read_invoice]
    (row,) = c.bank.book_statement(camt_of(lei=samples.BUYER.removeprefix("LEI:")), papers=held)
    assert (row.outcome, row.by, row.invoice) == (BOOKED, By.AMOUNT, papers.invoice)
    (row,) = c.bank.book_statement(csv_of(paid("360000.00")), papers=held)
    assert row.outcome is ALREADY


def test_another_lei_outweighs_the_same_name(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    for lei, known in (("", By.AMOUNT), ("TRAD00HANSAOFVIENNA01", Suspense.PAYER_UNKNOWN)):
        statement = camt_of(name=HANSA, lei=lei)
        rows = c.bank.book_statement(statement, papers=[papers.read_invoice], dry_run=True)
        assert told(rows) == [known]


def test_no_row_and_no_transaction_tells_who_paid(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    secret = "GEHEIMNIS"
    rows = c.bank.book_statement(
        csv_of(
            paid("10.00", f"INV-2026/0117 {secret}", payer=secret, reference="MT1"),
            paid("10.00", secret, payer=secret, reference="MT2"),
            paid("1.234", secret, payer=secret, reference=secret),
        ),
        papers=[papers.read_invoice],
    )
    assert [row.outcome for row in rows] == [BOOKED, SUSPENSE, REFUSED]
    assert secret not in repr(rows) and secret not in str([row.refusal for row in rows])
    assert rows[0].event is not None and rows[0].event.receipt is not None
    sent = c.bank._connection.web3.eth.get_transaction(rows[0].event.receipt.transaction)  # type: ignore[arg-type]
    assert secret.encode() not in bytes(sent["input"])


# Dry runs, and the sum of everything


def test_a_dry_run_shows_what_would_be_done(consortium: Consortium) -> None:
    c = consortium
    one, two = two_sales(c)
    book = partial(
        c.bank.book_statement,
        csv_of(
            paid("300000.00", "INV-2026/0117", reference="MT1"),
            paid("60000.00", "INV-2026/0117", reference="MT2"),  # the rank is paid by then
            paid("360000.00", reference="MT3"),
            paid("359000.00", "INV-2026/0116", reference="MT4"),
            paid("1.00", payer="Somebody", reference="MT5"),
        ),
        papers=[one.read_invoice, two.read_invoice],
    )
    before = traces(c.net)
    dry = book(dry_run=True)
    assert traces(c.net) == before
    wet = book()
    assert [row.outcome for row in dry] == [MATCHED, SUSPENSE, MATCHED, SUSPENSE, SUSPENSE]
    undone = [replace(row, event=None) for row in wet]
    assert [replace(r, outcome=MATCHED) if r.outcome is BOOKED else r for r in undone] == [*dry]


AMOUNTS = st.integers(-40_000_000, 40_000_000).map(lambda n: f"{n / 100:.2f}")
ROWS = st.builds(
    paid,
    st.one_of(AMOUNTS, st.sampled_from(["360000.00", "0.00", "1.234", "x"])),
    st.sampled_from(["", "INV-2026/0117", "INV-2026/0999"]),
    payer=st.sampled_from([HANSA, samples.BUYER, "Somebody", ""]),
    reference=st.sampled_from([f"MT{n}" for n in range(6)]),
    currency=st.sampled_from(["USD", "USD", "USD", "EUR", "US"]),
)


@given(st.lists(ROWS, max_size=8))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_all_money_is_booked_in_suspense_or_refused(embedded: Consortium, rows: list[str]) -> None:
    c = embedded
    mark = c.net.snapshot()
    try:
        papers = c.papers()
        drawn(c, papers)
        found = c.bank.book_statement(csv_of(*rows), papers=[papers.read_invoice])
        booked = collected(c)
    finally:
        c.net.revert(mark)
    money = [row.amount.minor for row in found if row.amount is not None]
    sums = {
        outcome: sum(r.amount.minor for r in found if r.outcome is outcome and r.amount)
        for outcome in (BOOKED, SUSPENSE, REFUSED)
    }
    assert len(found) == len(rows)
    assert sum(money) == sum(sums.values())
    assert sums[BOOKED] == sum(amount for _, amount in booked)
    assert len(booked) == sum(row.outcome is BOOKED for row in found)
    assert all(row.event and row.invoice == papers.invoice for row in found if row.by)
    assert all(row.refusal for row in found if row.outcome is REFUSED)
    assert all(row.reason for row in found if row.outcome is SUSPENSE)
