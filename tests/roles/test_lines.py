"""What a line lends: its terms and their bounds, dilution, concentration, fee, affiliates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Consortium, usd
from tests.roles.acts import (
    DAY,
    admit,
    ask,
    attestation,
    drawn,
    enter,
    fresh_key,
    invoice_and_declaration,
    refused,
)
from tradefin import Money
from tradefin.enums import DocumentKind, LineTerm, Role
from tradefin.errors import (
    AmountExceedsAdvance,
    DebtorConcentrated,
    DebtorRelated,
    LineExpiryInPast,
    LineTermsInvalid,
    NothingToFinance,
    UseExceedsLine,
)
from tradefin.events import DebtorUsed
from tradefin.ids import DocumentId, LineId, OrgId
from tradefin.terms import advance_free_down, fee_half_up

MOST = 2**96 - 1
NOBODY = OrgId(0)


def against(c: Consortium, name: str, debtor: OrgId, amount: str = "1000.00") -> DocumentId:
    """An invoice of the exporter's that `debtor` owes."""
    return enter(c.bank, attestation(c, f"invoice {name}", counterparty=debtor, amount=usd(amount)))


def declared(c: Consortium, name: str, amount: str = "900000.00") -> DocumentId:
    kind = DocumentKind.CUSTOMS_DECLARATION
    return enter(c.customs, attestation(c, f"declaration {name}", kind, amount=usd(amount)))


def debtor_free(c: Consortium, line: LineId, debtor: OrgId) -> int:
    return int(c.net._connection.read("CreditLines", "debtorFree", line, debtor))


# Bounds


@pytest.mark.parametrize(
    ("changes", "term", "given", "least", "most"),
    [
        ({"limit": "0.00"}, LineTerm.LIMIT, 0, 1, MOST),
        ({"advance_bps": 0}, LineTerm.ADVANCE, 0, 1, 10_000),
        ({"advance_bps": 10_001}, LineTerm.ADVANCE, 10_001, 1, 10_000),
        ({"dilution_bps": 8_000}, LineTerm.DILUTION, 8_000, 0, 7_999),
        ({"advance_bps": 1, "dilution_bps": 1}, LineTerm.DILUTION, 1, 0, 0),
        ({"concentration_bps": 0}, LineTerm.CONCENTRATION, 0, 1, 10_000),
        ({"concentration_bps": 10_001}, LineTerm.CONCENTRATION, 10_001, 1, 10_000),
        ({"fee_bps": 10_000}, LineTerm.FEE, 10_000, 0, 9_999),
        ({"tenor_days": 361}, LineTerm.TENOR, 361, 0, 360),
    ],
)
def test_a_line_keeps_to_the_bounds_of_its_terms(
    embedded: Consortium,
    changes: dict[str, Any],
    term: LineTerm,
    given: int,
    least: int,
    most: int,
) -> None:
    c = embedded
    with refused(c.net, LineTermsInvalid(term, given, least, most)):
        c.line(**changes)


def test_a_line_ends_later_than_now(embedded: Consortium) -> None:
    c = embedded
    now = c.net.now()
    with refused(c.net, LineExpiryInPast(now)):
        c.line(limit="1.00", expiry=now)


def test_a_line_has_the_terms_it_was_opened_with(consortium: Consortium) -> None:
    c = consortium
    chosen = {
        "advance_bps": 9_000,
        "dilution_bps": 8_999,
        "concentration_bps": 1,
        "fee_bps": 9_999,
        "penalty_bps": 65_535,
        "tenor_days": 360,
        "grace_days": 255,
        "calendar": 7,
    }
    line = c.net.line(c.line(**chosen))
    assert {name: getattr(line, name) for name in chosen} == chosen
    assert (line.bank, line.enterprise, line.currency) == (c.bank.org, c.exporter.org, "USD")
    assert (line.rate_bps, line.used, line.closed) == (525, usd("0.00"), False)


# Dilution


def committed(c: Consortium) -> tuple[DocumentId, DocumentId]:
    """The papers of the vector: declared 500,000 of which 180,000 are committed, invoice 420,000
    of which 60,000 are collected."""
    invoice, declaration = invoice_and_declaration(c, "vector", usd("420000.00"), usd("500000.00"))
    other = against(c, "other", c.buyer.org, "180000.00")
    c.buyer.collect(invoice, usd("60000.00"), "a part before anything was lent")
    c.exporter.request(c.line(advance_bps=10_000), other, [declaration], usd("180000.00"))
    return invoice, declaration


