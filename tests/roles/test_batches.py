"""Thousands of papers under one root: what a leaf is good for, and what outranks it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conftest import Consortium, usd
from tests.roles.acts import DAY, attestation, by_key, enter, key_of, refused, send
from tradefin import documents, samples
from tradefin.enums import DocumentKind, DocumentStatus, Role
from tradefin.errors import (
    AttestorRelated,
    BatchAlreadyAnchored,
    BatchNotAnchored,
    DocumentConflict,
    DocumentIsRevoked,
    InvalidInput,
    KindNotEntitled,
    OrganisationIsSuspended,
    SignerUnknown,
    StatementExpired,
    UseExceedsCapacity,
    VersionOutranked,
)
from tradefin.events import BatchAnchored, BatchRetracted, DocumentAttested
from tradefin.ids import OrgId
from tradefin.roles.attestations import Batch, evidence_of
from tradefin.roles.attestor import Attestor

INVOICE = DocumentKind.INVOICE
DECLARATION = DocumentKind.CUSTOMS_DECLARATION


def batch_of(c: Consortium, attestor: Attestor, n: int = 5, **changes: object) -> Batch:
    """An anchored batch of `n` made-up invoices, or of what `changes` make of them."""
    statements = [attestation(c, f"paper {i} of {attestor.org}", **changes) for i in range(n)]
    batch, _ = attestor.anchor(Batch.of(attestor.org, statements))
    return batch


# Presenting


def test_a_paper_out_of_a_batch_costs_nothing_until_it_is_presented(
    consortium: Consortium,
) -> None:
    c = consortium
    batch = batch_of(c, c.bank, 1_024)
    leaf = batch[777]
    assert c.net.find_document(leaf.attestation.document) is None
    (entered,) = c.exporter.present(leaf)
    assert entered.document == leaf.attestation.document
    assert entered.attestor == c.bank.org
    assert entered.commitment == leaf.attestation.commitment
    found = c.net.document(entered.document)
    assert (found.amount, found.free, found.version) == (usd("1000.00"), usd("1000.00"), 1)


def test_anchoring_is_told_and_asked_for(embedded: Consortium) -> None:
    c = embedded
    statements = [attestation(c, "one")]
    batch, told = c.bank.anchor(Batch.of(c.bank.org, statements))
    assert isinstance(told, BatchAnchored)
    assert (told.root, told.attestor) == (batch.root, c.bank.org)
    anchored = c.net._connection.read("DocumentRegistry", "isAnchored", c.bank.org, batch.root)
    assert anchored is True
    gone = c.bank.retract(batch)
    assert isinstance(gone, BatchRetracted)
    assert (gone.root, gone.attestor) == (batch.root, c.bank.org)
    assert not c.net._connection.read("DocumentRegistry", "isAnchored", c.bank.org, batch.root)


def test_a_batch_of_one(embedded: Consortium) -> None:
    c = embedded
    batch = batch_of(c, c.bank, 1)
    assert batch[0].proof == ()
    c.exporter.present(batch[0])
    assert c.net.document(batch.attestations[0].document).attestor == c.bank.org


@pytest.mark.parametrize(
    "change",
    [
        {"amount": usd("1000.01")},
        {"version": 2},
        {"holder": OrgId(6)},
        {"epoch": 2},
        {"other_keys": (key_of("another"),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_leaf_holds_for_its_own_words_only(
    embedded: Consortium, change: dict[str, object]
) -> None:
    c = embedded
    leaf = batch_of(c, c.bank)[2]
    altered = replace(leaf, attestation=replace(leaf.attestation, **change))  # type: ignore[arg-type]
    with pytest.raises(BatchNotAnchored) as caught:
        c.exporter.present(altered)
    assert caught.value.attestor == c.bank.org


def test_a_foreign_proof_leads_nowhere(embedded: Consortium) -> None:
    c = embedded
    batch = batch_of(c, c.bank)
    for proof in ((), batch[1].proof, (*batch[0].proof, bytes(32))):
        with pytest.raises(BatchNotAnchored):
            c.exporter.present(replace(batch[0], proof=proof))


def test_an_inner_node_is_no_statement(embedded: Consortium) -> None:
    """A leaf is hashed twice, so the digest of two nodes never passes for one."""
    c = embedded
    batch = batch_of(c, c.bank)
    with pytest.raises(InvalidInput):
        batch.evidence(attestation(c, "not in it"))
    assert batch.root not in {one.leaf for one in batch.attestations}


def test_nobody_answers_for_the_batch_of_another(embedded: Consortium) -> None:
    c = embedded
    batch = batch_of(c, c.bank)
    root = batch.root
    with refused(c.net, BatchNotAnchored(c.other_bank.org, root)):
        c.exporter.present(replace(batch[0], attestor=c.other_bank.org))
    with refused(c.net, BatchNotAnchored(c.other_bank.org, root)):
        send(c.other_bank, "DocumentRegistry", "retract", root)


def test_two_attestors_may_anchor_one_root(embedded: Consortium) -> None:
    """Whoever copies a root first keeps its attestor from nothing, and answers for it itself."""
    c = embedded
    statements = [attestation(c, f"{n}") for n in range(3)]
    c.other_bank.anchor(Batch.of(c.other_bank.org, statements))
    batch, _ = c.bank.anchor(Batch.of(c.bank.org, statements))
    (entered,) = c.exporter.present(batch[0])
    assert entered.attestor == c.bank.org


def test_a_root_is_anchored_once(embedded: Consortium) -> None:
    c = embedded
    batch = batch_of(c, c.bank)
    with refused(c.net, BatchAlreadyAnchored(c.bank.org, batch.root)):
        c.bank.anchor(batch)
    c.bank.retract(batch)
    with refused(c.net, BatchAlreadyAnchored(c.bank.org, batch.root)):
        c.bank.anchor(batch)
    with refused(c.net, BatchNotAnchored(c.bank.org, batch.root)):
        c.bank.retract(batch)


def test_a_stranger_anchors_nothing(embedded: Consortium) -> None:
    c = embedded
    stranger = c.net.keys[11]
    with refused(c.net, SignerUnknown(stranger.address)):
        by_key(c.net, stranger, "DocumentRegistry", "anchor", bytes(32))


def test_a_leaf_that_stands_is_passed_over(embedded: Consortium) -> None:
    c = embedded
    batch = batch_of(c, c.bank)
    c.exporter.present(batch[0])
    (entered,) = c.exporter.present(batch[0], batch[1])
    assert entered.document == batch[1].attestation.document


def test_signed_and_anchored_statements_are_presented_together(embedded: Consortium) -> None:
    c = embedded
    trade = samples.trade(c.net.now().date())
    batch = batch_of(c, c.bank)
    signed = c.customs.sign(documents.read(trade.declaration))
    entered = c.exporter.present(batch[0], signed)
    assert {e.attestor for e in entered} == {c.bank.org, c.customs.org}


def test_one_that_fails_takes_the_others_back(embedded: Consortium) -> None:
    c = embedded
    batch = batch_of(c, c.bank)
    forged = replace(batch[1], proof=())
    with pytest.raises(BatchNotAnchored):
        c.exporter.present(batch[0], forged)
    assert c.net.find_document(batch.attestations[0].document) is None


# Who may say it, when it is presented


def test_leaves_of_a_suspended_attestor_count_no_more(embedded: Consortium) -> None:
    c = embedded
    batch = batch_of(c, c.bank)
    c.registrar.suspend(c.bank.org)
    with refused(c.net, OrganisationIsSuspended(c.bank.org)):
        c.exporter.present(batch[0])
    c.registrar.reinstate(c.bank.org)
    c.exporter.present(batch[0])


def test_an_attestor_that_lost_the_kind_answers_for_it_no_more(embedded: Consortium) -> None:
    c = embedded
    batch = batch_of(c, c.bank)
    until = c.net.now() + 900 * DAY
    c.registrar.renew(c.bank.org, roles={Role.BANK}, kinds=(), valid_until=until)
    with refused(c.net, KindNotEntitled(c.bank.org, INVOICE)):
        c.exporter.present(batch[0])


def test_a_key_taken_away_since_spoils_no_batch(embedded: Consortium) -> None:
    """The organisation answers for it, not the key that sent it."""
    c = embedded
    batch = batch_of(c, c.bank)
    second = c.net.keys[9]
    c.net.consent(second, c.bank.org)
    c.bank.add_signer(second.address)
    c.net.bank(second).remove_signer(c.net.keys[2].address)
    c.exporter.present(batch[0])
    assert c.net.document(batch.attestations[0].document).attestor == c.bank.org


def test_an_enterprise_anchors_what_it_may_not_attest_in_vain(embedded: Consortium) -> None:
    c = embedded
    own = attestation(c, "own", holder=c.exporter.org)
    foreign = attestation(c, "foreign", holder=c.buyer.org, counterparty=OrgId(0))
    batch = Batch.of(c.exporter.org, [own, foreign])
    send(c.exporter, "DocumentRegistry", "anchor", batch.root)
    with refused(c.net, AttestorRelated(c.exporter.org, c.exporter.org)):
        c.exporter.present(batch[0])
    with refused(c.net, KindNotEntitled(c.exporter.org, INVOICE)):
        c.exporter.present(batch[1])


def test_a_leaf_expires_like_any_statement(embedded: Consortium) -> None:
    c = embedded
    end = c.net.now() + DAY
    leaf = batch_of(c, c.bank, valid_until=end)[0]
    c.net.travel(end + DAY)
    with refused(c.net, StatementExpired(leaf.attestation.document, end)):
        c.exporter.present(leaf)


# What outranks a leaf


def test_an_amendment_outranks_a_leaf_that_nobody_presented(embedded: Consortium) -> None:
    c = embedded
    leaf = batch_of(c, c.bank)[0]
    second = replace(leaf.attestation, version=2, amount=usd("700.00"))
    enter(c.bank, second)
    with refused(c.net, VersionOutranked(second.document, 2, 1)):
        c.exporter.present(leaf)
    assert c.net.document(second.document).amount == usd("700.00")


def test_a_later_batch_amends(embedded: Consortium) -> None:
    c = embedded
    first = batch_of(c, c.bank)
    later = [replace(one, version=3, amount=usd("700.00")) for one in first.attestations]
    batch, _ = c.bank.anchor(Batch.of(c.bank.org, later))
    c.exporter.present(first[0])
    (entered,) = c.exporter.present(batch[0])
    assert (entered.version, entered.amount) == (3, 70_000)
    with refused(c.net, VersionOutranked(entered.document, 3, 1)):
        c.exporter.present(first[0])


def test_two_leaves_of_one_version_are_a_conflict(embedded: Consortium) -> None:
    c = embedded
    first = batch_of(c, c.bank)[0]
    other = replace(first.attestation, amount=usd("2000.00"), commitment=bytes(31) + b"\2")
    batch, _ = c.bank.anchor(Batch.of(c.bank.org, [other]))
    c.exporter.present(first)
    said = first.attestation
    with refused(c.net, DocumentConflict(said.document, said.commitment, other.commitment)):
        c.exporter.present(batch[0])


def test_a_leaf_is_revoked_before_anybody_presents_it(consortium: Consortium) -> None:
    c = consortium
    leaf = batch_of(c, c.bank)[0]
    gone = c.bank.revoke(leaf)
    assert (gone.document, gone.attestor, gone.used) == (
        leaf.attestation.document,
        c.bank.org,
        0,
    )
    assert c.net.document(gone.document).status is DocumentStatus.REVOKED
    assert c.exporter.present(leaf) == ()
    assert c.net.document(gone.document).free == usd("0.00")
    later = Batch.of(c.bank.org, [replace(leaf.attestation, version=2)])
    c.bank.anchor(later)
    with refused(c.net, DocumentIsRevoked(gone.document)):
        c.exporter.present(later[0])


def test_a_retracted_batch_gives_nothing_more(embedded: Consortium) -> None:
    c = embedded
    batch = batch_of(c, c.bank)
    c.exporter.present(batch[0])
    c.registrar.suspend(c.bank.org)
    c.bank.retract(batch)
    c.registrar.reinstate(c.bank.org)
    with refused(c.net, BatchNotAnchored(c.bank.org, batch.root)):
        c.exporter.present(batch[1])
    assert c.net.document(batch.attestations[0].document).free == usd("1000.00")


def test_a_freeze_comes_before_the_leaf(embedded: Consortium) -> None:
    c = embedded
    leaf = batch_of(c, c.bank)[0]
    c.regulator.freeze(leaf.attestation.document, case_number="1", until=c.net.now() + DAY)
    c.exporter.present(leaf)
    assert c.net.document(leaf.attestation.document).free == usd("0.00")
    c.net.travel(c.net.now() + 2 * DAY)
    assert c.net.document(leaf.attestation.document).free == usd("1000.00")


# Using


def test_a_request_brings_its_papers(consortium: Consortium) -> None:
    c = consortium
    trade = samples.trade(c.net.now().date())
    invoice, declaration = documents.read(trade.invoice), documents.read(trade.declaration)
    batch, _ = c.customs.anchor([declaration])
    evidence = (c.bank.sign(invoice), batch[0])
    ids = [one.attestation.document for one in evidence]
    asked = c.exporter.request(c.line(), ids[0], ids[1:], evidence=evidence)
    assert asked.amount == 28_800_000
    assert asked.receipt is not None
    assert c.net.document(ids[0]).used == usd("288000.00")
    assert c.net.document(ids[1]).used == usd("288000.00")
    assert c.net.document(ids[1]).attestor == c.customs.org


def test_a_refused_request_leaves_no_paper_behind(embedded: Consortium) -> None:
    c = embedded
    trade = samples.trade(c.net.now().date())
    invoice, declaration = documents.read(trade.invoice), documents.read(trade.declaration)
    batch, _ = c.customs.anchor([declaration])
    evidence = (c.bank.sign(invoice), batch[0])
    ids = [one.attestation.document for one in evidence]
    too_much = UseExceedsCapacity(ids[0], 36_000_001, 36_000_000)
    line = c.line(advance_bps=10_000)
    with refused(c.net, too_much):
        c.exporter.request(line, ids[0], ids[1:], usd("360000.01"), evidence=evidence)
    assert c.net.find_document(ids[0]) is None


def test_what_a_request_brings_may_stand_already(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    signed = (c.bank.sign(papers.read_invoice), c.customs.sign(papers.read_declaration))
    valid = c.net.document(papers.invoice).valid_until
    asked = c.exporter.request(
        c.line(), papers.invoice, [papers.declaration], usd("1.00"), evidence=signed
    )
    assert asked.amount == 100
    assert c.net.document(papers.invoice).valid_until == valid


# On the way


def test_evidence_travels_as_text(embedded: Consortium) -> None:
    c = embedded
    leaf = batch_of(c, c.bank)[3]
    signed = c.customs.sign(documents.read(samples.trade(c.net.now().date()).declaration))
    for evidence in (leaf, signed):
        assert evidence_of(evidence.to_json()) == evidence
    c.exporter.present(*(evidence_of(one.to_json()) for one in (leaf, signed)))


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[1]", '{"statement": []}', '{"statement": ["00", "zz"], "proof": []}', "null"],
)
def test_other_text_is_no_evidence(text: str) -> None:
    with pytest.raises(InvalidInput, match="no evidence"):
        evidence_of(text)


def test_a_leaf_is_hashed_as_the_contract_does(embedded: Consortium) -> None:
    """With every field above zero, so that none may be left out or swapped."""
    c = embedded
    statement = attestation(
        c,
        "whole",
        other_keys=(key_of("one key"), key_of("another key")),
        version=7,
    )
    batch, _ = c.bank.anchor(Batch.of(c.bank.org, [statement, attestation(c, "beside")]))
    (entered,) = c.exporter.present(batch[0])
    assert isinstance(entered, DocumentAttested)
    assert (entered.document, entered.version) == (statement.document, 7)


def test_a_batch_is_for_one_chain(consortium: Consortium) -> None:
    """A root counts where its attestor anchored it, nowhere else."""
    c = consortium
    batch = Batch.of(c.bank.org, [attestation(c, "elsewhere")])
    with refused(c.net, BatchNotAnchored(c.bank.org, batch.root)):
        c.exporter.present(batch[0])
