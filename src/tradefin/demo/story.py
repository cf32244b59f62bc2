"""The story: two trades, one repaid and one in default, and a second financing refused."""

from __future__ import annotations

from datetime import timedelta

from tradefin.demo.cast import Cast, assemble
from tradefin.demo.default import defaulted
from tradefin.demo.lending import (
    Papers,
    accept,
    fund,
    offer_cover,
    open_line,
    present_papers,
    request,
)
from tradefin.demo.play import Ending, Played
from tradefin.demo.stage import Stage, Watch
from tradefin.errors import TradefinError
from tradefin.ids import GuaranteeId
from tradefin.money import Money
from tradefin.roles.network import LocalNetwork


def play(net: LocalNetwork, engine: str, watch: Watch) -> Played:
    """Plays both endings on a fresh network and checks that no money came or went."""
    stage = Stage(net, engine, "USD", watch)
    cast = assemble(stage)
    for ending in (repaid, defaulted):
        stage.ending = ending.__name__
        before = stage.balances()
        ending(stage, cast)
        after = stage.balances()
        if sum(before.values()) != sum(after.values()):
            raise TradefinError(
                f"money isn't conserved in {stage.ending}: {before} before, {after} after"
            )
        stage.endings.append(Ending(stage.ending, before, after))
    return Played(
        engine,
        stage.currency,
        tuple(stage.steps),
        tuple(stage.refusals),
        tuple(stage.endings),
        stage.document_names,
        stage.financing_names,
    )


def repaid(stage: Stage, cast: Cast) -> None:
    """The buyer pays in time; nobody lends on the same paper meanwhile."""
    papers = present_papers(stage, cast, 117)
    open_line(stage, cast, "bank A", "500000.00")
    asked = request(stage, cast, papers)
    guarantee = offer_cover(stage, cast, asked)
    accept(stage, "bank A", cast.bank_a, guarantee)
    accept(stage, "exporter", cast.exporter, guarantee)
    financing = fund(stage, cast, asked)
    _try_again(stage, cast, papers)

    due = stage.net.document(papers.invoice).due
    assert due is not None
    stage.net.travel(due - timedelta(hours=12))
    stage.saw("buyer", "wait", f"the invoice is due {due:%Y-%m-%d}")
    owed = stage.net.statement(financing).debt
    stage.saw("bank A", "statement", f"{owed.principal} and {owed.interest} interest are owed")
    open_ = stage.net.document(papers.invoice).open
    paid = cast.buyer.collect(papers.invoice, open_, "PAY-117")
    surplus = Money(paid.surplus, stage.currency)
    detail = f"the buyer pays {open_}: {owed.total} to bank A, {surplus} to the exporter"
    stage.did("buyer", "collect", paid, detail, financing=financing)
    _end_cover(stage, cast, guarantee)


def _try_again(stage: Stage, cast: Cast, papers: Papers) -> None:
    """The same paper at another bank, in another format, under another spelling."""
    typed = papers.retyped
    stage.saw("bank B", "read", f"the same invoice as CII, retyped as {typed.number}")
    stage.refused("bank B", "attest", lambda: cast.bank_b.attest(typed))
    open_line(stage, cast, "bank B", "500000.00")
    line = stage.lines["bank B"]
    same = cast.bank_b.document_id(typed)
    amount = stage.money("288000.00")
    stage.refused(
        "exporter",
        "request",
        lambda: cast.exporter.request(line, same, [papers.declaration], amount),
    )


def _end_cover(stage: Stage, cast: Cast, guarantee: GuaranteeId) -> None:
    """Releases the capital, gives back the premium of the days left, and takes the rest out."""
    cover = stage.net.guarantee(guarantee).cover
    released = cast.guarantor.release(guarantee)
    unlocked = Money(released.unlocked, stage.currency)
    kept = cover - unlocked
    detail = f"nothing is owed any more: {unlocked} unlocked; {kept} are premium not earned"
    stage.did("guarantor", "release", released, detail, guarantee=guarantee)
    back = cast.exporter.settle_premium(guarantee)
    detail = f"{Money(back.amount, stage.currency)} of it back, for the days that are left"
    stage.did("exporter", "settle_premium", back, detail, guarantee=guarantee)
    free = stage.net.capital(cast.guarantor.org, stage.currency).free
    taken = cast.guarantor.withdraw(free)
    stage.did("guarantor", "withdraw", taken, f"{free} of free capital")
