// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {Field, Leaf, Statement} from "../types/Statement.sol";

/// @title The digests of statements and of what a paper says
library Statements {
    bytes32 internal constant TYPEHASH = keccak256(
        "Statement(bytes32 document,bytes32 commitment,uint8 kind,uint32 holder,uint32 counterparty,uint96 amount,uint16 currency,uint40 due,uint40 validUntil,uint8 version,uint16 epoch,bytes32[] otherKeys)"
    );

    /// @notice EIP-712's hashStruct.
    function structHash(Statement calldata s) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                TYPEHASH,
                s.document,
                s.commitment,
                s.kind,
                s.holder,
                s.counterparty,
                s.amount,
                s.currency,
                s.due,
                s.validUntil,
                s.version,
                s.epoch,
                keccak256(abi.encodePacked(s.otherKeys))
            )
        );
    }

    /// @notice The root that a leaf's proof leads to. The leaf is hashed once more, so that it is no node.
    function root(Leaf calldata leaf) internal pure returns (bytes32) {
        return MerkleProof.processProofCalldata(leaf.proof, keccak256(bytes.concat(structHash(leaf.statement))));
    }

    /// @notice Whether all of `fields`, one at least, stand under `commitment`, as OpenZeppelin's StandardMerkleTree
    /// hashes (string, string, bytes32).
    function stand(Field[] calldata fields, bytes32[] calldata proof, bool[] calldata flags, bytes32 commitment)
        internal
        pure
        returns (bool)
    {
        bytes32[] memory leaves = new bytes32[](fields.length);
        for (uint256 i; i < fields.length; ++i) {
            Field calldata f = fields[i];
            leaves[i] = keccak256(bytes.concat(keccak256(abi.encode(f.name, f.text, f.salt))));
        }
        return leaves.length != 0 && MerkleProof.multiProofVerifyCalldata(proof, flags, commitment, leaves);
    }
}
