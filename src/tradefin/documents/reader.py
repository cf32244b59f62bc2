"""Reading a paper: one reader for every format."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from tradefin.documents import checks, values
from tradefin.documents.document import TradeDocument
from tradefin.documents.extract import Extract
from tradefin.documents.findings import Code
from tradefin.documents.formats import Format
from tradefin.documents.formats.table import PartyPaths
from tradefin.documents.kinds import FACTORED, PROFORMA, WITH_AMOUNT
from tradefin.documents.parties import Party
from tradefin.documents.party_reader import read_party
from tradefin.documents.reference_reader import read_references
from tradefin.documents.source import load, opened
from tradefin.documents.termtypes import AMOUNTS, DATES, LISTS
from tradefin.documents.values import Notes
from tradefin.enums import DocumentKind
from tradefin.errors import InvalidInput
from tradefin.money import Money, exponent


def read(
    source: str | os.PathLike[str] | bytes, *, hint: DocumentKind | None = None
) -> TradeDocument:
    """Read one paper from a path or its bytes.

    Known: UBL 2.1+ Invoice and CreditNote, UN/CEFACT Cross Industry Invoice, alone or in a PDF
    (Factur-X, ZUGFeRD from 1.0, extra `pdf`), EDIFACT INVOIC (extra `edifact`), UBL 2.3
    ExportCustomsDeclaration, UBL Waybill, DCSA bill of lading 2 and 3.0 in JSON, and the project's
    own JSON profile (docs/json-profile.md). The format is told by content, never by a file name.
    `hint` is the kind the caller expects; another one is read as what it is, with the warning
    KIND_UNEXPECTED. Values that can't be read are absent, with a warning.

    Raises InvalidInput for what isn't a readable paper: of no known format, damaged, cut off,
    encrypted, in a wrong encoding, with DOCTYPE or entities, with two papers in it, larger than
    20 MB. No message tells what the paper says.
    """
    data = load(source)
    digest = hashlib.sha256(data).digest()
    notes = Notes(digest)
    root, table = opened(data, notes)
    extract = Extract(root, table, notes)

    texts = _texts(extract, table)
    kind = _kind(table, texts.get("type_code"), notes)
    if hint is not None and hint != kind:
        notes.add(Code.KIND_UNEXPECTED, f"the paper is of kind {kind.name}")
    dates = _dates(extract, table)
    extract.currency = _currency(extract, table, kind, texts.get("currency"), notes)
    amounts = _amounts(extract, table, notes)
    if not dates and not amounts and texts.keys() <= {"profile"}:
        raise InvalidInput("the paper says nothing of what one of its format says")
    extension = bool(table.extension) and table.extension in texts.get("profile", "")
    third_party = extract.added("third_party") if extension else None
    money = _money({**amounts, "third_party": third_party or Decimal(0)}, extract.currency, notes)
    parties = _parties(extract, table, notes)
    checks.check_numbers(texts, notes)
    checks.check_quantity(extract, texts, notes)
    checks.check_title(kind, texts, notes)
    checks.check_currencies(extract, notes)
    checks.check_dates(dates, notes)
    profile = texts.get("profile", "")
    partial = bool(table.partial) and table.partial in profile
    rounds_gross = table.unrounded not in profile
    checks.check_totals(
        extract, amounts, third_party, notes, partial=partial, rounds_gross=rounds_gross
    )

    return TradeDocument(
        kind=kind,
        number=texts.get("number"),
        issue_date=dates.get("issue_date"),
        issuer=parties["issuer"],
        holder=parties.get("holder"),
        counterparty=parties.get("counterparty"),
        total=money.get("total"),
        gross=money.get("gross"),
        prepaid=money.get("prepaid"),
        rounding=money.get("rounding"),
        third_party=money.get("third_party") if third_party is not None else None,
        due_date=dates.get("due_date"),
        references=read_references(extract, table),
        fields=MappingProxyType(
            ({"currency": extract.currency} if extract.currency else {})
            | texts
            | {name: date.isoformat() for name, date in dates.items()}
            | {name: _plain(amount, extract.currency) for name, amount in amounts.items()}
            | {f"{role}_name": party.name for role, party in parties.items() if party.name}
        ),
        warnings=notes.all(),
        source_digest=digest,
    )


def _texts(extract: Extract, table: Format) -> dict[str, str]:
    texts: dict[str, str] = {}
    for name in sorted(table.terms.keys() - DATES - AMOUNTS):
        if name in LISTS:
            found = map(extract.plain, extract.elements(table.terms[name]))
            text: str | None = " ".join(dict.fromkeys(found)) or None
        else:
            text = extract.text(name, table.terms[name])
        if text is not None:
            texts[name] = text
    return texts


def _dates(extract: Extract, table: Format) -> dict[str, dt.date]:
    found = {n: extract.date(n, p) for n, p in table.terms.items() if n in DATES}
    return {name: date for name, date in found.items() if date is not None}


def _parties(extract: Extract, table: Format, notes: Notes) -> dict[str, Party]:
    read_once: dict[PartyPaths, Party] = {}
    for role, paths in table.parties.items():
        if paths not in read_once:
            read_once[paths] = read_party(extract, role, paths, notes)
    return {role: read_once[paths] for role, paths in table.parties.items()}


def _kind(table: Format, type_code: str | None, notes: Notes) -> DocumentKind:
    if type_code is None:
        if table.kind is DocumentKind.NONE:
            notes.add(Code.BAD_CODE, "the paper has no type code to tell its kind")
        return table.kind
    if type_code in PROFORMA:
        notes.add(Code.PROFORMA, "a pro-forma invoice demands no payment")
    if type_code in FACTORED:
        notes.add(Code.FACTORED, "the paper says that its receivable is assigned to a third party")
    if type_code not in table.codes:
        notes.add(Code.BAD_CODE, f"the type code is none of a {table.name}")
    return table.codes.get(type_code, table.kind)


def _currency(
    extract: Extract, table: Format, kind: DocumentKind, stated: str | None, notes: Notes
) -> str | None:
    for term in ("total", "declared_value"):
        if stated is None and term in table.terms:
            amount = extract.single(term, table.terms[term])
            stated = None if amount is None else amount.get("currencyID")
    found = values.currency_of(stated) if stated else None
    if found is None and (stated or kind in WITH_AMOUNT):
        notes.add(Code.BAD_CURRENCY, "the paper's currency is absent or no ISO 4217 code")
    return found


def _amounts(extract: Extract, table: Format, notes: Notes) -> dict[str, Decimal]:
    amounts: dict[str, Decimal] = {}
    for name in sorted(AMOUNTS & table.terms.keys()):
        found = extract.amount(name, table.terms[name])
        if found is None:
            continue
        amount, own = found
        if own in (None, extract.currency):
            amounts[name] = amount
        elif extract.currency:
            notes.add(Code.CURRENCY_CONTRADICTION, f"{name} is in another currency than the paper")
    return amounts


def _money(amounts: Mapping[str, Decimal], currency: str | None, notes: Notes) -> dict[str, Money]:
    money: dict[str, Money] = {}
    for name in ("total", "gross", "prepaid", "rounding", "third_party"):
        if currency is None or name not in amounts:
            continue
        found = values.money_of(amounts[name], currency)
        if found is None:
            notes.add(Code.BAD_AMOUNT, f"{name} has more digits than {currency} has")
        else:
            money[name] = found
    return money


def _plain(amount: Decimal, currency: str | None) -> str:
    money = values.money_of(amount, currency) if currency else None
    return f"{amount:f}" if money is None else f"{money.amount:.{exponent(money.currency)}f}"
