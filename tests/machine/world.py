"""The consortium on one local network: acts by name, views without a node between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cache
from typing import Any, NamedTuple

from eth_abi.abi import decode, encode
from eth_account.signers.local import LocalAccount
from eth_utils.abi import collapse_if_tuple
from eth_utils.crypto import keccak

from tests.conftest import IDENTIFIERS, assemble
from tests.machine.engines import engine_for
from tests.machine.members import ADMITTED
from tests.machine.statements import Leaf, Signed
from tradefin import Money, local, samples
from tradefin.chain.artifacts import artifact
from tradefin.chain.connection import Done
from tradefin.chain.deploy import Settings
from tradefin.enums import Role
from tradefin.ids import OrgId
from tradefin.roles.attestations import Attestation, sign

STRANGERS_MONEY = 3_000
BANK_SHARE = 1_000
"""Basis points of a claim that no guarantee pays for."""
SECOND_GUARANTOR = "LEI:529900T8BM49AURSDO55"


class View(NamedTuple):
    """One look at a contract."""

    contract: str
    function: str
    args: tuple[Any, ...]


class World:
    """Everybody admitted, with money; `now` is the time at which the next transaction runs."""

    def __init__(self) -> None:
        chosen = Settings(bank_share_bps=BANK_SHARE, tokens={"USD": None})
        net = local(aliases=samples.PARTICIPANTS, settings=chosen)
        admitted = assemble(net)
        self.keys: dict[str, LocalAccount] = dict(zip(IDENTIFIERS, net.keys[1:], strict=False))
        self.keys |= {"registrar": net.keys[0], "second": net.keys[8], "stranger": net.keys[9]}
        second, stranger = self.keys["second"], self.keys["stranger"]
        admitted.registrar.admit(SECOND_GUARANTOR, signer=second.address, roles={Role.GUARANTOR})
        net.mint(second.address, Money.of("5000000.00", "USD"))
        net.guarantor(second).approve("USD")
        until = net.now() + timedelta(days=30_000)
        for org, (roles, kinds) in enumerate(ADMITTED.values(), 1):
            admitted.registrar.renew(OrgId(org), roles=roles, kinds=kinds, valid_until=until)
        net.mint(stranger.address, Money(STRANGERS_MONEY, "USD"))
        for guarantor in (self.keys["guarantor"], second):
            net.guarantor(guarantor).approve_purchases("USD")
        self._connection = net._connection
        self.chain_id = self._connection.deployment.chain_id
        ledger = self.address("ClaimLedger")
        self._connection.write(stranger, "TokenUSD", "approve", ledger, 2**256 - 1)
        self._engine = engine_for(net)
        self.orgs = {
            who: OrgId(self.view("ParticipantRegistry", "organisationOf", key.address))
            for who, key in self.keys.items()
        }

    def begin(self) -> None:
        """Back to where everybody has been admitted and nothing has happened."""
        self._engine.begin()

    @property
    def now(self) -> int:
        return self._engine.now

    def jump(self, time: int) -> None:
        self._engine.jump(time)

    def address(self, contract: str) -> str:
        return self._connection.address(contract)

    def act(self, who: str, contract: str, function: str, *args: Any) -> Done:
        """Sends a call; raises the refusal."""
        data = self._connection.encode(contract, function, *args)
        return self._engine.send(self.keys[who], self.address(contract), data)

    def evidence(self, one: Signed | Leaf) -> tuple[Any, ...]:
        """A statement as the contract takes it, with its signature or its proof."""
        if isinstance(one, Leaf):
            return one.said.values(), one.attestor, list(one.proof)
        chain, registry = self._connection.deployment.chain_id, self.address("DocumentRegistry")
        key = self.keys["stranger" if one.forged else one.signer]
        signed = sign(Attestation.of(one.said.values()), key, chain, registry)
        return one.said.values(), self.keys[one.signer].address, signed.signature

    def view(self, contract: str, function: str, *args: Any) -> Any:
        return next(self.views([View(contract, function, args)]))

    def views(self, wanted: Iterable[View]) -> Iterator[Any]:
        """Looks at the state that the next transaction will meet, at its time."""
        look = self._engine.views()
        for contract, function, args in wanted:
            selector, inputs, outputs = _signature(contract, function)
            data = selector + encode(inputs, args)
            values = decode(outputs, look(self.address(contract), data))
            yield values[0] if len(values) == 1 else values


@cache
def _signature(contract: str, function: str) -> tuple[bytes, list[str], list[str]]:
    name = "SettlementToken" if contract.startswith("Token") else contract
    for entry in artifact(name).abi:
        if entry["type"] == "function" and entry["name"] == function:
            inputs, outputs = (
                [collapse_if_tuple(dict(value)) for value in entry[side]]
                for side in ("inputs", "outputs")
            )
            return keccak(text=f"{function}({','.join(inputs)})")[:4], inputs, outputs
    raise LookupError(f"{contract} has no function {function}")
