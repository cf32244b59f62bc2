"""One root for all honest readers, compatible with OpenZeppelin's StandardMerkleTree."""

import json
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest
from eth_abi.abi import encode as abi_encode
from eth_hash.auto import keccak as auto_keccak
from eth_hash.backends import pycryptodome, pysha3
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.documents.papers import declaration, invoice
from tradefin.documents import core_fields, merkle
from tradefin.documents.keccak import keccak
from tradefin.documents.merkle import Leaf, Tree
from tradefin.errors import InvalidInput
from tradefin.money import Money, exponent

ROOT = Path(__file__).resolve().parents[2]
SECRET = b"a consortium's secret, 32 bytes."
FIELDS = tuple(core_fields(invoice()))

VECTOR: list[Leaf] = [
    (name, text, salt.to_bytes(32, "big"))
    for salt, (name, text) in enumerate(
        [
            ("due_date", "2026-05-28"),
            ("kind", "INVOICE"),
            ("number", "INV20260117"),
            ("total", "360000.00"),
            ("holder", "Wuxi 无锡"),
        ],
        start=1,
    )
]
VECTOR_ROOT = "2d933621e301db458db332ade30106b7efe7e7de0b7653a497726eb46514082c"
VECTOR_LEAF = "f19bb8d1cc45f93a859068e57301e573d4c3705c7f6fe93c81506aa5544b5404"
VECTOR_PROOF = [
    "97a77db83dae077f2a8203aa975110363d6718f5be01ae21335af88a629951aa",
    "f0376d04e86b8176ea9c0214101251667646b571c6dc8cbc6f66bfe9ad1a3118",
]


def test_vector_of_openzeppelin_merkle_tree_1_0_8() -> None:
    hashes = [merkle.leaf_hash(leaf) for leaf in VECTOR]
    assert hashes[0].hex() == VECTOR_LEAF
    tree = Tree.of(hashes)
    assert tree.root.hex() == VECTOR_ROOT
    leaves, proof, flags = tree.multiproof([hashes[0], hashes[3], hashes[4]])
    assert leaves == (hashes[3], hashes[0], hashes[4])
    assert [item.hex() for item in proof] == VECTOR_PROOF
    assert flags == (False, False, True, True)


@given(st.text(max_size=200), st.text(max_size=200), st.binary(min_size=32, max_size=32))
@example("", "", bytes(32))
@example("x" * 32, "无" * 11, bytes(32))
def test_a_leaf_is_encoded_as_the_abi_has_it(name: str, text: str, salt: bytes) -> None:
    encoded = abi_encode(("string", "string", "bytes32"), (name, text, salt))
    assert merkle.leaf_hash((name, text, salt)) == auto_keccak(auto_keccak(encoded))


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_salt_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        merkle.leaf_hash(("total", "360000.00", bytes(length)))


@given(st.binary(max_size=600))
def test_every_library_hashes_alike(content: bytes) -> None:
    assert keccak(content) == pycryptodome.keccak256(content) == pysha3.keccak256(content)


def test_the_quickest_library_hashes() -> None:
    assert keccak is pysha3.keccak256


@given(st.integers(-(10**40), 10**40), st.sampled_from(["USD", "JPY", "KWD", "CLF"]))
@example(-5, "USD")
def test_amounts_are_plain_decimals(minor: int, currency: str) -> None:
    paper = replace(invoice(), gross=Money(minor, currency))
    expected = f"{Money(minor, currency).amount:.{exponent(currency)}f}"
    assert core_fields(paper)["gross"] == expected


