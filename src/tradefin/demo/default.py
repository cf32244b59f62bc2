"""The second ending: nobody pays in time, and the guarantee and its security do their work."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from tradefin import documents, samples
from tradefin.demo.cast import Cast
from tradefin.demo.lending import accept, fund, offer_cover, present_papers, request
from tradefin.demo.stage import Stage
from tradefin.enums import Discrepancy
from tradefin.ids import DemandId, DocumentId, FinancingId, GuaranteeId
from tradefin.models import Financing
from tradefin.money import Money

_SECURED_BPS = 7_000
_LAND, _MACHINE, _LIEN = "300000.00", "120000.00", "50000.00"
_SOLD, _COSTS = "200000.00", "6500.00"
_LATE = "90000.00"


def defaulted(stage: Stage, cast: Cast) -> None:
    """Default, a demand that is refused and found good, a payout, recovery out of the land."""
    papers = present_papers(stage, cast, 118)
    asked = request(stage, cast, papers)
    land, machine = _appraise(stage, cast)
    guarantee = offer_cover(
        stage,
        cast,
        asked,
        f"; assets must count {_SECURED_BPS // 100} % of the cover; arbiter: the regulator",
        secured_bps=_SECURED_BPS,
        arbiter=cast.regulator.org,
    )
    _secure(stage, cast, guarantee, land, machine)
    financing = fund(stage, cast, asked)

    default = _fall_into_default(stage, cast, financing, guarantee)
    demand = _demand(stage, cast, financing, guarantee)
    _dispute(stage, cast, demand, default)
    _pay(stage, cast, demand, guarantee)
    stage.net.travel(default + timedelta(days=120))
    _recover(stage, cast, financing, guarantee, land)
    stage.net.travel(default + timedelta(days=135))
    _pay_late(stage, cast, papers.invoice, financing)


def _appraise(stage: Stage, cast: Cast) -> tuple[DocumentId, DocumentId]:
    """The exporter's land, with a mortgage that comes before, and a machine."""
    estate = samples.estate()
    deed, worth = documents.read(estate.deed), stage.money(_LAND)
    land = cast.appraiser.appraise(deed, worth)
    stage.document_names[land.document] = "land of the exporter"
    place = deed.fields["place"]
    detail = f"the exporter's factory and land, {place}, by its title deed: worth {worth}"
    stage.did("appraiser", "appraise", land, detail, asset=land.document)
    lien = stage.money(_LIEN)
    stated = cast.appraiser.state_liens(land.document, lien)
    counts = stage.net.collateral(land.document).recognised
    detail = f"a mortgage of {lien} comes before; after haircuts the land counts {counts}"
    stage.did("appraiser", "state_liens", stated, detail, asset=land.document)

    worth = stage.money(_MACHINE)
    machine = cast.appraiser.appraise(documents.read(estate.machine), worth)
    stage.document_names[machine.document] = "machine of the exporter"
    counts = stage.net.collateral(machine.document).recognised
    detail = f"the exporter's machining centre: worth {worth}, counts {counts}"
    stage.did("appraiser", "appraise", machine, detail, asset=machine.document)
    return land.document, machine.document


def _secure(
    stage: Stage, cast: Cast, guarantee: GuaranteeId, land: DocumentId, machine: DocumentId
) -> None:
    """The land alone is not enough; with the machine it is."""
    accept(stage, "bank A", cast.bank_a, guarantee)
    _offer(stage, cast, guarantee, land)
    short = cast.exporter.preview_accept(guarantee, assets=[land])
    stage.foresaw("exporter", "preview_accept", short)
    _offer(stage, cast, guarantee, machine)
    accept(stage, "exporter", cast.exporter, guarantee, land, machine)


def _offer(stage: Stage, cast: Cast, guarantee: GuaranteeId, asset: DocumentId) -> None:
    counts = stage.net.collateral(asset).recognised
    secured = cast.exporter.offer_collateral(guarantee, asset, counts)
    name = stage.document_names[asset].removesuffix(" of the exporter")
    detail = f"the {name} secures the guarantor with {counts}"
    stage.did("exporter", "offer_collateral", secured, detail, asset=asset)


def _fall_into_default(
    stage: Stage, cast: Cast, financing: FinancingId, guarantee: GuaranteeId
) -> datetime:
    """Nothing is demanded before it."""
    f = stage.net.financing(financing)
    default = _default_of(f)
    stage.net.travel(default - timedelta(days=1))
    cover = stage.net.guarantee(guarantee).cover
    stage.foresaw("bank A", "preview_demand", cast.bank_a.preview_demand(guarantee, cover))
    stage.net.travel(default)
    owed = stage.net.statement(financing).debt
    detail = (
        "in default: the exporter has stopped its payments, the buyer is late; "
        f"{owed.total} owed, {owed.penalty} of it penalty"
    )
    stage.saw("bank A", "statement", detail)
    stage.foresaw("bank A", "preview_demand", cast.bank_a.preview_demand(guarantee, cover))
    return default


