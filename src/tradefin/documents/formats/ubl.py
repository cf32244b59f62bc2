"""UBL 2.1+ Invoice and CreditNote, read after EN 16931's binding."""

from __future__ import annotations

from tradefin.documents.document import ReferenceType
from tradefin.documents.formats.table import Format, PartyPaths
from tradefin.enums import DocumentKind

_TOTALS = "cac:LegalMonetaryTotal/cbc:"
_CHARGE = "normalize-space(cbc:ChargeIndicator)='true' or normalize-space(cbc:ChargeIndicator)='1'"
_VAT = "normalize-space(cac:TaxScheme/cbc:ID)='VAT'"
_IN_CURRENCY = "@currencyID=$currency"

_TERMS = {
    "number": ("cbc:ID",),
    "issue_date": ("cbc:IssueDate",),
    "currency": ("cbc:DocumentCurrencyCode",),
    "profile": ("cbc:CustomizationID",),
    "buyer_reference": ("cbc:BuyerReference",),
    "delivery_date": ("cac:Delivery/cbc:ActualDeliveryDate",),
    "incoterm": ("cac:DeliveryTerms/cbc:ID",),
    "line_total": (f"{_TOTALS}LineExtensionAmount",),
    "allowances": (f"{_TOTALS}AllowanceTotalAmount",),
    "charges": (f"{_TOTALS}ChargeTotalAmount",),
    "net": (f"{_TOTALS}TaxExclusiveAmount",),
    "tax": (f"cac:TaxTotal/cbc:TaxAmount[{_IN_CURRENCY}]",),
    "gross": (f"{_TOTALS}TaxInclusiveAmount",),
    "prepaid": (f"{_TOTALS}PrepaidAmount",),
    "rounding": (f"{_TOTALS}PayableRoundingAmount",),
    "total": (f"{_TOTALS}PayableAmount",),
}

_DUE = ("cac:PaymentMeans/cbc:PaymentDueDate", "cac:PaymentTerms/cbc:PaymentDueDate")


def _party(role: str) -> PartyPaths:
    tax, other = f"cac:PartyTaxScheme[{_VAT}]", f"cac:PartyTaxScheme[not({_VAT})]"
    return PartyPaths(
        base=(f"cac:{role}/cac:Party",),
        name=("cac:PartyLegalEntity/cbc:RegistrationName", "cac:PartyName/cbc:Name"),
        country=(
            "cac:PostalAddress/cac:Country/cbc:IdentificationCode",
            "cac:PartyLegalEntity/cac:RegistrationAddress/cac:Country/cbc:IdentificationCode",
        ),
        identifiers=(
            ("REGISTRATION", "cac:PartyLegalEntity/cbc:CompanyID"),
            ("PARTY", "cac:PartyIdentification/cbc:ID[not(@schemeID='SEPA')]"),
            ("VAT", f"{tax}/cbc:CompanyID"),
            ("TAX", f"{other}/cbc:CompanyID"),
            ("ADDRESS", "cbc:EndpointID"),
        ),
    )


def _sums(line: str) -> dict[str, str]:
    return {
        "lines": f"cac:{line}/cbc:LineExtensionAmount",
        "allowances": f"cac:AllowanceCharge[not({_CHARGE})]/cbc:Amount",
        "charges": f"cac:AllowanceCharge[{_CHARGE}]/cbc:Amount",
        "tax": f"cac:TaxTotal[cbc:TaxAmount[{_IN_CURRENCY}]]/cac:TaxSubtotal/cbc:TaxAmount",
        "third_party": "cac:PrepaidPayment/cbc:PaidAmount",
    }


def _values(line: str) -> tuple[str, ...]:
    return (
        "cac:LegalMonetaryTotal/*",
        "cac:AllowanceCharge/cbc:Amount",
        "cac:PrepaidPayment/cbc:PaidAmount",
        f"cac:{line}/cbc:LineExtensionAmount",
        f"cac:{line}/cac:Price/cbc:PriceAmount",
    )


_NUMBER, _DATE, _CODE = "cbc:ID", "cbc:IssueDate", "cbc:DocumentTypeCode"
_REFERENCES = tuple(
    (reference, f"cac:{element}", number, _DATE, _CODE)
    for reference, element, number in (
        (ReferenceType.CONTRACT, "ContractDocumentReference", _NUMBER),
        (ReferenceType.ORDER, "OrderReference", _NUMBER),
        (ReferenceType.SALES_ORDER, "OrderReference", "cbc:SalesOrderID"),
        (ReferenceType.DESPATCH_ADVICE, "DespatchDocumentReference", _NUMBER),
        (ReferenceType.RECEIVING_ADVICE, "ReceiptDocumentReference", _NUMBER),
        (ReferenceType.INVOICE, "BillingReference/cac:InvoiceDocumentReference", _NUMBER),
        (ReferenceType.TENDER, "OriginatorDocumentReference", _NUMBER),
        (ReferenceType.PROJECT, "ProjectReference", _NUMBER),
        (ReferenceType.SUPPORTING, "AdditionalDocumentReference", _NUMBER),
    )
)
_PARTIES = {
    "issuer": _party("AccountingSupplierParty"),
    "holder": _party("AccountingSupplierParty"),
    "counterparty": _party("AccountingCustomerParty"),
}


def _format(name: str, kind: DocumentKind, due: tuple[str, ...]) -> Format:
    return Format(
        name=f"UBL {name}",
        root=f"{{urn:oasis:names:specification:ubl:schema:xsd:{name}-2}}{name}",
        kind=kind,
        terms={**_TERMS, "due_date": due, "type_code": (f"cbc:{name}TypeCode",)},
        parties=_PARTIES,
        sums=_sums(f"{name}Line"),
        values=_values(f"{name}Line"),
        references=_REFERENCES,
        extension=":kosit:extension:xrechnung",
        unrounded="urn:cen.eu:en16931",
    )


INVOICE = _format("Invoice", DocumentKind.INVOICE, ("cbc:DueDate", *_DUE))
CREDIT_NOTE = _format("CreditNote", DocumentKind.CREDIT_NOTE, ("cbc:DueDate", *_DUE))
