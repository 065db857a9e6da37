"""Figures of data requests, each with n, its period and the very parts behind it. Rules pure, counting by SQL.

Reference: procedures and deliberation, section 3.6. Old requests, whose dates are not known, are left out. A
part that was passed on counts for the agency that holds it. Silence of an asker is never counted as satisfied, and
silence of an agency past its term counts as not in time.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Any, Final

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from springhead.engine.kernel.now import now, today
from springhead.foundation.cases import clocks
from springhead.foundation.cases.models import Clock, Decision
from springhead.foundation.commitments import queries as commitments
from springhead.procedures.data_requests import queries
from springhead.procedures.data_requests.models import Message, Part, PartItem
from springhead.procedures.data_requests.vocabulary import STARS, Outcome, Verdict

LEAST_RANKED: Final = 20
FRESH: Final = 30  # seconds for which a page's figures are not counted again
PERIODS: Final = ("all", "year", "last")
ANSWERS: Final = tuple(one for one in Outcome if one is not Outcome.NOT_HELD_HERE)
# What an asker says, as addresses have it.
VERDICTS: Final = {
    "accepted": Verdict.ACCEPTED,
    "contested": Verdict.CONTESTED,
    "silent": Verdict.SILENT,
    "waiting": Verdict.NONE,
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figures, of requests submitted when: `agency` a public id or empty; half-open Taipei dates."""

    agency: str = ""
    period: str = "all"

    @property
    def bounds(self) -> tuple[date | None, date | None]:
        """First day and the first day after; None: open."""
        year = today().year
        if self.period == "year":
            return date(year, 1, 1), None
        if self.period == "last":
            return date(year - 1, 1, 1), date(year, 1, 1)
        return None, None


def _item(outcome: str) -> Q:
    return Q(Exists(PartItem.objects.filter(part=OuterRef("pk"), outcome=outcome)))


def _overdue() -> Q:
    """Match parts that wait for an answer past their term: silence is no way to keep a good rate."""
    over = Clock.objects.filter(case=OuterRef("case_id"), kind="answer", status="running", due_at__lte=now())
    return Q(answered_at__isnull=True, case__state__in=queries.TO_ANSWER) & Q(Exists(over))


# Every number a page shows is one of these: the same condition counts it and lists what is behind it.
FIGURES: Final[dict[str, Q]] = {
    "all": Q(),
    "answered": Q(answered_at__isnull=False),
    "on_time": Q(on_time=True),
    "late": Q(on_time=False),
    "open": Q(answered_at__isnull=True) & ~Q(case__phase="closed"),
    **{f"outcome_{one}": _item(str(one)) for one in ANSWERS},
    "refused_unheard": Q(has_refusal=True, heard_at__isnull=True),
    "accepted": Q(verdict=Verdict.ACCEPTED),
    "silent": Q(verdict=Verdict.SILENT),
    "contested": Q(contested_at__isnull=False),
    "changed": Q(changed=True),
    "overruled": Q(Exists(Decision.objects.filter(case=OuterRef("case_id"), event="rule_open"))),
    "paused": Q(Exists(Message.objects.filter(part=OuterRef("pk"), event="pause"))),
    "extended": Q(Exists(Message.objects.filter(part=OuterRef("pk"), event="extend"))),
    "counted": Q(days__isnull=False),
    "transferred": Q(transfers__gt=0),
    "late_passed": Q(on_time=False, transfers__gt=0),
    "heard": Q(heard_at__isnull=False),
    "spoke": Q(verdict__in=(Verdict.ACCEPTED, Verdict.CONTESTED)),
    "disagreed": Q(verdict=Verdict.CONTESTED),
    "rated": Q(stars__isnull=False) & ~Q(verdict=Verdict.NONE),
    "tracked": Q(tracked_until__isnull=False),
}
# Those that depend on the moment.
BY_NOW: Final[dict[str, Callable[[], Q]]] = {
    "overdue": _overdue,
    "timed": lambda: Q(on_time__isnull=False) | _overdue(),
}
NAMES: Final = (*FIGURES, *BY_NOW)


def condition_of(figure: str) -> Q:
    """Return the condition of a figure, one of `NAMES`."""
    return BY_NOW[figure]() if figure in BY_NOW else FIGURES[figure]


