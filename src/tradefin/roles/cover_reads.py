"""What anybody may look up of guarantors, guarantees and demands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tradefin.chain.connection import Connection
from tradefin.enums import Discrepancy, GuaranteeStatus
from tradefin.errors import GuaranteeCircular, InvalidInput
from tradefin.events import CapitalPaidOut, CoverRelieved, CoverUndertaken, GuaranteeIssued
from tradefin.ids import DemandId, FinancingId, GuaranteeId, OrgId
from tradefin.models import (
    Amendment,
    Capital,
    Demand,
    Guarantee,
    Jurisdiction,
    Reduction,
    Standing,
)
from tradefin.money import Money, currency_number

NEVER = 2**40 - 1
"""An extension that was declined is asked for no more."""


class CoverReads:
    """Reads of guarantees; each asks the chain and returns a frozen record."""

    _connection: Connection

    def guarantee(self, guarantee: GuaranteeId) -> Guarantee:
        raw = self._connection.read("GuaranteeEscrow", "get", guarantee)
        if not raw["guarantor"]:
            raise InvalidInput(f"there is no guarantee {guarantee}")
        known = {**raw["terms"], **raw, "id": guarantee}
        waits = raw["status"] in (GuaranteeStatus.OFFERED, GuaranteeStatus.LAPSED)
        clock = known["offer_until"]
        known |= {"offer_until": clock, "issued": None} if waits else {"offer_until": None}
        known.setdefault("issued", clock)
        known["reductions"] = tuple(Reduction(**step) for step in known["reductions"])
        return Guarantee.of(known)

    def amendment(self, guarantee: GuaranteeId) -> Amendment | None:
        """What its guarantor offers to make of a guarantee, lapsed or not; None for nothing."""
        raw = self._connection.read("GuaranteeAmendments", "amendmentOf", guarantee)
        if not raw["cover"]:
            return None
        return Amendment.of(raw, guarantee=guarantee, currency=self.guarantee(guarantee).currency)

    def demand_of(self, demand: DemandId) -> Demand:
        raw = self._connection.read("GuaranteeDemands", "get", demand)
        if not raw["guarantee"]:
            raise InvalidInput(f"there is no demand {demand}")
        bits = raw["discrepancies"]
        listed = tuple(one for one in Discrepancy if bits >> one & 1)
        currency = self.guarantee(raw["guarantee"]).currency
        return Demand.of({**raw, "discrepancies": listed}, id=demand, currency=currency)

    def capital(self, guarantor: OrgId, currency: str) -> Capital:
        number = currency_number(currency)
        raw = self._connection.read("GuarantorCapital", "capitalOf", guarantor, number)
        short = self._connection.read("GuarantorCapital", "shortfallOf", guarantor, number)
        return Capital.of(raw, shortfall=short, currency=currency)

    def standing(self, guarantor: OrgId, currency: str) -> Standing:
        """What a guarantor could promise in a currency, and has promised."""
        number = currency_number(currency)
        raw = self._connection.read("GuarantorCapital", "standingOf", guarantor, number)
        return Standing.of(raw, currency=currency)

    def jurisdiction(self, number: int) -> Jurisdiction:
        """The rules of a jurisdiction. Raises JurisdictionUnknown."""
        return Jurisdiction(**self._connection.read("GuarantorCapital", "jurisdictionOf", number))

    def exposure(self, guarantor: OrgId, client: OrgId, currency: str) -> tuple[Money, Money]:
        """What a guarantor may have to pay for a client, and for all of the client's group."""
        number = currency_number(currency)
        both = self._connection.read("GuarantorCapital", "exposureOf", guarantor, number, client)
        one, group = (Money(minor, currency) for minor in both)
        return one, group

    def guarantors_of(self, client: OrgId) -> tuple[OrgId, ...]:
        """Who stands behind an organisation now, in any currency, the first one first."""
        topics: list[Any] = [None, client.to_bytes(32, "big")]
        moves = (CoverUndertaken, CoverRelieved, CapitalPaidOut)
        exposures: dict[tuple[OrgId, str | None], int] = {}
        for event in self._connection.events("GuarantorCapital", moves, topics):
            if isinstance(event, moves):
                exposures[event.guarantor, event.currency] = event.exposure
        return tuple(dict.fromkeys(org for (org, _), left in exposures.items() if left))

    def circle(self, guarantor: OrgId, client: OrgId) -> tuple[OrgId, ...]:
        """The chain by which `client` stands behind `guarantor`, both included; empty for none.

        The contract follows eight organisations that are guarantors, the nearest first; this
        follows all of them, whatever they were when they were covered.
        """
        paths: dict[OrgId, tuple[OrgId, ...]] = {guarantor: (guarantor,)}
        waiting = [guarantor]
        while waiting:
            at = waiting.pop(0)
            if at == client:
                return paths[at]
            for behind in self.guarantors_of(at):
                if behind not in paths:
                    paths[behind] = (*paths[at], behind)
                    waiting.append(behind)
        return ()

    def closed_circle(self, guarantor: OrgId, client: OrgId) -> GuaranteeCircular | None:
        """What a guarantee of `guarantor` for `client` would be refused for; None for nothing."""
        chain = self.circle(guarantor, client)
        return GuaranteeCircular(guarantor, client, chain[-2]) if len(chain) > 1 else None

    def _issued_behind(self, financing: FinancingId) -> Iterator[GuaranteeId]:
        topics: list[Any] = [None, financing.to_bytes(32, "big")]
        for event in self._connection.events("GuaranteeEscrow", [GuaranteeIssued], topics):
            yield event.guarantee

    def guarantees_behind(self, financing: FinancingId) -> tuple[Guarantee, ...]:
        """Every guarantee that was issued for a financing, in that order."""
        return tuple(map(self.guarantee, self._issued_behind(financing)))
