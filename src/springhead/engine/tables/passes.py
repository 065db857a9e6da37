"""Running pieces through the checker until the plans of the columns and their cells agree.

The first plans come from a sample. One pass over the whole file checks under them and counts everything;
when the counts call for other plans, the file is read again under those. Three passes always suffice.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from springhead.engine.tables import repeats, sharing, units
from springhead.engine.tables.checking import check
from springhead.engine.tables.collecting import Collector
from springhead.engine.tables.deciding import Cell, ColumnPlan, Tally, decide, says_code
from springhead.engine.tables.grid import Grid
from springhead.engine.tables.lexical import Shape
from springhead.engine.tables.limits import Limits
from springhead.engine.tables.pieces import Piece, PieceResult
from springhead.engine.tables.schema import Type
from springhead.engine.tables.textgrid import TextGrid
from springhead.engine.tables.work import Judge
from springhead.engine.tables.writing import TableWriter

SAMPLE: Final = 1_000  # rows of the first piece the first plans are made from
KEEP: Final = 2_000  # bad cells of one column and piece told while the plans are not yet sure
MOST: Final = 4
_UNCLEAR: Final = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\Z", re.ASCII)  # the year comes last
_POINTED: Final = re.compile(
    r"\d{3,}\.0+\Z", re.ASCII
)  # a code that went through a spreadsheet or a data frame

Task = Callable[[], Piece]
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The plans that held and what was found under them."""

    plans: list[ColumnPlan]
    collector: Collector


@dataclass(frozen=True, slots=True)
class Run:
    """What all passes over one grid share."""

    grid: Grid
    limits: Limits
    out: Path | None
    total: int  # rows expected, 0 when unknown
    progress: Progress | None


def settle(run: Run, first: list[ColumnPlan]) -> Outcome:
    """Check the whole grid, as often as needed."""
    plans = _sampled(run.grid, first)
    keep = KEEP
    for _ in range(MOST):
        collector = _pass(run, plans, keep=keep)
        wanted = [decide(plan, tally) for plan, tally in zip(plans, collector.tallies, strict=True)]
        agreed = wanted == plans
        if agreed and not collector.truncated:
            return Outcome(wanted, collector)
        collector.close()
        plans, keep = wanted, 1 << 60 if agreed else keep
    return Outcome(plans, _pass(run, plans, keep=1 << 60))


def _sampled(grid: Grid, first: list[ColumnPlan]) -> list[ColumnPlan]:
    piece = next((piece for piece in pieces(grid) if piece.batch.num_rows), None)
    if piece is None:
        return first
    piece = Piece(piece.batch.slice(0, SAMPLE))
    exact = [plan if plan.forced or plan.raw else replace(plan, exact=True) for plan in first]
    result = check(piece, exact, [Judge(plan) for plan in exact], keep=0)
    plans = [_guess(plan, column.tally) for plan, column in zip(exact, result.columns, strict=True)]
    return [_remarked(piece, at, plan) for at, plan in enumerate(plans)]


def _remarked(piece: Piece, at: int, plan: ColumnPlan) -> ColumnPlan:
    if plan.type not in {Type.TEXT, Type.DECIMAL} or plan.raw or plan.forced or plan.reads_months:
        return plan
    cells = piece.batch.column(at).to_pylist()
    if says_code(plan.name):
        pointed = [place for place, cell in enumerate(cells) if cell and _POINTED.match(cell)]
        usual = len(pointed) * 2 > sum(bool(cell) for cell in cells)
        return replace(plan, pointed=(_cell(piece, at, pointed[0]), len(pointed))) if usual else plan
    unclear = [place for place, cell in enumerate(cells) if cell and _UNCLEAR.match(cell)]
    if len(unclear) * 2 > sum(bool(cell) for cell in cells):
        return replace(plan, ambiguous=(_cell(piece, at, unclear[0]), len(unclear)))
    found = units.measured(cells) if plan.type is Type.TEXT else None
    if found is None:
        return plan
    place, unit, count = found
    return replace(plan, measured=(_cell(piece, at, place), unit, count))


def _cell(piece: Piece, at: int, place: int) -> Cell:
    row, line, value = (piece.batch.column(name)[place].as_py() for name in ("row", "line", str(at)))
    return row, line, value


def _guess(plan: ColumnPlan, tally: Tally) -> ColumnPlan:
    found = decide(plan, tally)
    if found.type is not Type.TEXT or found.forced or found.raw or found.reads_months:
        return found
    return replace(found, exact=found.mostly is not None or tally.shapes[Shape.TEXT] * 10 <= tally.total)


def _checked(
    piece: Piece, *, header: list[list[str]], plans: list[ColumnPlan], judges: list[Judge], keep: int
) -> PieceResult:
    piece = repeats.without(piece, header)
    repeats.tell_totals(piece, len(plans))
    return check(piece, plans, judges, keep=keep)


def pieces(grid: Grid) -> Iterator[Piece]:
    """Yield the rows of a grid in order, header rows among them taken out."""
    return (repeats.without(task(), grid.header) for task in _tasks(grid))


def _tasks(grid: Grid) -> Iterator[Task]:
    if isinstance(grid, TextGrid):
        return grid.tasks()
    return (partial(Piece, batch) for batch in grid.batches())


def _pass(run: Run, plans: list[ColumnPlan], *, keep: int) -> Collector:
    findings = run.out / "findings.ndjson" if run.out else None
    collector = Collector(plans, per_rule=run.limits.findings_per_rule, file=findings)
    writer = TableWriter(run.out / "table.parquet", run.out / "grid.parquet", plans) if run.out else None
    judges = [Judge(plan) for plan in plans]
    work = partial(_checked, header=run.grid.header, plans=plans, judges=judges, keep=keep)
    for result in _in_order(run, work):
        collector.take(result)
        if writer:
            writer.write(result)
        if run.progress and run.total:
            run.progress("check", min(1.0, collector.rows / run.total))
    if writer:
        writer.close()
    return collector


def _in_order(run: Run, work: Callable[[Piece], PieceResult]) -> Iterator[PieceResult]:
    """Run the tasks on all cores and yield their results in order."""
    shares = run.limits.processes
    if shares > 1 and run.out is None and isinstance(run.grid, TextGrid):
        return sharing.in_order(run.grid.tasks, work, shares)
    return _threaded(run, work)


def _threaded(run: Run, work: Callable[[Piece], PieceResult]) -> Iterator[PieceResult]:
    # A few threads: Arrow and NumPy let go of the interpreter.
    waiting: deque[Future[PieceResult]] = deque()
    with ThreadPoolExecutor(run.limits.threads) as pool:
        for task in _tasks(run.grid):
            waiting.append(pool.submit(_one, task, work))
            if len(waiting) > run.limits.threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _one(task: Task, work: Callable[[Piece], PieceResult]) -> PieceResult:
    return work(task())
