"""The story as one page that needs nothing else: who did what, who holds what, and charts."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from tradefin.demo.pages import page
from tradefin.demo.play import Played
from tradefin.errors import InvalidInput
from tradefin.ledger import Ledger


def write_report(file: str | PathLike[str], played: Played, ledger: Ledger) -> None:
    """Writes the page; `ledger` must have followed the network on which the story was played.

    Raises InvalidInput where jinja2 is missing, OSError where the file can't be written.
    """
    Path(file).write_text(render(played, ledger), encoding="utf-8")


def render(played: Played, ledger: Ledger) -> str:
    """The page as HTML."""
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415
    except ImportError as missing:
        raise InvalidInput(
            f"the page needs jinja2 ({missing}); pip install 'tradefin[report]'"
        ) from None
    environment = Environment(
        loader=PackageLoader("tradefin.demo", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html").render(page=page(played, ledger))
