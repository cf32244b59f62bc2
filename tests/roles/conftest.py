from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from eth_account.signers.local import LocalAccount

from tests.conftest import Consortium
from tests.roles.acts import Attestation, by_key, send
from tests.roles.placing import placed
from tradefin import LocalNetwork
from tradefin.chain.connection import Done


@dataclass(frozen=True)
class Rooms:
    """A registry, a ledger, lines and capital of their own, whose higher rooms are keys.

    So every call that only a room may make can be made, in any order.
    """

    consortium: Consortium
    net: LocalNetwork
    pledge: LocalAccount
    escrow: LocalAccount
    security: LocalAccount

    def by_pledge(self, contract: str, function: str, *args: Any) -> Done:
        return by_key(self.net, self.pledge, f"Own{contract}", function, *args)

    def by_escrow(self, contract: str, function: str, *args: Any) -> Done:
        return by_key(self.net, self.escrow, f"Own{contract}", function, *args)

    def by_security(self, contract: str, function: str, *args: Any) -> Done:
        return by_key(self.net, self.security, f"Own{contract}", function, *args)

    def read(self, contract: str, function: str, *args: Any) -> Any:
        return self.net._connection.read(f"Own{contract}", function, *args)

    def attest(self, statement: Attestation) -> bytes:
        c = self.consortium
        bank = self.net.bank(c.net.keys[2])
        customs = self.net.attestor(c.net.keys[5])
        attestor = bank if statement.kind == 1 else customs
        send(attestor, "OwnDocumentRegistry", "attest", statement.values())
        return statement.document


@pytest.fixture
def rooms(embedded: Consortium) -> Rooms:
    net = embedded.net
    pledge, escrow, security = net.keys[9], net.keys[10], net.keys[8]
    address = net.deployment.address
    participants, manager = address("ParticipantRegistry"), address("AccessManager")
    both = (participants, manager, pledge.address, escrow.address)
    calendar = address("BusinessCalendar")
    net = placed(
        net,
        "OwnDocumentRegistry",
        "DocumentRegistry",
        participants,
        calendar,
        manager,
        pledge.address,
        security.address,
        escrow.address,
        net.keys[7].address,
    )
    others = (net.keys[7].address, net.keys[6].address, security.address)
    claims = (participants, calendar, *both[1:], *others, 0)
    net = placed(net, "OwnClaimLedger", "ClaimLedger", *claims)
    net = placed(net, "OwnCreditLines", "CreditLines", participants, pledge.address)
    own = net.deployment.address("OwnClaimLedger")
    capital = (participants, own, escrow.address, manager, (0, 0, 0))
    net = placed(net, "OwnGuarantorCapital", "GuarantorCapital", *capital)
    token = net.deployment.address("TokenUSD")
    by_key(net, net.keys[0], "OwnClaimLedger", "listToken", 840, token, 2)
    return Rooms(embedded, net, pledge, escrow, security)
