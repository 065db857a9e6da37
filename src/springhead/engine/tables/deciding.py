"""Which type a column has, decided on all of its cells, never on the first rows.

A column is typed when at least 99 % of its cells that say something parse; else it stays text.
"""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Final

from springhead.engine.tables.lexical import Shape
from springhead.engine.tables.schema import Type

EXAMPLES: Final = 6

Cell = tuple[int, int, str]  # row, line, raw text


@dataclass(slots=True)
class Tally:
    """What the cells of one column were, so far.

    `vague` cells were not looked at one by one because enough others were surely text; `examples` keeps the
    first cell of each shape; `compact` a few distinct values of the date-like numbers.
    """

    shapes: Counter[Shape] = field(default_factory=Counter)
    vague: int = 0
    examples: dict[Shape, Cell] = field(default_factory=dict)
    compact: set[str] = field(default_factory=set)

    def add(self, other: "Tally") -> None:
        """Take in the tally of a later piece."""
        self.shapes.update(other.shapes)
        self.vague += other.vague
        for shape, cell in other.examples.items():
            self.examples.setdefault(shape, cell)
        if len(self.compact) < EXAMPLES:
            self.compact |= other.compact

    @property
    def total(self) -> int:
        """Cells that say something."""
        return sum(self.shapes.values()) + self.vague - self.shapes[Shape.MISSING]

    def sum(self, shapes: frozenset[Shape]) -> int:
        """Cells of any of these shapes."""
        return sum(self.shapes[shape] for shape in shapes)


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """How one column is read: its type and the shapes that type accepts.

    `raw` keeps the cells as they are; `exact` asks for a verdict on every cell of a text column; `forced`
    types come from a recipe; a `dropped` column has neither name nor data.
    """

    name: str
    type: Type = Type.TEXT
    shapes: frozenset[Shape] = frozenset()
    unit: str = ""
    zoned: bool = False
    raw: bool = False
    exact: bool = False
    forced: bool = False
    dropped: bool = False
    unnamed: bool = False
    marks: frozenset[str] = frozenset()
    quiet: frozenset[str] = frozenset()  # rules an officer has agreed to: normalised, not told again
    mostly: Type | None = None


_ROC: Final = frozenset({Shape.ROC_DATE, Shape.ROC_DATETIME})
_COMPACTS: Final = frozenset({Shape.COMPACT, Shape.COMPACT_ROC, Shape.COMPACT_ROC_ZERO})
_INTEGERS: Final = frozenset({Shape.INTEGER, Shape.COMPACT, Shape.COMPACT_ROC, Shape.COMPACT_DATETIME})
_DECIMALS: Final = _INTEGERS | {Shape.DECIMAL, Shape.SCIENTIFIC}
_NOT_NUMBERS: Final = frozenset({Shape.LEADING_ZERO, Shape.BIG, Shape.COMPACT_ROC_ZERO})
_DATES: Final = frozenset({Shape.DATE, Shape.ROC_DATE}) | _COMPACTS
_DATETIMES: Final = frozenset({Shape.DATETIME, Shape.ROC_DATETIME, Shape.COMPACT_DATETIME})
_ZONED: Final = frozenset({Shape.ZONED})
_TIMES: Final = frozenset({Shape.TIME})
_WORDS: Final = (
    frozenset({Shape.TRUE_FALSE}),
    frozenset({Shape.YES_NO}),
    frozenset({Shape.SHI_FOU}),
    frozenset({Shape.LETTER_Y, Shape.LETTER_N}),
)

_SAYS_DATE: Final = re.compile(r"日期|年月日|時間|生日|日$|期限|date|time|day\b|_dt\b", re.IGNORECASE)
_SAYS_CODE: Final = re.compile(
    r"編號|代碼|代號|序號|號|碼|(?:^|[_ ])(?:id|code|no|num|number)$", re.IGNORECASE
)

# What a type set by an officer accepts.
FORCED: Final[dict[Type, frozenset[Shape]]] = {
    Type.TEXT: frozenset(),
    Type.INTEGER: _INTEGERS,
    Type.DECIMAL: _DECIMALS | {Shape.PERCENT, Shape.LEADING_ZERO, Shape.BIG},
    Type.BOOLEAN: frozenset().union(*_WORDS),
    Type.DATE: _DATES | {Shape.ROC_SHORT},
    Type.TIME: _TIMES,
    Type.DATETIME: _DATETIMES,
}