@pytest.mark.parametrize(("dilution", "most"), [(0, "288000.00"), (500, "270000.00")])
def test_dilution_comes_off_the_advance(embedded: Consortium, dilution: int, most: str) -> None:
    c = embedded
    invoice, declaration = committed(c)
    line = c.line(dilution_bps=dilution)
    more = usd(most).minor + 1
    with refused(c.net, AmountExceedsAdvance(invoice, more, more - 1)):
        c.exporter.request(line, invoice, [declaration], Money(more, "USD"))
    quoted = c.exporter.quote(line, invoice, [declaration])
    assert quoted.amount == quoted.advance_free == usd(most)
    assert quoted.asset_open == quoted.asset_free == usd("360000.00")
    assert quoted.declarations_free == usd("320000.00")
    assert quoted.line_free == quoted.debtor_free == usd("1000000.00")
    assert quoted.debtor == c.buyer.org
    c.exporter.request(line, invoice, [declaration])
    left = usd("320000.00").minor - usd(most).minor
    rest = 100_000_000 - usd(most).minor
    with refused(c.net, NothingToFinance(invoice, 0, left, rest, rest)):
        c.exporter.request(line, invoice, [declaration])


@given(
    st.integers(0, 2**96 - 1),
    st.integers(1, 10_000).flatmap(lambda a: st.tuples(st.just(a), st.integers(0, a - 1))),
    st.lists(st.fractions(0, 1), max_size=8),
)
def test_many_drawings_reach_no_more_than_one(
    open: int, bps: tuple[int, int], parts: list[Any]
) -> None:
    used = 0
    for part in [*parts, 1]:
        used += int(advance_free_down(open, used, *bps) * part)
    assert used == advance_free_down(open, 0, *bps)


@settings(max_examples=5)
@given(st.lists(st.integers(1, 15_000_000), min_size=1, max_size=3), st.integers(0, 2_000))
def test_many_requests_reach_no_more_than_one(
    _embedded: Consortium,  # noqa: PT019
    asked: list[int],
    dilution: int,
) -> None:
    mark = _embedded.net.snapshot()
    try:
        _draw_to_the_last(_embedded, asked, dilution)
    finally:
        _embedded.net.revert(mark)


def _draw_to_the_last(c: Consortium, asked: list[int], dilution: int) -> None:
    papers, line = c.papers(), c.line(dilution_bps=dilution)
    left = c.exporter.quote(line, papers.invoice, [papers.declaration]).amount.minor
    for amount in (*asked, left):
        if amount > left:
            with refused(c.net, AmountExceedsAdvance(papers.invoice, amount, left)):
                ask(c, papers, line, Money(amount, "USD"))
        elif amount:
            ask(c, papers, line, Money(amount, "USD"))
            left -= amount
    if left:
        assert c.net.financing(ask(c, papers, line)).requested.minor == left
    assert c.exporter.quote(line, papers.invoice, [papers.declaration]).advance_free.minor == 0


# Concentration


def test_a_debtor_bears_its_share_of_the_limit(consortium: Consortium) -> None:
    c = consortium
    line = c.line(limit="1000.00", concentration_bps=4_000)
    paper = declared(c, "x")
    first, second = against(c, "1", c.buyer.org), against(c, "2", c.buyer.org)
    with refused(c.net, DebtorConcentrated(line, c.buyer.org, 40_001, 40_000)):
        c.exporter.request(line, first, [paper], usd("400.01"))
    quoted = c.exporter.quote(line, first, [paper])
    assert (quoted.amount, quoted.debtor_free) == (usd("400.00"), usd("400.00"))
    asked = c.exporter.request(line, first, [paper], usd("300.00"))
    with refused(c.net, DebtorConcentrated(line, c.buyer.org, 10_001, 10_000)):
        c.exporter.request(line, second, [paper], usd("100.01"))
    c.exporter.request(line, second, [paper])
    assert debtor_free(c, line, c.buyer.org) == 0
    spent = NothingToFinance(second, 70_000, 89_960_000, 60_000, 0)
    with refused(c.net, spent):
        c.exporter.request(line, second, [paper])
    c.bank.decline(asked.financing)
    assert debtor_free(c, line, c.buyer.org) == 30_000


def test_the_line_is_told_before_the_debtor(embedded: Consortium) -> None:
    c = embedded
    line = c.line(limit="100.00", concentration_bps=4_000)
    invoice, paper = against(c, "1", c.buyer.org), declared(c, "x")
    with refused(c.net, UseExceedsLine(line, 10_001, 10_000)):
        c.exporter.request(line, invoice, [paper], usd("100.01"))


