"""The datasets of a theme for citizens: what is open, what comes and when, what was rejected and why; and their use."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count

from springhead.engine.kernel.language import LanguageMap, pick
from springhead.foundation.catalog.models import Distribution
from springhead.foundation.usage import queries as usage
from springhead.procedures.high_value import queries, showing
from springhead.procedures.high_value.models import Nomination
from springhead.procedures.high_value.queries import WITH

MOST: Final = 2_000  # datasets of one theme
DOWNLOADS: Final = ("export", "file")
CALLS: Final = ("rows", "aggregate")
VIEWS: Final = ("page",)
WEEK: Final = timedelta(days=7)
NEVER: Final = datetime(1, 1, 1, tzinfo=UTC)
LIGHT: Final = ("case", "dataset", "agency", "promise__commitment")  # sheets are not read for a list
HALF_YEAR: Final = timedelta(days=183)
COUNTED: Final = ("released", "coming", "late", "deciding", "proposed")
ON_THE_LIST: Final = ("listed", "scheduled", "released", "in_review")
# The sort orders of the national portal's theme pages (reference taiwan-specifications 6), each both ways.
SORTS: Final[dict[str, LanguageMap]] = {
    "pubdate.date": {"zh-Hant": "上架日期", "en": "date of publication"},
    "view_times": {"zh-Hant": "瀏覽次數", "en": "views"},
    "metadata_changed.date": {"zh-Hant": "詮釋資料更新日期", "en": "change of metadata"},
    "resource_download_times": {"zh-Hant": "下載次數", "en": "downloads"},
    "resource_download_times_past_7days": {
        "zh-Hant": "近 7 日下載次數",
        "en": "downloads in the last 7 days",
    },
    "agency_name": {"zh-Hant": "機關名稱", "en": "name of the agency"},
}
FIRST: Final = "resource_download_times_past_7days_desc"
ORDERS: Final = tuple(f"{name}_{way}" for name in SORTS for way in ("desc", "asc"))


@dataclass(frozen=True, slots=True)
class Used:
    """Uses of one dataset in the last half year; `week` are the downloads of the last seven days."""

    views: int = 0
    downloads: int = 0
    calls: int = 0
    week: int = 0
    months: Mapping[date, int] = field(default_factory=dict)


def counts() -> dict[str, dict[str, int]]:
    """Return, by theme: how many datasets each of `COUNTED` shows, as its list does. One query."""
    rows = Nomination.objects.values_list("theme").annotate(
        **{f"n_{show}": Count("pk", filter=queries.shown(show)) for show in COUNTED}
    )
    return {theme: dict(zip(COUNTED, found, strict=True)) for theme, *found in rows.order_by()}


def of_theme(code: str, *, subcategory: str = "") -> list[Nomination]:
    """Return the nominations of a theme that stand on a list, the newest cycle first. One query."""
    rows = Nomination.objects.filter(theme=code, state__in=ON_THE_LIST).select_related(*LIGHT)
    rows = rows.filter(subcategory=subcategory) if subcategory else rows
    return list(rows.order_by("-cycle", "pk")[:MOST])


def rejected(code: str) -> list[Nomination]:
    """Return what was not listed, or delisted, with its reasons; the latest first. One query."""
    rows = Nomination.objects.filter(theme=code, state__in=("not_listed", "retired")).exclude(ended_reason="")
    return list(rows.select_related(*WITH).order_by("-changed_at")[:50])


def use(rows: Iterable[Nomination], today: date) -> dict[int, Used]:
    """Return the use of datasets by primary key over the last half year. Two queries."""
    public = {row.dataset_id: row.dataset.public_id for row in rows}
    subjects = {name: pk for pk, name in public.items()}
    tables = Distribution.objects.filter(dataset__in=public).values_list("table_id", "dataset_id")
    subjects |= dict(tables)
    counted: dict[int, dict[str, Any]] = {}
    for subject, day, kind, n in usage.daily(subjects, since=today - HALF_YEAR):
        one = counted.setdefault(
            subjects[subject], {"views": 0, "downloads": 0, "calls": 0, "week": 0, "months": {}}
        )
        name = (
            "downloads"
            if kind in DOWNLOADS
            else "calls"
            if kind in CALLS
            else "views"
            if kind in VIEWS
            else ""
        )
        if not name:
            continue
        one[name] += n
        one["months"][day.replace(day=1)] = one["months"].get(day.replace(day=1), 0) + n
        if name == "downloads" and day > today - WEEK:
            one["week"] += n
    return {pk: Used(**one) for pk, one in counted.items()}


def ordered(rows: Sequence[Nomination], used: Mapping[int, Used], order: str) -> list[Nomination]:
    """Return nominations in one of `ORDERS`."""
    name, _, way = order.rpartition("_")
    return sorted(
        rows, key=lambda row: _key(row, used.get(row.dataset_id, Used()), name), reverse=way == "desc"
    )


def lines(rows: Iterable[Nomination], used: Mapping[int, Used]) -> list[dict[str, Any]]:
    """Return nominations as a theme's page lists them, with their use."""
    return [{**showing.line(row), "used": used.get(row.dataset_id, Used())} for row in rows]


def _key(row: Nomination, used: Used, name: str) -> Any:
    keys: dict[str, Any] = {
        "pubdate.date": row.dataset.last_published or NEVER,
        "view_times": used.views,
        "metadata_changed.date": row.dataset.modified or NEVER,
        "resource_download_times": used.downloads,
        "resource_download_times_past_7days": used.week,
        "agency_name": pick(row.agency.names, "zh-Hant"),
    }
    return keys[name]


def months(used: Iterable[Used], today: date) -> list[tuple[date, int]]:
    """Return the uses of all datasets by month, the last six, the oldest first."""
    at = today.year * 12 + today.month - 1
    firsts = [date(n // 12, n % 12 + 1, 1) for n in range(at - 5, at + 1)]
    found = list(used)
    return [(first, sum(one.months.get(first, 0) for one in found)) for first in firsts]
