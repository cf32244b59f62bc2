// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title By how much debtors may pay less than they owe and still mean all of it
library Tolerance {
    uint256 internal constant MAJOR_UNITS = 25;
    uint256 internal constant BPS = 25;

    /// @notice 25 major units of a currency with `decimals`, or 0.25 % of `amount` rounded down, whichever is more.
    function mostDown(uint256 amount, uint8 decimals) internal pure returns (uint256) {
        return Math.max(MAJOR_UNITS * 10 ** decimals, Math.mulDiv(amount, BPS, 10_000));
    }
}
