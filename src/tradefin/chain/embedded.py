"""py-evm behind eth-tester, with a clock that stands still between blocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eth.vm.forks import CancunVM
from eth_account.signers.local import LocalAccount
from eth_tester import PyEVMBackend
from eth_utils.address import to_canonical_address

_BALANCE = 10**24


class Backend(PyEVMBackend):  # type: ignore[misc]
    """Blocks follow each other by a second, whatever this machine's clock says."""

    def mine_blocks(self, *args: Any, **kwargs: Any) -> Any:
        mined = super().mine_blocks(*args, **kwargs)
        self.settle()
        return mined

    def settle(self) -> None:
        """The next block is a second after the head."""
        self.set_next(self.chain.get_canonical_head().timestamp + 1)

    def set_next(self, timestamp: int) -> None:
        self.chain.header = self.chain.header.copy(timestamp=timestamp)


def backend_at(timestamp: int, keys: Sequence[LocalAccount]) -> Backend:
    """A chain that starts at `timestamp`, Unix seconds, with funds on each of `keys`."""
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
    )
    backend.set_next(timestamp + 1)
    return backend
