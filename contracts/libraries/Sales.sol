// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IClaimLedger} from "../interfaces/IClaimLedger.sol";
import {IParticipantRegistry} from "../interfaces/IParticipantRegistry.sol";
import {OrgId, ShareId} from "../types/Ids.sol";
import {Role} from "../types/Roles.sol";
import {Holders, Holdings} from "./Holders.sol";

/// @title Who buys a share of a claim, and on which terms
library Sales {
    using Holders for Holdings;

    uint8 private constant MAY_HOLD = uint8((1 << uint8(Role.Bank)) | (1 << uint8(Role.Guarantor)));

    /// @notice Refuses all but the buyer named, a bank or a guarantor, in time and on these terms.
    function requirePurchase(
        IClaimLedger.Share memory s,
        ShareId id,
        uint16 termsVersion,
        OrgId caller,
        uint8 roles,
        bytes32 termsHash
    ) internal view {
        if (s.buyer != caller) revert IClaimLedger.CallerNotBuyer(id, s.buyer, caller);
        if (roles & MAY_HOLD == 0) revert IParticipantRegistry.RoleMissing(caller, Role.Bank);
        if (block.timestamp > s.until) revert IClaimLedger.ShareLapsed(id, s.until);
        bytes32 expected = hashOf(s, id, termsVersion);
        if (expected != termsHash) revert IClaimLedger.ShareHashMismatch(id, expected, termsHash);
    }

    /// @notice Moves the amount from seller to buyer; what the lead bank holds is the rest, unstored.
    /// @param claim what is owed now, for which every amount is restated
    /// @return left what the seller holds now
    /// @return held what the buyer holds now
    function transfer(Holdings storage h, IClaimLedger.Share memory s, OrgId lead, uint96 claim)
        internal
        returns (uint96 left, uint96 held)
    {
        uint256 seats;
        uint96 rest = claim - h.restateDown(claim);
        left = s.seller == lead ? rest - s.amount : h.take(s.seller, s.amount);
        if (s.buyer == lead) held = rest + s.amount;
        else (held, seats) = h.add(s.buyer, s.amount, true);
        if (seats > Holders.MOST_BUYERS) revert IClaimLedger.BuyersTooMany(s.financing, Holders.MOST_BUYERS);
    }

    /// @notice What the buyer agrees to: this offer, on the terms that the financing has now.
    function hashOf(IClaimLedger.Share memory s, ShareId id, uint16 termsVersion) internal view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), id, termsVersion, s));
    }
}
