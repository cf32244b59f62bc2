// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DocumentId, GuaranteeId} from "../types/Ids.sol";

/// @title What a guarantee may ask of the room above it before it begins
interface ISecurity {
    /// @notice What `assets` count behind the guarantee now, minor units of its currency, stale valuations nothing.
    /// @param assets in ascending order, each once
    function countedFor(GuaranteeId guarantee, DocumentId[] calldata assets) external view returns (uint96);
}
