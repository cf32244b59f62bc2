"""A line's terms put anew: for requests to come alone; what was requested before keeps its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.conftest import Consortium, usd
from tests.roles.acts import (
    DAY,
    EUR,
    SECOND,
    USD,
    ZERO,
    address_of,
    ask,
    at,
    attestation,
    covered,
    drawn,
    enter,
    invoice_and_declaration,
    refused,
)
from tradefin import Money
from tradefin.enums import AmortizationKind, DayCountConvention, LineTerm
from tradefin.errors import (
    AmountExceedsAdvance,
    ConditionNotMet,
    CurrencyMismatch,
    DebtorConcentrated,
    InvalidInput,
    LineExpired,
    LineExpiryInPast,
    LineIsClosed,
    LineNotOfBank,
    LineTermsInvalid,
    LineUnknown,
    MaturityOutOfBounds,
    UseExceedsLine,
)
from tradefin.events import LineChanged
from tradefin.ids import LineId


def other_terms(c: Consortium) -> dict[str, Any]:
    """None of them what a line has by default."""
    return {
        "limit": usd("2000000.00"),
        "advance_bps": 9_000,
        "dilution_bps": 100,
        "concentration_bps": 6_000,
        "cargo_advance_bps": 7_000,
        "valuation_days": 9,
        "rate_bps": 999,
        "penalty_bps": 20_000,
        "fee_bps": 70,
        "tenor_days": 359,
        "grace_days": 3,
        "day_count": DayCountConvention.ACT365F,
        "calendar": 4,
        "expiry": c.net.now() + 500 * DAY,
        "condition": address_of(c.net, "GuaranteeEscrow"),
    }


NAMES = (
    *("limit", "advance_bps", "dilution_bps", "concentration_bps", "cargo_advance_bps"),
    *("valuation_days", "rate_bps", "penalty_bps", "fee_bps", "tenor_days", "grace_days"),
    *("day_count", "calendar", "expiry", "condition"),
)


# Who, and within what


def test_only_its_bank_changes_a_line(consortium: Consortium) -> None:
    c = consortium
    line = c.line()
    with refused(c.net, LineNotOfBank(line, c.bank.org, c.other_bank.org)):
        c.other_bank.change_line(line, rate_bps=1)
    with refused(c.net, LineUnknown(LineId(99))):
        c.bank.change_line(LineId(99), rate_bps=1)
    c.bank.close_line(line)
    with refused(c.net, LineIsClosed(line)):
        c.bank.change_line(line, rate_bps=1)


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("limit", usd("0.00"), LineTermsInvalid(LineTerm.LIMIT, 0, 1, 2**96 - 1)),
        ("advance_bps", 10_001, LineTermsInvalid(LineTerm.ADVANCE, 10_001, 1, 10_000)),
        ("dilution_bps", 8_000, LineTermsInvalid(LineTerm.DILUTION, 8_000, 0, 7_999)),
        ("concentration_bps", 0, LineTermsInvalid(LineTerm.CONCENTRATION, 0, 1, 10_000)),
        ("fee_bps", 10_000, LineTermsInvalid(LineTerm.FEE, 10_000, 0, 9_999)),
        ("cargo_advance_bps", 10_001, LineTermsInvalid(LineTerm.CARGO_ADVANCE, 10_001, 0, 10_000)),
        ("tenor_days", 361, LineTermsInvalid(LineTerm.TENOR, 361, 0, 360)),
    ],
)
def test_a_change_keeps_to_the_bounds(
    embedded: Consortium, name: str, given: Any, expected: LineTermsInvalid
) -> None:
    c = embedded
    line = c.line()
    with refused(c.net, expected):
        c.bank.change_line(line, **{name: given})  # type: ignore[misc]


def test_a_line_does_not_end_in_the_past(embedded: Consortium) -> None:
    c = embedded
    line, end = c.line(), c.net.now() + DAY
    with at(c.net, end + SECOND), refused(c.net, LineExpiryInPast(end)):
        c.bank.change_line(line, expiry=end)


def test_a_line_stays_in_its_currency(embedded: Consortium) -> None:
    c = embedded
    line = c.line()
    with pytest.raises(CurrencyMismatch) as caught:
        c.bank.change_line(line, limit=Money(1, "EUR"))
    assert caught.value == CurrencyMismatch(USD, EUR)


@pytest.mark.parametrize("name", ["currency", "enterprise", "bank", "used", "rate"])
def test_a_line_has_no_other_terms(embedded: Consortium, name: str) -> None:
    c = embedded
    line = c.line()
    with pytest.raises(InvalidInput, match=f"a line has no term {name}"):
        c.bank.change_line(line, **{name: 1})  # type: ignore[misc]


# What is told, what stays


def test_a_change_tells_all_terms(consortium: Consortium) -> None:
    c = consortium
    line, terms = c.line(), other_terms(c)
    before = c.net.line(line)
    told = c.bank.change_line(line, **terms)
    assert told == LineChanged(line, 2, *({**terms, "limit": 200_000_000}[name] for name in NAMES))
    assert before.version == 1
    assert c.net.line(line) == replace(before, **terms, version=2)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_named_stays(embedded: Consortium, name: str) -> None:
    c = embedded
    line, terms = c.line(), other_terms(c)
    before = c.net.line(line)
    c.bank.change_line(line, **{name: terms[name]})  # type: ignore[misc]
    assert c.net.line(line) == replace(before, **{name: terms[name]}, version=2)


def test_a_condition_is_taken_away(embedded: Consortium) -> None:
    c = embedded
    line = c.line(condition=address_of(c.net, "GuaranteeEscrow"))
    assert c.bank.change_line(line, condition=None).condition == ZERO
    assert c.net.line(line).condition == ZERO


# What was requested before


@pytest.mark.parametrize("name", NAMES)
def test_what_was_requested_keeps_its_terms(embedded: Consortium, name: str) -> None:
    """Requested, changed, funded: as if the line were the old one."""
    c = embedded
    line = c.line(fee_bps=100)
    financing = ask(c, c.papers(), line)
    before = c.net.financing(financing)
    c.bank.change_line(line, **{name: other_terms(c)[name]})  # type: ignore[misc]
    assert c.net.financing(financing) == before
    money = c.net.balance(c.exporter.org, "USD")
    funded = c.bank.fund(financing)
    assert (funded.principal, funded.fee) == (28_800_000, 288_000)
    assert c.net.balance(c.exporter.org, "USD") == money + usd("285120.00")


@pytest.mark.parametrize("name", NAMES)
def test_what_runs_keeps_its_terms(embedded: Consortium, name: str) -> None:
    """What it owes when late and what its schedule says are as they were without the change."""
    c = embedded
    papers, line = c.papers(), c.line()
    c.registrar.open_calendar(4, utc_offset=0, weekend={5, 6})
    c.registrar.publish_holidays(4, [date(2026, 4, 2), date(2026, 4, 3), date(2026, 5, 4)])
    asked = c.exporter.request(
        line,
        papers.invoice,
        [papers.declaration],
        kind=AmortizationKind.EQUAL_PRINCIPAL,
        instalments=2,
    )
    c.bank.fund(asked.financing)
    late = c.net.now() + 110 * DAY
    told = []
    for change in ({}, {name: other_terms(c)[name]}):
        mark = c.net.snapshot()
        if change:
            c.bank.change_line(line, **change)
        schedule = c.net.statement(asked.financing).schedule
        c.net.travel(late)
        told.append((schedule, c.net.statement(asked.financing)))
        c.net.revert(mark)
    assert told[0] == told[1]


def test_a_requested_financing_keeps_its_condition(consortium: Consortium) -> None:
    c = consortium
    escrow = address_of(c.net, "GuaranteeEscrow")
    bound, free = c.line(condition=escrow), c.line()
    first, second = c.papers(1), c.papers(2)
    conditional, plain = ask(c, first, bound, usd("10.00")), ask(c, second, free, usd("10.00"))
    c.bank.change_line(bound, condition=None)
    c.bank.change_line(free, condition=escrow)
    with refused(c.net, ConditionNotMet(conditional, 1_000, 0)):
        c.bank.fund(conditional)
    c.bank.fund(plain)
    covered(c, conditional, usd("10.00"))
    c.bank.fund(conditional)
    after, asked = ask(c, first, bound, usd("1.00")), ask(c, second, free, usd("1.00"))
    c.bank.fund(after)
    with refused(c.net, ConditionNotMet(asked, 100, 0)):
        c.bank.fund(asked)


@pytest.mark.parametrize("bps", [(10_000, 9_000), (9_000, 10_000)])
def test_a_collection_frees_for_the_debtor_what_was_counted_and_no_more(
    embedded: Consortium, bps: tuple[int, int]
) -> None:
    """Two ranks on one line, of which one was requested under a cap."""
    c = embedded
    papers, line = c.papers(), c.line(concentration_bps=bps[0])
    drawn(c, papers, line, usd("1000.00"))
    c.bank.change_line(line, concentration_bps=bps[1])
    drawn(c, papers, line, usd("500.00"))
    other = c.papers(2)
    c.buyer.collect(papers.invoice, usd("360000.00"), "both")
    assert c.net.line(line).used == usd("0.00")
    c.bank.change_line(line, concentration_bps=9_000)
    room = c.exporter.quote(line, other.invoice, [other.declaration]).debtor_free
    assert room == usd("900000.00")


def test_what_was_counted_for_a_debtor_is_freed_when_no_cap_is_left(
    embedded: Consortium,
) -> None:
    c = embedded
    papers, line = c.papers(), c.line(limit="500000.00", concentration_bps=6_000)
    financing = drawn(c, papers, line)
    c.bank.change_line(line, concentration_bps=10_000)
    other = ask(c, c.papers(2), line, usd("1.00"))
    c.exporter.repay(financing)
    c.bank.change_line(line, concentration_bps=6_000)
    room = c.exporter.quote(line, papers.invoice, [papers.declaration]).debtor_free
    assert room == usd("300000.00")
    c.exporter.withdraw(other)
    assert c.exporter.quote(line, papers.invoice, [papers.declaration]).debtor_free == room
    assert c.net.line(line).used.minor == 0


def test_a_cap_counts_what_is_requested_under_it(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    before = drawn(c, papers, line, usd("100000.00"))
    c.bank.change_line(line, concentration_bps=1_000)
    second = c.papers(2)
    with refused(c.net, DebtorConcentrated(line, c.buyer.org, 10_000_001, 10_000_000)):
        ask(c, second, line, usd("100000.01"))
    after = ask(c, second, line, usd("100000.00"))
    c.exporter.repay(before)
    with refused(c.net, DebtorConcentrated(line, c.buyer.org, 1, 0)):
        ask(c, papers, line, usd("0.01"))
    c.bank.decline(after)
    ask(c, papers, line, usd("100000.00"))


# What is requested after


def test_a_limit_below_what_is_used_lends_nothing_more(consortium: Consortium) -> None:
    c = consortium
    papers, line = c.papers(), c.line(concentration_bps=9_000)
    financing = drawn(c, papers, line)
    c.bank.change_line(line, limit=usd("200000.00"))
    second = c.papers(2)
    with refused(c.net, UseExceedsLine(line, 1, 0)):
        ask(c, second, line, usd("0.01"))
    quoted = c.exporter.quote(line, second.invoice, [second.declaration])
    assert (quoted.amount, quoted.line_free, quoted.debtor_free) == (usd("0.00"),) * 3
    c.exporter.repay(financing, usd("100000.00"))
    assert c.net.line(line).used == usd("188000.00")
    with refused(c.net, DebtorConcentrated(line, c.buyer.org, 1, 0)):
        ask(c, second, line, usd("0.01"))
    c.exporter.repay(financing, usd("188000.00"))
    assert c.exporter.quote(line, second.invoice, [second.declaration]).amount == usd("180000.00")


def test_an_expired_line_is_opened_again(embedded: Consortium) -> None:
    c = embedded
    papers, end = c.papers(), c.net.now() + DAY
    line = c.line(expiry=end)
    c.net.travel(end + DAY)
    with refused(c.net, LineExpired(line, end)):
        ask(c, papers, line, usd("1.00"))
    later = c.net.now() + DAY
    c.bank.change_line(line, expiry=later)
    ask(c, papers, line, usd("1.00"))
    c.bank.change_line(line, expiry=c.net.now() + SECOND * 5)
    with at(c.net, later), pytest.raises(LineExpired):
        ask(c, papers, line, usd("1.00"))


def test_requests_to_come_have_the_new_terms(embedded: Consortium) -> None:
    c = embedded
    terms = {**other_terms(c), "condition": None, "tenor_days": 80, "calendar": 0}
    line = c.line()
    c.bank.change_line(line, **terms)  # type: ignore[misc]
    invoice, declaration = invoice_and_declaration(c, "x", usd("1000.00"), usd("5000.00"))
    with refused(c.net, AmountExceedsAdvance(invoice, 89_001, 89_000)):
        c.exporter.request(line, invoice, [declaration], usd("890.01"))
    f = c.net.financing(c.exporter.request(line, invoice, [declaration]).financing)
    assert (f.requested, f.rate_bps, f.penalty_bps) == (usd("890.00"), 999, 20_000)
    assert (f.fee_bps, f.grace_days, f.day_count) == (70, 3, DayCountConvention.ACT365F)
    today, far = c.net.now().date(), c.net.now() + 200 * DAY
    later = enter(c.bank, attestation(c, "later", due=far))
    with refused(c.net, MaturityOutOfBounds(far.date(), today, today + 80 * DAY)):
        c.exporter.request(line, later, [declaration], maturity=far.date())
