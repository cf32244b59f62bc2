// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Permissioned} from "./Permissioned.sol";
import {IClaimLedger} from "./interfaces/IClaimLedger.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {Claim} from "./libraries/Claims.sol";
import {FinancingId, OrgId} from "./types/Ids.sol";

/// @dev The part of ClaimLedger that stops financings and keeps what comes in on them meanwhile.
abstract contract ClaimFreezes is IClaimLedger, Permissioned {
    mapping(FinancingId => Claim) internal _claim;
    mapping(OrgId => mapping(uint16 currency => uint96)) internal _credit;
    mapping(FinancingId => uint40) private _frozenUntil;
    mapping(FinancingId => mapping(OrgId => uint96)) private _parked;

    constructor(IParticipantRegistry participants) Permissioned(participants) {}

    function freeze(FinancingId financing, bytes32 caseNumber, uint40 until) external {
        (OrgId regulator, uint40 end) = PARTICIPANTS.useCase(msg.sender, financing.ref(), caseNumber, until);
        Claim storage c = _claim[financing];
        if (c.status == FinancingStatus.None) {
            revert FinancingNotInStatus(financing, c.status, FinancingStatus.Requested);
        }
        _frozenUntil[financing] = end;
        c.frozen = end != 0;
        emit FinancingFrozen(financing, regulator, caseNumber, until, end);
    }

    function release(FinancingId financing, OrgId org) external {
        requireNotFrozen(financing);
        uint96 amount = _parked[financing][org];
        if (amount == 0) revert NothingParked(financing, org);
        delete _parked[financing][org];
        _credit[org][_claim[financing].currency] += amount;
        emit ReceiptReleased(financing, org, amount);
    }

    /// @dev The end is read only where a flag says that there was one.
    function _frozen(FinancingId financing) internal view returns (uint40 until) {
        if (!_claim[financing].frozen) return 0;
        until = _frozenUntil[financing];
        if (block.timestamp > until) return 0;
    }

    function requireNotFrozen(FinancingId financing) public view {
        uint40 until = _frozen(financing);
        if (until != 0) revert FinancingIsFrozen(financing, until);
    }

    function retainedOf(FinancingId financing, OrgId org) external view returns (uint96) {
        return _parked[financing][org];
    }

    /// @dev Keeps what is an organisation's apart while the financing is frozen; false where it isn't.
    function _park(FinancingId financing, OrgId org, uint96 amount) internal returns (bool) {
        if (_frozen(financing) == 0) return false;
        if (amount == 0) return true;
        _parked[financing][org] += amount;
        emit ReceiptParked(financing, org, amount);
        return true;
    }
}
