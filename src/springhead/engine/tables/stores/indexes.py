"""Which indexes a row store gets: a pure rule over the columns and what is known of their values."""

from typing import Final

from springhead.engine.tables.schema import Column, Type
from springhead.engine.tables.stores.survey import TIMES, Fact, Survey

MOST: Final = 8  # indexes of one table: each costs 2 to 4 % of the build and up to a tenth of the file
FEW_ROWS: Final = 2_000  # below this a scan takes less than a millisecond
FEW_VALUES: Final = 5_000  # a column with more values than this is looked up, not chosen from
KEY_SHARE: Final = 0.98  # approx_count_distinct may be off by 2 %
PLACES: Final = ("longitude", "latitude", "twd97_x", "twd97_y", "geometry")


def choose_indexes(columns: tuple[Column, ...], survey: Survey) -> tuple[tuple[int, ...], ...]:
    """Return indexes as tuples of column positions, the most useful first, at most `MOST`.

    1. columns declared as key or indexed; 2. the first two columns that look like a key; 3. the first date
    or datetime; 4. columns with few values, each together with that time, so that "this station, newest
    first" is one walk along an index.
    """
    time = time_column(columns, survey)
    key = tuple(i for i, column in enumerate(columns) if column.role == "key")
    chosen: list[tuple[int, ...]] = (
        [key] if key else []
    )  # a key of several columns is looked up by all of them
    chosen += [(i,) for i, column in enumerate(columns) if column.indexed and (i,) != key]
    if survey.rows > FEW_ROWS:
        chosen += [(i,) for i, c in enumerate(columns) if _is_key(c, survey.facts[i], survey.rows)][:2]
        if time is not None:
            chosen.append((time,))
        chosen += [
            (i,) if time is None else (i, time)
            for i, column in enumerate(columns)
            if i != time and _is_filter(column, survey.facts[i], survey.rows)
        ]
    return tuple(dict.fromkeys(chosen))[:MOST]


def time_column(columns: tuple[Column, ...], survey: Survey) -> int | None:
    """Return the column that tells when: one the file is ordered by, else the first date or datetime."""
    times = [i for i, c in enumerate(columns) if c.type in TIMES and survey.facts[i].distinct > 1]
    return next((i for i in times if i in survey.ordered), next(iter(times), None))


def _is_key(column: Column, fact: Fact, rows: int) -> bool:
    typed = column.type in (Type.TEXT, Type.INTEGER) and column.role not in PLACES
    return typed and fact.nulls == 0 and fact.distinct >= rows * KEY_SHARE


def _is_filter(column: Column, fact: Fact, rows: int) -> bool:
    if column.role in PLACES or column.type not in (Type.TEXT, Type.INTEGER, Type.DATE):
        return False
    if column.type is Type.INTEGER and column.role != "key" and fact.distinct > rows * 0.001:
        return False  # a measurement, not a code
    return 1 < fact.distinct <= min(FEW_VALUES, rows / 4)
