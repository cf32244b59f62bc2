"""Terms that change leave what was on time on time."""

from __future__ import annotations

from datetime import timedelta

from tests.conftest import Consortium, usd
from tradefin.ledger import Ledger


def test_a_payment_is_late_against_the_maturity_of_its_day(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    asked = c.exporter.request(c.line(), papers.invoice, [papers.declaration])
    c.bank.fund(asked.financing)
    first = c.net.financing(asked.financing).maturity_day
    later = first + timedelta(days=30)
    c.net.travel(c.net.now() + (first - c.net.now().date()) + timedelta(days=3))
    c.exporter.repay(asked.financing, usd("1000.00"))
    c.bank.propose_terms(asked.financing, until=c.net.now() + timedelta(days=1), maturity=later)
    c.exporter.accept_terms(asked.financing)
    c.exporter.repay(asked.financing, usd("1000.00"))
    with Ledger.open() as ledger:
        ledger.follow(c.net)
        facts = ledger.payment_history(c.exporter.org)
        assert [(f.due_day, f.days_late) for f in facts] == [(first, 3), (later, 0)]
        assert ledger.financing(asked.financing).maturity_day == later
