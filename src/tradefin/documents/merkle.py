"""OpenZeppelin's StandardMerkleTree over (string, string, bytes32) leaves, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eth_abi.abi import encode
from eth_hash.auto import keccak

Leaf = tuple[str, str, bytes]
"""Field name, canonical text, salt."""

LEAF_TYPES = ("string", "string", "bytes32")


def leaf_hash(leaf: Leaf) -> bytes:
    """keccak256(keccak256(abi.encode(leaf)))."""
    return keccak(keccak(encode(LEAF_TYPES, leaf)))


def node_hash(a: bytes, b: bytes) -> bytes:
    """keccak256 of two nodes, the smaller first."""
    return keccak(min(a, b) + max(a, b))


def tree(hashes: Iterable[bytes]) -> list[bytes]:
    """All nodes, the root at 0, the children of i at 2i+1 and 2i+2, the sorted leaves last."""
    leaves = sorted(hashes)
    nodes = [b""] * (len(leaves) - 1) + leaves[::-1]
    for index in range(len(leaves) - 2, -1, -1):
        nodes[index] = node_hash(nodes[2 * index + 1], nodes[2 * index + 2])
    return nodes


def multiproof(
    nodes: Sequence[bytes], hashes: Iterable[bytes]
) -> tuple[list[bytes], list[bytes], list[bool]]:
    """(leaves, proof, flags) in the order that MerkleProof.multiProofVerify expects."""
    indices = sorted((nodes.index(item) for item in hashes), reverse=True)
    leaves, queue, proof, flags = [nodes[i] for i in indices], list(indices), [], []
    while queue and queue[0] > 0:
        index = queue.pop(0)
        sibling, parent = index + 1 if index % 2 else index - 1, (index - 1) // 2
        flags.append(bool(queue) and queue[0] == sibling)
        if flags[-1]:
            queue.pop(0)
        else:
            proof.append(nodes[sibling])
        queue.append(parent)
    if not indices:
        proof.append(nodes[0])
    return leaves, proof, flags


def multiproof_root(
    leaves: Sequence[bytes], proof: Sequence[bytes], flags: Sequence[bool]
) -> bytes | None:
    """The root that a multiproof leads to, None where its shape is wrong."""
    if len(leaves) + len(proof) != len(flags) + 1 or sum(not flag for flag in flags) > len(proof):
        return None
    stack, rest = list(leaves), list(proof)
    for flag in flags:
        if len(stack) < 1 + flag:
            return None
        first = stack.pop(0)
        stack.append(node_hash(first, stack.pop(0) if flag else rest.pop(0)))
    return (stack or rest)[-1] if len(stack) + len(rest) == 1 else None
