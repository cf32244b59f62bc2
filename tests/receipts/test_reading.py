"""A collection account's statement, read: nothing guessed, nothing told of who paid."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tradefin import Money
from tradefin.documents import Party
from tradefin.errors import AmountIsZero, InvalidInput, TradefinError
from tradefin.receipts.receipt import Point, Receipt, Unreadable, amount_of
from tradefin.receipts.source import read_statement

HEADER = "reference,date,amount,currency,payer,remittance"
PLAIN = "MT1,2026-03-02,1234.50,USD,Hansa GmbH,INV-1"
CAMT = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."


def rows_of(*rows: str, header: str = HEADER) -> str:
    return "\n".join((header, *rows)) + "\n"


def refusals(text: str, **how: Point) -> list[str]:
    read = read_statement(text, **how)
    return [str(row.refusal) for row in read if isinstance(row, Unreadable)]


# What can't be read as a whole


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("no/such/file.csv", "the file can't be read: No such file or directory"),
        (b"", "the file is empty"),
        ("\n\n", "the file is empty"),
        (b"\xff" + rows_of().encode(), "the CSV isn't in UTF-8; give its text, decoded"),
        (rows_of("\ud800"), "the statement holds half a character"),
        (rows_of(header="reference,date,amount,payer"), "the CSV has no column currency"),
        (rows_of(header="a|b|c"), "no column reference, date, amount, currency, payer"),
        (rows_of(header=f"{HEADER},Payer"), "the CSV names a column twice"),
        (rows_of(PLAIN, '"MT2,2026', PLAIN), "the CSV is damaged at line 4: its quotes"),
        (rows_of('"MT2"x,2026-03-02,1.00,USD,,'), "the CSV is damaged at line 2: its quotes"),
        (b"<Document/>", "the XML is no camt.053 statement"),
        (b"<Document", "the XML is damaged, cut off or beyond limits (line 1, column 10)"),
        (f'<Document xmlns="{CAMT.replace("053", "054")}08"/>', "the XML is no camt.053"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "the XML has a DOCTYPE"),
    ],
)
def test_what_is_no_statement_is_refused_whole(source: str | bytes, why: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_statement(source)
    assert why in str(caught.value)


@pytest.mark.parametrize("form", ["%d.%m", "%Y", "", "31", "%d%d%m", "%d.%m.%Y%", "%Q", "%d %m %H"])
def test_a_form_that_tells_no_day_is_refused(form: str) -> None:
    with pytest.raises(InvalidInput, match="a date's form tells day, month and year"):
        read_statement(rows_of(PLAIN), date_format=form)


def test_another_decimal_sign_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"the decimal sign is '\.' or ','"):
        read_statement(rows_of(PLAIN), decimal="'")  # type: ignore[arg-type]


# What can't be read of a row


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (PLAIN.replace("USD", "usd"), "row 2: the currency is no ISO 4217 code"),
        (PLAIN.replace("USD", "XAU"), "row 2: the currency is no ISO 4217 code"),
        (PLAIN.replace("USD", ""), "row 2: the currency is no ISO 4217 code"),
        (PLAIN.replace("1234.50", "1.234"), "row 2: the amount is no number, or could be two"),
        (PLAIN.replace("1234.50", '"1,234"'), "row 2: the amount is no number, or could be two"),
        (PLAIN.replace("1234.50", "1e3"), "row 2: the amount is no number, or could be two"),
        (PLAIN.replace("1234.50", ""), "row 2: the amount is no number, or could be two"),
        (PLAIN.replace("1234.50", "NaN"), "row 2: the amount is no number, or could be two"),
        (PLAIN.replace("1234.50", "１２"), "row 2: the amount is no number, or could be two"),
        (PLAIN.replace("1234.50", "0.005"), "row 2: the amount has more decimals than USD has"),
        (PLAIN.replace("USD", "JPY"), "row 2: the amount has more decimals than JPY has"),
        (PLAIN.replace("1234.50", "0.00"), str(AmountIsZero())),
        (PLAIN.replace("1234.50", "-0"), str(AmountIsZero())),
        (PLAIN.replace("2026-03-02", "02.03.2026"), "row 2: the date is none in the form"),
        (PLAIN.replace("2026-03-02", "2026-02-30"), "row 2: the date is none in the form"),
        (PLAIN.replace("MT1", ""), "row 2: the payment has no reference of its own"),
        (PLAIN.replace("MT1", "NOTPROVIDED"), "row 2: the payment has no reference of its own"),
        (PLAIN.replace("MT1", "nonref"), "row 2: the payment has no reference of its own"),
        (PLAIN.replace("1234.50", "1,234.50"), "row 2 has 7 fields, the header has 6"),
        ("MT1", "row 2 has 1 fields, the header has 6"),
    ],
)
def test_a_broken_row_is_refused_alone(row: str, why: str) -> None:
    broken, whole = read_statement(rows_of(row, PLAIN))
    assert isinstance(broken, Unreadable)
    assert why in str(broken.refusal)
    assert isinstance(whole, Receipt) and whole.row == 3


def test_the_amount_of_a_broken_row_is_told_where_it_can_be_read() -> None:
    (broken,) = read_statement(rows_of(PLAIN.replace("2026-03-02", "yesterday")))
    assert broken.amount == Money.of("1234.50", "USD")


def test_no_refusal_and_no_repr_repeats_what_a_row_says() -> None:
    told = "Geheim", "Müller", "4711"
    swapped = "4711,Geheim,Müller 4711,Geheim,4711,Müller"
    rows = read_statement(rows_of(swapped, "4711,2026-03-02,1.00,USD,Müller,Geheim"))
    assert not [word for word in told if word in repr(rows)]
    with pytest.raises(InvalidInput) as caught:
        read_statement(rows_of(header="Geheim,Müller,4711"))
    assert not [word for word in told if word in str(caught.value)]


# Amounts


@pytest.mark.parametrize(
    ("text", "unknown", "dot", "comma"),
    [
        ("1234.50", "1234.50", "1234.50", None),
        ("1,234.50", "1234.50", "1234.50", None),
        ("1.234,50", "1234.50", None, "1234.50"),
        ("1234,50", "1234.50", None, "1234.50"),
        ("1,234", None, "1234", "1.234"),
        ("1.234", None, "1.234", "1234"),
        ("-1,234", None, "-1234", "-1.234"),
        ("1,234,567", "1234567", "1234567", None),
        ("1.234.567,8", "1234567.8", None, "1234567.8"),
        ("0.005", "0.005", "0.005", None),
        ("1234.500", "1234.500", "1234.500", None),
        ("12,34.50", None, None, None),
        ("1,234.567,8", None, None, None),
        ("1'234.50", None, None, None),
        ("--5", None, None, None),
        (" +3 ", "3", "3", "3"),
    ],
)
def test_an_amount_is_read_where_it_is_one_number(
    text: str, unknown: str | None, dot: str | None, comma: str | None
) -> None:
    wanted = [None if x is None else Decimal(x) for x in (unknown, dot, comma)]
    assert [amount_of(text), amount_of(text, "."), amount_of(text, ",")] == wanted


@given(st.integers(0, 10**15), st.sampled_from(".,"), st.booleans())
def test_an_amount_of_two_decimals_is_read_as_it_was_written(
    minor: int, point: str, grouped: bool
) -> None:
    text = f"{minor // 100:,}" if grouped else str(minor // 100)
    written = text.replace(",", ";").replace(";", "," if point == "." else ".")
    written += f"{point}{minor % 100:02}"
    assert amount_of(written) == Decimal(minor) / 100
    assert amount_of(written, point) == Decimal(minor) / 100  # type: ignore[arg-type]


def test_a_yen_has_no_decimals_but_may_be_written_with_some() -> None:
    (row,) = read_statement(rows_of("MT1,2026-03-02,1200.00,JPY,,"))
    assert row.amount == Money(1200, "JPY")


# The rest of a row


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", None])
def test_separator_line_end_and_encoding_are_told_by_the_file(
    separator: str, end: str, encoding: str | None
) -> None:
    header = '"Reference",Date,AMOUNT,currency,Balance,payer,Remittance_Information'
    row = "MT 1,2026-03-02,7.00,EUR,99.00,Müller GmbH,Rg. INV-1"
    text = end.join((header, row, "", " ,,,,,,", "")).replace(",", separator)
    (read,) = read_statement(text if encoding is None else text.encode(encoding))
    day, party = date(2026, 3, 2), Party("Müller GmbH")
    assert read == Receipt(2, "MT 1", day, Money(700, "EUR"), party, "Rg. INV-1")


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "statement.csv"
    path.write_text(rows_of("MT1,03/02/2026,7.00,EUR,,"), encoding="utf-8")
    for source in (path, str(path)):
        (read,) = read_statement(source, date_format="%m/%d/%Y")
        assert isinstance(read, Receipt) and read.date == date(2026, 3, 2)


def test_a_remittance_may_be_absent_and_a_field_may_hold_lines() -> None:
    (one,) = read_statement("payer,reference,date,amount,currency\n,MT1,2026-03-02,1,EUR\n")
    assert isinstance(one, Receipt) and one.remittance == ""
    (two,) = read_statement(rows_of('MT1,2026-03-02,1,EUR,A,"INV-2026\n0117"'))
    assert isinstance(two, Receipt) and two.remittance == "INV-2026\n0117"


def test_a_payer_is_a_name_or_an_identifier_with_its_scheme() -> None:
    said = ("LEI: TRAD00HAMBURGTRADE90", "Müller: Sons", "va:DE 1", "")
    read = read_statement(rows_of(*(f"MT1,2026-03-02,1,EUR,{payer}," for payer in said)))
    assert [row.payer for row in read if isinstance(row, Receipt)] == [
        Party(identifiers=(("LEI", "TRAD00HAMBURGTRADE90"),)),
        Party("Müller: Sons"),
        Party(identifiers=(("VAT", "DE 1"),)),
        Party(),
    ]


# Anything


TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)
CELLS = st.one_of(TEXTS, st.sampled_from(["1,234.50", "2026-03-02", "USD", "-7", "MT1", '"']))


@given(st.binary(max_size=200))
@example(b"\x00\n")
@example(b"\xff\xfe\n\x00")
def test_bytes_are_a_statement_or_invalid(data: bytes) -> None:
    with suppress(InvalidInput):
        read_statement(data)


@given(st.lists(st.lists(CELLS, min_size=6, max_size=6).map(",".join), max_size=5), TEXTS)
def test_any_row_is_a_receipt_or_refused_and_never_a_traceback(rows: list[str], end: str) -> None:
    try:
        read = read_statement(rows_of(*rows, end))
    except InvalidInput:
        return
    for row in read:
        assert isinstance(row, Receipt) or isinstance(row.refusal, TradefinError)


@given(TEXTS, st.sampled_from(["Amt", "Sts", "RvslInd", "AcctSvcrRef", "BookgDt", "CdtDbtInd"]))
def test_any_entry_is_a_receipt_or_refused_and_never_a_traceback(text: str, where: str) -> None:
    data = entry_of(amount="7.00", more=f"<{where}>{text}</{where}>")
    try:
        read = read_statement(data)
    except InvalidInput:
        return
    assert len(read) < 2


# camt.053


def entry_of(
    *,
    amount: str = "1234.50",
    side: str = "CRDT",
    reference: str = "<AcctSvcrRef>MT1</AcctSvcrRef>",
    status: str = "<Sts><Cd>BOOK</Cd></Sts>",
    reversal: str = "",
    more: str = "",
    currency: str = "USD",
    version: str = "08",
) -> str:
    return (
        f'<Document xmlns="{CAMT}{version}"><BkToCstmrStmt><Stmt><Ntry>'
        f'<Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>{reversal}{status}'
        f"<BookgDt><Dt>2026-03-02</Dt></BookgDt>{reference}{more}"
        "</Ntry></Stmt></BkToCstmrStmt></Document>"
    )


def details(*payments: str) -> str:
    told = "".join(f"<TxDtls>{payment}</TxDtls>" for payment in payments)
    return f"<NtryDtls>{told}</NtryDtls>"


def payment_of(
    amount: str | None = None, refs: str = "", *, name: str = "Hansa GmbH", text: str = "INV-1"
) -> str:
    stated = "" if amount is None else f'<Amt Ccy="USD">{amount}</Amt>'
    return (
        f"<Refs>{refs}</Refs>{stated}<RltdPties><Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr></RltdPties>"
        f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf>"
    )


def test_an_entry_tells_its_payer_by_name_identifier_and_account() -> None:
    parties = (
        "<RltdPties><Dbtr>{}<Nm>Hansa GmbH</Nm><Id><OrgId><LEI>TRAD00HAMBURGTRADE90</LEI>"
        "<Othr><Id>HRB 199917</Id><SchmeNm><Prtry>Registration</Prtry></SchmeNm></Othr>"
        "</OrgId></Id>{}</Dbtr><DbtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></DbtrAcct>"
        "</RltdPties><RmtInf><Ustrd>one </Ustrd><Ustrd>two</Ustrd><Strd><RfrdDocInf><Nb>INV-1</Nb>"
        "</RfrdDocInf></Strd></RmtInf>"
    )
    wanted = Receipt(
        1,
        "MT1",
        date(2026, 3, 2),
        Money.of("1234.50", "USD"),
        Party(
            "Hansa GmbH",
            None,
            (
                ("LEI", "TRAD00HAMBURGTRADE90"),
                ("REGISTRATION", "HRB 199917"),
                ("IBAN", "DE02120300000000202051"),
            ),
        ),
        "one\ntwo\nINV-1",
    )
    newer = entry_of(more=details(parties.format("<Pty>", "</Pty>")))
    older = entry_of(more=details(parties.format("", "")), version="02", status="<Sts>BOOK</Sts>")
    assert read_statement(newer) == read_statement(older.encode()) == (wanted,)


@pytest.mark.parametrize(
    "left_out",
    [
        entry_of(status="<Sts><Cd>PDNG</Cd></Sts>"),
        entry_of(status="<Sts>INFO</Sts>"),
        entry_of(status=""),
        entry_of(side="DBIT"),
        entry_of(side="credit"),
    ],
)
def test_only_booked_credits_are_receipts(left_out: str) -> None:
    assert read_statement(left_out) == ()


@pytest.mark.parametrize(
    ("counter_entry", "amount"),
    [
        (entry_of(side="DBIT", reversal="<RvslInd>true</RvslInd>"), -123_450),
        (entry_of(reversal="<RvslInd>1</RvslInd>"), 123_450),
        (entry_of(more=details(payment_of() + "<RtrInf/>")), 123_450),
    ],
)
def test_reversals_and_returns_are_told_apart(counter_entry: str, amount: int) -> None:
    (row,) = read_statement(counter_entry)
    assert isinstance(row, Receipt) and row.is_counter_entry
    assert row.amount == Money(amount, "USD")


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (entry_of(reference=""), "row 1: the payment has no reference of its own"),
        (entry_of(amount="-5"), "row 1: the amount is no number"),
        (entry_of(amount="1.234,50"), "row 1: the amount is no number"),
        (entry_of(amount="0.001"), "row 1: the amount has more decimals than USD has"),
        (entry_of(currency=""), "row 1: the currency is no ISO 4217 code"),
        (entry_of(amount="0"), str(AmountIsZero())),
    ],
)
def test_a_broken_entry_is_refused(entry: str, why: str) -> None:
    assert why in refusals(entry)[0]


def test_a_batch_is_read_payment_by_payment() -> None:
    own = "<AcctSvcrRef>T1</AcctSvcrRef>"
    others = "<AcctSvcrRef>MT1</AcctSvcrRef><EndToEndId>E2</EndToEndId>"
    traced = "<EndToEndId>NOTPROVIDED</EndToEndId><UETR>8a562c67</UETR>"
    payments = [payment_of("1000", own), payment_of("200", others), payment_of("34.50", traced)]
    read = read_statement(entry_of(more=details(*payments)))
    told = [(row.row, row.reference, row.amount.minor) for row in read if isinstance(row, Receipt)]
    assert told == [(1, "T1", 100_000), (2, "MT1/E2", 20_000), (3, "8a562c67", 3_450)]


def test_payments_of_a_batch_that_share_their_reference_are_refused() -> None:
    nameless = payment_of("617.25", "<EndToEndId>NOTPROVIDED</EndToEndId>")
    alike = payment_of("617.25", "<EndToEndId>E1</EndToEndId>")
    for one in (nameless, alike):
        read = read_statement(entry_of(more=details(one, one)))
        assert [row.amount for row in read] == [Money(61_725, "USD")] * 2
        assert [str(row.refusal) for row in read if isinstance(row, Unreadable)] == [
            "row 1: the payment has no reference of its own",
            "row 2: the payment has no reference of its own",
        ]


@pytest.mark.parametrize("other", ["234.51", "x", "-1.00"])
def test_a_batch_that_does_not_add_up_is_refused_with_its_amount(other: str) -> None:
    entry = entry_of(more=details(payment_of("1000.00"), payment_of(other)))
    (row,) = read_statement(entry)
    assert isinstance(row, Unreadable) and row.amount == Money.of("1234.50", "USD")
    assert str(row.refusal) == "row 1: the entry's payments don't add up to it"


def test_a_batch_with_payments_untold_has_no_payer() -> None:
    listed = details(payment_of("1000.00")).replace(
        "<NtryDtls>", "<NtryDtls><Btch><NbOfTxs>5</NbOfTxs></Btch>"
    )
    (row,) = read_statement(entry_of(more=listed))
    assert isinstance(row, Receipt) and (row.payer, row.remittance) == (Party(), "")
