// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IClaimLedger} from "../interfaces/IClaimLedger.sol";
import {FinancingId} from "../types/Ids.sol";
import {Amortization} from "./Amortization.sol";
import {Claim, Claims} from "./Claims.sol";

/// @title Other terms for a claim that runs
library Changes {
    using Claims for Claim;

    /// @notice Refuses a maturity before `day`, the day on which the change would count, and a schedule that doesn't
    /// fit before it.
    function requireFit(FinancingId financing, IClaimLedger.Change memory to, uint24 day) internal pure {
        if (to.maturityDay < day) revert IClaimLedger.MaturityPassed(financing, to.maturityDay, day);
        Amortization.requireFit(to.kind, to.instalments, day, to.maturityDay);
    }

    /// @notice What both sides agree on: these terms, of this financing, as this version.
    function hashOf(FinancingId financing, uint16 termsVersion, IClaimLedger.Change memory to)
        internal
        view
        returns (bytes32)
    {
        return keccak256(abi.encode(block.chainid, address(this), financing, termsVersion, to));
    }

    /// @notice Fixes what has accrued at the end of `day` on the terms so far; from then on the new ones count.
    function adopt(Claim storage c, IClaimLedger.Change memory to, uint24 day) internal {
        (uint128 interest, uint160 penalty) = c.accruedTo(day);
        c.store(interest, c.interestPaid, penalty, 0, day);
        (c.maturityDay, c.rateBps, c.penaltyBps) = (to.maturityDay, to.rateBps, to.penaltyBps);
        (c.graceDays, c.kind, c.instalments) = (to.graceDays, to.kind, to.instalments);
        ++c.termsVersion;
    }
}
