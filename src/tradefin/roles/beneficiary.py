"""The bank that a guarantee is given to: demands, waits, contests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from eth_utils.crypto import keccak

from tradefin.errors import InvalidInput
from tradefin.events import (
    DemandContested,
    DemandIncomplete,
    DemandPresented,
    DemandWithdrawn,
    ExtensionRequested,
    GuaranteeAmended,
)
from tradefin.ids import DemandId, DocumentId, GuaranteeId
from tradefin.money import Money
from tradefin.roles.party import Party
from tradefin.roles.verdicts import Probe, Verdict

ROOM = "GuaranteeDemands"


class Beneficiary(Party):
    """Acts for the organisation in whose favour guarantees are."""

    def demand(self, guarantee: GuaranteeId, amount: Money, statement: bytes) -> DemandPresented:
        """Demands payment; `statement` is the supporting statement, of which a digest is kept."""
        return self._do(DemandPresented, ROOM, "demand", *_demanded(guarantee, amount, statement))

    def announce_demand(self, guarantee: GuaranteeId, amount: Money) -> DemandIncomplete:
        """Demands payment, the supporting statement to follow by `complete`.

        Until then it waits, and keeps no guarantee from expiring.
        """
        return self._do(DemandIncomplete, ROOM, "demand", guarantee, amount.minor, bytes(32))

    def preview_demand(self, guarantee: GuaranteeId, amount: Money) -> Verdict:
        """Whether `demand` would be allowed now, and if not the rule that fails."""
        probe = Probe(self._connection, str(self._account.address))
        call = _demanded(guarantee, amount, b"preview")
        return Verdict.of(probe.ask(ROOM, "demand", *call), iter(()))

    def complete(self, demand: DemandId, statement: bytes) -> DemandPresented:
        """Brings the supporting statement of a demand that was announced; it is presented now."""
        return self._do(DemandPresented, ROOM, "complete", demand, _digest(statement))

    def withdraw_demand(self, demand: DemandId) -> DemandWithdrawn:
        """Takes back a demand that wasn't paid whole."""
        return self._do(DemandWithdrawn, ROOM, "withdrawDemand", demand)

    def extend_or_pay(self, demand: DemandId, extend_to: datetime) -> ExtensionRequested:
        """Would take a later expiry instead of payment, which waits 30 days for the answer."""
        return self._do(ExtensionRequested, ROOM, "extendOrPay", demand, extend_to)

    def contest(self, demand: DemandId, grounds: bytes) -> DemandContested:
        """Takes a refusal to the arbiter, within five business days; a digest of `grounds` is kept.

        The capital stays locked until the arbiter has decided, 60 days at most.
        """
        return self._do(DemandContested, ROOM, "contest", demand, _digest(grounds))

    def accept_amendment(
        self, guarantee: GuaranteeId, *, assets: Iterable[DocumentId] = ()
    ) -> GuaranteeAmended:
        """Consents to the amendment that stands offered, as it stands.

        `assets` name what secures the guarantor, where it is for more cover and the guarantee
        requires security. Raises InvalidInput where none is offered.
        """
        a = self.amendment(guarantee)
        if a is None:
            raise InvalidInput(f"no amendment of guarantee {guarantee} stands offered")
        call = (guarantee, a.cover.minor, a.expiry, sorted(assets))
        return self._do(GuaranteeAmended, "GuaranteeAmendments", "acceptAmendment", *call)


def _demanded(guarantee: GuaranteeId, amount: Money, statement: bytes) -> tuple[object, ...]:
    return guarantee, amount.minor, _digest(statement)


def _digest(said: bytes) -> bytes:
    return bytes(keccak(said))
