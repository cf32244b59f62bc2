// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LineId, OrgId} from "../types/Ids.sol";
import {DayCountConvention} from "../types/Terms.sol";

/// @title How much a bank lends whom, on which terms
/// @notice A line is revolving and divisible: a drawing uses it, a repayment of principal frees it. It binds the
/// terms of each financing when that is requested; closing it ends new drawings and nothing else.
interface ICreditLines {
    /// @param currency ISO 4217 number
    /// @param limit minor units, the most that may be drawn at one time
    /// @param advanceBps share of an invoice that is financed, 10,000 is all of it
    /// @param rateBps contract rate a year
    /// @param penaltyBps penalty rate over contract rate, 15,000 is 1.5 times
    /// @param tenorDays the longest time from request to maturity
    /// @param graceDays days after maturity before a financing counts as defaulted
    /// @param calendar number in BusinessCalendar, for due dates
    /// @param expiry last second in which the line may be drawn
    /// @param condition ICondition that must allow the amount before funding, zero for none
    struct LineTerms {
        OrgId enterprise;
        uint16 currency;
        uint96 limit;
        uint16 advanceBps;
        uint16 rateBps;
        uint16 penaltyBps;
        uint16 tenorDays;
        uint8 graceDays;
        DayCountConvention dayCount;
        uint16 calendar;
        uint40 expiry;
        address condition;
    }

    /// @param used principal requested or outstanding on it, minor units
    struct Line {
        OrgId bank;
        LineTerms terms;
        uint96 used;
        bool closed;
    }

    event LineOpened(
        LineId indexed line,
        OrgId indexed bank,
        OrgId indexed enterprise,
        uint16 currency,
        uint96 limit,
        uint16 advanceBps,
        uint16 rateBps,
        uint16 penaltyBps,
        uint16 tenorDays,
        uint8 graceDays,
        DayCountConvention dayCount,
        uint16 calendar,
        uint40 expiry,
        address condition
    );
    event LineClosed(LineId indexed line);
    event LineUsed(LineId indexed line, uint96 used, uint96 limit);

    error LineUnknown(LineId line);
    error LineIsClosed(LineId line);
    error LineExpired(LineId line, uint40 expiry);
    error LineNotOfBank(LineId line, OrgId bank, OrgId caller);
    error LineNotOfEnterprise(LineId line, OrgId enterprise, OrgId caller);
    error LineTermsInvalid(uint96 limit, uint16 advanceBps, uint40 expiry);
    error LineToItself(OrgId bank);
    error UseExceedsLine(LineId line, uint256 requested, uint256 available);
    error CallerNotPledge(address caller);

    /// @notice Opens a line for an enterprise. Bank only.
    function open(LineTerms calldata terms) external returns (LineId line);

    /// @notice Ends new drawings on a line. Its bank only.
    function close(LineId line) external;

    /// @notice Uses `amount` of a line that is open and in date. The pledge only.
    function draw(LineId line, uint96 amount) external;

    /// @notice Frees `amount` of a line, whatever its state. The pledge only.
    function free(LineId line, uint96 amount) external;

    function get(LineId line) external view returns (Line memory);

    /// @notice The line, for a drawing of its enterprise; refuses any other caller's, a closed and an expired one.
    function drawable(LineId line, OrgId enterprise) external view returns (Line memory);
}
