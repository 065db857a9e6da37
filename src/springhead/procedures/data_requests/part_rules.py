"""The state table of a part (分案): what one agency has to do about a request. One agency, one clock. Pure.

After the `data_request` table of the procedures reference. Corrections: a transfer is offered, taken or sent
back, and never resets the clock; what is refused waits for the committee whether objected to or not; only the
commitments own dates, so `delivering` ends and begins again with them.
"""

from enum import StrEnum
from typing import Final

from springhead.engine.kernel.actors import Role
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
from springhead.procedures.data_requests import part_guards as guards
from springhead.procedures.data_requests.part_guards import PartFacts

__all__ = ["TABLE", "PartFacts", "State"]


class State(StrEnum):
    """Where a part stands."""

    ASSIGNED = "assigned"
    OFFERED = "offered"  # to another agency, which has not said yes
    UNPLACED = "unplaced"  # on the central desk: nobody says it is theirs
    CLARIFYING = "clarifying"
    ANSWERED = "answered"
    RECONSIDERING = "reconsidering"
    IN_COMMITTEE = "in_committee"
    DELIVERING = "delivering"
    CLOSED = "closed"
    DROPPED = "dropped"  # with its request


LEADS: Final = (Role.AGENCY_LEAD, Role.AGENCY_HEAD)
AGENCY: Final = (Role.OFFICER, *LEADS)
DESK: Final = (Role.POLICY_OFFICE,)
MACHINE: Final = (Role.MACHINE,)
REQUESTER: Final = (Role.REQUESTER,)
BODY: Final = (Role.COMMITTEE, Role.POLICY_OFFICE)
PROMISES: Final = frozenset({"commitment"})


def _start(kind: str) -> ClockEffect:
    return ClockEffect(ClockAct.START, kind)


def _stop(kind: str) -> ClockEffect:
    return ClockEffect(ClockAct.STOP, kind)


_ANSWERED: Final = (_stop(ALL_CLOCKS), _start("verdict"))
_TO_COMMITTEE: Final = (_stop("reconsider"), _start("agenda"))
_ASKERS: Final = (Audience.REQUESTER, Audience.FOLLOWERS)
_OFFICERS: Final = (Audience.OFFICERS, Audience.FOLLOWERS)
_HOLDERS: Final = (Audience.REQUESTER, Audience.FOLLOWERS, Audience.OFFICERS)
_HEARD: Final = (State.ANSWERED, State.DELIVERING, State.CLOSED)
_LIVE: Final = tuple(one for one in State if one not in (State.DELIVERING, State.CLOSED, State.DROPPED))

