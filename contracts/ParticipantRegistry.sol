// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {Freeze, Freezes} from "./libraries/Freezes.sol";
import {OrgId} from "./types/Ids.sol";
import {DocumentKind, Role} from "./types/Roles.sol";

contract ParticipantRegistry is IParticipantRegistry, AccessManaged {
    using Freezes for Freeze;

    /// @dev One slot; `flags` tell what stops it.
    struct Member {
        address account;
        uint8 roles;
        uint8 signers;
        uint8 flags;
        uint40 validUntil;
        uint16 group;
        uint16 kinds;
    }

    struct Recovery {
        address signer;
        uint40 effectiveFrom;
    }

    uint40 public constant RECOVERY_DELAY = 3 days;
    uint8 private constant SUSPENDED = 1;
    uint8 private constant FROZEN = 2;

    uint32 private _last;
    mapping(address signer => OrgId) private _orgOf;
    mapping(OrgId => Member) private _member;
    mapping(OrgId => uint40) private _frozenUntil;
    mapping(address room => mapping(bytes32 subject => Freeze)) private _freeze;
    mapping(bytes32 identifier => OrgId) private _byIdentifier;
    mapping(OrgId => Recovery) private _recovery;
    mapping(address who => mapping(bool hold => OrgId)) private _consent;
    mapping(address account => OrgId) private _accountOf;
    mapping(OrgId => bytes32) private _readingKey;

    constructor(address authority) AccessManaged(authority) {}

    /* ADMISSION */

    function admit(Admission calldata a) external restricted returns (OrgId org) {
        bytes32 key = keccak256(bytes(a.identifier));
        if (!_byIdentifier[key].isNull()) revert IdentifierTaken(a.identifier, _byIdentifier[key]);
        if (a.validUntil < block.timestamp) revert AdmissionInPast(a.validUntil);

        org = OrgId.wrap(++_last);
        _byIdentifier[key] = org;
        _member[org] = Member(a.signer, a.roles, 0, 0, a.validUntil, a.group, a.kinds);
        emit OrganisationAdmitted(org, a.identifier, a.signer, a.roles, a.kinds, a.group, a.validUntil);
        _add(org, a.signer);
        _hold(org, a.signer);
    }

    function renew(OrgId org, uint8 roles, uint16 kinds, uint16 group, uint40 validUntil) external restricted {
        Member storage m = _known(org);
        if (validUntil < block.timestamp) revert AdmissionInPast(validUntil);
        (m.roles, m.kinds, m.group, m.validUntil) = (roles, kinds, group, validUntil);
        emit OrganisationRenewed(org, roles, kinds, group, validUntil);
    }

    function suspend(OrgId org) external restricted {
        _known(org).flags |= SUSPENDED;
        emit OrganisationSuspended(org);
    }

    function reinstate(OrgId org) external restricted {
        _known(org).flags &= ~SUSPENDED;
        emit OrganisationReinstated(org);
    }

    /* FREEZES */

    function freeze(OrgId org, bytes32 caseNumber, uint40 until) external {
        bytes32 subject = bytes32(uint256(OrgId.unwrap(org)));
        (OrgId regulator, uint40 frozenUntil) = _useCase(address(this), msg.sender, subject, caseNumber, until);
        Member storage m = _known(org);
        bool lifts = until < block.timestamp;
        if (!lifts && _holds(m.roles, Role.Regulator)) revert OrganisationIsRegulator(org);
        _frozenUntil[org] = frozenUntil;
        m.flags = frozenUntil == 0 ? m.flags & ~FROZEN : m.flags | FROZEN;
        emit OrganisationFrozen(org, regulator, caseNumber, until, frozenUntil);
    }

    function useCase(address signer, bytes32 subject, bytes32 caseNumber, uint40 until)
        external
        returns (OrgId, uint40)
    {
        return _useCase(msg.sender, signer, subject, caseNumber, until);
    }

    function _useCase(address room, address signer, bytes32 subject, bytes32 caseNumber, uint40 until)
        private
        returns (OrgId regulator, uint40 frozenUntil)
    {
        uint8 roles;
        (regulator, roles) = _active(signer);
        if (!_holds(roles, Role.Regulator)) revert RoleMissing(regulator, Role.Regulator);
        frozenUntil = _freeze[room][subject].set(subject, regulator, caseNumber, until);
    }

    /* KEYS */

    function recover(OrgId org, address signer) external restricted {
        _known(org);
        _requireFree(signer);
        uint40 effectiveFrom = uint40(block.timestamp) + RECOVERY_DELAY;
        _recovery[org] = Recovery(signer, effectiveFrom);
        emit RecoveryProposed(org, signer, effectiveFrom);
    }

    function cancelRecovery() external {
        OrgId org = _callersOrg();
        address signer = _recovery[org].signer;
        if (signer == address(0)) revert RecoveryNotProposed(org);
        delete _recovery[org];
        emit RecoveryCancelled(org, signer);
    }

    function completeRecovery(OrgId org) external {
        Recovery memory r = _recovery[org];
        if (r.signer == address(0)) revert RecoveryNotProposed(org);
        if (block.timestamp < r.effectiveFrom) revert RecoveryTooEarly(org, r.effectiveFrom);
        delete _recovery[org];
        _add(org, r.signer);
    }

    function consent(OrgId org, bool hold) external {
        _consent[msg.sender][hold] = org;
        emit ConsentGiven(org, msg.sender, hold);
    }

    function addSigner(address signer) external {
        OrgId org = _callersOrg();
        _useConsent(org, signer, false);
        _add(org, signer);
    }

    function removeSigner(address signer) external {
        OrgId org = _callersOrg();
        if (_orgOf[signer] != org) revert SignerNotOfOrganisation(signer, org);
        if (_member[org].signers == 1) revert SignerIsLast(org, signer);
        --_member[org].signers;
        _orgOf[signer] = OrgId.wrap(0);
        emit SignerRemoved(org, signer);
    }

    function setAccount(address account) external {
        OrgId org = _callersOrg();
        if (account != msg.sender) _useConsent(org, account, true);
        _accountOf[_member[org].account] = OrgId.wrap(0);
        _hold(org, account);
        _member[org].account = account;
        emit AccountChanged(org, account);
    }

    function publishReadingKey(bytes32 key) external {
        OrgId org = _callersOrg();
        _readingKey[org] = key;
        emit ReadingKeyPublished(org, key);
    }

    function readingKeyOf(OrgId org) external view returns (bytes32) {
        return _readingKey[org];
    }

    /* WHO IS CALLING */

    function actor(address signer, Role role) external view returns (OrgId org) {
        uint8 roles;
        (org, roles) = _active(signer);
        if (!_holds(roles, role)) revert RoleMissing(org, role);
    }

    function activeOf(address signer) external view returns (OrgId org, uint8 roles) {
        return _active(signer);
    }

    function attestorOf(address signer, DocumentKind kind, OrgId holder, OrgId counterparty)
        external
        view
        returns (OrgId org, bool entitled)
    {
        org = _orgOf[signer];
        if (org.isNull()) revert SignerUnknown(signer);
        entitled = attests(org, kind, holder, counterparty);
    }

    function attests(OrgId org, DocumentKind kind, OrgId holder, OrgId counterparty)
        public
        view
        returns (bool entitled)
    {
        Member storage m = _known(org);
        _requireActive(org, m.flags, m.validUntil);
        if (related(org, holder)) revert AttestorRelated(org, holder);
        bool debtor = kind == DocumentKind.Invoice && counterparty == org && _holds(m.roles, Role.Enterprise);
        entitled = m.kinds & (1 << uint256(kind) >> 1) != 0;
        if (!entitled && !debtor) revert KindNotEntitled(org, kind);
    }

    function organisationOf(address signer) external view returns (OrgId) {
        return _orgOf[signer];
    }

    function payerOf(address signer) external view returns (OrgId org, address account) {
        org = _orgOf[signer];
        account = org.isNull() ? signer : _member[org].account;
    }

    function numberOf(string calldata identifier) external view returns (OrgId) {
        return _byIdentifier[keccak256(bytes(identifier))];
    }

    function organisation(OrgId org) external view returns (Organisation memory) {
        Member memory m = _known(org);
        bool suspended = m.flags & SUSPENDED != 0;
        return Organisation(
            m.account, m.roles, m.signers, suspended, _frozen(org, m.flags), m.validUntil, m.group, m.kinds
        );
    }

    function accountOf(OrgId org) external view returns (address) {
        return _known(org).account;
    }

    function groupOf(OrgId org) external view returns (uint16) {
        return _member[org].group;
    }

    function activeAccountOf(OrgId org) external view returns (address) {
        Member storage m = _known(org);
        _requireActive(org, m.flags, m.validUntil);
        return m.account;
    }

    function unfrozenAccountOf(OrgId org) external view returns (address) {
        Member storage m = _known(org);
        _requireNotFrozen(org, m.flags);
        return m.account;
    }

    function accountUnlessFrozen(OrgId org) external view returns (address) {
        Member storage m = _known(org);
        if (m.flags & FROZEN != 0 && block.timestamp <= _frozenUntil[org]) return address(0);
        return m.account;
    }

    function organisationUnfrozen(address signer) external view returns (OrgId org) {
        org = _orgOf[signer];
        _requireNotFrozen(org, _member[org].flags);
    }

    function related(OrgId a, OrgId b) public view returns (bool) {
        if (a == b) return true;
        uint16 group = _member[a].group;
        return group != 0 && group == _member[b].group;
    }

    function _active(address signer) private view returns (OrgId org, uint8 roles) {
        org = _orgOf[signer];
        if (org.isNull()) revert SignerUnknown(signer);
        Member storage m = _member[org];
        (uint8 flags, uint40 validUntil) = (m.flags, m.validUntil);
        roles = m.roles;
        _requireActive(org, flags, validUntil);
    }

    function _requireActive(OrgId org, uint8 flags, uint40 validUntil) private view {
        if (flags != 0) _requireUnstopped(org, flags);
        if (block.timestamp > validUntil) revert OrganisationExpired(org, validUntil);
    }

    function _requireUnstopped(OrgId org, uint8 flags) private view {
        if (flags & SUSPENDED != 0) revert OrganisationIsSuspended(org);
        _requireNotFrozen(org, flags);
    }

    function _requireNotFrozen(OrgId org, uint8 flags) private view {
        uint40 until = _frozen(org, flags);
        if (until != 0) revert OrganisationIsFrozen(org, until);
    }

    /// @dev The end is read only where a flag says that there was one.
    function _frozen(OrgId org, uint8 flags) private view returns (uint40 until) {
        if (flags & FROZEN == 0) return 0;
        until = _frozenUntil[org];
        if (block.timestamp > until) return 0;
    }

    function _holds(uint8 roles, Role role) private pure returns (bool) {
        return roles & (1 << uint8(role)) != 0;
    }

    /// @dev A suspended organisation may still manage its keys and account: they guard its money.
    function _callersOrg() private view returns (OrgId org) {
        org = _orgOf[msg.sender];
        if (org.isNull()) revert SignerUnknown(msg.sender);
    }

    function _known(OrgId org) private view returns (Member storage m) {
        m = _member[org];
        if (m.account == address(0)) revert OrganisationUnknown(org);
    }

    function _useConsent(OrgId org, address who, bool hold) private {
        if (_consent[who][hold] != org) revert ConsentMissing(who, org, hold);
        _consent[who][hold] = OrgId.wrap(0);
    }

    function _hold(OrgId org, address account) private {
        if (!_accountOf[account].isNull()) revert AccountTaken(account, _accountOf[account]);
        _accountOf[account] = org;
    }

    function _requireFree(address signer) private view {
        if (signer == address(0)) revert AddressIsZero();
        if (!_orgOf[signer].isNull()) revert SignerTaken(signer, _orgOf[signer]);
    }

    function _add(OrgId org, address signer) private {
        _requireFree(signer);
        _orgOf[signer] = org;
        ++_member[org].signers;
        emit SignerAdded(org, signer);
    }
}
