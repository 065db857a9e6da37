"""A made-up consultation that is open: two agencies, comments, statements from both sides, one vote."""

from datetime import timedelta
from typing import Final

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import now, taipei
from springhead.forums.consultations import commands
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
    for n, (name, anchor, text, to) in enumerate(SAID, 1):
        asker = askers.asker_of(f"demo-comment-{n}@example.org", name=name.partition("：")[2])
        asker.confirmed_at = at
        asker.save(update_fields=["confirmed_at"])
        command = commands.parse("comment", {"text": f"示範：{text}", "anchor": anchor, "to": to})
        fire(number, command, by=askers.actor_of(asker), at=at + timedelta(hours=9 * n))
    person = Person.objects.filter(email__startswith="citizen@").first()
    if person:
        voter = Actor(person.public_id, frozenset({Role.CITIZEN}), assurance=1)
        vote = commands.parse("vote", {"statement": 1, "choice": "agree"})
        fire(number, vote, by=voter, at=at + timedelta(hours=50))
    return True


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
