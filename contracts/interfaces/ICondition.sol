// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {FinancingId} from "../types/Ids.sol";

/// @title What a line may ask of a room above it before it is drawn
interface ICondition {
    /// @notice The principal that the condition allows for a financing now, minor units.
    function headroom(FinancingId financing) external view returns (uint96);
}
