// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Permissioned} from "./Permissioned.sol";
import {IBusinessCalendar} from "./interfaces/IBusinessCalendar.sol";
import {IClaimLedger} from "./interfaces/IClaimLedger.sol";
import {IDemandState} from "./interfaces/IDemandState.sol";
import {IGuaranteeEscrow} from "./interfaces/IGuaranteeEscrow.sol";
import {IGuarantorCapital} from "./interfaces/IGuarantorCapital.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {Margin} from "./libraries/Margin.sol";
import {Reduction, Reductions} from "./libraries/Reductions.sol";
import {DemandId, FinancingId, GuaranteeId, OrgId} from "./types/Ids.sol";

/// @dev What guarantees are, and what is left of them today: a part of GuaranteeEscrow in a file of its own.
abstract contract GuaranteeRecords is IGuaranteeEscrow, Permissioned {
    using Reductions for uint200;

    /// @dev Three slots and the hash of the terms; a fifth where SPECIAL.
    /// @param clock last second of the offer, once issued the second of issue
    /// @param reduced how many reductions are booked
    struct Record {
        uint96 cover;
        uint96 paid;
        uint40 clock;
        uint16 calendar;
        GuaranteeStatus status;
        FinancingId financing;
        OrgId guarantor;
        OrgId beneficiary;
        OrgId client;
        DemandId openDemand;
        uint40 expiry;
        uint16 currency;
        uint16 termsVersion;
        GuaranteeKind kind;
        uint8 flags;
        uint8 reduced;
        uint96 premium;
        OrgId payer;
        uint96 premiumPaid;
        uint16 marginBps;
        uint16 shareBps;
        bytes32 termsHash;
        OrgId arbiter;
        uint16 securedBps;
        uint200 reductions;
    }

    uint16 internal constant BPS = 10_000;
    uint8 internal constant BY_BENEFICIARY = 1;
    uint8 internal constant BY_PAYER = 2;
    uint8 internal constant IN_ARREAR = 4;
    uint8 internal constant SPECIAL = 8;
    uint8 internal constant RETIMED = 16;

    IBusinessCalendar public immutable CALENDAR;
    IClaimLedger public immutable CLAIMS;
    IGuarantorCapital public immutable CAPITAL;
    IDemandState public immutable DEMANDS;

    mapping(GuaranteeId => Record) internal _guarantee;
    /// @dev Until when the premium was agreed to be earned, of those whose expiry was changed since.
    mapping(GuaranteeId => uint40) internal _term;
    /// @dev The changes that a guarantor consented to, before or after they were agreed: none can be taken back.
    mapping(GuaranteeId => mapping(bytes32 termsHash => bool)) internal _consented;

    constructor(
        IParticipantRegistry participants,
        IBusinessCalendar calendar,
        IClaimLedger claims,
        IGuarantorCapital capital,
        IDemandState demands
    ) Permissioned(participants) {
        (CALENDAR, CLAIMS, CAPITAL, DEMANDS) = (calendar, claims, capital, demands);
    }

    /* STATUS */

    function statusOf(GuaranteeId id) public view returns (GuaranteeStatus s) {
        Record storage g = _guarantee[id];
        s = g.status;
        if (s == GuaranteeStatus.Offered && block.timestamp > g.clock) return GuaranteeStatus.Lapsed;
        if (s == GuaranteeStatus.Live && block.timestamp > g.expiry && !_waits(g)) return GuaranteeStatus.Expired;
    }

    /// @dev Whether a demand keeps the guarantee as it is.
    function _waits(Record storage g) internal view returns (bool) {
        if (DemandId.unwrap(g.openDemand) == 0) return false;
        (bool waits, bool contestable) = DEMANDS.standingOf(g.openDemand);
        return waits || contestable;
    }

    function _inStatus(GuaranteeId id, GuaranteeStatus expected) internal view returns (Record storage g) {
        g = _guarantee[id];
        GuaranteeStatus actual = statusOf(id);
        if (actual != expected) revert GuaranteeNotInStatus(id, actual, expected);
    }

    /// @dev A refusal that might still be contested stands in nobody's way but others'.
    function _requireNoDemand(GuaranteeId id, Record storage g, OrgId caller) internal view {
        DemandId open = g.openDemand;
        if (DemandId.unwrap(open) == 0) return;
        (bool waits, bool contestable) = DEMANDS.standingOf(open);
        if (waits || (contestable && caller != g.beneficiary)) revert DemandOpen(id, open);
    }

    /* WHAT IS LEFT */

    /// @dev The cover that capital and ledger know of.
    function _booked(Record storage g) internal view returns (uint96) {
        uint8 n = g.reduced;
        return n == 0 ? g.cover : g.reductions.coverUp(n, g.cover);
    }

    /// @dev The cover on this day.
    function _coverNow(Record storage g) internal view returns (uint96) {
        return g.flags & SPECIAL == 0 ? g.cover : g.reductions.coverUp(_begun(g), g.cover);
    }

    function _begun(Record storage g) internal view returns (uint8) {
        uint200 steps = g.reductions;
        return steps == 0 ? 0 : steps.begun(CALENDAR.dayOf(g.calendar, block.timestamp));
    }

    function _unpaid(uint96 cover, Record storage g) internal view returns (uint96) {
        uint96 paid = g.paid;
        return cover > paid ? cover - paid : 0;
    }

    /// @dev The margin on what is booked less what was paid, which came out of it first.
    function _locked(Record storage g) internal view returns (uint96) {
        return _unpaid(Margin.lockUp(_booked(g), g.marginBps), g);
    }

    /* TERMS */

    /// @dev Whether the guarantor consented to the terms in force, and their version.
    function _consents(GuaranteeId id, Record storage g) internal view returns (bool, uint16 version) {
        bytes32 termsHash;
        (version, termsHash) = CLAIMS.termsOf(g.financing);
        return (g.termsVersion == version || _consented[id][termsHash], version);
    }

    function consents(GuaranteeId id) external view returns (bool given) {
        (given,) = _consents(id, _guarantee[id]);
    }

    function consentsTo(GuaranteeId id, bytes32 termsHash) external view returns (bool) {
        return _consented[id][termsHash];
    }

    function _requireGuarantor(GuaranteeId id, Record storage g, OrgId caller) internal view {
        if (g.guarantor != caller) revert CallerNotGuarantor(id, g.guarantor, caller);
    }

    /* READING */

    function get(GuaranteeId id) external view returns (Guarantee memory r) {
        Record storage g = _guarantee[id];
        r.terms = _terms(g);
        (r.guarantor, r.beneficiary, r.client, r.currency) = (g.guarantor, g.beneficiary, g.client, g.currency);
        (r.status, r.paid, r.openDemand, r.termsHash) = (statusOf(id), g.paid, g.openDemand, g.termsHash);
        (r.marginBps, r.premiumPaid) = (g.marginBps, g.premiumPaid);
        if (g.status == GuaranteeStatus.Live) (r.available, r.locked) = (_unpaid(_coverNow(g), g), _locked(g));
        (bool given, uint16 version) = _consents(id, g);
        r.termsVersion = given ? version : g.termsVersion;
    }

    function _terms(Record storage g) private view returns (Offer memory) {
        uint8 flags = g.flags;
        bool special = flags & SPECIAL != 0;
        return Offer(
            g.financing,
            g.kind,
            g.cover,
            g.shareBps,
            g.premium,
            flags & IN_ARREAR != 0,
            g.payer,
            g.expiry,
            g.clock,
            g.calendar,
            special ? g.arbiter : OrgId.wrap(0),
            special ? g.securedBps : 0,
            special ? g.reductions.unpack() : new Reduction[](0)
        );
    }

    function paidOf(GuaranteeId id) external view returns (uint96) {
        return _guarantee[id].paid;
    }

    function factsOf(GuaranteeId id) public view returns (Facts memory f) {
        Record storage g = _guarantee[id];
        (f.status, f.kind, f.shareBps, f.openDemand) = (statusOf(id), g.kind, g.shareBps, g.openDemand);
        (f.guarantor, f.beneficiary, f.financing) = (g.guarantor, g.beneficiary, g.financing);
        (f.calendar, f.expiry, f.termsVersion) = (g.calendar, g.expiry, g.termsVersion);
        if (g.flags & SPECIAL != 0) f.arbiter = g.arbiter;
        f.booked = _unpaid(_booked(g), g);
        f.left = g.flags & SPECIAL == 0 ? f.booked : _unpaid(_coverNow(g), g);
    }
}
