"""The key: one for all copies of a paper, none without the secret."""

import hashlib
import hmac
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.papers import declaration, invoice, retyped
from tradefin import samples
from tradefin.documents import DocumentKind, Participants, Party, TradeDocument
from tradefin.documents.key import encode, keyed
from tradefin.errors import InvalidInput

SECRET = b"a consortium's secret, 32 bytes."
LEI = samples.EXPORTER.removeprefix("LEI:")
KEY = invoice().business_key(SECRET)
WITHOUT_LEI = (
    f'<cbc:ID schemeID="0199">{LEI}</cbc:ID>',
    '<cbc:ID schemeID="SEPA">DE98ZZZ</cbc:ID>',
)


@pytest.mark.parametrize(
    "number",
    [
        "inv 2026 0117",
        "INV20260117",
        "ＩＮＶ－２０２６／０１１７",
        "ІΝV.2026.0117",
        "іnv_2026_0117",
        "I N V:2026:0117\u200b",
    ],
)
def test_a_retyped_number_is_the_same_paper(number: str) -> None:
    assert invoice(("INV-2026/0117", number)).business_key(SECRET) == KEY


@pytest.mark.parametrize(
    "number", ["INV-2026/117", "INV-2026/O117", "lNV-2026/0117", "INV-2026/01170"]
)
def test_another_number_is_another_paper(number: str) -> None:
    assert invoice(("INV-2026/0117", number)).business_key(SECRET) != KEY


def test_what_identifies_and_what_does_not() -> None:
    base = invoice()
    assert base.issue_date is not None
    day, year = base.issue_date.replace(day=1), base.issue_date.replace(year=2025)
    assert replace(base, issue_date=day, due_date=None, gross=None).business_key(SECRET) == KEY
    assert replace(base, issue_date=year).business_key(SECRET) != KEY
    assert replace(base, kind=DocumentKind.CREDIT_NOTE).business_key(SECRET) != KEY
    assert replace(base, issuer=Party(identifiers=(("LEI", "X"),))).business_key(SECRET) != KEY
    assert base.business_key(b"another secret, of 32 bytes too.") != KEY


@pytest.mark.parametrize(
    ("code", "same"), [("384", True), ("389", True), ("381", False), ("396", False)]
)
def test_corrected_and_self_billed_invoices_are_the_invoice(code: str, same: bool) -> None:
    assert (invoice((">380<", f">{code}<")).business_key(SECRET) == KEY) is same


def test_a_declaration_is_its_country_and_number_never_its_exporter() -> None:
    base = declaration()
    key = base.business_key(SECRET)
    assert replace(base, holder=Party("Another", "CN", ())).business_key(SECRET) == key
    assert declaration((">CN<", ">VN<")).business_key(SECRET) != key
    with pytest.raises(InvalidInput, match="country of its customs office"):
        replace(base, issuer=Party()).business_key(SECRET)


def test_an_unknown_issuer_is_keyed_by_the_first_of_its_identifiers() -> None:
    assert invoice().issuer.identity() == samples.EXPORTER
    assert invoice(WITHOUT_LEI).issuer.identity() == samples.EXPORTER_USCC
    order = ["REGISTRATION/0002", "PARTY", "VAT", "TAX", "ADDRESS/EM"]
    for first in range(len(order)):
        identifiers = tuple((scheme, f"{scheme[0]}-1") for scheme in order[first:])
        assert Party("x", "FR", identifiers).identity() == f"FR:{order[first][0]}1"
    with pytest.raises(InvalidInput, match="no identifier"):
        Party("x", "FR", (("PARTY", "--"),)).identity()


def test_a_sepa_creditor_id_identifies_nobody() -> None:
    without_uscc = (f"<cbc:CompanyID>{samples.EXPORTER_USCC[5:]}</cbc:CompanyID>", "")
    issuer = invoice(WITHOUT_LEI, without_uscc).issuer
    assert issuer.identifiers == (("ADDRESS/EM", "invoices@taihu-machine.example"),)


