"""OpenZeppelin's StandardMerkleTree, byte for byte: leaves, trees over them, proofs out of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from tradefin.documents.keccak import keccak
from tradefin.errors import InvalidInput

Leaf = tuple[str, str, bytes]
"""Field name, canonical text, salt."""

HASH_BYTES = 32

_FIRST = (3 * 32).to_bytes(32, "big")  # where the first text begins


class MultiProof(NamedTuple):
    """What MerkleProof.multiProofVerify takes, in the order in which it takes it."""

    leaves: tuple[bytes, ...]
    proof: tuple[bytes, ...]
    flags: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree over leaf hashes, built once; every proof out of it takes O(log n).

    `nodes` has the root at 0, the children of i at 2i+1 and 2i+2, and the sorted leaves last.
    """

    nodes: tuple[bytes, ...] = field(repr=False)
    _positions: dict[bytes, int] = field(repr=False, compare=False)

    @classmethod
    def of(cls, hashes: Iterable[bytes]) -> Tree:
        """The tree over `hashes`, 32 bytes each, in any order.

        Raises InvalidInput for no hash, for one of another length, and for one that comes twice.
        """
        leaves = sorted(hashes, reverse=True)
        if set(map(len, leaves)) != {HASH_BYTES}:
            raise InvalidInput(f"a tree has at least one leaf, all of {HASH_BYTES} bytes")
        inner = len(leaves) - 1
        positions = dict(zip(leaves, count(inner)))
        if len(positions) < len(leaves):
            raise InvalidInput("a leaf stands only once in a tree")
        nodes = [b""] * inner + leaves
        for index in reversed(range(inner)):
            nodes[index] = node_hash(nodes[2 * index + 1], nodes[2 * index + 2])
        return cls(tuple(nodes), positions)

    @property
    def root(self) -> bytes:
        """32 bytes; of a single leaf, that leaf."""
        return self.nodes[0]

    def proof(self, leaf: bytes) -> tuple[bytes, ...]:
        """The siblings from `leaf`'s up, as MerkleProof.verify takes them: none for a single leaf.

        Raises InvalidInput for a leaf that isn't in the tree.
        """
        index, siblings = self._position(leaf), []
        while index > 0:
            siblings.append(self.nodes[_sibling(index)])
            index = _parent(index)
        return tuple(siblings)

    def multiproof(self, leaves: Iterable[bytes]) -> MultiProof:
        """One proof for several leaves, at least one.

        Raises InvalidInput for none, for one that isn't in the tree, and for one that comes twice.
        """
        indices = sorted(map(self._position, leaves), reverse=True)
        if not indices or len(set(indices)) < len(indices):
            raise InvalidInput("a proof is of one leaf or several different ones")
        queue, proof, flags = deque(indices), [], []
        while queue[0] > 0:
            index = queue.popleft()
            sibling = _sibling(index)
            flags.append(bool(queue) and queue[0] == sibling)
            if flags[-1]:
                queue.popleft()
            else:
                proof.append(self.nodes[sibling])
            queue.append(_parent(index))
        return MultiProof(tuple(self.nodes[i] for i in indices), tuple(proof), tuple(flags))

    def _position(self, leaf: bytes) -> int:
        if leaf not in self._positions:
            raise InvalidInput("the leaf isn't in the tree")
        return self._positions[leaf]


def leaf_hash(leaf: Leaf) -> bytes:
    """keccak256(keccak256(abi.encode(leaf))).

    Raises TypeError or ValueError for what isn't two texts, encodable in UTF-8, and 32 bytes.
    """
    return keccak(keccak(_encoded(*leaf)))


def node_hash(a: bytes, b: bytes) -> bytes:
    """keccak256 of two nodes, the smaller first."""
    return keccak(a + b if a < b else b + a)


def multiproof_root(
    leaves: Sequence[bytes], proof: Sequence[bytes], flags: Sequence[bool]
) -> bytes | None:
    """The root that a multiproof leads to, None where its shape is wrong."""
    if len(leaves) + len(proof) != len(flags) + 1 or sum(not flag for flag in flags) > len(proof):
        return None
    stack, rest = deque(leaves), deque(proof)
    for flag in flags:
        if len(stack) < 1 + flag:
            return None
        first = stack.popleft()
        stack.append(node_hash(first, stack.popleft() if flag else rest.popleft()))
    return (stack or rest)[-1] if len(stack) + len(rest) == 1 else None


def _encoded(name: str, text: str, salt: bytes) -> bytes:
    """abi.encode(string, string, bytes32): two offsets and the salt, then the two texts."""
    if len(salt) != HASH_BYTES:
        raise ValueError(f"a salt has {HASH_BYTES} bytes")
    first, second = _counted(name.encode()), _counted(text.encode())
    return _FIRST + (3 * 32 + len(first)).to_bytes(32, "big") + salt + first + second


def _counted(text: bytes) -> bytes:
    """`text` behind its length, filled up to whole words."""
    return len(text).to_bytes(32, "big") + text + bytes(-len(text) % 32)


def _sibling(index: int) -> int:
    return index + 1 if index % 2 else index - 1


def _parent(index: int) -> int:
    return (index - 1) // 2
