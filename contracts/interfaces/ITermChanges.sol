// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Basis} from "../types/Basis.sol";
import {DocumentId, FinancingId, OrgId} from "../types/Ids.sol";
import {AmortizationKind} from "../types/Terms.sol";
import {IClaimLedger} from "./IClaimLedger.sol";

/// @title Other terms for what runs
/// @notice Lead bank and borrower change the terms of a financing by consent: one proposes, the other accepts by the
/// hash of what it read. After a missed instalment the lead bank makes all of it due.
interface ITermChanges {
    struct Proposal {
        OrgId by;
        IClaimLedger.Change change;
    }

    event TermsProposed(
        FinancingId indexed financing,
        OrgId indexed by,
        uint16 termsVersion,
        uint24 maturityDay,
        uint16 rateBps,
        uint16 penaltyBps,
        uint8 graceDays,
        AmortizationKind kind,
        uint8 instalments,
        uint40 until,
        bytes32 termsHash
    );
    event ProposalWithdrawn(FinancingId indexed financing, OrgId indexed by);
    event FinancingAccelerated(FinancingId indexed financing, uint24 maturityDay, uint96 claim);

    error CallerNotLeadOrBorrower(FinancingId financing, OrgId caller);
    error CallerNotProposer(FinancingId financing, OrgId by, OrgId caller);
    error ClaimIsShared(FinancingId financing, uint256 holders);
    error ProposalHashMismatch(FinancingId financing, bytes32 expected, bytes32 given);
    error ProposalIsOwn(FinancingId financing, OrgId by);
    error ProposalLapsed(FinancingId financing, uint40 until);
    error ProposalNotFound(FinancingId financing);
    error RanksBeside(FinancingId financing, DocumentId document, uint256 others);

    /// @notice Proposes other terms for a financing that is funded, also overdue or defaulted, in place of what was
    /// proposed before. The lead bank or the borrower. Not while others than the lead hold parts of the claim: they
    /// have no voice here, so what they bought stays as it is; the lead takes their parts back first.
    function propose(FinancingId financing, IClaimLedger.Change calldata change) external;

    /// @notice Accepts what the other side proposed, by the hash of financing, version and terms. What accrued by the
    /// end of this day stays to the last unit, then the new terms count. A guarantee covers them once its guarantor
    /// consents. The other of lead bank and borrower.
    /// @param basis the papers that the financing rests on. While others rest on the same paper, neither the rate nor
    /// the penalty rate may rise: they lent before or behind this rank and have no voice here
    function accept(FinancingId financing, Basis calldata basis, bytes32 termsHash) external;

    /// @notice Withdraws what nobody accepted. The side that proposed it, suspended or not.
    function withdrawProposal(FinancingId financing) external;

    /// @notice Makes a financing that is defaulted by a missed instalment due as a whole: it matured yesterday, from today
    /// on penalty runs on what is outstanding. The terms keep their version: this is what they say happens. The lead
    /// bank, suspended or not.
    function accelerate(FinancingId financing) external;

    /// @notice What stands proposed and the hash by which it is accepted; zero where nothing is.
    function proposalOf(FinancingId financing)
        external
        view
        returns (OrgId by, IClaimLedger.Change memory change, bytes32 termsHash);
}
