"""The consultations of a cycle: one per theme, on what is nominated; they own their days."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final

from django.conf import settings

from springhead.engine.kernel.language import pick
from springhead.forums.consultations.commands import Open, Plan
from springhead.forums.consultations.vocabulary import Anchor, Paper, Seed
from springhead.foundation.cases.fire import Opening, fire, open_case
from springhead.foundation.cases.models import Case
from springhead.procedures.high_value import policy, themes
from springhead.procedures.high_value.models import Cycle, Nomination
from springhead.procedures.high_value.promising import HIGH_VALUE

KIND: Final = "nomination"
ANCHOR: Final = "nomination"
QUESTION: Final = (
    "下列資料集該不該列為高應用價值資料？欄位、格式、更新頻率與開放日期，哪裡該調整？還缺哪些資料集？"
)
BACKGROUND: Final = (
    "各機關依「{title}」提報的「{theme}」資料集，共 {n} 項。每一項都附提報表、四項價值的說明與自評分數。"
)
CAN_CHANGE: Final = "可以增刪資料集，調整欄位、格式、標準、更新頻率、授權與開放日期。機關會逐組回應意見，提報表改了什麼會列出前後對照。"
DECIDES: Final = "機關諮詢小組先審，再由行政院諮詢小組決議清單與日期，最後由主管機關公告。"
CONCERNED: Final = 59  # agencies beside the host that one consultation may name


def open_all(cycle_pk: int, until: date, seeds: tuple[Seed, ...] = (), *, at: datetime) -> None:
    """Open the consultations on what waits for one, in the transaction of the caller."""
    cycle = Cycle.objects.select_related("case").get(pk=cycle_pk)
    for theme, rows in _groups(cycle):
        _open(cycle, theme, rows, (until, seeds), at)


def _groups(cycle: Cycle) -> Iterator[tuple[str, Sequence[Nomination]]]:
    """Yield themes with what is nominated for them, in groups a consultation can hold."""
    asked = {
        one["id"]
        for anchors in cycle.case.children.filter(type="consultation")
        .exclude(state="cancelled")
        .values_list("consultation__anchors", flat=True)
        for one in anchors or ()
    }
    waiting = cycle.nominations.filter(state="nominated").select_related("case", "dataset", "agency")
    by_theme: dict[str, list[Nomination]] = {}
    for row in waiting.order_by("theme", "agency_id", "pk"):
        if row.number not in asked:
            by_theme.setdefault(row.theme, []).append(row)
    most = policy.values()["consultation"]["nominations"]
    for theme, rows in by_theme.items():
        group: list[Nomination] = []
        for row in rows:
            places = {one.agency_id for one in group} | {row.agency_id}
            if len(group) >= most or len(places) > CONCERNED:
                yield theme, group
                group = []
            group.append(row)
        yield theme, group


def _open(
    cycle: Cycle, theme: str, rows: Sequence[Nomination], asked: tuple[date, tuple[Seed, ...]], at: datetime
) -> None:
    until, seeds = asked
    named = themes.name_of(theme)
    title = f"{cycle.case.title.get('zh-Hant', '')}：{named['zh-Hant']}提報清單徵詢"
    english = f"{pick(cycle.case.title, 'en')}: nominations for {named['en']}"
    address = f"{settings.SPRINGHEAD.address}/themes/cycles/{cycle.number}?theme={theme}"
    command = Plan(
        kind=KIND,
        title=title[:255],
        title_en=english[:255],
        question=QUESTION,
        background=BACKGROUND.format(
            title=cycle.case.title.get("zh-Hant", ""), theme=named["zh-Hant"], n=len(rows)
        ),
        can_change=CAN_CHANGE,
        decides=DECIDES,
        decides_on=cycle.executive_on or until,
        papers=(Paper("提報清單與評分表", address),),
        agencies=tuple(dict.fromkeys(row.agency.public_id for row in rows)),
        about=(cycle.number, *(row.number for row in rows)),
        anchors=tuple(Anchor(ANCHOR, row.number, _label(row)) for row in rows),
        closes_on=until,
        statements=bool(seeds),
        seeds=seeds,
    )
    parent = Case.objects.get(pk=cycle.case_id)
    opening = Opening({"zh-Hant": title, "en": english}, parent.agency_id, parent=parent)
    made = open_case("consultation", command, opening, by=HIGH_VALUE, at=at)
    fire(made.case.number, Open(), by=HIGH_VALUE, at=at)


def _label(row: Nomination) -> str:
    return f"{pick(row.title, 'zh-Hant')}（{pick(row.agency.names, 'zh-Hant')}）"[:255]
