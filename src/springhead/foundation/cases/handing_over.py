"""When an officer hands over, their open work in the agency and what they follow there go to the successor."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from springhead.engine.kernel.actors import AGENCY_ROLES
from springhead.engine.kernel.workflow import Phase, Row
from springhead.foundation.agencies.models import Agency, Person
from springhead.foundation.cases.models import Case, Subscription
from springhead.foundation.cases.registry import case_types


def hand_over(agency: Agency, person: Person, successor: Person) -> Mapping[str, int]:
    """Move open cases the officer opened in office, and subscriptions of the agency and its cases.

    Cases of a type that citizens open stay: there the officer is a citizen like any other.
    """
    official = [kind.name for kind in case_types() if _opened_in_office(kind.table.rows)]
    cases = Case.objects.filter(owner_id=person.public_id, agency_id=agency.public_id, type__in=official)
    moved = cases.exclude(phase=Phase.CLOSED).update(owner_id=successor.public_id)
    here = Case.objects.filter(agency_id=agency.public_id).values("number")
    follows = Subscription.objects.filter(subject_id=agency.public_id)
    return {
        "cases": moved,
        "subscriptions": move_subscriptions(follows, person, successor)
        + move_subscriptions(Subscription.objects.filter(subject_id__in=here), person, successor),
    }


def move_subscriptions(rows: QuerySet[Subscription], person: Person, successor: Person) -> int:
    """Give a person's subscriptions among `rows` to another; where both follow, one is enough."""
    mine = rows.filter(person_id=person.public_id)
    already = Subscription.objects.filter(person_id=successor.public_id).values("subject_id")
    mine.filter(subject_id__in=list(already.values_list("subject_id", flat=True))).delete()
    return mine.update(person_id=successor.public_id, lang=successor.language)


def _opened_in_office(rows: Iterable[Row]) -> bool:
    openings = [row for row in rows if not row.from_states]
    return bool(openings) and all(AGENCY_ROLES & set(row.actors) for row in openings)
