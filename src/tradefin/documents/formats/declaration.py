"""UBL 2.3 ExportCustomsDeclaration."""

from __future__ import annotations

from tradefin.documents.document import ReferenceType
from tradefin.documents.formats.table import Format, PartyPaths
from tradefin.enums import DocumentKind

_DECLARATION = "cac:CustomsDeclaration"
_CONSIGNMENT = f"{_DECLARATION}/cac:Shipment/cac:Consignment"
_OFFICE = f"{_DECLARATION}/cac:CustomsExitOfficeLocation"
_COUNTRY = "cac:Country/cbc:IdentificationCode"
_GOODS = f"{_CONSIGNMENT}//cac:GoodsItem"


def party(*base: str) -> PartyPaths:
    """A UBL party whose details stand right below it, without a `cac:Party` between."""
    return PartyPaths(
        base=base,
        name=("cac:PartyLegalEntity/cbc:RegistrationName", "cac:PartyName/cbc:Name"),
        country=(f"cac:PostalAddress/{_COUNTRY}",),
        identifiers=(
            ("REGISTRATION", "cac:PartyLegalEntity/cbc:CompanyID"),
            ("PARTY", "cac:PartyIdentification/cbc:ID[not(@schemeID='SEPA')]"),
            ("VAT", "cac:PartyTaxScheme[cac:TaxScheme/cbc:ID='VAT']/cbc:CompanyID"),
            ("TAX", "cac:PartyTaxScheme[not(cac:TaxScheme/cbc:ID='VAT')]/cbc:CompanyID"),
            ("ADDRESS", "cbc:EndpointID"),
        ),
    )


_CUSTOMS = PartyPaths(
    base=(_DECLARATION,),
    name=("cac:CustomsParty/cac:PartyName/cbc:Name",),
    country=(
        f"cac:CustomsExitOfficeLocation/cac:Address/{_COUNTRY}",
        f"cac:CustomsParty/cac:PostalAddress/{_COUNTRY}",
    ),
    identifiers=(("PARTY", "cac:CustomsParty/cac:PartyIdentification/cbc:ID"),),
)

_NUMBER, _DATE, _CODE = "cbc:ID", "cbc:IssueDate", "cbc:DocumentTypeCode"

EXPORT = Format(
    name="UBL ExportCustomsDeclaration",
    root=(
        "{urn:oasis:names:specification:ubl:schema:xsd:ExportCustomsDeclaration-2}"
        "ExportCustomsDeclaration"
    ),
    kind=DocumentKind.CUSTOMS_DECLARATION,
    terms={
        "number": ("cbc:ID", f"{_DECLARATION}/cbc:ID"),
        "customs_number": (f"{_DECLARATION}/cbc:ID",),
        "issue_date": ("cbc:IssueDate",),
        "customs_office": (f"{_OFFICE}/cbc:ID",),
        "export_type": ("cbc:ExportTypeCode",),
        "export_reason": ("cbc:ExportReasonCode",),
        "incoterm": (f"{_CONSIGNMENT}/cac:DeliveryTerms/cbc:ID",),
        "total": (f"{_CONSIGNMENT}/cbc:TotalInvoiceAmount",),
        "validity_start": (f"{_DECLARATION}/cac:ValidityPeriod/cbc:StartDate",),
        "validity_end": (f"{_DECLARATION}/cac:ValidityPeriod/cbc:EndDate",),
        "pickup_date": (
            f"{_CONSIGNMENT}/cac:RequestedPickupTransportEvent/cac:Period/cbc:StartDate",
        ),
        "requested_delivery_date": (
            f"{_CONSIGNMENT}/cac:RequestedDeliveryTransportEvent/cac:Period/cbc:StartDate",
        ),
        "commodity_code": (f"{_GOODS}/cac:Item/cac:CommodityClassification/cbc:CommodityCode",),
    },
    parties={
        "issuer": _CUSTOMS,
        "holder": party("cac:ExporterParty", f"{_DECLARATION}/cac:ConsignorParty"),
        "counterparty": party(
            f"{_DECLARATION}/cac:ConsigneeParty", f"{_CONSIGNMENT}/cac:ConsigneeParty"
        ),
    },
    sums={
        "goods": f"{_GOODS}/cbc:ValueAmount",
        "customs_value": f"{_GOODS}/cbc:DeclaredCustomsValueAmount",
    },
    values=(f"{_GOODS}/cbc:ValueAmount", f"{_GOODS}/cbc:DeclaredCustomsValueAmount"),
    references=(
        (
            ReferenceType.SUPPORTING,
            f"{_DECLARATION}/cac:AdditionalDocumentReference",
            _NUMBER,
            _DATE,
            _CODE,
        ),
        (ReferenceType.CONSIGNMENT, f"{_DECLARATION}/cac:Shipment", _NUMBER, _DATE, _CODE),
    ),
)
