"""A cast on a local network and the actions that the ledger's tests play."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import tradefin
from tradefin import Money, documents, samples
from tradefin.enums import DocumentKind, Role
from tradefin.ids import DocumentId, FinancingId, GuaranteeId
from tradefin.roles.network import LocalNetwork

CAST = {
    "exporter": (samples.EXPORTER, Role.ENTERPRISE, ()),
    "buyer": (samples.BUYER, Role.ENTERPRISE, ()),
    "bank": ("LEI:TRAD00WUXICOMBANKA65", Role.BANK, (DocumentKind.INVOICE,)),
    "guarantor": ("LEI:TRAD00JSGUARANTEE188", Role.GUARANTOR, ()),
    "customs": (
        "LEI:TRAD00CHINACUSTOMS41",
        Role.ATTESTOR,
        (DocumentKind.CUSTOMS_DECLARATION,),
    ),
}


def usd(amount: str) -> Money:
    return Money.of(amount, "USD")


@dataclass
class Trades:
    """Several sales of one exporter to one buyer, financed by one bank."""

    net: LocalNetwork = field(default_factory=lambda: tradefin.local(aliases=samples.PARTICIPANTS))
    papers: list[DocumentId] = field(default_factory=list)
    financings: list[FinancingId] = field(default_factory=list)
    serial: int = 0

    def __post_init__(self) -> None:
        net, registrar = self.net, self.net.registrar(self.net.keys[0])
        for key, (name, (identifier, role, kinds)) in zip(net.keys[1:], CAST.items(), strict=False):
            registrar.admit(identifier, signer=key.address, roles=[role], kinds=kinds)
            net.mint(key.address, usd("2000000.00"))
            make = {
                Role.ENTERPRISE: net.enterprise,
                Role.BANK: net.bank,
                Role.GUARANTOR: net.guarantor,
                Role.ATTESTOR: net.attestor,
            }[role]
            party: Any = make(key)
            party.approve("USD")
            setattr(self, name, party)
        expiry = net.now() + timedelta(days=365)
        self.line = self.bank.open_line(
            self.exporter.org, usd("1000000.00"), rate_bps=525, expiry=expiry
        ).line

    exporter: Any = None
    buyer: Any = None
    bank: Any = None
    guarantor: Any = None
    customs: Any = None
    line: Any = None

    def present(self) -> tuple[DocumentId, DocumentId]:
        """An invoice of 360,000.00 and its declaration of 500,000.00."""
        self.serial += 1
        trade = samples.trade(self.net.now().date(), serial=self.serial)
        signed = (
            self.customs.sign(documents.read(trade.declaration)),
            self.bank.sign(documents.read(trade.invoice)),
        )
        declaration, invoice = (e.document for e in self.exporter.present(*signed))
        self.papers += [invoice, declaration]
        return invoice, declaration

    def request(self, invoice: DocumentId, declaration: DocumentId, amount: str) -> FinancingId:
        asked = self.exporter.request(self.line, invoice, [declaration], usd(amount))
        self.financings.append(asked.financing)
        return FinancingId(asked.financing)

    def cover(self, financing: FinancingId, amount: str) -> GuaranteeId:
        self.guarantor.deposit(usd(amount))
        now = self.net.now()
        offer = self.guarantor.offer(
            financing,
            usd(amount),
            premium=usd("500.00"),
            payer=self.exporter.org,
            expiry=now + timedelta(days=300),
            offer_until=now + timedelta(days=2),
        )
        self.bank.accept(offer.guarantee)
        self.exporter.accept(offer.guarantee)
        return GuaranteeId(offer.guarantee)

    def after_maturity(self, financing: FinancingId, days: int) -> None:
        """Moves the clock to noon UTC, `days` after the financing's maturity."""
        f = self.net.financing(financing)
        noon = f.drawn.replace(hour=12, minute=0, second=0) if f.drawn else self.net.now()
        self.net.travel(noon + (f.maturity_day - noon.date()) + timedelta(days=days))
