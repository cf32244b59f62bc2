"""Errors, events and enums in Python are those of the contracts, no more and no fewer."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields
from enum import IntEnum
from inspect import get_annotations, getmembers, isclass
from pathlib import Path

import pytest

import tradefin.errors
import tradefin.events
from tests.chain.abis import ERRORS, EVENTS, Entry, element_of
from tradefin import enums
from tradefin.chain.decode import snake
from tradefin.errors import LEAVES, Reverted
from tradefin.events import Event

CONTRACTS = Path(__file__).parents[2] / "contracts"
IDS = {"OrgId", "LineId", "FinancingId", "GuaranteeId", "DemandId", "DocumentId", "ShareId"}
TYPES = {"uint40": "datetime | None", "uint24": "date | None", "address": "str", "string": "str"}


def expected(parameter: Entry) -> str:
    """The annotation that goes with a parameter."""
    kind, internal = parameter["type"], parameter["internalType"]
    if kind.endswith("]"):
        return f"tuple[{expected(element_of(parameter))}, ...]"
    if internal in IDS:
        return str(internal)
    if internal.startswith(("enum ", "struct ")):
        return re.split(r"[ .]", internal)[-1]
    if kind == "uint16" and parameter["name"] == "currency":
        return "str | None"
    return TYPES.get(kind) or str(kind).rstrip("0123456789").removeprefix("u")


def arguments(entry: Entry) -> list[tuple[str, str]]:
    return [(snake(p["name"]), expected(p)) for p in entry["inputs"]]


def declared(of: dict[str, Entry]) -> dict[str, list[tuple[str, str]]]:
    return {entry["name"]: arguments(entry) for entry in of.values()}


@pytest.mark.parametrize("of", [ERRORS, EVENTS], ids=["errors", "events"])
def test_a_name_has_one_signature(of: dict[str, Entry]) -> None:
    count = Counter(entry["name"] for entry in of.values())
    assert [name for name, times in count.items() if times > 1] == []


def test_errors() -> None:
    leaves = {
        name: [(k, v.removeprefix("builtins.")) for k, v in get_annotations(leaf).items()]
        for name, leaf in LEAVES.items()
    }
    assert leaves == declared(ERRORS)


def test_events() -> None:
    base = {field.name for field in fields(Event)}
    events = {
        name: [(f.name, f.type) for f in fields(event) if f.name not in base]
        for name, event in tradefin.events.EVENTS.items()
    }
    assert events == declared(EVENTS)


def test_enums() -> None:
    solidity: dict[str, list[str]] = {}
    for source in sorted(CONTRACTS.glob("[!.]*/*.sol")):
        for name, body in re.findall(r"\benum (\w+)\s*\{([^}]*)\}", source.read_text("utf-8")):
            bare = re.sub(r"//.*|/\*.*?\*/", "", body)
            solidity[name] = [_upper(member) for member in re.findall(r"\w+", bare)]
    python = {
        name: [member.name for member in kind]
        for name, kind in getmembers(enums, isclass)
        if issubclass(kind, IntEnum) and kind is not IntEnum
    }
    assert python == solidity
    for name, members in python.items():
        assert list(getattr(enums, name)) == list(range(len(members)))


@pytest.mark.parametrize("package", [tradefin.errors, tradefin.events])
def test_doors_are_whole(package: object) -> None:
    ours = {
        name
        for name, value in getmembers(package, isclass)
        if issubclass(value, Exception | Event) and not name.startswith("_")
    }
    assert ours <= set(package.__all__)  # type: ignore[attr-defined]


def test_every_leaf_stands_on_one_branch_and_says_all_its_arguments() -> None:
    for name, leaf in LEAVES.items():
        (branch,) = leaf.__bases__
        assert branch.__base__ is Reverted, name
        assert leaf.__doc__, name
        told = set(re.findall(r"\{(\w+)[^}]*\}", leaf.says))
        assert told == set(get_annotations(leaf)), name


def _upper(member: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", member).upper()
