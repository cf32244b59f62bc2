// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Debt} from "../libraries/Waterfall.sol";
import {FinancingId, LineId, OrgId} from "../types/Ids.sol";
import {AmortizationKind, DayCountConvention, Instalment} from "../types/Terms.sol";

/// @title The one debt ledger
/// @notice What each financing owes to the last minor unit, who holds the claim, and the only place that moves the
/// money of financings: a party approves this contract once, for each currency's one settlement token.
interface IClaimLedger {
    /// @dev Lapsed, Overdue and Defaulted are told by the clock and never stored. What is WrittenOff is owed as before.
    enum FinancingStatus {
        None,
        Requested,
        Funded,
        Settled,
        Closed,
        Lapsed,
        Overdue,
        Defaulted,
        WrittenOff
    }

    /// @param principal minor units
    /// @param until last second in which it may be funded
    /// @param maturityDay local day number; the last day without penalty
    /// @param utcOffset seconds that the calendar's clock is ahead of UTC
    /// @param calendar number in BusinessCalendar, for due dates
    /// @param feeBps share of the principal that the bank keeps back at funding
    /// @param condition ICondition that must allow the funding, zero for none
    /// @param debtor of the invoice, told where `capped`
    /// @param capped whether it counts to what one debtor may bear under the line
    struct Terms {
        LineId line;
        OrgId bank;
        OrgId enterprise;
        uint16 currency;
        uint96 principal;
        uint40 until;
        uint24 maturityDay;
        int24 utcOffset;
        uint16 rateBps;
        uint16 penaltyBps;
        uint8 graceDays;
        DayCountConvention dayCount;
        AmortizationKind kind;
        uint8 instalments;
        uint16 calendar;
        uint16 feeBps;
        address condition;
        OrgId debtor;
        bool capped;
    }

    /// @param principal outstanding, minor units
    /// @param drawn when it was funded, 0 before
    /// @param termsVersion raised by each change of terms
    /// @param scheduled principal on which the schedule runs: all of it, or what a change of terms found outstanding
    /// @param scheduledFrom local day of the last change, 0 for the day of drawing
    /// @param holders how many beside the lead bank hold parts of the claim
    /// @param frozenUntil last second of a regulator's freeze, 0 where none stands
    struct Financing {
        Terms terms;
        FinancingStatus status;
        uint96 principal;
        uint40 drawn;
        uint16 termsVersion;
        uint96 scheduled;
        uint24 scheduledFrom;
        uint8 holders;
        uint40 frozenUntil;
    }

    /// @notice Other terms for what runs: an extension, another rate, another schedule.
    /// @param maturityDay local day number, not before the day of acceptance
    /// @param instalments monthly ones from the day of acceptance
    /// @param until last second in which it may be accepted
    struct Change {
        uint24 maturityDay;
        uint16 rateBps;
        uint16 penaltyBps;
        uint8 graceDays;
        AmortizationKind kind;
        uint8 instalments;
        uint40 until;
    }

    /// @notice Between whom a financing is, on which line, in which currency; `principal` as requested; `debtor` told
    /// where it counts to that one's share of the line.
    struct Parties {
        LineId line;
        OrgId bank;
        OrgId enterprise;
        uint16 currency;
        uint96 principal;
        address condition;
        OrgId debtor;
        bool capped;
    }

    /// @param paid what each class received
    /// @param toLead part of the receipt that is the lead bank's
    /// @param toHolders part that comes to the ledger: the other holders', and the lead's too while it is frozen
    /// @param excess what exceeds the debt
    /// @param settled whether nothing is owed any more
    struct Booking {
        Debt paid;
        uint96 toLead;
        uint96 toHolders;
        uint96 excess;
        bool settled;
        Parties parties;
    }

    /// @notice A part of a claim that somebody other than the lead bank holds, minor units of the claim.
    struct Holding {
        OrgId holder;
        uint96 amount;
    }

