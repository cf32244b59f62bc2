// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IClaimLedger} from "../interfaces/IClaimLedger.sol";
import {OrgId} from "../types/Ids.sol";

/// @dev Who holds a claim beside its lead bank, as amounts of the claim when it was last touched (`claim`). The lead
/// holds the rest, unstored.
struct Holdings {
    uint96 claim;
    IClaimLedger.Holding[] others;
}

/// @title Shares of a claim, kept as amounts so that full recovery pays everybody to the last unit
library Holders {
    uint256 internal constant MOST = 7;

    /// @notice Restates every amount for what the claim is worth now, rounded down, the rest to the lead.
    /// @return others what the holders beside the lead hold together, minor units
    function restateDown(Holdings storage h, uint96 claim) internal returns (uint96 others) {
        uint96 before = h.claim;
        for (uint256 i; i < h.others.length; ++i) {
            uint96 amount = h.others[i].amount;
            if (before != claim && before != 0) {
                amount = uint96(uint256(amount) * claim / before);
                h.others[i].amount = amount;
            }
            others += amount;
        }
        h.claim = claim;
    }

    /// @notice Takes the part of a receipt that is holder `i`'s off what it holds, rounded down, whole at the end.
    /// @param claim what the holders from `i` on and the lead hold together
    /// @param receipt what is left for them of the receipt; taking each in turn, nobody gets more than it holds
    function takeDown(Holdings storage h, uint256 i, uint96 claim, uint96 receipt)
        internal
        returns (uint96 part, uint96 amount)
    {
        amount = h.others[i].amount;
        part = uint96(uint256(amount) * receipt / claim);
        h.others[i].amount = amount - part;
    }

    /// @notice Adds `amount` to what `holder` holds.
    /// @return whether the holder is new
    function add(Holdings storage h, OrgId holder, uint96 amount) internal returns (bool) {
        for (uint256 i; i < h.others.length; ++i) {
            if (h.others[i].holder == holder) {
                h.others[i].amount += amount;
                return false;
            }
        }
        h.others.push(IClaimLedger.Holding(holder, amount));
        return true;
    }
}
