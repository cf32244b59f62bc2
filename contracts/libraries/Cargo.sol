// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DocumentId} from "../types/Ids.sol";
import {DocumentKind} from "../types/Roles.sol";

/// @title Rights in cargo: papers whose holder may take the goods
library Cargo {
    error ValuationStale(DocumentId document, uint40 valued, uint40 oldest);
    error ValuationInFuture(DocumentId document, uint40 valued);

    /// @notice Whether `id` is the key of a warehouse receipt or of a bill of lading. A waybill is none: it carries no
    /// right to the goods.
    function isCargo(DocumentId id) internal pure returns (bool) {
        uint8 kind = id.kindByte();
        return kind == uint8(DocumentKind.WarehouseReceipt) || kind == uint8(DocumentKind.BillOfLading);
    }

    /// @notice Whether the goods were valued within the last `valuationDays` times 24 hours.
    function isFresh(uint40 valued, uint256 valuationDays) internal view returns (bool) {
        return valued <= block.timestamp && valued >= oldest(valuationDays);
    }

    /// @notice Refuses a valuation that is older than `valuationDays` times 24 hours, and one of a time to come.
    function requireFresh(DocumentId id, uint40 valued, uint256 valuationDays) internal view {
        if (valued > block.timestamp) revert ValuationInFuture(id, valued);
        if (valued < oldest(valuationDays)) revert ValuationStale(id, valued, oldest(valuationDays));
    }

    function oldest(uint256 valuationDays) internal view returns (uint40) {
        return uint40(block.timestamp - valuationDays * 1 days);
    }
}
