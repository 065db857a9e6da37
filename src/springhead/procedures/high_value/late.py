"""Who is late in a cycle: calls and nominations past their term, releases past their day. In pages, chosen, or all."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Final

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from springhead.foundation.cases import keyset
from springhead.foundation.cases.models import Case
from springhead.procedures.high_value.models import Cycle

PAGE: Final = 50
_NO_TERM: Final = datetime(9999, 1, 1, tzinfo=UTC)  # late releases have a promised day and come last


def calls(which: Cycle, at: datetime) -> QuerySet[Case]:
    """Return the agencies' parts of a cycle that are past their term, the oldest first."""
    rows = Case.objects.filter(type="hv_call", parent=which.case_id, state="called", next_due__lte=at)
    return _by_term(rows).select_related("hv_call__agency")


def nominations(which: Cycle, at: datetime) -> QuerySet[Case]:
    """Return the nominations of a cycle past their term, the oldest first, then those released late."""
    unkept = Q(state="scheduled", hv_nomination__promise__state="late")
    rows = Case.objects.filter(Q(next_due__lte=at) | unkept, type="hv_nomination", hv_nomination__cycle=which)
    return _by_term(rows).select_related("hv_nomination__agency", "hv_nomination__promise__commitment")


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
