"""The message by which banks tell each other what stands here: ISO 20022 tsrv, SWIFT category 7.

The ledger sends none: a bank that keeps guarantees in such messages finds here which is which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tradefin.enums import DemandStatus, GuaranteeStatus


@dataclass(frozen=True, slots=True)
class Message:
    """A message in both standards: `tsrv.013`, `UndertakingDemand`, `MT 765`.

    MT 759 carries what category 7 has no message of its own for.
    """

    iso20022: str
    iso_name: str
    swift: str


ISSUANCE = Message("tsrv.001", "UndertakingIssuance", "MT 760")
AMENDMENT = Message("tsrv.005", "UndertakingAmendment", "MT 767")
AMENDMENT_RESPONSE = Message("tsrv.008", "UndertakingAmendmentResponse", "MT 787")
RELEASE = Message("tsrv.012", "UndertakingTerminationNotification", "MT 769")
END = Message("tsrv.012", "UndertakingTerminationNotification", "MT 759")
DEMAND = Message("tsrv.013", "UndertakingDemand", "MT 765")
EXTEND_OR_PAY = Message("tsrv.014", "ExtendOrPayRequest", "MT 765")
EXTEND_OR_PAY_RESPONSE = Message("tsrv.015", "ExtendOrPayResponse", "MT 759")
REFUSAL = Message("tsrv.016", "DemandRefusalNotification", "MT 786")
WITHDRAWAL = Message("tsrv.017", "DemandWithdrawalNotification", "MT 759")
REDUCTION = Message("tsrv.019", "UndertakingStatusReport", "MT 769")
REPORT = Message("tsrv.019", "UndertakingStatusReport", "MT 759")

GUARANTEES: Mapping[GuaranteeStatus, Message] = MappingProxyType(
    {
        GuaranteeStatus.OFFERED: REPORT,
        GuaranteeStatus.LIVE: ISSUANCE,
        GuaranteeStatus.RELEASED: RELEASE,
        GuaranteeStatus.EXHAUSTED: END,
        GuaranteeStatus.LAPSED: REPORT,
        GuaranteeStatus.EXPIRED: END,
    }
)
"""By the state of a guarantee."""

DEMANDS: Mapping[DemandStatus, Message] = MappingProxyType(
    {
        DemandStatus.PRESENTED: DEMAND,
        DemandStatus.COMPLYING: REPORT,
        DemandStatus.REFUSED: REFUSAL,
        DemandStatus.PAID: REDUCTION,
        DemandStatus.WITHDRAWN: WITHDRAWAL,
        DemandStatus.PRECLUDED: REPORT,
    }
)
"""By the state of a demand: a payout reduces what the guarantee is for."""

EVENTS: Mapping[str, Message] = MappingProxyType(
    {
        "GuaranteeOffered": REPORT,
        "GuaranteeAccepted": REPORT,
        "GuaranteeIssued": ISSUANCE,
        "GuaranteeConsented": AMENDMENT_RESPONSE,
        "GuaranteeReleased": RELEASE,
        "DemandPresented": DEMAND,
        "DemandExamined": REPORT,
        "DemandPaid": REDUCTION,
        "DemandWithdrawn": WITHDRAWAL,
    }
)
"""By the event that tells it; of `DemandExamined` the state of the demand tells more."""
