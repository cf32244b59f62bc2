// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Reduction} from "../libraries/Reductions.sol";
import {DemandId, DocumentId, FinancingId, GuaranteeId, OrgId} from "../types/Ids.sol";
import {IClaimLedger} from "./IClaimLedger.sol";

/// @title Who stands behind a financing
/// @notice A guarantee covers a part of one financing, in part or in whole with locked capital; a payout buys that amount
/// of the bank's claim. Modelled on URDG 758, whose articles are named.
interface IGuaranteeEscrow {
    /// @dev ACCESSORY needs the borrower's default (written off or not) and pays what is due, DEMAND the presentation
    /// alone.
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

    /// @param cover minor units of the financing's currency, the most that is ever paid
    /// @param shareBps of all that is owed, the most that the guarantor ever bears; 10,000 for an amount alone
    /// @param premium minor units for the whole time, paid by `payer` (the beneficiary or the borrower)
    /// @param inArrear whether the premium is due as it is earned, not at acceptance
    /// @param expiry last second in which it may be demanded on
    /// @param offerUntil last second in which it may be accepted, not after the expiry
    /// @param calendar number in BusinessCalendar, for the examination and the days of reduction
    /// @param arbiter who decides on a contested refusal, zero for nobody
    /// @param securedBps basis points of the cover that assets must count when it begins
    /// @param reductions how the cover falls, by days of the calendar
    struct Offer {
        FinancingId financing;
        GuaranteeKind kind;
        uint96 cover;
        uint16 shareBps;
        uint96 premium;
        bool inArrear;
        OrgId payer;
        uint40 expiry;
        uint40 offerUntil;
        uint16 calendar;
        OrgId arbiter;
        uint16 securedBps;
        Reduction[] reductions;
    }

    /// @param terms as they are now; `offerUntil` the second of issue once issued, `premium` what of it was earned once
    /// released
    /// @param available minor units of the cover that are left on this day
    /// @param locked minor units of its guarantor's capital behind it
    /// @param premiumPaid minor units
    struct Guarantee {
        Offer terms;
        OrgId guarantor;
        OrgId beneficiary;
        OrgId client;
        uint16 currency;
        GuaranteeStatus status;
        uint96 paid;
        uint96 available;
        uint96 locked;
        uint16 marginBps;
        uint96 premiumPaid;
        uint16 termsVersion;
        DemandId openDemand;
        bytes32 termsHash;
    }

    /// @param amount minor units paid now, `paid` ever, `left` of the cover, `missing` owed and not there
    struct Payment {
        uint96 amount;
        uint96 paid;
        uint96 left;
        uint96 missing;
    }

    /// @dev What a demand is measured by.
    /// @param termsVersion the last of its financing's to which the guarantor consented
    /// @param left minor units of the cover left on this day, `booked` of the cover without the reductions that
    /// nobody has booked yet
    struct Facts {
        GuaranteeStatus status;
        GuaranteeKind kind;
        OrgId guarantor;
        OrgId beneficiary;
        OrgId arbiter;
        FinancingId financing;
        uint16 calendar;
        uint40 expiry;
        DemandId openDemand;
        uint16 shareBps;
        uint16 termsVersion;
        uint96 left;
        uint96 booked;
    }

