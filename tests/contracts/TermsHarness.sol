// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accrual} from "../../contracts/libraries/Accrual.sol";
import {Advance} from "../../contracts/libraries/Advance.sol";
import {Amortization} from "../../contracts/libraries/Amortization.sol";
import {DayCount} from "../../contracts/libraries/DayCount.sol";
import {Margin} from "../../contracts/libraries/Margin.sol";
import {Recognition} from "../../contracts/libraries/Recognition.sol";
import {Reduction, Reductions} from "../../contracts/libraries/Reductions.sol";
import {Debt, Waterfall} from "../../contracts/libraries/Waterfall.sol";
import {AmortizationKind, DayCountConvention, Instalment} from "../../contracts/types/Terms.sol";

/// @dev Opens the internal functions of the terms libraries to tests.
contract TermsHarness {
    function between(
        DayCountConvention convention,
        uint256 first,
        uint256 last
    ) external pure returns (uint256) {
        return DayCount.between(convention, first, last);
    }

    function basis(DayCountConvention convention) external pure returns (uint256) {
        return DayCount.basis(convention);
    }

    function addMonths(uint256 anchorDay, uint256 months) external pure returns (uint256) {
        return DayCount.addMonths(anchorDay, months);
    }

    function toDate(uint256 day) external pure returns (uint256, uint256, uint256) {
        return DayCount.toDate(day);
    }

    function toDay(uint256 year, uint256 month, uint256 day) external pure returns (uint256) {
        return DayCount.toDay(year, month, day);
    }

    function advanceFreeDown(
        uint256 open,
        uint256 used,
        uint256 advanceBps,
        uint256 dilutionBps
    ) external pure returns (uint96) {
        return Advance.freeDown(open, used, advanceBps, dilutionBps);
    }

    function debtorFreeDown(
        uint256 limit,
        uint256 used,
        uint256 concentrationBps
    ) external pure returns (uint96) {
        return Advance.roomDown(limit, used, concentrationBps);
    }

    function lockUp(uint96 cover, uint16 bps) external pure returns (uint96) {
        return Margin.lockUp(cover, bps);
    }

    function coverDown(uint96 free, uint16 bps) external pure returns (uint96) {
        return Margin.coverDown(free, bps);
    }

    function earnedUp(uint96 premium, uint256 elapsed, uint256 term) external pure returns (uint96) {
        return Margin.earnedUp(premium, elapsed, term);
    }

    /// @return begun how many steps have begun by `day`, `cover` what they leave, `again` the steps unpacked
    function reduced(Reduction[] calldata steps, uint96 whole, uint256 day)
        external
        pure
        returns (uint8 begun, uint96 cover, Reduction[] memory again)
    {
        uint200 packed = Reductions.pack(steps);
        begun = Reductions.begun(packed, day);
        return (begun, Reductions.coverUp(packed, begun, whole), Reductions.unpack(packed));
    }

    function feeHalfUp(uint256 principal, uint256 feeBps) external pure returns (uint96) {
        return Advance.feeHalfUp(principal, feeBps);
    }

    function interestNumerator(
        uint256 principal,
        uint256 rateBps,
        uint256 daysRun
    ) external pure returns (uint128) {
        return Accrual.interestNumerator(principal, rateBps, daysRun);
    }

    function penaltyNumerator(
        uint256 principal,
        uint256 rateBps,
        uint256 multiplierBps,
        uint256 daysRun
    ) external pure returns (uint160) {
        return Accrual.penaltyNumerator(principal, rateBps, multiplierBps, daysRun);
    }

    function interestDueHalfUp(
        uint256 numerator,
        uint256 yearDays,
        uint256 charged
    ) external pure returns (uint96) {
        return Accrual.interestDueHalfUp(numerator, yearDays, charged);
    }

    function penaltyDueHalfUp(
        uint256 numerator,
        uint256 yearDays,
        uint256 charged
    ) external pure returns (uint96) {
        return Accrual.penaltyDueHalfUp(numerator, yearDays, charged);
    }

    function recognisedDown(
        uint256 value,
        uint256 rateBps,
        uint256 liquidityBps,
        uint256 liens
    ) external pure returns (uint96) {
        return Recognition.recognisedDown(value, rateBps, liquidityBps, liens);
    }

    function run(
        uint96 payment,
        Debt memory debt
    ) external pure returns (Debt memory parts, uint96 excess) {
        return Waterfall.run(payment, debt);
    }

    function schedule(
        AmortizationKind kind,
        uint96 principal,
        uint16 rateBps,
        DayCountConvention convention,
        uint24 startDay,
        uint24[] memory due
    ) external pure returns (Instalment[] memory) {
        return Amortization.schedule(kind, principal, rateBps, convention, startDay, due);
    }

    function dueDays(
        uint256 anchorDay,
        uint256 count,
        uint256 stepMonths
    ) external pure returns (uint24[] memory) {
        return Amortization.dueDays(anchorDay, count, stepMonths);
    }

    function levelPaymentHalfUp(
        uint96 principal,
        uint16 rateBps,
        uint256 count
    ) external pure returns (uint256) {
        return Amortization.levelPaymentHalfUp(principal, rateBps, count);
    }
}
