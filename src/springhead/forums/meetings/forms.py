"""Which commands of a meeting a viewer may give now, and what each asks on the page."""

from typing import Any, Final

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import now
from springhead.forums.committees import bodies
from springhead.forums.meetings import words
from springhead.forums.meetings.models import Meeting
from springhead.forums.meetings.queries import May
from springhead.forums.meetings.vocabulary import Stand
from springhead.foundation.cases import queries as cases

# In the order of the page. What is given on an item or a seat stands there.
MEETING: Final[dict[str, tuple[str, ...]]] = {
    "add_item": ("section", "title", "text", "links"),
    "give_notice": ("when", "mode"),
    "reschedule": ("when", "reason"),
    "send_papers": (),
    "send_for_review": (),
    "open": ("chair",),
    "lack_quorum": (),
    "close": (),
    "draft_minutes": ("remarks",),
    "confirm": ("note",),
    "publish": ("redactions",),
    "cancel": ("reason",),
}
ITEM: Final[dict[str, tuple[str, ...]]] = {
    "position": ("member", "position", "text_optional"),
    "declare_conflict": ("member", "text"),
    "state": ("member", "text"),
    "clear_discuss": ("member",),
    "rule_on_discuss": ("discusser", "reason"),
    "conclude": ("conclusion",),
}
DESK: Final = frozenset({
    "prepare", "attach", "detach", "add_item", "drop_item", "give_notice", "reschedule", "send_papers", "send_for_review", "draft_minutes",
    "publish",
})  # fmt: skip
CHAIR: Final = frozenset(
    {"open", "lack_quorum", "close", "rule_on_discuss", "conclude", "settle_objection", "cancel"}
)
MEMBER: Final = frozenset(
    {"attend", "leave", "declare_conflict", "state", "position", "clear_discuss", "object"}
)


def offers(row: Meeting, viewer: Actor, may: May) -> list[cases.Offer]:
    """Return the commands that are this viewer's to give, possible now or not."""
    if not viewer.id or not (may.desk or may.chair or may.you):
        return []
    confirms = viewer.holds(Role.POLICY_OFFICE) or bodies.is_convener(viewer, row.body)
    mine = (DESK if may.desk else frozenset()) | (CHAIR if may.chair else frozenset())
    mine |= MEMBER if may.you or may.desk else frozenset()
    mine |= frozenset({"confirm"}) if confirms else frozenset()
    return [one for one in cases.commands(row.case, viewer=viewer, at=now()) if one.event in mine]


def of_meeting(row: Meeting, found: list[cases.Offer]) -> list[dict[str, Any]]:
    """Return the forms of the meeting as such."""
    allowed = {one.event for one in found if one.allowed}
    return [_form(row, event, asks) for event, asks in MEETING.items() if event in allowed]


def of_items(row: Meeting, found: list[cases.Offer]) -> list[dict[str, Any]]:
    """Return the forms that stand on every item that is not concluded."""
    allowed = {one.event for one in found if one.allowed}
    return [_form(row, event, asks) for event, asks in ITEM.items() if event in allowed]


def not_yet(found: list[cases.Offer]) -> list[dict[str, Any]]:
    """Return what comes next and why it is not possible yet."""
    return [
        {"label": one.label, "problems": one.problems}
        for one in found
        if not one.allowed and one.problems and one.event in (*MEETING, "settle_objection") and _waits(one)
    ]


def _waits(one: cases.Offer) -> bool:
    """Tell whether only a condition stands in the way, not the state."""
    return all(problem.code.startswith("meeting-") for problem in one.problems)


def _form(row: Meeting, event: str, asks: tuple[str, ...]) -> dict[str, Any]:
    return {
        "event": event,
        "label": words.EVENTS[event],
        "asks": asks,
        "address": f"/meetings/{row.number}/{event}",
        "stands": [one for one in Stand if one is not Stand.RECUSED],
    }
