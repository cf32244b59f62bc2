"""The shipped ABIs, and values for their types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from eth_utils.abi import collapse_if_tuple
from eth_utils.crypto import keccak
from hypothesis import strategies as st

from tradefin import enums
from tradefin.chain.artifacts import artifact, names

Entry = Mapping[str, Any]


def type_of(parameter: Entry) -> str:
    return collapse_if_tuple(dict(parameter))


def signature(entry: Entry) -> str:
    return f"{entry['name']}({','.join(map(type_of, entry['inputs']))})"


def selector(entry: Entry) -> bytes:
    return keccak(text=signature(entry))[:4]


def element_of(parameter: Entry) -> Entry:
    """What an array is made of."""
    inner = {key: parameter[key].rpartition("[")[0] for key in ("type", "internalType")}
    return {**parameter, **inner}


def _entries(kind: str, *, without: tuple[str, ...] = ()) -> dict[str, Entry]:
    found = (e for n in names() if n not in without for e in artifact(n).abi if e["type"] == kind)
    return {signature(entry): entry for entry in found}


ERRORS = _entries("error")
EVENTS = _entries("event", without=("AccessManager",))
VIEWS = {
    f"{name}.{entry['name']}": entry
    for name in names()
    for entry in artifact(name).abi
    if entry["type"] == "function" and entry["outputs"]
}

_STRATEGIES: dict[str, st.SearchStrategy[Any]] = {
    "address": st.binary(min_size=20, max_size=20).map(lambda raw: f"0x{raw.hex()}"),
    "bool": st.booleans(),
    "bytes": st.binary(max_size=40),
    "currency": st.sampled_from([156, 392, 414, 840, 978]),
    "string": st.text(st.characters(codec="utf-8"), max_size=40),
    "uint24": st.integers(0, 2_932_896),
    "uint40": st.integers(0, 253_402_300_799),
}


def values(parameter: Entry) -> st.SearchStrategy[Any]:
    """Values of a parameter as the ABI takes them: times to the year 9999, real currencies."""
    kind, internal = parameter["type"], parameter["internalType"]
    if kind.endswith("]"):
        return st.lists(values(element_of(parameter)), max_size=3).map(tuple)
    if kind == "tuple":
        return st.tuples(*map(values, parameter["components"]))
    if internal.startswith("enum"):
        return st.sampled_from(list(map(int, getattr(enums, re.split(r"[ .]", internal)[-1]))))
    if kind == "uint16" and parameter["name"].lower().endswith("currency"):
        return _STRATEGIES["currency"]
    return _STRATEGIES[kind] if kind in _STRATEGIES else _sized(kind)


def _sized(kind: str) -> st.SearchStrategy[Any]:
    family, size = re.fullmatch(r"([a-z]+)(\d+)", kind).groups()  # type: ignore[union-attr]
    if family == "bytes":
        return st.binary(min_size=int(size), max_size=int(size))
    top = 1 << (int(size) - (family == "int"))
    return st.integers(-top if family == "int" else 0, top - 1)
