"""The consortium's secret changes: every paper is still one paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.conftest import Consortium, usd
from tests.roles.acts import DAY, SECOND, at, attestation, enter, refused, send
from tests.roles.test_documents import signed_by
from tradefin import documents, samples
from tradefin.chain.connection import Connection
from tradefin.documents import Secrets, TradeDocument
from tradefin.enums import DocumentKind, DocumentStatus
from tradefin.errors import (
    AccessManagedUnauthorized,
    DocumentKnownAs,
    EpochIsCurrent,
    EpochNotLive,
    EpochNotOver,
    EpochsTooMany,
    InvalidInput,
    OtherKeysMissing,
    OtherKeysTooMany,
)
from tradefin.events import EpochBegun, EpochRetired, KeyBound
from tradefin.ids import DocumentId
from tradefin.roles.attestations import Batch
from tradefin.roles.bank import Bank
from tradefin.roles.check import Code
from tradefin.roles.network import LOCAL_SECRET

LIFE = timedelta(days=730)
SECOND_SECRET = bytes(range(1, 33))
BOTH = {1: LOCAL_SECRET, 2: SECOND_SECRET}


def key(n: int) -> DocumentId:
    return DocumentId(bytes([DocumentKind.INVOICE, *[7] * 30, n]))


def bank_with(c: Consortium, secrets: dict[int, bytes], bank: int = 2) -> Bank:
    connection: Connection = c.net._connection
    return Bank(connection, c.net.keys[bank], Secrets.of(secrets), c.net.aliases)


def invoice(c: Consortium, serial: int = 117) -> TradeDocument:
    return documents.read(samples.trade(c.net.now().date(), serial=serial).invoice)


# The clock of epochs


def test_epochs_begin_and_are_retired_in_order(consortium: Consortium) -> None:
    c = consortium
    assert c.net.epochs() == (1, 1)
    with refused(c.net, EpochIsCurrent(1)):
        c.registrar.retire()
    when = c.net.now() + DAY
    with at(c.net, when):
        begun = c.registrar.rotate()
    assert isinstance(begun, EpochBegun)
    assert (begun.epoch, c.net.epochs()) == (2, (1, 2))
    over = when + LIFE
    with at(c.net, over - SECOND), refused(c.net, EpochNotOver(1, over)):
        c.registrar.retire()
    with at(c.net, over):
        retired = c.registrar.retire()
    assert isinstance(retired, EpochRetired)
    assert (retired.epoch, c.net.epochs()) == (1, (2, 2))


def test_four_epochs_are_live_at_most(embedded: Consortium) -> None:
    c = embedded
    for _ in range(3):
        c.registrar.rotate()
    with refused(c.net, EpochsTooMany(4)):
        c.registrar.rotate()


def test_nobody_but_the_registrar_turns_the_clock(embedded: Consortium) -> None:
    c = embedded
    address = str(c.bank._account.address)
    with refused(c.net, AccessManagedUnauthorized(address)):
        send(c.bank, "DocumentRegistry", "rotate")
    with refused(c.net, AccessManagedUnauthorized(address)):
        send(c.bank, "DocumentRegistry", "retire")


# What the registry holds of it


def test_a_first_statement_is_keyed_in_a_live_epoch(embedded: Consortium) -> None:
    c = embedded
    for epoch in (0, 2):
        with refused(c.net, EpochNotLive(epoch, 1, 1)):
            enter(c.bank, attestation(c, "early", epoch=epoch))
    c.registrar.rotate()
    enter(c.bank, attestation(c, "old", epoch=1))
    with refused(c.net, EpochNotLive(3, 1, 2)):
        enter(c.bank, attestation(c, "early", epoch=3, other_keys=(key(1), key(2))))


def test_a_new_paper_tells_its_earlier_keys(embedded: Consortium) -> None:
    c = embedded
    c.registrar.rotate()
    bare = attestation(c, "bare", epoch=2)
    with refused(c.net, OtherKeysMissing(bare.document, 0, 1)):
        enter(c.bank, bare)
    with refused(c.net, OtherKeysTooMany(bare.document, 4, 3)):
        enter(c.bank, replace(bare, other_keys=tuple(map(key, range(4)))))
    enter(c.bank, replace(bare, other_keys=(key(1),)))


def test_a_paper_does_not_come_back_under_an_earlier_key(consortium: Consortium) -> None:
    c = consortium
    c.registrar.rotate()
    done = send(
        c.bank,
        "DocumentRegistry",
        "attest",
        attestation(c, "new", epoch=2, other_keys=(key(1),)).values(),
    )
    bound = done.one(KeyBound)
    assert (bound.key, bound.document) == (key(1), attestation(c, "new").document)
    raw = c.net._connection.read("DocumentRegistry", "document", key(1))
    assert raw["status"] is DocumentStatus.BOUND
    old = attestation(c, key(1))
    for bank in (c.bank, c.other_bank):
        with refused(c.net, DocumentKnownAs(key(1), key(1))):
            enter(bank, old)
    with refused(c.net, DocumentKnownAs(key(1), key(1))):
        c.exporter.present(signed_by(c.bank, old))
    assert c.net.document_behind(key(1)) == bound.document
    assert c.net.document_behind(key(9)) == key(9)


def test_a_known_paper_does_not_come_under_a_new_key(embedded: Consortium) -> None:
    c = embedded
    enter(c.bank, attestation(c, key(1)))
    c.registrar.rotate()
    again = attestation(c, "again", epoch=2, other_keys=(key(1),))
    with refused(c.net, DocumentKnownAs(again.document, key(1))):
        enter(c.other_bank, again)


def test_two_papers_do_not_share_a_key(embedded: Consortium) -> None:
    c = embedded
    c.registrar.rotate()
    enter(c.bank, attestation(c, "first", epoch=2, other_keys=(key(1),)))
    second = attestation(c, "second", epoch=2, other_keys=(key(1),))
    with refused(c.net, DocumentKnownAs(second.document, key(1))):
        enter(c.bank, second)
    own = attestation(c, "third", epoch=2)
    with refused(c.net, DocumentKnownAs(own.document, own.document)):
        enter(c.bank, replace(own, other_keys=(own.document,)))


def test_an_amendment_binds_a_newer_key(embedded: Consortium) -> None:
    c = embedded
    first = attestation(c, "old paper")
    enter(c.bank, first)
    c.registrar.rotate()
    second = replace(first, version=2, amount=usd("900.00"), other_keys=(key(2),))
    enter(c.bank, second)
    enter(c.bank, replace(second, version=3, amount=usd("800.00")))
    with refused(c.net, DocumentKnownAs(key(2), key(2))):
        enter(c.bank, attestation(c, key(2), epoch=2, other_keys=(first.document,)))


def test_a_leaf_of_before_is_still_good_and_still_one_paper(embedded: Consortium) -> None:
    c = embedded
    leaf = attestation(c, key(1))
    batch, _ = c.bank.anchor(Batch.of(c.bank.org, [leaf, attestation(c, key(2))]))
    c.registrar.rotate()
    enter(c.bank, attestation(c, "the first, keyed anew", epoch=2, other_keys=(key(1),)))
    with refused(c.net, DocumentKnownAs(key(1), key(1))):
        c.exporter.present(batch[0])
    c.exporter.present(batch[1])
    anew = attestation(c, "the second, keyed anew", epoch=2, other_keys=(key(2),))
    with refused(c.net, DocumentKnownAs(anew.document, key(2))):
        enter(c.bank, anew)


def test_a_stop_is_not_dodged_under_a_new_key(embedded: Consortium) -> None:
    c = embedded
    c.regulator.freeze(key(1), case_number="1", until=c.net.now() + 10 * DAY)
    c.registrar.rotate()
    anew = attestation(c, "keyed anew", epoch=2, other_keys=(key(1),))
    with refused(c.net, DocumentKnownAs(anew.document, key(1))):
        enter(c.bank, anew)
    c.net.travel(c.net.now() + 11 * DAY)
    enter(c.bank, anew)


def test_a_debtor_binds_no_keys_and_keeps_none(embedded: Consortium) -> None:
    """It doesn't hold the secret: else it could bind the keys of others' papers."""
    c = embedded
    c.registrar.rotate()
    enter(c.buyer, attestation(c, "debtor's", epoch=2, other_keys=(key(1),)))
    enter(c.bank, attestation(c, key(1)))
    enter(c.buyer, attestation(c, key(3)))
    assert not c.net.stands_under(key(3))
    enter(c.bank, attestation(c, "anew", epoch=2, other_keys=(key(3),)))
    assert c.net.find_document(key(3)) is None
    line = c.line()
    with refused(c.net, DocumentKnownAs(key(3), key(3))):
        c.exporter.request(line, key(3), [key(1)])


def test_a_replaced_debtors_statement_is_a_first_one(embedded: Consortium) -> None:
    c = embedded
    c.registrar.rotate()
    mine = attestation(c, "named", epoch=2)
    enter(c.buyer, mine)
    with refused(c.net, OtherKeysMissing(mine.document, 0, 1)):
        enter(c.bank, mine)
    enter(c.bank, replace(mine, other_keys=(key(5),)))
    assert c.net.document(mine.document).attestor == c.bank.org


# How the parties live with it


def test_a_known_paper_keeps_its_id_after_a_rotation(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    c.registrar.rotate()
    bank, other = bank_with(c, BOTH), bank_with(c, BOTH, 3)
    assert other.document_id(papers.retyped) == papers.invoice
    assert other.check(papers.retyped, usd("360000.00")).free
    event = bank.amend(replace(papers.read_invoice, total=usd("300000.00")))
    assert (event.document, event.version) == (papers.invoice, 2)
    bound = documents.business_key(
        papers.read_invoice, SECOND_SECRET, participants=samples.PARTICIPANTS
    )
    assert c.net.document_behind(bound) == papers.invoice
    only_new = bank_with(c, {2: SECOND_SECRET})
    for act in (only_new.attest, only_new.document_id):
        with pytest.raises(InvalidInput, match="secret of epoch 1 is missing"):
            act(invoice(c, 118))


def test_a_new_paper_is_keyed_with_the_new_secret(embedded: Consortium) -> None:
    c = embedded
    c.registrar.rotate()
    bank = bank_with(c, BOTH)
    paper = invoice(c)
    event = bank.attest(paper)
    aliases = samples.PARTICIPANTS
    assert event.document == paper.business_key(SECOND_SECRET, participants=aliases)
    assert event.commitment == paper.commitment(SECOND_SECRET, participants=aliases)
    earlier = paper.business_key(LOCAL_SECRET, participants=aliases)
    with refused(c.net, DocumentKnownAs(earlier, earlier)):
        enter(c.other_bank, attestation(c, earlier))  # as one would that forgot the rotation
    check = bank_with(c, BOTH, 3).check(paper, usd("1.00"))
    assert (check.document, check.free) == (event.document, True)


def test_the_laggard_is_told_which_secret_it_lacks(embedded: Consortium) -> None:
    c = embedded
    c.registrar.rotate()
    with pytest.raises(InvalidInput, match="secret of epoch 2 is missing"):
        c.bank.document_id(invoice(c))


def test_a_batch_after_a_rotation(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    c.registrar.rotate()
    bank = bank_with(c, BOTH)
    batch, _ = bank.anchor([invoice(c, 118), invoice(c, 119)])
    c.exporter.present(batch[0], batch[1])
    assert bank.document_id(invoice(c, 119)) == batch.attestations[1].document
    assert papers.invoice not in {one.document for one in batch.attestations}


def test_a_retired_epoch_still_names_its_papers(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    c.registrar.rotate()
    c.net.travel(c.net.now() + LIFE)
    c.registrar.retire()
    bank = bank_with(c, BOTH)
    assert bank.document_id(papers.retyped) == papers.invoice
    assert bank.check(papers.retyped, usd("1.00")).codes[0] is Code.STALE
    with refused(c.net, EpochNotLive(1, 2, 2)):
        enter(c.bank, attestation(c, "late", epoch=1))


# Secrets


def test_secrets_are_told_apart_and_never_shown() -> None:
    secrets = Secrets.of(BOTH)
    assert secrets.epochs == (1, 2)
    assert (secrets[1], secrets[2]) == (LOCAL_SECRET, SECOND_SECRET)
    for shown in (repr(secrets), str(secrets)):
        assert LOCAL_SECRET.hex() not in shown
        assert repr(LOCAL_SECRET) not in shown
    assert Secrets.of(LOCAL_SECRET)[1] == LOCAL_SECRET
    with pytest.raises(InvalidInput, match="two epochs"):
        Secrets.of({1: LOCAL_SECRET, 2: LOCAL_SECRET})
    with pytest.raises(InvalidInput, match="16 bytes"):
        Secrets.of({1: b"short"})
    with pytest.raises(InvalidInput, match="connect with secret"):
        Secrets.of(None)[1]
