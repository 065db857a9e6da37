"""The effects of a cycle's events, named after them. Called by `cases.fire`, inside its transaction."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from springhead.engine.kernel.language import pick
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases.fire import Opening, open_case
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import Told, Turn
from springhead.procedures.high_value import announcing, asking, call_commands
from springhead.procedures.high_value import cycle_commands as commands
from springhead.procedures.high_value.models import Cycle, ThemeSuggestion
from springhead.procedures.high_value.promising import HIGH_VALUE
from springhead.procedures.high_value.vocabulary import HIGHEST_SCORE, VALUES

DATES: Final = (
    "proposals_until", "nominations_until", "consultation_until", "committees_until", "executive_on",
)  # fmt: skip


def _row(case: Case) -> Cycle:
    return Cycle.objects.select_related("case").get(case=case)


def _keep(case: Case, **changed: Any) -> Cycle:
    """Let the row follow its case, with what changed."""
    row = _row(case)
    row.state = case.state
    for name, value in changed.items():
        setattr(row, name, value)
    row.save()
    return row


def plan(case: Case, command: commands.Plan, turn: Turn) -> None:
    """Write the plan of a round down."""
    _fill(Cycle(case=case, made_at=turn.at), case, command)


def revise(case: Case, command: commands.Revise, _turn: Turn) -> None:
    """Write it down anew."""
    _fill(_row(case), case, command)


def _fill(row: Cycle, case: Case, command: commands.Plan) -> None:
    case.title = {lang: text for lang, text in (("zh-Hant", command.title), ("en", command.title_en)) if text}
    row.state = case.state
    row.sheet = {
        "criteria": [
            {
                "code": code,
                "name": dict(name),
                "weight": command.weights.get(code, 0),
                "highest": HIGHEST_SCORE,
            }
            for code, name in VALUES.items()
        ],
        "note": command.note,
    }
    for name in DATES:
        setattr(row, name, getattr(command, name))
    row.save()


def publish_sheet(case: Case, _command: commands.PublishSheet, turn: Turn) -> Told:
    """Fix the scoring sheet, before anybody nominates."""
    row = _keep(case, sheet_at=turn.at)
    assert row.proposals_until is not None  # the guard saw to it
    calendar = {name: _iso(getattr(row, name)) for name in DATES}
    return Told(
        public={"sheet": row.sheet, "calendar": calendar}, until={"hv_proposals": row.proposals_until}
    )


def suggest(case: Case, command: commands.Suggest, turn: Turn) -> Told:
    """Take a suggested theme in; who suggested it stays with the operator."""
    row = _keep(case)
    number = row.suggestions.count() + 1
    ThemeSuggestion.objects.create(
        cycle=row, number=number, title=command.title, reason=command.reason, goals=list(command.goals),
        owner=turn.by.id, at=turn.at,
    )  # fmt: skip
    public = {"suggestion": number, "title": command.title, "goals": list(command.goals)}
    return Told(public=public, private={"reason": command.reason})


def answer_suggestion(case: Case, command: commands.AnswerSuggestion, _turn: Turn) -> Told:
    """Say what becomes of a suggested theme."""
    row = _keep(case)
    found = row.suggestions.get(number=command.suggestion)
    found.disposition, found.answer = str(command.disposition), command.reason
    found.save(update_fields=["disposition", "answer"])
    public = {"suggestion": found.number, "disposition": found.disposition, "reason": command.reason}
    return Told(public=public)


def fix_themes(case: Case, command: commands.FixThemes, turn: Turn) -> Told:
    """Fix the themes and call the agencies."""
    row = _keep(case, themes=list(command.themes))
    assert row.nominations_until is not None  # the guard saw to it before
    calls = partial(_call, case.pk, command.agencies, row.nominations_until, turn.at)
    public = {"themes": list(command.themes), "agencies": list(command.agencies), "reason": command.reason}
    return Told(public=public, until={"hv_nominations": row.nominations_until}, then=(calls,))


def call_more(case: Case, command: commands.CallMore, turn: Turn) -> Told:
    """Call further agencies."""
    _keep(case)
    assert command.until is not None  # the guard wanted it
    calls = partial(_call, case.pk, command.agencies, command.until, turn.at)
    return Told(public={"agencies": list(command.agencies), "until": _iso(command.until)}, then=(calls,))


def _call(case_pk: int, agencies: Iterable[str], until: date, at: datetime) -> None:
    parent = Case.objects.get(pk=case_pk)
    for agency in Agency.objects.filter(public_id__in=list(agencies)).order_by("pk"):
        title = {
            lang: f"{pick(parent.title, lang)}：{pick(agency.names, lang)}" for lang in ("zh-Hant", "en")
        }
        opening = Opening(title, agency.public_id, parent=parent)
        open_case("hv_call", call_commands.Call(until), opening, by=HIGH_VALUE, at=at)


def consult(case: Case, command: commands.Consult, turn: Turn) -> Told:
    """Open the consultations on what is nominated; the nominations follow."""
    return _consult(case, command, turn)


def consult_more(case: Case, command: commands.ConsultMore, turn: Turn) -> Told:
    """The same on what came later."""
    return _consult(case, command, turn)


def _consult(case: Case, command: commands.Consult, turn: Turn) -> Told:
    row = _keep(case)
    assert command.until is not None  # the guard wanted it
    opened = partial(asking.open_all, row.pk, command.until, command.seeds, at=turn.at)
    waiting = row.nominations.filter(state="nominated").count()
    return Told(public={"until": _iso(command.until), "nominations": waiting}, then=(opened,))


def deliberate(case: Case, _command: commands.Deliberate, _turn: Turn) -> Told:
    """Let the committees' window begin."""
    row = _keep(case)
    until = {"hv_deliberation": row.committees_until} if row.committees_until else {}
    return Told(public={"until": _iso(row.committees_until)}, until=until)


def announce(case: Case, command: commands.Announce, turn: Turn) -> Told:
    """Announce the first version of the list."""
    return announcing.publish(_keep(case), command.document, "", turn)


def amend(case: Case, command: commands.Amend, turn: Turn) -> Told:
    """Announce a further version; the earlier ones stay."""
    return announcing.publish(_keep(case), command.document, command.reason, turn)


def evaluate(case: Case, command: commands.Evaluate, _turn: Turn) -> Told:
    """Publish the evaluation."""
    _keep(case, report=command.report)
    return Told(public={"report": command.report})


def finish(case: Case, _command: commands.Finish, _turn: Turn) -> Told:
    """Nothing but the state."""
    _keep(case)
    return Told()


def cancel(case: Case, command: commands.Cancel, _turn: Turn) -> Told:
    """Call it off; calls and nominations follow."""
    _keep(case, report=command.reason)
    return Told(public={"reason": command.reason})


def _iso(value: date | None) -> str:
    return value.isoformat() if value else ""
