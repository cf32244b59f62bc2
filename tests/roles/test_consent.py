"""A guarantee covers the terms that its guarantor consented to, and no others."""

from __future__ import annotations

import pytest

from tests.conftest import Consortium, usd
from tests.roles.acts import DAY, another_guarantor, covered, default_of, drawn, refused, send
from tests.roles.test_guarantees import demanded, offered
from tests.roles.test_money_back import gained, monies
from tests.roles.test_terms import changed, proposed
from tradefin.enums import DemandStatus, FinancingStatus, GuaranteeKind, GuaranteeStatus
from tradefin.errors import (
    CallerNotGuarantor,
    ConsentHashMismatch,
    DemandOpen,
    FinancingTermsChanged,
    GuaranteeNotInStatus,
    InvalidInput,
    OrganisationIsSuspended,
    ReleaseNotDue,
)
from tradefin.ids import FinancingId, GuaranteeId

ESCROW = "GuaranteeEscrow"
COVER = usd("1000.00")
NONE = bytes(32)


def guaranteed(c: Consortium) -> tuple[FinancingId, GuaranteeId]:
    financing = drawn(c, c.papers())
    return financing, covered(c, financing, COVER, kind=GuaranteeKind.DEMAND)


def test_a_demand_on_terms_without_consent_is_refused(consortium: Consortium) -> None:
    c = consortium
    financing, guarantee = guaranteed(c)
    changed(c, financing)
    with refused(c.net, FinancingTermsChanged(financing, 1, 2)):
        demanded(c, guarantee, COVER)
    told = c.guarantor.consent_to_terms(guarantee)
    assert (told.guarantee, told.financing, told.terms_version) == (guarantee, financing, 2)
    assert c.net.guarantee(guarantee).terms_version == 2
    demand = demanded(c, guarantee, COVER)
    c.guarantor.examine(demand)
    before = monies(c)
    c.guarantor.pay(demand)
    assert gained(c, before) == {"bank": COVER.minor, "GuarantorCapital": -COVER.minor}


