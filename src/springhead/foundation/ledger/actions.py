"""Writing to the ledger: the only functions that add events, nodes and heads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from springhead.engine.kernel.canonical import canonical
from springhead.engine.kernel.failpoints import reach
from springhead.engine.kernel.ids import new
from springhead.engine.kernel.merkle import CompactRange, leaf_hash, root_of
from springhead.engine.kernel.merkle import Node as Subtree
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.foundation.ledger import keys
from springhead.foundation.ledger.entries import Entry, SignedHead, seal
from springhead.foundation.ledger.models import Event, Head, Node, Salt, Tree
from springhead.foundation.ledger.texts import NOT_RECORDABLE, OUTSIDE_TRANSACTION

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Fresh:
    """An event about to be written. `private` facts leave only salted digests in the ledger."""

    event: str
    subject: str
    actor: str
    at: datetime
    public: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, Any] = field(default_factory=dict)


def append(  # noqa: PLR0913  an event has these parts
    event: str,
    *,
    subject: str,
    actor: str,
    public: Mapping[str, Any],
    at: datetime,
    private: Mapping[str, Any] | None = None,
) -> Entry:
    """Write one event and the signed head of this transaction (design 3; RFC 9162 2.1).

    `subject` and `actor` are public ids; whoever must stay unnamed acts under an id that says nothing.
    Hand out the receipt after the commit. Raises `Refused` outside a transaction.
    """
    fresh = Fresh(event=event, subject=subject, actor=actor, at=at, public=public, private=private or {})
    return append_many([fresh])[0]


def append_many(batch: Sequence[Fresh]) -> list[Entry]:
    """Write events in this order under one signed head; for bulk imports and history."""
    if not transaction.get_connection().in_atomic_block:
        raise Refused(OUTSIDE_TRANSACTION.at(batch[0].event if batch else ""))
    if not batch:
        return []
    tree = _locked_tree()
    reach("ledger.locked")
    edge = CompactRange(tree.size, _cut(bytes(tree.peaks)))
    entries: list[tuple[Entry, bytes]] = []
    nodes: list[Subtree] = []
    for number, fresh in enumerate(batch, tree.size):
        entry, leaf = _entry(number, fresh)
        edge, grown = edge.append(leaf)
        entries.append((entry, leaf))
        nodes.extend(grown)
    _write(entries, nodes)
    reach("ledger.written")
    _sign(tree, edge)
    reach("ledger.signed")
    return [entry for entry, _ in entries]


def append_batch(
    event: str, *, subject: str, actor: str, rows: Iterable[Mapping[str, Any]], at: datetime
) -> Entry:
    """Seal many small measurements as one event: their number and the Merkle root over their canonical bytes.

    The caller keeps the rows; `springhead.engine.kernel.merkle` proves any one of them against the root.
    """
    leaves = [leaf_hash(canonical(row)) for row in rows]
    public = {"count": len(leaves), "root": root_of(leaves).hex()}
    return append(event, subject=subject, actor=actor, public=public, at=at)


def _entry(number: int, fresh: Fresh) -> tuple[Entry, bytes]:
    _check(fresh)
    facts = seal(fresh.private)
    digests: dict[str, str] = {}
    entry = Entry(number, fresh.at, fresh.event, fresh.subject, fresh.actor, fresh.public, digests, facts)
    try:
        digests.update({name: fact.digest(name) for name, fact in facts.items()})
        leaf = entry.leaf
    except (TypeError, ValueError) as error:
        raise Refused(NOT_RECORDABLE.at(fresh.event, reason=str(error))) from error
    return entry, leaf


def _check(fresh: Fresh) -> None:
    for name in ("event", "subject", "actor"):
        text = getattr(fresh, name)
        if not isinstance(text, str) or not 0 < len(text) <= LONGEST or "\x00" in text:
            raise Refused(NOT_RECORDABLE.at(fresh.event, reason=f"{name} = {text!r}"))
    if fresh.at.tzinfo is None:
        raise Refused(NOT_RECORDABLE.at(fresh.event, reason=f"at = {fresh.at} (no time zone)"))


def _locked_tree() -> Tree:
    """Return the tree's row under a lock that is held until the transaction ends."""
    tree = Tree.objects.select_for_update().filter(pk=1).first()
    if tree is None:
        Tree.objects.bulk_create([Tree(pk=1, log=new("log"))], ignore_conflicts=True)
        tree = Tree.objects.select_for_update().get(pk=1)
    return tree


def _write(entries: Sequence[tuple[Entry, bytes]], nodes: Sequence[Subtree]) -> None:
    Event.objects.bulk_create([_row(entry, leaf) for entry, leaf in entries], batch_size=500)
    Node.objects.bulk_create([Node(position=node.position, hash=node.hash) for node in nodes], batch_size=500)
    Salt.objects.bulk_create(
        [
            Salt(event_id=entry.seq, name=name, salt=fact.salt)
            for entry, _ in entries
            for name, fact in entry.opened.items()
        ],
        batch_size=500,
    )


def _row(entry: Entry, leaf: bytes) -> Event:
    return Event(
        seq=entry.seq,
        at=entry.at,
        event=entry.event,
        subject=entry.subject,
        actor=entry.actor,
        public=canonical(entry.public).decode(),
        private=canonical(entry.private).decode(),
        leaf=leaf,
    )


def _sign(tree: Tree, edge: CompactRange) -> None:
    """Sign the new head and move the edge, in the caller's transaction."""
    at = now()
    tree.key = tree.key or keys.make(first_size=edge.size, at=at)
    reach("ledger.key")
    tree.size, tree.peaks = edge.size, b"".join(edge.peaks)
    head = SignedHead(log=tree.log, size=edge.size, root=edge.root, at=at, key=tree.key)
    head = replace(head, signature=keys.sign(tree.key, head.signed_bytes))
    Head.objects.create(size=head.size, root=head.root, at=head.at, key=head.key, signature=head.signature)
    reach("ledger.head")
    tree.save(update_fields=["size", "peaks", "key"])


def _cut(peaks: bytes) -> tuple[bytes, ...]:
    return tuple(peaks[place : place + 32] for place in range(0, len(peaks), 32))
