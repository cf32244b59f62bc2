"""A verdict tells what the verb would say, and every rule beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import Consortium, Papers, usd
from tests.roles.acts import DAY, ask, attestation, enter, next_version, traces
from tradefin import documents, errors, samples
from tradefin.enums import Role
from tradefin.errors import Reverted
from tradefin.ids import DocumentId, FinancingId, LineId
from tradefin.models import Application
from tradefin.roles.cures import _CURES
from tradefin.roles.verdicts import Verdict


def told(verdict: Verdict) -> list[type[Reverted]]:
    return [type(failure.refusal) for failure in verdict.failures]


def refused_as(verdict: Verdict, act: Callable[[], Any]) -> None:
    """The verb is refused with the verdict's first failure, or goes through where it is allowed."""
    if verdict.allowed:
        assert verdict.failures == ()
        act()
        return
    with pytest.raises(Reverted) as caught:
        act()
    assert caught.value == verdict.failures[0].refusal


def request_both(c: Consortium, papers: Papers, line: LineId, *args: Any, **more: Any) -> Verdict:
    """Previews a request, changes nothing by it, and holds the two together."""
    before = traces(c.net)
    where = (line, papers.invoice, [papers.declaration])
    verdict = c.exporter.preview_request(*where, *args, **more)
    assert traces(c.net) == before
    refused_as(verdict, lambda: c.exporter.request(*where, *args, **more))
    return verdict


def fund_both(c: Consortium, financing: int) -> Verdict:
    before = traces(c.net)
    verdict = c.bank.preview_fund(financing)  # type: ignore[arg-type]
    assert traces(c.net) == before
    refused_as(verdict, lambda: c.bank.fund(financing))  # type: ignore[arg-type]
    return verdict


# Requests


def test_what_is_allowed_goes_through(consortium: Consortium) -> None:
    c = consortium
    verdict = request_both(c, c.papers(), c.line())
    assert verdict == Verdict(True)
    assert verdict.curable


