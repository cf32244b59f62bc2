"""A bank that is handed a paper knows at once what it is and what is free of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.conftest import Consortium, Papers, usd
from tradefin.money import Money
from tradefin.roles.check import Check, Code


def fund(c: Consortium, papers: Papers, amount: str) -> None:
    asked = c.exporter.request(c.line(), papers.invoice, [papers.declaration], usd(amount))
    c.bank.fund(asked.financing)


def test_a_paper_that_nobody_attested(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    other = replace(papers.read_invoice, number="INV-2026/9999")
    key = c.other_bank.document_id(other)
    found = c.other_bank.check(other, usd("1.00"))
    assert found == Check(key, False, False, False, False, (Code.NOT_ATTESTED,))


def test_a_disguised_paper_is_known_and_told_what_is_free(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    fund(c, papers, "100000.00")
    found = c.other_bank.check(papers.retyped, usd("260000.00"))
    assert found == Check(papers.invoice, True, False, False, True, ())
    found = c.other_bank.check(papers.retyped, usd("260000.01"))
    assert (found.authentic, found.free) == (True, False)
    assert found.codes == (Code.BALANCE_INSUFFICIENT,)


def test_another_content_under_the_same_number(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    changed = replace(papers.read_invoice, total=usd("999999.00"))
    found = c.other_bank.check(changed, usd("1.00"))
    assert (found.authentic, found.codes) == (False, (Code.CONTENT_MISMATCH,))


def test_amended_revoked_frozen_and_stale(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    smaller = replace(papers.read_invoice, total=usd("200000.00"))
    c.bank.amend(smaller)
    found = c.other_bank.check(smaller, usd("200000.00"))
    assert (found.authentic, found.amended, found.free) == (True, True, True)

    until = c.net.now() + timedelta(days=30)
    c.regulator.freeze(papers.invoice, case_number="case 1", until=until)
    found = c.other_bank.check(smaller, usd("1.00"))
    assert found.codes == (Code.BLOCKED_BY_REGULATOR, Code.BALANCE_INSUFFICIENT)
    c.regulator.freeze(papers.invoice, case_number="case 1", until=None)

    c.bank.revoke(papers.invoice)
    found = c.other_bank.check(smaller, usd("1.00"))
    assert (found.authentic, found.revoked) == (False, True)
    assert found.codes == (Code.CANCELLED, Code.BALANCE_INSUFFICIENT)

    c.net.travel(c.net.now() + timedelta(days=366))
    found = c.other_bank.check(papers.read_declaration, usd("1.00"))
    assert found.codes == (Code.STALE, Code.BALANCE_INSUFFICIENT)


def test_another_currency_and_a_used_up_invoice(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    found = c.other_bank.check(papers.retyped, Money(1, "EUR"))
    assert found.codes == (Code.CCY_MISMATCH,)
    line = c.line(advance_bps=10_000)
    asked = c.exporter.request(line, papers.invoice, [papers.declaration], usd("360000.00"))
    c.bank.fund(asked.financing)
    found = c.other_bank.check(papers.retyped, usd("0.01"))
    assert found.codes == (Code.INVOICE_USED, Code.BALANCE_INSUFFICIENT)
    assert "bank" not in repr(found).lower()
