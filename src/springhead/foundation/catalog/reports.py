"""The result of reading as the database keeps it, and as pages show it. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import orjson

import springhead.engine.tables.texts  # noqa: F401  makes the kinds of findings known
from springhead.engine.kernel.problems import Problem, Severity, kind
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.recipe import Mending, Recipe
from springhead.engine.tables.report import Proposal, Report
from springhead.engine.tables.schema import Column

KEPT_PER_RULE: Final = 30  # on the page; all of them stand in the findings file
KEPT_COLUMNS: Final = 200  # of which each has one finding more
OFFERS: Final = 60  # of one rule
_NORMALISED: Final = frozenset(
    ("boolean-word", "date-form", "fullwidth-digit", "missing-mark", "padded-cell", "percent-sign", "roc-date",
     "roc-month", "thousands-separator")
)  # fmt: skip
_COLUMN_OPS: Final = frozenset(("keep_raw", "missing_marks", "twd97_zone", "type"))
_ORDER: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}

Stored = Mapping[str, Any]


def as_stored(report: Report) -> dict[str, Any]:
    """Return a report as JSON; findings keep code and params, so that either language can be shown later."""
    return {
        "format": report.format,
        "encoding": report.encoding,
        "delimiter": report.delimiter,
        "header_rows": report.header_rows,
        "title_rows": report.title_rows,
        "fingerprint": report.fingerprint,
        "rows": report.rows,
        "set_aside": report.set_aside,
        "columns": [column.as_json() for column in report.columns],
        "counts": dict(report.counts),
        "findings": [_finding(finding) for finding in _first_of_each(report.findings)],
        "proposals": [_proposal(proposal) for proposal in report.proposals],
        "titles": list(report.titles[:5]),
        "notes": list(report.notes[:20]),
    }


def _first_of_each(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Keep the first findings of every rule, and beyond them the first of every column, so that each can be undone."""
    kept: Counter[str] = Counter()
    columns: set[tuple[str, str]] = set()
    for finding in findings:
        code, place = finding.problem.code, (finding.problem.code, finding.column or "")
        first = bool(finding.column) and place not in columns
        if kept[code] < KEPT_PER_RULE or (first and kept[code] < KEPT_COLUMNS):
            kept[code] += 1
            columns.add(place)
            yield finding


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.problem.code,
        "where": finding.problem.where,
        "params": _plain(finding.problem.params),
        "severity": str(finding.problem.severity),
        "row": finding.row,
        "line": finding.line,
        "column": finding.column,
        "value": finding.value,
    }


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value if isinstance(value, str | int | float | bool) else str(value)
        for key, value in params.items()
    }


def _proposal(proposal: Proposal) -> dict[str, Any]:
    mending = proposal.mending
    return {
        "rule": proposal.rule,
        "mending": {"op": mending.op, "column": mending.column, "value": mending.value},
        "examples": [list(pair) for pair in proposal.examples],
    }


def columns_of(stored: Stored) -> tuple[Column, ...]:
    """Return the columns of a stored report."""
    return tuple(Column.from_json(column) for column in stored.get("columns", ()))


def severities(stored: Stored) -> dict[str, str]:
    """Return the severity of every rule found."""
    return {finding["rule"]: finding["severity"] for finding in stored.get("findings", ())}


def samples(stored: Stored) -> list[Mapping[str, Any]]:
    """Return the first finding of every rule, without the cell it is in."""
    first: dict[str, Mapping[str, Any]] = {}
    for finding in stored.get("findings", ()):
        first.setdefault(
            finding["rule"], {name: finding[name] for name in ("rule", "where", "params", "severity")}
        )
    return list(first.values())


def per_severity(stored: Stored) -> dict[str, int]:
    """Return how many findings there are of each severity."""
    found: dict[str, int] = {}
    for rule, severity in severities(stored).items():
        found[severity] = found.get(severity, 0) + int(stored.get("counts", {}).get(rule, 1))
    return found


