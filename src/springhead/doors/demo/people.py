"""Made-up people for the demo, one or more for every role. Their password is public, which is why demo mode is local."""

from dataclasses import dataclass
from typing import Final

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import today
from springhead.foundation.agencies import content, naming
from springhead.foundation.agencies.leaving import appoint
from springhead.foundation.agencies.models import Person
from springhead.foundation.agencies.roster import set_duty
from springhead.foundation.agencies.roster_commands import SetDuty
from springhead.foundation.agencies.texts import role_name

DOMAIN: Final = "demo.test"
PASSWORD: Final = "springhead-demo"  # noqa: S105  public on purpose; demo mode refuses any address but loopback
ACTOR: Final = Actor(id="machine:demo")


@dataclass(frozen=True, slots=True)
class Persona:
    """A made-up person: a code for the sign-in button, a name, a role, an agency's name (empty for the house)."""

    code: str
    name: str
    role: Role
    agency: str = ""

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.code}@{DOMAIN}"

    @property
    def role_zh(self) -> str:
        """Role and agency for people, in both languages."""
        names = role_name(self.role)
        return f"{self.agency}{names['zh-Hant']} {names['en']}"


PERSONAS: Final = (
    Persona("citizen", "示範民眾", Role.CITIZEN),
    Persona("officer", "水利署示範承辦", Role.OFFICER, "經濟部水利署"),
    Persona("deputy", "水利署示範代理人", Role.OFFICER, "經濟部水利署"),
    Persona("city-officer", "臺北市示範承辦", Role.OFFICER, "臺北市政府"),
    Persona("police", "警政署示範承辦", Role.OFFICER, "內政部警政署"),
    Persona("lead", "經濟部示範主管", Role.AGENCY_LEAD, "經濟部"),
    Persona("head", "經濟部示範首長", Role.AGENCY_HEAD, "經濟部"),
    Persona("member", "示範委員", Role.MEMBER, "經濟部"),
    Persona("convener", "示範召集人", Role.CONVENER, "經濟部"),
    Persona("secretary", "示範幕僚", Role.SECRETARY, "經濟部"),
    Persona("expert", "示範標準專家", Role.STANDARDS_EXPERT),
    Persona("policy", "數位部示範主管機關", Role.POLICY_OFFICE),
    Persona("operator", "示範維運", Role.OPERATOR),
)


def load() -> bool:
    """Make the personas that are missing, with their roles; True when any was made. The agencies come first."""
    missing = [each for each in PERSONAS if not Person.objects.filter(email=each.email).exists()]
    if not missing:
        return False
    content.load()
    # Hashed once: twelve times the full cost would slow down every first start by seconds.
    hashed = make_password(PASSWORD)
    with transaction.atomic():
        for persona in missing:
            _make(persona, hashed)
        _put_on_duty("officer")
    return True


def persona(code: str) -> Persona | None:
    """Return the persona with this code."""
    return next((each for each in PERSONAS if each.code == code), None)


def _put_on_duty(code: str) -> None:
    """Let one of the two officers of an agency be on duty, so that there is a roster to look at."""
    chosen = next(each for each in PERSONAS if each.code == code)
    agency, person = naming.find(chosen.agency), Person.objects.get(email=chosen.email)
    if agency is not None and not agency.duties.exists():
        lead = Actor(id=ACTOR.id, roles=frozenset({Role.OPERATOR}))
        set_duty(SetDuty(person.public_id, today()), agency_id=agency.public_id, by=lead)


def _make(persona: Persona, hashed: str) -> None:
    person = Person.objects.create(email=persona.email, password=hashed, display_name=persona.name)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    if persona.role is Role.CITIZEN:
        return
    agency = naming.find_or_provisional(persona.agency, by=ACTOR) if persona.agency else None
    appoint(person, persona.role, agency, by=ACTOR)
