"""The state table of a cycle (輪次) of high-value data: windows, not a lock-step. Pure.

After the `hvd_cycle` table of the procedures reference, with the corrections the design names: nominations move by
themselves, so nothing here waits for the last of them; consultations own their days; late nominations are consulted on
later and enter the list by an amendment.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.language import joined
from springhead.engine.kernel.problems import Problem
from springhead.engine.kernel.workflow import (
    ALL_CLOCKS,
    Audience,
    ClockAct,
    ClockEffect,
    Phase,
    Row,
    Table,
)
from springhead.procedures.high_value import cycle_commands as commands
from springhead.procedures.high_value import cycle_texts as texts
from springhead.procedures.high_value.vocabulary import SHORTEST_REASON

LONGEST: Final = timedelta(days=3 * 366)
WHOLE: Final = 100  # what the weights add up to
GOALS: Final = range(1, 18)
CALENDAR: Final = (
    "proposals_until", "nominations_until", "consultation_until", "committees_until", "executive_on",
)  # fmt: skip


class State(StrEnum):
    """Where a cycle stands."""

    PLANNING = "planning"
    PROPOSING = "proposing"
    NOMINATING = "nominating"
    CONSULTING = "consulting"
    DELIBERATING = "deliberating"
    ANNOUNCED = "announced"
    EVALUATING = "evaluating"
    FINISHED = "finished"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards may look at.

    `proposing_days` are the fewest of the proposals' window, `consulting_days` those of a consultation; `unanswered`
    numbers the suggested themes without an answer; `known` are the codes of themes; `waiting` counts nominations that
    no consultation asks about yet, `silent` agencies still within their window, `listed` nominations to announce.
    """

    today: date
    calendar: tuple[tuple[str, date | None], ...] = ()
    weights: int = 0
    missing: tuple[str, ...] = ()
    proposing_days: int = 0
    consulting_days: int = 0
    unanswered: tuple[int, ...] = ()
    suggestion: str = ""  # of the one a command names: "waiting", "answered" or empty
    known: frozenset[str] = frozenset()
    strangers: tuple[str, ...] = ()
    waiting: int = 0
    silent: int = 0
    asking: int = 0  # consultations that are open
    listed: int = 0
    changed: bool = False
    on_the_way: int = 0


def title_given(_facts: Facts, command: commands.Plan) -> Iterable[Problem]:
    """Refuse a round nobody could name."""
    if len(command.title) < 4:
        yield texts.NO_TITLE.at("title")


def sheet_whole(facts: Facts) -> Iterable[Problem]:
    """Refuse to begin before the scoring sheet says how much each value counts, and how points are given."""
    if facts.weights != WHOLE:
        yield texts.ODD_WEIGHTS.at("weights", n=facts.weights)
    for name in facts.missing:
        yield texts.MISSING.at(name, label=texts.FIELDS[name])


def calendar_sound(facts: Facts) -> Iterable[Problem]:
    """Refuse a calendar with gaps, out of order, or too short for people to propose and comment."""
    given = [(name, found) for name, found in facts.calendar if found is not None]
    if len(given) < len(CALENDAR):
        return  # named as missing
    earliest = facts.today + timedelta(days=facts.proposing_days)
    if given[0][1] < earliest:
        yield texts.TOO_SHORT.at(given[0][0], days=facts.proposing_days, earliest=earliest)
    for (before, first), (name, second) in itertools.pairwise(given):
        least = facts.consulting_days if name == "consultation_until" else 1
        if second < first + timedelta(days=least):
            yield texts.OUT_OF_ORDER.at(
                name, label=texts.FIELDS[name], before=texts.FIELDS[before], days=least,
                earliest=first + timedelta(days=least),
            )  # fmt: skip
    if given[-1][1] > facts.today + LONGEST:
        yield texts.TOO_LATE.at(given[-1][0])


def still_proposing(facts: Facts) -> Iterable[Problem]:
    """Refuse suggestions after their last day."""
    if facts.today > (dict(facts.calendar).get("proposals_until") or facts.today):
        yield texts.PROPOSALS_OVER.at()


def proposals_over(facts: Facts) -> Iterable[Problem]:
    """Refuse to fix themes while people may still suggest some."""
    last = dict(facts.calendar).get("proposals_until")
    if last is not None and facts.today <= last:
        yield texts.STILL_PROPOSING.at(day=last)


def suggestions_answered(facts: Facts) -> Iterable[Problem]:
    """Refuse to fix themes while a suggestion has no answer."""
    if facts.unanswered:
        which = joined([str(one) for one in facts.unanswered[:20]])
        yield texts.UNANSWERED.at("suggestions", n=len(facts.unanswered), which=which)


