"""The Merkle tree against a plain reading of RFC 9162 and against its own laws."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springhead.engine.kernel import merkle
from springhead.engine.kernel.merkle import (
    CompactRange,
    Node,
    consistency_spans,
    cover,
    inclusion_spans,
    leaf_hash,
)

# Roots over the classic eight test entries of Certificate Transparency (RFC 6962 and its reference code).
ENTRIES = [
    b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
]  # fmt: skip
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def plain_root(leaves):
    """RFC 9162 2.1.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return merkle.node_hash(plain_root(leaves[:split]), plain_root(leaves[split:]))


def grow(leaves):
    tree, stored = CompactRange(), {}
    for index, leaf in enumerate(leaves):
        stored[2 * index] = leaf
        tree, nodes = tree.append(leaf)
        stored.update({node.position: node.hash for node in nodes})
    return tree, stored


def some_leaves(count):
    return [leaf_hash(str(number).encode()) for number in range(count)]


@pytest.mark.parametrize(("size", "root"), ROOTS.items())
def test_known_roots_come_out(size, root):
    assert merkle.root_of(leaf_hash(entry) for entry in ENTRIES[:size]).hex() == root


@given(st.integers(0, 200))
def test_the_growing_root_is_the_plain_root(count):
    leaves = some_leaves(count)
    assert merkle.root_of(leaves) == plain_root(leaves)


@given(st.integers(1, 130))
def test_every_complete_subtree_has_its_own_position_and_hash(count):
    leaves = some_leaves(count)
    _, stored = grow(leaves)
    height = 0
    while 1 << height <= count:
        for index in range(count >> height):
            low = index << height
            assert stored[merkle.position(height, index)] == plain_root(leaves[low : low + (1 << height)])
        height += 1
    assert len(stored) == sum(count >> height for height in range(count.bit_length()))


@given(st.data())
def test_spans_are_covered_by_complete_subtrees_that_fold_to_their_root(data):
    count = data.draw(st.integers(1, 130))
    leaves = some_leaves(count)
    _, stored = grow(leaves)
    index = data.draw(st.integers(0, count - 1))
    for low, high in inclusion_spans(index, count):
        assert merkle.fold([stored[place] for place in cover((low, high))]) == plain_root(leaves[low:high])


@pytest.mark.parametrize("size", range(1, 34))
def test_spans_of_an_inclusion_proof_and_the_leaf_make_up_the_whole_tree(size):
    for index in range(size):
        told = sorted([*inclusion_spans(index, size), (index, index + 1)])
        assert [low for low, _ in told] == [0, *(high for _, high in told[:-1])]
        assert told[-1][1] == size


@pytest.mark.parametrize("size", range(1, 34))
def test_a_consistency_proof_is_empty_only_between_equal_trees(size):
    for old in range(1, size + 1):
        assert (consistency_spans(old, size) == ()) == (old == size)


def test_proofs_are_logarithmic():
    assert len(inclusion_spans(123_456, 1_000_000)) <= 20
    assert len(consistency_spans(123_456, 1_000_000)) <= 21


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_leaf_outside_the_tree_has_no_proof(index, size):
    with pytest.raises(ValueError, match="not in a tree"):
        inclusion_spans(index, size)


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3)])
def test_trees_that_did_not_grow_have_no_consistency_proof(old, new):
    with pytest.raises(ValueError, match="no consistency"):
        consistency_spans(old, new)


def test_a_range_with_the_wrong_number_of_peaks_is_refused():
    with pytest.raises(ValueError, match="has 2 peaks"):
        CompactRange(3, (b"x" * 32,))


def test_the_third_leaf_completes_nothing_and_the_fourth_completes_two_subtrees():
    three, nodes = CompactRange(2, (b"a" * 32,)).append(b"c" * 32)
    assert nodes == ()
    _, nodes = three.append(b"d" * 32)
    assert [node.position for node in nodes] == [5, 3]
    assert isinstance(nodes[0], Node)
