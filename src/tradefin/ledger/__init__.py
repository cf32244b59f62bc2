"""Events into SQL: histories, exposures and who paid when."""

from tradefin.ledger.ledger import Ledger
from tradefin.ledger.records import (
    CapitalPoint,
    CoverPoint,
    DebtPoint,
    DocumentPoint,
    Exposure,
    FinancingFacts,
    PaymentFact,
    Stops,
)

__all__ = [
    "CapitalPoint",
    "CoverPoint",
    "DebtPoint",
    "DocumentPoint",
    "Exposure",
    "FinancingFacts",
    "Ledger",
    "PaymentFact",
    "Stops",
]
