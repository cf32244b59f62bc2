"""Actions that the ledger's tests play."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from tests.conftest import Consortium, usd
from tradefin.ids import DocumentId, FinancingId, GuaranteeId, LineId
from tradefin.roles.network import LocalNetwork


@dataclass
class Trades:
    """Several sales of one exporter to one buyer, financed by one bank."""

    cast: Consortium
    papers: list[DocumentId] = field(default_factory=list)
    financings: list[FinancingId] = field(default_factory=list)
    line: LineId = field(init=False)

    def __post_init__(self) -> None:
        self.line = self.cast.line()

    @property
    def net(self) -> LocalNetwork:
        return self.cast.net

    def present(self) -> tuple[DocumentId, DocumentId]:
        """An invoice of 360,000.00 and its declaration of 500,000.00."""
        papers = self.cast.papers(1 + len(self.papers))
        self.papers += [papers.invoice, papers.declaration]
        return papers.invoice, papers.declaration

    def request(self, invoice: DocumentId, declaration: DocumentId, amount: str) -> FinancingId:
        asked = self.cast.exporter.request(self.line, invoice, [declaration], usd(amount))
        self.financings.append(FinancingId(asked.financing))
        return self.financings[-1]

    def cover(self, financing: FinancingId, amount: str) -> GuaranteeId:
        """Cover for a premium of 500.00 that the exporter pays."""
        self.cast.guarantor.deposit(usd(amount))
        now = self.net.now()
        offer = self.cast.guarantor.offer(
            financing,
            usd(amount),
            premium=usd("500.00"),
            payer=self.cast.exporter.org,
            expiry=now + timedelta(days=300),
            offer_until=now + timedelta(days=2),
        )
        guarantee = GuaranteeId(offer.guarantee)
        self.cast.bank.accept(guarantee)
        self.cast.exporter.accept(guarantee)
        return guarantee

    def after_maturity(self, financing: FinancingId, days: int) -> None:
        """Moves the clock to noon UTC, `days` after the financing's maturity."""
        noon = self.net.now().replace(hour=12, minute=0, second=0)
        maturity = self.net.financing(financing).maturity_day
        self.net.travel(noon + (maturity - noon.date()) + timedelta(days=days))