def is_part(finding: Mapping[str, Any]) -> bool:
    """Tell whether a finding names one hidden part of a workbook: stripped or confirmed one by one, never wholesale."""
    return bool(
        finding["rule"].startswith("hidden-")
        and finding.get("where")
        and finding["severity"] == Severity.ERROR
    )


def open_rules(stored: Stored, recipe: Recipe) -> tuple[str, ...]:
    """Return the rules with errors that nobody has mended or accepted."""
    found = (
        finding["rule"]
        for finding in stored.get("findings", ())
        if finding["severity"] == Severity.ERROR and (is_part(finding) or not recipe.accepts(finding["rule"]))
    )
    return tuple(dict.fromkeys(found))


def one_by_one(stored: Stored) -> tuple[str, ...]:
    """Return the rules that cannot be accepted wholesale."""
    return tuple(dict.fromkeys(finding["rule"] for finding in stored.get("findings", ()) if is_part(finding)))


@dataclass(frozen=True, slots=True)
class Offer:
    """One mending offered on the page: what the button posts, and cells before and after."""

    posted: str
    op: str
    column: str
    value: Any
    examples: tuple[tuple[str, str], ...]

    @property
    def place(self) -> dict[str, str]:
        """The column in words; one without a name yet by its number."""
        if self.column.startswith("#"):
            return {"zh-Hant": f"第 {self.column[1:]} 欄", "en": f"column {self.column[1:]}"}
        return {"zh-Hant": f"「{self.column}」", "en": f"“{self.column}”"}


@dataclass(frozen=True, slots=True)
class Part:
    """One hidden part of a workbook, with the two presses that decide about it."""

    name: str
    message: str
    strip: Offer
    confirm: Offer


@dataclass(frozen=True, slots=True)
class Group:
    """All findings of one rule: the sentence once, the cells below it."""

    rule: str
    severity: str
    message: str
    remedy: str
    count: int
    shown: tuple[Mapping[str, Any], ...]
    offers: tuple[Offer, ...]
    accepted: bool
    parts: tuple["Part", ...] = ()

    @property
    def more(self) -> int:
        """How many are not shown."""
        return max(0, self.count - len(self.shown))

    @property
    def placed(self) -> bool:
        """Whether the findings are about cells or rows, not about the file as a whole."""
        return any(one.get("row") is not None or one.get("column") for one in self.shown)

    @property
    def open(self) -> bool:
        """Whether it stands in the way of publishing."""
        return self.severity == Severity.ERROR and not self.accepted


def groups(stored: Stored, recipe: Recipe, lang: str) -> tuple[Group, ...]:
    """Return the findings grouped by rule, errors first."""
    by_rule: dict[str, list[Mapping[str, Any]]] = {}
    for finding in stored.get("findings", ()):
        by_rule.setdefault(finding["rule"], []).append(finding)
    made = [_group(rule, found, stored, recipe, lang) for rule, found in by_rule.items()]
    return tuple(sorted(made, key=lambda group: (_ORDER[Severity(group.severity)], -group.count)))


def told(stored: Stored, recipe: Recipe) -> list[dict[str, Any]]:
    """Return the findings grouped by rule as programs read them, in both languages."""
    english = {group.rule: group for group in groups(stored, recipe, "en")}
    return [
        {
            "rule": group.rule,
            "severity": group.severity,
            "count": group.count,
            "open": group.open or bool(group.parts),
            "message": {"zh-Hant": group.message, "en": english[group.rule].message},
            "remedy": {"zh-Hant": group.remedy, "en": english[group.rule].remedy},
            "cells": [{name: one[name] for name in ("row", "column", "value")} for one in group.shown],
            "mendings": [{"op": one.op, "column": one.column, "value": one.value} for one in group.offers],
            "parts": [part.name for part in group.parts],
        }
        for group in groups(stored, recipe, "zh-Hant")
    ]


