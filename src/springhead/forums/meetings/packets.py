"""The packet assembles itself: until papers are sent, a meeting has whatever waits for its body; then it is frozen.

Nothing is registered by hand. The next meeting of a body (written reviews first) takes the longest waiting matters;
what the secretary leaves out goes on to the one after it. What is on another agenda, or resolved and waiting for the
head's approval, waits no longer here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Case as When
from django.db.models import Count, F, IntegerField, Max, QuerySet, Value
from django.db.models import When as Then

from springhead.engine.kernel.failpoints import reach
from springhead.engine.kernel.problems import Refused
from springhead.forums.committees import matters
from springhead.forums.committees.models import OPEN_RESOLUTION, Body, Matter, Resolution
from springhead.forums.meetings import papers, tasks, texts
from springhead.forums.meetings.models import ActionItem, Item, ItemCase, Meeting, Prepared
from springhead.forums.meetings.papers import Option
from springhead.forums.meetings.values import in_force
from springhead.foundation.cases.models import Case, Subject

ASIDE: Final = 10_000  # where numbers are put while an agenda is numbered anew


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a packet that is not frozen yet: its cases, what may be resolved, what the secretary prepared."""

    cases: list[Case]
    options: list[Option]
    note: str = ""
    place: int = 0

    @property
    def title(self) -> Mapping[str, str]:
        """The title of the first case."""
        found: Mapping[str, str] = self.cases[0].title
        return found


@dataclass(frozen=True, slots=True)
class Packet:
    """How many cases a meeting has on its agenda, or (`taken` false) will take; without one: wait for a body, or none."""

    body: Body | None
    meeting: Meeting | None
    n: int
    taken: bool = False


def by_packet(cases: QuerySet[Case]) -> list[Packet]:
    """Return on which agendas these cases are, and which meeting of which body takes the rest. Four queries.

    A resolved case that waits for its head's approval is on the agenda it was resolved on until that let it go.
    """
    held = Meeting.objects.filter(items__cases__holds=True, items__cases__case__in=cases)
    held = held.annotate(n=Count("items__cases")).select_related("case", "body").order_by("held_on", "pk")
    waiting = _untaken().filter(case__in=cases).values_list("body").annotate(n=Count("pk")).order_by("-n")
    counted = dict(waiting)
    following: dict[int, Meeting] = {}
    for one in _gathering(Meeting.objects.filter(body__in=[pk for pk in counted if pk])):
        following.setdefault(one.body_id, one)
    alone = Body.objects.in_bulk([pk for pk in counted if pk and pk not in following])
    rest = [
        Packet(meeting.body if meeting else alone.get(pk), meeting, n)
        for pk, n in counted.items()
        for meeting in (following.get(pk),)
    ]
    return [Packet(one.body, one, one.n, taken=True) for one in held] + rest


def gathering(body_pk: int) -> list[Meeting]:
    """Return the meetings of a body whose papers were not sent, the next one first: written, by day, undated."""
    return list(_gathering(Meeting.objects.filter(body=body_pk)))


