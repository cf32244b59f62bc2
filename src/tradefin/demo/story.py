"""The story: two trades, one repaid and one in default, and a second financing refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tradefin import documents, samples
from tradefin.demo.play import Ending, Played, Refusal, Step
from tradefin.enums import DocumentKind, Role
from tradefin.errors import (
    DocumentAlreadyAttested,
    Reverted,
    TradefinError,
    UseExceedsCapacity,
)
from tradefin.events import Event
from tradefin.ids import DocumentId, FinancingId, GuaranteeId, LineId
from tradefin.money import Money
from tradefin.roles.network import LocalNetwork
from tradefin.roles.party import Party

Watch = Callable[[Step | Refusal], None]

_CAST = {
    "exporter": ({Role.ENTERPRISE}, ()),
    "bank A": ({Role.BANK}, (DocumentKind.INVOICE,)),
    "bank B": ({Role.BANK}, (DocumentKind.INVOICE,)),
    "guarantor": ({Role.GUARANTOR}, ()),
    "customs": ({Role.ATTESTOR}, (DocumentKind.CUSTOMS_DECLARATION,)),
    "buyer": ({Role.ENTERPRISE}, ()),
}
_IDENTIFIERS = {
    "exporter": samples.EXPORTER,
    "bank A": "LEI:TRAD00WUXICOMBANKA65",
    "bank B": "LEI:TRAD00HAMBURGBANKB04",
    "guarantor": "LEI:TRAD00JSGUARANTEE188",
    "customs": "LEI:TRAD00CHINACUSTOMS41",
    "buyer": samples.BUYER,
}
_FUNDS = {
    "exporter": "20000.00",
    "bank A": "1000000.00",
    "bank B": "1000000.00",
    "guarantor": "500000.00",
    "buyer": "800000.00",
}
_VAULTS = ("ClaimLedger", "GuarantorCapital")


@dataclass
class Stage:
    """The cast on a network, and what has happened so far."""

    net: LocalNetwork
    engine: str
    currency: str
    watch: Watch
    ending: str = "opening"
    steps: list[Step] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)
    document_names: dict[bytes, str] = field(default_factory=dict)
    financing_names: dict[int, str] = field(default_factory=dict)
    orgs: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, LineId] = field(default_factory=dict)

    def money(self, amount: str) -> Money:
        return Money.of(amount, self.currency)

    def did(self, actor: str, action: str, event: Event, detail: str, **ids: object) -> None:
        gas = event.receipt.gas if event.receipt else None
        self._step(actor, action, detail, gas, ids)

    def saw(self, actor: str, action: str, detail: str, **ids: object) -> None:
        """A step that sends nothing: reading, waiting."""
        self._step(actor, action, detail, None, ids)

    def refused(self, actor: str, action: str, attempt: Callable[[], object]) -> None:
        """Tries what must be refused; it is a fault of the system if it isn't."""
        try:
            attempt()
        except Reverted as refusal:
            found = Refusal(
                self.ending,
                self.net.now(),
                actor,
                action,
                type(refusal).__name__,
                refusal.arguments,
                self._in_words(refusal),
            )
            self.refusals.append(found)
            self.watch(found)
            return
        raise TradefinError(f"{actor}: {action} should have been refused")

    def _in_words(self, refusal: Reverted) -> str:
        """With the paper's name and money, which this program knows and a node doesn't."""
        match refusal:
            case UseExceedsCapacity(document=document, requested=asked, available=free):
                name, rest = self.document_names[document], Money(free, self.currency)
                return f"{Money(asked, self.currency)} asked of {name}, {rest} are free of uses"
            case DocumentAlreadyAttested(document=document):
                return f"{self.document_names[document]} is attested already, with these contents"
        return str(refusal)

    def balances(self) -> dict[str, int]:
        """Every party and every contract that holds money, minor units."""
        parties = {
            name: self.net.balance(org, self.currency).minor for name, org in self.orgs.items()
        }
        return parties | {v: self.net.held_by(v, self.currency).minor for v in _VAULTS}

    def _step(
        self, actor: str, action: str, detail: str, gas: int | None, ids: Mapping[str, object]
    ) -> None:
        texts, held = _texts(ids), self.balances()
        step = Step(self.ending, self.net.now(), actor, action, detail, gas, texts, held)
        self.steps.append(step)
        self.watch(step)