def _group(rule: str, found: Sequence[Mapping[str, Any]], stored: Stored, recipe: Recipe, lang: str) -> Group:
    first = problem_of(found[0])
    severity = str(found[0]["severity"])
    return Group(
        rule=rule,
        severity=severity,
        message=first.message(lang),
        remedy=first.remedy(lang),
        count=int(stored.get("counts", {}).get(rule, len(found))),
        shown=tuple({**finding, "message": problem_of(finding).message(lang)} for finding in found),
        offers=tuple(_offers(rule, stored, recipe, severity))[:OFFERS]
        or (tuple(_undo(found, recipe))[:OFFERS] if rule in _NORMALISED else ()),
        accepted=recipe.accepts(rule) and not is_part(found[0]),
        parts=tuple(_part(finding, lang) for finding in found if is_part(finding)),
    )


def _offers(rule: str, stored: Stored, recipe: Recipe, severity: str) -> Iterable[Offer]:
    """Offer what the reader proposes: all ways for an error; else what still would change a column."""
    for entry in stored.get("proposals", ()):
        told = entry["mending"]
        if entry["rule"] != rule or told["op"] in ("accept", "strip_hidden"):
            continue
        if severity == Severity.ERROR or (
            told["op"] in _COLUMN_OPS and Mending(**told) not in recipe.mendings
        ):
            yield _offer(entry)


def _undo(found: Sequence[Mapping[str, Any]], recipe: Recipe) -> Iterable[Offer]:
    """Offer to keep the raw text of columns that were normalised."""
    kept = {one.column for one in recipe.of("keep_raw")}
    named = dict.fromkeys(
        str(one["column"]) for one in found if one.get("column") and one.get("value") is not None
    )
    for name in named:
        if name not in kept:
            yield offer(Mending("keep_raw", column=name))


def _part(finding: Mapping[str, Any], lang: str) -> Part:
    name = str(finding["where"])
    strip, confirm = Mending("strip_hidden", value=[name]), Mending("accept", value=name)
    return Part(name, problem_of(finding).message(lang), offer(strip), offer(confirm))


def problem_of(finding: Mapping[str, Any]) -> Problem:
    """Return the problem of a stored finding."""
    return kind(finding["rule"]).at(finding.get("where", ""), **finding.get("params", {}))


def _offer(entry: Mapping[str, Any]) -> Offer:
    examples = tuple((str(pair[0]), str(pair[1])) for pair in entry["examples"])
    return offer(Mending(**entry["mending"]), examples)


def offer(mending: Mending, examples: tuple[tuple[str, str], ...] = ()) -> Offer:
    """Return a mending as a button posts it."""
    posted = orjson.dumps({"op": mending.op, "column": mending.column, "value": mending.value}).decode()
    return Offer(posted, mending.op, mending.column, mending.value, examples)


def with_mendings(recipe: Recipe, mendings: Iterable[Mending], fingerprint: str) -> Recipe:
    """Add mendings to a recipe; a new one takes the place of an older one on the same thing."""
    kept = list(recipe.mendings)
    for mending in mendings:
        same = [one for one in kept if _same_place(one, mending)]
        kept = [one for one in kept if one not in same]
        kept.append(_joined(same, mending))
    return Recipe(tuple(kept), fingerprint or recipe.fingerprint, dict(recipe.declared))


def _joined(same: Iterable[Mending], mending: Mending) -> Mending:
    """Add parts stripped and marks taken before to those of now; any other mending replaces the older one."""
    if mending.op not in ("strip_hidden", "missing_marks"):
        return mending
    parts = [str(part) for one in (*same, mending) for part in one.value or ()]
    return replace(mending, value=list(dict.fromkeys(parts)))


def first_of_each_place(mendings: Iterable[Mending]) -> tuple[Mending, ...]:
    """Return what is proposed first for every place: those after it are other ways to mend the same."""
    kept: list[Mending] = []
    for mending in mendings:
        if not any(_same_place(one, mending) for one in kept):
            kept.append(mending)
    return tuple(kept)


def _same_place(one: Mending, other: Mending) -> bool:
    if one.op != other.op:
        return False
    return one.value == other.value if one.op == "accept" else one.column == other.column


def hidden_parts(stored: Stored) -> list[str]:
    """Return the names of the hidden parts that are not decided yet."""
    return list(dict.fromkeys(str(one["where"]) for one in stored.get("findings", ()) if is_part(one)))
