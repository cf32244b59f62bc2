// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {AmortizationKind, DayCountConvention, Instalment} from "../types/Terms.sol";
import {Accrual} from "./Accrual.sol";
import {DayCount} from "./DayCount.sol";

/// @title Repayment schedules
/// @notice Parts of principal add up to the principal exactly, the last balance is 0, no part is
/// negative. Interest runs by day on the balance: the sum to date, half a unit rounded up, less what
/// was charged before. An annuity rounds each instalment's interest by itself: the level payment
/// turns that rounding into principal, so it can't add up.
library Amortization {
    using SafeCast for uint256;

    uint256 internal constant MAX_INSTALMENTS = 120;
    uint256 private constant ONE = 1 << 160;
    uint256 private constant BPS_MONTHS = 120_000;

    /// @dev A loan on its way: the balance since `day`, exact interest so far, interest charged so far.
    struct Loan {
        DayCountConvention convention;
        uint16 rateBps;
        uint96 balance;
        uint24 day;
        uint256 numerator;
        uint256 charged;
    }

    /// @dev Days by which a due date may move: a request is funded within its TTL, then a roll of a week at most.
    uint256 private constant SLACK_DAYS = 7;

    error InstalmentsInvalid(AmortizationKind kind, uint8 instalments);
    error InstalmentCountOutOfRange(uint256 count, uint256 max);
    error DueDayNotAscending(uint256 index, uint256 previousDay, uint256 dueDay);

    /// @notice Refuses monthly instalments from `startDay` that would not end before maturity.
    function requireFit(AmortizationKind kind, uint8 instalments, uint256 startDay, uint24 maturityDay) internal pure {
        if (instalments == 1) return;
        bool none = instalments == 0 || instalments > MAX_INSTALMENTS || kind == AmortizationKind.Bullet;
        if (none || DayCount.addMonths(startDay, instalments - 1) + SLACK_DAYS >= maturityDay) {
            revert InstalmentsInvalid(kind, instalments);
        }
    }

    /// @notice The instalments of a loan paid out on `startDay`.
    /// @param principal Minor units.
    /// @param rateBps Yearly rate in basis points.
    /// @param startDay Day since 1970-01-01 from which interest runs.
    /// @param due Days on which an instalment falls due, already rolled to business days:
    /// 1 to 120 of them, strictly ascending, the first not before `startDay`.
    function schedule(
        AmortizationKind kind,
        uint96 principal,
        uint16 rateBps,
        DayCountConvention convention,
        uint24 startDay,
        uint24[] memory due
    ) internal pure returns (Instalment[] memory rows) {
        return scheduleOn(kind, Loan(convention, rateBps, principal, startDay, 0, 0), due);
    }

    /// @notice The same of a loan on its way: the first payment also bears the interest that it brings along.
    function scheduleOn(AmortizationKind kind, Loan memory loan, uint24[] memory due)
        internal
        pure
        returns (Instalment[] memory rows)
    {
        _requireCount(due.length);
        rows = new Instalment[](due.length);
        uint256 level = _levelAmount(kind, loan.balance, loan.rateBps, due.length);
        uint256 carried = Accrual.interestDueHalfUp(loan.numerator, DayCount.basis(loan.convention), loan.charged);
        for (uint256 i; i < due.length; ++i) {
            _requireAscending(i, loan.day, due[i]);
            if (kind == AmortizationKind.Annuity && i != 0) (loan.numerator, loan.charged, carried) = (0, 0, 0);
            uint96 interest = _accrueHalfUp(loan, due[i]);
            uint256 part = level;
            if (kind == AmortizationKind.Annuity) part = Math.saturatingSub(level, interest - carried);
            part = i + 1 == due.length ? loan.balance : Math.min(part, loan.balance);
            loan.balance -= part.toUint96();
            rows[i] = Instalment(due[i], part.toUint96(), interest, loan.balance);
        }
    }

    /// @notice `count` days, `stepMonths` calendar months apart, counted from `anchorDay` and clipped
    /// to the end of the month; not rolled to business days.
    function dueDays(
        uint256 anchorDay,
        uint256 count,
        uint256 stepMonths
    ) internal pure returns (uint24[] memory result) {
        _requireCount(count);
        result = new uint24[](count);
        for (uint256 i; i < count; ++i) {
            result[i] = DayCount.addMonths(anchorDay, (i + 1) * stepMonths).toUint24();
        }
    }

    /// @notice The level payment P i / (1 - (1 + i)^-n) with i a twelfth of the yearly rate, in minor
    /// units, half a unit rounded up; `rateBps` above 0, `count` 1 to 120.
    /// @dev (1 + i)^n is kept in 160 binary digits, rounded down at each step, which lifts the
    /// payment by less than P x 2^-160 / ((1 + i)^n - 1), under 2^-47 of a unit for any uint96 principal
    /// and any rate. So it is the exact payment, half up, unless that ends within 2^-47 below a half.
    function levelPaymentHalfUp(
        uint96 principal,
        uint16 rateBps,
        uint256 count
    ) internal pure returns (uint256) {
        uint256 growth = ONE;
        for (uint256 i; i < count; ++i) {
            growth = growth * (BPS_MONTHS + rateBps) / BPS_MONTHS;
        }
        uint256 twice = 2 * uint256(principal) * rateBps;
        return (Math.mulDiv(twice, growth, BPS_MONTHS * (growth - ONE)) + 1) / 2;
    }

    /// @dev What each instalment but the last pays: principal, or with an annuity both together.
    function _levelAmount(
        AmortizationKind kind,
        uint96 principal,
        uint16 rateBps,
        uint256 count
    ) private pure returns (uint256) {
        if (kind == AmortizationKind.Bullet) return 0;
        // A level payment without interest is a level part of principal.
        if (kind == AmortizationKind.EqualPrincipal || rateBps == 0) return principal / count;
        return levelPaymentHalfUp(principal, rateBps, count);
    }

    function _accrueHalfUp(Loan memory loan, uint24 dueDay) private pure returns (uint96 interest) {
        uint256 daysRun = DayCount.between(loan.convention, loan.day, dueDay);
        loan.numerator += Accrual.interestNumerator(loan.balance, loan.rateBps, daysRun);
        uint256 basis = DayCount.basis(loan.convention);
        interest = Accrual.interestDueHalfUp(loan.numerator, basis, loan.charged);
        loan.charged += interest;
        loan.day = dueDay;
    }

    function _requireCount(uint256 count) private pure {
        bool within = count != 0 && count <= MAX_INSTALMENTS;
        require(within, InstalmentCountOutOfRange(count, MAX_INSTALMENTS));
    }

    function _requireAscending(uint256 index, uint256 previous, uint256 dueDay) private pure {
        bool ascending = index == 0 ? previous <= dueDay : previous < dueDay;
        require(ascending, DueDayNotAscending(index, previous, dueDay));
    }
}
