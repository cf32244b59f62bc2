// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev One type a kind of identifier, so that no organisation is ever taken for a line. Zero is "none" everywhere.
type OrgId is uint32;
type DocumentId is bytes32;
type LineId is uint32;
type FinancingId is uint32;
type GuaranteeId is uint32;
type DemandId is uint32;
type ShareId is uint32;

using {equalOrg as ==, differOrg as !=, isNull} for OrgId global;
using {equalDocument as ==, lessDocument as <, kindByte} for DocumentId global;
using {lessFinancing as <, ref} for FinancingId global;
using {equalDemand as ==} for DemandId global;
using {securityRef} for GuaranteeId global;

/// @dev The kind of a paper is the first byte of its key, so that who attests one kind can't touch another's keys.
function kindByte(DocumentId a) pure returns (uint8) {
    return uint8(bytes1(DocumentId.unwrap(a)));
}

function equalOrg(OrgId a, OrgId b) pure returns (bool) {
    return OrgId.unwrap(a) == OrgId.unwrap(b);
}

function differOrg(OrgId a, OrgId b) pure returns (bool) {
    return OrgId.unwrap(a) != OrgId.unwrap(b);
}

function isNull(OrgId a) pure returns (bool) {
    return OrgId.unwrap(a) == 0;
}

function equalDocument(DocumentId a, DocumentId b) pure returns (bool) {
    return DocumentId.unwrap(a) == DocumentId.unwrap(b);
}

function lessDocument(DocumentId a, DocumentId b) pure returns (bool) {
    return DocumentId.unwrap(a) < DocumentId.unwrap(b);
}

/// @dev Under which the papers' registry, and a regulator's case, know a financing.
function ref(FinancingId a) pure returns (bytes32) {
    return bytes32(uint256(FinancingId.unwrap(a)));
}

/// @dev Under which the papers' registry knows what secures the guarantor of a guarantee: beyond every financing's.
function securityRef(GuaranteeId a) pure returns (bytes32) {
    return bytes32((uint256(1) << 32) + GuaranteeId.unwrap(a));
}

function lessFinancing(FinancingId a, FinancingId b) pure returns (bool) {
    return FinancingId.unwrap(a) < FinancingId.unwrap(b);
}

function equalDemand(DemandId a, DemandId b) pure returns (bool) {
    return DemandId.unwrap(a) == DemandId.unwrap(b);
}
