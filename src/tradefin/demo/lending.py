"""What both endings begin with: papers, a request, cover, the money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tradefin import documents, samples
from tradefin.demo.cast import Cast
from tradefin.demo.stage import Stage
from tradefin.events import FinancingRequested
from tradefin.ids import DocumentId, FinancingId, GuaranteeId, LineId
from tradefin.money import Money

COVER_BPS = 8_000
"""Of what is lent; the rest is the bank's own risk."""
_COVER_DAYS = 180
_PREMIUM_BPS = 100
"""Of the cover, a year."""


@dataclass(frozen=True)
class Papers:
    """A trade's papers as read, and their ids."""

    retyped: documents.TradeDocument
    invoice: DocumentId
    declaration: DocumentId


def present_papers(stage: Stage, cast: Cast, serial: int) -> Papers:
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


def open_line(stage: Stage, cast: Cast, bank: str, limit: str) -> None:
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


def request(stage: Stage, cast: Cast, papers: Papers) -> FinancingRequested:
    """Asks bank A for the most that there is on the papers."""
    line = stage.lines["bank A"]
    quote = cast.exporter.quote(line, papers.invoice, [papers.declaration])
    asked: FinancingRequested = cast.exporter.request(line, papers.invoice, [papers.declaration])
    amount = Money(asked.amount, stage.currency)
    stage.financing_names[asked.financing] = f"financing {asked.financing}"
    detail = (
        f"the most there is: {amount} = 80 % of {quote.asset_open} open; "
        f"matures {quote.maturity_day:%Y-%m-%d}"
    )
    stage.did("exporter", "request", asked, detail, financing=asked.financing)
    return asked


def offer_cover(
    stage: Stage, cast: Cast, asked: FinancingRequested, also: str = "", **terms: Any
) -> GuaranteeId:
    """The guarantor deposits what it is to cover, and offers it; `also` tells of the `terms`."""
    cover = stage.part(Money(asked.amount, stage.currency), COVER_BPS)
    deposit = cast.guarantor.deposit(cover)
    stage.did("guarantor", "deposit", deposit, f"{cover} of capital")
    now = stage.net.now()
    offer = cast.guarantor.offer(
        asked.financing,
        cover,
        premium=stage.part(cover, _PREMIUM_BPS * _COVER_DAYS // 360),
        payer=cast.exporter.org,
        expiry=now + timedelta(days=_COVER_DAYS),
        offer_until=now + timedelta(days=2),
        **terms,
    )
    premium = Money(offer.premium, stage.currency)
    detail = (
        f"accessory guarantee of {cover}, {COVER_BPS // 100} % of principal, for {_COVER_DAYS} "
        f"days; premium in advance {premium}{also}"
    )
    stage.did("guarantor", "offer", offer, detail, guarantee=offer.guarantee)
    return GuaranteeId(offer.guarantee)


def accept(
    stage: Stage, name: str, party: Any, guarantee: GuaranteeId, *assets: DocumentId
) -> None:
    accepted = party.accept(guarantee, assets=assets)
    named = f", and names {len(assets)} assets" if assets else ""
    detail = f"guarantee {guarantee}, by the hash of its terms{named}"
    stage.did(name, "accept", accepted, detail, guarantee=guarantee)


def fund(stage: Stage, cast: Cast, asked: FinancingRequested) -> FinancingId:
    """At the end of it the exporter has the money."""
    funded = cast.bank_a.fund(asked.financing)
    amount = Money(asked.amount, stage.currency)
    detail = f"{amount} to the exporter; the invoice is pledged, the declaration in use"
    stage.did("bank A", "fund", funded, detail, financing=asked.financing)
    return FinancingId(asked.financing)
