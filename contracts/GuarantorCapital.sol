// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {GuarantorLimits} from "./GuarantorLimits.sol";
import {IClaimLedger} from "./interfaces/IClaimLedger.sol";
import {IGuarantorCapital} from "./interfaces/IGuarantorCapital.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {Settlement} from "./libraries/Settlement.sol";
import {OrgId} from "./types/Ids.sol";
import {Role} from "./types/Roles.sol";

contract GuarantorCapital is GuarantorLimits, ReentrancyGuardTransient {
    IClaimLedger public immutable CLAIMS;
    address public immutable ESCROW;

    mapping(OrgId => mapping(uint16 currency => Capital)) private _capital;
    mapping(OrgId => mapping(uint16 currency => uint96)) private _shortfall;

    constructor(
        IParticipantRegistry participants,
        IClaimLedger claims,
        address escrow,
        address authority,
        Jurisdiction memory rules
    ) GuarantorLimits(participants, rules) AccessManaged(authority) {
        (CLAIMS, ESCROW) = (claims, escrow);
    }

    modifier onlyEscrow() {
        if (msg.sender != ESCROW) revert CallerNotEscrow(msg.sender);
        _;
    }

    /* OWN */

    function deposit(uint16 currency, uint96 amount) external nonReentrant {
        OrgId guarantor = PARTICIPANTS.organisationOf(msg.sender);
        Capital storage c = _capital[guarantor][currency];
        // Who owes a beneficiary may pay it whatever else it may do.
        if (!c.isShort) only(Role.Guarantor);
        if (amount == 0) revert DepositIsZero();
        c.balance += amount;
        emit CapitalDeposited(guarantor, currency, amount, c.balance);
        Settlement.pull(CLAIMS.tokenOf(currency), PARTICIPANTS.accountOf(guarantor), address(this), amount);
    }

    /// @dev No role asked for: a suspension stops new business, it doesn't keep anybody's money.
    function withdraw(uint16 currency, uint96 amount) external nonReentrant {
        OrgId guarantor = PARTICIPANTS.organisationOf(msg.sender);
        Capital storage c = _capital[guarantor][currency];
        uint96 free = c.balance - c.locked;
        if (c.isShort) {
            uint96 owed = _shortfall[guarantor][currency];
            free = free > owed ? free - owed : 0;
        }
        if (amount > free) revert CapitalInsufficient(guarantor, amount, free);
        c.balance -= amount;
        emit CapitalWithdrawn(guarantor, currency, amount, c.balance);
        Settlement.push(CLAIMS.tokenOf(currency), PARTICIPANTS.unfrozenAccountOf(guarantor), amount);
    }

    /* THE ESCROW'S */

    function undertake(OrgId guarantor, OrgId client, uint16 currency, uint96 cover, uint96 lock)
        external
        onlyEscrow
    {
        Capital storage c = _capital[guarantor][currency];
        if (c.isShort) revert GuarantorIsShort(guarantor, _shortfall[guarantor][currency]);
        Promised memory p = _promise(guarantor, client, currency, cover);
        uint96 free = c.balance - c.locked;
        if (lock > free) revert CapitalInsufficient(guarantor, lock, free);
        uint96 locked = c.locked + lock;
        c.locked = locked;
        emit CoverUndertaken(guarantor, client, currency, cover, p.exposure, p.liability, locked);
    }

    function relieve(OrgId guarantor, OrgId client, uint16 currency, uint96 liability, uint96 unlocked)
        external
        onlyEscrow
    {
        Promised memory p = _unpromise(guarantor, client, currency, liability);
        Capital storage c = _capital[guarantor][currency];
        uint96 locked = c.locked - unlocked;
        c.locked = locked;
        emit CoverRelieved(guarantor, client, currency, liability, p.exposure, p.liability, locked);
    }

    function payOut(Payout calldata p) external onlyEscrow nonReentrant {
        Capital storage c = _capital[p.guarantor][p.currency];
        if (p.shortBefore != p.shortAfter) _bookShortfall(c, p);
        if (p.paid == 0) return;
        Promised memory left = _unpromise(p.guarantor, p.client, p.currency, p.paid);
        (uint96 balance, uint96 locked) = (c.balance - p.paid, c.locked - p.own);
        (c.balance, c.locked) = (balance, locked);
        emit CapitalPaidOut(
            p.guarantor, p.client, p.beneficiary, p.currency, p.paid, balance, left.exposure, left.liability, locked
        );
        Settlement.push(CLAIMS.tokenOf(p.currency), p.to, p.paid);
    }

    function _bookShortfall(Capital storage c, Payout calldata p) private {
        uint96 owed = _shortfall[p.guarantor][p.currency] - p.shortBefore + p.shortAfter;
        _shortfall[p.guarantor][p.currency] = owed;
        c.isShort = owed != 0;
        emit ShortfallChanged(p.guarantor, p.currency, owed);
    }

    function refund(OrgId guarantor, OrgId payer, uint16 currency, uint96 amount) external onlyEscrow nonReentrant {
        Capital storage c = _capital[guarantor][currency];
        (c.balance, c.locked) = (c.balance - amount, c.locked - amount);
        emit PremiumRefunded(guarantor, payer, currency, amount, c.balance);
        Settlement.push(CLAIMS.tokenOf(currency), PARTICIPANTS.unfrozenAccountOf(payer), amount);
    }

    /* STATE */

    function drawable(OrgId guarantor, uint16 currency, uint96 own, uint96 owed) external view returns (uint96) {
        Capital storage c = _capital[guarantor][currency];
        uint96 there = c.balance - c.locked + own;
        return owed < there ? owed : there;
    }

    function roomFor(OrgId guarantor, OrgId client, uint16 currency) external view returns (Room memory) {
        Capital storage c = _capital[guarantor][currency];
        return _room(guarantor, client, currency, c.isShort ? 0 : c.balance - c.locked);
    }

    function capitalOf(OrgId guarantor, uint16 currency) external view returns (Capital memory) {
        return _capital[guarantor][currency];
    }

    function shortfallOf(OrgId guarantor, uint16 currency) external view returns (uint96) {
        return _shortfall[guarantor][currency];
    }
}
