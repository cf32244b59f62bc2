"""What papers may be entered, by whom and until when; each refusal by its values."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from eth_account.messages import encode_typed_data

from tests.conftest import Consortium, usd
from tests.roles.acts import (
    DAY,
    EUR,
    SECOND,
    USD,
    address_of,
    admit,
    ask,
    at,
    attestation,
    by_key,
    connection_of,
    drawn,
    enter,
    fresh_key,
    invoice_and_declaration,
    next_version,
    refused,
    send,
)
from tests.roles.conftest import Rooms
from tests.roles.placing import Helper
from tradefin import Money
from tradefin.chain.artifacts import artifact
from tradefin.enums import DocumentKind, DocumentStatus, FinancingStatus, Role
from tradefin.errors import (
    AccessManagedUnauthorized,
    AccessManagerNotReady,
    AccessManagerNotScheduled,
    AttestationIsDebtors,
    AttestorNotOfDocument,
    AttestorRelated,
    CurrencyMismatch,
    DocumentAlreadyAttested,
    DocumentConflict,
    DocumentExpired,
    DocumentInUse,
    DocumentIsFrozen,
    DocumentIsRevoked,
    DocumentIsShort,
    DocumentNotAttested,
    HolderMismatch,
    InvalidInput,
    KindNotEntitled,
    KindNotOfDocument,
    NothingToFinance,
    OrganisationIsSuspended,
    PartsNotWhole,
    ReservationLapsed,
    RoomNotTrusted,
    SignatureInvalid,
    SignerUnknown,
    StatementExpired,
    StatementIncomplete,
    StopTooLong,
    UseExceeded,
    UseExceedsCapacity,
    UseExists,
    UseNotCommitted,
    UseNotFound,
    UseNotReserved,
    VersionOutranked,
)
from tradefin.ids import DocumentId, OrgId
from tradefin.roles.attestations import Attestation, SignedAttestation, sign
from tradefin.roles.attestor import Attestor

MAX_FREEZE = timedelta(days=180)
DECLARATION = DocumentKind.CUSTOMS_DECLARATION
INVOICE = DocumentKind.INVOICE


def signed_by(attestor: Attestor, statement: Attestation) -> SignedAttestation:
    connection = attestor._connection
    registry = connection.address("DocumentRegistry")
    return sign(statement, attestor._account, connection.deployment.chain_id, registry)


# Entering


def test_a_statement_may_be_entered_in_its_last_second(consortium: Consortium) -> None:
    c = consortium
    end = c.net.now() + DAY
    first = attestation(c, "in time", valid_until=end)
    second = attestation(c, "too late", valid_until=end)
    with at(c.net, end):
        enter(c.bank, first)
    expired = StatementExpired(second.document, end)
    with at(c.net, end + SECOND), refused(c.net, expired):
        enter(c.bank, second)
    assert c.net.document(first.document).amount == usd("1000.00")


@pytest.mark.parametrize(
    "lack", [{"holder": OrgId(0)}, {"amount": usd("0.00")}, {"commitment": bytes(32)}]
)
def test_a_statement_has_holder_amount_and_commitment(
    embedded: Consortium, lack: dict[str, Any]
) -> None:
    c = embedded
    statement = attestation(c, "empty", **lack)
    with refused(c.net, StatementIncomplete(statement.document)):
        enter(c.bank, statement)
    with pytest.raises(InvalidInput):
        c.net.document(statement.document)


def test_versions_begin_at_one(embedded: Consortium) -> None:
    c = embedded
    none = attestation(c, "no version", version=0)
    with refused(c.net, VersionOutranked(none.document, 0, 0)):
        enter(c.bank, none)
    with refused(c.net, VersionOutranked(none.document, 0, 0)):
        c.exporter.present(signed_by(c.bank, none))


def test_a_paper_may_begin_with_a_later_version(embedded: Consortium) -> None:
    """The first ones stood in batches out of which nobody presented them."""
    c = embedded
    enter(c.bank, attestation(c, "third", version=3))
    first = attestation(c, "third", version=1)
    with refused(c.net, VersionOutranked(first.document, 3, 1)):
        enter(c.bank, first)


def test_what_nobody_attested_is_not_revoked(embedded: Consortium) -> None:
    c = embedded
    unknown = attestation(c, "unknown").document
    with refused(c.net, DocumentNotAttested(unknown)):
        c.bank.revoke(unknown)


def test_the_same_statement_stands_once(embedded: Consortium) -> None:
    c = embedded
    statement = attestation(c, "once")
    enter(c.bank, statement)
    with refused(c.net, DocumentAlreadyAttested(statement.document, 1)):
        enter(c.bank, statement)
    with refused(c.net, DocumentAlreadyAttested(statement.document, 1)):
        enter(c.other_bank, statement)


@pytest.mark.parametrize(
    "other",
    [
        {"commitment": bytes([1]) * 32},
        {"amount": usd("1000.01")},
        {"amount": Money(100_000, "EUR")},
        {"counterparty": OrgId(0)},
        {"due": None},
    ],
    ids=lambda other: next(iter(other)),
)
def test_two_statements_on_one_paper_agree(embedded: Consortium, other: dict[str, Any]) -> None:
    c = embedded
    first = attestation(c, "one paper")
    second = replace(first, **other)
    enter(c.bank, first)
    conflict = DocumentConflict(first.document, first.commitment, second.commitment)
    with refused(c.net, conflict):
        enter(c.other_bank, second)


def test_the_debtor_attests_an_invoice_that_names_it(embedded: Consortium) -> None:
    c = embedded
    enter(c.buyer, attestation(c, "owed"))
    document = c.net.document(attestation(c, "owed").document)
    assert (document.attestor, document.counterparty) == (c.buyer.org, c.buyer.org)


def test_the_debtor_attests_no_other_invoice(embedded: Consortium) -> None:
    c = embedded
    with refused(c.net, KindNotEntitled(c.buyer.org, INVOICE)):
        enter(c.buyer, attestation(c, "not owed", counterparty=OrgId(0)))
    with refused(c.net, KindNotEntitled(c.buyer.org, INVOICE)):
        enter(c.buyer, attestation(c, "owed by the bank", counterparty=c.bank.org))


def test_the_debtor_attests_no_other_kind(embedded: Consortium) -> None:
    c = embedded
    statement = attestation(c, "declared", DECLARATION, counterparty=c.buyer.org)
    with refused(c.net, KindNotEntitled(c.buyer.org, DECLARATION)):
        enter(c.buyer, statement)


def test_a_debtor_that_is_no_enterprise_attests_nothing(embedded: Consortium) -> None:
    c = embedded
    with refused(c.net, KindNotEntitled(c.guarantor.org, INVOICE)):
        enter(c.guarantor, attestation(c, "owed", counterparty=c.guarantor.org))


def test_nobody_attests_its_own_paper(embedded: Consortium) -> None:
    c = embedded
    related = AttestorRelated(c.exporter.org, c.exporter.org)
    with refused(c.net, related):
        enter(c.exporter, attestation(c, "made up", counterparty=c.exporter.org))


def test_nobody_attests_the_paper_of_a_related_company(embedded: Consortium) -> None:
    c = embedded
    sister = admit(c, fresh_key(c.net, "sister").address, roles=[Role.ENTERPRISE], group=7)
    until = c.net.now() + 99 * DAY
    kinds = {DocumentKind.INVOICE}
    c.registrar.renew(c.bank.org, roles={Role.BANK}, kinds=kinds, group=7, valid_until=until)
    with refused(c.net, AttestorRelated(c.bank.org, sister)):
        enter(c.bank, attestation(c, "in the family", holder=sister))


def test_an_entitled_attestor_replaces_a_debtors_statement(embedded: Consortium) -> None:
    c = embedded
    enter(c.buyer, attestation(c, "one key", holder=c.bank.org))
    document = enter(c.bank, attestation(c, "one key"))
    assert c.net.document(document).holder == c.exporter.org
    assert c.net.document(document).attestor == c.bank.org


def test_a_debtor_keeps_nobody_off_a_key_by_revoking(embedded: Consortium) -> None:
    c = embedded
    document = enter(c.buyer, attestation(c, "one key", holder=c.bank.org))
    send(c.buyer, "DocumentRegistry", "revoke", document)
    enter(c.bank, attestation(c, "one key"))
    assert c.net.document(document).free == usd("1000.00")


def test_a_debtor_uses_no_paper_up_on_its_own_word(embedded: Consortium) -> None:
    c = embedded
    document = enter(c.buyer, attestation(c, "one key"))
    with refused(c.net, AttestationIsDebtors(document, c.buyer.org)):
        c.buyer.collect(document, usd("400.00"), "MT103 1")
    enter(c.bank, attestation(c, "one key", commitment=bytes([1]) * 32))
    c.buyer.collect(document, usd("400.00"), "MT103 1")
    assert c.net.document(document).free == usd("600.00")


def test_what_was_paid_stays_off_a_paper(embedded: Consortium) -> None:
    """Another attestor's statement brings nothing back."""
    c = embedded
    first = attestation(c, "one key")
    second = attestation(c, "one key", commitment=bytes([1]) * 32)
    document = enter(c.bank, first)
    c.buyer.collect(document, usd("1000.00"), "MT103 1")
    with refused(c.net, DocumentConflict(document, first.commitment, second.commitment)):
        enter(c.other_bank, second)
    assert c.net.document(document).free == usd("0.00")


