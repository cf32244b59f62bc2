"""Where the house runs: in pyrevm where it is installed, on the embedded chain itself elsewhere.

`tradefin.local()` deploys and admits; pyrevm then plays the same transactions once, so that both
hold the same code at the same addresses. A step takes it a fiftieth of the time.
"""

from __future__ import annotations

import importlib.util
import re
from datetime import UTC, datetime
from typing import Any, Protocol

from eth_account.signers.local import LocalAccount
from eth_utils.address import to_canonical_address

from tradefin import LocalNetwork
from tradefin.chain import decode
from tradefin.chain.connection import Done
from tradefin.events import Receipt

_GAS = 30_000_000
_NOBODY = "0x" + "00" * 20
_REVERT = re.compile(r"Revert \{.*output: 0x([0-9a-f]*)")


class Engine(Protocol):
    """A chain whose next transaction runs at `now`."""

    now: int

    def begin(self) -> None:
        """Back to where it was when the engine was made."""

    def jump(self, time: int) -> None:
        """The next transaction runs at `time`."""

    def send(self, account: LocalAccount, to: str, data: bytes) -> Done:
        """A transaction; raises the refusal."""

    def views(self) -> Any:
        """A function of address and calldata that looks at what the next transaction meets."""


def engine_for(net: LocalNetwork) -> Engine:
    return Revm(net) if importlib.util.find_spec("pyrevm") else PyEvm(net)


class Revm:
    """pyrevm, fed with every transaction that the network has seen."""

    def __init__(self, net: LocalNetwork) -> None:
        import pyrevm

        self._block = pyrevm.BlockEnv
        eth = net._connection.web3.eth
        chain = pyrevm.CfgEnv(chain_id=net.deployment.chain_id)
        self._evm = pyrevm.EVM(env=pyrevm.Env(cfg=chain), spec_id="CANCUN")
        for key in net.keys:
            self._evm.set_balance(key.address, 10**24)
        for number in range(1, eth.block_number + 1):
            block: Any = eth.get_block(number, full_transactions=True)
            self._at(block["timestamp"])
            for sent in block["transactions"]:
                if sent["to"]:
                    self._evm.message_call(sent["from"], sent["to"], calldata=bytes(sent["data"]))
                else:
                    self._evm.deploy(sent["from"], bytes(sent["data"]))
        self._start = self.now + 1
        self._at(self._start)
        self._mark = self._evm.snapshot()

    def _at(self, time: int) -> None:
        self.now = time
        self._evm.set_block_env(self._block(timestamp=time))

    def begin(self) -> None:
        self._evm.revert(self._mark)
        self._mark = self._evm.snapshot()
        self._at(self._start)

    def jump(self, time: int) -> None:
        self._at(time)

    def send(self, account: LocalAccount, to: str, data: bytes) -> Done:
        try:
            self._evm.message_call(account.address, to, calldata=data)
        except RuntimeError as failed:
            output = _REVERT.search(str(failed))
            if output is None:
                raise
            raise decode.refusal(bytes.fromhex(output[1])) from None
        finally:
            self._at(self.now + 1)
        receipt = Receipt(b"", 0, None, None)
        logs = (
            decode.event(log.address, [_bytes(t) for t in log.topics], bytes(log.data[1]), receipt)
            for log in self._evm.result.logs
        )
        return Done(receipt, tuple(event for event in logs if event is not None))

    def views(self) -> Any:
        def look(to: str, data: bytes) -> bytes:
            return bytes(self._evm.message_call(_NOBODY, to, calldata=data, is_static=True))

        return look


class PyEvm:
    """The embedded chain that the network runs on."""

    def __init__(self, net: LocalNetwork) -> None:
        self._net = net
        self._mark = net.snapshot()

    @property
    def now(self) -> int:  # type: ignore[override]
        return int(self._chain.header.timestamp)

    @property
    def _chain(self) -> Any:
        return self._net._chain._backend.chain  # type: ignore[attr-defined]

    def begin(self) -> None:
        self._net.revert(self._mark)
        self._mark = self._net.snapshot()

    def jump(self, time: int) -> None:
        self._net.next_block(datetime.fromtimestamp(time, UTC))

    def send(self, account: LocalAccount, to: str, data: bytes) -> Done:
        return self._net._connection.send(account, to, data)

    def views(self) -> Any:
        from eth.vm.message import Message
        from eth.vm.transaction_context import BaseTransactionContext

        state = self._chain.get_vm().state
        context = BaseTransactionContext(gas_price=0, origin=b"\0" * 20)

        def look(to: str, data: bytes) -> bytes:
            address = to_canonical_address(to)
            code = state.get_code(address)
            call = Message(_GAS, address, b"\0" * 20, 0, data, code)
            answer = state.computation_class.apply_message(state, call, context)
            answer.raise_if_error()
            return bytes(answer.output)

        return look


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("0x"))
