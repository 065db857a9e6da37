"""The state table of a data request (資料請求): number, merge, decline, withdraw, join. Pure.

After the `data_request` table of the procedures reference, split in two: what one agency has to do is a part
(`part_rules.py`), and where the request stands follows from its parts. Corrections: a withdrawn request waits
seven days for a supporter who takes it over; a ruling of the central desk can be objected to once.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
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
    Wait,
    all_closed,
    some_open,
)
from springhead.procedures.data_requests import texts
from springhead.procedures.data_requests.commands import (
    Confirm,
    Contest,
    Decline,
    Merge,
    Redact,
    Restore,
    Submit,
)

SHORTEST_TITLE: Final = 4
SHORTEST_REASON: Final = 10


class State(StrEnum):
    """Where a request stands."""

    SUBMITTED = "submitted"  # no agency has it yet
    IN_PROGRESS = "in_progress"  # an agency still has to answer
    ANSWERED = "answered"
    DELIVERING = "delivering"
    CLOSED = "closed"
    MERGED = "merged"
    DECLINED = "declined"
    CONTESTED = "contested"
    UPHELD = "upheld"  # merged or declined, objected to, and confirmed
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards may look at. Unknown ones are those the command names and nobody knows."""

    answered: bool = False
    contested: bool = False
    unknown_datasets: tuple[str, ...] = ()
    unknown_agencies: tuple[str, ...] = ()
    target: str = ""  # of a merge: "open", "closed", "same" or empty when there is none


def title_given(_facts: Facts, command: Submit) -> Iterable[Problem]:
    """Refuse a request nobody could find again."""
    if len(command.title) < SHORTEST_TITLE:
        yield texts.NO_TITLE.at("title", least=SHORTEST_TITLE)


def items_given(_facts: Facts, command: Submit) -> Iterable[Problem]:
    """Refuse a request for nothing, and items without a name."""
    if not command.items:
        yield texts.NO_ITEMS.at("items")
    for n, one in enumerate(command.items, 1):
        if not one.title and not one.dataset:
            yield texts.ITEM_UNNAMED.at("items", n=n)


def purpose_given(_facts: Facts, command: Submit) -> Iterable[Problem]:
    """Refuse a request that does not say what for: agencies weigh it, and others join for it."""
    if len(command.reason) < SHORTEST_REASON:
        yield texts.NO_PURPOSE.at("reason", least=SHORTEST_REASON)


def names_known(facts: Facts, _command: Submit) -> Iterable[Problem]:
    """Refuse datasets and agencies nobody knows."""
    for one in facts.unknown_datasets:
        yield texts.NO_SUCH_DATASET.at("items", id=one)
    for one in facts.unknown_agencies:
        yield texts.NO_SUCH_AGENCY.at("agencies", id=one)


def unanswered(facts: Facts) -> Iterable[Problem]:
    """Refuse to end a request that an agency has already answered."""
    if facts.answered:
        yield texts.ANSWERED_ALREADY.at()


def reason_given(_facts: Facts, command: Merge | Decline | Contest | Restore | Confirm) -> Iterable[Problem]:
    """Refuse without reasons people can read."""
    if len(command.reason) < SHORTEST_REASON:
        yield texts.NO_REASON.at("reason", least=SHORTEST_REASON)


def target_open(facts: Facts, command: Merge) -> Iterable[Problem]:
    """Refuse to merge into nothing, into itself, or into what is over."""
    if facts.target != "open":
        yield texts.NO_TARGET.at("into", number=command.into or "–")


def decline_grounded(_facts: Facts, command: Decline) -> Iterable[Problem]:
    """Refuse to decline without one of the three grounds."""
    if command.ground is None:
        yield texts.NO_DECLINE_GROUND.at("ground")


def not_contested(facts: Facts) -> Iterable[Problem]:
    """Refuse a second objection."""
    if facts.contested:
        yield texts.CONTESTED_ONCE.at()


def redaction_grounded(_facts: Facts, command: Redact) -> Iterable[Problem]:
    """Refuse to hide words without saying which and why."""
    if command.place is None:
        yield texts.NO_PLACE.at("place")
    if command.ground is None:
        yield texts.NO_REDACTION_GROUND.at("ground")


def all_answered(phases: Collection[Phase]) -> bool:
    """Tell whether every part is answered, or further."""
    return bool(phases) and set(phases) <= {Phase.DECIDED, Phase.DELIVERING, Phase.CLOSED}


def only_promises_left(phases: Collection[Phase]) -> bool:
    """Tell whether every part that is still open waits for its promises."""
    return bool(phases) and set(phases) <= {Phase.DELIVERING, Phase.CLOSED}


def some_unanswered(phases: Collection[Phase]) -> bool:
    """Tell whether a part has to be answered (again)."""
    return bool(phases) and not all_answered(phases)


CITIZEN: Final = (Role.CITIZEN,)
REQUESTER: Final = (Role.REQUESTER,)
DESK: Final = (Role.POLICY_OFFICE,)
MACHINE: Final = (Role.MACHINE,)
PARTS: Final = frozenset({"data_request_part"})

