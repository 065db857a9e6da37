"""The result of reading and checking one file."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from springhead.engine.kernel.problems import Severity
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.recipe import Mending, Recipe
from springhead.engine.tables.schema import Column


@dataclass(slots=True)
class Report:
    """What was read, what was found, and what is proposed.

    `findings` holds at most `Limits.findings_per_rule` of each rule; `counts` per rule and
    `places` per rule and column are exact. `rows` excludes
    `set_aside`. `table` is the typed Parquet file when one was asked for: columns by their names, in order,
    typed as `arrow.KINDS` says (a datetime column whose cells had an offset is `timestamp[us, UTC]`), rows in file order; `findings_file` holds all findings as NDJSON, `message` and `fix`
    as language maps. `grid` is the Parquet file of the raw cells of the same rows (`row`, then
    the columns by number). `titles` and `notes` are the texts that stood above and below the table; `applied` the
    mendings of the recipe that took effect.
    """

    format: str
    rows: int
    set_aside: int
    columns: tuple[Column, ...]
    encoding: str | None
    delimiter: str | None
    header_rows: int
    title_rows: int
    fingerprint: str
    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    places: dict[str, dict[str, int]] = field(default_factory=dict)
    proposals: list["Proposal"] = field(default_factory=list)
    table: Path | None = None
    findings_file: Path | None = None
    grid: Path | None = None
    titles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    applied: tuple[Mending, ...] = ()

    @property
    def worst(self) -> Severity | None:
        """The highest severity found."""
        order = (Severity.ERROR, Severity.WARNING, Severity.INFO)
        found = {finding.problem.severity for finding in self.findings}
        return next((severity for severity in order if severity in found), None)

    def holding(self, recipe: Recipe) -> tuple[str, ...]:
        """Return the rules whose errors hold a delivery back: found, and not accepted by the recipe."""
        codes = {
            finding.problem.code for finding in self.findings if finding.problem.severity is Severity.ERROR
        }
        return tuple(sorted(code for code in codes if not recipe.accepts(code)))

    def as_json(self, lang: str = "zh-Hant") -> dict[str, Any]:
        """Return the shape promised by `springhead check --json`."""
        return {
            "rows": self.rows,
            "set_aside": self.set_aside,
            "columns": [{"name": c.name, "alias": c.alias, "type": str(c.type)} for c in self.columns],
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "header_rows": self.header_rows,
            "format": self.format,
            "counts": self.counts,
            "findings": [finding.as_json(lang) for finding in self.findings],
        }


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mending the machine offers for a rule's findings, with up to five cells before and after."""

    rule: str
    mending: Mending
    examples: tuple[tuple[str, str], ...] = ()
