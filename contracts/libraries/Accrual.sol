// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Simple interest without loss by rounding
/// @notice Periods are added up as exact numerators; only the sum to date is rounded, and what was
/// charged before is taken off. A thousand part periods charge what one long one does.
/// @dev Sums of up to 65,535 days at up to 65,535 basis points on any uint96 principal fit.
library Accrual {
    using SafeCast for uint256;

    uint256 private constant BPS = 10_000;

    /// @notice One period's exact interest, in minor units x basis points x days.
    function interestNumerator(
        uint256 principal,
        uint256 rateBps,
        uint256 daysRun
    ) internal pure returns (uint128) {
        return (principal * rateBps * daysRun).toUint128();
    }

    /// @notice One period's exact penalty, in minor units x basis points^2 x days.
    /// @param multiplierBps Penalty rate over contract rate: 15,000 is 1.5 times.
    function penaltyNumerator(
        uint256 principal,
        uint256 rateBps,
        uint256 multiplierBps,
        uint256 daysRun
    ) internal pure returns (uint160) {
        return (principal * rateBps * multiplierBps * daysRun).toUint160();
    }

    /// @notice Interest for the whole sum to date, in minor units, half a unit rounded up.
    /// @param basis Days to a year, 360 or 365.
    function interestHalfUp(uint256 numerator, uint256 basis) internal pure returns (uint96) {
        return _divideHalfUp(numerator, basis * BPS);
    }

    /// @notice Penalty for the whole sum to date, in minor units, half a unit rounded up.
    function penaltyHalfUp(uint256 numerator, uint256 basis) internal pure returns (uint96) {
        return _divideHalfUp(numerator, basis * BPS * BPS);
    }

    /// @notice Interest to charge now: the rounded sum to date less `charged`, never below 0.
    function interestDueHalfUp(
        uint256 numerator,
        uint256 basis,
        uint256 charged
    ) internal pure returns (uint96) {
        return Math.saturatingSub(interestHalfUp(numerator, basis), charged).toUint96();
    }

    /// @notice Penalty to charge now: the rounded sum to date less `charged`, never below 0.
    function penaltyDueHalfUp(
        uint256 numerator,
        uint256 basis,
        uint256 charged
    ) internal pure returns (uint96) {
        return Math.saturatingSub(penaltyHalfUp(numerator, basis), charged).toUint96();
    }

    function _divideHalfUp(uint256 numerator, uint256 divisor) private pure returns (uint96) {
        // The divisor is even, so its half is exact.
        return ((numerator + divisor / 2) / divisor).toUint96();
    }
}
