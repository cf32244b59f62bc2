"""Further contracts on a network: shipped ones with other constructor arguments, and the tests'."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path
from typing import Any

from eth_account.signers.local import LocalAccount
from web3 import Web3

from scripts.compile import compile_sources
from tests.roles.acts import GAS_LIMIT, connection_of
from tradefin import LocalNetwork
from tradefin.chain.artifacts import artifact
from tradefin.chain.connection import Connection, Done
from tradefin.chain.deployment import Placed
from tradefin.roles.network import LOCAL_SECRET

ROOT = Path(__file__).parents[2]


@functools.cache
def compiled(source: str) -> dict[str, dict[str, Any]]:
    """The contracts of one file in tests/contracts, by name."""
    return compile_sources([ROOT / "tests/contracts" / source])


class Helper:
    """A contract of the tests on a network, called by its ABI."""

    def __init__(self, net: LocalNetwork, source: str, name: str, *arguments: Any) -> None:
        built = compiled(source)[name]
        self._connection = connection_of(net)
        self._key = net.keys[0]
        eth = self._connection.web3.eth
        factory = eth.contract(abi=built["abi"], bytecode=built["bytecode"])
        code = str(factory.constructor(*arguments).data_in_transaction)
        done = self._connection.create(self._key, bytes.fromhex(code.removeprefix("0x")))
        self.address = done.address
        self._contract = eth.contract(
            address=Web3.to_checksum_address(done.address), abi=built["abi"]
        )

    def write(self, function: str, *arguments: Any, key: LocalAccount | None = None) -> Done:
        call = self._contract.functions[function](*arguments)
        data = bytes.fromhex(call._encode_transaction_data().removeprefix("0x"))
        return self._connection.send(key or self._key, self.address, data)

    def read(self, function: str, *arguments: Any) -> Any:
        return self._contract.functions[function](*arguments).call({"from": self._key.address})


def known_as(net: LocalNetwork, name: str, contract: str, address: str) -> LocalNetwork:
    """The same network with one more contract in its deployment."""
    before = connection_of(net).deployment
    placed = Placed(contract, address, before.block, "", "", ())
    deployment = replace(before, contracts={**before.contracts, name: placed})
    limit = connection_of(net)._gas_limit
    connection = Connection(connection_of(net).web3, deployment, gas_limit=limit)
    return LocalNetwork(net._chain, connection, secret=LOCAL_SECRET, aliases=net.aliases)


def placed(net: LocalNetwork, name: str, contract: str, *arguments: Any) -> LocalNetwork:
    """Deploys a shipped contract once more, under `name`."""
    shipped = artifact(contract)
    factory = connection_of(net).web3.eth.contract(abi=shipped.abi, bytecode=shipped.bytecode)
    code = str(factory.constructor(*arguments).data_in_transaction)
    sender = Connection(connection_of(net).web3, connection_of(net).deployment, gas_limit=GAS_LIMIT)
    done = sender.create(net.keys[0], bytes.fromhex(code.removeprefix("0x")))
    return known_as(net, name, contract, done.address)
