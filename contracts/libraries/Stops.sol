// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDocumentRegistry} from "../interfaces/IDocumentRegistry.sol";
import {DocumentId, OrgId} from "../types/Ids.sol";

/// @dev An attestor says until a last second that a paper is not authentic.
struct Rejection {
    uint40 until;
    OrgId attestor;
}

/// @dev What stops new uses of a paper beside its own statement, each until a last second; read only where the paper
/// is flagged.
/// @param opener of the hold
/// @param disputer the debtor that disputes it, without an end of its own: another debtor's word is not its own
/// @param rejections each by another attestor, so that nobody lifts another's
struct Stop {
    uint40 frozenUntil;
    uint40 heldUntil;
    OrgId opener;
    OrgId disputer;
    Rejection[3] rejections;
}

/// @title Freezes, holds, disputes and rejections
library Stops {
    /// @notice Last seconds of what stops the paper now, 0 where nothing does; of the rejection that ends last.
    function standing(Stop storage s, OrgId debtor)
        internal
        view
        returns (uint40 frozen, uint40 held, uint40 rejected, bool disputed)
    {
        if (block.timestamp <= s.frozenUntil) frozen = s.frozenUntil;
        if (block.timestamp <= s.heldUntil) held = s.heldUntil;
        (rejected, disputed) = (rejection(s).until, isDisputed(s, debtor));
    }

    function any(Stop storage s, OrgId debtor) internal view returns (bool) {
        (uint40 frozen, uint40 held, uint40 rejected, bool disputed) = standing(s, debtor);
        return disputed || frozen | held | rejected != 0;
    }

    function isDisputed(Stop storage s, OrgId debtor) internal view returns (bool) {
        return s.disputer == debtor && !debtor.isNull();
    }

    /// @notice The rejection that ends last, none once it has ended.
    function rejection(Stop storage s) internal view returns (Rejection memory last) {
        for (uint256 i; i < s.rejections.length; ++i) {
            uint40 until = s.rejections[i].until;
            if (until > last.until && block.timestamp <= until) last = s.rejections[i];
        }
    }

    /// @notice Sets or, with 0, lifts an attestor's own rejection.
    function reject(Stop storage s, DocumentId id, OrgId attestor, uint40 until) internal {
        uint256 n = s.rejections.length;
        for (uint256 i = n; i != 0; --i) {
            Rejection storage r = s.rejections[i - 1];
            if (r.attestor == attestor) {
                r.until = until;
                return;
            }
            if (block.timestamp > r.until) n = i - 1;
        }
        if (n == s.rejections.length) revert IDocumentRegistry.RejectionsTooMany(id, n);
        s.rejections[n] = Rejection(until, attestor);
    }

    /// @param held whether a hold counts: it stops what is new, not what waits to be funded
    function requireNone(Stop storage s, DocumentId id, OrgId debtor, bool held) internal view {
        Rejection memory r = rejection(s);
        if (r.until != 0) revert IDocumentRegistry.DocumentIsRejected(id, r.attestor, r.until);
        if (block.timestamp <= s.frozenUntil) revert IDocumentRegistry.DocumentIsFrozen(id, s.frozenUntil);
        if (isDisputed(s, debtor)) revert IDocumentRegistry.DocumentIsDisputed(id);
        if (held && block.timestamp <= s.heldUntil) revert IDocumentRegistry.DocumentIsHeld(id, s.heldUntil);
    }

    /// @notice A hold is opened once for a pair of papers, and once for a paper and opener: so nobody keeps one on.
    function useReasons(mapping(bytes32 => bool) storage used, DocumentId id, DocumentId other, OrgId opener)
        internal
    {
        bytes32 pair = keccak256(id < other ? abi.encode(id, other) : abi.encode(other, id));
        bytes32 once = keccak256(abi.encode(id, opener));
        if (used[pair] || used[once]) revert IDocumentRegistry.HoldUsed(id, other, opener);
        (used[pair], used[once]) = (true, true);
    }
}
