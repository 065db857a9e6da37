"""Reading rosters: who is on duty, who is away, who stands in for whom."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from django.db.models import Q

from springhead.engine.kernel.actors import AGENCY_ROLES, Actor, Role
from springhead.engine.kernel.now import today
from springhead.foundation.agencies import leaving, policy
from springhead.foundation.agencies.models import Absence, Agency, Duty, Membership, Person
from springhead.foundation.agencies.roster_rules import Away, Span, days_ahead, on_duty

AHEAD: Final = 14
MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Roster:
    """The roster of one agency: its people, what is set, and who is told on each of the next days."""

    agency: Agency
    officers: list[Person]
    staff: list[Person]
    duties: list[Duty]
    absences: list[Absence]
    days: list[tuple[date, list[Person]]]
    may_lead: bool

    @property
    def spans(self) -> list[tuple[date, date, list[Person]]]:
        """The days ahead, those in a row with the same people as one line: first day, last day, people."""
        found: list[tuple[date, date, list[Person]]] = []
        for day, people in self.days:
            if found and found[-1][2] == people:
                found[-1] = (found[-1][0], day, people)
            else:
                found.append((day, day, people))
        return found


def roster(agency: Agency, *, viewer: Actor) -> Roster:
    """Return the roster; only to people of the agency and operators. Raises `Refused`. Four queries."""
    if Role.OPERATOR not in viewer.roles:
        policy.check(policy.may_act_for(viewer, agency.public_id))
    day = today()
    officers, staff = _people(agency)
    duties, absences = _duties(agency, day), _absences(agency, day)
    known = {person.public_id: person for person in staff}
    told = _told(officers, staff, duties, absences)
    return Roster(
        agency=agency,
        officers=officers,
        staff=staff,
        duties=duties,
        absences=absences,
        days=[(each, [known[one] for one in told(each)]) for each in days_ahead(day, AHEAD)],
        may_lead=policy.may_lead(viewer, agency) is None,
    )


def officers_on_duty(agency: Agency) -> list[Person]:
    """Return the active people who are told as officers of an agency today; empty when it has no officer."""
    day = today()
    officers, staff = _people(agency)
    if not officers:
        return []
    known = {person.public_id: person for person in staff}
    told = _told(officers, staff, _duties(agency, day), _absences(agency, day))
    return [known[one] for one in told(day)]


def stood_in_for(person: Person, places: Collection[int | None], day: date) -> Iterator[str]:
    """Yield the agencies (public ids) where a person stands in for an absent officer, among those they work for.

    The officer's own role must still run: whoever left cannot be stood in for.
    """
    if not places:
        return
    rows = Absence.objects.filter(
        substitute=person, agency__in=places, valid_from__lte=day, valid_to__gt=day
    ).select_related("agency")
    for absence in rows:
        held = leaving.running(absence.agency).filter(person=absence.person_id, role=Role.OFFICER)
        if held.exists():
            yield absence.agency.public_id


def _people(agency: Agency) -> tuple[list[Person], list[Person]]:
    """Return the officers, and everybody who may stand in, in one query."""
    rows: list[Membership] = list(
        leaving.running(agency)
        .filter(role__in=AGENCY_ROLES)
        .select_related("person")
        .order_by("person_id")[:MOST]
    )
    staff = {row.person_id: row.person for row in rows}
    officers = {row.person_id: row.person for row in rows if row.role == Role.OFFICER}
    return list(officers.values()), list(staff.values())


def _duties(agency: Agency, day: date) -> list[Duty]:
    rows = Duty.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), agency=agency)
    return list(rows.select_related("person").order_by("valid_from", "pk")[:MOST])


def _absences(agency: Agency, day: date) -> list[Absence]:
    rows = Absence.objects.filter(agency=agency, valid_to__gt=day)
    return list(rows.select_related("person", "substitute").order_by("valid_from", "pk")[:MOST])


def _told(
    officers: list[Person], staff: list[Person], duties: list[Duty], absences: list[Absence]
) -> Callable[[date], list[str]]:
    """Return the function from a day to the public ids of those who are told."""
    return partial(
        on_duty,
        [person.public_id for person in officers],
        [person.public_id for person in staff],
        [Span(one.person.public_id, one.valid_from, one.valid_to) for one in duties],
        [
            Away(one.person.public_id, one.substitute.public_id, one.valid_from, one.valid_to)
            for one in absences
        ],
    )