def play(net: LocalNetwork, engine: str, watch: Watch) -> Played:
    """Plays both endings on a fresh network and checks that no money came or went."""
    stage = Stage(net, engine, "USD", watch)
    cast = _admit(stage)
    _fund_cast(stage, cast)
    for ending in (_repaid, _defaulted):
        stage.ending = ending.__name__.strip("_")
        before = stage.balances()
        ending(stage, cast)
        after = stage.balances()
        if sum(before.values()) != sum(after.values()):
            raise TradefinError(
                f"money isn't conserved in {stage.ending}: {before} before, {after} after"
            )
        stage.endings.append(Ending(stage.ending, before, after))
    return Played(
        engine,
        stage.currency,
        tuple(stage.steps),
        tuple(stage.refusals),
        tuple(stage.endings),
        stage.document_names,
        stage.financing_names,
    )


@dataclass(frozen=True)
class Cast:
    """The parties, each acting through its key."""

    exporter: Any
    bank_a: Any
    bank_b: Any
    guarantor: Any
    customs: Any
    buyer: Any


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
    )


def _fund_cast(stage: Stage, cast: Cast) -> None:
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


@dataclass(frozen=True)
class Papers:
    """A trade's papers as read, and their ids."""

    retyped: documents.TradeDocument
    invoice: DocumentId
    declaration: DocumentId


def _present_papers(stage: Stage, cast: Cast, serial: int) -> Papers:
    """Customs and the bank read the papers and sign; the exporter presents both at once."""
    trade = samples.trade(stage.net.now().date(), stage.currency, serial=serial)
    invoice, declaration = documents.read(trade.invoice), documents.read(trade.declaration)
    stage.saw("exporter", "read", f"UBL invoice {invoice.number}: {invoice.total} payable")
    stage.saw("exporter", "read", f"customs declaration {declaration.number}: {declaration.total}")
    signed = (cast.customs.sign(declaration), cast.bank_a.sign(invoice))
    attested = cast.exporter.present(*signed)
    ids = {"declaration": attested[0].document, "invoice": attested[1].document}
    detail = "both statements, signed by customs and bank A, in one transaction"
    stage.did("exporter", "present", attested[0], detail, **ids)
    stage.document_names[ids["invoice"]] = f"invoice {invoice.number}"
    stage.document_names[ids["declaration"]] = f"declaration {declaration.number}"
    return Papers(documents.read(trade.retyped), ids["invoice"], ids["declaration"])


def _open_line(stage: Stage, cast: Cast, bank: str, limit: str) -> None:
    lender = cast.bank_a if bank == "bank A" else cast.bank_b
    line = lender.open_line(
        cast.exporter.org,
        stage.money(limit),
        rate_bps=525,
        expiry=stage.net.now() + timedelta(days=360),
    )
    detail = f"{stage.money(limit)} for the exporter, 80 % of an invoice, 5.25 % a year"
    stage.did(bank, "open_line", line, detail, line=line.line)
    stage.lines[bank] = LineId(line.line)


