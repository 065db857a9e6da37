"""Made-up committees: one for a ministry, one for a city; what waits for them comes by itself."""

from datetime import timedelta

from springhead.doors.demo import people
from springhead.engine.kernel.actors import machine
from springhead.engine.kernel.now import today
from springhead.forums.committees import bodies, matters
from springhead.forums.committees.models import Body
from springhead.foundation.agencies.models import Person
from springhead.foundation.agencies.naming import find_or_provisional

BY = machine("demo")
MEMBERS = (
    ("示範召集人", "convener", "agency", "female"),
    ("示範幕僚", "secretary", "agency", "male"),
    ("示範委員", "member", "public", "female"),
    ("示範委員乙", "member", "public", "male"),
    ("示範委員丙", "member", "agency", "female"),
)
AGENCIES = {"經濟部": "Ministry of Economic Affairs", "臺北市政府": "Taipei City Government"}
# Who signs in for whom; see `people.PERSONAS`. Where the account is missing the seat is nobody's.
ACCOUNTS = {
    ("經濟部", "示範召集人"): "convener",
    ("經濟部", "示範幕僚"): "secretary",
    ("經濟部", "示範委員"): "member",
}


def _account(agency: str, name: str) -> str:
    found = people.persona(ACCOUNTS.get((agency, name), ""))
    return found.email if found and Person.objects.filter(email=found.email).exists() else ""


def load() -> bool:
    """Make the demo committees on an installation that has none; False when there are some already."""
    if Body.objects.exists():
        return False
    for agency, english in AGENCIES.items():
        name = {
            "zh-Hant": f"{agency}政府資料開放諮詢小組（示範）",
            "en": f"{english} open data committee (demo)",
        }
        made = bodies.make("agency", name, find_or_provisional(agency), by=BY)
        for person, position, identity, gender in MEMBERS:
            told = {
                "name": person,
                "position": position,
                "identity": identity,
                "gender": gender,
                "valid_from": (today() - timedelta(days=400)).isoformat(),
            }
            bodies.enlist(made, {**told, "email": _account(agency, person)}, by=BY)
    matters.rebuild()
    return True
