"""What people want and do not have: by category, the most supported, the searches that found nothing.

Each number has its list behind it. Searches are counted by day without persons; rare ones are never shown
(`foundation/usage`).
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from springhead.foundation.catalog import codes
from springhead.foundation.usage import queries as usage
from springhead.procedures.data_requests import queries
from springhead.procedures.data_requests.figures import PERIODS, Scope
from springhead.procedures.data_requests.models import DataRequest, SearchedTerm, WantedItem
from springhead.procedures.data_requests.rules import TABLE

TERMS: Final = 100
BEGINNING: Final = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """The demand of one category: requests, who joined them, searches without result.

    Of the requests, `waiting` are not answered yet, and of `missing` nothing is listed yet.
    """

    category: str
    name: dict[str, str]
    requests: int
    supporters: int
    waiting: int
    missing: int
    searches: int

    def as_json(self) -> dict[str, Any]:
        """Return the line as plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Term:
    """A search that found nothing: how often, and the category it most likely is of."""

    term: str
    total: int
    category: str


def count(period: str) -> list[Line]:
    """Return a line for every category anybody asked for, the most wanted first. Three queries."""
    asked = {row["category"]: row for row in _by_category(period)}
    searched: dict[str, int] = {}
    for one in terms(period):
        searched[one.category] = searched.get(one.category, 0) + one.total
    made = [
        _line(code, asked.get(code, {}), searched.get(code, 0)) for code in asked.keys() | searched.keys()
    ]
    return sorted(made, key=lambda one: (-one.requests - one.supporters, -one.searches, one.category))


def _by_category(period: str) -> Iterable[Any]:
    """Count a request once for each category it wants something of; whoever joined likewise. One query."""
    earlier = WantedItem.objects.filter(
        request=OuterRef("request"), category=OuterRef("category"), number__lt=OuterRef("number")
    )
    first = WantedItem.objects.filter(~Exists(earlier), request__in=requests(period))
    return (
        first.values("category")
        .annotate(
            n=Count("pk"),
            joined=Sum("request__supporters"),
            waiting=Count("pk", filter=Q(request__case__state__in=queries.NOT_ANSWERED)),
            missing=Count("pk", filter=queries.no_dataset("request")),
        )
        .order_by("category")
    )


def _line(code: str, row: dict[str, Any], searches: int) -> Line:
    return Line(
        code or queries.NO_CATEGORY,
        name_of(code),
        row.get("n", 0),
        row.get("joined", 0),
        row.get("waiting", 0),
        row.get("missing", 0),
        searches,
    )


def name_of(code: str) -> dict[str, str]:
    """Return the name of a category; of none: that it could not be told."""
    found = codes.categories().get(code)
    return dict(found.name) if found else {"zh-Hant": "還看不出類別", "en": "No category yet"}


def categories() -> list[tuple[str, dict[str, str]]]:
    """Return every category a list may be filtered by, with its name; none comes last."""
    return [*((code, name_of(code)) for code in codes.categories()), (queries.NO_CATEGORY, name_of(""))]


def requests(period: str) -> QuerySet[DataRequest]:
    """Return the requests of a period (those made here; merged ones count where they went)."""
    rows = DataRequest.objects.filter(historical=False).exclude(case__state="merged")
    first, after = Scope(period=period).bounds
    if first:
        rows = rows.filter(submitted_at__date__gte=first)
    if after:
        rows = rows.filter(submitted_at__date__lt=after)
    return rows


def most_wanted(period: str, *, limit: int = 20) -> list[DataRequest]:
    """Return what most people joined and nobody has opened: waiting, refused, or not collected."""
    rows = requests(period).filter(supporters__gt=0)
    unmet = Q(case__state__in=queries.NOT_ANSWERED) | Q(
        parts__items__outcome__in=("refused", "not_collected")
    )
    return list(
        rows.filter(unmet)
        .distinct()
        .select_related("case", "merged_into__case")
        .order_by("-supporters", "-pk")[:limit]
    )


def silent_longest(period: str, *, limit: int = 10) -> list[DataRequest]:
    """Return what has waited longest for an answer of every agency, the oldest first."""
    phases = {TABLE.phase(state) for state in queries.NOT_ANSWERED}
    rows = requests(period).filter(
        case__type="data_request", case__phase__in=phases, case__state__in=queries.NOT_ANSWERED
    )
    return list(rows.select_related("case", "merged_into__case").order_by("case_id")[:limit])


def terms(period: str) -> list[Term]:
    """Return the searches that found nothing, the most frequent first; rare ones are left out. Two queries."""
    first, after = Scope(period=period).bounds
    rows = usage.searched_terms(since=first or BEGINNING, before=after, found_nothing=True, limit=TERMS)
    known = dict(
        SearchedTerm.objects.filter(term__in=[row["term"] for row in rows]).values_list("term", "category")
    )
    return [Term(row["term"], row["total"], known.get(row["term"], "")) for row in rows]


def totals(period: str) -> dict[str, int]:
    """Return how many requests, and how many joined them. One query."""
    found = requests(period).aggregate(requests=Count("pk"), supporters=Sum("supporters"))
    return {"requests": found["requests"] or 0, "supporters": found["supporters"] or 0}


def narrowed(period: str, state: str = queries.UNMERGED) -> str:
    """Return the parameters by which the list of requests shows those a period counts."""
    first, _ = Scope(period=period).bounds
    return urlencode({"historical": "no", "state": state, **({"year": first.year} if first else {})})


def period_of(given: str) -> str:
    """Return a period people may ask for."""
    return given if given in PERIODS else "all"
