"""What the machine offers to do about what it found: mendings an officer accepts with one click."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from springhead.engine.tables.findings import Finding
from springhead.engine.tables.recipe import Mending
from springhead.engine.tables.report import Proposal

EXAMPLES: Final = 5
FEW_MARKS: Final = 3  # distinct bad values that are probably one more way of saying "no data"

# Rules that are accepted as they are: what to do stands in the mending itself.
_ACCEPTED: Final = frozenset(
    ("mixed-encoding", "unterminated-quote", "encoding-error", "nul", "formula", "private-use", "footer-rows")
)
_UNDOABLE: Final = frozenset(
    (
        "fullwidth-digit",
        "thousands-separator",
        "percent-sign",
        "boolean-word",
        "date-form",
        "missing-mark",
        "roc-date",
        "roc-month",
    )
)


def proposals(findings: Sequence[Finding], names: Sequence[Mending]) -> list[Proposal]:
    """Return proposals for these findings, `names` being those for blank and repeated labels."""
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_rule[finding.problem.code].append(finding)
    found = list(_whole_file(by_rule))
    labels = [*by_rule["blank-label"], *by_rule["duplicate-label"]]
    for mending in names:
        label = next((one for one in labels if one.problem.where == mending.column), None)
        if label:
            found.append(Proposal(label.problem.code, mending, ((label.value or "", str(mending.value)),)))
    for rule, told in by_rule.items():
        found += _columns(rule, told)
    return found


def _whole_file(by_rule: dict[str, list[Finding]]) -> Iterator[Proposal]:
    for rule, op in (
        ("title-rows", "title_rows"),
        ("two-row-header", "header_rows"),
        ("no-header", "header_rows"),
    ):
        for finding in by_rule[rule][:1]:
            params = finding.problem.params
            examples = ((str(params.get("value", "")), str(params.get("fixed", ""))),)
            yield Proposal(rule, Mending(op, value=params["rows"]), examples)
            if rule == "no-header":
                yield Proposal(rule, Mending(op, value=1))
    for finding in by_rule["encoding-guess"][:1]:
        yield Proposal("encoding-guess", Mending("encoding", value=finding.problem.params["value"]))
    if by_rule["missing-cell"]:
        yield Proposal("missing-cell", Mending("ragged", value="pad"), _ragged(by_rule["missing-cell"]))
    for rule in ("missing-cell", "extra-cell"):
        if by_rule[rule]:
            yield Proposal(rule, Mending("ragged", value="set_aside"), _raw(by_rule[rule]))
    for rule in sorted(_ACCEPTED):
        if by_rule[rule]:
            yield Proposal(rule, Mending("accept", value=rule), _raw(by_rule[rule]))


def _columns(rule: str, told: Sequence[Finding]) -> Iterator[Proposal]:
    by_column: dict[str, list[Finding]] = defaultdict(list)
    for finding in told:
        if finding.column:
            by_column[finding.column].append(finding)
    for column, found in by_column.items():
        yield from _column(rule, column, found)


def _column(rule: str, column: str, found: Sequence[Finding]) -> Iterator[Proposal]:
    values = list(dict.fromkeys(finding.value or "" for finding in found))
    first = found[0].problem.params
    if rule == "type-error":
        if len(values) <= FEW_MARKS:
            yield Proposal(
                rule, Mending("missing_marks", column, values), tuple((value, "") for value in values)
            )
        yield Proposal(
            rule, Mending("type", column, "text"), tuple((value, value) for value in values[:EXAMPLES])
        )
        yield Proposal(rule, Mending("accept", value=rule))
    elif rule == "mostly-typed":
        if len(values) <= FEW_MARKS:
            marks = tuple((value, "") for value in values)
            yield Proposal(rule, Mending("missing_marks", column, values), marks)
        examples = tuple((value, "") for value in values[:EXAMPLES])
        yield Proposal(rule, Mending("type", column, first["type"]), examples)
    elif rule in {"sentinel", "maybe-missing"}:
        yield Proposal(
            rule, Mending("missing_marks", column, values), tuple((value, "") for value in values[:EXAMPLES])
        )
    elif rule == "roc-date":
        yield Proposal(rule, Mending("roc_dates", column), _fixed(found))
    if rule in _UNDOABLE:
        undone = tuple((after, before) for before, after in _fixed(found))
        yield Proposal(rule, Mending("keep_raw", column), undone)


def _fixed(found: Sequence[Finding]) -> tuple[tuple[str, str], ...]:
    pairs = ((finding.value or "", str(finding.problem.params.get("fixed", ""))) for finding in found)
    return tuple(dict.fromkeys(pairs))[:EXAMPLES]


def _raw(found: Sequence[Finding]) -> tuple[tuple[str, str], ...]:
    return tuple((finding.value or "", "") for finding in found[:EXAMPLES])


def _ragged(found: Sequence[Finding]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for finding in found[:EXAMPLES]:
        params = finding.problem.params
        missing = int(params["limit"]) - int(params["count"])
        pairs.append((finding.value or "", f"{finding.value or ''}{' ∅' * missing}"))
    return tuple(pairs)
