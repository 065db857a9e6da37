"""Gathers what the guards of a cycle look at; the case is locked meanwhile."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from springhead.engine.kernel.now import taipei
from springhead.forums.consultations.kinds import fewest_days
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases.models import Case
from springhead.procedures.high_value import announcing, policy, themes
from springhead.procedures.high_value import cycle_commands as commands
from springhead.procedures.high_value.cycle_rules import CALENDAR, Facts
from springhead.procedures.high_value.models import Cycle

KIND: Final = "nomination"  # of consultation
ASKING: Final = ("planned", "announced", "open")
ON_THE_WAY: Final = (
    "proposed", "nominated", "in_consultation", "responding", "agency_committee", "ey_committee", "listed",
)  # fmt: skip


def of_case(case: Case, command: Any, at: datetime) -> Facts:
    """Gather what the guards of a cycle look at."""
    today = taipei(at).date()
    row = Cycle.objects.filter(case=case).first() if case.pk else None
    if row is None:
        return Facts(today=today)
    nominations = row.nominations.all()
    offered = command is None and case.state in ("announced", "evaluating")
    return Facts(
        today=today,
        calendar=tuple((name, getattr(row, name)) for name in CALENDAR),
        weights=sum(int(one["weight"]) for one in row.sheet.get("criteria", ())),
        missing=tuple(_missing(row)),
        proposing_days=policy.windows()["proposals"],
        consulting_days=fewest_days(KIND, today),
        unanswered=tuple(row.suggestions.filter(disposition="").values_list("number", flat=True)),
        suggestion=_suggestion(row, command),
        known=frozenset(one.code for one in themes.themes(today)),
        strangers=_strangers(row, command, today),
        waiting=nominations.filter(state="nominated").count(),
        silent=row.calls.filter(state="called", missed_at=None).count(),
        asking=case.children.filter(type="consultation", state__in=ASKING).count(),
        listed=nominations.filter(state="listed").count(),
        changed=(offered or isinstance(command, commands.Amend)) and announcing.changed(row),
        on_the_way=nominations.filter(state__in=ON_THE_WAY).count()
        if offered or isinstance(command, commands.Finish)
        else 0,
    )


def _missing(row: Cycle) -> Iterable[str]:
    if not row.sheet.get("note"):
        yield "note"
    yield from (name for name in CALENDAR if getattr(row, name) is None)


def _suggestion(row: Cycle, command: Any) -> str:
    if not isinstance(command, commands.AnswerSuggestion):
        return ""
    found = row.suggestions.filter(number=command.suggestion).first()
    return "" if found is None else "answered" if found.disposition else "waiting"


def _strangers(row: Cycle, command: Any, today: date) -> tuple[str, ...]:
    if not isinstance(command, commands.FixThemes | commands.CallMore):
        return ()
    wanted = set(command.agencies)
    called = set(row.calls.values_list("agency__public_id", flat=True))
    rows = Agency.objects.filter(public_id__in=wanted - called, merged_into=None)
    return tuple(sorted(wanted - {one.public_id for one in rows if one.in_force(today)}))
