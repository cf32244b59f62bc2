// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Permissioned} from "./Permissioned.sol";
import {IClaimLedger} from "./interfaces/IClaimLedger.sol";
import {IGuarantorCapital} from "./interfaces/IGuarantorCapital.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {Settlement} from "./libraries/Settlement.sol";
import {OrgId} from "./types/Ids.sol";
import {Role} from "./types/Roles.sol";

contract GuarantorCapital is IGuarantorCapital, Permissioned, ReentrancyGuardTransient {
    IClaimLedger public immutable CLAIMS;
    address public immutable ESCROW;

    mapping(OrgId => mapping(uint16 currency => Capital)) private _capital;

    constructor(IParticipantRegistry participants, IClaimLedger claims, address escrow) Permissioned(participants) {
        (CLAIMS, ESCROW) = (claims, escrow);
    }

    modifier onlyEscrow() {
        if (msg.sender != ESCROW) revert CallerNotEscrow(msg.sender);
        _;
    }

    function deposit(uint16 currency, uint96 amount) external nonReentrant {
        OrgId guarantor = only(Role.Guarantor);
        if (amount == 0) revert DepositIsZero();
        Capital storage c = _capital[guarantor][currency];
        c.balance += amount;
        emit CapitalDeposited(guarantor, currency, amount, c.balance);
        Settlement.pull(CLAIMS.tokenOf(currency), PARTICIPANTS.accountOf(guarantor), address(this), amount);
    }

    /// @dev No role asked for: a suspension stops new business, it doesn't keep anybody's money.
    function withdraw(uint16 currency, uint96 amount) external nonReentrant {
        OrgId guarantor = PARTICIPANTS.organisationOf(msg.sender);
        Capital storage c = _capital[guarantor][currency];
        _requireFree(guarantor, c, amount);
        c.balance -= amount;
        emit CapitalWithdrawn(guarantor, currency, amount, c.balance);
        Settlement.push(CLAIMS.tokenOf(currency), PARTICIPANTS.unfrozenAccountOf(guarantor), amount);
    }

    function lock(OrgId guarantor, uint16 currency, uint96 amount) external onlyEscrow {
        Capital storage c = _capital[guarantor][currency];
        _requireFree(guarantor, c, amount);
        c.locked += amount;
        emit CapitalLocked(guarantor, currency, amount, c.locked);
    }

    function unlock(OrgId guarantor, uint16 currency, uint96 amount) external onlyEscrow {
        Capital storage c = _capital[guarantor][currency];
        c.locked -= amount;
        emit CapitalUnlocked(guarantor, currency, amount, c.locked);
    }

    function payOut(OrgId guarantor, OrgId beneficiary, uint16 currency, uint96 amount, bool kept)
        external
        onlyEscrow
        nonReentrant
    {
        Capital storage c = _capital[guarantor][currency];
        (c.balance, c.locked) = (c.balance - amount, c.locked - amount);
        emit CapitalPaidOut(guarantor, beneficiary, currency, amount, c.balance);
        address to = kept ? address(CLAIMS) : PARTICIPANTS.accountOf(beneficiary);
        Settlement.push(CLAIMS.tokenOf(currency), to, amount);
    }

    function capitalOf(OrgId guarantor, uint16 currency) external view returns (Capital memory) {
        return _capital[guarantor][currency];
    }

    function _requireFree(OrgId guarantor, Capital storage c, uint96 amount) private view {
        uint96 free = c.balance - c.locked;
        if (amount > free) revert CapitalInsufficient(guarantor, amount, free);
    }
}
