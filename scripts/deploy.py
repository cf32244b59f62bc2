"""Deploys the contracts to a JSON-RPC endpoint, once.

    python scripts/deploy.py --rpc-url http://127.0.0.1:8545     key from TRADEFIN_DEPLOYER_KEY
    ape run deploy --network ethereum:local:foundry              key: ape's first test account

Writes deployments/<chain id>.json: addresses, blocks, deployer, code hashes, constructor
arguments. A second run finds it, verifies that the chain holds that code, and deploys nothing.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import astuple
from pathlib import Path
from typing import Any

from tradefin.chain.deploy import FINANCING_GUARANTEES, RESERVATION_TTL, Settings, deploy
from tradefin.chain.deployment import Deployment
from tradefin.errors import InvalidInput, TradefinError
from tradefin.models import Jurisdiction
from tradefin.roles.network import account_of

ROOT = Path(__file__).resolve().parents[1]
KEY = "TRADEFIN_DEPLOYER_KEY"


def run(
    web3: Any, account: Any, settings: Settings, folder: Path, gas_price: int | None = None
) -> Deployment:
    """Deploys what is missing on the chain behind `web3` and says what was done."""
    file = folder / f"{web3.eth.chain_id}.json"
    known = Deployment.load(file) if file.exists() else None
    deployment, done = deploy(
        web3,
        account,
        settings,
        known=known,
        save=lambda partial: partial.save(file),
        gas_price=gas_price,
    )
    if not done:
        print(f"Nothing to deploy: chain {deployment.chain_id} holds all of {file.name}.")
        return deployment
    deployment.save(file)
    print(f"Deployed to chain {deployment.chain_id} from {deployment.deployer}: {', '.join(done)}")
    for name, placed in deployment.contracts.items():
        print(f"  {name:<20} {placed.address}")
    print(f"Recorded in {file}")
    return deployment


def main() -> None:
    """What `ape run deploy` calls: the connected network, ape's first test account."""
    from ape import accounts, chain  # noqa: PLC0415
    from eth_account import Account  # noqa: PLC0415

    web3 = chain.provider.web3
    account = Account.from_key(accounts.test_accounts[0].private_key)
    folder = Path(os.environ.get("TRADEFIN_DEPLOYMENTS", ROOT / "deployments"))
    run(web3, account, Settings(tokens={"USD": None}), folder)


def command(arguments: list[str]) -> int:
    from web3 import HTTPProvider, Web3  # noqa: PLC0415

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rpc-url", required=True, help="the node's JSON-RPC endpoint")
    parser.add_argument("--gas-price", type=int, help="wei; 0 in a consortium without fees")
    parser.add_argument("--ttl", type=int, default=RESERVATION_TTL, help="seconds of a reservation")
    parser.add_argument("--bank-share-bps", type=int, default=0, help="what no guarantee covers")
    parser.add_argument(
        "--limits",
        default=",".join(map(str, astuple(FINANCING_GUARANTEES))),
        help="of guarantors: times their net assets in all, basis points of them for a client and "
        "for a group; 0,0,0 for none",
    )
    parser.add_argument(
        "--token",
        action="append",
        default=[],
        metavar="CUR=ADDRESS",
        help="a currency's settlement token; CUR alone deploys one for test networks",
    )
    parser.add_argument("--deployments", type=Path, default=ROOT / "deployments")
    given = parser.parse_args(arguments)
    try:
        if not os.environ.get(KEY):
            raise InvalidInput(f"put the deployer's private key into {KEY}")
        pairs = (token.partition("=") for token in given.token)
        tokens = {currency: address or None for currency, _, address in pairs}
        settings = Settings(given.ttl, given.bank_share_bps, _limits(given.limits), tokens)
        web3 = Web3(HTTPProvider(given.rpc_url))
        if not web3.is_connected():
            raise InvalidInput(f"no node answers at {given.rpc_url}")
        account = account_of(os.environ[KEY])
        run(web3, account, settings, given.deployments, given.gas_price)
    except TradefinError as fault:
        print(f"deploy: {fault}", file=sys.stderr)
        return 1
    return 0


def _limits(text: str) -> Jurisdiction:
    try:
        leverage, client, group = map(int, text.split(","))
    except ValueError:
        raise InvalidInput(f"limits are three numbers like 10,1000,1500, not {text!r}") from None
    return Jurisdiction(leverage, client, group)


if __name__ == "__main__":
    sys.exit(command(sys.argv[1:]))
