"""Where a deployment's contracts stand, as one JSON file, and whether the chain has that code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any

from eth_utils.crypto import keccak
from web3 import Web3

from tradefin.chain.artifacts import artifact
from tradefin.errors import ChainError, InvalidInput


@dataclass(frozen=True, slots=True)
class Placed:
    """One contract on the chain; hashes are keccak256 of the creation and the masked runtime code.

    `contract` names the artifact: several settlement tokens share one. A token that the consortium
    had before has no hashes: its code is its issuer's.
    """

    contract: str
    address: str
    block: int
    creation_hash: str
    runtime_hash: str
    arguments: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Deployment:
    """All contracts of one deployment by name, and who deployed them.

    `block` is the chain's head before the first of them, `nonce` the deployer's.
    """

    chain_id: int
    deployer: str
    block: int
    nonce: int
    contracts: Mapping[str, Placed] = field(default_factory=dict)

    def address(self, name: str) -> str:
        """Where the contract `name` stands; InvalidInput where the deployment has none."""
        if name not in self.contracts:
            raise InvalidInput(f"the deployment has no {name}; it has {', '.join(self.contracts)}")
        return self.contracts[name].address

    def save(self, path: str | PathLike[str]) -> None:
        """Writes the file whole or not at all."""
        file = Path(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        part.write_text(json.dumps(asdict(self), indent=2) + "\n")
        part.replace(file)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Deployment:
        """Raises InvalidInput where the file isn't a deployment."""
        try:
            raw = json.loads(Path(path).read_text())
            placed = {
                name: Placed(**{**entry, "arguments": tuple(entry["arguments"])})
                for name, entry in raw["contracts"].items()
            }
            return cls(raw["chain_id"], raw["deployer"], raw["block"], raw["nonce"], placed)
        except FileNotFoundError:
            raise InvalidInput(f"there is no {path}; deploy first, it is written then") from None
        except (OSError, ValueError, KeyError, TypeError):
            raise InvalidInput(f"{path} is no deployment file") from None


def masked_hash(contract: str, code: bytes) -> str:
    """keccak256 of runtime code with its immutables zeroed."""
    return "0x" + keccak(artifact(contract).masked(code)).hex()


def known_hash(contract: str) -> str:
    """keccak256 of the runtime code that ships, its immutables zeroed."""
    return "0x" + keccak(artifact(contract).runtime).hex()


def verify(web3: Web3, deployment: Deployment) -> None:
    """Raises ChainError where the chain is another, or holds other code than what ships."""
    if web3.eth.chain_id != deployment.chain_id:
        raise ChainError(
            f"the node serves chain {web3.eth.chain_id}, the deployment is on "
            f"{deployment.chain_id}; connect to that chain or deploy here"
        )
    for name, placed in deployment.contracts.items():
        code = bytes(web3.eth.get_code(Web3.to_checksum_address(placed.address)))
        if not code:
            raise ChainError(f"there is no code at {placed.address}, where {name} should be")
        if placed.runtime_hash and masked_hash(placed.contract, code) != known_hash(
            placed.contract
        ):
            raise ChainError(
                f"the code of {name} at {placed.address} isn't the one that ships with this "
                "version; use the version it was deployed with, or deploy anew"
            )
