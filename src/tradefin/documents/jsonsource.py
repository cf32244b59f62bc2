"""From JSON bytes to a tree that the formats' paths can be read from, or a refusal."""

from __future__ import annotations

import json
import re
from typing import Any

from lxml import etree

from tradefin.errors import InvalidInput

DEEPEST = 40
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|([\[{])|[\]}]', re.DOTALL)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*", re.ASCII)


class Number(str):
    """A number as it is written; it never becomes a float."""

    __slots__ = ()


def loads(data: bytes) -> Any:
    """The JSON value (RFC 8259) with numbers as written.

    Raises InvalidInput for what isn't whole JSON in UTF-8, UTF-16 or UTF-32, is nested too deeply,
    names a field twice in one object, or contains NaN or Infinity.
    """
    try:
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        raise InvalidInput("the JSON isn't in UTF-8") from None
    _check_depth(text)
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_float=Number,
            parse_int=Number,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise InvalidInput(f"the JSON is damaged or cut off ({place})") from None


def _check_depth(text: str) -> None:
    """Before the parser sees it: where a library has raised Python's recursion limit, deep JSON
    overflows the C stack and ends the process."""
    depth = 0
    for match in _BRACKET.finditer(text):
        if match[0][0] != '"':
            depth += 1 if match[1] else -1
        if depth > DEEPEST:
            raise InvalidInput("the JSON is nested too deeply")


def tree(value: Any, name: str = "paper") -> etree._Element:
    """`value` as elements named by its fields, a list as its items one after the other.

    `null` is an empty element, true and false are texts; a field whose name is no plain word is
    left out, as no path could name it.
    """
    root = etree.Element(name)
    _fill(root, value)
    return root


def _fill(element: etree._Element, value: Any) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            if _NAME.fullmatch(name):
                for item in inner if isinstance(inner, list) else [inner]:
                    _fill(etree.SubElement(element, name), item)
    elif isinstance(value, list):
        for item in value:
            _fill(etree.SubElement(element, "item"), item)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None:
        try:
            element.text = value
        except ValueError:
            raise InvalidInput("the JSON has a text with control characters") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise InvalidInput("the JSON names a field twice in one object")
    return found


def _constant(_: str) -> Any:
    raise InvalidInput("the JSON contains NaN or Infinity, which are no numbers")
