"""What one paper says against itself: totals added up again, currencies, dates, numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from tradefin.documents import values
from tradefin.documents.extract import Extract
from tradefin.documents.findings import Code
from tradefin.documents.normalform import mixes_scripts, normal
from tradefin.documents.values import Notes
from tradefin.enums import DocumentKind

_ADDED = (
    ("lines", "line_total", Code.TOTAL_LINES, "the lines don't add up to the sum of lines"),
    ("allowances", "allowances", Code.TOTAL_ALLOWANCES, "the allowances don't add up"),
    ("charges", "charges", Code.TOTAL_CHARGES, "the charges don't add up"),
    ("tax", "tax", Code.TOTAL_TAX, "the tax by rate doesn't add up to the tax total"),
    ("goods", "total", Code.GOODS_TOTAL, "the goods' values don't add up to the total"),
    ("fob_goods", "fob_value", Code.GOODS_TOTAL, "the goods' FOB values don't add up"),
)
_PICKUP_BEFORE_DECLARATION = dt.timedelta(days=30)


def check_totals(
    extract: Extract,
    amounts: Mapping[str, Decimal],
    third_party: Decimal | None,
    notes: Notes,
    *,
    partial: bool = False,
    rounds_gross: bool = False,
) -> None:
    """Add the totals up again (EN 16931 BR-CO-10 to -16, BR-DEX-09): exactly, but for digits that
    the currency hasn't.

    A `partial` paper doesn't carry what was prepaid, so its amount due can't be added up. One that
    `rounds_gross` may have the rounding in its gross total, which UBL 2 defines as prepaid and
    payable amount together.
    """
    _check_sums(extract, amounts, notes)
    zero = Decimal(0)
    lines, net, gross = (amounts.get(term) for term in ("line_total", "net", "gross"))
    charges = amounts.get("charges", zero) - amounts.get("allowances", zero)
    rounding = amounts.get("rounding", zero)
    if lines is not None and net is not None and not _agree(lines + charges, net, extract):
        notes.add(Code.TOTAL_NET, "lines, allowances and charges don't add up to the net total")
    if net is not None and gross is not None:
        taxed = net + amounts.get("tax", zero)
        if rounds_gross and _agree(taxed + rounding, gross, extract):
            rounding = zero
        elif not _agree(taxed, gross, extract):
            notes.add(Code.TOTAL_GROSS, "net and tax don't add up to the gross total")
    if gross is not None and "total" in amounts and not partial:
        due = gross - amounts.get("prepaid", zero) + rounding + (third_party or zero)
        if not _agree(due, amounts["total"], extract):
            notes.add(Code.TOTAL_DUE, "gross, prepaid and rounding don't add up to the amount due")
    if third_party:
        notes.add(Code.THIRD_PARTY_PAYMENT, "the amount due contains payments owed to others")
    if extract.added("customs_value") == 0 and amounts.get("total", zero) != 0:
        notes.add(Code.DECLARED_VALUE_ZERO, "the declared customs value of the goods is zero")


def _check_sums(extract: Extract, amounts: Mapping[str, Decimal], notes: Notes) -> None:
    for name, term, code, message in _ADDED:
        added = extract.added(name)
        if added is not None and term in amounts and not _agree(added, amounts[term], extract):
            notes.add(code, message)


def _agree(added: Decimal, stated: Decimal, extract: Extract) -> bool:
    return stated in (added, values.rounded(added, extract.currency))


def check_quantity(extract: Extract, texts: Mapping[str, str], notes: Notes) -> None:
    """The lines' quantities add up to the quantity that the paper states."""
    stated, added = values.decimal_of(texts.get("quantity", "")), extract.added("quantities")
    if stated is not None and added is not None and stated != added:
        notes.add(Code.GOODS_QUANTITY, "the goods' quantities don't add up")


def check_currencies(extract: Extract, notes: Notes) -> None:
    """Every amount of the paper is in the paper's currency."""
    others = extract.currencies() - {extract.currency}
    if extract.currency and others:
        named = ", ".join(sorted(code for code in others if values.currency_of(code))) or "another"
        notes.add(
            Code.CURRENCY_CONTRADICTION,
            f"the paper is in {extract.currency}, some of its amounts in {named}",
        )


def check_dates(dates: Mapping[str, dt.date], notes: Notes) -> None:
    """Dates in the order of the trade."""
    issued = dates.get("issue_date")
    if issued is None:
        return
    if dates.get("due_date", issued) < issued:
        notes.add(Code.DATE_ORDER, "due before it was issued")
    if dates.get("validity_end", issued) < dates.get("validity_start", issued):
        notes.add(Code.DATE_ORDER, "valid until before valid from")
    if dates.get("valuation_date", issued) > issued:
        notes.add(Code.DATE_ORDER, "valued after the appraisal was issued")
    if dates.get("requested_delivery_date", issued) < issued:
        notes.add(Code.DATE_ORDER, "delivery is requested before the export was declared")
    if dates.get("pickup_date", issued) < issued - _PICKUP_BEFORE_DECLARATION:
        notes.add(Code.DATE_ORDER, "goods picked up more than 30 days before they were declared")


def check_numbers(texts: Mapping[str, str], notes: Notes) -> None:
    """The number is written in one script, and the same wherever the paper repeats it."""
    number = texts.get("number", "")
    if mixes_scripts(number):
        notes.add(
            Code.MIXED_SCRIPT, "the number mixes Latin letters with letters that imitate them"
        )
    if normal(texts.get("customs_number", number)) != normal(number):
        notes.add(Code.NUMBER_CONTRADICTION, "the paper and its declaration differ in number")


def check_title(kind: DocumentKind, texts: Mapping[str, str], notes: Notes) -> None:
    """A paper to order is a title and names no consignee; one that isn't names its consignee.

    DCSA bill of lading 3.0: isToOrder marks a negotiable bill, which a sea waybill never is.
    """
    to_order = texts.get("to_order")
    if to_order == "true" and kind is DocumentKind.WAYBILL:
        notes.add(Code.TITLE_CONTRADICTION, "a waybill can't be to order")
    if to_order == "true" and "consignee" in texts:
        notes.add(Code.TITLE_CONTRADICTION, "a bill of lading to order names a consignee")
    if to_order == "false" and "consignee" not in texts:
        notes.add(Code.TITLE_CONTRADICTION, "a paper that isn't to order names no consignee")
