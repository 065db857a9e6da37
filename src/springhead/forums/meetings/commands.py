"""Typed payloads of a meeting's events; forms and JSON go through the same `parse`.

Whoever acts for a member names the member (`mb_…`): members act for themselves, the secretary for anybody.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, ClassVar, Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Command
from springhead.forums.meetings import reading, texts
from springhead.forums.meetings.reading import Task
from springhead.forums.meetings.vocabulary import How, Mode, Outcome, Section, Stand, Way
from springhead.foundation.cases.reading import Data


@dataclass(frozen=True, slots=True)
class Plan:
    """A meeting is to be held; `due_by` is the day by which the cadence asks for it."""

    event: ClassVar[str] = "plan"
    body: str = ""
    mode: Mode = Mode.IN_PERSON
    cause: str = ""
    due_by: date | None = None


@dataclass(frozen=True, slots=True)
class Prepare:
    """The secretary's note on a waiting case (擬辦), its place, or why it is left out this time."""

    event: ClassVar[str] = "prepare"
    case: str = ""
    note: str = ""
    place: int = 0
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class AddItem:
    """An item that stands for no case: a report, a discussion, or (in session) an extempore motion."""

    event: ClassVar[str] = "add_item"
    section: Section | None = None
    title: str = ""
    text: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DropItem:
    """An item written by hand is taken off again."""

    event: ClassVar[str] = "drop_item"
    item: str = ""


@dataclass(frozen=True, slots=True)
class Attach:
    """An uploaded paper is put before the members: on an item, a waiting case, or (place empty) the whole packet."""

    event: ClassVar[str] = "attach"
    attachment: str = ""
    title: str = ""
    place: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Detach:
    """A paper is withdrawn, with public reasons."""

    event: ClassVar[str] = "detach"
    attachment: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GiveNotice:
    """When and where, in which mode."""

    event: ClassVar[str] = "give_notice"
    held_on: date | None = None
    starts_at: time | None = None
    mode: Mode | None = None
    place: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Reschedule:
    """Another day, with public reasons."""

    event: ClassVar[str] = "reschedule"
    held_on: date | None = None
    starts_at: time | None = None
    place: str = ""
    link: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SendPapers:
    """Agenda, papers and data inventory go to the members."""

    event: ClassVar[str] = "send_papers"


@dataclass(frozen=True, slots=True)
class SendForReview:
    """The papers of a written review go to the members; the window begins."""

    event: ClassVar[str] = "send_for_review"


@dataclass(frozen=True, slots=True)
class Attend:
    """A member attends; a member who stands for an agency may send a deputy."""

    event: ClassVar[str] = "attend"
    member: str = ""
    how: How = How.IN_PERSON
    deputy: str = ""


@dataclass(frozen=True, slots=True)
class Leave:
    """A member leaves the meeting."""

    event: ClassVar[str] = "leave"
    member: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """The meeting begins; `chair` takes it (empty: the convener)."""

    event: ClassVar[str] = "open"
    chair: str = ""


@dataclass(frozen=True, slots=True)
class LackQuorum:
    """Fewer than the quorum came."""

    event: ClassVar[str] = "lack_quorum"


@dataclass(frozen=True, slots=True)
class NotHeld:
    """Nobody opened it in time."""

    event: ClassVar[str] = "not_held"


@dataclass(frozen=True, slots=True)
class DeclareConflict:
    """A member takes no part in an item, and says why."""

    event: ClassVar[str] = "declare_conflict"
    member: str = ""
    item: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """What a member says, under the name; `item` empty: to the meeting as such."""

    event: ClassVar[str] = "state"
    member: str = ""
    item: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """A member's position on an item; of a Discuss, `text` is what would clear it."""

    event: ClassVar[str] = "position"
    member: str = ""
    item: str = ""
    position: Stand | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ClearDiscuss:
    """The member's Discuss is met; the position becomes another."""

    event: ClassVar[str] = "clear_discuss"
    member: str = ""
    item: str = ""
    position: Stand = Stand.NO_OBJECTION


@dataclass(frozen=True, slots=True)
class RuleOnDiscuss:
    """The chair rules on a member's open Discuss, with reasons."""

    event: ClassVar[str] = "rule_on_discuss"
    member: str = ""
    item: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Conclude:
    """What became of an item. Resolved: `option` says which commands, `text` is the resolution with its reasons."""

    event: ClassVar[str] = "conclude"
    item: str = ""
    outcome: Outcome | None = None
    way: Way = Way.CONSENSUS
    option: str = ""
    text: str = ""
    until: date | None = None
    actions: tuple[Task, ...] = ()


@dataclass(frozen=True, slots=True)
class Close:
    """The meeting ends."""

    event: ClassVar[str] = "close"


@dataclass(frozen=True, slots=True)
class WindowOver:
    """The last day of the written review has passed."""

    event: ClassVar[str] = "window_over"


@dataclass(frozen=True, slots=True)
class FallShort:
    """In a written review too few gave a position."""

    event: ClassVar[str] = "fall_short"


