"""UN/CEFACT Cross Industry Invoice D16B (Factur-X, ZUGFeRD 2, XRechnung CII)."""

from __future__ import annotations

from tradefin.documents.document import ReferenceType
from tradefin.documents.formats.table import Format, PartyPaths
from tradefin.enums import DocumentKind

_PAPER = "rsm:ExchangedDocument"
_TRADE = "rsm:SupplyChainTradeTransaction"
_AGREEMENT = f"{_TRADE}/ram:ApplicableHeaderTradeAgreement"
_DELIVERY = f"{_TRADE}/ram:ApplicableHeaderTradeDelivery"
_SETTLEMENT = f"{_TRADE}/ram:ApplicableHeaderTradeSettlement"
_TOTALS = f"{_SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation"
_LINE = f"{_TRADE}/ram:IncludedSupplyChainTradeLineItem"
_COUNTED = (
    "not(ram:AssociatedDocumentLineDocument/ram:LineStatusReasonCode='GROUP' or "
    "ram:AssociatedDocumentLineDocument/ram:LineStatusReasonCode='INFORMATION')"
)
_ALLOWANCE = f"{_SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge"
_CHARGE = "normalize-space(ram:ChargeIndicator/udt:Indicator)='true'"
_PAYMENT = f"{_SETTLEMENT}/ram:SpecifiedTradePaymentTerms"
_DISCOUNT = "ram:ApplicableTradePaymentDiscountTerms"
_DUE = "ram:DueDateDateTime/udt:DateTimeString"
_IN_CURRENCY = "not(@currencyID) or @currencyID=$currency"

_TERMS = {
    "number": (f"{_PAPER}/ram:ID",),
    "issue_date": (f"{_PAPER}/ram:IssueDateTime/udt:DateTimeString",),
    "type_code": (f"{_PAPER}/ram:TypeCode",),
    "currency": (f"{_SETTLEMENT}/ram:InvoiceCurrencyCode",),
    "profile": (
        "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID",
    ),
    "buyer_reference": (f"{_AGREEMENT}/ram:BuyerReference",),
    "delivery_date": (
        f"{_DELIVERY}/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString",
    ),
    "incoterm": (f"{_AGREEMENT}/ram:ApplicableTradeDeliveryTerms/ram:DeliveryTypeCode",),
    "due_date": (f"{_PAYMENT}[not({_DISCOUNT})]/{_DUE}", f"{_PAYMENT}/{_DUE}"),
    "line_total": (f"{_TOTALS}/ram:LineTotalAmount",),
    "allowances": (f"{_TOTALS}/ram:AllowanceTotalAmount",),
    "charges": (f"{_TOTALS}/ram:ChargeTotalAmount",),
    "net": (f"{_TOTALS}/ram:TaxBasisTotalAmount[{_IN_CURRENCY}]",),
    "tax": (f"{_TOTALS}/ram:TaxTotalAmount[{_IN_CURRENCY}]",),
    "gross": (f"{_TOTALS}/ram:GrandTotalAmount[{_IN_CURRENCY}]",),
    "prepaid": (f"{_TOTALS}/ram:TotalPrepaidAmount",),
    "rounding": (f"{_TOTALS}/ram:RoundingAmount",),
    "total": (f"{_TOTALS}/ram:DuePayableAmount",),
}


def _party(role: str) -> PartyPaths:
    return PartyPaths(
        base=(f"{_AGREEMENT}/ram:{role}",),
        name=("ram:Name", "ram:SpecifiedLegalOrganization/ram:TradingBusinessName"),
        country=("ram:PostalTradeAddress/ram:CountryID",),
        identifiers=(
            ("REGISTRATION", "ram:SpecifiedLegalOrganization/ram:ID"),
            ("PARTY", "ram:ID | ram:GlobalID"),
            ("VAT", "ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA' or @schemeID='VAT']"),
            ("TAX", "ram:SpecifiedTaxRegistration/ram:ID[@schemeID='FC']"),
            ("ADDRESS", "ram:URIUniversalCommunication/ram:URIID"),
        ),
    )


_NUMBER, _CODE = "ram:IssuerAssignedID", "ram:TypeCode"
_DATE = "ram:FormattedIssueDateTime/qdt:DateTimeString"
_REFERENCES = tuple(
    (reference, element, number, _DATE, _CODE)
    for reference, element, number in (
        (ReferenceType.CONTRACT, f"{_AGREEMENT}/ram:ContractReferencedDocument", _NUMBER),
        (ReferenceType.ORDER, f"{_AGREEMENT}/ram:BuyerOrderReferencedDocument", _NUMBER),
        (ReferenceType.SALES_ORDER, f"{_AGREEMENT}/ram:SellerOrderReferencedDocument", _NUMBER),
        (ReferenceType.SUPPORTING, f"{_AGREEMENT}/ram:AdditionalReferencedDocument", _NUMBER),
        (ReferenceType.PROJECT, f"{_AGREEMENT}/ram:SpecifiedProcuringProject", "ram:ID"),
        (
            ReferenceType.DESPATCH_ADVICE,
            f"{_DELIVERY}/ram:DespatchAdviceReferencedDocument",
            _NUMBER,
        ),
        (
            ReferenceType.RECEIVING_ADVICE,
            f"{_DELIVERY}/ram:ReceivingAdviceReferencedDocument",
            _NUMBER,
        ),
        (ReferenceType.INVOICE, f"{_SETTLEMENT}/ram:InvoiceReferencedDocument", _NUMBER),
    )
)

INVOICE = Format(
    name="CII invoice",
    root="{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}CrossIndustryInvoice",
    kind=DocumentKind.NONE,
    terms=_TERMS,
    parties={
        "issuer": _party("SellerTradeParty"),
        "holder": _party("SellerTradeParty"),
        "counterparty": _party("BuyerTradeParty"),
    },
    sums={
        "lines": (
            f"{_LINE}[{_COUNTED}]/ram:SpecifiedLineTradeSettlement"
            "/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"
        ),
        "allowances": f"{_ALLOWANCE}[not({_CHARGE})]/ram:ActualAmount",
        "charges": (
            f"{_ALLOWANCE}[{_CHARGE}]/ram:ActualAmount | "
            f"{_SETTLEMENT}/ram:SpecifiedLogisticsServiceCharge/ram:AppliedAmount"
        ),
        "tax": f"{_SETTLEMENT}/ram:ApplicableTradeTax/ram:CalculatedAmount",
    },
    values=(f"{_TOTALS}/*[not(self::ram:TaxTotalAmount)]", f"{_ALLOWANCE}/ram:ActualAmount"),
    references=_REFERENCES,
    partial=":minimum",
)