def _finance(
    stage: Stage, cast: Cast, papers: Papers, cover_percent: int
) -> tuple[FinancingId, GuaranteeId]:
    """Request, guarantee, funding: at the end the exporter has the money."""
    line = stage.lines["bank A"]
    quote = cast.exporter.quote(line, papers.invoice, [papers.declaration])
    asked = cast.exporter.request(line, papers.invoice, [papers.declaration])
    amount = Money(asked.amount, stage.currency)
    stage.financing_names[asked.financing] = f"financing {asked.financing}"
    detail = (
        f"the most there is: {amount} = 80 % of {quote.asset_open} open; "
        f"matures {quote.maturity_day:%Y-%m-%d}"
    )
    stage.did("exporter", "request", asked, detail, financing=asked.financing)

    cover = Money(asked.amount * cover_percent // 100, stage.currency)
    deposit = cast.guarantor.deposit(cover)
    stage.did("guarantor", "deposit", deposit, f"{cover} of capital")
    now = stage.net.now()
    offer = cast.guarantor.offer(
        asked.financing,
        cover,
        premium=Money(cover.minor // 200, stage.currency),
        payer=cast.exporter.org,
        expiry=now + timedelta(days=180),
        offer_until=now + timedelta(days=2),
    )
    premium = Money(offer.premium, stage.currency)
    detail = f"accessory guarantee of {cover}, {cover_percent} % of principal; premium {premium}"
    stage.did("guarantor", "offer", offer, detail, guarantee=offer.guarantee)
    for name, party in (("bank A", cast.bank_a), ("exporter", cast.exporter)):
        accepted = party.accept(offer.guarantee)
        detail = f"guarantee {offer.guarantee}, by the hash of its terms"
        stage.did(name, "accept", accepted, detail, guarantee=offer.guarantee)

    funded = cast.bank_a.fund(asked.financing)
    detail = f"{amount} to the exporter; the invoice is pledged, the declaration in use"
    stage.did("bank A", "fund", funded, detail, financing=asked.financing)
    return FinancingId(asked.financing), GuaranteeId(offer.guarantee)


def _repaid(stage: Stage, cast: Cast) -> None:
    papers = _present_papers(stage, cast, 117)
    _open_line(stage, cast, "bank A", "500000.00")
    financing, guarantee = _finance(stage, cast, papers, 80)
    _try_again(stage, cast, papers)

    due = stage.net.document(papers.invoice).due
    assert due is not None
    stage.net.travel(due - timedelta(hours=12))
    stage.saw("buyer", "wait", f"the invoice is due {due:%Y-%m-%d}")
    owed = stage.net.statement(financing).debt
    stage.saw("bank A", "statement", f"{owed.principal} and {owed.interest} interest are owed")
    open_ = stage.net.document(papers.invoice).open
    paid = cast.buyer.collect(papers.invoice, open_, "PAY-117")
    surplus = Money(paid.surplus, stage.currency)
    detail = f"the buyer pays {open_}: {owed.total} to bank A, {surplus} to the exporter"
    stage.did("buyer", "collect", paid, detail, financing=financing)
    released = cast.guarantor.release(guarantee)
    detail = f"{Money(released.unlocked, stage.currency)} unlocked: nothing is owed any more"
    stage.did("guarantor", "release", released, detail, guarantee=guarantee)
    _withdraw_capital(stage, cast)


def _try_again(stage: Stage, cast: Cast, papers: Papers) -> None:
    """The same paper at another bank, in another format, under another spelling."""
    typed = papers.retyped
    stage.saw("bank B", "read", f"the same invoice as CII, retyped as {typed.number}")
    stage.refused("bank B", "attest", lambda: cast.bank_b.attest(typed))
    _open_line(stage, cast, "bank B", "500000.00")
    line = stage.lines["bank B"]
    same = cast.bank_b.document_id(typed)
    amount = stage.money("288000.00")
    stage.refused(
        "exporter",
        "request",
        lambda: cast.exporter.request(line, same, [papers.declaration], amount),
    )


def _defaulted(stage: Stage, cast: Cast) -> None:
    papers = _present_papers(stage, cast, 118)
    financing, guarantee = _finance(stage, cast, papers, 80)

    f = stage.net.financing(financing)
    default = datetime.combine(f.maturity_day, datetime.min.time(), UTC) + timedelta(
        days=f.grace_days + 1
    )
    stage.net.travel(default)
    owed = stage.net.statement(financing).debt
    detail = f"in default, with recourse to the exporter: {owed.total} owed, {owed.penalty} penalty"
    stage.saw("bank A", "statement", detail)
    cover = stage.net.guarantee(guarantee).cover
    demand = cast.bank_a.demand(guarantee, cover, b"The applicant has not repaid at maturity.")
    detail = f"{cover} under guarantee {guarantee}; to be examined by {demand.examine_by:%Y-%m-%d}"
    stage.did("bank A", "demand", demand, detail, demand=demand.demand)
    examined = cast.guarantor.examine(demand.demand)
    stage.did("guarantor", "examine", examined, "the demand complies", demand=demand.demand)
    payout = cast.guarantor.pay(demand.demand)
    detail = f"{Money(payout.amount, stage.currency)} to bank A, and buys that much of the claim"
    stage.did("guarantor", "pay", payout, detail, guarantee=guarantee)

    stage.net.travel(default + timedelta(days=30))
    recovered = stage.money("150000.00")
    collected = cast.buyer.collect(papers.invoice, recovered, "PAY-118")
    detail = f"the buyer pays {recovered} late; bank A and the guarantor share it by their claims"
    stage.did("buyer", "collect", collected, detail, financing=financing)
    credit = cast.guarantor.withdraw_credit(stage.currency)
    detail = f"{Money(credit.amount, stage.currency)} recovered"
    stage.did("guarantor", "withdraw_credit", credit, detail)
    _still_owed(stage, financing)


def _still_owed(stage: Stage, financing: FinancingId) -> None:
    statement = stage.net.statement(financing)
    names = {org: name for name, org in stage.orgs.items()}
    held = ", ".join(f"{names[h.holder]} holds {h.amount}" for h in statement.holdings)
    stage.saw("bank A", "statement", f"the exporter still owes {statement.debt.total}: {held}")


def _withdraw_capital(stage: Stage, cast: Cast) -> None:
    free = stage.net.capital(cast.guarantor.org, stage.currency).free
    taken = cast.guarantor.withdraw(free)
    stage.did("guarantor", "withdraw", taken, f"{free} of free capital")


def _texts(ids: Mapping[str, object]) -> dict[str, str]:
    return {k: f"0x{v.hex()}" if isinstance(v, bytes) else str(v) for k, v in ids.items()}
