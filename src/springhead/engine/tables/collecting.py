"""Gathering what was found: counted exactly, kept within bounds, written whole to the findings file.

Cells with an error are told one by one. What was normalised is told cell by cell while it is the exception,
and once for the column, with a count, where it is the rule (a column of ROC dates is one message, not a
million).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

import orjson

from springhead.engine.kernel.problems import Kind
from springhead.engine.tables import cell_texts, texts, twins
from springhead.engine.tables.deciding import ColumnPlan, Tally
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.lexical import Shape
from springhead.engine.tables.pieces import ColumnResult, Noted, Notes, PieceResult

SHOWN: Final = 200
AROUND: Final = 40  # characters of a long cell shown around an odd one
ONCE: Final = frozenset(("boolean-word", "percent-sign"))  # that is how the whole column is written
EACH: Final = {  # cells told one by one; others: up to ALL_TOLD
    "missing-mark": 100,
    "maybe-missing": 100,
    "padded-cell": 100,
    "date-form": 100,
    "thousands-separator": 100,
}
ALL_TOLD: Final = 1_000

_PROBLEMS: Final[dict[str, Kind]] = {
    "type-error": cell_texts.TYPE_ERROR,
    "mostly-typed": cell_texts.MOSTLY_TYPED,
    "no-roc-month": cell_texts.NO_ROC_MONTH,
    "formula": cell_texts.FORMULA,
    "private-use": texts.PRIVATE_USE,
    "lost-character": texts.LOST_CHARACTER,
    "nul": texts.NUL,
    "control-character": texts.CONTROL,
    "spreadsheet-error": cell_texts.SPREADSHEET_ERROR,
    "date-out-of-range": cell_texts.DATE_OUT_OF_RANGE,
}
_BAD: Final = (
    "type-error",
    "no-roc-month",
    "lost-character",
)  # a cell that does not fit is told as one of them
NOTES: Final[dict[str, Kind]] = {
    "roc-date": cell_texts.ROC_DATE,
    "roc-month": cell_texts.ROC_MONTH,
    "fullwidth-digit": cell_texts.FULLWIDTH_DIGIT,
    "thousands-separator": cell_texts.THOUSANDS,
    "percent-sign": cell_texts.PERCENT,
    "boolean-word": cell_texts.BOOLEAN_WORD,
    "date-form": cell_texts.DATE_FORM,
    "missing-mark": cell_texts.MISSING_MARK,
    "maybe-missing": cell_texts.MAYBE_MISSING,
    "padded-cell": cell_texts.PADDED_CELL,
}


class Collector:
    """The findings and tallies of one pass over a table."""

    def __init__(self, plans: Sequence[ColumnPlan], *, per_rule: int, file: Path | None) -> None:
        self.plans = plans
        self.per_rule = per_rule
        self.kept: dict[str, list[Finding]] = defaultdict(list)
        self.counts: Counter[str] = Counter()
        self.places: dict[str, Counter[str]] = defaultdict(Counter)  # by rule, then by column
        self.tallies = [Tally() for _ in plans]
        self.notes: list[dict[tuple[str, str], Notes]] = [{} for _ in plans]
        self.negatives: list[dict[float, Notes]] = [{} for _ in plans]
        self.highest: list[float | None] = [None for _ in plans]
        self.growing: dict[int, twins.Ends | None] = {}
        self.blank: list[tuple[int, int]] = []
        self.blank_rows = self.trimmed_rows = self.rows = self.set_aside = 0
        self.footer: list[tuple[int, int, str]] = []
        self.truncated = False
        self._out: BinaryIO | None = file.open("wb") if file else None

    def tell(self, finding: Finding, count: int = 1) -> None:
        """Take one finding, standing for `count` cells or rows."""
        code = finding.problem.code
        self.counts[code] += count
        self.places[code][finding.column or ""] += count
        if len(self.kept[code]) < self.per_rule:
            self.kept[code].append(finding)
        if self._out:
            self._out.write(_line(finding))

    def take(self, result: PieceResult) -> None:
        """Take in the next piece."""
        piece = result.piece
        self.rows += result.rows
        self.set_aside += piece.set_aside
        self.blank_rows += piece.blank_rows
        self.blank += piece.blank[: max(0, ALL_TOLD - len(self.blank))]
        self.trimmed_rows += piece.trimmed_rows
        self.footer += piece.footer
        told = {(finding.row, finding.column) for finding in piece.findings}
        for finding in piece.findings:
            self.tell(self._named(finding))
        for at, column in enumerate(result.columns):
            self._column(at, column, told)
            if result.rows:
                known = self.growing.get(at, column.growing)
                self.growing[at] = twins.joined(known, column.growing) if at in self.growing else known

    def _named(self, finding: Finding) -> Finding:
        if finding.column is None or not finding.column.startswith("#"):
            return finding
        return Finding(
            finding.problem, finding.row, finding.line, self._name(int(finding.column[1:]) - 1), finding.value
        )

    def _name(self, at: int) -> str:
        return self.plans[at].name if at < len(self.plans) else f"#{at + 1}"

    def _column(self, at: int, column: ColumnResult, told: set[tuple[int | None, str | None]]) -> None:
        self.tallies[at].add(column.tally)
        for key, notes in column.notes.items():
            self.notes[at].setdefault(key, Notes()).add(notes, ALL_TOLD)
        for number, notes in column.negatives.items():
            if len(self.negatives[at]) < 3 or number in self.negatives[at]:
                self.negatives[at].setdefault(number, Notes()).add(notes, 1)
        if column.highest is not None:
            self.highest[at] = max(column.highest, self.highest[at] or column.highest)
        self.truncated |= column.bad > sum(len(column.problems.get(rule, ())) for rule in _BAD)
        for rule, cells in column.problems.items():
            for cell in cells:
                if rule != "lost-character" or (cell.row, f"#{at + 1}") not in told:
                    self.tell(self._problem(rule, at, cell))

    def _problem(self, rule: str, at: int, cell: Noted) -> Finding:
        plan = self.plans[at]
        kind = plan.mostly if rule == "mostly-typed" and plan.mostly else plan.type
        chinese, english = cell_texts.TYPE_NAMES[kind]
        shown = cell.value[:SHOWN]
        problem = _PROBLEMS[rule].at(
            plan.name,
            value=_visible(_around(cell)),
            fixed=cell.fixed,
            type=str(kind),
            type_zh=chinese,
            type_en=english,
        )
        return Finding(problem, cell.row, cell.line, plan.name, shown)

    def finish(self) -> None:
        """Tell what was only counted so far."""
        self._tell_rows()
        for at, plan in enumerate(self.plans):
            told = {
                (rule, mark): notes
                for (rule, mark), notes in self.notes[at].items()
                if rule not in plan.quiet and mark not in plan.marks
            }
            whole: Counter[str] = Counter()
            for (rule, _), notes in told.items():
                whole[rule] += notes.count
            for (rule, _), notes in told.items():
                self._tell_notes(plan, rule, notes, self.tallies[at], whole[rule])
        if self._out:
            self._out.close()

    def _tell_rows(self) -> None:
        if self.blank_rows > ALL_TOLD:
            row, line = self.blank[0]
            self.tell(Finding(texts.BLANK_ROW.at("", count=self.blank_rows), row, line), self.blank_rows)
        else:
            for row, line in self.blank:
                self.tell(Finding(texts.BLANK_ROW.at("", count=self.blank_rows), row, line))
        if self.footer:
            row, line, text = self.footer[0]
            problem = texts.FOOTER_ROWS.at("", count=len(self.footer), value=text[:60])
            self.tell(Finding(problem, row, line, None, text[:SHOWN]), len(self.footer))
        if self.trimmed_rows:
            self.tell(Finding(texts.TRAILING_DELIMITER.at("", count=self.trimmed_rows)), self.trimmed_rows)

    def _tell_notes(self, plan: ColumnPlan, rule: str, notes: Notes, tally: Tally, whole: int) -> None:
        limit = EACH.get(rule, ALL_TOLD)
        base = tally.total + (tally.shapes[Shape.MISSING] if rule == "missing-mark" else 0)
        usual = notes.count > 20 and notes.count * 2 >= base
        if rule in ONCE or usual or notes.count > min(limit, len(notes.cells)):
            self.tell(_noted(plan, rule, notes.cells[0], notes.count, whole), notes.count)
            return
        for cell in notes.cells:
            self.tell(_noted(plan, rule, cell, notes.count, whole))

    def findings(self) -> list[Finding]:
        """Return the kept findings: whole-file ones first, then by row."""
        everything: Iterable[Finding] = (finding for found in self.kept.values() for finding in found)
        return sorted(everything, key=lambda finding: (finding.row or 0, finding.column or ""))

    def close(self) -> None:
        """Let the findings file go (a pass that did not hold)."""
        if self._out:
            self._out.close()


def _noted(plan: ColumnPlan, rule: str, cell: Noted, count: int, whole: int) -> Finding:
    """Return the finding of one cell: `count` cells of the column say the same, `whole` are told by the rule."""
    shown = cell.value[:SHOWN]
    problem = NOTES[rule].at(plan.name, value=_visible(shown), fixed=cell.fixed, count=whole, alike=count)
    return Finding(problem, cell.row, cell.line, plan.name, shown)


def _around(cell: Noted) -> str:
    """Return the cell, or what stands around the one character that is told of in a long one."""
    if len(cell.value) <= AROUND or not cell.fixed.startswith("U+"):
        return cell.value[:SHOWN]
    at = max(0, cell.value.find(chr(int(cell.fixed.removeprefix("U+"), 16))))
    begin, end = max(0, at - AROUND // 2), at + AROUND // 2
    return f"{'…' if begin else ''}{cell.value[begin:end]}{'…' if end < len(cell.value) else ''}"


_PICTURES: Final = {**{code: 0x2400 + code for code in range(32)}, 127: 0x2421}


def _visible(text: str) -> str:
    return text.replace("\n", "⏎").replace("\r", "").translate(_PICTURES)


def _line(finding: Finding) -> bytes:
    both: dict[str, Any] = finding.as_json("zh-Hant")
    english = finding.as_json("en")
    both["message"] = {"zh-Hant": both["message"], "en": english["message"]}
    both["fix"] = {"zh-Hant": both["fix"], "en": english["fix"]}
    return orjson.dumps(both, option=orjson.OPT_APPEND_NEWLINE)
