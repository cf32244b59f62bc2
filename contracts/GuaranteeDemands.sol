// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Permissioned} from "./Permissioned.sol";
import {IBusinessCalendar} from "./interfaces/IBusinessCalendar.sol";
import {IClaimLedger} from "./interfaces/IClaimLedger.sol";
import {IGuaranteeDemands} from "./interfaces/IGuaranteeDemands.sol";
import {IGuaranteeEscrow} from "./interfaces/IGuaranteeEscrow.sol";
import {IGuarantorCapital} from "./interfaces/IGuarantorCapital.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {Holders} from "./libraries/Holders.sol";
import {DemandId, GuaranteeId, OrgId} from "./types/Ids.sol";

contract GuaranteeDemands is IGuaranteeDemands, Permissioned, ReentrancyGuardTransient {
    using Holders for IClaimLedger.Holding[];
    using SafeCast for uint256;

    /// @dev One slot, and one for what a refusal lists.
    /// @param clock last second of the examination; of a refusal to contest it; of a contest to decide
    struct Record {
        GuaranteeId guarantee;
        uint96 amount;
        uint40 clock;
        DemandStatus status;
        uint40 suspendedUntil;
        uint40 extendTo;
        uint256 discrepancies;
    }

    uint8 private constant EXAMINATION_DAYS = 5;
    uint8 private constant CONTEST_DAYS = 5;
    uint256 private constant BPS = 10_000;
    uint256 private constant SUSPENSION = 30 days;
    uint256 private constant ARBITRATION = 60 days;
    uint256 private constant DISCREPANCIES = 2 ** (uint256(type(Discrepancy).max) + 1);
    IGuaranteeEscrow.GuaranteeStatus private constant LIVE = IGuaranteeEscrow.GuaranteeStatus.Live;

    IBusinessCalendar public immutable CALENDAR;
    IClaimLedger public immutable CLAIMS;
    IGuaranteeEscrow public immutable ESCROW;

    uint32 private _last;
    mapping(DemandId => Record) private _demand;

    constructor(
        IParticipantRegistry participants,
        IBusinessCalendar calendar,
        IClaimLedger claims,
        IGuaranteeEscrow escrow
    ) Permissioned(participants) {
        (CALENDAR, CLAIMS, ESCROW) = (calendar, claims, escrow);
    }

    /* PRESENTATION */

    function demand(GuaranteeId guarantee, uint96 amount, bytes32 statement) external returns (DemandId id) {
        OrgId caller = PARTICIPANTS.organisationOf(msg.sender);
        if (amount == 0) revert DemandIsZero(guarantee);
        id = DemandId.wrap(++_last);
        Record storage d = _demand[id];
        if (statement != 0) {
            _present(id, d, guarantee, caller, amount, statement);
            return id;
        }
        _requireDemandable(guarantee, ESCROW.factsOf(guarantee), caller);
        (d.guarantee, d.amount, d.status) = (guarantee, amount, DemandStatus.Incomplete);
        emit DemandIncomplete(id, guarantee, amount);
    }

    function complete(DemandId id, bytes32 statement) external {
        OrgId caller = PARTICIPANTS.organisationOf(msg.sender);
        Record storage d = _inStatus(id, DemandStatus.Incomplete);
        if (statement == 0) revert StatementMissing(id);
        _present(id, d, d.guarantee, caller, d.amount, statement);
    }

    function _present(
        DemandId id,
        Record storage d,
        GuaranteeId guarantee,
        OrgId caller,
        uint96 amount,
        bytes32 statement
    ) private {
        IGuaranteeEscrow.Facts memory g = ESCROW.keep(guarantee, id, caller);
        _requireDemandable(guarantee, g, caller);
        (uint256 available, IClaimLedger.FinancingStatus s, uint16 version) = _mostOf(guarantee, g, g.left);
        if (!_consents(guarantee, g, version)) {
            revert IGuaranteeEscrow.FinancingTermsChanged(g.financing, g.termsVersion, version);
        }
        if (!_isDue(g, s)) revert ObligationNotDefaulted(g.financing, s);
        if (amount > available) revert DemandExceedsAvailable(guarantee, amount, available);
        uint40 examineBy = CALENDAR.closeAfter(g.calendar, EXAMINATION_DAYS);
        (d.guarantee, d.amount, d.clock, d.status) = (guarantee, amount, examineBy, DemandStatus.Presented);
        emit DemandPresented(id, guarantee, amount, examineBy, statement);
    }

    function _requireDemandable(GuaranteeId guarantee, IGuaranteeEscrow.Facts memory g, OrgId caller) private view {
        IGuaranteeEscrow.GuaranteeStatus s = g.status;
        // A refusal that may still be contested keeps the guarantee, and makes no room for another demand.
        if (block.timestamp > g.expiry && s == LIVE) s = IGuaranteeEscrow.GuaranteeStatus.Expired;
        if (s != LIVE) revert IGuaranteeEscrow.GuaranteeNotInStatus(guarantee, s, LIVE);
        _requireBeneficiary(guarantee, g, caller);
    }

    function withdrawDemand(DemandId id) external nonReentrant {
        OrgId caller = PARTICIPANTS.organisationUnfrozen(msg.sender);
        DemandStatus s = statusOf(id);
        bool waits = s == DemandStatus.Incomplete || s == DemandStatus.Contested || s == DemandStatus.Short;
        if (!waits && !_isPayable(s)) revert DemandNotInStatus(id, s, DemandStatus.Presented);
        Record storage d = _demand[id];
        GuaranteeId guarantee = d.guarantee;
        _requireForbearer(guarantee, caller);
        d.status = DemandStatus.Withdrawn;
        emit DemandWithdrawn(id, guarantee);
        if (s == DemandStatus.Short) ESCROW.settle(guarantee, 0, d.amount);
        else if (s != DemandStatus.Incomplete) ESCROW.clear(guarantee);
    }

    /* EXAMINATION */

    function examine(DemandId id) external {
        (Record storage d,) = _examined(id);
        d.status = DemandStatus.Complying;
        emit DemandExamined(id, d.guarantee);
    }

    function refuse(DemandId id, uint256 discrepancies) external {
        (Record storage d, IGuaranteeEscrow.Facts memory g) = _examined(id);
        if (discrepancies == 0 || discrepancies >= DISCREPANCIES) revert DiscrepanciesInvalid(id, discrepancies);
        // Without an arbiter a refusal is the end of it.
        uint40 contestBy = g.arbiter.isNull() ? 0 : CALENDAR.closeAfter(g.calendar, CONTEST_DAYS);
        (d.status, d.discrepancies, d.clock) = (DemandStatus.Refused, discrepancies, contestBy);
        emit DemandRefused(id, d.guarantee, discrepancies, contestBy);
        if (contestBy == 0) ESCROW.clear(d.guarantee);
    }

    function _examined(DemandId id) private view returns (Record storage d, IGuaranteeEscrow.Facts memory g) {
        d = _inStatus(id, DemandStatus.Presented);
        g = _asGuarantor(d.guarantee);
    }

    function contest(DemandId id, bytes32 grounds) external {
        OrgId caller = PARTICIPANTS.organisationOf(msg.sender);
        Record storage d = _inStatus(id, DemandStatus.Refused);
        IGuaranteeEscrow.Facts memory g = ESCROW.factsOf(d.guarantee);
        _requireBeneficiary(d.guarantee, g, caller);
        // Not what was decided, nor what a later demand took the place of.
        bool open = d.status == DemandStatus.Refused && block.timestamp <= d.clock && g.openDemand == id;
        if (!open) revert RefusalNotContestable(id, d.clock);
        (d.status, d.clock) = (DemandStatus.Contested, uint40(block.timestamp + ARBITRATION));
        emit DemandContested(id, d.guarantee, grounds, d.clock);
    }

    function arbitrate(DemandId id, bool complies) external {
        OrgId caller = PARTICIPANTS.organisationOf(msg.sender);
        Record storage d = _inStatus(id, DemandStatus.Contested);
        OrgId arbiter = ESCROW.factsOf(d.guarantee).arbiter;
        if (arbiter != caller) revert CallerNotArbiter(d.guarantee, arbiter, caller);
        (d.status, d.clock) = (complies ? DemandStatus.Complying : DemandStatus.Refused, 0);
        emit DemandDecided(id, d.guarantee, caller, complies);
        if (!complies) ESCROW.clear(d.guarantee);
    }

    /* EXTEND OR PAY */

    function extendOrPay(DemandId id, uint40 extendTo) external nonReentrant {
        OrgId caller = PARTICIPANTS.organisationUnfrozen(msg.sender);
        Record storage d = _payable(id);
        uint40 expiry = _requireForbearer(d.guarantee, caller).expiry;
        bool valid = d.extendTo == 0 && extendTo > expiry && extendTo > block.timestamp;
        if (!valid) revert ExtensionInvalid(id, extendTo, expiry);
        uint256 until = Math.min(block.timestamp + SUSPENSION, extendTo);
        (d.extendTo, d.suspendedUntil) = (extendTo, uint40(until));
        emit ExtensionRequested(id, d.guarantee, extendTo, d.suspendedUntil);
    }

    function extend(DemandId id) external nonReentrant {
        (Record storage d, IGuaranteeEscrow.Facts memory g) = _extendable(id);
        CLAIMS.requireNotFrozen(g.financing);
        PARTICIPANTS.unfrozenAccountOf(g.beneficiary);
        d.status = DemandStatus.Withdrawn;
        emit DemandWithdrawn(id, d.guarantee);
        ESCROW.extend(d.guarantee, d.extendTo);
    }

    function declineExtension(DemandId id) external nonReentrant {
        (Record storage d,) = _extendable(id);
        d.suspendedUntil = 0;
        emit ExtensionDeclined(id, d.guarantee);
    }

    function _extendable(DemandId id) private view returns (Record storage d, IGuaranteeEscrow.Facts memory g) {
        d = _payable(id);
        g = _asGuarantor(d.guarantee);
        bool asked = d.extendTo != 0 && block.timestamp <= d.suspendedUntil;
        if (!asked) revert ExtensionNotRequested(id);
    }

    /* PAYMENT */

    function pay(DemandId id) external nonReentrant {
        Record storage d = _demand[id];
        (DemandStatus s, uint96 demanded) = (statusOf(id), d.amount);
        bool short = s == DemandStatus.Short;
        if (s != DemandStatus.Complying && s != DemandStatus.Precluded && !short) {
            revert DemandNotInStatus(id, s, DemandStatus.Complying);
        }
        if (block.timestamp <= d.suspendedUntil) revert DemandIsSuspended(id, d.suspendedUntil);
        GuaranteeId guarantee = d.guarantee;
        IGuaranteeEscrow.Facts memory g = ESCROW.factsOf(guarantee);
        uint96 owed = _owed(guarantee, g, demanded);
        IGuaranteeEscrow.Payment memory p = ESCROW.settle(guarantee, owed, short ? demanded : 0);
        if (short && p.missing == demanded) revert IGuarantorCapital.GuarantorIsShort(g.guarantor, demanded);
        if (p.missing == 0) d.status = DemandStatus.Paid;
        else (d.status, d.amount) = (DemandStatus.Short, p.missing);
        emit DemandPaid(id, guarantee, p.amount, p.paid, p.left, p.missing);
    }

    /// @dev Since the presentation receipts may have left less owing, or cured the default, and a change of terms nothing
    /// covered.
    function _owed(GuaranteeId guarantee, IGuaranteeEscrow.Facts memory g, uint96 demanded)
        private
        view
        returns (uint96)
    {
        (uint256 most, IClaimLedger.FinancingStatus s, uint16 version) = _mostOf(guarantee, g, g.booked);
        bool due = _isDue(g, s) && _consents(guarantee, g, version);
        return due ? Math.min(demanded, most).toUint96() : 0;
    }

    function _consents(GuaranteeId guarantee, IGuaranteeEscrow.Facts memory g, uint16 version)
        private
        view
        returns (bool)
    {
        return g.termsVersion == version || ESCROW.consents(guarantee);
    }

    /// @dev The least of what is left of the cover, what the beneficiary holds of the claim beyond its own share, of an
    /// accessory guarantee what is due, and of one by share that share less what its guarantor bears already.
    function _mostOf(GuaranteeId guarantee, IGuaranteeEscrow.Facts memory g, uint96 left)
        private
        view
        returns (uint256 most, IClaimLedger.FinancingStatus status, uint16 version)
    {
        uint96 coverable;
        uint96 due;
        (status, version, coverable, due) = CLAIMS.payableOf(g.financing);
        most = Math.min(left, coverable);
        if (g.kind == IGuaranteeEscrow.GuaranteeKind.Accessory) most = Math.min(most, due);
        if (g.shareBps != BPS) most = Math.min(most, _shareLeft(guarantee, g));
    }

    function _shareLeft(GuaranteeId guarantee, IGuaranteeEscrow.Facts memory g) private view returns (uint256) {
        (uint256 claim, IClaimLedger.Holding[] memory others) = CLAIMS.holdingsOf(g.financing);
        for (uint256 i; i < others.length; ++i) {
            claim += others[i].amount;
        }
        // What it bought is not what it bears.
        uint256 borne = Math.min(others.heldBy(g.guarantor), ESCROW.paidOf(guarantee));
        return Math.saturatingSub(Math.mulDiv(claim, g.shareBps, BPS), borne);
    }

    /// @dev An accessory guarantee waits for the default.
    function _isDue(IGuaranteeEscrow.Facts memory g, IClaimLedger.FinancingStatus s) private pure returns (bool) {
        return g.kind != IGuaranteeEscrow.GuaranteeKind.Accessory || s == IClaimLedger.FinancingStatus.Defaulted
            || s == IClaimLedger.FinancingStatus.WrittenOff;
    }

    /* WHO */

    function _asGuarantor(GuaranteeId guarantee) private view returns (IGuaranteeEscrow.Facts memory g) {
        OrgId caller = PARTICIPANTS.organisationOf(msg.sender);
        g = ESCROW.factsOf(guarantee);
        if (g.guarantor != caller) revert IGuaranteeEscrow.CallerNotGuarantor(guarantee, g.guarantor, caller);
    }

    function _requireBeneficiary(GuaranteeId guarantee, IGuaranteeEscrow.Facts memory g, OrgId caller) private pure {
        if (g.beneficiary != caller) revert IGuaranteeEscrow.CallerNotBeneficiary(guarantee, g.beneficiary, caller);
    }

    /// @dev What is frozen forgives nothing and waits for nothing.
    function _requireForbearer(GuaranteeId guarantee, OrgId caller)
        private
        view
        returns (IGuaranteeEscrow.Facts memory g)
    {
        g = ESCROW.factsOf(guarantee);
        _requireBeneficiary(guarantee, g, caller);
        CLAIMS.requireNotFrozen(g.financing);
    }

    /* STATE */

    function statusOf(DemandId id) public view returns (DemandStatus s) {
        Record storage d = _demand[id];
        s = d.status;
        bool late = block.timestamp > d.clock;
        if (s == DemandStatus.Presented && late) return DemandStatus.Precluded;
        if (s == DemandStatus.Contested && late) return DemandStatus.Refused;
    }

    function standingOf(DemandId id) external view returns (bool waits, bool contestable) {
        DemandStatus s = statusOf(id);
        if (s == DemandStatus.Refused) return (false, block.timestamp <= _demand[id].clock);
        return (true, false);
    }

    function get(DemandId id) external view returns (Demand memory) {
        Record storage d = _demand[id];
        return Demand(d.guarantee, d.amount, d.clock, statusOf(id), d.suspendedUntil, d.extendTo, d.discrepancies);
    }

    function _isPayable(DemandStatus s) private pure returns (bool) {
        return s == DemandStatus.Presented || s == DemandStatus.Complying || s == DemandStatus.Precluded;
    }

    function _payable(DemandId id) private view returns (Record storage) {
        DemandStatus s = statusOf(id);
        if (!_isPayable(s)) revert DemandNotInStatus(id, s, DemandStatus.Presented);
        return _demand[id];
    }

    function _inStatus(DemandId id, DemandStatus expected) private view returns (Record storage) {
        DemandStatus s = statusOf(id);
        if (s != expected) revert DemandNotInStatus(id, s, expected);
        return _demand[id];
    }
}
