"""What may happen to a claim beside being paid."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.machine.cover_rules import CoverRules
from tests.machine.house import pick
from tradefin.enums import FinancingStatus
from tradefin.events import FinancingWrittenOff


class MarketRules(CoverRules):
    """Write-offs."""

    @precondition(lambda self: self._claims())
    @rule(
        n=pick,
        who=st.sampled_from([None, None, None, "other_bank", "exporter"]),
        late=st.integers(0, 5),
    )
    def write_off(self, n: int, who: str | None, late: int) -> None:
        self._write_off(who, self._one(n, late, FinancingStatus.DEFAULTED))

    def _write_off(self, who: str | None, f: int) -> None:
        by = who or self._bank_of(f)
        call = ("ClaimLedger", "writeOff", f)
        made = self._do("write_off", lambda m, t: m.write_off(t, by, f), by, *call)
        if made:
            event, c = made[1].one(FinancingWrittenOff), self.model.claims[f]
            assert event.principal == c.principal
