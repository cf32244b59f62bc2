"""Refusals, events and results of views, decoded by the shipped ABIs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from eth_abi.abi import decode as abi_decode
from eth_abi.exceptions import DecodingError
from eth_utils.abi import collapse_if_tuple
from eth_utils.crypto import keccak

from tradefin.chain.artifacts import artifact, names
from tradefin.chain.values import WORD, Abi, Convert, converter, encode, is_word, snake, word_reader
from tradefin.errors import LEAVES, Reverted, UnknownRevert
from tradefin.events import EVENTS, Event, Receipt

__all__ = ["encode", "event", "refusal", "snake", "struct"]

_MALFORMED = (DecodingError, ValueError, OverflowError)
_ERROR_STRING = keccak(text="Error(string)")[:4]
_PANIC = keccak(text="Panic(uint256)")[:4]
_PANICS = {
    0x01: "an assertion failed",
    0x11: "a number overflowed",
    0x12: "a division by zero",
    0x21: "a number stands for no member of its enum",
    0x22: "stored bytes are damaged",
    0x31: "an empty list was to be shortened",
    0x32: "a position outside its list",
    0x41: "too much memory was asked for",
    0x51: "an empty function was called",
}


def struct(outputs_abi: Sequence[Abi], raw: Any) -> Any:
    """What a view returned, converted: its one output, or a tuple of several.

    `raw` is as web3 hands it over: one output stands by itself, several in a sequence.
    """
    if len(outputs_abi) == 1:
        return converter(outputs_abi[0])(raw)
    pairs = zip(outputs_abi, raw, strict=True)
    return tuple(converter(output)(value) for output, value in pairs)


def refusal(data: bytes) -> Reverted:
    """The refusal behind a revert's data; UnknownRevert where no shipped contract declares it."""
    selector, body = data[:4], data[4:]
    try:
        if selector == _ERROR_STRING:
            return UnknownRevert(data, f"{abi_decode(['string'], body)[0]!r}")
        if selector == _PANIC:
            return UnknownRevert(data, _panic(abi_decode(["uint256"], body)[0]))
        layout = _errors().get(selector)
        if layout is not None:
            values = abi_decode(layout.types, body)
            return layout.make(*(f(v) for f, v in zip(layout.converters, values, strict=True)))
    except _MALFORMED:
        return UnknownRevert(data, f"the data of the error 0x{selector.hex()} are damaged")
    if not data:
        return UnknownRevert(data, "no reason was given")
    return UnknownRevert(data, f"the error 0x{selector.hex()} is not one of the contracts'")


def event(
    address: str, topics: Sequence[bytes], data: bytes, receipt: Receipt | None = None
) -> Event | None:
    """The event behind a log that `address` wrote; None where it is none of the contracts'."""
    layout = _events().get(topics[0]) if topics else None
    if layout is None or len(topics) != len(layout.indexed) + 1:
        return None
    try:
        values = layout.decode_data(data)
        for (name, read), topic in zip(layout.indexed, topics[1:], strict=True):
            values[name] = read(topic)
    except _MALFORMED:
        return None
    return layout.make(**values, emitter=address, receipt=receipt)


@dataclass(frozen=True, slots=True)
class _ErrorLayout:
    make: type[Reverted]
    types: tuple[str, ...]
    converters: tuple[Convert, ...]


@dataclass(frozen=True, slots=True)
class _EventLayout:
    """How to read one kind of log: `indexed` from its topics, `plain` from its data.

    `words` reads data of static values only, one word each and without a general decoder, which
    takes ten times as long; it is None where a value is dynamic.
    """

    make: type[Event]
    indexed: tuple[tuple[str, Convert], ...]
    plain: tuple[tuple[str, str, Convert], ...]
    words: tuple[tuple[str, slice, Convert], ...] | None

    def decode_data(self, data: bytes) -> dict[str, Any]:
        if self.words is None:
            values = abi_decode([kind for _, kind, _ in self.plain], data)
            pairs = zip(self.plain, values, strict=True)
            return {name: convert(value) for (name, _, convert), value in pairs}
        if len(data) < WORD * len(self.words):
            raise ValueError("the data are too short")
        return {name: read(data[where]) for name, where, read in self.words}


@lru_cache
def _errors() -> dict[bytes, _ErrorLayout]:
    return {
        keccak(text=_signature(entry))[:4]: _ErrorLayout(
            make=LEAVES[entry["name"]],
            types=tuple(map(_type, entry["inputs"])),
            converters=tuple(map(converter, entry["inputs"])),
        )
        for entry in _entries("error")
        if entry["name"] in LEAVES
    }


@lru_cache
def _events() -> dict[bytes, _EventLayout]:
    return {
        keccak(text=_signature(entry)): _event_layout(entry)
        for entry in _entries("event")
        if entry["name"] in EVENTS
    }


def _event_layout(entry: Abi) -> _EventLayout:
    indexed = tuple(i for i in entry["inputs"] if i["indexed"])
    plain = tuple(i for i in entry["inputs"] if not i["indexed"])
    words = None
    if all(map(is_word, plain)):
        words = tuple(
            (snake(i["name"]), slice(WORD * at, WORD * at + WORD), word_reader(i))
            for at, i in enumerate(plain)
        )
    return _EventLayout(
        make=EVENTS[entry["name"]],
        indexed=tuple((snake(i["name"]), word_reader(i)) for i in indexed),
        plain=tuple((snake(i["name"]), _type(i), converter(i)) for i in plain),
        words=words,
    )


def _entries(kind: str) -> list[dict[str, Any]]:
    return [entry for name in names() for entry in artifact(name).abi if entry["type"] == kind]


def _type(parameter: Abi) -> str:
    return collapse_if_tuple(dict(parameter))


def _signature(entry: Abi) -> str:
    return f"{entry['name']}({','.join(map(_type, entry['inputs']))})"


def _panic(code: int) -> str:
    return f"{_PANICS.get(code, 'the contract gave up')} (panic 0x{code:02x})"
