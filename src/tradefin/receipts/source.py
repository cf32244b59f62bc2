"""From a path, bytes or text to the payments of a statement, its form told by its content."""

from __future__ import annotations

import codecs
import os
import re

from tradefin.documents.source import load
from tradefin.errors import InvalidInput
from tradefin.receipts.camt053 import read_camt053
from tradefin.receipts.csv_form import read_csv
from tradefin.receipts.receipt import Point, Receipt, Unreadable


def read_statement(
    source: str | os.PathLike[str] | bytes,
    *,
    decimal: Point | None = None,
    date_format: str | None = None,
) -> tuple[Receipt | Unreadable, ...]:
    """A statement's payments, from a path, from bytes, or from text of several lines.

    Raises InvalidInput for what is neither a CSV nor a camt.053, or can't be read as a whole.
    """
    if decimal not in (None, ".", ","):
        raise InvalidInput("the decimal sign is '.' or ','")
    if date_format is not None:
        _require_whole_days(date_format)
    data = load(_encoded(source) if isinstance(source, str) else source)
    if _is_xml(data):
        return read_camt053(data)
    return read_csv(data, decimal=decimal, date_format=date_format)


def _encoded(text: str) -> str | bytes:
    """A statement has several lines or is XML; a path has one."""
    if "\n" not in text and "\r" not in text and not text.lstrip("\ufeff ").startswith("<"):
        return text
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise InvalidInput("the statement holds half a character") from None


def _is_xml(data: bytes) -> bool:
    start, form = data[:256], "utf-8-sig"
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        form = "utf-16"
    return start.decode(form, "ignore").lstrip().startswith("<")


def _require_whole_days(form: str) -> None:
    """One that tells no year, or no day, would date every payment wrongly."""
    parts = re.findall("%(.)", form.replace("%%", ""))
    known = {*parts} & {"d"}, {*parts} & set("mbB"), {*parts} & set("yY")
    if form.replace("%%", "").count("%") != 3 or not all(known):
        raise InvalidInput("a date's form tells day, month and year, '%d.%m.%Y'")