    event TokenListed(uint16 indexed currency, address token, uint8 decimals);
    event FinancingOpened(
        FinancingId indexed financing,
        LineId indexed line,
        OrgId indexed enterprise,
        OrgId bank,
        uint16 currency,
        uint96 principal,
        uint40 until,
        uint24 maturityDay,
        uint16 rateBps,
        AmortizationKind kind,
        uint8 instalments
    );
    event FinancingFunded(FinancingId indexed financing, uint96 principal, uint96 fee, uint40 drawn);
    event FinancingClosed(FinancingId indexed financing);
    event PaymentBooked(
        FinancingId indexed financing,
        uint96 fees,
        uint96 penalty,
        uint96 interest,
        uint96 principal,
        uint96 outstanding
    );
    event FinancingWrittenOff(FinancingId indexed financing, uint96 principal, uint96 claim);
    event FinancingSettled(FinancingId indexed financing);
    /// @param until last second of the case's own freeze; `frozenUntil` of all that freeze it now, 0 where none does
    event FinancingFrozen(
        FinancingId indexed financing,
        OrgId indexed regulator,
        bytes32 indexed caseNumber,
        uint40 until,
        uint40 frozenUntil
    );
    event ReceiptParked(FinancingId indexed financing, OrgId indexed org, uint96 amount);
    event ReceiptReleased(FinancingId indexed financing, OrgId indexed org, uint96 amount);
    event TermsChanged(
        FinancingId indexed financing,
        uint16 termsVersion,
        uint24 maturityDay,
        uint16 rateBps,
        uint16 penaltyBps,
        uint8 graceDays,
        AmortizationKind kind,
        uint8 instalments,
        bytes32 termsHash
    );
    event ClaimAssigned(FinancingId indexed financing, OrgId indexed holder, uint96 amount, uint96 claim);
    event ShareTransferred(
        FinancingId indexed financing,
        OrgId indexed buyer,
        OrgId indexed seller,
        uint96 amount,
        uint96 claim,
        uint96 left,
        uint96 held
    );
    event HoldingDischarged(FinancingId indexed financing, OrgId indexed holder, uint96 amount, uint96 held);
    event HolderCredited(FinancingId indexed financing, OrgId indexed holder, uint96 amount, uint96 held);
    event PayeeCredited(OrgId indexed org, uint16 indexed currency, uint96 amount);
    event CreditWithdrawn(OrgId indexed org, uint16 indexed currency, uint96 amount);
    event PurchaseAllowed(FinancingId indexed financing, address indexed operator, uint96 ceiling);

    error FinancingNotInStatus(FinancingId financing, FinancingStatus actual, FinancingStatus expected);
    error FinancingNotOwing(FinancingId financing, FinancingStatus actual);
    error CallerNotLead(FinancingId financing, OrgId lead, OrgId caller);
    error RequestLapsed(FinancingId financing, uint40 until);
    error MaturityPassed(FinancingId financing, uint24 maturityDay, uint24 today);
    error TokenNotListed(uint16 currency);
    error TokenAlreadyListed(uint16 currency, address token);
    error TokenDecimalsMismatch(address token, uint8 expected, uint8 actual);
    error CallerNotTrusted(address caller);
    error PurchaseExceedsCeiling(FinancingId financing, uint256 requested, uint256 ceiling);
    error PurchaseExceedsClaim(FinancingId financing, uint256 requested, uint256 claim);
    error DischargeExceedsHolding(FinancingId financing, OrgId holder, uint256 requested, uint256 held);
    error HoldersTooMany(FinancingId financing, uint256 most);
    error BuyersTooMany(FinancingId financing, uint256 most);
    error FinancingIsFrozen(FinancingId financing, uint40 until);
    error NothingParked(FinancingId financing, OrgId org);
    error NothingCredited(OrgId org, uint16 currency);

    /// @notice Lists the one settlement token of a currency, for good. Administration.
    /// @param decimals the currency's ISO 4217 exponent; the token must have the same
    function listToken(uint16 currency, address token, uint8 decimals) external;

    /// @notice Opens a requested financing under the next number. The pledge only.
    function open(Terms calldata terms) external returns (FinancingId financing);

    /// @notice Starts the debt of a requested financing. The pledge only.
    /// @return fee part of the principal that the bank keeps back, minor units
    function start(FinancingId financing) external returns (Parties memory, uint96 fee);

    /// @notice Ends a financing that was not funded. The pledge only.
    function close(FinancingId financing) external returns (Parties memory);

    /// @notice Books a receipt: fees, penalty, interest, principal; shares it among the holders. The pledge only.
    function book(FinancingId financing, uint96 amount) external returns (Booking memory);

    /// @notice Books `amount` as a receipt that comes off what `holder` holds alone: it got that much out of its own
    /// security. The others, the lead bank too, hold what they held. Not on a frozen financing, where receipts are
    /// parked. What principal was discharged, the pledge frees by `relieve`. CounterSecurity only.
    /// @return held what the holder holds now, minor units
    function discharge(FinancingId financing, OrgId holder, uint96 amount) external returns (uint96 held);

    /// @notice Writes a defaulted financing off: the lead bank expects nothing more of it. It owes what it owed, accrues
    /// and uses its line as before; what comes in is booked and shared, guarantees are demanded on, and the last unit
    /// settles it. No cover is given for it any more, and its terms stay. The lead bank, suspended or not.
    function writeOff(FinancingId financing) external;

    /// @notice Puts terms in force from today on. TermChanges only.
    /// @param termsHash by which they were agreed: they are the next version; zero where the terms in force say so
    /// themselves, and keep their version and hash
    function adopt(FinancingId financing, Change calldata change, bytes32 termsHash) external;

    /// @notice Pulls `amount` from `from` to `to` and checks that it arrived whole. Pledge, escrow, sales
    /// and CounterSecurity only.
    function pull(uint16 currency, address from, address to, uint96 amount) external;

