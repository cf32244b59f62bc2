"""py-evm behind eth-tester, with a clock that stands still between blocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eth.vm.forks.cancun import CancunVM
from eth_account.signers.local import LocalAccount
from eth_tester import EthereumTester, PyEVMBackend
from eth_utils.address import to_canonical_address

_BALANCE = 10**24


class Backend(PyEVMBackend):  # type: ignore[misc]
    """Blocks follow each other by a second, whatever this machine's clock says.

    Receipts are kept: eth-tester looks for each from the head down, and for all of them whenever
    logs are asked for.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._receipts: dict[bytes, Any] = {}
        super().__init__(*args, **kwargs)

    def get_transaction_receipt(self, transaction_hash: bytes) -> Any:
        kept = self._receipts.get(transaction_hash)
        if kept is None:
            kept = super().get_transaction_receipt(transaction_hash)
            if kept["block_number"] is not None:
                self._receipts[transaction_hash] = kept
        return kept

    def forget(self) -> None:
        """After blocks were taken back."""
        self._receipts.clear()
        self.settle()

    def mine_blocks(self, *args: Any, **kwargs: Any) -> Any:
        mined = super().mine_blocks(*args, **kwargs)
        self.settle()
        return mined

    def settle(self) -> None:
        """The next block is a second after the head."""
        self.set_next(self.chain.get_canonical_head().timestamp + 1)

    def set_next(self, timestamp: int) -> None:
        self.chain.header = self.chain.header.copy(timestamp=timestamp)


class Tester(EthereumTester):  # type: ignore[misc]
    """Keeps the logs of each block: eth-tester reads all of a range again for every question."""

    def __init__(self, backend: Backend) -> None:
        self._logs: dict[int, tuple[Any, ...]] = {}
        super().__init__(backend)

    def get_logs(
        self, from_block: int, to_block: int, address: Sequence[str], topics: Sequence[Any] = ()
    ) -> tuple[Any, ...]:
        where = {one.lower() for one in address}
        return tuple(
            log
            for number in range(from_block, to_block + 1)
            for log in self._logs_of(number)
            if log["address"].lower() in where and _matches(log["topics"], topics)
        )

    def revert_to_snapshot(self, snapshot_id: Any) -> None:
        super().revert_to_snapshot(snapshot_id)
        self._logs.clear()
        self.backend.forget()

    def _logs_of(self, number: int) -> tuple[Any, ...]:
        if number not in self._logs:
            self._logs[number] = super().get_logs(from_block=number, to_block=number)
        return self._logs[number]


def _matches(topics: Sequence[str], wanted: Sequence[Any]) -> bool:
    """JSON-RPC's rule: by place; None matches all, a list any of its own."""
    if len(wanted) > len(topics):
        return False
    choices = [w if isinstance(w, list | tuple) else [w] for w in wanted]
    pairs = zip(topics, choices, strict=False)
    return all(None in any_of or topic in map(_hex, any_of) for topic, any_of in pairs)


def _hex(topic: bytes | str) -> str:
    return topic if isinstance(topic, str) else f"0x{topic.hex()}"


def backend_at(timestamp: int, keys: Sequence[LocalAccount], mnemonic: str) -> Backend:
    """A chain that starts at `timestamp`, Unix seconds, with funds on `keys`, the mnemonic's."""
    state = {
        to_canonical_address(key.address): {
            "balance": _BALANCE,
            "nonce": 0,
            "code": b"",
            "storage": {},
        }
        for key in keys
    }
    genesis = PyEVMBackend.generate_genesis_params({"timestamp": timestamp})
    backend = Backend(
        genesis_parameters=genesis,
        genesis_state=state,
        vm_configuration=((0, CancunVM),),
        mnemonic=mnemonic,
    )
    backend.set_next(timestamp + 1)
    return backend
