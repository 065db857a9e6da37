"""Made-up decisions on nominations: comments and answers, written reviews of the ministries, a meeting of the Executive Yuan."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from springhead.doors.demo import consultations, meetings
from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import taipei
from springhead.forums.committees import matters
from springhead.forums.committees.bodies import executive, seated
from springhead.forums.committees.models import Matter
from springhead.forums.committees.resolutions import Resolved, adopt
from springhead.forums.consultations import commands, table, table_writing
from springhead.forums.consultations.models import Consultation
from springhead.forums.meetings import outcomes
from springhead.forums.meetings.models import Item, Meeting
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.models import Case
from springhead.procedures.high_value.models import Nomination

OFFICE: Final = Actor("machine:demo", frozenset({Role.POLICY_OFFICE}))
DAY: Final = timedelta(days=1)
Said = tuple[str, str, str]  # a comment, its disposition, the answer
PEOPLE: Final = ("示範：陳小玲", "示範：王大同", "示範：林怡君", "示範：張文華")
ANSWER: Final = "示範：每一類意見都由資料的機關回應，採納的已改入提報表，送諮詢小組審議。"
REVIEW: Final = "示範書審字第1150000001號"
WHY: Final = "示範：效益明確，同意所提。"
NO: Final = "示範：影像含可識別個人的畫面，不宜列為開放清單；統計資料已另行開放。"
AGAIN: Final = "示範：效益可期，但徵詢時有人指出涉及私人水井位置，請主管機關補充去識別方式後再送。"


def ask(asked: Case, said: Mapping[int, Said], at: datetime) -> None:
    """Comment on each nomination of a consultation as `said` has it by primary key."""
    rows = _about(asked)
    given = [(PEOPLE[n % len(PEOPLE)], row.number, said[row.pk][0], 0) for n, row in enumerate(rows)]
    consultations.say(asked.number, given, at)


def answer(asked: Case, said: Mapping[int, Said], at: datetime) -> None:
    """Answer what `ask` said, a group for each nomination, and publish it."""
    rows = _about(asked)
    agencies = frozenset({asked.agency_id, *(row.agency.public_id for row in rows)})
    host = Actor("machine:demo", frozenset({Role.OFFICER}), agencies)
    held = Consultation.objects.select_related("case").get(case=asked)
    groups = [_group(n, row, *said[row.pk]) for n, row in enumerate(rows, 1)]
    table_writing.write(held, table.rows_given(groups), seen=table.digest(table.current(held)), by=host)
    fire(asked.number, commands.Respond(ANSWER), by=host, at=at)


def _about(asked: Case) -> list[Nomination]:
    return list(Nomination.objects.filter(consultation=asked).select_related("case", "agency").order_by("pk"))


def _group(n: int, row: Nomination, text: str, disposition: str, reasons: str) -> dict[str, Any]:
    said = {"agency": row.agency.public_id, "disposition": disposition, "reasons": f"示範：{reasons}"}
    return {"group": n, "summary": f"示範：{text}", "comments": str(n), "answers": [said]}


def review(rows: Iterable[tuple[Nomination, str]], at: datetime) -> None:
    """Let the agency tier recommend or reject each nomination in a written review."""
    matters.rebuild()
    for row, event in rows:
        matter = Matter.objects.select_related("body", "case").get(case=row.case_id)
        text = NO if event == "reject" else WHY
        day = taipei(at).date()
        payload = {"reason": text, "until": "", "document_number": REVIEW, "document_on": day.isoformat()}
        told = Resolved(
            matter.case,
            matter.body,
            event,
            payload,
            text,
            day,
            way="written",
            document=REVIEW,
            votes={"yes": 4},
        )
        adopt(told, by=OFFICE, at=at)


def meet(days: Mapping[str, str], at: datetime) -> None:
    """Hold the meeting of the Executive Yuan's committee: a day for each nomination of `days`, the rest is sent back."""
    body = executive()
    assert body is not None  # made before
    matters.rebuild()
    held = meetings.weekday(at)
    number = meetings.plan(body, held - 30 * DAY, cause="示範：審議高應用價值資料清單")
    when = {"held_on": taipei(held).date().isoformat(), "starts_at": "10:00", "place": "示範：第二會議室"}
    meetings.do(number, "give_notice", held - 30 * DAY, **when)
    meetings.do(number, "send_papers", held - 9 * DAY)
    row = Meeting.objects.get(case__number=number)
    for member in (members := seated(body, taipei(held).date())):
        meetings.do(number, "attend", held, member=member.public_id)
    meetings.do(number, "open", held)
    for n, item in enumerate(row.items.filter(section="discussion")):
        by_vote = n == 0
        for member in members if by_vote else ():
            meetings.do(
                number, "position", held, member=member.public_id, item=item.public_id, position="yes"
            )
        meetings.do(number, "conclude", held, item=item.public_id, **_concluded(item, days, by_vote=by_vote))
    meetings.do(number, "close", held)
    meetings.do(number, "draft_minutes", held + 3 * DAY, remarks="示範：會議紀錄。")
    meetings.do(number, "confirm", held + 12 * DAY)
    meetings.do(number, "publish", held + 13 * DAY)
    while outcomes.record_rest(held + 13 * DAY):
        pass


def _concluded(item: Item, days: Mapping[str, str], *, by_vote: bool) -> dict[str, Any]:
    number = item.cases.get().case.number
    told = {"outcome": "resolved", "way": "vote" if by_vote else "consensus"}
    if number not in days:
        return {**told, "option": "send_back", "text": AGAIN}
    return {**told, "option": "put_on_list", "until": days[number], "text": WHY}
