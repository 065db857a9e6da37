"""What can be odd about a cell whatever its type: blanks around it, broken characters, formulas, marks.

Everything works on the bytes of a whole column, so that a clean column costs next to nothing.
"""

import re
from typing import Any, Final

import numpy as np
import pyarrow as pa

from springhead.engine.tables.arrow import Array, pc
from springhead.engine.tables.kernels import Bytes, Flags, Ints, layout
from springhead.engine.tables.lexical import HARD_MARKS, SOFT_MARKS, Shape
from springhead.engine.tables.pieces import Index
from springhead.engine.tables.work import Work

_CONTROL: Final = "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]"
_ERRORS: Final = frozenset(("#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"))
_TOO_NARROW: Final = re.compile(r"#{3,}\Z")
FORMULA: Final = re.compile(r"=\S|[+\-@][A-Za-z][\w.]*[(|!]")
_MARKS: Final = pa.array(sorted((HARD_MARKS | SOFT_MARKS) - {""}))
_LONGEST_MARK: Final = max(len(mark.encode()) for mark in HARD_MARKS | SOFT_MARKS)


def _table(marked: bytes, *, value: bool) -> np.ndarray[Any, np.dtype[np.bool_]]:
    table = np.full(256, not value)
    table[np.frombuffer(marked, np.uint8)] = value
    return table


# Bytes no number, date or truth word is written with.
_NEVER: Final = _table(
    "0123456789+-/:. ,%TZeEtrufalsyonYNRUCAPMampTFLOS年月日時點分秒民國中華上午下是否０１２３４５６７８９．，－＋％：／　".encode(),
    value=False,
)
# What every number, date, time and truth word looks like at least (RE2; wider than `lexical` on purpose).
_PERHAPS: Final = (
    r"^(?:[+-]?[0-9,]*\.?[0-9]*(?:[eE][+-]?[0-9]+)? ?%?"
    r"|(?:中華)?(?:民國|[Rr]\.?[Oo]\.?[Cc]\.?)? ?[0-9]{2,4} ?[-/.年] ?[0-9]{1,2} ?[-/.月] ?[0-9]{1,2}.*"
    r"|(?:上午|下午|[AaPp][Mm])? ?[0-9]{1,2} ?[:時點].*"
    r"|(?i:true|false|yes|no|y|n)|是|否)$|[０-９．，－＋％：／]"
)
# Share of the cells looked at (one in n) and whether by bytes alone: most text shows itself at once.
_EFFORTS: Final = ((8, False), (4, True), (1, True))
_BLANK: Final = _table(b" \t\r\n\x0b\x0c", value=True)
_MARK_BEGINS: Final = _table(
    bytes({mark.encode()[0] for mark in HARD_MARKS | SOFT_MARKS if mark}), value=True
)
_FORMULA_BEGINS: Final = _table(b"=+-@", value=True)


def look(work: Work) -> None:
    """Trim the cells, take NULs out, and tell formulas and broken or private characters."""
    if pc.any(pc.equal(work.column, "")).as_py():
        work.column = _nulled(work.column)
    data, starts = layout(work.column)
    if not data.size:
        return
    if bool(np.any(data == 0)):
        _take_out_nul(work)
        data, starts = layout(work.column)
    if _perhaps_control(data):
        _take_out_control(work)
        data, starts = layout(work.column)
    if _has_blanks(data, starts) and not work.plan.raw:
        _trim(work)
        data, starts = layout(work.column)
    if data.size:
        _errors(work, data, starts)
        _formulas(work, data, starts)
        _private(work, data, starts)


def _take_out_nul(work: Work) -> None:
    work.tell("nul", _true(pc.match_substring(work.column, "\0")))
    work.column = _nulled(pc.replace_substring(work.column, "\0", ""))


def _perhaps_control(data: Bytes) -> bool:
    if data.min() < 32:
        odd = data[data < 32]
        if bool(np.any((odd != 9) & (odd != 10) & (odd != 13))):
            return True
    if data.view(np.int8).max() == 127:
        return True
    # U+200B to U+2060 begin with E2 80 or E2 81; U+FEFF is EF BB BF.
    for first, low, high in ((0xE2, 0x80, 0x81), (0xEF, 0xBB, 0xBB)):
        where = np.flatnonzero(data == first)
        if len(where):
            second = data[np.minimum(where + 1, data.size - 1)]
            third = data[np.minimum(where + 2, data.size - 1)]
            wide = (second >= low) & (second <= high)
            if bool(np.any(wide & ((first == 0xEF) | (second == 0x81) | (third >= 0x8B)))):
                return True
    return False


def _take_out_control(work: Work) -> None:
    for at in _true(pc.match_substring_regex(work.column, _CONTROL)).tolist():
        char = next(iter(re.findall(_CONTROL, work.column[at].as_py())))
        work.tell("control-character", np.array([at]), f"U+{ord(char):04X}")
    if not work.plan.raw:
        work.column = _nulled(pc.replace_substring_regex(work.column, _CONTROL, ""))


def _errors(work: Work, data: Bytes, starts: Ints) -> None:
    first = data[np.minimum(starts[:-1], data.size - 1)]
    maybe = np.flatnonzero((first == 35) & (np.diff(starts) > 2))
    texts = ((at, work.column[at].as_py()) for at in maybe.tolist())
    found = np.array([at for at, text in texts if text in _ERRORS or _TOO_NARROW.match(text)], np.int64)
    if len(found) and not work.plan.raw:
        work.tell("spreadsheet-error", found)
        gone = np.zeros(len(work.column), bool)
        gone[found] = True
        work.column = pc.if_else(pa.array(gone), pa.scalar(None, pa.string()), work.column)


