"""From bytes to the root element of a known format, or a refusal."""

from __future__ import annotations

import codecs
import re

from lxml import etree

from tradefin.documents import oldcii
from tradefin.documents.formats import FORMATS, Format
from tradefin.errors import InvalidInput

MAXIMUM_BYTES = 20_000_000
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")

_DOCTYPE = re.compile(rb"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_BAD_ENCODING = frozenset({31, 32, 79, 81, 6003})
"""libxml2: unknown, unsupported, misnamed or invalid encoding, I18N."""

_SINGLE_BYTE = ("iso-8859-", "iso8859-", "iso_8859-", "latin", "windows-125", "cp125")


def parse(data: bytes) -> tuple[etree._Element, Format]:
    """The root element and its format.

    Raises InvalidInput as `root_of` does, and for a root element of no known format.
    """
    root = root_of(data)
    oldcii.modernise(root)
    found = FORMATS.get(root.tag) if isinstance(root.tag, str) else None
    if found is None:
        raise InvalidInput("the root element is of no known format")
    return root, found


def root_of(data: bytes) -> etree._Element:
    """The root element; entities, DTD and network stay off.

    Raises InvalidInput for what isn't XML, isn't whole, isn't in the encoding it declares, or has a
    DOCTYPE.
    """
    _check_start(data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        reason = (
            "isn't in the encoding it declares"
            if getattr(error, "code", None) in _BAD_ENCODING
            else "is damaged, cut off or beyond limits"
        )
        raise InvalidInput(f"the XML {reason} (line {line}, column {column})") from None
    except (LookupError, ValueError):
        raise InvalidInput("the XML declares an encoding that can't be read") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise InvalidInput("the XML has a DOCTYPE")
    return root


def looks_like_xml(data: bytes) -> bool:
    """Whether `data` begins as XML does, in UTF-16 or an encoding that contains ASCII."""
    start = data[:1024].lstrip(codecs.BOM_UTF8).lstrip()
    return _is_utf16(data) or start.startswith(b"<")


def _is_utf16(data: bytes) -> bool:
    return data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _check_start(data: bytes) -> None:
    start = data[:1024].lstrip(codecs.BOM_UTF8).lstrip()
    if not looks_like_xml(data):
        raise InvalidInput("the file isn't XML")
    if _DOCTYPE.match(data.removeprefix(codecs.BOM_UTF8)):
        raise InvalidInput("the XML has a DOCTYPE")
    declared = _DECLARED.match(start)
    if _is_utf16(data) or not declared:
        return
    name = declared[1].decode().lower()
    if data.startswith(codecs.BOM_UTF8) and name not in ("utf-8", "utf8"):
        raise InvalidInput("the XML declares another encoding than its byte order mark")
    if name.startswith(_SINGLE_BYTE) and _is_multibyte_utf8(data):
        raise InvalidInput("the XML declares a single-byte encoding and is written in UTF-8")


def _is_multibyte_utf8(data: bytes) -> bool:
    try:
        return len(data.decode("utf-8")) < len(data)
    except UnicodeDecodeError:
        return False
