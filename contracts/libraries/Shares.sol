// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Part} from "../types/Basis.sol";

/// @dev How a use is spread over the papers that bear it together: filled in order, freed from the last.
library Shares {
    /// @notice What part `i` bears while `remaining` of the use is left.
    function bornBy(Part[] calldata parts, uint256 i, uint256 remaining) internal pure returns (uint96) {
        uint256 before;
        for (uint256 j; j < i; ++j) {
            before += parts[j].share;
        }
        if (remaining <= before) return 0;
        uint256 left = remaining - before;
        return left < parts[i].share ? uint96(left) : parts[i].share;
    }

    /// @notice What part `i` no longer bears when `amount` of the use was freed and `remaining` is left.
    function freed(Part[] calldata parts, uint256 i, uint96 remaining, uint96 amount) internal pure returns (uint96) {
        return bornBy(parts, i, uint256(remaining) + amount) - bornBy(parts, i, remaining);
    }

    function total(Part[] calldata parts) internal pure returns (uint256 sum) {
        for (uint256 i; i < parts.length; ++i) {
            sum += parts[i].share;
        }
    }
}
