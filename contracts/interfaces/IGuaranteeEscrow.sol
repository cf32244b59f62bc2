// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DemandId, FinancingId, GuaranteeId, OrgId} from "../types/Ids.sol";
import {IClaimLedger} from "./IClaimLedger.sol";

/// @title Who stands behind a financing
/// @notice A guarantee covers a part of one financing with locked capital. It is demanded on, examined within five
/// business days, paid or refused; a payout buys that amount of the bank's claim. Modelled on URDG 758.
interface IGuaranteeEscrow {
    /// @dev ACCESSORY needs the borrower's default (written off or not), DEMAND the presentation alone.
    enum GuaranteeKind {
        Accessory,
        Demand
    }

    /// @dev Lapsed and Expired are told by the clock and never stored.
    enum GuaranteeStatus {
        None,
        Offered,
        Live,
        Released,
        Exhausted,
        Lapsed,
        Expired
    }

    /// @dev Precluded (no answer in time: payable by anybody) is told by the clock and never stored.
    enum DemandStatus {
        None,
        Presented,
        Complying,
        Refused,
        Paid,
        Withdrawn,
        Precluded
    }

    /// @param cover minor units of the financing's currency, the most that is ever paid
    /// @param premium minor units, paid at acceptance by `payer` (the beneficiary or the borrower)
    /// @param expiry last second in which it may be demanded on
    /// @param offerUntil last second in which it may be accepted
    /// @param calendar number in BusinessCalendar, for the examination
    struct Offer {
        FinancingId financing;
        GuaranteeKind kind;
        uint96 cover;
        uint96 premium;
        OrgId payer;
        uint40 expiry;
        uint40 offerUntil;
        uint16 calendar;
    }

    struct Guarantee {
        Offer terms;
        OrgId guarantor;
        OrgId beneficiary;
        OrgId client;
        uint16 currency;
        GuaranteeStatus status;
        uint96 paid;
        uint16 termsVersion;
        DemandId openDemand;
        bytes32 termsHash;
    }

    /// @param examineBy last second of the examination; after it anybody may make the escrow pay
    /// @param discrepancies bit set of the refusal's codes
    struct Demand {
        GuaranteeId guarantee;
        uint96 amount;
        uint40 examineBy;
        DemandStatus status;
        uint256 discrepancies;
    }

    event GuaranteeOffered(
        GuaranteeId indexed guarantee,
        FinancingId indexed financing,
        OrgId indexed guarantor,
        OrgId beneficiary,
        OrgId payer,
        GuaranteeKind kind,
        uint96 cover,
        uint96 premium,
        uint40 expiry,
        uint40 offerUntil,
        bytes32 termsHash
    );
    event GuaranteeAccepted(GuaranteeId indexed guarantee, OrgId indexed party);
    event GuaranteeIssued(GuaranteeId indexed guarantee, FinancingId indexed financing, uint96 cover, uint96 covered);
    event GuaranteeConsented(
        GuaranteeId indexed guarantee,
        FinancingId indexed financing,
        uint16 termsVersion,
        bytes32 termsHash
    );
    event GuaranteeReleased(GuaranteeId indexed guarantee, uint96 unlocked, uint96 covered);
    event DemandPresented(
        DemandId indexed demand,
        GuaranteeId indexed guarantee,
        uint96 amount,
        uint40 examineBy,
        bytes32 statement
    );
    event DemandExamined(DemandId indexed demand, GuaranteeId indexed guarantee, uint256 discrepancies);
    event DemandPaid(DemandId indexed demand, GuaranteeId indexed guarantee, uint96 amount, uint96 paid, uint96 left);
    event DemandWithdrawn(DemandId indexed demand, GuaranteeId indexed guarantee);

