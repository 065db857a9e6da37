"""The state table of an openness class (開放類別): anything but open is justified, heard, and looked at again. Pure.

One live case per dataset, from the first classification as anything but open until it is open or gone. The class
written in the catalogue is always that of this table. Towards more open is immediate; towards less open needs the
approval of the agency's head, a second person, reasons, a public notice, and the committee's opinion.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from springhead.engine.kernel.actors import Role
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
from springhead.foundation.catalog.vocabulary import Openness
from springhead.procedures.openness import commands, texts
from springhead.procedures.openness.vocabulary import NOT_OPEN, SHORTEST_REASON, is_less_open

LEAST_REASONS: Final = 30  # characters without blanks; what a decision with a ground needs anyway
LONGEST_PROMISE: Final = timedelta(days=3 * 366)


class State(StrEnum):
    """Where a class stands."""

    ENTERED = "entered"  # stood in the catalogue before; nobody has justified it
    IN_FORCE = "in_force"  # the class counts; heard or not
    PROPOSED = "proposed"  # less open, waiting for the head
    NOTICED = "noticed"  # approved and announced
    REVIEWING = "reviewing"  # could this be open?
    UNREASONABLE = "unreasonable"  # must become more open, or promise a day
    PROMISED = "promised"  # a day is promised
    OPEN = "open"
    ENDED = "ended"  # with its dataset


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards may look at. `grounds` are the codes each class may name today."""

    today: date
    known: bool = False
    public: bool = False
    class_now: str = ""
    live_case: str = ""
    heard: bool = False
    notice_over: bool = False
    answer_over: bool = False
    remedy_over: bool = False
    grounds: Mapping[str, frozenset[str]] = field(default_factory=dict)


Reasoned = (
    commands.Withdraw
    | commands.FindReasonable
    | commands.FindUnreasonable
    | commands.SetDay
    | commands.RaiseDoubt
)


def dataset_known(facts: Facts) -> Iterable[Problem]:
    """Refuse a class of nothing."""
    if not facts.known:
        yield texts.NO_DATASET.at("dataset")


def no_live_case(facts: Facts) -> Iterable[Problem]:
    """Refuse a second live case of one dataset."""
    if facts.live_case:
        yield texts.HAS_A_CASE.at("dataset", number=facts.live_case)


def not_open_to_all(facts: Facts) -> Iterable[Problem]:
    """Refuse to call a first classification what takes open data away."""
    if facts.public and facts.class_now not in NOT_OPEN:
        yield texts.CHANGE_INSTEAD.at("openness")


def class_given(_facts: Facts, command: commands.Classed) -> Iterable[Problem]:
    """Refuse without a class other than open."""
    if command.openness not in NOT_OPEN:
        yield texts.NO_CLASS.at("openness")


def less_open(facts: Facts, command: commands.Classed) -> Iterable[Problem]:
    """Refuse to propose what is not less open than now."""
    if command.openness and not is_less_open(facts.class_now, command.openness):
        yield texts.NOT_LESS_OPEN.at("openness")


def more_open(facts: Facts, command: commands.Classed) -> Iterable[Problem]:
    """Refuse to relax into what is not more open than now."""
    if command.openness and not is_less_open(command.openness, facts.class_now):
        yield texts.NOT_MORE_OPEN.at("openness")


def can_be_relaxed(facts: Facts) -> Iterable[Problem]:
    """Refuse to relax what is on application already."""
    if facts.class_now != Openness.NOT_PROVIDED:
        yield texts.NOT_MORE_OPEN.at("openness")


def can_be_less_open(facts: Facts) -> Iterable[Problem]:
    """Refuse to propose less than nothing."""
    if facts.class_now == Openness.NOT_PROVIDED:
        yield texts.NOT_LESS_OPEN.at("openness")


def grounds_fit(facts: Facts, command: commands.Classed) -> Iterable[Problem]:
    """Refuse without a ground, and grounds the class may not name or that are not in force."""
    if not command.grounds:
        yield texts.NO_GROUND.at("grounds")
    allowed = facts.grounds.get(command.openness or facts.class_now, frozenset())
    for code in command.grounds:
        if code not in allowed:
            yield texts.NO_SUCH_GROUND.at("grounds", code=code)