def _default_of(f: Financing) -> datetime:
    """The first morning on which a financing that nobody repays is in default."""
    day = f.maturity_day + timedelta(days=f.grace_days + 1)
    return datetime.combine(day, time(9), UTC)


def _demand(stage: Stage, cast: Cast, financing: FinancingId, guarantee: GuaranteeId) -> DemandId:
    cover = stage.net.guarantee(guarantee).cover
    day = stage.net.financing(financing).maturity_day
    statement = f"Financing {financing} fell due on {day:%Y-%m-%d}; the borrower has not repaid."
    demand = cast.bank_a.demand(guarantee, cover, statement.encode())
    detail = f'{cover} demanded: "{statement}" To be examined by {demand.examine_by:%Y-%m-%d}'
    stage.did("bank A", "demand", demand, detail, demand=demand.demand)
    return DemandId(demand.demand)


def _dispute(stage: Stage, cast: Cast, demand: DemandId, default: datetime) -> None:
    """The guarantor refuses, the bank contests, the arbiter reads the statement and decides."""
    stage.net.travel(default + timedelta(days=2))
    refused = cast.guarantor.refuse(demand, [Discrepancy.STATEMENT_NOT_SUPPORTING])
    detail = "one discrepancy: the statement doesn't say in what the borrower is in breach"
    stage.did("guarantor", "refuse", refused, detail, demand=demand)
    stage.net.travel(default + timedelta(days=5))
    contested = cast.bank_a.contest(demand, b"The statement names the debt and its due day.")
    detail = (
        "it does: it names the debt and its due day; the capital stays locked until the arbiter "
        f"decides, by {contested.decide_by:%Y-%m-%d}"
    )
    stage.did("bank A", "contest", contested, detail, demand=demand)
    stage.net.travel(default + timedelta(days=20))
    decided = cast.regulator.arbitrate(demand, complies=True)
    detail = "as the arbiter: the demand complies, and that is final"
    stage.did("regulator", "arbitrate", decided, detail, demand=demand)


def _pay(stage: Stage, cast: Cast, demand: DemandId, guarantee: GuaranteeId) -> None:
    payout = cast.guarantor.pay(demand)
    detail = f"{Money(payout.amount, stage.currency)} to bank A, and buys that much of the claim"
    stage.did("guarantor", "pay", payout, detail, guarantee=guarantee)


def _recover(
    stage: Stage, cast: Cast, financing: FinancingId, guarantee: GuaranteeId, land: DocumentId
) -> None:
    """Out of the land come the costs first, then the claim; papers and line are free of it."""
    costs = stage.money(_COSTS)
    booked = cast.guarantor.book_costs(guarantee, costs, b"Court, auctioneer, transfer of title.")
    detail = f"{costs} for the court and the auction of the land"
    stage.did("guarantor", "book_costs", booked, detail, guarantee=guarantee)
    _sell(stage, cast, guarantee, land)
    relieved = cast.guarantor.relieve(financing)
    less = Money(relieved.amount, stage.currency)
    detail = f"{less} of principal less: invoice and line are free of it"
    stage.did("guarantor", "relieve", relieved, detail, financing=financing)
    _still_owed(stage, "guarantor", financing)


def _sell(stage: Stage, cast: Cast, guarantee: GuaranteeId, land: DocumentId) -> None:
    """The sale is ashore: what it brought after the mortgage is told and distributed."""
    price, lien = stage.money(_SOLD), stage.money(_LIEN)
    recovered = cast.guarantor.recover(
        guarantee,
        land,
        value=stage.net.document(land).open,
        proceeds=price - lien,
        reference="AUCTION-118",
    )
    costs, claim = (Money(m, stage.currency) for m in (recovered.to_costs, recovered.to_claim))
    detail = (
        f"the land is sold for {price}, paid ashore: {lien} to the mortgage, the rest to the "
        f"guarantor; {costs} are its costs, {claim} come off its part of the claim"
    )
    stage.did("guarantor", "recover", recovered, detail, guarantee=guarantee, asset=land)


def _pay_late(stage: Stage, cast: Cast, invoice: DocumentId, financing: FinancingId) -> None:
    """What comes in late is shared by those who hold the claim."""
    late = stage.money(_LATE)
    collected = cast.buyer.collect(invoice, late, "PAY-118")
    detail = f"the buyer pays {late} late; bank A and the guarantor share it by their claims"
    stage.did("buyer", "collect", collected, detail, financing=financing)
    credit = cast.guarantor.withdraw_credit(stage.currency)
    detail = f"{Money(credit.amount, stage.currency)}, its share of it"
    stage.did("guarantor", "withdraw_credit", credit, detail)
    _still_owed(stage, "bank A", financing)


def _still_owed(stage: Stage, actor: str, financing: FinancingId) -> None:
    statement = stage.net.statement(financing)
    names = {org: name for name, org in stage.orgs.items()}
    held = ", ".join(f"{names[h.holder]} holds {h.amount}" for h in statement.holdings)
    stage.saw(actor, "statement", f"the exporter still owes {statement.debt.total}: {held}")
