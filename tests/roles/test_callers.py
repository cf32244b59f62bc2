"""Who may call what: every function of the contracts that changes anything, and who is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import Consortium, usd
from tests.roles.acts import (
    DAY,
    USD,
    attestation,
    by_key,
    covered,
    drawn,
    enter,
    held_by_request,
    key_of,
    refused,
)
from tradefin.chain.artifacts import artifact, names
from tradefin.enums import Discrepancy, DocumentKind, FinancingStatus, GuaranteeKind, Role
from tradefin.errors import (
    AccessManagedUnauthorized,
    AttestorNotOfDocument,
    BatchNotAnchored,
    CallerNotArbiter,
    CallerNotBeneficiary,
    CallerNotDebtor,
    CallerNotEscrow,
    CallerNotGuarantor,
    CallerNotHolderOrBank,
    CallerNotLead,
    CallerNotParty,
    CallerNotPayer,
    CallerNotPayerOfReceipt,
    CallerNotPledge,
    CallerNotProposer,
    CallerNotSeller,
    CallerNotTrusted,
    CapitalInsufficient,
    OrganisationUnknown,
    ReleaseNotDue,
    Reverted,
    RoleMissing,
    RoomNotTrusted,
    SignerUnknown,
)
from tradefin.ids import OrgId

FOREIGN = {"AccessManager"}

WHO = {
    "BusinessCalendar": {
        "open": "registrar",
        "publish": "registrar",
        "setAuthority": "authority",
    },
    "ClaimLedger": {
        "adopt": "term changes",
        "allowPurchase": "escrow",
        "assign": "escrow",
        "book": "pledge",
        "close": "pledge",
        "discharge": "security",
        "freeze": "regulator",
        "listToken": "administrator",
        "open": "pledge",
        "payTo": "pledge or security",
        "pull": "pledge, escrow, sales or security",
        "release": "anybody",
        "setAuthority": "authority",
        "start": "pledge",
        "transfer": "share sales",
        "withdraw": "anybody",
        "withdrawAllowance": "escrow",
        "writeOff": "lead bank",
    },
    "Collateral": {"release": "lead bank", "secure": "enterprise"},
    "CounterSecurity": {
        "bookCosts": "guarantor of the second",
        "recover": "guarantor of the second",
        "release": "guarantor of the second",
        "secure": "enterprise",
        "setAuthority": "authority",
        "setClass": "registrar",
        "stateLiens": "member",
    },
    "CreditLines": {
        "change": "bank",
        "close": "bank",
        "draw": "pledge",
        "free": "pledge",
        "open": "bank",
    },
    "DocumentRegistry": {
        "anchor": "member",
        "attest": "attestor",
        "collect": "room",
        "commit": "room",
        "consume": "room",
        "dilute": "register",
        "dispute": "register",
        "freeze": "regulator",
        "hold": "bank or attestor",
        "multicall": "anybody",
        "openRoom": "governor",
        "present": "anybody",
        "reject": "entitled attestor",
        "release": "room",
        "reserve": "room",
        "resolve": "entitled attestor",
        "retire": "registrar",
        "retract": "attestor of the batch",
        "revoke": "attestor",
        "rotate": "registrar",
        "setAuthority": "authority",
        "surrender": "attestor of the paper",
    },
    "GuaranteeAmendments": {
        "acceptAmendment": "bank",
        "amend": "guarantor",
    },
    "GuaranteeDemands": {
        "arbitrate": "arbiter",
        "complete": "beneficiary of the second",
        "contest": "beneficiary of the third",
        "declineExtension": "guarantor of it",
        "demand": "beneficiary of the second",
        "examine": "guarantor of it",
        "extend": "guarantor of it",
        "extendOrPay": "beneficiary",
        "pay": "anybody",
        "refuse": "guarantor of it",
        "withdrawDemand": "beneficiary",
    },
    "GuaranteeEscrow": {
        "accept": "beneficiary or payer",
        "adopt": "amendments",
        "clear": "demands",
        "consent": "guarantor",
        "extend": "demands",
        "keep": "demands",
        "offer": "guarantor",
        "reduce": "anybody",
        "release": "beneficiary, or anybody when it is over",
        "settle": "demands",
        "settlePremium": "anybody",
    },
    "GuarantorCapital": {
        "attestNetAssets": "regulator or auditor",
        "classify": "registrar",
        "deposit": "guarantor",
        "payOut": "escrow of capital",
        "refund": "escrow of capital",
        "relieve": "escrow of capital",
        "setAuthority": "authority",
        "setJurisdiction": "administrator",
        "undertake": "escrow of capital",
        "withdraw": "own signer of capital",
    },
    "ParticipantRegistry": {
        "addSigner": "own signer",
        "admit": "registrar",
        "cancelRecovery": "own signer",
        "completeRecovery": "anybody",
        "freeze": "regulator",
        "consent": "anybody",
        "publishReadingKey": "own signer",
        "recover": "registrar",
        "reinstate": "registrar",
        "removeSigner": "own signer",
        "renew": "registrar",
        "setAccount": "own signer",
        "suspend": "registrar",
        "useCase": "with a regulator's signer",
    }
    | {"setAuthority": "authority"},
    "PledgeRegister": {
        "acknowledge": "debtor",
        "bookCreditNote": "bank",
        "clearDifference": "holder or bank of the receipt",
        "confirm": "bank",
        "contestReceipt": "payer of the receipt",
        "dispute": "debtor",
        "notify": "bank",
        "register": "bank",
        "settle": "debtor",
    },
    "ReceivablePledge": {
        "collect": "debtor or bank in the ranks",
        "decline": "bank",
        "fund": "bank",
        "fundAll": "bank",
        "reclaim": "anybody",
        "relieve": "anybody",
        "repay": "anybody",
        "request": "enterprise",
        "requestAll": "enterprise",
        "withdraw": "enterprise",
    },
    "ShareSales": {
        "approveOperator": "member",
        "buyShare": "named buyer",
        "offerShare": "member",
        "withdrawShare": "seller",
    },
    "SettlementToken": {
        "approve": "anybody",
        "mint": "administrator",
        "permit": "anybody",
        "setAuthority": "authority",
        "transfer": "anybody",
        "transferFrom": "anybody",
    },
    "TermChanges": {
        "accelerate": "lead bank",
        "accept": "lead or borrower",
        "propose": "lead or borrower",
        "withdrawProposal": "proposer",
    },
}

ROLES = {
    "bank": Role.BANK,
    "enterprise": Role.ENTERPRISE,
    "guarantor": Role.GUARANTOR,
    "regulator": Role.REGULATOR,
}


def rows(*, who: set[str] | None = None) -> list[tuple[str, str]]:
    return [
        (contract, function)
        for contract, functions in WHO.items()
        for function, caller in functions.items()
        if (caller in who if who is not None else caller != "anybody")
    ]


class Scene:
    """A financing of 1,000.00 with a guarantee and an open demand, each of them number 1."""

    def __init__(self, c: Consortium) -> None:
        self.c = c
        self.papers = c.papers()
        self.financing = drawn(c, self.papers, None, usd("1000.00"))
        demanded = {"kind": GuaranteeKind.DEMAND, "arbiter": c.regulator.org}
        self.guarantee = covered(c, self.financing, usd("500.00"), **demanded)
        self.offer = c.guarantor.offer(
            self.financing,
            usd("1.00"),
            premium=usd("0.00"),
            payer=c.bank.org,
            expiry=c.net.now() + DAY,
            offer_until=c.net.now() + DAY,
        ).guarantee
        self.second = covered(c, self.financing, usd("1.00"))
        like = attestation(c, "like the other", DocumentKind.CUSTOMS_DECLARATION)
        self.held = enter(c.customs, like)
        c.bank.hold(self.held, self.papers.declaration)
        self.share = c.bank.offer_share(
            self.financing,
            c.other_bank.org,
            usd("1.00"),
            price=usd("1.00"),
            until=c.net.now() + DAY,
        ).share
        c.bank.propose_terms(self.financing, until=c.net.now() + DAY)
        self.demand = c.bank.demand(self.guarantee, usd("100.00"), b"demand").demand
        self.incomplete = c.bank.announce_demand(self.second, usd("1.00")).demand
        self.third, fourth = (covered(c, self.financing, usd("1.00"), **demanded) for _ in "34")
        self.refused = c.bank.demand(self.third, usd("1.00"), b"demand").demand
        self.contested = c.bank.demand(fourth, usd("1.00"), b"demand").demand
        for demand in (self.refused, self.contested):
            c.guarantor.refuse(demand, [Discrepancy.AMOUNT_WRONG])
        c.bank.contest(self.contested, b"the amount is right")
        self.fourth = fourth

    def arguments(self, contract: str, function: str) -> tuple[Any, ...]:
        """Some that are well formed and, where the caller decides, would be good."""
        c, net = self.c, self.c.net
        stranger, soon = net.keys[11].address, net.now() + DAY
        held = held_by_request(c, self.financing)
        invoice, basis = self.papers.invoice, held[1]
        receipt = (invoice, c.bank.org, bytes(32), 1)
        statement = (
            key_of("new"),
            bytes(31) + b"\1",
            1,
            c.exporter.org,
            0,
            1,
            USD,
            0,
            soon,
            1,
            1,
            [],
        )
        nobody = "0x" + "00" * 20
        terms = (1, 1, 0, 10_000, 0, 0, 1, 1, 0, 1, 1, 0, 0, soon, nobody)
        goods = key_of("goods", DocumentKind.WAREHOUSE_RECEIPT)
        application = (1, 1, invoice, [self.papers.declaration], 0, 0, 0, 1)
        offer = (self.financing, 0, 1, 1, 0, False, c.bank.org, soon, soon, 0, 0, 0, [])
        claim = (1, 2, 1, USD, 1, soon, 99_999, 0, 1, 1, 1, 0, 0, 1, 0, 0, nobody, 0, False)
        bank = net.organisation(c.bank.org).account
        known: dict[str, tuple[Any, ...]] = {
            "BusinessCalendar.open": (9, 0, 0),
            "BusinessCalendar.publish": (9, []),
            "TermChanges.accelerate": (1,),
            "ClaimLedger.adopt": (1, (99_999, 1, 1, 1, 0, 1, soon), bytes(32)),
            "ShareSales.approveOperator": (1, c.other_bank.org, 1),
            "TermChanges.accept": (1, basis, bytes(32)),
            "ClaimLedger.allowPurchase": (1, 1),
            "ClaimLedger.assign": (1, c.bank.org, 1),
            "ClaimLedger.book": (1, 1),
            "ShareSales.buyShare": (self.share, bytes(32)),
            "ClaimLedger.close": (1,),
            "ClaimLedger.discharge": (1, c.guarantor.org, 1),
            "ClaimLedger.freeze": (1, b"\1" * 32, soon),
            "ClaimLedger.listToken": (978, stranger, 2),
            "ShareSales.offerShare": (1, c.bank.org, c.other_bank.org, 1, 1, soon),
            "ClaimLedger.open": (claim,),
            "ClaimLedger.payTo": (USD, bank, c.bank.org, 1),
            "TermChanges.propose": (1, (99_999, 1, 1, 1, 0, 1, soon)),
            "ClaimLedger.pull": (USD, bank, stranger, 1),
            "ClaimLedger.start": (1,),
            "ClaimLedger.transfer": (1, c.bank.org, c.other_bank.org, 1),
            "ClaimLedger.withdrawAllowance": (1, 1),
            "TermChanges.withdrawProposal": (1,),
            "ShareSales.withdrawShare": (self.share,),
            "ClaimLedger.writeOff": (1,),
            "Collateral.release": (1, goods),
            "Collateral.secure": (1, goods, 1),
            "CounterSecurity.bookCosts": (self.second, 1, bytes(32)),
            "CounterSecurity.recover": (self.second, goods, 1, 1, bytes(32)),
            "CounterSecurity.release": (self.second, goods),
            "CounterSecurity.secure": (self.second, [(goods, 1)]),
            "CounterSecurity.setClass": (DocumentKind.STOCK, (1, 1, 1)),
            "CounterSecurity.stateLiens": (goods, 1),
            "CreditLines.change": (1, terms),
            "CreditLines.close": (1,),
            "CreditLines.draw": (1, c.buyer.org, False, 1),
            "CreditLines.free": (1, c.buyer.org, False, 1),
            "CreditLines.open": (c.exporter.org, USD, terms),
            "DocumentRegistry.anchor": (bytes(32),),
            "DocumentRegistry.attest": (statement,),
            "DocumentRegistry.collect": (invoice, 1),
            "DocumentRegistry.commit": (bytes(32), basis, USD),
            "DocumentRegistry.consume": (bytes(32), basis, 1, 1),
            "DocumentRegistry.dilute": (invoice, 1),
            "DocumentRegistry.dispute": (invoice, c.buyer.org),
            "DocumentRegistry.freeze": (invoice, b"\1" * 32, soon),
            "DocumentRegistry.hold": (key_of("like it"), invoice),
            "DocumentRegistry.openRoom": (stranger,),
            "DocumentRegistry.reject": (invoice, soon),
            "DocumentRegistry.release": (bytes(32), basis, 1),
            "DocumentRegistry.reserve": (bytes(32), basis, 1, USD, 1, soon),
            "DocumentRegistry.resolve": (self.held, True),
            "DocumentRegistry.retire": (),
            "DocumentRegistry.retract": (bytes(32),),
            "DocumentRegistry.revoke": (invoice,),
            "DocumentRegistry.rotate": (),
            "DocumentRegistry.surrender": (invoice, 1),
            "GuaranteeAmendments.acceptAmendment": (self.second, 1, soon, []),
            "GuaranteeAmendments.amend": (self.second, (1, soon, soon)),
            "GuaranteeDemands.arbitrate": (self.contested, True),
            "GuaranteeDemands.complete": (self.incomplete, b"\1" * 32),
            "GuaranteeDemands.contest": (self.refused, bytes(32)),
            "GuaranteeDemands.declineExtension": (self.demand,),
            "GuaranteeDemands.demand": (self.second, 1, b"\1" * 32),
            "GuaranteeDemands.examine": (self.demand,),
            "GuaranteeDemands.extend": (self.demand,),
            "GuaranteeDemands.extendOrPay": (self.demand, soon),
            "GuaranteeDemands.refuse": (self.demand, 1),
            "GuaranteeDemands.withdrawDemand": (self.demand,),
            "GuaranteeEscrow.accept": (self.offer, net.guarantee(self.offer).terms_hash, []),
            "GuaranteeEscrow.adopt": (self.second, 1, soon, []),
            "GuaranteeEscrow.clear": (self.guarantee,),
            "GuaranteeEscrow.consent": (self.second, bytes(32)),
            "GuaranteeEscrow.extend": (self.guarantee, soon),
            "GuaranteeEscrow.keep": (self.second, self.demand, c.bank.org),
            "GuaranteeEscrow.offer": (offer,),
            "GuaranteeEscrow.release": (self.second,),
            "GuaranteeEscrow.settle": (self.guarantee, 1, 0),
            "GuarantorCapital.attestNetAssets": (c.guarantor.org, USD, 1, 1),
            "GuarantorCapital.classify": (c.guarantor.org, USD, 0, 1),
            "GuarantorCapital.deposit": (USD, 1),
            "GuarantorCapital.payOut": (
                (c.guarantor.org, c.exporter.org, c.bank.org, USD, 1, 1, 0, 0, stranger),
            ),
            "GuarantorCapital.refund": (c.guarantor.org, c.bank.org, USD, 1),
            "GuarantorCapital.relieve": (c.guarantor.org, c.exporter.org, USD, 1, 1),
            "GuarantorCapital.setJurisdiction": (1, (1, 1, 1)),
            "GuarantorCapital.undertake": (c.guarantor.org, c.exporter.org, USD, 1, 1),
            "GuarantorCapital.withdraw": (USD, 1),
            "ParticipantRegistry.addSigner": (stranger,),
            "ParticipantRegistry.admit": (("TEST:1", stranger, 1, 0, 0, soon),),
            "ParticipantRegistry.cancelRecovery": (),
            "ParticipantRegistry.freeze": (c.bank.org, b"\1" * 32, soon),
            "ParticipantRegistry.publishReadingKey": (bytes(32),),
            "ParticipantRegistry.recover": (c.bank.org, stranger),
            "ParticipantRegistry.reinstate": (c.bank.org,),
            "ParticipantRegistry.removeSigner": (bank,),
            "ParticipantRegistry.renew": (c.bank.org, 255, 255, 0, soon),
            "ParticipantRegistry.setAccount": (stranger,),
            "ParticipantRegistry.suspend": (c.bank.org,),
            "ParticipantRegistry.useCase": (stranger, bytes(32), b"\1" * 32, soon),
            "PledgeRegister.acknowledge": (invoice,),
            "PledgeRegister.bookCreditNote": (held, key_of("note", DocumentKind.CREDIT_NOTE), 1),
            "PledgeRegister.clearDifference": (receipt,),
            "PledgeRegister.confirm": (held, bytes(32)),
            "PledgeRegister.contestReceipt": (receipt, bytes(32)),
            "PledgeRegister.dispute": (invoice, bytes(32)),
            "PledgeRegister.notify": (held, bytes(32)),
            "PledgeRegister.register": (held, bytes(32), soon),
            "PledgeRegister.settle": (invoice,),
            "ReceivablePledge.collect": (invoice, 1, bytes(32), [held]),
            "ReceivablePledge.decline": (held,),
            "ReceivablePledge.fund": (held,),
            "ReceivablePledge.fundAll": ([held],),
            "ReceivablePledge.request": (application, [], [], []),
            "ReceivablePledge.requestAll": ([application], [], [], []),
            "ReceivablePledge.withdraw": (held,),
            "SettlementToken.mint": (stranger, 1),
        }
        if function == "setAuthority":
            return (net.deployment.address("AccessManager"),)
        return known[f"{contract}.{function}"]

    def refusal(self, contract: str, function: str) -> Reverted:
        """What a stranger is told, by who may call."""
        c, stranger = self.c, self.c.net.keys[11].address
        nobody, invoice = OrgId(0), self.papers.invoice
        unknown = SignerUnknown(stranger)
        administration = AccessManagedUnauthorized(stranger)
        told: dict[str, Reverted] = {
            "administrator": administration,
            "amendments": CallerNotTrusted(stranger),
            "arbiter": CallerNotArbiter(self.fourth, c.regulator.org, nobody),
            "attestor": unknown,
            "attestor of the paper": AttestorNotOfDocument(invoice, c.bank.org, nobody),
            "attestor of the batch": BatchNotAnchored(nobody, bytes(32)),
            "authority": administration,
            "bank": unknown,
            "bank or attestor": unknown,
            "beneficiary": CallerNotBeneficiary(self.guarantee, c.bank.org, nobody),
            "beneficiary of the second": CallerNotBeneficiary(self.second, c.bank.org, nobody),
            "beneficiary of the third": CallerNotBeneficiary(self.third, c.bank.org, nobody),
            "beneficiary or payer": CallerNotParty(self.offer, nobody),
            "beneficiary, or anybody when it is over": ReleaseNotDue(
                self.second, FinancingStatus.FUNDED
            ),
            "debtor": CallerNotDebtor(invoice, c.buyer.org, nobody),
            "debtor or bank in the ranks": CallerNotPayer(invoice, nobody),
            "enterprise": unknown,
            "guarantor of it": CallerNotGuarantor(self.guarantee, c.guarantor.org, nobody),
            "guarantor of the second": CallerNotGuarantor(self.second, c.guarantor.org, nobody),
            "entitled attestor": unknown,
            "escrow": CallerNotTrusted(stranger),
            "escrow of capital": CallerNotEscrow(stranger),
            "governor": administration,
            "demands": CallerNotTrusted(stranger),
            "guarantor": unknown,
            "holder or bank of the receipt": CallerNotHolderOrBank(invoice, c.exporter.org, nobody),
            "lead bank": CallerNotLead(self.financing, c.bank.org, nobody),
            "lead or borrower": unknown,
            "member": unknown,
            "named buyer": unknown,
            "own signer": unknown,
            "own signer of capital": CapitalInsufficient(nobody, 1, 0),
            "payer of the receipt": CallerNotPayerOfReceipt(bytes(32), c.bank.org, nobody),
            "pledge": CallerNotTrusted(stranger),
            "pledge or security": CallerNotTrusted(stranger),
            "pledge, escrow, sales or security": CallerNotTrusted(stranger),
            "security": CallerNotTrusted(stranger),
            "proposer": CallerNotProposer(self.financing, c.bank.org, nobody),
            "registrar": administration,
            "register": RoomNotTrusted(stranger),
            "regulator": unknown,
            "regulator or auditor": unknown,
            "with a regulator's signer": unknown,
            "room": RoomNotTrusted(stranger),
            "share sales": CallerNotTrusted(stranger),
            "term changes": CallerNotTrusted(stranger),
            "seller": CallerNotSeller(self.share, c.bank.org, nobody),
        }
        if contract == "CreditLines" and WHO[contract][function] == "pledge":
            return CallerNotPledge(stranger)
        return told[WHO[contract][function]]


@pytest.fixture(scope="module")
def scene(_embedded: Consortium) -> Iterator[Scene]:
    """Shared: nothing that is refused changes it."""
    mark = _embedded.net.snapshot()
    yield Scene(_embedded)
    _embedded.net.revert(mark)


def placed_as(contract: str) -> str:
    return "TokenUSD" if contract == "SettlementToken" else contract


def test_the_table_names_every_function_that_changes_anything() -> None:
    found = {
        name: sorted(
            entry["name"]
            for entry in artifact(name).abi
            if entry["type"] == "function" and entry["stateMutability"] not in ("view", "pure")
        )
        for name in names()
        if name not in FOREIGN
    }
    assert found == {name: sorted(functions) for name, functions in WHO.items()}


@pytest.mark.parametrize(("contract", "function"), rows(), ids=".".join)
def test_a_stranger_is_refused(scene: Scene, contract: str, function: str) -> None:
    net = scene.c.net
    arguments = scene.arguments(contract, function)
    with refused(net, scene.refusal(contract, function)):
        by_key(net, net.keys[11], placed_as(contract), function, *arguments)


@pytest.mark.parametrize(("contract", "function"), rows(who=set(ROLES)), ids=".".join)
def test_another_role_is_refused(scene: Scene, contract: str, function: str) -> None:
    """Customs has a role, and none of these."""
    net = scene.c.net
    expected = RoleMissing(scene.c.customs.org, ROLES[WHO[contract][function]])
    with refused(net, expected):
        by_key(net, net.keys[5], contract, function, *scene.arguments(contract, function))


@pytest.mark.parametrize("party", ["bank", "exporter", "guarantor", "regulator"])
@pytest.mark.parametrize(
    ("contract", "function"), rows(who={"registrar", "administrator", "authority"}), ids=".".join
)
def test_no_participant_administers(scene: Scene, contract: str, function: str, party: str) -> None:
    net, key = scene.c.net, getattr(scene.c, party)._account
    with refused(net, AccessManagedUnauthorized(key.address)):
        by_key(net, key, placed_as(contract), function, *scene.arguments(contract, function))


def test_nobody_withdraws_nothing(scene: Scene) -> None:
    net = scene.c.net
    with refused(net, OrganisationUnknown(OrgId(0))):
        by_key(net, net.keys[11], "GuarantorCapital", "withdraw", USD, 0)


@pytest.mark.parametrize(
    ("contract", "function"),
    rows(
        who={
            "bank",
            "pledge",
            "pledge or security",
            "pledge, escrow, sales or security",
            "security",
            "escrow",
            "escrow of capital",
            "room",
            "register",
        }
    ),
    ids=".".join,
)
def test_the_administrator_is_no_party_and_no_room(
    scene: Scene, contract: str, function: str
) -> None:
    net, key = scene.c.net, scene.c.net.keys[0]
    told = scene.refusal(contract, function)
    with refused(net, type(told)(key.address)):
        by_key(net, key, contract, function, *scene.arguments(contract, function))
