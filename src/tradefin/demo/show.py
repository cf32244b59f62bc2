"""The story on a terminal: each step as it happens, and who holds what in the end."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tradefin.demo.play import Played, Refusal, Step
from tradefin.documents import read
from tradefin.money import Money

_TITLES = {
    "opening": "The cast",
    "repaid": "Ending 1: the buyer pays, the guarantee is released",
    "defaulted": "Ending 2: default, the guarantor pays, a part is recovered",
}


class Show:
    """Prints steps and refusals as they come; prints nothing if `quiet`."""

    def __init__(self, *, quiet: bool = False, currency: str = "USD") -> None:
        self._console = Console(quiet=quiet, highlight=False)
        self._currency = currency
        self._ending = self._day = ""
        self._holdings: Mapping[str, int] = {}

    def opening(self, engine: str) -> None:
        self._console.print(f"[bold]No part of a receivable is financed twice[/] ({engine} chain)")

    def watch(self, happened: Step | Refusal) -> None:
        if happened.ending != self._ending:
            self._ending, self._day = happened.ending, ""
            self._console.print(f"\n[bold]{_TITLES[self._ending]}[/]")
        if f"{happened.time:%Y-%m-%d}" != self._day:
            self._day = f"{happened.time:%Y-%m-%d}"
            self._row(self._day, "", "gas", "", style="dim")
        if isinstance(happened, Refusal):
            error = f"[red]{happened.error}[/]: {happened.text}"
            self._row(happened.actor, happened.action, "[red]refused[/]", error)
        else:
            gas = "" if happened.gas is None else f"{happened.gas:,}"
            text = happened.detail + self._moved(happened.holdings)
            self._row(happened.actor, happened.action, gas, text)

    def closing(self, played: Played, report: Path | None) -> None:
        for ending in played.endings:
            table = Table(title=_TITLES[ending.name], title_justify="left")
            table.add_column(f"{played.currency} on chain")
            for heading in ("cash before", "cash after", "change"):
                table.add_column(heading, justify="right")
            for name, before in ending.before.items():
                after = ending.after[name]
                amounts = (before, after, after - before)
                table.add_row(name, *(self._amount(minor) for minor in amounts))
            totals = sum(ending.before.values()), sum(ending.after.values())
            table.add_section()
            table.add_row("total", *map(self._amount, (*totals, totals[1] - totals[0])))
            self._console.print()
            self._console.print(table)
        if report is not None:
            self._console.print(f"\nThe page is in {report}")

    def _row(self, actor: str, action: str, gas: str, text: str, style: str = "") -> None:
        row = Table.grid(padding=(0, 2))
        row.add_column(width=10, no_wrap=True)
        row.add_column(width=17, no_wrap=True)
        row.add_column(width=8, no_wrap=True, justify="right")
        row.add_column()
        row.add_row(actor, action, gas, text, style=style)
        self._console.print(row)

    def _moved(self, holdings: Mapping[str, int]) -> str:
        """Whose money changed, and what they hold now."""
        before, self._holdings = self._holdings, holdings
        moved = [
            f"{name} {self._amount(held)}"
            for name, held in holdings.items()
            if held != before.get(name, 0)
        ]
        return f"\n[dim]now {', '.join(moved)}[/]" if moved else ""

    def _amount(self, minor: int) -> str:
        return str(Money(minor, self._currency)).removeprefix(f"{self._currency} ")


def show_paper(file: Path) -> None:
    """What a paper says, field by field, and the findings about it."""
    paper = read(file)
    console = Console(highlight=False)
    table = Table.grid(padding=(0, 2))
    for name, value in paper.fields.items():
        table.add_row(name, str(value))
    console.print(table)
    for finding in paper.warnings:
        console.print(f"[yellow]{finding.code}[/]: {finding.message}")
