// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Permissioned} from "./Permissioned.sol";
import {IClaimLedger} from "./interfaces/IClaimLedger.sol";
import {ICollateral} from "./interfaces/ICollateral.sol";
import {ICounterSecurity} from "./interfaces/ICounterSecurity.sol";
import {IDocumentRegistry} from "./interfaces/IDocumentRegistry.sol";
import {IGuaranteeEscrow} from "./interfaces/IGuaranteeEscrow.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {IReceivablePledge} from "./interfaces/IReceivablePledge.sol";
import {ISecurity} from "./interfaces/ISecurity.sol";
import {Cargo} from "./libraries/Cargo.sol";
import {Claims} from "./libraries/Claims.sol";
import {Holders} from "./libraries/Holders.sol";
import {Papers} from "./libraries/Papers.sol";
import {Recognition} from "./libraries/Recognition.sol";
import {Basis, Part} from "./types/Basis.sol";
import {DemandId, DocumentId, FinancingId, GuaranteeId, OrgId} from "./types/Ids.sol";
import {DocumentKind, Role} from "./types/Roles.sol";

contract CounterSecurity is ICounterSecurity, ISecurity, Permissioned, AccessManaged, ReentrancyGuardTransient {
    using Holders for IClaimLedger.Holding[];
    using Papers for DocumentId;
    using Recognition for DocumentId;
    using SafeCast for uint256;

    uint256 public constant MOST_ASSETS = 16;
    /// @dev A reservation without an end: it is no rank, so it is never committed.
    uint40 private constant STANDING = type(uint40).max - 1;

    IDocumentRegistry public immutable DOCUMENTS;
    IClaimLedger public immutable CLAIMS;
    IGuaranteeEscrow public immutable ESCROW;

    mapping(DocumentKind => ClassTerms) private _class;
    mapping(DocumentId asset => uint96) private _liens;
    mapping(GuaranteeId => Costs) private _costs;

    constructor(
        IParticipantRegistry participants,
        IDocumentRegistry documents,
        IClaimLedger claims,
        IGuaranteeEscrow escrow,
        address authority,
        Class[] memory classes
    ) Permissioned(participants) AccessManaged(authority) {
        (DOCUMENTS, CLAIMS, ESCROW) = (documents, claims, escrow);
        for (uint256 i; i < classes.length; ++i) {
            _setClass(classes[i].kind, classes[i].terms);
        }
    }

    /* WHAT ASSETS COUNT */

    function setClass(DocumentKind kind, ClassTerms calldata terms) external restricted {
        _setClass(kind, terms);
    }

    function _setClass(DocumentKind kind, ClassTerms memory t) private {
        bool counts = kind == DocumentKind.Invoice || Recognition.isValued(uint8(kind));
        if (!counts || t.rateBps > Recognition.BPS || t.liquidityBps > Recognition.BPS) {
            revert ClassTermsInvalid(kind, t.rateBps, t.liquidityBps);
        }
        _class[kind] = t;
        emit ClassSet(kind, t.rateBps, t.liquidityBps, t.validMonths);
    }

    function stateLiens(DocumentId asset, uint96 liens) external {
        (OrgId caller,) = PARTICIPANTS.activeOf(msg.sender);
        OrgId attestor = DOCUMENTS.document(asset).attestor;
        if (attestor != caller) revert IDocumentRegistry.AttestorNotOfDocument(asset, attestor, caller);
        _liens[asset] = liens;
        emit LiensStated(asset, caller, liens);
    }

    /* SECURITY */

    function secure(GuaranteeId guarantee, Secured[] calldata given) external {
        OrgId enterprise = only(Role.Enterprise);
        if (given.length == 0 || given.length > MOST_ASSETS) revert AssetsOutOfBounds(given.length, MOST_ASSETS);
        IGuaranteeEscrow.Guarantee memory g = ESCROW.get(guarantee);
        if (!_mayBeDemandedOn(g)) {
            revert IGuaranteeEscrow.GuaranteeNotInStatus(guarantee, g.status, IGuaranteeEscrow.GuaranteeStatus.Live);
        }
        CLAIMS.requireNotFrozen(g.terms.financing);
        for (uint256 i; i < given.length; ++i) {
            (DocumentId asset, uint96 amount) = (given[i].asset, given[i].amount);
            _requireRecognised(asset, amount, enterprise, g.client);
            emit AssetSecured(guarantee, asset, enterprise, amount);
            DOCUMENTS.reserve(guarantee.securityRef(), _basis(asset), enterprise, g.currency, amount, STANDING);
        }
    }

    function _requireRecognised(DocumentId asset, uint96 amount, OrgId holder, OrgId client) private view {
        DocumentKind kind = asset.kindOf();
        (uint96 open, uint96 used, uint40 stated, OrgId debtor) = DOCUMENTS.capacityOf(asset, kind);
        if (kind == DocumentKind.Invoice) _requireOwedByAnother(asset, debtor, holder, client);
        ClassTerms memory t = _class[kind];
        if (asset.isAhead(stated)) revert Cargo.ValuationInFuture(asset, stated);
        if (!asset.isGood(stated, t.validMonths)) {
            revert ValuationLapsed(asset, stated, asset.validThrough(stated, t.validMonths));
        }
        uint256 available = Math.saturatingSub(_recognisedDown(asset, open, t), used);
        if (amount == 0 || amount > available) revert SecurityExceedsRecognised(asset, amount, available);
    }

    /// @dev Nobody's word but its debtor's puts an invoice under the true key of its paper.
    function _requireOwedByAnother(DocumentId invoice, OrgId debtor, OrgId holder, OrgId client) private view {
        IDocumentRegistry.Document memory d = DOCUMENTS.document(invoice);
        if (d.byDebtor) revert IDocumentRegistry.AttestationIsDebtors(invoice, d.attestor);
        if (PARTICIPANTS.related(debtor, holder) || PARTICIPANTS.related(debtor, client)) {
            revert IReceivablePledge.DebtorRelated(invoice, debtor);
        }
    }

    function release(GuaranteeId guarantee, DocumentId asset) external {
        IGuaranteeEscrow.Guarantee memory g = ESCROW.get(guarantee);
        if (!_isOver(guarantee, g)) _requireMayRelease(guarantee, g);
        uint96 amount = _securedBy(guarantee, asset);
        emit AssetReleased(guarantee, asset, msg.sender, amount);
        DOCUMENTS.release(guarantee.securityRef(), _basis(asset), amount);
    }

    function _requireMayRelease(GuaranteeId guarantee, IGuaranteeEscrow.Guarantee memory g) private view {
        OrgId caller = PARTICIPANTS.organisationUnfrozen(msg.sender);
        if (caller != g.guarantor) revert IGuaranteeEscrow.CallerNotGuarantor(guarantee, g.guarantor, caller);
        CLAIMS.requireNotFrozen(g.terms.financing);
    }

    /// @dev Nothing can be demanded any more, and nothing was paid or spent that is still owed.
    function _isOver(GuaranteeId guarantee, IGuaranteeEscrow.Guarantee memory g) private view returns (bool) {
        if (g.paid != 0) {
            (uint96 costs, uint96 claim) = _owedTo(guarantee, g);
            if (costs != 0 || claim != 0) return false;
        }
        if (!_mayBeDemandedOn(g)) return true;
        return DemandId.unwrap(g.openDemand) == 0 && Claims.isOver(CLAIMS.statusOf(g.terms.financing));
    }

    /// @dev Or will be.
    function _mayBeDemandedOn(IGuaranteeEscrow.Guarantee memory g) private pure returns (bool) {
        return g.status == IGuaranteeEscrow.GuaranteeStatus.Offered || g.status == IGuaranteeEscrow.GuaranteeStatus.Live;
    }

    /* RECOVERY */

    function bookCosts(GuaranteeId guarantee, uint96 amount, bytes32 statement) external {
        OrgId caller = PARTICIPANTS.organisationOf(msg.sender);
        IGuaranteeEscrow.Guarantee memory g = _paid(guarantee, caller);
        if (amount == 0) revert IReceivablePledge.AmountIsZero();
        FinancingId financing = g.terms.financing;
        IClaimLedger.FinancingStatus status = CLAIMS.statusOf(financing);
        if (Claims.isOver(status)) revert ICollateral.FinancingIsOver(financing, status);
        uint96 total = _costs[guarantee].booked + amount;
        _costs[guarantee].booked = total;
        emit RecoveryCostsBooked(guarantee, financing, amount, total, statement);
    }

    function recover(
        GuaranteeId guarantee,
        DocumentId asset,
        uint96 value,
        uint96 proceeds,
        bytes32 bankReference
    ) external nonReentrant {
        // What a frozen guarantor holds of a claim stays its own.
        OrgId caller = PARTICIPANTS.organisationUnfrozen(msg.sender);
        IGuaranteeEscrow.Guarantee memory g = _paid(guarantee, caller);
        FinancingId financing = g.terms.financing;
        (uint96 secured, uint96 left, OrgId holder) = _realised(guarantee, asset, value);
        (uint96 toCosts, uint96 toClaim) = _split(guarantee, g, proceeds);
        uint96 toHolder = proceeds - toCosts - toClaim;
        _costs[guarantee].recovered += toCosts;
        emit AssetRecovered(
            guarantee, asset, financing, value, proceeds, toCosts, toClaim, holder, toHolder, left, bankReference
        );
        DOCUMENTS.release(guarantee.securityRef(), _basis(asset), secured - left);
        DOCUMENTS.collect(asset, value);
        if (toClaim != 0) CLAIMS.discharge(financing, g.guarantor, toClaim);
        CLAIMS.payTo(g.currency, PARTICIPANTS.accountOf(g.guarantor), holder, toHolder);
    }

    function _paid(GuaranteeId guarantee, OrgId caller)
        private
        view
        returns (IGuaranteeEscrow.Guarantee memory g)
    {
        g = ESCROW.get(guarantee);
        if (caller != g.guarantor) revert IGuaranteeEscrow.CallerNotGuarantor(guarantee, g.guarantor, caller);
        if (g.paid == 0) revert GuaranteeNotPaid(guarantee);
    }

    /// @return secured by the asset before
    /// @return left what it secures after: no more than it still bears
    function _realised(GuaranteeId guarantee, DocumentId asset, uint96 value)
        private
        view
        returns (uint96 secured, uint96 left, OrgId holder)
    {
        secured = _securedBy(guarantee, asset);
        IDocumentRegistry.Document memory d = DOCUMENTS.document(asset);
        if (d.used != secured) revert AssetSecuresOthers(asset, d.used - secured);
        // Revoked or not: what was sold is gone.
        uint256 bears = Math.saturatingSub(d.amount, d.consumed);
        if (value == 0 || value > bears) revert RecoveryOutOfBounds(asset, value, bears);
        (left, holder) = (Math.min(secured, bears - value).toUint96(), d.holder);
    }

    /// @dev Costs first, then the claim, as much of each as is owed.
    function _split(GuaranteeId guarantee, IGuaranteeEscrow.Guarantee memory g, uint96 proceeds)
        private
        view
        returns (uint96 toCosts, uint96 toClaim)
    {
        (uint96 costs, uint96 claim) = _owedTo(guarantee, g);
        if (costs == 0 && claim == 0) revert NothingToRecover(guarantee);
        toCosts = Math.min(proceeds, costs).toUint96();
        toClaim = Math.min(proceeds - toCosts, claim).toUint96();
    }

    /// @dev What the guarantor still waits for, minor units: costs, and its part of the claim.
    function _owedTo(GuaranteeId guarantee, IGuaranteeEscrow.Guarantee memory g)
        private
        view
        returns (uint96 costs, uint96 claim)
    {
        Costs storage c = _costs[guarantee];
        (, IClaimLedger.Holding[] memory others) = CLAIMS.holdingsOf(g.terms.financing);
        return (c.booked - c.recovered, others.heldBy(g.guarantor));
    }

    /* STATE */

    function recognisedOf(DocumentId asset) external view returns (Recognised memory r) {
        IDocumentRegistry.Document memory d;
        uint40 held;
        (r, d, held) = _look(asset);
        bool short = d.used > Math.saturatingSub(d.amount, d.consumed);
        if (!r.stale && held == 0 && !short) r.amount = r.standing;
    }

    function standingOf(GuaranteeId guarantee, DocumentId asset) public view returns (Standing memory s) {
        s.amount = _useOf(guarantee, asset);
        if (s.amount == 0) return s;
        (Recognised memory r, IDocumentRegistry.Document memory d,) = _look(asset);
        (s.stale, s.validThrough) = (r.stale, r.validThrough);
        if (r.stale) return s;
        // What is recognised less than rests on the asset is taken off each use of it.
        s.counted = Math.saturatingSub(s.amount, Math.saturatingSub(d.used, r.standing)).toUint96();
    }

    function countedFor(GuaranteeId guarantee, DocumentId[] calldata assets) external view returns (uint96) {
        uint256 sum;
        for (uint256 i; i < assets.length; ++i) {
            if (i != 0 && !(assets[i - 1] < assets[i])) revert AssetsNotAscending(assets[i - 1], assets[i]);
            sum += standingOf(guarantee, assets[i]).counted;
        }
        return Math.min(sum, type(uint96).max).toUint96();
    }

    function costsOf(GuaranteeId guarantee) external view returns (Costs memory) {
        return _costs[guarantee];
    }

    function classOf(DocumentKind kind) external view returns (ClassTerms memory) {
        return _class[kind];
    }

    /// @dev All but what counts for new security.
    function _look(DocumentId asset)
        private
        view
        returns (Recognised memory r, IDocumentRegistry.Document memory d, uint40 held)
    {
        d = DOCUMENTS.document(asset);
        ClassTerms memory t = _class[d.kind];
        r.liens = _liens[asset];
        r.validThrough = asset.validThrough(d.due, t.validMonths);
        r.stale = block.timestamp > r.validThrough || asset.isAhead(d.due);
        uint40 frozen;
        uint40 rejected;
        bool disputed;
        (frozen, held, rejected, disputed) = DOCUMENTS.stopsOn(asset);
        bool stands = d.status == IDocumentRegistry.DocumentStatus.Valid && block.timestamp <= d.validUntil;
        if (!stands || d.byDebtor || disputed || frozen | rejected != 0) return (r, d, held);
        r.standing = _recognisedDown(asset, Math.saturatingSub(d.amount, d.consumed), t);
    }

    function _recognisedDown(DocumentId asset, uint256 open, ClassTerms memory t) private view returns (uint96) {
        return Recognition.recognisedDown(open, t.rateBps, t.liquidityBps, _liens[asset]);
    }

    function _securedBy(GuaranteeId guarantee, DocumentId asset) private view returns (uint96 amount) {
        amount = _useOf(guarantee, asset);
        if (amount == 0) revert AssetNotSecured(guarantee, asset);
    }

    function _useOf(GuaranteeId guarantee, DocumentId asset) private view returns (uint96) {
        return DOCUMENTS.useOf(address(this), guarantee.securityRef(), _basis(asset)).amount;
    }

    function _basis(DocumentId asset) private pure returns (Basis memory) {
        return Basis(asset, new Part[](0));
    }
}
