"""UBL 2.0+ Waybill: a transport document that is no title to the goods."""

from __future__ import annotations

from tradefin.documents.document import ReferenceType
from tradefin.documents.formats.declaration import party
from tradefin.documents.formats.table import Format
from tradefin.enums import DocumentKind

_SHIPMENT = "cac:Shipment"
_CONSIGNMENT = f"{_SHIPMENT}/cac:Consignment"
_GOODS = f"({_SHIPMENT} | {_CONSIGNMENT})/cac:GoodsItem"
_NUMBER, _DATE, _CODE = "cbc:ID", "cbc:IssueDate", "cbc:DocumentTypeCode"

WAYBILL = Format(
    name="UBL Waybill",
    root="{urn:oasis:names:specification:ubl:schema:xsd:Waybill-2}Waybill",
    kind=DocumentKind.WAYBILL,
    terms={
        "number": ("cbc:ID",),
        "carrier_number": ("cbc:CarrierAssignedID",),
        "issue_date": ("cbc:IssueDate",),
        "shipping_order": ("cbc:ShippingOrderID",),
        "declared_value": ("cbc:DeclaredCarriageValueAmount",),
        "fob_value": (f"{_SHIPMENT}/cbc:FreeOnBoardValueAmount",),
        "incoterm": (f"{_CONSIGNMENT}/cac:DeliveryTerms/cbc:ID",),
        "consignment": (f"{_CONSIGNMENT}/cbc:ID",),
        "commodity_code": (
            f"{_CONSIGNMENT}/cbc:TariffCode",
            f"{_GOODS}/cac:Item/cac:CommodityClassification/cbc:CommodityCode",
        ),
        "port_of_loading": (f"{_SHIPMENT}/cac:LastExitPortLocation/cbc:ID",),
        "port_of_discharge": (f"{_SHIPMENT}/cac:FirstArrivalPortLocation/cbc:ID",),
        "shipped_date": (f"{_SHIPMENT}/cac:Delivery/cac:Despatch/cbc:ActualDespatchDate",),
        "delivery_date": (f"{_SHIPMENT}/cac:Delivery/cbc:ActualDeliveryDate",),
    },
    parties={
        "issuer": party("cac:CarrierParty"),
        "holder": party("cac:ConsignorParty"),
        "counterparty": party(f"{_CONSIGNMENT}/cac:ConsigneeParty"),
    },
    sums={"fob_goods": f"{_GOODS}/cbc:FreeOnBoardValueAmount"},
    references=(
        (ReferenceType.SUPPORTING, "cac:DocumentReference", _NUMBER, _DATE, _CODE),
        (ReferenceType.CONSIGNMENT, _SHIPMENT, _NUMBER, _DATE, _CODE),
    ),
)