def _gathering(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    first = When(Then(mode="written", then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = rows.filter(gathering__in=(True,)).select_related("case", "body").annotate(first=first)
    return rows.order_by("first", F("held_on").asc(nulls_last=True), "pk")


def lines(meeting: Meeting) -> list[Line]:
    """Return the packet as it stands; nothing once papers were sent. A fixed number of queries."""
    if not meeting.gathering:
        return []
    waiting, prepared = _taken(meeting)
    return _lines([one.case for one in waiting], {one.case_id: one.events for one in waiting}, prepared)


def _lines(
    waiting: Sequence[Case], events: Mapping[int, Sequence[str]], prepared: Mapping[int, Prepared]
) -> list[Line]:
    found = []
    for cases, options in papers.grouped(waiting, events):
        about = [prepared[case.pk] for case in cases if case.pk in prepared]
        note = next((one.note for one in about if one.note), "")
        place = min((one.place for one in about if one.place), default=0)
        found.append(Line(cases, options, note, place))
    return sorted(found, key=lambda line: line.place or ASIDE)


def left_out(meeting: Meeting) -> list[Prepared]:
    """Return what the secretary leaves out this time, with the reasons."""
    return list(meeting.prepared.exclude(left_out="").select_related("case").order_by("pk"))


def _taken(meeting: Meeting) -> tuple[list[Matter], dict[int, Prepared]]:
    """Return the matters this meeting takes, behind those of the meetings before it."""
    line = gathering(meeting.body_id)
    ahead = [one.pk for one in line]
    ahead = ahead[: ahead.index(meeting.pk) + 1] if meeting.pk in ahead else [meeting.pk]
    rows = list(Prepared.objects.filter(meeting__in=ahead))
    out = {pk: {one.case_id for one in rows if one.meeting_id == pk and one.left_out} for pk in ahead}
    most = in_force(meeting.case.opened_at.date()).most_items
    wanted = most * len(ahead) + sum(map(len, out.values()))
    waiting = list(_waiting(meeting.body_id)[:wanted])
    for pk in ahead:
        mine = [one for one in waiting if one.case_id not in out[pk]][:most]
        if pk == meeting.pk:
            return mine, {one.case_id: one for one in rows if one.meeting_id == pk}
        gone = {one.pk for one in mine}
        waiting = [one for one in waiting if one.pk not in gone]
    return [], {}


def _waiting(body_pk: int) -> Any:
    return _untaken().filter(body=body_pk).select_related("case__parent").order_by("since", "id")


def _untaken() -> Any:
    """Return the matters that are on no agenda and not resolved."""
    busy = ItemCase.objects.filter(holds=True).values("case")
    resolved = Resolution.objects.filter(OPEN_RESOLUTION).values("case")
    return Matter.objects.exclude(case__in=busy).exclude(case__in=resolved)


def waiting_of(cases: Iterable[Case]) -> list[Matter]:
    """Return, of these cases, those that wait for a meeting to take them, with their bodies; for the pages of those cases."""
    rows = _untaken().filter(case__in=[one.pk for one in cases])
    return list(rows.select_related("body", "case").order_by("since", "id"))


def freeze(meeting: Meeting) -> int:
    """Make the items: action items, reports, discussion. Their papers stay as they are now. Returns how many.

    Refused when another meeting of the body was quicker with one of the cases.
    """
    found = _checked(meeting)
    cases = [case for line in found for case in line.cases]
    frozen = papers.of_cases(cases)
    meeting.items.update(number=F("number") + ASIDE)
    number = 0
    for task in (
        ActionItem.objects.filter(body=meeting.body_id, is_open=True).select_related("case").order_by("pk")
    ):
        if not ItemCase.objects.filter(case=task.case_id, holds=True).exists():
            number += 1
            _of_task(meeting, task, number)
    for section in (Item.Section.REPORT, Item.Section.DISCUSSION):
        for item in meeting.items.filter(section=section).order_by("number"):
            number += 1
            Item.objects.filter(pk=item.pk).update(number=number)
    for line in found:
        number += 1
        _of_line(meeting, line, number, frozen)
    reach("meeting.frozen")
    _follow(meeting, cases)
    return number


def _checked(meeting: Meeting) -> list[Line]:
    """Return the packet after a look at every case itself: the list may be a moment old."""
    waiting, prepared = _taken(meeting)
    events = {one.case_id: matters.resolvable(one.case) for one in waiting}
    return _lines([one.case for one in waiting if events[one.case_id]], events, prepared)


def _of_task(meeting: Meeting, task: ActionItem, number: int) -> None:
    item = Item.objects.create(
        meeting=meeting,
        section=Item.Section.PREVIOUS,
        number=number,
        title=dict(task.case.title),
        text=task.text,
        paper={"cases": [tasks.paper(task)]},
        options=[one.as_json() for one in papers.singles(task.case, tasks.RESOLVABLE, {})],
    )
    _hold(item, task.case)


def _of_line(meeting: Meeting, line: Line, number: int, frozen: Mapping[int, dict[str, Any]]) -> None:
    item = Item.objects.create(
        meeting=meeting,
        section=Item.Section.DISCUSSION,
        number=number,
        title=dict(line.title),
        note=line.note,
        paper={"cases": [frozen[case.pk] for case in line.cases]},
        options=[one.as_json() for one in line.options],
    )
    for case in line.cases:
        _hold(item, case)


def _hold(item: Item, case: Case) -> None:
    try:
        with transaction.atomic():
            ItemCase.objects.create(item=item, case=case, version=case.version)
    except IntegrityError as error:
        raise Refused(texts.ALREADY_ON.at("items", number=case.number)) from error


def _follow(meeting: Meeting, cases: Sequence[Case]) -> None:
    """Let the followers of the cases hear of the meeting too."""
    have = set(meeting.case.subjects.values_list("subject_id", flat=True))
    names = dict.fromkeys(
        [*(case.number for case in cases), *(case.parent.number for case in cases if case.parent)]
    )
    Subject.objects.bulk_create(
        Subject(case=meeting.case, subject_id=name) for name in names if name not in have
    )


def next_number(meeting: Meeting) -> int:
    """Return the number of an item put at the end of the agenda."""
    return (meeting.items.aggregate(last=Max("number"))["last"] or 0) + 1


def let_go(meeting: Meeting) -> None:
    """Let the cases of a meeting that is not held wait for the next one."""
    ItemCase.objects.filter(item__meeting=meeting, holds=True).update(holds=False)
