"""The list behind each number of a theme's evidence, page by page, for people and programs: it counts the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from springhead.engine.kernel.language import LanguageMap
from springhead.foundation.catalog.models import Dataset
from springhead.procedures.data_requests import words as request_words
from springhead.procedures.data_requests.models import DataRequest
from springhead.procedures.high_value import evidence, peers, theme_use
from springhead.procedures.high_value.themes import Theme

PAGE: Final = 50
KINDS: Final[dict[str, LanguageMap]] = {
    "requests": {"zh-Hant": "資料請求與附議", "en": "Requests and who joined them"},
    "searches": {"zh-Hant": "找不到的搜尋", "en": "Searches that found nothing"},
    "use": {"zh-Hant": "下載與 API 呼叫", "en": "Downloads and API calls"},
    "catalogue": {"zh-Hant": "目錄中相近的資料集", "en": "Alike in the catalogue"},
    "peers": {"zh-Hant": "同儕列了什麼", "en": "What peers list"},
}

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list; `total` is how many items it has in all, `next` where the following page begins (0: none).

    `sums` adds numbers of the items up over all pages.
    """

    items: list[Item]
    total: int
    next: int
    sums: dict[str, int]


def page(theme: Theme, kind: str, begin: int = 0) -> Listed:
    """Return a page of one of `KINDS`, from item `begin` on. A fixed number of queries."""
    return _LISTS[kind](theme, begin)


def _cut(rows: Sequence[Any], begin: int) -> tuple[list[Any], int]:
    return list(rows[begin : begin + PAGE]), begin + PAGE if len(rows) > begin + PAGE else 0


def _requests(theme: Theme, begin: int) -> Listed:
    every = evidence.behind(theme).get("requests", ())
    cut, following = _cut(every, begin)
    rows = DataRequest.objects.select_related("case").in_bulk(cut)
    items = [
        {
            "number": row.case.number,
            "title": row.title_shown,
            "supporters": row.supporters,
            "state": row.case.state,
            "state_name": dict(request_words.STATES[row.case.state]),
            "on": row.submitted_at.isoformat() if row.submitted_at else None,
        }
        for row in (rows[pk] for pk in cut if pk in rows)
    ]
    return Listed(items, len(every), following, {"supporters": evidence.of(theme).get("supporters", 0)})


def _searches(theme: Theme, begin: int) -> Listed:
    terms = evidence.of(theme).get("terms", ())
    cut, following = _cut(terms, begin)
    return Listed(cut, len(terms), following, {"total": sum(one["total"] for one in terms)})


def _use(theme: Theme, begin: int) -> Listed:
    used = theme_use.of(evidence.of(theme))
    every = sorted(used.items(), key=lambda one: (-one[1].downloads - one[1].calls, one[0]))
    cut, following = _cut(every, begin)
    rows = Dataset.objects.select_related("agency").in_bulk([pk for pk, _ in cut])
    items = [
        {
            **_dataset(rows[pk]),
            "views": use.views,
            "downloads": use.downloads,
            "api_calls": use.calls,
        }
        for pk, use in cut
        if pk in rows
    ]
    sums = {
        "views": sum(one.views for one in used.values()),
        "downloads": sum(one.downloads for one in used.values()),
        "api_calls": sum(one.calls for one in used.values()),
    }
    return Listed(items, len(every), following, sums)


def _catalogue(theme: Theme, begin: int) -> Listed:
    every = evidence.behind(theme).get("catalogue", ())
    cut, following = _cut(every, begin)
    rows = Dataset.objects.select_related("agency").in_bulk(cut)
    items = [_dataset(rows[pk]) for pk in cut if pk in rows]
    return Listed(items, len(every), following, {"agencies": evidence.of(theme).get("alike_agencies", 0)})


def _dataset(row: Dataset) -> Item:
    return {
        "dataset": row.public_id,
        "title": dict(row.title),
        "agency": row.agency.public_id,
        "agency_name": dict(row.agency.names),
        "visible": row.visible,
    }


def _peers(theme: Theme, begin: int) -> Listed:
    every = peers.listed(theme.code)
    cut, following = _cut(every, begin)
    known, named = peers.peers(), peers.categories()
    items = [
        {
            "title": dict(one.name),
            "peer": one.peer,
            "peer_name": dict(known[one.peer].name),
            "rule": known[one.peer].address,
            "category": one.category or None,
            "category_name": dict(named.get(one.category, {})),
        }
        for one in cut
    ]
    return Listed(items, len(every), following, {"peers": len({one.peer for one in every})})


_LISTS: Final[dict[str, Callable[[Theme, int], Listed]]] = {
    "requests": _requests,
    "searches": _searches,
    "use": _use,
    "catalogue": _catalogue,
    "peers": _peers,
}
