"""The formats that can be read: one table of paths each, found by the root element's name."""

from __future__ import annotations

from types import MappingProxyType

from tradefin.documents.formats import cii, declaration, ubl, waybill
from tradefin.documents.formats.table import Format

FORMATS = MappingProxyType(
    {
        table.root: table
        for table in (
            ubl.INVOICE,
            ubl.CREDIT_NOTE,
            cii.INVOICE,
            declaration.EXPORT,
            waybill.WAYBILL,
        )
    }
)
"""Clark name of the root element to format."""

__all__ = ["FORMATS", "Format"]
