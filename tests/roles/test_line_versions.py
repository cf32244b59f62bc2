"""A request is bound to the terms of the line that the enterprise saw."""

from __future__ import annotations

import pytest

from tests.conftest import Consortium, usd
from tests.roles.acts import refused
from tradefin.errors import LineUnknown, LineVersionMismatch, LineVersionsUsedUp, Reverted
from tradefin.ids import LineId
from tradefin.models import Application
from tradefin.roles.enterprise import Enterprise


def test_a_change_between_quote_and_request_refuses_the_request(consortium: Consortium) -> None:
    c = consortium
    papers, line = c.papers(), c.line()
    quote = c.exporter.quote(line, papers.invoice, [papers.declaration])
    assert quote.line_version == c.net.line(line).version == 1
    c.bank.change_line(line, rate_bps=1_900)
    wanted = (line, papers.invoice, [papers.declaration])
    with refused(c.net, LineVersionMismatch(line, 2, 1)):
        c.exporter.request(*wanted, line_version=quote.line_version)
    verdict = c.exporter.preview_request(*wanted, line_version=quote.line_version)
    (failure,) = verdict.failures
    assert failure.refusal == LineVersionMismatch(line, 2, 1)
    assert failure.cure.by == "enterprise"
    again = c.exporter.quote(*wanted)
    asked = c.exporter.request(*wanted, line_version=again.line_version)
    assert (asked.amount, again.line_version) == (28_800_000, 2)
    assert c.net.financing(asked.financing).rate_bps == 1_900


def test_terms_that_come_back_are_terms_that_changed(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line(rate_bps=525)
    c.bank.change_line(line, rate_bps=1_900)
    c.bank.change_line(line, rate_bps=525)
    with refused(c.net, LineVersionMismatch(line, 3, 1)):
        c.exporter.request(line, papers.invoice, [papers.declaration], line_version=1)


def test_one_of_many_applications_on_other_terms_refuses_all(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    c.bank.change_line(line, fee_bps=9_000)
    wanted = (line, papers.invoice, [papers.declaration], usd("1.00"))
    applications = [Application(*wanted), Application(*wanted, line_version=1)]
    with refused(c.net, LineVersionMismatch(line, 2, 1)):
        c.exporter.request_all(applications)


def test_a_change_on_the_way_refuses_what_names_no_version(
    embedded: Consortium, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None agrees to what stands when the call is made, not to what stands when it arrives."""
    c = embedded
    papers, line = c.papers(), c.line()
    read = Enterprise._version

    def overtaken(self: Enterprise, of: LineId) -> int:
        version = read(self, of)
        c.bank.change_line(of, penalty_bps=30_000)
        return version

    monkeypatch.setattr(Enterprise, "_version", overtaken)
    with pytest.raises(Reverted) as caught:
        c.exporter.request(line, papers.invoice, [papers.declaration])
    assert caught.value == LineVersionMismatch(line, 2, 1)


def test_no_line_has_no_version(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    with refused(c.net, LineUnknown(LineId(9))):
        c.exporter.request(LineId(9), papers.invoice, [papers.declaration])


def test_a_line_is_changed_254_times(embedded: Consortium) -> None:
    c = embedded
    line = c.line()
    for rate in range(254):
        c.bank.change_line(line, rate_bps=rate)
    assert c.net.line(line).version == 255
    with refused(c.net, LineVersionsUsedUp(line, 255)):
        c.bank.change_line(line, rate_bps=1)
