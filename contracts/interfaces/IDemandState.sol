// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DemandId} from "../types/Ids.sol";

/// @title What the escrow asks of the room above it about a demand that it keeps a guarantee for
interface IDemandState {
    /// @return waits whether it is unpaid, or before the arbiter
    /// @return contestable whether it was refused, and may still be taken to the arbiter
    function standingOf(DemandId id) external view returns (bool waits, bool contestable);
}
