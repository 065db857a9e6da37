"""Made-up high-value data: a cycle whose list was announced, and one that takes proposals and nominations now."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from springhead.doors.demo import deciding
from springhead.engine.kernel.actors import Actor, Role, machine
from springhead.engine.kernel.now import now, taipei
from springhead.forums.committees import bodies
from springhead.forums.committees.models import Body
from springhead.forums.consultations import commands as consulting
from springhead.foundation.agencies.models import Agency
from springhead.foundation.agencies.naming import find_or_provisional
from springhead.foundation.cases.fire import fire
from springhead.foundation.catalog import wanting
from springhead.foundation.catalog.models import Dataset
from springhead.procedures.high_value import call_commands, commands, cycle_commands, entering, moving, themes
from springhead.procedures.high_value.models import Call, Cycle, Nomination

OFFICE: Final = Actor("machine:demo", frozenset({Role.POLICY_OFFICE}))
CITIZEN: Final = Actor("pp_demo0000", frozenset({Role.CITIZEN}), assurance=1)
CLOCK: Final = machine("clock")
HOST: Final = "數位發展部"
DAY: Final = timedelta(days=1)
VALUES: Final = {
    "public_interest": "示範：民眾可以即時避開危險。",
    "social_progress": "示範：偏鄉也能用同樣的資訊。",
    "economic_development": "示範：業者可以據以開發服務。",
    "government_transparency": "示範：公開測量方法與結果。",
}
MEMBERS: Final = (
    ("示範院級召集人", "convener", "agency", "male"),
    ("示範院級幕僚", "secretary", "agency", "female"),
    ("示範院級委員甲", "member", "public", "female"),
    ("示範院級委員乙", "member", "public", "male"),
)
Titles = tuple[str, str]


class Past(NamedTuple):
    """A nomination of the last cycle: released so many days from today; a comment, its disposition and answer."""

    titles: Titles
    theme: str
    subcategory: str
    agency: str
    days: int
    outcome: str  # list, reject by the agency tier, return by the Executive Yuan's
    said: deciding.Said


WATER: Final = "經濟部水利署"
POLICE: Final = "內政部警政署"
PAST: Final = (
    Past(
        ("水庫水門操作紀錄（示範）", "Operation of reservoir gates (demo)"), "climate", "monitoring", WATER, 45, "list",
        ("請附上每次開啟的原因，下游才知道要不要撤離。", "accepted", "採納，欄位增列開啟原因。"),
    ),
    Past(
        ("易肇事路口改善進度（示範）", "Repairs of dangerous junctions (demo)"), "transport", "safety", POLICE, 11, "list",
        ("請提供路口的座標，才能放進地圖。", "partly", "部分採納，先提供路口名稱，座標列入下一版。"),
    ),
    Past(
        ("淹水感測器即時讀數（示範）", "Readings of flood sensors (demo)"), "disaster", "natural", WATER, 90, "list",
        ("每天更新對防災沒有幫助，請至少每小時一次。", "accepted", "採納，更新頻率改為每小時。"),
    ),
    Past(
        ("取締照片原檔（示範）", "Photographs of traffic offences (demo)"), "transport", "safety", POLICE, 200, "reject",
        ("照片拍得到車牌和人臉，不應該公開。", "noted", "錄案，送諮詢小組一併討論。"),
    ),
    Past(
        ("地下水井抽水量（示範）", "Water drawn from wells (demo)"), "climate", "monitoring", WATER, 240, "return",
        ("私人水井的位置要去識別，其他都該開放。", "accepted", "採納，位置以鄉鎮為單位。"),
    ),
)  # fmt: skip


def load() -> bool:
    """Make the demo cycles on an installation that has none; False when there are some already."""
    if Cycle.objects.exists():
        return False
    _executive()
    _past(now() - 200 * DAY)
    _present(now() - 45 * DAY)
    return True


def _executive() -> None:
    if bodies.executive() is not None:
        return
    name = {
        "zh-Hant": "行政院政府資料開放諮詢小組（示範）",
        "en": "Executive Yuan open data committee (demo)",
    }
    made = bodies.make(Body.Kind.EXECUTIVE, name, None, by=machine("demo"))
    for person, position, identity, gender in MEMBERS:
        told = {"name": person, "position": position, "identity": identity, "gender": gender}
        since = (taipei(now()).date() - timedelta(days=400)).isoformat()
        bodies.enlist(made, {**told, "valid_from": since}, by=machine("demo"))


def _plan(title: str, title_en: str, begun: datetime, days: Mapping[str, int]) -> Cycle:
    calendar = {name: (taipei(begun).date() + timedelta(days=n)).isoformat() for name, n in days.items()}
    told = {
        "title": title,
        "title_en": title_en,
        "agency": HOST,
        "weights": {
            "public_interest": 40,
            "social_progress": 20,
            "economic_development": 20,
            "government_transparency": 20,
        },
        "note": "示範：每項 0 至 5 分；3 分表示效益明確，5 分表示不可替代。",
        **calendar,
    }
    number = entering.plan(told, by=OFFICE, at=begun).case.number
    _turn(number, "publish_sheet", begun)
    return Cycle.objects.select_related("case").get(case__number=number)


def _turn(number: str, event: str, at: datetime, **told: Any) -> None:
    fire(number, cycle_commands.parse(event, told), by=OFFICE, at=at)


def _past(begun: datetime) -> None:
    """A whole cycle, its list announced: what is promised is on the way."""
    days = {
        "proposals_until": 31,
        "nominations_until": 60,
        "consultation_until": 95,
        "committees_until": 140,
        "executive_on": 150,
    }
    cycle = _plan("示範：上一輪高應用價值資料", "Demo: the last round of high-value data", begun, days)
    places = [find_or_provisional(name) for name in ("經濟部", "內政部", "環境部")]
    _turn(
        cycle.number,
        "fix_themes",
        begun + 32 * DAY,
        themes=["climate", "disaster", "transport"],
        agencies=[one.public_id for one in places],
    )
    rows = [_nominate(cycle, one, begun + 40 * DAY) for one in PAST]
    _answer_calls(cycle, begun + 50 * DAY)
    until = (taipei(begun).date() + timedelta(days=94)).isoformat()
    _turn(cycle.number, "consult", begun + 61 * DAY, until=until)
    _follow(cycle, begun + 61 * DAY)
    said = {row.pk: told.said for row, told in zip(rows, PAST, strict=True)}
    for asked in cycle.case.children.filter(type="consultation"):
        deciding.ask(asked, said, begun + 65 * DAY)
        fire(asked.number, consulting.Close(), by=CLOCK, at=begun + 95 * DAY)
        deciding.answer(asked, said, begun + 99 * DAY)
    _follow(cycle, begun + 99 * DAY)
    for row, told in zip(rows, PAST, strict=True):
        _respond(row, told, begun + 100 * DAY)
    tier = {"reject": "reject", "list": "recommend", "return": "recommend"}
    deciding.review(
        ((row, tier[told.outcome]) for row, told in zip(rows, PAST, strict=True)), begun + 130 * DAY
    )
    promised = {
        row.number: _until(told.days) for row, told in zip(rows, PAST, strict=True) if told.outcome == "list"
    }
    deciding.meet(promised, begun + 150 * DAY)
    at = begun + 165 * DAY
    on = taipei(at).date().isoformat()
    _turn(cycle.number, "announce", at, document_number="示範數開字第1140000001號", document_on=on)
    _follow(cycle, at)


def _follow(cycle: Cycle, at: datetime) -> None:
    moving.advance(Cycle.objects.select_related("case").get(pk=cycle.pk), at)


def _dataset(agency: Agency, titles: Titles, at: datetime) -> str:
    """Return the dataset of this title, or the record of one the agency is asked for."""
    zh, en = titles
    known = Dataset.objects.filter(agency=agency, **{"title__zh-Hant": zh}).first()
    return (known or wanting.want(agency.public_id, {"zh-Hant": zh, "en": en}, at=at)).public_id


def _nominate(cycle: Cycle, told: Past, at: datetime) -> Nomination:
    agency = find_or_provisional(told.agency)
    entered = {
        **_sheet(agency, told.days, told.theme),
        "cycle": cycle.number,
        "theme": told.theme,
        "subcategory": told.subcategory,
        "dataset": _dataset(agency, told.titles, at),
    }
    made = entering.nominate(entered, by=_of(agency, Role.OFFICER), at=at)
    return Nomination.objects.select_related("case", "agency").get(case=made.case)


def _sheet(agency: Agency, days: int, theme: str) -> dict[str, Any]:
    return {
        "values": VALUES,
        "scores": {
            "public_interest": 5,
            "social_progress": 4,
            "economic_development": 3,
            "government_transparency": 4,
        },
        "fields": ["觀測時間", "地點", "數值"],
        "format": "CSV",
        "interval": "每日",
        "licence": "OGDL-Taiwan-1.0",
        "steward": f"{agency.names['zh-Hant']}（示範）",
        "until": _until(days),
        "sdg": list(themes.every()[theme].targets[:2]),
    }


def _of(agency: Agency, role: Role) -> Actor:
    return Actor("machine:demo", frozenset({role}), frozenset({agency.public_id}))


def _answer_calls(cycle: Cycle, at: datetime) -> None:
    for call in Call.objects.filter(cycle=cycle).select_related("case", "agency"):
        lead = _of(call.agency, Role.AGENCY_LEAD)
        some = call.agency.names["zh-Hant"] != "環境部"
        reason = "示範：已逐項盤點業務資料，適合的都已開放並有 API，本輪沒有新的項目可以提報。"
        command = call_commands.Submit() if some else call_commands.StateNone(reason)
        fire(call.case.number, command, by=lead, at=at)


def _respond(row: Nomination, told: Past, at: datetime) -> None:
    """Let the agency answer what was said, on an adjusted sheet."""
    sheet = {**_sheet(row.agency, told.days, told.theme), "interval": "每小時"}
    respond = commands.parse("respond", {**sheet, "answer": f"示範：{told.said[2]}"})
    fire(row.number, respond, by=_of(row.agency, Role.OFFICER), at=at)


def _until(days: int) -> str:
    return (taipei(now()).date() + timedelta(days=days)).isoformat()


def _present(begun: datetime) -> None:
    """A cycle in which agencies nominate now, and anybody may propose."""
    days = {
        "proposals_until": 35,
        "nominations_until": 75,
        "consultation_until": 110,
        "committees_until": 160,
        "executive_on": 175,
    }
    cycle = _plan("示範：本輪高應用價值資料", "Demo: this round of high-value data", begun, days)
    told = {
        "title": "示範：校園安全",
        "reason": "示範：家長需要一個集中的主題，找得到通學路線與事故。",
        "goals": "3、4、11",
    }
    fire(cycle.number, cycle_commands.parse("suggest", told), by=CITIZEN, at=begun + 5 * DAY)
    answer = "示範：併入交通運輸主題的交通安全子類。"
    _turn(
        cycle.number, "answer_suggestion", begun + 30 * DAY, suggestion=1, disposition="partly", reason=answer
    )
    places = [find_or_provisional(name) for name in ("經濟部", "內政部", "交通部", "臺北市政府")]
    themes = ["climate", "disaster", "transport", "energy"]
    _turn(
        cycle.number,
        "fix_themes",
        begun + 36 * DAY,
        themes=themes,
        agencies=[one.public_id for one in places],
    )
    at = begun + 40 * DAY
    city = find_or_provisional("臺北市政府")
    posts = ("路邊充電樁使用狀態（示範）", "Use of kerbside charging points (demo)")
    _dataset(city, posts, at)  # a record with both titles; whoever proposes it names it in Chinese
    wanted = {"cycle": cycle.number, "title": posts[0], "agency": city.public_id, "theme": "transport",
              "subcategory": "low_carbon", "reason": "示範：電動車主可以知道哪裡有空的充電樁。"}  # fmt: skip
    entering.propose(wanted, by=CITIZEN, at=at)
    wells = ("示範：地下水位即時觀測", "Demo: groundwater levels as they are observed")
    _nominate(cycle, Past(wells, "climate", "monitoring", WATER, 150, "", ("", "", "")), begun + 43 * DAY)
