// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LineId, OrgId} from "../types/Ids.sol";
import {DayCountConvention, LineTerm} from "../types/Terms.sol";

/// @title How much a bank lends whom, on which terms
/// @notice A line is revolving and divisible: a drawing uses it, a repayment of principal frees it. It binds the
/// terms of each financing when that is requested; changing it tells on later requests alone, closing it ends new
/// drawings and nothing else.
interface ICreditLines {
    /// @param limit minor units, the most that may be drawn at one time
    /// @param advanceBps share of an invoice that is financed, 10,000 is all of it
    /// @param dilutionBps taken off the advance for credit notes to come, less than it
    /// @param concentrationBps share of the limit that the receivables of one debtor may bear, 10,000 for no cap;
    /// what is requested under a cap counts, debtors that are no participants as one, number 0
    /// @param cargoAdvanceBps share of a cargo right's value that is financed, 0 for none
    /// @param valuationDays the oldest valuation of cargo that is accepted, times 24 hours; 1 at least where it is financed
    /// @param rateBps contract rate a year
    /// @param penaltyBps penalty rate over contract rate, 15,000 is 1.5 times
    /// @param feeBps share of the principal, half a unit rounded up, that the bank keeps back at funding
    /// @param tenorDays the longest time from request to maturity, at most 360
    /// @param graceDays days after maturity before a financing counts as defaulted
    /// @param calendar number in BusinessCalendar, for due dates
    /// @param expiry last second in which the line may be drawn
    /// @param condition ICondition that must allow the amount before funding, zero for none
    struct LineTerms {
        uint96 limit;
        uint16 advanceBps;
        uint16 dilutionBps;
        uint16 concentrationBps;
        uint16 cargoAdvanceBps;
        uint8 valuationDays;
        uint16 rateBps;
        uint16 penaltyBps;
        uint16 feeBps;
        uint16 tenorDays;
        uint8 graceDays;
        DayCountConvention dayCount;
        uint16 calendar;
        uint40 expiry;
        address condition;
    }

    /// @param currency ISO 4217 number
    /// @param used principal requested or outstanding on it, minor units
    /// @param version of its terms: 1, then one more for each change
    struct Line {
        OrgId bank;
        OrgId enterprise;
        uint16 currency;
        LineTerms terms;
        uint96 used;
        bool closed;
        uint8 version;
    }

    event LineOpened(
        LineId indexed line,
        OrgId indexed bank,
        OrgId indexed enterprise,
        uint16 currency,
        uint96 limit,
        uint16 advanceBps,
        uint16 dilutionBps,
        uint16 concentrationBps,
        uint16 cargoAdvanceBps,
        uint8 valuationDays,
        uint16 rateBps,
        uint16 penaltyBps,
        uint16 feeBps,
        uint16 tenorDays,
        uint8 graceDays,
        DayCountConvention dayCount,
        uint16 calendar,
        uint40 expiry,
        address condition
    );
    event LineChanged(
        LineId indexed line,
        uint8 version,
        uint96 limit,
        uint16 advanceBps,
        uint16 dilutionBps,
        uint16 concentrationBps,
        uint16 cargoAdvanceBps,
        uint8 valuationDays,
        uint16 rateBps,
        uint16 penaltyBps,
        uint16 feeBps,
        uint16 tenorDays,
        uint8 graceDays,
        DayCountConvention dayCount,
        uint16 calendar,
        uint40 expiry,
        address condition
    );
    event LineClosed(LineId indexed line);
    event LineUsed(LineId indexed line, uint96 used, uint96 limit);
    event DebtorUsed(LineId indexed line, OrgId indexed debtor, uint96 used);

    error LineUnknown(LineId line);
    error LineIsClosed(LineId line);
    error LineExpired(LineId line, uint40 expiry);
    error LineNotOfBank(LineId line, OrgId bank, OrgId caller);
    error LineNotOfEnterprise(LineId line, OrgId enterprise, OrgId caller);
    error LineTermsInvalid(LineTerm term, uint256 given, uint256 least, uint256 most);
    error LineExpiryInPast(uint40 expiry);
    error LineLendsNoCargo(LineId line);
    error LineToItself(OrgId bank);
    error LineVersionMismatch(LineId line, uint8 actual, uint8 given);
    error LineVersionsUsedUp(LineId line, uint256 most);
    error UseExceedsLine(LineId line, uint256 requested, uint256 available);
    error DebtorConcentrated(LineId line, OrgId debtor, uint256 requested, uint256 available);
    error CallerNotPledge(address caller);

    /// @notice Opens a line for an enterprise, in one currency (ISO 4217 number). Bank only.
    function open(OrgId enterprise, uint16 currency, LineTerms calldata terms) external returns (LineId line);

    /// @notice Puts all terms of an open line anew, for requests from now on: financings that were requested before
    /// keep theirs. A limit below what is used lends nothing more; an expired line is opened again; 254 times at most.
    /// Its bank only.
    function change(LineId line, LineTerms calldata terms) external;

    /// @notice Ends new drawings on a line. Its bank only.
    function close(LineId line) external;

    /// @notice Uses `amount` of a line. The pledge only.
    /// @param capped whether it also counts to what `debtor` may bear under the line
    function draw(LineId line, OrgId debtor, bool capped, uint96 amount) external;

    /// @notice Frees `amount` of a line, whatever its state. The pledge only.
    /// @param capped whether the drawing was counted for its debtor
    function free(LineId line, OrgId debtor, bool capped, uint96 amount) external;

    function get(LineId line) external view returns (Line memory);

    /// @notice Minor units that receivables of `debtor` may bear beside what they do; for a line without a cap what is
    /// free on it.
    function debtorFree(LineId line, OrgId debtor) external view returns (uint96);

    /// @notice The line, for a drawing of its enterprise on the terms of `version`; refuses any other caller's, a closed,
    /// an expired and a changed one.
    function drawable(LineId line, OrgId enterprise, uint8 version) external view returns (Line memory);
}
