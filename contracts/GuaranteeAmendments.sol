// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Permissioned} from "./Permissioned.sol";
import {IClaimLedger} from "./interfaces/IClaimLedger.sol";
import {IGuaranteeAmendments} from "./interfaces/IGuaranteeAmendments.sol";
import {IGuaranteeEscrow} from "./interfaces/IGuaranteeEscrow.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {DocumentId, GuaranteeId, OrgId} from "./types/Ids.sol";
import {Role} from "./types/Roles.sol";

contract GuaranteeAmendments is IGuaranteeAmendments, Permissioned {
    IClaimLedger public immutable CLAIMS;
    IGuaranteeEscrow public immutable ESCROW;

    mapping(GuaranteeId => Amendment) private _amendment;

    constructor(IParticipantRegistry participants, IClaimLedger claims, IGuaranteeEscrow escrow)
        Permissioned(participants)
    {
        (CLAIMS, ESCROW) = (claims, escrow);
    }

    function amend(GuaranteeId id, Amendment calldata a) external {
        OrgId caller = only(Role.Guarantor);
        IGuaranteeEscrow.Facts memory g = _live(id);
        if (g.guarantor != caller) revert IGuaranteeEscrow.CallerNotGuarantor(id, g.guarantor, caller);
        if (a.cover == 0 || a.expiry < block.timestamp || a.until < block.timestamp) {
            revert AmendmentInvalid(id, a.cover, a.expiry, a.until);
        }
        _amendment[id] = a;
        emit AmendmentOffered(id, a.cover, a.expiry, a.until);
    }

    function acceptAmendment(GuaranteeId id, uint96 cover, uint40 expiry, DocumentId[] calldata assets) external {
        OrgId caller = only(Role.Bank);
        IGuaranteeEscrow.Facts memory g = _live(id);
        if (g.beneficiary != caller) revert IGuaranteeEscrow.CallerNotBeneficiary(id, g.beneficiary, caller);
        // Who offered it may have been suspended or frozen since.
        PARTICIPANTS.activeAccountOf(g.guarantor);
        Amendment memory a = _amendment[id];
        if (a.cover != cover || a.expiry != expiry || block.timestamp > a.until || block.timestamp > expiry) {
            revert AmendmentMismatch(id, a.cover, a.expiry, a.until);
        }
        delete _amendment[id];
        (uint96 left, uint96 covered) = ESCROW.adopt(id, cover, expiry, assets);
        emit GuaranteeAmended(id, cover, expiry, left, covered);
    }

    function _live(GuaranteeId id) private view returns (IGuaranteeEscrow.Facts memory g) {
        g = ESCROW.factsOf(id);
        if (g.status != IGuaranteeEscrow.GuaranteeStatus.Live) {
            revert IGuaranteeEscrow.GuaranteeNotInStatus(id, g.status, IGuaranteeEscrow.GuaranteeStatus.Live);
        }
        CLAIMS.requireNotFrozen(g.financing);
    }

    function amendmentOf(GuaranteeId id) external view returns (Amendment memory) {
        return _amendment[id];
    }
}
