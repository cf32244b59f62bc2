"""From an EDIFACT interchange (ISO 9735) to the tree of its one INVOIC message, or a refusal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from lxml import etree

from tradefin.documents.extras import library
from tradefin.documents.findings import Code
from tradefin.documents.formats import Format, edifact
from tradefin.documents.values import Notes
from tradefin.errors import InvalidInput

MAXIMUM_BYTES = 5_000_000
_DEFAULT = ":+.? '"
_NO_RELEASE = "\x00"
"""Stands for a release character that isn't used, in a place where no text can have it."""

_START = re.compile(rb"(?:UNA(?P<advice>.{6})\s*)?UNB[^A-Za-z0-9](?P<level>[A-Z]{4})", re.DOTALL)

_ENCODINGS = MappingProxyType(
    {"UNOA": "ascii", "UNOB": "ascii", "UNOW": "utf-8", "UNOY": "utf-8"}
    | {
        f"UNO{letter}": f"iso-8859-{part}"
        for letter, part in zip("CDEFGHIJK", "125734689", strict=True)
    }
)
"""Syntax level (data element 0001) to encoding."""

_CONTAINERS = frozenset({"paper", "LIN", "UNS"})
_OWNED = MappingProxyType(
    {
        "NAD": {"LOC", "FII", "RFF", "CTA", "COM"},
        "RFF": {"DTM"},
        "PAT": {"DTM", "PCD", "MOA", "PAI"},
        "PYT": {"DTM", "PCD", "MOA", "PAI"},
        "CUX": {"DTM"},
        "TAX": {"MOA", "LOC"},
        "ALC": {"ALI", "RFF", "DTM", "QTY", "PCD", "MOA", "RTE", "TAX"},
    }
)
"""INVOIC's segment groups: which segments belong to the one before them."""

Raw = list[Any]


def looks_like_edifact(data: bytes) -> bool:
    """Whether `data` begins with a service string advice or an interchange header."""
    return _START.match(data.lstrip()) is not None


def parse(data: bytes, notes: Notes) -> tuple[etree._Element, Format]:
    """The root of the one INVOIC message: `<MOA><e1><c1>9</c1><c2>801.78</c2></e1></MOA>`.

    Elements and components are counted from 1. The segments of a group stand inside the one that
    opens it, the lines inside their LIN, the totals inside UNS. Raises InvalidInput for an
    interchange that is cut off, has another syntax level, another message, or more than one.
    """
    if len(data) > MAXIMUM_BYTES:
        raise InvalidInput(f"the EDIFACT file is larger than {MAXIMUM_BYTES:,} bytes")
    match = _START.match(data.lstrip())
    if match is None:
        raise InvalidInput("the EDIFACT file has no interchange header")
    advice = (match["advice"] or _DEFAULT.encode()).decode("latin-1")
    text = _decoded(data.lstrip(), match["level"].decode(), notes)
    body = text[9:] if match["advice"] else text
    _check_advice(advice)
    if advice[3] == " ":
        advice = advice[:3] + _NO_RELEASE + advice[4:]
    segments = list(_message(body.lstrip(), advice))
    _check_end(body, advice)
    if not segments or _component(segments[0], 2, 1) != "INVOIC":
        raise InvalidInput("the EDIFACT message is no INVOIC")
    if _component(segments[-1], 1, 1) != str(len(segments)):
        notes.add(Code.BAD_VALUE, "the message hasn't as many segments as its trailer counts")
    return _tree(segments[1:-1]), edifact.INVOIC


def _decoded(data: bytes, level: str, notes: Notes) -> str:
    encoding = _ENCODINGS.get(level)
    if encoding is None:
        raise InvalidInput("the EDIFACT file is of a syntax level that isn't read")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        message = "the text isn't in the encoding that its header declares; read as ISO 8859-1"
        notes.add(Code.BAD_ENCODING, message)
        return data.decode("iso-8859-1")


def _check_advice(advice: str) -> None:
    separators = [advice[0], advice[1], advice[5], *advice[3].strip()]
    if len(set(separators)) < len(separators) or any(c.isalnum() or c == " " for c in separators):
        raise InvalidInput("the service string advice names separators that can't separate")


def _message(body: str, advice: str) -> Iterator[Raw]:
    """The segments from UNH to UNT; binary objects behind it are never looked at."""
    pydifact = library("pydifact", "edifact", "EDIFACT files")
    inside = False
    try:
        characters = pydifact.Characters.from_str(advice)
        tokens = pydifact.Tokenizer().get_tokens(body, characters)
        raw = pydifact.Parser().convert_tokens_to_raw_segments(tokens)
        for segment in raw:
            if segment[0] == "UNH" and inside:
                break
            inside = inside or segment[0] == "UNH"
            if inside:
                yield segment
            if segment[0] == "UNT":
                return
    except Exception:  # damaged input makes the tokenizer fail in any of many ways
        raise InvalidInput("the EDIFACT file is damaged or cut off") from None
    raise InvalidInput("the EDIFACT file is cut off: its message has no trailer")


def _check_end(body: str, advice: str) -> None:
    element, end = re.escape(advice[1]), re.escape(advice[5])
    ended = rf"(?<!{re.escape(advice[3])}){end}\s*"
    trailer = re.search(rf"{ended}UNZ{element}([0-9]+){element}[^{end}]*{end}\s*\Z", body)
    if trailer is None:
        raise InvalidInput("the EDIFACT file is cut off: the interchange has no trailer")
    messages = re.findall(rf"{ended}UNH{element}", body)
    if trailer[1].lstrip("0") != "1" or len(messages) > 1:
        raise InvalidInput("the interchange holds more than one message; one paper a file")


def _tree(segments: list[Raw]) -> etree._Element:
    root = etree.Element("paper")
    stack = [root]
    for segment in segments:
        tag = segment[0]
        if not isinstance(tag, str) or not re.fullmatch(r"[A-Z]{3}", tag, re.ASCII):
            raise InvalidInput("the EDIFACT file has a segment without a tag")
        if tag in ("LIN", "UNS"):
            stack = [root]
        while stack[-1].tag not in _CONTAINERS and tag not in _OWNED[stack[-1].tag]:
            stack.pop()
        element = _element(stack[-1], tag, segment[1:])
        if tag in _OWNED or tag in _CONTAINERS:
            stack.append(element)
    return root


def _element(parent: etree._Element, tag: str, elements: Raw) -> etree._Element:
    segment = etree.SubElement(parent, tag)
    for place, value in enumerate(elements, 1):
        composite = etree.SubElement(segment, f"e{place}")
        components = value if isinstance(value, list) else [value]
        for number, text in enumerate(components, 1):
            try:
                etree.SubElement(composite, f"c{number}").text = text or None
            except ValueError:
                raise InvalidInput("the EDIFACT file has control characters in a text") from None
    for path, attribute, source, meaning in edifact.ATTRIBUTES.get(tag, ()):
        target, stated = segment.find(path), segment.findtext(source)
        if target is not None and stated:
            target.set(attribute, meaning.get(stated, stated))
    if tag == "MOA" and (amount := segment.find("e1/c2")) is not None and amount.text:
        amount.text = amount.text.replace(",", ".")
    return segment


def _component(segment: Raw, element: int, component: int) -> str:
    value = segment[element] if len(segment) > element else ""
    parts = value if isinstance(value, list) else [value]
    return str(parts[component - 1]) if len(parts) >= component else ""
