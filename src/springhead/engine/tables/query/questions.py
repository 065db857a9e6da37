"""Questions for rows, read and compiled: those that differ from an earlier one only in values, quickly.

The shape of a question is its parameters without the values of its conditions. What is kept per shape is
small and bounded; no answer is kept here.
"""

from dataclasses import dataclass
from typing import Any, Final

from springhead.engine.tables.aliases import RESERVED
from springhead.engine.tables.query import grammar
from springhead.engine.tables.query.grammar import RowsRequest
from springhead.engine.tables.query.names import Names
from springhead.engine.tables.query.planner import narrowed
from springhead.engine.tables.query.reading import Pairs
from springhead.engine.tables.query.sql import Compiled
from springhead.engine.tables.query.sqlite_store import SqliteStore
from springhead.engine.tables.query.tree import Filter, Op, RowsQuery, Where
from springhead.engine.tables.query.values import parse
from springhead.engine.tables.stores.layout import Cell

PLAIN: Final = frozenset((Op.EQ, Op.NE, Op.GT, Op.GTE, Op.LT, Op.LTE))  # one value each, bound as it is
KEPT: Final = 200  # shapes of one snapshot
LONGEST: Final = 1_000  # characters of names and words in a shape that is kept


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and how the row store is asked it; `is_quick`: few rows have to be read for the answer."""

    request: RowsRequest
    compiled: Compiled
    is_quick: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A question whose values are not used; `before` and `behind` are what is bound around them."""

    request: RowsRequest
    cells: tuple[Cell, ...]
    sql: str
    before: tuple[Any, ...]
    behind: tuple[Any, ...]

    def fill(self, texts: list[str]) -> Question | None:
        """Return the question with these values, or None when one of them is not of its column's type."""
        try:
            values = [parse(text, cell) for text, cell in zip(texts, self.cells, strict=True)]
        except ValueError:
            return None
        old = self.request.query
        filters = [
            Filter(item.column, item.op, (value,))
            for item, value in zip(old.where.filters, values, strict=True)
        ]
        query = RowsQuery(old.fields, Where(tuple(filters)), old.sort, old.limit, None, old.as_arrays)
        compiled = Compiled(self.sql, (*self.before, *values, *self.behind))
        return Question(RowsRequest(query, self.request.exact_count), compiled)


class Questions:
    """Reads the questions about one snapshot."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._known: dict[tuple[Any, ...], Shape] = {}

    def read(self, given: Pairs, store: SqliteStore, *, content: str) -> Question:
        """Read and compile a question; Refused with every fault. `content` is the hash of the snapshot's store."""
        shape = self._known.get(_shape(given))
        known = shape.fill([text for key, text in given if key not in RESERVED]) if shape else None
        return known or self._read_anew(given, store, content)

    def _read_anew(self, given: Pairs, store: SqliteStore, content: str) -> Question:
        request = grammar.rows(given, self.names, content=content)
        near = narrowed(store, request.query)
        compiled = store.compiler.rows(near.query, self.names.called(request.query.fields))
        if self._is_plain(given, request.query):
            self._keep(given, request, compiled)
        return Question(request, compiled, near.is_quick)

    def _is_plain(self, given: Pairs, query: RowsQuery) -> bool:
        """Tell whether a question of this shape needs nothing but one value per parameter, in their order."""
        where = query.where
        conditions = sum(key not in RESERVED for key, _ in given)
        if query.after or where.terms or where.box or conditions != len(where.filters):
            return False
        if sum(len(key) + (len(value) if key in RESERVED else 0) for key, value in given) > LONGEST:
            return False
        return all(item.op in PLAIN and len(item.values) == 1 for item in where.filters)

    def _keep(self, given: Pairs, request: RowsRequest, compiled: Compiled) -> None:
        if len(self._known) >= KEPT:
            self._known.clear()
        cells = tuple(self.names.cell(item.column) for item in request.query.where.filters)
        behind = len(compiled.params) - 1  # after the values only the limit is bound
        before = behind - len(cells)
        params = compiled.params
        self._known[_shape(given)] = Shape(request, cells, compiled.sql, params[:before], params[behind:])


def _shape(given: Pairs) -> tuple[Any, ...]:
    return tuple([pair if pair[0] in RESERVED else pair[0] for pair in given])