# Amending and revoking


def test_a_version_may_be_passed_over(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    enter(c.bank, next_version(c, papers.invoice, version=3, amount=usd("900.00")))
    second = next_version(c, papers.invoice, version=2)
    with refused(c.net, VersionOutranked(papers.invoice, 3, 2)):
        enter(c.bank, second)
    assert c.net.document(papers.invoice).amount == usd("900.00")


def test_an_old_version_does_not_come_back(embedded: Consortium) -> None:
    c = embedded
    first = attestation(c, "amended")
    signed = signed_by(c.bank, first)
    c.exporter.present(signed)
    enter(c.bank, next_version(c, first.document, amount=usd("900.00")))
    with refused(c.net, VersionOutranked(first.document, 2, 1)):
        c.exporter.present(signed)
    with refused(c.net, VersionOutranked(first.document, 2, 1)):
        enter(c.bank, first)
    assert c.net.document(first.document).amount == usd("900.00")


def test_only_its_attestor_amends_or_revokes_a_paper(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    second = next_version(c, papers.invoice)
    foreign = AttestorNotOfDocument(papers.invoice, c.bank.org, c.other_bank.org)
    with refused(c.net, foreign):
        enter(c.other_bank, second)
    with refused(c.net, foreign):
        c.other_bank.revoke(papers.invoice)


def test_the_debtor_does_not_revoke_what_a_bank_attested(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    with refused(c.net, AttestorNotOfDocument(papers.invoice, c.bank.org, c.buyer.org)):
        send(c.buyer, "DocumentRegistry", "revoke", papers.invoice)


def test_an_amendment_keeps_the_currency(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    second = next_version(c, papers.invoice, amount=Money(36_000_000, "EUR"))
    with refused(c.net, CurrencyMismatch(USD, EUR)):
        enter(c.bank, second)


def test_an_amendment_keeps_the_kind(embedded: Consortium) -> None:
    c = embedded
    kinds = [INVOICE, DocumentKind.CREDIT_NOTE]
    c.registrar.renew(
        c.bank.org, roles={Role.BANK}, kinds=kinds, valid_until=c.net.now() + 99 * DAY
    )
    papers = c.papers()
    second = next_version(c, papers.invoice, kind=DocumentKind.CREDIT_NOTE)
    with refused(c.net, KindNotOfDocument(papers.invoice, DocumentKind.CREDIT_NOTE)):
        enter(c.bank, second)


@pytest.mark.parametrize("party", ["holder", "counterparty", "due"])
def test_parties_and_due_date_stay_while_a_paper_is_used(embedded: Consortium, party: str) -> None:
    c = embedded
    papers = c.papers()
    financing = ask(c, papers)
    other: dict[str, Any] = {
        "holder": c.buyer.org,
        "counterparty": OrgId(0),
        "due": c.net.now() + 9 * DAY,
    }
    second = next_version(c, papers.invoice, **{party: other[party]})
    with refused(c.net, DocumentInUse(papers.invoice, 28_800_000)):
        enter(c.bank, second)
    c.exporter.withdraw(financing)
    enter(c.bank, second)
    assert getattr(c.net.document(papers.invoice), party) == other[party]


def test_a_revoked_paper_is_over(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    c.bank.revoke(papers.invoice)
    over = DocumentIsRevoked(papers.invoice)
    with refused(c.net, over):
        c.exporter.request(line, papers.invoice, [papers.declaration])
    with refused(c.net, over):
        enter(c.bank, next_version(c, papers.invoice))
    document = c.net.document(papers.invoice)
    assert (document.status, document.free.minor) == (DocumentStatus.REVOKED, 0)


def test_a_revoked_paper_is_not_attested_anew(embedded: Consortium) -> None:
    c = embedded
    statement = attestation(c, "revoked")
    enter(c.bank, statement)
    c.bank.revoke(statement.document)
    with refused(c.net, DocumentAlreadyAttested(statement.document, 1)):
        enter(c.bank, statement)


def test_a_paper_amended_below_its_uses_is_short_until_it_is_cured(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    financing = drawn(c, papers, line, usd("200000.00"))
    enter(c.bank, next_version(c, papers.invoice, amount=usd("150000.00")))
    short = DocumentIsShort(papers.invoice, 20_000_000, 15_000_000)
    with refused(c.net, short):
        c.exporter.request(line, papers.invoice, [papers.declaration])
    assert c.net.financing(financing).short
    c.exporter.repay(financing, usd("100000.00"))
    asked = c.exporter.request(line, papers.invoice, [papers.declaration])
    assert asked.amount == 2_000_000  # 80 % of 150,000.00 less 100,000.00


@pytest.mark.parametrize("which", ["invoice", "declaration"])
def test_a_paper_amended_below_what_was_collected_bears_nothing(
    embedded: Consortium, which: str
) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    drawn(c, papers, line, usd("10.00"))
    c.buyer.collect(papers.invoice, usd("5000.00"), "MT103 1")
    document = papers.invoice if which == "invoice" else papers.declaration
    attestor = c.bank if which == "invoice" else c.customs
    enter(attestor, next_version(c, document, amount=usd("1000.00")))
    advance, declared = (0, 49_500_000) if which == "invoice" else (28_400_000, 0)
    nothing = NothingToFinance(papers.invoice, advance, declared, 100_000_000, 100_000_000)
    with refused(c.net, nothing):
        c.exporter.request(line, papers.invoice, [papers.declaration])


# Freezing


def test_a_freeze_runs_180_days_at_most_to_the_second(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    now = c.net.now() + DAY
    latest = now + MAX_FREEZE
    too_long = StopTooLong(latest + SECOND, latest)
    with at(c.net, now), refused(c.net, too_long):
        c.regulator.freeze(papers.invoice, case_number="1", until=latest + SECOND)
    now += DAY
    with at(c.net, now):
        c.regulator.freeze(papers.invoice, case_number="1", until=now + MAX_FREEZE)
    assert c.net.document(papers.invoice).frozen_until == now + MAX_FREEZE


def test_a_freeze_ends_after_its_last_second(consortium: Consortium) -> None:
    c = consortium
    papers, line = c.papers(), c.line()
    end = c.net.now() + DAY
    c.regulator.freeze(papers.invoice, case_number="1", until=end)
    with at(c.net, end), refused(c.net, DocumentIsFrozen(papers.invoice, end)):
        c.exporter.request(line, papers.invoice, [papers.declaration])
    with at(c.net, end + SECOND):
        c.exporter.request(line, papers.invoice, [papers.declaration])


def test_a_regulator_ends_a_freeze(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    end = c.net.now() + 30 * DAY
    c.regulator.freeze(papers.invoice, case_number="1", until=end)
    assert c.net.document(papers.invoice).free.minor == 0
    c.regulator.freeze(papers.invoice, case_number="1", until=None)
    assert c.net.document(papers.invoice).free == usd("360000.00")


def test_a_frozen_declaration_bears_nothing_new(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    end = c.net.now() + 30 * DAY
    c.regulator.freeze(papers.declaration, case_number="1", until=end)
    with refused(c.net, DocumentIsFrozen(papers.declaration, end)):
        c.exporter.request(line, papers.invoice, [papers.declaration])


def test_money_comes_back_on_a_frozen_paper(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = drawn(c, papers)
    c.regulator.freeze(papers.invoice, case_number="1", until=c.net.now() + 30 * DAY)
    c.exporter.repay(financing, usd("1.00"))
    c.buyer.collect(papers.invoice, usd("360000.00"), "MT103 1")
    assert c.net.financing(financing).status is FinancingStatus.SETTLED


# Validity


def test_a_paper_bears_new_uses_in_its_last_second(consortium: Consortium) -> None:
    c = consortium
    line = c.line()
    papers = c.papers()
    end = c.net.now() + DAY
    enter(c.bank, next_version(c, papers.invoice, valid_until=end))
    with at(c.net, end):
        c.exporter.request(line, papers.invoice, [papers.declaration], usd("1.00"))
    with at(c.net, end + SECOND), refused(c.net, DocumentExpired(papers.invoice, end)):
        c.exporter.request(line, papers.invoice, [papers.declaration], usd("1.00"))


def test_an_unattested_paper_has_no_capacity_and_blocks_nobody(embedded: Consortium) -> None:
    c = embedded
    line = c.line()
    statement = attestation(c, "unattested")
    _, declaration = invoice_and_declaration(c, "other", usd("9.00"), usd("9.00"))
    with refused(c.net, DocumentNotAttested(statement.document)):
        c.exporter.request(line, statement.document, [declaration])
    enter(c.bank, statement)
    assert c.exporter.request(line, statement.document, [declaration]).amount == 900


def test_an_invoice_of_another_seller_is_refused(embedded: Consortium) -> None:
    c = embedded
    line = c.line()
    foreign = enter(c.bank, attestation(c, "foreign", holder=c.buyer.org, counterparty=OrgId(0)))
    _, declaration = invoice_and_declaration(c, "own", usd("9.00"), usd("900.00"))
    with refused(c.net, HolderMismatch(foreign, c.buyer.org, c.exporter.org)):
        c.exporter.request(line, foreign, [declaration])


def test_a_declaration_of_another_exporter_is_refused(embedded: Consortium) -> None:
    c = embedded
    line = c.line()
    invoice, _ = invoice_and_declaration(c, "own", usd("900.00"), usd("900.00"))
    statement = attestation(c, "foreign", DECLARATION, holder=c.buyer.org)
    foreign = enter(c.customs, statement)
    with refused(c.net, HolderMismatch(foreign, c.buyer.org, c.exporter.org)):
        c.exporter.request(line, invoice, [foreign])


# Signed statements


def test_anybody_presents_what_an_attestor_signed(embedded: Consortium) -> None:
    c = embedded
    signed = signed_by(c.bank, attestation(c, "signed"))
    by_key(c.net, c.net.keys[11], "DocumentRegistry", "present", [signed.values()], [])
    assert c.net.document(signed.attestation.document).attestor == c.bank.org


def test_an_amendment_is_presented_too(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    signed = signed_by(c.bank, next_version(c, papers.invoice, amount=usd("1.00")))
    c.exporter.present(signed)
    assert c.net.document(papers.invoice).amount == usd("1.00")


def test_a_statement_for_another_chain_is_refused(consortium: Consortium) -> None:
    c = consortium
    statement = attestation(c, "elsewhere")
    registry = c.net.deployment.address("DocumentRegistry")
    signed = sign(statement, c.bank._account, c.net.deployment.chain_id + 1, registry)
    with refused(c.net, SignatureInvalid(signed.signer, statement.document)):
        c.exporter.present(signed)


def test_a_statement_for_another_registry_is_refused(rooms: Rooms) -> None:
    c = rooms.consortium
    statement = attestation(c, "elsewhere")
    other = rooms.net.deployment.address("OwnDocumentRegistry")
    signed = sign(statement, c.bank._account, c.net.deployment.chain_id, other)
    with refused(c.net, SignatureInvalid(signed.signer, statement.document)):
        c.exporter.present(signed)


@pytest.mark.parametrize(
    "change",
    [
        {"document": DocumentId(bytes(31) + b"\1")},
        {"commitment": bytes(31) + b"\1"},
        {"kind": DocumentKind.CREDIT_NOTE},
        {"holder": OrgId(6)},
        {"counterparty": OrgId(2)},
        {"amount": usd("1000.01")},
        {"amount": Money(100_000, "EUR")},
        {"due": None},
        {"version": 2},
        {"epoch": 2},
        {"other_keys": (DocumentId(bytes(32)),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_signed_statement_holds_for_its_own_words_only(
    embedded: Consortium, change: dict[str, Any]
) -> None:
    c = embedded
    signed = signed_by(c.bank, attestation(c, "altered"))
    altered = replace(signed.attestation, **change)
    with refused(c.net, SignatureInvalid(signed.signer, altered.document)):
        c.exporter.present(replace(signed, attestation=altered))


def test_validity_is_signed_too(embedded: Consortium) -> None:
    c = embedded
    signed = signed_by(c.bank, attestation(c, "prolonged"))
    longer = signed.attestation.valid_until + DAY
    altered = replace(signed.attestation, valid_until=longer)
    with refused(c.net, SignatureInvalid(signed.signer, altered.document)):
        c.exporter.present(replace(signed, attestation=altered))


@pytest.mark.parametrize("signature", [b"", b"\1", bytes(65), bytes(64)], ids=len)
def test_a_damaged_signature_is_refused(embedded: Consortium, signature: bytes) -> None:
    c = embedded
    signed = signed_by(c.bank, attestation(c, "damaged"))
    with refused(c.net, SignatureInvalid(signed.signer, signed.attestation.document)):
        c.exporter.present(replace(signed, signature=signature))


def test_nobody_signs_for_another(embedded: Consortium) -> None:
    c = embedded
    signed = signed_by(c.other_bank, attestation(c, "forged"))
    claimed = replace(signed, signer=str(c.bank._account.address))
    with refused(c.net, SignatureInvalid(claimed.signer, signed.attestation.document)):
        c.exporter.present(claimed)


def test_a_strangers_signature_states_nothing(embedded: Consortium) -> None:
    c = embedded
    stranger = c.net.keys[11]
    statement = attestation(c, "strange")
    registry = c.net.deployment.address("DocumentRegistry")
    signed = sign(statement, stranger, c.net.deployment.chain_id, registry)
    with refused(c.net, SignerUnknown(stranger.address)):
        c.exporter.present(signed)


def test_a_signature_of_a_suspended_attestor_states_nothing(embedded: Consortium) -> None:
    c = embedded
    signed = signed_by(c.bank, attestation(c, "signed before"))
    c.registrar.suspend(c.bank.org)
    with refused(c.net, OrganisationIsSuspended(c.bank.org)):
        c.exporter.present(signed)


def test_a_batch_is_presented_whole_or_not_at_all(consortium: Consortium) -> None:
    c = consortium
    good = signed_by(c.bank, attestation(c, "good"))
    bad = replace(signed_by(c.bank, attestation(c, "bad")), signature=bytes(65))
    with refused(c.net, SignatureInvalid(bad.signer, bad.attestation.document)):
        c.exporter.present(good, bad)
    with pytest.raises(InvalidInput):
        c.net.document(good.attestation.document)
    declaration = signed_by(c.customs, attestation(c, "declaration", DECLARATION))
    entered = c.exporter.present(good, declaration)
    assert [e.document for e in entered] == [
        good.attestation.document,
        declaration.attestation.document,
    ]


def test_nobody_spoils_a_batch_by_presenting_a_part_of_it_first(embedded: Consortium) -> None:
    c = embedded
    first = signed_by(c.bank, attestation(c, "first"))
    second = signed_by(c.bank, attestation(c, "second"))
    c.exporter.present(first)
    (entered,) = c.exporter.present(first, second)
    assert entered.document == second.attestation.document


def test_a_wallet_of_two_out_of_three_signs(embedded: Consortium) -> None:
    c = embedded
    owners = sorted((fresh_key(c.net, f"owner {i}") for i in range(3)), key=lambda k: k.address)
    wallet = Helper(c.net, "Wallet.sol", "Wallet", [key.address for key in owners], 2)
    org = admit(c, wallet.address, roles=[Role.BANK], kinds=[INVOICE])
    statement = attestation(c, "signed by a wallet")
    domain = {
        "name": "tradefin DocumentRegistry",
        "version": "1",
        "chainId": c.net.deployment.chain_id,
        "verifyingContract": c.net.deployment.address("DocumentRegistry"),
    }
    fields = _fields()
    message = encode_typed_data(domain, {"Statement": fields}, _values(fields, statement))
    parts = [bytes(key.sign_message(message).signature) for key in owners]
    one = SignedAttestation(statement, wallet.address, parts[0])
    twice = SignedAttestation(statement, wallet.address, parts[0] * 2)
    two = SignedAttestation(statement, wallet.address, parts[0] + parts[2])
    for short in (one, twice):
        with refused(c.net, SignatureInvalid(wallet.address, statement.document)):
            c.exporter.present(short)
    (entered,) = c.exporter.present(two)
    assert entered.attestor == org


def _fields() -> list[dict[str, str]]:
    functions = (e for e in artifact("DocumentRegistry").abi if e["type"] == "function")
    members = next(e for e in functions if e["name"] == "attest")["inputs"][0]["components"]
    return [{"name": member["name"], "type": member["type"]} for member in members]


def _values(fields: list[dict[str, str]], statement: Attestation) -> dict[str, Any]:
    names = [field["name"] for field in fields]
    return dict(zip(names, statement.values(), strict=True))


# The ledger of uses, as rooms see it


REF = bytes(31) + b"\7"


def basis(document: DocumentId, *parts: tuple[bytes, int]) -> tuple[Any, ...]:
    return (document, list(parts))


def reserve(
    rooms: Rooms, whole: tuple[Any, ...], amount: int = 100, ref: bytes = REF, days: int = 1
) -> None:
    until = rooms.net.now() + days * DAY
    org = rooms.consortium.exporter.org
    rooms.by_pledge("DocumentRegistry", "reserve", ref, whole, org, USD, amount, until)


@pytest.mark.parametrize("function", ["reserve", "commit", "release", "consume"])
def test_only_rooms_write_uses(embedded: Consortium, function: str) -> None:
    c = embedded
    papers = c.papers()
    whole = basis(papers.invoice)
    arguments: dict[str, tuple[Any, ...]] = {
        "reserve": (REF, whole, c.exporter.org, USD, 1, c.net.now() + DAY),
        "commit": (REF, whole, USD),
        "release": (REF, whole, 1),
        "consume": (REF, whole, 1, 1),
    }
    for key in (c.net.keys[0], c.net.keys[2], c.net.keys[11]):
        with refused(c.net, RoomNotTrusted(key.address)):
            by_key(c.net, key, "DocumentRegistry", function, *arguments[function])


def test_a_reference_is_used_once_on_the_same_papers(rooms: Rooms) -> None:
    whole = basis(rooms.attest(attestation(rooms.consortium, "x")))
    reserve(rooms, whole)
    with refused(rooms.net, UseExists(rooms.pledge.address, REF)):
        reserve(rooms, whole)


def test_what_was_not_reserved_is_not_found(rooms: Rooms) -> None:
    first = basis(rooms.attest(attestation(rooms.consortium, "x")))
    second = basis(rooms.attest(attestation(rooms.consortium, "y")))
    reserve(rooms, first)
    missing = UseNotFound(rooms.pledge.address, REF)
    with refused(rooms.net, missing):
        rooms.by_pledge("DocumentRegistry", "commit", REF, second, USD)
    with refused(rooms.net, missing):
        rooms.by_pledge("DocumentRegistry", "release", REF, second, 1)
    with refused(rooms.net, missing):
        rooms.by_pledge("DocumentRegistry", "consume", REF, second, 1, 1)


def test_a_room_has_its_own_uses_only(rooms: Rooms) -> None:
    whole = basis(rooms.attest(attestation(rooms.consortium, "x")))
    reserve(rooms, whole)
    with refused(rooms.net, UseNotFound(rooms.security.address, REF)):
        rooms.by_security("DocumentRegistry", "release", REF, whole, 100)


def test_a_use_is_committed_once(rooms: Rooms) -> None:
    whole = basis(rooms.attest(attestation(rooms.consortium, "x")))
    reserve(rooms, whole)
    rooms.by_pledge("DocumentRegistry", "commit", REF, whole, USD)
    with refused(rooms.net, UseNotReserved(REF)):
        rooms.by_pledge("DocumentRegistry", "commit", REF, whole, USD)


def test_a_reservation_is_committed_in_its_last_second(rooms: Rooms) -> None:
    whole = basis(rooms.attest(attestation(rooms.consortium, "x")))
    later = bytes(31) + b"\10"
    reserve(rooms, whole)
    reserve(rooms, whole, ref=later)
    end = rooms.read("DocumentRegistry", "useOf", rooms.pledge.address, REF, whole)["until"]
    then = rooms.read("DocumentRegistry", "useOf", rooms.pledge.address, later, whole)["until"]
    with at(rooms.net, end):
        rooms.by_pledge("DocumentRegistry", "commit", REF, whole, USD)
    with at(rooms.net, then + SECOND), refused(rooms.net, ReservationLapsed(later, then)):
        rooms.by_pledge("DocumentRegistry", "commit", later, whole, USD)


def test_no_more_is_freed_than_was_reserved(rooms: Rooms) -> None:
    whole = basis(rooms.attest(attestation(rooms.consortium, "x")))
    reserve(rooms, whole, 100)
    rooms.by_pledge("DocumentRegistry", "release", REF, whole, 40)
    with refused(rooms.net, UseExceeded(REF, 61, 60)):
        rooms.by_pledge("DocumentRegistry", "release", REF, whole, 61)
    with refused(rooms.net, UseNotCommitted(REF)):
        rooms.by_pledge("DocumentRegistry", "consume", REF, whole, 1, 1)
    rooms.by_pledge("DocumentRegistry", "commit", REF, whole, USD)
    with refused(rooms.net, UseExceeded(REF, 61, 60)):
        rooms.by_pledge("DocumentRegistry", "consume", REF, whole, 61, 61)
    rooms.by_pledge("DocumentRegistry", "release", REF, whole, 60)
    with refused(rooms.net, UseNotFound(rooms.pledge.address, REF)):
        rooms.by_pledge("DocumentRegistry", "release", REF, whole, 0)


def test_shares_add_up_to_the_whole(rooms: Rooms) -> None:
    c = rooms.consortium
    invoice = rooms.attest(attestation(c, "x"))
    declaration = rooms.attest(attestation(c, "y", DECLARATION))
    for share in (99, 101):
        with refused(rooms.net, PartsNotWhole(100, share)):
            reserve(rooms, basis(invoice, (declaration, share)))


def test_no_use_is_added_above_what_is_open(rooms: Rooms) -> None:
    whole = basis(rooms.attest(attestation(rooms.consortium, "x")))
    reserve(rooms, whole, 60_000)
    with refused(rooms.net, UseExceedsCapacity(whole[0], 40_001, 40_000)):
        reserve(rooms, whole, 40_001, ref=bytes(32))
    reserve(rooms, whole, 40_000, ref=bytes(32))
    with refused(rooms.net, UseExceedsCapacity(whole[0], 1, 0)):
        reserve(rooms, whole, 1, ref=bytes(31) + b"\1")


def test_a_further_room_waits_for_the_governors_delay(embedded: Consortium) -> None:
    c = embedded
    governor, room = c.net.keys[0], c.net.keys[9]
    target = c.net.deployment.address("DocumentRegistry")
    data = connection_of(c.net).encode("DocumentRegistry", "openRoom", room.address)
    operation = connection_of(c.net).read(
        "AccessManager", "hashOperation", governor.address, target, data
    )
    with refused(c.net, AccessManagerNotScheduled(operation)):
        by_key(c.net, governor, "DocumentRegistry", "openRoom", room.address)
    ready = c.net.now() + 4 * DAY
    by_key(c.net, governor, "AccessManager", "schedule", target, data, ready)
    with at(c.net, ready - SECOND), refused(c.net, AccessManagerNotReady(operation)):
        by_key(c.net, governor, "DocumentRegistry", "openRoom", room.address)
    with at(c.net, ready):
        by_key(c.net, governor, "DocumentRegistry", "openRoom", room.address)
    papers, until = c.papers(), c.net.now() + DAY
    arguments = (c.exporter.org, USD, 1, until)
    with refused(c.net, RoomNotTrusted(room.address)):
        by_key(c.net, room, "DocumentRegistry", "reserve", REF, basis(papers.invoice), *arguments)
    by_key(c.net, room, "DocumentRegistry", "reserve", REF, basis(papers.declaration), *arguments)
    assert c.net.document(papers.declaration).used.minor == 1


def test_uses_of_a_further_room_disturb_no_request(embedded: Consortium) -> None:
    """Its references need not be numbers of financings."""
    c = embedded
    governor, room = c.net.keys[0], c.net.keys[9]
    papers, line = c.papers(), c.line()
    target = address_of(c.net, "DocumentRegistry")
    data = connection_of(c.net).encode("DocumentRegistry", "openRoom", room.address)
    ready = c.net.now() + 4 * DAY
    by_key(c.net, governor, "AccessManager", "schedule", target, data, ready)
    c.net.travel(ready)
    by_key(c.net, governor, "DocumentRegistry", "openRoom", room.address)
    arguments = (bytes([255]) * 32, basis(papers.declaration), c.exporter.org, USD, 1)
    until = c.net.now() + DAY
    by_key(c.net, room, "DocumentRegistry", "reserve", *arguments, until)
    asked = c.exporter.request(line, papers.invoice, [papers.declaration])
    assert asked.amount == 28_800_000


def test_nobody_but_the_governor_opens_a_room(embedded: Consortium) -> None:
    c = embedded
    stranger = c.net.keys[11]
    with refused(c.net, AccessManagedUnauthorized(stranger.address)):
        by_key(c.net, stranger, "DocumentRegistry", "openRoom", stranger.address)
