"""Cargo beside the receivable, and its surrender."""

from __future__ import annotations

import pytest

from tests.conftest import Consortium, usd
from tests.roles.acts import (
    DAY,
    EUR,
    SECOND,
    USD,
    address_of,
    ask,
    at,
    attestation,
    by_key,
    default_of,
    drawn,
    enter,
    key_of,
    next_version,
    refused,
    send,
)
from tests.roles.cargo import BILL, RECEIPT, attestor_of, cargo, drawn_on, lending
from tests.roles.conftest import Rooms
from tradefin import Money
from tradefin.enums import FinancingStatus
from tradefin.errors import (
    AmountExceedsAdvance,
    AmountExceedsCargo,
    AttestorNotOfDocument,
    CallerNotBorrower,
    CallerNotLead,
    CargoNotSecured,
    CargoTooMany,
    ConditionNotMet,
    CurrencyMismatch,
    DocumentInUse,
    DocumentIsFrozen,
    DocumentIsRevoked,
    DocumentNotAttested,
    DocumentNotCargo,
    FinancingIsOver,
    HolderMismatch,
    LineLendsNoCargo,
    NothingToFinance,
    RoomNotTrusted,
    SurrenderOutOfBounds,
    UseExists,
    ValuationStale,
)
from tradefin.events import CargoReleased, CargoSecured, CargoSurrendered, DocumentUsed
from tradefin.ids import FinancingId, LineId, OrgId
from tradefin.models import Security


def asking_for_cargo(c: Consortium, **terms: object) -> LineId:
    """A line that lends on an invoice where cargo secures as much."""
    return lending(c, condition=address_of(c.net, "Collateral"), **terms)


# Who secures what


def test_a_line_may_ask_for_the_bill_beside_the_receivable(consortium: Consortium) -> None:
    c = consortium
    bill = cargo(c, attestor_of(c, BILL), kind=BILL)
    financing = ask(c, c.papers(), asking_for_cargo(c))  # 288,000.00
    with refused(c.net, ConditionNotMet(financing, 28_800_000, 0)):
        c.bank.fund(financing)
    secured = c.exporter.secure(financing, bill, usd("287999.99"))
    assert secured == CargoSecured(financing, bill, c.exporter.org, 28_799_999)
    assert c.net.secured(financing) == (Security(bill, usd("287999.99"), 7_000, 30),)
    d = c.net.document(bill)
    assert (d.used, d.free) == (usd("287999.99"), usd("212000.01"))
    with refused(c.net, ConditionNotMet(financing, 28_800_000, 28_799_999)):
        c.bank.fund(financing)
    more = cargo(c, attestor_of(c, RECEIPT, name="warehouse"))
    c.exporter.secure(financing, more, usd("0.01"))
    c.bank.fund(financing)
    assert c.net.financing(financing).status is FinancingStatus.FUNDED
    assert c.net.secured(FinancingId(99)) == ()


def test_only_the_borrower_secures_its_financing(embedded: Consortium) -> None:
    c = embedded
    paper, financing = cargo(c, attestor_of(c, RECEIPT)), ask(c, c.papers(), lending(c))
    with refused(c.net, CallerNotBorrower(financing, c.exporter.org, c.buyer.org)):
        c.buyer.secure(financing, paper, usd("1.00"))
    none = FinancingId(99)
    with refused(c.net, CallerNotBorrower(none, OrgId(0), c.exporter.org)):
        c.exporter.secure(none, paper, usd("1.00"))


def test_only_cargo_of_the_borrowers_secures(embedded: Consortium) -> None:
    c = embedded
    keeper, papers = attestor_of(c, RECEIPT), c.papers()
    financing = ask(c, papers, lending(c))
    with refused(c.net, DocumentNotCargo(papers.declaration)):
        c.exporter.secure(financing, papers.declaration, usd("1.00"))
    unknown = key_of("unknown", RECEIPT)
    with refused(c.net, DocumentNotAttested(unknown)):
        c.exporter.secure(financing, unknown, usd("1.00"))
    foreign = cargo(c, keeper, "of the buyer", holder=c.buyer.org)
    with refused(c.net, HolderMismatch(foreign, c.buyer.org, c.exporter.org)):
        c.exporter.secure(financing, foreign, usd("1.00"))
    euros = cargo(c, keeper, "in euros", amount=Money.of("500000.00", "EUR"))
    with refused(c.net, CurrencyMismatch(USD, EUR)):
        c.exporter.secure(financing, euros, usd("1.00"))


