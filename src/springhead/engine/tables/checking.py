"""Checking one piece of a table against the plans of its columns.

Most cells of most files are in order, so whole columns are read with `kernels.split` first; only the cells it
could not read at once are judged one by one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from springhead.engine.tables import kernels, oddities, twins
from springhead.engine.tables.arrow import Array, pc
from springhead.engine.tables.deciding import EXAMPLES, ColumnPlan
from springhead.engine.tables.lexical import HARD_MARKS, Shape, Verdict, shown
from springhead.engine.tables.pieces import ColumnResult, Index, Notes, Piece, PieceResult, example
from springhead.engine.tables.schema import Type
from springhead.engine.tables.work import Judge, Work

_COMPACTS: Final = frozenset(
    {Shape.COMPACT, Shape.COMPACT_ROC, Shape.COMPACT_ROC_ZERO, Shape.COMPACT_DATETIME}
)
_NUMERIC: Final = frozenset({Type.INTEGER, Type.DECIMAL})
_DATED: Final = frozenset({Type.DATE, Type.DATETIME})
_OLDEST, _LATEST = 1600, 2100  # years written history of Taiwan and any plan of today lie between


def check(piece: Piece, plans: list[ColumnPlan], judges: list[Judge], *, keep: int) -> PieceResult:
    """Check every column of a piece. `keep` bounds the bad cells told of one column."""
    batch = piece.batch
    rows = batch.column("row").to_numpy()
    lines = batch.column("line").to_numpy()
    columns = []
    for number, plan in enumerate(plans):
        work = Work(plan, judges[number], batch.column(str(number)), rows, lines, keep)
        columns.append(_column(work))
    return PieceResult(piece, columns, batch.num_rows)


def _column(work: Work) -> ColumnResult:
    oddities.look(work)
    if work.plan.marks and not work.plan.raw and work.plan.type is not Type.TEXT:
        _take_marks(work)  # a kernel would read a mark such as -9 as a number
    if work.plan.raw:
        work.tally.shapes[Shape.TEXT] += len(work.column) - work.column.null_count
        values: Array = work.column
    elif work.plan.type is Type.TEXT and not work.plan.reads_months:
        values = _text(work)
    else:
        values = _typed(work)
    result = ColumnResult(values, work.tally, work.notes, work.problems, work.bad)
    if work.plan.type in _DATED:
        _out_of_range(work, values)
    if work.plan.type in _NUMERIC:
        result.growing = twins.growing(values) if work.plan.type is Type.INTEGER else None
        lowest, result.highest = (value.as_py() for value in pc.min_max(values).values())
        result.negatives = _negatives(work, values) if lowest is not None and lowest < 0 else {}
    return result


def _out_of_range(work: Work, values: Array) -> None:
    low, high = (value.as_py() for value in pc.min_max(values).values())
    if low is None or (low.year >= _OLDEST and high.year <= _LATEST):
        return
    years = pc.year(values).fill_null(_OLDEST).to_numpy(zero_copy_only=False)
    work.tell("date-out-of-range", np.flatnonzero((years < _OLDEST) | (years > _LATEST)))


def _take_marks(work: Work) -> None:
    marked = pc.is_in(work.column, value_set=pa.array(sorted(work.plan.marks), pa.string()))
    work.column = pc.if_else(marked, pa.scalar(None, pa.string()), work.column)


# Typed columns --------------------------------------------------------------------------------------------
def _typed(work: Work) -> Array:
    found = kernels.split(work.column, work.plan)
    if found is None:
        return _judged(work, work.column, None)
    values, odd = found
    plain = len(work.column) - len(odd)
    missing = work.column.null_count
    work.tally.shapes[_MAIN[work.plan.type]] += plain - missing
    work.tally.shapes[Shape.MISSING] += missing
    if not len(odd):
        return values
    judged = _judged(work, work.column.take(pa.array(odd)), odd)
    mask = np.zeros(len(values), bool)
    mask[odd] = True
    return pc.replace_with_mask(values, pa.array(mask), judged)


_MAIN: Final = {
    Type.INTEGER: Shape.INTEGER,
    Type.DECIMAL: Shape.DECIMAL,
    Type.DATE: Shape.DATE,
    Type.DATETIME: Shape.DATETIME,
}


@dataclass(slots=True)
class _Sorted:
    """The distinct cells of a stretch, judged, and where each stands."""

    texts: list[str]
    verdicts: list[Verdict]
    codes: Index
    places: Index | None = None  # positions in the piece; None when the cells are all of it

    def where(self, wanted: list[int]) -> Index:
        """Positions in the piece of the cells with these codes."""
        found = np.flatnonzero(np.isin(self.codes, wanted))
        return found if self.places is None else self.places[found]


def _sorted(work: Work, cells: Array, places: Index | None = None) -> _Sorted:
    part = cells.dictionary_encode()
    texts = part.dictionary.to_pylist()
    codes = part.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    verdicts = [work.judge(text) for text in texts]
    found = _Sorted(texts, verdicts, codes, places)
    counts = np.bincount(codes + 1, minlength=len(texts) + 1)
    work.tally.shapes[Shape.MISSING] += int(counts[0])
    for code, verdict in enumerate(verdicts):
        _count(work, found, code, verdict, int(counts[code + 1]))
    return found


def _count(work: Work, found: _Sorted, code: int, verdict: Verdict, count: int) -> None:
    tally, shape = work.tally, verdict.shape
    tally.shapes[shape] += count
    if shape in _COMPACTS and len(tally.compact) < EXAMPLES:
        tally.compact.add(found.texts[code])
    if shape not in tally.examples:
        at = int(np.argmax(found.codes == code))
        at = at if found.places is None else int(found.places[at])
        tally.examples[shape] = example(work.rows[at], work.lines[at], found.texts[code])


def _judged(work: Work, cells: Array, places: Index | None) -> Array:
    found = _sorted(work, cells, places)
    values: list[Any] = [None] * len(found.texts)
    wrong: list[int] = []
    for code, verdict in enumerate(found.verdicts):
        if verdict.shape in work.plan.shapes:
            values[code] = _value(work, found, code, verdict)
        elif verdict.shape in {Shape.MISSING, Shape.SOFT_MISSING}:
            work.note("missing-mark", found.texts[code], found.where([code]))
        else:
            wrong.append(code)
    if wrong and work.plan.reads_months:
        values = [found.texts[code] if code in set(wrong) else value for code, value in enumerate(values)]
        _wrong(work, found.where(wrong), "no-roc-month")
    elif wrong:
        _wrong(work, found.where(wrong))
    typed: Array = pa.array(values, kernels.arrow_type(work.plan))
    return typed.take(pa.array(found.codes, mask=found.codes < 0))


def _value(work: Work, found: _Sorted, code: int, verdict: Verdict) -> Any:
    kind = work.plan.type
    value = _number(kind, verdict, found.texts[code]) if kind in _NUMERIC else verdict.value
    for rule in _rules(kind, verdict):
        work.note(rule, "", found.where([code]), shown(value))
    return value


def _number(kind: Type, verdict: Verdict, text: str) -> float | int | None:
    if verdict.shape in {Shape.LEADING_ZERO, Shape.BIG}:
        return float(text)
    number = verdict.number if verdict.shape in _COMPACTS else verdict.value
    return float(number) if kind is Type.DECIMAL and number is not None else number


def _rules(kind: Type, verdict: Verdict) -> Iterator[str]:
    if kind is Type.BOOLEAN and verdict.shape is not Shape.TRUE_FALSE:
        yield "boolean-word"
    for rule in verdict.notes:
        if kind not in _NUMERIC or rule not in {"roc-date", "date-form"}:
            yield rule


def _wrong(work: Work, where: Index, rule: str = "type-error") -> None:
    # A cell with a broken character is told as such, not also as a wrong type.
    broken = oddities.broken(work, where)
    where = where[~np.isin(where, broken)] if len(broken) else where
    work.bad += len(where) + len(broken)
    work.tell(rule, where)


def _negatives(work: Work, values: Array) -> dict[float, Notes]:
    numbers = values.fill_null(0).to_numpy(zero_copy_only=False)
    below = np.flatnonzero(numbers < 0)
    found: dict[float, Notes] = {}
    for number in np.unique(numbers[below])[:3]:
        where = below[numbers[below] == number]
        found[float(number)] = Notes(len(where), [work.cell(int(where[0]))])
    return found


# Text columns ---------------------------------------------------------------------------------------------
def _text(work: Work) -> Array:
    if work.plan.exact:
        found = _sorted(work, work.column)
        if work.plan.mostly:
            _tell_odd(work, found)
        marks = [code for code, verdict in enumerate(found.verdicts) if verdict.shape is Shape.MISSING]
        soft = [code for code, verdict in enumerate(found.verdicts) if verdict.shape is Shape.SOFT_MISSING]
        return _without(work, found, marks, soft)
    oddities.tally_text(work)
    where = oddities.marks(work)
    if not len(where):
        return work.column
    coded = work.column.take(pa.array(where)).dictionary_encode()
    codes = np.full(len(work.column), -1, np.int64)
    codes[where] = coded.indices.to_numpy()
    found = _Sorted(coded.dictionary.to_pylist(), [], codes)
    hard = [code for code, text in enumerate(found.texts) if text in HARD_MARKS or text in work.plan.marks]
    return _without(work, found, hard, [code for code in range(len(found.texts)) if code not in hard])


def _tell_odd(work: Work, found: _Sorted) -> None:
    usual = work.plan.usual | {Shape.MISSING, Shape.SOFT_MISSING}
    odd = [code for code, verdict in enumerate(found.verdicts) if verdict.shape not in usual]
    where = found.where(odd) if odd else np.empty(0, np.int64)
    where = where[~np.isin(where, oddities.broken(work, where))]
    if len(where):
        work.tell("mostly-typed", where)


def _without(work: Work, found: _Sorted, marks: list[int], soft: list[int]) -> Array:
    for code in soft:
        work.note("maybe-missing", found.texts[code], found.where([code]))
    if not marks:
        return work.column
    for code in marks:
        work.note("missing-mark", found.texts[code], found.where([code]))
    gone = np.isin(found.codes, marks)
    if not work.plan.exact:
        work.tally.shapes[Shape.MISSING] += int(np.count_nonzero(gone))
        work.tally.vague -= int(np.count_nonzero(gone))
    return pc.if_else(pa.array(gone), pa.scalar(None, pa.string()), work.column)