# Shares: of how many (the second) how many (the first).
SHARES: Final = {
    "on_time": ("on_time", "timed"),
    "paused": ("paused", "all"),
    "extended": ("extended", "all"),
    "contested": ("contested", "answered"),
    "changed": ("changed", "contested"),
    "overruled": ("overruled", "heard"),
    "disagreed": ("disagreed", "spoke"),
}


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its n and the Wilson interval of 95 %; all in percent. `part` of `n`."""

    part: int
    n: int

    @property
    def percent(self) -> float | None:
        """The share in percent; None of nothing."""
        return 100 * self.part / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval after Wilson (1927), in percent."""
        if not self.n:
            return None
        z, p, n = 1.96, self.part / self.n, self.n
        middle, spread = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        scale = 1 + z * z / n
        return 100 * max((middle - spread) / scale, 0), 100 * min((middle + spread) / scale, 1)


@dataclass(frozen=True, slots=True)
class Days:
    """How many took so many days: first answers, pauses, slips."""

    counts: tuple[tuple[int, int], ...] = ()

    @property
    def n(self) -> int:
        """How many there are."""
        return sum(count for _, count in self.counts)

    @property
    def total(self) -> int:
        """All the days together."""
        return sum(days * count for days, count in self.counts)

    def quantile(self, part: float) -> int | None:
        """Return the least number of days within which at least `part` of them fall; None of nothing."""
        wanted, seen = part * self.n, 0
        for days, count in self.counts:
            seen += count
            if seen >= wanted and seen:
                return days
        return None


def parts(scope: Scope) -> QuerySet[Part]:
    """Return the parts a scope counts."""
    rows = Part.objects.filter(request__historical=False).exclude(case__state="dropped")
    if scope.agency:
        rows = rows.filter(case__agency_id=scope.agency)
    first, after = scope.bounds
    if first:
        rows = rows.filter(request__submitted_at__date__gte=first)
    if after:
        rows = rows.filter(request__submitted_at__date__lt=after)
    return rows


def behind(scope: Scope, figure: str) -> QuerySet[Part]:
    """Return the parts behind a figure, or behind one bar of a chart (`days:5`); nothing for what nobody shows."""
    kind, _, value = figure.partition(":")
    if figure in NAMES:
        return parts(scope).filter(condition_of(figure))
    condition = BARS[kind](value) if kind in BARS else None
    return Part.objects.none() if condition is None else parts(scope).filter(condition)


def _took(value: str) -> Q | None:
    return Q(days=int(value)) if value.isdecimal() and len(value) < 5 else None


def _ground(code: str) -> Q | None:
    named = PartItem.objects.filter(part=OuterRef("pk"), outcome=Outcome.REFUSED)
    return Q(Exists(named.filter(decision__grounds__icontains=json.dumps(code)))) if code else None


def _month(value: str) -> Q | None:
    year, _, month = value.partition("-")
    if not (year.isdecimal() and month.isdecimal() and 0 < int(month) < 13):
        return None
    came = Q(request__submitted_at__year=int(year), request__submitted_at__month=int(month))
    return came & Q(since__isnull=False)


def _kept_month(value: str) -> Q | None:
    month = _month(value)
    return None if month is None else month & Q(on_time=True)


def _said(value: str) -> Q | None:
    outcome, _, verdict = value.partition(".")
    if outcome not in ANSWERS or verdict not in VERDICTS:
        return None
    return FIGURES["answered"] & _item(outcome) & Q(verdict=VERDICTS[verdict])


def _stars(value: str) -> Q | None:
    return FIGURES["rated"] & Q(stars=int(value)) if value in {str(one) for one in STARS} else None


# The bars of the charts: what comes after the colon is the bar.
BARS: Final[dict[str, Callable[[str], Q | None]]] = {
    "days": _took,
    "ground": _ground,
    "month": _month,
    "kept": _kept_month,
    "said": _said,
    "stars": _stars,
}


def figures(scope: Scope) -> dict[str, int]:
    """Return every figure of a scope, at most half a minute old. One query."""
    key = f"data_requests.figures.{scope.agency}.{scope.period}.{today()}"
    found: dict[str, int] | None = cache.get(key)
    if found is None:
        found = count(scope)
        cache.set(key, found, FRESH)
    return found


def count(scope: Scope) -> dict[str, int]:
    """Count every figure of a scope now. One query."""
    counted = parts(scope).aggregate(**_counts(NAMES))
    return {name: counted[f"n_{name}"] for name in NAMES}


def _counts(names: Iterable[str]) -> dict[str, Count]:
    return {f"n_{name}": Count("pk", filter=condition_of(name)) for name in names}


def days(scope: Scope) -> Days:
    """Return how long first answers took. One query."""
    rows = parts(scope).exclude(days=None).order_by("days").values_list("days").annotate(n=Count("pk"))
    return Days(tuple((int(each), n) for each, n in rows))


