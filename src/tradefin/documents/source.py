"""From a path or bytes to the root of a tree and the format that reads it, told by content."""

from __future__ import annotations

import codecs
import json
import os
from pathlib import Path

from lxml import etree

from tradefin.documents import dcsasource, edifactsource, jsonsource, pdfsource, profile, xmlsource
from tradefin.documents.formats import Format
from tradefin.documents.values import Notes
from tradefin.documents.xmlsource import MAXIMUM_BYTES
from tradefin.errors import InvalidInput


def load(source: str | os.PathLike[str] | bytes) -> bytes:
    """The bytes of a file or the bytes given. InvalidInput if empty, unreadable or too big."""
    if isinstance(source, bytes):
        data = source
    elif isinstance(source, str | os.PathLike):
        try:
            with Path(source).open("rb") as file:
                data = file.read(MAXIMUM_BYTES + 1)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "not a path"
            raise InvalidInput(f"the file can't be read: {reason}") from None
    else:
        raise InvalidInput(f"a paper is read from a path or bytes, not {type(source).__name__}")
    if len(data) > MAXIMUM_BYTES:
        raise InvalidInput(f"the file is larger than {MAXIMUM_BYTES:,} bytes")
    if not data.strip():
        raise InvalidInput("the file is empty")
    return data


def opened(data: bytes, notes: Notes) -> tuple[etree._Element, Format]:
    """The tree of the one paper in `data` and its format.

    A PDF is known by its header, JSON by its first bracket, EDIFACT by its service string or
    interchange header; everything else is XML. What the text itself says wrong goes to `notes`.
    Raises InvalidInput for what is no paper of a known format.
    """
    start = data[:1024].removeprefix(codecs.BOM_UTF8).lstrip()
    if start.startswith(pdfsource.HEADER):
        return pdfsource.parse(data)
    if looks_like_json(data):
        return _json(data)
    if edifactsource.looks_like_edifact(data):
        return edifactsource.parse(data, notes)
    return xmlsource.parse(data)


def looks_like_json(data: bytes) -> bool:
    """Whether `data` begins with an object or a list in UTF-8, UTF-16 or UTF-32."""
    start = data[:1024].decode(json.detect_encoding(data), errors="ignore")
    return start.lstrip("\ufeff\t\n\r ").startswith(("{", "["))


def _json(data: bytes) -> tuple[etree._Element, Format]:
    value = jsonsource.loads(data)
    if _is_events(value):
        raise InvalidInput("the JSON holds shipment events, no paper: read_events reads them")
    if isinstance(value, dict):
        if "profile" in value:
            return profile.parse(value)
        document = dcsasource.document_of(value)
        if document is not None:
            return dcsasource.parse(document)
    raise InvalidInput("the JSON is of no known format")


def _is_events(value: object) -> bool:
    events = value.get("events") if isinstance(value, dict) else value
    first = events[0] if isinstance(events, list) and events else value
    return isinstance(first, dict) and "eventDateTime" in dcsasource.event_of(first)
