"""Puts the contracts on a chain: each once, at the address that the others were told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, field, replace
from typing import Any

from eth_account.signers.base import BaseAccount
from eth_utils.crypto import keccak
from web3 import Web3
from web3.utils import get_create_address

from tradefin.chain.artifacts import artifact
from tradefin.chain.connection import Connection
from tradefin.chain.deployment import Deployment, Placed, known_hash, verify
from tradefin.enums import DocumentKind
from tradefin.errors import ChainError, InvalidInput, TokenNotListed
from tradefin.models import Jurisdiction
from tradefin.money import currency_number, exponent
from tradefin.terms import DEFAULT_TERMS, AssetTerms

REGISTRAR = 1
"""AccessManager role: admits participants, keeps calendars and the secret's epochs."""
GOVERNOR = 2
"""AccessManager role: trusts a further room with uses, after GOVERNOR_DELAY."""
GOVERNOR_DELAY = 3 * 86_400
RESERVATION_TTL = 259_200

_TOKEN = "SettlementToken"


FINANCING_GUARANTEES = Jurisdiction(leverage=10, client_bps=1_000, group_bps=1_500)
"""China's rules on financing guarantee companies (regulation 683 of 2017 and what goes with it)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a consortium decides at deployment.

    `ttl` seconds that a request reserves its papers; `bank_share_bps` of every claim that no
    guarantee covers (2,000 in Chinese practice); `limits` of guarantors that nobody classified
    otherwise; `tokens` the settlement token of each currency: an address, or None to deploy a token
    for test networks; `classes` how each kind of asset counts as security of a guarantor at first.
    """

    ttl: int = RESERVATION_TTL
    bank_share_bps: int = 0
    limits: Jurisdiction = FINANCING_GUARANTEES
    tokens: Mapping[str, str | None] = field(default_factory=dict)
    classes: Mapping[DocumentKind, AssetTerms] = field(default_factory=lambda: DEFAULT_TERMS)


Save = Callable[[Deployment], None]


def deploy(
    web3: Web3,
    account: BaseAccount,
    settings: Settings,
    *,
    known: Deployment | None = None,
    save: Save = lambda _: None,
    gas_price: int | None = None,
    gas_limit: int | None = None,
) -> tuple[Deployment, tuple[str, ...]]:
    """Deploys what `known` lacks, from `account`, and wires it; returns it and what was done.

    A second call with the result of the first does nothing and returns an empty tuple. `save` is
    called after each step, so that a broken run is taken up where it ended. Raises InvalidInput
    where `known` stands on the chain and isn't this key's, or was deployed with other settings, or
    can't be completed; ChainError where the code on the chain isn't what ships.
    """
    _require_addresses(settings)
    rooms, tokens = _rooms(settings), _tokens(settings)
    deployment = _resumable(web3, account, rooms, settings, known)
    done: list[str] = []
    there = {
        name: _created_by(account, deployment.nonce + offset) for offset, name in enumerate(rooms)
    }
    there |= {name: placed.address for name, placed in deployment.contracts.items()}
    connection = Connection(web3, deployment, gas_price=gas_price, gas_limit=gas_limit)
    for name, (contract, arguments) in {**rooms, **tokens}.items():
        if name in deployment.contracts:
            continue
        if name in tokens:
            there[name] = _created_by(account, web3.eth.get_transaction_count(account.address))
        values = tuple(there.get(a, a) if isinstance(a, str) else a for a in arguments(account))
        placed = _place(connection, account, contract, values, there[name])
        deployment = _with(deployment, name, placed)
        save(deployment)
        done.append(name)
    for currency, address in settings.tokens.items():
        name = f"Token{currency}"
        if address is not None and name not in deployment.contracts:
            deployment = _with(deployment, name, _foreign(web3, address))
            save(deployment)
    verify(web3, deployment)
    connection = Connection(web3, deployment, gas_price=gas_price, gas_limit=gas_limit)
    done += _wire(connection, account, settings)
    return deployment, tuple(done)


def _require_addresses(settings: Settings) -> None:
    for currency, address in settings.tokens.items():
        currency_number(currency)
        if address is not None and not Web3.is_address(address):
            raise InvalidInput(f"{address} is no address of a token for {currency}")


def _created_by(account: BaseAccount, nonce: int) -> str:
    return str(get_create_address(account.address, nonce))  # type: ignore[arg-type]


def _with(deployment: Deployment, name: str, placed: Placed) -> Deployment:
    return replace(deployment, contracts={**deployment.contracts, name: placed})


