"""Many small receivables in one application: the normal case of a line."""

from __future__ import annotations

import pytest

from tests.conftest import Consortium, usd
from tests.roles.acts import attestation, enter, refused, send
from tradefin import documents, samples
from tradefin.enums import DocumentKind, FinancingStatus
from tradefin.errors import (
    AssetPapersFixed,
    CallerNotBankOfFinancing,
    DebtorConcentrated,
    DocumentIsRevoked,
    FinancingNotInStatus,
    NothingToFinance,
    ReceivablesOutOfBounds,
    UseExceedsLine,
)
from tradefin.ids import DocumentId, FinancingId, LineId
from tradefin.models import Application

DECLARATION = DocumentKind.CUSTOMS_DECLARATION


def receivables(c: Consortium, n: int) -> list[tuple[DocumentId, DocumentId]]:
    """Invoices over 1,000.00 with a declaration each."""
    return [
        (
            enter(c.bank, attestation(c, f"invoice {i}")),
            enter(c.customs, attestation(c, f"declaration {i}", DECLARATION)),
        )
        for i in range(n)
    ]


def test_sixteen_receivables_are_financed_in_one_application(consortium: Consortium) -> None:
    c = consortium
    line = c.line(limit="20000.00")
    papers = receivables(c, 16)
    asked = c.exporter.request_all([Application(line, i, [d]) for i, d in papers])
    assert [e.asset for e in asked] == [invoice for invoice, _ in papers]
    assert {e.amount for e in asked} == {80_000}
    assert c.net.line(line).used == usd("12800.00")
    funded = c.bank.fund_all([event.financing for event in asked])
    assert [e.financing for e in funded] == [e.financing for e in asked]
    c.buyer.collect(papers[3][0], usd("1000.00"), "paid")
    assert c.net.financing(asked[3].financing).status is FinancingStatus.SETTLED
    assert c.net.line(line).used == usd("12000.00")


def test_one_to_sixteen_are_named(embedded: Consortium) -> None:
    c = embedded
    line = c.line()
    ((invoice, declaration),) = receivables(c, 1)
    one = Application(line, invoice, [declaration], usd("1.00"))
    with refused(c.net, ReceivablesOutOfBounds(0, 16)):
        send(c.exporter, "ReceivablePledge", "requestAll", [], [], [], [])
    with refused(c.net, ReceivablesOutOfBounds(17, 16)):
        c.exporter.request_all([one] * 17)
    waiting = c.exporter.request_all([one])[0].financing
    with refused(c.net, ReceivablesOutOfBounds(0, 16)):
        c.bank.fund_all([])
    with refused(c.net, ReceivablesOutOfBounds(17, 16)):
        c.bank.fund_all([waiting] * 17)


def test_all_or_none(embedded: Consortium) -> None:
    c = embedded
    line = c.line()
    papers = receivables(c, 3)
    send(c.bank, "DocumentRegistry", "revoke", papers[1][0])
    with refused(c.net, DocumentIsRevoked(papers[1][0])):
        c.exporter.request_all([Application(line, i, [d]) for i, d in papers])
    assert c.net.document(papers[0][0]).used == usd("0.00")


def test_what_they_share_is_used_up_in_order(embedded: Consortium) -> None:
    c = embedded
    line = c.line(limit="2000.00")
    papers = receivables(c, 3)
    asked = c.exporter.request_all([Application(line, i, [d]) for i, d in papers])
    assert [e.amount for e in asked] == [80_000, 80_000, 40_000]
    other = c.line(c.other_bank, limit="1000.00")
    more = [
        (enter(c.bank, attestation(c, "more")), papers[0][1]),
        (enter(c.bank, attestation(c, "and more")), papers[0][1]),
    ]
    with refused(c.net, NothingToFinance(more[1][0], 80_000, 0, 80_000, 80_000)):
        c.exporter.request_all([Application(other, i, [d]) for i, d in more])


def test_a_pool_never_reaches_above_the_line_or_its_debtors_room(embedded: Consortium) -> None:
    c = embedded
    papers = receivables(c, 2)
    line = c.line(limit="1000.00")
    each = usd("600.00")
    with refused(c.net, UseExceedsLine(line, 60_000, 40_000)):
        c.exporter.request_all([Application(line, i, [d], each) for i, d in papers])
    line = c.line(limit="2000.00", concentration_bps=5_000)
    with refused(c.net, DebtorConcentrated(line, c.buyer.org, 60_000, 40_000)):
        c.exporter.request_all([Application(line, i, [d], each) for i, d in papers])


def test_one_invoice_is_not_named_with_other_papers(embedded: Consortium) -> None:
    c = embedded
    line = c.line()
    (one, two) = receivables(c, 2)
    twice = [
        Application(line, one[0], [one[1]], usd("100.00")),
        Application(line, one[0], [two[1]], usd("100.00")),
    ]
    with refused(c.net, AssetPapersFixed(one[0], 10_000)):
        c.exporter.request_all(twice)


@pytest.mark.parametrize("n", [1, 3])
def test_evidence_comes_with_it(embedded: Consortium, n: int) -> None:
    c = embedded
    today = c.net.now().date()
    trades = [samples.trade(today, serial=200 + i) for i in range(n)]
    signed = [c.bank.sign(documents.read(trade.invoice)) for trade in trades]
    batch, _ = c.customs.anchor([documents.read(trade.declaration) for trade in trades])
    leaves = [batch[i] for i in range(n)]
    line = c.line(limit="2000000.00")
    applications = [
        Application(line, s.attestation.document, [leaf.attestation.document])
        for s, leaf in zip(signed, leaves, strict=True)
    ]
    asked = c.exporter.request_all(applications, evidence=[*signed, *leaves])
    assert [e.amount for e in asked] == [28_800_000] * n


# Funding


def two_requests(c: Consortium, *lines: LineId) -> list[FinancingId]:
    papers = receivables(c, 2)
    each = zip(lines or (c.line(),) * 2, papers, strict=True)
    asked = c.exporter.request_all([Application(line, i, [d]) for line, (i, d) in each])
    return [event.financing for event in asked]


def test_all_are_funded_or_none(consortium: Consortium) -> None:
    c = consortium
    first, second = two_requests(c)
    invoice = c.net.basis(second).whole
    send(c.bank, "DocumentRegistry", "revoke", invoice)
    with refused(c.net, DocumentIsRevoked(invoice)):
        c.bank.fund_all([first, second])
    assert c.net.financing(first).status is FinancingStatus.REQUESTED
    before = c.net.balance(c.bank.org, "USD")
    (funded,) = c.bank.fund_all([first])
    assert (funded.financing, funded.principal) == (first, 80_000)
    assert c.net.balance(c.bank.org, "USD") == before - usd("800.00")


def test_a_bank_funds_all_of_its_own_alone_and_each_once(embedded: Consortium) -> None:
    c = embedded
    mine, others = two_requests(c, c.line(), c.line(c.other_bank))
    with refused(c.net, CallerNotBankOfFinancing(others, c.other_bank.org, c.bank.org)):
        c.bank.fund_all([mine, others])
    twice = FinancingNotInStatus(mine, FinancingStatus.FUNDED, FinancingStatus.REQUESTED)
    with refused(c.net, twice):
        c.bank.fund_all([mine, mine])
