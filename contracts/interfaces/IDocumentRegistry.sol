// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Basis} from "../types/Basis.sol";
import {DocumentId, OrgId} from "../types/Ids.sol";
import {DocumentKind} from "../types/Roles.sol";

/// @title What was attested, and what rests on it
/// @notice A paper is known by its keyed digest only, enters by the statement of an organisation entitled to attest
/// its kind, and is a quota: no use is ever added above what is open, whoever asks. Rooms fixed at deployment write
/// uses; everybody may read how much is free, nobody reads there by whom it is used.
interface IDocumentRegistry {
    /// @notice What an attestor says of a paper; signed as EIP-712, or sent by the attestor itself.
    /// @param document business key: keyed digest of issuer and number
    /// @param commitment Merkle root of the salted fields
    /// @param holder organisation that owns the right (seller, exporter, holder of the bill)
    /// @param counterparty the debtor of an invoice where it is a participant, else zero
    /// @param amount minor units of `currency`
    /// @param currency ISO 4217 number
    /// @param due last second in which an invoice is payable in time, 0 where the kind has none
    /// @param validUntil last second in which new uses may rest on it
    /// @param version 1, then one more for each amendment
    struct Statement {
        DocumentId document;
        bytes32 commitment;
        DocumentKind kind;
        OrgId holder;
        OrgId counterparty;
        uint96 amount;
        uint16 currency;
        uint40 due;
        uint40 validUntil;
        uint8 version;
    }

    enum DocumentStatus {
        None,
        Valid,
        Revoked
    }

    /// @param amount as attested; `amount - consumed` is open, `amount - consumed - used` is free
    /// @param used sum of the live uses
    /// @param commits how many committed uses rest on all of it
    /// @param consumed collected for good
    struct Document {
        uint96 amount;
        uint96 used;
        OrgId holder;
        DocumentKind kind;
        DocumentStatus status;
        uint8 version;
        uint8 commits;
        uint96 consumed;
        OrgId attestor;
        OrgId counterparty;
        uint16 currency;
        uint40 due;
        uint40 validUntil;
    }

    /// @notice A statement with its attestor's signature (ECDSA, or ERC-1271 of a contract wallet).
    struct Signed {
        Statement statement;
        address signer;
        bytes signature;
    }

    /// @param until last second in which a reservation may be committed; all ones once committed
    struct Use {
        uint96 amount;
        uint40 until;
        OrgId org;
    }

    event DocumentAttested(
        DocumentId indexed document,
        OrgId indexed holder,
        OrgId indexed attestor,
        DocumentKind kind,
        OrgId counterparty,
        uint96 amount,
        uint16 currency,
        uint40 due,
        uint40 validUntil,
        uint8 version,
        bytes32 commitment
    );
    event DocumentRevoked(DocumentId indexed document, OrgId indexed attestor, uint96 used);
    event DocumentFrozen(DocumentId indexed document, OrgId indexed regulator, bytes32 caseNumber, uint40 until);
    event DocumentShort(DocumentId indexed document, uint96 used, uint96 open);
    event UseReserved(address indexed room, bytes32 indexed ref, OrgId indexed org, uint96 amount, uint40 until);
    event UseCommitted(address indexed room, bytes32 indexed ref);
    event DocumentUsed(DocumentId indexed document, bytes32 indexed ref, uint96 used, uint96 open);
    event RoomOpened(address indexed room);

