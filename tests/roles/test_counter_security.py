"""Assets that secure a guarantor: what they count, one quota, their release."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from tests.conftest import Consortium, usd
from tests.documents.test_profile import EXAMPLES
from tests.roles.acts import (
    DAY,
    EUR,
    SECOND,
    USD,
    another_guarantor,
    at,
    attestation,
    close_of,
    covered,
    drawn,
    enter,
    key_of,
    midnight,
    next_version,
    refused,
    send,
)
from tests.roles.assets import (
    LAND,
    MACHINERY,
    MINE,
    RECEIPT,
    appraiser_of,
    asset,
    guaranteed,
    pledgor,
)
from tests.roles.cargo import drawn_on
from tradefin import Money, documents, samples
from tradefin.enums import DocumentKind, GuaranteeStatus, Role
from tradefin.errors import (
    AmountExceedsAdvance,
    AssetNotSecured,
    AssetsNotAscending,
    AssetsOutOfBounds,
    AttestationIsDebtors,
    AttestorNotOfDocument,
    CallerNotGuarantor,
    ClassTermsInvalid,
    CurrencyMismatch,
    DebtorRelated,
    DeclarationsOutOfBounds,
    DocumentInUse,
    DocumentIsFrozen,
    DocumentIsHeld,
    DocumentIsRevoked,
    DocumentNotAttested,
    DocumentNotCargo,
    GuaranteeNotInStatus,
    HolderMismatch,
    InvalidInput,
    KindNotOfDocument,
    OrganisationIsFrozen,
    SecurityExceedsRecognised,
    UseExists,
    ValuationInFuture,
    ValuationLapsed,
)
from tradefin.events import AssetReleased, AssetSecured, ClassSet, LiensStated
from tradefin.ids import DocumentId, GuaranteeId, OrgId
from tradefin.models import Notice
from tradefin.risk import AssetTerms, cover_ratio, recognise
from tradefin.roles.guarantor import Guarantor

CASH, BILL = DocumentKind.CASH_DEPOSIT, DocumentKind.BILL_OF_LADING


def counted(c: Consortium, guarantee: GuaranteeId, *assets: DocumentId) -> int:
    found = c.net._connection.read("CounterSecurity", "countedFor", guarantee, sorted(assets))
    return int(found)


def notices(c: Consortium, party: Guarantor, what: str) -> list[Notice]:
    return [notice for notice in party.inbox() if notice.what == what]


# What assets count


def test_the_reference_estate_secures_its_guarantee(consortium: Consortium) -> None:
    c = consortium
    _, guarantee = guaranteed(c)
    appraiser = appraiser_of(c)
    estate = {
        asset(c, appraiser, LAND, "300000.00"): "128500.00",
        asset(c, appraiser, MACHINERY, "120000.00"): "42000.00",
        asset(c, appraiser, RECEIPT, "80000.00"): "43200.00",
        asset(c, appraiser, MINE, "500000.00"): "120000.00",
    }
    land = next(iter(estate))
    assert appraiser.state_liens(land, usd("50000.00")) == LiensStated(
        land, appraiser.org, 5_000_000
    )
    for paper, amount in estate.items():
        found = c.net.collateral(paper)
        assert (found.recognised, found.standing, found.stale) == (usd(amount), usd(amount), False)
    done = c.exporter.offer_all_collateral(
        guarantee, [(paper, usd(amount)) for paper, amount in estate.items()]
    )
    assert done == tuple(
        AssetSecured(guarantee, paper, c.exporter.org, usd(amount).minor)
        for paper, amount in estate.items()
    )
    assert counted(c, guarantee, *estate) == 33_370_000
    assert cover_ratio(usd("333700.00"), c.net.guarantee(guarantee).cover) == 17_380
    rows = c.net.securities(guarantee)
    assert [(row.asset, row.amount, row.counted, row.stale) for row in rows] == [
        (paper, usd(amount), usd(amount), False) for paper, amount in estate.items()
    ]
    assert c.net.document(land).used == usd("128500.00")
    assert notices(c, c.guarantor, "margin_call") == []


@pytest.mark.parametrize("kind", [LAND, MINE, MACHINERY, RECEIPT, CASH])
def test_the_chain_recognises_as_the_sdk_does(embedded: Consortium, kind: DocumentKind) -> None:
    c = embedded
    appraiser, value, liens = appraiser_of(c), usd("123456.79"), usd("1234.57")
    paper = asset(c, appraiser, kind, amount=value)
    appraiser.state_liens(paper, liens)
    valued = c.net.now().date()
    for days in (0, 27, 180, 185, 366):
        c.net.travel(midnight(valued + timedelta(days)) + 12 * 3600 * SECOND)
        on = c.net.now().date()
        told = recognise(value, kind, valued_on=valued, on=on, prior_liens=liens)
        found = c.net.collateral(paper)
        if days < 360:  # then the paper's attestation itself has run out
            assert (found.recognised, found.standing) == (told.amount, told.standing)
        last = None if told.valid_through is None else close_of(told.valid_through)
        assert (found.stale, found.valid_through, found.liens) == (told.stale, last, liens)


def test_nobody_else_states_the_liens_of_an_asset(embedded: Consortium) -> None:
    c = embedded
    appraiser = appraiser_of(c)
    paper = asset(c, appraiser)
    with refused(c.net, AttestorNotOfDocument(paper, appraiser.org, c.customs.org)):
        c.customs.state_liens(paper, usd("1.00"))
    unknown = key_of("unknown", LAND)
    with refused(c.net, AttestorNotOfDocument(unknown, OrgId(0), appraiser.org)):
        appraiser.state_liens(unknown, usd("1.00"))


def test_a_class_counts_at_most_all_and_is_of_assets(embedded: Consortium) -> None:
    c = embedded
    for kind, terms in (
        (LAND, (10_001, 1, 1)),
        (LAND, (1, 10_001, 1)),
        (DocumentKind.CONTRACT, (1, 1, 1)),
    ):
        with refused(c.net, ClassTermsInvalid(kind, *terms[:2])):
            send(c.registrar, "CounterSecurity", "setClass", kind, terms)
    paper = asset(c, appraiser_of(c))
    assert c.registrar.set_class(LAND, AssetTerms(5_000, 5_000, 6)) == ClassSet(
        LAND, 5_000, 5_000, 6
    )
    assert c.net.collateral(paper).recognised == usd("75000.00")
    own = c.net._connection.read("CounterSecurity", "classOf", LAND)
    assert own == {"rate_bps": 5_000, "liquidity_bps": 5_000, "valid_months": 6}


# Who secures, by what, for whom


def test_an_asset_secures_no_more_than_it_is_recognised_at(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = guaranteed(c)
    paper = asset(c, appraiser_of(c))
    for given in (0, 17_850_001):
        with refused(c.net, SecurityExceedsRecognised(paper, given, 17_850_000)):
            c.exporter.offer_collateral(guarantee, paper, Money(given, "USD"))
    c.exporter.offer_collateral(guarantee, paper, usd("178499.99"))
    reference = (1 << 32 | guarantee).to_bytes(32, "big")
    room = c.net.deployment.address("CounterSecurity")
    other = covered(c, drawn(c, c.papers(118)), usd("1.00"))
    with refused(c.net, SecurityExceedsRecognised(paper, 2, 1)):
        c.exporter.offer_collateral(other, paper, Money(2, "USD"))
    with refused(c.net, UseExists(room, reference)):
        c.exporter.offer_collateral(guarantee, paper, Money(1, "USD"))


def test_a_class_without_terms_counts_nothing(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = guaranteed(c)
    bill = asset(c, appraiser_of(c), BILL)
    with refused(c.net, SecurityExceedsRecognised(bill, 1, 0)):
        c.exporter.offer_collateral(guarantee, bill, Money(1, "USD"))


def test_only_the_holder_secures_by_its_asset(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = guaranteed(c)
    appraiser, third = appraiser_of(c), pledgor(c)
    paper = asset(c, appraiser, holder=third.org)
    with refused(c.net, HolderMismatch(paper, third.org, c.exporter.org)):
        c.exporter.offer_collateral(guarantee, paper, usd("1.00"))
    secured = third.offer_collateral(guarantee, paper, usd("1.00"))
    assert secured == AssetSecured(guarantee, paper, third.org, 100)
    euros = asset(c, appraiser, name="in euros", amount=Money.of("300000.00", "EUR"))
    with refused(c.net, CurrencyMismatch(USD, EUR)):
        c.exporter.offer_collateral(guarantee, euros, usd("1.00"))


def test_one_to_sixteen_assets_are_named_each_once(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = guaranteed(c)
    with refused(c.net, AssetsOutOfBounds(0, 16)):
        c.exporter.offer_all_collateral(guarantee, [])
    paper = asset(c, appraiser_of(c))
    with refused(c.net, AssetsOutOfBounds(17, 16)):
        c.exporter.offer_all_collateral(guarantee, [(paper, usd("1.00"))] * 17)
    reference = (1 << 32 | guarantee).to_bytes(32, "big")
    room = c.net.deployment.address("CounterSecurity")
    with refused(c.net, UseExists(room, reference)):
        c.exporter.offer_all_collateral(guarantee, [(paper, usd("1.00"))] * 2)
    c.exporter.offer_collateral(guarantee, paper, usd("1.00"))
    with pytest.raises(AssetsNotAscending) as caught:
        c.net._connection.read("CounterSecurity", "countedFor", guarantee, [paper, paper])
    assert caught.value == AssetsNotAscending(paper, paper)


def test_only_offered_and_live_guarantees_are_secured(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    paper = asset(c, appraiser_of(c))
    none = GuaranteeId(99)
    wanted = GuaranteeStatus.LIVE
    with refused(c.net, GuaranteeNotInStatus(none, GuaranteeStatus.NONE, wanted)):
        c.exporter.offer_collateral(none, paper, usd("1.00"))
    c.guarantor.deposit(usd("1.00"))
    offer = c.guarantor.offer(
        financing,
        usd("1.00"),
        premium=usd("0.00"),
        payer=c.bank.org,
        expiry=c.net.now() + DAY,
        offer_until=c.net.now() + DAY,
    ).guarantee
    c.exporter.offer_collateral(offer, paper, usd("1.00"))
    c.bank.accept(offer)
    c.bank.release(offer)
    with refused(c.net, GuaranteeNotInStatus(offer, GuaranteeStatus.RELEASED, wanted)):
        c.exporter.offer_collateral(offer, paper, usd("1.00"))


def test_what_is_no_sound_asset_secures_nothing(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = guaranteed(c)
    appraiser = appraiser_of(c)
    unknown = key_of("unknown", LAND)
    with refused(c.net, DocumentNotAttested(unknown)):
        c.exporter.offer_collateral(guarantee, unknown, usd("1.00"))
    none = DocumentId(b"\xff" * 32)
    with refused(c.net, KindNotOfDocument(none, DocumentKind.NONE)):
        c.exporter.offer_collateral(guarantee, none, usd("1.00"))
    revoked, held, frozen = (asset(c, appraiser, name=name) for name in ("1", "2", "3"))
    for paper in (revoked, held, frozen):
        c.exporter.offer_collateral(guarantee, paper, usd("1.00"))
    appraiser.revoke(revoked)
    c.bank.hold(held, revoked)
    until = c.net.now() + 4 * DAY
    c.regulator.freeze(frozen, case_number="1", until=until)
    other = covered(c, drawn(c, c.papers(118)), usd("1.00"))
    hold = c.net.document(held).held_until
    for paper, refusal in (
        (revoked, DocumentIsRevoked(revoked)),
        (held, DocumentIsHeld(held, hold)),
        (frozen, DocumentIsFrozen(frozen, until)),
    ):
        with refused(c.net, refusal):
            c.exporter.offer_collateral(other, paper, usd("1.00"))
        assert c.net.collateral(paper).recognised == usd("0.00")
    # A hold stops what is new alone.
    assert counted(c, guarantee, revoked, held, frozen) == 100
    assert c.net.collateral(held).standing == usd("178500.00")


# Receivables


def test_a_receivable_secures_until_it_is_due(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = guaranteed(c)
    due = close_of((c.net.now() + 20 * DAY).date())
    invoice = enter(c.other_bank, attestation(c, "receivable", due=due))
    assert c.net.collateral(invoice).recognised == usd("630.00")
    assert c.net.collateral(invoice).valid_through == due
    c.exporter.offer_collateral(guarantee, invoice, usd("600.00"))
    other = covered(c, drawn(c, c.papers(118)), usd("1.00"))
    with at(c.net, due):
        c.exporter.offer_collateral(other, invoice, usd("10.00"))
    third = covered(c, drawn(c, c.papers(119)), usd("1.00"))
    with refused(c.net, ValuationLapsed(invoice, due, due)):
        c.exporter.offer_collateral(third, invoice, usd("10.00"))
    assert counted(c, guarantee, invoice) == 0


def test_a_receivable_on_its_debtors_word_secures_nothing(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = guaranteed(c)
    invoice = enter(c.buyer, attestation(c, "own word"))
    with refused(c.net, AttestationIsDebtors(invoice, c.buyer.org)):
        c.exporter.offer_collateral(guarantee, invoice, usd("1.00"))
    assert c.net.collateral(invoice).recognised == usd("0.00")


def test_a_receivable_against_ones_own_group_secures_nothing(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = guaranteed(c)
    third, until = pledgor(c), c.net.now() + 400 * DAY
    c.registrar.renew(c.buyer.org, roles={Role.ENTERPRISE}, group=7, valid_until=until)
    c.registrar.renew(third.org, roles={Role.ENTERPRISE}, group=7, valid_until=until)
    of_group = enter(c.bank, attestation(c, "of the group", holder=third.org))
    with refused(c.net, DebtorRelated(of_group, c.buyer.org)):
        third.offer_collateral(guarantee, of_group, usd("1.00"))
    on_client = attestation(c, "on the client", holder=third.org, counterparty=c.exporter.org)
    enter(c.bank, on_client)
    with refused(c.net, DebtorRelated(on_client.document, c.exporter.org)):
        third.offer_collateral(guarantee, on_client.document, usd("1.00"))


# One quota


def test_an_asset_behind_two_guarantors_and_two_banks_is_one_quota(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = guaranteed(c, "100000.00")
    second = another_guarantor(c, "second", usd("100000.00"))
    other = covered(c, drawn(c, c.papers(118)), usd("100000.00"), guarantor=second)
    keeper = appraiser_of(c)
    receipt = asset(c, keeper, RECEIPT, "500000.00")  # recognised at 270,000.00
    drawn_on(c, receipt, "150000.00")
    drawn_on(c, receipt, "50000.00", c.other_bank)
    with refused(c.net, SecurityExceedsRecognised(receipt, 7_000_001, 7_000_000)):
        c.exporter.offer_collateral(guarantee, receipt, usd("70000.01"))
    c.exporter.offer_collateral(guarantee, receipt, usd("40000.00"))
    with refused(c.net, SecurityExceedsRecognised(receipt, 3_000_001, 3_000_000)):
        c.exporter.offer_collateral(other, receipt, usd("30000.01"))
    c.exporter.offer_collateral(other, receipt, usd("30000.00"))
    line = c.line(cargo_advance_bps=7_000)
    with refused(c.net, AmountExceedsAdvance(receipt, 8_000_001, 8_000_000)):
        c.exporter.request(line, receipt, amount=usd("80000.01"))
    with refused(c.net, DocumentInUse(receipt, 27_000_000)):
        keeper.surrender(receipt, usd("0.01"))


def test_a_pledged_invoice_secures_with_what_is_left(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()  # 360,000.00, recognised at 226,800.00
    financing = drawn(c, papers, None, usd("200000.00"))
    guarantee = covered(c, financing, usd("100000.00"))
    with refused(c.net, SecurityExceedsRecognised(papers.invoice, 2_680_001, 2_680_000)):
        c.exporter.offer_collateral(guarantee, papers.invoice, usd("26800.01"))
    c.exporter.offer_collateral(guarantee, papers.invoice, usd("26800.00"))
    c.exporter.repay(financing)
    assert c.net.document(papers.invoice).used == usd("26800.00")
    assert counted(c, guarantee, papers.invoice) == 2_680_000


def test_other_assets_are_neither_financed_nor_surrendered(embedded: Consortium) -> None:
    c = embedded
    appraiser = appraiser_of(c)
    paper, line = asset(c, appraiser), c.line(cargo_advance_bps=7_000)
    with refused(c.net, DocumentNotCargo(paper)):
        appraiser.surrender(paper, usd("1.00"))
    with refused(c.net, DeclarationsOutOfBounds(0, 16)):
        c.exporter.request(line, paper, amount=usd("1.00"))
    declaration = c.papers().declaration
    with refused(c.net, KindNotOfDocument(paper, DocumentKind.INVOICE)):
        c.exporter.request(line, paper, [declaration], usd("1.00"))


# Valuations


def test_a_valuation_is_stale_on_the_day_after(consortium: Consortium) -> None:
    c = consortium
    _, guarantee = guaranteed(c)
    appraiser = appraiser_of(c)
    valued = c.net.now()
    paper = asset(c, appraiser, MACHINERY, "120000.00", due=valued)
    c.exporter.offer_collateral(guarantee, paper, usd("40000.00"))
    last = close_of(date(2026, 9, 2))
    assert valued.date() == date(2026, 3, 2)
    c.net.travel(last - 60 * SECOND)
    assert not c.net.collateral(paper).stale
    other = covered(c, drawn(c, c.papers(118)), usd("1.00"))
    with at(c.net, last):
        c.exporter.offer_collateral(other, paper, usd("1000.00"))
    with at(c.net, last + SECOND), refused(c.net, ValuationLapsed(paper, valued, last)):
        c.exporter.offer_collateral(other, paper, usd("1000.00"))
    found = c.net.collateral(paper)
    assert (found.stale, found.recognised, found.standing) == (True, usd("0.00"), usd("42000.00"))
    row = c.net.securities(guarantee)[0]
    assert (row.stale, row.counted, row.shortfall) == (True, usd("0.00"), usd("40000.00"))
    called = Notice(
        "margin_call",
        guarantee,
        None,
        f"USD 40,000.00 of what secured guarantee {guarantee} counts no more",
    )
    for party in (c.guarantor, c.exporter):
        assert called in party.inbox()
        assert paper in [n.id for n in party.inbox() if n.what == "stale"]
    assert [n for n in c.bank.inbox() if n.what in ("margin_call", "stale")] == []
    # A new valuation cures, while it is in use.
    enter(appraiser, next_version(c, paper, due=c.net.now()))
    assert counted(c, guarantee, paper) == 4_000_000
    assert notices(c, c.guarantor, "margin_call") == []


def test_a_fall_in_value_is_a_margin_call(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = guaranteed(c)
    other = covered(c, drawn(c, c.papers(118)), usd("1.00"))
    appraiser = appraiser_of(c)
    paper = asset(c, appraiser)  # 178,500.00
    c.exporter.offer_collateral(guarantee, paper, usd("100000.00"))
    c.exporter.offer_collateral(other, paper, usd("70000.00"))
    enter(appraiser, next_version(c, paper, amount=usd("200000.00")))  # 119,000.00
    # 51,000.00 more rests on it than it is recognised at.
    assert counted(c, guarantee, paper) == 4_900_000
    assert counted(c, other, paper) == 1_900_000
    (called,) = [n for n in notices(c, c.guarantor, "margin_call") if n.id == guarantee]
    assert called.text.startswith("USD 51,000.00")
    appraiser.state_liens(paper, usd("119000.00"))
    assert counted(c, guarantee, paper) == 0
    appraiser.state_liens(paper, usd("0.00"))
    enter(appraiser, next_version(c, paper, amount=usd("300000.00")))
    assert counted(c, guarantee, paper) == 10_000_000


@pytest.mark.parametrize(
    "kind",
    ["TITLE_DEED", "MINING_RIGHT", "FACTORY", "MACHINERY", "STOCK", "LISTED_SHARES", "635"],
)
def test_an_appraiser_values_a_paper_and_values_it_anew(embedded: Consortium, kind: str) -> None:
    c = embedded
    _, guarantee = guaranteed(c)
    lei = {"scheme": "LEI", "value": samples.EXPORTER.removeprefix("LEI:")}
    owner = {"name": "Owner", "identifiers": [lei]}
    said = {"depositor" if kind == "635" else "owner": owner}
    paper = documents.read(json.dumps(EXAMPLES[kind] | said).encode())
    appraiser = appraiser_of(c, paper.kind)
    first = appraiser.appraise(paper, usd("300000.00"))
    counts = recognise(
        usd("300000.00"),
        paper.kind,
        valued_on=c.net.now().date(),
        on=c.net.now().date(),
        prior_liens=usd("0.00"),
    ).amount
    assert (first.kind, first.version, first.amount) == (paper.kind, 1, 30_000_000)
    c.exporter.offer_collateral(guarantee, first.document, counts)
    day = c.net.now().date()
    second = appraiser.appraise(paper, usd("150000.00"), valued=day)
    assert (second.document, second.version) == (first.document, 2)
    assert (second.due, second.amount) == (midnight(day), 15_000_000)
    assert counted(c, guarantee, first.document) * 2 <= counts.minor


def test_a_deposit_is_worth_what_is_blocked(embedded: Consortium) -> None:
    c = embedded
    lei = {"scheme": "LEI", "value": samples.EXPORTER.removeprefix("LEI:")}
    said = {"depositor": {"name": "Owner", "identifiers": [lei]}}
    paper = documents.read(json.dumps(EXAMPLES["CASH_DEPOSIT"] | said).encode())
    deposit = appraiser_of(c).attest(paper).document
    found = c.net.collateral(deposit)
    assert (found.recognised, found.stale, found.valid_through) == (usd("50000.00"), False, None)


def test_what_is_no_asset_is_not_valued(embedded: Consortium) -> None:
    c = embedded
    declaration = c.papers().read_declaration
    with pytest.raises(InvalidInput, match="CUSTOMS_DECLARATION is not valued as of a day"):
        c.customs.amend(declaration, valued=c.net.now().date())


def test_a_valuation_of_a_day_to_come_counts_not_yet(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = guaranteed(c)
    ahead = midnight((c.net.now() + DAY).date())
    paper = asset(c, appraiser_of(c), due=ahead)
    with refused(c.net, ValuationInFuture(paper, ahead)):
        c.exporter.offer_collateral(guarantee, paper, usd("1.00"))
    assert c.net.collateral(paper).stale
    with at(c.net, ahead):
        c.exporter.offer_collateral(guarantee, paper, usd("1.00"))


def test_parties_and_currency_of_an_asset_in_use_stay(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = guaranteed(c)
    appraiser = appraiser_of(c)
    paper = asset(c, appraiser)
    c.exporter.offer_collateral(guarantee, paper, usd("1.00"))
    with refused(c.net, DocumentInUse(paper, 100)):
        enter(appraiser, next_version(c, paper, holder=c.buyer.org))


# Release


def test_the_guarantor_gives_back_and_the_cover_stays(consortium: Consortium) -> None:
    c = consortium
    financing, guarantee = guaranteed(c)
    paper = asset(c, appraiser_of(c))
    with refused(c.net, AssetNotSecured(guarantee, paper)):
        c.guarantor.release_collateral(guarantee, paper)
    c.exporter.offer_collateral(guarantee, paper, usd("100000.00"))
    with refused(c.net, CallerNotGuarantor(guarantee, c.guarantor.org, c.exporter.org)):
        c.exporter.release_collateral(guarantee, paper)
    done = c.guarantor.release_collateral(guarantee, paper)
    by = str(c.guarantor._account.address)
    assert done == AssetReleased(guarantee, paper, by, 10_000_000)
    assert c.net.guarantee(guarantee).status is GuaranteeStatus.LIVE
    assert c.net.document(paper).used == usd("0.00")
    assert c.net.securities(guarantee) == ()
    assert c.net.guarantee(guarantee).financing == financing


@pytest.mark.parametrize("end", ["released", "expired", "settled"])
def test_anybody_gives_back_what_secures_nothing_any_more(embedded: Consortium, end: str) -> None:
    c = embedded
    financing, guarantee = guaranteed(c)
    paper = asset(c, appraiser_of(c))
    c.exporter.offer_collateral(guarantee, paper, usd("100000.00"))
    if end == "released":
        c.bank.release(guarantee)
    elif end == "expired":
        c.net.travel(c.net.guarantee(guarantee).expiry + SECOND)
    else:
        c.exporter.repay(financing)
    c.buyer.release_collateral(guarantee, paper)
    assert c.net.document(paper).used == usd("0.00")


def test_a_lapsed_offer_gives_its_security_back(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    paper, soon = asset(c, appraiser_of(c)), c.net.now() + DAY
    offer = c.guarantor.offer(
        financing,
        usd("1.00"),
        premium=usd("0.00"),
        payer=c.bank.org,
        expiry=soon,
        offer_until=soon,
    ).guarantee
    c.exporter.offer_collateral(offer, paper, usd("1.00"))
    with at(c.net, soon), refused(c.net, CallerNotGuarantor(offer, c.guarantor.org, c.buyer.org)):
        c.buyer.release_collateral(offer, paper)
    with at(c.net, soon + SECOND):
        c.buyer.release_collateral(offer, paper)


def test_a_frozen_guarantor_gives_nothing_back(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = guaranteed(c)
    paper = asset(c, appraiser_of(c))
    c.exporter.offer_collateral(guarantee, paper, usd("1.00"))
    until = c.net.now() + 9 * DAY
    c.regulator.freeze_organisation(c.guarantor.org, case_number="1", until=until)
    with refused(c.net, OrganisationIsFrozen(c.guarantor.org, until)):
        c.guarantor.release_collateral(guarantee, paper)
