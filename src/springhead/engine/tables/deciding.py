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
    months: bool = True  # cells may be year-months of the ROC calendar, as far as is known
    dropped: bool = False
    unnamed: bool = False
    marks: frozenset[str] = frozenset()
    quiet: frozenset[str] = frozenset()  # rules an officer has agreed to: normalised, not told again
    mostly: Type | None = None  # a text column most of whose cells are of this type ...
    usual: frozenset[Shape] = frozenset()  # ... in these shapes; the others are told one by one
    ambiguous: tuple[Cell, int] | None = (
        None  # in the sample: first date whose day and month cannot be told apart
    )
    pointed: tuple[Cell, int] | None = None  # in the sample: first code written with decimals, and how many
    measured: tuple[Cell, str, int] | None = (
        None  # in the sample: first cell with a unit in it, unit, how many
    )

    @property
    def reads_months(self) -> bool:
        """Whether this is a text column of year-months of the ROC calendar."""
        return self.type is Type.TEXT and bool(self.shapes)


_NONE: Final[frozenset[Shape]] = frozenset()
_ROC: Final = frozenset({Shape.ROC_DATE, Shape.ROC_DATETIME})
_COMPACTS: Final = frozenset({Shape.COMPACT, Shape.COMPACT_ROC, Shape.COMPACT_ROC_ZERO})
_INTEGERS: Final = frozenset({Shape.INTEGER, Shape.COMPACT, Shape.COMPACT_ROC, Shape.COMPACT_DATETIME})
_DECIMALS: Final = _INTEGERS | {Shape.DECIMAL, Shape.SCIENTIFIC}
_NOT_NUMBERS: Final = frozenset({Shape.LEADING_ZERO, Shape.BIG, Shape.COMPACT_ROC_ZERO})
_DATES: Final = frozenset({Shape.DATE, Shape.ROC_DATE}) | _COMPACTS
_DATETIMES: Final = frozenset({Shape.DATETIME, Shape.ROC_DATETIME, Shape.COMPACT_DATETIME})
_ZONED: Final = frozenset({Shape.ZONED})
_TIMES: Final = frozenset({Shape.TIME})
_MONTHS: Final = frozenset({Shape.ROC_MONTH, Shape.ROC_YEAR})
_POINTED: Final = frozenset({Shape.ROC_MONTH_ONE, Shape.ROC_MONTH_TEN})
_WORDS: Final = (
    frozenset({Shape.TRUE_FALSE}),
    frozenset({Shape.YES_NO}),
    frozenset({Shape.SHI_FOU}),
    frozenset({Shape.LETTER_Y, Shape.LETTER_N}),
)

