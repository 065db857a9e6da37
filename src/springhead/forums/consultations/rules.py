"""The state table of a consultation (公開徵詢): asked in public, open for days, answered comment by comment. Pure.

After the `consultation` table of the procedures reference. Corrections: an announced consultation is public before it
opens and opens by itself on its day; comments, votes, moderation and the table of another platform are rows too, so
that all of it is permission, event and proof; the second extension is called postponing. A published answer may be
reopened with reasons: it stands until its correction is published as the next version, or it is upheld.
"""

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
    Lapse,
    Phase,
    Row,
    Table,
)
from springhead.forums.consultations import commands, texts

SHORTEST_REASON: Final = 10
SHORTEST_TITLE: Final = 4
SHORTEST_STATEMENT: Final = 6
LONGEST: Final = timedelta(days=366)


class State(StrEnum):
    """Where a consultation stands."""

    PLANNED = "planned"
    ANNOUNCED = "announced"
    OPEN = "open"
    RESPONDING = "responding"
    ANSWERED = "answered"
    CORRECTING = "correcting"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards may look at. `least` are the fewest days of its kind, `unknown` agencies nobody knows.

    `unplaced` counts comments without a group, `unanswered` names groups that an agency concerned has not answered.
    """

    today: date
    state: str = ""
    missing: tuple[str, ...] = ()
    opens_on: date | None = None
    closes_on: date | None = None
    least: int = 0
    statements: bool = False
    sides: frozenset[str] = frozenset()
    here: bool = True
    anchors: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()
    comment: str = ""  # of the one a command names: "shown", "hidden" or empty when there is none
    statement: str = ""  # the same: its standing
    unplaced: int = 0
    unanswered: tuple[str, ...] = ()
    corrected: bool = False  # the table under correction differs from the published one
    answer: str = ""  # the summary that is published


def title_given(_facts: Facts, command: commands.Plan) -> Iterable[Problem]:
    """Refuse a consultation nobody could find again."""
    if len(command.title) < SHORTEST_TITLE:
        yield texts.NO_TITLE.at("title", least=SHORTEST_TITLE)


def agencies_known(facts: Facts, _command: commands.Plan) -> Iterable[Problem]:
    """Refuse agencies nobody knows."""
    for one in facts.unknown:
        yield texts.NO_SUCH_AGENCY.at("agencies", id=one)


def complete(facts: Facts) -> Iterable[Problem]:
    """Refuse to go public without the question, its documents, what can change, and who decides when."""
    for name in facts.missing:
        yield texts.MISSING.at(name, label=texts.FIELDS[name])
    if facts.statements and facts.sides != {"for", "against"}:
        yield texts.ONE_SIDED.at("seeds")


def long_enough(facts: Facts) -> Iterable[Problem]:
    """Refuse a term shorter than its kind needs; one that was announced keeps its days."""
    if facts.state == State.ANNOUNCED or facts.closes_on is None:
        return
    opens = facts.today if facts.opens_on is None else max(facts.opens_on, facts.today)
    earliest = opens + timedelta(days=facts.least)
    if facts.closes_on < earliest:
        yield texts.TOO_SHORT.at("closes_on", days=facts.least, earliest=earliest)
    if facts.closes_on > opens + LONGEST:
        yield texts.TOO_LATE.at("closes_on", latest=opens + LONGEST)


def opens_later(facts: Facts) -> Iterable[Problem]:
    """Refuse to announce what has no day, or opens today."""
    if facts.opens_on is None or facts.opens_on <= facts.today:
        yield texts.OPENS_NOW.at("opens_on")


def reason_given(
    _facts: Facts,
    command: commands.Extend
    | commands.Postpone
    | commands.Cancel
    | commands.Hide
    | commands.TurnDown
    | commands.Reopen
    | commands.Uphold,
) -> Iterable[Problem]:
    """Refuse without reasons people can read."""
    if len(command.reason) < SHORTEST_REASON:
        yield texts.NO_REASON.at("reason", least=SHORTEST_REASON)


def progress_given(_facts: Facts, command: commands.Postpone) -> Iterable[Problem]:
    """Refuse to postpone without saying how far the work is."""
    if len(command.progress) < SHORTEST_REASON:
        yield texts.NO_PROGRESS.at("progress", least=SHORTEST_REASON)


def text_given(_facts: Facts, command: commands.Comment) -> Iterable[Problem]:
    """Refuse an empty comment."""
    if not command.text:
        yield texts.NO_TEXT.at("text")


def anchor_known(facts: Facts, command: commands.Comment) -> Iterable[Problem]:
    """Refuse a comment on a part that is not there."""
    if command.anchor and command.anchor not in facts.anchors:
        yield texts.NO_SUCH_ANCHOR.at("anchor", value=command.anchor, known=joined(sorted(facts.anchors)))


def parent_known(facts: Facts, command: commands.Comment) -> Iterable[Problem]:
    """Refuse to reply to what is not there, or hidden."""
    if command.to and facts.comment != "shown":
        yield texts.NO_SUCH_COMMENT.at("to", number=command.to)


def held_here(facts: Facts) -> Iterable[Problem]:
    """Refuse comments where people comment on the national participation platform alone."""
    if not facts.here:
        yield texts.ELSEWHERE.at()


def comment_shown(facts: Facts, command: commands.Hide) -> Iterable[Problem]:
    """Refuse to hide what is not there, or hidden already."""
    if facts.comment != "shown":
        yield texts.NO_SUCH_COMMENT.at("comment", number=command.comment)


def comment_hidden(facts: Facts, command: commands.Unhide) -> Iterable[Problem]:
    """Refuse to show again what is not hidden."""
    if facts.comment != "hidden":
        yield texts.NOT_HIDDEN.at("comment", number=command.comment)


def ground_given(_facts: Facts, command: commands.Hide) -> Iterable[Problem]:
    """Refuse to hide without a ground."""
    if command.ground is None:
        yield texts.NO_GROUND.at("ground")


def something_brought(_facts: Facts, command: commands.BringIn) -> Iterable[Problem]:
    """Refuse an import of nothing."""
    if not command.comments:
        yield texts.NOTHING_BROUGHT.at("comments")


def statements_wanted(facts: Facts) -> Iterable[Problem]:
    """Refuse statements and votes where the consultation has none."""
    if not facts.statements:
        yield texts.NO_STATEMENTS.at()


def statement_long_enough(_facts: Facts, command: commands.Propose) -> Iterable[Problem]:
    """Refuse a statement that says nothing."""
    if len(command.text) < SHORTEST_STATEMENT:
        yield texts.SHORT_STATEMENT.at("text", least=SHORTEST_STATEMENT)


def statement_waits(facts: Facts, command: commands.Admit | commands.TurnDown) -> Iterable[Problem]:
    """Refuse to decide on a statement twice."""
    if facts.statement != "waiting":
        yield texts.NO_SUCH_STATEMENT.at("statement", number=command.statement)


def statement_shown(facts: Facts, command: commands.Vote) -> Iterable[Problem]:
    """Refuse a vote on what is not up for voting."""
    if facts.statement != "shown":
        yield texts.NO_SUCH_STATEMENT.at("statement", number=command.statement)


def choice_given(_facts: Facts, command: commands.Vote) -> Iterable[Problem]:
    """Refuse a vote that says nothing."""
    if command.choice is None:
        yield texts.NO_CHOICE.at("choice")


def all_placed(facts: Facts) -> Iterable[Problem]:
    """Refuse to answer while a comment belongs to no group."""
    if facts.unplaced:
        yield texts.UNPLACED.at("comments", n=facts.unplaced)


def all_answered(facts: Facts) -> Iterable[Problem]:
    """Refuse to answer while an agency concerned has not said what becomes of a group, and why."""
    if facts.unanswered:
        yield texts.UNANSWERED.at("table", n=len(facts.unanswered), which=joined(facts.unanswered[:10]))


def answer_given(_facts: Facts, command: commands.Respond | commands.Correct) -> Iterable[Problem]:
    """Refuse an answer without a summary for everybody."""
    if len(command.text) < SHORTEST_REASON * 3:
        yield texts.NO_ANSWER.at("text", least=SHORTEST_REASON * 3)


def something_corrected(facts: Facts, command: commands.Correct) -> Iterable[Problem]:
    """Refuse a new version that says what the published one says."""
    if not facts.corrected and command.text == facts.answer:
        yield texts.NOTHING_CORRECTED.at("table")


HOST: Final = (Role.OFFICER, Role.AGENCY_LEAD, Role.AGENCY_HEAD)
OPENERS: Final = (*HOST, Role.MACHINE)  # a procedure may hold a consultation as a part of itself
KEEPERS: Final = (*HOST, Role.POLICY_OFFICE)
CITIZEN: Final = (Role.CITIZEN,)
MACHINE: Final = (Role.MACHINE,)

_OPENING: Final = "consultation_opening"
_OPEN: Final = "consultation_open"
_ANSWER: Final = "consultation_answer"
_FOLLOWERS: Final = (Audience.FOLLOWERS,)
_STOP: Final = ClockEffect(ClockAct.STOP, ALL_CLOCKS)
HEARD: Final = (State.OPEN, State.RESPONDING, State.ANSWERED, State.CORRECTING)
PUBLISHED: Final = (State.ANSWERED, State.CORRECTING)  # states in which an answer stands

TABLE: Final = Table(
    case_type="consultation",
    states=State,
    phases={
        State.PLANNED: Phase.DRAFT,
        State.ANNOUNCED: Phase.INTAKE,
        State.OPEN: Phase.IN_REVIEW,
        State.RESPONDING: Phase.IN_REVIEW,
        State.ANSWERED: Phase.CLOSED,
        State.CORRECTING: Phase.DECIDED,
        State.CANCELLED: Phase.CLOSED,
    },
    rows=(
        Row((), "plan", State.PLANNED, OPENERS, guards=(title_given, agencies_known)),
        Row((State.PLANNED,), "revise", None, OPENERS, guards=(title_given, agencies_known)),
        Row(
            (State.PLANNED,), "announce", State.ANNOUNCED, OPENERS, when=(complete, opens_later, long_enough),
            clocks=(ClockEffect(ClockAct.START, _OPENING),), notify=_FOLLOWERS, shown="announced",
        ),
        Row(
            (State.PLANNED, State.ANNOUNCED), "open", State.OPEN, OPENERS, when=(complete, long_enough),
            clocks=(ClockEffect(ClockAct.STOP, _OPENING), ClockEffect(ClockAct.START, _OPEN)),
            notify=_FOLLOWERS, shown="opened",
        ),
        Row(
            (State.OPEN,), "extend", None, HOST, guards=(reason_given,),
            clocks=(ClockEffect(ClockAct.EXTEND, _OPEN),), notify=_FOLLOWERS, shown="extended",
        ),
        Row(
            (State.OPEN,), "close", State.RESPONDING, MACHINE,
            clocks=(ClockEffect(ClockAct.STOP, _OPEN), ClockEffect(ClockAct.START, _ANSWER)),
            notify=(Audience.OFFICERS, Audience.FOLLOWERS), shown="closed",
        ),
        Row(
            (State.RESPONDING, State.CORRECTING), "postpone", None, HOST, guards=(reason_given, progress_given),
            clocks=(ClockEffect(ClockAct.EXTEND, _ANSWER),), notify=_FOLLOWERS, shown="postponed",
        ),
        Row(
            (State.RESPONDING, State.CORRECTING), "deadline_missed", None, MACHINE, notify=_FOLLOWERS, shown="missed",
        ),
        Row(
            (State.RESPONDING,), "respond", State.ANSWERED, HOST, when=(all_placed, all_answered),
            guards=(answer_given,), clocks=(_STOP,), notify=_FOLLOWERS, shown="answered",
        ),
        Row(
            (State.ANSWERED,), "reopen", State.CORRECTING, HOST, guards=(reason_given,),
            clocks=(ClockEffect(ClockAct.START, _ANSWER),), notify=(Audience.OFFICERS, Audience.FOLLOWERS),
            shown="reopened",
        ),
        Row(
            (State.CORRECTING,), "correct", State.ANSWERED, HOST, when=(all_placed, all_answered),
            guards=(answer_given, something_corrected), clocks=(_STOP,), notify=_FOLLOWERS, shown="corrected",
        ),
        Row(
            (State.CORRECTING,), "uphold", State.ANSWERED, HOST, guards=(reason_given,), clocks=(_STOP,),
            notify=_FOLLOWERS, shown="upheld",
        ),
        Row(
            (State.PLANNED, State.ANNOUNCED, State.OPEN), "cancel", State.CANCELLED, OPENERS,
            guards=(reason_given,), clocks=(_STOP,), notify=_FOLLOWERS, shown="cancelled",
        ),
        Row(
            (State.OPEN,), "comment", None, CITIZEN, when=(held_here,),
            guards=(text_given, anchor_known, parent_known),
        ),
        Row(
            (State.OPEN, State.RESPONDING), "bring_in", None, HOST, guards=(something_brought,), shown="brought",
        ),
        Row(
            HEARD, "hide", None, KEEPERS, guards=(comment_shown, ground_given, reason_given), shown="hidden",
        ),
        Row(HEARD, "unhide", None, KEEPERS, guards=(comment_hidden,), shown="shown_again"),
        Row(
            (State.OPEN,), "propose", None, CITIZEN, when=(statements_wanted,), guards=(statement_long_enough,),
        ),
        Row(
            (State.OPEN,), "admit", None, KEEPERS, when=(statements_wanted,), guards=(statement_waits,),
            shown="admitted",
        ),
        Row(
            (State.OPEN,), "turn_down", None, KEEPERS, when=(statements_wanted,),
            guards=(statement_waits, reason_given), shown="turned_down",
        ),
        Row(
            (State.OPEN,), "vote", None, CITIZEN, when=(statements_wanted,), guards=(statement_shown, choice_given),
        ),
    ),
    lapses=(Lapse(_OPENING, "open"), Lapse(_OPEN, "close"), Lapse(_ANSWER, "deadline_missed")),
)  # fmt: skip
