"""A collection account's statement as ISO 20022 camt.053, in any version of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from lxml import etree

from tradefin.documents import Party
from tradefin.documents.identifiers import scheme_name
from tradefin.documents.values import date_of, decimal_of
from tradefin.documents.xmlsource import root_of
from tradefin.errors import InvalidInput
from tradefin.receipts.receipt import Receipt, Unreadable, receipt_of

_ROOT = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.\d\d\}Document", re.ASCII)
_NOT_PROVIDED = "NOTPROVIDED"


def read_camt053(data: bytes) -> tuple[Receipt | Unreadable, ...]:
    """Every payment that the account's bank booked to its credit, and what took one back.

    Entries that are pending, and debits that reverse nothing, are no receipts and left out. A batch
    is read payment by payment. Raises InvalidInput for what is no camt.053.
    """
    root = root_of(data)
    if not _ROOT.fullmatch(str(root.tag)):
        raise InvalidInput("the XML is no camt.053 statement")
    read: list[Receipt | Unreadable] = []
    for entry in root.iterfind("{*}BkToCstmrStmt/{*}Stmt/{*}Ntry"):
        if _is_booked(entry) and (_side(entry) == "CRDT" or _is_reversal(entry)):
            read += _receipts(entry, len(read) + 1)
    return tuple(read)


def _receipts(entry: etree._Element, row: int) -> Iterator[Receipt | Unreadable]:
    payments = entry.findall("{*}NtryDtls/{*}TxDtls")
    if len(payments) < 2:
        told = payments and not _is_more_than_one(entry)
        yield _receipt(entry, payments[0] if told else entry, row)
        return
    amounts = [_share(payment, entry) for payment in payments]
    whole = decimal_of(_text(entry, "Amt"))
    if None in amounts or sum(a for a in amounts if a is not None) != whole:
        wrong = f"row {row}: the entry's payments don't add up to it"
        yield Unreadable(row, InvalidInput(wrong), _receipt(entry, entry, row).amount)
        return
    repeated = Counter(_own_reference(payment, entry) for payment in payments)
    for place, (payment, amount) in enumerate(zip(payments, amounts, strict=True)):
        own = _own_reference(payment, entry)
        yield _receipt(entry, payment, row + place, own if repeated[own] == 1 else "", amount)


def _receipt(
    entry: etree._Element,
    payment: etree._Element,
    row: int,
    reference: str | None = None,
    amount: Decimal | None = None,
) -> Receipt | Unreadable:
    if reference is None:
        reference = _text(entry, "AcctSvcrRef") or _own_reference(payment, entry)
    value = decimal_of(_text(entry, "Amt")) if amount is None else amount
    if value is not None and value < 0:
        value = None  # the side tells the sign
    signed = -value if value is not None and _side(entry) == "DBIT" else value
    money = entry.find("{*}Amt")
    return receipt_of(
        row,
        reference=reference,
        day=_day(entry),
        amount=signed,
        currency="" if money is None else money.get("Ccy", ""),
        payer=_payer(payment),
        remittance=_remittance(payment),
        reversal=_is_reversal(entry) or payment.find("{*}RtrInf") is not None,
    )


def _is_more_than_one(entry: etree._Element) -> bool:
    """Whether the entry is a batch of which the statement doesn't tell every payment."""
    return _text(entry, "NtryDtls/{*}Btch/{*}NbOfTxs") not in ("", "1")


def _is_booked(entry: etree._Element) -> bool:
    return (_text(entry, "Sts/{*}Cd") or _text(entry, "Sts")) == "BOOK"


def _is_reversal(entry: etree._Element) -> bool:
    return _text(entry, "RvslInd") in ("true", "1")


def _side(element: etree._Element) -> str:
    return _text(element, "CdtDbtInd")


def _day(entry: etree._Element) -> date | None:
    for path in ("BookgDt/{*}Dt", "BookgDt/{*}DtTm", "ValDt/{*}Dt", "ValDt/{*}DtTm"):
        stated = _text(entry, path).partition("T")[0]
        if stated:
            return date_of(stated, None)
    return None


def _share(payment: etree._Element, entry: etree._Element) -> Decimal | None:
    """A payment's part of a batch; None where it is none of the entry's side and currency."""
    total = entry.find("{*}Amt")
    amount = payment.find("{*}Amt")
    if amount is None:
        amount = payment.find("{*}AmtDtls/{*}TxAmt/{*}Amt")
    if amount is None or total is None or amount.get("Ccy") != total.get("Ccy"):
        return None
    if _side(payment) not in ("", _side(entry)):
        return None
    return decimal_of((amount.text or "").strip())


def _own_reference(payment: etree._Element, entry: etree._Element) -> str:
    """What the bank calls this payment, or the payer where the bank names only the batch."""
    own = _text(payment, "Refs/{*}AcctSvcrRef")
    batch = _text(entry, "AcctSvcrRef")
    if own and own != batch:
        return own
    unique = _text(payment, "Refs/{*}UETR")
    if unique:
        return unique
    payers = _text(payment, "Refs/{*}EndToEndId")
    if batch and payers not in ("", _NOT_PROVIDED):
        return f"{batch}/{payers}"
    return own


def _payer(payment: etree._Element) -> Party:
    parties = payment.find("{*}RltdPties")
    if parties is None:
        return Party()
    debtor = parties.find("{*}Dbtr/{*}Pty")
    if debtor is None:
        debtor = parties.find("{*}Dbtr")
    found: list[tuple[str, str]] = []
    if debtor is not None:
        lei = _text(debtor, "Id/{*}OrgId/{*}LEI")
        found += [("LEI", lei)] if lei else []
        for other in debtor.iterfind("{*}Id/{*}OrgId/{*}Othr"):
            scheme = _text(other, "SchmeNm/{*}Cd") or _text(other, "SchmeNm/{*}Prtry")
            if scheme and (number := _text(other, "Id")):
                found.append((scheme_name(scheme), number))
    iban = _text(parties, "DbtrAcct/{*}Id/{*}IBAN")
    found += [("IBAN", iban)] if iban else []
    name = "" if debtor is None else _text(debtor, "Nm")
    return Party(name or None, None, tuple(found))


def _remittance(payment: etree._Element) -> str:
    told = payment.findall("{*}RmtInf/{*}Ustrd")
    told += payment.findall("{*}RmtInf/{*}Strd/{*}RfrdDocInf/{*}Nb")
    told += payment.findall("{*}RmtInf/{*}Strd/{*}CdtrRefInf/{*}Ref")
    return "\n".join((element.text or "").strip() for element in told)


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(f"{{*}}{path}") or "").strip()
