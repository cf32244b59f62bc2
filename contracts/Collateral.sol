// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Permissioned} from "./Permissioned.sol";
import {IClaimLedger} from "./interfaces/IClaimLedger.sol";
import {ICollateral} from "./interfaces/ICollateral.sol";
import {ICreditLines} from "./interfaces/ICreditLines.sol";
import {IDocumentRegistry} from "./interfaces/IDocumentRegistry.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {IReceivablePledge} from "./interfaces/IReceivablePledge.sol";
import {Advance} from "./libraries/Advance.sol";
import {Cargo} from "./libraries/Cargo.sol";
import {Claims} from "./libraries/Claims.sol";
import {Basis, Part} from "./types/Basis.sol";
import {DocumentId, FinancingId, LineId, OrgId} from "./types/Ids.sol";
import {DocumentKind, Role} from "./types/Roles.sol";

contract Collateral is ICollateral, Permissioned {
    using Cargo for DocumentId;
    using SafeCast for uint256;

    uint256 public constant MOST_PAPERS = 4;
    /// @dev A reservation without an end: it is no rank, so it is never committed.
    uint40 private constant STANDING = type(uint40).max - 1;

    IDocumentRegistry public immutable DOCUMENTS;
    ICreditLines public immutable LINES;
    IClaimLedger public immutable CLAIMS;

    /// @dev By reference of the use, so that other obligations than financings may be secured under their own.
    mapping(bytes32 ref => Security[]) private _secured;

    constructor(
        IParticipantRegistry participants,
        IDocumentRegistry documents,
        ICreditLines lines,
        IClaimLedger claims
    ) Permissioned(participants) {
        (DOCUMENTS, LINES, CLAIMS) = (documents, lines, claims);
    }

    function secure(FinancingId financing, DocumentId cargo, uint96 amount) external {
        OrgId enterprise = only(Role.Enterprise);
        IClaimLedger.Parties memory p = CLAIMS.partiesOf(financing);
        if (p.enterprise != enterprise) {
            revert IReceivablePledge.CallerNotBorrower(financing, p.enterprise, enterprise);
        }
        IClaimLedger.FinancingStatus status = CLAIMS.statusOf(financing);
        if (Claims.isOver(status)) revert FinancingIsOver(financing, status);
        CLAIMS.requireNotFrozen(financing);
        if (!cargo.isCargo()) revert IDocumentRegistry.DocumentNotCargo(cargo);
        Security[] storage secured = _secured[financing.ref()];
        if (secured.length == MOST_PAPERS) revert CargoTooMany(financing, MOST_PAPERS);
        ICreditLines.LineTerms memory t = LINES.get(p.line).terms;
        _requireFree(p.line, t, cargo, amount);
        secured.push(Security(cargo, amount, t.cargoAdvanceBps, t.valuationDays));
        emit CargoSecured(financing, cargo, enterprise, amount);
        DOCUMENTS.reserve(financing.ref(), _basis(cargo), enterprise, p.currency, amount, STANDING);
    }

    function release(FinancingId financing, DocumentId cargo) external {
        if (!Claims.isOver(CLAIMS.statusOf(financing))) _requireLead(financing);
        Security[] storage secured = _secured[financing.ref()];
        uint256 n = secured.length;
        uint256 i;
        while (i < n && !(secured[i].cargo == cargo)) ++i;
        if (i == n) revert CargoNotSecured(financing, cargo);
        uint96 amount = secured[i].amount;
        secured[i] = secured[n - 1];
        secured.pop();
        emit CargoReleased(financing, cargo, msg.sender, amount);
        DOCUMENTS.release(financing.ref(), _basis(cargo), amount);
    }

    function _requireFree(LineId line, ICreditLines.LineTerms memory t, DocumentId cargo, uint96 amount) private view {
        if (t.cargoAdvanceBps == 0) revert ICreditLines.LineLendsNoCargo(line);
        (uint96 open, uint96 used, uint40 valued,) = DOCUMENTS.capacityOf(cargo, DocumentKind(cargo.kindByte()));
        cargo.requireFresh(valued, t.valuationDays);
        uint96 available = Advance.freeDown(open, used, t.cargoAdvanceBps, 0);
        if (amount == 0 || amount > available) revert AmountExceedsCargo(cargo, amount, available);
    }

    function _requireLead(FinancingId financing) private view {
        OrgId caller = PARTICIPANTS.organisationUnfrozen(msg.sender);
        OrgId lead = CLAIMS.partiesOf(financing).bank;
        if (caller != lead) revert IClaimLedger.CallerNotLead(financing, lead, caller);
        CLAIMS.requireNotFrozen(financing);
    }

    function headroom(FinancingId financing) external view returns (uint96) {
        Security[] storage secured = _secured[financing.ref()];
        uint256 sum;
        for (uint256 i; i < secured.length; ++i) {
            sum += _counted(secured[i]);
        }
        return Math.min(sum, type(uint96).max).toUint96();
    }

    function securedOf(FinancingId financing) external view returns (Security[] memory) {
        return _secured[financing.ref()];
    }

    /// @dev A valuation that fell takes as much off each use of the paper as all of them are above its advance.
    function _counted(Security memory s) private view returns (uint256) {
        IDocumentRegistry.Document memory d = DOCUMENTS.document(s.cargo);
        (uint40 frozen,, uint40 rejected, bool disputed) = DOCUMENTS.stopsOn(s.cargo);
        bool stands = d.status == IDocumentRegistry.DocumentStatus.Valid && block.timestamp <= d.validUntil;
        if (!stands || disputed || frozen | rejected != 0 || !Cargo.isFresh(d.due, s.valuationDays)) return 0;
        uint256 open = Math.saturatingSub(d.amount, d.consumed);
        uint256 excess = Math.saturatingSub(d.used, Advance.freeDown(open, 0, s.advanceBps, 0));
        return Math.saturatingSub(s.amount, excess);
    }

    function _basis(DocumentId cargo) private pure returns (Basis memory) {
        return Basis(cargo, new Part[](0));
    }
}
