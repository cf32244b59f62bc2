"""A deployment is made once, taken up where it broke off, and believed only if its code is ours."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from eth_account import Account

from tradefin import connect
from tradefin.chain.connection import Connection
from tradefin.chain.deploy import GOVERNOR_DELAY, Settings, deploy
from tradefin.chain.deployment import Deployment, verify
from tradefin.chain.local import Anvil, Embedded
from tradefin.enums import DocumentKind
from tradefin.errors import (
    AccessManagedUnauthorized,
    AccessManagerNotScheduled,
    ChainError,
    InvalidInput,
    TokenDecimalsMismatch,
)
from tradefin.terms import AssetTerms

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = Settings(tokens={"USD": None, "JPY": None})


@pytest.fixture
def chain() -> Embedded:
    return Embedded.start()


@pytest.fixture
def anvil() -> Iterator[Anvil]:
    started = Anvil.start()
    yield started
    started.stop()


def deployed(chain: Embedded, **more: object) -> tuple[Deployment, tuple[str, ...]]:
    key = chain.keys[0]
    return deploy(chain.web3, key, SETTINGS, gas_limit=chain.gas_limit, **more)  # type: ignore[arg-type]


def test_a_second_run_does_nothing(chain: Embedded) -> None:
    first, done = deployed(chain)
    assert "GuaranteeEscrow" in done
    nonce = chain.web3.eth.get_transaction_count(chain.keys[0].address)
    assert deployed(chain, known=first) == (first, ())
    assert chain.web3.eth.get_transaction_count(chain.keys[0].address) == nonce


def test_a_broken_run_is_taken_up_where_it_ended(chain: Embedded) -> None:
    saved: list[Deployment] = []

    def break_off(partial: Deployment) -> None:
        saved.append(partial)
        if len(partial.contracts) == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deployed(chain, save=break_off)
    whole, done = deployed(chain, known=saved[-1])
    assert "ParticipantRegistry" not in done
    assert done[0] == "ClaimLedger"
    kept = {name: whole.contracts[name] for name in saved[-1].contracts}
    assert kept == saved[-1].contracts


def test_a_broken_run_whose_key_was_used_meanwhile_is_not_completed(chain: Embedded) -> None:
    whole, _ = deployed(chain)
    half = replace(whole, contracts=dict(list(whole.contracts.items())[:5]))
    with pytest.raises(InvalidInput, match="broke off after 5 of 16 contracts"):
        deployed(chain, known=half)


def test_a_currency_is_added_later(chain: Embedded) -> None:
    whole, _ = deployed(chain)
    more = Settings(tokens={**SETTINGS.tokens, "KWD": None})
    key = chain.keys[0]
    grown, done = deploy(chain.web3, key, more, known=whole, gas_limit=chain.gas_limit)
    assert done == ("TokenKWD", "listing of KWD")
    assert {n: p for n, p in grown.contracts.items() if n in whole.contracts} == whole.contracts


def test_a_token_that_stood_before_is_recorded_and_used(chain: Embedded) -> None:
    own, _ = deployed(chain)
    token = own.address("TokenUSD")
    second = Settings(tokens={"USD": token})
    other, done = deploy(chain.web3, chain.keys[0], second, gas_limit=chain.gas_limit)
    assert "TokenUSD" not in done
    assert other.address("TokenUSD") == token
    connection = Connection(chain.web3, other, gas_limit=chain.gas_limit)
    assert connection.read("TokenUSD", "symbol") == "sUSD"
    assert connection.read("ClaimLedger", "tokenOf", 840) == token
    with pytest.raises(InvalidInput, match="0x123 is no address of a token for USD"):
        deploy(chain.web3, chain.keys[0], Settings(tokens={"USD": "0x123"}))


def test_another_key_and_other_settings_are_refused(chain: Embedded) -> None:
    whole, _ = deployed(chain)
    with pytest.raises(InvalidInput, match=f"holds a deployment of {whole.deployer}"):
        deploy(chain.web3, chain.keys[1], SETTINGS, known=whole)
    with pytest.raises(InvalidInput, match="ClaimLedger was deployed with 0, not 2000"):
        deploy(chain.web3, chain.keys[0], replace(SETTINGS, bank_share_bps=2_000), known=whole)
    with pytest.raises(InvalidInput, match="CounterSecurity was deployed with"):
        deploy(chain.web3, chain.keys[0], replace(SETTINGS, classes={}), known=whole)


def test_classes_of_assets_are_set_at_deployment(chain: Embedded, tmp_path: Path) -> None:
    own = replace(SETTINGS, classes={DocumentKind.STOCK: AssetTerms(4_000, 5_000, 2)})
    limit = chain.gas_limit
    whole, _ = deploy(chain.web3, chain.keys[0], own, gas_limit=limit)
    connection = Connection(chain.web3, whole, gas_limit=limit)
    terms = {
        kind: tuple(connection.read("CounterSecurity", "classOf", kind).values())
        for kind in DocumentKind
    }
    assert terms.pop(DocumentKind.STOCK) == (4_000, 5_000, 2)
    assert set(terms.values()) == {(0, 0, 0)}
    whole.save(tmp_path / "deployment.json")
    loaded = Deployment.load(tmp_path / "deployment.json")
    assert deploy(chain.web3, chain.keys[0], own, known=loaded, gas_limit=limit) == (whole, ())


def test_a_chain_that_was_reset_is_deployed_to_anew(chain: Embedded) -> None:
    first, _ = deployed(chain)
    fresh = Embedded.start()
    again, done = deployed(fresh, known=first)
    assert "AccessManager" in done
    assert again.contracts.keys() == first.contracts.keys()


def test_other_code_and_other_chains_are_not_believed(chain: Embedded) -> None:
    whole, _ = deployed(chain)
    swapped = replace(
        whole.contracts["CreditLines"], address=whole.contracts["ClaimLedger"].address
    )
    with pytest.raises(ChainError, match="the code of CreditLines at"):
        verify(chain.web3, replace(whole, contracts={**whole.contracts, "CreditLines": swapped}))
    gone = replace(swapped, address="0x" + "11" * 20)
    with pytest.raises(ChainError, match="there is no code at 0x1111"):
        verify(chain.web3, replace(whole, contracts={**whole.contracts, "CreditLines": gone}))
    with pytest.raises(ChainError, match="the deployment is on 5"):
        verify(chain.web3, replace(whole, chain_id=5))


def test_the_file_holds_everything(chain: Embedded, tmp_path: Path) -> None:
    whole, _ = deployed(chain)
    whole.save(tmp_path / "1.json")
    assert Deployment.load(tmp_path / "1.json") == whole
    placed = whole.contracts["ReceivablePledge"]
    assert placed.arguments[-1] == SETTINGS.ttl
    assert placed.arguments[0] == whole.address("ParticipantRegistry")
    (tmp_path / "2.json").write_text("{}")
    with pytest.raises(InvalidInput, match="no deployment file"):
        Deployment.load(tmp_path / "2.json")


def test_a_token_needs_the_currency_s_decimals(chain: Embedded) -> None:
    whole, _ = deployed(chain)
    yen = whole.address("TokenJPY")
    with pytest.raises(TokenDecimalsMismatch) as refused:
        deploy(
            chain.web3,
            chain.keys[0],
            Settings(tokens={"USD": None, "JPY": None, "EUR": yen}),
            known=whole,
            gas_limit=chain.gas_limit,
        )
    assert refused.value == TokenDecimalsMismatch(yen, 2, 0)


def test_a_further_room_waits_for_the_delay(chain: Embedded) -> None:
    whole, _ = deployed(chain)
    connection = Connection(chain.web3, whole, gas_limit=chain.gas_limit)
    room = chain.keys[5].address
    with pytest.raises(AccessManagerNotScheduled):
        connection.write(chain.keys[0], "DocumentRegistry", "openRoom", room)
    with pytest.raises(AccessManagedUnauthorized) as refused:
        connection.write(chain.keys[1], "DocumentRegistry", "openRoom", room)
    assert refused.value == AccessManagedUnauthorized(chain.keys[1].address)
    call = connection.encode("DocumentRegistry", "openRoom", room)
    registry = whole.address("DocumentRegistry")
    connection.write(chain.keys[0], "AccessManager", "schedule", registry, call, 0)
    chain.travel(connection.now() + timedelta(seconds=GOVERNOR_DELAY))
    connection.write(chain.keys[0], "DocumentRegistry", "openRoom", room)


def test_the_script_deploys_once_and_says_so(anvil: Anvil, tmp_path: Path) -> None:
    command = [
        sys.executable,
        str(ROOT / "scripts/deploy.py"),
        *("--rpc-url", anvil.url, "--token", "USD", "--deployments", str(tmp_path)),
    ]
    key = "0x" + bytes(anvil.keys[0].key).hex()
    environment = {**os.environ, "TRADEFIN_DEPLOYER_KEY": key}

    def run(env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, env=env, check=False, capture_output=True, text=True)

    first = run(environment)
    assert (first.returncode, first.stderr) == (0, "")
    assert "Deployed to chain 31337" in first.stdout
    second = run(environment)
    assert second.stdout == "Nothing to deploy: chain 31337 holds all of 31337.json.\n"
    keyless = run({k: v for k, v in os.environ.items() if k != "TRADEFIN_DEPLOYER_KEY"})
    assert keyless.returncode == 1
    assert keyless.stderr == ("deploy: put the deployer's private key into TRADEFIN_DEPLOYER_KEY\n")
    assert key[2:] not in first.stdout + second.stdout + keyless.stderr

    net = connect(anvil.url, tmp_path / "31337.json")
    registrar = net.registrar(anvil.keys[0])
    assert registrar.organisation_number("LEI:TRAD00WUXICOMBANKA65") is None


def test_a_consortium_without_fees_charges_none(anvil: Anvil) -> None:
    deployment, _ = deploy(anvil.web3, anvil.keys[0], SETTINGS)
    poor = Account.create()
    anvil.web3.provider.make_request("anvil_setNextBlockBaseFeePerGas", ["0x0"])  # type: ignore[arg-type]
    connection = Connection.to(anvil.url, deployment, gas_price=0)
    spender = deployment.address("ClaimLedger")
    connection.write(poor, "TokenUSD", "approve", spender, 1)
    assert connection.read("TokenUSD", "allowance", poor.address, spender) == 1
    assert anvil.web3.eth.get_balance(poor.address) == 0
