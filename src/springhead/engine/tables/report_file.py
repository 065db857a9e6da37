"""A report as JSON and back, so that a child process can hand it over."""

from pathlib import Path
from typing import Any

import orjson

from springhead.engine.kernel.problems import Problem, kind
from springhead.engine.tables import cell_texts, texts
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.formats import texts as format_texts
from springhead.engine.tables.recipe import Mending
from springhead.engine.tables.report import Proposal, Report
from springhead.engine.tables.schema import Column

_TEXTS = (texts, cell_texts, format_texts)  # importing them is what makes their kinds known by code
_PLAIN = (
    "format",
    "rows",
    "set_aside",
    "encoding",
    "delimiter",
    "header_rows",
    "title_rows",
    "fingerprint",
    "counts",
    "places",
)


def dump(report: Report) -> bytes:
    """Return the whole report as JSON."""
    data: dict[str, Any] = {name: getattr(report, name) for name in _PLAIN}
    data["columns"] = [column.as_json() for column in report.columns]
    data["findings"] = [_finding(finding) for finding in report.findings]
    data["proposals"] = [
        {"rule": one.rule, "mending": _mending(one.mending), "examples": one.examples}
        for one in report.proposals
    ]
    data["table"] = str(report.table) if report.table else None
    data["findings_file"] = str(report.findings_file) if report.findings_file else None
    data["grid"] = str(report.grid) if report.grid else None
    data |= {
        "titles": report.titles,
        "notes": report.notes,
        "applied": [_mending(one) for one in report.applied],
    }
    return orjson.dumps(data, default=str, option=orjson.OPT_NON_STR_KEYS)


def load(raw: bytes) -> Report:
    """Read what `dump` wrote."""
    data = orjson.loads(raw)
    return Report(
        **{name: data[name] for name in _PLAIN},
        columns=tuple(Column.from_json(column) for column in data["columns"]),
        findings=[_read_finding(one) for one in data["findings"]],
        proposals=[
            Proposal(one["rule"], Mending(**one["mending"]), tuple((a, b) for a, b in one["examples"]))
            for one in data["proposals"]
        ],
        table=Path(data["table"]) if data["table"] else None,
        findings_file=Path(data["findings_file"]) if data["findings_file"] else None,
        grid=Path(data["grid"]) if data["grid"] else None,
        titles=tuple(data["titles"]),
        notes=tuple(data["notes"]),
        applied=tuple(Mending(**one) for one in data["applied"]),
    )


def dump_problems(problems: tuple[Problem, ...]) -> bytes:
    """Return problems as JSON."""
    return orjson.dumps([_problem(problem) for problem in problems], default=str)


def load_problems(raw: bytes) -> tuple[Problem, ...]:
    """Read what `dump_problems` wrote."""
    return tuple(_read_problem(one) for one in orjson.loads(raw))


def _mending(mending: Mending) -> dict[str, Any]:
    return {"op": mending.op, "column": mending.column, "value": mending.value}


def _problem(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, "where": problem.where, "params": dict(problem.params)}


def _finding(finding: Finding) -> dict[str, Any]:
    place = {"row": finding.row, "line": finding.line, "column": finding.column, "value": finding.value}
    return {"problem": _problem(finding.problem), **place}


def _read_problem(data: dict[str, Any]) -> Problem:
    return Problem(kind(data["code"]), data["where"], data["params"])


def _read_finding(data: dict[str, Any]) -> Finding:
    return Finding(_read_problem(data["problem"]), data["row"], data["line"], data["column"], data["value"])
