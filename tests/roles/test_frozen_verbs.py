"""Which verbs a freeze stops, of whose organisation and of which financing, and which it doesn't.

Each verb is tried with each subject frozen: what the table doesn't name goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

import pytest

from tests.conftest import Consortium, Papers, usd
from tests.roles.acts import (
    DAY,
    ask,
    attestation,
    covered,
    drawn,
    enter,
    fresh_key,
    held_by_request,
    key_of,
    refused,
    send,
)
from tests.roles.test_callers import WHO
from tradefin.enums import (
    AmortizationKind,
    Discrepancy,
    DocumentKind,
    FinancingStatus,
    GuaranteeKind,
    Role,
)
from tradefin.errors import FinancingIsFrozen, OrganisationIsFrozen, Reverted
from tradefin.ids import DemandId, FinancingId, GuaranteeId, LineId, ShareId

LINE, SHARE = LineId(1), ShareId(2)
DEMAND, ASKED_TO_EXTEND = DemandId(1), DemandId(3)
LISTED = [Discrepancy.AMOUNT_WRONG]
LATE, WAITS, RUNS = FinancingId(1), FinancingId(2), FinancingId(3)
GOODS, MORE_GOODS = (key_of(name, DocumentKind.WAREHOUSE_RECEIPT) for name in ("some", "more"))
LAND, HOUSE = (key_of(name, DocumentKind.TITLE_DEED) for name in ("land", "house"))
ASKED, OFFERED, STANDS, PAID = map(GuaranteeId, range(1, 5))
PARTIES = ("exporter", "bank", "other_bank", "guarantor", "buyer", "customs")
BULLET = {"kind": AmortizationKind.BULLET, "instalments": 1}
FINANCINGS = {"late": LATE, "request": WAITS, "loan": RUNS}


class Scene(NamedTuple):
    c: Consortium
    papers: Papers
    """Of the loan; `others` of nothing yet."""
    others: Papers
    far: datetime


class Verb(NamedTuple):
    """What is sent, and with whom or what frozen it is refused."""

    function: str
    act: Callable[[Scene], object]
    stopped_by: str = ""


LIKE = {
    "ClaimLedger.release",  # tests/roles/test_freezes.py
    "DocumentRegistry.multicall",  # of its own verbs
    "DocumentRegistry.present",  # as attest, by its attestor's organisation
    "DocumentRegistry.resolve",  # as reject
    "DocumentRegistry.retract",  # as withdrawing a proposal
    "GuaranteeDemands.arbitrate",  # as refuse
    "GuaranteeDemands.complete",  # as demand
    "GuaranteeEscrow.consent",  # as deposit
    "GuaranteeEscrow.reduce",  # anybody, as was agreed
    "GuaranteeEscrow.settlePremium",  # tests/roles/test_cover_terms.py
    "GuarantorCapital.attestNetAssets",  # as attest
    "GuarantorCapital.regroup",  # anybody, as the registrar told
    "ParticipantRegistry.cancelRecovery",  # as addSigner, and so down to removeSigner
    "ParticipantRegistry.completeRecovery",
    "ParticipantRegistry.consent",
    "ParticipantRegistry.removeSigner",
    "PledgeRegister.clearDifference",  # within the tolerance; as writeOff
    "PledgeRegister.confirm",  # as notify
    "PledgeRegister.contestReceipt",  # as writeOff
    "PledgeRegister.settle",  # as dispute
    "ReceivablePledge.reclaim",  # anybody, of what lapsed
    "ReceivablePledge.relieve",  # anybody, of what was discharged: tests/roles/test_discharge.py
    "ReceivablePledge.requestAll",  # as request
}
"""Not in the table: what they are like."""
NOT_OF_PARTIES = {
    "administrator",
    "amendments",
    "authority",
    "demands",
    "escrow",
    "escrow of capital",
    "governor",
    "pledge",
    "pledge or security",
    "pledge, escrow, sales or security",
    "register",
    "registrar",
    "regulator",
    "room",
    "security",
    "share sales",
    "term changes",
    "with a regulator's signer",
}


def offer(s: Scene) -> GuaranteeId:
    nothing, payer = usd("0.00"), s.c.exporter.org
    terms = {"payer": payer, "expiry": s.far, "offer_until": s.far}
    return s.c.guarantor.offer(RUNS, usd("1.00"), premium=nothing, **terms).guarantee  # type: ignore[return-value,arg-type]


def amend(s: Scene) -> None:
    s.c.guarantor.amend(STANDS, until=s.far, cover=usd("9.00"))


def ask_to_extend(s: Scene) -> None:
    s.c.bank.extend_or_pay(DEMAND, s.far + 101 * DAY)


def sell(s: Scene, amount: str = "1.00") -> ShareId:
    asked = {"price": usd("1.00"), "until": s.far}
    return s.c.bank.offer_share(RUNS, s.c.other_bank.org, usd(amount), **asked).share  # type: ignore[return-value,arg-type]


def add_key(s: Scene) -> None:
    key = fresh_key(s.c.net, "second key of the bank")
    s.c.net.consent(key, s.c.bank.org)
    s.c.bank.add_signer(key.address)
    s.c.bank.remove_signer(key.address)


def move_account(s: Scene) -> None:
    key = fresh_key(s.c.net, "second account of the bank")
    s.c.net.consent(key, s.c.bank.org, hold=True)
    s.c.bank.set_account(key.address)


VERBS = [
    Verb("ReceivablePledge.request", lambda s: ask(s.c, s.others, LINE, usd("1.00")), "exporter"),
    Verb("ReceivablePledge.withdraw", lambda s: s.c.exporter.withdraw(WAITS), "exporter"),
    Verb("ReceivablePledge.decline", lambda s: s.c.bank.decline(WAITS), "bank"),
    Verb("ReceivablePledge.fund", lambda s: s.c.bank.fund(WAITS), "exporter bank request"),
    Verb("ReceivablePledge.fundAll", lambda s: s.c.bank.fund_all([WAITS]), "exporter bank request"),
    Verb("ReceivablePledge.repay", lambda s: s.c.exporter.repay(RUNS, usd("1.00"))),
    Verb("ReceivablePledge.repay", lambda s: s.c.exporter.repay(RUNS)),
    Verb(
        "ReceivablePledge.repay",
        lambda s: send(s.c.buyer, "ReceivablePledge", "repay", held_by_request(s.c, RUNS), 100),
    ),
    Verb(
        "ReceivablePledge.collect",
        lambda s: s.c.buyer.collect(s.papers.invoice, usd("2000.00"), "MT103 1"),
    ),
    Verb(
        "ReceivablePledge.collect",
        lambda s: s.c.bank.collect(s.papers.invoice, usd("2000.00"), "MT103 2"),
    ),
    Verb("CreditLines.open", lambda s: s.c.line(), "bank exporter"),
    Verb("CreditLines.close", lambda s: s.c.bank.close_line(LINE), "bank"),
    Verb("CreditLines.change", lambda s: s.c.bank.change_line(LINE, rate_bps=1), "bank"),
    Verb("DocumentRegistry.attest", lambda s: enter(s.c.bank, attestation(s.c, "new")), "bank"),
    Verb("DocumentRegistry.revoke", lambda s: s.c.bank.revoke(s.others.invoice), "bank"),
    Verb(
        "DocumentRegistry.reject",
        lambda s: s.c.bank.reject(key_of("any"), s.c.net.now() + DAY),
        "bank",
    ),
    Verb(
        "DocumentRegistry.hold",
        lambda s: s.c.customs.hold(key_of("any"), s.others.invoice),
        "customs",
    ),
    Verb(
        "DocumentRegistry.anchor",
        lambda s: send(s.c.bank, "DocumentRegistry", "anchor", bytes(32)),
        "bank",
    ),
    Verb(
        "DocumentRegistry.surrender",
        lambda s: s.c.customs.surrender(MORE_GOODS, usd("1.00")),
        "customs exporter",
    ),
    Verb(
        "Collateral.secure",
        lambda s: s.c.exporter.secure(RUNS, MORE_GOODS, usd("1.00")),
        "exporter loan",
    ),
    Verb("Collateral.release", lambda s: s.c.bank.release_cargo(RUNS, GOODS), "bank loan"),
    Verb(
        "CounterSecurity.secure",
        lambda s: s.c.exporter.offer_collateral(STANDS, MORE_GOODS, usd("1.00")),
        "exporter loan",
    ),
    Verb(
        "CounterSecurity.release",
        lambda s: s.c.guarantor.release_collateral(STANDS, LAND),
        "guarantor loan",
    ),
    Verb(
        "CounterSecurity.bookCosts",
        lambda s: s.c.guarantor.book_costs(PAID, usd("1.00"), b"bills"),
    ),
    Verb(
        "CounterSecurity.recover",
        lambda s: s.c.guarantor.recover(
            PAID, HOUSE, value=usd("1.00"), proceeds=usd("2.00"), reference="sale"
        ),
        "guarantor loan",
    ),
    Verb(
        "CounterSecurity.stateLiens",
        lambda s: s.c.customs.state_liens(LAND, usd("1.00")),
        "customs",
    ),
    Verb(
        "TermChanges.propose",
        lambda s: s.c.bank.propose_terms(LATE, until=s.far, **BULLET),
        "bank late",
    ),
    Verb("TermChanges.accept", lambda s: s.c.bank.accept_terms(LATE), "bank exporter late"),
    Verb("TermChanges.withdrawProposal", lambda s: s.c.exporter.withdraw_proposal(LATE)),
    Verb("TermChanges.accelerate", lambda s: s.c.bank.accelerate(LATE), "late"),
    Verb("ClaimLedger.writeOff", lambda s: s.c.bank.write_off(LATE)),
    Verb("ClaimLedger.withdraw", lambda s: s.c.other_bank.withdraw_credit("USD"), "other_bank"),
    Verb("ShareSales.offerShare", sell, "bank loan"),
    Verb(
        "ShareSales.approveOperator",
        lambda s: s.c.bank.approve_operator(RUNS, s.c.other_bank.org, usd("1.00")),
        "bank",
    ),
    Verb("ShareSales.buyShare", lambda s: s.c.other_bank.buy_share(SHARE), "bank other_bank loan"),
    Verb("ShareSales.withdrawShare", lambda s: s.c.bank.withdraw_share(SHARE)),
    Verb(
        "PledgeRegister.register",
        lambda s: s.c.bank.register_pledge(RUNS, "1", lapses=s.far),
        "bank loan",
    ),
    Verb("PledgeRegister.notify", lambda s: s.c.bank.send_notice(RUNS, b"1"), "bank loan"),
    Verb(
        "PledgeRegister.bookCreditNote",
        lambda s: send(
            s.c.bank,
            "PledgeRegister",
            "bookCreditNote",
            held_by_request(s.c, RUNS),
            key_of("note", DocumentKind.CREDIT_NOTE),
            1,
        ),
        "bank loan",
    ),
    Verb("PledgeRegister.acknowledge", lambda s: s.c.buyer.acknowledge(s.papers.invoice)),
    Verb("PledgeRegister.dispute", lambda s: s.c.buyer.dispute(s.papers.invoice, b"short")),
    Verb("GuaranteeEscrow.offer", offer, "guarantor loan"),
    # The payer accepted before.
    Verb(
        "GuaranteeEscrow.accept",
        lambda s: s.c.bank.accept(OFFERED),
        "bank exporter guarantor loan",
    ),
    Verb("GuaranteeEscrow.release", lambda s: s.c.bank.release(STANDS), "bank loan"),
    Verb("GuaranteeAmendments.amend", amend, "guarantor loan"),
    Verb(
        "GuaranteeAmendments.acceptAmendment",
        lambda s: s.c.bank.accept_amendment(STANDS),
        "bank guarantor loan",
    ),
    Verb("GuaranteeDemands.demand", lambda s: s.c.bank.demand(STANDS, usd("1.00"), b"unpaid")),
    Verb("GuaranteeDemands.examine", lambda s: s.c.guarantor.examine(DEMAND)),
    Verb("GuaranteeDemands.refuse", lambda s: s.c.guarantor.refuse(DEMAND, LISTED)),
    Verb(
        "GuaranteeDemands.pay",
        lambda s: (s.c.guarantor.examine(DEMAND), s.c.guarantor.pay(DEMAND)),
    ),
    Verb(
        "GuaranteeDemands.contest",
        lambda s: (s.c.guarantor.refuse(DEMAND, LISTED), s.c.bank.contest(DEMAND, b"wrongly")),
    ),
    Verb("GuaranteeDemands.extendOrPay", ask_to_extend, "bank loan"),
    Verb(
        "GuaranteeDemands.extend",
        lambda s: s.c.guarantor.extend(ASKED_TO_EXTEND),
        "bank loan",
    ),
    Verb(
        "GuaranteeDemands.declineExtension",
        lambda s: s.c.guarantor.decline_extension(ASKED_TO_EXTEND),
    ),
    Verb(
        "GuaranteeDemands.withdrawDemand", lambda s: s.c.bank.withdraw_demand(DEMAND), "bank loan"
    ),
    Verb("GuarantorCapital.deposit", lambda s: s.c.guarantor.deposit(usd("1.00")), "guarantor"),
    Verb("GuarantorCapital.withdraw", lambda s: s.c.guarantor.withdraw(usd("9.00")), "guarantor"),
    Verb("ParticipantRegistry.addSigner", add_key),
    Verb("ParticipantRegistry.setAccount", move_account),
    Verb(
        "ParticipantRegistry.publishReadingKey",
        lambda s: send(s.c.bank, "ParticipantRegistry", "publishReadingKey", b"\1" * 32),
    ),
]


@pytest.fixture(scope="module")
def _scene(_embedded: Consortium) -> Iterator[Scene]:
    """Something for every verb to be done to.

    A financing in default by an instalment, for which terms are proposed; a request; a loan with
    two guarantees, an open demand, one offer of each kind, and a holder that has credit.
    """
    c = _embedded
    mark = c.net.snapshot()
    line, old = c.line(cargo_advance_bps=7_000, valuation_days=30), c.papers()
    asked = (line, old.invoice, [old.declaration], usd("1000.00"))
    late = c.exporter.request(
        *asked, kind=AmortizationKind.EQUAL_PRINCIPAL, instalments=2
    ).financing
    c.bank.fund(late)
    c.net.travel(c.net.now() + 60 * DAY)
    assert c.net.financing(LATE).status is FinancingStatus.DEFAULTED
    far = c.net.now() + 200 * DAY
    s = Scene(c, c.papers(118), c.papers(119), far)
    assert ask(c, c.papers(120), line, usd("1000.00")) == WAITS
    assert drawn(c, s.papers, line, usd("1000.00")) == RUNS
    kinds = {
        DocumentKind.CUSTOMS_DECLARATION,
        DocumentKind.WAREHOUSE_RECEIPT,
        DocumentKind.TITLE_DEED,
    }
    c.registrar.renew(c.customs.org, roles={Role.ATTESTOR}, kinds=kinds, valid_until=far)
    for asset in (GOODS, MORE_GOODS, LAND, HOUSE):
        enter(c.customs, attestation(c, asset, DocumentKind(asset[0]), due=c.net.now()))
    c.exporter.secure(RUNS, GOODS, usd("1.00"))
    c.exporter.propose_terms(LATE, until=far, **BULLET)
    c.other_bank.buy_share(sell(s, "100.00"))
    c.exporter.repay(RUNS, usd("50.00"))
    c.guarantor.deposit(usd("99.00"))
    arbiter = c.regulator.org
    assert covered(c, RUNS, usd("10.00"), kind=GuaranteeKind.DEMAND, arbiter=arbiter) == ASKED
    assert offer(s) == OFFERED
    c.exporter.accept(OFFERED)
    assert covered(c, RUNS, usd("10.00"), kind=GuaranteeKind.DEMAND) == STANDS
    c.exporter.offer_collateral(STANDS, LAND, usd("1.00"))
    assert sell(s) == SHARE
    assert c.bank.demand(ASKED, usd("5.00"), b"unpaid").demand == DEMAND
    assert covered(c, RUNS, usd("6.00"), kind=GuaranteeKind.DEMAND) == PAID
    c.exporter.offer_collateral(PAID, HOUSE, usd("1.00"))
    paid = c.bank.demand(PAID, usd("5.00"), b"unpaid").demand
    c.guarantor.examine(paid)
    c.guarantor.pay(paid)
    assert c.bank.demand(PAID, usd("1.00"), b"unpaid").demand == ASKED_TO_EXTEND
    c.bank.extend_or_pay(ASKED_TO_EXTEND, far + 101 * DAY)
    amend(s)
    yield s
    c.net.revert(mark)


@pytest.fixture
def scene(_scene: Scene) -> Iterator[Scene]:
    mark = _scene.c.net.snapshot()
    yield _scene
    _scene.c.net.revert(mark)


@pytest.mark.parametrize("subject", [*PARTIES, *FINANCINGS])
@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.function)
def test_a_freeze_stops_what_is_new_and_nothing_else(
    scene: Scene, verb: Verb, subject: str
) -> None:
    c, until = scene.c, scene.c.net.now() + 30 * DAY
    freeze(c, subject, until)
    if subject in verb.stopped_by.split():
        refusal: Reverted
        if subject in FINANCINGS:
            refusal = FinancingIsFrozen(FINANCINGS[subject], until)
        else:
            refusal = OrganisationIsFrozen(getattr(c, subject).org, until)
        with refused(c.net, refusal):
            verb.act(scene)
        freeze(c, subject, None)
    verb.act(scene)


def freeze(c: Consortium, subject: str, until: datetime | None) -> None:
    if subject in FINANCINGS:
        c.regulator.freeze_financing(FINANCINGS[subject], case_number="1", until=until)
    else:
        org = getattr(c, subject).org
        c.regulator.freeze_organisation(org, case_number="1", until=until)


def test_the_table_names_every_verb_of_a_party() -> None:
    found = {
        f"{contract}.{function}"
        for contract, functions in WHO.items()
        for function, who in functions.items()
        if contract not in ("BusinessCalendar", "SettlementToken") and who not in NOT_OF_PARTIES
    }
    assert {verb.function for verb in VERBS} | LIKE == found