TABLE: Final = Table(
    case_type="data_request_part",
    states=State,
    phases={
        State.ASSIGNED: Phase.IN_REVIEW,
        State.OFFERED: Phase.IN_REVIEW,
        State.UNPLACED: Phase.INTAKE,
        State.CLARIFYING: Phase.WAITING_ON_REQUESTER,
        State.ANSWERED: Phase.DECIDED,
        State.RECONSIDERING: Phase.IN_REVIEW,
        State.IN_COMMITTEE: Phase.IN_REVIEW,
        State.DELIVERING: Phase.DELIVERING,
        State.CLOSED: Phase.CLOSED,
        State.DROPPED: Phase.CLOSED,
    },
    rows=(
        Row(
            (), "assign", State.ASSIGNED, (*DESK, *MACHINE),
            when=(guards.request_open, guards.agency_active, guards.not_twice), guards=(guards.items_known,),
            clocks=(_start("answer"),), notify=_OFFICERS, shown="assigned",
        ),
        Row(
            (), "offer", State.OFFERED, MACHINE, when=(guards.agency_active,), guards=(guards.items_known,),
            clocks=(_start("answer"), _start("placement")), notify=_OFFICERS, shown="offered",
        ),
        Row(
            (), "seek", State.UNPLACED, MACHINE, guards=(guards.items_known,), clocks=(_start("answer"),),
            notify=(Audience.POLICY_OFFICE, Audience.FOLLOWERS), shown="unplaced",
        ),
        Row(
            (State.ASSIGNED,), "transfer", State.OFFERED, AGENCY, when=(guards.may_transfer,),
            guards=(guards.receiver_known, guards.reason_given), clocks=(_start("placement"),),
            notify=_OFFICERS, shown="offered",
        ),
        Row(
            (State.ASSIGNED,), "return_to_desk", State.UNPLACED, AGENCY, when=(guards.may_transfer,),
            guards=(guards.reason_given,), notify=(Audience.POLICY_OFFICE, Audience.FOLLOWERS), shown="unplaced",
        ),
        Row(
            (State.OFFERED,), "take", State.ASSIGNED, AGENCY,
            clocks=(_stop("placement"),), notify=_ASKERS, shown="taken",
        ),
        Row(
            (State.OFFERED,), "send_back", State.UNPLACED, AGENCY, guards=(guards.reason_given,),
            clocks=(_stop("placement"),), notify=(Audience.POLICY_OFFICE, Audience.FOLLOWERS), shown="sent_back",
        ),
        Row(
            (State.OFFERED,), "nobody_took", State.UNPLACED, MACHINE,
            clocks=(_stop("placement"),), notify=(Audience.POLICY_OFFICE, Audience.FOLLOWERS), shown="nobody_took",
        ),
        Row(
            (State.UNPLACED, State.OFFERED, State.ASSIGNED), "place", State.ASSIGNED, DESK,
            guards=(guards.placed_agency_known, guards.reason_given), clocks=(_stop("placement"),),
            notify=_OFFICERS, shown="placed",
        ),
        Row((State.ASSIGNED,), "ask", None, AGENCY, guards=(guards.text_given,), notify=_ASKERS, shown="asked"),
        Row(
            (State.ASSIGNED,), "pause", State.CLARIFYING, AGENCY, guards=(guards.text_given,),
            clocks=(ClockEffect(ClockAct.PAUSE, "answer"), _start("reply")), notify=_ASKERS, shown="paused",
        ),
        Row(
            (State.ASSIGNED,), "reply", None, REQUESTER, when=(guards.question_open,), guards=(guards.text_given,),
            notify=_OFFICERS, shown="replied",
        ),
        Row(
            (State.CLARIFYING,), "reply", State.ASSIGNED, REQUESTER, guards=(guards.text_given,),
            clocks=(ClockEffect(ClockAct.RESUME, "answer"), _stop("reply")), notify=_OFFICERS, shown="replied",
        ),
        Row(
            (State.CLARIFYING,), "pause_expired", State.ASSIGNED, MACHINE,
            clocks=(ClockEffect(ClockAct.RESUME, "answer"), _stop("reply")), notify=_HOLDERS, shown="pause_expired",
        ),
        Row(
            (State.ASSIGNED,), "extend", None, LEADS, guards=(guards.reason_given,),
            clocks=(ClockEffect(ClockAct.EXTEND, "answer"),), notify=_ASKERS, shown="extended",
        ),
        Row((State.ASSIGNED, State.RECONSIDERING), "approve", None, LEADS, guards=(guards.draft_named,)),
        Row(
            (State.ASSIGNED,), "answer", State.ANSWERED, AGENCY,
            guards=(guards.every_item_once, guards.concrete, guards.links_deliver, guards.approved),
            clocks=_ANSWERED, notify=_ASKERS, shown="answered",
        ),
        Row(
            (State.ANSWERED,), "accept", State.DELIVERING, REQUESTER, guards=(guards.no_hidden_objection,),
            clocks=(_stop("verdict"),), notify=_OFFICERS, shown="accepted",
        ),
        Row(
            (State.ANSWERED,), "go_silent", State.DELIVERING, MACHINE,
            clocks=(_stop("verdict"),), notify=(Audience.FOLLOWERS,), shown="silent",
        ),
        Row(
            (State.ANSWERED,), "contest", State.RECONSIDERING, REQUESTER, when=(guards.not_contested,),
            guards=(guards.reason_given,), clocks=(_stop("verdict"), _start("reconsider")),
            notify=(*_OFFICERS, Audience.AGENCY_LEAD), shown="contested",
        ),
        Row(
            (State.RECONSIDERING,), "change", State.ANSWERED, AGENCY,
            guards=(
                guards.every_item_once, guards.concrete, guards.links_deliver, guards.approved, guards.reason_given,
            ),
            clocks=_ANSWERED, notify=_ASKERS, shown="changed",
        ),
        Row(
            (State.RECONSIDERING,), "uphold", State.IN_COMMITTEE, LEADS, guards=(guards.reason_given,),
            clocks=_TO_COMMITTEE, notify=(*_ASKERS, Audience.SECRETARY), shown="upheld",
        ),
        Row(
            (State.RECONSIDERING,), "miss_review", State.IN_COMMITTEE, MACHINE,
            clocks=_TO_COMMITTEE, notify=(*_ASKERS, Audience.SECRETARY, Audience.AGENCY_HEAD), shown="review_missed",
        ),
        Row(
            (State.IN_COMMITTEE,), "rule_open", State.DELIVERING, BODY,
            guards=(guards.opening_day_given, guards.reason_given), clocks=(_stop("agenda"),),
            notify=_HOLDERS, shown="ruled_open", approved_by=Role.AGENCY_HEAD,
        ),
        Row(
            (State.IN_COMMITTEE,), "rule_uphold", State.DELIVERING, BODY, guards=(guards.reason_given,),
            clocks=(_stop("agenda"),), notify=_HOLDERS, shown="ruled_uphold",
        ),
        Row(
            _HEARD, "hear", None, BODY, when=(guards.refusal_unheard,), guards=(guards.reason_given,),
            notify=_HOLDERS, shown="heard",
        ),
        Row(
            _HEARD, "rule_open", State.DELIVERING, BODY, when=(guards.refusal_unheard,),
            guards=(guards.opening_day_given, guards.reason_given), clocks=(_stop("verdict"),),
            notify=_HOLDERS, shown="ruled_open", approved_by=Role.AGENCY_HEAD,
        ),
        Row(
            (State.ASSIGNED,), "track", None, BODY, when=(guards.long_overdue,),
            guards=(guards.day_given, guards.reason_given), clocks=(_start("tracked"),),
            notify=(*_HOLDERS, Audience.AGENCY_LEAD, Audience.AGENCY_HEAD), shown="tracked",
        ),
        Row((State.DELIVERING,), "complete", State.CLOSED, MACHINE, notify=_ASKERS, shown="completed"),
        Row((State.CLOSED,), "resume", State.DELIVERING, MACHINE, notify=_HOLDERS, shown="resumed"),
        Row(_LIVE, "drop", State.DROPPED, MACHINE, clocks=(_stop(ALL_CLOCKS),), notify=_OFFICERS, shown="dropped"),
        Row(
            (State.DROPPED,), "revive", State.ASSIGNED, MACHINE, clocks=(_start("answer"),),
            notify=_OFFICERS, shown="revived",
        ),
    ),
    waits=(
        Wait(State.DELIVERING, PROMISES, "complete", until=all_closed),
        Wait(State.CLOSED, PROMISES, "resume", until=some_open),
    ),
    lapses=(
        Lapse("placement", "nobody_took"),
        Lapse("reply", "pause_expired"),
        Lapse("verdict", "go_silent"),
        Lapse("reconsider", "miss_review"),
    ),
)  # fmt: skip
