"""The state table of an action item (列管事項): under control until the body, or the convener's word, releases it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.problems import Problem
from springhead.engine.kernel.workflow import Audience, ClockAct, ClockEffect, Phase, Row, Table
from springhead.forums.meetings import task_commands as commands
from springhead.forums.meetings import texts
from springhead.forums.meetings.vocabulary import SHORTEST


class State(StrEnum):
    """Where an action item stands."""

    TRACKED = "tracked"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards may look at."""

    today: date


def text_given(_facts: Facts, command: commands.ReportProgress) -> Iterable[Problem]:
    """Refuse an empty report."""
    if len(command.text) < SHORTEST:
        yield texts.NO_TEXT.at("text", least=SHORTEST)


def reason_given(_facts: Facts, command: commands.MoveDay | commands.ReleaseOnWord) -> Iterable[Problem]:
    """Refuse without a reason people can read."""
    if len(command.reason) < SHORTEST:
        yield texts.NO_TEXT.at("reason", least=SHORTEST)


def word_given(_facts: Facts, command: commands.MoveDay | commands.ReleaseOnWord) -> Iterable[Problem]:
    """Refuse without saying when and how the convener agreed."""
    if len(command.word) < SHORTEST:
        yield texts.NO_TEXT.at("word", least=SHORTEST)


def day_ahead(facts: Facts, command: commands.MoveDay) -> Iterable[Problem]:
    """Refuse no day, and one that is not to come."""
    if command.until is None or command.until <= facts.today:
        yield texts.NO_DAY_AHEAD.at("until")


def day_ahead_or_none(facts: Facts, command: commands.Keep) -> Iterable[Problem]:
    """Refuse a day that is not to come; without one the day stays."""
    if command.until is not None and command.until <= facts.today:
        yield texts.NO_DAY_AHEAD.at("until")


AGENCY: Final = (Role.OFFICER, Role.AGENCY_LEAD, Role.AGENCY_HEAD)
DESK: Final = (Role.SECRETARY, Role.POLICY_OFFICE)
BODY: Final = (Role.COMMITTEE,)
_START: Final = (ClockEffect(ClockAct.START, "action_item"),)
_STOP: Final = (ClockEffect(ClockAct.STOP, "action_item"),)
_ALL: Final = (Audience.OFFICERS, Audience.FOLLOWERS)

TABLE: Final = Table(
    case_type="action_item",
    states=State,
    phases={State.TRACKED: Phase.DELIVERING, State.RELEASED: Phase.CLOSED},
    rows=(
        Row((), "put_under_control", State.TRACKED, (Role.MACHINE,), clocks=_START,
            notify=(*_ALL, Audience.AGENCY_LEAD), shown="under_control"),
        Row((State.TRACKED,), "report_progress", None, (*AGENCY, *DESK), guards=(text_given,),
            notify=(Audience.SECRETARY, Audience.FOLLOWERS), shown="reported"),
        Row((State.TRACKED,), "move_day", None, DESK, guards=(day_ahead, reason_given, word_given), clocks=_START,
            notify=_ALL, shown="moved"),
        Row((State.TRACKED,), "keep", None, BODY, guards=(day_ahead_or_none,), clocks=_START, notify=_ALL,
            shown="kept", on_demand=True),
        Row((State.TRACKED,), "release", State.RELEASED, BODY, clocks=_STOP, notify=_ALL, shown="released",
            on_demand=True),
        Row((State.TRACKED,), "release_on_word", State.RELEASED, (Role.CONVENER, *DESK),
            guards=(reason_given, word_given), clocks=_STOP, notify=_ALL, shown="released"),
    ),
)  # fmt: skip
