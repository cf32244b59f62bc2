// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DocumentId, FinancingId, OrgId} from "../types/Ids.sol";
import {IClaimLedger} from "./IClaimLedger.sol";
import {ICondition} from "./ICondition.sol";

/// @title Cargo beside the receivable
/// @notice A warehouse receipt or bill of lading of the borrower's secures a financing that rests on another asset: so
/// much of its value is reserved, and nobody else lends on that. As a condition of a line it lets a financing be funded
/// up to what is secured. It ends by release: against payment, or against a trust receipt.
interface ICollateral is ICondition {
    /// @notice What a cargo paper secures, with the line's terms when that was agreed.
    /// @param amount minor units of value
    /// @param advanceBps share of the paper's value that may be secured by it
    /// @param valuationDays the oldest valuation that counts, times 24 hours
    struct Security {
        DocumentId cargo;
        uint96 amount;
        uint16 advanceBps;
        uint8 valuationDays;
    }

    event CargoSecured(FinancingId indexed financing, DocumentId indexed cargo, OrgId indexed enterprise, uint96 amount);
    event CargoReleased(FinancingId indexed financing, DocumentId indexed cargo, address indexed by, uint96 amount);

    error AmountExceedsCargo(DocumentId cargo, uint256 requested, uint256 available);
    error CargoNotSecured(FinancingId financing, DocumentId cargo);
    error CargoTooMany(FinancingId financing, uint256 most);
    error FinancingIsOver(FinancingId financing, IClaimLedger.FinancingStatus status);

    /// @notice Secures a financing by `amount` of a cargo paper's value: at most floor(open x the line's cargo advance)
    /// less everything that rests on the paper, freshly valued; each of at most four papers once. The borrower, as its
    /// holder, while the financing waits for its bank or is owed, and isn't frozen.
    function secure(FinancingId financing, DocumentId cargo, uint96 amount) external;

    /// @notice Gives a paper back. The lead bank, suspended or not, at any time but under a freeze of it or of the
    /// financing; anybody once the financing is settled, closed or lapsed.
    function release(FinancingId financing, DocumentId cargo) external;

    /// @notice What is secured, sum over the papers that still stand: attested and in date, neither frozen, rejected nor
    /// disputed, their valuation not too old; less what rests on each above its advance. A hold stops what is new alone.
    function headroom(FinancingId financing) external view returns (uint96);

    /// @notice What secures a financing, sound or not, in no order.
    function securedOf(FinancingId financing) external view returns (Security[] memory);
}