def _nulled(column: Array) -> Array:
    return pc.if_else(pc.not_equal(column, ""), column, pa.scalar(None, pa.string()))


def _has_blanks(data: Bytes, starts: Ints) -> bool:
    last = data.size - 1
    filled = np.diff(starts) > 0
    first = data[np.minimum(starts[:-1], last)]
    final = data[np.maximum(starts[1:] - 1, 0)]
    # U+3000 is E3 80 80, U+00A0 is C2 A0: their outer bytes call for the exact test.
    outer = _BLANK[first] | _BLANK[final] | (final == 0x80) | (final == 0xA0)
    return bool(np.any(outer & filled)) or bool(np.any(_wide_first(data, starts, first) & filled))


def _wide_first(data: Bytes, starts: Ints, first: Bytes) -> Flags:
    second = data[np.minimum(starts[:-1] + 1, data.size - 1)]
    wide: Flags = ((first == 0xE3) & (second == 0x80)) | ((first == 0xC2) & (second == 0xA0))
    return wide


def _trim(work: Work) -> None:
    trimmed = pc.utf8_trim_whitespace(work.column)
    changed = _true(pc.not_equal(trimmed, work.column))
    if not len(changed):
        return
    told = changed[np.isin(changed, _true(pc.not_equal(trimmed, "")))]
    if len(told):
        work.note("padded-cell", "", told)
    work.column = _nulled(trimmed)


def _formulas(work: Work, data: Bytes, starts: Ints) -> None:
    first = data[np.minimum(starts[:-1], data.size - 1)]
    maybe = np.flatnonzero(_FORMULA_BEGINS[first] & (np.diff(starts) > 1))
    if not len(maybe):
        return
    second = data[starts[maybe] + 1]
    number = ((second - 48) <= 9) | (second == 46)
    maybe = maybe[~number | (first[maybe] == 61)]
    found = [at for at in maybe.tolist() if FORMULA.match(work.column[at].as_py())]
    if found:
        work.tell("formula", np.array(found, np.int64))


def _private(work: Work, data: Bytes, starts: Ints) -> None:
    where = np.flatnonzero((data & 0xFE) == 0xEE)
    if not len(where):
        return
    after = data[np.minimum(where + 1, data.size - 1)]
    lead = data[where]
    private = (lead == 0xEE) | (after <= 0xA3)
    cells = _cells(where[private], starts)
    for at in cells.tolist():
        text = work.column[at].as_py()
        char = next((c for c in text if "\ue000" <= c <= "\uf8ff"), None)
        if char:
            work.tell("private-use", np.array([at]), f"U+{ord(char):04X}")
    third = data[np.minimum(where + 2, data.size - 1)]
    lost = _cells(where[(after == 0xBF) & (third == 0xBD)], starts)
    if len(lost):
        work.tell("lost-character", lost)


def broken(work: Work, where: Index) -> Index:
    """Return those of these cells that hold U+FFFD; `look` has told them already."""
    lost = [at for at in where.tolist() if "\ufffd" in work.column[at].as_py()]
    return np.array(lost, np.int64)


def tally_text(work: Work) -> None:
    """Count the cells that are surely text; leave the others vague when enough of them are."""
    data, starts = layout(work.column)
    filled = np.flatnonzero(np.diff(starts))
    work.tally.shapes[Shape.MISSING] += len(work.column) - len(filled)
    sure = 0
    for share, look_closer in _EFFORTS:
        part = filled[: max(1_000, len(filled) // share)]
        sure = _surely_text(work, data, starts, part, closer=look_closer)
        if sure * 5 >= len(filled):
            break
    work.tally.shapes[Shape.TEXT] += sure
    work.tally.vague += len(filled) - sure


def _surely_text(work: Work, data: Bytes, starts: Ints, cells: Index, *, closer: bool) -> int:
    if not len(cells):
        return 0
    low, high = starts[cells[0]], starts[cells[-1] + 1]
    never = np.bitwise_or.reduceat(_NEVER[data[low:high]], starts[cells] - low)
    sure = int(np.count_nonzero(never))
    if closer and sure < len(cells):
        rest = work.column.take(pa.array(cells[~never]))
        sure += len(rest) - int(pc.sum(pc.match_substring_regex(rest, _PERHAPS)).as_py() or 0)
    return sure


def marks(work: Work) -> Index:
    """Return the cells that are a mark of missing data, or may be one."""
    data, starts = layout(work.column)
    if not data.size:
        return np.empty(0, np.int64)
    known = _MARKS if not work.plan.marks else pa.array([*_MARKS.to_pylist(), *sorted(work.plan.marks)])
    lengths = np.diff(starts)
    longest = max(_LONGEST_MARK, *(len(mark.encode()) for mark in ("", *work.plan.marks)))
    first = data[np.minimum(starts[:-1], data.size - 1)]
    short = (lengths > 0) & (lengths <= longest)
    if not work.plan.marks:
        short &= _MARK_BEGINS[first]
    where = np.flatnonzero(short)
    if not len(where):
        return where
    return where[_true(pc.is_in(work.column.take(pa.array(where)), value_set=known))]


def _cells(bytes_at: Ints, starts: Ints) -> Index:
    return np.unique(np.searchsorted(starts, bytes_at, side="right") - 1)


def _true(mask: Any) -> Index:
    return np.flatnonzero(mask.fill_null(False).to_numpy(zero_copy_only=False))
