// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {DayCountConvention} from "../types/Terms.sol";

/// @title Days and dates
/// @notice A day is its number since 1970-01-01 in the proleptic Gregorian calendar.
library DayCount {
    error DateInvalid(uint256 year, uint256 month, uint256 dayOfMonth);
    error PeriodReversed(uint256 first, uint256 last);

    /// @notice Days from `first` (counted) to `last` (not counted) under `convention`.
    /// @dev Additive in all three conventions: between(a, c) = between(a, b) + between(b, c).
    function between(
        DayCountConvention convention,
        uint256 first,
        uint256 last
    ) internal pure returns (uint256) {
        require(first <= last, PeriodReversed(first, last));
        if (convention != DayCountConvention.E30360) return last - first;
        return _index30E(last) - _index30E(first);
    }

    /// @notice The days that `convention` counts to a year.
    function basis(DayCountConvention convention) internal pure returns (uint256) {
        return convention == DayCountConvention.Act365F ? 365 : 360;
    }

    /// @notice `months` calendar months after `anchorDay`, clipped to the end of that month.
    /// @dev Step from the first anchor, never from a step before: 31 Jan, 28 Feb, 31 Mar.
    function addMonths(uint256 anchorDay, uint256 months) internal pure returns (uint256) {
        (uint256 year, uint256 month, uint256 dayOfMonth) = toDate(anchorDay);
        uint256 total = year * 12 + month - 1 + months;
        (year, month) = (total / 12, total % 12 + 1);
        return _toDay(year, month, Math.min(dayOfMonth, monthLength(year, month)));
    }

    /// @notice The date of `day`: year, month from 1, day of month from 1.
    /// @dev Counts in eras of 400 years that begin on 1 March, so that a leap day comes last
    /// (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    function toDate(
        uint256 day
    ) internal pure returns (uint256 year, uint256 month, uint256 dayOfMonth) {
        uint256 shifted = day + 719_468;
        uint256 dayOfEra = shifted % 146_097;
        uint256 yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        uint256 dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        uint256 marchMonth = (5 * dayOfYear + 2) / 153;
        dayOfMonth = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        year = yearOfEra + shifted / 146_097 * 400 + (month <= 2 ? 1 : 0);
    }

    /// @notice The number of the day with this date, 1970 or later.
    function toDay(
        uint256 year,
        uint256 month,
        uint256 dayOfMonth
    ) internal pure returns (uint256) {
        bool valid = year >= 1970 && month >= 1 && month <= 12 && dayOfMonth >= 1
            && dayOfMonth <= monthLength(year, month);
        require(valid, DateInvalid(year, month, dayOfMonth));
        return _toDay(year, month, dayOfMonth);
    }

    /// @notice Days in a month, 28 to 31; `month` from 1.
    function monthLength(uint256 year, uint256 month) internal pure returns (uint256) {
        if (month == 2) return _isLeap(year) ? 29 : 28;
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    function _toDay(
        uint256 year,
        uint256 month,
        uint256 dayOfMonth
    ) private pure returns (uint256) {
        uint256 marchYear = month <= 2 ? year - 1 : year;
        uint256 marchMonth = month <= 2 ? month + 9 : month - 3;
        uint256 leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400;
        return 365 * marchYear + leapDays + (153 * marchMonth + 2) / 5 + dayOfMonth - 719_469;
    }

    function _index30E(uint256 day) private pure returns (uint256) {
        (uint256 year, uint256 month, uint256 dayOfMonth) = toDate(day);
        return 360 * year + 30 * month + Math.min(dayOfMonth, 30);
    }

    function _isLeap(uint256 year) private pure returns (bool) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }
}