@dataclass(frozen=True, slots=True)
class DraftMinutes:
    """The minutes are drafted from what was recorded; `remarks` stand above them."""

    event: ClassVar[str] = "draft_minutes"
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class Object:
    """The minutes should say something else at `place` (an item's or a statement's id)."""

    event: ClassVar[str] = "object"
    member: str = ""
    place: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class SettleObjection:
    """The objection is met by a new `text`, or (without one) noted beside the minutes for a `reason`."""

    event: ClassVar[str] = "settle_objection"
    objection: str = ""
    text: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RestartObjections:
    """The text changed: members have the whole term again, once."""

    event: ClassVar[str] = "restart_objections"


@dataclass(frozen=True, slots=True)
class Confirm:
    """The minutes are right. Before the term for objections is over it needs a `reason`."""

    event: ClassVar[str] = "confirm"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Publish:
    """Everybody may read the minutes; `redactions` names places (ids of statements or items) with a ground each."""

    event: ClassVar[str] = "publish"
    redactions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cancel:
    """It is not held, for public reasons; its items wait for the next one."""

    event: ClassVar[str] = "cancel"
    reason: str = ""


def _conclude(data: Data) -> Conclude:
    return Conclude(
        item=reading.text(data, "item", 16),
        outcome=reading.choice(data, "outcome", Outcome),
        way=reading.choice(data, "way", Way) or Way.CONSENSUS,
        option=reading.text(data, "option", 40),
        text=reading.text(data, "text"),
        until=reading.day(data, "until"),
        actions=reading.tasks(data, "actions"),
    )


def _when(data: Data) -> dict[str, Any]:
    return {
        "held_on": reading.day(data, "held_on"),
        "starts_at": reading.clock_time(data, "starts_at"),
        "place": reading.text(data, "place", 300),
        "link": reading.address(data, "link"),
    }


def _of(data: Data, *names: str) -> dict[str, str]:
    """Read short names (member, item) and texts by these names."""
    longest = {"member": 16, "item": 16, "place": 40, "objection": 16, "deputy": 120}
    longest |= {"attachment": 16, "title": 200, "ground": 40}
    return {name: reading.text(data, name, longest.get(name, reading.LONGEST)) for name in names}


_READERS: Final[dict[str, Callable[[Data], Command]]] = {
    "plan": lambda data: Plan(
        reading.text(data, "body", 16),
        reading.choice(data, "mode", Mode) or Mode.IN_PERSON,
        reading.text(data, "cause", 200),
        reading.day(data, "due_by"),
    ),
    "prepare": lambda data: Prepare(
        reading.text(data, "case", 40),
        reading.text(data, "note"),
        reading.number(data, "place"),
        reading.text(data, "left_out"),
    ),
    "add_item": lambda data: AddItem(
        reading.choice(data, "section", Section),
        reading.text(data, "title", 300),
        reading.text(data, "text", 10_000),
        reading.addresses(data, "links"),
    ),
    "drop_item": lambda data: DropItem(**_of(data, "item")),
    "attach": lambda data: Attach(**_of(data, "attachment", "title", "place", "ground")),
    "detach": lambda data: Detach(**_of(data, "attachment", "reason")),
    "give_notice": lambda data: GiveNotice(mode=reading.choice(data, "mode", Mode), **_when(data)),
    "reschedule": lambda data: Reschedule(reason=reading.text(data, "reason"), **_when(data)),
    "send_papers": lambda _data: SendPapers(),
    "send_for_review": lambda _data: SendForReview(),
    "attend": lambda data: Attend(
        how=reading.choice(data, "how", How) or How.IN_PERSON, **_of(data, "member", "deputy")
    ),
    "leave": lambda data: Leave(**_of(data, "member")),
    "open": lambda data: Open(reading.text(data, "chair", 16)),
    "lack_quorum": lambda _data: LackQuorum(),
    "not_held": lambda _data: NotHeld(),
    "declare_conflict": lambda data: DeclareConflict(**_of(data, "member", "item", "text")),
    "state": lambda data: State(**_of(data, "member", "item", "text")),
    "position": lambda data: Position(
        position=reading.choice(data, "position", Stand), **_of(data, "member", "item", "text")
    ),
    "clear_discuss": lambda data: ClearDiscuss(
        position=reading.choice(data, "position", Stand) or Stand.NO_OBJECTION, **_of(data, "member", "item")
    ),
    "rule_on_discuss": lambda data: RuleOnDiscuss(**_of(data, "member", "item", "reason")),
    "conclude": _conclude,
    "close": lambda _data: Close(),
    "window_over": lambda _data: WindowOver(),
    "fall_short": lambda _data: FallShort(),
    "draft_minutes": lambda data: DraftMinutes(reading.text(data, "remarks", 10_000)),
    "object": lambda data: Object(**_of(data, "member", "place", "text")),
    "settle_objection": lambda data: SettleObjection(**_of(data, "objection", "text", "reason")),
    "restart_objections": lambda _data: RestartObjections(),
    "confirm": lambda data: Confirm(reading.text(data, "reason")),
    "publish": lambda data: Publish(reading.pairs(data, "redactions")),
    "cancel": lambda data: Cancel(reading.text(data, "reason")),
}


def parse(event: str, data: Mapping[str, Any]) -> Command:
    """Make the typed payload of an event from JSON or a form; Refused names what cannot be read."""
    reader = _READERS.get(event)
    if reader is None:
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    return reader(data)
