"""Reading meetings. Agendas, papers and outcomes are public.

Statements, positions and drafts of minutes are seen by the body's own people until the minutes are published.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F, Max, Min, Prefetch, QuerySet

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import today
from springhead.engine.kernel.problems import Refused
from springhead.forums.committees import bodies
from springhead.forums.committees.models import Body, Member, Resolution
from springhead.forums.meetings import minutes, seats, texts
from springhead.forums.meetings.models import (
    ActionItem,
    Item,
    ItemCase,
    Meeting,
    Minutes,
    Objection,
    Position,
    Recusal,
    Seat,
    Statement,
)
from springhead.forums.meetings.rules import ENDED
from springhead.foundation.cases import keyset
from springhead.foundation.cases.models import Case
from springhead.foundation.ledger import queries as ledger
from springhead.foundation.ledger.models import Event

PAGE: Final = 50
SOON: Final = ("planned", "noticed", "papers_out", "in_session", "reviewing")
MEMBERS_ACT: Final = ("papers_out", "in_session", "reviewing", "minutes_draft")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which meetings: of a body (public id), in a state, of a year (0: any), or (`soon`) those to come; `cursor` of a page."""

    body: str = ""
    state: str = ""
    soon: bool = False
    cursor: str = ""
    year: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A page of meetings, newest first; `next` is empty on the last one."""

    items: list[Meeting]
    next: str


@dataclass(frozen=True, slots=True)
class May:
    """What a viewer is in a meeting: keeps its desk, chairs, is the member `you`, reads what is not published yet."""

    desk: bool = False
    chair: bool = False
    read: bool = False
    you: Member | None = None


@dataclass(frozen=True, slots=True)
class ToDo:
    """One meeting on a member's desk: items to take a position on (`missing`), objections possible, by when."""

    meeting: Meeting
    you: Member
    missing: int
    due: Any = None


def meeting(number: str, *, viewer: Actor) -> Meeting:
    """Return a meeting by its number. Refused (404) when there is none."""
    del viewer  # every meeting is public; what is in it is asked for one by one
    found = _rows().filter(case__number=number).first()
    if found is None:
        raise Refused(texts.NO_SUCH.at(number))
    return found


def listing(wanted: Wanted, *, viewer: Actor, limit: int = PAGE) -> Page:
    """Return a page of meetings; keyset paging over an index."""
    del viewer
    rows = _rows()
    if wanted.body:
        rows = rows.filter(body__public_id=wanted.body)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.soon:
        rows = rows.filter(state__in=SOON)
    if wanted.year:
        rows = rows.filter(held_on__year=wanted.year)
    if wanted.cursor.isdecimal():
        rows = rows.filter(pk__lt=int(wanted.cursor))
    found = list(rows.order_by("-pk")[: limit + 1])
    return Page(found[:limit], str(found[limit - 1].pk) if len(found) > limit else "")


def years() -> list[int]:
    """Return the years meetings are of, the latest first; from the first day and the last. One query."""
    ends = Meeting.objects.aggregate(first=Min("held_on"), last=Max("held_on"))
    return list(range(ends["last"].year, ends["first"].year - 1, -1)) if ends["last"] else []


def changed(body: str, *, limit: int) -> list[Meeting]:
    """Return the meetings that changed last, of all bodies or one (public id); for feeds. One query."""
    rows = _rows().filter(body__public_id=body) if body else _rows()
    return list(rows.order_by("-case__changed_at", "-pk")[:limit])


def calendar(body: str = "") -> list[Meeting]:
    """Return the meetings with a day to come, the nearest first; for calendars."""
    rows = _rows().filter(held_on__gte=today()).exclude(state__in=ENDED)
    rows = rows.filter(body__public_id=body) if body else rows
    return list(rows.order_by("held_on", "pk")[:500])


def _rows() -> QuerySet[Meeting]:
    return Meeting.objects.select_related("case", "body__agency", "chair")


