"""What becomes of a claim beside being paid: a model of write-offs."""

from __future__ import annotations

from dataclasses import dataclass

from tests.machine.lending import Desk
from tradefin.enums import FinancingStatus
from tradefin.errors import CallerNotLead, FinancingNotInStatus


@dataclass
class Market(Desk):
    """Claims as their holders deal with them."""

    def write_off(self, t: int, who: str, financing: int) -> None:
        c, caller = self.claims[financing], self.org(who)
        if c.bank != caller:
            raise CallerNotLead(financing, c.bank, caller)
        if c.status_at(t) is not FinancingStatus.DEFAULTED:
            raise FinancingNotInStatus(financing, c.status_at(t), FinancingStatus.DEFAULTED)
        c.status = FinancingStatus.WRITTEN_OFF