    error GuaranteeNotInStatus(GuaranteeId guarantee, GuaranteeStatus actual, GuaranteeStatus expected);
    error GuaranteeTermsInvalid(uint96 cover, uint40 expiry, uint40 offerUntil);
    error TermsHashMismatch(GuaranteeId guarantee, bytes32 expected, bytes32 given);
    error FinancingNotGuaranteeable(FinancingId financing, IClaimLedger.FinancingStatus status);
    error ConsentHashMismatch(GuaranteeId guarantee, bytes32 current, bytes32 proposed, bytes32 given);
    error FinancingTermsChanged(FinancingId financing, uint16 consented, uint16 actual);
    error GuarantorRelated(OrgId guarantor, OrgId party);
    error CoverExceedsObligation(FinancingId financing, uint256 requested, uint256 available);
    error CoversTooMany(FinancingId financing, uint256 most);
    error CallerNotParty(GuaranteeId guarantee, OrgId caller);
    error CallerNotGuarantor(GuaranteeId guarantee, OrgId guarantor, OrgId caller);
    error CallerNotBeneficiary(GuaranteeId guarantee, OrgId beneficiary, OrgId caller);
    error DemandOpen(GuaranteeId guarantee, DemandId demand);
    error DemandIsZero(GuaranteeId guarantee);
    error DemandExceedsAvailable(GuaranteeId guarantee, uint256 requested, uint256 available);
    error ObligationNotDefaulted(FinancingId financing, IClaimLedger.FinancingStatus status);
    error DemandNotInStatus(DemandId demand, DemandStatus actual, DemandStatus expected);
    error ReleaseNotDue(GuaranteeId guarantee, IClaimLedger.FinancingStatus financing);

    /// @notice Offers cover for a financing that is requested or running. Guarantor only.
    function offer(Offer calldata terms) external returns (GuaranteeId guarantee);

    /// @notice Accepts an offer by the hash of its terms; at the last acceptance the cover is locked and the premium
    /// paid, between organisations that may still do business, and the beneficiary thereby lets the escrow buy up to the
    /// cover of its claim. The financing's bank and the payer of the premium.
    function accept(GuaranteeId guarantee, bytes32 termsHash) external;

    /// @notice Lets a live guarantee cover other terms of its financing, in force already or only proposed, by their
    /// hash: what takes a proposal's place needs a consent of its own. The guarantor.
    function consent(GuaranteeId guarantee, bytes32 termsHash) external;

    /// @notice Presents a demand for `amount`; one at a time. The beneficiary, until the guarantee expires and on the
    /// terms that the guarantor consented to.
    /// @param statement commitment of the supporting statement; the event keeps it
    function demand(GuaranteeId guarantee, uint96 amount, bytes32 statement) external returns (DemandId id);

    /// @notice Answers a demand once, in time: 0 finds it complying, else every discrepancy by code. The guarantor.
    function examine(DemandId id, uint256 discrepancies) external;

    /// @notice Pays a complying or precluded demand to the beneficiary and buys that amount of its claim: less where
    /// less is owed by now, nothing where the terms were changed since without the guarantor, or where an accessory one's
    /// borrower is in default no more. Anybody.
    function pay(DemandId id) external;

    /// @notice Withdraws a demand that was not paid. The beneficiary, unless it or the financing is frozen.
    function withdrawDemand(DemandId id) external;

    /// @notice Ends a guarantee without an open demand and unlocks what is left: the beneficiary at any time, unless
    /// it or the financing is frozen, the guarantor while the terms are others than it consented to, anybody once it has expired or nothing is owed.
    function release(GuaranteeId guarantee) external;

    function get(GuaranteeId guarantee) external view returns (Guarantee memory);

    function getDemand(DemandId id) external view returns (Demand memory);

    function statusOf(GuaranteeId guarantee) external view returns (GuaranteeStatus);

    function demandStatusOf(DemandId id) external view returns (DemandStatus);

    /// @notice Whether the guarantor consented to the change of terms with this hash; it can't take that back.
    function consentsTo(GuaranteeId guarantee, bytes32 termsHash) external view returns (bool);

    /// @notice What live, unexpired guarantees may still pay for a financing, minor units.
    function coveredOf(FinancingId financing) external view returns (uint96);
}
