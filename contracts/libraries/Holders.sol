// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IClaimLedger} from "../interfaces/IClaimLedger.sol";
import {OrgId} from "../types/Ids.sol";

/// @dev Who holds a claim beside its lead bank, as amounts of the claim when it was last touched (`claim`). The lead
/// holds the rest, unstored.
/// @param bought whether it came in by a sale, not by a guarantee's payout
struct Holder {
    OrgId org;
    uint96 amount;
    bool bought;
}

struct Holdings {
    uint96 claim;
    Holder[] others;
}

/// @title Shares of a claim, kept as amounts so that full recovery pays everybody to the last unit
library Holders {
    /// @dev Seats are kept apart, so that a sale never takes the one that a guarantee's payout needs.
    uint256 internal constant MOST_BUYERS = 3;
    uint256 internal constant MOST_GUARANTORS = 4;
    uint256 private constant BPS = 10_000;

    /// @notice What a holder has of `claim` that had `amount` of `before`, rounded down.
    function restatedDown(uint96 amount, uint96 claim, uint96 before) internal pure returns (uint96) {
        return before == claim || before == 0 ? amount : uint96(uint256(amount) * claim / before);
    }

    /// @notice Restates every amount for what the claim is worth now, rounded down, the rest to the lead.
    /// @return others what the holders beside the lead hold together, minor units
    function restateDown(Holdings storage h, uint96 claim) internal returns (uint96 others) {
        uint96 before = h.claim;
        for (uint256 i; i < h.others.length; ++i) {
            uint96 amount = h.others[i].amount;
            if (before != claim && before != 0) {
                amount = restatedDown(amount, claim, before);
                h.others[i].amount = amount;
            }
            others += amount;
        }
        h.claim = claim;
    }

    /// @notice Restates what holder `i` has and takes its part of a receipt off it, both rounded down, whole at the end.
    /// @param before what the claim was worth when the amounts were last touched, `claim` what it is worth now
    /// @param rest what the holders from `i` on and the lead hold together
    /// @param receipt what is left for them of the receipt; taking each in turn, nobody gets more than it holds
    function takeDown(Holdings storage h, uint256 i, uint96 before, uint96 claim, uint96 rest, uint96 receipt)
        internal
        returns (OrgId org, uint96 held, uint96 part)
    {
        Holder storage one = h.others[i];
        (org, held) = (one.org, restatedDown(one.amount, claim, before));
        if (held != 0) part = uint96(uint256(held) * receipt / rest);
        one.amount = held - part;
    }

    /// @notice Adds `amount` to what `org` holds; a new holder takes a seat of its kind.
    /// @return held what it holds now
    /// @return seats how many have a seat of its kind if it is new, else 0
    function add(Holdings storage h, OrgId org, uint96 amount, bool bought)
        internal
        returns (uint96 held, uint256 seats)
    {
        for (uint256 i; i < h.others.length; ++i) {
            if (h.others[i].org == org) {
                held = h.others[i].amount + amount;
                h.others[i].amount = held;
                return (held, 0);
            }
            if (h.others[i].bought == bought) ++seats;
        }
        h.others.push(Holder(org, amount, bought));
        return (amount, seats + 1);
    }

    /// @notice Takes `amount` off what `org` holds; who holds nothing any more gives its seat back.
    /// @return held what it holds now
    function take(Holdings storage h, OrgId org, uint96 amount) internal returns (uint96 held) {
        uint256 i;
        while (h.others[i].org != org) ++i;
        held = h.others[i].amount - amount;
        h.others[i].amount = held;
        if (held == 0) _leave(h, i);
    }

    /// @notice Gives back the seats of those whose part a receipt rounded away: they would stand in others' way.
    function prune(Holdings storage h) internal {
        for (uint256 i = h.others.length; i != 0; --i) {
            if (h.others[i - 1].amount == 0) _leave(h, i - 1);
        }
    }

    function _leave(Holdings storage h, uint256 i) private {
        h.others[i] = h.others[h.others.length - 1];
        h.others.pop();
    }

    /// @notice Moves `amount` of what `seller` holds to `buyer`; what the lead bank holds is the rest, unstored.
    /// @param claim what is owed now, for which every amount is restated
    /// @return left what the seller holds now
    /// @return held what the buyer holds now
    /// @return seats how many buyers have a seat if this one is new, else 0
    function move(Holdings storage h, OrgId lead, OrgId seller, OrgId buyer, uint96 amount, uint96 claim)
        internal
        returns (uint96 left, uint96 held, uint256 seats)
    {
        uint96 rest = claim - restateDown(h, claim);
        left = seller == lead ? rest - amount : take(h, seller, amount);
        if (buyer == lead) held = rest + amount;
        else (held, seats) = add(h, buyer, amount, true);
    }

    /// @notice What `org` has among the holders beside the lead, 0 if it is none.
    function heldBy(IClaimLedger.Holding[] memory others, OrgId org) internal pure returns (uint96) {
        for (uint256 i; i < others.length; ++i) {
            if (others[i].holder == org) return others[i].amount;
        }
        return 0;
    }

    /// @notice What a lead bank that holds `lead` of `claim` has beyond its own share, which is rounded up.
    function beyondOwnShare(uint96 lead, uint96 claim, uint16 ownShareBps) internal pure returns (uint96) {
        uint256 own = Math.mulDiv(claim, ownShareBps, BPS, Math.Rounding.Ceil);
        return uint96(Math.saturatingSub(lead, own));
    }
}
