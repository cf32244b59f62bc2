"""An inbox holds what waits for its party, and nothing that waits for another."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.conftest import Consortium, usd
from tests.roles.acts import covered, drawn
from tradefin.enums import Discrepancy, GuaranteeKind
from tradefin.models import Notice
from tradefin.roles.party import Party


def waiting(party: Party) -> list[tuple[str, int | bytes]]:
    return [(notice.what, notice.id) for notice in party.inbox()]


def test_what_waits_along_a_guaranteed_financing(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    assert waiting(c.bank) == []

    asked = c.exporter.request(c.line(), papers.invoice, [papers.declaration])
    until = c.net.financing(asked.financing).until
    assert c.bank.inbox() == [
        Notice("application", asked.financing, until, "USD 288,000.00 requested on line 1")
    ]
    assert waiting(c.other_bank) == waiting(c.exporter) == []

    c.guarantor.deposit(usd("100000.00"))
    offer = c.guarantor.offer(
        asked.financing,
        usd("100000.00"),
        premium=usd("500.00"),
        payer=c.exporter.org,
        expiry=c.net.now() + timedelta(days=200),
        offer_until=c.net.now() + timedelta(days=1),
    )
    assert ("offer", offer.guarantee) in waiting(c.bank)
    assert waiting(c.exporter) == [("offer", offer.guarantee)]
    c.exporter.accept(offer.guarantee)
    c.bank.accept(offer.guarantee)
    c.bank.fund(asked.financing)
    assert waiting(c.bank) == waiting(c.exporter) == waiting(c.guarantor) == []

    f = c.net.financing(asked.financing)
    midnight = datetime.combine(f.maturity_day, datetime.min.time(), UTC)
    c.net.travel(midnight + timedelta(days=f.grace_days + 1))
    assert waiting(c.bank) == waiting(c.exporter) == [("overdue", f.id)]
    demand = c.bank.demand(offer.guarantee, usd("100000.00"), b"not repaid")
    assert [(n.what, n.id, n.by) for n in c.guarantor.inbox()] == [
        ("demand", demand.demand, demand.examine_by)
    ]
    c.guarantor.refuse(demand.demand, [Discrepancy.STATEMENT_OF_BREACH_MISSING])
    assert waiting(c.guarantor) == []


def test_revoked_and_shortened_papers(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    asked = c.exporter.request(c.line(), papers.invoice, [papers.declaration])
    c.bank.fund(asked.financing)
    c.bank.amend(replace(papers.read_invoice, total=usd("200000.00")))
    assert waiting(c.bank) == waiting(c.exporter) == [("short", papers.invoice)]
    c.customs.revoke(papers.declaration)
    assert set(waiting(c.bank)) == {("short", papers.invoice), ("revoked", papers.declaration)}


def test_what_is_frozen_and_what_was_kept_meanwhile(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    line = c.line()
    asked = c.exporter.request(line, papers.invoice, [papers.declaration], usd("1000.00"))
    f = c.net.financing(asked.financing).id
    c.bank.fund(f)
    until = c.net.now() + timedelta(days=9)
    c.regulator.freeze_organisation(c.buyer.org, case_number="1", until=until)
    c.regulator.freeze_financing(f, case_number="1", until=until)
    text = f"a regulator freezes it until {until}"
    assert c.bank.inbox() == c.exporter.inbox() == [Notice("frozen", f, None, text)]
    assert waiting(c.buyer) == [("frozen", c.buyer.org)]
    assert waiting(c.other_bank) == []
    c.exporter.repay(f)
    assert waiting(c.bank) == [("frozen", f)]
    c.net.travel(until + timedelta(seconds=1))
    assert [(n.what, n.id, n.text) for n in c.bank.inbox()] == [
        ("receipts", f, "USD 1,000.00 was kept and can be released")
    ]
    assert waiting(c.exporter) == waiting(c.buyer) == []
    c.bank.release_receipts(f)
    assert waiting(c.bank) == []


def test_what_waits_under_a_guarantee(embedded: Consortium) -> None:
    """Each party that has the next word, and nobody else."""
    c = embedded
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    g = covered(c, financing, usd("500.00"), kind=GuaranteeKind.DEMAND, arbiter=c.regulator.org)
    until = c.net.now() + timedelta(days=1)
    c.guarantor.amend(g, cover=usd("400.00"), until=until)
    assert waiting(c.bank) == [("amendment", g)]
    c.bank.accept_amendment(g)
    demand = c.bank.demand(g, usd("100.00"), b"unpaid").demand
    c.bank.extend_or_pay(demand, c.net.guarantee(g).expiry + timedelta(days=9))
    assert set(waiting(c.guarantor)) == {("demand", demand), ("extension", demand)}
    assert waiting(c.bank) == waiting(c.exporter) == waiting(c.regulator) == []
    c.guarantor.refuse(demand, [Discrepancy.AMOUNT_WRONG, Discrepancy.STATEMENT_UNSIGNED])
    (refusal,) = c.bank.inbox()
    assert (refusal.what, refusal.by) == ("refusal", c.net.demand_of(demand).by)
    assert "statement unsigned, amount wrong" in refusal.text
    c.bank.contest(demand, b"it is signed")
    assert waiting(c.bank) == waiting(c.guarantor) == []
    assert waiting(c.regulator) == [("contest", demand)]
    c.regulator.arbitrate(demand, complies=True)
    assert ("payment", demand) in waiting(c.bank)
    assert ("payment", demand) in waiting(c.guarantor)


def test_a_premium_that_is_to_be_given_back_waits(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    g = covered(c, financing, usd("500.00"), premium=usd("5.00"))
    c.bank.release(g)
    assert waiting(c.bank) == waiting(c.guarantor) == [("premium", g)]
    c.bank.settle_premium(g)
    assert waiting(c.bank) == waiting(c.guarantor) == []
