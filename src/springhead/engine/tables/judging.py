"""What can only be said of a column once all of it was seen."""

import re
from typing import Final

from springhead.engine.tables import cell_texts, texts
from springhead.engine.tables.collecting import Collector
from springhead.engine.tables.deciding import ColumnPlan, Tally
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.lexical import Shape
from springhead.engine.tables.schema import Type

SENTINELS: Final = frozenset(
    (-1.0, -9.0, -99.0, -999.0, -9999.0, -99999.0, -9.9, -99.9, -999.9, -9999.9, -99.99, -999.99, -9998.0)
)
_MAY_BE_BELOW_ZERO: Final = re.compile(
    r"溫|差|增減|成長|淨|率|變|餘絀|盈虧|經|緯|temp|diff|change|net|lon|lat|vote", re.IGNORECASE
)


def tell_columns(collector: Collector, plans: list[ColumnPlan]) -> None:
    """Add the findings about whole columns."""
    for at, plan in enumerate(plans):
        tally = collector.tallies[at]
        if plan.dropped:
            collector.tell(Finding(texts.EMPTY_COLUMN.at(plan.name, number=at + 1), column=plan.name))
        if plan.ambiguous:
            (row, line, value), count = plan.ambiguous
            problem = cell_texts.AMBIGUOUS_DATE.at(plan.name, value=value, count=count)
            collector.tell(Finding(problem, row, line, plan.name, value), count)
        if plan.pointed:
            (row, line, value), count = plan.pointed
            problem = cell_texts.DECIMAL_CODE.at(plan.name, value=value, count=count)
            collector.tell(Finding(problem, row, line, plan.name, value), count)
        if plan.measured and plan.type is Type.TEXT and not plan.mostly:
            (row, line, value), unit, count = plan.measured
            problem = cell_texts.UNIT_IN_CELLS.at(plan.name, value=value, fixed=unit, count=count)
            collector.tell(Finding(problem, row, line, plan.name, value), count)
        _scientific(collector, plan, tally)
        _sentinel(collector, at, plan)


def _scientific(collector: Collector, plan: ColumnPlan, tally: Tally) -> None:
    count = tally.shapes[Shape.SCIENTIFIC]
    if not count or tally.shapes[Shape.DECIMAL] or plan.raw or Shape.SCIENTIFIC not in tally.examples:
        return
    row, line, value = tally.examples[Shape.SCIENTIFIC]
    collector.tell(
        Finding(cell_texts.SCIENTIFIC.at(plan.name, value=value, count=count), row, line, plan.name, value),
        count,
    )


def _sentinel(collector: Collector, at: int, plan: ColumnPlan) -> None:
    negatives, highest = collector.negatives[at], collector.highest[at]
    if (
        plan.type not in {Type.INTEGER, Type.DECIMAL}
        or len(negatives) != 1
        or _MAY_BE_BELOW_ZERO.search(plan.name)
    ):
        return
    ((number, notes),) = negatives.items()
    if number not in SENTINELS or highest is None or highest <= 1:
        return
    cell = notes.cells[0]
    problem = cell_texts.SENTINEL.at(plan.name, value=cell.value, count=notes.count)
    collector.tell(Finding(problem, cell.row, cell.line, plan.name, cell.value), notes.count)
