// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IClaimLedger} from "../interfaces/IClaimLedger.sol";
import {LineId} from "../types/Ids.sol";

/// @title What a collection over several ranks pays and frees
library Bookings {
    /// @notice One transfer a payee, and one release a line: what a bank gets on several ranks, and the ledger for holders.
    function merge(IClaimLedger.Booking[] memory booked) internal pure {
        for (uint256 i = 1; i < booked.length; ++i) {
            IClaimLedger.Booking memory b = booked[i];
            (booked[0].toHolders, b.toHolders) = (booked[0].toHolders + b.toHolders, 0);
            for (uint256 j; j < i; ++j) {
                IClaimLedger.Booking memory a = booked[j];
                if (a.parties.bank == b.parties.bank) (a.toLead, b.toLead) = (a.toLead + b.toLead, 0);
                bool sameLine = LineId.unwrap(a.parties.line) == LineId.unwrap(b.parties.line);
                if (!sameLine || a.parties.capped != b.parties.capped) continue;
                (a.paid.principal, b.paid.principal) = (a.paid.principal + b.paid.principal, 0);
            }
        }
    }
}
