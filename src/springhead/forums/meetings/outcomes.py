"""What is concluded, and how it takes effect: after the minutes are confirmed, by resolutions of their own.

`first_look` says beforehand what the commands would refuse; `record_rest` makes the resolutions and action items of
confirmed minutes, item by item, each in a transaction of its own, and again after a crash until all are made.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef

from springhead.engine.kernel.actors import machine
from springhead.engine.kernel.failpoints import reach
from springhead.engine.kernel.now import now, taipei
from springhead.engine.kernel.problems import Problem, Refused
from springhead.forums.committees.resolutions import Resolved, adopt
from springhead.forums.meetings import commands, positions, seats, tasks, texts
from springhead.forums.meetings.models import Item, ItemCase, Meeting
from springhead.forums.meetings.vocabulary import Outcome, Way
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import Told, Turn, case_type

MINUTES: Final = machine("minutes")
BATCH: Final = 50
SHOWN: Final = ("minutes_confirmed", "published")


def conclude(case: Case, command: commands.Conclude, turn: Turn) -> Told:
    """Write an outcome down; until the minutes are confirmed it is provisional, and the chair may conclude anew."""
    assert command.outcome is not None  # the guard wanted it
    row = Meeting.objects.select_related("body__agency", "case", "chair__person").get(case=case)
    seats.check_chair(turn.by, row)
    item = Item.objects.select_related("meeting").get(meeting=row, public_id=command.item)
    resolved = command.outcome is Outcome.RESOLVED
    item.outcome, item.resolution, item.concluded_at = str(command.outcome), command.text, turn.at
    item.way = str(command.way) if resolved else ""
    item.option = command.option if resolved else ""
    item.until = command.until if resolved else None
    item.votes = positions.votes(item) if resolved and command.way is Way.VOTE else {}
    item.actions = [
        {"text": one.text, "owner": one.owner, "due": one.due.isoformat()}
        for one in command.actions
        if one.due is not None
    ]
    item.save()
    public: dict[str, Any] = {"item": item.public_id, "outcome": item.outcome, "way": item.way}
    if resolved:
        public |= {
            "option": item.option,
            "until": item.until.isoformat() if item.until else "",
            "votes": item.votes,
            "about": [one.case.number for one in item.cases.select_related("case")],
        }
    return Told(public=public, private={"text": command.text})


def first_look(
    item: Item, cases: Sequence[ItemCase], command: commands.Conclude, at: datetime
) -> Iterable[Problem]:
    """Yield what stands in the way of an option's commands now: decided elsewhere, a day missing, ..."""
    option = next((one for one in item.options if one["code"] == command.option), None)
    if option is None:
        return
    payload = _payload(item.meeting, command.text, command.until)
    for one in cases:
        kind = case_type(one.case.type)
        event = option["events"].get(one.case.number, "")
        row = kind.table.row(one.case.state, event)
        if row is None:
            yield texts.ELSEWHERE.at("item", number=one.case.number)
            continue
        try:
            typed = kind.parse(event, payload)
        except Refused as refused:
            yield from refused.problems
        else:
            yield from row.refusals(kind.facts(one.case, typed, at), typed)


def _payload(meeting: Meeting, text: str, until: Any) -> dict[str, str]:
    held = meeting.held_on or taipei(meeting.held_at or now()).date()
    return {
        "reason": text,
        "until": until.isoformat() if until else "",
        "document_number": meeting.number,
        "document_on": held.isoformat(),
    }


def record_rest(at: datetime | None = None) -> int:
    """Make what confirmed minutes resolved: resolutions, action items. Safe in several processes; returns how many items.

    `at`: when they take effect; now unless told.
    """
    confirmed = Meeting.objects.filter(pk=OuterRef("meeting"), state__in=SHOWN)
    rows = Item.objects.filter(Exists(confirmed), outcome__gt="", recorded_at=None)
    found = list(rows.select_related("meeting__body__agency", "meeting__case").order_by("pk")[:BATCH])
    failed: list[Exception] = []
    for item in found:
        try:
            record(item, at)
        except Exception as error:  # noqa: BLE001  one item that cannot be made must not hold up the others
            failed.append(error)
    if failed:
        raise failed[0]
    return len(found)


def record(item: Item, at: datetime | None = None) -> None:
    """Let one item take effect: a resolution for each of its cases, its action items, and its cases let go. `at` as above."""
    cases = list(item.cases.select_related("case"))
    if item.outcome == Outcome.RESOLVED and item.option:
        for told in _resolved(item, cases):
            adopt(told, by=MINUTES, at=at)
            reach("item.resolution")
    for n, told_task in enumerate(item.actions):
        tasks.put(item, told_task, n, at or now())
        reach("item.action")
    ItemCase.objects.filter(item=item, holds=True).update(holds=False)
    Item.objects.filter(pk=item.pk).update(recorded_at=at or now())


def _resolved(item: Item, cases: Sequence[ItemCase]) -> list[Resolved]:
    option = next(one for one in item.options if one["code"] == item.option)
    meeting = item.meeting
    payload = _payload(meeting, item.resolution, item.until)
    held = meeting.held_on or taipei(meeting.held_at or now()).date()
    return [
        Resolved(
            case=one.case,
            body=meeting.body,
            event=option["events"][one.case.number],
            payload=payload,
            text=item.resolution,
            decided_on=held,
            way="written" if meeting.written else "meeting",
            document=meeting.number,
            votes=item.votes,
            approver=option["approver"],
            meeting=meeting.number,
            group=item.public_id,
            key=f"{item.public_id}:{one.case.number}",
        )
        for one in cases
    ]
