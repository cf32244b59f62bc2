"""What the tests of the rooms share: raw calls, refusals that leave no trace, further parties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_utils.address import to_canonical_address
from eth_utils.crypto import keccak

from tests.conftest import Consortium, usd
from tradefin import LocalNetwork
from tradefin.chain.connection import Connection, Done
from tradefin.enums import DocumentKind, Role
from tradefin.errors import Reverted
from tradefin.ids import DocumentId, DemandId, FinancingId, GuaranteeId, LineId, OrgId
from tradefin.money import currency_number
from tradefin.roles.guarantor import Guarantor
from tradefin.roles.party import Actor

USD = currency_number("USD")
EUR = currency_number("EUR")
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
ZERO = "0x" + "00" * 20


def connection_of(net: LocalNetwork) -> Connection:
    return net._connection


def send(party: Actor, contract: str, function: str, *args: Any) -> Done:
    """A call that the SDK doesn't offer, or offers in better order only."""
    return party._connection.write(party._account, contract, function, *args)  # type: ignore[arg-type]


def by_key(net: LocalNetwork, key: LocalAccount, contract: str, function: str, *args: Any) -> Done:
    return connection_of(net).write(key, contract, function, *args)


def traces(net: LocalNetwork) -> dict[str, bytes]:
    """The root of everything that each contract has stored: equal roots, equal contents."""
    placed = connection_of(net).deployment.contracts
    return {name: _storage_root(net, contract.address) for name, contract in placed.items()}


def _storage_root(net: LocalNetwork, address: str) -> bytes:
    backend = getattr(net._chain, "_backend", None)
    if backend is None:
        return bytes(connection_of(net).web3.eth.get_proof(address, [])["storageHash"])  # type: ignore[arg-type]
    state = backend.chain.get_vm().state
    return bytes(state._account_db._get_account(to_canonical_address(address)).storage_root)


@contextmanager
def refused(net: LocalNetwork, expected: Reverted) -> Iterator[None]:
    """What happens inside is refused with exactly this error, and no contract stored anything."""
    before = traces(net)
    with pytest.raises(type(expected)) as caught:
        yield
    assert caught.value == expected
    assert traces(net) == before
