// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DocumentId, GuaranteeId} from "../types/Ids.sol";

/// @title What the escrow asks of whoever secures guarantors
interface ISecurity {
    /// @notice What `assets`, in ascending order and none twice, count now as security of a guarantee's guarantor: what
    /// of each is secured, less what rests on it above what it is recognised at; nothing of a stale or stopped one.
    /// Minor units of the guarantee's currency.
    function countedFor(GuaranteeId guarantee, DocumentId[] calldata assets) external view returns (uint96);
}
