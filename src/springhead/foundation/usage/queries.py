"""Reads of the counters: what is used, what is searched for and not found."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.db.models import Count as Number
from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from springhead.foundation.usage.models import Count, Term

# A term is shown only when it was searched this often and on so many days: nobody is counted, so a text that one
# person typed again and again on one day must stay unseen, and rare texts may say something about a person.
SHOWN_FROM: Final = 5
SHOWN_DAYS: Final = 3


def use_of(subjects: Iterable[str], *, since: date) -> dict[str, int]:
    """Return total uses by kind for a dataset and its tables since a day."""
    rows = _of(subjects, since).values("kind").annotate(total=Sum("number"))
    return {row["kind"]: row["total"] for row in rows}


def searched_terms(
    *, since: date, before: date | None = None, found_nothing: bool, limit: int = 50
) -> list[dict[str, Any]]:
    """Return the most frequent searches from one day to before another, `{"term", "total"}`; rare ones never."""
    rows = Term.objects.filter(day__gte=since, found_nothing=found_nothing)
    if before:
        rows = rows.filter(day__lt=before)
    frequent = _shown(rows).order_by("-total", "term")[:limit]
    return [{"term": row["term"], "total": row["total"]} for row in frequent]


def frequent_terms(*, since: date, least: int) -> dict[str, int]:
    """Return every search since a day that came at least so often, with how often; rare ones never. One query."""
    frequent = _shown(Term.objects.filter(day__gte=since)).filter(total__gte=least)
    return dict(frequent.values_list("term", "total"))


def _shown(rows: QuerySet[Term]) -> QuerySet[Any, Any]:
    """Count searches by term, only what came often enough and on days enough to tell of nobody."""
    counted = rows.values("term").annotate(total=Sum("number"), days=Number("day", distinct=True))
    return counted.filter(total__gte=SHOWN_FROM, days__gte=SHOWN_DAYS)


def use_by_month(subjects: Iterable[str], *, since: date) -> dict[tuple[date, str], int]:
    """Return uses by the first day of the month and kind since a day; months without use are left out. One query."""
    rows = (
        _of(subjects, since)
        .annotate(month=TruncMonth("day"))
        .values("month", "kind")
        .annotate(total=Sum("number"))
    )
    return {(row["month"], row["kind"]): row["total"] for row in rows.order_by("month", "kind")}


def by_subject(subjects: Iterable[str], *, since: date) -> Iterable[tuple[str, str, int]]:
    """Return `(subject, kind, uses)` of datasets and tables since a day. One query."""
    return _of(subjects, since).values_list("subject", "kind").annotate(total=Sum("number")).order_by()


def by_day(subjects: Iterable[str], *, since: date) -> Iterable[tuple[date, str, int]]:
    """Return `(day, kind, uses)` of datasets and tables together since a day. One query."""
    return (
        _of(subjects, since).values_list("day", "kind").annotate(total=Sum("number")).order_by("day", "kind")
    )


def _of(subjects: Iterable[str], since: date) -> QuerySet[Count]:
    return Count.objects.filter(subject__in=list(subjects), day__gte=since)
