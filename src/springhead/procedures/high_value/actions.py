"""The effects of a nomination's events, named after them. Called by `cases.fire`, inside its transaction."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases.decisions import Outcome, decide
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import Told, Turn
from springhead.foundation.catalog.models import Dataset
from springhead.procedures.high_value import commands, promising, scorecard
from springhead.procedures.high_value.models import Cycle, Nomination, Review, Score, Sheet
from springhead.procedures.high_value.vocabulary import Cause, SheetTold


def _row(case: Case) -> Nomination:
    rows = Nomination.objects.select_related("cycle__case", "dataset", "sheet", "promise", "agency", "case")
    return rows.get(case=case)


def _keep(row: Nomination, case: Case, turn: Turn) -> None:
    """Let the row follow its case."""
    row.state, row.changed_at = case.state, turn.at
    row.save()


def propose(case: Case, command: commands.Propose, turn: Turn) -> Told:
    """Write down what somebody outside the agency proposes, with the sheet as far as they filled it in."""
    by_office = "policy_office" in turn.by.roles and "citizen" not in turn.by.roles
    origin = Nomination.Origin.POLICY if by_office else Nomination.Origin.CIVIC
    row = _open(case, command, turn, origin, {"reason": command.reason})
    return Told(public=_public(row, origin=str(origin)), private={"reason": command.reason})


def nominate(case: Case, command: commands.Nominate, turn: Turn) -> Told:
    """Write the agency's sheet down; what was proposed becomes its own nomination."""
    if not turn.from_state:
        row = _open(case, command, turn, Nomination.Origin.AGENCY, {})
        _score_itself(row, command.sheet, turn)
        return Told(public=_public(row))
    row = _row(case)
    if command.theme:
        row.theme, row.subcategory = command.theme, command.subcategory
    _fill(row, command.sheet, turn)
    _keep(row, case, turn)
    return Told(public=_public(row))


def _open(
    case: Case, command: commands.Nominated, turn: Turn, origin: str, more: Mapping[str, Any]
) -> Nomination:
    row = Nomination.objects.create(
        case=case,
        cycle=Cycle.objects.get(case__number=command.cycle),
        dataset=Dataset.objects.get(public_id=command.dataset),
        agency=Agency.objects.get(public_id=case.agency_id),
        theme=command.theme,
        subcategory=command.subcategory,
        state=case.state,
        origin=origin,
        expected_on=command.sheet.until,
        changed_at=turn.at,
    )
    _write(row, command.sheet, turn, more)
    row.save(update_fields=["sheet"])
    return row


def _write(row: Nomination, sheet: SheetTold, turn: Turn, more: Mapping[str, Any]) -> None:
    row.sheet = Sheet.objects.create(
        nomination=row,
        version=row.sheets.count() + 1,
        body={**sheet.as_json(), **more},
        made_by=turn.by.id,
        made_at=turn.at,
    )


def _fill(row: Nomination, sheet: SheetTold, turn: Turn) -> None:
    """Write a further version of the sheet; the reason somebody proposed it for stays with it."""
    before = row.sheet.body if row.sheet else {}
    _write(row, sheet, turn, {"reason": before["reason"]} if "reason" in before else {})
    row.expected_on = sheet.until
    _score_itself(row, sheet, turn)


def _score_itself(row: Nomination, sheet: SheetTold, turn: Turn) -> None:
    for criterion, points in sheet.scores.items():
        Score.objects.update_or_create(
            nomination=row,
            criterion=criterion,
            by=row.agency.public_id,
            defaults={"role": "agency", "points": points, "reason": "", "at": turn.at},
        )


def miss_screening(case: Case, _command: commands.MissScreening, turn: Turn) -> Told:
    """Let the proposal go on as 民間提案, never as the agency's nomination."""
    row = _row(case)
    row.agency_silent = True
    _keep(row, case, turn)
    return Told(public=_public(row))


def revise(case: Case, command: commands.Revise, turn: Turn) -> Told:
    """Write a better sheet; an agency that was silent has spoken now."""
    row = _row(case)
    _fill(row, command.sheet, turn)
    row.agency_silent = False
    _keep(row, case, turn)
    return Told(public=_public(row))


