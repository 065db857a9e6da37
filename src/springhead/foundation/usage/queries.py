"""Reads of the counters: what is used, what is searched for and not found."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.db.models import Sum

from springhead.foundation.usage.models import Count, Term

# A term is shown only when it was searched this often: rare texts may say something about a person.
SHOWN_FROM: Final = 3


def use_of(subjects: Iterable[str], *, since: date) -> dict[str, int]:
    """Return total uses by kind for a dataset and its tables since a day."""
    rows = (
        Count.objects.filter(subject__in=list(subjects), day__gte=since)
        .values("kind")
        .annotate(total=Sum("number"))
    )
    return {row["kind"]: row["total"] for row in rows}


def use_by_day(subjects: Iterable[str], *, since: date) -> list[tuple[date, int]]:
    """Return `(day, uses)` since a day, in order; days without use are left out."""
    rows = (
        Count.objects.filter(subject__in=list(subjects), day__gte=since)
        .values("day")
        .annotate(total=Sum("number"))
    )
    return [(row["day"], row["total"]) for row in rows.order_by("day")]


def searched_terms(*, since: date, found_nothing: bool, limit: int = 50) -> list[dict[str, Any]]:
    """Return the most frequent searches since a day, `{"term", "total"}`."""
    rows = (
        Term.objects.filter(day__gte=since, found_nothing=found_nothing)
        .values("term")
        .annotate(total=Sum("number"))
    )
    frequent = rows.filter(total__gte=SHOWN_FROM).order_by("-total", "term")[:limit]
    return [{"term": row["term"], "total": row["total"]} for row in frequent]
