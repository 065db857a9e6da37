"""The effects of publishing the answer, of reopening it, and of its correction. Called by `cases.fire`.

A published answer stands while it is corrected. The correction becomes the next version, with the reasons it was
reopened for; those whose comments are answered otherwise now are told again.
"""

from functools import partial
from typing import Any

from springhead.forums.consultations import commands, table_writing, versions
from springhead.forums.consultations.models import Consultation, Position, TableVersion
from springhead.forums.consultations.steps import counts, iso, last_day, note, row_of
from springhead.forums.consultations.table_rows import Change, differences
from springhead.foundation.cases.decisions import Outcome, decide
from springhead.foundation.cases.models import Case, Decision
from springhead.foundation.cases.registry import Told, Turn
from springhead.foundation.jobs.actions import enqueue

TELL, ANSWER = "consultations.tell", "consultation_answer"


def respond(case: Case, command: commands.Respond, turn: Turn) -> Told:
    """Publish the table: one decision for each group and agency; everybody who commented is told by mail."""
    row = row_of(case)
    made = [
        _decide(case, cluster.number, position, turn)
        for cluster in row.clusters.prefetch_related("positions")
        for position in cluster.positions.all()
        if position.agency_id in cluster.agencies
    ]
    row.answered_at, row.answer = turn.at, command.text
    row.save(update_fields=["answered_at", "answer"])
    public = {**counts(row), "dispositions": [one.public_id for one in made], "answer": command.text}
    return Told(public=public, then=(partial(note, row, turn), partial(_tell, row)))


def _tell(row: Consultation) -> None:
    """Let everybody be told what became of their comments; of a correction those whose answer is another now."""
    payload = {"case": row.number, "version": row.version}
    enqueue(TELL, payload, dedupe=f"{TELL}:{row.number}:{row.version}")


def _decide(case: Case, number: int, position: Any, turn: Turn) -> Decision:
    outcome = Outcome(
        code=position.disposition,
        reasons=position.reasons,
        body={"group": number},
        on_behalf_of=position.agency_id,
    )
    position.decision = decide(case, outcome, turn, supersedes=position.decision)
    position.save(update_fields=["decision"])
    return position.decision  # type: ignore[no-any-return]


# ── a published answer that must be corrected ───────────────────────────────


def reopen(case: Case, command: commands.Reopen, turn: Turn) -> Told:
    """Keep what is published as a version, and begin a draft beside it; the days of the correction count from now."""
    row = row_of(case)
    table = versions.stored(versions.published(row))
    line = next((one["seq"] for one in reversed(row.moves) if one["event"] == "respond"), None)
    TableVersion.objects.get_or_create(
        consultation=row,
        number=row.version,
        defaults={"table": table, "answer": row.answer, "at": row.answered_at, "seq": line},
    )
    TableVersion.objects.create(
        consultation=row, number=row.version + 1, table=table, answer=row.answer, reason=command.reason
    )

    def due() -> None:
        row.answer_due = last_day(case, ANSWER)
        row.save(update_fields=["answer_due"])
        note(row, turn, after=iso(row.answer_due), reason=command.reason)

    return Told(public={"version": row.version, "reason": command.reason}, since=turn.at, then=(due,))


def correct(case: Case, command: commands.Correct, turn: Turn) -> Told:
    """Publish the draft as the next version: a decision for every answer that changed, in place of the one before."""
    row = row_of(case)
    draft = versions.draft(row)
    assert draft is not None  # reopened
    groups = versions.restored(draft.table)
    changes = differences(versions.published(row), groups)
    table_writing.apply(row, groups, changes, turn.by)
    made = _decide_again(case, row, changes, turn)
    draft.answer, draft.at = command.text, turn.at
    draft.save(update_fields=["answer", "at"])
    row.answer, row.version = command.text, draft.number
    row.save(update_fields=["answer", "version"])

    def noted() -> None:
        draft.seq = note(row, turn, reason=draft.reason)
        draft.save(update_fields=["seq"])

    public = {
        "version": draft.number,
        "reason": draft.reason,
        "changes": len(changes),
        "dispositions": [one.public_id for one in made],
        "answer": command.text,
    }
    return Told(public=public, then=(noted, partial(_tell, row)))


def _decide_again(case: Case, row: Consultation, changes: list[Change], turn: Turn) -> list[Decision]:
    changed = {(one.group, one.agency) for one in changes if one.column in ("disposition", "reasons")}
    found = Position.objects.filter(cluster__consultation=row, cluster__number__in={n for n, _ in changed})
    listed = found.select_related("cluster", "decision").order_by("cluster__number", "pk")
    return [
        _decide(case, one.cluster.number, one, turn)
        for one in listed
        if (one.cluster.number, one.agency_id) in changed
    ]


def uphold(case: Case, command: commands.Uphold, turn: Turn) -> Told:
    """Drop the draft; the published answer stays as it is."""
    row = row_of(case)
    row.versions.filter(at=None).delete()
    noted = partial(note, row, turn, reason=command.reason)
    return Told(public={"version": row.version, "reason": command.reason}, then=(noted,))
