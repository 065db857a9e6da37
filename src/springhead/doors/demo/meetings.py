"""Made-up meetings: one held and published with resolutions and a thing under control, one announced with what waits."""

from datetime import datetime, time, timedelta
from typing import Any, Final

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import now, taipei
from springhead.forums.committees.bodies import seated
from springhead.forums.committees.models import Body
from springhead.forums.meetings import cadence, commands, outcomes, packets
from springhead.forums.meetings.models import Item, Meeting
from springhead.foundation.agencies.naming import find_or_provisional
from springhead.foundation.cases.fire import fire, open_case

BY: Final = Actor("machine:demo", frozenset({Role.POLICY_OFFICE}))
AGENCY: Final = "經濟部"
PAST: Final = 40
AHEAD: Final = 20
FRIDAY: Final = 4
PLACE: Final = "示範：第一會議室"
REASONABLE: Final = "示範：公開後可推知控制方式，不提供的理由合理。"


def load() -> bool:
    """Make the demo meetings on an installation that has none; False when there are some already."""
    body = Body.objects.filter(agency=find_or_provisional(AGENCY)).select_related("agency").first()
    if body is None or Meeting.objects.exists():
        return False
    _held(body, weekday(now() - timedelta(days=PAST)))
    _announced(body, now())
    return True


def _held(body: Body, day: datetime) -> None:
    number = plan(body, day - timedelta(days=30), cause="示範：例行會議")
    early, held = day - timedelta(days=30), day
    do(
        number,
        "add_item",
        early,
        section="report",
        title="示範：上半年資料開放情形",
        text="示範：開放 12 項資料集。",
    )
    do(number, "give_notice", early, held_on=taipei(held).date().isoformat(), starts_at="14:00", place=PLACE)
    row = Meeting.objects.select_related("case", "body").get(case__number=number)
    for case in [case for line in packets.lines(row) for case in line.cases if case.opened_at > early]:
        do(number, "prepare", early, case=case.number, left_out="示範：留待下次會議。")
    do(number, "send_papers", held - timedelta(days=9))
    members = seated(body, taipei(held).date())
    for member in members:
        do(number, "attend", held, member=member.public_id)
    do(number, "open", held)
    report = row.items.get(section="report")
    do(
        number, "state", held, member=members[1].public_id, item=report.public_id,
        text="示範：建議每季公布各機關開放進度。",
    )  # fmt: skip
    due = (taipei(now()).date() + timedelta(days=50)).isoformat()
    task = {"text": "示範：每季公布開放進度", "owner": AGENCY, "due": due}
    do(number, "conclude", held, item=report.public_id, outcome="noted", text="示範：洽悉。", actions=[task])
    for item in row.items.filter(section="discussion"):
        do(number, "conclude", held, item=item.public_id, **_resolved(item))
    do(number, "close", held)
    do(number, "draft_minutes", held + timedelta(days=3), remarks="示範：會議紀錄。")
    do(number, "confirm", held + timedelta(days=12))
    do(number, "publish", held + timedelta(days=13))
    while outcomes.record_rest():
        pass


def _resolved(item: Item) -> dict[str, Any]:
    """What the head has to approve is to be opened by a day; the rest is found reasonable."""
    told = {"outcome": "resolved", "way": "consensus"}
    by_head = next((one for one in item.options if one["approver"]), None)
    if by_head:
        until = (taipei(now()).date() + timedelta(days=120)).isoformat()
        text = "示範：遮蔽後的影像對防災研究有用，請於期限前先公開颱風期間的影像。"
        return {**told, "option": by_head["code"], "until": until, "text": text}
    return {**told, "option": item.options[0]["code"], "text": REASONABLE}


def _announced(body: Body, at: datetime) -> None:
    number = plan(body, at)
    day = taipei(weekday(at + timedelta(days=AHEAD))).date().isoformat()
    do(number, "give_notice", at, held_on=day, starts_at=time(14).isoformat("minutes"), place=PLACE)


def weekday(at: datetime) -> datetime:
    """Return the instant, or that of the Monday after when it falls on a weekend."""
    return at + timedelta(days=max(0, 7 - taipei(at).weekday()) if taipei(at).weekday() > FRIDAY else 0)


def plan(body: Body, at: datetime, **told: Any) -> str:
    """Plan a meeting of a body; return its number."""
    command = commands.parse("plan", {"body": body.public_id, **told})
    made = open_case("meeting", command, cadence.opening_of(body), by=BY, at=at)
    return str(made.case.number)


def do(number: str, event: str, at: datetime, **told: Any) -> None:
    """Give a command on a meeting."""
    fire(number, commands.parse(event, told), by=BY, at=at)
