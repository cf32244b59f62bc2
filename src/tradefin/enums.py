"""The contracts' enums, member for member and in their order."""

from __future__ import annotations

from enum import IntEnum


class Role(IntEnum):
    """What an organisation may do; it may hold several roles."""

    ENTERPRISE = 0
    BANK = 1
    GUARANTOR = 2
    ATTESTOR = 3
    REGULATOR = 4


class DocumentKind(IntEnum):
    """What a paper is."""

    NONE = 0
    INVOICE = 1
    CREDIT_NOTE = 2
    CUSTOMS_DECLARATION = 3
    CONTRACT = 4
    BILL_OF_LADING = 5
    WAREHOUSE_RECEIPT = 6
    TITLE_DEED = 7
    APPRAISAL = 8
    INSURANCE_POLICY = 9
    WAYBILL = 10
    MINING_RIGHT = 11
    FACTORY = 12
    MACHINERY = 13
    STOCK = 14
    LISTED_SHARES = 15
    CASH_DEPOSIT = 16


class DocumentStatus(IntEnum):
    """Whether a paper's attestation stands; BOUND: the key of a paper that has another id."""

    NONE = 0
    VALID = 1
    REVOKED = 2
    BOUND = 3


class FinancingStatus(IntEnum):
    """Where a financing is; lapsed, overdue and defaulted are told by the clock.

    Written off is what its bank expects nothing more of; it is owed as before.
    """

    NONE = 0
    REQUESTED = 1
    FUNDED = 2
    SETTLED = 3
    CLOSED = 4
    LAPSED = 5
    OVERDUE = 6
    DEFAULTED = 7
    WRITTEN_OFF = 8


class NoticeStatus(IntEnum):
    """What the debtor of an invoice knows of its assignment."""

    NONE = 0
    SENT = 1
    RECEIVED = 2
    ACKNOWLEDGED = 3


class GuaranteeKind(IntEnum):
    """Whether a guarantee follows the debt, or is payable on a complying demand alone."""

    ACCESSORY = 0
    DEMAND = 1


class GuaranteeStatus(IntEnum):
    """Where a guarantee is; lapsed and expired are told by the clock."""

    NONE = 0
    OFFERED = 1
    LIVE = 2
    RELEASED = 3
    EXHAUSTED = 4
    LAPSED = 5
    EXPIRED = 6


class DemandStatus(IntEnum):
    """Where a demand on a guarantee is; precluded is told by the clock.

    Incomplete: without its supporting statement. Contested: refused, and before the arbiter. Short:
    paid as far as the money went.
    """

    NONE = 0
    INCOMPLETE = 1
    PRESENTED = 2
    COMPLYING = 3
    REFUSED = 4
    CONTESTED = 5
    SHORT = 6
    PAID = 7
    WITHDRAWN = 8
    PRECLUDED = 9


class Discrepancy(IntEnum):
    """Why a presentation does not comply (URDG 758, articles 15, 19 and 24)."""

    STATEMENT_OF_BREACH_MISSING = 0
    STATEMENT_NOT_SUPPORTING = 1
    STATEMENT_UNSIGNED = 2
    SIGNER_NOT_ENTITLED = 3
    DOCUMENT_MISSING = 4
    DOCUMENTS_INCONSISTENT = 5
    REFERENCE_WRONG = 6
    AMOUNT_WRONG = 7
    CURRENCY_WRONG = 8
    DATED_AFTER_PRESENTATION = 9
    NOT_AS_REQUIRED = 10


class DayCountConvention(IntEnum):
    """Actual days over 360, actual days over 365, Eurobond 30/360."""

    ACT360 = 0
    ACT365F = 1
    E30360 = 2


class LineTerm(IntEnum):
    """The terms of a credit line that have bounds."""

    LIMIT = 0
    ADVANCE = 1
    DILUTION = 2
    CONCENTRATION = 3
    FEE = 4
    TENOR = 5
    CARGO_ADVANCE = 6
    VALUATION = 7


class AmortizationKind(IntEnum):
    """Principal at the end; equal parts of principal; equal payments of both together."""

    BULLET = 0
    EQUAL_PRINCIPAL = 1
    ANNUITY = 2