def _foreign(web3: Web3, address: str) -> Placed:
    """A token that stood before; its code is its issuer's."""
    where = str(Web3.to_checksum_address(address))
    return Placed(_TOKEN, where, web3.eth.block_number, "", "", ())


Arguments = Callable[[BaseAccount], tuple[Any, ...]]


def _rooms(settings: Settings) -> dict[str, tuple[str, Arguments]]:
    """Name -> artifact and constructor arguments; a string that names a contract is its address."""
    fixed: dict[str, tuple[Any, ...]] = {
        "ParticipantRegistry": ("AccessManager",),
        "BusinessCalendar": ("AccessManager",),
        "DocumentRegistry": (
            "ParticipantRegistry",
            "BusinessCalendar",
            "AccessManager",
            "ReceivablePledge",
            "CounterSecurity",
            "PledgeRegister",
            "Collateral",
        ),
        "CreditLines": ("ParticipantRegistry", "ReceivablePledge"),
        "ClaimLedger": (
            "ParticipantRegistry",
            "BusinessCalendar",
            "AccessManager",
            "ReceivablePledge",
            "GuaranteeEscrow",
            "TermChanges",
            "ShareSales",
            "CounterSecurity",
            settings.bank_share_bps,
        ),
        "TermChanges": (
            "ParticipantRegistry",
            "DocumentRegistry",
            "ClaimLedger",
            "ReceivablePledge",
        ),
        "ShareSales": ("ParticipantRegistry", "ClaimLedger"),
        "ReceivablePledge": (
            "ParticipantRegistry",
            "BusinessCalendar",
            "DocumentRegistry",
            "CreditLines",
            "ClaimLedger",
            settings.ttl,
        ),
        "PledgeRegister": (
            "ParticipantRegistry",
            "DocumentRegistry",
            "ClaimLedger",
            "ReceivablePledge",
        ),
        "Collateral": (
            "ParticipantRegistry",
            "DocumentRegistry",
            "CreditLines",
            "ClaimLedger",
        ),
        "GuarantorCapital": (
            "ParticipantRegistry",
            "ClaimLedger",
            "GuaranteeEscrow",
            "AccessManager",
            _limits(settings),
        ),
        "GuaranteeEscrow": (
            "ParticipantRegistry",
            "BusinessCalendar",
            "ClaimLedger",
            "TermChanges",
            "GuarantorCapital",
            "GuaranteeDemands",
            "CounterSecurity",
            "GuaranteeAmendments",
        ),
        "GuaranteeAmendments": ("ParticipantRegistry", "ClaimLedger", "GuaranteeEscrow"),
        "GuaranteeDemands": (
            "ParticipantRegistry",
            "BusinessCalendar",
            "ClaimLedger",
            "GuaranteeEscrow",
        ),
        "CounterSecurity": (
            "ParticipantRegistry",
            "DocumentRegistry",
            "ClaimLedger",
            "GuaranteeEscrow",
            "AccessManager",
            _classes(settings),
        ),
    }
    plan: dict[str, tuple[str, Arguments]] = {
        "AccessManager": ("AccessManager", lambda account: (account.address,))
    }
    for name, arguments in fixed.items():
        plan[name] = (name, lambda _, given=arguments: given)  # type: ignore[misc]
    return plan


def _limits(settings: Settings) -> list[int]:
    """As JSON gives them back, so that a file's deployment equals the one that was saved."""
    return list(astuple(settings.limits))


def _classes(settings: Settings) -> list[list[Any]]:
    """As JSON gives them back too."""
    return [[int(kind), list(terms.values())] for kind, terms in settings.classes.items()]


def _tokens(settings: Settings) -> dict[str, tuple[str, Arguments]]:
    """Tokens for test networks, where the consortium named none."""
    plan: dict[str, tuple[str, Arguments]] = {}
    for currency, address in settings.tokens.items():
        if address is None:
            named = (f"Settlement {currency}", f"s{currency}", exponent(currency), "AccessManager")
            plan[f"Token{currency}"] = (_TOKEN, lambda _, given=named: given)  # type: ignore[misc]
    return plan


