"""Reading the references to other papers."""

from __future__ import annotations

from tradefin.documents.document import Reference, ReferenceType
from tradefin.documents.extract import Extract
from tradefin.documents.formats.table import REFERENCE_CODES, Format


def read_references(extract: Extract, table: Format) -> tuple[Reference, ...]:
    """Every reference with a number; a supporting paper's type comes from its UNTDID 1001 code."""
    found: list[Reference] = []
    for type_, element, number_path, date_path, code_path in table.references:
        for node in extract.nodes((element,)):
            number = extract.text("reference", (number_path,), node)
            if number is None:
                continue
            if type_ is ReferenceType.SUPPORTING:
                code = extract.text("reference type", (code_path,), node) or ""
                reference = REFERENCE_CODES.get(code, type_)
            else:
                reference = type_
            date = extract.date("reference date", (date_path,), node)
            found.append(Reference(reference, number, date))
    return tuple(dict.fromkeys(found))
