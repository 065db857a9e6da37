"""What the machine found in a file: a problem, and the cell it is in."""

from dataclasses import dataclass
from typing import Any

from springhead.engine.kernel.problems import Problem


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem in a file.

    `row` counts as a spreadsheet does (titles and header included, from 1), `line` is the physical line of
    a text file, `column` the name (or "#3" before names are known), `value` the raw text of the cell, cut
    at 200 characters. Whole-file findings have none of them.
    """

    problem: Problem
    row: int | None = None
    line: int | None = None
    column: str | None = None
    value: str | None = None

    def as_json(self, lang: str = "zh-Hant") -> dict[str, Any]:
        """Return the shape promised by `springhead check --json`."""
        return {
            "row": self.row,
            "line": self.line,
            "column": self.column,
            "value": self.value,
            "rule": self.problem.code,
            "severity": str(self.problem.severity),
            "message": self.problem.message(lang),
            "fix": self.problem.remedy(lang),
        }