def suggestion_given(_facts: Facts, command: commands.Suggest) -> Iterable[Problem]:
    """Refuse a theme without a name or a reason."""
    if len(command.title) < 2:
        yield texts.NO_THEME_NAME.at("title")
    if len(command.reason) < SHORTEST_REASON:
        yield texts.NO_REASON.at("reason", least=SHORTEST_REASON)
    for one in command.goals:
        if one not in GOALS:
            yield texts.NO_GOAL.at("goals", value=one)


def suggestion_waits(facts: Facts, command: commands.AnswerSuggestion) -> Iterable[Problem]:
    """Refuse to answer what nobody suggested."""
    if not facts.suggestion:
        yield texts.NO_SUGGESTION.at("suggestion", number=command.suggestion)


def disposition_given(_facts: Facts, command: commands.AnswerSuggestion) -> Iterable[Problem]:
    """Refuse an answer without a disposition and reasons."""
    if command.disposition is None:
        yield texts.NO_DISPOSITION.at("disposition")
    if len(command.reason) < SHORTEST_REASON:
        yield texts.NO_REASON.at("reason", least=SHORTEST_REASON)


def themes_known(facts: Facts, command: commands.FixThemes) -> Iterable[Problem]:
    """Refuse no theme, and themes that are not in force."""
    if not command.themes:
        yield texts.NO_THEMES.at("themes")
    for one in command.themes:
        if one not in facts.known:
            yield texts.NO_SUCH_THEME.at("themes", value=one, known=joined(sorted(facts.known)))


def agencies_known(facts: Facts, command: commands.FixThemes | commands.CallMore) -> Iterable[Problem]:
    """Refuse to call nobody, or agencies nobody knows."""
    if not command.agencies:
        yield texts.NO_AGENCIES.at("agencies")
    for one in facts.strangers:
        yield texts.NO_SUCH_AGENCY.at("agencies", value=one)


def window_ahead(facts: Facts, command: commands.CallMore) -> Iterable[Problem]:
    """Refuse a window that is over when it begins."""
    if command.until is None or not facts.today < command.until <= facts.today + LONGEST:
        yield texts.NO_WINDOW.at("until")


def somebody_waits(facts: Facts) -> Iterable[Problem]:
    """Refuse to ask about nothing."""
    if not facts.waiting:
        yield texts.NOTHING_TO_ASK.at()


def agencies_heard(facts: Facts) -> Iterable[Problem]:
    """Refuse to ask the public while an agency is still within its window; whose window passed is marked late."""
    if facts.silent:
        yield texts.STILL_NOMINATING.at(n=facts.silent)


def long_enough(facts: Facts, command: commands.Consult) -> Iterable[Problem]:
    """Refuse a consultation shorter than nominations need."""
    earliest = facts.today + timedelta(days=facts.consulting_days)
    if command.until is None or command.until < earliest:
        yield texts.TOO_SHORT.at("until", days=facts.consulting_days, earliest=earliest)
    elif command.until > facts.today + LONGEST:
        yield texts.TOO_LATE.at("until")


def nobody_asks(facts: Facts) -> Iterable[Problem]:
    """Refuse to begin deliberating while people may still comment."""
    if facts.asking:
        yield texts.STILL_CONSULTED.at(n=facts.asking)


def something_listed(facts: Facts) -> Iterable[Problem]:
    """Refuse to announce an empty list."""
    if not facts.listed:
        yield texts.NOTHING_LISTED.at()


def something_changed(facts: Facts) -> Iterable[Problem]:
    """Refuse a further version that says the same."""
    if not facts.changed:
        yield texts.NOTHING_CHANGED.at()


def document_given(facts: Facts, command: commands.Announce | commands.Amend) -> Iterable[Problem]:
    """Refuse an announcement without its document."""
    if not command.document.number:
        yield texts.NO_DOCUMENT.at("document_number")
    if command.document.on is None or command.document.on > facts.today:
        yield texts.NO_DOCUMENT_DAY.at("document_on")


def reason_given(_facts: Facts, command: commands.Amend | commands.Cancel) -> Iterable[Problem]:
    """Refuse without a reason people can read."""
    if len(command.reason) < SHORTEST_REASON:
        yield texts.NO_REASON.at("reason", least=SHORTEST_REASON)


def report_given(_facts: Facts, command: commands.Evaluate) -> Iterable[Problem]:
    """Refuse an evaluation that says nothing."""
    if len(command.report) < 3 * SHORTEST_REASON:
        yield texts.NO_REPORT.at("report", least=3 * SHORTEST_REASON)


