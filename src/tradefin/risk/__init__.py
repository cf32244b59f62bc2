"""What a bank and a guarantor work out before they decide: security, verification, price, loss."""

from tradefin.risk.collateral import (
    DEFAULT_TERMS,
    AssetClass,
    AssetTerms,
    Reason,
    Recognised,
    cover_ratio,
    recognise,
    recognised_down,
)

__all__ = [
    "DEFAULT_TERMS",
    "AssetClass",
    "AssetTerms",
    "Reason",
    "Recognised",
    "cover_ratio",
    "recognise",
    "recognised_down",
]
