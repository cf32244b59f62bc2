"""Registration ashore, notice of assignment, and the debtor's word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from eth_utils.crypto import keccak

from tests.conftest import Consortium, usd
from tests.roles.acts import (
    DAY,
    SECOND,
    ask,
    at,
    attestation,
    drawn,
    enter,
    held_by_request,
    refused,
    send,
)
from tradefin.enums import NoticeStatus, Role
from tradefin.errors import (
    CallerNotDebtor,
    CallerNotRank,
    DisputeUnchanged,
    DocumentIsDisputed,
    DocumentIsFrozen,
    InvalidInput,
    NoticeNotInStatus,
    RegistrationInPast,
    RoleMissing,
)
from tradefin.events import (
    DisputeSettled,
    InvoiceDisputed,
    NoticeAcknowledged,
    NoticeReceived,
    NoticeSent,
    PledgeRegistered,
)
from tradefin.ids import OrgId
from tradefin.ledger import Ledger
from tradefin.risk import Item, measure
from tradefin.roles.check import Code

# Registration ashore


def test_a_registration_is_recorded_and_renewed(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    financing = drawn(c, papers)
    with pytest.raises(InvalidInput, match="no registration"):
        c.net.registration(financing)
    lapses = c.net.now() + 365 * DAY
    told = c.bank.register_pledge(financing, "CCRC 0123", lapses=lapses)
    assert isinstance(told, PledgeRegistered)
    assert (told.financing, told.invoice, told.bank) == (financing, papers.invoice, c.bank.org)
    assert (told.entry, told.lapses) == (keccak(text="CCRC 0123"), lapses)
    c.bank.register_pledge(financing, "CCRC 0456", lapses=lapses + DAY)
    found = c.net.registration(financing)
    assert (found.entry, found.lapses) == (keccak(text="CCRC 0456"), lapses + DAY)


def test_a_lapsed_registration_protects_nobody(consortium: Consortium) -> None:
    c = consortium
    financing = drawn(c, c.papers())
    now = c.net.now() + DAY
    with at(c.net, now), refused(c.net, RegistrationInPast(now - SECOND)):
        c.bank.register_pledge(financing, "CCRC 0123", lapses=now - SECOND)
    with at(c.net, now + SECOND):
        c.bank.register_pledge(financing, "CCRC 0123", lapses=now + SECOND)


def test_only_the_bank_of_a_funded_rank_speaks_for_the_pledge(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    waiting = ask(c, papers, amount=usd("1000.00"))
    soon = c.net.now() + DAY
    not_funded = CallerNotRank(waiting, papers.invoice, c.bank.org)
    with refused(c.net, not_funded):
        c.bank.register_pledge(waiting, "CCRC 0123", lapses=soon)
    with refused(c.net, not_funded):
        c.bank.send_notice(waiting, b"notice")
    c.bank.fund(waiting)
    foreign = CallerNotRank(waiting, papers.invoice, c.other_bank.org)
    with refused(c.net, foreign):
        c.other_bank.register_pledge(waiting, "CCRC 0123", lapses=soon)
    with refused(c.net, foreign):
        c.other_bank.send_notice(waiting, b"notice")
    held = held_by_request(c, waiting)
    with refused(c.net, RoleMissing(c.buyer.org, Role.BANK)):
        send(c.buyer, "PledgeRegister", "notify", held, bytes(32))


def test_a_settled_pledge_is_registered_no_more(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = drawn(c, papers)
    c.exporter.repay(financing)
    with refused(c.net, CallerNotRank(financing, papers.invoice, c.bank.org)):
        c.bank.register_pledge(financing, "CCRC 0123", lapses=c.net.now() + DAY)


# Notice


def test_a_notice_is_sent_delivered_and_acknowledged(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    financing = drawn(c, papers)
    assert c.net.assignment(papers.invoice).status is NoticeStatus.NONE
    assert c.net.assignment(papers.invoice).discharged_by_holder

    sent = c.bank.send_notice(financing, b"we tell you")
    assert isinstance(sent, NoticeSent)
    assert (sent.invoice, sent.bank, sent.digest) == (
        papers.invoice,
        c.bank.org,
        keccak(b"we tell you"),
    )
    assert c.net.assignment(papers.invoice).discharged_by_holder
    assert [n.what for n in c.buyer.inbox()] == ["assignment"]

    got = c.bank.confirm_notice(financing, b"courier")
    assert isinstance(got, NoticeReceived)
    assert (got.bank, got.proof) == (c.bank.org, keccak(b"courier"))
    found = c.net.assignment(papers.invoice)
    assert (found.status, found.bank, found.digest) == (
        NoticeStatus.RECEIVED,
        c.bank.org,
        keccak(b"we tell you"),
    )
    assert not found.discharged_by_holder
    reads = c.net._connection.read
    assert reads("PledgeRegister", "dischargedByHolder", papers.invoice) is False

    known = c.buyer.acknowledge(papers.invoice)
    assert isinstance(known, NoticeAcknowledged)
    assert (known.invoice, known.debtor) == (papers.invoice, c.buyer.org)
    assert c.net.assignment(papers.invoice).status is NoticeStatus.ACKNOWLEDGED
    assert c.buyer.inbox() == []


def test_a_notice_goes_out_once(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    first = drawn(c, papers, amount=usd("1000.00"))
    second = drawn(c, papers, c.line(c.other_bank), usd("1000.00"))
    nothing = NoticeNotInStatus(papers.invoice, NoticeStatus.NONE, NoticeStatus.SENT)
    with refused(c.net, nothing):
        c.bank.confirm_notice(first, b"courier")
    c.bank.send_notice(first, b"notice")
    again = NoticeNotInStatus(papers.invoice, NoticeStatus.SENT, NoticeStatus.NONE)
    with refused(c.net, again):
        c.other_bank.send_notice(second, b"notice")


def test_a_bank_that_sends_a_notice_and_says_no_more_holds_up_nobody(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    first = drawn(c, papers, amount=usd("1000.00"))
    waiting = ask(c, papers, c.line(c.other_bank), usd("1000.00"))
    c.bank.send_notice(first, b"notice")
    with refused(c.net, CallerNotRank(waiting, papers.invoice, c.other_bank.org)):
        c.other_bank.confirm_notice(waiting, b"courier")
    with refused(c.net, CallerNotRank(first, papers.invoice, c.other_bank.org)):
        c.other_bank.confirm_notice(first, b"courier")
    c.other_bank.fund(waiting)
    got = c.other_bank.confirm_notice(waiting, b"courier")
    assert (got.invoice, got.bank) == (papers.invoice, c.other_bank.org)
    found = c.net.assignment(papers.invoice)
    assert (found.status, found.bank) == (NoticeStatus.RECEIVED, c.bank.org)  # which sent it
    received = NoticeNotInStatus(papers.invoice, NoticeStatus.RECEIVED, NoticeStatus.SENT)
    with refused(c.net, received):
        c.bank.confirm_notice(first, b"courier")


def test_a_debtor_acknowledges_without_waiting_for_a_notice(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    assert (
        Item.DEBTOR_ACKNOWLEDGED
        not in measure(c.net, papers.invoice, [papers.declaration]).verified
    )
    c.buyer.acknowledge(papers.invoice)
    assert Item.DEBTOR_ACKNOWLEDGED in measure(c.net, papers.invoice, [papers.declaration]).verified


@pytest.mark.parametrize("verb", ["acknowledge", "dispute", "settle"])
def test_only_the_debtor_speaks_for_the_debtor(embedded: Consortium, verb: str) -> None:
    c = embedded
    papers = c.papers()
    more = [bytes(32)] if verb == "dispute" else []
    for party in (c.exporter, c.bank, c.regulator):
        with refused(c.net, CallerNotDebtor(papers.invoice, c.buyer.org, party.org)):
            send(party, "PledgeRegister", verb, papers.invoice, *more)
    # Who receives the goods that a declaration names owes nothing on it.
    with refused(c.net, CallerNotDebtor(papers.declaration, OrgId(0), c.buyer.org)):
        send(c.buyer, "PledgeRegister", verb, papers.declaration, *more)


# Disputes


def test_a_dispute_stops_what_is_new(consortium: Consortium) -> None:
    c = consortium
    papers, line = c.papers(), c.line()
    waiting = ask(c, papers, line, usd("1000.00"))
    told = c.buyer.dispute(papers.invoice, b"goods came wet")
    assert isinstance(told, InvoiceDisputed)
    assert (told.invoice, told.debtor, told.reason) == (
        papers.invoice,
        c.buyer.org,
        keccak(b"goods came wet"),
    )
    disputed = DocumentIsDisputed(papers.invoice)
    with refused(c.net, disputed):
        ask(c, papers, line)
    with refused(c.net, disputed):
        c.bank.fund(waiting)
    found = c.net.document(papers.invoice)
    assert (found.disputed, found.free) == (True, usd("0.00"))
    assert c.bank.check(papers.retyped, usd("1.00")).codes == (
        Code.DISPUTED,
        Code.BALANCE_INSUFFICIENT,
    )
    settled = c.buyer.settle_dispute(papers.invoice)
    assert isinstance(settled, DisputeSettled)
    c.bank.fund(waiting)
    assert c.net.document(papers.invoice).used == usd("1000.00")


def test_a_dispute_reverses_nothing(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = drawn(c, papers)
    c.buyer.dispute(papers.invoice, b"short delivery")
    assert [n.what for n in c.bank.inbox()] == ["disputed"]
    assert measure(c.net, papers.invoice, [papers.declaration]).verified == {
        Item.DECLARATION_ATTESTED
    }
    c.exporter.repay(financing, usd("1000.00"))
    c.buyer.collect(papers.invoice, usd("360000.00"), "paid all the same")
    assert c.net.document(papers.invoice).used == usd("0.00")


def test_a_dispute_is_opened_and_ended_once(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    with refused(c.net, DisputeUnchanged(papers.invoice, False)):
        c.buyer.settle_dispute(papers.invoice)
    c.buyer.dispute(papers.invoice, b"reason")
    with refused(c.net, DisputeUnchanged(papers.invoice, True)):
        c.buyer.dispute(papers.invoice, b"another reason")
    c.buyer.settle_dispute(papers.invoice)
    assert not c.net.document(papers.invoice).disputed


def test_owning_up_ends_a_dispute(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    c.buyer.dispute(papers.invoice, b"reason")
    c.buyer.acknowledge(papers.invoice)
    assert not c.net.document(papers.invoice).disputed
    ask(c, papers)


def test_a_suspended_debtor_still_tells_what_it_owes(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    c.registrar.suspend(c.buyer.org)
    c.buyer.dispute(papers.invoice, b"reason")
    c.buyer.acknowledge(papers.invoice)


def test_a_dispute_lifts_no_freeze(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    until = c.net.now() + timedelta(days=9)
    c.buyer.dispute(papers.invoice, b"reason")
    c.regulator.freeze(papers.invoice, case_number="1", until=until)
    c.buyer.settle_dispute(papers.invoice)
    with refused(c.net, DocumentIsFrozen(papers.invoice, until)):
        ask(c, papers, line)


def test_a_false_debtor_disputes_nothing_for_the_true_one(embedded: Consortium) -> None:
    """Whoever squats a key as its debtor leaves no dispute behind that nobody could end."""
    c = embedded
    squat = attestation(c, "squatted")
    enter(c.buyer, squat)
    c.buyer.dispute(squat.document, b"reason")
    assert c.net.document(squat.document).disputed
    enter(c.bank, replace(squat, counterparty=OrgId(0)))
    found = c.net.document(squat.document)
    assert (found.disputed, found.free) == (False, usd("1000.00"))


def test_the_ledger_files_disputes(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    c.buyer.dispute(papers.invoice, b"reason")
    with Ledger.open() as ledger:
        ledger.follow(c.net)
        assert ledger.stops(papers.invoice).disputer == c.buyer.org
        c.buyer.settle_dispute(papers.invoice)
        ledger.follow(c.net)
        assert ledger.stops(papers.invoice).disputer is None
