"""A bank that is handed a paper knows at once what it is and what is free of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.conftest import Consortium, Papers, usd
from tests.roles.acts import admit, fresh_key
from tradefin import documents, samples
from tradefin.enums import DocumentKind, Role
from tradefin.errors import DocumentConflict, InvalidInput
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
    assert found == Check(key, False, False, False, False, (Code.NOT_FOUND,))


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


def test_a_paper_in_a_batch_is_proved_by_its_evidence(embedded: Consortium) -> None:
    c = embedded
    trade = samples.trade(c.net.now().date())
    paper = documents.read(trade.invoice)
    batch, _ = c.bank.anchor([paper])
    evidence = batch[0]
    key = evidence.attestation.document
    assert c.other_bank.check(paper, usd("1.00")).codes == (Code.NOT_FOUND,)
    found = c.other_bank.check(paper, usd("360000.00"), evidence=evidence)
    assert found == Check(key, True, False, False, True, ())
    found = c.other_bank.check(paper, usd("360000.01"), evidence=evidence)
    assert (found.authentic, found.codes) == (True, (Code.BALANCE_INSUFFICIENT,))
    assert c.net.find_document(key) is None
    changed = replace(paper, total=usd("999999.00"))
    found = c.other_bank.check(changed, usd("1.00"), evidence=evidence)
    assert (found.authentic, found.codes) == (False, (Code.CONTENT_MISMATCH,))
    c.regulator.freeze(key, case_number="1", until=c.net.now() + timedelta(days=1))
    found = c.other_bank.check(paper, usd("1.00"), evidence=evidence)
    assert found.codes == (Code.BLOCKED_BY_REGULATOR, Code.BALANCE_INSUFFICIENT)
    assert c.other_bank.check(paper, usd("1.00")).codes == (Code.NOT_ATTESTED,)
    c.bank.retract(batch)
    found = c.other_bank.check(paper, usd("1.00"), evidence=evidence)
    assert (found.authentic, found.codes) == (False, (Code.NOT_ATTESTED,))


def test_a_signed_statement_is_evidence_too(embedded: Consortium) -> None:
    c = embedded
    paper = documents.read(samples.trade(c.net.now().date()).invoice)
    signed = c.bank.sign(paper)
    assert c.other_bank.check(paper, usd("1.00"), evidence=signed).free
    forged = replace(signed, signature=bytes(65))
    found = c.other_bank.check(paper, usd("1.00"), evidence=forged)
    assert (found.authentic, found.codes) == (False, (Code.NOT_ATTESTED,))


def test_a_rejected_paper_is_not_authentic(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    until = c.net.now() + timedelta(days=30)
    c.other_bank.reject(papers.invoice, until)
    found = c.bank.check(papers.retyped, usd("1.00"))
    assert (found.authentic, found.revoked) == (False, False)
    assert found.codes == (Code.REJECTED, Code.BALANCE_INSUFFICIENT)


def test_a_second_paper_of_one_number_stands_under_a_suffix(embedded: Consortium) -> None:
    """Two papers that really agree in issuer, number and year; a disguise never gets that far."""
    c = embedded
    papers = c.papers()
    second = replace(papers.read_invoice, total=usd("120000.00"), gross=usd("120000.00"))
    with pytest.raises(DocumentConflict):
        c.bank.attest(second)
    assert c.other_bank.check(second, usd("1.00")).codes == (Code.CONTENT_MISMATCH,)
    entered = c.bank.attest(second, suffix="2")
    assert entered.document != papers.invoice
    found = c.other_bank.check(second, usd("120000.00"))
    assert found == Check(entered.document, True, False, False, True, ())
    found = c.other_bank.check(papers.retyped, usd("360000.00"))
    assert found == Check(papers.invoice, True, False, False, True, ())
    third = replace(second, total=usd("1.00"))
    found = c.other_bank.check(third, usd("1.00"))
    assert (found.document, found.codes) == (papers.invoice, (Code.CONTENT_MISMATCH,))


def test_an_attestor_values_a_paper_that_states_no_amount(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    bill = replace(papers.read_invoice, total=None, kind=DocumentKind.BILL_OF_LADING)
    key = fresh_key(c.net, "carrier")
    admit(c, key.address, roles=[Role.ATTESTOR], kinds=[DocumentKind.BILL_OF_LADING])
    carrier = c.net.attestor(key)
    with pytest.raises(InvalidInput, match="may give a value"):
        carrier.attest(bill)
    with pytest.raises(InvalidInput, match="states its own amount"):
        c.customs.attest(papers.read_declaration, value=usd("1.00"))
    entered = carrier.attest(bill, value=usd("80000.00"))
    assert c.net.document(entered.document).free == usd("80000.00")