def test_an_accessory_guarantee_is_refused_for_its_terms_first(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    guarantee = covered(c, financing, COVER)
    changed(c, financing)
    with refused(c.net, FinancingTermsChanged(financing, 1, 2)):
        demanded(c, guarantee, COVER)
    c.guarantor.consent_to_terms(guarantee)
    c.net.travel(default_of(c, financing))
    demanded(c, guarantee, COVER)


def test_only_the_guarantor_consents(embedded: Consortium) -> None:
    c = embedded
    financing, guarantee = guaranteed(c)
    known = proposed(c, financing)
    other = another_guarantor(c, "other", usd("1.00"))
    with refused(c.net, CallerNotGuarantor(guarantee, c.guarantor.org, other.org)):
        send(other, ESCROW, "consent", guarantee, known)
    c.registrar.suspend(c.guarantor.org)
    with refused(c.net, OrganisationIsSuspended(c.guarantor.org)):
        c.guarantor.consent_to_terms(guarantee)


def test_consent_is_given_to_what_stands_or_is_proposed(embedded: Consortium) -> None:
    c = embedded
    financing, guarantee = guaranteed(c)
    with pytest.raises(InvalidInput):
        c.guarantor.consent_to_terms(guarantee)
    with refused(c.net, ConsentHashMismatch(guarantee, NONE, NONE, NONE)):
        send(c.guarantor, ESCROW, "consent", guarantee, NONE)
    first = proposed(c, financing)
    second = proposed(c, financing, rate_bps=600)
    with refused(c.net, ConsentHashMismatch(guarantee, NONE, second, first)):
        send(c.guarantor, ESCROW, "consent", guarantee, first)
    c.exporter.accept_terms(financing)
    with refused(c.net, ConsentHashMismatch(guarantee, second, NONE, first)):
        send(c.guarantor, ESCROW, "consent", guarantee, first)


@pytest.mark.parametrize("state", ["offered", "released"])
def test_only_a_live_guarantee_takes_a_consent(embedded: Consortium, state: str) -> None:
    c = embedded
    financing, guarantee = guaranteed(c)
    if state == "released":
        c.bank.release(guarantee)
    else:
        guarantee = offered(c, financing, COVER)
    known = proposed(c, financing)
    actual = GuaranteeStatus[state.upper()]
    with refused(c.net, GuaranteeNotInStatus(guarantee, actual, GuaranteeStatus.LIVE)):
        send(c.guarantor, ESCROW, "consent", guarantee, known)


def test_consent_ahead_counts_for_that_proposal_alone(consortium: Consortium) -> None:
    c = consortium
    financing, guarantee = guaranteed(c)
    proposed(c, financing)
    c.guarantor.consent_to_terms(guarantee)
    proposed(c, financing, rate_bps=1)  # version 2 as well, and another thing
    c.exporter.accept_terms(financing)
    with refused(c.net, FinancingTermsChanged(financing, 1, 2)):
        demanded(c, guarantee, COVER)


def test_consent_ahead_leaves_what_stands_covered(embedded: Consortium) -> None:
    c = embedded
    financing, guarantee = guaranteed(c)
    proposed(c, financing)
    c.guarantor.consent_to_terms(guarantee)
    demand = demanded(c, guarantee, usd("1.00"))
    c.bank.withdraw_demand(demand)
    c.exporter.accept_terms(financing)
    demand = demanded(c, guarantee, usd("1.00"))
    c.bank.withdraw_demand(demand)
    proposed(c, financing, rate_bps=600)
    c.guarantor.consent_to_terms(guarantee)
    demand = demanded(c, guarantee, usd("1.00"))
    c.bank.withdraw_demand(demand)
    c.exporter.accept_terms(financing)
    demanded(c, guarantee, usd("1.00"))
    assert c.net.guarantee(guarantee).terms_version == 3


def test_what_is_demanded_before_a_change_is_not_paid_after_it(consortium: Consortium) -> None:
    """The bank agreed to other terms without the guarantor: the demand ends, the cover stays."""
    c = consortium
    financing, guarantee = guaranteed(c)
    demand = demanded(c, guarantee, COVER)
    c.guarantor.examine(demand)
    changed(c, financing)
    with refused(c.net, DemandOpen(guarantee, demand)):
        c.guarantor.release(guarantee)
    before = monies(c)
    assert c.guarantor.pay(demand).amount == 0
    assert gained(c, before) == {}
    assert c.net.demand_of(demand).status is DemandStatus.PAID
    c.guarantor.consent_to_terms(guarantee)
    demanded(c, guarantee, COVER)


def test_a_guarantor_that_was_not_asked_releases_its_guarantee(consortium: Consortium) -> None:
    c = consortium
    financing, guarantee = guaranteed(c)
    early = ReleaseNotDue(guarantee, FinancingStatus.FUNDED)
    with refused(c.net, early):
        c.guarantor.release(guarantee)
    changed(c, financing)
    with refused(c.net, early):
        c.exporter.release(guarantee)
    c.guarantor.release(guarantee)
    assert c.net.capital(c.guarantor.org, "USD").free == COVER


def test_a_guarantor_that_consented_does_not_release(embedded: Consortium) -> None:
    c = embedded
    financing, guarantee = guaranteed(c)
    changed(c, financing)
    c.guarantor.consent_to_terms(guarantee)
    with refused(c.net, ReleaseNotDue(guarantee, FinancingStatus.FUNDED)):
        c.guarantor.release(guarantee)


def test_a_consent_is_not_taken_back_by_another_one(embedded: Consortium) -> None:
    """Else a guarantor frees itself between what the bank looked at and its acceptance."""
    c = embedded
    financing, guarantee = guaranteed(c)
    until = c.net.now() + 2 * DAY
    first = c.exporter.propose_terms(financing, until=until, rate_bps=700).terms_hash
    c.guarantor.consent_to_terms(guarantee)
    c.exporter.propose_terms(financing, until=until, rate_bps=701)
    c.guarantor.consent_to_terms(guarantee)
    again = c.exporter.propose_terms(financing, until=until, rate_bps=700).terms_hash
    assert again == first
    c.bank.accept_terms(financing, first)
    with refused(c.net, ReleaseNotDue(guarantee, FinancingStatus.FUNDED)):
        c.guarantor.release(guarantee)


def test_an_offer_made_before_a_change_is_not_accepted_after_it(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    c.guarantor.deposit(COVER)
    guarantee = offered(c, financing, COVER, payer=c.bank.org)
    changed(c, financing)
    with refused(c.net, FinancingTermsChanged(financing, 1, 2)):
        c.bank.accept(guarantee)


def test_who_agrees_sees_which_cover_is_at_stake(embedded: Consortium) -> None:
    c = embedded
    financing, one = guaranteed(c)
    two, three = covered(c, financing, COVER), covered(c, financing, COVER)
    c.bank.release(three)
    assert c.net.cover_at_stake(financing) == ()
    proposed(c, financing)
    assert [g.id for g in c.net.cover_at_stake(financing)] == [one, two]
    c.guarantor.consent_to_terms(one)
    assert [g.id for g in c.net.cover_at_stake(financing)] == [two]
    assert [n.what for n in c.guarantor.inbox()] == []
    c.exporter.accept_terms(financing)
    (notice,) = c.guarantor.inbox()
    assert (notice.what, notice.id, notice.by) == ("consent", two, c.net.guarantee(two).expiry)
    assert notice.text == f"financing {financing} has other terms, version 2"
    c.guarantor.consent_to_terms(two)
    assert c.guarantor.inbox() == []
    assert c.net.now() + DAY < c.net.guarantee(two).expiry