def decline(case: Case, command: commands.Decline, turn: Turn) -> Told:
    """Write down why not; the committee hears it."""
    row = _row(case)
    row.ended_reason = command.reason
    _keep(row, case, turn)
    decide(case, Outcome("decline", reasons=command.reason), turn)
    return Told(public=_public(row), private={"reason": command.reason})


def consult(case: Case, command: commands.Consult, turn: Turn) -> Told:
    """Note which consultation asks about it."""
    row = _row(case)
    row.consultation = Case.objects.filter(number=command.consultation, type="consultation").first()
    _keep(row, case, turn)
    return Told(public=_public(row, consultation=command.consultation))


def close(case: Case, _command: commands.Close, turn: Turn) -> Told:
    """Nothing but the state: the agency responds."""
    row = _row(case)
    _keep(row, case, turn)
    return Told(public=_public(row))


def extend(case: Case, command: commands.Extend, turn: Turn) -> Told:
    """Nothing but the clock."""
    row = _row(case)
    _keep(row, case, turn)
    return Told(public=_public(row, days=command.days, reason=command.reason))


def respond(case: Case, command: commands.Respond, turn: Turn) -> Told:
    """Write the answer and the adjusted sheet down; the version before stays."""
    row = _row(case)
    _fill(row, command.sheet, turn)
    _keep(row, case, turn)
    decide(
        case,
        Outcome("respond", reasons=command.answer, body={"sheet": row.sheet.version if row.sheet else 0}),
        turn,
    )
    return Told(public=_public(row), private={"answer": command.answer})


def miss_response(case: Case, _command: commands.MissResponse, turn: Turn) -> Told:
    """Mark that the agency did not respond."""
    row = _row(case)
    row.response_missed = True
    _keep(row, case, turn)
    return Told(public=_public(row))


def score(case: Case, command: commands.Score, turn: Turn) -> Told:
    """Write a member's scores down; a later one takes the place of an earlier one."""
    row = _row(case)
    role = promising.role_of(command.member)
    for criterion, points in command.scores.items():
        Score.objects.update_or_create(
            nomination=row,
            criterion=criterion,
            by=command.member,
            defaults={"role": role, "points": points, "reason": command.reason, "at": turn.at},
        )
    _keep(row, case, turn)
    return Told(public=_public(row, member=command.member, scores=dict(command.scores), role=role))


def recommend(case: Case, command: commands.Recommend, turn: Turn) -> Told:
    """Pass it on to the Executive Yuan's committee, with the day where the committee names one."""
    row = _row(case)
    row.ended_reason = ""
    row.expected_on = command.until or row.expected_on
    return _ruled(row, case, command, turn)


def reject(case: Case, command: commands.Reject, turn: Turn) -> Told:
    """Write down why a committee does not list it."""
    row = _row(case)
    row.ended_reason = command.reason
    return _ruled(row, case, command, turn)


def put_on_list(case: Case, command: commands.PutOnList, turn: Turn) -> Told:
    """Decide list and day together."""
    row = _row(case)
    row.expected_on, row.listed_at = command.until or row.expected_on, turn.at
    return _ruled(row, case, command, turn)


def send_back(case: Case, command: commands.SendBack, turn: Turn) -> Told:
    """Nothing but the state and the questions."""
    return _ruled(_row(case), case, command, turn)


def _ruled(row: Nomination, case: Case, command: commands.Ruling, turn: Turn, **more: Any) -> Told:
    _keep(row, case, turn)
    on = command.document.on
    body = {"document": {"number": command.document.number, "on": on.isoformat() if on else ""}}
    decide(case, Outcome(turn.row.event, reasons=command.reason, body=body, on_behalf_of=turn.by.id), turn)
    until = row.expected_on.isoformat() if row.expected_on else ""
    public = _public(row, until=until, document=command.document.number, **more)
    return Told(public=public, private={"reason": command.reason})


