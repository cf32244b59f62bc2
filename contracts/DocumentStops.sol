// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Permissioned} from "./Permissioned.sol";
import {IBusinessCalendar} from "./interfaces/IBusinessCalendar.sol";
import {IDocumentRegistry} from "./interfaces/IDocumentRegistry.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {Freezes} from "./libraries/Freezes.sol";
import {Paper, Papers} from "./libraries/Papers.sol";
import {Stop, Stops} from "./libraries/Stops.sol";
import {DocumentId, OrgId} from "./types/Ids.sol";
import {Role} from "./types/Roles.sol";

/// @dev The part of DocumentRegistry that stops papers.
abstract contract DocumentStops is IDocumentRegistry, Permissioned {
    using Papers for Paper;
    using Stops for Stop;

    uint8 private constant HOLD_DAYS = 3;
    uint16 private constant CALENDAR_OF_HOLDS = 0;
    uint8 private constant MAY_HOLD = uint8(1 << uint8(Role.Bank) | 1 << uint8(Role.Attestor));

    IBusinessCalendar public immutable CALENDAR;
    address public immutable REGISTER;

    mapping(DocumentId => Paper) internal _paper;
    mapping(DocumentId => Stop) internal _stop;
    mapping(bytes32 reason => bool) private _holdUsed;

    constructor(IParticipantRegistry participants, IBusinessCalendar calendar, address register)
        Permissioned(participants)
    {
        (CALENDAR, REGISTER) = (calendar, register);
    }

    function freeze(DocumentId id, bytes32 caseNumber, uint40 until) external {
        bytes32 subject = DocumentId.unwrap(id);
        (OrgId regulator, uint40 frozenUntil) = PARTICIPANTS.useCase(msg.sender, subject, caseNumber, until);
        _flag(id).frozenUntil = frozenUntil;
        emit DocumentFrozen(id, regulator, caseNumber, until, frozenUntil);
    }

    function reject(DocumentId id, uint40 until) external {
        // Whoever turns out to be related to its holder may still take its word back.
        OrgId attestor = _entitled(id, until == 0 ? OrgId.wrap(0) : _paper[id].holder);
        Freezes.requireWithin(until);
        _reject(id, attestor, until);
    }

    function hold(DocumentId id, DocumentId other) external {
        (OrgId opener, uint8 roles) = PARTICIPANTS.activeOf(msg.sender);
        if (roles & MAY_HOLD == 0) revert IParticipantRegistry.RoleMissing(opener, Role.Bank);
        _known(other);
        if (id == other || id.kindByte() != other.kindByte()) revert HoldWithoutReason(id, other);
        Stop storage stop = _flag(id);
        if (block.timestamp <= stop.heldUntil) revert DocumentIsHeld(id, stop.heldUntil);
        Stops.useReasons(_holdUsed, id, other, opener);
        uint40 until = CALENDAR.closeAfter(CALENDAR_OF_HOLDS, HOLD_DAYS);
        (stop.heldUntil, stop.opener) = (until, opener);
        emit HoldOpened(id, other, opener, until);
    }

    function resolve(DocumentId id, bool genuine) external {
        Stop storage stop = _stop[id];
        if (block.timestamp > stop.heldUntil) revert HoldNotOpen(id);
        OrgId resolver = _entitled(id, _paper[id].holder);
        OrgId opener = stop.opener;
        if (PARTICIPANTS.related(resolver, opener)) revert ResolverRelated(resolver, opener);
        stop.heldUntil = 0;
        emit HoldResolved(id, resolver, genuine);
        if (!genuine) _reject(id, resolver, Freezes.latest());
    }

    function dispute(DocumentId id, OrgId debtor) external {
        if (msg.sender != REGISTER) revert RoomNotTrusted(msg.sender);
        _flag(id).disputer = debtor;
        emit DocumentDisputed(id, debtor);
    }

    function stopsOn(DocumentId id)
        external
        view
        returns (uint40 frozenUntil, uint40 heldUntil, uint40 rejectedUntil, bool disputed)
    {
        Paper storage p = _paper[id];
        if (p.has(Papers.STOPPED)) return _stop[id].standing(p.counterparty);
    }

    function _reject(DocumentId id, OrgId attestor, uint40 until) private {
        _flag(id).reject(id, attestor, until);
        emit DocumentRejected(id, attestor, until);
    }

    /// @dev A bound key is no paper: what stops it must stop the paper behind it.
    function _flag(DocumentId id) private returns (Stop storage) {
        Paper storage p = _paper[id];
        if (p.has(Papers.BOUND)) revert DocumentKnownAs(id, id);
        p.flags |= Papers.STOPPED;
        return _stop[id];
    }

    /// @dev Zero as the counterparty: a debtor isn't entitled by being one.
    function _entitled(DocumentId id, OrgId holder) private view returns (OrgId org) {
        (org,) = PARTICIPANTS.attestorOf(msg.sender, Papers.kindOf(id), holder, OrgId.wrap(0));
    }

    function _known(DocumentId id) internal view returns (Paper storage p) {
        p = _paper[id];
        if (p.version == 0) revert DocumentNotAttested(id);
    }
}
