"""Evidence for a theme, live: who asks, who searches in vain, what is used, what the catalogue has, what peers list.

A request belongs to a theme when its dataset was nominated for it, or its title has one of the theme's words.
Counted ahead by a worker where there are many requests or datasets: looking for words in so many titles takes too long.
What a number counts is kept with it (`behind`), so that the list behind it counts the same.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.cache import cache
from django.db.models import Manager, Q

from springhead.engine.kernel.fold import fold
from springhead.engine.kernel.now import now, today
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.jobs.run import Run
from springhead.foundation.usage import queries as usage
from springhead.procedures.data_requests.models import CountedSheet, DataRequest, WantedItem
from springhead.procedures.high_value import peers, theme_use, themes
from springhead.procedures.high_value.themes import Theme

LIVE: Final = 5_000  # so many wanted items, and so many datasets, are looked through when somebody asks
FRESH: Final = 60  # seconds for which what was counted so is kept
EVERY: Final = timedelta(hours=1)
LOOKED_BACK: Final = timedelta(days=365)
TERMS: Final = 2_000
MOST_WANTED: Final = 5
# Another number when what is kept changes its shape: old ones are not read then.
NAME: Final = "high_value.evidence-2."
BEHIND: Final = "high_value.behind-2."

Told = Mapping[str, Any]


def of(theme: Theme) -> Told:
    """Return the evidence of a theme as plain data, with `at`, when it was counted (ISO instant). Empty: not yet."""
    if not _many():
        return _live(theme)[0]
    return _kept(f"{NAME}{theme.code}")


def behind(theme: Theme) -> Told:
    """Return what the numbers count: primary keys of `requests` and of datasets of the `catalogue`, and `at`."""
    if not _many():
        return _live(theme)[1]
    return _kept(f"{BEHIND}{theme.code}")


def _live(theme: Theme) -> tuple[Told, Told]:
    key = f"{NAME}{theme.code}.{today()}"
    found: tuple[Told, Told] | None = cache.get(key)
    if found is None:
        found = count(theme)
        cache.set(key, found, FRESH)
    return found


def _kept(name: str) -> Told:
    kept = CountedSheet.objects.filter(name=name).first()
    return kept.content if kept else {}


def count(theme: Theme) -> tuple[Told, Told]:
    """Count the evidence of a theme: its numbers, and what each counts. Nine queries."""
    asked = list(_asked(theme).order_by("-supporters", "-pk").values_list("pk", "supporters"))
    titled = Dataset.objects.filter(_titled(theme), visible=True).exclude(stage="withdrawn")
    alike = list(titled.order_by("pk").values_list("pk", "agency"))
    vain = _vain(theme)
    at = now().isoformat()
    told = {
        "requests": len(asked),
        "supporters": sum(n for _, n in asked),
        "most_wanted": _most_wanted([pk for pk, _ in asked[:MOST_WANTED]]),
        "searches": sum(one["total"] for one in vain),
        "terms": vain,
        "alike_datasets": len(alike),
        "alike_agencies": len({agency for _, agency in alike}),
        "listed_by_peers": len(peers.listed(theme.code)),
        **theme_use.count(theme.code, today()),
        "at": at,
    }
    return told, {"requests": [pk for pk, _ in asked], "catalogue": [pk for pk, _ in alike], "at": at}


def _vain(theme: Theme) -> list[dict[str, Any]]:
    since = today() - LOOKED_BACK
    return [
        one
        for one in usage.searched_terms(since=since, found_nothing=True, limit=TERMS)
        if any(fold(word) in one["term"] for word in theme.words)
    ]


def _most_wanted(found: list[int]) -> list[dict[str, Any]]:
    rows = DataRequest.objects.select_related("case").in_bulk(found)
    return [
        {"number": row.case.number, "title": row.title_shown, "supporters": row.supporters}
        for row in (rows[pk] for pk in found if pk in rows)
    ]


def _asked(theme: Theme) -> Any:
    nominated = WantedItem.objects.filter(dataset__hv_nominations__theme=theme.code)
    about = Q(pk__in=nominated.values("request"))
    for word in theme.words:
        about |= Q(words__contains=fold(word))
    return DataRequest.objects.filter(about, historical=False, merged_into=None)


def _titled(theme: Theme) -> Q:
    about = Q(pk__in=())
    for word in theme.words:
        about |= Q(**{"title__zh-Hant__icontains": word})
    return about


def _many() -> bool:
    return any(_newest(rows) > LIVE for rows in (WantedItem.objects, Dataset.objects))


def _newest(rows: Manager[Any]) -> int:
    return rows.order_by("-pk").values_list("pk", flat=True).first() or 0


def count_anew(run: Run) -> None:
    """Count every theme anew, as the periodic job does where there is much to look through."""
    if not _many():
        return
    for theme in themes.every().values():
        run.check()
        for name, content in zip((NAME, BEHIND), count(theme), strict=True):
            CountedSheet.objects.update_or_create(
                name=f"{name}{theme.code}",
                defaults={"content": content, "at": now(), "size": 0, "day": today()},
            )


def counted_at(told: Told) -> datetime | None:
    """Return when evidence was counted; None when it was not yet."""
    return datetime.fromisoformat(told["at"]) if told.get("at") else None
