// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {DocumentStops} from "./DocumentStops.sol";
import {IBusinessCalendar} from "./interfaces/IBusinessCalendar.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {Cargo} from "./libraries/Cargo.sol";
import {EpochClock, Epochs} from "./libraries/Epochs.sol";
import {Paper, Papers} from "./libraries/Papers.sol";
import {Shares} from "./libraries/Shares.sol";
import {Statements} from "./libraries/Statements.sol";
import {Stop, Stops} from "./libraries/Stops.sol";
import {Basis, Part} from "./types/Basis.sol";
import {DocumentId, OrgId} from "./types/Ids.sol";
import {DocumentKind} from "./types/Roles.sol";
import {Field, Leaf, Signed, Statement} from "./types/Statement.sol";

contract DocumentRegistry is DocumentStops, AccessManaged, EIP712, Multicall {
    using Cargo for DocumentId;
    using EpochClock for Epochs;
    using Papers for Paper;
    using Shares for Part[];
    using Statements for Field[];
    using Statements for Leaf;
    using Statements for Statement;
    using Stops for Stop;

    enum Batch {
        None,
        Anchored,
        Retracted
    }

    uint8 public constant MOST_COMMITS = 16;
    uint40 private constant COMMITTED = type(uint40).max;

    address public immutable PLEDGE;
    address public immutable SECURITY;
    address public immutable COLLATERAL;

    Epochs private _epochs;
    mapping(address => bool) private _room;
    mapping(OrgId attestor => mapping(bytes32 root => Batch)) private _batch;
    mapping(bytes32 key => Use) private _use;

    constructor(
        IParticipantRegistry participants,
        IBusinessCalendar calendar,
        address authority,
        address pledge,
        address security,
        address register,
        address collateral
    ) DocumentStops(participants, calendar, register) AccessManaged(authority) EIP712("tradefin DocumentRegistry", "1") {
        (PLEDGE, SECURITY, COLLATERAL) = (pledge, security, collateral);
        (_epochs.oldest, _epochs.current) = (1, 1);
    }

    modifier onlyRoom() {
        bool fixedRoom = msg.sender == PLEDGE || msg.sender == SECURITY || msg.sender == COLLATERAL;
        if (!fixedRoom && !_room[msg.sender]) revert RoomNotTrusted(msg.sender);
        _;
    }

    /* STATEMENTS */

    function attest(Statement calldata s) external {
        (OrgId attestor, bool entitled) = PARTICIPANTS.attestorOf(msg.sender, s.kind, s.holder, s.counterparty);
        _enter(s, attestor, entitled);
    }

    function present(Signed[] calldata signed, Leaf[] calldata leaves) external {
        for (uint256 i; i < signed.length; ++i) {
            Statement calldata s = signed[i].statement;
            address signer = signed[i].signer;
            bytes32 digest = _hashTypedDataV4(s.structHash());
            if (!SignatureChecker.isValidSignatureNowCalldata(signer, digest, signed[i].signature)) {
                revert SignatureInvalid(signer, s.document);
            }
            (OrgId attestor, bool entitled) = PARTICIPANTS.attestorOf(signer, s.kind, s.holder, s.counterparty);
            if (!_paper[s.document].stands(s, entitled)) _enter(s, attestor, entitled);
        }
        for (uint256 i; i < leaves.length; ++i) {
            (Statement calldata s, OrgId attestor) = (leaves[i].statement, leaves[i].attestor);
            bytes32 root = leaves[i].root();
            if (!isAnchored(attestor, root)) revert BatchNotAnchored(attestor, root);
            bool entitled = PARTICIPANTS.attests(attestor, s.kind, s.holder, s.counterparty);
            if (!_paper[s.document].stands(s, entitled)) _enter(s, attestor, entitled);
        }
    }

    function anchor(bytes32 root) external {
        (OrgId attestor,) = PARTICIPANTS.activeOf(msg.sender);
        if (_batch[attestor][root] != Batch.None) revert BatchAlreadyAnchored(attestor, root);
        _batch[attestor][root] = Batch.Anchored;
        emit BatchAnchored(root, attestor);
    }

    function retract(bytes32 root) external {
        OrgId attestor = PARTICIPANTS.organisationOf(msg.sender);
        if (!isAnchored(attestor, root)) revert BatchNotAnchored(attestor, root);
        _batch[attestor][root] = Batch.Retracted;
        emit BatchRetracted(root, attestor);
    }

    function revoke(DocumentId id) external {
        Paper storage p = _known(id);
        if (p.has(Papers.REVOKED)) revert DocumentIsRevoked(id);
        (OrgId caller,) = PARTICIPANTS.attestorOf(msg.sender, p.kind, OrgId.wrap(0), p.counterparty);
        p.requireAttestor(id, caller);
        p.flags |= Papers.REVOKED;
        emit DocumentRevoked(id, caller, p.used);
        p.announceShort(id);
    }

    function _enter(Statement calldata s, OrgId attestor, bool entitled) private {
        if (block.timestamp > s.validUntil) revert StatementExpired(s.document, s.validUntil);
        if (s.holder.isNull() || s.amount == 0 || s.commitment == 0) revert StatementIncomplete(s.document);
        Paper storage p = _paper[s.document];
        if (s.version == 0) revert VersionOutranked(s.document, p.version, 0);
        if (p.has(Papers.BOUND)) revert DocumentKnownAs(s.document, s.document);
        Papers.requireKind(s.document, s.kind);
        bool isNew = p.version == 0 || (entitled && p.has(Papers.DEBTORS));
        if (isNew) _epochs.requireLive(s, entitled);
        else p.requireAmendable(s, attestor, entitled);
        if (p.commits != 0) p.requireSameTerms(s, true);
        uint8 flags = (p.flags & Papers.STOPPED) | (entitled ? 0 : Papers.DEBTORS);
        if (isNew && flags != p.flags) p.flags = flags;
        if (entitled) _bind(s, isNew);
        p.restate(s, attestor);
        emit DocumentAttested(
            s.document,
            s.holder,
            attestor,
            s.kind,
            s.counterparty,
            s.amount,
            s.currency,
            s.due,
            s.validUntil,
            s.version,
            s.commitment
        );
        p.announceShort(s.document);
    }

    /* EPOCHS */

    function rotate() external restricted {
        emit EpochBegun(_epochs.rotate());
    }

    function retire() external restricted {
        emit EpochRetired(_epochs.retire());
    }

    /// @dev Whoever comes with one of these keys later is told that the paper is known.
    function _bind(Statement calldata s, bool isNew) private {
        uint256 n = s.otherKeys.length;
        if (n >= EpochClock.MOST) revert OtherKeysTooMany(s.document, n, EpochClock.MOST - 1);
        for (uint256 i; i < n; ++i) {
            DocumentId key = s.otherKeys[i];
            Papers.requireKind(key, s.kind);
            Paper storage other = _paper[key];
            bool bound = other.has(Papers.BOUND);
            bool known = (other.version != 0 && !other.isDebtorsUnlent()) || _stop[key].any(other.counterparty);
            if (known || (bound && isNew) || key == s.document) revert DocumentKnownAs(s.document, key);
            if (bound) continue;
            other.flags |= Papers.BOUND;
            emit KeyBound(s.document, key);
        }
    }

    /* USES */

    function reserve(bytes32 ref, Basis calldata basis, OrgId org, uint16 currency, uint96 amount, uint40 until)
        external
        onlyRoom
    {
        bytes32 key = _keyOf(msg.sender, ref, basis);
        if (_use[key].until != 0) revert UseExists(msg.sender, ref);
        bool whole = basis.parts.length == 0 || basis.parts.total() == amount;
        if (!whole) revert PartsNotWhole(amount, basis.parts.total());
        OrgId counterparty = _reserveOn(ref, basis.whole, org, currency, amount);
        for (uint256 i; i < basis.parts.length; ++i) {
            _reserveOn(ref, basis.parts[i].document, org, currency, basis.parts[i].share);
        }
        _use[key] = Use(amount, until, org, counterparty);
        emit UseReserved(msg.sender, ref, org, amount, until);
    }

    function commit(bytes32 ref, Basis calldata basis, uint16 currency) external onlyRoom {
        Use storage u = _live(ref, _keyOf(msg.sender, ref, basis));
        if (u.until == COMMITTED) revert UseNotReserved(ref);
        if (block.timestamp > u.until) revert ReservationLapsed(ref, u.until);
        (Paper storage whole,) = _requireSound(basis.whole, false);
        whole.requireReserved(basis.whole, currency, u);
        for (uint256 i; i < basis.parts.length; ++i) {
            _requireSound(basis.parts[i].document, false);
        }
        if (whole.commits == MOST_COMMITS) revert UsesTooMany(basis.whole, MOST_COMMITS);
        ++whole.commits;
        u.until = COMMITTED;
        emit UseCommitted(msg.sender, ref);
    }

    function release(bytes32 ref, Basis calldata basis, uint96 amount) external onlyRoom {
        uint96 remaining = _take(ref, basis, amount, false);
        _free(ref, basis.whole, amount, 0);
        for (uint256 i; i < basis.parts.length; ++i) {
            uint96 freed = basis.parts.freed(i, remaining, amount);
            if (freed != 0) _free(ref, basis.parts[i].document, freed, 0);
        }
    }

    /// @dev What was collected beyond the amount freed (interest, surplus) comes off what is free on the parts, the
    /// last first: it must not take away what another use rests on.
    function consume(bytes32 ref, Basis calldata basis, uint96 amount, uint96 collected) external onlyRoom {
        uint96 remaining = _take(ref, basis, amount, true);
        if (collected == 0) return;
        _free(ref, basis.whole, amount, collected);
        uint96 rest = collected - amount;
        for (uint256 n = basis.parts.length; n != 0; --n) {
            DocumentId id = basis.parts[n - 1].document;
            uint96 freed = basis.parts.freed(n - 1, remaining, amount);
            uint96 spare = _paper[id].spare();
            uint96 more = rest < spare ? rest : spare;
            rest -= more;
            if (freed + more != 0) _free(ref, id, freed, freed + more);
        }
    }

    function collect(DocumentId id, uint96 collected) external onlyRoom {
        Paper storage p = _known(id);
        if (p.commits != 0) revert DocumentInUse(id, p.used);
        // Else a debtor could enter any key and use it up by paying a friend.
        if (p.has(Papers.DEBTORS)) revert AttestationIsDebtors(id, p.attestor);
        _free(0, id, 0, collected);
    }

    function dilute(DocumentId id, uint96 amount) external returns (uint96 off) {
        if (msg.sender != REGISTER) revert RoomNotTrusted(msg.sender);
        off = _free(0, id, 0, amount);
        _paper[id].announceShort(id);
    }

    function surrender(DocumentId id, uint96 amount) external {
        Paper storage p = _known(id);
        OrgId keeper = PARTICIPANTS.organisationUnfrozen(msg.sender);
        p.requireAttestor(id, keeper);
        if (!id.isCargo()) revert DocumentNotCargo(id);
        // Goods that a regulator holds, or whose holder it does, stay where they are.
        uint40 frozen = _stop[id].frozenUntil;
        if (block.timestamp <= frozen) revert DocumentIsFrozen(id, frozen);
        PARTICIPANTS.unfrozenAccountOf(p.holder);
        if (p.used != 0) revert DocumentInUse(id, p.used);
        uint96 open = p.open();
        if (amount == 0 || amount > open) revert SurrenderOutOfBounds(id, amount, open);
        _free(0, id, 0, amount);
        emit CargoSurrendered(id, keeper, amount, open - amount);
    }

    function openRoom(address room) external restricted {
        _room[room] = true;
        emit RoomOpened(room);
    }

    function _reserveOn(bytes32 ref, DocumentId id, OrgId org, uint16 currency, uint96 amount)
        private
        returns (OrgId counterparty)
    {
        (Paper storage p, uint96 open) = _requireSound(id, true);
        _requireUser(id);
        if (p.holder != org) revert HolderMismatch(id, p.holder, org);
        if (p.currency != currency) revert CurrencyMismatch(currency, p.currency);
        counterparty = p.counterparty;
        uint96 used = p.used;
        if (amount > open - used) revert UseExceedsCapacity(id, amount, open - used);
        p.used = used + amount;
        emit DocumentUsed(id, ref, used + amount, open);
    }

    /// @dev Ranks on what is financed are the pledge's to count: other rooms reserve there and never commit.
    function _requireUser(DocumentId id) private view {
        if (msg.sender == PLEDGE || msg.sender == SECURITY) return;
        bool isCargo = id.isCargo();
        if (id.kindByte() == uint8(DocumentKind.Invoice) || (isCargo && msg.sender != COLLATERAL)) {
            revert RoomNotTrusted(msg.sender);
        }
    }

    function _free(bytes32 ref, DocumentId id, uint96 amount, uint96 collected) private returns (uint96 off) {
        Paper storage p = _paper[id];
        // Revoked or not: a debtor's revocation gives way to an attestor's word, and what is gone stays gone.
        (uint96 used, uint96 left) = (p.used - amount, p.left());
        p.used = used;
        if (collected != 0) {
            off = collected < left ? collected : left;
            p.consumed += off;
            left -= off;
        }
        emit DocumentUsed(id, ref, used, p.has(Papers.REVOKED) ? 0 : left);
    }

    function _take(bytes32 ref, Basis calldata basis, uint96 amount, bool committed)
        private
        returns (uint96 remaining)
    {
        bytes32 key = _keyOf(msg.sender, ref, basis);
        Use storage u = _live(ref, key);
        if (committed && u.until != COMMITTED) revert UseNotCommitted(ref);
        if (amount > u.amount) revert UseExceeded(ref, amount, u.amount);
        remaining = u.amount - amount;
        u.amount = remaining;
        if (remaining != 0) return remaining;
        if (u.until == COMMITTED) --_paper[basis.whole].commits;
        delete _use[key];
    }

    /* STATE */

    function document(DocumentId id) external view returns (Document memory) {
        return _paper[id].read();
    }

    function capacityOf(DocumentId id, DocumentKind kind)
        external
        view
        returns (uint96 open, uint96 used, uint40 due, OrgId counterparty)
    {
        Paper storage p;
        (p, open) = _requireSound(id, true);
        Papers.requireKind(id, kind);
        (used, due, counterparty) = (p.used, p.due, p.counterparty);
    }

    function dueTo(DocumentId id)
        external
        view
        returns (OrgId holder, OrgId counterparty, uint16 currency, uint8 commits)
    {
        Paper storage p = _paper[id];
        return (p.holder, p.counterparty, p.currency, p.commits);
    }

    function commitmentOf(DocumentId id) external view returns (bytes32) {
        return _paper[id].commitment;
    }

    function discloses(DocumentId id, Field[] calldata fields, bytes32[] calldata proof, bool[] calldata flags)
        external
        view
        returns (bool)
    {
        Paper storage p = _paper[id];
        bool counts = p.isCurrent() && _stop[id].rejection().until == 0;
        return counts && fields.stand(proof, flags, p.commitment);
    }

    function free(DocumentId id) external view returns (uint96) {
        Paper storage p = _paper[id];
        bool stopped = p.has(Papers.STOPPED) && _stop[id].any(p.counterparty);
        return p.isCurrent() && !stopped ? p.spare() : 0;
    }

    function isShort(DocumentId id) external view returns (bool) {
        return _paper[id].used > _paper[id].open();
    }

    function isAnchored(OrgId attestor, bytes32 root) public view returns (bool) {
        return _batch[attestor][root] == Batch.Anchored;
    }

    function epochs() external view returns (uint16 oldest, uint16 current) {
        return (_epochs.oldest, _epochs.current);
    }

    function useOf(address room, bytes32 ref, Basis calldata basis) external view returns (Use memory) {
        return _use[_keyOf(room, ref, basis)];
    }

    function _keyOf(address room, bytes32 ref, Basis calldata basis) private pure returns (bytes32) {
        return keccak256(abi.encode(room, ref, basis));
    }

    function _live(bytes32 ref, bytes32 key) private view returns (Use storage u) {
        u = _use[key];
        if (u.until == 0) revert UseNotFound(msg.sender, ref);
    }

    /// @dev Valid, in date, not stopped, and bearing no more than it can.
    /// @param isNew whether a hold stops it too
    function _requireSound(DocumentId id, bool isNew) private view returns (Paper storage p, uint96 open) {
        p = _known(id);
        uint8 flags = p.flags;
        if (flags & Papers.REVOKED != 0) revert DocumentIsRevoked(id);
        if (flags & Papers.BOUND != 0) revert DocumentKnownAs(id, id);
        if (block.timestamp > p.validUntil) revert DocumentExpired(id, p.validUntil);
        if (flags & Papers.STOPPED != 0) _stop[id].requireNone(id, p.counterparty, isNew);
        open = p.left();
        if (p.used > open) revert DocumentIsShort(id, p.used, open);
    }
}
