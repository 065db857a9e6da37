"""The theme report is a query over live records: rows of a theme or ministry, figures and milestones of a plan."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Count, Q

from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import taipei
from springhead.foundation.agencies.models import Agency
from springhead.foundation.agencies.queries import descendants
from springhead.procedures.high_value import cycle_texts, queries, showing, theme_lists, themes, words
from springhead.procedures.high_value.models import Cycle, Nomination
from springhead.procedures.high_value.queries import WITH
from springhead.procedures.high_value.theme_lists import Line
from springhead.procedures.high_value.theme_use import Used

HEAD: Final = (
    "編號", "資料集", "資料集識別碼", "機關", "主題", "子類", "狀態", "來源", "公告開放日", "實際開放日", "逾期日數",
    "改期次數", "格式", "更新頻率", "授權", "SDGs", "近半年瀏覽", "近半年下載", "近半年 API 呼叫",
)  # fmt: skip
BATCH: Final = 200
MINISTRIES: Final = 100  # on a page
LONGEST: Final = 19  # digits of a key


def rows(lines: Sequence[Line], used: Mapping[int, Used]) -> Iterable[list[str]]:
    """Yield the datasets of a theme as a sheet, the head first, read by and by."""
    yield list(HEAD)
    for begin in range(0, len(lines), BATCH):
        for one in theme_lists.shown(lines[begin : begin + BATCH], used, sheets=True):
            use = one["used"]
            yield [*_cells(one["row"]), str(use.views), str(use.downloads), str(use.calls)]


def of_ministry(agency: Agency) -> Iterable[list[str]]:
    """Yield everything nominated for a ministry and the agencies under it, as a sheet; the head first."""
    yield [*HEAD[:-3], "未列入或除列的理由"]
    places = {agency.public_id, *descendants([agency.pk]).get(agency.pk, ())}
    found = Nomination.objects.filter(agency__public_id__in=places).select_related(*WITH)
    for row in found.order_by("theme", "pk").iterator(chunk_size=BATCH):
        yield [*_cells(row), row.ended_reason]


def _cells(row: Nomination) -> list[str]:
    sheet: Mapping[str, Any] = row.sheet.body if row.sheet else {}
    promise = getattr(row.promise, "commitment", None) if row.promise else None
    delivered = taipei(promise.delivered_at).date() if promise and promise.delivered_at else None
    late = (delivered - promise.promised_on).days if promise and delivered else 0
    return [
        row.number,
        pick(row.title, "zh-Hant"),
        row.dataset.public_id,
        pick(row.agency.names, "zh-Hant"),
        pick(themes.name_of(row.theme), "zh-Hant"),
        pick(themes.subcategory_of(row.theme, row.subcategory), "zh-Hant"),
        pick(words.STATES[row.state], "zh-Hant"),
        pick(showing.ORIGINS[row.origin], "zh-Hant"),
        promise.promised_on.isoformat() if promise else "",
        delivered.isoformat() if delivered else "",
        str(max(late, 0)) if delivered else "",
        str(promise.slips) if promise else "",
        sheet.get("format", ""),
        _words("interval", sheet),
        _words("licence", sheet),
        "、".join(sheet.get("sdg", ())),
    ]


def _words(name: str, sheet: Mapping[str, Any]) -> str:
    """Say a value of a sheet as the pages do."""
    said = showing.told(name, sheet.get(name))
    return said if isinstance(said, str) else pick(said, "zh-Hant")


def figures() -> list[dict[str, Any]]:
    """Return the figures of the plan, each with the list behind it, which counts the same. One query."""
    told = (
        ("nominated", "提報與提案", "nominated or proposed", "all", ""),
        ("civic", "其中民間提案", "of these proposed by the public", "all", "civic"),
        ("announced", "公告列入", "on an announced list", "announced", ""),
        ("released", "已開放", "released", "released", ""),
        ("coming", "依時程待開放", "to be opened on schedule", "coming", ""),
        ("late", "逾期未開放", "overdue", "late", ""),
        ("rejected", "未列入或除列", "not listed or delisted", "ended", ""),
    )
    counted = Nomination.objects.aggregate(
        **{
            f"n_{code}": Count("pk", filter=queries.shown(show) & (Q(origin=origin) if origin else Q()))
            for code, _, _, show, origin in told
        }
    )
    return [
        {
            "code": code,
            "label": {"zh-Hant": zh, "en": en},
            "n": counted[f"n_{code}"],
            "href": f"/nominations/?show={show}{f'&origin={origin}' if origin else ''}",
        }
        for code, zh, en, show, origin in told
    ]


def milestones() -> list[dict[str, Any]]:
    """Return the windows of every cycle that was published, with the state of each. One query."""
    found = Cycle.objects.exclude(sheet_at=None).select_related("case").order_by("-pk")[:10]
    return [
        {
            "cycle": row,
            "state": cycle_texts.STATES[row.state],
            "kind": showing.CYCLE_KIND[row.state],
            "days": showing.calendar(row, date.max),
        }
        for row in found
    ]


def ministries(cursor: str = "") -> tuple[list[Agency], str]:
    """Return a page of the agencies with nominations and those above them, and its next cursor; each has its report.

    One query.
    """
    named = Agency.objects.filter(pk__in=Nomination.objects.values("agency"))
    rows = Agency.objects.filter(Q(pk__in=named.values("pk")) | Q(pk__in=named.values("parent")))
    if cursor.isascii() and cursor.isdecimal() and len(cursor) < LONGEST:
        rows = rows.filter(pk__gt=int(cursor))
    found = list(rows.order_by("pk")[: MINISTRIES + 1])
    return found[:MINISTRIES], str(found[MINISTRIES - 1].pk) if len(found) > MINISTRIES else ""
