// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDocumentRegistry} from "../interfaces/IDocumentRegistry.sol";
import {Statement} from "../types/Statement.sol";

/// @dev The live epochs of the consortium's secret, from `oldest` to `current`.
struct Epochs {
    uint16 oldest;
    uint16 current;
    mapping(uint16 epoch => uint40) endedAt;
}

/// @title Whose keys count
library EpochClock {
    uint16 internal constant MOST = 4;
    uint40 internal constant LIFE = 730 days;

    function rotate(Epochs storage e) internal returns (uint16) {
        if (e.current - e.oldest + 1 == MOST) revert IDocumentRegistry.EpochsTooMany(MOST);
        e.endedAt[e.current] = uint40(block.timestamp);
        return ++e.current;
    }

    function retire(Epochs storage e) internal returns (uint16 epoch) {
        epoch = e.oldest;
        if (epoch == e.current) revert IDocumentRegistry.EpochIsCurrent(epoch);
        uint40 from = e.endedAt[epoch] + LIFE;
        if (block.timestamp < from) revert IDocumentRegistry.EpochNotOver(epoch, from);
        e.oldest = epoch + 1;
    }

    /// @notice Refuses a first statement on a key of no live epoch, or one that hides the earlier keys. A debtor
    /// doesn't hold the secret: its statement can't tell other keys, and gives way to an attestor's.
    function requireLive(Epochs storage e, Statement calldata s, bool entitled) internal view {
        (uint16 oldest, uint16 current) = (e.oldest, e.current);
        if (s.epoch < oldest || s.epoch > current) revert IDocumentRegistry.EpochNotLive(s.epoch, oldest, current);
        (uint256 given, uint256 expected) = (s.otherKeys.length, s.epoch - oldest);
        if (entitled && given < expected) revert IDocumentRegistry.OtherKeysMissing(s.document, given, expected);
    }
}
