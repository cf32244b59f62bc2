"""What waits for a party, told from what stands on the chain."""

from __future__ import annotations

from collections.abc import Iterator

from tradefin.enums import (
    DemandStatus,
    DocumentStatus,
    FinancingStatus,
    GuaranteeStatus,
    NoticeStatus,
)
from tradefin.errors import TokenNotListed
from tradefin.events import (
    AssetSecured,
    DemandPresented,
    FinancingOpened,
    GuaranteeAccepted,
    GuaranteeOffered,
    NoticeSent,
    ReceiptParked,
    ShareOffered,
    ShareSold,
    ShareWithdrawn,
)
from tradefin.ids import DocumentId, GuaranteeId, OrgId
from tradefin.models import Demand, Financing, Guarantee, Notice
from tradefin.money import Money
from tradefin.roles.reads import OWING, Reads
from tradefin.roles.securing import SecurityReads

CHANGEABLE = (FinancingStatus.FUNDED, FinancingStatus.OVERDUE, FinancingStatus.DEFAULTED)
PAYABLE = (DemandStatus.COMPLYING, DemandStatus.PRECLUDED, DemandStatus.SHORT)
UNPAID = (DemandStatus.PRESENTED, DemandStatus.COMPLYING, DemandStatus.PRECLUDED)
LATE = (FinancingStatus.OVERDUE, FinancingStatus.DEFAULTED)


def notices_for(reads: SecurityReads, org: OrgId) -> list[Notice]:
    """Applications, offers, demands, refusals, overdue debts, notices of assignment, papers that
    are revoked, short or disputed, terms that are proposed or changed, shares for sale, small
    differences that may be cleared, security of guarantors that is stale or falls short, and what
    regulators freeze, or froze, with what was kept meanwhile.

    Ordered by the time by which something must be done; what has none comes last.
    """
    sources = (_of_financings, _of_guarantees, _of_shares, _of_debts, _of_receipts, _of_freezes)
    found = [notice for source in sources for notice in source(reads, org)]
    found += _of_securities(reads, org)
    return sorted(found, key=lambda notice: (notice.by is None, notice.by, str(notice.id)))


def _of_financings(reads: Reads, org: OrgId) -> Iterator[Notice]:
    for event in reads.all_events("ClaimLedger", FinancingOpened):
        if org not in (event.bank, event.enterprise):
            continue
        f = reads.financing(event.financing)
        if f.status is FinancingStatus.REQUESTED and org == f.bank:
            yield Notice("application", f.id, f.until, f"{f.requested} requested on line {f.line}")
        yield from _of_terms(reads, f, org)
        if f.status in LATE or (f.status is FinancingStatus.WRITTEN_OFF and org == f.enterprise):
            state = f.status.name.lower().replace("_", " ")
            late = reads.arrears(f)
            yield Notice("overdue", f.id, None, f"{late.principal} due {late.since}, {state}")
        if f.frozen_until is not None:
            yield Notice("frozen", f.id, None, f"a regulator freezes it until {f.frozen_until}")
        if f.status in OWING:
            yield from _of_papers(reads, f)


def _of_terms(reads: Reads, f: Financing, org: OrgId) -> Iterator[Notice]:
    if f.status not in CHANGEABLE:
        return
    proposal = reads.proposal(f.id)
    if proposal is not None and proposal.by != org and reads.now() <= proposal.until:
        p = proposal
        text = f"due {p.maturity_day} at {p.rate_bps} bps proposed by organisation {p.by}"
        yield Notice("proposal", f.id, p.until, text)


def _of_shares(reads: Reads, org: OrgId) -> Iterator[Notice]:
    over = {e.share for e in reads.all_events("ShareSales", ShareSold)}
    over |= {e.share for e in reads.all_events("ShareSales", ShareWithdrawn)}
    for event in reads.all_events("ShareSales", ShareOffered):
        if event.buyer != org or event.share in over:
            continue
        s = reads.share(event.share)
        if reads.now() <= s.until:
            text = f"{s.amount} of financing {s.financing} for {s.price}"
            yield Notice("share", s.id, s.until, text)


def _of_papers(reads: Reads, f: Financing) -> Iterator[Notice]:
    for document in (f.basis.whole, *(part.document for part in f.basis.parts)):
        d = reads.document(document)
        if d.disputed:
            yield Notice("disputed", document, None, f"the debtor disputes the invoice of {f.id}")
        if d.status is DocumentStatus.REVOKED:
            yield Notice("revoked", document, None, f"a paper of financing {f.id} was revoked")
        elif d.short:
            text = f"a paper of financing {f.id} bears {d.used}, {d.open} is open"
            yield Notice("short", document, None, text)


def _of_freezes(reads: Reads, org: OrgId) -> Iterator[Notice]:
    until = reads.organisation(org).frozen_until
    if until is not None:
        text = f"a regulator freezes the organisation until {until}; its money is kept"
        yield Notice("frozen", org, None, text)
    parked = reads.all_events("ClaimLedger", ReceiptParked)
    for financing in dict.fromkeys(e.financing for e in parked if e.org == org):
        kept = reads.parked(financing, org)
        if kept.minor and reads.financing(financing).frozen_until is None:
            yield Notice("receipts", financing, None, f"{kept} was kept and can be released")


