"""What a reader of papers should know before money rests on them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """Codes of findings."""

    AMBIGUOUS = "AMBIGUOUS"
    AMOUNT_EXCEEDS_APPRAISED = "AMOUNT_EXCEEDS_APPRAISED"
    AMOUNT_EXCEEDS_CONTRACT = "AMOUNT_EXCEEDS_CONTRACT"
    AMOUNT_EXCEEDS_DECLARED = "AMOUNT_EXCEEDS_DECLARED"
    BAD_AMOUNT = "BAD_AMOUNT"
    BAD_CODE = "BAD_CODE"
    BAD_CURRENCY = "BAD_CURRENCY"
    BAD_DATE = "BAD_DATE"
    BAD_ENCODING = "BAD_ENCODING"
    BAD_IDENTIFIER = "BAD_IDENTIFIER"
    BAD_VALUE = "BAD_VALUE"
    BUYER_MISMATCH = "BUYER_MISMATCH"
    CURRENCY_CONTRADICTION = "CURRENCY_CONTRADICTION"
    CURRENCY_MISMATCH = "CURRENCY_MISMATCH"
    DATE_ORDER = "DATE_ORDER"
    DECLARED_VALUE_ZERO = "DECLARED_VALUE_ZERO"
    EXPORTER_MISMATCH = "EXPORTER_MISMATCH"
    FACTORED = "FACTORED"
    GOODS_MISMATCH = "GOODS_MISMATCH"
    GOODS_QUANTITY = "GOODS_QUANTITY"
    GOODS_TOTAL = "GOODS_TOTAL"
    KIND_UNEXPECTED = "KIND_UNEXPECTED"
    MIXED_SCRIPT = "MIXED_SCRIPT"
    NUMBER_CONTRADICTION = "NUMBER_CONTRADICTION"
    PLACEHOLDER = "PLACEHOLDER"
    PROFORMA = "PROFORMA"
    REFERENCE_MISMATCH = "REFERENCE_MISMATCH"
    SAME_PAPER_CONFLICT = "SAME_PAPER_CONFLICT"
    THIRD_PARTY_PAYMENT = "THIRD_PARTY_PAYMENT"
    TITLE_CONTRADICTION = "TITLE_CONTRADICTION"
    TOTAL_ALLOWANCES = "TOTAL_ALLOWANCES"
    TOTAL_CHARGES = "TOTAL_CHARGES"
    TOTAL_DUE = "TOTAL_DUE"
    TOTAL_GROSS = "TOTAL_GROSS"
    TOTAL_LINES = "TOTAL_LINES"
    TOTAL_NET = "TOTAL_NET"
    TOTAL_TAX = "TOTAL_TAX"


@dataclass(frozen=True, slots=True)
class Finding:
    """One observation: its code, a message that names terms but no value but currency codes, and
    the source digests (SHA-256, hex) of the papers involved."""

    code: Code
    message: str
    documents: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"