def may(found: Meeting, *, viewer: Actor) -> May:
    """Return what a viewer is in a meeting."""
    if not viewer.id:
        return May()
    desk = viewer.holds(Role.MACHINE) or bodies.may_record(viewer, found.body)
    day = found.held_on if found.held_on and not found.written else today()
    you = seats.member_of(viewer, found.body, day)
    return May(desk, seats.may_chair(viewer, found), minutes.readable_by(found, viewer), you)


def items(found: Meeting) -> list[Item]:
    """Return the agenda as it was sent, with its cases; hand-written items only while the packet still gathers."""
    cases = Prefetch("cases", ItemCase.objects.select_related("case"))
    return list(found.items.prefetch_related(cases).order_by("number"))


def agendas_of(cases: Iterable[Case]) -> dict[int, list[Item]]:
    """Return, by primary key of a case, the items it was on, the latest meeting first; for the pages of those cases."""
    rows = ItemCase.objects.filter(case__in=[one.pk for one in cases]).order_by("-pk")
    found: dict[int, list[Item]] = {}
    for row in rows.select_related("item__meeting__case", "item__meeting__body"):
        found.setdefault(row.case_id, []).append(row.item)
    return found


def settled_elsewhere(found: Iterable[Item]) -> frozenset[str]:
    """Return the numbers of cases on an agenda, not concluded yet, that nobody waits for any more. One query."""
    open_items = [one.pk for one in found if not one.outcome and one.section == Item.Section.DISCUSSION]
    rows = ItemCase.objects.filter(item__in=open_items, holds=True, case__matter=None)
    return frozenset(rows.values_list("case__number", flat=True))


def attendance(found: Meeting) -> list[Seat]:
    """Return the members of a meeting with how they attended; before it, whoever is in term that day."""
    known = list(found.seats.select_related("member"))
    have = {one.member_id for one in known}
    day = found.held_on if found.held_on and not found.written else today()
    rest = [] if found.opened_at else bodies.seated(found.body, day)
    return known + [Seat(meeting=found, member=one) for one in rest if one.pk not in have]


def statements(found: Meeting, *, viewer: Actor) -> list[Statement]:
    """Return what was said, with names: for the body's own people; for everybody the published minutes have it."""
    if not minutes.readable_by(found, viewer):
        return []
    return list(found.statements.select_related("member", "item"))


def positions(found: Meeting, *, viewer: Actor) -> list[Position]:
    """Return every position ever taken, oldest first (`latest` counts); for the body's own people."""
    if not minutes.readable_by(found, viewer):
        return []
    rows = Position.objects.filter(item__meeting=found).select_related("member", "item")
    return list(rows.order_by("pk"))


def recusals(found: Meeting, *, viewer: Actor) -> list[Recusal]:
    """Return the declared conflicts; for the body's own people until the minutes are published."""
    if not minutes.readable_by(found, viewer):
        return []
    return list(Recusal.objects.filter(item__meeting=found).select_related("member", "item"))


def receipt(found: Meeting, seq: int, *, viewer: Actor) -> dict[str, Any]:
    """Return the proof of one position with its facts opened, for its member and the desk. Refused (404) otherwise."""
    row = Position.objects.filter(item__meeting=found, seq=seq).select_related("member__person").first()
    mine = row is not None and seats.is_member(viewer, row.member)
    if row is None or not (mine or bodies.may_record(viewer, found.body)):
        raise Refused(texts.NO_SUCH.at(found.number))
    entry = ledger.as_entry(Event.objects.get(seq=seq))
    return ledger.receipt(ledger.open_facts(entry, {"position": row.position, "text": row.text}))


def objections(found: Meeting, *, viewer: Actor) -> list[Objection]:
    """Return the objections to the draft; for the body's own people."""
    if not minutes.readable_by(found, viewer):
        return []
    return list(found.objections.select_related("member"))


