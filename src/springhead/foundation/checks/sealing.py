"""What looks found is sealed in batches: one event of the ledger holds the Merkle root over many outcomes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from springhead.engine.kernel.actors import machine
from springhead.engine.kernel.canonical import canonical
from springhead.engine.kernel.merkle import CompactRange, inclusion_spans, leaf_hash, position, proof
from springhead.foundation.checks.models import Outcome
from springhead.foundation.ledger.actions import append_batch
from springhead.foundation.ledger.entries import stamp

BATCH: Final = 1_000
SEALER: Final = machine("checks")


def leaf(outcome: Outcome) -> dict[str, Any]:
    """Return what is sealed of an outcome (with its check loaded): everything that never changes afterwards."""
    return {
        "check": outcome.check_row.public_id,
        "url": outcome.check_row.url,
        "verdict": outcome.verdict,
        "codes": outcome.codes,
        "evidence": outcome.evidence,
        "at": stamp(outcome.at),
    }


@transaction.atomic
def seal(at: datetime) -> int:
    """Seal the outcomes that wait for it, a batch at most; returns how many."""
    waiting = Outcome.objects.select_for_update(of=("self",)).select_related("check_row")
    rows = list(waiting.filter(sealed=None).order_by("id")[:BATCH])
    if not rows:
        return 0
    leaves = [leaf(row) for row in rows]
    entry = append_batch("check.measured", subject="checks", actor=SEALER.id, rows=leaves, at=at)
    Outcome.objects.filter(pk__in=[row.pk for row in rows]).update(sealed=entry.seq)
    return len(rows)


def proof_of(outcome: Outcome) -> Mapping[str, Any] | None:
    """Return the proof that an outcome stands in its batch: the leaf, its place, the path (hex) up to the root.

    None until it is sealed. The root is the public fact `root` of ledger event `event` (RFC 9162 2.1.3).
    """
    if outcome.sealed is None:
        return None
    rows = list(Outcome.objects.filter(sealed=outcome.sealed).select_related("check_row").order_by("id"))
    index = [row.pk for row in rows].index(outcome.pk)
    tree = CompactRange()
    hashes: dict[int, bytes] = {}
    for number, row in enumerate(rows):
        digest = leaf_hash(canonical(leaf(row)))
        tree, grown = tree.append(digest)
        hashes |= {position(0, number): digest, **{node.position: node.hash for node in grown}}
    path = proof(inclusion_spans(index, len(rows)), hashes)
    return {
        "event": outcome.sealed,
        "leaf": leaf(outcome),
        "index": index,
        "size": len(rows),
        "path": [one.hex() for one in path],
        "root": tree.root.hex(),
    }
