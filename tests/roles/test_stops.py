"""Freezes of papers unknown, rejections, holds: what stops new uses of a paper, and until when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import Consortium, usd
from tests.roles.acts import (
    DAY,
    SECOND,
    admit,
    ask,
    at,
    attestation,
    by_key,
    drawn,
    enter,
    fresh_key,
    key_of,
    next_version,
    refused,
)
from tradefin import documents, samples
from tradefin.enums import DocumentKind, DocumentStatus, Role
from tradefin.errors import (
    AttestorRelated,
    DocumentIsFrozen,
    DocumentIsHeld,
    DocumentIsRejected,
    DocumentKnownAs,
    DocumentNotAttested,
    HoldNotOpen,
    HoldUsed,
    HoldWithoutReason,
    KindNotEntitled,
    KindNotOfDocument,
    RejectionsTooMany,
    ResolverRelated,
    RoleMissing,
    StopTooLong,
)
from tradefin.events import DocumentRejected, HoldOpened, HoldResolved
from tradefin.ids import DocumentId
from tradefin.roles.attestor import Attestor

INVOICE = DocumentKind.INVOICE
DECLARATION = DocumentKind.CUSTOMS_DECLARATION
LONGEST = timedelta(days=180)


def two_invoices(c: Consortium) -> tuple[DocumentId, DocumentId]:
    return enter(c.bank, attestation(c, "one")), enter(c.other_bank, attestation(c, "another"))


def another_attestor(c: Consortium, name: str, kind: DocumentKind, group: int = 0) -> Attestor:
    key = fresh_key(c.net, name)
    admit(c, key.address, roles=[Role.ATTESTOR], kinds=[kind], group=group)
    return c.net.attestor(key)


# Freezes


def test_an_unknown_paper_is_frozen_before_it_comes(embedded: Consortium) -> None:
    c = embedded
    statement = attestation(c, "expected")
    until = c.net.now() + 10 * DAY
    c.regulator.freeze(statement.document, case_number="1", until=until)
    assert c.net.find_document(statement.document) is None
    assert c.net.stands_under(statement.document)
    enter(c.bank, statement)
    found = c.net.document(statement.document)
    assert (found.frozen_until, found.free) == (until, usd("0.00"))


# Rejections


def test_a_rejection_outranks_every_approval(consortium: Consortium) -> None:
    c = consortium
    papers, line = c.papers(), c.line()
    until = c.net.now() + 30 * DAY
    told = c.other_bank.reject(papers.invoice, until)
    assert isinstance(told, DocumentRejected)
    assert (told.document, told.attestor, told.until) == (papers.invoice, c.other_bank.org, until)
    rejected = DocumentIsRejected(papers.invoice, c.other_bank.org, until)
    with refused(c.net, rejected):
        ask(c, papers, line)
    enter(c.bank, next_version(c, papers.invoice, amount=usd("300000.00")))
    with refused(c.net, rejected):
        ask(c, papers, line)
    found = c.net.document(papers.invoice)
    assert (found.rejected_until, found.free, found.status) == (
        until,
        usd("0.00"),
        DocumentStatus.VALID,
    )


def test_a_rejection_ends_after_its_last_second(consortium: Consortium) -> None:
    c = consortium
    papers, line = c.papers(), c.line()
    until = c.net.now() + DAY
    c.other_bank.reject(papers.invoice, until)
    rejected = DocumentIsRejected(papers.invoice, c.other_bank.org, until)
    with at(c.net, until), refused(c.net, rejected):
        ask(c, papers, line)
    with at(c.net, until + SECOND):
        ask(c, papers, line)


def test_a_rejection_comes_before_the_paper(embedded: Consortium) -> None:
    c = embedded
    statement = attestation(c, "forged")
    until = c.net.now() + DAY
    c.other_bank.reject(statement.document, until)
    enter(c.bank, statement)
    assert c.net.document(statement.document).rejected_until == until


def test_a_rejection_runs_180_days_at_most(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    now = c.net.now() + DAY
    latest = now + LONGEST
    with at(c.net, now), refused(c.net, StopTooLong(latest + SECOND, latest)):
        c.other_bank.reject(papers.invoice, latest + SECOND)
    with at(c.net, now + SECOND):
        c.other_bank.reject(papers.invoice, latest + SECOND)


def test_only_who_rejected_takes_it_back(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    until = c.net.now() + DAY
    c.other_bank.reject(papers.invoice, until)
    c.bank.reject(papers.invoice, None)
    assert c.net.document(papers.invoice).rejected_until == until
    c.bank.reject(papers.invoice, until + DAY)
    assert c.net.document(papers.invoice).rejected_until == until + DAY
    c.bank.reject(papers.invoice, None)
    assert c.net.document(papers.invoice).rejected_until == until
    c.other_bank.reject(papers.invoice, None)
    assert c.net.document(papers.invoice).free == usd("360000.00")


def test_a_friend_that_rejects_first_shields_nobody(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    until = c.net.now() + DAY
    friends = [another_attestor(c, f"friend {n}", INVOICE) for n in range(4)]
    for n, friend in enumerate(friends[:3]):
        friend.reject(papers.invoice, until + n * DAY)
    with refused(c.net, RejectionsTooMany(papers.invoice, 3)):
        friends[3].reject(papers.invoice, until)
    line = c.line()
    with refused(c.net, DocumentIsRejected(papers.invoice, friends[2].org, until + 2 * DAY)):
        ask(c, papers, line)
    friends[2].reject(papers.invoice, None)
    friends[3].reject(papers.invoice, until + 3 * DAY)
    friends[3].reject(papers.invoice, None)
    with refused(c.net, DocumentIsRejected(papers.invoice, friends[1].org, until + DAY)):
        ask(c, papers, line)
    c.net.travel(until + 2 * DAY)
    ask(c, papers, line)


def test_resolving_lifts_no_rejection_of_another(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    until = c.net.now() + DAY
    honest = another_attestor(c, "honest", INVOICE)
    honest.reject(papers.invoice, until)
    twin = enter(c.bank, attestation(c, "twin"))
    c.customs.hold(papers.invoice, twin)
    c.other_bank.resolve(papers.invoice, genuine=False)
    c.other_bank.reject(papers.invoice, None)
    assert c.net.document(papers.invoice).rejected_until == until


def test_a_bound_key_is_not_stopped_but_its_paper(embedded: Consortium) -> None:
    c = embedded
    c.registrar.rotate()
    twin = enter(c.other_bank, attestation(c, "twin"))
    bound = key_of("bound")
    paper = enter(c.bank, attestation(c, "paper", epoch=2, other_keys=(bound,)))
    known = DocumentKnownAs(bound, bound)
    until = c.net.now() + DAY
    with refused(c.net, known):
        c.regulator.freeze(bound, case_number="1", until=until)
    with refused(c.net, known):
        c.other_bank.reject(bound, until)
    with refused(c.net, known):
        c.other_bank.hold(bound, twin)
    assert c.net.document(paper).free == usd("1000.00")


def test_what_waits_is_funded_during_a_hold(embedded: Consortium) -> None:
    """Else any bank could have a rival's request lapse by opening one."""
    c = embedded
    papers = c.papers()
    financing = ask(c, papers)
    twin = enter(c.other_bank, attestation(c, "twin"))
    c.other_bank.hold(papers.invoice, twin)
    c.bank.fund(financing)
    assert c.net.document(papers.invoice).used == usd("288000.00")


