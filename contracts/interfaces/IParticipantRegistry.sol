// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrgId} from "../types/Ids.sol";
import {DocumentKind, Role} from "../types/Roles.sol";

/// @title Who may act
/// @notice Organisations, the keys that sign for them, the one account that holds their money, what they may do and
/// until when. A registrar admits and suspends; it never moves money, and it never gets a key in without a delay.
interface IParticipantRegistry {
    /// @param account where the organisation's money is pulled from and paid to
    /// @param roles bit `1 << Role` for each role held
    /// @param signers how many keys sign for it now
    /// @param suspended no new business while true
    /// @param frozenUntil last second of a regulator's freeze, 0 where none stands
    /// @param validUntil last second of the admission
    /// @param group number of the group of related companies, 0 for none
    /// @param kinds bit `1 << (DocumentKind - 1)` for each kind of paper the organisation may attest
    struct Organisation {
        address account;
        uint8 roles;
        uint8 signers;
        bool suspended;
        uint40 frozenUntil;
        uint40 validUntil;
        uint16 group;
        uint16 kinds;
    }

    /// @param identifier `LEI:...` or `USCC:...`, check digits verified by whoever admits
    /// @param kinds bit `1 << (DocumentKind - 1)` for each kind of paper the organisation may attest
    struct Admission {
        string identifier;
        address signer;
        uint8 roles;
        uint16 kinds;
        uint16 group;
        uint40 validUntil;
    }

    event OrganisationAdmitted(
        OrgId indexed org,
        string identifier,
        address signer,
        uint8 roles,
        uint16 kinds,
        uint16 group,
        uint40 validUntil
    );
    event OrganisationRenewed(OrgId indexed org, uint8 roles, uint16 kinds, uint16 group, uint40 validUntil);
    event OrganisationSuspended(OrgId indexed org);
    event OrganisationReinstated(OrgId indexed org);
    /// @param until last second of the case's own freeze; `frozenUntil` of all that freeze it now, 0 where none does
    event OrganisationFrozen(
        OrgId indexed org, OrgId indexed regulator, bytes32 indexed caseNumber, uint40 until, uint40 frozenUntil
    );
    event ConsentGiven(OrgId indexed org, address indexed who, bool hold);
    event SignerAdded(OrgId indexed org, address signer);
    event SignerRemoved(OrgId indexed org, address signer);
    event AccountChanged(OrgId indexed org, address account);
    event ReadingKeyPublished(OrgId indexed org, bytes32 key);
    event RecoveryProposed(OrgId indexed org, address signer, uint40 effectiveFrom);
    event RecoveryCancelled(OrgId indexed org, address signer);

    error IdentifierTaken(string identifier, OrgId org);
    error SignerTaken(address signer, OrgId org);
    error AccountTaken(address account, OrgId org);
    error ConsentMissing(address who, OrgId org, bool hold);
    error SignerUnknown(address signer);
    error SignerNotOfOrganisation(address signer, OrgId org);
    error SignerIsLast(OrgId org, address signer);
    error OrganisationUnknown(OrgId org);
    error OrganisationIsSuspended(OrgId org);
    error OrganisationIsFrozen(OrgId org, uint40 until);
    error OrganisationIsRegulator(OrgId org);
    error OrganisationExpired(OrgId org, uint40 validUntil);
    error RoleMissing(OrgId org, Role role);
    error KindNotEntitled(OrgId org, DocumentKind kind);
    error AttestorRelated(OrgId attestor, OrgId holder);
    error AddressIsZero();
    error RecoveryNotProposed(OrgId org);
    error RecoveryTooEarly(OrgId org, uint40 effectiveFrom);
    error AdmissionInPast(uint40 validUntil);

    /// @notice Admits an organisation under its next number; its first key is also its account. Registrar only.
    function admit(Admission calldata admission) external returns (OrgId org);

    /// @notice Changes what an organisation may do and until when. Registrar only.
    function renew(OrgId org, uint8 roles, uint16 kinds, uint16 group, uint40 validUntil) external;

    /// @notice Stops an organisation's new business; what it owes and is owed goes on. Registrar only.
    function suspend(OrgId org) external;

    /// @notice Ends a suspension. Registrar only.
    function reinstate(OrgId org) external;

    /// @notice Freezes an organisation until `until`, at most 180 days ahead; a second that is past lifts the freeze. It
    /// does no new business, and what it is owed is credited in the ledger and withdrawn once the freeze has ended. It
    /// repays, collects, presents and examines, and what it guaranteed is paid. A case freezes once more before or after
    /// that has ended, and not again once it was lifted. Regulator only, for its own cases; three at one time. Nobody
    /// who is a regulator is frozen: there must be one to lift what was frozen in error.
    function freeze(OrgId org, bytes32 caseNumber, uint40 until) external;

