"""The compiled contracts that ship inside the package."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tradefin.errors import InvalidInput

_FOLDER = files("tradefin") / "artifacts"


@dataclass(frozen=True, slots=True)
class Span:
    """Where runtime code holds an immutable's value: `length` bytes from byte `start`."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Artifact:
    """One compiled contract. `settings`, `devdoc` and `userdoc` are as solc prints them."""

    name: str
    source: str
    source_hash: str
    compiler: str
    settings: dict[str, Any]
    abi: list[dict[str, Any]]
    bytecode: bytes
    runtime: bytes
    immutables: tuple[Span, ...]
    devdoc: dict[str, Any]
    userdoc: dict[str, Any]

    def masked(self, code: bytes) -> bytes:
        """`code` with its immutables zeroed, as they are in `runtime`, so that both compare."""
        blank = bytearray(code)
        for span in self.immutables:
            blank[span.start : span.start + span.length] = bytes(span.length)
        return bytes(blank)


@lru_cache
def names() -> tuple[str, ...]:
    """All contracts that ship, sorted."""
    entries = (entry.name for entry in _FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in entries if name.endswith(".json")))


@lru_cache
def artifact(name: str) -> Artifact:
    """The contract called `name`; InvalidInput where none of that name ships."""
    if name not in names():
        raise InvalidInput(f"no contract {name!r} ships; there are {', '.join(names())}")
    raw = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    spans = [Span(**span) for spans in raw["immutableReferences"].values() for span in spans]
    return Artifact(
        name=raw["name"],
        source=raw["source"],
        source_hash=raw["sourceHash"],
        compiler=raw["compiler"],
        settings=raw["settings"],
        abi=raw["abi"],
        bytecode=bytes.fromhex(raw["bytecode"].removeprefix("0x")),
        runtime=bytes.fromhex(raw["deployedBytecode"].removeprefix("0x")),
        immutables=tuple(sorted(spans, key=lambda span: span.start)),
        devdoc=raw["devdoc"],
        userdoc=raw["userdoc"],
    )