def reasons_given(_facts: Facts, command: commands.Classed) -> Iterable[Problem]:
    """Refuse without reasons people can weigh."""
    have = len("".join(command.reason.split()))
    if have < LEAST_REASONS:
        yield texts.REASONS_SHORT.at("reason", least=LEAST_REASONS, have=have)


def expiry_ahead(facts: Facts, command: commands.Classed) -> Iterable[Problem]:
    """Refuse a class that is over when it begins."""
    if command.expires_on is not None and command.expires_on <= facts.today:
        yield texts.EXPIRY_PAST.at("expires_on", day=command.expires_on)


def class_kept(facts: Facts, command: commands.Justify) -> Iterable[Problem]:
    """Refuse to change the class while justifying it."""
    if command.openness and command.openness != facts.class_now:
        yield texts.CLASS_CHANGES.at("openness")


def document_given(_facts: Facts, command: commands.Approve) -> Iterable[Problem]:
    """Refuse an approval without its document."""
    if not command.document.number:
        yield texts.NO_DOCUMENT.at("document_number")
    if command.document.on is None:
        yield texts.NO_DOCUMENT_DAY.at("document_on")


def reason_given(_facts: Facts, command: Reasoned) -> Iterable[Problem]:
    """Refuse without a reason people can read."""
    if len(command.reason) < SHORTEST_REASON:
        yield texts.NO_REASON.at("reason", least=SHORTEST_REASON)


def unheard(facts: Facts) -> Iterable[Problem]:
    """Refuse to hear what was heard."""
    if facts.heard:
        yield texts.HEARD.at()


def heard(facts: Facts) -> Iterable[Problem]:
    """Refuse to put on a list what stands on it."""
    if not facts.heard:
        yield texts.ON_THE_LIST.at()


def day_given(facts: Facts, command: commands.PromiseOpening | commands.SetDay) -> Iterable[Problem]:
    """Refuse a promise without a day."""
    if command.until is None:
        yield texts.NO_DAY.at("until")
    yield from day_sound(facts, command)


def day_sound(
    facts: Facts, command: commands.PromiseOpening | commands.SetDay | commands.FindUnreasonable
) -> Iterable[Problem]:
    """Refuse a day that is past or beyond three years."""
    if command.until is not None and not facts.today < command.until <= facts.today + LONGEST_PROMISE:
        yield texts.ODD_DAY.at("until", day=command.until, today=facts.today)


def review_ahead(facts: Facts, command: commands.PlanReview) -> Iterable[Problem]:
    """Refuse a review without a day or on a day that is past; how far ahead it lies its class and grounds say."""
    if command.until is None:
        yield texts.NO_DAY.at("until")
    elif command.until <= facts.today:
        yield texts.ODD_DAY.at("until", day=command.until, today=facts.today)


def cause_given(_facts: Facts, command: commands.BeginReview) -> Iterable[Problem]:
    """Refuse a review nobody says the cause of."""
    if command.cause is None:
        yield texts.NO_CAUSE.at("cause")


def notice_over(facts: Facts) -> Iterable[Problem]:
    """Refuse to let a change take effect while it is being announced."""
    if not facts.notice_over:
        yield texts.NOT_YET.at()


def answer_over(facts: Facts) -> Iterable[Problem]:
    """Refuse to call an agency silent while it may still answer."""
    if not facts.answer_over:
        yield texts.NOT_YET.at()


def remedy_over(facts: Facts) -> Iterable[Problem]:
    """Refuse to set a day while the agency may still set its own."""
    if not facts.remedy_over:
        yield texts.NOT_YET.at()


def still_open(facts: Facts) -> Iterable[Problem]:
    """Refuse to close a case whose dataset is not open."""
    if facts.class_now not in ("", Openness.OPEN):
        yield texts.NOT_YET.at()


