"""A collection account's statement as CSV; the separator is told by its header."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from tradefin.documents import Party
from tradefin.documents.identifiers import scheme_name
from tradefin.errors import InvalidInput
from tradefin.receipts.receipt import Point, Receipt, Unreadable, amount_of, day_of, receipt_of

COLUMNS = ("reference", "date", "amount", "currency", "payer")
_REMITTANCE = ("remittance", "remittance information")
_SCHEMES = frozenset({"DUNS", "GLN", "IBAN", "LEI", "PARTY", "REGISTRATION", "TAX", "USCC", "VAT"})


def read_csv(
    data: bytes, *, decimal: Point | None, date_format: str | None
) -> tuple[Receipt | Unreadable, ...]:
    """Every row that isn't blank, in order.

    Raises InvalidInput for what isn't a CSV in UTF-8 or UTF-16 with the columns `reference`,
    `date`, `amount`, `currency`, `payer` and, where there is one, `remittance`. Others are ignored.
    """
    text = _decoded(data)
    header, separator = _header(text)
    rows = _records(text, separator)
    next(rows)
    return tuple(
        _row(number, fields, header, decimal, date_format)
        for number, fields in enumerate(rows, start=2)
        if any(field.strip() for field in fields)
    )


def _row(
    number: int,
    fields: list[str],
    header: Mapping[str, int],
    decimal: Point | None,
    date_format: str | None,
) -> Receipt | Unreadable:
    if len(fields) != header[""]:
        wrong = f"row {number} has {len(fields)} fields, the header has {header['']}"
        return Unreadable(number, InvalidInput(wrong))
    said = {name: fields[place].strip() for name, place in header.items() if name}
    return receipt_of(
        number,
        reference=said["reference"],
        day=day_of(said["date"], date_format),
        amount=amount_of(said["amount"], decimal),
        currency=said["currency"],
        payer=_payer(said["payer"]),
        remittance=said.get("remittance", ""),
    )


def _payer(text: str) -> Party:
    """A name, or an identifier with its scheme, `LEI:...`."""
    scheme, colon, value = text.partition(":")
    scheme = scheme_name(scheme)
    if colon and scheme in _SCHEMES:
        return Party(identifiers=((scheme, value.strip()),))
    return Party(text or None)


def _decoded(data: bytes) -> str:
    utf16 = data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    try:
        return data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput("the CSV isn't in UTF-8; give its text, decoded") from None


def _header(text: str) -> tuple[dict[str, int], str]:
    """Where each column stands, under "" how many there are, and the separator."""
    missing: list[str] = list(COLUMNS)
    for separator in (",", ";", "\t"):
        names = [_name(field) for field in next(_reader(text, separator), [])]
        lacking = [column for column in COLUMNS if column not in names]
        if len(lacking) < len(missing):
            missing = lacking
        if lacking:
            continue
        known = [name for name in names if name in (*COLUMNS, "remittance")]
        if len(set(known)) < len(known):
            raise InvalidInput("the CSV names a column twice")
        return {"": len(names)} | {name: names.index(name) for name in known}, separator
    raise InvalidInput(f"the CSV has no column {', '.join(missing)}")


def _name(field: str) -> str:
    name = " ".join(field.replace("_", " ").split()).lower()
    return "remittance" if name in _REMITTANCE else name


def _records(text: str, separator: str) -> Iterator[list[str]]:
    """A quote that isn't closed would swallow the rows after it: then the whole file is refused."""
    reader = _reader(text, separator, strict=True)
    try:
        yield from reader
    except csv.Error:
        line = reader.line_num
        raise InvalidInput(f"the CSV is damaged at line {line}: its quotes don't match") from None


def _reader(text: str, separator: str, *, strict: bool = False) -> Any:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
