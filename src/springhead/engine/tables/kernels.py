"""Fast readings of whole columns: they may decline, but what they accept is exactly what `lexical` accepts.

Each takes a string column without surrounding blanks, null where the cell is empty, and returns the typed
column, or None when any cell needs a closer look. Arrow's own casts are too generous (`0x10`, `007`), so
every cast stands behind a test of the bytes.
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pyarrow as pa

from springhead.engine.tables.arrow import Array, pc
from springhead.engine.tables.deciding import ColumnPlan
from springhead.engine.tables.lexical import LONGEST, Shape
from springhead.engine.tables.schema import Type

Bytes = np.ndarray[Any, np.dtype[np.uint8]]
Ints = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]

_MINUS, _DOT, _ZERO = 45, 46, 48
SAFE_DIGITS: Final = 18  # every number of so many digits fits 64 bits
_FIRST_DAY: Final = -354_285  # 1000-01-01 in days since 1970
_LAST_DAY: Final = 376_199  # 2999-12-31


def layout(column: Array) -> tuple[Bytes, Ints]:
    """Return the bytes of a column and where each cell begins (one more entry than cells)."""
    _, offsets, data = column.buffers()
    starts = np.frombuffer(offsets, np.int32)[column.offset : column.offset + len(column) + 1].astype(
        np.int64
    )
    if data is None:
        return np.empty(0, np.uint8), starts - starts[0]
    return np.frombuffer(data, np.uint8)[starts[0] : starts[-1]], starts - starts[0]


def fast(column: Array, plan: ColumnPlan) -> Array | None:
    """Return the column typed as planned when every cell is in the plain written form, else None."""
    kernel = _KERNELS.get(plan.type)
    if kernel is None or plan.zoned or Shape.PERCENT in plan.shapes:
        return None
    data, starts = layout(column)
    if data.size == 0:
        return pa.nulls(len(column), arrow_type(plan))
    return kernel(column, data, starts)


def arrow_type(plan: ColumnPlan) -> Any:
    """Return the Arrow type of a planned column; instants that had an offset are in UTC."""
    return pa.timestamp("us", tz="UTC") if plan.zoned else _ARROW[plan.type]


_ARROW: Final = {
    Type.TEXT: pa.string(),
    Type.INTEGER: pa.int64(),
    Type.DECIMAL: pa.float64(),
    Type.BOOLEAN: pa.bool_(),
    Type.DATE: pa.date32(),
    Type.TIME: pa.time64("us"),
    Type.DATETIME: pa.timestamp("us"),
}


def _integers(column: Array, data: Bytes, starts: Ints) -> Array | None:
    others = data.size - int(np.count_nonzero((data - _ZERO) <= 9))
    minus = _leading_minus(data, starts)
    if others != int(np.count_nonzero(minus)) or _leading_zero(data, starts, minus):
        return None
    return _cast(column, pa.int64())


def _decimals(column: Array, data: Bytes, starts: Ints) -> Array | None:
    others = data.size - int(np.count_nonzero((data - _ZERO) <= 9))
    minus = _leading_minus(data, starts)
    dots = int(np.count_nonzero(data == _DOT))
    if others != dots + int(np.count_nonzero(minus)) or _leading_zero(data, starts, minus):
        return None
    lengths = np.diff(starts)
    longest = int(lengths.max())
    if longest > LONGEST or (longest > SAFE_DIGITS and dots != int(np.count_nonzero(lengths))):
        return None  # a long run of digits without a point may be a code
    return _cast(column, pa.float64())


def _dates(column: Array, _data: Bytes, starts: Ints) -> Array | None:
    lengths = np.diff(starts)
    if not bool(np.all((lengths == 10) | (lengths == 0))):
        return None
    return _in_range(_cast(column, pa.date32()), pa.date32(), scale=1)


def _datetimes(column: Array, data: Bytes, starts: Ints) -> Array | None:
    lengths = np.diff(starts)
    if not bool(np.all((lengths == 19) | (lengths == 16) | (lengths == 0))):
        return None
    if bool(np.any(data == 90)):  # "Z"
        return None
    return _in_range(_cast(column, pa.timestamp("us")), pa.int64(), scale=86_400_000_000)


def _in_range(column: Array | None, as_type: pa.DataType, *, scale: int) -> Array | None:
    if column is None:
        return None
    numbers = column.cast(pa.int32()) if as_type == pa.date32() else column.cast(pa.int64())
    low, high = (value.as_py() for value in pc.min_max(numbers).values())
    if low is not None and (low < _FIRST_DAY * scale or high >= (_LAST_DAY + 1) * scale):
        return None
    return column


def _leading_minus(data: Bytes, starts: Ints) -> Flags:
    first = data[np.minimum(starts[:-1], data.size - 1)]
    minus: Flags = (first == _MINUS) & (np.diff(starts) > 1)
    return minus


def _leading_zero(data: Bytes, starts: Ints, minus: Flags) -> bool:
    first = starts[:-1] + minus
    room = starts[1:] - first
    last = data.size - 1
    zero = (data[np.minimum(first, last)] == _ZERO) & (room > 1)
    if not zero.any():
        return False
    return bool(np.any((data[np.minimum(first[zero] + 1, last)] - _ZERO) <= 9))


def _cast(column: Array, to: pa.DataType) -> Array | None:
    try:
        return column.cast(to)
    except pa.ArrowInvalid:
        return None


_KERNELS: Final[dict[Type, Callable[[Array, Bytes, Ints], Array | None]]] = {
    Type.INTEGER: _integers,
    Type.DECIMAL: _decimals,
    Type.DATE: _dates,
    Type.DATETIME: _datetimes,
}
