// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDocumentRegistry} from "../interfaces/IDocumentRegistry.sol";
import {IParticipantRegistry} from "../interfaces/IParticipantRegistry.sol";
import {DocumentId, OrgId} from "../types/Ids.sol";
import {DocumentKind} from "../types/Roles.sol";
import {Statement} from "../types/Statement.sol";
import {Recognition} from "./Recognition.sol";

/// @dev A paper in storage: three slots, of which a use writes only the first.
struct Paper {
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

/// @title What a paper in storage is good for
library Papers {
    uint8 internal constant REVOKED = 1;
    uint8 internal constant STOPPED = 2;
    uint8 internal constant BOUND = 4;
    uint8 internal constant DEBTORS = 8;

    /// @notice What `id` is the key of; refuses what is none.
    function kindOf(DocumentId id) internal pure returns (DocumentKind) {
        uint8 kind = id.kindByte();
        if (kind == 0 || kind > uint8(type(DocumentKind).max)) {
            revert IDocumentRegistry.KindNotOfDocument(id, DocumentKind.None);
        }
        return DocumentKind(kind);
    }

    function requireKind(DocumentId id, DocumentKind kind) internal pure {
        if (id.kindByte() != uint8(kind)) revert IDocumentRegistry.KindNotOfDocument(id, kind);
    }

    function has(Paper storage p, uint8 flag) internal view returns (bool) {
        return p.flags & flag != 0;
    }

    /// @notice Attested less collected, minor units; 0 once revoked.
    function open(Paper storage p) internal view returns (uint96) {
        return has(p, REVOKED) ? 0 : left(p);
    }

    /// @notice The same of a paper that isn't revoked.
    function left(Paper storage p) internal view returns (uint96) {
        (uint96 amount, uint96 consumed) = (p.amount, p.consumed);
        return consumed >= amount ? 0 : amount - consumed;
    }

    /// @notice Open less used, minor units.
    function spare(Paper storage p) internal view returns (uint96) {
        (uint96 most, uint96 used) = (open(p), p.used);
        return most > used ? most - used : 0;
    }

    /// @notice Nobody but its debtor states the paper, and nothing was lent on it: that needs no entitlement, so it must
    /// not keep others off the paper's key.
    function isDebtorsUnlent(Paper storage p) internal view returns (bool) {
        return has(p, DEBTORS) && p.commits == 0;
    }

    /// @notice Whether `s` is what the paper says already.
    function states(Paper storage p, Statement calldata s) internal view returns (bool) {
        return p.version == s.version && p.commitment == s.commitment && p.amount == s.amount && p.kind == s.kind
            && p.currency == s.currency && sameParties(p, s);
    }

    /// @notice Whether nothing is added by `s`. An attestor's own words take the place of the same words of a debtor.
    function stands(Paper storage p, Statement calldata s, bool entitled) internal view returns (bool) {
        return states(p, s) && !(entitled && has(p, DEBTORS));
    }

    function sameParties(Paper storage p, Statement calldata s) internal view returns (bool) {
        return p.holder == s.holder && p.counterparty == s.counterparty && p.due == s.due;
    }

    /// @notice The same, but that an asset may have been valued anew.
    function keepsParties(Paper storage p, Statement calldata s) internal view returns (bool) {
        if (!Recognition.isValued(s.document)) return sameParties(p, s);
        return p.holder == s.holder && p.counterparty == s.counterparty;
    }

    /// @notice Refuses what is no later statement of the paper's own attestor. The currency and, while
    /// anything rests on the paper, the parties and the due date stay.
    function requireAmendable(Paper storage p, Statement calldata s, OrgId attestor, bool entitled) internal view {
        (DocumentId id, uint8 version) = (s.document, p.version);
        if (states(p, s)) revert IDocumentRegistry.DocumentAlreadyAttested(id, version);
        if (s.version < version) revert IDocumentRegistry.VersionOutranked(id, version, s.version);
        if (s.version == version) revert IDocumentRegistry.DocumentConflict(id, p.commitment, s.commitment);
        requireAttestor(p, id, attestor);
        // As a debtor one may go on with a debtor's word, not with an attestor's.
        if (!entitled && !has(p, DEBTORS)) revert IParticipantRegistry.KindNotEntitled(attestor, s.kind);
        if (has(p, REVOKED)) revert IDocumentRegistry.DocumentIsRevoked(id);
        requireSameTerms(p, s, p.used != 0);
    }

    /// @notice Refuses another currency and, where something rests on the paper, other parties or, but of what is valued, due date.
    function requireSameTerms(Paper storage p, Statement calldata s, bool inUse) internal view {
        if (p.currency != s.currency) revert IDocumentRegistry.CurrencyMismatch(p.currency, s.currency);
        if (inUse && !keepsParties(p, s)) revert IDocumentRegistry.DocumentInUse(s.document, p.used);
    }

    function requireAttestor(Paper storage p, DocumentId id, OrgId caller) internal view {
        if (p.attestor != caller) revert IDocumentRegistry.AttestorNotOfDocument(id, p.attestor, caller);
    }

    /// @notice Refuses to commit a use where a debtor's statement gave way to an attestor's with other parties or another
    /// currency than were reserved.
    function requireReserved(Paper storage p, DocumentId id, uint16 currency, IDocumentRegistry.Use storage u)
        internal
        view
    {
        if (p.currency != currency) revert IDocumentRegistry.CurrencyMismatch(currency, p.currency);
        if (p.holder != u.org) revert IDocumentRegistry.HolderMismatch(id, p.holder, u.org);
        if (p.counterparty != u.counterparty) {
            revert IDocumentRegistry.CounterpartyMismatch(id, p.counterparty, u.counterparty);
        }
    }

    /// @notice Tells where more rests on the paper than it is good for.
    function announceShort(Paper storage p, DocumentId id) internal {
        uint96 most = open(p);
        if (p.used > most) emit IDocumentRegistry.DocumentShort(id, p.used, most);
    }

    /// @notice Puts what `s` says in the place of what was said before; what was used and collected stays.
    function restate(Paper storage p, Statement calldata s, OrgId attestor) internal {
        (p.amount, p.holder, p.kind, p.version) = (s.amount, s.holder, s.kind, s.version);
        (p.attestor, p.counterparty, p.currency) = (attestor, s.counterparty, s.currency);
        (p.due, p.validUntil, p.commitment) = (s.due, s.validUntil, s.commitment);
    }

    function status(Paper storage p) internal view returns (IDocumentRegistry.DocumentStatus) {
        if (has(p, BOUND)) return IDocumentRegistry.DocumentStatus.Bound;
        if (p.version == 0) return IDocumentRegistry.DocumentStatus.None;
        return has(p, REVOKED) ? IDocumentRegistry.DocumentStatus.Revoked : IDocumentRegistry.DocumentStatus.Valid;
    }

    /// @notice Attested, neither revoked nor expired.
    function isCurrent(Paper storage p) internal view returns (bool) {
        return status(p) == IDocumentRegistry.DocumentStatus.Valid && block.timestamp <= p.validUntil;
    }

    function read(Paper storage p) internal view returns (IDocumentRegistry.Document memory) {
        return IDocumentRegistry.Document(
            p.amount,
            p.used,
            p.holder,
            p.kind,
            status(p),
            p.version,
            p.commits,
            p.consumed,
            p.attestor,
            p.counterparty,
            p.currency,
            p.due,
            p.validUntil,
            has(p, DEBTORS)
        );
    }
}
