"""People and agencies that the tests of this folder share."""

from collections.abc import Callable

import pytest

from springhead.engine.kernel.actors import Actor, Role
from springhead.foundation.agencies import content, queries
from springhead.foundation.agencies.models import Agency, Membership, Person


@pytest.fixture
def agencies(db: None) -> None:
    """The agencies that ship with the product."""
    content.load()


@pytest.fixture
def person(db: None) -> Callable[..., Person]:
    """Make somebody with a role in an agency (by name): `person("a@b.test", Role.OFFICER, "經濟部")`."""

    def make(email: str = "somebody@example.test", role: Role | None = None, agency: str = "") -> Person:
        made = Person.objects.create_user(email, "a long enough password")
        if role is not None:
            place = queries.find_or_provisional(agency) if agency else None
            Membership.objects.create(person=made, role=role, agency=place)
        return made

    return make


@pytest.fixture
def actor(person: Callable[..., Person]) -> Callable[..., Actor]:
    """Make somebody and return what they may act as."""
    return lambda *args, **kwargs: queries.actor_of(person(*args, **kwargs))


@pytest.fixture
def named(db: None) -> Callable[[str], Agency]:
    """Return the agency of a name; fails the test when there is none."""

    def find(name: str) -> Agency:
        found = queries.find(name)
        assert found is not None, name
        return found

    return find