def test_a_line_without_cargo_takes_none_beside(embedded: Consortium) -> None:
    c = embedded
    paper, line = cargo(c, attestor_of(c, RECEIPT)), c.line()
    financing = ask(c, c.papers(), line)
    with refused(c.net, LineLendsNoCargo(line)):
        c.exporter.secure(financing, paper, usd("1.00"))


def test_a_paper_secures_its_advance_over_all_uses(embedded: Consortium) -> None:
    """The same cargo behind two banks, as an asset and beside another: one quota."""
    c = embedded
    paper = cargo(c, attestor_of(c, RECEIPT))
    financing = ask(c, c.papers(), lending(c))
    for given in (0, 35_000_001):
        with refused(c.net, AmountExceedsCargo(paper, given, 35_000_000)):
            c.exporter.secure(financing, paper, Money(given, "USD"))
    c.exporter.secure(financing, paper, usd("100000.00"))
    other = ask(c, c.papers(118), lending(c, c.other_bank, cargo_advance_bps=6_000))
    with refused(c.net, AmountExceedsCargo(paper, 20_000_001, 20_000_000)):
        c.exporter.secure(other, paper, usd("200000.01"))
    c.exporter.secure(other, paper, usd("200000.00"))
    line = lending(c)
    with refused(c.net, AmountExceedsAdvance(paper, 5_000_001, 5_000_000)):
        c.exporter.request(line, paper, amount=usd("50000.01"))
    alone = drawn_on(c, paper, "50000.00")
    # A rank is who lent on the paper itself.
    assert c.net.financings_on(paper) == [alone]
    c.bank.collect(paper, usd("60000.00"), "sold")
    assert c.net.document(paper).used == usd("300000.00")


def test_a_stale_valuation_secures_nothing(embedded: Consortium) -> None:
    c = embedded
    valued = c.net.now()
    line = lending(c, valuation_days=9)
    paper, financing = cargo(c, attestor_of(c, RECEIPT), due=valued), drawn(c, c.papers(), line)
    end = valued + 9 * DAY
    with at(c.net, end + SECOND), refused(c.net, ValuationStale(paper, valued, valued + SECOND)):
        c.exporter.secure(financing, paper, usd("1.00"))


def test_a_financing_has_four_papers_each_once(embedded: Consortium) -> None:
    c = embedded
    keeper, financing = attestor_of(c, RECEIPT), ask(c, c.papers(), lending(c))
    papers = [cargo(c, keeper, f"lot {n}") for n in range(5)]
    for n, paper in enumerate(papers[:4]):
        c.exporter.secure(financing, paper, Money(n + 1, "USD"))
        if n == 0:
            ref = financing.to_bytes(32, "big")
            with refused(c.net, UseExists(address_of(c.net, "Collateral"), ref)):
                c.exporter.secure(financing, paper, Money(1, "USD"))
    with refused(c.net, CargoTooMany(financing, 4)):
        c.exporter.secure(financing, papers[4], Money(1, "USD"))
    c.bank.release_cargo(financing, papers[1])
    c.exporter.secure(financing, papers[4], Money(5, "USD"))
    kept = {(s.cargo, s.amount.minor) for s in c.net.secured(financing)}
    assert kept == {(papers[0], 1), (papers[2], 3), (papers[3], 4), (papers[4], 5)}
    assert headroom(c, financing) == 13


def headroom(c: Consortium, financing: FinancingId) -> int:
    return int(c.net._connection.read("Collateral", "headroom", financing))


