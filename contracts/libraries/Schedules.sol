// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBusinessCalendar} from "../interfaces/IBusinessCalendar.sol";
import {AmortizationKind, Instalment} from "../types/Terms.sol";
import {Amortization} from "./Amortization.sol";
import {Claim} from "./Claims.sol";

/// @title What of a claim falls due when, and what of it wasn't paid in time
library Schedules {
    /// @notice Monthly instalments of `principal` from `start`, rolled to business days, the last at maturity; none
    /// where that has passed at the start.
    /// @param interest what had accrued at the start, as an exact numerator; `paid` what of it was paid then
    function schedule(
        Claim storage c,
        IBusinessCalendar calendar,
        uint24 start,
        uint96 principal,
        uint128 interest,
        uint96 paid
    )
        internal
        view
        returns (Instalment[] memory)
    {
        (uint24 maturity, uint16 number) = (c.maturityDay, c.calendar);
        if (start > maturity) return new Instalment[](0);
        uint24[] memory due = Amortization.dueDays(start, c.instalments, 1);
        for (uint256 i; i + 1 < due.length; ++i) {
            // A long holiday may roll a day past maturity: it then stays where it was.
            uint24 rolled = calendar.rollModifiedFollowing(number, due[i]);
            if (rolled < maturity) due[i] = rolled;
        }
        due[due.length - 1] = maturity;
        return Amortization.scheduleOn(
            c.kind, Amortization.Loan(c.dayCount, c.rateBps, principal, start, interest, paid), due
        );
    }

    /// @notice Principal that fell due before `day` and was not paid, minor units, and since when. An annuity rounds
    /// each payment by itself, the debt its sum: a unit a payment is nobody's arrears.
    /// @param paid principal repaid since the schedule began
    /// @return overdue 0 where nothing is
    /// @return since due day of the oldest payment that is short, 0 where none is
    function arrears(Instalment[] memory rows, AmortizationKind kind, uint96 paid, uint24 day)
        internal
        pure
        returns (uint96 overdue, uint24 since)
    {
        uint96 fallen;
        for (uint256 i; i < rows.length && rows[i].dueDay < day; ++i) {
            fallen += rows[i].principal;
            uint256 rounding = kind == AmortizationKind.Annuity && rows[i].balance != 0 ? i + 1 : 0;
            if (fallen <= paid + rounding) continue;
            if (since == 0) since = rows[i].dueDay;
            overdue = fallen - paid;
        }
    }
}
