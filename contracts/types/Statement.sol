// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DocumentId, OrgId} from "./Ids.sol";
import {DocumentKind} from "./Roles.sol";

/// @dev What an attestor says of a paper: sent by itself, signed as EIP-712, or a leaf of a batch that it anchored.
/// @param document the paper's key under the first epoch of the consortium's secret in which it was attested; its
/// first byte is the kind
/// @param commitment Merkle root of the salted fields
/// @param holder organisation that owns the right (seller, exporter, holder of the bill)
/// @param counterparty the debtor of an invoice where it is a participant, else zero
/// @param amount minor units of `currency`; of cargo and other assets what they are worth, with what was
/// collected or surrendered since counted in
/// @param currency ISO 4217 number
/// @param due last second in which an invoice is payable in time; of cargo and other assets the second as of which
/// `amount` values them; 0 where the kind has none
/// @param validUntil last second in which new uses may rest on it
/// @param version 1, then higher for each amendment
/// @param epoch whose secret `document` is keyed with
/// @param otherKeys the same paper's keys under the other live epochs, all the earlier ones at least
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
    uint16 epoch;
    DocumentId[] otherKeys;
}

/// @dev A statement with its attestor's signature (ECDSA, or ERC-1271 of a contract wallet).
struct Signed {
    Statement statement;
    address signer;
    bytes signature;
}

/// @dev A statement out of a batch, with its way to the root that its attestor anchored.
struct Leaf {
    Statement statement;
    OrgId attestor;
    bytes32[] proof;
}

/// @dev A field of a paper as it stands under the commitment: name, canonical text, salt.
struct Field {
    string name;
    string text;
    bytes32 salt;
}