def test_debtors_that_are_no_participants_are_one(embedded: Consortium) -> None:
    c = embedded
    line, paper = c.line(limit="1000.00", concentration_bps=3_000), declared(c, "x")
    first, second = against(c, "1", NOBODY), against(c, "2", NOBODY)
    c.exporter.request(line, first, [paper], usd("200.00"))
    with refused(c.net, DebtorConcentrated(line, NOBODY, 10_001, 10_000)):
        c.exporter.request(line, second, [paper], usd("100.01"))
    c.exporter.request(line, against(c, "3", c.buyer.org), [paper], usd("300.00"))


def test_a_debtors_share_is_of_one_line(embedded: Consortium) -> None:
    c = embedded
    paper = declared(c, "x")
    for bank in (c.bank, c.other_bank):
        line = c.line(bank, limit="1000.00", concentration_bps=3_000)
        invoice = against(c, str(line), c.buyer.org)
        assert c.exporter.request(line, invoice, [paper]).amount == 30_000


@pytest.mark.parametrize("concentration", [4_000, 10_000])
def test_a_debtors_part_follows_every_drawing(embedded: Consortium, concentration: int) -> None:
    """Repaid, collected, withdrawn, declined, lapsed; without a cap nothing is counted."""
    c = embedded
    papers = c.papers()
    line = c.line(limit="720000.00", concentration_bps=concentration)
    counted = concentration < 10_000

    def told() -> list[int]:
        return [e.used for e in c.net.all_events("CreditLines", DebtorUsed) if e.line == line]

    financing = drawn(c, papers, line)
    c.exporter.repay(financing, usd("88000.00"))
    c.buyer.collect(papers.invoice, usd("100000.00"), "a part")
    c.exporter.repay(financing)
    c.exporter.withdraw(ask(c, papers, line, usd("1.00")))
    c.bank.decline(ask(c, papers, line, usd("2.00")))
    lapsed = ask(c, papers, line, usd("3.00"))
    c.net.travel(c.net.now() + timedelta(days=4))
    ask(c, papers, line, usd("4.00"))
    assert c.net.line(line).used == usd("4.00")
    assert debtor_free(c, line, c.buyer.org) == (28_799_600 if counted else 71_999_600)
    expected = [28_800_000, 20_000_000, 10_000_000, 0, 100, 0, 200, 0, 300, 0, 400]
    assert told() == (expected if counted else [])
    assert c.net.financing(lapsed).status.name == "CLOSED"


# The fee


@pytest.mark.parametrize(
    ("asked", "bps", "fee"),
    [
        ("1000.00", 100, 1_000),
        ("1000.00", 0, 0),
        ("0.49", 100, 0),
        ("0.50", 100, 1),
        ("0.01", 9_999, 1),
        ("288000.00", 50, 144_000),
    ],
)
def test_the_bank_keeps_the_fee_back(
    consortium: Consortium, asked: str, bps: int, fee: int
) -> None:
    c = consortium
    financing = ask(c, c.papers(), c.line(fee_bps=bps), usd(asked))
    before = c.net.balance(c.bank.org, "USD"), c.net.balance(c.exporter.org, "USD")
    funded = c.bank.fund(financing)
    assert (funded.principal, funded.fee) == (usd(asked).minor, fee)
    assert fee == fee_half_up(usd(asked).minor, bps)
    paid = Money(usd(asked).minor - fee, "USD")
    after = c.net.balance(c.bank.org, "USD"), c.net.balance(c.exporter.org, "USD")
    assert after == (before[0] - paid, before[1] + paid)
    assert c.net.statement(financing).debt.total == usd(asked)
    assert c.net.financing(financing).fee_bps == bps


# Affiliates


def test_a_receivable_against_ones_own_group_is_not_financed(consortium: Consortium) -> None:
    c = consortium
    line, paper = c.line(), declared(c, "x")
    key = fresh_key(c.net, "sister")
    sister = admit(c, key.address, roles=[Role.ENTERPRISE], group=7)
    invoice, other = against(c, "1", sister), against(c, "2", c.buyer.org)
    own = against(c, "3", c.exporter.org)
    c.exporter.request(line, invoice, [paper], usd("1.00"))
    until = c.net.now() + 99 * DAY
    c.registrar.renew(c.exporter.org, roles={Role.ENTERPRISE}, group=7, valid_until=until)
    with refused(c.net, DebtorRelated(invoice, sister)):
        c.exporter.request(line, invoice, [paper], usd("1.00"))
    with refused(c.net, DebtorRelated(own, c.exporter.org)):
        c.exporter.request(line, own, [paper], usd("1.00"))
    with pytest.raises(DebtorRelated):
        c.exporter.quote(line, invoice, [paper])
    c.exporter.request(line, other, [paper], usd("1.00"))
