"""Which agency's call a nomination belongs to: its own, else that of the nearest agency above it."""

from springhead.foundation.agencies.models import Agency
from springhead.procedures.high_value.models import Call, Cycle


def call_of(cycle: Cycle, agency_id: str) -> Call | None:
    """Return the call of a cycle that an agency (public id) nominates under; None when nobody above was called."""
    place = Agency.objects.filter(public_id=agency_id).first() if agency_id else None
    called = {one.agency_id: one for one in Call.objects.filter(cycle=cycle).select_related("case")}
    while place is not None:
        if place.pk in called:
            return called[place.pk]
        place = place.parent
    return None


def under(call: Call) -> int:
    """Return how many nominations of an agency, and of those under it, are in its cycle and not civic alone."""
    places = set(_below(call.agency_id))
    rows = call.cycle.nominations.filter(agency__in=places, agency_silent=False)
    return rows.exclude(state__in=("proposed", "declined", "not_listed")).count()


def _below(agency_pk: int) -> list[int]:
    found, edge = [agency_pk], [agency_pk]
    while edge:
        edge = list(Agency.objects.filter(parent__in=edge).exclude(pk__in=found).values_list("pk", flat=True))
        found += edge
    return found
