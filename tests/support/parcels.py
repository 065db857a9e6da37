"""A small made-up procedure that uses every column of a state table: a parcel, made of legs.

A parcel is drafted, sent, may wait for an answer, travels until its legs have ended, and is closed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from springhead.engine.kernel.actors import Actor, Role, machine
from springhead.engine.kernel.problems import Kind, Refused
from springhead.engine.kernel.workflow import Audience, ClockAct, ClockEffect, Lapse, Phase, Row, Table, Wait

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # a Monday, noon in Taipei
AGENCY = "ag_00000001"
OFFICER = Actor(id="pp_officer00", roles=frozenset({Role.OFFICER}), agency_ids=frozenset({AGENCY}))
STRANGER = Actor(id="pp_stranger0", roles=frozenset({Role.OFFICER}), agency_ids=frozenset({"ag_00000002"}))
CITIZEN = Actor(id="pp_citizen00", roles=frozenset({Role.CITIZEN}))
OTHER = Actor(id="pp_othercitz", roles=frozenset({Role.CITIZEN}))
WORKER = machine("worker")

NO_LABEL = Kind("parcel-label", "缺少標籤。", "There is no label.", "請填標籤。", "Add a label.", status=422)
TOO_HEAVY = Kind("parcel-heavy", "太重了。", "Too heavy.", "請分裝。", "Split it.", status=422)
LEGS_OPEN = Kind(
    "parcel-stamp", "尚未蓋章。", "It is not stamped.", "請先蓋章。", "Stamp it first.", status=409
)


class State(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    ASKED = "asked"
    TRAVELLING = "travelling"
    ARRIVED = "arrived"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Facts:
    stamped: bool


@dataclass(frozen=True, slots=True)
class Payload:
    event: str = "write"
    label: str = "ok"
    weight: int = 1
    days: int | None = None
    private: Mapping[str, Any] = field(default_factory=dict)


def has_label(_facts: Facts, command: Payload):
    if not command.label:
        yield NO_LABEL.at("label")


def light_enough(_facts: Facts, command: Payload):
    if command.weight > 20:
        yield TOO_HEAVY.at("weight")


def stamped(facts: Facts):
    if not facts.stamped:
        yield LEGS_OPEN.at("stamp")


START = ClockEffect(ClockAct.START, "answer")
STOP = ClockEffect(ClockAct.STOP, "answer")
LIVE = (State.SENT, State.ASKED, State.TRAVELLING)

PARCEL = Table(
    case_type="parcel",
    states=State,
    phases={
        State.DRAFT: Phase.DRAFT,
        State.SENT: Phase.INTAKE,
        State.ASKED: Phase.WAITING_ON_REQUESTER,
        State.TRAVELLING: Phase.DELIVERING,
        State.ARRIVED: Phase.CLOSED,
        State.LOST: Phase.CLOSED,
    },
    rows=(
        Row((), "write", State.DRAFT, (Role.CITIZEN,)),
        Row((), "hand_in", State.SENT, (Role.CITIZEN, Role.ANYONE), guards=(has_label, light_enough), clocks=(START,)),
        Row((State.DRAFT,), "send", State.SENT, (Role.REQUESTER,), guards=(has_label, light_enough), clocks=(START,),
            notify=(Audience.OFFICERS,), shown="sent"),
        Row((State.DRAFT,), "discard", State.LOST, (Role.REQUESTER,)),
        Row((State.SENT,), "ask", State.ASKED, (Role.OFFICER,), notify=(Audience.REQUESTER,), shown="asked"),
        Row((State.ASKED,), "reply", State.SENT, (Role.REQUESTER,), guards=(has_label,)),
        Row((State.SENT,), "travel", State.TRAVELLING, (Role.OFFICER, Role.MACHINE), when=(stamped,), clocks=(STOP,),
            notify=(Audience.FOLLOWERS, Audience.REQUESTER), shown="travelling"),
        Row(LIVE, "note", None, (Role.OFFICER,)),
        Row((State.TRAVELLING,), "arrive", State.ARRIVED, (Role.MACHINE,), notify=(Audience.FOLLOWERS,),
            shown="arrived"),
        Row((State.ASKED,), "expire", State.LOST, (Role.MACHINE,), clocks=(ClockEffect(ClockAct.STOP, "*"),)),
        Row(LIVE, "lose", State.LOST, (Role.OFFICER,), clocks=(ClockEffect(ClockAct.STOP, "*"),)),
    ),
    waits=(Wait(State.TRAVELLING, frozenset({"leg"}), "arrive"),),
    lapses=(Lapse("answer", "expire"),),
)  # fmt: skip


class LegState(StrEnum):
    OPEN = "open"
    ENDED = "ended"


LEG = Table(
    case_type="leg",
    states=LegState,
    phases={LegState.OPEN: Phase.DELIVERING, LegState.ENDED: Phase.CLOSED},
    rows=(
        Row((), "start", LegState.OPEN, (Role.MACHINE,)),
        Row((LegState.OPEN,), "finish", LegState.ENDED, (Role.MACHINE,)),
    ),
)


class Actions:
    """Effects named after the events. They keep what they saw in the title, so that rollbacks show."""

    def __getattr__(self, event: str):
        from springhead.foundation.cases.registry import Told

        if event.startswith("_"):
            raise AttributeError(event)

        def effect(case, command, _turn):
            if command.label == "explode":
                raise RuntimeError("the effect failed")
            case.title = {**case.title, event: command.label}
            return Told(public={"label": command.label}, private=dict(command.private) or None)

        return effect


def case_types():
    from springhead.foundation.cases.registry import CaseType, Texts

    def texts(table):
        both = {"zh-Hant": "字", "en": "text"}
        return Texts(
            name={"zh-Hant": "包裹", "en": "Parcel"},
            states={state: {"zh-Hant": f"狀態{state}", "en": str(state)} for state in table.states},
            events={event: {"zh-Hant": f"動作{event}", "en": event} for event in table.events},
            shown={row.shown: {**both, "en": row.shown} for row in table.rows if row.shown},
        )

    def facts(case, _command, _at):
        return Facts(stamped=case.title.get("stamp") != "none")

    def parse(event, data):
        if set(data) - {"label", "weight", "days", "last_day"}:
            raise Refused(NO_LABEL.at("label"))
        return Payload(event=event, **{name: value for name, value in data.items() if name != "last_day"})

    return (
        CaseType(PARCEL, "PA", Actions(), facts, parse, texts(PARCEL)),
        CaseType(LEG, "", Actions(), facts, parse, texts(LEG)),
    )


def install():
    from springhead.foundation.cases import registry

    registry.install(case_types())


def opening(**more):
    from springhead.foundation.cases.fire import Opening

    given = {
        "title": {"zh-Hant": "包裹一", "en": "Parcel one"},
        "agency_id": AGENCY,
        "subjects": ("ds_00000001",),
    }
    return Opening(**{**given, **more})


def hand_in(*, by=CITIZEN, at=NOON, key=None, command=None, **more):
    from springhead.foundation.cases.fire import open_case

    return open_case("parcel", command or Payload("hand_in"), opening(**more), by=by, at=at, key=key)
