// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {Permissioned} from "./Permissioned.sol";
import {IDocumentRegistry} from "./interfaces/IDocumentRegistry.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {Shares} from "./libraries/Shares.sol";
import {Basis, Part} from "./types/Basis.sol";
import {DocumentId, OrgId} from "./types/Ids.sol";
import {DocumentKind, Role} from "./types/Roles.sol";

contract DocumentRegistry is IDocumentRegistry, Permissioned, AccessManaged, EIP712 {
    using Shares for Part[];

    /// @dev Three slots, of which a use writes only the first.
    struct Record {
        uint96 amount;
        uint96 used;
        OrgId holder;
        DocumentKind kind;
        uint8 flags;
        uint8 version;
        uint8 commits;
        uint96 consumed;
        OrgId attestor;
        OrgId counterparty;
        uint16 currency;
        uint40 due;
        uint40 validUntil;
        bytes32 commitment;
    }

    uint40 public constant MAX_FREEZE = 180 days;
    uint8 public constant MOST_COMMITS = 16;
    uint40 private constant COMMITTED = type(uint40).max;
    uint8 private constant REVOKED = 1;
    uint8 private constant FROZEN = 2;
    bytes32 private constant STATEMENT_TYPEHASH = keccak256(
        "Statement(bytes32 document,bytes32 commitment,uint8 kind,uint32 holder,uint32 counterparty,uint96 amount,uint16 currency,uint40 due,uint40 validUntil,uint8 version)"
    );

    address public immutable PLEDGE;
    address public immutable ESCROW;

    mapping(address => bool) private _room;
    mapping(DocumentId => Record) private _record;
    mapping(DocumentId => uint40) private _frozenUntil;
    mapping(bytes32 key => Use) private _use;

    constructor(IParticipantRegistry participants, address authority, address pledge, address escrow)
        Permissioned(participants)
        AccessManaged(authority)
        EIP712("tradefin DocumentRegistry", "1")
    {
        (PLEDGE, ESCROW) = (pledge, escrow);
    }

    modifier onlyRoom() {
        if (msg.sender != PLEDGE && msg.sender != ESCROW && !_room[msg.sender]) revert RoomNotTrusted(msg.sender);
        _;
    }

    /* STATEMENTS */

    function attest(Statement calldata s) external {
        if (s.version != 1) revert VersionNotNext(s.document, 1, s.version);
        _enter(s, msg.sender);
    }

    function amend(Statement calldata s) external {
        _known(s.document);
        _enter(s, msg.sender);
    }

    function present(Signed[] calldata signed) external {
        for (uint256 i; i < signed.length; ++i) {
            Statement calldata s = signed[i].statement;
            address signer = signed[i].signer;
            bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(STATEMENT_TYPEHASH, s)));
            if (!SignatureChecker.isValidSignatureNowCalldata(signer, digest, signed[i].signature)) {
                revert SignatureInvalid(signer, s.document);
            }
            if (!_stands(s, _record[s.document])) _enter(s, signer);
        }
    }

    function revoke(DocumentId id) external {
        Record storage r = _known(id);
        if (r.flags & REVOKED != 0) revert DocumentIsRevoked(id);
        (OrgId caller,) = PARTICIPANTS.attestorOf(msg.sender, r.kind, OrgId.wrap(0), r.counterparty);
        _requireAttestor(id, r.attestor, caller);
        r.flags |= REVOKED;
        emit DocumentRevoked(id, caller, r.used);
        _announceShort(id, r);
    }

    function freeze(DocumentId id, bytes32 caseNumber, uint40 until) external {
        OrgId regulator = only(Role.Regulator);
        Record storage r = _known(id);
        uint40 latest = uint40(block.timestamp) + MAX_FREEZE;
        if (until > latest) revert FreezeTooLong(until, latest);
        r.flags = until == 0 ? r.flags & ~FROZEN : r.flags | FROZEN;
        _frozenUntil[id] = until;
        emit DocumentFrozen(id, regulator, caseNumber, until);
    }

    function _enter(Statement calldata s, address signer) private {
        (OrgId attestor, bool entitled) = PARTICIPANTS.attestorOf(signer, s.kind, s.holder, s.counterparty);
        if (block.timestamp > s.validUntil) revert StatementExpired(s.document, s.validUntil);
        if (s.holder.isNull() || s.amount == 0 || s.commitment == 0) revert StatementIncomplete(s.document);
        Record storage r = _record[s.document];
        uint256 next = uint256(r.version) + 1;
        if (s.version > next || s.version < r.version || s.version == 0) {
            revert VersionNotNext(s.document, next, s.version);
        }
        if (r.version != 0) {
            if (entitled && _isDebtorsUnused(r)) r.flags &= ~REVOKED;
            else _requireAmendable(s, r, attestor);
        }
        _write(s, r, attestor);
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
        _announceShort(s.document, r);
    }

    /// @dev A debtor's statement needs no entitlement, so it must not keep others off the paper's key.
    function _isDebtorsUnused(Record storage r) private view returns (bool) {
        return r.attestor == r.counterparty && r.used == 0;
    }

    /// @dev The kind, the currency and, while anything rests on the paper, the parties and the due date stay.
    function _requireAmendable(Statement calldata s, Record storage r, OrgId attestor) private view {
        if (_stands(s, r)) revert DocumentAlreadyAttested(s.document, r.version);
        if (s.version == r.version) revert DocumentConflict(s.document, r.commitment, s.commitment);
        _requireAttestor(s.document, r.attestor, attestor);
        if (r.flags & REVOKED != 0) revert DocumentIsRevoked(s.document);
        if (r.kind != s.kind) revert DocumentConflict(s.document, r.commitment, s.commitment);
        if (r.currency != s.currency) revert CurrencyMismatch(r.currency, s.currency);
        if (r.used != 0 && !_sameParties(s, r)) revert DocumentInUse(s.document, r.used);
    }

    function _sameParties(Statement calldata s, Record storage r) private view returns (bool) {
        return r.holder == s.holder && r.counterparty == s.counterparty && r.due == s.due;
    }

    function _stands(Statement calldata s, Record storage r) private view returns (bool) {
        return r.version == s.version && r.commitment == s.commitment && r.amount == s.amount && r.kind == s.kind
            && r.currency == s.currency && _sameParties(s, r);
    }

    function _write(Statement calldata s, Record storage r, OrgId attestor) private {
        (r.amount, r.holder, r.kind, r.version) = (s.amount, s.holder, s.kind, s.version);
        (r.attestor, r.counterparty, r.currency) = (attestor, s.counterparty, s.currency);
        (r.due, r.validUntil, r.commitment) = (s.due, s.validUntil, s.commitment);
    }

    /* USES */

    function reserve(
        bytes32 ref,
        Basis calldata basis,
        OrgId org,
        uint16 currency,
        uint96 amount,
        uint40 until
    ) external onlyRoom {
        bytes32 key = _keyOf(msg.sender, ref, basis);
        if (_use[key].until != 0) revert UseExists(msg.sender, ref);
        if (basis.parts.length != 0 && basis.parts.total() != amount) {
            revert PartsNotWhole(amount, basis.parts.total());
        }
        _reserveOn(ref, basis.whole, org, currency, amount);
        for (uint256 i; i < basis.parts.length; ++i) {
            _reserveOn(ref, basis.parts[i].document, org, currency, basis.parts[i].share);
        }
        _use[key] = Use(amount, until, org);
        emit UseReserved(msg.sender, ref, org, amount, until);
    }

    function commit(bytes32 ref, Basis calldata basis) external onlyRoom {
        Use storage u = _live(ref, _keyOf(msg.sender, ref, basis));
        if (u.until == COMMITTED) revert UseNotReserved(ref);
        if (block.timestamp > u.until) revert ReservationLapsed(ref, u.until);
        Record storage whole = _requireSound(basis.whole);
        for (uint256 i; i < basis.parts.length; ++i) {
            _requireSound(basis.parts[i].document);
        }
        if (whole.commits == MOST_COMMITS) revert UsesTooMany(basis.whole, MOST_COMMITS);
        ++whole.commits;
        u.until = COMMITTED;
        emit UseCommitted(msg.sender, ref);
    }

    function release(bytes32 ref, Basis calldata basis, uint96 amount) external onlyRoom {
        uint96 remaining = _take(ref, basis, amount);
        _free(ref, basis.whole, amount, 0);
        for (uint256 i; i < basis.parts.length; ++i) {
            uint96 freed = _freed(basis, i, remaining, amount);
            if (freed != 0) _free(ref, basis.parts[i].document, freed, 0);
        }
    }

    /// @dev What was collected beyond the amount freed (interest, surplus) comes off what is free on the parts, the
    /// last first: it must not take away what another use rests on.
    function consume(bytes32 ref, Basis calldata basis, uint96 amount, uint96 collected) external onlyRoom {
        uint96 remaining = _take(ref, basis, amount);
        _free(ref, basis.whole, amount, collected);
        uint96 rest = collected - amount;
        for (uint256 n = basis.parts.length; n != 0; --n) {
            DocumentId id = basis.parts[n - 1].document;
            uint96 freed = _freed(basis, n - 1, remaining, amount);
            uint96 spare = _spare(_record[id]);
            uint96 more = rest < spare ? rest : spare;
            rest -= more;
            if (freed + more != 0) _free(ref, id, freed, freed + more);
        }
    }

    function collect(DocumentId id, uint96 collected) external onlyRoom {
        Record storage r = _known(id);
        if (r.commits != 0) revert DocumentInUse(id, r.used);
        // Else a debtor could enter any key and use it up by paying a friend.
        if (r.attestor == r.counterparty) revert AttestationIsDebtors(id, r.attestor);
        _free(0, id, 0, collected);
    }

    function openRoom(address room) external restricted {
        _room[room] = true;
        emit RoomOpened(room);
    }

    function _reserveOn(bytes32 ref, DocumentId id, OrgId org, uint16 currency, uint96 amount) private {
        Record storage r = _requireSound(id);
        // Ranks on an invoice are the pledge's to count.
        if (r.kind == DocumentKind.Invoice && msg.sender != PLEDGE) revert RoomNotTrusted(msg.sender);
        if (r.holder != org) revert HolderMismatch(id, r.holder, org);
        if (r.currency != currency) revert CurrencyMismatch(currency, r.currency);
        uint96 spare = _spare(r);
        if (amount > spare) revert UseExceedsCapacity(id, amount, spare);
        r.used += amount;
        emit DocumentUsed(id, ref, r.used, _open(r));
    }

    function _free(bytes32 ref, DocumentId id, uint96 amount, uint96 collected) private {
        Record storage r = _record[id];
        r.used -= amount;
        uint96 open = _open(r);
        if (collected != 0) {
            uint96 off = collected < open ? collected : open;
            r.consumed += off;
            open -= off;
        }
        emit DocumentUsed(id, ref, r.used, open);
    }

    /// @dev What part `i` no longer bears when `amount` was freed and `remaining` is left.
    function _freed(Basis calldata basis, uint256 i, uint96 remaining, uint96 amount) private pure returns (uint96) {
        return basis.parts.bornBy(i, uint256(remaining) + amount) - basis.parts.bornBy(i, remaining);
    }

    function _take(bytes32 ref, Basis calldata basis, uint96 amount) private returns (uint96 remaining) {
        bytes32 key = _keyOf(msg.sender, ref, basis);
        Use storage u = _live(ref, key);
        if (amount > u.amount) revert UseExceeded(ref, amount, u.amount);
        remaining = u.amount - amount;
        if (remaining != 0) {
            u.amount = remaining;
            return remaining;
        }
        if (u.until == COMMITTED) --_record[basis.whole].commits;
        delete _use[key];
    }

    /* STATE */

    function document(DocumentId id) external view returns (Document memory) {
        return _read(_record[id]);
    }

    function requireSound(DocumentId id) external view returns (Document memory) {
        return _read(_requireSound(id));
    }

    function commitmentOf(DocumentId id) external view returns (bytes32) {
        return _record[id].commitment;
    }

    function free(DocumentId id) external view returns (uint96) {
        Record storage r = _record[id];
        bool blocked = r.version == 0 || block.timestamp > r.validUntil || _isFrozen(id, r);
        return blocked ? 0 : _spare(r);
    }

    function isShort(DocumentId id) external view returns (bool) {
        return _record[id].used > _open(_record[id]);
    }

    function frozenUntil(DocumentId id) external view returns (uint40) {
        return _isFrozen(id, _record[id]) ? _frozenUntil[id] : 0;
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

    function _known(DocumentId id) private view returns (Record storage r) {
        r = _record[id];
        if (r.version == 0) revert DocumentNotAttested(id);
    }

    /// @dev Valid, in date, not frozen, and bearing no more than it can.
    function _requireSound(DocumentId id) private view returns (Record storage r) {
        r = _known(id);
        if (r.flags & REVOKED != 0) revert DocumentIsRevoked(id);
        if (block.timestamp > r.validUntil) revert DocumentExpired(id, r.validUntil);
        if (_isFrozen(id, r)) revert DocumentIsFrozen(id, _frozenUntil[id]);
        if (r.used > _open(r)) revert DocumentIsShort(id, r.used, _open(r));
    }

    function _requireAttestor(DocumentId id, OrgId attestor, OrgId caller) private pure {
        if (attestor != caller) revert AttestorNotOfDocument(id, attestor, caller);
    }

    function _read(Record storage r) private view returns (Document memory) {
        DocumentStatus status = r.version == 0
            ? DocumentStatus.None
            : r.flags & REVOKED != 0 ? DocumentStatus.Revoked : DocumentStatus.Valid;
        return Document(
            r.amount,
            r.used,
            r.holder,
            r.kind,
            status,
            r.version,
            r.commits,
            r.consumed,
            r.attestor,
            r.counterparty,
            r.currency,
            r.due,
            r.validUntil
        );
    }

    function _isFrozen(DocumentId id, Record storage r) private view returns (bool) {
        return r.flags & FROZEN != 0 && block.timestamp <= _frozenUntil[id];
    }

    function _open(Record storage r) private view returns (uint96) {
        if (r.flags & REVOKED != 0 || r.consumed >= r.amount) return 0;
        return r.amount - r.consumed;
    }

    function _spare(Record storage r) private view returns (uint96) {
        uint96 open = _open(r);
        return open > r.used ? open - r.used : 0;
    }

    function _announceShort(DocumentId id, Record storage r) private {
        uint96 open = _open(r);
        if (r.used > open) emit DocumentShort(id, r.used, open);
    }
}
