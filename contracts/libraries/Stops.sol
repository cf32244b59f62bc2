// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDocumentRegistry} from "../interfaces/IDocumentRegistry.sol";
import {DocumentId, OrgId} from "../types/Ids.sol";
import {DocumentKind} from "../types/Roles.sol";

/// @dev What stops new uses of a paper beside its own statement, each until a last second; one slot, read only where
/// the paper is flagged.
/// @param opener of the hold
/// @param rejecter who says that the paper is not authentic
/// @param kind of the paper held
struct Stop {
    uint40 frozenUntil;
    uint40 heldUntil;
    uint40 rejectedUntil;
    OrgId opener;
    OrgId rejecter;
    DocumentKind kind;
}

/// @title Freezes, holds and rejections
library Stops {
    uint40 internal constant MAX = 180 days;

    /// @notice Last seconds of what stops the paper now, 0 where nothing does.
    function standing(Stop storage s) internal view returns (uint40 frozen, uint40 held, uint40 rejected) {
        if (block.timestamp <= s.frozenUntil) frozen = s.frozenUntil;
        if (block.timestamp <= s.heldUntil) held = s.heldUntil;
        if (block.timestamp <= s.rejectedUntil) rejected = s.rejectedUntil;
    }

    function any(Stop storage s) internal view returns (bool) {
        (uint40 frozen, uint40 held, uint40 rejected) = standing(s);
        return frozen | held | rejected != 0;
    }

    function requireNone(Stop storage s, DocumentId id) internal view {
        (uint40 frozen, uint40 held, uint40 rejected) = standing(s);
        if (rejected != 0) revert IDocumentRegistry.DocumentIsRejected(id, s.rejecter, rejected);
        if (frozen != 0) revert IDocumentRegistry.DocumentIsFrozen(id, frozen);
        if (held != 0) revert IDocumentRegistry.DocumentIsHeld(id, held);
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

    /// @notice The furthest second to which a stop may be set now.
    function latest() internal view returns (uint40) {
        return uint40(block.timestamp) + MAX;
    }

    function requireWithin(uint40 until) internal view {
        if (until > latest()) revert IDocumentRegistry.StopTooLong(until, latest());
    }
}