    event GuaranteeOffered(
        GuaranteeId indexed guarantee,
        FinancingId indexed financing,
        OrgId indexed guarantor,
        OrgId beneficiary,
        GuaranteeKind kind,
        uint96 cover,
        uint16 shareBps,
        uint96 premium,
        bool inArrear,
        OrgId payer,
        uint40 expiry,
        uint40 offerUntil,
        OrgId arbiter,
        uint16 securedBps,
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
    event GuaranteeReduced(GuaranteeId indexed guarantee, uint96 cover, uint96 unlocked);
    event GuaranteeReleased(GuaranteeId indexed guarantee, uint96 unlocked, uint96 covered);
    /// @param amount minor units moved now, to the guarantor, or back to the payer
    /// @param paid minor units of the premium that the guarantor has got, less what it gave back
    event PremiumSettled(GuaranteeId indexed guarantee, OrgId indexed payer, uint96 amount, bool refunded, uint96 paid);
    event GuaranteeExtended(GuaranteeId indexed guarantee, DemandId indexed demand, uint40 expiry);

    error GuaranteeNotInStatus(GuaranteeId guarantee, GuaranteeStatus actual, GuaranteeStatus expected);
    error GuaranteeTermsInvalid(uint96 cover, uint16 shareBps, uint40 expiry, uint40 offerUntil);
    error PremiumExceedsLock(GuaranteeId guarantee, uint96 premium, uint96 locked);
    error ArbiterRelated(OrgId arbiter, OrgId party);
    error TermsHashMismatch(GuaranteeId guarantee, bytes32 expected, bytes32 given);
    error FinancingNotGuaranteeable(FinancingId financing, IClaimLedger.FinancingStatus status);
    error ConsentHashMismatch(GuaranteeId guarantee, bytes32 current, bytes32 proposed, bytes32 given);
    error FinancingTermsChanged(FinancingId financing, uint16 consented, uint16 actual);
    error GuarantorRelated(OrgId guarantor, OrgId party);
    error CoverExceedsObligation(FinancingId financing, uint256 requested, uint256 available);
    error CoversTooMany(FinancingId financing, uint256 most);
    error SecurityInsufficient(GuaranteeId guarantee, uint256 counted, uint256 required);
    error CallerNotParty(GuaranteeId guarantee, OrgId caller);
    error CallerNotGuarantor(GuaranteeId guarantee, OrgId guarantor, OrgId caller);
    error CallerNotBeneficiary(GuaranteeId guarantee, OrgId beneficiary, OrgId caller);
    error CoverBelowPaid(GuaranteeId guarantee, uint96 cover, uint96 paid);
    error ReductionNotDue(GuaranteeId guarantee);
    error PremiumNotDue(GuaranteeId guarantee, uint96 earned, uint96 paid);
    error DemandOpen(GuaranteeId guarantee, DemandId demand);
    error ReleaseNotDue(GuaranteeId guarantee, IClaimLedger.FinancingStatus financing);

    /// @notice Offers cover for a financing that is requested or running. Guarantor only.
    function offer(Offer calldata terms) external returns (GuaranteeId guarantee);

    /// @notice Accepts an offer by the hash of its terms; at the last acceptance the cover counts within the
    /// guarantor's limits, its margin is locked and a premium in advance is paid, between organisations that may still do
    /// business, and the beneficiary thereby lets the escrow buy up to the cover of its claim. The financing's bank and
    /// the payer of the premium.
    /// @param assets that secure the guarantor, ascending; needed where the offer requires security
    function accept(GuaranteeId guarantee, bytes32 termsHash, DocumentId[] calldata assets) external;

    /// @notice Lets a live guarantee cover other terms of its financing, in force already or only proposed, by their
    /// hash: what takes a proposal's place needs a consent of its own. The guarantor.
    function consent(GuaranteeId guarantee, bytes32 termsHash) external;

    /// @notice Puts another cover and expiry in force; more cover counts as if it were new. Not while a demand is open.
    /// GuaranteeAmendments only.
    /// @return left minor units of the cover that may still be paid
    /// @return covered minor units that are covered of the financing now
    function adopt(GuaranteeId guarantee, uint96 cover, uint40 expiry, DocumentId[] calldata assets)
        external
        returns (uint96 left, uint96 covered);

    /// @notice Books the reductions whose day has come, and unlocks what they free. Without an open demand. Anybody.
    function reduce(GuaranteeId guarantee) external;

    /// @notice Moves what of the premium is earned and not paid from its payer to the guarantor, or what was paid and not
    /// earned, after an early release, back out of the guarantor's capital. Anybody.
    function settlePremium(GuaranteeId guarantee) external;

    /// @notice Keeps a guarantee for a demand that `caller` presents, where it is kept for no other. GuaranteeDemands only,
    /// which looks at the facts.
    function keep(GuaranteeId guarantee, DemandId demand, OrgId caller) external returns (Facts memory facts);

    /// @notice The guarantee's demand has ended unpaid. GuaranteeDemands only.
    function clear(GuaranteeId guarantee) external;

    /// @notice The demand has ended with a later expiry. GuaranteeDemands only.
    function extend(GuaranteeId guarantee, uint40 expiry) external;

    /// @notice Pays as much of what is owed on a demand as is there: out of the guarantee's own lock, then of free capital.
    /// Books the rest as missing. GuaranteeDemands only.
    /// @param owed minor units; 0 where nothing is owed any more
    /// @param missingBefore minor units that were missing for this demand before
    function settle(GuaranteeId guarantee, uint96 owed, uint96 missingBefore)
        external
        returns (Payment memory payment);

    /// @notice Ends a guarantee without an open demand and unlocks what is left, but a premium that is to be given back: the
    /// beneficiary at any time, unless it or the financing is frozen, the guarantor while the terms are others than it
    /// consented to, anybody once it has expired or nothing is owed.
    function release(GuaranteeId guarantee) external;

    function get(GuaranteeId guarantee) external view returns (Guarantee memory);

    /// @notice What was ever paid on it, minor units.
    function paidOf(GuaranteeId guarantee) external view returns (uint96);

    function factsOf(GuaranteeId guarantee) external view returns (Facts memory);

    function statusOf(GuaranteeId guarantee) external view returns (GuaranteeStatus);

    /// @notice Whether the guarantor consented to the terms in force.
    function consents(GuaranteeId guarantee) external view returns (bool);

    /// @notice Whether the guarantor consented to the change of terms with this hash; it can't take that back.
    function consentsTo(GuaranteeId guarantee, bytes32 termsHash) external view returns (bool);

    /// @notice What live, unexpired guarantees may still pay for a financing, minor units.
    function coveredOf(FinancingId financing) external view returns (uint96);
}