def months(scope: Scope) -> list[tuple[str, int, int]]:
    """Return (month as 2026-03, requests that came, answered in time) of the last twelve months that had any."""
    rows = (
        parts(scope)
        .exclude(since=None)
        .values_list("request__submitted_at__year", "request__submitted_at__month")
        .annotate(n=Count("pk"), kept=Count("pk", filter=Q(on_time=True)))
        .order_by("-request__submitted_at__year", "-request__submitted_at__month")[:12]
    )
    return [(f"{year}-{month:02}", n, kept) for year, month, n, kept in reversed(list(rows))]


def grounds(scope: Scope) -> list[tuple[str, int]]:
    """Return in how many parts a refusal named each ground, the commonest first."""
    rows = PartItem.objects.filter(part__in=parts(scope), outcome=Outcome.REFUSED).exclude(decision=None)
    found: dict[str, set[int]] = {}
    for part, named in rows.order_by().values_list("part_id", "decision__grounds").iterator(chunk_size=2_000):
        for code in named:
            found.setdefault(code, set()).add(part)
    return sorted(((code, len(those)) for code, those in found.items()), key=lambda one: (-one[1], one[0]))


def slips(scope: Scope) -> Days:
    """Return by how many days the promises made in the period slipped, those of agencies' own accord too."""
    return _days(commitments.slips(scope.agency, *scope.bounds))


def rested(scope: Scope) -> Days:
    """Return for how many days each paused term rested, a pause that goes on counted up to today. One query."""
    paused = parts(scope).filter(FIGURES["paused"]).values("case_id")
    counts: dict[int, int] = {}
    for clock in Clock.objects.filter(kind="answer", case__in=paused).iterator(chunk_size=500):
        lasted = clocks.rested(clock, today())
        counts[lasted] = counts.get(lasted, 0) + 1
    return _days(counts)


def _days(counts: Mapping[int, int]) -> Days:
    return Days(tuple(sorted(counts.items())))


def two_verdicts(scope: Scope) -> dict[str, dict[str, int]]:
    """Return, per outcome the agency gave, in how many parts the asker said what. One query.

    A part whose items have several outcomes counts with each of them.
    """
    rows = (
        PartItem.objects.filter(part__in=parts(scope).filter(FIGURES["answered"]), outcome__in=ANSWERS)
        .values_list("outcome", "part__verdict")
        .annotate(n=Count("part", distinct=True))
        .order_by()
    )
    named = {str(verdict): name for name, verdict in VERDICTS.items()}
    found = {str(one): dict.fromkeys(VERDICTS, 0) for one in ANSWERS}
    for outcome, verdict, n in rows:
        found[outcome][named[verdict]] = n
    return found


def stars(scope: Scope) -> dict[int, int]:
    """Return how many askers gave how many stars. One query."""
    rows = parts(scope).filter(FIGURES["rated"]).values_list("stars").annotate(n=Count("pk")).order_by()
    return dict.fromkeys(STARS, 0) | {int(each): n for each, n in rows if each is not None}


def by_agency(scope: Scope, *, limit: int = 10_000) -> list[dict[str, Any]]:
    """Return the agencies with most parts: what is counted of each, median and p90 of the days. Two queries."""
    names = ("answered", "timed", "on_time", "overdue", "contested", "refused_unheard")
    wanted = {name: Count("pk", filter=condition_of(name)) for name in names}
    rows = parts(scope).exclude(case__agency_id="").values("case__agency_id")
    rows = rows.annotate(n=Count("pk"), **wanted).order_by("-n", "case__agency_id")
    taken = _days_by_agency(scope)
    return [{**row, **_quantiles(taken.get(row["case__agency_id"], Days()))} for row in rows[:limit]]


def _quantiles(taken: Days) -> dict[str, int | None]:
    return {"median": taken.quantile(0.5), "p90": taken.quantile(0.9)}


def _days_by_agency(scope: Scope) -> dict[str, Days]:
    rows = parts(scope).exclude(days=None).values_list("case__agency_id", "days").annotate(n=Count("pk"))
    counts: dict[str, dict[int, int]] = {}
    for agency, lasted, n in rows.order_by():
        counts.setdefault(agency, {})[int(lasted)] = n
    return {agency: _days(those) for agency, those in counts.items()}


def ranked(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return the rank by on-time share of agencies with enough answers (no rank under twenty)."""
    enough = [row for row in rows if row["timed"] >= LEAST_RANKED]
    shares = sorted({-row["on_time"] / row["timed"] for row in enough})
    return {row["case__agency_id"]: 1 + shares.index(-row["on_time"] / row["timed"]) for row in enough}