# Until when


def test_what_is_over_is_secured_no_more(embedded: Consortium) -> None:
    c = embedded
    keeper, line = attestor_of(c, RECEIPT), lending(c)
    paper = cargo(c, keeper)
    closed = ask(c, c.papers(), line)
    c.exporter.withdraw(closed)
    settled = drawn(c, c.papers(118), line, usd("1.00"))
    c.exporter.repay(settled)
    lapsed = ask(c, c.papers(119), line)
    c.net.travel(c.net.now() + 4 * DAY)
    for financing, status in (
        (closed, FinancingStatus.CLOSED),
        (settled, FinancingStatus.SETTLED),
        (lapsed, FinancingStatus.LAPSED),
    ):
        with refused(c.net, FinancingIsOver(financing, status)):
            c.exporter.secure(financing, paper, usd("1.00"))


def test_a_defaulted_financing_is_still_secured(embedded: Consortium) -> None:
    c = embedded
    keeper, financing = attestor_of(c, RECEIPT), drawn(c, c.papers(), lending(c))
    c.net.travel(default_of(c, financing))
    c.exporter.secure(financing, cargo(c, keeper), usd("1.00"))
    assert headroom(c, financing) == 100


def test_the_lead_gives_cargo_back_at_any_time(consortium: Consortium) -> None:
    c = consortium
    paper, financing = cargo(c, attestor_of(c, RECEIPT)), ask(c, c.papers(), lending(c))
    c.exporter.secure(financing, paper, usd("300000.00"))
    c.bank.fund(financing)
    for caller in (c.exporter, c.other_bank, c.buyer):
        with refused(c.net, CallerNotLead(financing, c.bank.org, caller.org)):
            caller.release_cargo(financing, paper)
    with refused(c.net, CargoNotSecured(financing, key_of("another", RECEIPT))):
        c.bank.release_cargo(financing, key_of("another", RECEIPT))
    c.registrar.suspend(c.bank.org)
    told = c.bank.release_cargo(financing, paper)
    assert told == CargoReleased(financing, paper, c.bank._account.address, 30_000_000)
    assert (c.net.secured(financing), c.net.document(paper).used) == ((), usd("0.00"))
    with refused(c.net, CargoNotSecured(financing, paper)):
        c.bank.release_cargo(financing, paper)


@pytest.mark.parametrize("end", ["settled", "closed", "lapsed"])
def test_anybody_gives_cargo_back_once_the_financing_is_over(
    embedded: Consortium, end: str
) -> None:
    c = embedded
    keeper, line = attestor_of(c, RECEIPT), lending(c)
    paper, financing = cargo(c, keeper), ask(c, c.papers(), line)
    c.exporter.secure(financing, paper, usd("300000.00"))
    if end == "settled":
        c.bank.fund(financing)
        c.exporter.repay(financing)
    elif end == "closed":
        c.bank.decline(financing)
    else:
        c.net.travel(c.net.now() + 4 * DAY)
    stranger = c.net.keys[11]
    done = by_key(c.net, stranger, "Collateral", "release", financing, paper)
    assert done.one(CargoReleased).by == stranger.address
    keeper.surrender(paper, usd("500000.00"))


# What counts


def test_what_stops_a_paper_stops_that_it_counts(embedded: Consortium) -> None:
    c = embedded
    keeper, financing = attestor_of(c, RECEIPT), ask(c, c.papers(), asking_for_cargo(c))
    paper, other = cargo(c, keeper), cargo(c, keeper, "lot 2")
    c.exporter.secure(financing, paper, usd("288000.00"))
    c.bank.hold(paper, other)  # which stops what is new alone
    assert headroom(c, financing) == 28_800_000
    c.regulator.freeze(paper, case_number="1", until=c.net.now() + DAY)
    assert headroom(c, financing) == 0
    with refused(c.net, ConditionNotMet(financing, 28_800_000, 0)):
        c.bank.fund(financing)
    c.net.travel(c.net.now() + DAY + SECOND)
    assert headroom(c, financing) == 28_800_000
    attestor_of(c, RECEIPT, name="another").reject(paper, c.net.now() + DAY)
    assert headroom(c, financing) == 0