def of_the_package(script: str, given: object) -> Any:
    """What `script` prints, as JSON, with OpenZeppelin's package as `oz` and `given` in hand."""
    node = shutil.which("node")
    if node is None or not (ROOT / "node_modules/@openzeppelin/merkle-tree").is_dir():
        pytest.skip("needs node and node_modules/@openzeppelin/merkle-tree")
    frame = """
    const oz = require("@openzeppelin/merkle-tree");
    const given = JSON.parse(require("fs").readFileSync(0));
    """
    told = subprocess.run(
        [node, "-e", f"{frame} console.log(JSON.stringify({script}))"], input=json.dumps(given),
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return json.loads(told.stdout)


def hexed(items: Iterable[bytes]) -> list[str]:
    return ["0x" + item.hex() for item in items]


@pytest.mark.node
@pytest.mark.parametrize("names", [FIELDS[:1], FIELDS[3:9], ("total", "due_date"), FIELDS])
def test_the_package_itself_builds_the_same_tree(names: tuple[str, ...]) -> None:
    paper = invoice()
    whole = paper.disclose(*FIELDS, secret=SECRET)
    leaves = [[name, text, "0x" + salt.hex()] for name, text, salt in whole.leaves]
    chosen = [i for i, leaf in enumerate(leaves) if leaf[0] in names]
    theirs = of_the_package(
        """(tree => ({ root: tree.root, ...tree.getMultiProof(given.chosen) }))
        (oz.StandardMerkleTree.of(given.leaves, ["string", "string", "bytes32"]))""",
        {"leaves": leaves, "chosen": chosen},
    )
    ours = paper.disclose(*names, secret=SECRET)
    assert theirs["root"] == "0x" + paper.commitment(SECRET).hex()
    assert [leaf[0] for leaf in theirs["leaves"]] == [leaf[0] for leaf in ours.leaves]
    assert theirs["proof"] == hexed(ours.proof)
    assert theirs["proofFlags"] == list(ours.flags)


@pytest.mark.node
@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 100])
def test_the_package_itself_makes_the_same_proofs(size: int) -> None:
    values = [sha256(bytes([i])).digest() for i in range(size)]
    theirs = of_the_package(
        """(tree => ({
            root: tree.root,
            hashes: given.map(value => tree.leafHash([value])),
            proofs: given.map((_, index) => tree.getProof(index)),
        }))(oz.StandardMerkleTree.of(given.map(value => [value]), ["bytes32"]))""",
        hexed(values),
    )
    hashes = [keccak(keccak(value)) for value in values]
    tree = Tree.of(hashes)
    assert theirs["hashes"] == hexed(hashes)
    assert theirs["root"] == "0x" + tree.root.hex()
    assert theirs["proofs"] == [hexed(tree.proof(item)) for item in hashes]


HASHES = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40, unique=True)


@given(HASHES, st.randoms())
def test_every_leaf_is_proven_whatever_the_order(hashes: list[bytes], random: Random) -> None:
    tree = Tree.of(hashes)
    for item in hashes:
        proof = tree.proof(item)
        assert reduce(merkle.node_hash, proof, item) == tree.root
        assert len(proof) <= (len(hashes) - 1).bit_length()
    random.shuffle(hashes)
    assert Tree.of(iter(hashes)) == tree


@given(HASHES, st.data())
def test_any_leaves_are_proven_together(hashes: list[bytes], data: st.DataObject) -> None:
    tree = Tree.of(hashes)
    chosen = data.draw(st.lists(st.sampled_from(hashes), min_size=1, unique=True))
    leaves, proof, flags = tree.multiproof(chosen)
    assert set(leaves) == set(chosen)
    assert merkle.multiproof_root(leaves, proof, flags) == tree.root
    assert not set(proof) & set(chosen)
    if len(chosen) == 1:
        assert proof == tree.proof(chosen[0])


@given(HASHES, st.data())
def test_a_changed_leaf_changes_the_root(hashes: list[bytes], data: st.DataObject) -> None:
    other = data.draw(st.binary(min_size=32, max_size=32).filter(lambda item: item not in hashes))
    index = data.draw(st.integers(0, len(hashes) - 1))
    assert Tree.of([*hashes[:index], other, *hashes[index + 1 :]]).root != Tree.of(hashes).root
    with pytest.raises(InvalidInput, match="isn't in the tree"):
        Tree.of(hashes).proof(other)
    with pytest.raises(InvalidInput, match="isn't in the tree"):
        Tree.of(hashes).multiproof([hashes[index], other])


@pytest.mark.parametrize(
    ("hashes", "reason"),
    [
        ([], "at least one leaf"),
        ([b"", bytes(32)], "32 bytes"),
        ([bytes(32), bytes(32)], "only once"),
        ([bytes(32), bytes(31)], "32 bytes"),
        ([b""], "32 bytes"),
    ],
)
def test_what_makes_no_tree_is_refused(hashes: list[bytes], reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason):
        Tree.of(hashes)


@pytest.mark.parametrize("leaves", [[], [bytes(32), bytes(32)]])
def test_a_proof_of_nothing_or_of_a_leaf_twice_is_refused(leaves: list[bytes]) -> None:
    with pytest.raises(InvalidInput, match="one leaf or several"):
        Tree.of([bytes(32), b"1" * 32]).multiproof(leaves)


