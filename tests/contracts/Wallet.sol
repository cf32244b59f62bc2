// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @dev Signs when `threshold` of its owners did: their signatures one after the other, by ascending address.
contract Wallet is IERC1271 {
    uint256 private constant LENGTH = 65;

    uint256 public immutable THRESHOLD;
    mapping(address => bool) public isOwner;

    constructor(address[] memory owners, uint256 threshold) {
        THRESHOLD = threshold;
        for (uint256 i; i < owners.length; ++i) {
            isOwner[owners[i]] = true;
        }
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        address last;
        for (uint256 i; i < THRESHOLD; ++i) {
            if (signature.length < (i + 1) * LENGTH) return 0xffffffff;
            address signer = ECDSA.recover(hash, signature[i * LENGTH:(i + 1) * LENGTH]);
            if (signer <= last || !isOwner[signer]) return 0xffffffff;
            last = signer;
        }
        return IERC1271.isValidSignature.selector;
    }
}
