"""The state table of a meeting (會議): the packet assembles itself, half must be there, what is resolved takes effect. Pure.

After the `meeting` table of the procedures reference. Corrections: a planned meeting is public, with what waits for it;
a written review (書面審查) has a window instead of a day and the same items and positions; a day may move, with
reasons; a meeting nobody opens ends by itself; minutes confirm and publish themselves when nobody objects.
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
)
from springhead.forums.meetings import guards
from springhead.forums.meetings.guards import About, Facts, Who

__all__ = ["TABLE", "About", "Facts", "State", "Who"]


class State(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    NOTICED = "noticed"
    PAPERS_OUT = "papers_out"
    IN_SESSION = "in_session"
    REVIEWING = "reviewing"  # the window of a written review
    HELD = "held"
    MINUTES_DRAFT = "minutes_draft"
    MINUTES_CONFIRMED = "minutes_confirmed"
    PUBLISHED = "published"
    NO_QUORUM = "no_quorum"
    CANCELLED = "cancelled"


def _start(*kinds: str) -> tuple[ClockEffect, ...]:
    return tuple(ClockEffect(ClockAct.START, kind) for kind in kinds)


def _stop(*kinds: str) -> tuple[ClockEffect, ...]:
    return tuple(ClockEffect(ClockAct.STOP, kind) for kind in kinds)


DESK: Final = (Role.SECRETARY, Role.POLICY_OFFICE)
CHAIR: Final = (Role.CONVENER, *DESK)
MEMBERS: Final = (Role.MEMBER, *CHAIR)
MACHINE: Final = (Role.MACHINE,)
_STOP_ALL: Final = _stop(ALL_CLOCKS)
_DAYS: Final = _start("meeting_day", "meeting_unopened")
_HELD: Final = (*_STOP_ALL, *_start("meeting_minutes"))
_BODY: Final = (Audience.MEMBERS, Audience.CONVENER)
_ALL: Final = (*_BODY, Audience.FOLLOWERS)
_SPEAKING: Final = (State.IN_SESSION, State.REVIEWING)
GATHERING: Final = (State.PLANNED, State.NOTICED)
ENDED: Final = (State.NO_QUORUM, State.CANCELLED)

TABLE: Final = Table(
    case_type="meeting",
    states=State,
    phases={
        State.PLANNED: Phase.INTAKE,
        State.NOTICED: Phase.INTAKE,
        State.PAPERS_OUT: Phase.IN_REVIEW,
        State.IN_SESSION: Phase.IN_REVIEW,
        State.REVIEWING: Phase.IN_REVIEW,
        State.HELD: Phase.DECIDED,
        State.MINUTES_DRAFT: Phase.DECIDED,
        State.MINUTES_CONFIRMED: Phase.DECIDED,
        State.PUBLISHED: Phase.CLOSED,
        State.NO_QUORUM: Phase.CLOSED,
        State.CANCELLED: Phase.CLOSED,
    },
    rows=(
        Row((), "plan", State.PLANNED, (*DESK, *MACHINE), when=(guards.body_known,),
            notify=(Audience.SECRETARY, Audience.CONVENER), shown="planned"),
        Row(GATHERING, "prepare", None, DESK, guards=(guards.case_waits,)),
        Row((*GATHERING, State.IN_SESSION), "add_item", None, DESK, guards=(guards.item_whole,)),
        Row(GATHERING, "drop_item", None, DESK, guards=(guards.item_by_hand,)),
        Row(GATHERING, "attach", None, DESK, shown="attached"),
        Row((State.PAPERS_OUT, *_SPEAKING), "attach", None, DESK, notify=_BODY, shown="attached"),
        Row((*GATHERING, State.PAPERS_OUT, *_SPEAKING), "detach", None, DESK, guards=(guards.reason_given,), shown="detached"),
        Row((State.PLANNED,), "give_notice", State.NOTICED, DESK, when=(guards.not_written,),
            guards=(guards.day_far_enough,), clocks=(*_start("meeting_papers"), *_DAYS), notify=_ALL, shown="noticed"),
        Row((State.NOTICED,), "reschedule", None, DESK, guards=(guards.day_far_enough, guards.reason_given),
            clocks=(*_start("meeting_papers"), *_DAYS), notify=_ALL, shown="rescheduled"),
        Row((State.PAPERS_OUT,), "reschedule", None, DESK, guards=(guards.day_far_enough, guards.reason_given),
            clocks=_DAYS, notify=_ALL, shown="rescheduled"),
        Row((State.NOTICED,), "send_papers", State.PAPERS_OUT, DESK, when=(guards.papers_in_time, guards.has_members),
            clocks=_stop("meeting_papers"), notify=_ALL, shown="papers_out"),
        Row((State.PLANNED,), "send_for_review", State.REVIEWING, DESK,
            when=(guards.is_written, guards.has_members, guards.something_to_review),
            clocks=_start("written_review"), notify=_ALL, shown="reviewing"),
        Row((State.PAPERS_OUT, State.IN_SESSION), "attend", None, MEMBERS, when=(guards.day_has_come,),
            guards=(guards.member_known, guards.member_in_term, guards.deputy_allowed)),
        Row((State.PAPERS_OUT, State.IN_SESSION), "leave", None, MEMBERS, guards=(guards.member_known, guards.member_present)),
        Row((State.PAPERS_OUT,), "open", State.IN_SESSION, CHAIR, when=(guards.day_has_come, guards.quorum),
            guards=(guards.chair_known,), clocks=_HELD, notify=(Audience.FOLLOWERS,), shown="opened"),
        Row((State.PAPERS_OUT,), "lack_quorum", State.NO_QUORUM, CHAIR,
            when=(guards.day_has_come, guards.fewer_than_half), clocks=_STOP_ALL, notify=_ALL, shown="no_quorum"),
        Row((State.NOTICED, State.PAPERS_OUT), "not_held", State.CANCELLED, MACHINE, when=(guards.unopened_over,),
            clocks=_STOP_ALL, notify=(*_ALL, Audience.SECRETARY, Audience.POLICY_OFFICE), shown="not_held"),
        Row((State.PAPERS_OUT, *_SPEAKING), "declare_conflict", None, MEMBERS,
            guards=(guards.member_known, guards.member_in_term, guards.item_known, guards.item_open,
                    guards.member_not_recused, guards.text_given), shown="recused"),
        Row(_SPEAKING, "state", None, MEMBERS,
            guards=(guards.member_known, guards.member_in_term, guards.member_present, guards.item_named_rightly,
                    guards.said_something), shown="stated"),
        Row(_SPEAKING, "position", None, MEMBERS,
            guards=(guards.member_known, guards.member_in_term, guards.member_eligible, guards.member_present,
                    guards.item_known, guards.item_open, guards.member_not_recused, guards.position_given),
            shown="position"),
        Row(_SPEAKING, "clear_discuss", None, MEMBERS,
            guards=(guards.member_known, guards.member_in_term, guards.item_known, guards.item_open,
                    guards.discuss_open, guards.clears), shown="cleared"),
        Row((*_SPEAKING, State.HELD), "rule_on_discuss", None, CHAIR, when=(guards.may_conclude,),
            guards=(guards.member_known, guards.item_known, guards.item_open, guards.discuss_open, guards.reason_given),
            shown="ruled"),
        Row((State.IN_SESSION, State.HELD), "conclude", None, CHAIR, when=(guards.may_conclude,),
            guards=(guards.item_known, guards.outcome_given, guards.actions_whole, guards.resolved_rightly),
            shown="concluded"),
        Row((State.IN_SESSION,), "close", State.HELD, CHAIR, when=(guards.all_concluded,),
            notify=(Audience.FOLLOWERS,), shown="held"),
        Row((State.REVIEWING,), "close", State.HELD, CHAIR, when=(guards.everybody_said,), clocks=_HELD,
            notify=(Audience.FOLLOWERS, Audience.CONVENER), shown="held"),
        Row((State.REVIEWING,), "window_over", State.HELD, MACHINE, when=(guards.window_over,), clocks=_HELD,
            notify=(Audience.FOLLOWERS, Audience.CONVENER, Audience.SECRETARY), shown="window_over"),
        Row((State.HELD,), "fall_short", State.NO_QUORUM, MACHINE, when=(guards.fell_short,), clocks=_STOP_ALL,
            notify=(*_ALL, Audience.SECRETARY), shown="no_quorum"),
        Row((State.HELD,), "draft_minutes", State.MINUTES_DRAFT, DESK, when=(guards.all_concluded,),
            clocks=(*_stop("meeting_minutes"), *_start("minutes_objection")), notify=_BODY, shown="minutes_draft"),
        Row((State.MINUTES_DRAFT,), "object", None, MEMBERS,
            guards=(guards.member_known, guards.place_known, guards.text_given),
            notify=(Audience.SECRETARY, Audience.CONVENER), shown="objected"),
        Row((State.MINUTES_DRAFT,), "settle_objection", None, CHAIR, guards=(guards.settled_rightly,),
            notify=_BODY, shown="objection_settled"),
        Row((State.MINUTES_DRAFT,), "restart_objections", None, MACHINE, when=(guards.not_restarted,),
            clocks=_start("minutes_objection"), notify=_BODY, shown="objections_again"),
        Row((State.MINUTES_DRAFT,), "confirm", State.MINUTES_CONFIRMED, (Role.CONVENER, Role.POLICY_OFFICE, *MACHINE),
            when=(guards.no_open_objection,), guards=(guards.early_has_reason,),
            clocks=(*_STOP_ALL, *_start("minutes_publish")), notify=(*_ALL, Audience.SECRETARY), shown="confirmed"),
        Row((State.MINUTES_CONFIRMED,), "publish", State.PUBLISHED, (*DESK, *MACHINE),
            guards=(guards.redactions_grounded,), clocks=_STOP_ALL, notify=_ALL, shown="published"),
        Row((*GATHERING, State.PAPERS_OUT, State.REVIEWING), "cancel", State.CANCELLED, CHAIR,
            guards=(guards.reason_given,), clocks=_STOP_ALL, notify=_ALL, shown="cancelled"),
    ),
    lapses=(
        Lapse("meeting_unopened", "not_held"),
        Lapse("written_review", "window_over"),
        Lapse("minutes_objection", "confirm"),
        Lapse("minutes_publish", "publish"),
    ),
)  # fmt: skip
