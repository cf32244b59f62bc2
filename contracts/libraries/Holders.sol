// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IClaimLedger} from "../interfaces/IClaimLedger.sol";
import {OrgId} from "../types/Ids.sol";

/// @dev Who holds a part of a claim beside its lead bank: one slot, the amount as it was when the claim was worth
/// `claim`. The lead holds the rest, unstored.
/// @param bought whether it came in by a sale, not by a guarantee's payout
struct Holder {
    OrgId org;
    uint96 amount;
    uint96 claim;
    bool bought;
}

/// @dev Filled from the first seat on; how many are is kept with the claim.
struct Holdings {
    Holder[7] seats;
}

/// @title Shares of a claim, kept as amounts so that full recovery pays everybody to the last unit
library Holders {
    /// @dev Seats are kept apart, so that a sale never takes the one that a guarantee's payout needs.
    uint256 internal constant MOST_BUYERS = 3;
    uint256 internal constant MOST_GUARANTORS = 4;
    uint256 private constant BPS = 10_000;

    /// @notice What a holder has of what the claim is worth now, rounded down.
    function restatedDown(Holder storage one, uint96 claim) internal view returns (uint96 amount) {
        uint96 before;
        (amount, before) = (one.amount, one.claim);
        if (before != claim && before != 0) amount = uint96(uint256(amount) * claim / before);
    }

    /// @notice What the `n` holders beside the lead have together of what the claim is worth now, minor units.
    function totalDown(Holdings storage h, uint256 n, uint96 claim) internal view returns (uint96 others) {
        for (uint256 i; i < n; ++i) {
            others += restatedDown(h.seats[i], claim);
        }
    }

    /// @notice Restates every amount for what the claim is worth now, rounded down, the rest to the lead.
    /// @return others what the holders beside the lead have together, minor units
    function restateDown(Holdings storage h, uint256 n, uint96 claim) internal returns (uint96 others) {
        for (uint256 i; i < n; ++i) {
            Holder storage one = h.seats[i];
            uint96 amount = restatedDown(one, claim);
            if (one.claim != claim) (one.amount, one.claim) = (amount, claim);
            others += amount;
        }
    }

    /// @notice Restates what holder `i` has and takes its part of a receipt off it, both rounded down, whole at the end.
    /// @param claim what it is worth now, `left` once the whole receipt is off
    /// @param rest what the holders from `i` on and the lead hold together
    /// @param receipt what is left for them of the receipt; taking each in turn, nobody gets more than it holds
    function takeDown(Holdings storage h, uint256 i, uint96 claim, uint96 left, uint96 rest, uint96 receipt)
        internal
        returns (OrgId org, uint96 held, uint96 part)
    {
        Holder storage one = h.seats[i];
        (org, held) = (one.org, restatedDown(one, claim));
        if (held != 0) part = uint96(uint256(held) * receipt / rest);
        (one.amount, one.claim) = (held - part, left);
    }

    /// @notice Takes `amount` off what `org` holds and off the claim, so that nobody else's amount changes; whoever holds
    /// nothing gives its seat back.
    /// @return held what it held before; to be refused where that is less than `amount`
    /// @return count how many hold parts now
    function discharge(Holdings storage h, uint256 n, OrgId org, uint96 amount, uint96 claim)
        internal
        returns (uint96 held, uint256 count)
    {
        for (uint256 i; i < n; ++i) {
            Holder storage one = h.seats[i];
            uint96 left = restatedDown(one, claim);
            unchecked {
                if (one.org == org) (held, left) = (left, left - amount);
                (one.amount, one.claim) = (left, claim - amount);
            }
        }
        count = prune(h, n);
    }

    /// @notice Adds `amount` to what `org` holds of a restated claim; a new holder takes a seat of its kind.
    /// @return held what it holds now
    /// @return seats how many have a seat of its kind if it is new, else 0
    /// @return count how many hold parts now
    function add(Holdings storage h, uint256 n, OrgId org, uint96 amount, uint96 claim, bool bought)
        internal
        returns (uint96 held, uint256 seats, uint256 count)
    {
        for (uint256 i; i < n; ++i) {
            Holder storage one = h.seats[i];
            if (one.org == org) {
                held = one.amount + amount;
                one.amount = held;
                return (held, 0, n);
            }
            if (one.bought == bought) ++seats;
        }
        if (n < h.seats.length) h.seats[n] = Holder(org, amount, claim, bought);
        return (amount, seats + 1, n + 1);
    }

    /// @notice Gives back the seats of those to whom a receipt left nothing: they would stand in others' way.
    /// @return count how many hold parts now
    function prune(Holdings storage h, uint256 n) internal returns (uint256 count) {
        count = n;
        for (uint256 i = n; i != 0; --i) {
            if (h.seats[i - 1].amount == 0) count = _leave(h, i - 1, count);
        }
    }

    /// @notice Moves `amount` of what `seller` holds to `buyer`; what the lead bank holds is the rest, unstored.
    /// @param claim what is owed now, for which every amount is restated
    /// @return left what the seller holds now
    /// @return held what the buyer holds now
    /// @return seats how many buyers have a seat if this one is new, else 0
    /// @return count how many hold parts now
    function move(
        Holdings storage h,
        uint256 n,
        OrgId lead,
        OrgId seller,
        OrgId buyer,
        uint96 amount,
        uint96 claim
    ) internal returns (uint96 left, uint96 held, uint256 seats, uint256 count) {
        uint96 rest = claim - restateDown(h, n, claim);
        count = n;
        if (seller == lead) left = rest - amount;
        else (left, count) = _take(h, n, seller, amount);
        if (buyer == lead) held = rest + amount;
        else (held, seats, count) = add(h, count, buyer, amount, claim, true);
    }

    function _take(Holdings storage h, uint256 n, OrgId org, uint96 amount)
        private
        returns (uint96 held, uint256 count)
    {
        uint256 i;
        while (h.seats[i].org != org) ++i;
        held = h.seats[i].amount - amount;
        h.seats[i].amount = held;
        count = held == 0 ? _leave(h, i, n) : n;
    }

    function _leave(Holdings storage h, uint256 i, uint256 n) private returns (uint256 count) {
        count = n - 1;
        h.seats[i] = h.seats[count];
        delete h.seats[count];
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
        uint256 own = Math.ceilDiv(uint256(claim) * ownShareBps, BPS);
        return uint96(Math.saturatingSub(lead, own));
    }
}
