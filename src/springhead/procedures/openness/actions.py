"""The effects of a class case's events, named after them. Called by `cases.fire`, inside its transaction."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final

from springhead.engine.kernel.actors import Role, machine
from springhead.engine.kernel.now import taipei
from springhead.engine.kernel.problems import Refused
from springhead.forums.committees import bodies
from springhead.foundation.cases.decisions import Outcome, decide
from springhead.foundation.cases.documents import Document
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import Told, Turn
from springhead.foundation.catalog.models import Dataset
from springhead.procedures.openness import commands, naming, promises, reviews, sharing, texts, writing
from springhead.procedures.openness.models import Classification, Record
from springhead.procedures.openness.rules import LIVE
from springhead.procedures.openness.vocabulary import NOT_OPEN, Verdict

OPENNESS: Final = machine("openness")
Ruling = commands.FindReasonable | commands.FindUnreasonable | commands.SetDay


def _row(case: Case) -> Record:
    related = ("dataset", "current", "proposed", "case", "promise")
    return Record.objects.select_related(*related).get(case=case)


def _keep(row: Record, case: Case, turn: Turn) -> None:
    """Save the row as the case is now; the lists read it."""
    row.state, row.live, row.changed_at = case.state, case.state in LIVE, turn.at
    row.openness = Dataset.objects.values_list("openness", flat=True).get(pk=row.dataset_id)
    shown = row.proposed if case.state == "noticed" else row.current
    row.unheard = row.live and row.openness in NOT_OPEN and (shown is None or shown.heard_at is None)
    row.save()


def _told(row: Record, classification: Classification | None = None, **more: Any) -> Told:
    """Tell the class by codes and dates; reasons are free text, proved by a digest."""
    public: dict[str, Any] = {"dataset": row.dataset.public_id, **more}
    if classification is None:
        return Told(public=public)
    public |= {
        "openness": classification.openness,
        "grounds": list(classification.grounds),
        "expires_on": classification.expires_on.isoformat() if classification.expires_on else "",
    }
    return Told(public=public, private={"reason": classification.reason})


def _classed(row: Record, command: commands.Classed, turn: Turn, openness: str = "") -> Classification:
    made = Classification.objects.create(
        record=row,
        openness=openness or str(command.openness),
        grounds=list(command.grounds),
        reason=command.reason,
        expires_on=command.expires_on,
        made_at=turn.at,
        made_by=turn.by.id,
    )
    if command.grounds:
        outcome = Outcome(made.openness, reasons=made.reason, grounds=made.grounds, remedies=("committee",))
        decide(row.case, outcome, turn)
    return made


def _open(case: Case, command: commands.Classed, *, migrated: bool = False, origin: str = "") -> Record:
    dataset = Dataset.objects.select_for_update().get(public_id=command.dataset)
    case.title = dict(naming.veil(dataset) or case.title)
    return Record.objects.create(
        case=case,
        dataset=dataset,
        agency_id=dataset.agency_id,
        state=case.state,
        migrated=migrated,
        origin=origin,
        changed_at=case.changed_at,
    )


def _in_force(row: Record, made: Classification, case: Case, turn: Turn) -> None:
    made.effective_at = turn.at
    made.save(update_fields=["effective_at"])
    row.current, row.proposed, row.review_on = made, None, None
    writing.write(row.dataset_id, made, turn.at)
    _keep(row, case, turn)


def classify(case: Case, command: commands.Classify, turn: Turn) -> Told:
    """Let the first class of a dataset count at once, not yet heard."""
    row = _open(case, command, origin=command.origin)
    made = _classed(row, command, turn)
    _in_force(row, made, case, turn)
    return _told(row, made, origin=command.origin)


def enter(case: Case, command: commands.Enter, turn: Turn) -> Told:
    """Take over the class that stood in the catalogue, as it stood."""
    row = _open(case, command, migrated=True)
    made = _classed(row, replace(command, grounds=(), reason=""), turn)
    made.grounds, made.reason = list(row.dataset.grounds), row.dataset.grounds_note
    made.save(update_fields=["grounds", "reason"])
    _in_force(row, made, case, turn)
    return _told(row, made)


def propose(case: Case, command: commands.Propose, turn: Turn) -> Told:
    """Write the proposal down; the class stays until it was approved and announced."""
    row = _row(case) if turn.from_state else _open(case, command)
    row.proposed = _classed(row, command, turn)
    _keep(row, case, turn)
    return _told(row, row.proposed)


def approve(case: Case, command: commands.Approve, turn: Turn) -> Told:
    """Let the head approve what another person proposed; the notice begins."""
    row = _row(case)
    made = _wanted(row.proposed)
    if turn.by.id == made.made_by:
        raise Refused(texts.SECOND_PERSON.at())
    made.approved_by = turn.by.id
    made.document_number, made.document_on = command.document.number, command.document.on
    made.save(update_fields=["approved_by", "document_number", "document_on"])
    _keep(row, case, turn)
    return _told(row, made, document=command.document.number, document_on=str(command.document.on or ""))


def withdraw(case: Case, command: commands.Withdraw, turn: Turn) -> Told:
    """Take the proposal back; the class in force stays."""
    row = _row(case)
    row.proposed = None
    _keep(row, case, turn)
    told = replace(_told(row), private={"reason": command.reason})
    return replace(told, then=_stand_again(row, turn))


def take_effect(case: Case, _command: commands.TakeEffect, turn: Turn) -> Told:
    """Let the announced class count; if it was heard meanwhile its next review is planned."""
    row = _row(case)
    made = _wanted(row.proposed)
    _in_force(row, made, case, turn)
    then = _planned(row, turn) if made.heard_at else ()
    return replace(_told(row, made), then=then)


def justify(case: Case, command: commands.Justify, turn: Turn) -> Told:
    """Give grounds and reasons anew for the class that stays."""
    row = _row(case)
    made = _classed(row, command, turn, row.dataset.openness)
    _in_force(row, made, case, turn)
    return _told(row, made)


def relax(case: Case, command: commands.Relax, turn: Turn) -> Told:
    """Let a more open class count at once."""
    row = _row(case)
    made = _classed(row, command, turn)
    _in_force(row, made, case, turn)
    return _told(row, made)


def promise_opening(case: Case, command: commands.PromiseOpening, turn: Turn) -> Told:
    """Promise a day: a commitment keeps it."""
    return _promised(case, command.until, command.reason, turn)


def bind(case: Case, command: commands.Bind, turn: Turn) -> Told:
    """Make the resolved day a commitment."""
    return _promised(case, command.until, "", turn)


def set_day(case: Case, command: commands.SetDay, turn: Turn) -> Told:
    """Let the committee set the day the agency did not."""
    row = _row(case)
    _decided(row, "day_set", command, turn)
    return _promised(case, command.until, command.reason, turn)


def _promised(case: Case, until: Any, reason: str, turn: Turn) -> Told:
    row = _row(case)
    row.review_on = None
    _keep(row, case, turn)
    then = (partial(promises.promise, row.pk, until, by=turn.by, at=turn.at),)
    private = {"reason": reason} if reason else None
    return Told(
        public={"dataset": row.dataset.public_id, "until": until.isoformat()}, private=private, then=then
    )


def let_fall(case: Case, command: commands.LetFall, turn: Turn) -> Told:
    """Let the agency say anew what becomes of a class whose promise fell."""
    row = _row(case)
    row.promise = None
    _keep(row, case, turn)
    return replace(_told(row), private={"reason": command.reason} if command.reason else None)


def open_up(case: Case, command: commands.OpenUp, turn: Turn) -> Told:
    """Open at once."""
    row = _row(case)
    row.proposed, row.review_on = None, None
    writing.write(row.dataset_id, None, turn.at)
    _keep(row, case, turn)
    told = _told(row, openness="open")
    return replace(told, private={"reason": command.reason} if command.reason else None)


def find_reasonable(case: Case, command: commands.FindReasonable, turn: Turn) -> Told:
    """Note that the committee found it reasonable."""
    row = _row(case)
    made = _heard(row, Verdict.REASONABLE, command, turn)
    _keep(row, case, turn)
    then = _planned(row, turn) if case.state == "in_force" else ()
    return _ruled(row, made, command, then)


def find_unreasonable(case: Case, command: commands.FindUnreasonable, turn: Turn) -> Told:
    """Note that the committee found it unreasonable: a change falls, a class has to be mended."""
    row = _row(case)
    made = _heard(row, Verdict.UNREASONABLE, command, turn)
    then: tuple[Callable[[], object], ...] = ()
    if turn.from_state == "noticed":
        row.proposed = None
        then = _stand_again(row, turn)
    elif command.until:
        then = (_next(row, commands.Bind(command.until), turn),)
    _keep(row, case, turn)
    told = _ruled(row, made, command, then)
    until = command.until.isoformat() if command.until else ""
    return replace(told, public={**told.public, "until": until})


def begin_review(case: Case, command: commands.BeginReview, turn: Turn) -> Told:
    """Ask the agency whether it could be open."""
    row = _row(case)
    _check_desk(case, turn)
    row.cause, row.evidence, row.review_on = str(command.cause), list(command.evidence), None
    row.seen = list(dict.fromkeys([*row.seen, *command.evidence]))
    _keep(row, case, turn)
    told = _told(row, cause=row.cause, evidence=row.evidence)
    return replace(told, private={"reason": command.reason} if command.reason else None)


def miss_review(case: Case, _command: commands.MissReview, turn: Turn) -> Told:
    """Let a class nobody reviewed count as not yet heard."""
    row = _row(case)
    _unhear(row)
    _keep(row, case, turn)
    return _told(row)


def raise_doubt(case: Case, command: commands.RaiseDoubt, turn: Turn) -> Told:
    """Put the class on the committee's list again, with what was found."""
    row = _row(case)
    _check_desk(case, turn)
    row.cause, row.evidence, row.review_on = "consistency", list(command.evidence), None
    _unhear(row)
    _keep(row, case, turn)
    told = _told(row, cause=row.cause, evidence=row.evidence)
    return replace(told, private={"reason": command.reason})


