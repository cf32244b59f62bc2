"""A deployment seen from a program: parties by their keys, and what anybody may read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from os import PathLike
from typing import Any

from eth_account import Account
from eth_account.signers.base import BaseAccount
from eth_account.signers.local import LocalAccount

from tradefin.chain.connection import Connection
from tradefin.chain.deploy import Settings, deploy
from tradefin.chain.deployment import Deployment
from tradefin.chain.local import Anvil, Embedded, LocalChain
from tradefin.documents import Participants, Secrets
from tradefin.documents.parties import Aliases
from tradefin.errors import InvalidInput
from tradefin.events import ConsentGiven, Event, Transfer
from tradefin.ids import OrgId
from tradefin.money import Money
from tradefin.roles.attestor import Attestor
from tradefin.roles.bank import Bank
from tradefin.roles.enterprise import Enterprise
from tradefin.roles.guarantor import Guarantor
from tradefin.roles.registrar import Registrar
from tradefin.roles.regulator import Regulator
from tradefin.roles.securing import SecurityReads

Key = BaseAccount | str | bytes
Secret = bytes | Mapping[int, bytes] | Secrets


class Network(SecurityReads):
    """One deployment. `secret` keys papers; attestors and banks hold it, enterprises don't.

    `secret` is one, or one for each epoch, `{1: ..., 2: ...}`, once it was rotated. `aliases` maps
    (scheme, value) of other identifiers to the `LEI:...` or `USCC:...` under which an organisation
    was admitted.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        secret: Secret | None = None,
        aliases: Aliases | None = None,
    ) -> None:
        super().__init__(connection)
        self._secrets = Secrets.of(secret)
        self.aliases = Participants.of(aliases)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._connection!r})"

    @property
    def deployment(self) -> Deployment:
        return self._connection.deployment

    def events(self, since: int | None = None) -> Iterator[Event]:
        """Every event from block `since` on, from the deployment on if None, in chain order.

        Each carries its block, time and log index: `event.receipt.block` is the next `since`,
        with the events of that block once more.
        """
        return self._connection.history(since)

    def consent(self, key: Key, org: OrgId, *, hold: bool = False) -> ConsentGiven:
        """Has a key agree to sign for an organisation, or to hold its money if `hold`."""
        account, room = account_of(key), "ParticipantRegistry"
        return self._connection.write(account, room, "consent", org, hold).one(ConsentGiven)

    def registrar(self, key: Key) -> Registrar:
        return Registrar(self._connection, account_of(key))

    def enterprise(self, key: Key) -> Enterprise:
        return Enterprise(self._connection, account_of(key))

    def bank(self, key: Key) -> Bank:
        return Bank(self._connection, account_of(key), self._secrets, self.aliases)

    def guarantor(self, key: Key) -> Guarantor:
        return Guarantor(self._connection, account_of(key))

    def attestor(self, key: Key) -> Attestor:
        return Attestor(self._connection, account_of(key), self._secrets, self.aliases)

    def regulator(self, key: Key) -> Regulator:
        return Regulator(self._connection, account_of(key))


class LocalNetwork(Network):
    """A deployment on a chain of this machine, with ready keys and a clock that obeys.

    `keys[0]` deployed it and is its registrar. A context manager: leaving it ends the chain.
    """

    def __init__(self, chain: LocalChain, connection: Connection, **more: Any) -> None:
        super().__init__(connection, **more)
        self._chain = chain
        self.keys: tuple[LocalAccount, ...] = chain.keys

    def __enter__(self) -> LocalNetwork:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._chain.stop()

    def travel(self, to: datetime) -> None:
        """Moves the chain's clock forward to `to`."""
        self._chain.travel(to)

    def next_block(self, to: datetime) -> None:
        """Sets the time of the next transaction."""
        self._chain.next_block(to)

    def snapshot(self) -> Any:
        """A mark to which `revert` takes the chain back, once."""
        return self._chain.snapshot()

    def revert(self, mark: Any) -> None:
        """Takes the chain back to a mark: everything since is undone."""
        self._chain.revert(mark)

    def mint(self, account: str, amount: Money) -> Transfer:
        """Puts play money on an account."""
        token = f"Token{amount.currency}"
        done = self._connection.write(self.keys[0], token, "mint", account, amount.minor)
        return done.one(Transfer)


LOCAL_SECRET = bytes(range(32))
"""Keys papers on local networks; anybody has it."""


def local(
    engine: str = "embedded",
    *,
    currencies: tuple[str, ...] = ("USD",),
    secret: Secret = LOCAL_SECRET,
    aliases: Aliases | None = None,
    settings: Settings | None = None,
) -> LocalNetwork:
    """A network on this machine with everything deployed, started at 2026-03-02T00:00Z.

    `engine` is `embedded` (eth-tester and py-evm, in this process) or `anvil` (a process of its
    own). Each of `currencies` gets a settlement token to play with.
    """
    if engine not in ("embedded", "anvil"):
        raise InvalidInput(f"the engine is 'embedded' or 'anvil', not {engine!r}")
    chain: LocalChain = Embedded.start() if engine == "embedded" else Anvil.start()
    try:
        chosen = settings or Settings(tokens=dict.fromkeys(currencies))
        limit = chain.gas_limit
        deployment, _ = deploy(chain.web3, chain.keys[0], chosen, gas_limit=limit)
        connection = Connection(chain.web3, deployment, gas_limit=limit)
        return LocalNetwork(chain, connection, secret=secret, aliases=aliases)
    except BaseException:
        chain.stop()
        raise


def connect(
    rpc_url: str,
    deployment: Deployment | str | PathLike[str],
    *,
    gas_price: int | None = None,
    secret: Secret | None = None,
    aliases: Aliases | None = None,
) -> Network:
    """A deployment behind a JSON-RPC endpoint, its code verified.

    `deployment` is the file that deploying wrote. `gas_price` in wei, 0 in a consortium without
    fees, None for the node's. Raises ChainError where the chain or its code is another.
    """
    known = deployment if isinstance(deployment, Deployment) else Deployment.load(deployment)
    connection = Connection.to(rpc_url, known, gas_price=gas_price)
    return Network(connection, secret=secret, aliases=aliases)


def account_of(key: Key) -> BaseAccount:
    """The account behind a private key, or a signer as it is. Never shows the key."""
    if isinstance(key, BaseAccount):
        return key
    try:
        account: LocalAccount = Account.from_key(key)
    except Exception:
        raise InvalidInput("that is no private key: 32 bytes or their hex are one") from None
    return account
