"""From the contracts' values to Python's and back, in one place, led by the ABI's types.

| Solidity                     | Python                                                 |
|------------------------------|--------------------------------------------------------|
| uint40                       | aware UTC datetime; None for 0 and after the year 9999 |
| uint24                       | date; None for 0 and after the year 9999               |
| uint16 currency, ...Currency | ISO 4217 code; None for a number that has none         |
| enum                         | the IntEnum of that name in tradefin.enums             |
| OrgId, LineId, other numbers | int                                                    |
| DocumentId, bytesN, bytes    | bytes                                                  |
| address                      | str with checksum                                      |
| struct, array                | dict with snake_case keys, tuple                       |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import lru_cache, partial
from keyword import iskeyword
from typing import Any

from eth_utils.address import is_address, to_checksum_address

from tradefin import enums
from tradefin.errors import InvalidInput
from tradefin.money import currency_code

Abi = Mapping[str, Any]
Convert = Callable[[Any], Any]
WORD = 32

_EPOCH = date(1970, 1, 1)
_LAST_DAY = (date.max - _EPOCH).days
_LAST_SECOND = (_LAST_DAY + 1) * 86_400 - 1


def snake(name: str) -> str:
    """`validUntil` is `valid_until`; a name that Python reserves gets an underscore: `from_`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    return f"{words}_" if iskeyword(words) else words


def encode(value: Any) -> Any:
    """A Python value as the ABI takes it: seconds, day numbers, numbers of enums, 0 for None.

    Sequences, and dataclasses and dicts by their values in order, become tuples of encoded values;
    addresses get their checksum, everything else stays. Raises InvalidInput for a time without a
    zone.
    """
    if value is None:
        return 0
    if isinstance(value, Enum):
        return int(getattr(value, "number", value.value))
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise InvalidInput(f"{value} has no time zone; give an aware datetime")
        return int(value.timestamp())
    if isinstance(value, date):
        return (value - _EPOCH).days
    if is_dataclass(value) and not isinstance(value, type):
        value = tuple(getattr(value, field.name) for field in fields(value))
    elif isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, str) and is_address(value):
        return to_checksum_address(value)
    return tuple(map(encode, value)) if isinstance(value, list | tuple) else value


def converter(parameter: Abi) -> Convert:
    """From a decoded ABI value of this parameter to Python's."""
    kind, internal, name = parameter["type"], parameter.get("internalType", ""), parameter["name"]
    if kind.endswith("]"):
        element = {**parameter, "type": kind.rpartition("[")[0]}
        convert = converter({**element, "internalType": internal.rpartition("[")[0]})
        return lambda values: tuple(map(convert, values))
    if kind == "tuple":
        members = [(snake(c["name"]), converter(c)) for c in parameter["components"]]
        return lambda values: {
            key: convert(value) for (key, convert), value in zip(members, values, strict=True)
        }
    if internal.startswith("enum "):
        return _enum(internal)
    if kind == "uint16" and name.lower().endswith("currency"):
        return _currency
    return _BY_TYPE.get(kind, bytes if kind.startswith("bytes") else _same)


def is_word(parameter: Abi) -> bool:
    kind = parameter["type"]
    return kind in {"address", "bool", "bytes32"} or re.fullmatch(r"u?int\d+", kind) is not None


def word_reader(parameter: Abi) -> Convert:
    """From the 32 bytes of this parameter, of a static type, to Python's value."""
    kind = parameter["type"]
    if kind == "address":
        return _address_word
    if kind == "bool":
        return any
    if not kind.startswith(("uint", "int")):
        return bytes
    number = partial(int.from_bytes, byteorder="big", signed=kind.startswith("int"))
    convert = converter(parameter)
    if convert is _same:
        return number
    return lambda word: convert(number(word))


def _same(value: Any) -> Any:
    return value


def _enum(internal: str) -> Convert:
    members = tuple(getattr(enums, re.split(r"[ .]", internal)[-1]))

    def convert(number: int) -> Enum:
        if number >= len(members):
            raise ValueError(f"{number} is no member of {internal}")
        return members[number]  # type: ignore[no-any-return]

    return convert


@lru_cache(4096)
def _address(address: str) -> str:
    return str(to_checksum_address(address))


@lru_cache(4096)
def _address_word(word: bytes) -> str:
    return str(to_checksum_address(word[-20:]))


@lru_cache(4096)
def _time(seconds: int) -> datetime | None:
    if not 0 < seconds <= _LAST_SECOND:
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


@lru_cache(4096)
def _date(number: int) -> date | None:
    return _EPOCH + timedelta(days=number) if 0 < number <= _LAST_DAY else None


@lru_cache
def _currency(number: int) -> str | None:
    try:
        return currency_code(number)
    except InvalidInput:
        return None


_BY_TYPE: dict[str, Convert] = {"address": _address, "uint40": _time, "uint24": _date}
