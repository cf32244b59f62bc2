// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {DocumentId} from "../types/Ids.sol";
import {DocumentKind} from "../types/Roles.sol";
import {DayCount} from "./DayCount.sol";

/// @title What an asset counts as security, and until when its valuation is good
library Recognition {
    using SafeCast for uint256;

    uint256 internal constant BPS = 10_000;
    uint256 private constant VALUED = 1 << uint256(DocumentKind.BillOfLading) | 1 << uint256(DocumentKind.WarehouseReceipt)
        | 1 << uint256(DocumentKind.TitleDeed) | 1 << uint256(DocumentKind.MiningRight)
        | 1 << uint256(DocumentKind.Factory) | 1 << uint256(DocumentKind.Machinery) | 1 << uint256(DocumentKind.Stock)
        | 1 << uint256(DocumentKind.ListedShares) | 1 << uint256(DocumentKind.CashDeposit);

    /// @notice Whether `kind` is valued by its attestor, again and again: its paper's `due` is the second of the
    /// valuation, and a later one may come while the paper is in use.
    function isValued(uint8 kind) internal pure returns (bool) {
        return VALUED >> kind & 1 != 0;
    }

    /// @notice Whether `id` is the key of a paper of such a kind.
    function isValued(DocumentId id) internal pure returns (bool) {
        return isValued(id.kindByte());
    }

    /// @notice value x rate x liquidity, rounded down once, less prior liens, minor units.
    /// @param rateBps after the haircut, at most 10,000
    /// @param liquidityBps at most 10,000
    function recognisedDown(uint256 value, uint256 rateBps, uint256 liquidityBps, uint256 liens)
        internal
        pure
        returns (uint96)
    {
        return Math.saturatingSub(value * rateBps * liquidityBps / (BPS * BPS), liens).toUint96();
    }

    /// @notice Last second in which an asset counts: of an invoice its due second, else the end of the same day of the
    /// month, `validMonths` after the valuation, UTC; all ones where it doesn't age.
    function validThrough(DocumentId id, uint40 due, uint256 validMonths) internal pure returns (uint40) {
        if (id.kindByte() == uint8(DocumentKind.Invoice)) return due;
        if (validMonths == 0) return type(uint40).max;
        return uint256((DayCount.addMonths(due / 1 days, validMonths) + 1) * 1 days - 1).toUint40();
    }

    /// @notice Whether an asset counts now, told without the calendar while its valuation is young.
    function isGood(DocumentId id, uint40 due, uint256 validMonths) internal view returns (bool) {
        // No month has fewer days.
        if (validMonths != 0 && block.timestamp < due + validMonths * 28 days && isValued(id)) return true;
        return block.timestamp <= validThrough(id, due, validMonths);
    }

    /// @notice Whether an asset was valued as of a day that is still to come. An invoice never is.
    function isAhead(DocumentId id, uint40 due) internal view returns (bool) {
        return due / 1 days > block.timestamp / 1 days && isValued(id);
    }
}
