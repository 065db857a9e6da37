"""One column of one piece on the checker's table."""

from dataclasses import dataclass, field
from typing import Final

from springhead.engine.tables import months
from springhead.engine.tables.arrow import Array
from springhead.engine.tables.deciding import ColumnPlan, Tally
from springhead.engine.tables.lexical import Shape, Verdict, judge
from springhead.engine.tables.pieces import Index, Noted, Notes

TOLD: Final = 1_000  # cells kept of one note and piece
MEMORY: Final = 200_000  # verdicts remembered per column


class Judge:
    """`judge` with the marks and the name of one column, and a memory of what it has seen."""

    def __init__(self, plan: ColumnPlan) -> None:
        self._marks = plan.marks
        self._month = months.Reader.of(plan.name) if plan.months and not plan.forced else None
        self._seen: dict[str, Verdict] = {}

    def __call__(self, cell: str) -> Verdict:
        """Judge one cell."""
        known = self._seen.get(cell)
        if known is None:
            if len(self._seen) > MEMORY:
                self._seen.clear()
            known = self._judge(cell)
            self._seen[cell] = known
        return known

    def _judge(self, cell: str) -> Verdict:
        if cell in self._marks:
            return Verdict(Shape.MISSING)
        return (self._month(cell) if self._month else None) or judge(cell)


@dataclass(slots=True)
class Work:
    """One column of one piece on the table."""

    plan: ColumnPlan
    judge: Judge
    column: Array
    rows: Index
    lines: Index
    keep: int
    tally: Tally = field(default_factory=Tally)
    notes: dict[tuple[str, str], Notes] = field(default_factory=dict)
    problems: dict[str, list[Noted]] = field(default_factory=dict)
    bad: int = 0

    def cell(self, at: int, fixed: str = "") -> Noted:
        """Return one cell by its position in the piece."""
        return Noted(int(self.rows[at]), int(self.lines[at]), self.column[at].as_py(), fixed)

    def note(self, rule: str, mark: str, where: Index, fixed: str = "") -> None:
        """Note cells that were normalised, to be told together."""
        found = Notes(len(where), [self.cell(int(at), fixed) for at in where[:TOLD]])
        self.notes.setdefault((rule, mark), Notes()).add(found, TOLD)

    def tell(self, rule: str, where: Index, fixed: str = "") -> None:
        """Tell cells one by one."""
        told = self.problems.setdefault(rule, [])
        told += [self.cell(int(at), fixed) for at in where[: max(0, self.keep - len(told))]]
