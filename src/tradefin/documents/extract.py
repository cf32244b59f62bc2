"""One paper behind its format's table: every path is read here and nowhere else."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from lxml import etree

from tradefin.documents import values
from tradefin.documents.findings import Code
from tradefin.documents.formats.table import Format, select
from tradefin.documents.values import Notes


class Extract:
    """Reads single and repeated values below the root by the names of the format's table."""

    def __init__(self, root: etree._Element, table: Format, notes: Notes) -> None:
        self._root, self._table, self._notes = root, table, notes
        self.currency: str | None = None

    def nodes(self, paths: tuple[str, ...]) -> list[etree._Element]:
        """The elements of the first alternative that finds any, with or without a text."""
        return next((found for path in paths if (found := select(self._root, path))), [])

    def elements(
        self, paths: tuple[str, ...], below: etree._Element | None = None
    ) -> list[etree._Element]:
        """The elements of the first alternative that finds one with a text."""
        origin = self._root if below is None else below
        for path in paths:
            selected = select(origin, path, currency=self.currency or "")
            if found := [e for e in selected if self._text(e) is not None]:
                return found
        return []

    def single(
        self, term: str, paths: tuple[str, ...], below: etree._Element | None = None
    ) -> etree._Element | None:
        """The one element behind a term; several that differ are none, and noted."""
        found = self.elements(paths, below)
        if len({(self.plain(e), e.get("currencyID")) for e in found}) > 1:
            self._notes.add(Code.AMBIGUOUS, f"{term} is given more than once with other values")
            return None
        return found[0] if found else None

    def text(
        self, term: str, paths: tuple[str, ...], below: etree._Element | None = None
    ) -> str | None:
        """The text of a term, None where absent."""
        element = self.single(term, paths, below)
        return None if element is None else self.plain(element)

    def date(
        self, term: str, paths: tuple[str, ...], below: etree._Element | None = None
    ) -> dt.date | None:
        """The date of a term, None where absent or unreadable."""
        element = self.single(term, paths, below)
        if element is None:
            return None
        found = values.date_of(self.plain(element), element.get("format"))
        if found is None:
            self._notes.add(Code.BAD_DATE, f"{term} is no date in a known form")
        return found

    def amount(self, term: str, paths: tuple[str, ...]) -> tuple[Decimal, str | None] | None:
        """The amount of a term and its own currency, None where absent or unreadable."""
        element = self.single(term, paths)
        if element is None:
            return None
        found = values.decimal_of(self.plain(element))
        if found is None:
            self._notes.add(Code.BAD_AMOUNT, f"{term} is no plain decimal amount")
            return None
        return found, element.get("currencyID")

    def added(self, name: str) -> Decimal | None:
        """The sum of a repeated amount, None where there is none or one is unreadable or in
        another currency than the paper's."""
        path = self._table.sums.get(name)
        found = self.elements((path,)) if path else []
        amounts = [values.decimal_of(self.plain(element)) for element in found]
        if not amounts or None in amounts:
            return None
        if {e.get("currencyID", self.currency) for e in found} != {self.currency}:
            return None
        return sum((amount for amount in amounts if amount is not None), Decimal(0))

    def currencies(self) -> set[str]:
        """The currencies of all amounts that have to be in the paper's."""
        found = [e for path in self._table.values for e in select(self._root, path)]
        return {str(e.get("currencyID")) for e in found if e.get("currencyID")}

    @staticmethod
    def plain(element: etree._Element) -> str:
        """The element's text with white space collapsed."""
        return " ".join((element.text or "").split())

    def _text(self, element: etree._Element) -> str | None:
        text = self.plain(element)
        if len(element):
            self._notes.add(Code.BAD_VALUE, f"{_name(element)} has elements inside its value")
            return None
        if values.is_placeholder(text):
            self._notes.add(Code.PLACEHOLDER, f"{_name(element)} is a placeholder")
            return None
        return text or None


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)
