"""Plays the story for the command line: as a table, as JSON, as a page."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from tradefin import samples
from tradefin.demo.play import Played
from tradefin.demo.show import Show
from tradefin.demo.story import play
from tradefin.errors import InvalidInput
from tradefin.roles.network import local


def run(engine: str, *, as_json: bool, report: Path | None) -> None:
    """Plays on a fresh local network; writes to standard output, and the page to `report`."""
    if report is not None and not report.parent.is_dir():
        raise InvalidInput(f"there is no folder {report.parent} for the page")
    show = Show(quiet=as_json)
    with local(engine, aliases=samples.PARTICIPANTS) as net:
        show.opening(engine)
        played = play(net, engine, show.watch)
        if report is not None:
            from tradefin.demo.report import write_report  # noqa: PLC0415
            from tradefin.ledger import Ledger  # noqa: PLC0415

            with Ledger.open() as ledger:
                ledger.follow(net)
                write_report(report, played, ledger)
    if as_json:
        print(json.dumps(document(played), indent=2))
    else:
        show.closing(played, report)


def document(played: Played) -> dict[str, Any]:
    """The play as plain JSON values: times ISO 8601, ids hex, amounts integer minor units."""
    return {
        "engine": played.engine,
        "currency": played.currency,
        "steps": [_plain(asdict(step)) for step in played.steps],
        "refusals": [_plain(asdict(refusal)) for refusal in played.refusals],
        "endings": {
            ending.name: {"balances": {"before": dict(ending.before), "after": dict(ending.after)}}
            for ending in played.endings
        },
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, bytes):
        return f"0x{value.hex()}"
    if isinstance(value, datetime):
        return value.isoformat()
    return value
