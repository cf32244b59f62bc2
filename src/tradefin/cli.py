"""The command `tradefin`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

try:
    import typer
except ImportError:
    sys.exit("tradefin: the command needs typer and rich; pip install 'tradefin[cli]'")

from tradefin.errors import TradefinError

app = typer.Typer(
    help="Trade finance on a shared ledger.", no_args_is_help=True, pretty_exceptions_enable=False
)


class Engine(StrEnum):
    """The chain that a local network runs on."""

    EMBEDDED = "embedded"
    ANVIL = "anvil"


@app.command()
def demo(
    engine: Annotated[Engine, typer.Option(help="The chain to play on.")] = Engine.EMBEDDED,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document instead.")] = False,
    report: Annotated[
        Path | None, typer.Option(help="Write a page with the timeline and charts.")
    ] = None,
) -> None:
    """Plays two trades: one is repaid, one is in default and the guarantor pays."""
    from tradefin.demo.run import run  # noqa: PLC0415

    run(engine.value, as_json=json, report=report)


@app.command()
def read(
    paper: Annotated[Path, typer.Argument(help="An invoice or customs declaration, XML.")],
) -> None:
    """Reads a paper and shows what it says, and what is wrong with it."""
    from tradefin.demo.show import show_paper  # noqa: PLC0415

    show_paper(paper)


def main() -> None:
    """Errors of ours end the command with their words, not with a traceback."""
    try:
        app()
    except TradefinError as error:
        print(f"tradefin: {error}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