def test_a_suffix_moves_every_salt_and_the_digests_agree() -> None:
    paper = invoice()
    assert paper.digests(SECRET) == (paper.business_key(SECRET), paper.commitment(SECRET))
    assert paper.digests(SECRET, suffix="2") == (
        paper.business_key(SECRET, suffix="2"),
        paper.commitment(SECRET, suffix="2"),
    )
    plain, second = (paper.disclose(*FIELDS, secret=SECRET, suffix=s) for s in ("", "2"))
    assert plain.fields == second.fields
    assert not {salt for *_, salt in plain.leaves} & {salt for *_, salt in second.leaves}
    assert second.verify(paper.commitment(SECRET, suffix="2"))
    assert not second.verify(paper.commitment(SECRET))


@settings(deadline=None, max_examples=60)
@given(st.sets(st.sampled_from(FIELDS), min_size=1))
def test_any_fields_can_be_disclosed_and_nothing_else_is(names: set[str]) -> None:
    paper = invoice()
    shown = paper.disclose(*names, secret=SECRET)
    texts = core_fields(paper)
    assert shown.fields == {name: texts[name] for name in names}
    assert shown.verify(paper.commitment(SECRET))
    assert not shown.verify(declaration().commitment(SECRET))
    hidden = [s for n, _, s in paper.disclose(*FIELDS, secret=SECRET).leaves if n not in names]
    assert not set(hidden) & {*shown.proof, *(salt for _, _, salt in shown.leaves)}


def test_a_changed_text_salt_or_proof_proves_nothing() -> None:
    paper = invoice()
    root = paper.commitment(SECRET)
    shown = paper.disclose("total", "due_date", secret=SECRET)
    (name, text, salt), second = shown.leaves
    forged = [
        replace(shown, leaves=((name, text + "0", salt), second)),
        replace(shown, leaves=((name, text, bytes(32)), second)),
        replace(shown, leaves=((name, text, b"short"), second)),
        replace(shown, leaves=(shown.leaves[0],)),
        replace(shown, leaves=()),
        replace(shown, proof=shown.proof[1:]),
        replace(shown, proof=(*shown.proof, root)),
        replace(shown, flags=shown.flags[1:]),
        replace(shown, leaves=(), proof=(root,), flags=()),
        replace(shown, flags=(True,) * len(shown.flags)),
    ]
    assert shown.verify(root)
    assert not any(item.verify(root) for item in forged)
    assert not shown.verify(root[:-1])


@pytest.mark.parametrize("names", [(), ("amount",), ("total", "salt")])
def test_unknown_fields_are_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput, match="can be disclosed"):
        invoice().disclose(*names, secret=SECRET)


def test_every_core_field_moves_the_root() -> None:
    base = invoice()
    root = base.commitment(SECRET)
    assert base.issue_date is not None and base.total is not None
    others = [
        replace(base, due_date=None),
        replace(base, issue_date=base.issue_date.replace(day=1)),
        replace(base, total=base.gross),
        replace(base, gross=None),
        replace(base, prepaid=None),
        replace(base, rounding=base.total),
        replace(base, third_party=base.total),
        replace(base, counterparty=None),
        replace(base, holder=None),
    ]
    assert len({root, *(paper.commitment(SECRET) for paper in others)}) == 1 + len(others)


def test_printed_zeros_do_not_matter() -> None:
    printed = invoice(
        (
            "</cbc:PrepaidAmount>",
            '</cbc:PrepaidAmount><cbc:PayableRoundingAmount currencyID="USD">0'
            "</cbc:PayableRoundingAmount>",
        ),
        ("360000.00", "360000.0000"),
    )
    assert printed.commitment(SECRET) == invoice().commitment(SECRET)


def test_fields_are_canonical() -> None:
    fields = core_fields(invoice())
    assert fields["total"] == "360000.00"
    assert fields["due_date"] == "2026-05-28"
    assert fields["number"] == "INV20260117"
    assert core_fields(declaration())["due_date"] == ""
    assert core_fields(declaration()).keys() == fields.keys()


def test_the_root_never_changes_with_a_release() -> None:
    assert (
        invoice().commitment(SECRET).hex()
        == "3a73f4c2267048e12a517ab91e14a0cebbce140aa305b45648ff9e9f6983e7d6"
    )
