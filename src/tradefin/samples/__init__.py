"""Sample papers of one export sale between two fictitious organisations."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from importlib.resources import files
from string import Template

from tradefin.money import exponent

EXPORTER = "LEI:TRAD00WUXIMACHINE042"
"""Wuxi Taihu Machine Tool Co., Ltd., fictitious."""

EXPORTER_USCC = "USCC:91320200MA27TRXF11"
"""The same organisation by its unified social credit code."""

BUYER = "LEI:TRAD00HAMBURGTRADE90"
"""Hansa Werkzeugmaschinen Handel GmbH, Hamburg, fictitious."""

PARTICIPANTS = {
    ("LEI", EXPORTER.removeprefix("LEI:")): EXPORTER,
    ("USCC", EXPORTER_USCC.removeprefix("USCC:")): EXPORTER,
    ("LEI", BUYER.removeprefix("LEI:")): BUYER,
    ("REGISTRATION", "HRB 199917"): BUYER,
}
"""Alias identifiers of both, as `documents.Participants` takes them."""

_AMOUNTS = {
    "machine": 125_000,
    "machines": 375_000,
    "spindle": 3_500,
    "spindles": 42_000,
    "lines": 417_000,
    "allowance": 2_000,
    "charge": 5_000,
    "gross": 420_000,
    "prepaid": 60_000,
    "total": 360_000,
    "declared_total": 500_000,
    "parts": 125_000,
    "zero": 0,
}


@dataclass(frozen=True, slots=True, repr=False)
class Trade:
    """One sale's papers as XML bytes: the invoice twice, the second time retyped as CII."""

    invoice: bytes
    declaration: bytes
    retyped: bytes


def trade(date: dt.date, currency: str = "USD", *, serial: int = 117) -> Trade:
    """The papers of sale number `serial` (1 to 9999), three days old on `date`.

    `invoice` is UBL 2.1: 420,000 gross, 60,000 prepaid, 360,000 due 90 days after its issue, in
    major units of `currency`. `declaration` is UBL 2.3, number of 18 digits, 500,000, one day
    older. `retyped` is the same invoice as CII, its number, names and order number spelt
    otherwise, its dates in UNTDID 2379 form 102.
    """
    issued = date - dt.timedelta(days=3)
    declared = issued - dt.timedelta(days=1)
    dates = {"issued": issued, "due": issued + dt.timedelta(days=90), "shipped": declared}
    digits = exponent(currency)
    common = {name: f"{amount:.{digits}f}" for name, amount in _AMOUNTS.items()} | {
        "currency": currency,
        "serial": f"{serial:04d}",
        "number": f"INV-{issued.year}/{serial:04d}",
        "contract": f"TH-HK-{issued.year}-07",
        "declaration": f"2303{declared.year}0{serial:09d}",
        "declared": declared.isoformat(),
        "exporter_lei": EXPORTER.removeprefix("LEI:"),
        "exporter_uscc": EXPORTER_USCC.removeprefix("USCC:"),
        "buyer_lei": BUYER.removeprefix("LEI:"),
    }
    iso = {name: day.isoformat() for name, day in dates.items()}
    compact = {name: f"{day:%Y%m%d}" for name, day in dates.items()}
    retyped = {"number": f"inv {issued.year} {serial:04d}", "contract": f"TH/HK/{issued.year}/07"}
    return Trade(
        invoice=_fill("invoice_ubl.xml", common | iso),
        declaration=_fill("declaration.xml", common | iso),
        retyped=_fill("invoice_cii.xml", common | compact | retyped),
    )


@dataclass(frozen=True, slots=True, repr=False)
class Cargo:
    """Rights in goods of the exporter's, as JSON bytes; neither says what the goods are worth."""

    receipt: bytes
    bill: bytes


def cargo(date: dt.date, *, serial: int = 42) -> Cargo:
    """A warehouse receipt and a bill of lading to order, number `serial`, three days old on `date`.

    `receipt` is in the project's profile (UNTDID 1001: 635), `bill` a DCSA transport document.
    """
    issued = date - dt.timedelta(days=3)
    depositor = {
        "name": "Wuxi Taihu Machine Tool Co., Ltd.",
        "country": "CN",
        "identifiers": [{"scheme": "LEI", "value": EXPORTER.removeprefix("LEI:")}],
    }
    receipt = {
        "profile": "tradefin/1",
        "kind": "635",
        "number": f"WR-{serial:04d}/{issued:%y}",
        "issue_date": issued.isoformat(),
        "warehouse": {
            "name": "Yangshan Bonded Storage",
            "country": "CN",
            "identifiers": [{"scheme": "REGISTRATION", "value": "310115000042"}],
        },
        "depositor": depositor,
        "place": "Shed 7, Yangshan",
        "goods": [{"description": "Copper cathodes", "commodity_code": "740311"}],
        "quantity": "50.000",
        "unit": "TNE",
    }
    shipper = {
        "partyName": depositor["name"],
        "address": {"countryCode": "CN"},
        "identifyingCodes": [
            {"codeListProvider": "GLEIF", "partyCode": EXPORTER.removeprefix("LEI:")}
        ],
    }
    bill = {
        "transportDocumentReference": f"HLCUSHA{issued:%y%m}{serial:05d}",
        "transportDocumentTypeCode": "BOL",
        "isToOrder": True,
        "issueDate": issued.isoformat(),
        "shippedOnBoardDate": issued.isoformat(),
        "carrierCode": "HLC",
        "carrierCodeListProvider": "SMDG",
        "documentParties": {"shipper": shipper},
        "consignmentItems": [{"HSCodes": ["845811"]}],
    }
    return Cargo(json.dumps(receipt).encode(), json.dumps(bill).encode())


@dataclass(frozen=True, slots=True, repr=False)
class Estate:
    """Assets of the exporter's, as JSON bytes; none says what it is worth."""

    deed: bytes
    machine: bytes


def estate(*, serial: int = 12345) -> Estate:
    """A title deed and a machine's certificate, number `serial`, in the project's profile."""
    owner = {
        "name": "Wuxi Taihu Machine Tool Co., Ltd.",
        "country": "CN",
        "identifiers": [{"scheme": "LEI", "value": EXPORTER.removeprefix("LEI:")}],
    }
    registry = {"scheme": "REGISTRATION", "value": "320200-BDC"}
    maker = {"scheme": "REGISTRATION", "value": "HRB 299901"}
    deed = {
        "profile": "tradefin/1",
        "kind": "TITLE_DEED",
        "number": f"苏(2019)无锡市不动产权第{serial:07d}号",
        "issue_date": "2019-06-18",
        "registry": {"name": "无锡市不动产登记中心", "country": "CN", "identifiers": [registry]},
        "owner": owner,
        "description": "Factory building 3 with land use right",
        "place": "88 Taihu Avenue, Wuxi",
    }
    machine = {
        "profile": "tradefin/1",
        "kind": "MACHINERY",
        "number": f"DMG-80H-{serial:06d}",
        "issue_date": "2022-09-14",
        "maker": {
            "name": "Bielefeld Machining Centres AG",
            "country": "DE",
            "identifiers": [maker],
        },
        "owner": owner,
        "description": "Horizontal machining centre, five axes",
    }
    return Estate(json.dumps(deed).encode(), json.dumps(machine).encode())


def _fill(name: str, values: dict[str, str]) -> bytes:
    template = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return Template(template).substitute(values).encode()
