"""What a paper says against itself or against another is found, and named by a code."""

import pytest

from tests.documents.papers import TRADE, codes, declaration, invoice, retyped
from tradefin import documents
from tradefin.documents import Code, DocumentKind
from tradefin.money import Money

INNER_NUMBER = "<cac:CustomsDeclaration>\n    <cbc:ID>"

CHANGES = [
    (invoice, ("$", "$"), []),
    (invoice, (">375000.00<", ">375000.01<"), [Code.TOTAL_LINES]),
    (invoice, (">360000.00<", ">350000.00<"), [Code.TOTAL_DUE]),
    (invoice, (">60000.00<", ">-60000.00<"), [Code.TOTAL_DUE]),
    (
        invoice,
        ('Amount currencyID="USD">375000', 'Amount currencyID="EUR">375000'),
        [Code.CURRENCY_CONTRADICTION],
    ),
    (invoice, ("<cbc:DueDate>2026-05-28", "<cbc:DueDate>2026-01-28"), [Code.DATE_ORDER]),
    (invoice, ("INV-2026/0117", "{INV}"), [Code.PLACEHOLDER]),
    (invoice, ("INV-2026/0117", "INV-2026/А17"), [Code.MIXED_SCRIPT]),
    (invoice, ("INV-2026/0117", "<b/>INV"), [Code.BAD_VALUE]),
    (invoice, ("<cbc:DueDate>2026-05-28", "<cbc:DueDate>28.05.2026"), [Code.BAD_DATE]),
    (invoice, ("<cbc:DueDate>2026-05-28", "<cbc:DueDate>2026-02-30"), [Code.BAD_DATE]),
    (invoice, (">360000.00<", ">3.6e5<"), [Code.BAD_AMOUNT]),
    (invoice, (">360000.00<", ">NaN<"), [Code.BAD_AMOUNT]),
    (invoice, (">360000.00<", ">INF<"), [Code.BAD_AMOUNT]),
    (invoice, (">360000.00<", ">360,000.00<"), [Code.BAD_AMOUNT]),
    (invoice, (">360000.00<", ">٣٦٠٠٠٠<"), [Code.BAD_AMOUNT]),
    (invoice, (">360000.00<", ">360000.005<"), [Code.BAD_AMOUNT, Code.TOTAL_DUE]),
    (invoice, (">360000.00<", f">{'9' * 40}<"), [Code.BAD_AMOUNT]),
    (invoice, (">380<", ">325<"), [Code.PROFORMA]),
    (invoice, (">380<", ">393<"), [Code.FACTORED]),
    (invoice, (">380<", ">705<"), [Code.BAD_CODE]),
    (invoice, (">CN<", ">China<"), [Code.BAD_CODE]),
    (invoice, (">CN<", ">1A<"), []),
    (invoice, (">CN<", ">2A<"), [Code.BAD_CODE]),
    (invoice, ("MACHINE042", "MACHINE043"), [Code.BAD_IDENTIFIER]),
    (invoice, ("<cbc:DueDate>", "<cbc:ID>2</cbc:ID><cbc:DueDate>"), [Code.AMBIGUOUS]),
    (retyped, ('format="102">20260528', 'format="616">202622'), [Code.BAD_DATE]),
    (retyped, ("<ram:TypeCode>380</ram:TypeCode>", ""), [Code.BAD_CODE]),
    (retyped, (">5000.00<", ">5000.01<"), [Code.TOTAL_NET]),
    (
        declaration,
        ('ValueAmount currencyID="USD">125000.00', 'ValueAmount currencyID="USD">125000.01'),
        [Code.GOODS_TOTAL],
    ),
    (declaration, ("<cbc:IssueDate>2026-02-26", "<cbc:IssueDate>2026-06-26"), [Code.DATE_ORDER]),
    (declaration, (INNER_NUMBER + "2303", INNER_NUMBER + "2304"), [Code.NUMBER_CONTRADICTION]),
]


@pytest.mark.parametrize(("paper", "change", "expected"), CHANGES)
def test_inside_a_paper(paper, change, expected) -> None:  # type: ignore[no-untyped-def]
    read = paper(*([] if change == ("$", "$") else [change]))
    assert codes(read) == expected
    assert all(f.documents == (read.source_digest.hex(),) for f in read.warnings)


def test_what_cannot_be_read_is_absent() -> None:
    assert invoice(("INV-2026/0117", "{INV}")).number is None
    assert invoice(("INV-2026/0117", "[INV]")).number == "[INV]"
    assert invoice((">360000.00<", ">3.6e5<")).total is None
    assert invoice(("<cbc:DueDate>2026-05-28", "<cbc:DueDate>soon")).due_date is None
    assert invoice((">360000.00<", ">-0.50<")).total == Money.of("-0.50", "USD")
    assert retyped(("<ram:TypeCode>380</ram:TypeCode>", "")).kind is DocumentKind.NONE


def test_a_profile_without_prepaid_amounts_is_not_added_up_to_the_amount_due() -> None:
    wrong = (">360000.00<", ">360000.01<")
    minimum = (">urn:cen.eu:en16931:2017<", ">urn:factur-x.eu:1p0:minimum<")
    assert codes(retyped(wrong)) == [Code.TOTAL_DUE]
    assert codes(retyped(wrong, minimum)) == []


def test_an_amount_due_in_another_currency_is_no_amount_due() -> None:
    read = invoice(('PayableAmount currencyID="USD"', 'PayableAmount currencyID="EUR"'))
    assert read.total is None
    assert Code.CURRENCY_CONTRADICTION in codes(read)


