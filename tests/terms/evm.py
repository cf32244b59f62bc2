"""Contracts called in process: by pyrevm where it is installed, by the slower py-evm elsewhere."""

from __future__ import annotations

import importlib.util
import re
from datetime import UTC, datetime
from typing import Any, Protocol

from eth_abi import decode, encode
from eth_utils import (
    event_abi_to_log_topic,
    function_signature_to_4byte_selector,
    to_canonical_address,
)

ADMIN = "0x" + "11" * 20
STRANGER = "0x" + "22" * 20
NOW = datetime(2026, 3, 2, tzinfo=UTC)
_GAS = 10**9


class Reverted(Exception):
    """A call that reverted, with its raw output."""


class Refusal(Exception):
    """A call that a contract refused: the error's name and arguments."""

    def __init__(self, name: str, arguments: tuple[Any, ...]) -> None:
        super().__init__(name, arguments)
        self.name, self.arguments = name, arguments


class Engine(Protocol):
    def deploy(self, code: bytes) -> str: ...

    def call(self, caller: str, address: str, data: bytes) -> bytes: ...

    def logs(self) -> list[tuple[list[bytes], bytes]]: ...

    def travel(self, timestamp: int) -> None: ...


def new_engine() -> Engine:
    return _Pyrevm() if importlib.util.find_spec("pyrevm") else _PyEvm()


class _Pyrevm:
    def __init__(self) -> None:
        import pyrevm

        self._blocks = pyrevm.BlockEnv
        self._evm = pyrevm.EVM(spec_id="CANCUN")

    def deploy(self, code: bytes) -> str:
        return str(self._evm.deploy(ADMIN, code))

    def call(self, caller: str, address: str, data: bytes) -> bytes:
        try:
            return bytes(self._evm.message_call(caller, address, calldata=data))
        except RuntimeError as error:
            output = re.search(r"Revert \{.*output: 0x([0-9a-f]*)", str(error))
            if output is None:
                raise
            raise Reverted(bytes.fromhex(output[1])) from None

    def logs(self) -> list[tuple[list[bytes], bytes]]:
        return [
            ([bytes.fromhex(topic[2:]) for topic in log.topics], bytes(log.data[1]))
            for log in self._evm.result.logs
        ]

    def travel(self, timestamp: int) -> None:
        self._evm.set_block_env(self._blocks(timestamp=timestamp))


class _PyEvm:
    def __init__(self) -> None:
        from eth.chains.base import MiningChain
        from eth.consensus import NoProofConsensus
        from eth.db.atomic import AtomicDB
        from eth.vm.forks.cancun import CancunVM

        vm = CancunVM.configure(consensus_class=NoProofConsensus)
        chain = MiningChain.configure("Terms", vm_configuration=((0, vm),), chain_id=1)
        genesis = {"timestamp": 1, "gas_limit": _GAS, "difficulty": 0, "nonce": bytes(8)}
        self._state = chain.from_genesis(AtomicDB(), genesis).get_vm().state
        self._deployed = 0x1000  # beyond the precompiled contracts
        self._last: Any = None

    def deploy(self, code: bytes) -> str:
        self._deployed += 1
        address = "0x" + self._deployed.to_bytes(20).hex()
        self._run(ADMIN, code=code, create_address=to_canonical_address(address), to=b"", data=b"")
        return address

    def call(self, caller: str, address: str, data: bytes) -> bytes:
        to = to_canonical_address(address)
        return self._run(caller, code=self._state.get_code(to), to=to, data=data)

    def logs(self) -> list[tuple[list[bytes], bytes]]:
        return [
            ([topic.to_bytes(32) for topic in topics], data)
            for _, topics, data in self._last.get_log_entries()
        ]

    def travel(self, timestamp: int) -> None:
        self._state.execution_context._timestamp = timestamp

    def _run(self, caller: str, **message: Any) -> bytes:
        from eth.vm.message import Message
        from eth.vm.transaction_context import BaseTransactionContext

        sender = to_canonical_address(caller)
        context = BaseTransactionContext(gas_price=0, origin=sender)
        execution = self._state.computation_class
        apply = (
            execution.apply_create_message
            if "create_address" in message
            else execution.apply_message
        )
        self._last = apply(
            self._state, Message(gas=_GAS, sender=sender, value=0, **message), context
        )
        if self._last.is_error:
            raise Reverted(bytes(self._last.output))
        return bytes(self._last.output)


class Contract:
    """A deployed artifact; `contract.call("verb", ...)` returns a value or a tuple of them."""

    def __init__(self, engine: Engine, artifact: dict[str, Any], *arguments: Any) -> None:
        by_kind: dict[str, dict[str, Any]] = {"function": {}, "error": {}, "event": {}}
        inputs: list[str] = []
        for entry in artifact["abi"]:
            if entry["type"] == "constructor":
                inputs = _types(entry["inputs"])
            elif entry["type"] in by_kind:
                by_kind[entry["type"]][entry["name"]] = entry
        self._engine = engine
        self._functions = {
            name: (_selector(entry), _types(entry["inputs"]), _types(entry["outputs"]))
            for name, entry in by_kind["function"].items()
        }
        self._errors = {_selector(entry): entry for entry in by_kind["error"].values()}
        self._events = {event_abi_to_log_topic(entry): entry for entry in by_kind["event"].values()}
        code = bytes.fromhex(artifact["bytecode"].removeprefix("0x"))
        self.address = engine.deploy(code + encode(inputs, arguments))

    def call(self, name: str, *arguments: Any, caller: str = ADMIN) -> Any:
        selector, inputs, outputs = self._functions[name]
        try:
            data = self._engine.call(caller, self.address, selector + encode(inputs, arguments))
        except Reverted as reverted:
            raise self._refusal(reverted.args[0]) from None
        values = decode(outputs, data)
        return values[0] if len(values) == 1 else values

    def events(self) -> list[tuple[str, tuple[Any, ...]]]:
        """Name and values, in the order of the declaration, of what the last call emitted."""
        return [self._event(topics, data) for topics, data in self._engine.logs()]

    def _event(self, topics: list[bytes], data: bytes) -> tuple[str, tuple[Any, ...]]:
        entry = self._events[topics[0]]
        indexed = iter(topics[1:])
        rest = iter(decode(_types([i for i in entry["inputs"] if not i["indexed"]]), data))
        values = (
            decode([i["type"]], next(indexed))[0] if i["indexed"] else next(rest)
            for i in entry["inputs"]
        )
        return entry["name"], tuple(values)

    def _refusal(self, output: bytes) -> Refusal:
        entry = self._errors.get(output[:4])
        if entry is None:
            return Refusal("unknown", (output,))
        return Refusal(entry["name"], decode(_types(entry["inputs"]), output[4:]))


def _types(parameters: list[dict[str, Any]]) -> list[str]:
    return [_type(parameter) for parameter in parameters]


def _type(parameter: dict[str, Any]) -> str:
    kind = str(parameter["type"])
    if not kind.startswith("tuple"):
        return kind
    return f"({','.join(_types(parameter['components']))}){kind.removeprefix('tuple')}"


def _selector(entry: dict[str, Any]) -> bytes:
    return function_signature_to_4byte_selector(
        f"{entry['name']}({','.join(_types(entry['inputs']))})"
    )
