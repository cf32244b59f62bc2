"""What reads return: frozen records of what stands on the chain, with money as `Money`."""

from tradefin.models.guarantees import (
    Amendment,
    Capital,
    Demand,
    Guarantee,
    Jurisdiction,
    Reduction,
    Standing,
)
from tradefin.models.lending import (
    Application,
    Arrears,
    Debt,
    Financing,
    Holding,
    Instalment,
    Line,
    Payment,
    Proposal,
    Quote,
    Security,
    Share,
    Statement,
)
from tradefin.models.notice import Notice
from tradefin.models.papers import (
    Asset,
    Assignment,
    Basis,
    Document,
    Organisation,
    Part,
    Registration,
)
from tradefin.models.record import Record

__all__ = [
    "Amendment",
    "Application",
    "Arrears",
    "Asset",
    "Assignment",
    "Basis",
    "Capital",
    "Debt",
    "Demand",
    "Document",
    "Financing",
    "Guarantee",
    "Holding",
    "Instalment",
    "Jurisdiction",
    "Line",
    "Notice",
    "Organisation",
    "Part",
    "Payment",
    "Proposal",
    "Quote",
    "Record",
    "Reduction",
    "Registration",
    "Security",
    "Share",
    "Standing",
    "Statement",
]
