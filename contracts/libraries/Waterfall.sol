// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @dev What is owed, or what a payment reached, by class; minor units.
struct Debt {
    uint96 fees;
    uint96 penalty;
    uint96 interest;
    uint96 principal;
}

/// @title The order in which a payment is applied
library Waterfall {
    using SafeCast for uint256;

    /// @notice Applies `payment` to `debt`: fees, then penalty, then interest, then principal.
    /// @return parts What each class received, never more than was owed.
    /// @return excess What nothing was owed for; the parts and the excess add up to `payment`.
    function run(
        uint96 payment,
        Debt memory debt
    ) internal pure returns (Debt memory parts, uint96 excess) {
        (parts.fees, excess) = _take(payment, debt.fees);
        (parts.penalty, excess) = _take(excess, debt.penalty);
        (parts.interest, excess) = _take(excess, debt.interest);
        (parts.principal, excess) = _take(excess, debt.principal);
    }

    function _take(uint96 payment, uint96 owed) private pure returns (uint96 part, uint96 rest) {
        part = Math.min(payment, owed).toUint96();
        rest = payment - part;
    }
}