_SAYS_DATE: Final = re.compile(r"日期|年月日|時間|生日|日$|期限|date|time|day\b|_dt\b", re.IGNORECASE)
_SAYS_CODE: Final = re.compile(
    r"編號|代碼|代號|序號|號|碼|(?:^|[_ ])(?:id|code|no|num|number|key)$", re.IGNORECASE
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


def says_code(name: str) -> bool:
    """Tell whether the name of a column says that it holds codes."""
    return bool(_SAYS_CODE.search(name))


def decide(plan: ColumnPlan, tally: Tally) -> ColumnPlan:
    """Return the plan these cells call for; the same plan when it was right."""
    if plan.raw or plan.forced:
        return plan
    base = replace(plan, type=Type.TEXT, shapes=frozenset(), unit="", zoned=False, mostly=None, usual=_NONE)
    if not tally.total:
        return replace(base, dropped=plan.unnamed, exact=False)
    if tally.vague:
        surely_text = tally.shapes[Shape.TEXT] * 10 > tally.total
        return replace(base, exact=not surely_text)
    found = _typed(base, tally)
    if tally.sum(_MONTHS | _POINTED) and not (found and found.reads_months):
        # Read once more, as if nobody had ever written a year-month.
        return replace(found or base, months=False, exact=found is None)
    if found is not None:
        return replace(found, exact=False)
    kind, usual = _mostly(plan.name, tally)
    return replace(base, exact=plan.exact, mostly=kind, usual=usual)


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
    if tally.sum(_MONTHS | _POINTED):
        found.append((Type.TEXT, _month_shapes(tally)))
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


def _month_shapes(tally: Tally) -> frozenset[Shape]:
    # 113.1 beside a 113.10 is January; without one it may be an October whose zero a spreadsheet took.
    clear = tally.shapes[Shape.ROC_MONTH_TEN] or not tally.shapes[Shape.ROC_MONTH_ONE]
    return _MONTHS | _POINTED if clear else _MONTHS


def _both_letters(words: frozenset[Shape], tally: Tally) -> bool:
    # A column of nothing but "N" may be a compass point or a grade.
    return Shape.LETTER_Y not in words or bool(tally.shapes[Shape.LETTER_Y] and tally.shapes[Shape.LETTER_N])


def _compact_is_date(name: str, tally: Tally) -> bool:
    # Of all seven-digit numbers 4 % are also dates: five different ones in a row are no accident.
    if _SAYS_DATE.search(name):
        return True
    return not _SAYS_CODE.search(name) and len(tally.compact) >= 5


def _mostly(name: str, tally: Tally) -> tuple[Type | None, frozenset[Shape]]:
    """Return the type most cells of a text column have, and the shapes it takes, or nothing.

    A column of codes may mix digits and letters: only cells that are no code at all are odd there.
    """
    code = bool(_SAYS_CODE.search(name)) or _of_one_width(tally)
    day = bool(_SAYS_DATE.search(name))
    total = tally.total - tally.shapes[Shape.SOFT_MISSING]
    for family, shapes in _families(tally, day=day):
        fits = tally.sum(shapes)
        if code:
            fits += tally.sum(_NOT_NUMBERS)
        tenths = 5 if day and family in _MOMENTS else 8
        most = fits * 10 >= total * tenths if total >= 10 else fits >= 3 and fits == total - 1
        if not most or fits <= tally.shapes[Shape.SOFT_MISSING] or fits == total:
            continue
        if code:
            return (
                (family, shapes | _NOT_NUMBERS)
                if family in _NUMBERS and _no_codes(tally, shapes)
                else (None, _NONE)
            )
        whole = family is Type.DECIMAL and not tally.shapes[Shape.DECIMAL] + tally.shapes[Shape.PERCENT]
        return (Type.INTEGER if whole else family), shapes
    return None, _NONE


_NUMBERS: Final = frozenset({Type.INTEGER, Type.DECIMAL})
_MOMENTS: Final = frozenset({Type.DATE, Type.DATETIME, Type.TIME})


def _families(tally: Tally, *, day: bool) -> tuple[tuple[Type, frozenset[Shape]], ...]:
    more = {Shape.ROC_SHORT} if tally.sum(_ROC) else set()
    more |= _COMPACTS if day else set()
    return (
        (Type.DECIMAL, _DECIMALS),
        (Type.DECIMAL, frozenset({Shape.PERCENT})),
        (Type.DATE, frozenset({Shape.DATE, Shape.ROC_DATE, *more})),
        (Type.DATETIME, _DATETIMES - {Shape.COMPACT_DATETIME}),
        (Type.DATETIME, _ZONED),
        (Type.TIME, _TIMES),
        *((Type.BOOLEAN, words) for words in _WORDS if _both_letters(words, tally)),
    )


def _of_one_width(tally: Tally) -> bool:
    # 00, 12, 37: a leading zero among numbers as long as it is a code, not a slip.
    zero, number = tally.examples.get(Shape.LEADING_ZERO), tally.examples.get(Shape.INTEGER)
    return zero is not None and number is not None and len(zero[2]) == len(number[2])


def _no_codes(tally: Tally, shapes: frozenset[Shape]) -> bool:
    # A text with a digit may be a code; the first of each shape is all that is known of them.
    odd = (cell for shape, cell in tally.examples.items() if shape not in shapes | _NOT_NUMBERS | _SILENT)
    return not any(char.isdigit() for _, _, text in odd for char in text)


_SILENT: Final = frozenset({Shape.MISSING, Shape.SOFT_MISSING})
