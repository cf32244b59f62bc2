"""A consortium on a chain, the same for every engine and every test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import settings

from tradefin import LocalNetwork, Money, documents, local, samples
from tradefin.enums import DocumentKind, Role
from tradefin.ids import DocumentId, LineId, OrgId
from tradefin.roles.attestor import Attestor
from tradefin.roles.bank import Bank
from tradefin.roles.enterprise import Enterprise
from tradefin.roles.guarantor import Guarantor
from tradefin.roles.registrar import Registrar
from tradefin.roles.regulator import Regulator

# The same cases on every run; `--hypothesis-profile long` searches anew, and longer.
settings.register_profile("short", derandomize=True, deadline=None)
settings.register_profile("long", max_examples=2_000, deadline=None)
settings.load_profile("short")

IDENTIFIERS = {
    "exporter": samples.EXPORTER,
    "bank": "LEI:TRAD00WUXICOMBANKA65",
    "other_bank": "LEI:TRAD00HAMBURGBANKB04",
    "guarantor": "LEI:TRAD00JSGUARANTEE188",
    "customs": "LEI:TRAD00CHINACUSTOMS41",
    "buyer": samples.BUYER,
    "regulator": "LEI:TRAD00FXREGULATOR136",
}
PLAY_MONEY = Money.of("5000000.00", "USD")
NET_ASSETS = Money.of("100000000.00", "USD")
"""Of a guarantor: ten times as much may be covered, 10 % of it for one client."""


@dataclass(frozen=True)
class Consortium:
    """Everybody admitted, with money on their accounts and the contracts allowed to pull it."""

    net: LocalNetwork
    registrar: Registrar
    exporter: Enterprise
    bank: Bank
    other_bank: Bank
    guarantor: Guarantor
    customs: Attestor
    buyer: Enterprise
    regulator: Regulator

    def papers(self, serial: int = 117) -> Papers:
        """A sale's invoice (USD 360,000.00) and declaration (USD 500,000.00), both attested."""
        trade = samples.trade(self.net.now().date(), "USD", serial=serial)
        invoice = documents.read(trade.invoice)
        declaration = documents.read(trade.declaration)
        self.customs.attest(declaration)
        self.bank.attest(invoice)
        ids = self.bank.document_id(invoice), self.bank.document_id(declaration)
        return Papers(invoice, declaration, documents.read(trade.retyped), *ids)

    def line(self, bank: Bank | None = None, limit: str = "1000000.00", **terms: object) -> LineId:
        """A line for the exporter: 80 % advance, 5.25 % a year, 15 days of grace."""
        chosen: dict[str, object] = {
            "rate_bps": 525,
            "expiry": self.net.now() + timedelta(days=360),
            **terms,
        }
        lender = bank or self.bank
        opened = lender.open_line(self.exporter.org, Money.of(limit, "USD"), **chosen)  # type: ignore[arg-type]
        return LineId(opened.line)


@dataclass(frozen=True)
class Papers:
    """Papers as read, and the ids under which they stand."""

    read_invoice: documents.TradeDocument
    read_declaration: documents.TradeDocument
    retyped: documents.TradeDocument
    invoice: DocumentId
    declaration: DocumentId


def assemble(net: LocalNetwork) -> Consortium:
    """Admits everybody and hands out play money."""
    registrar = net.registrar(net.keys[0])
    roles: dict[str, tuple[set[Role], tuple[DocumentKind, ...]]] = {
        "exporter": ({Role.ENTERPRISE}, ()),
        "bank": ({Role.BANK}, (DocumentKind.INVOICE,)),
        "other_bank": ({Role.BANK}, (DocumentKind.INVOICE,)),
        "guarantor": ({Role.GUARANTOR}, ()),
        "customs": ({Role.ATTESTOR}, (DocumentKind.CUSTOMS_DECLARATION,)),
        "buyer": ({Role.ENTERPRISE}, ()),
        "regulator": ({Role.REGULATOR}, ()),
    }
    for key, (name, (held, kinds)) in zip(net.keys[1:], roles.items(), strict=False):
        registrar.admit(IDENTIFIERS[name], signer=key.address, roles=held, kinds=kinds)
        net.mint(key.address, PLAY_MONEY)
    keys = dict(zip(roles, net.keys[1:], strict=False))
    found = Consortium(
        net,
        registrar,
        net.enterprise(keys["exporter"]),
        net.bank(keys["bank"]),
        net.bank(keys["other_bank"]),
        net.guarantor(keys["guarantor"]),
        net.attestor(keys["customs"]),
        net.enterprise(keys["buyer"]),
        net.regulator(keys["regulator"]),
    )
    for party in (found.exporter, found.bank, found.other_bank, found.guarantor, found.buyer):
        party.approve("USD")
    found.regulator.attest_net_assets(found.guarantor.org, NET_ASSETS)
    return found


@pytest.fixture(scope="session", params=["embedded", "anvil"])
def _standing(request: pytest.FixtureRequest) -> Iterator[Consortium]:
    """One chain an engine and session; `consortium` takes it back after each test."""
    with local(request.param, aliases=samples.PARTICIPANTS) as net:
        yield assemble(net)


@pytest.fixture
def consortium(_standing: Consortium) -> Iterator[Consortium]:
    """On both engines: the embedded chain and Anvil."""
    mark = _standing.net.snapshot()
    yield _standing
    _standing.net.revert(mark)


@pytest.fixture(scope="session")
def _embedded() -> Iterator[Consortium]:
    with local(aliases=samples.PARTICIPANTS) as net:
        yield assemble(net)


@pytest.fixture
def embedded(_embedded: Consortium) -> Iterator[Consortium]:
    """On the embedded chain alone: for what no engine could make different."""
    mark = _embedded.net.snapshot()
    yield _embedded
    _embedded.net.revert(mark)


@pytest.fixture
def now(consortium: Consortium) -> datetime:
    return consortium.net.now()


def usd(amount: str) -> Money:
    """`usd("288000.00")`."""
    return Money.of(amount, "USD")


__all__ = ["NET_ASSETS", "Consortium", "OrgId", "Papers", "assemble", "usd"]