def test_a_tax_status_identifies_nobody() -> None:
    status = (
        "<cac:PartyLegalEntity>\n        <cbc:RegistrationName>Wuxi",
        "<cac:PartyTaxScheme><cbc:CompanyID>Foretaksregisteret</cbc:CompanyID><cac:TaxScheme>"
        "<cbc:ID>TAX</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
        "<cac:PartyLegalEntity>\n        <cbc:RegistrationName>Wuxi",
    )
    assert invoice(status).issuer == invoice().issuer
    assert ("TAX", "F12") in invoice(
        (status[0], status[1].replace("Foretaksregisteret", "F12"))
    ).issuer.identifiers


def test_aliases_of_one_participant_are_one_issuer() -> None:
    by_uscc, by_lei = invoice(WITHOUT_LEI), retyped()
    assert by_uscc.business_key(SECRET) != by_lei.business_key(SECRET)
    for participants in (samples.PARTICIPANTS, Participants.of(samples.PARTICIPANTS)):
        keys = {
            paper.business_key(SECRET, participants=participants) for paper in (by_uscc, by_lei)
        }
        assert keys == {KEY}


@pytest.mark.parametrize(
    "alias",
    [
        ("VAT", "de 123.456.789"),
        ("va", "DE123456789"),
        ("0088", "4000001123452"),
        ("GLN", "4000001123452"),
        ("REGISTRATION", "HRB-1"),
        ("0060", "12-345-6789"),
    ],
)
def test_an_alias_is_found_in_any_spelling(alias: tuple[str, str]) -> None:
    party = Party(
        "x",
        "DE",
        (
            ("REGISTRATION/0204", "HRB 1"),
            ("GLN", "4000001123452"),
            ("DUNS", "123456789"),
            ("VAT", "DE123456789"),
        ),
    )
    assert party.identity({alias: "lei:" + LEI.lower()}) == samples.EXPORTER


def test_contradicting_aliases_are_refused() -> None:
    party = Party("x", "DE", (("LEI", "A"), ("VAT", "DE1")))
    with pytest.raises(InvalidInput, match="different participants"):
        party.identity({("LEI", "A"): "one", ("VAT", "DE1"): "two"})
    with pytest.raises(InvalidInput, match="two organisations"):
        Participants.of({("VAT", "DE1"): "one", ("vat", "de 1"): "two"})


@pytest.mark.parametrize(
    ("paper", "reason"),
    [
        (replace(invoice(), number=None), "no number"),
        (replace(invoice(), number=" - "), "no number"),
        (replace(invoice(), issue_date=None), "no date of issue"),
        (replace(invoice(), issuer=Party("x", "DE")), "no identifier"),
        (replace(invoice(), total=None), "no positive amount"),
        (replace(invoice(), kind=DocumentKind.NONE), "no business key"),
        (invoice((">360000.00<", ">0<")), "no positive amount"),
        (invoice((">360000.00<", ">-360000.00<")), "no positive amount"),
        (invoice(("USD", "XXX")), "no positive amount"),
    ],
)
def test_a_paper_that_cannot_be_known_again_has_no_key(paper: TradeDocument, reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason):
        paper.business_key(SECRET)


def test_a_suffix_is_no_part_of_the_number() -> None:
    def key(number: str, suffix: str = "") -> bytes:
        return replace(invoice(), number=number).business_key(SECRET, suffix=suffix)

    assert key("INV-2026/0117", "") == KEY
    keys = [
        key("A1"), key("A1", "2"), key("A1", "B"), key("A12"), key("A1-2"), key("A", "12"),
        key("A12", "2"), key("A1\0\0\0\x012"), key("A1\x012"),
    ]  # fmt: skip
    assert key("A12") == key("A1-2") == key("A1\0\0\0\x012") == key("A1\x012")
    assert len(set(keys)) == len(keys) - 3


@given(st.text("A1", max_size=4), st.text("A1", max_size=4), st.text("A1", max_size=4))
def test_no_number_imitates_a_number_and_suffix(number: str, suffix: str, other: str) -> None:
    paper = replace(invoice(), number="N" + number)
    one, two = (paper.business_key(SECRET, suffix=text) for text in (suffix, other))
    assert (one == two) == (suffix == other)
    plain = replace(paper, number=f"N{number}{suffix}").business_key(SECRET)
    assert (one == plain) == (suffix == "")


