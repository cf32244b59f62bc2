"""Every state and event of a guarantee has its message, and the page says which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import IntEnum
from pathlib import Path

import pytest

from tests.conftest import Consortium, usd
from tests.roles.acts import covered, drawn
from tradefin import messages
from tradefin.enums import DemandStatus, GuaranteeKind, GuaranteeStatus
from tradefin.events import EVENTS as TOLD
from tradefin.messages import DEMANDS, EVENTS, GUARANTEES, Message

PAGE = Path(__file__).parents[1] / "docs" / "guarantees.md"
START, END = "<!-- messages -->\n", "<!-- end -->\n"
TABLES = {"guarantee": GUARANTEES, "demand": DEMANDS, "event": EVENTS}
NAMES = {name: one for name, one in vars(messages).items() if isinstance(one, Message)}


def lines() -> Iterator[str]:
    """The page's tables; the last is of what no state is."""
    named = {message for table in TABLES.values() for message in table.values()}
    rest = {word(name): one for name, one in NAMES.items() if one not in named}
    tables: dict[str, Mapping[object, Message]] = {**TABLES, "further": rest}  # type: ignore[dict-item]
    for title, table in tables.items():
        yield f"| {title} | ISO 20022 | SWIFT |"
        yield "|---|---|---|"
        for key, one in table.items():
            row = word(key.name) if isinstance(key, IntEnum) else key
            yield f"| {row} | `{one.iso20022}` {one.iso_name} | {one.swift} |"
        yield ""


def word(name: str) -> str:
    return name.replace("_", " ").lower()


@pytest.mark.parametrize(
    ("states", "table"), [(GuaranteeStatus, GUARANTEES), (DemandStatus, DEMANDS)]
)
def test_every_state_has_a_message(states: type[IntEnum], table: Mapping[IntEnum, Message]) -> None:
    assert set(table) == set(states) - {states(0)}


def test_every_event_of_the_escrow_has_a_message() -> None:
    told = {name for name in TOLD if name.startswith(("Guarantee", "Demand"))}
    assert set(EVENTS) == told


def test_a_message_has_one_name() -> None:
    for one in NAMES.values():
        assert re.fullmatch(r"tsrv\.0[01]\d", one.iso20022)
        assert re.fullmatch(r"MT 7\d\d", one.swift)
    assert len(set(NAMES.values())) == len(NAMES)
    assert len({one.iso20022 for one in NAMES.values()}) == len(
        {one.iso_name for one in NAMES.values()}
    )


def test_the_page_has_the_tables() -> None:
    said = PAGE.read_text("utf-8").split(START)[1].split(END)[0]
    assert said == "\n".join(lines()) + "\n"


def test_what_is_read_tells_its_message(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    guarantee = covered(c, financing, usd("1000.00"), kind=GuaranteeKind.DEMAND)
    assert c.net.guarantee(guarantee).message_type == messages.ISSUANCE
    demand = c.bank.demand(guarantee, usd("1000.00"), b"unpaid").demand
    assert c.net.demand_of(demand).message_type.swift == "MT 765"
    c.guarantor.examine(demand, 1)
    assert c.net.demand_of(demand).message_type == messages.REFUSAL
