// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {FinancingId, OrgId, ShareId} from "../types/Ids.sol";

/// @title Parts of claims for sale
/// @notice Whoever holds a part of a claim sells of it to another bank or guarantor, price against claim.
interface IShareSales {
    /// @notice A part of a claim for sale: `amount` of what is owed when it is bought, for `price`; minor units both.
    /// @param until last second in which it may be bought
    /// @param offeredBy the seller, or an operator that it approved
    struct Share {
        FinancingId financing;
        OrgId seller;
        OrgId buyer;
        uint96 amount;
        uint96 price;
        uint40 until;
        OrgId offeredBy;
    }

    event OperatorApproved(
        FinancingId indexed financing,
        OrgId indexed holder,
        OrgId indexed operator,
        uint96 ceiling
    );
    event ShareOffered(
        ShareId indexed share,
        FinancingId indexed financing,
        OrgId indexed seller,
        OrgId buyer,
        uint96 amount,
        uint96 price,
        uint40 until,
        OrgId offeredBy,
        bytes32 termsHash
    );
    event ShareSold(
        ShareId indexed share,
        FinancingId indexed financing,
        OrgId indexed buyer,
        OrgId seller,
        uint96 amount,
        uint96 price,
        uint96 left,
        uint96 held
    );
    event ShareWithdrawn(ShareId indexed share);

    error BuyerRelated(OrgId buyer, OrgId borrower);
    error CallerNotBuyer(ShareId share, OrgId buyer, OrgId caller);
    error CallerNotSeller(ShareId share, OrgId seller, OrgId caller);
    error OperatorExceedsCeiling(
        FinancingId financing,
        OrgId holder,
        OrgId operator,
        uint256 requested,
        uint256 ceiling
    );
    error OperatorIsHolder(FinancingId financing, OrgId holder);
    error SaleExceedsHolding(FinancingId financing, OrgId seller, uint256 requested, uint256 available);
    error ShareHashMismatch(ShareId share, bytes32 expected, bytes32 given);
    error ShareLapsed(ShareId share, uint40 until);
    error ShareNotOffered(ShareId share);
    error ShareTermsInvalid(uint96 amount, uint40 until);
    error ShareToItself(FinancingId financing, OrgId seller);

    /// @notice Lets another organisation offer up to `ceiling` of the caller's part of one claim; 0 takes that back. What
    /// it offers uses the ceiling up, sold or not; it sets the price, which the holder gets: a ceiling is trust. Whoever holds the part when it is offered.
    /// @param ceiling minor units of the claim, in place of what was approved before
    function approveOperator(FinancingId financing, OrgId operator, uint96 ceiling) external;

    /// @notice Offers `amount` of a claim, as it is when it is bought, to one buyer for `price`. The holder, or an operator
    /// of its within the ceiling; a lead bank with cover behind the claim keeps what guarantees may still buy of it,
    /// and its own share, so that a sale takes nothing from them. To nobody related to the borrower.
    function offerShare(
        FinancingId financing,
        OrgId seller,
        OrgId buyer,
        uint96 amount,
        uint96 price,
        uint40 until
    ) external returns (ShareId share);

    /// @notice Takes an offered share over and pays its price from the buyer's account to the seller's, both or neither;
    /// from then on every receipt is shared with the buyer. The buyer named, a bank or a guarantor.
    function buyShare(ShareId share, bytes32 termsHash) external;

    /// @notice Withdraws an offer that nobody took. The seller or who offered it, suspended or not.
    function withdrawShare(ShareId share) external;

    /// @notice An offer that stands and the hash by which it is bought; zero where there is none.
    function shareOf(ShareId share) external view returns (Share memory, bytes32 termsHash);

    /// @notice What an operator may still offer of a holder's part, minor units.
    function operatorCeilingOf(FinancingId financing, OrgId holder, OrgId operator) external view returns (uint96);
}
