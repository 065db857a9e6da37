"""Reading the ledger: events, heads and proofs. Everything in it is public, so no function needs a viewer."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from springhead.engine.kernel.merkle import Span, consistency_spans, cover, inclusion_spans, proof
from springhead.engine.kernel.problems import Refused
from springhead.foundation.ledger.entries import RECEIPT_TYPE, Entry, Fact, SignedHead, stamp
from springhead.foundation.ledger.models import Event, Head, Node, Salt, SigningKey, Tree
from springhead.foundation.ledger.texts import NO_SUCH_EVENT


def entry_at(seq: int) -> Entry:
    """Return event number `seq`. Raises `Refused` (404) when there is none."""
    row = Event.objects.filter(pk=seq).first()
    if row is None:
        raise Refused(NO_SUCH_EVENT.at(str(seq)))
    return as_entry(row)


def as_entry(row: Event) -> Entry:
    """Return a row as the entry it stores; private facts stay closed."""
    return Entry(row.seq, row.at, row.event, row.subject, row.actor, row.facts, row.digests)


def open_facts(entry: Entry, values: Mapping[str, Any]) -> Entry:
    """Open the private facts whose value and kept salt give the digest in the event.

    For the person concerned only; a value that is wrong, or whose salt was erased, stays closed.
    """
    salts = dict(Salt.objects.filter(event_id=entry.seq).values_list("name", "salt"))
    facts = {name: Fact(salts[name], value) for name, value in values.items() if name in salts}
    opened = {name: fact for name, fact in facts.items() if fact.digest(name) == entry.private.get(name)}
    return replace(entry, opened=opened)


def receipt(entry: Entry) -> dict[str, Any]:
    """Return the proof of one event: event, opened facts, inclusion path, signed head, public key.

    Available inside the transaction that wrote the event; valid once that has been committed.
    """
    head = head_over(entry.seq)
    path = _prove(inclusion_spans(entry.seq, head.size))
    return {
        "type": RECEIPT_TYPE,
        "event": entry.line,
        "opened": {name: {"salt": fact.salt, "value": fact.value} for name, fact in entry.opened.items()},
        "inclusion": {"index": entry.seq, "size": head.size, "path": path},
        "head": head.as_json(),
        "key": _key(head.key),
    }


def consistency(old: int, new: int) -> list[str]:
    """Return the proof (hex) that the ledger of size `new` only added to the one of size `old`."""
    return _prove(consistency_spans(old, new))


def head_over(seq: int) -> SignedHead:
    """Return the first signed head that covers event `seq`: the head of the transaction that wrote it."""
    row = Head.objects.filter(size__gt=seq).order_by("size").first()
    if row is None:
        raise Refused(NO_SUCH_EVENT.at(str(seq)))
    return as_head(row, Tree.objects.get(pk=1).log)


def latest_head() -> SignedHead | None:
    """Return the newest signed head, or None while nothing has happened yet."""
    row = Head.objects.order_by("-size").first()
    return as_head(row, Tree.objects.get(pk=1).log) if row else None


def as_head(row: Head, log: str) -> SignedHead:
    """Return a row as the signed head it stores."""
    return SignedHead(log, row.size, bytes(row.root), row.at, row.key, bytes(row.signature))


def public_keys() -> list[dict[str, Any]]:
    """Return the public keys of all times, oldest first, each with the sizes of the heads it may sign."""
    rows = list(SigningKey.objects.order_by("first_size", "made_at"))
    ends = [*(later.first_size - 1 for later in rows[1:]), None]
    return [
        {
            "id": row.key,
            "public": bytes(row.public).hex(),
            "first_size": row.first_size,
            "last_size": end,
            "made_at": stamp(row.made_at),
            "retired_at": stamp(row.retired_at) if row.retired_at else None,
        }
        for row, end in zip(rows, ends, strict=False)
    ]


def keys_document() -> dict[str, Any]:
    """Return what `keys.json` holds."""
    tree = Tree.objects.filter(pk=1).first()
    return {"type": "springhead.keys.v1", "log": tree.log if tree else "", "keys": public_keys()}


def consistency_document(old: int, new: int) -> dict[str, Any]:
    """Return a proof between two signed heads that `verify.py` understands. Raises `Refused` (404)."""
    heads = {head.size: head for head in Head.objects.filter(size__in=[old, new])}
    for size in (old, new):
        if size not in heads or old > new:
            raise Refused(NO_SUCH_EVENT.at(str(size)))
    log = Tree.objects.get(pk=1).log
    return {
        "type": "springhead.consistency.v1",
        "old": as_head(heads[old], log).as_json(),
        "new": as_head(heads[new], log).as_json(),
        "path": consistency(old, new),
        "keys": public_keys(),
    }


def _key(key: str) -> dict[str, str]:
    return {"id": key, "public": bytes(SigningKey.objects.get(pk=key).public).hex()}


def _prove(spans: tuple[Span, ...]) -> list[str]:
    places = [place for span in spans for place in cover(span)]
    return [found.hex() for found in proof(spans, _hashes(places))]


def _hashes(places: Iterable[int]) -> dict[int, bytes]:
    """Read subtree hashes by position: even positions are leaves, odd ones nodes."""
    leaves = [place >> 1 for place in places if place % 2 == 0]
    inner = [place for place in places if place % 2]
    found = {
        2 * seq: bytes(leaf) for seq, leaf in Event.objects.filter(pk__in=leaves).values_list("seq", "leaf")
    }
    found.update(
        (at, bytes(hash_)) for at, hash_ in Node.objects.filter(pk__in=inner).values_list("position", "hash")
    )
    return found
