"""DCSA electronic bill of lading 3.0, and 2 in its form: transport documents in JSON."""

from __future__ import annotations

from types import MappingProxyType

from tradefin.documents.document import ReferenceType
from tradefin.documents.formats.table import Format, PartyPaths
from tradefin.enums import DocumentKind

_PARTIES = "documentParties"
_ISSUING = f"{_PARTIES}/issuingParty"
_ITEM = "consignmentItems"
_NO_CARRIER = "not(/*/carrierCode[normalize-space()])"
_TRANSPORTS = "transports"
_NOTHING = "none"


def _party(*roles: str) -> PartyPaths:
    return PartyPaths(
        base=tuple(f"{_PARTIES}/{role}" for role in roles),
        name=("partyName",),
        country=("address/countryCode",),
        identifiers=(
            ("PARTY", "identifyingCodes/partyCode"),
            ("TAX", "taxLegalReferences/value"),
        ),
    )


_CARRIER = PartyPaths(
    base=(".",),
    name=(f"{_ISSUING}/partyName",),
    country=(f"{_ISSUING}[{_NO_CARRIER}]/address/countryCode",),
    identifiers=(
        ("PARTY", "carrierCode"),
        ("PARTY", f"{_ISSUING}[{_NO_CARRIER}]/identifyingCodes/partyCode"),
    ),
)
"""The carrier by its code; the issuing party may be an agent, who identifies the paper only where
no carrier's code does."""

TRANSPORT_DOCUMENT = Format(
    name="DCSA transport document",
    root="paper",
    kind=DocumentKind.NONE,
    codes=MappingProxyType({"BOL": DocumentKind.BILL_OF_LADING, "SWB": DocumentKind.WAYBILL}),
    terms={
        "number": ("transportDocumentReference",),
        "type_code": ("transportDocumentTypeCode",),
        "status": ("transportDocumentStatus",),
        "issue_date": ("issueDate",),
        "shipped_date": ("shippedOnBoardDate",),
        "received_date": ("receivedForShipmentDate",),
        "declared_value": ("declaredValue",),
        "to_order": ("isToOrder",),
        "electronic": ("isElectronic",),
        "consignee": (f"{_PARTIES}/consignee/partyName",),
        "endorsee": (f"{_PARTIES}/endorsee/partyName",),
        "issue_to": (f"{_PARTIES}/issueTo/partyName",),
        "freight_terms": ("freightPaymentTermCode",),
        "booking": (f"{_ITEM}/carrierBookingReference",),
        "goods": (f"{_ITEM}/descriptionOfGoods",),
        "commodity_code": (f"{_ITEM}/HSCodes", f"{_ITEM}/HSCode"),
        "equipment": (
            "utilizedTransportEquipments/equipmentReference"
            " | utilizedTransportEquipments/equipment/equipmentReference",
        ),
        "port_of_loading": (f"{_TRANSPORTS}/portOfLoading/UNLocationCode",),
        "port_of_discharge": (f"{_TRANSPORTS}/portOfDischarge/UNLocationCode",),
        "vessel": (f"{_TRANSPORTS}/vesselVoyages/vesselName",),
    },
    parties={
        "issuer": _CARRIER,
        "holder": _party("shipper", "issueTo"),
        "counterparty": _party("consignee", "endorsee"),
    },
    references=(
        (ReferenceType.SHIPPING_ORDER, ".", "shippingInstructionsReference", _NOTHING, _NOTHING),
        (ReferenceType.BOOKING, _ITEM, "carrierBookingReference", _NOTHING, _NOTHING),
        (ReferenceType.SERVICE_CONTRACT, ".", "contractQuotationReference", _NOTHING, _NOTHING),
        (ReferenceType.SERVICE_CONTRACT, ".", "serviceContractReference", _NOTHING, _NOTHING),
    ),
)
