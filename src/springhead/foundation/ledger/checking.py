"""Recomputing the whole ledger, streaming, and naming whatever does not fit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

from springhead.engine.kernel.merkle import EMPTY, CompactRange
from springhead.engine.kernel.problems import Kind, Problem, Refused
from springhead.foundation.ledger import kept as kept_rows
from springhead.foundation.ledger.heads import folder, is_genuine, outside_heads
from springhead.foundation.ledger.models import Event, Head, Node, Tree
from springhead.foundation.ledger.queries import as_entry, as_head, public_keys
from springhead.foundation.ledger.texts import (
    EDGE_CHANGED,
    FORKED,
    HEAD_CHANGED,
    HISTORY_CHANGED,
    NODE_CHANGED,
    ROLLED_BACK,
    ROW_CHANGED,
    ROW_MISSING,
)

STEP: Final = 900
ENOUGH: Final = 20
"""After so many problems the rest says nothing new."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was recomputed, and every problem found; `problems` empty means the ledger is whole."""

    events: int
    heads: int
    outside: int
    root: str
    problems: tuple[Problem, ...]

    @property
    def whole(self) -> bool:
        """Tell whether nothing was found."""
        return not self.problems


@dataclass(slots=True)
class _Check:
    """The state of one pass over the ledger."""

    log: str
    keys: Mapping[str, Mapping[str, Any]]
    edge: CompactRange = field(default_factory=CompactRange)
    heads: int = 0
    outside: int = 0
    forked: bool = False
    problems: list[Problem] = field(default_factory=list)

    def found(self, kind: Kind, where: object, **params: object) -> None:
        self.problems.append(kind.at(str(where), **params))

    @property
    def enough(self) -> bool:
        return len(self.problems) >= ENOUGH


def verify_database(outside: Path | None = None) -> Report:
    """Recompute every leaf, node, root and signature, and compare with the heads kept outside the database.

    `outside` is a folder with `heads.ndjson`; by default the installation's own. Memory does not grow with
    the ledger. Names the changed row where the database alone can tell which it is, and rows of nouns that do not fit
    their events (`kept`).
    """
    tree = Tree.objects.filter(pk=1).first()
    check = _Check(tree.log if tree else "", {key["id"]: key for key in public_keys()})
    kept = _Kept(outside or folder(), check)
    for rows in _steps(tree.size if tree else 0):
        _check_step(rows, check, kept)
        if check.enough:
            break
    else:
        _check_end(tree, check, kept)
    if not check.enough:
        check.problems.extend(islice(kept_rows.problems(), ENOUGH))
    return Report(check.edge.size, check.heads, check.outside, check.edge.root.hex(), tuple(check.problems))


class _Kept:
    """The heads kept outside, read in step with the events."""

    def __init__(self, place: Path, check: _Check) -> None:
        self.check = check
        self.lines = outside_heads(place, check.keys)
        self.next = self._read()

    def compare(self, size: int, root: str) -> None:
        """Compare every head kept for this size."""
        while self.next is not None and self.next["size"] <= size:
            self.check.outside += 1
            fits = (self.next["log"], self.next["root"]) == (self.check.log, root)
            if self.next["size"] == size and not fits and not self.check.forked:
                self.check.forked = True
                self.check.found(FORKED, size - 1)
            self.next = self._read()

    def last(self) -> int:
        """Return the size of the last head left, 0 when none is."""
        size = 0
        while self.next is not None:
            size = self.next["size"]
            self.next = self._read()
        return size

    def _read(self) -> dict[str, Any] | None:
        try:
            return next(self.lines, None)
        except Refused as refused:
            self.check.problems.extend(refused.problems)
            return None


def _steps(size: int) -> Iterator[list[Event]]:
    """Yield the events there were at the beginning; others may be written meanwhile."""
    last = -1
    while rows := list(Event.objects.filter(seq__gt=last, seq__lt=size).order_by("seq")[:STEP]):
        yield rows
        last = rows[-1].seq


def _check_step(rows: list[Event], check: _Check, kept: _Kept) -> None:
    """Check some events in a row, with their nodes and heads."""
    first, last = rows[0].seq, rows[-1].seq
    heads = {head.size: head for head in Head.objects.filter(size__gt=first, size__lte=last + 1)}
    expected: dict[int, bytes] = {}
    for row in rows:
        _check_row(row, check, expected)
        if head := heads.pop(check.edge.size, None):
            _check_head(head, check)
        kept.compare(check.edge.size, check.edge.root.hex())
    _check_nodes(expected, check)
    for size in heads:
        check.found(HEAD_CHANGED, size)


def _check_row(row: Event, check: _Check, expected: dict[int, bytes]) -> None:
    while check.edge.size < row.seq and not check.enough:
        check.found(ROW_MISSING, check.edge.size)
        check.edge, _ = check.edge.append(EMPTY)
    try:
        leaf = as_entry(row).leaf
    except (TypeError, ValueError):
        leaf = EMPTY
    if leaf != bytes(row.leaf):
        check.found(ROW_CHANGED, row.seq)
    # Going on with the hash that was stored tells whether the row alone was altered or its hash as well.
    check.edge, nodes = check.edge.append(bytes(row.leaf))
    expected.update({node.position: node.hash for node in nodes})


def _check_head(head: Head, check: _Check) -> None:
    """Compare one signed head with the root recomputed up to it."""
    check.heads += 1
    signed = as_head(head, check.log)
    if not is_genuine(signed.as_json(), check.keys):
        check.found(HEAD_CHANGED, head.size)
    elif signed.root != check.edge.root and not check.forked:
        check.forked = True  # every later root differs as well
        before = Head.objects.filter(size__lt=head.size).order_by("-size").first()
        start = before.size if before else 0
        where = str(start) if start == head.size - 1 else f"{start}–{head.size - 1}"
        check.found(HISTORY_CHANGED, where)


def _check_nodes(expected: dict[int, bytes], check: _Check) -> None:
    """Compare stored subtree hashes; one that is wrong spoils proofs even where all events are right."""
    places = list(expected)
    stored: dict[int, bytes] = {}
    for start in range(0, len(places), STEP):
        rows = Node.objects.filter(pk__in=places[start : start + STEP]).values_list("position", "hash")
        stored.update({place: bytes(hash_) for place, hash_ in rows})
    if check.forked:
        return
    for place, hash_ in expected.items():
        if stored.get(place) != hash_:
            check.found(NODE_CHANGED, place)


def _check_end(tree: Tree | None, check: _Check, kept: _Kept) -> None:
    size = tree.size if tree else 0
    for missing in range(check.edge.size, min(size, check.edge.size + ENOUGH)):
        check.found(ROW_MISSING, missing)
    if tree and bytes(tree.peaks) != b"".join(check.edge.peaks):
        check.found(EDGE_CHANGED, size)
    # Read what there is before how much there should be: appends go on while we check.
    events = (
        Event.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    ) + Event.objects.exists()
    heads = Head.objects.order_by("-size").values_list("size", flat=True).first() or 0
    outside = kept.last()
    now_size = Tree.objects.filter(pk=1).values_list("size", flat=True).first() or 0
    if max(events, heads) > now_size:
        check.found(EDGE_CHANGED, now_size)
    if outside > now_size:
        check.found(ROLLED_BACK, "", outside=outside, inside=now_size)
