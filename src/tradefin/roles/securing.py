"""What assets count as security of guarantors, and which of them stand behind a guarantee."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tradefin.events import AssetSecured
from tradefin.ids import DocumentId, GuaranteeId
from tradefin.models import Record
from tradefin.money import Money
from tradefin.roles.reads import Reads


@dataclass(frozen=True, slots=True)
class Collateral(Record):
    """What an asset counts: `recognised` for new security, `standing` behind what is live.

    All uses together, those that lend on the asset too (`used`), count no more. They differ where
    the asset is stale, held or short. `liens` outside come before. `valid_through` is the last
    second in which its valuation counts, None where it doesn't age.
    """

    asset: DocumentId
    currency: str
    recognised: Money
    standing: Money
    used: Money
    liens: Money
    stale: bool
    valid_through: datetime | None


@dataclass(frozen=True, slots=True)
class SecuredAsset(Record):
    """An asset behind a guarantee: `counted` of `amount` still secures its guarantor."""

    guarantee: GuaranteeId
    asset: DocumentId
    amount: Money
    counted: Money
    stale: bool
    valid_through: datetime | None

    @property
    def shortfall(self) -> Money:
        """What a margin call asks for."""
        return self.amount - self.counted


@dataclass(frozen=True, slots=True)
class RecoveryCosts(Record):
    """What a guarantor spent on recovering, and how much of it came back out of its security."""

    booked: Money
    recovered: Money


class SecurityReads(Reads):
    """What anybody may look up, security of guarantors with it."""

    def collateral(self, asset: DocumentId) -> Collateral:
        """What an asset counts now; InvalidInput where nobody attested it."""
        d = self.document(asset)
        raw = self._connection.read("CounterSecurity", "recognisedOf", asset)
        values = {**raw, "recognised": raw["amount"], "used": d.used.minor}
        return Collateral.of(values, asset=asset, currency=d.currency)

    def securities(self, guarantee: GuaranteeId) -> tuple[SecuredAsset, ...]:
        """The assets that secure the guarantor of a guarantee, in the order they came."""
        currency = self.guarantee(guarantee).currency
        topics = [guarantee.to_bytes(32, "big")]
        came = self._connection.events("CounterSecurity", [AssetSecured], topics)
        found = (
            SecuredAsset.of(
                self._connection.read("CounterSecurity", "standingOf", guarantee, asset),
                guarantee=guarantee,
                asset=asset,
                currency=currency,
            )
            for asset in dict.fromkeys(event.asset for event in came)
        )
        return tuple(one for one in found if one.amount.minor)

    def recovery_costs(self, guarantee: GuaranteeId) -> RecoveryCosts:
        """What the guarantor of a guarantee booked as its costs, and what it got back of them."""
        raw = self._connection.read("CounterSecurity", "costsOf", guarantee)
        return RecoveryCosts.of(raw, currency=self.guarantee(guarantee).currency)
