"""The shape of the house: which room knows which, and how large a file may grow."""

from __future__ import annotations

import re
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = ROOT / "contracts"

# Lowest first. A room reads and calls rooms of a lower rank, by their interfaces, never back.
RANKS = [
    {"ParticipantRegistry", "BusinessCalendar"},
    {"DocumentRegistry"},
    {"CreditLines", "ClaimLedger"},
    {"TermChanges", "ShareSales"},
    {"ReceivablePledge"},
    {"PledgeRegister", "Collateral"},
    {"GuarantorCapital"},
    {"GuaranteeEscrow"},
    {"CounterSecurity", "GuaranteeAmendments", "GuaranteeDemands"},
]
RANK = {room: rank for rank, rooms in enumerate(RANKS) for room in rooms}
ROOMS = sorted(room for room in RANK if (CONTRACTS / f"{room}.sol").exists())
# What every room is, and the parts of a room that outgrew its file.
SHARED = {"Permissioned"}
PARTS = {
    "ClaimFreezes": "ClaimLedger",
    "DocumentStops": "DocumentRegistry",
    "GuaranteeRecords": "GuaranteeEscrow",
    "GuarantorLimits": "GuarantorCapital",
}
# A view that a lower room declares for a higher one to answer.
QUESTIONS = {"ICondition", "IDemandState", "ISecurity"}


def imports(file: Path) -> set[str]:
    return {
        Path(target).stem
        for target in re.findall(
            r"""^\s*import\b[^;"']*["']([^"']+)["']""", file.read_text(), re.MULTILINE
        )
        if target.startswith(".")
    }


def sources() -> list[Path]:
    files = [
        *CONTRACTS.glob("*.sol"),
        *CONTRACTS.glob("[!.]*/*.sol"),
        *(ROOT / "src/tradefin").rglob("*.py"),
    ]
    return sorted(file for file in files if file.read_text().strip())


def lines(file: Path) -> int:
    return len(file.read_text().splitlines())


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_knows_only_lower_rooms_and_by_interface(room: str) -> None:
    files = [room, *(part for part, whole in PARTS.items() if whole == room)]
    known = set().union(*(imports(CONTRACTS / f"{file}.sol") for file in files))
    assert known.isdisjoint(RANK.keys() - {room}), "a room is known by its interface"
    interfaces = {name[1:] for name in known if name[1:] in RANK} - {room}
    assert {other for other in interfaces if RANK[other] >= RANK[room]} == set()


@pytest.mark.parametrize("room", ROOMS)
def test_an_interface_knows_only_lower_rooms(room: str) -> None:
    known = {name[1:] for name in imports(CONTRACTS / f"interfaces/I{room}.sol")} - {room}
    assert {other for other in known & RANK.keys() if RANK[other] >= RANK[room]} == set()


def test_every_room_has_a_rank() -> None:
    rooms = {file.stem for file in CONTRACTS.glob("*.sol")} - SHARED - PARTS.keys()
    assert rooms <= RANK.keys()
    interfaces = {file.stem for file in (CONTRACTS / "interfaces").glob("*.sol")} - QUESTIONS
    assert {name[1:] for name in interfaces} <= RANK.keys()


def test_libraries_know_no_room() -> None:
    for file in (CONTRACTS / "libraries").rglob("*.sol"):
        assert imports(file).isdisjoint(RANK), file.name


def test_types_know_neither_rooms_nor_interfaces() -> None:
    for file in (CONTRACTS / "types").rglob("*.sol"):
        assert imports(file).isdisjoint(RANK.keys() | {f"I{room}" for room in RANK}), file.name


def test_files_are_small() -> None:
    sizes = {file.relative_to(ROOT).as_posix(): lines(file) for file in sources()}
    assert {name: size for name, size in sizes.items() if size > 450} == {}
    assert median(sizes.values()) < 100


def test_there_is_one_of_each() -> None:
    copies = re.compile(r"(?i)([_-]?v\d+|[_-](old|new|copy|final|backup))\.(sol|py)$")
    assert [file.name for file in sources() if copies.search(file.name)] == []