def test_an_attestor_takes_back_what_it_said_of_a_paper_not_yet_its_own(
    embedded: Consortium,
) -> None:
    c = embedded
    own = attestation(c, "to be the bank's", holder=c.bank.org)
    c.bank.reject(own.document, c.net.now() + DAY)
    enter(c.other_bank, own)
    with refused(c.net, AttestorRelated(c.bank.org, c.bank.org)):
        c.bank.reject(own.document, c.net.now() + DAY)
    c.bank.reject(own.document, None)
    assert c.net.document(own.document).free == usd("1000.00")


def test_rejecting_takes_the_entitlement_to_the_kind(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    until = c.net.now() + DAY
    with refused(c.net, KindNotEntitled(c.customs.org, INVOICE)):
        c.customs.reject(papers.invoice, until)
    nothing = DocumentId(bytes(32))
    with refused(c.net, KindNotOfDocument(nothing, DocumentKind.NONE)):
        c.customs.reject(nothing, until)


def test_a_debtor_rejects_no_invoice(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    buyer = c.net.attestor(c.net.keys[6])
    with refused(c.net, KindNotEntitled(c.buyer.org, INVOICE)):
        buyer.reject(papers.invoice, c.net.now() + DAY)


def test_nobody_judges_its_own_paper(embedded: Consortium) -> None:
    c = embedded
    own = attestation(c, "the bank's own", holder=c.bank.org)
    enter(c.other_bank, own)
    with refused(c.net, AttestorRelated(c.bank.org, c.bank.org)):
        c.bank.reject(own.document, c.net.now() + DAY)


def test_money_comes_back_on_a_rejected_paper(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = drawn(c, papers)
    c.other_bank.reject(papers.invoice, c.net.now() + DAY)
    c.exporter.repay(financing, usd("1000.00"))
    c.buyer.collect(papers.invoice, usd("360000.00"), "paid")
    assert c.net.document(papers.invoice).used == usd("0.00")


def test_a_request_that_waits_is_not_funded_on_a_rejected_paper(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = ask(c, papers)
    until = c.net.now() + DAY
    c.other_bank.reject(papers.invoice, until)
    with refused(c.net, DocumentIsRejected(papers.invoice, c.other_bank.org, until)):
        c.bank.fund(financing)


def test_a_rejection_is_told_before_a_freeze_and_a_hold(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    line, until = c.line(), c.net.now() + DAY
    twin = enter(c.other_bank, attestation(c, "twin"))
    held = c.bank.hold(papers.invoice, twin)
    with refused(c.net, DocumentIsHeld(papers.invoice, held.until)):
        ask(c, papers, line)
    c.regulator.freeze(papers.invoice, case_number="1", until=until)
    with refused(c.net, DocumentIsFrozen(papers.invoice, until)):
        ask(c, papers, line)
    c.other_bank.reject(papers.invoice, until)
    with refused(c.net, DocumentIsRejected(papers.invoice, c.other_bank.org, until)):
        ask(c, papers, line)


# Holds


@pytest.mark.parametrize(
    ("opened", "close"),
    [
        (datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 5, 23, 59, 59, tzinfo=UTC)),
        (datetime(2026, 3, 5, 23, tzinfo=UTC), datetime(2026, 3, 10, 23, 59, 59, tzinfo=UTC)),
        (datetime(2026, 3, 7, 12, tzinfo=UTC), datetime(2026, 3, 11, 23, 59, 59, tzinfo=UTC)),
    ],
    ids=["Monday", "Thursday", "Saturday"],
)
def test_a_hold_lasts_three_business_days(
    consortium: Consortium, opened: datetime, close: datetime
) -> None:
    c = consortium
    papers, line = c.papers(), c.line()
    twin = enter(c.other_bank, attestation(c, "twin"))
    with at(c.net, opened):
        told = c.other_bank.hold(papers.invoice, twin)
    assert isinstance(told, HoldOpened)
    assert (told.document, told.other, told.opener, told.until) == (
        papers.invoice,
        twin,
        c.other_bank.org,
        close,
    )
    with at(c.net, close), refused(c.net, DocumentIsHeld(papers.invoice, close)):
        ask(c, papers, line)
    assert c.net.document(twin).held_until is None
    with at(c.net, close + SECOND):
        ask(c, papers, line)


def test_what_runs_goes_on_during_a_hold(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = drawn(c, papers)
    twin = enter(c.other_bank, attestation(c, "twin"))
    c.other_bank.hold(papers.invoice, twin)
    c.exporter.repay(financing, usd("1000.00"))
    enter(c.bank, next_version(c, papers.invoice, amount=usd("350000.00")))
    c.buyer.collect(papers.invoice, usd("350000.00"), "paid")
    assert c.net.document(papers.invoice).used == usd("0.00")


def test_only_banks_and_attestors_open_holds(embedded: Consortium) -> None:
    c = embedded
    one, other = two_invoices(c)
    for party in (c.exporter, c.guarantor, c.regulator):
        with refused(c.net, RoleMissing(party.org, Role.BANK)):
            by_key(c.net, party._account, "DocumentRegistry", "hold", one, other)  # type: ignore[arg-type]
    c.customs.hold(one, other)


def test_a_hold_names_two_papers_of_one_kind(embedded: Consortium) -> None:
    c = embedded
    one, other = two_invoices(c)
    declaration = enter(c.customs, attestation(c, "declaration", DECLARATION))
    with refused(c.net, HoldWithoutReason(one, one)):
        c.bank.hold(one, one)
    with refused(c.net, HoldWithoutReason(one, declaration)):
        c.bank.hold(one, declaration)
    unknown = key_of("unknown")
    with refused(c.net, DocumentNotAttested(unknown)):
        c.bank.hold(one, unknown)
    c.bank.hold(unknown, other)
    assert c.net.stands_under(unknown)


def test_a_hold_is_opened_once_for_a_pair(embedded: Consortium) -> None:
    c = embedded
    one, other = two_invoices(c)
    held = c.bank.hold(one, other)
    with refused(c.net, DocumentIsHeld(one, held.until)):
        c.other_bank.hold(one, other)
    c.net.travel(c.net.now() + 10 * DAY)
    with refused(c.net, HoldUsed(one, other, c.other_bank.org)):
        c.other_bank.hold(one, other)
    with refused(c.net, HoldUsed(other, one, c.other_bank.org)):
        c.other_bank.hold(other, one)


def test_nobody_keeps_a_paper_on_hold_with_one_excuse_after_another(embedded: Consortium) -> None:
    c = embedded
    one, other = two_invoices(c)
    third = enter(c.bank, attestation(c, "third"))
    c.bank.hold(one, other)
    c.net.travel(c.net.now() + 10 * DAY)
    with refused(c.net, HoldUsed(one, third, c.bank.org)):
        c.bank.hold(one, third)
    c.other_bank.hold(one, third)


def test_another_attestor_resolves_a_hold(consortium: Consortium) -> None:
    c = consortium
    papers, line = c.papers(), c.line()
    twin = enter(c.other_bank, attestation(c, "twin"))
    c.customs.hold(papers.invoice, twin)
    told = c.other_bank.resolve(papers.invoice, genuine=True)
    assert isinstance(told, HoldResolved)
    assert (told.document, told.resolver, told.genuine) == (
        papers.invoice,
        c.other_bank.org,
        True,
    )
    ask(c, papers, line)


def test_a_duplicate_is_rejected_by_who_resolves(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    twin = enter(c.other_bank, attestation(c, "twin"))
    c.customs.hold(papers.invoice, twin)
    when = c.net.now() + DAY
    with at(c.net, when):
        c.other_bank.resolve(papers.invoice, genuine=False)
    found = c.net.document(papers.invoice)
    assert (found.held_until, found.rejected_until) == (None, when + LONGEST)
    c.other_bank.reject(papers.invoice, None)
    assert c.net.document(papers.invoice).free == usd("360000.00")


def test_who_opened_a_hold_does_not_resolve_it(embedded: Consortium) -> None:
    c = embedded
    one, other = two_invoices(c)
    c.bank.hold(one, other)
    with refused(c.net, ResolverRelated(c.bank.org, c.bank.org)):
        c.bank.resolve(one, genuine=False)


def test_nor_does_a_related_company(embedded: Consortium) -> None:
    c = embedded
    one, other = two_invoices(c)
    opener = another_attestor(c, "opener", DECLARATION, group=7)
    sister = another_attestor(c, "sister", INVOICE, group=7)
    opener.hold(one, other)
    with refused(c.net, ResolverRelated(sister.org, opener.org)):
        sister.resolve(one, genuine=False)


def test_resolving_takes_the_entitlement_to_the_kind(embedded: Consortium) -> None:
    c = embedded
    one, other = two_invoices(c)
    c.bank.hold(one, other)
    with refused(c.net, KindNotEntitled(c.customs.org, INVOICE)):
        c.customs.resolve(one, genuine=True)


def test_a_hold_of_an_unknown_paper_has_the_kind_of_the_other(embedded: Consortium) -> None:
    c = embedded
    one, _ = two_invoices(c)
    coming = attestation(c, "coming")
    c.bank.hold(coming.document, one)
    with refused(c.net, KindNotEntitled(c.customs.org, INVOICE)):
        c.customs.resolve(coming.document, genuine=True)
    enter(c.bank, coming)
    assert c.net.document(coming.document).free == usd("0.00")
    c.other_bank.resolve(coming.document, genuine=True)
    assert c.net.document(coming.document).free == usd("1000.00")


def test_what_is_not_held_is_not_resolved(embedded: Consortium) -> None:
    c = embedded
    one, other = two_invoices(c)
    with refused(c.net, HoldNotOpen(one)):
        c.other_bank.resolve(one, genuine=False)
    held = c.bank.hold(one, other)
    assert held.until is not None
    with at(c.net, held.until + SECOND), refused(c.net, HoldNotOpen(one)):
        c.other_bank.resolve(one, genuine=False)


def test_a_near_match_is_held_and_told_apart(embedded: Consortium) -> None:
    """The way of a bank: find the likeness, hold the newcomer, let the attestor tell."""
    c = embedded
    papers = c.papers()
    trade = samples.trade(c.net.now().date(), serial=118)
    newcomer = documents.read(trade.invoice)
    event = c.other_bank.attest(newcomer)
    c.bank.hold(event.document, papers.invoice)
    check = c.bank.check(newcomer, usd("1.00"))
    assert [code.value for code in check.codes] == ["ON_HOLD", "BALANCE_INSUFFICIENT"]
    c.other_bank.resolve(event.document, genuine=True)
    assert c.bank.check(newcomer, usd("1.00")).free