def not_open(facts: Facts) -> Iterable[Problem]:
    """Refuse to hear the class of open data."""
    if facts.class_now not in NOT_OPEN:
        yield texts.NOT_YET.at()


AGENCY: Final = (Role.OFFICER, Role.AGENCY_LEAD, Role.AGENCY_HEAD)
HEAD: Final = (Role.AGENCY_HEAD,)
MACHINE: Final = (Role.MACHINE,)
BODY: Final = (Role.COMMITTEE, Role.POLICY_OFFICE)
DESK: Final = (Role.SECRETARY, Role.POLICY_OFFICE)
LIVE: Final = tuple(one for one in State if one not in (State.OPEN, State.ENDED))


def _start(kind: str) -> ClockEffect:
    return ClockEffect(ClockAct.START, kind)


def _stop(kind: str) -> ClockEffect:
    return ClockEffect(ClockAct.STOP, kind)


_STOP: Final = _stop(ALL_CLOCKS)
_HEAR: Final = (_STOP, _start("agenda"))
_ALL: Final = (Audience.FOLLOWERS, Audience.OFFICERS)
_TOLD: Final = (Audience.FOLLOWERS, Audience.SECRETARY)
_JUST: Final = (class_given, grounds_fit, reasons_given, expiry_ahead)

TABLE: Final = Table(
    case_type="openness",
    states=State,
    phases={
        State.ENTERED: Phase.INTAKE,
        State.IN_FORCE: Phase.DECIDED,
        State.PROPOSED: Phase.INTAKE,
        State.NOTICED: Phase.IN_REVIEW,
        State.REVIEWING: Phase.IN_REVIEW,
        State.UNREASONABLE: Phase.IN_REVIEW,
        State.PROMISED: Phase.DELIVERING,
        State.OPEN: Phase.CLOSED,
        State.ENDED: Phase.CLOSED,
    },
    rows=(
        Row(
            (), "classify", State.IN_FORCE, (*AGENCY, *MACHINE),
            when=(dataset_known, no_live_case, not_open_to_all), guards=_JUST,
            clocks=(_start("agenda"),), notify=_TOLD, shown="classified",
        ),
        Row(
            (), "enter", State.ENTERED, MACHINE, when=(dataset_known, no_live_case), guards=(class_given,),
            notify=(Audience.FOLLOWERS,), shown="entered",
        ),
        Row(
            (), "propose", State.PROPOSED, AGENCY, when=(dataset_known, no_live_case), guards=(*_JUST, less_open),
            notify=(Audience.AGENCY_HEAD, Audience.FOLLOWERS), shown="proposed",
        ),
        Row(
            (State.IN_FORCE,), "propose", State.PROPOSED, AGENCY, when=(can_be_less_open,), guards=(*_JUST, less_open),
            notify=(Audience.AGENCY_HEAD, Audience.FOLLOWERS), shown="proposed",
        ),
        Row(
            (State.PROPOSED,), "approve", State.NOTICED, HEAD, guards=(document_given,),
            clocks=(_start("class_notice"), _start("agenda")),
            notify=(*_ALL, Audience.SECRETARY), shown="noticed",
        ),
        Row(
            (State.PROPOSED, State.NOTICED), "withdraw", State.IN_FORCE, AGENCY, guards=(reason_given,),
            clocks=(_stop("class_notice"), _stop("agenda")), notify=_TOLD, shown="withdrawn",
        ),
        Row(
            (State.NOTICED,), "take_effect", State.IN_FORCE, MACHINE, when=(notice_over,),
            clocks=(_stop("class_notice"), _stop("class_review")), notify=_ALL, shown="in_effect",
        ),
        Row(
            (State.IN_FORCE, State.ENTERED, State.REVIEWING), "justify", State.IN_FORCE, AGENCY,
            guards=(class_kept, grounds_fit, reasons_given, expiry_ahead), clocks=_HEAR, notify=_TOLD,
            shown="justified",
        ),
        Row(
            (State.IN_FORCE, State.ENTERED, State.REVIEWING, State.UNREASONABLE), "relax", State.IN_FORCE,
            (*AGENCY, *MACHINE), when=(can_be_relaxed,),
            guards=(*_JUST, more_open), clocks=_HEAR, notify=_TOLD, shown="relaxed",
        ),
        Row(
            (State.IN_FORCE, State.ENTERED, State.REVIEWING, State.UNREASONABLE), "promise_opening", State.PROMISED,
            (*AGENCY, *MACHINE), guards=(day_given,), clocks=(_STOP,), notify=_TOLD, shown="promised",
        ),
        Row(
            LIVE, "open_up", State.OPEN, (*AGENCY, *MACHINE), clocks=(_STOP,),
            notify=(*_ALL, Audience.SECRETARY), shown="opened",
        ),
        Row(
            (State.IN_FORCE, State.NOTICED), "find_reasonable", None, BODY, when=(unheard,), guards=(reason_given,),
            clocks=(_stop("agenda"),), notify=_ALL, shown="reasonable",
        ),
        Row(
            (State.IN_FORCE,), "find_unreasonable", State.UNREASONABLE, BODY, when=(unheard, not_open),
            guards=(reason_given, day_sound), clocks=(_STOP, _start("class_remedy")),
            notify=(*_ALL, Audience.AGENCY_HEAD), shown="unreasonable",
        ),
        Row(
            (State.NOTICED,), "find_unreasonable", State.IN_FORCE, BODY, when=(unheard,), guards=(reason_given,),
            clocks=(_stop("class_notice"), _stop("agenda")),
            notify=(*_ALL, Audience.AGENCY_HEAD), shown="kept",
        ),
        Row(
            (State.UNREASONABLE,), "set_day", State.PROMISED, BODY, when=(remedy_over,),
            guards=(reason_given, day_given), clocks=(_STOP,),
            notify=(*_ALL, Audience.AGENCY_HEAD), shown="day_set",
        ),
        Row(
            (State.UNREASONABLE,), "bind", State.PROMISED, MACHINE, guards=(day_given,), clocks=(_STOP,),
            notify=(Audience.FOLLOWERS,), shown="bound",
        ),
        Row(
            (State.PROMISED,), "let_fall", State.REVIEWING, MACHINE, clocks=(_start("class_answer"),),
            notify=_ALL, shown="fallen",
        ),
        Row(
            (State.IN_FORCE, State.ENTERED), "begin_review", State.REVIEWING, (*MACHINE, *DESK),
            when=(not_open,), guards=(cause_given,), clocks=(_STOP, _start("class_answer")), notify=_ALL,
            shown="reviewing",
        ),
        Row(
            (State.REVIEWING,), "miss_review", State.IN_FORCE, MACHINE, when=(answer_over,), clocks=_HEAR,
            notify=(*_ALL, Audience.AGENCY_HEAD, Audience.SECRETARY), shown="review_missed",
        ),
        Row(
            (State.IN_FORCE,), "raise_doubt", None, DESK, when=(heard, not_open), guards=(reason_given,), clocks=_HEAR,
            notify=_ALL, shown="doubted",
        ),
        Row(
            (State.ENTERED,), "raise_doubt", State.IN_FORCE, DESK, guards=(reason_given,), clocks=_HEAR,
            notify=_ALL, shown="doubted",
        ),
        Row(
            (State.IN_FORCE,), "plan_review", None, MACHINE, when=(not_open,), guards=(review_ahead,),
            clocks=(_start("class_review"),), shown="review_planned",
        ),
        Row(
            (State.IN_FORCE,), "resume", None, MACHINE, when=(unheard, not_open), clocks=(_start("agenda"),),
            shown="resumed",
        ),
        Row((State.IN_FORCE,), "rest", State.OPEN, MACHINE, when=(still_open,), clocks=(_STOP,), shown="rested"),
        Row(LIVE, "end", State.ENDED, MACHINE, clocks=(_STOP,), notify=(Audience.FOLLOWERS,), shown="ended"),
    ),
    lapses=(
        Lapse("class_notice", "take_effect"),
        Lapse("class_review", "begin_review"),
        Lapse("class_answer", "miss_review"),
    ),
)  # fmt: skip