def links(found: Meeting) -> dict[str, str | None]:
    """Return where a meeting leads: its page, its body, and its minutes once everybody may read them."""
    return {
        "page": f"/meetings/{found.number}",
        "body": f"/api/v1/committees/{found.body.public_id}",
        "minutes": f"/api/v1/meetings/{found.number}/minutes" if found.state == "published" else None,
    }


def document(found: Meeting, *, viewer: Actor) -> dict[str, Any]:
    """Return the minutes as JSON (see `minutes.py`). Refused (404) while there are none this viewer may read."""
    if found.published_at is None and not minutes.readable_by(found, viewer):
        raise Refused(texts.NO_MINUTES.at(found.number))
    try:
        return minutes.current(found)
    except Minutes.DoesNotExist:
        raise Refused(texts.NO_MINUTES.at(found.number)) from None


def withheld(found: Meeting) -> frozenset[str]:
    """Return the ids of what was taken out of the published minutes: nothing else may show it either. One query."""
    if found.published_at is None:
        return frozenset()
    newest = found.minutes.order_by("-revision").first()
    return frozenset(newest.document["redactions"]) if newest else frozenset()


def resolutions(found: Meeting) -> list[Resolution]:
    """Return what came of a meeting: in effect, failed, waiting for the head, or declined."""
    rows = Resolution.objects.filter(meeting=found.number).select_related("case", "body")
    return list(rows.order_by("pk"))


def of_body(body: Body) -> list[Meeting]:
    """Return the latest meetings of a body, the newest first. One query."""
    return list(_rows().filter(body=body).order_by("-pk")[:12])


def in_hand(bodies_: Iterable[Body], *, limit: int = PAGE) -> list[Meeting]:
    """Return the meetings of some bodies that are not over, the nearest duty first, at most so many. One query."""
    rows = _rows().filter(body__in=list(bodies_)).exclude(state__in=(*ENDED, "published"))
    return list(rows.order_by(F("case__next_due").asc(nulls_last=True), "pk")[:limit])


def action_items(body: Body | None, *, only_open: bool = True, after: str = "") -> list[ActionItem]:
    """Return a page of action items by their day, of one body or all."""
    rows = ActionItem.objects.select_related("case", "body", "meeting__case")
    rows = rows.filter(body=body) if body else rows
    rows = rows.filter(is_open=True) if only_open else rows
    return list(rows.filter(keyset.after(after, "due_on")).order_by("due_on", "pk")[:PAGE])


def next_of(found: Sequence[ActionItem]) -> str:
    """Return the cursor of the following page of action items; empty when this one is not full."""
    return keyset.cursor(found[-1].due_on, found[-1].pk) if len(found) == PAGE else ""


def action_item(number: str) -> ActionItem:
    """Return an action item by its number. Refused (404) when there is none."""
    rows = ActionItem.objects.select_related("case", "body", "meeting__case", "item").prefetch_related(
        "notes"
    )
    found = rows.filter(case__number=number).first()
    if found is None:
        raise Refused(texts.NO_SUCH_TASK.at(number))
    return found


def to_do(*, viewer: Actor) -> list[ToDo]:
    """Return a member's desk: meetings with papers to read, positions missing or minutes to look at, soonest first."""
    if not viewer.id:
        return []
    mine = [
        one
        for one in Member.objects.filter(person__public_id=viewer.id).exclude(position="secretary")
        if seats.sits(one, today())
    ]
    rows = _rows().filter(body__in=[one.body_id for one in mine], state__in=MEMBERS_ACT)
    meetings = list(rows.annotate(n=Count("items")).order_by("case__next_due", "pk")[:PAGE])
    positions = Position.objects.filter(item__meeting__in=meetings, member__in=mine, latest=True)
    held = dict(positions.values_list("item__meeting").annotate(n=Count("pk")).order_by())
    found = []
    for row in meetings:
        you = next(one for one in mine if one.body_id == row.body_id)
        missing = row.n - held.get(row.pk, 0) if row.state in ("in_session", "reviewing") else 0
        found.append(ToDo(row, you, max(missing, 0), row.case.next_due))
    return found