def test_a_revoked_an_expired_and_a_stale_paper_count_for_nothing(embedded: Consortium) -> None:
    c = embedded
    keeper, financing = attestor_of(c, RECEIPT), drawn(c, c.papers(), lending(c))
    now = c.net.now()
    ends = cargo(c, keeper, "ends", valid_until=now + 5 * DAY)
    gone, stale = cargo(c, keeper, "gone"), cargo(c, keeper, "stale", due=now - 24 * DAY)
    for n, paper in enumerate((ends, gone, stale)):
        c.exporter.secure(financing, paper, Money(10**n, "USD"))
    assert headroom(c, financing) == 111
    keeper.revoke(gone)
    assert headroom(c, financing) == 101
    c.net.travel(now + 5 * DAY + SECOND)
    assert headroom(c, financing) == 100
    c.net.travel(now + 6 * DAY + SECOND)
    assert headroom(c, financing) == 0
    enter(keeper, next_version(c, stale, due=c.net.now()))
    assert headroom(c, financing) == 100


def test_a_fall_in_value_takes_the_excess_off_what_counts(embedded: Consortium) -> None:
    c = embedded
    keeper, financing = attestor_of(c, RECEIPT), drawn(c, c.papers(), lending(c))
    paper = cargo(c, keeper)
    c.exporter.secure(financing, paper, usd("300000.00"))
    for value, counted in (
        ("428571.43", 30_000_000),  # 70 % of it, rounded down, is all that rests there
        ("428571.42", 29_999_999),
        ("200000.00", 14_000_000),
        ("0.01", 0),
    ):
        enter(keeper, next_version(c, paper, amount=usd(value), due=c.net.now()))
        assert headroom(c, financing) == counted


def test_a_changed_line_counts_for_what_is_secured_later(embedded: Consortium) -> None:
    c = embedded
    keeper, line = attestor_of(c, RECEIPT), lending(c)
    financing, paper = ask(c, c.papers(), line), cargo(c, keeper)
    c.exporter.secure(financing, paper, usd("288000.00"))
    c.bank.change_line(line, cargo_advance_bps=100, valuation_days=1)
    c.net.travel(c.net.now() + 2 * DAY)
    assert headroom(c, financing) == 28_800_000


# Surrender


def test_goods_are_surrendered_in_parts(consortium: Consortium) -> None:
    c = consortium
    keeper = attestor_of(c, RECEIPT)
    paper = cargo(c, keeper)
    told = keeper.surrender(paper, usd("200000.00"))
    assert told == CargoSurrendered(paper, keeper.org, 20_000_000, 30_000_000)
    d = c.net.document(paper)
    assert (d.amount, d.consumed, d.open) == (
        usd("500000.00"), usd("200000.00"), usd("300000.00"),
    )  # fmt: skip
    line = lending(c)
    assert c.exporter.quote(line, paper).amount == usd("210000.00")
    for given in (0, 30_000_001):
        with refused(c.net, SurrenderOutOfBounds(paper, given, 30_000_000)):
            keeper.surrender(paper, Money(given, "USD"))
    keeper.surrender(paper, usd("300000.00"))
    with refused(c.net, SurrenderOutOfBounds(paper, 1, 0)):
        keeper.surrender(paper, Money(1, "USD"))
    with refused(c.net, NothingToFinance(paper, 0, 0, 100_000_000, 100_000_000)):
        c.exporter.request(line, paper)


