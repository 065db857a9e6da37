"""Figures of everybody, counted ahead where there are many requests; a small installation counts when it is asked.

What a page of all agencies shows takes seconds to count over 100,000 requests, so a worker counts it every ten
minutes when anything happened since, and the page says when.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.core.cache import cache

from springhead.engine.kernel.now import now, today
from springhead.foundation.jobs.run import Run
from springhead.foundation.ledger.listing import total
from springhead.procedures.data_requests import demand, figures
from springhead.procedures.data_requests.figures import PERIODS, Days, Scope
from springhead.procedures.data_requests.models import CountedSheet, Part

LIVE: Final = 5_000  # so many parts are counted when somebody asks
FRESH: Final = 30  # seconds for which what was counted so is not counted again
EVERY: Final = timedelta(minutes=10)
# Another number when what a sheet holds changes: old ones are not read then.
STATISTICS: Final = "statistics-2"
DEMAND: Final = "demand-2"
TOTALS: Final = "totals"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the page of a scope shows; `at` is when it was counted."""

    at: datetime
    counts: dict[str, int]
    days: Days
    months: list[tuple[str, int, int]]
    grounds: list[tuple[str, int]]
    slips: Days
    rested: Days
    two_verdicts: dict[str, dict[str, int]]
    stars: dict[int, int]
    agencies: list[dict[str, Any]]


def sheet(scope: Scope) -> Sheet:
    """Return the figures of a scope: of one agency at most half a minute old, of everybody as `told` has them."""
    if scope.agency:
        return _sheet(*_fresh(f"{scope.agency}.{scope.period}", lambda: _statistics(scope)))
    content, at = told(f"{STATISTICS}:{scope.period}")
    return _sheet(content, at)


def lines(period: str) -> tuple[list[demand.Line], datetime]:
    """Return the lines of demand, and when they were counted."""
    content, at = told(f"{DEMAND}:{period}")
    return [demand.Line(**one) for one in content], at


def totals(period: str) -> dict[str, int]:
    """Return how many requests there are, and how many joined them, as counted with the rest."""
    found: dict[str, int] = told(f"{TOTALS}:{period}")[0]
    return found


def told(name: str) -> tuple[Any, datetime]:
    """Return what was counted under a name, and when: now while there are few requests, else by the worker."""
    if not _many():
        return _fresh(name, COUNTERS[name])
    kept = CountedSheet.objects.filter(name=name, day=today()).first()
    return (kept.content, kept.at) if kept else _keep(name)


def behind(scope: Scope, figure: str) -> int | None:
    """Return how many parts stand behind a figure or a bar of a chart, as its page says; None when it does not."""
    found = sheet(scope)
    kind, _, value = figure.partition(":")
    if figure in found.counts:
        return found.counts[figure]
    bars = {
        "days": {str(day): n for day, n in found.days.counts},
        "ground": dict(found.grounds),
        "month": {month: n for month, n, _ in found.months},
        "kept": {month: n for month, _, n in found.months},
        "said": {f"{one}.{each}": n for one, said in found.two_verdicts.items() for each, n in said.items()},
        "stars": {str(one): n for one, n in found.stars.items()},
    }
    return bars.get(kind, {}).get(value)


def count_anew(run: Run) -> None:
    """Count every sheet again that is older than the last event."""
    if not _many():
        return
    for name in COUNTERS:
        run.check()
        kept = CountedSheet.objects.filter(name=name, day=today()).first()
        if kept is None or kept.size != total():
            _keep(name)


def _many() -> bool:
    newest = Part.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return newest > LIVE


def _fresh(name: str, count: Callable[[], Any]) -> tuple[Any, datetime]:
    key = f"data_requests.counted.{name}.{today()}"
    found: tuple[Any, datetime] | None = cache.get(key)
    if found is None:
        found = count(), now()
        cache.set(key, found, FRESH)
    return found


def _keep(name: str) -> tuple[Any, datetime]:
    size, at = total(), now()
    content = COUNTERS[name]()
    CountedSheet.objects.update_or_create(
        name=name, defaults={"content": content, "at": at, "size": size, "day": today()}
    )
    return content, at


def _statistics(scope: Scope) -> dict[str, Any]:
    return {
        "counts": figures.count(scope),
        "days": figures.days(scope).counts,
        "months": figures.months(scope),
        "grounds": figures.grounds(scope),
        "slips": figures.slips(scope).counts,
        "rested": figures.rested(scope).counts,
        "two_verdicts": figures.two_verdicts(scope),
        "stars": list(figures.stars(scope).items()),
        "agencies": [] if scope.agency else figures.by_agency(scope),
    }


def _sheet(content: dict[str, Any], at: datetime) -> Sheet:
    return Sheet(
        at=at,
        counts=content["counts"],
        days=_days(content["days"]),
        months=[(month, n, kept) for month, n, kept in content["months"]],
        grounds=[(code, n) for code, n in content["grounds"]],
        slips=_days(content["slips"]),
        rested=_days(content["rested"]),
        two_verdicts=content["two_verdicts"],
        stars=dict(content["stars"]),
        agencies=content["agencies"],
    )


def _days(counts: Iterable[tuple[int, int]]) -> Days:
    return Days(tuple((day, n) for day, n in counts))


def _counter(period: str) -> Callable[[], Any]:
    return lambda: _statistics(Scope(period=period))


def _demand(period: str) -> Callable[[], Any]:
    return lambda: [one.as_json() for one in demand.count(period)]


COUNTERS: Final[dict[str, Callable[[], Any]]] = {
    **{f"{STATISTICS}:{period}": _counter(period) for period in PERIODS},
    **{f"{DEMAND}:{period}": _demand(period) for period in PERIODS},
    **{f"{TOTALS}:{period}": partial(demand.totals, period) for period in PERIODS},
}
