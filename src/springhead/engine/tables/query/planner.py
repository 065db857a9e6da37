"""Which engine answers, and whether it may do so at once: a few rules, none of them a guess.

A page is answered inline (in the event loop, without a thread) only when SQLite's own plan proves that it
walks along the row numbers or an index and sorts nothing, or when the list of a column's values proves that
few rows have to be read. Everything else goes to a thread: to DuckDB when the table has such a file, else to
SQLite.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from springhead.engine.tables.query.sql import Compiled
from springhead.engine.tables.query.sqlite_store import SqliteStore
from springhead.engine.tables.query.tree import Filter, Op, RowsQuery

INLINE_STEPS: Final = 400_000  # instructions of SQLite's machine an inline answer may take: about 4 ms
TRIED_STEPS: Final = 200_000  # what a scan may take in a thread before DuckDB takes over: about 2 ms
SMALL: Final = 2_000  # rows: scanning and sorting that many takes less than handing over to a thread is worth
SORTED: Final = 4_000  # rows: fetching and sorting that many takes about 2 ms
READ: Final = 20_000  # rows: reading that many in file order takes less than 1 ms
_SEARCHED: Final = re.compile(r"SEARCH t USING (?:COVERING )?INDEX \S+ \((.*)\)")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A query as SQLite is to answer it; `is_quick`: few rows have to be read, whatever the plan says."""

    query: RowsQuery
    is_quick: bool = False


def narrowed(store: SqliteStore, query: RowsQuery) -> Narrowed:
    """Return the query with "contains" told as the values that contain it, where these have few rows.

    Where they have many, the first page is found by reading on in file order, and the number of rows tells
    how soon.
    """
    quick = False
    for place, item in enumerate(query.where.filters):
        name = store.layout.cells[item.column].name
        if item.op is not Op.CONTAINS or name not in store.layout.listed:
            continue
        values, rows = store.listed(name, str(item.values[0]))
        if rows <= SORTED:
            filters = list(query.where.filters)
            filters[place] = Filter(item.column, Op.IN, tuple(values))
            return Narrowed(replace(query, where=replace(query.where, filters=tuple(filters))), is_quick=True)
        alone = len(query.where.filters) == 1 and not (query.where.terms or query.where.box or query.sort)
        quick = alone and query.limit * store.layout.rows <= READ * rows
    return Narrowed(query, quick)


def runs_inline(store: SqliteStore, query: RowsQuery, compiled: Compiled) -> bool:
    """Tell whether SQLite may answer this page in the event loop."""
    known = store.verdicts.get(compiled.sql)
    if known is None:
        known = store.verdicts[compiled.sql] = _is_proven(store, query, compiled)
    return known


def _is_proven(store: SqliteStore, query: RowsQuery, compiled: Compiled) -> bool:
    if store.layout.rows <= SMALL:
        return True
    if query.where.terms:
        return False
    plan = store.plan(compiled)
    if any("TEMP B-TREE" in step or "MULTI-INDEX" in step for step in plan):
        return False
    if query.where.is_empty:
        return True  # a walk along row numbers or an index in the asked order, ended by LIMIT
    return any(_uses_a_filter(store, query, step) for step in plan)


def worth_trying(store: SqliteStore, compiled: Compiled) -> bool:
    """Tell whether a scan may end early: nothing is sorted, so the first matches fill the page."""
    return not any("TEMP B-TREE" in step for step in store.plan(compiled))


def _uses_a_filter(store: SqliteStore, query: RowsQuery, step: str) -> bool:
    """Tell whether the index is entered by a column that is filtered, not merely walked in sort order."""
    found = _SEARCHED.match(step)
    if not found:
        return False
    entered = set(re.findall(r"[cx]_?\w+", found[1]))
    filtered = {store.layout.cells[item.column].name for item in query.where.filters}
    if query.where.box and store.layout.place:
        filtered.add(store.layout.place[1])
    return bool(entered & filtered)
