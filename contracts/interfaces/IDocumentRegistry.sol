// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Basis} from "../types/Basis.sol";
import {DocumentId, OrgId} from "../types/Ids.sol";
import {DocumentKind} from "../types/Roles.sol";
import {Field, Leaf, Signed, Statement} from "../types/Statement.sol";

/// @title What was attested, and what rests on it
/// @notice A paper is known by its keyed digest only, enters by the statement of an organisation entitled to attest
/// its kind, and is a quota: no use is ever added above what is open, whoever asks. Rooms fixed at deployment write
/// uses; everybody may read how much is free, nobody reads there by whom it is used.
interface IDocumentRegistry {
    /// @dev Bound: a key of a paper that stands under another epoch's key.
    enum DocumentStatus {
        None,
        Valid,
        Revoked,
        Bound
    }

    /// @param amount as attested; `amount - consumed` is open, `amount - consumed - used` is free
    /// @param used sum of the live uses
    /// @param commits how many committed uses rest on all of it
    /// @param consumed collected for good
    /// @param byDebtor whether nobody but its debtor states it
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
        bool byDebtor;
    }

    /// @param until last second in which a reservation may be committed; all ones once committed
    /// @param counterparty of the whole paper when it was reserved
    struct Use {
        uint96 amount;
        uint40 until;
        OrgId org;
        OrgId counterparty;
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
    event KeyBound(DocumentId indexed document, DocumentId indexed key);
    event BatchAnchored(bytes32 indexed root, OrgId indexed attestor);
    event BatchRetracted(bytes32 indexed root, OrgId indexed attestor);
    event DocumentRevoked(DocumentId indexed document, OrgId indexed attestor, uint96 used);
    /// @param until last second of the case's own freeze; `frozenUntil` of all that freeze it now, 0 where none does
    event DocumentFrozen(
        DocumentId indexed document,
        OrgId indexed regulator,
        bytes32 indexed caseNumber,
        uint40 until,
        uint40 frozenUntil
    );
    event DocumentRejected(DocumentId indexed document, OrgId indexed attestor, uint40 until);
    event HoldOpened(DocumentId indexed document, DocumentId indexed other, OrgId indexed opener, uint40 until);
    event HoldResolved(DocumentId indexed document, OrgId indexed resolver, bool genuine);
    event DocumentDisputed(DocumentId indexed document, OrgId indexed debtor);
    event EpochBegun(uint16 indexed epoch);
    event EpochRetired(uint16 indexed epoch);
    event DocumentShort(DocumentId indexed document, uint96 used, uint96 open);
    event UseReserved(address indexed room, bytes32 indexed ref, OrgId indexed org, uint96 amount, uint40 until);
    event UseCommitted(address indexed room, bytes32 indexed ref);
    event DocumentUsed(DocumentId indexed document, bytes32 indexed ref, uint96 used, uint96 open);
    event CargoSurrendered(DocumentId indexed document, OrgId indexed attestor, uint96 amount, uint96 open);
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
    error DocumentIsRejected(DocumentId document, OrgId attestor, uint40 until);
    error DocumentIsHeld(DocumentId document, uint40 until);
    error DocumentIsDisputed(DocumentId document);
    error HoldNotOpen(DocumentId document);
    error HoldUsed(DocumentId document, DocumentId other, OrgId opener);
    error HoldWithoutReason(DocumentId document, DocumentId other);
    error ResolverRelated(OrgId resolver, OrgId opener);
    error RejectionsTooMany(DocumentId document, uint256 most);
    error KindNotOfDocument(DocumentId document, DocumentKind given);
    error DocumentNotCargo(DocumentId document);
    error SurrenderOutOfBounds(DocumentId document, uint256 given, uint256 most);
    error DocumentIsShort(DocumentId document, uint256 used, uint256 open);
    error DocumentInUse(DocumentId document, uint96 used);
    error VersionOutranked(DocumentId document, uint8 version, uint8 given);
    error DocumentKnownAs(DocumentId document, DocumentId key);
    error OtherKeysMissing(DocumentId document, uint256 given, uint256 expected);
    error OtherKeysTooMany(DocumentId document, uint256 given, uint256 most);
    error EpochNotLive(uint16 epoch, uint16 oldest, uint16 current);
    error EpochsTooMany(uint256 most);
    error EpochIsCurrent(uint16 epoch);
    error EpochNotOver(uint16 epoch, uint40 retirableFrom);
    error BatchAlreadyAnchored(OrgId attestor, bytes32 root);
    error BatchNotAnchored(OrgId attestor, bytes32 root);
    error AttestorNotOfDocument(DocumentId document, OrgId attestor, OrgId caller);
    error HolderMismatch(DocumentId document, OrgId holder, OrgId given);
    error CounterpartyMismatch(DocumentId document, OrgId actual, OrgId expected);
    error CurrencyMismatch(uint16 expected, uint16 actual);
    error UseExceedsCapacity(DocumentId document, uint256 requested, uint256 available);
    error UsesTooMany(DocumentId document, uint256 most);
    error PartsNotWhole(uint256 amount, uint256 parts);
    error UseExists(address room, bytes32 ref);
    error UseNotCommitted(bytes32 ref);
    error UseNotFound(address room, bytes32 ref);
    error UseNotReserved(bytes32 ref);
    error UseExceeded(bytes32 ref, uint256 requested, uint256 remaining);
    error ReservationLapsed(bytes32 ref, uint40 until);
    error AttestationIsDebtors(DocumentId document, OrgId debtor);
    error RoomNotTrusted(address room);

    /// @notice Enters a first or a later statement on a paper. An organisation entitled to attest its kind, or the
    /// debtor that an invoice names; later ones by the organisation that attested it, but an entitled one puts its own
    /// in the place of a debtor's, with the same parties where money was lent on that. A higher version counts, a lower
    /// one is refused. While something rests on it parties and due date stay, but an asset is valued anew.
    function attest(Statement calldata statement) external;

    /// @notice Enters statements that their attestors signed or anchored, whoever sends them: all or none. One that
    /// stands already is passed over, so that nobody can spoil the others by sending it first. A leaf counts while
    /// its attestor may still attest it.
    function present(Signed[] calldata signed, Leaf[] calldata leaves) external;

    /// @notice Answers at once for every statement under `root`: a Merkle tree over keccak256(hashStruct(statement)),
    /// nodes hashed in order of size. A paper costs storage only once it is presented. Any organisation, for the
    /// kinds that it may attest when they are presented.
    function anchor(bytes32 root) external;

    /// @notice Takes an anchored root back: no leaf of it can be presented any more. The organisation that did it.
    function retract(bytes32 root) external;

    /// @notice Ends a paper for good; what rests on it is short. The organisation that attested it.
    function revoke(DocumentId document) external;

    /// @notice Stops new uses of a paper, attested or not, until `until`, at most 180 days ahead; a second that is past
    /// lifts the freeze. A case does so once more before or after that has ended, and not again once it was lifted.
    /// Regulator only, for its own cases; three at one time.
    function freeze(DocumentId document, bytes32 caseNumber, uint40 until) external;

    /// @notice States that a paper is not authentic: until `until`, at most 180 days ahead, nothing new rests on it,
    /// whoever attests it; 0 takes it back. An organisation entitled to its kind, each for itself, three at one time.
    function reject(DocumentId document, uint40 until) external;

    /// @notice Stops new uses of a paper that may be another one in disguise, not the funding of what waits, until the
    /// close of the third business day after (calendar 0). A bank or an attestor; once for a pair of papers, once for a paper and opener.
    /// @param other an attested paper, of the same kind
    function hold(DocumentId document, DocumentId other) external;

    /// @notice Ends a hold: `genuine`, or else the paper is rejected for 180 days. An organisation entitled to its
    /// kind, not related to the one that opened it.
    function resolve(DocumentId document, bool genuine) external;

    /// @notice Stops new uses of an invoice while `debtor`, which disputes it, is its debtor; 0 ends that. The register
    /// of pledges only.
    function dispute(DocumentId document, OrgId debtor) external;

    /// @notice Begins the next epoch of the consortium's secret. Registrar only.
    function rotate() external;

    /// @notice Ends the oldest epoch, two years after the next one began: no first statement on a key of it counts
    /// any more. Registrar only.
    function retire() external;

    /// @notice Reserves `amount` of every paper of `basis` for `org`, to be committed by `until`. Rooms only; of
    /// those trusted at deployment, invoices the pledge and the counter-security, cargo the collateral too.
    function reserve(
        bytes32 ref,
        Basis calldata basis,
        OrgId org,
        uint16 currency,
        uint96 amount,
        uint40 until
    ) external;

    /// @notice Makes a reservation a lasting use; every paper must still be valid, neither stopped nor
    /// short, and the whole one its organisation's, in `currency` and of the counterparty that it had. Rooms only.
    function commit(bytes32 ref, Basis calldata basis, uint16 currency) external;

    /// @notice Frees `amount` of a use; the papers can bear it again. Rooms only.
    function release(bytes32 ref, Basis calldata basis, uint96 amount) external;

    /// @notice Frees `amount` of a committed use and takes `collected` off the papers for good. Rooms only.
    function consume(bytes32 ref, Basis calldata basis, uint96 amount, uint96 collected) external;

    /// @notice Takes what was collected off a paper on which nothing rests, unless only its debtor attested it. Rooms
    /// only.
    function collect(DocumentId document, uint96 collected) external;

    /// @notice Takes `amount` off what a paper bears for good, at most what is open; what rests on it stays, and may be
    /// short then. The register of pledges only.
    /// @return off minor units taken
    function dilute(DocumentId document, uint96 amount) external returns (uint96 off);

    /// @notice Tells that the goods behind a warehouse receipt or a bill of lading were handed over: `amount`, at most
    /// what is open, comes off the paper for good; at 0 it bears nothing any more. Not while anything rests on it, nor
    /// under a regulator's freeze of the paper or its holder. The organisation that attested it, suspended or not, but not
    /// frozen: no other stop refuses it, since the goods are gone.
    function surrender(DocumentId document, uint96 amount) external;

    /// @notice Trusts one more room; through the authority's delay.
    function openRoom(address room) external;

    function document(DocumentId id) external view returns (Document memory);

    /// @notice Whose the paper is, who owes it, in which currency, and how many committed uses rest on it.
    function dueTo(DocumentId id)
        external
        view
        returns (OrgId holder, OrgId counterparty, uint16 currency, uint8 commits);

    /// @notice Merkle root of the paper's salted fields, as last attested.
    function commitmentOf(DocumentId id) external view returns (bytes32);

    /// @notice What a paper of `kind` can bear; refuses one of another kind, and unknown, revoked, expired, stopped and
    /// short ones.
    /// @return open attested less collected, minor units
    /// @return used sum of the live uses, minor units
    /// @return due last second in which it is payable in time; of an asset the second as of which it was valued
    /// @return counterparty the debtor of an invoice where it is a participant, else zero
    function capacityOf(DocumentId id, DocumentKind kind)
        external
        view
        returns (uint96 open, uint96 used, uint40 due, OrgId counterparty);

    /// @notice Minor units on which a new use may rest now: 0 where none may.
    function free(DocumentId id) external view returns (uint96);

    /// @notice Whether more rests on the paper than it can bear.
    function isShort(DocumentId id) external view returns (bool);

    /// @notice What stops new uses of a paper beside its own statement; 0 where nothing does now.
    /// @return frozenUntil last second of a regulator's freeze
    /// @return heldUntil last second of a hold
    /// @return rejectedUntil last second of an attestor's rejection
    /// @return disputed whether its debtor disputes it
    function stopsOn(DocumentId id)
        external
        view
        returns (uint40 frozenUntil, uint40 heldUntil, uint40 rejectedUntil, bool disputed);

    /// @notice Whether the paper says all of `fields` by a statement that counts now: neither revoked nor expired nor
    /// rejected. Shows nothing of its other fields. Malformed proofs revert.
    function discloses(DocumentId id, Field[] calldata fields, bytes32[] calldata proof, bool[] calldata flags)
        external
        view
        returns (bool);

    /// @notice Whether `attestor` answers for the statements under `root`.
    function isAnchored(OrgId attestor, bytes32 root) external view returns (bool);

    /// @notice The live epochs of the consortium's secret.
    function epochs() external view returns (uint16 oldest, uint16 current);

    function useOf(address room, bytes32 ref, Basis calldata basis) external view returns (Use memory);
}