def decide(plan: ColumnPlan, tally: Tally) -> ColumnPlan:
    """Return the plan these cells call for; the same plan when it was right."""
    if plan.raw or plan.forced:
        return plan
    base = replace(plan, type=Type.TEXT, shapes=frozenset(), unit="", zoned=False, mostly=None)
    if not tally.total:
        return replace(base, dropped=plan.unnamed, exact=False)
    if tally.vague:
        surely_text = tally.shapes[Shape.TEXT] * 10 > tally.total
        return replace(base, exact=not surely_text)
    found = _typed(base, tally)
    if found is not None:
        return replace(found, exact=False)
    return replace(base, exact=plan.exact, mostly=None if _SAYS_CODE.search(plan.name) else _mostly(tally))


def _typed(base: ColumnPlan, tally: Tally) -> ColumnPlan | None:
    total = tally.total - tally.shapes[Shape.SOFT_MISSING]
    if total < tally.shapes[Shape.SOFT_MISSING]:
        return None
    for kind, shapes in _candidates(base.name, tally):
        if total and tally.sum(shapes) * 100 >= total * 99:
            unit = "%" if Shape.PERCENT in shapes else ""
            return replace(base, type=kind, shapes=shapes, unit=unit, zoned=shapes == _ZONED)
    return None


def _candidates(name: str, tally: Tally) -> list[tuple[Type, frozenset[Shape]]]:
    found: list[tuple[Type, frozenset[Shape]]] = []
    shapes = tally.shapes
    day = _DATES | {Shape.ROC_SHORT} if tally.sum(_ROC) else _DATES
    plain = shapes[Shape.DATE] + shapes[Shape.ROC_DATE]
    if plain or _compact_is_date(name, tally):
        found.append((Type.DATE, day))
    if shapes[Shape.DATETIME] + shapes[Shape.ROC_DATETIME] or _compact_is_date(name, tally):
        found.append((Type.DATETIME, _DATETIMES))
    found += [(Type.DATETIME, _ZONED), (Type.TIME, _TIMES)]
    if not tally.sum(_NOT_NUMBERS):
        if not shapes[Shape.DECIMAL]:
            found.append((Type.INTEGER, _INTEGERS))
        if shapes[Shape.DECIMAL] or not tally.sum(_INTEGERS):
            found.append((Type.DECIMAL, _DECIMALS))
    found.append((Type.DECIMAL, frozenset({Shape.PERCENT})))
    found += [(Type.BOOLEAN, words) for words in _WORDS if _both_letters(words, tally)]
    return found


def _both_letters(words: frozenset[Shape], tally: Tally) -> bool:
    # A column of nothing but "N" may be a compass point or a grade.
    return Shape.LETTER_Y not in words or bool(tally.shapes[Shape.LETTER_Y] and tally.shapes[Shape.LETTER_N])


def _compact_is_date(name: str, tally: Tally) -> bool:
    # Of all seven-digit numbers 4 % are also dates: five different ones in a row are no accident.
    if _SAYS_DATE.search(name):
        return True
    return not _SAYS_CODE.search(name) and len(tally.compact) >= 5


def _mostly(tally: Tally) -> Type | None:
    if tally.sum(_NOT_NUMBERS):
        return None
    families = (
        (Type.DECIMAL, _DECIMALS),
        (
            Type.DATE,
            frozenset({Shape.DATE, Shape.ROC_DATE, Shape.ROC_SHORT} if tally.sum(_ROC) else {Shape.DATE}),
        ),
        (Type.DATETIME, _DATETIMES - {Shape.COMPACT_DATETIME}),
    )
    total = tally.total - tally.shapes[Shape.SOFT_MISSING]
    for kind, shapes in families:
        fits = tally.sum(shapes)
        most = fits * 10 >= total * 9 if total >= 10 else fits >= 3 and fits == total - 1
        if most and fits > tally.shapes[Shape.SOFT_MISSING]:
            return Type.INTEGER if kind is Type.DECIMAL and not tally.shapes[Shape.DECIMAL] else kind
    return None
