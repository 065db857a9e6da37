"""Versions of a published response table: kept when it is reopened, drafted beside it, published as the next one.

The published table stays in its rows while the correction is worked on here; nobody outside reads a draft.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from springhead.engine.kernel.problems import Refused
from springhead.forums.consultations import numbering, queries, texts
from springhead.forums.consultations.models import Consultation, TableVersion
from springhead.forums.consultations.table_rows import Answer, Group, Groups, differences


def published(row: Consultation) -> Groups:
    """Return the table as its rows say: the published one, before the answer the one in work. Three queries."""
    numbers: dict[int, list[int]] = {}
    placed = row.said.exclude(cluster=None).order_by("number").values_list("cluster__number", "number")
    for group, number in placed:
        numbers.setdefault(group, []).append(number)
    return {
        one.number: Group(
            one.summary,
            tuple(numbers.get(one.number, ())),
            {agency: _answer(one, agency) for agency in one.agencies},
        )
        for one in queries.clusters(row).items
    }


def _answer(cluster: Any, agency: str) -> Answer:
    found = {one.agency_id: one for one in cluster.positions.all()}
    one = found.get(agency)
    return Answer(one.disposition, one.reasons) if one else Answer()


def draft(row: Consultation) -> TableVersion | None:
    """Return the version that is being corrected, or None. One query."""
    return row.versions.filter(at=None).first()


def working(row: Consultation) -> Groups:
    """Return the table that is worked on: the draft of a correction, else the rows."""
    found = draft(row)
    return restored(found.table) if found else published(row)


def corrected(row: Consultation) -> bool:
    """Tell whether the draft of a correction says something else than the published table."""
    found = draft(row)
    return found is not None and bool(differences(published(row), restored(found.table)))


def listed(row: Consultation) -> list[TableVersion]:
    """Return the versions that were published, the newest first, without their tables. One query."""
    return list(row.versions.exclude(at=None).order_by("-number").defer("table")[:100])


def version(row: Consultation, number: int) -> TableVersion:
    """Return one published version with its table. Refused (404) when there is none."""
    found = row.versions.filter(number=number).exclude(at=None).first()
    if found is None:
        raise Refused(texts.NO_SUCH_VERSION.at(str(number)))
    return found


def stored(groups: Groups) -> list[dict[str, Any]]:
    """Return a table as it is kept: comments as people write their numbers, answers by agency."""
    return [
        {
            "group": number,
            "summary": one.summary,
            "comments": numbering.written(one.comments),
            "answers": {agency: [said.disposition, said.reasons] for agency, said in one.answers.items()},
        }
        for number, one in sorted(groups.items())
    ]


def restored(table: Iterable[Mapping[str, Any]]) -> Groups:
    """Return a table from what was kept."""
    return {
        one["group"]: Group(
            one["summary"],
            numbering.read(one["comments"]) or (),
            {agency: Answer(*said) for agency, said in one["answers"].items()},
        )
        for one in table
    }


def concerned(before: Groups, after: Groups) -> frozenset[int]:
    """Return the comments of which the two tables say different things: summary, who answers, disposition, reasons."""
    return frozenset(_differing(_by_comment(before), _by_comment(after)))


def _by_comment(groups: Groups) -> dict[int, tuple[str, Mapping[str, Answer]]]:
    return {comment: (one.summary, one.answers) for one in groups.values() for comment in one.comments}


def _differing(before: Mapping[int, Any], after: Mapping[int, Any]) -> Iterator[int]:
    yield from (comment for comment in {*before, *after} if before.get(comment) != after.get(comment))


# ── what is still open ──────────────────────────────────────────────────────


def unplaced(row: Consultation) -> int:
    """Return how many comments that are not hidden belong to no group of the table that is worked on."""
    found = draft(row)
    return len(left_out(row, restored(found.table))) if found else queries.unplaced(row)


def left_out(row: Consultation, groups: Groups) -> list[int]:
    """Return the numbers of comments that are not hidden and belong to no group of a table. One query."""
    placed = {comment for one in groups.values() for comment in one.comments}
    shown = row.said.filter(hidden_at=None).order_by("number").values_list("number", flat=True)
    return [number for number in shown.iterator() if number not in placed]


def unanswered(row: Consultation) -> list[str]:
    """Return every group and agency that still owes an answer in the table that is worked on, as `3 ag_7k3m9q2x`."""
    found = draft(row)
    if found is None:
        return list(queries.unanswered(row))
    groups = restored(found.table).items()
    return [f"{n} {agency}" for n, one in groups for agency, said in one.answers.items() if not said.given]
