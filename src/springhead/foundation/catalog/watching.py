"""Addresses of listed data are looked at every day, whether or not anybody opens their pages.

An hourly walk keeps the watches of link checks in step with what is listed: a dataset that everybody may see watches the
addresses elsewhere that it lists, and no others. When each is looked at, how many at once and how fast per host is the
business of `foundation/checks`; what the looks mean for the dataset is in `links.py`.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.foundation.catalog.models import Dataset, Distribution
from springhead.foundation.catalog.vocabulary import Stage
from springhead.foundation.checks import actions, looking, queries
from springhead.foundation.jobs.run import Run

BATCH: Final = 500  # datasets
MOST_NEW: Final = 4_000  # addresses that begin to be watched in one run; each is looked at within the hour


def walk(run: Run) -> None:
    """Go through all datasets in bounded memory; what is left over when enough is new waits for the next run."""
    left, after = MOST_NEW, 0
    while left > 0:
        datasets = list(_rows(after)[:BATCH])
        if not datasets:
            return
        after = datasets[-1].pk
        left -= keep(datasets, most=left, at=now())
        run.check()


def _rows(after: int) -> QuerySet[Dataset]:
    return Dataset.objects.filter(pk__gt=after).only("pk", "public_id", "visible", "stage").order_by("pk")


def keep(datasets: list[Dataset], *, most: int, at: datetime) -> int:
    """Watch what these datasets list elsewhere and nothing else, beginning with `most` at most; returns how many began."""
    listed = _listed(datasets)
    watched = queries.watched_by([one.public_id for one in datasets])
    for subject, url in _gone(listed, watched):
        actions.unwatch(subject, url=url)
    begun = 0
    for subject, url in _missing(listed, watched):
        if begun == most:
            break
        actions.watch(url, subject, at=at)
        begun += 1
    return begun


def _listed(datasets: Iterable[Dataset]) -> dict[str, dict[str, str]]:
    """Return, by dataset, the addresses to be looked at, by the way they are spelled in checks."""
    shown = {one.pk: one.public_id for one in datasets if one.visible and one.stage == Stage.LISTED}
    rows = Distribution.objects.filter(dataset__in=shown, current=None).exclude(url="")
    found: dict[str, dict[str, str]] = {}
    for pk, url in rows.order_by("pk").values_list("dataset_id", "url"):
        spelled = _spelled(url)
        if spelled:
            found.setdefault(shown[pk], {})[spelled] = url
    return found


def _spelled(url: str) -> str:
    """Return how checks spell an address; empty for what is none, or is not reached from here."""
    try:
        spelled = queries.spelled(url)
        looking.reachable(spelled)
    except Refused:
        return ""
    return spelled


def _gone(
    listed: Mapping[str, Mapping[str, str]], watched: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, str]]:
    for subject, urls in watched.items():
        for url in sorted(urls - listed.get(subject, {}).keys()):
            yield subject, url


def _missing(
    listed: Mapping[str, Mapping[str, str]], watched: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, str]]:
    for subject, urls in listed.items():
        for spelled, url in urls.items():
            if spelled not in watched.get(subject, frozenset()):
                yield subject, url
