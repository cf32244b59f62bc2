"""What waits for a party."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that waits for a party.

    `what` is one of `application`, `offer`, `amendment`, `consent`, `demand`, `extension`,
    `payment`, `refusal`, `contest`, `premium`, `margin_call`, `stale`, `overdue`, `revoked`,
    `short`, `disputed`, `assignment`, `proposal`, `share`, `difference`, `frozen`, `receipts`; `id`
    the financing, guarantee, demand, share, organisation or document that it is about.
    """

    what: str
    id: int | bytes
    by: datetime | None
    text: str
