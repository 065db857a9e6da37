"""Fast readings of whole columns: they may decline, but what they accept is exactly what `lexical` accepts.

Each takes a string column without surrounding blanks, null where the cell is empty, and returns the typed
column and the cells that need a closer look. Arrow's own casts are too generous (`0x10`, `007`), so every
cast stands behind a test of the bytes.
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pyarrow as pa

from springhead.engine.tables.arrow import KINDS, Array, pc
from springhead.engine.tables.deciding import ColumnPlan
from springhead.engine.tables.lexical import LONGEST, Shape
from springhead.engine.tables.schema import Type

Bytes = np.ndarray[Any, np.dtype[np.uint8]]
Ints = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]

_MINUS, _DOT, _ZERO, _COLON = 45, 46, 48, 58
SAFE_DIGITS: Final = 18  # every number of so many digits fits 64 bits


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
    found = split(column, plan)
    return found[0] if found is not None and not len(found[1]) else None


def split(column: Array, plan: ColumnPlan) -> tuple[Array, Ints] | None:
    """Return the column typed as planned and the positions of the cells that need a closer look.

    Those cells are null in the typed column. None when no fast reading knows this plan.
    """
    kernel = _KERNELS.get(plan.type)
    if kernel is None or plan.zoned or Shape.PERCENT in plan.shapes:
        return None
    data, starts = layout(column)
    if data.size == 0:
        return pa.nulls(len(column), arrow_type(plan)), np.empty(0, np.int64)
    odd = np.flatnonzero(kernel(data, starts))
    plain = column
    if len(odd):
        mask = np.zeros(len(column), bool)
        mask[odd] = True
        plain = pc.if_else(pa.array(mask), pa.scalar(None, pa.string()), column)
    return plain.cast(arrow_type(plan)), odd


def arrow_type(plan: ColumnPlan) -> Any:
    """Return the Arrow type of a planned column; instants that had an offset are in UTC."""
    return pa.timestamp("us", tz="UTC") if plan.zoned else KINDS[plan.type]


# Each kernel marks the cells that are not surely plain; a blank cell is plain.
def _integers(data: Bytes, starts: Ints) -> Flags:
    odd, _ = _numbers(data, starts)
    odd |= np.diff(starts) > SAFE_DIGITS
    return odd


def _decimals(data: Bytes, starts: Ints) -> Flags:
    dots = np.flatnonzero(data == _DOT)
    cells = np.searchsorted(starts, dots, side="right") - 1
    odd, lengths = _numbers(data, starts, dots=dots)
    pointed = np.zeros(len(odd), bool)
    pointed[cells] = True
    odd |= (lengths > LONGEST) | ((lengths > SAFE_DIGITS) & ~pointed)  # so many digits alone may be a code
    if len(dots):
        # One point with a digit on either side; more than one is no number.
        odd[cells[1:][cells[1:] == cells[:-1]]] = True
        last = data.size - 1
        bare = (data[np.maximum(dots - 1, 0)] - _ZERO > 9) | (data[np.minimum(dots + 1, last)] - _ZERO > 9)
        bare |= (dots == starts[cells]) | (dots + 1 == starts[cells + 1])
        odd[cells[bare]] = True
    return odd


def _numbers(data: Bytes, starts: Ints, dots: Ints | None = None) -> tuple[Flags, Ints]:
    """Mark the cells with other bytes than digits (and `dots`, and a minus at the front) or a leading zero."""
    lengths = np.diff(starts)
    others = (data - _ZERO) > 9
    if dots is not None:
        others[dots] = False
    minus = _leading_minus(data, starts, lengths)
    others[starts[:-1][minus]] = False
    odd = _leading_zero(data, starts, minus)
    wrong = np.flatnonzero(others)
    odd[np.searchsorted(starts, wrong, side="right") - 1] = True
    return odd, lengths


def _dates(data: Bytes, starts: Ints) -> Flags:
    lengths = np.diff(starts)
    odd: Flags = (lengths != 10) & (lengths != 0)
    cells = np.flatnonzero(lengths == 10)
    if len(cells):
        odd[cells] = ~_days(_rectangle(data, starts, cells, 10))
    return odd


def _datetimes(data: Bytes, starts: Ints) -> Flags:
    lengths = np.diff(starts)
    odd: Flags = (lengths != 19) & (lengths != 16) & (lengths != 0)
    for width in (16, 19):
        cells = np.flatnonzero(lengths == width)
        if len(cells):
            texts = _rectangle(data, starts, cells, width)
            odd[cells] = ~(_days(texts[:, :10]) & _clocks(texts[:, 10:]))
    return odd


def _rectangle(data: Bytes, starts: Ints, cells: Ints, width: int) -> Bytes:
    first = starts[cells]
    if first[-1] - first[0] == width * (len(cells) - 1):
        return data[first[0] : first[-1] + width].reshape(len(cells), width)
    gathered: Bytes = data[first[:, None] + np.arange(width)]
    return gathered


def _two(texts: Bytes, at: int) -> Bytes:
    """Return the numbers of two digits at a place; 255 where there is no digit."""
    tens, ones = texts[:, at] - _ZERO, texts[:, at + 1] - _ZERO
    return np.where((tens <= 9) & (ones <= 9), tens * 10 + ones, 255).astype(np.uint8)


_DAYS: Final = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], np.uint8)


def _days(texts: Bytes) -> Flags:
    """Tell which texts of ten bytes are a day from 1000-01-01 to 2999-12-31."""
    century, year, month, day = (_two(texts, at) for at in (0, 2, 5, 8))
    good: Flags = (texts[:, 4] == _MINUS) & (texts[:, 7] == _MINUS) & (century >= 10) & (century <= 29)
    good &= (year <= 99) & (month >= 1) & (month <= 12) & (day >= 1)
    leap = (year % 4 == 0) & ((year != 0) | (century % 4 == 0))
    last = _DAYS[np.where(month <= 12, month, 0)] + (leap & (month == 2))
    good &= day <= last
    return good


def _clocks(texts: Bytes) -> Flags:
    """Tell which texts are a clock after a day: `T10:00` or ` 10:00:00`."""
    good: Flags = ((texts[:, 0] == 32) | (texts[:, 0] == 84)) & (texts[:, 3] == _COLON)
    good &= (_two(texts, 1) <= 23) & (_two(texts, 4) <= 59)
    if texts.shape[1] > 6:
        good &= (texts[:, 6] == _COLON) & (_two(texts, 7) <= 59)
    return good


def _leading_minus(data: Bytes, starts: Ints, lengths: Ints) -> Flags:
    first = data[np.minimum(starts[:-1], data.size - 1)]
    minus: Flags = (first == _MINUS) & (lengths > 1)
    return minus


def _leading_zero(data: Bytes, starts: Ints, minus: Flags) -> Flags:
    first = starts[:-1] + minus
    last = data.size - 1
    zero: Flags = (data[np.minimum(first, last)] == _ZERO) & (starts[1:] - first > 1)
    after = np.flatnonzero(zero)
    zero[after] = (data[first[after] + 1] - _ZERO) <= 9
    return zero


_KERNELS: Final[dict[Type, Callable[[Bytes, Ints], Flags]]] = {
    Type.INTEGER: _integers,
    Type.DECIMAL: _decimals,
    Type.DATE: _dates,
    Type.DATETIME: _datetimes,
}
