"""The query tree: what is asked of a table, free of any engine and of any name.

Columns are positions in the table. Values are already of the column's type, dates and times as the ISO text
the stores keep (see `stores.codec`).
"""

from dataclasses import dataclass
from enum import StrEnum

Value = str | int | float | bool


class Op(StrEnum):
    """What a filter compares. `EQ` and `IN` with several values mean any of them, `NE` none of them."""

    EQ = "eq"
    NE = "ne"
    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"
    IN = "in"
    CONTAINS = "contains"
    STARTSWITH = "startswith"
    ISNULL = "isnull"


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on one column. A row without a value meets none but `ISNULL`."""

    column: int
    op: Op
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in WGS84 degrees, borders included."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Where:
    """All conditions must hold. Each of `terms` (folded) must be contained in some text column."""

    filters: tuple[Filter, ...] = ()
    terms: tuple[str, ...] = ()
    box: Box | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether every row meets it."""
        return not (self.filters or self.terms or self.box)


@dataclass(frozen=True, slots=True)
class Sort:
    """Order by a column; rows without a value come last in both directions."""

    column: int
    descending: bool = False


@dataclass(frozen=True, slots=True)
class After:
    """Where the page before ended: the sort values of its last row (None: no value) and its row number."""

    keys: tuple[Value | None, ...]
    row: int


@dataclass(frozen=True, slots=True)
class RowsQuery:
    """A page of rows. Ties are broken by row number, in the direction of the last sort column."""

    fields: tuple[int, ...]
    where: Where = Where()
    sort: tuple[Sort, ...] = ()
    limit: int = 100
    after: After | None = None
    as_arrays: bool = False


class Bucket(StrEnum):
    """Spans of time that values are gathered in; a week is told by its Monday."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    HOUR = "hour"


class Function(StrEnum):
    """Measures of a group. All but `COUNT` without a column look only at rows that have a value."""

    COUNT = "count"
    DISTINCT = "distinct"
    SUM = "sum"
    AVG = "avg"
    MIN = "min"
    MAX = "max"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True)
class Group:
    """Rows with the same value (or in the same span of time) form a group."""

    column: int
    bucket: Bucket | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure per group."""

    function: Function
    column: int | None = None


@dataclass(frozen=True, slots=True)
class GroupSort:
    """Order by the n-th output of an aggregate: groups first, then measures."""

    output: int
    descending: bool = False


@dataclass(frozen=True, slots=True)
class AggregateQuery:
    """Figures per group. The groups themselves break ties, so the order is always complete."""

    groups: tuple[Group, ...]
    measures: tuple[Measure, ...]
    where: Where = Where()
    sort: tuple[GroupSort, ...] = ()
    limit: int = 1000
    offset: int = 0


@dataclass(frozen=True, slots=True)
class ExportQuery:
    """All rows that meet the conditions, without a limit."""

    fields: tuple[int, ...]
    where: Where = Where()
    sort: tuple[Sort, ...] = ()