def test_every_bound_of_the_amount_is_told(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line(limit="100000.00")
    verdict = request_both(c, papers, line, usd("600000.00"))
    assert {failure.refusal for failure in verdict.failures} == {
        errors.UseExceedsCapacity(papers.invoice, 60_000_000, 36_000_000),
        errors.UseExceedsCapacity(papers.declaration, 60_000_000, 50_000_000),
        errors.AmountExceedsAdvance(papers.invoice, 60_000_000, 28_800_000),
        errors.UseExceedsLine(line, 60_000_000, 10_000_000),
    }
    assert {failure.cure.by for failure in verdict.failures} == {"enterprise"}
    assert verdict.curable


def test_a_debtors_room_is_told_beside_the_line(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line(limit="100000.00", concentration_bps=5_000)
    verdict = request_both(c, papers, line, usd("100000.01"))
    assert [failure.refusal for failure in verdict.failures] == [
        errors.UseExceedsLine(line, 10_000_001, 10_000_000),
        errors.DebtorConcentrated(line, c.buyer.org, 10_000_001, 5_000_000),
    ]


def test_a_related_debtor_is_told(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    until = c.net.now() + 99 * DAY
    for org in (c.exporter.org, c.buyer.org):
        c.registrar.renew(org, roles={Role.ENTERPRISE}, group=3, valid_until=until)
    verdict = request_both(c, papers, line)
    assert told(verdict) == [errors.DebtorRelated]
    assert verdict.failures[0].cure.by == "enterprise"


def test_every_paper_that_fails_is_told(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    c.customs.revoke(papers.declaration)
    until = c.net.now() + DAY
    c.regulator.freeze(papers.invoice, case_number="1", until=until)
    c.bank.close_line(line)
    verdict = request_both(c, papers, line)
    assert {failure.refusal for failure in verdict.failures} == {
        errors.LineIsClosed(line),
        errors.DocumentIsFrozen(papers.invoice, until),
        errors.DocumentIsRevoked(papers.declaration),
    }
    by = {type(f.refusal): f.cure.by for f in verdict.failures}
    assert by[errors.DocumentIsRevoked] is None
    assert by[errors.DocumentIsFrozen] == "regulator"
    assert not verdict.curable


def test_a_suspended_enterprise_is_told_what_else_fails(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line(expiry=c.net.now() + DAY)
    c.registrar.suspend(c.exporter.org)
    c.net.travel(c.net.now() + 2 * DAY)
    verdict = request_both(c, papers, line)
    assert set(told(verdict)) == {errors.OrganisationIsSuspended, errors.LineExpired}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"maturity_in": 400}, errors.MaturityOutOfBounds),
        ({"instalments": 9}, errors.InstalmentsInvalid),
    ],
    ids=["maturity", "instalments"],
)
def test_terms_out_of_bounds_are_told(
    embedded: Consortium, more: dict[str, Any], expected: type[Reverted]
) -> None:
    c = embedded
    days = more.pop("maturity_in", None)
    if days is not None:
        more["maturity"] = (c.net.now() + timedelta(days=days)).date()
    verdict = request_both(c, c.papers(), c.line(), **more)
    assert expected in told(verdict)


def test_an_unattested_paper_is_told(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    unknown = attestation(c, "unknown").document
    verdict = c.exporter.preview_request(line, unknown, [papers.declaration])
    assert told(verdict) == [errors.DocumentNotAttested]
    assert verdict.failures[0].cure.by == "attestor"


def test_a_duplicate_is_told(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    ask(c, papers, line)
    other = c.line(c.other_bank)
    verdict = request_both(c, papers, other)
    assert told(verdict) == [errors.NothingToFinance]
    verdict = request_both(c, papers, other, usd("72000.01"))
    assert errors.UseExceedsCapacity in told(verdict)


def test_evidence_is_looked_at_too(embedded: Consortium) -> None:
    c = embedded
    trade = samples.trade(c.net.now().date())
    evidence = (
        c.bank.sign(documents.read(trade.invoice)),
        c.customs.sign(documents.read(trade.declaration)),
    )
    ids: list[DocumentId] = [one.attestation.document for one in evidence]
    line = c.line()
    assert c.exporter.preview_request(line, ids[0], ids[1:], evidence=evidence).allowed
    assert c.net.find_document(ids[0]) is None
    c.registrar.suspend(c.customs.org)
    verdict = c.exporter.preview_request(line, ids[0], ids[1:], evidence=evidence)
    assert told(verdict) == [errors.OrganisationIsSuspended]


def request_all_both(c: Consortium, applications: list[Application], **more: Any) -> Verdict:
    before = traces(c.net)
    verdict = c.exporter.preview_request_all(applications, **more)
    assert traces(c.net) == before
    refused_as(verdict, lambda: c.exporter.request_all(applications, **more))
    return verdict


def test_a_whole_application_that_is_allowed_goes_through(consortium: Consortium) -> None:
    c = consortium
    line, one, two = c.line(), c.papers(117), c.papers(118)
    pool = [Application(line, p.invoice, [p.declaration]) for p in (one, two)]
    assert request_all_both(c, pool) == Verdict(True)


def test_what_fails_of_any_receivable_is_told_of_the_whole_application(
    embedded: Consortium,
) -> None:
    c = embedded
    line, one, two = c.line(), c.papers(117), c.papers(118)
    other = c.line(c.other_bank, limit="1000.00")
    c.customs.revoke(one.declaration)
    until = c.net.now() + DAY
    c.regulator.freeze(two.invoice, case_number="1", until=until)
    pool = [
        Application(line, one.invoice, [one.declaration]),
        Application(other, two.invoice, [two.declaration], usd("1000.01")),
    ]
    verdict = request_all_both(c, pool)
    assert [f.refusal for f in verdict.failures] == [
        errors.DocumentIsRevoked(one.declaration),
        errors.DocumentIsFrozen(two.invoice, until),
    ]
    c.regulator.freeze(two.invoice, case_number="1", until=None)
    verdict = request_all_both(c, pool[1:])
    assert [f.refusal for f in verdict.failures] == [errors.UseExceedsLine(other, 100_001, 100_000)]


def test_what_receivables_use_up_of_each_other_is_told_first(embedded: Consortium) -> None:
    c = embedded
    line, one, two = c.line(limit="1000.00"), c.papers(117), c.papers(118)
    pool = [Application(line, p.invoice, [p.declaration], usd("600.00")) for p in (one, two)]
    verdict = request_all_both(c, pool)
    assert [f.refusal for f in verdict.failures] == [errors.UseExceedsLine(line, 60_000, 40_000)]
    assert verdict.failures[0].cure.by == "enterprise"
    too_many = request_all_both(c, pool * 9)
    assert told(too_many)[0] is errors.ReceivablesOutOfBounds


def test_evidence_of_a_whole_application_is_looked_at_too(embedded: Consortium) -> None:
    c = embedded
    trade = samples.trade(c.net.now().date())
    evidence = (
        c.bank.sign(documents.read(trade.invoice)),
        c.customs.sign(documents.read(trade.declaration)),
    )
    ids = [one.attestation.document for one in evidence]
    pool = [Application(c.line(), ids[0], ids[1:])]
    assert set(told(c.exporter.preview_request_all(pool))) == {errors.DocumentNotAttested}
    assert request_all_both(c, pool, evidence=evidence).allowed


# Fundings


def test_a_funding_that_is_allowed_goes_through(consortium: Consortium) -> None:
    c = consortium
    assert fund_both(c, ask(c, c.papers())) == Verdict(True)


def test_every_reason_against_a_funding_is_told(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = ask(c, papers)
    enter(c.bank, next_version(c, papers.invoice, amount=usd("1000.00")))
    c.registrar.suspend(c.exporter.org)
    c.bank.approve("USD", usd("1.00"))
    verdict = fund_both(c, financing)
    assert set(told(verdict)) == {
        errors.DocumentIsShort,
        errors.OrganisationIsSuspended,
        errors.ERC20InsufficientAllowance,
    }
    by = {type(f.refusal): f.cure.by for f in verdict.failures}
    assert by[errors.DocumentIsShort] == "borrower"
    assert by[errors.OrganisationIsSuspended] == "registrar"
    assert by[errors.ERC20InsufficientAllowance] == "payer"


def test_an_empty_account_is_told(embedded: Consortium) -> None:
    c = embedded
    line = c.line(limit="9000000.00", advance_bps=10_000)
    amount = usd("6000000.00")
    invoice = enter(c.bank, attestation(c, "large", amount=amount))
    kind = documents.DocumentKind.CUSTOMS_DECLARATION
    declaration = enter(c.customs, attestation(c, "large declaration", kind, amount=amount))
    financing = c.exporter.request(line, invoice, [declaration]).financing
    verdict = fund_both(c, financing)
    account = c.net.organisation(c.bank.org).account
    assert [f.refusal for f in verdict.failures] == [
        errors.ERC20InsufficientBalance(account, 500_000_000, 600_000_000)
    ]


def fund_all_both(c: Consortium, financings: list[FinancingId]) -> Verdict:
    before = traces(c.net)
    verdict = c.bank.preview_fund_all(financings)
    assert traces(c.net) == before
    refused_as(verdict, lambda: c.bank.fund_all(financings))
    return verdict


def test_every_reason_against_any_of_many_fundings_is_told(embedded: Consortium) -> None:
    c = embedded
    one, two, line = c.papers(117), c.papers(118), c.line()
    both = [ask(c, one, line), ask(c, two, line)]
    ledger = c.net.deployment.address("ClaimLedger")
    c.bank.approve("USD", usd("575999.99"))  # enough for each, not for both
    c.bank.revoke(two.invoice)
    verdict = fund_all_both(c, both)
    assert [f.refusal for f in verdict.failures] == [
        errors.DocumentIsRevoked(two.invoice),
        errors.ERC20InsufficientAllowance(ledger, 57_599_999, 57_600_000),
    ]
    assert fund_all_both(c, both[:1]) == Verdict(True)
    verdict = fund_all_both(c, [])
    assert told(verdict) == [errors.ReceivablesOutOfBounds]


def test_the_fee_needs_no_money(embedded: Consortium) -> None:
    c = embedded
    financing = ask(c, c.papers(), c.line(fee_bps=100), usd("1000.00"))
    ledger = c.net.deployment.address("ClaimLedger")
    c.bank.approve("USD", usd("989.99"))
    verdict = fund_both(c, financing)
    assert [f.refusal for f in verdict.failures] == [
        errors.ERC20InsufficientAllowance(ledger, 98_999, 99_000)
    ]
    c.bank.approve("USD", usd("990.00"))
    assert fund_both(c, financing).allowed


def test_a_hold_stops_no_funding(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = ask(c, papers)
    c.customs.hold(papers.invoice, enter(c.other_bank, attestation(c, "twin")))
    assert fund_both(c, financing).allowed


def test_another_banks_request_and_a_lapsed_one(embedded: Consortium) -> None:
    c = embedded
    financing = ask(c, c.papers(), c.line(c.other_bank))
    verdict = fund_both(c, financing)
    assert told(verdict) == [errors.CallerNotBankOfFinancing]
    c.net.travel(c.net.now() + 4 * DAY)
    verdict = c.other_bank.preview_fund(financing)
    assert told(verdict) == [errors.RequestLapsed]
    assert verdict.failures[0].cure.by == "enterprise"


def test_every_cure_is_of_a_refusal_and_says_what_to_do() -> None:
    for refusal, cure in _CURES.items():
        assert refusal.__name__ in errors.LEAVES
        assert cure.how
