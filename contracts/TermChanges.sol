// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Permissioned} from "./Permissioned.sol";
import {IClaimLedger} from "./interfaces/IClaimLedger.sol";
import {IDocumentRegistry} from "./interfaces/IDocumentRegistry.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {ITermChanges} from "./interfaces/ITermChanges.sol";
import {Amortization} from "./libraries/Amortization.sol";
import {Claims} from "./libraries/Claims.sol";
import {Basis} from "./types/Basis.sol";
import {FinancingId, OrgId} from "./types/Ids.sol";
import {AmortizationKind} from "./types/Terms.sol";

contract TermChanges is ITermChanges, Permissioned {
    IDocumentRegistry public immutable DOCUMENTS;
    IClaimLedger public immutable CLAIMS;
    address public immutable PLEDGE;

    mapping(FinancingId => Proposal) private _proposal;

    constructor(IParticipantRegistry participants, IDocumentRegistry documents, IClaimLedger claims, address pledge)
        Permissioned(participants)
    {
        (DOCUMENTS, CLAIMS, PLEDGE) = (documents, claims, pledge);
    }

    function propose(FinancingId financing, IClaimLedger.Change calldata change) external {
        (OrgId caller,) = PARTICIPANTS.activeOf(msg.sender);
        IClaimLedger.Financing memory f = _changeable(financing, caller);
        if (block.timestamp > change.until) revert ProposalLapsed(financing, change.until);
        _requireFit(financing, change);
        _proposal[financing] = Proposal(caller, change);
        uint16 version = f.termsVersion + 1;
        emit TermsProposed(
            financing,
            caller,
            version,
            change.maturityDay,
            change.rateBps,
            change.penaltyBps,
            change.graceDays,
            change.kind,
            change.instalments,
            change.until,
            _hashOf(financing, version, f.terms.maturityDay, change)
        );
    }

    function accept(FinancingId financing, Basis calldata basis, bytes32 termsHash) external {
        (OrgId caller,) = PARTICIPANTS.activeOf(msg.sender);
        Proposal memory p = _proposed(financing);
        IClaimLedger.Financing memory f = _changeable(financing, caller);
        if (p.by == caller) revert ProposalIsOwn(financing, caller);
        if (block.timestamp > p.change.until) revert ProposalLapsed(financing, p.change.until);
        bytes32 expected = _hashOf(financing, f.termsVersion + 1, f.terms.maturityDay, p.change);
        if (expected != termsHash) revert ProposalHashMismatch(financing, expected, termsHash);
        _requireFit(financing, p.change);
        if (_growsFaster(f.terms, p.change)) _requireAlone(financing, basis);
        // Who proposed must still be free to: a freeze takes nothing from it, a suspension gives it nothing.
        PARTICIPANTS.activeAccountOf(p.by);
        delete _proposal[financing];
        CLAIMS.adopt(financing, p.change, termsHash);
    }

    function withdrawProposal(FinancingId financing) external {
        OrgId caller = PARTICIPANTS.organisationOf(msg.sender);
        OrgId by = _proposed(financing).by;
        if (by != caller) revert CallerNotProposer(financing, by, caller);
        delete _proposal[financing];
        emit ProposalWithdrawn(financing, caller);
    }

    function accelerate(FinancingId financing) external {
        CLAIMS.requireNotFrozen(financing);
        OrgId caller = PARTICIPANTS.organisationOf(msg.sender);
        IClaimLedger.Financing memory f = CLAIMS.get(financing);
        if (f.terms.bank != caller) revert IClaimLedger.CallerNotLead(financing, f.terms.bank, caller);
        if (f.status != IClaimLedger.FinancingStatus.Defaulted) {
            revert IClaimLedger.FinancingNotInStatus(financing, f.status, IClaimLedger.FinancingStatus.Defaulted);
        }
        uint24 today = CLAIMS.todayOf(financing);
        if (today > f.terms.maturityDay) {
            revert IClaimLedger.MaturityPassed(financing, f.terms.maturityDay, today);
        }
        uint40 until = uint40(block.timestamp);
        CLAIMS.adopt(
            financing,
            IClaimLedger.Change(today - 1, f.terms.rateBps, f.terms.penaltyBps, 0, AmortizationKind.Bullet, 1, until),
            0
        );
        emit FinancingAccelerated(financing, today - 1, Claims.sum(CLAIMS.debtOf(financing)));
    }

    function proposalOf(FinancingId financing)
        external
        view
        returns (OrgId by, IClaimLedger.Change memory change, bytes32 termsHash)
    {
        (by, change) = (_proposal[financing].by, _proposal[financing].change);
        if (by.isNull()) return (by, change, 0);
        IClaimLedger.Financing memory f = CLAIMS.get(financing);
        termsHash = _hashOf(financing, f.termsVersion + 1, f.terms.maturityDay, change);
    }

    function _proposed(FinancingId financing) private view returns (Proposal memory p) {
        p = _proposal[financing];
        if (p.by.isNull()) revert ProposalNotFound(financing);
    }

    function _changeable(FinancingId financing, OrgId caller) private view returns (IClaimLedger.Financing memory f) {
        f = CLAIMS.get(financing);
        CLAIMS.requireNotFrozen(financing);
        if (caller != f.terms.bank && caller != f.terms.enterprise) revert CallerNotLeadOrBorrower(financing, caller);
        bool runs = f.status == IClaimLedger.FinancingStatus.Funded
            || f.status == IClaimLedger.FinancingStatus.Overdue || f.status == IClaimLedger.FinancingStatus.Defaulted;
        if (!runs) {
            revert IClaimLedger.FinancingNotInStatus(financing, f.status, IClaimLedger.FinancingStatus.Funded);
        }
        if (f.holders != 0) revert ClaimIsShared(financing, f.holders);
    }

    /// @dev Today is the day from which the change counts.
    function _requireFit(FinancingId financing, IClaimLedger.Change memory to) private view {
        uint24 today = CLAIMS.todayOf(financing);
        if (to.maturityDay < today) revert IClaimLedger.MaturityPassed(financing, to.maturityDay, today);
        Amortization.requireFit(to.kind, to.instalments, today, to.maturityDay);
    }

    function _growsFaster(IClaimLedger.Terms memory t, IClaimLedger.Change memory to) private pure returns (bool) {
        uint256 penalty = uint256(to.rateBps) * to.penaltyBps;
        bool sooner = to.maturityDay < t.maturityDay && to.penaltyBps > 10_000;
        return sooner || to.rateBps > t.rateBps || penalty > uint256(t.rateBps) * t.penaltyBps;
    }

    /// @dev Whoever lent behind a rank reckoned with what it costs: two sides may not raise that at a third's expense.
    function _requireAlone(FinancingId financing, Basis calldata basis) private view {
        bytes32 ref = financing.ref();
        if (DOCUMENTS.useOf(PLEDGE, ref, basis).amount == 0) revert IDocumentRegistry.UseNotFound(PLEDGE, ref);
        uint256 ranks = DOCUMENTS.document(basis.whole).commits;
        if (ranks > 1) revert RanksBeside(financing, basis.whole, ranks - 1);
    }

    /// @dev What both sides agree on: these terms, of this financing, as this version, in place of this maturity: an
    /// acceleration brings that forward and keeps the version.
    function _hashOf(FinancingId financing, uint16 version, uint24 maturityDay, IClaimLedger.Change memory to)
        private
        view
        returns (bytes32)
    {
        return keccak256(abi.encode(block.chainid, address(this), financing, version, maturityDay, to));
    }
}