def test_a_due_date_given_twice_is_none() -> None:
    date = '<udt:DateTimeString format="102">20260601</udt:DateTimeString>'
    terms = "<ram:SpecifiedTradePaymentTerms>"
    extra = f"<ram:DueDateDateTime>{date}</ram:DueDateDateTime>"
    read = retyped((terms, terms + extra))
    assert read.due_date is None
    assert codes(read) == [Code.AMBIGUOUS]


def test_a_discount_has_a_date_that_is_not_the_due_date() -> None:
    date = '<udt:DateTimeString format="102">20260410</udt:DateTimeString>'
    terms = "<ram:SpecifiedTradePaymentTerms>"
    discount = (
        f"{terms}<ram:DueDateDateTime>{date}</ram:DueDateDateTime><ram:ApplicableTradePayment"
        "DiscountTerms><ram:CalculationPercent>2</ram:CalculationPercent></ram:ApplicableTrade"
        f"PaymentDiscountTerms></ram:SpecifiedTradePaymentTerms>{terms}"
    )
    read = retyped((terms, discount))
    assert (read.due_date, codes(read)) == (retyped().due_date, [])


def test_without_a_currency_no_amount_is_in_another() -> None:
    read = invoice(("DocumentCurrencyCode>USD", "DocumentCurrencyCode>US$"))
    assert (read.total, codes(read)) == (None, [Code.BAD_CURRENCY])


def test_a_sum_of_finer_amounts_is_stated_in_the_digits_of_the_currency() -> None:
    line = 'LineExtensionAmount currencyID="USD">375000.00<'
    finer = (line, line.replace("000.00", "000.0049"))
    assert codes(invoice(finer)) == []
    coarser = (line, line.replace("000.00", "000.0050"))
    assert codes(invoice(coarser)) == [Code.TOTAL_LINES]


TAXED = 'TaxInclusiveAmount currencyID="USD">420000.00'
OWN_PROFILE = (">urn:cen.eu:en16931:2017<", ">urn:oasis:names:specification:ubl:xpath:2.1<")


def test_only_ubl_itself_may_have_the_rounding_in_its_gross_total() -> None:
    rounded = (
        "<cbc:PayableAmount",
        '<cbc:PayableRoundingAmount currencyID="USD">0.30</cbc:PayableRoundingAmount>'
        "<cbc:PayableAmount",
    )
    inside = (TAXED, TAXED.replace(".00", ".30"))
    behind = (">360000.00<", ">360000.30<")
    assert codes(invoice(rounded, behind)) == codes(invoice(rounded, behind, OWN_PROFILE)) == []
    assert codes(invoice(rounded, behind, inside, OWN_PROFILE)) == []
    assert codes(invoice(rounded, behind, inside)) == [Code.TOTAL_GROSS, Code.TOTAL_DUE]
    assert codes(invoice(behind, inside, OWN_PROFILE)) == [Code.TOTAL_GROSS]


THIRD_PARTY = (
    "  <cac:LegalMonetaryTotal>",
    '<cac:PrepaidPayment><cbc:PaidAmount currencyID="USD">29.96</cbc:PaidAmount>'
    "</cac:PrepaidPayment><cac:LegalMonetaryTotal>",
)
EXTENSION = (
    ">urn:cen.eu:en16931:2017<",
    ">urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
    "#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0<",
)


def test_third_party_payments_are_not_the_exporters_receivable() -> None:
    read = invoice(EXTENSION, THIRD_PARTY, (">360000.00<", ">360029.96<"))
    assert codes(read) == [Code.THIRD_PARTY_PAYMENT]
    assert read.total == Money.of("360029.96", "USD")
    assert read.third_party == Money.of("29.96", "USD")
    assert read.receivable == Money.of("360000.00", "USD")


def test_elsewhere_a_prepaid_payment_is_only_a_detail_of_the_prepaid_amount() -> None:
    read = invoice(THIRD_PARTY)
    assert codes(read) == [] and read.third_party is None


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        (invoice(), declaration(("USD", "EUR")), Code.CURRENCY_MISMATCH),
        (
            invoice(),
            declaration(("500000.00", "400000.00"), ("125000.00", "25000.00")),
            Code.AMOUNT_EXCEEDS_DECLARED,
        ),
        (
            invoice(),
            declaration(
                ("TRAD00WUXIMACHINE042", "5493001KJTIIGC8Y1R12"),
                ("91320200MA27TRXF11", "91110000600037341L"),
            ),
            Code.EXPORTER_MISMATCH,
        ),
        (
            invoice(),
            declaration(("TRAD00HAMBURGTRADE90", "5493001KJTIIGC8Y1R12")),
            Code.BUYER_MISMATCH,
        ),
        (
            invoice(),
            declaration(("230320260000000117", "230320260000000118")),
            Code.REFERENCE_MISMATCH,
        ),
        (
            invoice(),
            retyped((">360000.00<", ">300000.00<"), (">60000.00<", ">120000.00<")),
            Code.SAME_PAPER_CONFLICT,
        ),
    ],
)
def test_between_papers(
    first: documents.TradeDocument, second: documents.TradeDocument, code: Code
) -> None:
    assert codes(first) == codes(second) == []
    (finding,) = documents.crosscheck(first, second)
    assert finding.code == code
    assert finding.documents == (first.source_digest.hex(), second.source_digest.hex())


def test_sound_papers_have_no_findings() -> None:
    assert documents.crosscheck() == []
    assert documents.crosscheck(invoice(), declaration(), retyped()) == []


def test_an_unexpected_kind_is_noticed() -> None:
    read = documents.read(TRADE.declaration, hint=DocumentKind.INVOICE)
    assert read.kind is DocumentKind.CUSTOMS_DECLARATION
    assert codes(read) == [Code.KIND_UNEXPECTED]
    assert codes(documents.read(TRADE.invoice, hint=DocumentKind.INVOICE)) == []