@pytest.mark.parametrize("kind", [DocumentKind.INVOICE, DocumentKind.BILL_OF_LADING])
def test_the_suffix_is_the_last_part_of_the_key(kind: DocumentKind) -> None:
    year = ["2026"] if kind is DocumentKind.INVOICE else []
    parts = ["tradefin/document-key/1", kind.name, f"LEI{LEI}", *year, "INV20260117", "2B"]
    found = replace(invoice(), kind=kind).business_key(SECRET, suffix="2-b")
    digest = hmac.new(SECRET, encode(*parts), "sha256").digest()
    assert found == bytes([kind]) + digest[1:]


@pytest.mark.parametrize("suffix", [" ", "-", "\u200b", "123456789", "A\u0301\u0323", "a" * 9])
def test_what_is_no_suffix_is_refused(suffix: str) -> None:
    with pytest.raises(InvalidInput, match="1 to 8 letters or digits"):
        invoice().business_key(SECRET, suffix=suffix)
    with pytest.raises(InvalidInput, match="1 to 8 letters or digits"):
        invoice().commitment(SECRET, suffix=suffix)


def test_spelling_never_matters_in_a_suffix() -> None:
    assert len({invoice().business_key(SECRET, suffix=s) for s in ("2b", "2-B", "２Ｂ")}) == 1


@pytest.mark.parametrize("secret", [b"", b"fifteen bytes..", "a text, not bytes"])
def test_a_short_secret_is_refused(secret: bytes) -> None:
    with pytest.raises(InvalidInput, match="16 bytes"):
        invoice().business_key(secret)


def test_a_number_cannot_be_searched_without_the_secret() -> None:
    number = declaration().number
    assert number is not None
    office_year, serials = number[:9], range(1_000)

    def search(digest: bytes, hashed: object) -> list[str]:
        candidates = (f"{office_year}{serial:09d}" for serial in serials)
        return [c for c in candidates if hashed(c) == digest]  # type: ignore[operator]

    def plain(text: str) -> bytes:
        return hashlib.sha256(text.encode()).digest()

    def structured(text: str) -> bytes:
        parts = encode("tradefin/document-key/1", "CUSTOMS_DECLARATION", "CN", text)
        return hashlib.sha256(parts).digest()

    key = declaration().business_key(SECRET)
    assert search(plain(number), plain) == [number]
    assert search(key, plain) == search(key, structured) == []
    wrong = b"a guess at the secret, 32 bytes."
    assert search(key, lambda c: declaration((number, c)).business_key(wrong)) == []
    assert declaration().business_key(SECRET) == key


@given(st.lists(st.text(max_size=8), max_size=5), st.lists(st.text(max_size=8), max_size=5))
def test_no_two_lists_of_parts_share_an_encoding(one: list[str], other: list[str]) -> None:
    assert (encode(*one) == encode(*other)) == (one == other)


def test_the_key_is_the_kind_and_the_hmac_of_its_parts() -> None:
    parts = ["tradefin/document-key/1", "INVOICE", f"LEI{LEI}", "2026", "INV20260117"]
    message = b"".join(len(part).to_bytes(4, "big") + part.encode() for part in parts)
    assert bytes([DocumentKind.INVOICE]) + hmac.new(SECRET, message, "sha256").digest()[1:] == KEY


def test_the_key_never_changes_with_a_release() -> None:
    assert KEY.hex() == "01d4e1ac25f8b4d498adb7e43076791d6ef9ebe7224a1199bb7712aa7a83372d"


@given(st.binary(max_size=64), st.lists(st.binary(max_size=200), max_size=4))
def test_many_messages_under_one_secret_are_plain_hmacs(secret: bytes, texts: list[bytes]) -> None:
    digest = keyed(secret)
    assert [digest(text) for text in texts] == [hmac.digest(secret, t, "sha256") for t in texts]


def test_a_secret_longer_than_a_block_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than a block"):
        keyed(bytes(65))