def plan_review(case: Case, command: commands.PlanReview, turn: Turn) -> Told:
    """Note the day of the next review."""
    row = _row(case)
    row.review_on = command.until
    _keep(row, case, turn)
    return _told(row, until=str(command.until))


def resume(case: Case, _command: commands.Resume, turn: Turn) -> Told:
    """Nothing but the term: the old class waits for its committee again."""
    row = _row(case)
    _keep(row, case, turn)
    return _told(row)


def rest(case: Case, _command: commands.Rest, turn: Turn) -> Told:
    """Nothing but the state: the data stay open."""
    row = _row(case)
    _keep(row, case, turn)
    return _told(row)


def end(case: Case, _command: commands.End, turn: Turn) -> Told:
    """Nothing but the state: the dataset is gone."""
    row = _row(case)
    _keep(row, case, turn)
    return _told(row)


def _wanted(made: Classification | None) -> Classification:
    if made is None:
        raise Refused(texts.NOT_YET.at())
    return made


def _heard(row: Record, verdict: Verdict, command: Ruling, turn: Turn) -> Classification:
    made = _wanted(row.proposed if turn.from_state == "noticed" else row.current)
    made.heard_at, made.verdict, made.heard_by = turn.at, str(verdict), turn.by.id
    made.heard_reason, made.heard_document = command.reason, command.document.number
    made.save()
    _decided(row, str(verdict), command, turn)
    return made