    /// @notice Uses a regulator's case for a room's own subject and tells until when all its cases freeze that; the same
    /// rule for whatever is frozen. Any room, each for its own subjects; no other keeps what it did.
    /// @param signer of the regulator
    /// @return regulator the organisation
    /// @return frozenUntil last second of all that freezes the subject now, 0 where nothing does
    function useCase(address signer, bytes32 subject, bytes32 caseNumber, uint40 until)
        external
        returns (OrgId regulator, uint40 frozenUntil);

    /// @notice Proposes a key for an organisation that lost its own; it counts after `RECOVERY_DELAY`. Registrar only.
    function recover(OrgId org, address signer) external;

    /// @notice Cancels a recovery that the organisation did not ask for. Any of its signers.
    function cancelRecovery() external;

    /// @notice Puts a proposed key in place once its delay has passed. Anybody.
    function completeRecovery(OrgId org) external;

    /// @notice The caller agrees to sign for an organisation (`hold` false) or to hold its money (true): nobody's key
    /// or account is ever taken without this. It ends when used; another consent, 0 for none, takes its place.
    function consent(OrgId org, bool hold) external;

    /// @notice Adds a key that consented to the caller's organisation. Any of its signers.
    function addSigner(address signer) external;

    /// @notice Removes a key of the caller's organisation, never its last. Any of its signers.
    function removeSigner(address signer) external;

    /// @notice Moves the caller's organisation to an account that consented, or to the caller's own address. An
    /// account serves one organisation. Any of its signers, nobody else.
    function setAccount(address account) external;

    /// @notice Publishes the X25519 key to which papers are sealed for the caller's organisation. Any of its signers.
    function publishReadingKey(bytes32 key) external;

    /// @notice The key to which papers are sealed for an organisation; 0 if it published none.
    function readingKeyOf(OrgId org) external view returns (bytes32);

    /// @notice The organisation that `signer` acts for in `role`; refuses unknown, suspended, frozen,
    /// expired and unentitled.
    function actor(address signer, Role role) external view returns (OrgId org);

    /// @notice The organisation that `signer` acts for, whatever its state; zero if none.
    function organisationOf(address signer) external view returns (OrgId org);

    /// @notice Whose money `signer` moves: its organisation's account, or its own address where it acts for none.
    function payerOf(address signer) external view returns (OrgId org, address account);

    /// @notice The organisation admitted under `identifier`; zero if none.
    function numberOf(string calldata identifier) external view returns (OrgId org);

    /// @notice The organisation for which `signer` may attest papers of `kind`. An enterprise named by an invoice as
    /// its debtor (`counterparty`) may attest that invoice without further entitlement. Nobody attests its own paper,
    /// nor one of a related company.
    /// @return org the organisation
    /// @return entitled whether by entitlement to the kind, not as the debtor
    function attestorOf(address signer, DocumentKind kind, OrgId holder, OrgId counterparty)
        external
        view
        returns (OrgId org, bool entitled);

    /// @notice The same for an organisation by its number.
    function attests(OrgId org, DocumentKind kind, OrgId holder, OrgId counterparty)
        external
        view
        returns (bool entitled);

    /// @notice The organisation that `signer` acts for and its roles; refuses unknown, suspended, frozen and
    /// expired ones.
    function activeOf(address signer) external view returns (OrgId org, uint8 roles);

    /// @notice The account of an organisation that is neither suspended nor frozen nor expired; refuses others.
    function activeAccountOf(OrgId org) external view returns (address);

    /// @notice The account of an organisation that isn't frozen; refuses others.
    function unfrozenAccountOf(OrgId org) external view returns (address);

    /// @notice The account to which an organisation is paid now; zero while it is frozen.
    function accountUnlessFrozen(OrgId org) external view returns (address);

    /// @notice The organisation that `signer` acts for, suspended or not; zero if none; refuses a frozen one.
    function organisationUnfrozen(address signer) external view returns (OrgId org);

    function organisation(OrgId org) external view returns (Organisation memory);

    function accountOf(OrgId org) external view returns (address);

    /// @notice Number of the group of related companies to which it belongs, 0 for none.
    function groupOf(OrgId org) external view returns (uint16);

    /// @notice Whether both belong to one group of related companies, or are one.
    function related(OrgId a, OrgId b) external view returns (bool);
}