def nobody_on_the_way(facts: Facts) -> Iterable[Problem]:
    """Refuse to end a round while nominations are on their way through it."""
    if facts.on_the_way:
        yield texts.ON_THE_WAY.at(n=facts.on_the_way)


OFFICE: Final = (Role.POLICY_OFFICE,)
MACHINE: Final = (Role.MACHINE,)
_FOLLOWERS: Final = (Audience.FOLLOWERS,)
_STOP: Final = ClockEffect(ClockAct.STOP, ALL_CLOCKS)
RUNNING: Final = (State.CONSULTING, State.DELIBERATING, State.ANNOUNCED)


def _start(kind: str) -> ClockEffect:
    return ClockEffect(ClockAct.START, kind)


TABLE: Final = Table(
    case_type="hv_cycle",
    states=State,
    phases={
        State.PLANNING: Phase.DRAFT,
        State.PROPOSING: Phase.INTAKE,
        State.NOMINATING: Phase.INTAKE,
        State.CONSULTING: Phase.IN_REVIEW,
        State.DELIBERATING: Phase.IN_REVIEW,
        State.ANNOUNCED: Phase.DELIVERING,
        State.EVALUATING: Phase.DELIVERING,
        State.FINISHED: Phase.CLOSED,
        State.CANCELLED: Phase.CLOSED,
    },
    rows=(
        Row((), "plan", State.PLANNING, OFFICE, guards=(title_given,)),
        Row((State.PLANNING,), "revise", None, OFFICE, guards=(title_given,)),
        Row(
            (State.PLANNING,), "publish_sheet", State.PROPOSING, OFFICE, when=(sheet_whole, calendar_sound),
            clocks=(_start("hv_proposals"),), notify=_FOLLOWERS, shown="sheet_published",
        ),
        Row(
            (State.PROPOSING,), "suggest", None, (Role.CITIZEN, *OFFICE), when=(still_proposing,),
            guards=(suggestion_given,), shown="suggested",
        ),
        Row(
            (State.PROPOSING,), "answer_suggestion", None, OFFICE, guards=(suggestion_waits, disposition_given),
            notify=_FOLLOWERS, shown="suggestion_answered",
        ),
        Row(
            (State.PROPOSING,), "fix_themes", State.NOMINATING, OFFICE, when=(proposals_over, suggestions_answered),
            guards=(themes_known, agencies_known), clocks=(_STOP, _start("hv_nominations")),
            notify=_FOLLOWERS, shown="themes_fixed",
        ),
        Row(
            (State.NOMINATING, *RUNNING), "call_more", None, OFFICE, guards=(agencies_known, window_ahead),
            notify=_FOLLOWERS, shown="more_called",
        ),
        Row(
            (State.NOMINATING,), "consult", State.CONSULTING, OFFICE, when=(somebody_waits, agencies_heard),
            guards=(long_enough,), clocks=(_STOP,), notify=_FOLLOWERS, shown="consulting",
        ),
        Row(
            RUNNING, "consult_more", None, OFFICE, when=(somebody_waits,), guards=(long_enough,),
            notify=_FOLLOWERS, shown="consulting_more",
        ),
        Row(
            (State.CONSULTING,), "deliberate", State.DELIBERATING, MACHINE, when=(nobody_asks,),
            clocks=(_start("hv_deliberation"),), notify=_FOLLOWERS, shown="deliberating",
        ),
        Row(
            (State.DELIBERATING,), "announce", State.ANNOUNCED, OFFICE, when=(something_listed,),
            guards=(document_given,), clocks=(_STOP,), notify=_FOLLOWERS, shown="announced",
        ),
        Row(
            (State.ANNOUNCED, State.EVALUATING), "amend", None, OFFICE, when=(something_changed,),
            guards=(document_given, reason_given), notify=_FOLLOWERS, shown="amended",
        ),
        Row(
            (State.ANNOUNCED,), "evaluate", State.EVALUATING, OFFICE, guards=(report_given,), notify=_FOLLOWERS,
            shown="evaluated",
        ),
        Row(
            (State.EVALUATING,), "finish", State.FINISHED, OFFICE, when=(nobody_on_the_way,), clocks=(_STOP,),
            notify=_FOLLOWERS, shown="finished",
        ),
        Row(
            (State.PLANNING, State.PROPOSING, State.NOMINATING, State.CONSULTING), "cancel", State.CANCELLED, OFFICE,
            guards=(reason_given,), clocks=(_STOP,), notify=_FOLLOWERS, shown="cancelled",
        ),
    ),
)  # fmt: skip
