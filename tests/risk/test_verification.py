"""The verification level is measured on a chain, item by item."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest

from tests.conftest import Consortium, Papers, usd
from tests.roles.acts import DAY, admit, attestation, enter, fresh_key, next_version
from tradefin.enums import DocumentKind, Role
from tradefin.errors import InvalidInput
from tradefin.ids import DocumentId
from tradefin.risk import DEFAULT_WEIGHTS, Item, Verification, measure, verified_items

ON_CHAIN = {
    Item.DECLARATION_ATTESTED,
    Item.DEBTOR_KNOWN,
    Item.INVOICE_ATTESTED,
    Item.INVOICE_MATCHED,
}
NOBODYS = DocumentId(b"\x07" * 32)


@pytest.fixture
def papers(embedded: Consortium) -> Papers:
    return embedded.papers()


def found(c: Consortium, p: Papers, **more: Any) -> set[Item]:
    return set(measure(c.net, p.invoice, [p.declaration], **more).verified)


def cargo_of(c: Consortium, name: str = "bill", **changes: Any) -> DocumentId:
    """A bill of lading that a carrier attested."""
    carrier = fresh_key(c.net, f"carrier {name}")
    kind = DocumentKind.BILL_OF_LADING
    admit(c, carrier.address, roles=[Role.ATTESTOR], kinds=[kind])
    return enter(c.net.attestor(carrier), attestation(c, name, kind, **changes))


def test_what_stands_on_the_chain_is_measured(embedded: Consortium, papers: Papers) -> None:
    level = measure(embedded.net, papers.invoice, [papers.declaration, papers.declaration])
    assert level.verified == ON_CHAIN
    assert level.level_bps == 5_500
    assert level.missing == [
        Item.BILL_OF_LADING_MATCHED,
        Item.COLLECTION_ACCOUNT,
        Item.DEBTOR_ACKNOWLEDGED,
    ]


def test_everything_verified_is_one(embedded: Consortium, papers: Papers) -> None:
    level = measure(
        embedded.net,
        papers.invoice,
        [papers.declaration],
        cargo=cargo_of(embedded),
        debtor_acknowledged=True,
        collection_account=True,
    )
    assert level.verified == set(Item)
    assert (level.level_bps, level.missing) == (10_000, [])


def test_papers_that_nobody_attested_verify_nothing(embedded: Consortium, papers: Papers) -> None:
    net = embedded.net
    assert not measure(net, NOBODYS, [], debtor_acknowledged=True).verified
    assert measure(net, NOBODYS, [papers.declaration]).verified == {Item.DECLARATION_ATTESTED}
    half = measure(net, papers.invoice, [papers.declaration, NOBODYS], cargo=NOBODYS)
    assert half.verified == {Item.INVOICE_ATTESTED, Item.DEBTOR_KNOWN}
    swapped = measure(net, papers.declaration, [papers.invoice], cargo=papers.invoice)
    assert not swapped.verified


def test_a_revoked_paper_no_longer_counts(embedded: Consortium, papers: Papers) -> None:
    embedded.customs.revoke(papers.declaration)
    assert found(embedded, papers) == {Item.INVOICE_ATTESTED, Item.DEBTOR_KNOWN}
    embedded.bank.revoke(papers.invoice)
    assert found(embedded, papers, debtor_acknowledged=True) == set()


def test_a_frozen_paper_counts_again_after_the_freeze(embedded: Consortium, papers: Papers) -> None:
    until = embedded.net.now() + DAY
    embedded.regulator.freeze(papers.invoice, case_number="1", until=until)
    assert found(embedded, papers) == {Item.DECLARATION_ATTESTED}
    embedded.net.travel(until)
    assert found(embedded, papers) == {Item.DECLARATION_ATTESTED}
    embedded.net.travel(until + timedelta(seconds=1))
    assert found(embedded, papers) == ON_CHAIN


def test_a_held_or_rejected_paper_counts_not(embedded: Consortium, papers: Papers) -> None:
    other = embedded.papers(7)
    held = embedded.customs.hold(papers.invoice, other.invoice)
    assert found(embedded, papers) == {Item.DECLARATION_ATTESTED}
    assert held.until is not None
    embedded.net.travel(held.until + timedelta(seconds=1))
    assert found(embedded, papers) == ON_CHAIN
    until = embedded.net.now() + DAY
    embedded.customs.reject(papers.declaration, until)
    assert found(embedded, papers) == {Item.INVOICE_ATTESTED, Item.DEBTOR_KNOWN}


def test_an_expired_paper_no_longer_counts(embedded: Consortium, papers: Papers) -> None:
    last: datetime = embedded.net.document(papers.declaration).valid_until
    embedded.net.travel(last)
    assert Item.DECLARATION_ATTESTED in found(embedded, papers)
    embedded.net.travel(last + timedelta(seconds=1))
    assert Item.DECLARATION_ATTESTED not in found(embedded, papers)


def test_a_short_paper_no_longer_counts(embedded: Consortium, papers: Papers) -> None:
    line = embedded.line()
    embedded.exporter.request(line, papers.invoice, [papers.declaration], usd("100000.00"))
    less = next_version(embedded, papers.declaration, amount=usd("99999.99"))
    enter(embedded.customs, less)
    assert found(embedded, papers) == {Item.INVOICE_ATTESTED, Item.DEBTOR_KNOWN}


def test_an_invoice_above_its_declarations_does_not_match(embedded: Consortium) -> None:
    c = embedded
    kind = DocumentKind.CUSTOMS_DECLARATION
    invoice = enter(c.bank, attestation(c, "invoice", amount=usd("1000.00")))
    first = enter(c.customs, attestation(c, "first", kind, amount=usd("600.00")))
    second = enter(c.customs, attestation(c, "second", kind, amount=usd("400.00")))
    foreign = enter(
        c.customs, attestation(c, "foreign", kind, amount=usd("9999.00"), holder=c.buyer.org)
    )
    assert Item.INVOICE_MATCHED in measure(c.net, invoice, [first, second]).verified
    assert Item.INVOICE_MATCHED not in measure(c.net, invoice, [first, first]).verified
    assert Item.INVOICE_MATCHED not in measure(c.net, invoice, [foreign]).verified
    assert Item.INVOICE_MATCHED not in measure(c.net, invoice, []).verified


@pytest.mark.parametrize(
    ("change", "matched"),
    [
        ({}, True),
        ({"counterparty": "buyer"}, True),
        ({"counterparty": "other_bank"}, False),
        ({"holder": "buyer"}, False),
    ],
)
def test_cargo_matches_by_holder_and_buyer(
    embedded: Consortium, papers: Papers, change: dict[str, str], matched: bool
) -> None:
    changes = {field: getattr(embedded, name).org for field, name in change.items()}
    cargo = cargo_of(embedded, **changes)
    assert (Item.BILL_OF_LADING_MATCHED in found(embedded, papers, cargo=cargo)) is matched


def test_a_suspended_debtor_acknowledges_nothing(embedded: Consortium, papers: Papers) -> None:
    debtor = {Item.DEBTOR_KNOWN, Item.DEBTOR_ACKNOWLEDGED}
    assert debtor <= found(embedded, papers, debtor_acknowledged=True)
    embedded.registrar.suspend(embedded.buyer.org)
    assert not debtor & found(embedded, papers, debtor_acknowledged=True)
    embedded.registrar.reinstate(embedded.buyer.org)
    assert debtor <= found(embedded, papers, debtor_acknowledged=True)


def test_a_debtor_is_known_through_its_admission(embedded: Consortium, papers: Papers) -> None:
    net = embedded.net
    now, invoice = net.now(), net.document(papers.invoice)
    admitted = replace(net.organisation(embedded.buyer.org), valid_until=now)
    assert Item.DEBTOR_KNOWN in verified_items(now, invoice, [], debtor=admitted)
    lapsed = replace(admitted, valid_until=now - timedelta(seconds=1))
    stranger = net.organisation(embedded.bank.org)
    for org in (lapsed, stranger, None):
        verified = verified_items(now, invoice, [], debtor=org, debtor_acknowledged=True)
        assert verified == {Item.INVOICE_ATTESTED}


def test_the_level_rounds_down_and_knows_its_weights_only() -> None:
    weights = MappingProxyType({Item.INVOICE_ATTESTED: 2, Item.DEBTOR_KNOWN: 1})
    level = Verification(frozenset({Item.INVOICE_ATTESTED, Item.COLLECTION_ACCOUNT}), weights)
    assert level.level_bps == 6_666
    assert level.missing == [Item.DEBTOR_KNOWN]
    assert sum(DEFAULT_WEIGHTS.values()) == 100
    assert set(DEFAULT_WEIGHTS) == set(Item)


@pytest.mark.parametrize("weights", [{}, {Item.DEBTOR_KNOWN: 0}, {Item.DEBTOR_KNOWN: -1}])
def test_weights_that_weigh_nothing_are_refused(weights: dict[Item, int]) -> None:
    with pytest.raises(InvalidInput, match="weights"):
        Verification(frozenset(), weights)
