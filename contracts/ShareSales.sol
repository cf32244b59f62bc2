// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Permissioned} from "./Permissioned.sol";
import {IClaimLedger} from "./interfaces/IClaimLedger.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {IShareSales} from "./interfaces/IShareSales.sol";
import {Holders} from "./libraries/Holders.sol";
import {FinancingId, OrgId, ShareId} from "./types/Ids.sol";
import {Role} from "./types/Roles.sol";

contract ShareSales is IShareSales, Permissioned, ReentrancyGuardTransient {
    uint8 private constant MAY_HOLD = uint8((1 << uint8(Role.Bank)) | (1 << uint8(Role.Guarantor)));

    IClaimLedger public immutable CLAIMS;

    uint32 private _last;
    mapping(ShareId => Share) private _share;
    mapping(FinancingId => mapping(OrgId holder => mapping(OrgId operator => uint96))) private _ceiling;

    constructor(IParticipantRegistry participants, IClaimLedger claims) Permissioned(participants) {
        CLAIMS = claims;
    }

    function approveOperator(FinancingId financing, OrgId operator, uint96 ceiling) external {
        (OrgId holder,) = PARTICIPANTS.activeOf(msg.sender);
        if (holder == operator) revert OperatorIsHolder(financing, holder);
        _ceiling[financing][holder][operator] = ceiling;
        emit OperatorApproved(financing, holder, operator, ceiling);
    }

    function offerShare(
        FinancingId financing,
        OrgId seller,
        OrgId buyer,
        uint96 amount,
        uint96 price,
        uint40 until
    ) external returns (ShareId id) {
        (OrgId caller,) = PARTICIPANTS.activeOf(msg.sender);
        if (amount == 0 || until < block.timestamp) revert ShareTermsInvalid(amount, until);
        if (caller != seller) _useCeiling(financing, seller, caller, amount);
        Share memory s = Share(financing, seller, buyer, amount, price, until, caller);
        _requireSale(s);
        id = ShareId.wrap(++_last);
        _share[id] = s;
        emit ShareOffered(
            id, financing, seller, buyer, amount, price, until, caller, _hashOf(id, s)
        );
    }

    function buyShare(ShareId id, bytes32 termsHash) external nonReentrant {
        (OrgId buyer, uint8 roles) = PARTICIPANTS.activeOf(msg.sender);
        Share memory s = _offered(id);
        if (s.buyer != buyer) revert CallerNotBuyer(id, s.buyer, buyer);
        if (roles & MAY_HOLD == 0) revert IParticipantRegistry.RoleMissing(buyer, Role.Bank);
        if (block.timestamp > s.until) revert ShareLapsed(id, s.until);
        bytes32 expected = _hashOf(id, s);
        if (expected != termsHash) revert ShareHashMismatch(id, expected, termsHash);
        uint16 currency = _requireSale(s);
        delete _share[id];
        (uint96 left, uint96 held) = CLAIMS.transfer(s.financing, s.seller, buyer, s.amount);
        emit ShareSold(id, s.financing, buyer, s.seller, s.amount, s.price, left, held);
        CLAIMS.pull(currency, PARTICIPANTS.accountOf(buyer), PARTICIPANTS.activeAccountOf(s.seller), s.price);
    }

    function withdrawShare(ShareId id) external {
        OrgId caller = PARTICIPANTS.organisationOf(msg.sender);
        Share memory s = _offered(id);
        if (caller != s.seller && caller != s.offeredBy) revert CallerNotSeller(id, s.seller, caller);
        delete _share[id];
        emit ShareWithdrawn(id);
    }

    function shareOf(ShareId id) external view returns (Share memory s, bytes32 termsHash) {
        s = _share[id];
        if (!s.seller.isNull()) termsHash = _hashOf(id, s);
    }

    function operatorCeilingOf(FinancingId financing, OrgId holder, OrgId operator) external view returns (uint96) {
        return _ceiling[financing][holder][operator];
    }

    /// @dev Used up by offering: an offer that is withdrawn or lapses gives nothing back.
    function _useCeiling(FinancingId financing, OrgId holder, OrgId operator, uint96 amount) private {
        uint96 ceiling = _ceiling[financing][holder][operator];
        if (amount > ceiling) revert OperatorExceedsCeiling(financing, holder, operator, amount, ceiling);
        _ceiling[financing][holder][operator] = ceiling - amount;
    }

    function _offered(ShareId id) private view returns (Share memory s) {
        s = _share[id];
        if (s.seller.isNull()) revert ShareNotOffered(id);
    }

    /// @dev A lead bank keeps what guarantees may still buy of it, and then its own share too.
    function _requireSale(Share memory s) private view returns (uint16 currency) {
        CLAIMS.requireNotFrozen(s.financing);
        IClaimLedger.Parties memory p = CLAIMS.partiesOf(s.financing);
        if (s.buyer == s.seller) revert ShareToItself(s.financing, s.seller);
        if (PARTICIPANTS.related(s.buyer, p.enterprise)) revert BuyerRelated(s.buyer, p.enterprise);
        (uint96 available, IClaimLedger.Holding[] memory others) = CLAIMS.holdingsOf(s.financing);
        uint96 kept = CLAIMS.ceilingOf(s.financing);
        if (s.seller != p.bank) {
            available = Holders.heldBy(others, s.seller);
        } else if (kept != 0) {
            (,, uint96 coverable,) = CLAIMS.payableOf(s.financing);
            available = uint96(Math.saturatingSub(coverable, kept));
        }
        if (s.amount > available) revert SaleExceedsHolding(s.financing, s.seller, s.amount, available);
        return p.currency;
    }

    /// @dev What the buyer agrees to: this offer, on the terms that the financing has now.
    function _hashOf(ShareId id, Share memory s) private view returns (bytes32) {
        IClaimLedger.Financing memory f = CLAIMS.get(s.financing);
        return keccak256(abi.encode(block.chainid, address(this), id, f.termsVersion, f.terms.maturityDay, s));
    }
}
