"""Events into SQL: histories, exposures and who paid when."""

from tradefin.ledger.ledger import Ledger
from tradefin.ledger.records import (
    CapitalPoint,
    CoverPoint,
    DebtPoint,
    Dilution,
    DocumentPoint,
    Exposure,
    FinancingFacts,
    PaymentFact,
    ReceiptEntry,
    Stops,
)

__all__ = [
    "CapitalPoint",
    "CoverPoint",
    "DebtPoint",
    "Dilution",
    "DocumentPoint",
    "Exposure",
    "FinancingFacts",
    "Ledger",
    "PaymentFact",
    "ReceiptEntry",
    "Stops",
]
