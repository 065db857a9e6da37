"""Promises kept elsewhere: what the addresses of a listed dataset deliver of what was promised, looked at daily."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from springhead.engine.kernel.now import taipei
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Kind, Stage
from springhead.foundation.checks import actions as checks
from springhead.foundation.checks import queries, showing
from springhead.foundation.checks.queries import Watched
from springhead.foundation.checks.rules import missing_fields
from springhead.foundation.checks.showing import Shown
from springhead.foundation.checks.texts import FIELDS_UNREAD, OTHER_FORMAT
from springhead.foundation.checks.vocabulary import Sort, Verdict, Wanted
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.commitments.needs import Need

MOST: Final = 20  # addresses of one dataset that are looked at


@dataclass(frozen=True, slots=True)
class Delivered:
    """What the best address of a dataset delivers; `red_since` is the day since which none of them does."""

    data: bool = False
    missing: tuple[str, ...] = ()
    format_missing: str = ""
    red_since: date | None = None


def watch(row: Commitment, *, at: datetime) -> None:
    """Have the addresses of a listed dataset looked at every day for the sake of a promise, and no others.

    Where a promise needs links or an API, what is listed as a service is looked at as one too.
    """
    dataset = Dataset.objects.get(pk=row.dataset_id)
    wanted = Wanted(row.format, tuple(row.items))
    known = {(one.check.kind, one.check.url) for one in queries.of_subject(row.number)}
    for sort in Sort:
        urls = _addresses(dataset, row, sort) if dataset.stage == Stage.LISTED else []
        watched, _refused = checks.watch_all(urls, row.number, wanted=wanted, at=at, sort=sort)
        for kind, url in known - {(str(sort), one.url) for one in watched}:
            if kind == sort:
                checks.unwatch(row.number, url=url, sort=sort)


def _addresses(dataset: Dataset, row: Commitment, sort: Sort) -> list[str]:
    links = dataset.distributions.filter(current=None).exclude(url="").order_by("position", "pk")
    if sort is Sort.API:
        if not {Need.API, Need.LINK} & set(row.needs):
            return []
        links = links.filter(kind=Kind.API)
    return list(links.values_list("url", flat=True)[:MOST])


def delivered(row: Commitment) -> Delivered:
    """Return what the daily looks found at the watched addresses. Two queries.

    One address that delivers is enough. While our own machine cannot decide nothing turns red.
    """
    seen = [one for one in queries.of_subject(row.number) if one.judgement is not None]
    kept = [_of(one, row) for one in seen if one.judgement and one.judgement.verdict in _DATA]
    if kept:
        return min(kept, key=lambda one: (bool(one.format_missing), len(one.missing)))
    dates = [one.red_since for one in seen if one.red_since is not None]
    return Delivered(red_since=taipei(max(dates)).date() if dates and len(dates) == len(seen) else None)


def shown(row: Commitment) -> list[Shown]:
    """Return the watched addresses for the page of a promise, judged by what was promised. Two queries."""
    wanted = Wanted(row.format, tuple(row.items))
    return showing.settled((one.check for one in queries.of_subject(row.number)), wanted)


_DATA: Final = (Verdict.OK, Verdict.SHORT)


def _of(one: Watched, row: Commitment) -> Delivered:
    assert one.judgement is not None  # only those that were looked at come here
    found = {problem.kind for problem in one.judgement.problems}
    evidence = one.check.outcome.evidence if one.check.outcome else {}
    known = () if FIELDS_UNREAD in found else evidence.get("fields", ())
    return Delivered(
        data=True,
        missing=tuple(missing_fields(row.items, known)),
        format_missing=row.format if OTHER_FORMAT in found else "",
    )
