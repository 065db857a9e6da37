"""The state table of a nomination (提報) of high-value data. Pure.

After the `hvd_nomination` table of the procedures reference. Corrections: a cycle is a set of windows, so a nomination
moves by itself; its consultation owns its days; only the commitment starts, moves and closes the promised day; what an
agency does not answer goes on as 民間提案; what it declines is heard by its committee; what is listed waits for the
announcement.
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
    Tier,
    Wait,
    all_closed,
    some_open,
)
from springhead.procedures.high_value import guards


class State(StrEnum):
    """Where a nomination stands."""

    PROPOSED = "proposed"  # from outside; the agency has to answer
    DECLINED = "declined"  # the agency does not want to; its committee hears why
    NOMINATED = "nominated"
    IN_CONSULTATION = "in_consultation"
    RESPONDING = "responding"
    AGENCY_COMMITTEE = "agency_committee"
    EY_COMMITTEE = "ey_committee"
    LISTED = "listed"  # decided, not announced yet
    SCHEDULED = "scheduled"  # announced: a promise runs
    RELEASED = "released"
    IN_REVIEW = "in_review"
    NOT_LISTED = "not_listed"
    RETIRED = "retired"


LEADS: Final = (Role.AGENCY_LEAD, Role.AGENCY_HEAD)
AGENCY: Final = (Role.OFFICER, *LEADS)
MACHINE: Final = (Role.MACHINE,)
BODY: Final = (Role.COMMITTEE, Role.POLICY_OFFICE)
OUTSIDE: Final = (Role.CITIZEN, Role.POLICY_OFFICE)
ASKERS: Final = (*MACHINE, Role.POLICY_OFFICE, Role.SECRETARY)
PROMISE: Final = frozenset({"commitment"})
BEFORE_COMMITTEES: Final = (State.PROPOSED, State.NOMINATED, State.IN_CONSULTATION, State.RESPONDING)
AT_AGENCY_TIER: Final = (State.AGENCY_COMMITTEE, State.DECLINED)


def _start(kind: str) -> ClockEffect:
    return ClockEffect(ClockAct.START, kind)


_STOP: Final = ClockEffect(ClockAct.STOP, ALL_CLOCKS)
_TO_COMMITTEE: Final = (_STOP, _start("hv_agency_committee"))
_FOLLOWERS: Final = (Audience.FOLLOWERS,)
_ALL: Final = (Audience.FOLLOWERS, Audience.OFFICERS)
_HEARD: Final = (*_ALL, Audience.AGENCY_LEAD)
_TABLED: Final = (Audience.FOLLOWERS, Audience.SECRETARY)

TABLE: Final = Table(
    case_type="hv_nomination",
    states=State,
    phases={
        State.PROPOSED: Phase.INTAKE,
        State.DECLINED: Phase.IN_REVIEW,
        State.NOMINATED: Phase.INTAKE,
        State.IN_CONSULTATION: Phase.IN_REVIEW,
        State.RESPONDING: Phase.IN_REVIEW,
        State.AGENCY_COMMITTEE: Phase.IN_REVIEW,
        State.EY_COMMITTEE: Phase.IN_REVIEW,
        State.LISTED: Phase.DECIDED,
        State.SCHEDULED: Phase.DELIVERING,
        State.RELEASED: Phase.DELIVERING,
        State.IN_REVIEW: Phase.IN_REVIEW,
        State.NOT_LISTED: Phase.CLOSED,
        State.RETIRED: Phase.CLOSED,
    },
    rows=(
        Row(
            (), "propose", State.PROPOSED, OUTSIDE, when=(guards.proposals_open,),
            guards=(
                guards.dataset_known, guards.nominated_once, guards.theme_known, guards.wanted_for_something,
                guards.sdgs_known,
            ),
            clocks=(_start("hv_screening"),), notify=(*_ALL, Audience.AGENCY_LEAD), shown="proposed",
        ),
        Row(
            (), "nominate", State.NOMINATED, AGENCY, when=(guards.nominations_open, guards.was_called),
            guards=(guards.dataset_known, guards.nominated_once, guards.theme_known, guards.sheet_whole),
            notify=(*_FOLLOWERS, Audience.POLICY_OFFICE), shown="nominated",
        ),
        Row(
            (State.PROPOSED,), "nominate", State.NOMINATED, AGENCY,
            guards=(guards.theme_kept, guards.sheet_whole), clocks=(_STOP,), notify=_FOLLOWERS, shown="taken_up",
        ),
        Row(
            (State.PROPOSED,), "miss_screening", State.NOMINATED, MACHINE, clocks=(_STOP,),
            notify=(*_HEARD, Audience.AGENCY_HEAD), shown="silent",
        ),
        Row(
            (State.NOMINATED,), "revise", None, AGENCY, guards=(guards.sheet_whole,), notify=_FOLLOWERS, shown="revised",
        ),
        Row(
            BEFORE_COMMITTEES, "decline", State.DECLINED, AGENCY, guards=(guards.reasons_given,), clocks=_TO_COMMITTEE,
            notify=_TABLED, shown="declined",
        ),
        Row(
            (State.NOMINATED,), "consult", State.IN_CONSULTATION, MACHINE, notify=_FOLLOWERS, shown="consulted",
        ),
        Row(
            (State.IN_CONSULTATION,), "close", State.RESPONDING, MACHINE, when=(guards.consulted,),
            clocks=(_start("hv_response"),), notify=_ALL, shown="consultation_closed",
        ),
        Row(
            (State.RESPONDING,), "extend", None, LEADS, guards=(guards.reason_given,),
            clocks=(ClockEffect(ClockAct.EXTEND, "hv_response"),), notify=_FOLLOWERS, shown="extended",
        ),
        Row(
            (State.RESPONDING,), "respond", State.AGENCY_COMMITTEE, AGENCY, when=(guards.comments_answered,),
            guards=(guards.answer_given, guards.sheet_whole), clocks=_TO_COMMITTEE, notify=_TABLED, shown="responded",
        ),
        Row(
            (State.RESPONDING,), "miss_response", State.AGENCY_COMMITTEE, MACHINE, clocks=_TO_COMMITTEE,
            notify=(*_TABLED, Audience.OFFICERS, Audience.AGENCY_HEAD), shown="response_missed",
        ),
        Row(
            (State.AGENCY_COMMITTEE, State.EY_COMMITTEE), "score", None, (Role.MEMBER, Role.CONVENER),
            guards=(guards.member_known, guards.scores_whole), shown="scored",
        ),
        Row(
            AT_AGENCY_TIER, "recommend", State.EY_COMMITTEE, BODY, guards=(guards.reason_given, guards.day_sound),
            clocks=(_STOP, _start("hv_executive_committee")), notify=_HEARD, shown="recommended",
        ),
        Row(
            AT_AGENCY_TIER, "reject", State.NOT_LISTED, BODY, guards=(guards.reason_given,), clocks=(_STOP,),
            notify=_HEARD, shown="rejected",
        ),
        Row(
            (State.EY_COMMITTEE,), "put_on_list", State.LISTED, BODY, tier=Tier.EXECUTIVE,
            guards=(guards.reason_given, guards.day_given), clocks=(_STOP,),
            notify=(*_HEARD, Audience.POLICY_OFFICE), shown="listed",
        ),
        Row(
            (State.EY_COMMITTEE,), "send_back", State.AGENCY_COMMITTEE, BODY, tier=Tier.EXECUTIVE,
            guards=(guards.reason_given,), clocks=_TO_COMMITTEE, notify=(*_HEARD, Audience.SECRETARY), shown="sent_back",
        ),
        Row(
            (State.EY_COMMITTEE,), "reject", State.NOT_LISTED, BODY, tier=Tier.EXECUTIVE,
            guards=(guards.reason_given,), clocks=(_STOP,), notify=_HEARD, shown="rejected",
        ),
        Row(
            (State.LISTED,), "announce", State.SCHEDULED, MACHINE, when=(guards.list_published,),
            notify=_HEARD, shown="announced",
        ),
        Row(
            (State.SCHEDULED,), "release", State.RELEASED, MACHINE, when=(guards.promise_kept,),
            clocks=(_STOP, _start("hv_review")), notify=_FOLLOWERS, shown="released",
        ),
        Row(
            (State.SCHEDULED,), "fall_away", State.RETIRED, MACHINE, when=(guards.promise_fell,), clocks=(_STOP,),
            notify=_HEARD, shown="fell_away",
        ),
        Row(
            (State.RELEASED,), "relapse", State.IN_REVIEW, MACHINE,
            clocks=(_STOP, _start("hv_review_decision")), notify=(*_HEARD, Audience.SECRETARY), shown="relapsed",
        ),
        Row(
            (State.RELEASED,), "begin_review", State.IN_REVIEW, ASKERS, guards=(guards.cause_given,),
            clocks=(_STOP, _start("hv_review_decision")), notify=(*_HEARD, Audience.SECRETARY), shown="reviewing",
        ),
        Row(
            (State.IN_REVIEW,), "keep", State.RELEASED, BODY, when=(guards.holds,), guards=(guards.reason_given,),
            clocks=(_STOP, _start("hv_review")), notify=_HEARD, shown="kept",
        ),
        Row(
            (State.IN_REVIEW,), "improve", State.SCHEDULED, BODY, when=(guards.not_gone,),
            guards=(guards.reason_given, guards.day_given, guards.something_to_mend),
            clocks=(_STOP,), notify=_HEARD, shown="to_improve",
        ),
        Row(
            (State.IN_REVIEW,), "delist", State.RETIRED, BODY, guards=(guards.reason_given,), clocks=(_STOP,),
            notify=_HEARD, shown="delisted",
        ),
        Row(
            (*BEFORE_COMMITTEES, *AT_AGENCY_TIER, State.EY_COMMITTEE, State.LISTED), "end", State.NOT_LISTED, MACHINE,
            clocks=(_STOP,), notify=_ALL, shown="ended",
        ),
    ),
    waits=(
        Wait(State.SCHEDULED, PROMISE, "release", until=all_closed),
        Wait(State.RELEASED, PROMISE, "relapse", until=some_open),
    ),
    lapses=(
        Lapse("hv_screening", "miss_screening"),
        Lapse("hv_response", "miss_response"),
        Lapse("hv_review", "begin_review"),
    ),
)  # fmt: skip
