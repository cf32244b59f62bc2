// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {GuaranteeRecords} from "./GuaranteeRecords.sol";
import {IBusinessCalendar} from "./interfaces/IBusinessCalendar.sol";
import {IClaimLedger} from "./interfaces/IClaimLedger.sol";
import {ICondition} from "./interfaces/ICondition.sol";
import {IDemandState} from "./interfaces/IDemandState.sol";
import {IGuarantorCapital} from "./interfaces/IGuarantorCapital.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {ISecurity} from "./interfaces/ISecurity.sol";
import {ITermChanges} from "./interfaces/ITermChanges.sol";
import {Claims} from "./libraries/Claims.sol";
import {Margin} from "./libraries/Margin.sol";
import {Reductions} from "./libraries/Reductions.sol";
import {DemandId, DocumentId, FinancingId, GuaranteeId, OrgId} from "./types/Ids.sol";
import {Role} from "./types/Roles.sol";

contract GuaranteeEscrow is GuaranteeRecords, ICondition, ReentrancyGuardTransient {
    uint256 public constant MOST_COVERS = 4;

    ITermChanges public immutable CHANGES;
    ISecurity public immutable SECURITY;
    address public immutable AMENDMENTS;
    /// @notice Basis points of every financing that its bank bears itself.
    uint16 public immutable BANK_SHARE_BPS;

    uint32 private _lastGuarantee;
    /// @dev One slot: the guarantees behind a financing. One that has paid keeps its place, since its guarantor holds
    /// a part of the claim, and a claim has as many seats for guarantors as this.
    mapping(FinancingId => GuaranteeId[MOST_COVERS]) private _covers;

    constructor(
        IParticipantRegistry participants,
        IBusinessCalendar calendar,
        IClaimLedger claims,
        ITermChanges changes,
        IGuarantorCapital capital,
        IDemandState demands,
        ISecurity security,
        address amendments
    ) GuaranteeRecords(participants, calendar, claims, capital, demands) {
        (CHANGES, SECURITY, AMENDMENTS) = (changes, security, amendments);
        BANK_SHARE_BPS = claims.bankShareBps();
    }

    modifier onlyDemands() {
        if (msg.sender != address(DEMANDS)) revert IClaimLedger.CallerNotTrusted(msg.sender);
        _;
    }

    /* OFFER AND ACCEPTANCE */

    function offer(Offer calldata o) external returns (GuaranteeId id) {
        OrgId guarantor = only(Role.Guarantor);
        CLAIMS.requireNotFrozen(o.financing);
        IClaimLedger.Financing memory f = _guaranteeable(o.financing);
        bool valid = o.cover != 0 && o.shareBps != 0 && o.shareBps <= BPS;
        if (!valid || o.expiry < o.offerUntil || o.offerUntil < block.timestamp) {
            revert GuaranteeTermsInvalid(o.cover, o.shareBps, o.expiry, o.offerUntil);
        }
        _requireUnrelated(guarantor, f.terms.enterprise, f.terms.bank);
        _requireNeutral(o.arbiter, guarantor, f.terms);
        CALENDAR.offsetOf(o.calendar);
        id = GuaranteeId.wrap(++_lastGuarantee);
        if (o.payer != f.terms.bank && o.payer != f.terms.enterprise) revert CallerNotParty(id, o.payer);
        bytes32 termsHash = keccak256(abi.encode(block.chainid, address(this), id, guarantor, f.termsVersion, o));
        _write(_guarantee[id], o, f, guarantor, termsHash);
        _announce(id, o, guarantor, f.terms.bank, termsHash);
    }

    function _announce(GuaranteeId id, Offer calldata o, OrgId guarantor, OrgId bank, bytes32 termsHash) private {
        emit GuaranteeOffered(
            id,
            o.financing,
            guarantor,
            bank,
            o.kind,
            o.cover,
            o.shareBps,
            o.premium,
            o.inArrear,
            o.payer,
            o.expiry,
            o.offerUntil,
            o.arbiter,
            o.securedBps,
            termsHash
        );
    }

    function _write(
        Record storage g,
        Offer calldata o,
        IClaimLedger.Financing memory f,
        OrgId guarantor,
        bytes32 termsHash
    ) private {
        uint200 steps = Reductions.pack(o.reductions);
        bool special = steps != 0 || o.securedBps != 0 || !o.arbiter.isNull();
        (g.cover, g.clock, g.calendar, g.status) = (o.cover, o.offerUntil, o.calendar, GuaranteeStatus.Offered);
        (g.financing, g.guarantor, g.beneficiary, g.client) =
            (o.financing, guarantor, f.terms.bank, f.terms.enterprise);
        (g.expiry, g.currency, g.termsVersion, g.kind) = (o.expiry, f.terms.currency, f.termsVersion, o.kind);
        g.flags = (o.inArrear ? IN_ARREAR : 0) | (special ? SPECIAL : 0);
        (g.premium, g.payer, g.shareBps, g.termsHash) = (o.premium, o.payer, o.shareBps, termsHash);
        if (special) (g.arbiter, g.securedBps, g.reductions) = (o.arbiter, o.securedBps, steps);
    }

    function accept(GuaranteeId id, bytes32 termsHash, DocumentId[] calldata assets) external nonReentrant {
        OrgId caller = PARTICIPANTS.organisationOf(msg.sender);
        Record storage g = _inStatus(id, GuaranteeStatus.Offered);
        if (g.termsHash != termsHash) revert TermsHashMismatch(id, g.termsHash, termsHash);
        uint8 by = (caller == g.beneficiary ? BY_BENEFICIARY : 0) | (caller == g.payer ? BY_PAYER : 0);
        if (by == 0) revert CallerNotParty(id, caller);
        only(caller == g.beneficiary ? Role.Bank : Role.Enterprise);
        CLAIMS.requireNotFrozen(g.financing);
        g.flags |= by;
        emit GuaranteeAccepted(id, caller);
        if (g.flags & (BY_BENEFICIARY | BY_PAYER) == BY_BENEFICIARY | BY_PAYER) _issue(id, g, assets);
    }

    function _issue(GuaranteeId id, Record storage g, DocumentId[] calldata assets) private {
        IClaimLedger.Financing memory f = _guaranteeable(g.financing);
        if (f.termsVersion != g.termsVersion) {
            revert FinancingTermsChanged(g.financing, g.termsVersion, f.termsVersion);
        }
        _requireUnrelated(g.guarantor, g.client, g.beneficiary);
        uint96 cover = g.cover;
        uint96 covered = _requireCoverable(g.financing, f, cover);
        _requireSecured(id, g, cover, assets);
        (g.status, g.clock) = (GuaranteeStatus.Live, uint40(block.timestamp));
        _list(g.financing, id);
        emit GuaranteeIssued(id, g.financing, cover, covered + cover);
        g.marginBps = CAPITAL.marginOf(g.guarantor, g.currency);
        uint96 lock = _locked(g);
        CAPITAL.undertake(g.guarantor, g.client, g.currency, cover, lock);
        CLAIMS.allowPurchase(g.financing, cover);
        _payPremium(id, g, lock);
    }

    function _payPremium(GuaranteeId id, Record storage g, uint96 lock) private {
        address guarantor = PARTICIPANTS.activeAccountOf(g.guarantor);
        address payer = PARTICIPANTS.activeAccountOf(g.payer);
        uint96 premium = g.premium;
        if (g.flags & IN_ARREAR != 0 || premium == 0) return;
        // What would be given back on an early release has to be there.
        if (premium > lock) revert PremiumExceedsLock(id, premium, lock);
        g.premiumPaid = premium;
        CLAIMS.pull(g.currency, payer, guarantor, premium);
    }

    function _requireCoverable(FinancingId financing, IClaimLedger.Financing memory f, uint96 more)
        private
        view
        returns (uint96 covered)
    {
        covered = coveredOf(financing);
        bool running = f.status == IClaimLedger.FinancingStatus.Funded;
        uint256 most = _coverable(running ? f.principal : f.terms.principal);
        // Of what others hold, guarantees behind the lead pay nothing.
        if (running) {
            (,, uint96 beyond,) = CLAIMS.payableOf(financing);
            most = Math.min(most, beyond);
        }
        uint256 available = Math.saturatingSub(most, covered);
        if (more > available) revert CoverExceedsObligation(financing, more, available);
    }

    function _requireSecured(GuaranteeId id, Record storage g, uint96 cover, DocumentId[] calldata assets)
        private
        view
    {
        if (g.flags & SPECIAL == 0 || g.securedBps == 0) return;
        uint256 required = Math.mulDiv(cover, g.securedBps, BPS, Math.Rounding.Ceil);
        uint256 counted = SECURITY.countedFor(id, assets);
        if (counted < required) revert SecurityInsufficient(id, counted, required);
    }

    function consent(GuaranteeId id, bytes32 termsHash) external {
        OrgId caller = only(Role.Guarantor);
        Record storage g = _inStatus(id, GuaranteeStatus.Live);
        _requireGuarantor(id, g, caller);
        (uint16 version, bytes32 current) = CLAIMS.termsOf(g.financing);
        (,, bytes32 proposed) = CHANGES.proposalOf(g.financing);
        bool known = termsHash != 0 && (termsHash == current || termsHash == proposed);
        if (!known) revert ConsentHashMismatch(id, current, proposed, termsHash);
        // What stands stays covered while something else is consented to.
        (bool stands,) = _consents(id, g);
        if (stands) g.termsVersion = version;
        _consented[id][termsHash] = true;
        emit GuaranteeConsented(id, g.financing, termsHash == current ? version : version + 1, termsHash);
    }

    /* CHANGES OF COVER */

    function adopt(GuaranteeId id, uint96 cover, uint40 expiry, DocumentId[] calldata assets)
        external
        nonReentrant
        returns (uint96 left, uint96 covered)
    {
        if (msg.sender != AMENDMENTS) revert IClaimLedger.CallerNotTrusted(msg.sender);
        Record storage g = _inStatus(id, GuaranteeStatus.Live);
        if (_waits(g)) revert DemandOpen(id, g.openDemand);
        (uint96 before, uint96 lockedBefore, uint96 paid) = (_unpaid(_booked(g), g), _locked(g), g.paid);
        if (cover < paid) revert CoverBelowPaid(id, cover, paid);
        if (cover > g.cover) {
            _requireCoverable(g.financing, _guaranteeable(g.financing), cover - g.cover);
            _requireUnrelated(g.guarantor, g.client, g.beneficiary);
            _requireSecured(id, g, cover, assets);
        }
        g.cover = cover;
        if (expiry != g.expiry) _retime(id, g, expiry);
        left = _unpaid(_booked(g), g);
        if (left > before) {
            CAPITAL.undertake(g.guarantor, g.client, g.currency, left - before, _locked(g) - lockedBefore);
            CLAIMS.allowPurchase(g.financing, left - before);
        } else {
            _relieve(id, g, before - left, lockedBefore);
        }
        covered = coveredOf(g.financing);
    }

    function reduce(GuaranteeId id) external {
        Record storage g = _inStatus(id, GuaranteeStatus.Live);
        if (_waits(g)) revert DemandOpen(id, g.openDemand);
        uint8 begun = g.flags & SPECIAL == 0 ? 0 : _begun(g);
        if (begun <= g.reduced) revert ReductionNotDue(id);
        (uint96 before, uint96 lockedBefore) = (_unpaid(_booked(g), g), _locked(g));
        g.reduced = begun;
        uint96 booked = _booked(g);
        emit GuaranteeReduced(id, booked, lockedBefore - _locked(g));
        _relieve(id, g, before - _unpaid(booked, g), lockedBefore);
    }

    /// @dev Capital and ledger forget what is covered no more.
    function _relieve(GuaranteeId id, Record storage g, uint96 freed, uint96 lockedBefore) private {
        if (freed == 0) return;
        _requireRefundable(id, g);
        CAPITAL.relieve(g.guarantor, g.client, g.currency, freed, lockedBefore - _locked(g));
        CLAIMS.withdrawAllowance(g.financing, freed);
    }

    /* DEMANDS */

    function keep(GuaranteeId id, DemandId demand, OrgId caller) external onlyDemands returns (Facts memory facts) {
        Record storage g = _guarantee[id];
        _requireNoDemand(id, g, caller);
        facts = factsOf(id);
        g.openDemand = demand;
    }

    function clear(GuaranteeId id) external onlyDemands {
        _guarantee[id].openDemand = DemandId.wrap(0);
    }

    function extend(GuaranteeId id, uint40 expiry) external onlyDemands {
        Record storage g = _guarantee[id];
        emit GuaranteeExtended(id, g.openDemand, expiry);
        g.openDemand = DemandId.wrap(0);
        _retime(id, g, expiry);
    }

    function settle(GuaranteeId id, uint96 owed, uint96 missingBefore)
        external
        onlyDemands
        returns (Payment memory p)
    {
        Record storage g = _guarantee[id];
        uint96 own = _locked(g);
        p.amount = own >= owed ? owed : CAPITAL.drawable(g.guarantor, g.currency, own, owed);
        p.missing = owed - p.amount;
        p.paid = g.paid + p.amount;
        g.paid = p.paid;
        p.left = _unpaid(_booked(g), g);
        if (p.missing == 0) g.openDemand = DemandId.wrap(0);
        if (p.left == 0) g.status = GuaranteeStatus.Exhausted;
        if (p.amount == 0 && p.missing == missingBefore) return p;
        address to;
        if (p.amount != 0) to = CLAIMS.assign(g.financing, g.guarantor, p.amount);
        if (p.amount < own) own = p.amount;
        CAPITAL.payOut(
            IGuarantorCapital.Payout(
                g.guarantor, g.client, g.beneficiary, g.currency, p.amount, own, missingBefore, p.missing, to
            )
        );
    }

    /* END */

    function release(GuaranteeId id) external {
        Record storage g = _guarantee[id];
        GuaranteeStatus s = statusOf(id);
        FinancingId financing = g.financing;
        if (s == GuaranteeStatus.Live) _requireReleasable(id, g, financing);
        else if (s != GuaranteeStatus.Expired) revert GuaranteeNotInStatus(id, s, GuaranteeStatus.Live);
        (uint96 booked, uint96 paid) = (_booked(g), g.paid);
        uint96 unlocked = Margin.lockUp(booked, g.marginBps);
        unlocked = unlocked > paid ? unlocked - paid : 0;
        unlocked -= _earnPremium(id, g, unlocked);
        uint96 left = booked > paid ? booked - paid : 0;
        g.status = GuaranteeStatus.Released;
        // A refusal that might still have been contested ends with it.
        if (DemandId.unwrap(g.openDemand) != 0) g.openDemand = DemandId.wrap(0);
        if (paid == 0) _unlist(financing, id);
        emit GuaranteeReleased(id, unlocked, coveredOf(financing));
        CAPITAL.relieve(g.guarantor, g.client, g.currency, left, unlocked);
        CLAIMS.withdrawAllowance(financing, left);
    }

    /// @dev From now on the premium is what was earned of it; of one that paid nothing and ends early, the rest stays locked,
    /// as far as anything is.
    function _earnPremium(GuaranteeId id, Record storage g, uint96 locked) private returns (uint96 refund) {
        uint96 earned = _earned(id, g);
        (uint96 premium, uint96 paid) = (g.premium, g.premiumPaid);
        if (earned == premium) return 0;
        if (paid > earned) refund = paid - earned < locked ? paid - earned : locked;
        g.premium = paid > earned ? paid - refund : earned;
    }

    /// @dev Over the time first agreed, as long as the guarantee stood; of one that paid, all of it.
    function _earned(GuaranteeId id, Record storage g) private view returns (uint96) {
        if (g.paid != 0 || g.status != GuaranteeStatus.Live) return g.premium;
        (uint256 issued, uint256 expiry) = (g.clock, g.expiry);
        uint256 term = g.flags & RETIMED == 0 ? expiry : _term[id];
        uint256 end = Math.min(block.timestamp, expiry);
        return end >= term ? g.premium : Margin.earnedUp(g.premium, end - issued, term - issued);
    }

    function _retime(GuaranteeId id, Record storage g, uint40 expiry) private {
        if (g.flags & RETIMED == 0) (g.flags, _term[id]) = (g.flags | RETIMED, g.expiry);
        g.expiry = expiry;
    }

    /// @dev What would be given back of the premium stays locked.
    function _requireRefundable(GuaranteeId id, Record storage g) private view {
        (uint96 earned, uint96 paid, uint96 locked) = (_earned(id, g), g.premiumPaid, _locked(g));
        if (paid > earned && paid - earned > locked) revert PremiumExceedsLock(id, paid - earned, locked);
    }

    function settlePremium(GuaranteeId id) external nonReentrant {
        Record storage g = _guarantee[id];
        GuaranteeStatus s = g.status;
        bool issued = s == GuaranteeStatus.Live || s == GuaranteeStatus.Released || s == GuaranteeStatus.Exhausted;
        if (!issued) revert GuaranteeNotInStatus(id, statusOf(id), GuaranteeStatus.Live);
        (uint96 earned, uint96 paid) = (_earned(id, g), g.premiumPaid);
        bool refunded = s == GuaranteeStatus.Released && paid > earned;
        if (!refunded && earned <= paid) revert PremiumNotDue(id, earned, paid);
        g.premiumPaid = earned;
        uint96 amount = refunded ? paid - earned : earned - paid;
        emit PremiumSettled(id, g.payer, amount, refunded, earned);
        if (refunded) {
            CAPITAL.refund(g.guarantor, g.payer, g.currency, amount);
        } else {
            address guarantor = PARTICIPANTS.unfrozenAccountOf(g.guarantor);
            CLAIMS.pull(g.currency, PARTICIPANTS.accountOf(g.payer), guarantor, amount);
        }
    }

    /// @dev While something is owed, a frozen side gives no cover away and takes none, nor does one of a frozen financing.
    function _requireReleasable(GuaranteeId id, Record storage g, FinancingId financing) private view {
        IClaimLedger.FinancingStatus s = CLAIMS.statusOf(financing);
        if (Claims.isOver(s)) return _requireNoDemand(id, g, OrgId.wrap(0));
        OrgId caller = PARTICIPANTS.organisationUnfrozen(msg.sender);
        _requireNoDemand(id, g, caller);
        bool mayEnd = caller == g.beneficiary;
        if (!mayEnd && caller == g.guarantor) {
            (bool given,) = _consents(id, g);
            mayEnd = !given;
        }
        if (!mayEnd) revert ReleaseNotDue(id, s);
        CLAIMS.requireNotFrozen(financing);
    }

    /* COVER OF A FINANCING */

    /// @dev All that can be covered is cover enough for the whole.
    function headroom(FinancingId financing) external view returns (uint96) {
        uint96 covered = coveredOf(financing);
        uint96 principal = CLAIMS.partiesOf(financing).principal;
        return covered >= _coverable(principal) ? principal : covered;
    }

    /// @dev What guarantees may cover of a principal: all but the bank's own share, rounded down.
    function _coverable(uint96 principal) private view returns (uint256) {
        return Math.mulDiv(principal, BPS - BANK_SHARE_BPS, BPS);
    }

    function coveredOf(FinancingId financing) public view returns (uint96 covered) {
        GuaranteeId[MOST_COVERS] memory listed = _covers[financing];
        for (uint256 i; i < MOST_COVERS; ++i) {
            if (GuaranteeId.unwrap(listed[i]) == 0 || statusOf(listed[i]) != GuaranteeStatus.Live) continue;
            Record storage g = _guarantee[listed[i]];
            covered += _unpaid(_coverNow(g), g);
        }
    }

    function _list(FinancingId financing, GuaranteeId id) private {
        GuaranteeId[MOST_COVERS] storage listed = _covers[financing];
        for (uint256 i; i < MOST_COVERS; ++i) {
            if (GuaranteeId.unwrap(listed[i]) != 0) continue;
            listed[i] = id;
            return;
        }
        revert CoversTooMany(financing, MOST_COVERS);
    }

    function _unlist(FinancingId financing, GuaranteeId id) private {
        GuaranteeId[MOST_COVERS] storage listed = _covers[financing];
        for (uint256 i; i < MOST_COVERS; ++i) {
            if (GuaranteeId.unwrap(listed[i]) != GuaranteeId.unwrap(id)) continue;
            listed[i] = GuaranteeId.wrap(0);
            return;
        }
    }

    function _guaranteeable(FinancingId financing) private view returns (IClaimLedger.Financing memory f) {
        f = CLAIMS.get(financing);
        if (f.status != IClaimLedger.FinancingStatus.Requested && f.status != IClaimLedger.FinancingStatus.Funded) {
            revert FinancingNotGuaranteeable(financing, f.status);
        }
    }

    function _requireUnrelated(OrgId guarantor, OrgId client, OrgId bank) private view {
        if (PARTICIPANTS.related(guarantor, client)) revert GuarantorRelated(guarantor, client);
        if (PARTICIPANTS.related(guarantor, bank)) revert GuarantorRelated(guarantor, bank);
    }

    function _requireNeutral(OrgId arbiter, OrgId guarantor, IClaimLedger.Terms memory t) private view {
        if (arbiter.isNull()) return;
        PARTICIPANTS.accountOf(arbiter);
        if (PARTICIPANTS.related(arbiter, guarantor)) revert ArbiterRelated(arbiter, guarantor);
        if (PARTICIPANTS.related(arbiter, t.bank)) revert ArbiterRelated(arbiter, t.bank);
        if (PARTICIPANTS.related(arbiter, t.enterprise)) revert ArbiterRelated(arbiter, t.enterprise);
    }
}
