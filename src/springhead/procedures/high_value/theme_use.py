"""How much the datasets nominated for a theme were used in the last half year, from the counters per day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from springhead.foundation.catalog.models import Distribution
from springhead.foundation.usage import queries as usage
from springhead.procedures.high_value.models import Nomination

SORTS: Final = {
    "page": "views",
    "export": "downloads",
    "file": "downloads",
    "rows": "calls",
    "aggregate": "calls",
}
KINDS: Final = ("views", "downloads", "calls")
WEEK: Final = timedelta(days=7)
HALF_YEAR: Final = timedelta(days=183)
MONTHS: Final = 6


@dataclass(frozen=True, slots=True)
class Used:
    """Uses of one dataset in the last half year; `week` are the downloads of the last seven days."""

    views: int = 0
    downloads: int = 0
    calls: int = 0
    week: int = 0


NEVER: Final = Used()


def count(theme: str, today: date) -> dict[str, Any]:
    """Return the uses of a theme's datasets as plain data. Five queries.

    `use`: by dataset (primary key as text) views, downloads, calls, downloads of the week; `months`: the first day of
    each of the last six with views, downloads, calls; `views`, `downloads`, `calls`: the sums of `use`.
    """
    subjects = _subjects(theme)
    since = today - HALF_YEAR
    found: dict[int, dict[str, int]] = {}
    for subject, kind, n in usage.by_subject(subjects, since=since):
        _add(found.setdefault(subjects[subject], {}), SORTS.get(kind), n)
    for subject, kind, n in usage.by_subject(subjects, since=today - WEEK + timedelta(days=1)):
        if SORTS.get(kind) == "downloads":
            _add(found[subjects[subject]], "week", n)
    use = {str(pk): [each.get(name, 0) for name in (*KINDS, "week")] for pk, each in found.items()}
    return {
        "use": use,
        "months": _months(usage.by_day(subjects, since=since), today),
        **{name: sum(each[place] for each in use.values()) for place, name in enumerate(KINDS)},
    }


def _subjects(theme: str) -> dict[str, int]:
    """Return the public ids that are counted, of datasets and of their tables, by the dataset's primary key."""
    rows = Nomination.objects.filter(theme=theme)
    tables = Distribution.objects.filter(dataset__in=rows.values("dataset"))
    return {
        **dict(rows.values_list("dataset__public_id", "dataset_id")),
        **dict(tables.values_list("table_id", "dataset_id")),
    }


def _add(to: dict[str, int], name: str | None, n: int) -> None:
    if name:
        to[name] = to.get(name, 0) + n


def _months(days: Iterable[tuple[date, str, int]], today: date) -> list[list[Any]]:
    """Return uses by month, the last six, the oldest first; the days before the first of them are left out."""
    at = today.year * 12 + today.month - 1
    found: dict[date, dict[str, int]] = {
        date(n // 12, n % 12 + 1, 1): {} for n in range(at - MONTHS + 1, at + 1)
    }
    for day, kind, n in days:
        if (first := day.replace(day=1)) in found:
            _add(found[first], SORTS.get(kind), n)
    return [[first.isoformat(), *(each.get(name, 0) for name in KINDS)] for first, each in found.items()]


def of(told: Mapping[str, Any]) -> dict[int, Used]:
    """Return what was counted by dataset, by primary key."""
    return {int(pk): Used(*each) for pk, each in told.get("use", {}).items()}
