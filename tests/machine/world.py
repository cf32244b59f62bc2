"""The consortium on one embedded chain: acts through the SDK's door, views without a node between."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from eth.vm.message import Message
from eth.vm.transaction_context import BaseTransactionContext
from eth_abi.abi import decode, encode
from eth_account.signers.local import LocalAccount
from eth_utils.abi import collapse_if_tuple
from eth_utils.address import to_canonical_address
from eth_utils.crypto import keccak

from tests.conftest import IDENTIFIERS, assemble
from tests.machine.papers import Said
from tradefin import Money, local, samples
from tradefin.chain.artifacts import artifact
from tradefin.chain.connection import Done
from tradefin.chain.deploy import Settings
from tradefin.enums import Role
from tradefin.ids import OrgId
from tradefin.roles.statements import sign

STRANGERS_MONEY = 3_000
BANK_SHARE = 1_000
"""Basis points of a claim that no guarantee pays for."""
SECOND_GUARANTOR = "LEI:529900T8BM49AURSDO55"
_GAS = 30_000_000


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
        second = self.keys["second"].address
        admitted.registrar.admit(SECOND_GUARANTOR, signer=second, roles={Role.GUARANTOR})
        net.mint(second, Money.of("5000000.00", "USD"))
        net.guarantor(self.keys["second"]).approve("USD")
        net.mint(self.keys["stranger"].address, Money(STRANGERS_MONEY, "USD"))
        self.net = net
        self._connection = net._connection
        self.act("stranger", "TokenUSD", "approve", self.address("ClaimLedger"), 2**256 - 1)
        self.orgs = {
            who: OrgId(self.view("ParticipantRegistry", "organisationOf", key.address))
            for who, key in self.keys.items()
        }
        self._mark = net.snapshot()

    def begin(self) -> None:
        """Takes the chain back to where everybody has been admitted and nothing has happened."""
        self.net.revert(self._mark)
        self._mark = self.net.snapshot()

    @property
    def now(self) -> int:
        return int(self._chain.header.timestamp)

    def address(self, contract: str) -> str:
        return self._connection.address(contract)

    def act(self, who: str, contract: str, function: str, *args: Any) -> Done:
        """Sends a call; raises the refusal."""
        return self._connection.write(self.keys[who], contract, function, *args)

    def sign(self, who: str, said: Said) -> bytes:
        """An attestor's EIP-712 signature of a statement."""
        chain = self.net.deployment.chain_id
        return sign(said, self.keys[who], chain, self.address("DocumentRegistry")).signature  # type: ignore[arg-type]

    def view(self, contract: str, function: str, *args: Any) -> Any:
        return next(self.views([View(contract, function, args)]))

    def views(self, wanted: Iterable[View]) -> Iterable[Any]:
        """Looks at the state that the next transaction will meet, at its time."""
        state = self._chain.get_vm().state
        context = BaseTransactionContext(gas_price=0, origin=b"\0" * 20)
        for contract, function, args in wanted:
            selector, inputs, outputs = _signature(contract, function)
            to = to_canonical_address(self.address(contract))
            call = Message(
                gas=_GAS,
                to=to,
                sender=b"\0" * 20,
                value=0,
                data=selector + encode(inputs, args),
                code=state.get_code(to),
            )
            answer = state.computation_class.apply_message(state, call, context)
            assert not answer.is_error, f"{contract}.{function}{args}: {answer.error!r}"
            values = decode(outputs, answer.output)
            yield values[0] if len(values) == 1 else values

    @property
    def _chain(self) -> Any:
        return self.net._chain._backend.chain  # type: ignore[attr-defined]


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
