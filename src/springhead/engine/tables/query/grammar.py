"""The row grammar (design section 8): from the parameters of an address to a query tree.

`column=value`, suffixes `__ne __gt __gte __lt __lte __in __contains __startswith __isnull`; a column is
called by name or alias, an exact name goes before a suffix, a column that is called like a reserved word is
written `field:limit=…`. Lists are made by repeating the parameter.
"""

from dataclasses import dataclass
from typing import Any, Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.query import cursor as cursors
from springhead.engine.tables.query.groups import GroupReading
from springhead.engine.tables.query.names import Names
from springhead.engine.tables.query.reading import Pairs, Reading
from springhead.engine.tables.query.texts import BAD_CURSOR
from springhead.engine.tables.query.tree import After, AggregateQuery, ExportQuery, RowsQuery

DEFAULT_LIMIT: Final = 100
MOST_ROWS: Final = 1_000
DEFAULT_GROUPS: Final = 1_000
MOST_GROUPS: Final = 100_000
UNBOUND: Final = frozenset(("cursor", "limit", "fields", "format", "count", "snapshot", "lang"))


@dataclass(frozen=True, slots=True)
class RowsRequest:
    """A page of rows, and whether all rows that match are to be counted."""

    query: RowsQuery
    exact_count: bool = False


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """An export; `excel`: CSV that a spreadsheet opens safely (BOM, formulas made harmless)."""

    query: ExportQuery
    excel: bool = False


def rows(given: Pairs, names: Names, *, content: str) -> RowsRequest:
    """Read a request for rows; Refused with every fault. `content` is the hash of the snapshot's store."""
    reading = Reading(names)
    reading.take(given, ("fields", "sort", "limit", "cursor", "format", "count"))
    words = reading.words
    sort = reading.sort() if "sort" in words else ()
    query = RowsQuery(
        fields=reading.fields(),
        where=reading.where(),
        sort=sort,
        limit=reading.whole("limit", DEFAULT_LIMIT, MOST_ROWS) if "limit" in words else DEFAULT_LIMIT,
        after=_after(reading, given, content, len(sort)) if "cursor" in words else None,
        as_arrays="format" in words and reading.choice("format", ("objects", "arrays")) == "arrays",
    )
    exact = "count" in words and reading.choice("count", ("none", "exact")) == "exact"
    reading.finish()
    return RowsRequest(query, exact)


def aggregate(given: Pairs, names: Names, *, content: str) -> AggregateQuery:
    """Read a request for figures per group; Refused with every fault."""
    reading = GroupReading(names)
    reading.take(given, ("group", "agg", "bucket", "sort", "limit", "cursor"))
    groups = reading.groups()
    measures = reading.measures(asked=bool(groups))
    query = AggregateQuery(
        groups,
        measures,
        reading.where(),
        reading.order(groups, measures),
        reading.whole("limit", DEFAULT_GROUPS, MOST_GROUPS),
        _offset(reading, given, content),
    )
    reading.finish()
    return query


def export(given: Pairs, names: Names) -> ExportRequest:
    """Read a request for all rows; Refused with every fault."""
    reading = Reading(names)
    reading.take(given, ("fields", "sort", "excel"))
    query = ExportQuery(reading.fields(), reading.where(), reading.sort())
    excel = reading.choice("excel", ("0", "1")) == "1"
    reading.finish()
    return ExportRequest(query, excel)


def binding(given: Pairs, content: str) -> bytes:
    """Return what a cursor of this query is bound to: the snapshot's content and the conditions and order."""
    rest = sorted(pair for pair in given if pair[0] not in UNBOUND)
    return cursors.digest(content, rest)


def _after(reading: Reading, given: Pairs, content: str, keys: int) -> After | None:
    try:
        found = cursors.unseal(reading.one("cursor"), binding(given, content), keys)
    except Refused as refused:
        reading.problems += refused.problems
        return None
    if not all(_is_value(key) for key in found.keys):
        reading.problems.append(BAD_CURSOR.at("cursor"))
        return None
    return After(found.keys, found.row)


def _offset(reading: Reading, given: Pairs, content: str) -> int:
    after = _after(reading, given, content, 0) if "cursor" in reading.words else None
    return max(after.row, 0) if after else 0


def _is_value(key: Any) -> bool:
    return key is None or isinstance(key, str | int | float)
