"""Writing the response table: exactly what was shown, all of it or nothing."""

from collections.abc import Sequence

from django.db import transaction

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.forums.consultations import table, versions
from springhead.forums.consultations import table_texts as problems
from springhead.forums.consultations.models import Cluster, Comment, Consultation, Position
from springhead.forums.consultations.table import Change, Groups
from springhead.foundation.cases import waits

WRITABLE = ("open", "responding", "correcting")


@transaction.atomic
def write(row: Consultation, rows: Sequence[Sequence[str]], *, seen: str, by: Actor) -> int:
    """Write a table; returns how many cells changed. `seen` is the digest of the table it was compared with.

    While a published answer is corrected, its draft is written and the published rows stay. Raises Refused: problems
    in cells, somebody changed it meanwhile, the answer is published already.
    """
    case = waits.lock(row.number)
    if case is None or case.state not in WRITABLE:
        raise Refused(problems.TABLE_CLOSED.at(row.number))
    before = table.current(row)
    if table.digest(before) != seen:
        raise Refused(problems.TABLE_STALE.at(row.number))
    made = table.plan(row, rows, by=by)
    if made.problems:
        raise Refused(*made.problems)
    draft = versions.draft(row)
    if draft is None:
        apply(row, made.groups, made.changes, by)
    else:
        draft.table = versions.stored(made.groups)
        draft.save(update_fields=["table"])
    return len(made.changes)


def apply(row: Consultation, groups: Groups, changes: Sequence[Change], by: Actor) -> None:
    """Bring the rows to what a table says; `changes` are its differences from them. Inside a transaction."""
    row.clusters.exclude(number__in=list(groups)).delete()
    touched = {one.group for one in changes} & set(groups)
    found = {one.number: one for one in row.clusters.filter(number__in=touched)}
    for number in sorted(touched):
        group = groups[number]
        cluster = found.get(number) or Cluster(consultation=row, number=number)
        cluster.summary, cluster.agencies = group.summary, list(group.answers)
        cluster.save()
        found[number] = cluster
        cluster.positions.exclude(agency_id__in=cluster.agencies).delete()
    _answers(groups, changes, found, by)
    _place(row, groups, {one.group for one in changes if one.column == "comments"} & set(groups), found)


def _answers(groups: Groups, changes: Sequence[Change], found: dict[int, Cluster], by: Actor) -> None:
    said = {(one.group, one.agency) for one in changes if one.column in ("disposition", "reasons")}
    for number, agency in sorted(said):
        answer = groups[number].answers.get(agency) if number in groups else None
        if answer:
            Position.objects.update_or_create(
                cluster=found[number],
                agency_id=agency,
                defaults={
                    "disposition": answer.disposition,
                    "reasons": answer.reasons,
                    "by": by.id,
                    "at": now(),
                },
            )


def _place(row: Consultation, groups: Groups, moved: set[int], found: dict[int, Cluster]) -> None:
    """Put comments where the table says; those it no longer names belong to no group."""
    mine = Comment.objects.filter(consultation=row)
    mine.filter(cluster__number__in=moved).update(cluster=None)
    for number in moved:
        listed = list(groups[number].comments)
        for start in range(0, len(listed), 500):
            mine.filter(number__in=listed[start : start + 500]).update(cluster=found[number])
