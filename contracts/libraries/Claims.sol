// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IClaimLedger} from "../interfaces/IClaimLedger.sol";
import {LineId, OrgId} from "../types/Ids.sol";
import {AmortizationKind, DayCountConvention} from "../types/Terms.sol";
import {Accrual} from "./Accrual.sol";
import {DayCount} from "./DayCount.sol";
import {Debt} from "./Waterfall.sol";

/// @dev A claim in storage: two slots when requested, a third from the first part payment, a fourth when overdue, and
/// a fifth where `special`: where it has a condition, a fee, or counts to what its debtor may bear under the line.
/// @param principal outstanding; `original` as requested
/// @param accruedDay local day up to which interest and penalty are in the numerators, 0 for the day of drawing
/// @param frozen whether a freeze has an end that is to be read
/// @param clock last second of the request while requested, time of drawing afterwards
/// @param interest exact numerator, minor units x basis points x days; `penalty` x basis points once
/// more, and whether there is any
struct Claim {
    uint96 principal;
    uint96 original;
    uint8 termsVersion;
    uint16 calendar;
    IClaimLedger.FinancingStatus status;
    AmortizationKind kind;
    uint8 instalments;
    uint8 graceDays;
    DayCountConvention dayCount;
    LineId line;
    OrgId bank;
    OrgId enterprise;
    uint40 clock;
    uint24 maturityDay;
    int24 utcOffset;
    uint16 rateBps;
    uint16 penaltyBps;
    uint16 currency;
    uint8 holders;
    bool special;
    bool frozen;
    uint128 interest;
    uint96 interestPaid;
    uint24 accruedDay;
    bool penalised;
    uint160 penalty;
    uint96 penaltyPaid;
    address condition;
    OrgId debtor;
    uint16 feeBps;
    bool capped;
}

/// @title What a claim is worth on a day, and what state the clock puts it in
library Claims {
    function today(Claim storage c) internal view returns (uint24) {
        return dayOf(c, block.timestamp);
    }

    /// @notice The local day of a Unix time.
    function dayOf(Claim storage c, uint256 timestamp) internal view returns (uint24) {
        return uint24(uint256(int256(timestamp) + c.utcOffset) / 1 days);
    }

    /// @notice The state with the clock applied, instalments apart.
    function statusByMaturity(Claim storage c) internal view returns (IClaimLedger.FinancingStatus) {
        IClaimLedger.FinancingStatus stored = c.status;
        if (stored == IClaimLedger.FinancingStatus.Requested && block.timestamp > c.clock) {
            return IClaimLedger.FinancingStatus.Lapsed;
        }
        if (stored != IClaimLedger.FinancingStatus.Funded) return stored;
        uint24 day = today(c);
        if (day > uint256(c.maturityDay) + c.graceDays) return IClaimLedger.FinancingStatus.Defaulted;
        return day > c.maturityDay ? IClaimLedger.FinancingStatus.Overdue : stored;
    }

    /// @notice Whether anything may be owed: funded and not settled, written off or not.
    function owing(Claim storage c) internal view returns (bool) {
        IClaimLedger.FinancingStatus stored = c.status;
        return stored == IClaimLedger.FinancingStatus.Funded || stored == IClaimLedger.FinancingStatus.WrittenOff;
    }

    /// @notice Whether nothing is, or will be, owed in this state: settled, closed, or a request that lapsed.
    function isOver(IClaimLedger.FinancingStatus s) internal pure returns (bool) {
        return s == IClaimLedger.FinancingStatus.Settled || s == IClaimLedger.FinancingStatus.Closed
            || s == IClaimLedger.FinancingStatus.Lapsed;
    }

    /// @notice Whether it was ever paid out.
    function drawn(Claim storage c) internal view returns (bool) {
        return owing(c) || c.status == IClaimLedger.FinancingStatus.Settled;
    }

    /// @notice The numerators at the end of `day`: interest until maturity, from the day after it penalty alone.
    function accruedTo(Claim storage c, uint24 day) internal view returns (uint128 interest, uint160 penalty) {
        (uint24 from, uint24 maturity) = (c.accruedDay, c.maturityDay);
        if (from == 0) from = dayOf(c, c.clock);
        interest = c.interest;
        // Not told by the days: a maturity may have been put off since.
        if (c.penalised) penalty = c.penalty;
        uint24 plainTo = day < maturity ? day : maturity;
        if (plainTo > from) {
            interest += Accrual.interestNumerator(
                c.principal, c.rateBps, DayCount.between(c.dayCount, from, plainTo)
            );
        }
        uint24 lateFrom = from > maturity ? from : maturity;
        if (day > lateFrom) {
            penalty += Accrual.penaltyNumerator(
                c.principal, c.rateBps, c.penaltyBps, DayCount.between(c.dayCount, lateFrom, day)
            );
        }
    }

    /// @notice Keeps the numerators at the end of `day`, and what was paid of both up to now.
    function store(
        Claim storage c,
        uint128 interest,
        uint96 interestPaid,
        uint160 penalty,
        uint96 penaltyPaid,
        uint24 day
    ) internal {
        (c.interest, c.interestPaid, c.accruedDay, c.penalised) = (interest, interestPaid, day, penalty != 0);
        if (penalty != 0) (c.penalty, c.penaltyPaid) = (penalty, c.penaltyPaid + penaltyPaid);
    }

    /// @notice Fixes what has accrued at the end of `day` on the terms so far; from then on these count.
    function adopt(Claim storage c, IClaimLedger.Change calldata to, uint24 day) internal {
        (uint128 interest, uint160 penalty) = accruedTo(c, day);
        store(c, interest, c.interestPaid, penalty, 0, day);
        (c.maturityDay, c.rateBps, c.penaltyBps) = (to.maturityDay, to.rateBps, to.penaltyBps);
        (c.graceDays, c.kind, c.instalments) = (to.graceDays, to.kind, to.instalments);
    }

    /// @notice What is owed given the numerators, minor units, each class rounded half up on its whole sum to date.
    function debt(Claim storage c, uint128 interest, uint160 penalty) internal view returns (Debt memory d) {
        uint256 basis = DayCount.basis(c.dayCount);
        d.principal = c.principal;
        d.interest = Accrual.interestDueHalfUp(interest, basis, c.interestPaid);
        if (penalty != 0) d.penalty = Accrual.penaltyDueHalfUp(penalty, basis, c.penaltyPaid);
    }

    /// @notice What is owed at the end of `day`, minor units.
    function debtOn(Claim storage c, uint24 day) internal view returns (Debt memory) {
        (uint128 interest, uint160 penalty) = accruedTo(c, day);
        return debt(c, interest, penalty);
    }

    /// @notice The terms as they are now; how long the request stood is kept until it is drawn.
    function terms(Claim storage c, bool isDrawn) internal view returns (IClaimLedger.Terms memory) {
        return IClaimLedger.Terms(
            c.line,
            c.bank,
            c.enterprise,
            c.currency,
            c.original,
            isDrawn ? 0 : c.clock,
            c.maturityDay,
            c.utcOffset,
            c.rateBps,
            c.penaltyBps,
            c.graceDays,
            c.dayCount,
            c.kind,
            c.instalments,
            c.calendar,
            c.feeBps,
            c.condition,
            c.debtor,
            c.capped
        );
    }

    function sum(Debt memory d) internal pure returns (uint96) {
        return d.fees + d.penalty + d.interest + d.principal;
    }
}
