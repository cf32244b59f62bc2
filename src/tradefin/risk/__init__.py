"""What a bank and a guarantor work out before they decide: security, verification, price, loss."""

from tradefin.risk.collateral import Reason, Recognised, cover_ratio, recognise
from tradefin.risk.game import Equilibrium, Market
from tradefin.risk.game_consignment import consignment, consignment_at_fair_premium
from tradefin.risk.game_direct import direct, viable_verification
from tradefin.risk.loss import (
    Exposure,
    Stage,
    Term,
    default_probability,
    expected_loss_half_up,
    stage_of,
)
from tradefin.risk.pricing import Pricing, Risk, quote_consignment, quote_direct
from tradefin.risk.verification import (
    DEFAULT_WEIGHTS,
    Item,
    Verification,
    measure,
    verified_items,
)
from tradefin.terms import DEFAULT_TERMS, AssetTerms, recognised_down

__all__ = [
    "DEFAULT_TERMS",
    "DEFAULT_WEIGHTS",
    "AssetTerms",
    "Equilibrium",
    "Exposure",
    "Item",
    "Market",
    "Pricing",
    "Reason",
    "Recognised",
    "Risk",
    "Stage",
    "Term",
    "Verification",
    "consignment",
    "consignment_at_fair_premium",
    "cover_ratio",
    "default_probability",
    "direct",
    "expected_loss_half_up",
    "measure",
    "quote_consignment",
    "quote_direct",
    "recognise",
    "recognised_down",
    "stage_of",
    "verified_items",
    "viable_verification",
]
