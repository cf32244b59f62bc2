// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrgId} from "../types/Ids.sol";

/// @dev What regulators' cases stop: a paper, an organisation or a financing.
/// @param until last second of each case that stops the subject
/// @param cases whose seat is whose: the hash of regulator and case number
/// @param times how often a case froze the subject; all of them once it was lifted
struct Freeze {
    uint40[3] until;
    bytes32[3] cases;
    mapping(bytes32 key => uint8) times;
}

/// @title Freezes by case
/// @notice A regulator's case freezes a subject for at most 180 days ahead and renews that once; once lifted, it
/// doesn't begin anew. Several cases stop a subject until the last of them ends, and nobody ends another's.
library Freezes {
    uint40 internal constant MAX = 180 days;
    uint8 private constant MOST_TIMES = 2;
    uint256 private constant MOST_CASES = 3;

    error FreezeNotFound(bytes32 subject, bytes32 caseNumber);
    error FreezeUsedUp(bytes32 subject, bytes32 caseNumber);
    error FreezeWithoutCase(bytes32 subject);
    error FreezesTooMany(bytes32 subject, uint256 most);
    error StopTooLong(uint40 until, uint40 latest);

    /// @notice Sets the end of a case's freeze or, with a second that is past, lifts it.
    /// @return last second of all that freezes the subject now, 0 where nothing does
    function set(Freeze storage f, bytes32 subject, OrgId regulator, bytes32 caseNumber, uint40 until)
        internal
        returns (uint40 last)
    {
        if (caseNumber == 0) revert FreezeWithoutCase(subject);
        requireWithin(until);
        bytes32 key = keccak256(abi.encode(regulator, caseNumber));
        uint256 seat = _seatOf(f, key);
        bool own = f.cases[seat] == key;
        bool stands = block.timestamp <= f.until[seat];
        bool lifts = until < block.timestamp;
        if (lifts && !(own && stands)) revert FreezeNotFound(subject, caseNumber);
        if (!lifts && f.times[key] == MOST_TIMES) revert FreezeUsedUp(subject, caseNumber);
        if (!own && stands) revert FreezesTooMany(subject, MOST_CASES);
        f.times[key] = lifts ? MOST_TIMES : f.times[key] + 1;
        (f.cases[seat], f.until[seat]) = (key, until);
        for (uint256 i; i < MOST_CASES; ++i) {
            uint40 end = f.until[i];
            if (end > last && block.timestamp <= end) last = end;
        }
    }

    /// @notice The furthest second to which a stop may be set now.
    function latest() internal view returns (uint40) {
        return uint40(block.timestamp) + MAX;
    }

    function requireWithin(uint40 until) internal view {
        if (until > latest()) revert StopTooLong(until, latest());
    }

    /// @dev The case's own seat, else one whose freeze has ended, else the first.
    function _seatOf(Freeze storage f, bytes32 key) private view returns (uint256 seat) {
        for (uint256 i; i < MOST_CASES; ++i) {
            if (f.cases[i] == key) return i;
            if (block.timestamp > f.until[i]) seat = i;
        }
    }
}
