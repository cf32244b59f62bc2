"""What became of each row of a collection account's statement."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tradefin.errors import TradefinError
from tradefin.events import Collected, DifferenceCleared
from tradefin.ids import DocumentId
from tradefin.money import Money
from tradefin.receipts.receipt import Receipt
from tradefin.roles.matching import By, Suspense


class Outcome(StrEnum):
    """What became of a row. MATCHED: it would be booked, if this were no dry run."""

    BOOKED = "BOOKED"
    MATCHED = "MATCHED"
    ALREADY_BOOKED = "ALREADY_BOOKED"
    SUSPENSE = "SUSPENSE"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One row of a statement and what became of it.

    Of a matched payment `open` is what the invoice had open before it, `dilution` what is missing
    within tolerance, `overpaid` what is above it; `event.surplus` is all that went to the exporter.
    `cleared` tells that what is missing was taken off; a `refusal` beside an `event`, that it
    wasn't.
    """

    row: int
    outcome: Outcome
    amount: Money | None = None
    receipt: Receipt | None = None
    invoice: DocumentId | None = None
    by: By | None = None
    open: Money | None = None
    dilution: Money | None = None
    overpaid: Money | None = None
    event: Collected | None = None
    cleared: DifferenceCleared | None = None
    reason: Suspense | None = None
    refusal: TradefinError | None = None