def announce(case: Case, _command: commands.Announce, turn: Turn) -> Told:
    """Make its day a promise."""
    row = _row(case)
    _keep(row, case, turn)
    assert row.expected_on is not None  # decided together with the list
    then = (partial(promising.promise, row.pk, row.expected_on, at=turn.at),)
    return Told(public=_public(row, until=row.expected_on.isoformat()), then=then)


def release(case: Case, _command: commands.Release, turn: Turn) -> Told:
    """Note when it was released."""
    row = _row(case)
    row.released_at = turn.at
    _keep(row, case, turn)
    return Told(public=_public(row))


def fall_away(case: Case, _command: commands.FallAway, turn: Turn) -> Told:
    """Nothing but the state: the promise was given up."""
    row = _row(case)
    _keep(row, case, turn)
    return Told(public=_public(row))


def relapse(case: Case, _command: commands.Relapse, turn: Turn) -> Told:
    """Begin a review because the checks were red."""
    return _reviewed(case, Cause.RED, (), turn)


def begin_review(case: Case, command: commands.BeginReview, turn: Turn) -> Told:
    """Begin a review, with the scorecard as it is now."""
    assert command.cause is not None  # the guard wanted it
    return _reviewed(case, command.cause, command.evidence, turn, command.reason)


def _reviewed(case: Case, cause: Cause, evidence: tuple[str, ...], turn: Turn, reason: str = "") -> Told:
    row = _row(case)
    _keep(row, case, turn)
    Review.objects.create(
        nomination=row,
        cause=str(cause),
        evidence=list(evidence),
        scorecard=scorecard.of(row, at=turn.at),
        reason=reason,
        began_at=turn.at,
    )
    return Told(
        public=_public(row, cause=str(cause), evidence=list(evidence)),
        private={"reason": reason} if reason else None,
    )


def keep(case: Case, command: commands.Keep, turn: Turn) -> Told:
    """Let it stay."""
    row = _row(case)
    _end_review(row, command, turn)
    return _ruled(row, case, command, turn)


def improve(case: Case, command: commands.Improve, turn: Turn) -> Told:
    """Make the improvement a promise; the open one it replaces is closed."""
    row = _row(case)
    _end_review(row, command, turn)
    assert command.until is not None  # the guard wanted it
    row.expected_on = command.until
    told = _ruled(row, case, command, turn, fields=list(command.fields))
    again = partial(promising.promise_again, row.pk, command.until, command.fields, at=turn.at)
    return Told(public=told.public, private=told.private, then=(again,))


def delist(case: Case, command: commands.Delist, turn: Turn) -> Told:
    """Take it off the list; the data stay where they are."""
    row = _row(case)
    _end_review(row, command, turn)
    row.ended_reason = command.reason
    told = _ruled(row, case, command, turn)
    return Told(
        public=told.public, private=told.private, then=(partial(promising.let_go, row.pk, at=turn.at),)
    )


def _end_review(row: Nomination, command: commands.Ruling, turn: Turn) -> None:
    open_one = row.reviews.filter(ended_at=None).first()
    if open_one is not None:
        open_one.outcome, open_one.reason = turn.row.event, command.reason
        open_one.until, open_one.ended_at = command.until, turn.at
        open_one.save()


def end(case: Case, _command: commands.End, turn: Turn) -> Told:
    """Nothing but the state: the cycle was called off."""
    row = _row(case)
    row.ended_reason = row.cycle.report
    _keep(row, case, turn)
    return Told(public=_public(row))


def _public(row: Nomination, **more: Any) -> dict[str, Any]:
    return {
        "cycle": row.cycle.case.number,
        "dataset": row.dataset.public_id,
        "theme": row.theme,
        "sheet": row.sheet.version if row.sheet else 0,
        **({"agency_silent": True} if row.agency_silent else {}),
        **more,
    }


def day_of(row: Nomination) -> date | None:
    """Return the day in force: the promise's, else the wished one."""
    promise = getattr(row.promise, "commitment", None) if row.promise else None
    return promise.due_on if promise else row.expected_on
