"""What stands on the page, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tradefin.demo.charts import Chart
from tradefin.demo.panels import panels
from tradefin.demo.play import Ending, Played
from tradefin.demo.timeline import Day, timeline
from tradefin.demo.wording import figures, in_words, spaced, unbroken
from tradefin.ids import FinancingId
from tradefin.ledger import FinancingFacts, Ledger
from tradefin.money import Money

_TITLES = {
    "repaid": "The buyer pays",
    "defaulted": "Default, the guarantor pays, a part is recovered",
}


@dataclass(frozen=True, slots=True)
class Balance:
    """What a party or contract held; `bar` is its change in per cent of the largest change."""

    name: str
    before: str
    after: str
    change: str
    bar: int
    still: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One ending."""

    name: str
    title: str
    figures: Mapping[str, str]
    balances: tuple[Balance, ...]
    total: Balance
    charts: tuple[Chart, ...]
    days: tuple[Day, ...]
    gas: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page; `setup` is what was done before the endings."""

    summary: str
    currency: str
    engine: str
    sections: tuple[Section, ...]
    setup: tuple[Day, ...]
    gas: str


def page(played: Played, ledger: Ledger) -> Page:
    """Puts the page together."""
    facts = {e.name: _facts(e.name, played, ledger) for e in played.endings}
    return Page(
        summary=_summary(played, facts),
        currency=played.currency,
        engine=played.engine,
        sections=tuple(
            _section(number, ending, played, ledger, facts[ending.name])
            for number, ending in enumerate(played.endings, 1)
        ),
        setup=timeline(played, {s.ending for s in played.steps} - facts.keys()),
        gas=f"{sum(step.gas or 0 for step in played.steps):,}",
    )


def _facts(ending: str, played: Played, ledger: Ledger) -> list[FinancingFacts]:
    named = {s.ids.get("financing") for s in played.steps if s.ending == ending}
    return [
        ledger.financing(FinancingId(f)) for f in sorted(played.financing_names) if str(f) in named
    ]


def _section(
    number: int, ending: Ending, played: Played, ledger: Ledger, facts: Sequence[FinancingFacts]
) -> Section:
    change = {name: ending.after[name] - before for name, before in ending.before.items()}
    largest = max(map(abs, change.values()), default=0) or 1
    balances = [
        _balance(spaced(name), before, ending.after[name], played.currency, largest)
        for name, before in ending.before.items()
    ]
    together = (sum(ending.before.values()), sum(ending.after.values()))
    gas = sum(step.gas or 0 for step in played.steps if step.ending == ending.name)
    return Section(
        name=ending.name,
        title=f"Ending {number}: {_TITLES.get(ending.name, ending.name)}",
        figures=_figures(facts, played, ledger),
        balances=tuple(balances),
        total=_balance("Total", *together, played.currency, largest),
        charts=panels(ending.name, played, ledger, facts),
        days=timeline(played, {ending.name}),
        gas=f"{gas:,}",
    )


def _balance(name: str, before: int, after: int, currency: str, largest: int) -> Balance:
    change = after - before
    signed = figures(Money(change, currency))
    return Balance(
        name,
        figures(Money(before, currency)),
        figures(Money(after, currency)),
        f"+{signed}" if change > 0 else signed,
        round(100 * change / largest),
        change == 0,
    )


def _figures(facts: Sequence[FinancingFacts], played: Played, ledger: Ledger) -> dict[str, str]:
    recovered = _recovered(facts, played, ledger)
    told = {
        "Lent": _sum(facts, "lent", played.currency),
        "Received on the debt": _sum(facts, "received", played.currency),
        "Of it, out of security": unbroken(recovered) if recovered.minor else "",
        "Paid by the guarantor": _sum(facts, "payout", played.currency),
        "Principal still owed": _sum(facts, "principal", played.currency),
    }
    return {label: text for label, text in told.items() if text}


def _recovered(facts: Sequence[FinancingFacts], played: Played, ledger: Ledger) -> Money:
    """What came off the debt out of the security of guarantors."""
    known = {f.id for f in facts}
    paid = [row for org in {f.enterprise for f in facts} for row in ledger.payment_history(org)]
    out = (row.amount.minor for row in paid if row.how == "discharged" and row.financing in known)
    return Money(sum(out), played.currency)


def _sum(facts: Sequence[FinancingFacts], what: str, currency: str) -> str:
    return unbroken(Money(sum(getattr(f, what).minor for f in facts), currency))


def _summary(played: Played, facts: Mapping[str, Sequence[FinancingFacts]]) -> str:
    """Two sentences, as far as the endings are known."""
    lent = _sum(next(filter(None, facts.values()), []), "lent", played.currency)
    count = len(played.refusals)
    refused = "one attempt is refused" if count == 1 else f"{in_words(count)} attempts are refused"
    first = (
        f"A bank lends {lent} on an export invoice and its customs declaration, "
        f"and nobody can lend as much on the same papers again: {refused}."
    )
    ends = []
    if "repaid" in facts:
        back = _sum(facts["repaid"], "received", played.currency)
        ends.append(f"where the buyer pays, {back} come back and the guarantee is released")
    if "defaulted" in facts:
        payout = _sum(facts["defaulted"], "payout", played.currency)
        ends.append(
            f"where nobody pays in time, the guarantor pays the bank {payout}, takes over that "
            "part of the claim, and gets money back out of the land that secures it and out of "
            "what comes in late"
        )
    last = "; ".join(ends)
    return f"{first} {last[:1].upper()}{last[1:]}." if last else first