_TRIAGE: Final = ClockEffect(ClockAct.START, "triage")
_TRIAGED: Final = ClockEffect(ClockAct.STOP, "triage")
_STOP: Final = ClockEffect(ClockAct.STOP, ALL_CLOCKS)
_ASKERS: Final = (Audience.REQUESTER, Audience.FOLLOWERS)
_UNDECIDED: Final = (State.SUBMITTED, State.IN_PROGRESS)
_LIVE: Final = (*_UNDECIDED, State.ANSWERED, State.DELIVERING)

TABLE: Final = Table(
    case_type="data_request",
    states=State,
    phases={
        State.SUBMITTED: Phase.INTAKE,
        State.IN_PROGRESS: Phase.IN_REVIEW,
        State.ANSWERED: Phase.DECIDED,
        State.DELIVERING: Phase.DELIVERING,
        State.CLOSED: Phase.CLOSED,
        State.MERGED: Phase.CLOSED,
        State.DECLINED: Phase.CLOSED,
        State.CONTESTED: Phase.IN_REVIEW,
        State.UPHELD: Phase.CLOSED,
        State.WITHDRAWING: Phase.WAITING_ON_REQUESTER,
        State.WITHDRAWN: Phase.CLOSED,
    },
    rows=(
        Row(
            (), "submit", State.SUBMITTED, CITIZEN,
            guards=(title_given, items_given, purpose_given, names_known), clocks=(_TRIAGE,),
            notify=(Audience.POLICY_OFFICE, Audience.FOLLOWERS), shown="submitted",
        ),
        Row(
            (State.SUBMITTED,), "begin", State.IN_PROGRESS, MACHINE,
            clocks=(_TRIAGED,), shown="begun",
        ),
        Row((*_LIVE, State.WITHDRAWING), "join", None, CITIZEN, shown="joined"),
        Row(
            _UNDECIDED, "merge", State.MERGED, DESK, when=(unanswered,),
            guards=(target_open, reason_given), clocks=(_STOP,), notify=_ASKERS, shown="merged",
        ),
        Row(
            _UNDECIDED, "decline", State.DECLINED, DESK, when=(unanswered,),
            guards=(decline_grounded, reason_given), clocks=(_STOP,), notify=_ASKERS, shown="declined",
        ),
        Row(
            (State.DECLINED, State.MERGED), "contest", State.CONTESTED, REQUESTER, when=(not_contested,),
            guards=(reason_given,), clocks=(ClockEffect(ClockAct.START, "ruling"),),
            notify=(Audience.POLICY_OFFICE, Audience.FOLLOWERS), shown="contested",
        ),
        Row(
            (State.CONTESTED,), "restore", State.SUBMITTED, DESK,
            guards=(reason_given,), clocks=(_STOP, _TRIAGE), notify=_ASKERS, shown="restored",
        ),
        Row(
            (State.CONTESTED,), "confirm", State.UPHELD, DESK,
            guards=(reason_given,), clocks=(_STOP,), notify=_ASKERS, shown="confirmed",
        ),
        Row((State.IN_PROGRESS,), "decide", State.ANSWERED, MACHINE, notify=_ASKERS, shown="decided"),
        Row((State.ANSWERED,), "deliver", State.DELIVERING, MACHINE, shown="delivering"),
        Row(
            (State.ANSWERED, State.DELIVERING), "finish", State.CLOSED, MACHINE,
            notify=_ASKERS, shown="finished",
        ),
        Row(
            (State.ANSWERED, State.DELIVERING, State.CLOSED), "reopen", State.IN_PROGRESS, MACHINE,
            shown="reopened",
        ),
        Row(
            (*_UNDECIDED, State.ANSWERED), "withdraw", State.WITHDRAWING, REQUESTER,
            clocks=(_TRIAGED, ClockEffect(ClockAct.START, "takeover")),
            notify=(Audience.FOLLOWERS,), shown="withdrawing",
        ),
        Row(
            (State.WITHDRAWING,), "take_over", State.SUBMITTED, CITIZEN,
            clocks=(_STOP, _TRIAGE), notify=_ASKERS, shown="taken_over",
        ),
        Row(
            (State.WITHDRAWING,), "let_go", State.WITHDRAWN, MACHINE,
            clocks=(_STOP,), notify=(Audience.FOLLOWERS,), shown="withdrawn",
        ),
        Row(tuple(State), "redact", None, DESK, guards=(redaction_grounded,), shown="redacted"),
    ),
    waits=(
        Wait(State.SUBMITTED, PARTS, "begin", until=some_open),
        Wait(State.IN_PROGRESS, PARTS, "decide", until=all_answered),
        Wait(State.ANSWERED, PARTS, "finish", until=all_closed),
        Wait(State.ANSWERED, PARTS, "deliver", until=only_promises_left),
        Wait(State.ANSWERED, PARTS, "reopen", until=some_unanswered),
        Wait(State.DELIVERING, PARTS, "finish", until=all_closed),
        Wait(State.DELIVERING, PARTS, "reopen", until=some_unanswered),
        Wait(State.CLOSED, PARTS, "reopen", until=some_open),
    ),
    lapses=(Lapse("takeover", "let_go"),),
)  # fmt: skip
