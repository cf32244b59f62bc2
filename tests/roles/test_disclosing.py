"""Proving what a paper says, by the chain, and nothing of what else it says."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Consortium, Papers, usd
from tests.roles.acts import DAY, refused
from tradefin import samples
from tradefin.documents import Disclosure
from tradefin.errors import MerkleProofInvalidMultiproof
from tradefin.roles.network import LOCAL_SECRET

ALIASES = samples.PARTICIPANTS
NAMES = (
    "counterparty",
    "currency",
    "due_date",
    "gross",
    "holder",
    "issue_date",
    "issuer",
    "kind",
    "number",
    "prepaid",
    "rounding",
    "third_party",
    "total",
)


def shown(papers: Papers, *names: str) -> Disclosure:
    return papers.read_invoice.disclose(*names, secret=LOCAL_SECRET, participants=ALIASES)


def test_the_chain_tells_that_a_paper_says_it(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    two = shown(papers, "total", "due_date")
    assert two.fields.keys() == {"total", "due_date"}
    assert c.net.discloses(papers.invoice, two)
    assert not c.net.discloses(papers.declaration, two)


def test_one_word_changed_is_not_what_it_says(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    two = shown(papers, "total", "due_date")
    (name, _, salt), *rest = two.leaves
    for forged in (
        (name, "999999.00", salt),
        (name, "360000.00", bytes(32)),
        ("gross", "360000.00", salt),
    ):
        assert not c.net.discloses(papers.invoice, replace(two, leaves=(forged, *rest)))


def test_nothing_is_proved_by_nothing(embedded: Consortium) -> None:
    """A multiproof of no leaf leads to any root that one likes."""
    c = embedded
    papers = c.papers()
    root = c.net.document(papers.invoice).commitment
    assert not c.net.discloses(papers.invoice, Disclosure((), (root,), ()))


def test_a_proof_of_another_shape_is_refused(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    two = shown(papers, "total", "due_date")
    with refused(c.net, MerkleProofInvalidMultiproof()):
        c.net.discloses(papers.invoice, replace(two, flags=two.flags[:-1]))


def test_revoked_expired_and_rejected_papers_prove_nothing(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    one = shown(papers, "total")
    c.other_bank.reject(papers.invoice, c.net.now() + DAY)
    assert not c.net.discloses(papers.invoice, one)
    c.net.travel(c.net.now() + 2 * DAY)
    assert c.net.discloses(papers.invoice, one)
    c.net.travel(c.net.document(papers.invoice).valid_until + DAY)
    assert not c.net.discloses(papers.invoice, one)
    c.bank.amend(papers.read_invoice, valid_until=c.net.now() + DAY)
    assert c.net.discloses(papers.invoice, one)
    c.bank.revoke(papers.invoice)
    assert not c.net.discloses(papers.invoice, one)


def test_what_an_amended_paper_said_is_proved_no_more(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    before = shown(papers, "total")
    smaller = replace(papers.read_invoice, total=usd("200000.00"))
    c.bank.amend(smaller)
    assert not c.net.discloses(papers.invoice, before)
    after = smaller.disclose("total", secret=LOCAL_SECRET, participants=ALIASES)
    assert c.net.discloses(papers.invoice, after)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.sets(st.sampled_from(NAMES), min_size=1))
def test_any_choice_of_fields_is_proved(embedded: Consortium, names: set[str]) -> None:
    c = embedded
    mark = c.net.snapshot()
    papers = c.papers()
    chosen = shown(papers, *names)
    assert chosen.fields.keys() == names
    assert c.net.discloses(papers.invoice, chosen)
    assert chosen.verify(c.net.document(papers.invoice).commitment)
    c.net.revert(mark)
