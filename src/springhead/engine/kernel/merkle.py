"""The Merkle tree of RFC 9162 section 2.1, as pure functions over hashes.

A tree grows by its *compact range*: the roots of the complete subtrees it consists of, largest first.
Every complete subtree has a position that never changes: the leaf of index i stands at 2i, the subtree
of height h over leaves [j·2ʰ, (j+1)·2ʰ) at (2j+1)·2ʰ − 1. Whoever stores hashes by position can make
any proof for any size the tree ever had.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

EMPTY: Final = sha256(b"").digest()

Span = tuple[int, int]
"""Leaves [low, high) of one subtree; it may end before the subtree is complete."""


def leaf_hash(data: bytes) -> bytes:
    """Hash one entry (RFC 9162 2.1.1)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees (RFC 9162 2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


def position(height: int, index: int) -> int:
    """Return the place of the `index`-th complete subtree of this height, counted in order."""
    return ((2 * index + 1) << height) - 1


@dataclass(frozen=True, slots=True)
class Node:
    """The hash of one complete subtree and its position."""

    position: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class CompactRange:
    """A tree of `size` leaves, known by the roots of its complete subtrees, largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if len(self.peaks) != self.size.bit_count():
            raise ValueError(
                f"a tree of {self.size} leaves has {self.size.bit_count()} peaks, not {len(self.peaks)}"
            )

    @property
    def root(self) -> bytes:
        """The root of the tree (SHA-256 of nothing when it is empty)."""
        return fold(self.peaks)

    def append(self, leaf: bytes) -> tuple["CompactRange", tuple[Node, ...]]:
        """Add one leaf hash; return the new tree and the subtrees above the leaf that became complete."""
        peaks, grown, height = list(self.peaks), leaf, 0
        made: list[Node] = []
        while self.size >> height & 1:
            grown = node_hash(peaks.pop(), grown)
            height += 1
            made.append(Node(position(height, self.size >> height), grown))
        return CompactRange(self.size + 1, (*peaks, grown)), tuple(made)


def fold(hashes: Sequence[bytes]) -> bytes:
    """Join the roots of complete subtrees, given left to right, into the root of the whole."""
    if not hashes:
        return EMPTY
    *rest, root = hashes
    for left in reversed(rest):
        root = node_hash(left, root)
    return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes, in memory that grows with the logarithm of their number."""
    tree = CompactRange()
    for leaf in leaves:
        tree, _ = tree.append(leaf)
    return tree.root


def inclusion_spans(index: int, size: int) -> tuple[Span, ...]:
    """Name the subtrees whose roots prove that leaf `index` is in the tree of `size` (RFC 9162 2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    spans: list[Span] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            spans.append((middle, high))
            high = middle
        else:
            spans.append((low, middle))
            low = middle
    return tuple(reversed(spans))


def consistency_spans(old: int, new: int) -> tuple[Span, ...]:
    """Name the subtrees whose roots prove that the tree of `new` only adds to that of `old` (RFC 9162 2.1.4.1)."""
    if not 0 < old <= new:
        raise ValueError(f"no consistency proof from {old} to {new}")
    spans: list[Span] = []
    low, high, whole = 0, new, True
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            spans.append((middle, high))
            high = middle
        else:
            spans.append((low, middle))
            low, whole = middle, False
    if not whole:
        spans.append((low, high))
    return tuple(reversed(spans))


def cover(span: Span) -> tuple[int, ...]:
    """Return the positions of the complete subtrees that make up a span, left to right."""
    low, high = span
    found: list[int] = []
    while low < high:
        height = (high - low).bit_length() - 1
        found.append(position(height, low >> height))
        low += 1 << height
    return tuple(found)


def proof(spans: Iterable[Span], hashes: Mapping[int, bytes]) -> tuple[bytes, ...]:
    """Turn spans into the hashes of a proof; `hashes` holds every position that `cover` names for them."""
    return tuple(fold([hashes[place] for place in cover(span)]) for span in spans)


def _split(size: int) -> int:
    """Return the largest power of two smaller than `size`."""
    return 1 << ((size - 1).bit_length() - 1)
