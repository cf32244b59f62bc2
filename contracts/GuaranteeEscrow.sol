// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Permissioned} from "./Permissioned.sol";
import {IBusinessCalendar} from "./interfaces/IBusinessCalendar.sol";
import {IClaimLedger} from "./interfaces/IClaimLedger.sol";
import {ICondition} from "./interfaces/ICondition.sol";
import {IGuaranteeEscrow} from "./interfaces/IGuaranteeEscrow.sol";
import {IGuarantorCapital} from "./interfaces/IGuarantorCapital.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {ITermChanges} from "./interfaces/ITermChanges.sol";
import {Claims} from "./libraries/Claims.sol";
import {DemandId, FinancingId, GuaranteeId, OrgId} from "./types/Ids.sol";
import {Role} from "./types/Roles.sol";

contract GuaranteeEscrow is IGuaranteeEscrow, ICondition, Permissioned, ReentrancyGuardTransient {
    using SafeCast for uint256;

    /// @dev Three slots and the hash of the terms.
    struct Record {
        uint96 cover;
        uint96 paid;
        uint40 offerUntil;
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
        uint8 accepted;
        uint96 premium;
        OrgId payer;
        bytes32 termsHash;
    }

    struct DemandRecord {
        GuaranteeId guarantee;
        uint96 amount;
        uint40 examineBy;
        DemandStatus status;
        uint256 discrepancies;
    }

    uint256 public constant MOST_COVERS = 4;
    uint256 private constant BPS = 10_000;
    uint8 private constant EXAMINATION_DAYS = 5;
    uint8 private constant BY_BENEFICIARY = 1;
    uint8 private constant BY_PAYER = 2;

    IBusinessCalendar public immutable CALENDAR;
    IClaimLedger public immutable CLAIMS;
    ITermChanges public immutable CHANGES;
    IGuarantorCapital public immutable CAPITAL;
    /// @notice Basis points of every financing that its bank bears itself.
    uint16 public immutable BANK_SHARE_BPS;

    uint32 private _lastGuarantee;
    uint32 private _lastDemand;
    mapping(GuaranteeId => Record) private _guarantee;
    mapping(DemandId => DemandRecord) private _demand;
    /// @dev The changes that a guarantor consented to, before or after they were agreed: none can be taken back.
    mapping(GuaranteeId => mapping(bytes32 termsHash => bool)) private _consented;
    /// @dev One slot: the guarantees behind a financing. One that has paid keeps its place, since its guarantor holds
    /// a part of the claim, and a claim has as many seats for guarantors as this.
    mapping(FinancingId => GuaranteeId[MOST_COVERS]) private _covers;

    constructor(
        IParticipantRegistry participants,
        IBusinessCalendar calendar,
        IClaimLedger claims,
        ITermChanges changes,
        IGuarantorCapital capital
    ) Permissioned(participants) {
        (CALENDAR, CLAIMS, CHANGES, CAPITAL) = (calendar, claims, changes, capital);
        BANK_SHARE_BPS = claims.bankShareBps();
    }

    /* OFFER AND ACCEPTANCE */

    function offer(Offer calldata o) external returns (GuaranteeId id) {
        OrgId guarantor = only(Role.Guarantor);
        CLAIMS.requireNotFrozen(o.financing);
        IClaimLedger.Financing memory f = _guaranteeable(o.financing);
        if (o.cover == 0 || o.expiry < block.timestamp || o.offerUntil < block.timestamp) {
            revert GuaranteeTermsInvalid(o.cover, o.expiry, o.offerUntil);
        }
        _requireUnrelated(guarantor, f.terms);
        CALENDAR.offsetOf(o.calendar);
        id = GuaranteeId.wrap(++_lastGuarantee);
        if (o.payer != f.terms.bank && o.payer != f.terms.enterprise) revert CallerNotParty(id, o.payer);
        bytes32 termsHash = keccak256(abi.encode(block.chainid, address(this), id, guarantor, f.termsVersion, o));
        _write(_guarantee[id], o, f, guarantor, termsHash);
        emit GuaranteeOffered(
            id,
            o.financing,
            guarantor,
            f.terms.bank,
            o.payer,
            o.kind,
            o.cover,
            o.premium,
            o.expiry,
            o.offerUntil,
            termsHash
        );
    }

    function accept(GuaranteeId id, bytes32 termsHash) external nonReentrant {
        OrgId caller = PARTICIPANTS.organisationOf(msg.sender);
        Record storage g = _inStatus(id, GuaranteeStatus.Offered);
        if (g.termsHash != termsHash) revert TermsHashMismatch(id, g.termsHash, termsHash);
        uint8 by = (caller == g.beneficiary ? BY_BENEFICIARY : 0) | (caller == g.payer ? BY_PAYER : 0);
        if (by == 0) revert CallerNotParty(id, caller);
        only(caller == g.beneficiary ? Role.Bank : Role.Enterprise);
        CLAIMS.requireNotFrozen(g.financing);
        g.accepted |= by;
        emit GuaranteeAccepted(id, caller);
        if (g.accepted == (BY_BENEFICIARY | BY_PAYER)) _issue(id, g);
    }

    function _issue(GuaranteeId id, Record storage g) private {
        IClaimLedger.Financing memory f = _guaranteeable(g.financing);
        if (f.termsVersion != g.termsVersion) {
            revert FinancingTermsChanged(g.financing, g.termsVersion, f.termsVersion);
        }
        uint96 covered = coveredOf(g.financing);
        bool running = f.status == IClaimLedger.FinancingStatus.Funded;
        uint256 most = _coverable(running ? f.principal : f.terms.principal);
        // Of what others hold, guarantees behind the lead pay nothing.
        if (running) most = Math.min(most, CLAIMS.coverableOf(g.financing));
        uint256 available = Math.saturatingSub(most, covered);
        if (g.cover > available) revert CoverExceedsObligation(g.financing, g.cover, available);
        g.status = GuaranteeStatus.Live;
        _list(g.financing, id);
        emit GuaranteeIssued(id, g.financing, g.cover, covered + g.cover);
        CAPITAL.lock(g.guarantor, g.currency, g.cover);
        CLAIMS.allowPurchase(g.financing, g.cover);
        address guarantorAccount = PARTICIPANTS.activeAccountOf(g.guarantor);
        CLAIMS.pull(g.currency, PARTICIPANTS.activeAccountOf(g.payer), guarantorAccount, g.premium);
    }

    function consent(GuaranteeId id, bytes32 termsHash) external {
        OrgId caller = only(Role.Guarantor);
        Record storage g = _inStatus(id, GuaranteeStatus.Live);
        if (g.guarantor != caller) revert CallerNotGuarantor(id, g.guarantor, caller);
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

    /* DEMAND */

    function demand(GuaranteeId id, uint96 amount, bytes32 statement) external returns (DemandId demandId) {
        OrgId caller = PARTICIPANTS.organisationOf(msg.sender);
        Record storage g = _inStatus(id, GuaranteeStatus.Live);
        if (g.beneficiary != caller) revert CallerNotBeneficiary(id, g.beneficiary, caller);
        if (DemandId.unwrap(g.openDemand) != 0) revert DemandOpen(id, g.openDemand);
        (bool consents, uint16 version) = _consents(id, g);
        if (!consents) revert FinancingTermsChanged(g.financing, g.termsVersion, version);
        if (g.kind == GuaranteeKind.Accessory) _requireDefaulted(g.financing);
        if (amount == 0) revert DemandIsZero(id);
        uint256 available = _payable(id, g);
        if (amount > available) revert DemandExceedsAvailable(id, amount, available);
        demandId = DemandId.wrap(++_lastDemand);
        uint40 examineBy = CALENDAR.closeAfter(g.calendar, EXAMINATION_DAYS);
        g.openDemand = demandId;
        DemandRecord storage d = _demand[demandId];
        (d.guarantee, d.amount, d.examineBy, d.status) = (id, amount, examineBy, DemandStatus.Presented);
        emit DemandPresented(demandId, id, amount, examineBy, statement);
    }

    function examine(DemandId id, uint256 discrepancies) external {
        OrgId caller = PARTICIPANTS.organisationOf(msg.sender);
        DemandRecord storage d = _demand[id];
        Record storage g = _guarantee[d.guarantee];
        _requireDemand(id, DemandStatus.Presented);
        if (g.guarantor != caller) revert CallerNotGuarantor(d.guarantee, g.guarantor, caller);
        if (discrepancies == 0) {
            d.status = DemandStatus.Complying;
        } else {
            (d.status, d.discrepancies, g.openDemand) = (DemandStatus.Refused, discrepancies, DemandId.wrap(0));
        }
        emit DemandExamined(id, d.guarantee, discrepancies);
    }

    function pay(DemandId id) external nonReentrant {
        DemandRecord storage d = _demand[id];
        DemandStatus status = demandStatusOf(id);
        if (status != DemandStatus.Complying && status != DemandStatus.Precluded) {
            revert DemandNotInStatus(id, status, DemandStatus.Complying);
        }
        Record storage g = _guarantee[d.guarantee];
        // Since the presentation receipts may have left less owing, or cured the default, and a change of terms nothing
        // covered.
        bool cured = g.kind == GuaranteeKind.Accessory && !_isDefaulted(CLAIMS.statusOf(g.financing));
        uint96 amount = cured ? 0 : Math.min(d.amount, _payable(d.guarantee, g)).toUint96();
        g.paid += amount;
        (d.status, g.openDemand) = (DemandStatus.Paid, DemandId.wrap(0));
        if (g.paid == g.cover) g.status = GuaranteeStatus.Exhausted;
        emit DemandPaid(id, d.guarantee, amount, g.paid, g.cover - g.paid);
        if (amount == 0) return;
        bool kept = CLAIMS.assign(g.financing, g.guarantor, amount);
        CAPITAL.payOut(g.guarantor, g.beneficiary, g.currency, amount, kept);
    }

    function withdrawDemand(DemandId id) external {
        OrgId caller = PARTICIPANTS.organisationUnfrozen(msg.sender);
        DemandStatus status = demandStatusOf(id);
        bool open = status == DemandStatus.Presented || status == DemandStatus.Complying;
        if (!open && status != DemandStatus.Precluded) {
            revert DemandNotInStatus(id, status, DemandStatus.Presented);
        }
        DemandRecord storage d = _demand[id];
        Record storage g = _guarantee[d.guarantee];
        if (g.beneficiary != caller) revert CallerNotBeneficiary(d.guarantee, g.beneficiary, caller);
        CLAIMS.requireNotFrozen(g.financing);
        (d.status, g.openDemand) = (DemandStatus.Withdrawn, DemandId.wrap(0));
        emit DemandWithdrawn(id, d.guarantee);
    }

    function release(GuaranteeId id) external {
        Record storage g = _guarantee[id];
        if (g.status != GuaranteeStatus.Live) revert GuaranteeNotInStatus(id, statusOf(id), GuaranteeStatus.Live);
        if (DemandId.unwrap(g.openDemand) != 0) revert DemandOpen(id, g.openDemand);
        if (statusOf(id) != GuaranteeStatus.Expired) _requireReleasable(id, g);
        uint96 left = g.cover - g.paid;
        g.status = GuaranteeStatus.Released;
        if (g.paid == 0) _unlist(g.financing, id);
        emit GuaranteeReleased(id, left, coveredOf(g.financing));
        CAPITAL.unlock(g.guarantor, g.currency, left);
        CLAIMS.withdrawAllowance(g.financing, left);
    }

    /* STATE */

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
            covered += g.cover - g.paid;
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
            if (GuaranteeId.unwrap(listed[i]) == GuaranteeId.unwrap(id)) listed[i] = GuaranteeId.wrap(0);
        }
    }

    function statusOf(GuaranteeId id) public view returns (GuaranteeStatus s) {
        Record storage g = _guarantee[id];
        s = g.status;
        if (s == GuaranteeStatus.Offered && block.timestamp > g.offerUntil) return GuaranteeStatus.Lapsed;
        bool waits = DemandId.unwrap(g.openDemand) != 0;
        if (s == GuaranteeStatus.Live && block.timestamp > g.expiry && !waits) return GuaranteeStatus.Expired;
    }

    function demandStatusOf(DemandId id) public view returns (DemandStatus s) {
        DemandRecord storage d = _demand[id];
        s = d.status;
        if (s == DemandStatus.Presented && block.timestamp > d.examineBy) return DemandStatus.Precluded;
    }

    function get(GuaranteeId id) external view returns (Guarantee memory) {
        Record storage g = _guarantee[id];
        Offer memory o =
            Offer(g.financing, g.kind, g.cover, g.premium, g.payer, g.expiry, g.offerUntil, g.calendar);
        (bool consents, uint16 version) = _consents(id, g);
        return Guarantee(
            o,
            g.guarantor,
            g.beneficiary,
            g.client,
            g.currency,
            statusOf(id),
            g.paid,
            consents ? version : g.termsVersion,
            g.openDemand,
            g.termsHash
        );
    }

    function consentsTo(GuaranteeId id, bytes32 termsHash) external view returns (bool) {
        return _consented[id][termsHash];
    }

    function getDemand(DemandId id) external view returns (Demand memory) {
        DemandRecord storage d = _demand[id];
        return Demand(d.guarantee, d.amount, d.examineBy, demandStatusOf(id), d.discrepancies);
    }

    /// @dev Whether the guarantor consented to the terms in force, and their version.
    function _consents(GuaranteeId id, Record storage g) private view returns (bool, uint16 version) {
        bytes32 termsHash;
        (version, termsHash) = CLAIMS.termsOf(g.financing);
        return (g.termsVersion == version || _consented[id][termsHash], version);
    }

    /// @dev The least of what is left of the cover and what the beneficiary holds of the claim beyond its own share;
    /// nothing of a claim on other terms than the guarantor consented to.
    function _payable(GuaranteeId id, Record storage g) private view returns (uint256) {
        (bool consents,) = _consents(id, g);
        if (!consents) return 0;
        return Math.min(g.cover - g.paid, CLAIMS.coverableOf(g.financing));
    }

    function _inStatus(GuaranteeId id, GuaranteeStatus expected) private view returns (Record storage g) {
        g = _guarantee[id];
        GuaranteeStatus actual = statusOf(id);
        if (actual != expected) revert GuaranteeNotInStatus(id, actual, expected);
    }

    function _requireDemand(DemandId id, DemandStatus expected) private view {
        DemandStatus actual = demandStatusOf(id);
        if (actual != expected) revert DemandNotInStatus(id, actual, expected);
    }

    function _guaranteeable(FinancingId financing) private view returns (IClaimLedger.Financing memory f) {
        f = CLAIMS.get(financing);
        if (f.status != IClaimLedger.FinancingStatus.Requested && f.status != IClaimLedger.FinancingStatus.Funded) {
            revert FinancingNotGuaranteeable(financing, f.status);
        }
    }

    function _requireDefaulted(FinancingId financing) private view {
        IClaimLedger.FinancingStatus s = CLAIMS.statusOf(financing);
        if (!_isDefaulted(s)) revert ObligationNotDefaulted(financing, s);
    }

    function _isDefaulted(IClaimLedger.FinancingStatus s) private pure returns (bool) {
        return s == IClaimLedger.FinancingStatus.Defaulted || s == IClaimLedger.FinancingStatus.WrittenOff;
    }

    /// @dev While something is owed, a frozen side gives no cover away and takes none, nor does one of a frozen financing.
    function _requireReleasable(GuaranteeId id, Record storage g) private view {
        IClaimLedger.FinancingStatus s = CLAIMS.statusOf(g.financing);
        if (Claims.isOver(s)) return;
        OrgId caller = PARTICIPANTS.organisationOf(msg.sender);
        bool mayEnd = caller == g.beneficiary;
        if (!mayEnd && caller == g.guarantor) {
            (bool consents,) = _consents(id, g);
            mayEnd = !consents;
        }
        if (!mayEnd) revert ReleaseNotDue(id, s);
        PARTICIPANTS.unfrozenAccountOf(caller);
        CLAIMS.requireNotFrozen(g.financing);
    }

    function _requireUnrelated(OrgId guarantor, IClaimLedger.Terms memory t) private view {
        if (PARTICIPANTS.related(guarantor, t.enterprise)) revert GuarantorRelated(guarantor, t.enterprise);
        if (PARTICIPANTS.related(guarantor, t.bank)) revert GuarantorRelated(guarantor, t.bank);
    }

    function _write(
        Record storage g,
        Offer calldata o,
        IClaimLedger.Financing memory f,
        OrgId guarantor,
        bytes32 termsHash
    ) private {
        (g.cover, g.offerUntil, g.calendar, g.status) = (o.cover, o.offerUntil, o.calendar, GuaranteeStatus.Offered);
        (g.financing, g.guarantor, g.beneficiary, g.client) =
            (o.financing, guarantor, f.terms.bank, f.terms.enterprise);
        (g.expiry, g.currency, g.termsVersion, g.kind) = (o.expiry, f.terms.currency, f.termsVersion, o.kind);
        (g.premium, g.payer, g.termsHash) = (o.premium, o.payer, termsHash);
    }
}