    error StatementExpired(DocumentId document, uint40 validUntil);
    error StatementIncomplete(DocumentId document);
    error SignatureInvalid(address signer, DocumentId document);
    error DocumentAlreadyAttested(DocumentId document, uint8 version);
    error DocumentConflict(DocumentId document, bytes32 known, bytes32 presented);
    error DocumentNotAttested(DocumentId document);
    error DocumentIsRevoked(DocumentId document);
    error DocumentExpired(DocumentId document, uint40 validUntil);
    error DocumentIsFrozen(DocumentId document, uint40 until);
    error DocumentIsShort(DocumentId document, uint256 used, uint256 open);
    error DocumentInUse(DocumentId document, uint96 used);
    error VersionNotNext(DocumentId document, uint256 expected, uint8 given);
    error AttestorNotOfDocument(DocumentId document, OrgId attestor, OrgId caller);
    error HolderMismatch(DocumentId document, OrgId holder, OrgId given);
    error CurrencyMismatch(uint16 expected, uint16 actual);
    error UseExceedsCapacity(DocumentId document, uint256 requested, uint256 available);
    error UsesTooMany(DocumentId document, uint256 most);
    error PartsNotWhole(uint256 amount, uint256 parts);
    error UseExists(address room, bytes32 ref);
    error UseNotFound(address room, bytes32 ref);
    error UseNotReserved(bytes32 ref);
    error UseExceeded(bytes32 ref, uint256 requested, uint256 remaining);
    error ReservationLapsed(bytes32 ref, uint40 until);
    error AttestationIsDebtors(DocumentId document, OrgId debtor);
    error FreezeTooLong(uint40 until, uint40 latest);
    error RoomNotTrusted(address room);

    /// @notice Enters a first statement on a paper. An organisation entitled to attest its kind, or the debtor that
    /// an invoice names; an entitled one may put its own in the place of a debtor's while nothing rests on that.
    function attest(Statement calldata statement) external;

    /// @notice Enters the next version of a paper. The organisation that attested it.
    function amend(Statement calldata statement) external;

    /// @notice Enters first or next statements that their attestors signed, whoever sends them: all or none. One that
    /// stands already is passed over, so that nobody can spoil the others by sending it first.
    function present(Signed[] calldata signed) external;

    /// @notice Ends a paper for good; what rests on it is short. The organisation that attested it.
    function revoke(DocumentId document) external;

    /// @notice Blocks new uses of a paper until `until`, at most `MAX_FREEZE` ahead; 0 ends it. Regulator only.
    function freeze(DocumentId document, bytes32 caseNumber, uint40 until) external;

    /// @notice Reserves `amount` of every paper of `basis` for `org`, to be committed by `until`. Rooms only, invoices
    /// the pledge only.
    function reserve(
        bytes32 ref,
        Basis calldata basis,
        OrgId org,
        uint16 currency,
        uint96 amount,
        uint40 until
    ) external;

    /// @notice Makes a reservation a lasting use; every paper must still be valid, not frozen, not short. Rooms only.
    function commit(bytes32 ref, Basis calldata basis) external;

    /// @notice Frees `amount` of a use; the papers can bear it again. Rooms only.
    function release(bytes32 ref, Basis calldata basis, uint96 amount) external;

    /// @notice Frees `amount` of a use and takes `collected` off the papers for good. Rooms only.
    function consume(bytes32 ref, Basis calldata basis, uint96 amount, uint96 collected) external;

    /// @notice Takes what was collected off a paper on which nothing rests, unless only its debtor attested it. Rooms
    /// only.
    function collect(DocumentId document, uint96 collected) external;

    /// @notice Trusts one more room; through the authority's delay.
    function openRoom(address room) external;

    function document(DocumentId id) external view returns (Document memory);

    /// @notice Merkle root of the paper's salted fields, as last attested.
    function commitmentOf(DocumentId id) external view returns (bytes32);

    /// @notice The paper if new uses may rest on it; refuses unknown, revoked, expired, frozen and short ones.
    function requireSound(DocumentId id) external view returns (Document memory);

    /// @notice Minor units on which a new use may rest now: 0 where none may.
    function free(DocumentId id) external view returns (uint96);

    /// @notice Whether more rests on the paper than it can bear.
    function isShort(DocumentId id) external view returns (bool);

    function frozenUntil(DocumentId id) external view returns (uint40);

    function useOf(address room, bytes32 ref, Basis calldata basis) external view returns (Use memory);
}
