// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title Moves settlement tokens and checks that they arrived whole
library Settlement {
    using SafeERC20 for IERC20;

    error ReceivedLessThanSent(address token, uint256 sent, uint256 received);

    /// @notice From `from`, which approved this contract, to `to`.
    function pull(address token, address from, address to, uint256 amount) internal {
        uint256 before = IERC20(token).balanceOf(to);
        IERC20(token).safeTransferFrom(from, to, amount);
        _requireArrived(token, to, before, amount);
    }

    /// @notice The same where the token lets it; moves nothing and says false where it doesn't.
    function tryPull(address token, address from, address to, uint256 amount) internal returns (bool moved) {
        uint256 before = IERC20(token).balanceOf(to);
        moved = IERC20(token).trySafeTransferFrom(from, to, amount);
        if (moved) _requireArrived(token, to, before, amount);
    }

    /// @notice From this contract to `to`.
    function push(address token, address to, uint256 amount) internal {
        uint256 before = IERC20(token).balanceOf(to);
        IERC20(token).safeTransfer(to, amount);
        _requireArrived(token, to, before, amount);
    }

    function _requireArrived(address token, address to, uint256 before, uint256 amount) private view {
        uint256 received = IERC20(token).balanceOf(to) - before;
        if (received != amount) revert ReceivedLessThanSent(token, amount, received);
    }
}
