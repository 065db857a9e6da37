"""Evidence for a theme, live: who asks, who searches in vain, what is used, what peers list, policy and SDG links.

A request belongs to a theme when its dataset was nominated for it, or its title has one of the theme's words.
Counted ahead by a worker where there are many requests or datasets: looking for words in so many titles takes too long.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.cache import cache
from django.db.models import Count, Manager, Q, Sum

from springhead.engine.kernel.fold import fold
from springhead.engine.kernel.now import now, today
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.jobs.run import Run
from springhead.foundation.usage import queries as usage
from springhead.procedures.data_requests.models import CountedSheet, DataRequest, WantedItem
from springhead.procedures.high_value import themes
from springhead.procedures.high_value.themes import Theme

LIVE: Final = 5_000  # so many wanted items, and so many datasets, are looked through when somebody asks
FRESH: Final = 60  # seconds for which what was counted so is kept
EVERY: Final = timedelta(hours=1)
LOOKED_BACK: Final = timedelta(days=365)
TERMS: Final = 200
NAME: Final = "high_value.evidence."


def of(theme: Theme) -> dict[str, Any]:
    """Return the evidence of a theme as plain data, with `at`, when it was counted (ISO instant)."""
    if not _many():
        key = f"{NAME}{theme.code}.{today()}"
        found: dict[str, Any] | None = cache.get(key)
        if found is None:
            found = count(theme)
            cache.set(key, found, FRESH)
        return found
    kept = CountedSheet.objects.filter(name=f"{NAME}{theme.code}").first()
    return kept.content if kept else {}


def count(theme: Theme) -> dict[str, Any]:
    """Count the evidence of a theme. Five queries."""
    asked = DataRequest.objects.filter(_asked(theme), historical=False)
    told = asked.aggregate(n=Count("pk"), supporters=Sum("supporters"))
    vain = [
        one
        for one in usage.searched_terms(since=today() - LOOKED_BACK, found_nothing=True, limit=TERMS)
        if any(word in one["term"] for word in theme.words)
    ]
    peers = Dataset.objects.filter(_titled(theme), visible=True).exclude(stage="withdrawn")
    listed = peers.aggregate(n=Count("pk"), agencies=Count("agency", distinct=True))
    most = asked.order_by("-supporters", "-pk").select_related("case")[:5]
    return {
        "requests": told["n"],
        "supporters": told["supporters"] or 0,
        "most_wanted": [
            {"number": one.case.number, "title": one.title_shown, "supporters": one.supporters}
            for one in most
        ],
        "searches": sum(one["total"] for one in vain),
        "terms": [{"term": one["term"], "total": one["total"]} for one in vain[:10]],
        "peer_datasets": listed["n"],
        "peer_agencies": listed["agencies"],
        "goals": list(theme.goals),
        "targets": list(theme.targets),
        "at": now().isoformat(),
    }


def _asked(theme: Theme) -> Q:
    nominated = WantedItem.objects.filter(dataset__hv_nominations__theme=theme.code)
    about = Q(pk__in=nominated.values("request"))
    for word in theme.words:
        about |= Q(words__contains=fold(word))
    return about


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
        content = count(theme)
        CountedSheet.objects.update_or_create(
            name=f"{NAME}{theme.code}",
            defaults={"content": content, "at": now(), "size": 0, "day": today()},
        )


def counted_at(told: Mapping[str, Any]) -> datetime | None:
    """Return when evidence was counted; None when it was not yet."""
    return datetime.fromisoformat(told["at"]) if told.get("at") else None