    /// @notice Moves `amount` from `from` to the account of `to`. Where the token refuses that account, or the
    /// organisation is frozen, the ledger keeps the money as its credit, so that a blocked payee stops nobody else's.
    /// What a frozen one pays to itself is kept as well. The pledge and CounterSecurity only.
    function payTo(uint16 currency, address from, OrgId to, uint96 amount) external;

    /// @notice Lets the calling room buy up to `ceiling` more of the lead bank's claim: a guarantee that the bank
    /// accepted. The escrow only.
    function allowPurchase(FinancingId financing, uint96 ceiling) external;

    /// @notice Withdraws what is left of a ceiling of `amount`. The escrow only.
    function withdrawAllowance(FinancingId financing, uint96 amount) external;

    /// @notice Moves `amount` of a claim, as it is now, from one holder to another; whoever holds nothing any more gives
    /// its seat back. Three seats beside the lead's are for buyers and four for guarantors that paid: a sale never
    /// takes the seat that a payout needs. ShareSales only.
    /// @return left what the seller holds now
    /// @return held what the buyer holds now
    function transfer(FinancingId financing, OrgId seller, OrgId buyer, uint96 amount)
        external
        returns (uint96 left, uint96 held);

    /// @notice Makes over `amount` of the lead bank's claim to `holder`, within the ceiling. The escrow only.
    /// @return to where the price goes: the lead bank's account, or the ledger, which keeps it for the lead bank
    function assign(FinancingId financing, OrgId holder, uint96 amount) external returns (address to);

    /// @notice Freezes a financing until `until`, at most 180 days ahead; a second that is past lifts the freeze. It isn't
    /// funded, its terms don't change, no part of it is sold, nothing new covers or secures it. It is repaid, collected,
    /// demanded and examined, and its clocks run; what comes in for its lead bank and the other holders, from guarantors
    /// too, is parked here. A case freezes once more before or after that has ended, and not again once it was lifted.
    /// Regulator only, for its own cases; three at one time.
    function freeze(FinancingId financing, bytes32 caseNumber, uint40 until) external;

    /// @notice Makes what was parked for an organisation its credit, once the freeze has ended. Anybody may send it.
    function release(FinancingId financing, OrgId org) external;

    /// @notice Pays an organisation's credit to its account, not while it is frozen. Anybody may send it.
    function withdraw(OrgId org, uint16 currency) external;

    function partiesOf(FinancingId financing) external view returns (Parties memory);

    function tokenOf(uint16 currency) external view returns (address);

    function get(FinancingId financing) external view returns (Financing memory);

    /// @notice The version of the terms in force and the hash by which it was agreed, zero for the first.
    function termsOf(FinancingId financing) external view returns (uint16 termsVersion, bytes32 termsHash);

    /// @notice The state with the clock applied: overdue, then defaulted, from the day after the oldest payment that was
    /// missed: an instalment, or all of it at maturity.
    function statusOf(FinancingId financing) external view returns (FinancingStatus);

    /// @notice The payments of a financing if it runs as agreed, from its drawing or its last change of terms, before
    /// that from today; of one that waits longer, none of what is past. Empty once it is closed, or all of it is due.
    function scheduleOf(FinancingId financing) external view returns (Instalment[] memory);

    /// @notice Principal that fell due before today and was not repaid, minor units; `since` is the local day on which
    /// the oldest missed payment was due, 0 where none is.
    function arrearsOf(FinancingId financing) external view returns (uint96 principal, uint24 since);

    /// @notice The local day of now by the financing's calendar.
    function todayOf(FinancingId financing) external view returns (uint24);

    /// @notice What is owed on the present day, by class.
    function debtOf(FinancingId financing) external view returns (Debt memory);

    /// @notice What the lead bank and the other holders hold of the claim; the amounts add up to the debt.
    function holdingsOf(FinancingId financing) external view returns (uint96 lead, Holding[] memory others);

    /// @notice What guarantees go by, minor units.
    /// @return status where the financing is now
    /// @return termsVersion version of its terms in force
    /// @return coverable what the lead bank holds beyond its own share: what they may pay for
    /// @return due to the lead bank: what is owed but the principal whose day hasn't come, less what others hold, so that
    /// what guarantors paid isn't due again
    function payableOf(FinancingId financing)
        external
        view
        returns (FinancingStatus status, uint16 termsVersion, uint96 coverable, uint96 due);

    /// @notice Basis points of every claim that its lead bank bears itself where there is cover, rounded up.
    function bankShareBps() external view returns (uint16);

    /// @notice Refuses a frozen financing.
    function requireNotFrozen(FinancingId financing) external view;

    /// @notice What came in for an organisation while the financing was frozen and wasn't released, minor units.
    function retainedOf(FinancingId financing, OrgId org) external view returns (uint96);

    function creditOf(OrgId org, uint16 currency) external view returns (uint96);

    /// @notice What the escrow may still buy of a claim.
    function ceilingOf(FinancingId financing) external view returns (uint96);
}
