"""Who is late in a cycle: calls and nominations past their term, releases past their day. In pages, chosen, or all.

What waits for a committee past its term is that committee's to decide, and no agency's: `committees` counts it apart.
"""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Final

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from springhead.forums.committees.models import Body
from springhead.foundation.cases import keyset
from springhead.foundation.cases.models import Case
from springhead.procedures.high_value.models import Cycle

PAGE: Final = 50
TO_ANSWER: Final = ("proposed", "nominated", "in_consultation", "responding")  # by the agency
_NO_TERM: Final = datetime(9999, 1, 1, tzinfo=UTC)  # late releases have a promised day and come last


def calls(which: Cycle, at: datetime) -> QuerySet[Case]:
    """Return the agencies' parts of a cycle that are past their term, the oldest first."""
    rows = Case.objects.filter(type="hv_call", parent=which.case_id, state="called", next_due__lte=at)
    return _by_term(rows).select_related("hv_call__agency")


def nominations(which: Cycle, at: datetime) -> QuerySet[Case]:
    """Return the nominations whose agency is past its term, the oldest first, then those released late."""
    over = Q(next_due__lte=at, state__in=TO_ANSWER)
    unkept = Q(state="scheduled", hv_nomination__promise__state="late")
    rows = Case.objects.filter(over | unkept, type="hv_nomination", hv_nomination__cycle=which)
    return _by_term(rows).select_related("hv_nomination__agency", "hv_nomination__promise__commitment")


def committees(which: Cycle, at: datetime) -> list[tuple[Body | None, int]]:
    """Return the bodies with nominations past their term, and how many; None: the policy office. Two queries."""
    rows = Case.objects.filter(matter__isnull=False, next_due__lte=at, hv_nomination__cycle=which)
    counted = list(rows.values_list("matter__body").annotate(n=Count("pk")).order_by("-n", "matter__body"))
    known = Body.objects.in_bulk([pk for pk, _ in counted if pk])
    return [(known.get(pk), n) for pk, n in counted]


def _by_term(rows: QuerySet[Case]) -> QuerySet[Case]:
    return rows.annotate(term=Coalesce("next_due", Value(_NO_TERM))).order_by("term", "pk")


def page(rows: QuerySet[Case], cursor: str = "", *, limit: int = PAGE) -> tuple[list[Case], str]:
    """Return a page of `calls` or `nominations` and its next cursor, empty on the last one. One query."""
    found = list(rows.filter(keyset.after(cursor, "term"))[: limit + 1])
    more = found[limit:] and found[limit - 1]
    return found[:limit], keyset.cursor(more.term, more.pk) if more else ""  # type: ignore[attr-defined]


def chosen(which: Cycle, at: datetime, numbers: Collection[str] | None) -> list[Case]:
    """Return what is late of these numbers; None: everything that is late. Two queries."""
    both = calls(which, at), nominations(which, at)
    return [
        case for rows in both for case in (rows if numbers is None else rows.filter(number__in=list(numbers)))
    ]
