"""The datasets of a theme for citizens: what is open, what comes and when, what was rejected and why; in which order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from django.db.models import Count

from springhead.engine.kernel.language import LanguageMap, pick
from springhead.procedures.high_value import queries, showing
from springhead.procedures.high_value.models import Nomination
from springhead.procedures.high_value.queries import WITH
from springhead.procedures.high_value.theme_use import NEVER, Used

MOST: Final = 2_000  # datasets of one theme
FEW: Final = 20  # of what comes, and of what was rejected, on the page of a theme; the rest stands in lists
LIGHT: Final = ("case", "dataset", "agency", "promise__commitment")  # sheets are not read for a page
BEGINNING: Final = datetime(1, 1, 1, tzinfo=UTC)
COUNTED: Final = ("released", "coming", "late", "deciding", "proposed", "ended")
RELEASED: Final = ("released", "in_review")
COMING: Final = ("listed", "scheduled")
# What orders a theme's datasets, and what programs are told of them; read flat, for there may be thousands.
COLUMNS: Final = (
    "pk", "case__number", "state", "subcategory", "expected_on", "released_at", "dataset_id", "dataset__public_id",
    "dataset__visible", "dataset__title", "case__title", "dataset__last_published", "dataset__modified", "agency__public_id", "agency__names",
    "promise__state", "promise__commitment__due_on",
)  # fmt: skip
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
class Line:
    """A dataset on a theme's list, of the newest cycle first: `COLUMNS`."""

    pk: int
    number: str
    state: str
    subcategory: str
    expected_on: date | None
    released_at: datetime | None
    dataset: int
    public_id: str
    visible: bool
    own_title: LanguageMap
    case_title: LanguageMap
    published: datetime | None
    modified: datetime | None
    agency: str
    agency_names: LanguageMap
    promise: str | None  # the state of the promise
    due_on: date | None

    @property
    def title(self) -> LanguageMap:
        """What the dataset is called in public, as `Nomination.title` has it."""
        return self.own_title if self.visible else self.case_title

    @property
    def day(self) -> date | None:
        """The day in force: the promise's, else the wished one."""
        return self.due_on or self.expected_on


def counts() -> dict[str, dict[str, int]]:
    """Return, by theme: how many datasets each of `COUNTED` shows, as its list does. One query."""
    rows = Nomination.objects.values_list("theme").annotate(
        **{f"n_{show}": Count("pk", filter=queries.shown(show)) for show in COUNTED}
    )
    return {theme: dict(zip(COUNTED, found, strict=True)) for theme, *found in rows.order_by()}


def of_theme(code: str, *, subcategory: str = "") -> list[Line]:
    """Return the datasets that stand on a theme's list, the newest cycle first. One query."""
    rows = Nomination.objects.filter(theme=code, state__in=(*RELEASED, *COMING))
    rows = rows.filter(subcategory=subcategory) if subcategory else rows
    return [Line(*each) for each in rows.order_by("-cycle", "pk").values_list(*COLUMNS)[:MOST]]


def ordered(lines: Iterable[Line], used: Mapping[int, Used], order: str) -> list[Line]:
    """Return datasets in one of `ORDERS`."""
    name, _, way = order.rpartition("_")
    return sorted(lines, key=lambda one: _key(one, used.get(one.dataset, NEVER), name), reverse=way == "desc")


def _key(one: Line, used: Used, name: str) -> Any:
    keys: dict[str, Any] = {
        "pubdate.date": one.published or BEGINNING,
        "view_times": used.views,
        "metadata_changed.date": one.modified or BEGINNING,
        "resource_download_times": used.downloads,
        "resource_download_times_past_7days": used.week,
        "agency_name": pick(one.agency_names, "zh-Hant"),
    }
    return keys[name]


def soonest(lines: Iterable[Line]) -> list[Line]:
    """Return what is still to come, the soonest first; what has no day last."""
    coming = (one for one in lines if one.state in COMING)
    return sorted(coming, key=lambda one: (one.day is None, one.day or date.max))


def shown(lines: Sequence[Line], used: Mapping[int, Used], *, sheets: bool = False) -> list[dict[str, Any]]:
    """Return datasets as a theme's page lists them, with their use, and for a report with `sheets`. One query."""
    rows = Nomination.objects.select_related(*(WITH if sheets else LIGHT)).in_bulk([one.pk for one in lines])
    found = (rows[one.pk] for one in lines if one.pk in rows)
    return [{**showing.line(row), "used": used.get(row.dataset_id, NEVER)} for row in found]


def as_json(one: Line, used: Mapping[int, Used]) -> dict[str, Any]:
    """Return one dataset of a theme as plain data."""
    use = used.get(one.dataset, NEVER)
    return {
        "number": one.number,
        "dataset": one.public_id,
        "title": dict(one.title),
        "agency": one.agency,
        "subcategory": one.subcategory or None,
        "state": one.state,
        "release_by": one.day.isoformat() if one.day else None,
        "released_at": one.released_at.isoformat() if one.released_at else None,
        "late": one.promise == "late",
        "views": use.views,
        "downloads": use.downloads,
        "api_calls": use.calls,
    }


def rejected(code: str) -> list[Nomination]:
    """Return what was not listed, or delisted, with its reasons; the latest first. One query."""
    rows = Nomination.objects.filter(theme=code, state__in=queries.TABS["ended"])
    return list(rows.select_related(*LIGHT).order_by("-changed_at")[:FEW])


def columns(told: Mapping[str, Any]) -> list[tuple[date, list[int]]]:
    """Return the uses of a theme's datasets by month, the last six, the oldest first: views, downloads, calls."""
    return [(date.fromisoformat(first), list(each)) for first, *each in told.get("months", ())]