def test_nothing_is_surrendered_while_anything_rests_on_it(consortium: Consortium) -> None:
    c = consortium
    keeper = attestor_of(c, RECEIPT)
    paper, line = cargo(c, keeper), lending(c)
    financing = c.exporter.request(line, paper, amount=usd("1000.00")).financing
    with refused(c.net, DocumentInUse(paper, 100_000)):
        keeper.surrender(paper, usd("1.00"))
    c.bank.fund(financing)
    with refused(c.net, DocumentInUse(paper, 100_000)):
        keeper.surrender(paper, usd("1.00"))
    c.exporter.repay(financing)
    beside = drawn(c, c.papers(), lending(c))
    c.exporter.secure(beside, paper, usd("2.00"))
    with refused(c.net, DocumentInUse(paper, 200)):
        keeper.surrender(paper, usd("1.00"))
    c.bank.release_cargo(beside, paper)
    assert keeper.surrender(paper, usd("500000.00")).open == 0


def test_only_its_keeper_surrenders_and_only_cargo(embedded: Consortium) -> None:
    c = embedded
    keeper, other = attestor_of(c, RECEIPT), attestor_of(c, RECEIPT, name="another")
    paper, papers = cargo(c, keeper), c.papers()
    with refused(c.net, AttestorNotOfDocument(paper, keeper.org, other.org)):
        other.surrender(paper, usd("1.00"))
    with refused(c.net, DocumentNotCargo(papers.invoice)):
        c.bank.surrender(papers.invoice, usd("1.00"))
    unknown = key_of("unknown", RECEIPT)
    with refused(c.net, DocumentNotAttested(unknown)):
        keeper.surrender(unknown, usd("1.00"))


def test_a_freeze_keeps_the_goods_in_and_no_other_stop(embedded: Consortium) -> None:
    """It tells what happened, and takes nothing from anybody who lent."""
    c = embedded
    keeper = attestor_of(c, RECEIPT)
    paper = cargo(c, keeper)
    other = cargo(c, keeper, "lot 2")
    until = c.net.now() + 4 * DAY
    c.bank.hold(paper, other)
    attestor_of(c, RECEIPT, name="another").reject(paper, until + DAY)
    c.regulator.freeze(paper, case_number="1", until=until)
    c.registrar.suspend(keeper.org)
    with at(c.net, until), refused(c.net, DocumentIsFrozen(paper, until)):
        keeper.surrender(paper, usd("1.00"))
    with at(c.net, until + SECOND):
        assert keeper.surrender(paper, usd("500000.00")).open == 0


def test_a_revoked_paper_has_nothing_to_surrender(embedded: Consortium) -> None:
    c = embedded
    keeper = attestor_of(c, RECEIPT)
    paper, line = cargo(c, keeper), lending(c)
    keeper.revoke(paper)
    with refused(c.net, SurrenderOutOfBounds(paper, 1, 0)):
        keeper.surrender(paper, Money(1, "USD"))
    with refused(c.net, DocumentIsRevoked(paper)):
        c.exporter.request(line, paper)


# Rooms


def test_the_collateral_uses_cargo_and_no_invoice(rooms: Rooms) -> None:
    c = rooms.consortium
    keeper = attestor_of(c, RECEIPT)
    own = rooms.net.attestor(keeper._account)
    statement = attestation(c, "lot 1", RECEIPT, due=c.net.now())
    send(own, "OwnDocumentRegistry", "attest", statement.values())
    basis, ref = (statement.document, []), bytes(32)
    use = (ref, basis, c.exporter.org, USD, 1, c.net.now() + DAY)
    collateral = rooms.net.keys[7]
    done = by_key(rooms.net, collateral, "OwnDocumentRegistry", "reserve", *use)
    assert done.one(DocumentUsed).used == 1
    rooms.by_pledge("DocumentRegistry", "reserve", *use)
    rooms.by_security("DocumentRegistry", "reserve", *use)
    invoice = rooms.attest(attestation(c, "invoice"))
    use = (ref, (invoice, []), *use[2:])
    with pytest.raises(RoomNotTrusted) as caught:
        by_key(rooms.net, collateral, "OwnDocumentRegistry", "reserve", *use)
    assert caught.value == RoomNotTrusted(collateral.address)
    done = rooms.by_security("DocumentRegistry", "reserve", *use)
    assert done.one(DocumentUsed).used == 1
