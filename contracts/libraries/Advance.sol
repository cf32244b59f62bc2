// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title How much a line lends on an invoice, on one debtor's invoices, and for what fee
library Advance {
    using SafeCast for uint256;

    uint256 internal constant BPS = 10_000;

    /// @notice (advance - dilution) of what is open, rounded down, less what rests on it. Of all that is open, not of
    /// what is free: else many drawings would reach more than one.
    function freeDown(uint256 open, uint256 used, uint256 advanceBps, uint256 dilutionBps)
        internal
        pure
        returns (uint96)
    {
        return Math.saturatingSub(open * (advanceBps - dilutionBps) / BPS, used).toUint96();
    }

    /// @notice One debtor's share of a limit, rounded down, less what it bears.
    function roomDown(uint256 limit, uint256 used, uint256 concentrationBps) internal pure returns (uint96) {
        return Math.saturatingSub(Math.mulDiv(limit, concentrationBps, BPS), used).toUint96();
    }

    /// @notice The fee on a principal, half a unit rounded up.
    function feeHalfUp(uint256 principal, uint256 feeBps) internal pure returns (uint96) {
        return ((principal * feeBps + BPS / 2) / BPS).toUint96();
    }
}