def _of_debts(reads: Reads, org: OrgId) -> Iterator[Notice]:
    """Notices of assignment that reached a debtor, or will, and that it hasn't acknowledged."""
    for event in reads.all_events("PledgeRegister", NoticeSent):
        invoice = reads.document(event.invoice)
        waits = reads.assignment(invoice.id).status < NoticeStatus.ACKNOWLEDGED
        if invoice.counterparty == org and waits and not invoice.disputed:
            text = f"{invoice.amount} is assigned to organisation {event.bank}"
            yield Notice("assignment", invoice.id, invoice.due, text)


def _of_receipts(reads: Reads, org: OrgId) -> Iterator[Notice]:
    """What is left of invoices and may be cleared, by their holder or a bank that booked one."""
    payers: dict[DocumentId, set[OrgId]] = {}
    for event in reads.collections():
        payers.setdefault(event.asset, set()).add(event.payer)
    for invoice, booked_by in payers.items():
        d = reads.document(invoice)
        may_clear = org == d.holder or (org in booked_by and org != d.counterparty)
        if may_clear and 0 < d.open.minor <= _tolerance(reads, invoice):
            yield Notice("difference", invoice, None, f"{d.open} of {d.amount} is left")


def _tolerance(reads: Reads, invoice: DocumentId) -> int:
    """Nothing where a later statement put the invoice into a currency that has no token."""
    try:
        return reads.tolerance(invoice).minor
    except TokenNotListed:
        return 0


def _of_guarantees(reads: Reads, org: OrgId) -> Iterator[Notice]:
    accepted = {
        (e.guarantee, e.party) for e in reads.all_events("GuaranteeEscrow", GuaranteeAccepted)
    }
    for event in reads.all_events("GuaranteeEscrow", GuaranteeOffered):
        sides = (event.guarantor, event.beneficiary, event.payer, event.arbiter)
        if org not in sides:
            continue
        g = reads.guarantee(event.guarantee)
        asked = org in (g.beneficiary, g.payer) and (g.id, org) not in accepted
        if g.status is GuaranteeStatus.OFFERED and asked:
            text = f"cover of {g.cover} for financing {g.financing}, premium {g.premium}"
            yield Notice("offer", g.id, g.offer_until, text)
        if g.status is GuaranteeStatus.LIVE:
            yield from _of_terms_covered(reads, g, org)
        if g.issued is not None and org in (g.guarantor, g.payer) and g.premium < g.premium_paid:
            text = f"{g.premium_paid - g.premium} of the premium are to be given back"
            yield Notice("premium", g.id, None, text)
    for shown in reads.all_events("GuaranteeDemands", DemandPresented):
        yield from _of_demand(reads, reads.demand_of(shown.demand), org)


def _of_terms_covered(reads: Reads, g: Guarantee, org: OrgId) -> Iterator[Notice]:
    """What a live guarantee waits for beside demands: a consent, an amendment's acceptance."""
    version = reads.financing(g.financing).terms_version
    if org == g.guarantor and g.terms_version != version:
        text = f"financing {g.financing} has other terms, version {version}"
        yield Notice("consent", g.id, g.expiry, text)
    a = reads.amendment(g.id)
    if a is not None and org == g.beneficiary and reads.now() <= a.until:
        yield Notice("amendment", g.id, a.until, f"cover of {a.cover} until {a.expiry} offered")


def _of_demand(reads: Reads, d: Demand, org: OrgId) -> Iterator[Notice]:
    """A demand, to whoever has the next word on it."""
    g = reads.guarantee(d.guarantee)
    if org not in (g.guarantor, g.beneficiary, g.arbiter):
        return
    text = f"{d.amount} under guarantee {g.id}"
    if d.status in UNPAID and d.extend_to is not None and org == g.guarantor:
        yield Notice("extension", d.id, d.suspended_until, f"{text}, or extend to {d.extend_to}")
    if d.status is DemandStatus.PRESENTED and org == g.guarantor:
        yield Notice("demand", d.id, d.by, text)
    elif d.status in PAYABLE and org in (g.guarantor, g.beneficiary):
        state = d.status.name.lower()
        yield Notice("payment", d.id, d.suspended_until, f"{text}, {state}, can be paid")
    elif d.status is DemandStatus.REFUSED and org == g.beneficiary and g.open_demand == d.id:
        listed = ", ".join(one.name.lower().replace("_", " ") for one in d.discrepancies)
        yield Notice("refusal", d.id, d.by, f"{text} was refused: {listed}")
    elif d.status is DemandStatus.CONTESTED and org == g.arbiter:
        yield Notice("contest", d.id, d.by, f"{text} was refused, and that is contested")


def _of_securities(reads: SecurityReads, org: OrgId) -> Iterator[Notice]:
    """What secures a live guarantee no more, for its client, its guarantor and who gave it."""
    givers: dict[GuaranteeId, set[OrgId]] = {}
    for event in reads.all_events("CounterSecurity", AssetSecured):
        givers.setdefault(event.guarantee, set()).add(event.enterprise)
    for guarantee, gave in givers.items():
        g = reads.guarantee(guarantee)
        if org not in {g.client, g.guarantor} | gave or g.status is not GuaranteeStatus.LIVE:
            continue
        secured = reads.securities(guarantee)
        for one in secured:
            if one.stale:
                text = f"the valuation of what secures guarantee {guarantee} has run out"
                yield Notice("stale", one.asset, one.valid_through, text)
        short = sum((one.shortfall for one in secured), Money(0, g.currency))
        if short.minor:
            text = f"{short} of what secured guarantee {guarantee} counts no more"
            yield Notice("margin_call", guarantee, None, text)
