"""Chains on this machine: the embedded one (eth-tester, py-evm) and Anvil, with their clocks."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from eth_account import Account
from eth_account.signers.local import LocalAccount
from web3 import HTTPProvider, Web3

from tradefin.errors import ChainError, InvalidInput

GENESIS = datetime(2026, 3, 2, tzinfo=UTC)
"""When a local chain starts."""

KEYS = 12
_MNEMONIC = "test test test test test test test test test test test junk"
_START_SECONDS = 20


class LocalChain(Protocol):
    """A chain whose clock obeys."""

    web3: Web3
    keys: tuple[LocalAccount, ...]
    gas_limit: int | None

    def travel(self, to: datetime) -> None:
        """Mines an empty block at `to`: from then on that is now."""

    def next_block(self, to: datetime) -> None:
        """Sets the time of the next block."""

    def snapshot(self) -> Any:
        """A mark to which `revert` takes the chain back, once."""

    def revert(self, mark: Any) -> None:
        """Takes the chain back to a mark."""

    def stop(self) -> None:
        """Ends what was started."""


def _keys(count: int = KEYS) -> tuple[LocalAccount, ...]:
    """The well-known development keys; anybody has them, so they hold play money only."""
    Account.enable_unaudited_hdwallet_features()
    return tuple(
        Account.from_mnemonic(_MNEMONIC, account_path=f"m/44'/60'/0'/0/{i}") for i in range(count)
    )


@dataclass
class Embedded:
    """eth-tester with py-evm, inside this process."""

    web3: Web3
    keys: tuple[LocalAccount, ...]
    _backend: Any = field(repr=False)
    _tester: Any = field(repr=False)
    gas_limit: int | None = 8_000_000

    @classmethod
    def start(cls) -> Embedded:
        try:
            from web3 import EthereumTesterProvider  # noqa: PLC0415

            from tradefin.chain.embedded import Tester, backend_at  # noqa: PLC0415
        except ImportError as missing:
            raise InvalidInput(
                f"the embedded chain needs eth-tester and py-evm ({missing}); "
                "pip install 'tradefin[local]'"
            ) from None
        keys = _keys()
        backend = backend_at(int(GENESIS.timestamp()), keys, _MNEMONIC)
        tester = Tester(backend)
        return cls(Web3(EthereumTesterProvider(tester)), keys, backend, tester)

    def travel(self, to: datetime) -> None:
        self.next_block(to)
        self._backend.mine_blocks()

    def next_block(self, to: datetime) -> None:
        _require_later(self.web3, to)
        self._backend.set_next(int(to.timestamp()))

    def snapshot(self) -> Any:
        return self._tester.take_snapshot()

    def revert(self, mark: Any) -> None:
        self._tester.revert_to_snapshot(mark)

    def stop(self) -> None:
        """Nothing runs outside this process."""


@dataclass
class Anvil:
    """Foundry's anvil, a process of its own on a free loopback port."""

    web3: Web3
    keys: tuple[LocalAccount, ...]
    url: str
    _process: subprocess.Popen[bytes] = field(repr=False)
    gas_limit: int | None = None

    @classmethod
    def start(cls) -> Anvil:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [
            anvil_binary(),
            *("--host", "127.0.0.1", "--port", str(port), "--silent"),
            *("--hardfork", "cancun", "--timestamp", str(int(GENESIS.timestamp()))),
            *("--mnemonic", _MNEMONIC, "--accounts", str(KEYS)),
        ]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        url = f"http://127.0.0.1:{port}"
        web3 = Web3(HTTPProvider(url, session=None))
        deadline = time.monotonic() + _START_SECONDS
        while not web3.is_connected():
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                process.wait()
                raise ChainError(f"anvil didn't answer at {url} within {_START_SECONDS} s")
            time.sleep(0.05)
        return cls(web3, _keys(), url, process)

    def travel(self, to: datetime) -> None:
        self.next_block(to)
        self._rpc("evm_mine")

    def next_block(self, to: datetime) -> None:
        _require_later(self.web3, to)
        self._rpc("evm_setNextBlockTimestamp", int(to.timestamp()))

    def snapshot(self) -> Any:
        return self._rpc("evm_snapshot")

    def revert(self, mark: Any) -> None:
        self._rpc("evm_revert", mark)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=10)

    def _rpc(self, method: str, *params: Any) -> Any:
        answer = self.web3.provider.make_request(method, list(params))  # type: ignore[arg-type]
        if "error" in answer:
            raise ChainError(f"anvil refused {method}: {answer['error']}")
        return answer["result"]


def _require_later(web3: Web3, to: datetime) -> None:
    head = datetime.fromtimestamp(web3.eth.get_block("latest")["timestamp"], UTC)
    if to <= head:
        raise InvalidInput(f"time runs forward only: it is {head:%Y-%m-%d %H:%M:%S}, not yet {to}")


def anvil_binary() -> str:
    """The platform's own binary in node_modules, so that its pid is anvil's, else one in PATH."""
    roots = [Path.cwd(), *Path(__file__).resolve().parents]
    for root in roots:
        for file in root.glob("node_modules/@foundry-rs/anvil-*/bin/anvil"):
            if os.access(file, os.X_OK):
                return str(file)
    found = shutil.which("anvil")
    if found is None:
        raise InvalidInput(
            "anvil is neither in node_modules nor in PATH; "
            "`make node` in a checkout or `npm install @foundry-rs/anvil` brings it"
        )
    return found