def _resumable(
    web3: Web3,
    account: BaseAccount,
    rooms: Mapping[str, Any],
    settings: Settings,
    known: Deployment | None,
) -> Deployment:
    """What is known if it can be completed: the addresses told to the others must still come."""
    nonce = web3.eth.get_transaction_count(account.address)
    if known is None or not _is_there(web3, known):
        block = web3.eth.block_number
        return Deployment(web3.eth.chain_id, str(account.address), block, nonce, {})
    verify(web3, known)
    if known.deployer != account.address:
        raise InvalidInput(
            f"chain {known.chain_id} holds a deployment of {known.deployer}; use that key, or "
            "record another deployment elsewhere"
        )
    _require_same(known, settings)
    placed = [name for name in rooms if name in known.contracts]
    if len(placed) == len(rooms):
        return known
    if placed == list(rooms)[: len(placed)] and nonce == known.nonce + len(placed):
        return known
    raise InvalidInput(
        f"the deployment on chain {known.chain_id} broke off after {len(placed)} of {len(rooms)} "
        "contracts and its key was used since, so that it can't be completed; record another one "
        "elsewhere"
    )


def _require_same(known: Deployment, settings: Settings) -> None:
    fixed = {
        "ReceivablePledge": settings.ttl,
        "ClaimLedger": settings.bank_share_bps,
        "GuarantorCapital": _limits(settings),
        "CounterSecurity": _classes(settings),
    }
    for name, wanted in fixed.items():
        if name in known.contracts and known.contracts[name].arguments[-1] != wanted:
            raise InvalidInput(
                f"{name} was deployed with {known.contracts[name].arguments[-1]}, not {wanted}, "
                "and deploying again doesn't change it; leave the setting, or record another one "
                "elsewhere"
            )


def _is_there(web3: Web3, known: Deployment) -> bool:
    """False on a chain that was reset since: a local one starts anew under the same number."""
    return any(
        web3.eth.get_code(Web3.to_checksum_address(placed.address))
        for placed in known.contracts.values()
    )


def _place(
    connection: Connection,
    account: BaseAccount,
    contract: str,
    values: tuple[Any, ...],
    expected: str,
) -> Placed:
    shipped = artifact(contract)
    factory = connection.web3.eth.contract(abi=shipped.abi, bytecode=shipped.bytecode)
    data = factory.constructor(*values).data_in_transaction
    done = connection.create(account, bytes.fromhex(str(data).removeprefix("0x")))
    if done.address != expected:
        raise ChainError(
            f"{contract} went to {done.address} instead of {expected}: the deployer's key was "
            "used meanwhile; run the deployment again with nothing else sending from it"
        )
    return Placed(
        contract=contract,
        address=done.address,
        block=done.receipt.block,
        creation_hash="0x" + keccak(shipped.bytecode).hex(),
        runtime_hash=known_hash(contract),
        arguments=values,
    )


def _wire(connection: Connection, account: BaseAccount, settings: Settings) -> list[str]:
    """Gives the roles to the deployer and lists the tokens, where that isn't done yet."""
    done = []
    registrar = {
        "ParticipantRegistry": ("admit", "renew", "suspend", "reinstate", "recover"),
        "BusinessCalendar": ("open", "publish"),
        "DocumentRegistry": ("rotate", "retire"),
        "GuarantorCapital": ("classify",),
        "CounterSecurity": ("setClass",),
    }
    for name, functions in registrar.items():
        done += _entitle(connection, account, name, functions, REGISTRAR)
    governed = _entitle(connection, account, "DocumentRegistry", ("openRoom",), GOVERNOR)
    if governed:
        target = connection.address("DocumentRegistry")
        # Both take effect after AccessManager's own setback of five days.
        connection.write(account, "AccessManager", "setTargetAdminDelay", target, GOVERNOR_DELAY)
        connection.write(account, "AccessManager", "setGrantDelay", GOVERNOR, GOVERNOR_DELAY)
    done += governed
    for role, delay in ((REGISTRAR, 0), (GOVERNOR, GOVERNOR_DELAY)):
        if not connection.read("AccessManager", "hasRole", role, account.address)[0]:
            connection.write(account, "AccessManager", "grantRole", role, account.address, delay)
            done.append(f"role {role}")
    for currency in settings.tokens:
        number = currency_number(currency)
        try:
            connection.read("ClaimLedger", "tokenOf", number)
        except TokenNotListed:
            token = connection.address(f"Token{currency}")
            connection.write(account, "ClaimLedger", "listToken", number, token, exponent(currency))
            done.append(f"listing of {currency}")
    return done


def _entitle(
    connection: Connection, account: BaseAccount, name: str, functions: tuple[str, ...], role: int
) -> list[str]:
    target = connection.address(name)
    selectors = [connection.selector(name, function) for function in functions]
    held = [
        connection.read("AccessManager", "getTargetFunctionRole", target, selector)
        for selector in selectors
    ]
    if all(one == role for one in held):
        return []
    connection.write(account, "AccessManager", "setTargetFunctionRole", target, selectors, role)
    return [f"role {role} on {name}"]
