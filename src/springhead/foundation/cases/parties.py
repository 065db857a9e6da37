"""What a case must know about people and agencies: who is told, and where an agency has its seat."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from springhead.engine.kernel.actors import AGENCY_ROLES, Role, machine
from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Audience
from springhead.foundation.agencies import queries as agencies
from springhead.foundation.agencies import rosters
from springhead.foundation.agencies.models import Agency, Mails, Person
from springhead.foundation.agencies.rules import BODY_ROLES
from springhead.foundation.cases.models import Case, Subscription
from springhead.foundation.cases.registry import find

ROLE_OF: Final = {
    Audience.OFFICERS: Role.OFFICER,
    Audience.AGENCY_LEAD: Role.AGENCY_LEAD,
    Audience.AGENCY_HEAD: Role.AGENCY_HEAD,
    Audience.CONVENER: Role.CONVENER,
    Audience.MEMBERS: Role.MEMBER,
    Audience.SECRETARY: Role.SECRETARY,
    Audience.POLICY_OFFICE: Role.POLICY_OFFICE,
    Audience.OPERATORS: Role.OPERATOR,
}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to be told. `person_id` is empty for those known by e-mail only, who follow by `subscription`.

    `at_once`: wants every piece of news by a mail of its own; `official`: holds a role, so reads mail on
    working days.
    """

    person_id: str
    email: str
    lang: str
    subscription: str = ""
    at_once: bool = False
    official: bool = False


def county_of(agency_id: str) -> str:
    """Return the county code of an agency's seat; empty when it, or the agency, is unknown."""
    found = _agency(agency_id)
    return (found.seat_county or found.county_code) if found else ""


def recipients(case: Case, audience: Audience, subjects: Iterable[str]) -> Iterable[Recipient]:
    """Yield who belongs to an audience of a case; followers are those of the case and of its subjects."""
    if audience is Audience.FOLLOWERS:
        yield from _followers({case.number, *subjects})
        return
    kind = find(case.type)
    if audience is Audience.REQUESTER:
        people = list(Person.objects.filter(public_id=case.owner_id, is_active=True))
    else:
        named = kind.people(case, audience) if kind and kind.people else ()
        people = list(named) or _holders(ROLE_OF[audience], case.agency_id)
    for person in people:
        yield _known(person, official=audience is not Audience.REQUESTER)


def _known(person: Person, *, official: bool, lang: str = "", subscription: str = "") -> Recipient:
    return Recipient(
        person_id=person.public_id,
        email=person.email,
        lang=lang or person.language,
        subscription=subscription,
        at_once=person.mails == Mails.AT_ONCE,
        official=official,
    )


def _holders(role: Role, agency_id: str) -> list[Person]:
    """Return who holds a role; in an agency without anybody, those of the nearest one above it that has somebody.

    Of the officers, those on duty today; for who is away the substitute.
    """
    if role not in AGENCY_ROLES | BODY_ROLES:
        return agencies.addresses_of(frozenset({role}))
    place: Agency | None = _agency(agency_id)
    while place is not None:
        people = (
            rosters.officers_on_duty(place)
            if role is Role.OFFICER
            else agencies.addresses_of(frozenset({role}), agency_id=place.public_id)
        )
        if people:
            return people
        place = place.parent
    return []


def _agency(agency_id: str) -> Agency | None:
    try:
        return agencies.agency(agency_id, viewer=machine("cases")) if agency_id else None
    except Refused:
        return None


def _followers(subjects: set[str]) -> Iterable[Recipient]:
    rows = Subscription.objects.filter(subject_id__in=subjects, confirmed_at__isnull=False).order_by("id")
    people = Person.objects.filter(is_active=True).in_bulk(
        rows.exclude(person_id="").values_list("person_id", flat=True), field_name="public_id"
    )
    officials = agencies.officials(people)
    for row in rows.iterator(chunk_size=1000):
        person = people.get(row.person_id)
        if person is not None:
            yield _known(
                person,
                official=row.person_id in officials,
                lang=row.lang,
                subscription=row.public_id,
            )
        elif not row.person_id:  # others have left, or were disabled
            yield Recipient("", row.email, row.lang, row.public_id)
