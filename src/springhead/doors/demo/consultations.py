"""Made-up consultations: one open, with statements and a vote; one answered, whose answer was corrected since."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import now, taipei
from springhead.forums.consultations import commands, table, table_writing
from springhead.forums.consultations.models import Consultation
from springhead.foundation.agencies.models import Person
from springhead.foundation.agencies.naming import find_or_provisional
from springhead.foundation.cases import askers
from springhead.foundation.cases.fire import Opening, fire, open_case
from springhead.foundation.catalog.bringing import as_officer

SINCE: Final = timedelta(days=6)
SAID: Final = (
    ("示範：陳小玲", "p1", "到站預估要包含市區公車和公路客運，請用同一種格式。", 0),
    ("示範：王大同", "p2", "路邊停車格每天更新一次不夠，尖峰時段至少每十分鐘。", 0),
    ("示範：林怡君", "p2", "同意，但請先公布有感測器的路段，不要因為全市還沒裝好就不開放。", 2),
    ("示範：張文華", "", "希望附上欄位說明和歷史資料，才能做研究。", 0),
)
SAID_BEFORE: Final = (
    ("示範：陳小玲", "p1", "希望有即時空位數，不然到站才知道沒有車。", 0),
    ("示範：王大同", "p1", "同意，每分鐘更新一次就很夠用。", 1),
    ("示範：林怡君", "p2", "站名請把中文和英文分成兩欄。", 0),
)
SUMMARY: Final = "示範：站名分欄與座標格式已依意見調整，新的欄位自下個月起適用，舊欄位保留一年。"
ANSWERED: Final = {
    "kind": "other",
    "question": "公共自行車站點資料應該有哪些欄位？",
    "background": "示範：現有資料每天更新一次，欄位沿用舊系統。",
    "can_change": "欄位、站名的寫法和更新頻率。",
    "decides": "臺北市政府交通局（示範）",
    "papers": "示範：現有欄位與草案｜https://example.org/bicycle-fields.csv",
    "anchors": "即時資訊\n站名",
}
FOR: Final = "交通資料應該即時開放，不必等資料完全正確。\n停車格資料比公車資料更急。"
AGAINST: Final = "資料沒有校正前開放，會誤導用路人。\n即時開放的維運費用應由使用者分擔。"


def load() -> bool:
    """Make the demo consultation on an installation that has none; False when there are some already."""
    if Consultation.objects.exists():
        return False
    host, other = find_or_provisional("臺北市政府"), find_or_provisional("交通部")
    at = now() - SINCE
    officer = as_officer(host, name="machine:demo")
    made = open_case(
        "consultation",
        commands.parse("plan", _plan(other.public_id)),
        Opening({"zh-Hant": "示範：交通資料開放清單草案"}, host.public_id),
        by=officer,
        at=at,
    )
    number = made.case.number
    fire(number, commands.Open(), by=officer, at=at)
    say(number, SAID, at)
    _corrected()
    person = Person.objects.filter(email__startswith="citizen@").first()
    if person:
        voter = Actor(person.public_id, frozenset({Role.CITIZEN}), assurance=1)
        vote = commands.parse("vote", {"statement": 1, "choice": "agree"})
        fire(number, vote, by=voter, at=at + timedelta(hours=50))
    return True


def say(number: str, said: Iterable[tuple[str, str, str, int]], at: datetime) -> None:
    """Comment, one person after another: name, part, text, the number of the comment replied to (0: none)."""
    for n, (name, anchor, text, to) in enumerate(said, 1):
        asker = askers.asker_of(f"demo-comment-{n}@example.org", name=name.partition("：")[2])
        asker.confirmed_at = at
        asker.save(update_fields=["confirmed_at"])
        command = commands.parse("comment", {"text": f"示範：{text}", "anchor": anchor, "to": to})
        fire(number, command, by=askers.actor_of(asker), at=at + timedelta(hours=9 * n))


def _corrected() -> None:
    """Ask, answer, take the answer up again, and publish it corrected: two versions stand side by side."""
    host = find_or_provisional("臺北市政府")
    officer = as_officer(host, name="machine:demo")
    at = now() - timedelta(days=70)
    last = taipei(at).date() + timedelta(days=16)
    title = {"zh-Hant": "公共自行車站點資料的欄位（示範）", "en": "Fields of public bicycle stations (demo)"}
    told = {
        **ANSWERED,
        "title": title["zh-Hant"],
        "title_en": title["en"],
        "closes_on": last.isoformat(),
        "decides_on": taipei(now()).date().isoformat(),
    }
    opening = Opening(title, host.public_id)
    number = open_case("consultation", commands.parse("plan", told), opening, by=officer, at=at).case.number
    fire(number, commands.Open(), by=officer, at=at)
    say(number, SAID_BEFORE, at)
    fire(number, commands.Close(last), by=officer, at=at + timedelta(days=17))
    row = Consultation.objects.select_related("case").get(case__number=number)
    _write(row, "noted", "示範：錄案參考，系統改版時一併評估。", officer)
    _do(number, "respond", officer, at + timedelta(days=28), text=SUMMARY)
    _do(
        number,
        "reopen",
        officer,
        at + timedelta(days=45),
        reason="示範：廠商已能提供即時空位數，原回應不再正確。",
    )
    _write(row, "accepted", "示範：採納，即時空位數每分鐘更新，已列入欄位。", officer)
    _do(
        number,
        "correct",
        officer,
        at + timedelta(days=50),
        text="示範：即時空位數改為採納，其餘不變；謝謝參與。" + SUMMARY,
    )


def _do(number: str, event: str, by: Actor, at: datetime, **told: str) -> None:
    fire(number, commands.parse(event, told), by=by, at=at)


def _write(row: Consultation, disposition: str, reasons: str, by: Actor) -> None:
    """Fill the response table in: two groups, of which the first is answered as told."""
    row.refresh_from_db()
    agency = row.case.agency_id
    given = (
        (1, "提供即時空位數", "1, 2", disposition, reasons),
        (2, "中英文站名分欄", "3", "accepted", "示範：採納，站名分為中文、英文兩欄。"),
    )
    groups = [
        {
            "group": n, "summary": summary, "comments": comments,
            "answers": [{"agency": agency, "disposition": what, "reasons": why}],
        }
        for n, summary, comments, what, why in given
    ]  # fmt: skip
    table_writing.write(row, table.rows_given(groups), seen=table.digest(table.current(row)), by=by)


def _plan(other: str) -> dict[str, object]:
    today = taipei(now()).date()
    return {
        "kind": "nomination",
        "title": "示範：交通資料開放清單草案",
        "title_en": "Demo: draft list of traffic data to be opened",
        "question": "這份清單漏了哪些您需要的交通資料？順序要怎麼排？",
        "background": "示範：明年起分批開放交通資料，先問使用的人。",
        "can_change": "清單的項目、欄位、更新頻率和開放順序。已經開放的資料不在這次討論範圍。",
        "decides": "臺北市政府資料開放諮詢小組（示範）",
        "decides_on": (today + timedelta(days=90)).isoformat(),
        "papers": "示範：清單草案｜https://example.org/list.ods\n示範：各項資料的欄位｜https://example.org/fields.csv",
        "anchors": "公車即時動態與到站預估\n路邊停車格\n道路施工",
        "agencies": [other],
        "statements": True,
        "seeds_for": FOR,
        "seeds_against": AGAINST,
        "closes_on": (today + timedelta(days=26)).isoformat(),
    }
