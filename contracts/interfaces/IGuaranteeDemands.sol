// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DemandId, FinancingId, GuaranteeId, OrgId} from "../types/Ids.sol";
import {IClaimLedger} from "./IClaimLedger.sol";
import {IDemandState} from "./IDemandState.sol";

/// @title What is demanded on guarantees
/// @notice A demand is presented, examined within five business days, paid or refused, once and with every reason.
/// Modelled on URDG 758, whose articles are named.
interface IGuaranteeDemands is IDemandState {
    /// @dev Precluded (no answer in time: payable by anybody) is told by the clock and never stored. Incomplete: without
    /// its supporting statement. Contested: refused, and before the arbiter. Short: paid as far as the money went.
    enum DemandStatus {
        None,
        Incomplete,
        Presented,
        Complying,
        Refused,
        Contested,
        Short,
        Paid,
        Withdrawn,
        Precluded
    }

    /// @dev Why a presentation doesn't comply; a refusal is a set of bits `1 << Discrepancy` (URDG 758, 15, 19, 24).
    enum Discrepancy {
        StatementOfBreachMissing,
        StatementNotSupporting,
        StatementUnsigned,
        SignerNotEntitled,
        DocumentMissing,
        DocumentsInconsistent,
        ReferenceWrong,
        AmountWrong,
        CurrencyWrong,
        DatedAfterPresentation,
        NotAsRequired
    }

    /// @param amount minor units demanded and not paid
    /// @param by last second of what comes next: the examination; of a refusal, to contest it; of a contest, to decide
    /// @param suspendedUntil last second in which payment waits for an extension, 0 once that is declined
    /// @param extendTo expiry that the beneficiary would have taken instead, 0 for none
    /// @param discrepancies bit set of the refusal's codes
    struct Demand {
        GuaranteeId guarantee;
        uint96 amount;
        uint40 by;
        DemandStatus status;
        uint40 suspendedUntil;
        uint40 extendTo;
        uint256 discrepancies;
    }

    event DemandPresented(
        DemandId indexed demand,
        GuaranteeId indexed guarantee,
        uint96 amount,
        uint40 examineBy,
        bytes32 statement
    );
    event DemandIncomplete(DemandId indexed demand, GuaranteeId indexed guarantee, uint96 amount);
    event DemandExamined(DemandId indexed demand, GuaranteeId indexed guarantee);
    /// @param contestBy last second in which the beneficiary may take it to the arbiter, 0 where there is none
    event DemandRefused(
        DemandId indexed demand, GuaranteeId indexed guarantee, uint256 discrepancies, uint40 contestBy
    );
    event DemandContested(DemandId indexed demand, GuaranteeId indexed guarantee, bytes32 grounds, uint40 decideBy);
    event DemandDecided(DemandId indexed demand, GuaranteeId indexed guarantee, OrgId indexed arbiter, bool complies);
    event ExtensionRequested(
        DemandId indexed demand, GuaranteeId indexed guarantee, uint40 extendTo, uint40 suspendedUntil
    );
    event ExtensionDeclined(DemandId indexed demand, GuaranteeId indexed guarantee);
    /// @param missing minor units that are owed and weren't there
    event DemandPaid(
        DemandId indexed demand,
        GuaranteeId indexed guarantee,
        uint96 amount,
        uint96 paid,
        uint96 left,
        uint96 missing
    );
    event DemandWithdrawn(DemandId indexed demand, GuaranteeId indexed guarantee);

    error CallerNotArbiter(GuaranteeId guarantee, OrgId arbiter, OrgId caller);
    error DemandExceedsAvailable(GuaranteeId guarantee, uint256 requested, uint256 available);
    error ObligationNotDefaulted(FinancingId financing, IClaimLedger.FinancingStatus status);
    error DemandIsZero(GuaranteeId guarantee);
    error DemandIsSuspended(DemandId demand, uint40 until);
    error StatementMissing(DemandId demand);
    error DiscrepanciesInvalid(DemandId demand, uint256 discrepancies);
    error RefusalNotContestable(DemandId demand, uint40 until);
    error ExtensionInvalid(DemandId demand, uint40 extendTo, uint40 expiry);
    error ExtensionNotRequested(DemandId demand);
    error DemandNotInStatus(DemandId demand, DemandStatus actual, DemandStatus expected);

    /// @notice Presents a demand for `amount`; one at a time is examined. The beneficiary, until the guarantee expires
    /// and on the terms that the guarantor consented to (URDG 758, 14, 15, 17).
    /// @param statement commitment of the supporting statement, which the event keeps; zero where it is to follow: until
    /// then the demand waits, and keeps no guarantee from expiring
    function demand(GuaranteeId guarantee, uint96 amount, bytes32 statement) external returns (DemandId id);

    /// @notice Completes an incomplete demand while the guarantee may be demanded on: it is presented now. The
    /// beneficiary.
    function complete(DemandId id, bytes32 statement) external;

    /// @notice Finds a demand complying, in time. The guarantor.
    function examine(DemandId id) external;

    /// @notice Refuses a demand, in time and once, with every discrepancy (URDG 758, 24). The guarantor.
    function refuse(DemandId id, uint256 discrepancies) external;

    /// @notice Would take a later expiry instead of payment, which waits 30 days for the answer, at most until
    /// that time (URDG 758, 23); the
    /// examination goes on. Once a demand. The beneficiary, unless it or the financing is frozen.
    function extendOrPay(DemandId id, uint40 extendTo) external;

    /// @notice Extends as asked, within the 30 days: the demand is withdrawn thereby. The guarantor, unless the financing or
    /// the beneficiary is frozen.
    function extend(DemandId id) external;

    /// @notice Declines to extend: payment waits no more. The guarantor.
    function declineExtension(DemandId id) external;

    /// @notice Takes a refusal to the arbiter, until the close of the fifth business day after it. The beneficiary.
    /// @param grounds commitment of what it says, which the event keeps
    function contest(DemandId id, bytes32 grounds) external;

    /// @notice Decides a contested refusal, within 60 days; without a decision it stands. The arbiter.
    function arbitrate(DemandId id, bool complies) external;

    /// @notice Pays a complying or precluded demand to the beneficiary and buys that amount of its claim: less where
    /// less is owed by now, nothing where the terms were changed since without the guarantor, or where an accessory one's
    /// borrower is in default no more. Out of the guarantee's own lock, then of free capital, never of another's lock:
    /// what is missing is owed, and paid when this is called again. Anybody.
    function pay(DemandId id) external;

    /// @notice Withdraws a demand that was not paid whole. The beneficiary, unless it or the financing is frozen.
    function withdrawDemand(DemandId id) external;

    function get(DemandId id) external view returns (Demand memory);

    function statusOf(DemandId id) external view returns (DemandStatus);
}