def _decided(row: Record, code: str, command: Ruling, turn: Turn) -> None:
    document: Document = command.document
    body = {"document": {"number": document.number, "on": str(document.on or "")}}
    decide(row.case, Outcome(code, reasons=command.reason, body=body, on_behalf_of=turn.by.id), turn)


def _ruled(
    row: Record, made: Classification, command: Ruling, then: tuple[Callable[[], object], ...]
) -> Told:
    public = {
        "dataset": row.dataset.public_id,
        "openness": made.openness,
        "document": command.document.number,
    }
    return Told(public=public, private={"reason": command.reason}, then=then)


def _unhear(row: Record) -> None:
    if row.current is not None:
        row.current.heard_at, row.current.verdict = None, ""
        row.current.save(update_fields=["heard_at", "verdict"])


def _next(row: Record, command: Any, turn: Turn) -> Callable[[], object]:
    return partial(fire, row.case.number, command, by=OPENNESS, at=turn.at)


def _planned(row: Record, turn: Turn) -> tuple[Callable[[], object], ...]:
    """Plan the next review of the class in force, where one is called for."""
    made = _wanted(row.current)
    shared = sharing.is_shared(row.dataset_id, taipei(turn.at).date())
    day = reviews.next_day(
        made.openness, made.grounds, made.expires_on, today=taipei(turn.at).date(), shared=shared
    )
    return (_next(row, commands.PlanReview(day), turn),) if day else ()


def _stand_again(row: Record, turn: Turn) -> tuple[Callable[[], object], ...]:
    """After a proposal fell: the data stay open, or the old class waits for its committee, or for its review."""
    if row.current is None or row.dataset.openness not in NOT_OPEN:
        return (_next(row, commands.Rest(), turn),)
    if row.current.heard_at is None:
        return (_next(row, commands.Resume(), turn),)
    return _planned(row, turn) if row.review_on is None else ()


def _check_desk(case: Case, turn: Turn) -> None:
    """A secretary acts only for the committee that hears this agency."""
    if turn.by.holds(Role.MACHINE) or turn.by.holds(Role.POLICY_OFFICE):
        return
    if not bodies.may_record(turn.by, bodies.body_of(case.agency_id)):
        raise Refused(texts.NOT_YOUR_BODY.at())
