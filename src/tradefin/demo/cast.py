"""Who plays: organisations admitted, with play money and what a regulator says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tradefin import samples
from tradefin.demo.stage import Stage
from tradefin.enums import DocumentKind, Role
from tradefin.roles.party import Party

_ASSETS = (DocumentKind.TITLE_DEED, DocumentKind.MACHINERY)
_CAST = {
    "exporter": ({Role.ENTERPRISE}, ()),
    "bank A": ({Role.BANK}, (DocumentKind.INVOICE,)),
    "bank B": ({Role.BANK}, (DocumentKind.INVOICE,)),
    "guarantor": ({Role.GUARANTOR}, ()),
    "customs": ({Role.ATTESTOR}, (DocumentKind.CUSTOMS_DECLARATION,)),
    "buyer": ({Role.ENTERPRISE}, ()),
    "appraiser": ({Role.ATTESTOR}, _ASSETS),
    "regulator": ({Role.REGULATOR}, ()),
}
_IDENTIFIERS = {
    "exporter": samples.EXPORTER,
    "bank A": "LEI:TRAD00WUXICOMBANKA65",
    "bank B": "LEI:TRAD00HAMBURGBANKB04",
    "guarantor": "LEI:TRAD00JSGUARANTEE188",
    "customs": "LEI:TRAD00CHINACUSTOMS41",
    "buyer": samples.BUYER,
    "appraiser": "LEI:TRAD00WUXIVALUERS129",
    "regulator": "LEI:TRAD00JSFINBUREAU130",
}
_FUNDS = {
    "exporter": "20000.00",
    "bank A": "1000000.00",
    "bank B": "1000000.00",
    "guarantor": "500000.00",
    "buyer": "800000.00",
}
_NET_ASSETS = "3000000.00"


@dataclass(frozen=True)
class Cast:
    """The parties, each acting through its key."""

    exporter: Any
    bank_a: Any
    bank_b: Any
    guarantor: Any
    customs: Any
    buyer: Any
    appraiser: Any
    regulator: Any


def assemble(stage: Stage) -> Cast:
    """Admits the parties, gives them play money, and has the guarantor's net assets attested."""
    cast = _admit(stage)
    _give_money(stage, cast)
    _attest_net_assets(stage, cast)
    return cast


def _admit(stage: Stage) -> Cast:
    net = stage.net
    registrar = net.registrar(net.keys[0])
    for key, (name, (roles, kinds)) in zip(net.keys[1:], _CAST.items(), strict=False):
        identifier = _IDENTIFIERS[name]
        admitted = registrar.admit(identifier, signer=key.address, roles=roles, kinds=kinds)
        stage.orgs[name] = admitted.org
        stage.did("registrar", "admit", admitted, f"{name}, {identifier}", org=admitted.org)
    keys = dict(zip(_CAST, net.keys[1:], strict=False))
    return Cast(
        net.enterprise(keys["exporter"]),
        net.bank(keys["bank A"]),
        net.bank(keys["bank B"]),
        net.guarantor(keys["guarantor"]),
        net.attestor(keys["customs"]),
        net.enterprise(keys["buyer"]),
        net.attestor(keys["appraiser"]),
        net.regulator(keys["regulator"]),
    )


def _give_money(stage: Stage, cast: Cast) -> None:
    stage.payers = {name: stage.orgs[name] for name in _FUNDS}
    for name, amount in _FUNDS.items():
        account = stage.net.organisation(stage.orgs[name]).account
        minted = stage.net.mint(account, stage.money(amount))
        stage.did("registrar", "mint", minted, f"{stage.money(amount)} of play money: {name}")
    payers: Mapping[str, Party] = {
        "exporter": cast.exporter,
        "bank A": cast.bank_a,
        "bank B": cast.bank_b,
        "guarantor": cast.guarantor,
        "buyer": cast.buyer,
    }
    for name, party in payers.items():
        event = party.approve(stage.currency)
        stage.did(name, "approve", event, f"lets the contracts pull {stage.currency}")


def _attest_net_assets(stage: Stage, cast: Cast) -> None:
    """What a guarantor may promise depends on them."""
    net, guarantor, worth = stage.net, cast.guarantor.org, stage.money(_NET_ASSETS)
    attested = cast.regulator.attest_net_assets(guarantor, worth)
    bps = net.jurisdiction(net.standing(guarantor, stage.currency).jurisdiction).client_bps
    most = stage.part(worth, bps)
    detail = f"the guarantor has {worth}: up to {bps // 100} % of it, {most}, may cover one client"
    stage.did("regulator", "attest_net_assets", attested, detail)
