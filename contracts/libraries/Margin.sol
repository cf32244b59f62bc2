// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title How much of a cover is locked, and how much of a premium is earned
library Margin {
    uint256 internal constant BPS = 10_000;

    /// @notice `bps` of a cover, minor units, rounded up.
    function lockUp(uint96 cover, uint16 bps) internal pure returns (uint96) {
        return uint96(Math.ceilDiv(uint256(cover) * bps, BPS));
    }

    /// @notice The most cover of which `free` is enough to lock `bps`, minor units, rounded down.
    function coverDown(uint96 free, uint16 bps) internal pure returns (uint96) {
        return uint96(Math.min(uint256(free) * BPS / bps, type(uint96).max));
    }

    /// @notice The part of a premium that `elapsed` of `term` seconds, at most all of them, have earned, minor units, rounded up.
    function earnedUp(uint96 premium, uint256 elapsed, uint256 term) internal pure returns (uint96) {
        return uint96(Math.ceilDiv(uint256(premium) * elapsed, term));
    }
}
