"""A trade document, whatever format it came in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from tradefin.documents import key, proofs
from tradefin.documents.findings import Finding
from tradefin.documents.parties import Aliases, Party
from tradefin.enums import DocumentKind
from tradefin.ids import DocumentId
from tradefin.money import Money


class ReferenceType(StrEnum):
    """What a paper refers to."""

    APPRAISAL = "APPRAISAL"
    BILL_OF_LADING = "BILL_OF_LADING"
    BOOKING = "BOOKING"
    CASH_DEPOSIT = "CASH_DEPOSIT"
    CONSIGNMENT = "CONSIGNMENT"
    CONTRACT = "CONTRACT"
    DECLARATION = "DECLARATION"
    DESPATCH_ADVICE = "DESPATCH_ADVICE"
    FACTORY = "FACTORY"
    INSURANCE_POLICY = "INSURANCE_POLICY"
    INVOICE = "INVOICE"
    LISTED_SHARES = "LISTED_SHARES"
    MACHINERY = "MACHINERY"
    MINING_RIGHT = "MINING_RIGHT"
    ORDER = "ORDER"
    PROJECT = "PROJECT"
    RECEIVING_ADVICE = "RECEIVING_ADVICE"
    SALES_ORDER = "SALES_ORDER"
    SERVICE_CONTRACT = "SERVICE_CONTRACT"
    SHIPPING_ORDER = "SHIPPING_ORDER"
    STOCK = "STOCK"
    SUPPORTING = "SUPPORTING"
    TENDER = "TENDER"
    TITLE_DEED = "TITLE_DEED"
    WAREHOUSE_RECEIPT = "WAREHOUSE_RECEIPT"
    WAYBILL = "WAYBILL"


class Reference(NamedTuple):
    """Another paper by type and number, with its date where the paper states it."""

    type: ReferenceType
    number: str
    date: dt.date | None = None

    def __repr__(self) -> str:
        return f"Reference({self.type})"


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class TradeDocument:
    """One paper as read; `repr` shows its kind and a short digest, nothing of what it says.

    `issuer` is the seller of an invoice, credit note or contract, the customs authority under the
    country of its office, the carrier, warehouse, registry, maker, depository, bank, appraiser or
    insurer. `holder` owns the right: seller, exporter, shipper, depositor, owner, client, insured;
    `counterparty` owes or receives: buyer, consignee, for goods to order the endorsee, beneficiary.
    `total` is the amount due for payment (BT-115, UBL PayableAmount), of a declaration its
    TotalInvoiceAmount, of a contract its price, of an asset and an appraisal the value found, of a
    policy the sum insured; 0 and negative totals are read as they stand. What a transport document
    declares for carriage is no total. `gross` is BT-112, `prepaid` BT-113, `rounding` BT-114;
    `third_party` the sum of BT-DEX-002, contained in `total` but owed to others. `fields` holds
    every term that was read, as text: dates ISO, amounts plain decimals. `source_digest` is SHA-256
    of the bytes.
    """

    kind: DocumentKind
    number: str | None = None
    issue_date: dt.date | None = None
    issuer: Party = field(default_factory=Party)
    holder: Party | None = None
    counterparty: Party | None = None
    total: Money | None = None
    gross: Money | None = None
    prepaid: Money | None = None
    rounding: Money | None = None
    third_party: Money | None = None
    due_date: dt.date | None = None
    references: tuple[Reference, ...] = ()
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    warnings: tuple[Finding, ...] = ()
    source_digest: bytes = b""

    def __repr__(self) -> str:
        return f"TradeDocument({self.kind.name}, {self.source_digest.hex()[:8]})"

    @property
    def receivable(self) -> Money | None:
        """`total` less third-party payments: what is owed to the holder."""
        if self.total is None or self.third_party is None:
            return self.total
        return self.total - self.third_party

    def business_key(
        self, secret: bytes, *, participants: Aliases | None = None, suffix: str = ""
    ) -> DocumentId:
        """The paper's key under the consortium's `secret`: see `documents.business_key`."""
        return key.business_key(self, secret, participants=participants, suffix=suffix)

    def commitment(
        self, secret: bytes, *, participants: Aliases | None = None, suffix: str = ""
    ) -> bytes:
        """The root over the paper's core fields: see `documents.commitment`."""
        return proofs.commitment(self, secret, participants=participants, suffix=suffix)

    def digests(
        self, secret: bytes, *, participants: Aliases | None = None, suffix: str = ""
    ) -> proofs.Digests:
        """`business_key` and `commitment` together, quicker than one after the other."""
        return proofs.digests(self, secret, participants=participants, suffix=suffix)

    def disclose(
        self, *names: str, secret: bytes, participants: Aliases | None = None, suffix: str = ""
    ) -> proofs.Disclosure:
        """Prove the core fields `names` and nothing else: see `documents.Disclosure`."""
        return proofs.disclose(
            self, *names, secret=secret, participants=participants, suffix=suffix
        )
