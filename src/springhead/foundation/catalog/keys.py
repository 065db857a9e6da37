"""The key of a table: the columns an officer says name every row once, and what a worker found of them."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.engine.tables import keys as judge
from springhead.engine.tables.schema import Column
from springhead.foundation.catalog import policy, queue, store, texts
from springhead.foundation.catalog.models import Distribution
from springhead.foundation.ledger.actions import append

MOST: Final = 8  # columns of one key


def offered(distribution: Distribution) -> tuple[Column, ...]:
    """Return the columns a key may be chosen from: those of the current version, else of the last file read."""
    current = distribution.current
    if current:
        return tuple(Column.from_json(one) for one in current.columns)
    last = distribution.deliveries.order_by("-received_at", "-pk").first()
    told = last.report.get("columns", ()) if last else ()
    return tuple(Column.from_json(one) for one in told)


def choose(distribution: Distribution, names: Sequence[str], *, by: Actor) -> None:
    """Set the key; an empty one lets the machine look for a unique column again. Raises `Refused`.

    It tells versions apart row by row and is indexed from the next version on; the current version is looked at by
    a worker, the next one when it is read.
    """
    dataset = distribution.dataset
    policy.check_edit(by, dataset.agency.public_id)
    known = [column.name for column in offered(distribution)]
    wanted = [name for name in known if name in set(names)]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise Refused(*(texts.KEY_COLUMN_UNKNOWN.at("key_columns", value=name) for name in unknown))
    if len(wanted) > MOST:
        raise Refused(texts.KEY_TOO_LONG.at("key_columns", limit=MOST, count=len(wanted)))
    with transaction.atomic():
        locked = Distribution.objects.select_for_update().get(pk=distribution.pk)
        if locked.key_columns == wanted:
            return
        locked.key_columns, locked.key_state = wanted, {}
        locked.save(update_fields=["key_columns", "key_state"])
        facts = {"dataset": dataset.public_id, "table": locked.table_id, "key": wanted}
        append("table:key", subject=dataset.public_id, actor=by.id, public=facts, at=now())
        if wanted and locked.current_id:
            queue.look_at_key(locked.public_id)
    distribution.refresh_from_db()


def look(public_id: str) -> None:
    """Look whether the chosen key names every row of the current version once, and keep what was found."""
    found = Distribution.objects.select_related("current").get(public_id=public_id)
    current, key = found.current, list(found.key_columns)
    if current is None or not current.parquet_sha or not key:
        return
    names = [str(column["name"]) for column in current.columns]
    with store.scratch(f"key-{public_id}") as folder:
        verdict = judge.check(store.blobs().path(current.parquet_sha), names, key, folder=folder)
    state = as_state(verdict, version=current.number)
    Distribution.objects.filter(pk=found.pk, key_columns=key).update(key_state=state)


def as_state(verdict: judge.Verdict, *, version: int) -> dict[str, Any]:
    """Return a verdict as the database keeps it; records are counted from 1."""
    rows = [
        {"record": row.at + 1, "key": row.key, "first": None if row.first is None else row.first + 1}
        for row in verdict.rows[:5]
    ]
    return {
        "version": version,
        "unique": verdict.unique,
        "repeated": verdict.repeated,
        "blank": verdict.blank,
        "unknown": list(verdict.unknown),
        "rows": rows,
    }
