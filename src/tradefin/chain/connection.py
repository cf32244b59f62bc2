"""One node and one deployment: reads decoded, writes sent and awaited, reverts translated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar

from eth_account.signers.base import BaseAccount
from eth_utils.abi import (
    abi_to_signature,
    event_abi_to_log_topic,
    function_abi_to_4byte_selector,
)
from web3 import HTTPProvider, Web3
from web3.contract import Contract
from web3.contract.contract import ContractFunction
from web3.exceptions import MismatchedABI
from web3.types import FilterParams, TxParams, TxReceipt

from tradefin.chain import decode
from tradefin.chain.artifacts import artifact
from tradefin.chain.deployment import Deployment, verify
from tradefin.chain.reverts import refusal_of, translated
from tradefin.errors import ChainError, InvalidInput, Reverted
from tradefin.events import Event, Receipt

RECEIPT_TIMEOUT = 120
TIP = 10**9
LOG_SPAN = 10_000

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Done:
    """A transaction that took effect, what it caused, in order, and what it created."""

    receipt: Receipt
    events: tuple[Event, ...]
    address: str = ""

    def one(self, kind: type[E]) -> E:
        """The last event of that kind that the transaction caused; ChainError if there is none."""
        for event in reversed(self.events):
            if isinstance(event, kind):
                return event
        raise ChainError(f"the transaction caused no {kind.__name__}; is the deployment current?")


class Connection:
    """Talks to one deployment through one node.

    `gas_price` in wei: None leaves it to the node, 0 is for a consortium without fees.
    `gas_limit` skips the estimate where a fixed limit costs nothing.
    """

    def __init__(
        self,
        web3: Web3,
        deployment: Deployment,
        *,
        gas_price: int | None = None,
        gas_limit: int | None = None,
    ) -> None:
        self.web3 = web3
        self.deployment = deployment
        self._gas_price = gas_price
        self._gas_limit = gas_limit
        self._contracts: dict[str, Contract] = {}

    @classmethod
    def to(cls, rpc_url: str, deployment: Deployment, *, gas_price: int | None) -> Connection:
        """Through a JSON-RPC endpoint; ChainError where the chain or its code is another."""
        web3 = Web3(HTTPProvider(rpc_url))
        with translated():
            verify(web3, deployment)
        return cls(web3, deployment, gas_price=gas_price)

    def __repr__(self) -> str:
        return f"Connection(chain {self.deployment.chain_id}, block {self.deployment.block}..)"

    def address(self, contract: str) -> str:
        return self.deployment.address(contract)

    def now(self) -> datetime:
        """The time of the latest block."""
        return self._block_time("latest")

    def read(self, contract: str, function: str, *args: Any) -> Any:
        """Calls a view; structs come back as dicts, ids, times and enums as their types."""
        call = self._function(contract, function, args)
        with translated():
            raw = call.call({"from": Web3.to_checksum_address(self.deployment.deployer)})
        return decode.struct(call.abi["outputs"], raw)

    def refusal(self, sender: str, contract: str, function: str, *args: Any) -> Reverted | None:
        """What a call would be refused with if `sender` made it now, None if nothing."""
        call = self._function(contract, function, args)
        try:
            with translated():
                call.call({"from": Web3.to_checksum_address(sender)})
        except Reverted as refusal:
            return refusal
        return None

    def encode(self, contract: str, function: str, *args: Any) -> bytes:
        """The calldata of a call."""
        data = self._function(contract, function, args)._encode_transaction_data()
        return bytes.fromhex(data.removeprefix("0x"))

    def write(self, account: BaseAccount, contract: str, function: str, *args: Any) -> Done:
        """Sends a call from `account` and waits until it stands in a block.

        Raises the contract's error where it refuses, ChainError where the node does.
        """
        return self.send(account, self.address(contract), self.encode(contract, function, *args))

    def create(self, account: BaseAccount, code: bytes) -> Done:
        """Creates a contract from its creation code with arguments."""
        return self.send(account, None, code)

    def selector(self, contract: str, function: str) -> bytes:
        """The four bytes by which a function is called."""
        for entry in artifact_of(self.deployment, contract):
            if entry["type"] == "function" and entry["name"] == function:
                return bytes(function_abi_to_4byte_selector(entry))  # type: ignore[arg-type]
        raise ChainError(f"{contract} has no function {function}")

    def send(self, account: BaseAccount, to: str | None, data: bytes) -> Done:
        """Sends calldata, or creation code where `to` is None."""
        with translated():
            transaction = self._transaction(account, to, data)
            signed = account.sign_transaction(transaction)  # type: ignore[arg-type]
            sent = self.web3.eth.send_raw_transaction(signed.raw_transaction)
            receipt = self.web3.eth.wait_for_transaction_receipt(sent, RECEIPT_TIMEOUT, 0.02)
            if receipt["status"] != 1:
                raise self._why(transaction, receipt)
            return self._done(receipt)

    def events(
        self, contract: str, kinds: Sequence[type[E]] = (), topics: Sequence[bytes | None] = ()
    ) -> Iterator[E]:
        """Past events of a contract in order, of some kinds, with these indexed values."""
        first = [signature_hash(artifact_of(self.deployment, contract), k.__name__) for k in kinds]
        where = [self.address(contract)]
        for log in self._logs(where, [first or None, *topics], self.deployment.block):
            event = self._event(log, self._receipt_of(log))
            if event is not None:
                yield event  # type: ignore[misc]

    def history(self, since: int | None = None) -> Iterator[Event]:
        """Every event of all contracts from block `since` on, in chain order, with time and place.

        From the deployment on if `since` is None. What no contract of ours declares is left out.
        """
        where = [placed.address for placed in self.deployment.contracts.values()]
        receipt: Receipt | None = None
        for log in self._logs(where, [], self.deployment.block if since is None else since):
            transaction, block = bytes(log["transactionHash"]), log["blockNumber"]
            if receipt is None or receipt.block != block:
                receipt = Receipt(transaction, block, self._block_time(block))
            elif receipt.transaction != transaction:
                receipt = replace(receipt, transaction=transaction)
            event = self._event(log, receipt)
            if event is not None:
                yield replace(event, log_index=log["logIndex"])

    def _logs(self, addresses: Sequence[str], topics: Sequence[Any], since: int) -> Iterator[Any]:
        where = [Web3.to_checksum_address(address) for address in addresses]
        with translated():
            head = self.web3.eth.block_number
        for start in range(since, head + 1, LOG_SPAN):
            wanted: FilterParams = {
                "address": where,
                "fromBlock": start,
                "toBlock": min(start + LOG_SPAN - 1, head),
                "topics": list(topics),
            }
            with translated():
                found = self.web3.eth.get_logs(wanted)
            yield from found

    def time_of(self, event: Event) -> datetime:
        """When an event happened: its block's time."""
        if event.receipt is None:
            raise ChainError("an event without receipt has no time")
        return self._block_time(event.receipt.block)

    def _block_time(self, block: int | Literal["latest"]) -> datetime:
        with translated():
            return datetime.fromtimestamp(self.web3.eth.get_block(block)["timestamp"], UTC)

    def _function(self, contract: str, function: str, args: Sequence[Any]) -> ContractFunction:
        if contract not in self._contracts:
            self._contracts[contract] = self.web3.eth.contract(
                address=Web3.to_checksum_address(self.address(contract)),
                abi=artifact_of(self.deployment, contract),
            )
        try:
            return self._contracts[contract].functions[function](*map(decode.encode, args))
        except (MismatchedABI, TypeError, ValueError):
            abi = artifact_of(self.deployment, contract)
            takes = next(abi_to_signature(e) for e in abi if e.get("name") == function)  # type: ignore[arg-type]
            raise InvalidInput(
                f"the call is {takes}, and something that was given is of another type or out of "
                "its range"
            ) from None

    def _transaction(self, account: BaseAccount, to: str | None, data: bytes) -> TxParams:
        eth = self.web3.eth
        transaction: TxParams = {
            "from": account.address,
            "to": Web3.to_checksum_address(to) if to else b"",  # type: ignore[typeddict-item]
            "data": data,
            "value": 0,  # type: ignore[typeddict-item]
            "chainId": self.deployment.chain_id,
            "nonce": eth.get_transaction_count(account.address, "pending"),
        }
        limit = self._gas_limit
        transaction["gas"] = eth.estimate_gas(transaction) * 5 // 4 if limit is None else limit
        return transaction | self._fees()  # type: ignore[return-value]

    def _fees(self) -> dict[str, int]:
        """A fixed tip: what nodes suggest follows what was paid, and doubling that runs away."""
        if self._gas_price is not None:
            return {"gasPrice": self._gas_price}
        base = self.web3.eth.get_block("latest").get("baseFeePerGas", 0)
        return {"maxFeePerGas": 2 * base + TIP, "maxPriorityFeePerGas": TIP}

    def _why(self, transaction: TxParams, receipt: TxReceipt) -> Exception:
        """Plays a reverted transaction again, on the state before its block, to learn why."""
        call: TxParams = {
            "from": transaction["from"],
            "to": transaction["to"],
            "data": transaction["data"],
        }
        for block in (receipt["blockNumber"], receipt["blockNumber"] - 1):
            try:
                self.web3.eth.call(call, block)
            except Exception as fault:
                return refusal_of(fault)
        return ChainError(
            f"transaction 0x{bytes(receipt['transactionHash']).hex()} failed in block "
            f"{receipt['blockNumber']} and doesn't fail when played again; send it anew"
        )

    def _done(self, receipt: TxReceipt) -> Done:
        own = Receipt(
            transaction=bytes(receipt["transactionHash"]),
            block=receipt["blockNumber"],
            time=self._block_time(receipt["blockNumber"]),
            gas=receipt["gasUsed"],
        )
        events = (self._event(log, own) for log in receipt["logs"])
        made = tuple(event for event in events if event is not None)
        return Done(own, made, str(receipt["contractAddress"] or ""))

    def _event(self, log: Any, receipt: Receipt) -> Event | None:
        topics = [bytes(topic) for topic in log["topics"]]
        return decode.event(log["address"], topics, bytes(log["data"]), receipt)

    def _receipt_of(self, log: Any) -> Receipt:
        return Receipt(bytes(log["transactionHash"]), log["blockNumber"], None, None)


def artifact_of(deployment: Deployment, name: str) -> list[dict[str, Any]]:
    """The ABI behind a deployed contract's name."""
    deployment.address(name)
    return artifact(deployment.contracts[name].contract).abi


def signature_hash(abi: list[dict[str, Any]], event: str) -> bytes:
    """topic0 of the event called `event`."""
    for entry in abi:
        if entry["type"] == "event" and entry["name"] == event:
            return bytes(event_abi_to_log_topic(entry))  # type: ignore[arg-type]
    raise ChainError(f"the contract has no event {event}")
