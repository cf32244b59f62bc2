// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DocumentId, GuaranteeId} from "../types/Ids.sol";

/// @title What a guarantor offers to make of a guarantee that stands
/// @notice Another cover, another expiry, by the beneficiary's consent (URDG 758, 11). Premium, kind and the rest stay.
interface IGuaranteeAmendments {
    /// @param cover minor units, `expiry` last second; what the amendment makes of both
    /// @param until last second in which the beneficiary may consent
    struct Amendment {
        uint96 cover;
        uint40 expiry;
        uint40 until;
    }

    event AmendmentOffered(GuaranteeId indexed guarantee, uint96 cover, uint40 expiry, uint40 until);
    /// @param left minor units of the cover that may still be paid, `covered` of the financing by all guarantees
    event GuaranteeAmended(
        GuaranteeId indexed guarantee, uint96 cover, uint40 expiry, uint96 left, uint96 covered
    );

    error AmendmentInvalid(GuaranteeId guarantee, uint96 cover, uint40 expiry, uint40 until);
    error AmendmentMismatch(GuaranteeId guarantee, uint96 cover, uint40 expiry, uint40 until);

    /// @notice Offers an amendment; the last one stands. The guarantor, while the guarantee is live.
    function amend(GuaranteeId guarantee, Amendment calldata amendment) external;

    /// @notice Consents to the amendment by what it says. More cover is within the guarantor's limits and the financing's
    /// rest, and secured where the guarantee requires it; less unlocks at once, but for what was paid. Not while a demand
    /// is open. The beneficiary.
    /// @param assets that secure the guarantor, ascending; needed for more cover where the guarantee requires security
    function acceptAmendment(
        GuaranteeId guarantee,
        uint96 cover,
        uint40 expiry,
        DocumentId[] calldata assets
    ) external;

    /// @notice The amendment that was offered last, all zero where none was or it was accepted.
    function amendmentOf(GuaranteeId guarantee) external view returns (Amendment memory);
}
