"""A debtor's word about an invoice, and an attestor's: who gives way to whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conftest import Consortium, usd
from tests.roles.acts import (
    DAY,
    attestation,
    drawn,
    enter,
    held_by_request,
    key_of,
    refused,
    send,
)
from tests.roles.test_documents import signed_by
from tests.roles.test_epochs import BOTH, bank_with
from tradefin import Money, documents, samples
from tradefin.enums import DocumentKind, DocumentStatus, Role
from tradefin.errors import (
    AttestorNotOfDocument,
    CounterpartyMismatch,
    CurrencyMismatch,
    DocumentAlreadyAttested,
    DocumentInUse,
    DocumentIsRevoked,
    DocumentKnownAs,
    HolderMismatch,
    InvalidInput,
    KindNotEntitled,
    KindNotOfDocument,
    OtherKeysTooMany,
    VersionOutranked,
)
from tradefin.ids import DocumentId
from tradefin.roles.attestations import Attestation, Batch
from tradefin.roles.check import Code

INVOICE = DocumentKind.INVOICE
DECLARATION = DocumentKind.CUSTOMS_DECLARATION


def declared(c: Consortium, name: str, amount: str = "900.00") -> DocumentId:
    return enter(c.customs, attestation(c, name, DECLARATION, amount=usd(amount)))


def requested(c: Consortium, invoice: DocumentId) -> int:
    return c.exporter.request(c.line(), invoice, [declared(c, f"for {invoice.hex()}")]).financing


def test_the_attestors_own_words_take_the_place_of_a_debtors_copy(embedded: Consortium) -> None:
    """Else a debtor that copies what it sees keeps keys unbound, and validity short."""
    c = embedded
    c.registrar.rotate()
    said = attestation(c, "copied", epoch=2, other_keys=(key_of("first key"),))
    signed = signed_by(c.bank, said)
    copy = replace(said, other_keys=(), valid_until=c.net.now() + DAY)
    enter(c.buyer, copy)
    assert c.net.document(said.document).by_debtor
    (entered,) = c.exporter.present(signed)
    assert (entered.attestor, entered.valid_until) == (c.bank.org, said.valid_until)
    assert not c.net.document(said.document).by_debtor
    earlier = attestation(c, key_of("first key"))
    with refused(c.net, DocumentKnownAs(earlier.document, earlier.document)):
        enter(c.other_bank, earlier)


def test_a_debtors_own_words_are_passed_over_when_they_stand(embedded: Consortium) -> None:
    c = embedded
    said = attestation(c, "owed")
    signed = signed_by(c.bank, said)
    own = replace(signed_by(c.net.attestor(c.net.keys[6]), said), signer=str(c.net.keys[6].address))
    c.exporter.present(own)
    assert c.exporter.present(own) == ()
    assert c.net.document(said.document).attestor == c.buyer.org
    c.exporter.present(signed)
    assert c.exporter.present(own, signed) == ()
    with refused(c.net, DocumentAlreadyAttested(said.document, 1)):
        enter(c.buyer, said)
    assert c.net.document(said.document).attestor == c.bank.org


def test_a_debtor_keeps_no_leaf_from_being_revoked(embedded: Consortium) -> None:
    c = embedded
    said = attestation(c, "in a batch")
    batch, _ = c.bank.anchor(Batch.of(c.bank.org, [said]))
    enter(c.buyer, said)
    gone = c.bank.revoke(batch[0])
    assert gone.attestor == c.bank.org
    assert c.net.document(said.document).status is DocumentStatus.REVOKED
    with refused(c.net, AttestorNotOfDocument(said.document, c.bank.org, c.buyer.org)):
        enter(c.buyer, replace(said, version=2))


def test_a_debtor_revokes_nothing_for_others(embedded: Consortium) -> None:
    c = embedded
    said = attestation(c, "revoked by its debtor")
    enter(c.buyer, said)
    send(c.buyer, "DocumentRegistry", "revoke", said.document)
    with refused(c.net, DocumentIsRevoked(said.document)):
        enter(c.buyer, replace(said, version=2))
    c.exporter.present(signed_by(c.bank, said))
    assert c.net.document(said.document).free == usd("1000.00")


@pytest.mark.parametrize("version", [1, 255])
def test_a_request_on_a_debtors_word_keeps_no_attestor_off(
    embedded: Consortium, version: int
) -> None:
    c = embedded
    squat = attestation(c, "squatted", version=version, amount=usd("0.02"))
    enter(c.buyer, squat)
    requested(c, squat.document)
    enter(c.bank, attestation(c, "squatted"))
    found = c.net.document(squat.document)
    assert (found.attestor, found.amount) == (c.bank.org, usd("1000.00"))


def test_whoever_lost_the_paper_draws_nothing_on_it(embedded: Consortium) -> None:
    c = embedded
    squat = attestation(c, "another's")
    enter(c.buyer, squat)
    financing = requested(c, squat.document)
    enter(c.bank, replace(squat, holder=c.other_bank.org, counterparty=c.buyer.org))
    mismatch = HolderMismatch(squat.document, c.other_bank.org, c.exporter.org)
    with refused(c.net, mismatch):
        c.bank.fund(financing)


def test_nothing_is_lent_on_what_turns_out_to_be_owed_by_another(embedded: Consortium) -> None:
    """Relation and concentration were looked at for the debtor that stood when it was asked."""
    c = embedded
    squat = attestation(c, "owed by another")
    enter(c.buyer, squat)
    financing = requested(c, squat.document)
    enter(c.bank, replace(squat, counterparty=c.guarantor.org))
    now = CounterpartyMismatch(squat.document, c.guarantor.org, c.buyer.org)
    with refused(c.net, now):
        c.bank.fund(financing)  # type: ignore[arg-type]
    verdict = c.bank.preview_fund(financing)  # type: ignore[arg-type]
    assert [f.refusal for f in verdict.failures] == [now]
    assert verdict.failures[0].cure.by == "enterprise"
    c.exporter.withdraw(financing)  # type: ignore[arg-type]
    again = c.exporter.request(c.line(), squat.document, [declared(c, "declared anew")])
    c.bank.fund(again.financing)


def test_no_dollars_are_lent_on_what_turns_out_to_be_euros(embedded: Consortium) -> None:
    c = embedded
    squat = attestation(c, "in dollars")
    enter(c.buyer, squat)
    financing = requested(c, squat.document)
    enter(c.bank, replace(squat, amount=Money(100_000, "EUR")))
    with refused(c.net, CurrencyMismatch(840, 978)):
        c.bank.fund(financing)


def test_what_was_lent_on_a_debtors_word_keeps_its_parties(embedded: Consortium) -> None:
    c = embedded
    said = attestation(c, "lent on")
    enter(c.buyer, said)
    financing = requested(c, said.document)
    c.bank.fund(financing)
    with refused(c.net, DocumentInUse(said.document, 80_000)):
        enter(c.bank, replace(said, holder=c.other_bank.org))
    with refused(c.net, CurrencyMismatch(840, 978)):
        enter(c.bank, replace(said, amount=Money(100_000, "EUR")))
    enter(c.bank, replace(said, amount=usd("900.00")))
    found = c.net.document(said.document)
    assert (found.attestor, found.used) == (c.bank.org, usd("800.00"))


def test_what_was_lent_on_a_debtors_word_is_known(embedded: Consortium) -> None:
    c = embedded
    c.registrar.rotate()
    said = attestation(c, "lent on")
    enter(c.buyer, said)
    c.bank.fund(requested(c, said.document))
    assert c.net.stands_under(said.document)
    anew = attestation(c, "keyed anew", epoch=2, other_keys=(said.document,))
    with refused(c.net, DocumentKnownAs(anew.document, said.document)):
        enter(c.bank, anew)


def test_an_attestor_that_is_the_debtor_is_an_attestor(embedded: Consortium) -> None:
    """Its word doesn't give way, and what it revoked doesn't come back."""
    c = embedded
    first = attestation(c, "the bank owes it", counterparty=c.bank.org)
    signed = signed_by(c.bank, first)
    c.exporter.present(signed)
    assert not c.net.document(first.document).by_debtor
    enter(c.bank, replace(first, version=2, amount=usd("1.00")))
    foreign = AttestorNotOfDocument(first.document, c.bank.org, c.other_bank.org)
    with refused(c.net, foreign):
        enter(c.other_bank, replace(first, version=3))
    c.bank.revoke(first.document)
    with refused(c.net, VersionOutranked(first.document, 2, 1)):
        c.exporter.present(signed)
    assert c.net.document(first.document).status is DocumentStatus.REVOKED


def test_who_lost_the_kind_amends_no_more_as_the_debtor(embedded: Consortium) -> None:
    c = embedded
    until = c.net.now() + 900 * DAY
    roles = {Role.ENTERPRISE}
    c.registrar.renew(c.buyer.org, roles=roles, kinds={INVOICE}, valid_until=until)
    first = attestation(c, "owed by its attestor")
    enter(c.buyer, first)
    c.registrar.renew(c.buyer.org, roles=roles, kinds=(), valid_until=until)
    with refused(c.net, KindNotEntitled(c.buyer.org, INVOICE)):
        enter(c.buyer, replace(first, version=2, amount=usd("9000.00")))


# Kinds and keys


def test_who_attests_one_kind_touches_no_key_of_another(embedded: Consortium) -> None:
    c = embedded
    invoice = key_of("an invoice to come")
    as_declaration = attestation(c, invoice, DECLARATION)
    with refused(c.net, KindNotOfDocument(invoice, DECLARATION)):
        enter(c.customs, as_declaration)
    binding = attestation(c, "declaration", DECLARATION, other_keys=(invoice,))
    with refused(c.net, KindNotOfDocument(invoice, DECLARATION)):
        enter(c.customs, binding)
    with refused(c.net, KindNotEntitled(c.customs.org, INVOICE)):
        c.customs.reject(invoice, c.net.now() + DAY)


def test_an_amendment_binds_three_keys_at_most(embedded: Consortium) -> None:
    c = embedded
    said = attestation(c, "amended")
    enter(c.bank, said)
    keys = tuple(key_of(f"{n}") for n in range(4))
    with refused(c.net, OtherKeysTooMany(said.document, 4, 3)):
        enter(c.bank, replace(said, version=2, other_keys=keys))


# What a bank is told


def test_a_debtors_word_alone_is_not_authentic(embedded: Consortium) -> None:
    c = embedded
    paper = documents.read(samples.trade(c.net.now().date()).invoice)
    said: Attestation = c.bank.sign(paper).attestation
    enter(c.buyer, said)
    found = c.bank.check(paper, usd("1.00"))
    assert (found.authentic, found.free, found.codes) == (False, False, (Code.NOT_ATTESTED,))
    found = c.bank.check(paper, usd("1.00"), evidence=c.other_bank.sign(paper))
    assert (found.authentic, found.free) == (True, True)


def test_a_squatters_odd_words_blind_no_bank(embedded: Consortium) -> None:
    c = embedded
    paper = documents.read(samples.trade(c.net.now().date()).invoice)
    plain = list(c.bank.sign(paper).attestation.values())
    for place, odd in ((6, 1), (8, 2**40 - 1)):
        words = [*plain]
        words[place] = odd
        send(c.buyer, "DocumentRegistry", "attest", tuple(words))
        found = c.bank.check(paper, usd("1.00"))
        assert not found.authentic
        assert not found.free
        mark = c.net.snapshot()
        assert c.bank.check(paper, usd("1.00"), evidence=c.bank.sign(paper)).free
        c.net.revert(mark)
        send(c.buyer, "DocumentRegistry", "revoke", plain[0])
        c.bank.attest(paper)
        c.bank.revoke(plain[0])
        paper = replace(paper, number=f"{paper.number}-2")
        plain = list(c.bank.sign(paper).attestation.values())


def test_an_invoice_past_due_is_not_free(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    due = c.net.document(papers.invoice).due
    assert due is not None
    c.net.travel(due + DAY)
    found = c.bank.check(papers.retyped, usd("1.00"))
    assert (found.authentic, found.free, found.codes) == (True, False, (Code.OVERDUE,))
    no_day = replace(papers.read_invoice, number="INV-2026/9", due_date=None)
    c.bank.attest(no_day)
    assert c.bank.check(no_day, usd("1.00")).codes == (Code.OVERDUE,)


def test_evidence_of_an_earlier_epoch_is_evidence(embedded: Consortium) -> None:
    c = embedded
    paper = documents.read(samples.trade(c.net.now().date()).invoice)
    batch, _ = c.bank.anchor([paper])
    c.registrar.rotate()
    found = bank_with(c, BOTH, 3).check(paper, usd("1.00"), evidence=batch[0])
    assert (found.authentic, found.free) == (True, True)


# Suffixes


def test_a_suffix_is_for_another_paper_and_given_in_turn(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    with pytest.raises(InvalidInput, match="attested already"):
        c.bank.attest(papers.retyped, suffix="2")
    other = replace(papers.read_invoice, total=usd("120000.00"))
    for suffix, told in (("3", "comes after"), ("B", "one of"), ("10", "one of")):
        with pytest.raises(InvalidInput, match=told):
            c.bank.attest(other, suffix=suffix)
    c.bank.attest(other, suffix="2")
    with pytest.raises(InvalidInput, match="attested already"):
        c.bank.sign(other, suffix="3")
    amended = replace(other, total=usd("110000.00"))
    c.bank.amend(amended, suffix="2")
    assert c.bank.check(amended, usd("110000.00")).free


def test_evidence_under_a_suffix_is_evidence(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    other = replace(papers.read_invoice, total=usd("120000.00"))
    signed = c.other_bank.sign(other, suffix="2")
    found = c.bank.check(other, usd("1.00"))
    assert found.codes == (Code.CONTENT_MISMATCH,)
    c.exporter.present(signed)
    assert c.bank.check(other, usd("120000.00")).free


def test_drawn_money_runs_on_whatever_is_said(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = drawn(c, papers)
    with refused(c.net, AttestorNotOfDocument(papers.invoice, c.bank.org, c.buyer.org)):
        enter(c.buyer, replace(attestation(c, papers.invoice), version=9))
    c.exporter.repay(financing)
    assert c.net.document(papers.invoice).used == usd("0.00")


def test_what_was_collected_on_a_revoked_word_stays_collected(embedded: Consortium) -> None:
    """A debtor's revocation gives way to an attestor's word, and that brings nothing back."""
    c = embedded
    said = attestation(c, "twice", amount=usd("1000.00"))
    enter(c.buyer, said)
    declared = attestation(c, "declared", DocumentKind.CUSTOMS_DECLARATION, amount=usd("9000.00"))
    papers = [enter(c.customs, declared)]
    asked = c.exporter.request(c.line(), said.document, papers, usd("700.00"))
    c.bank.fund(asked.financing)
    send(c.buyer, "DocumentRegistry", "revoke", said.document)
    note = key_of("note", DocumentKind.CREDIT_NOTE)
    held = held_by_request(c, asked.financing)
    send(c.bank, "PledgeRegister", "bookCreditNote", held, note, 10_000)
    c.buyer.collect(said.document, usd("850.00"), "MT 1")
    enter(c.bank, said)
    # 1,000.00 less the note and what was paid
    assert c.net.document(said.document).free == usd("50.00")
