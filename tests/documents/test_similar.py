"""Papers in disguise are found, with the reason, and without comparing all with all."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from tests.documents.papers import declaration, invoice, retyped
from tradefin import Money, samples
from tradefin.documents import (
    DocumentKind,
    Known,
    Likeness,
    Party,
    Reference,
    ReferenceType,
    TradeDocument,
    likeness,
    similar,
)

SECRET = b"a consortium's secret, 32 bytes."
BASE = replace(invoice(), references=())
ISSUED = dt.date(2026, 6, 15)


def paper(number: str, amount: int = 360_000, day: dt.date = ISSUED, **more: Any) -> TradeDocument:
    """An invoice of the sample's seller to the sample's buyer, `amount` in whole dollars."""
    chosen = {
        "number": number,
        "issue_date": day,
        "total": Money(amount * 100, "USD"),
        "source_digest": f"{number} {amount} {day} {more}".encode(),
        **more,
    }
    return replace(BASE, **chosen)


def reasons(new: TradeDocument, *known: TradeDocument) -> list[set[Likeness]]:
    """The reasons for each of `known`, in their order."""
    found = {match.document: set(match.reasons) for match in similar(new, known)}
    return [found.get(document, set()) for document in known]


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("INV-2026/O117", {Likeness.LOOKALIKE}),
        ("lNV-2026/0117", {Likeness.LOOKALIKE}),
        ("INV-2026/01l7", {Likeness.LOOKALIKE}),
        ("1nv 2O26 0i17", {Likeness.LOOKALIKE}),
        ("INV-2026/117", {Likeness.LEADING_ZEROS}),
        ("INV2026117", {Likeness.LEADING_ZEROS}),
        ("INV-02026/000117", {Likeness.LEADING_ZEROS}),
        ("INV-2026/l17", {Likeness.LEADING_ZEROS, Likeness.LOOKALIKE}),
        ("INV-2026/0118", set()),
        ("INV-226/0117", set()),
        ("INV-2026/1170", set()),
    ],
)
def test_a_number_that_looks_alike(number: str, reason: set[Likeness]) -> None:
    known, new = paper("INV-2026/0117"), paper(number, 99)
    assert reasons(new, known) == reasons(known, new) == [reason]
    other = replace(new, holder=Party("Other", "CN", (("LEI", "OTHER"),)))
    assert reasons(other, known) == [set()]


def test_copies_of_one_paper_are_the_same_and_not_similar() -> None:
    known = paper("INV-2026/0117", 100)
    for copy in (known, paper("inv 2026 0117", 100), paper("INV-2026/0117", 999)):
        assert copy.business_key(SECRET) == known.business_key(SECRET)
        assert similar(copy, [known]) == []
    assert similar(retyped(), [invoice()]) == []
    assert len(Known([known, paper("INV 2026 0117", 7)])) == 1


def test_a_new_year_between_two_copies() -> None:
    first, last = dt.date(2025, 12, 31), dt.date(2026, 1, 1)
    known = paper("7", 100, first)
    assert reasons(paper("7", 200, last), known) == [{Likeness.DAY_APART}]
    assert reasons(paper("7", 200, last + dt.timedelta(days=1)), known) == [set()]
    assert reasons(paper("7", 200, first), known) == [set()]


def test_the_same_parties_and_amount() -> None:
    known = paper("INV-0117")
    same = {Likeness.SAME_PARTIES_AND_AMOUNT}
    day = ISSUED + dt.timedelta(days=1)
    assert reasons(paper("Z-9"), known) == [same]
    assert reasons(paper("Z-9", day=day), known) == [same | {Likeness.DAY_APART}]
    assert reasons(paper("INV-0177"), known) == [same | {Likeness.NEAR_NUMBER}]
    assert reasons(paper("INV-1017"), known) == [same | {Likeness.NEAR_NUMBER}]
    assert reasons(paper("Z-9", 360_001), known) == [set()]
    assert reasons(paper("Z-9", total=Money(36_000_000, "EUR")), known) == [set()]
    assert reasons(paper("Z-9", counterparty=Party("Third")), known) == [set()]
    assert reasons(paper("Z-9", kind=DocumentKind.CREDIT_NOTE), known) == [set()]


def test_aliases_of_one_buyer_are_one_party() -> None:
    known = paper("INV-0117")
    by_register = Party("Hansa", "DE", (("REGISTRATION", "HRB 199917"),))
    new = paper("Z-9", counterparty=by_register)
    assert similar(new, [known]) == []
    [match] = similar(new, Known([known], participants=samples.PARTICIPANTS))
    assert match.reasons == (Likeness.SAME_PARTIES_AND_AMOUNT,)
    assert similar(new, [known], participants=samples.PARTICIPANTS) == [match]


def test_an_issuer_spelt_otherwise() -> None:
    assert BASE.issuer.name
    name = BASE.issuer.name.replace("Machine", "Maschine")
    seller = Party(name, "CN", (("LEI", "ANOTHER"),))
    stranger = Party("Quite another company", "CN", (("LEI", "ANOTHER"),))
    known = paper("INV-0117")
    disguised = paper("INV-O117", holder=seller, issuer=seller)
    assert reasons(disguised, known) == [{Likeness.ISSUER_SPELLING}]
    assert reasons(replace(disguised, holder=stranger, issuer=stranger), known) == [set()]


def test_one_bill_of_lading_under_two_invoices() -> None:
    def shipped(number: str, bill: str, kind: ReferenceType) -> TradeDocument:
        return paper(number, int(number), references=(Reference(kind, bill),))

    known = shipped("1", "MAEU-1234567", ReferenceType.BILL_OF_LADING)
    same = {Likeness.SAME_BILL_OF_LADING}
    stranger = Party("Other", "DE", (("LEI", "OTHER"),))
    for bill in ("MAEU-1234567", "maeu 1234567", "MAEU-l234567"):
        again = shipped("22", bill, ReferenceType.BILL_OF_LADING)
        assert reasons(again, known) == [same]
        assert reasons(replace(again, holder=stranger, issuer=stranger), known) == [same]
    assert reasons(shipped("22", "MAEU-1234568", ReferenceType.BILL_OF_LADING), known) == [set()]
    assert reasons(shipped("22", "MAEU-1234567", ReferenceType.CONTRACT), known) == [set()]


def test_a_split_invoice() -> None:
    whole, other = paper("1", 1_000), paper("2", 77)
    parts = [paper("31", 600), paper("32", 250), paper("33", 150)]
    split = {Likeness.SPLIT}
    assert reasons(parts[0], whole, other) == [set(), set()]
    assert reasons(paper("9", 400), whole, parts[0], other) == [split, set(), set()]
    assert reasons(parts[2], whole, *parts[:2]) == [split, set(), set()]
    assert reasons(parts[0], whole, *parts[1:]) == [split, set(), set()]
    assert reasons(parts[1], whole, parts[0], parts[2]) == [split, set(), set()]
    assert reasons(paper("33", 149), whole, *parts[:2]) == [set()] * 3


def test_a_split_invoice_whose_parts_come_day_by_day() -> None:
    days = [ISSUED + dt.timedelta(days=n) for n in range(4)]
    whole = paper("1", 1_000, days[0])
    parts = [paper(f"3{n}", (0, 600, 250, 150)[n], days[n]) for n in (1, 2, 3)]
    for new in parts:
        others = [part for part in parts if part is not new]
        assert reasons(new, whole, *others) == [{Likeness.SPLIT}, set(), set()]
    assert reasons(paper("33", 149, days[3]), whole, *parts[:2]) == [set()] * 3


def test_a_merged_invoice() -> None:
    parts = [paper("31", 600), paper("32", 250), paper("33", 150)]
    merged = {Likeness.MERGED}
    assert reasons(paper("1", 1_000), *parts) == [merged] * 3
    assert reasons(paper("1", 750), *parts) == [merged, set(), merged]
    assert reasons(paper("1", 500), *parts) == [set()] * 3
    assert reasons(paper("1", 1_200), *parts) == [set()] * 3
    assert reasons(paper("1", 1_200), *parts, paper("34", 600))[0] == merged


def test_sums_are_looked_for_within_a_month_and_one_sale() -> None:
    parts = [paper("31", 600), paper("32", 400)]
    late = ISSUED + dt.timedelta(days=31)
    assert reasons(paper("1", 1_000, late), *parts) == [{Likeness.MERGED}] * 2
    assert reasons(paper("1", 1_000, late + dt.timedelta(days=1)), *parts) == [set()] * 2
    other = Party("Third", "DE", (("LEI", "THIRD"),))
    assert reasons(paper("1", 1_000, counterparty=other), *parts) == [set()] * 2
    assert reasons(paper("1", total=Money(100_000, "EUR")), *parts) == [set()] * 2
    assert reasons(paper("1", 1_000, issue_date=None), *parts) == [set()] * 2


def test_a_declaration_number_retyped() -> None:
    known = declaration()
    assert known.number
    for number in (known.number.replace("0", "O", 1), f"0{known.number}"):
        assert similar(replace(known, number=number), [known])
    assert similar(replace(known, issuer=Party(country="VN"), total=None), [known]) == []


def test_a_paper_that_says_nothing_is_like_nothing() -> None:
    empty = TradeDocument(kind=DocumentKind.INVOICE)
    assert similar(empty, [BASE, TradeDocument(kind=DocumentKind.INVOICE)]) == []
    assert similar(BASE, [empty]) == []
    assert similar(BASE, []) == []


def test_the_most_signs_come_first_and_nothing_is_told() -> None:
    known = Known([paper("Z-9"), paper("INV-0177"), paper("INV-O117", 5)])
    matches = known.similar(paper("INV-0117"))
    assert [match.reasons for match in matches] == [
        (Likeness.NEAR_NUMBER, Likeness.SAME_PARTIES_AND_AMOUNT),
        (Likeness.LOOKALIKE,),
        (Likeness.SAME_PARTIES_AND_AMOUNT,),
    ]
    shown = f"{matches} {known}"
    assert not [text for text in ("0177", "O117", "Wuxi", "360", "TRAD00") if text in shown]


def test_a_number_of_zeros_is_compared_in_no_time() -> None:
    known, new = paper("-".join("0" * 300) + "7", 1), paper("0" * 900 + "70", 2)
    assert reasons(new, known) == [set()]
    assert reasons(paper("0" * 900 + "7", 2), known) == [{Likeness.LEADING_ZEROS}]


@given(
    st.text("O0lI1 -/5S2", min_size=1, max_size=6),
    st.text("O0lI1 -/5S2", min_size=1, max_size=6),
    st.integers(1, 3),
    st.integers(1, 3),
    st.integers(0, 3),
)
def test_one_key_is_never_similar_and_likeness_is_mutual(
    first: str, second: str, amount: int, other: int, days: int
) -> None:
    old = paper(f"A{first}", amount)
    new = paper(f"A{second}", other, ISSUED + dt.timedelta(days=days))
    if old.business_key(SECRET) == new.business_key(SECRET):
        assert similar(new, [old]) == similar(old, [new]) == []
    else:
        assert reasons(new, old) == reasons(old, new)


def test_thousands_of_papers_are_looked_up_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    measured = likeness.distance
    monkeypatch.setattr(likeness, "distance", lambda *a: asked.append(a) or measured(*a))
    start = dt.date(2020, 1, 1)
    papers = [
        paper(f"INV-{n:05d}", 1_000 + n * n, start + dt.timedelta(days=n // 4))
        for n in range(4_000)
    ]
    known = Known(papers)
    found = [known.similar(replace(p, number=f"X{p.number}")) for p in papers[:4_000:8]]
    assert all(
        any(Likeness.SAME_PARTIES_AND_AMOUNT in match.reasons for match in matches)
        for matches in found
    )
    assert len(asked) == 500


def test_the_distance_is_one_for_neighbours_swapped() -> None:
    assert likeness.distance("0117", "0171", 1) == OSA.distance("0117", "0171") == 1
    assert likeness.distance("0117", "7110", 1) == 2
