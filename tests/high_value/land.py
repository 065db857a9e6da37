"""A land to run a whole cycle in by API alone: five agencies, their committees, three hundred people, a clock, workers.

Only here are rows written, before anything begins: agencies, people, datasets, bodies, keys. Everything after that goes
through `/api/v1` with a key, the clock, and what workers do by themselves.
"""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from tests.catalog.test_publish_by_api import upload

from springhead.config import wiring
from springhead.engine.kernel import now
from springhead.engine.kernel.actors import Actor, Role
from springhead.forums.committees import bodies, resolutions
from springhead.forums.meetings import outcomes
from springhead.foundation.agencies import actions, naming
from springhead.foundation.agencies.commands import MakeKey
from springhead.foundation.agencies.leaving import appoint
from springhead.foundation.agencies.models import Agency, Person
from springhead.foundation.agencies.queries import actor_of
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.cases import sweeper
from springhead.foundation.catalog import pipeline
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.ledger.followers import run_followers

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # a Monday, noon in Taipei
DAY = timedelta(days=1)
POLICY = Actor(id="pp_policy00", roles=frozenset({Role.POLICY_OFFICE}))
PLACES = ("水利", "交通", "消防", "衛生", "農業")
FIELDS = ("測站", "水位")
Json = Any


@dataclass
class Caller:
    """A program of one person, who signs in with a key."""

    client: Client
    secret: str

    def send(self, method: str, path: str, body: Json = None, status: int = 0) -> Json:
        """Send a request below `/api/v1`; the answer has this status, or is a good one."""
        answer = self.client.generic(
            method,
            path if path.startswith("/api/") else f"/api/v1{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers={"authorization": f"Bearer {self.secret}"},
        )
        good = answer.status_code == status if status else answer.status_code < 400
        assert good, (method, path, body, answer.status_code, answer.content.decode()[:2000])
        return answer.json()

    def get(self, path: str) -> Json:
        return self.send("GET", path)

    def post(self, path: str, **body: Json) -> Json:
        return self.send("POST", path, body)

    def do(self, number: str, event: str, **body: Json) -> Json:
        """Give a command to a case."""
        return self.post(f"/cases/{number}/commands/{event}", **body)


@dataclass
class Place:
    """An agency with its officer and lead, its committee, and the committee's secretary, convener and members."""

    id: str
    body: str
    officer: Caller
    lead: Caller
    secretary: Caller
    members: dict[str, Caller]  # by public id of the seat, the convener first
    datasets: list[str] = field(default_factory=list)


@dataclass
class Land:
    """Everybody, and the clock of the whole process."""

    client: Client
    clock: Path
    office: Caller
    host: str
    places: list[Place]
    executive: Place
    citizens: list[Caller]

    @property
    def today(self) -> date:
        return now.today()

    def to(self, day: date) -> None:
        """Go to noon of a Taipei date and let everything happen that is due by then."""
        noon = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
        now.set_offset(self.clock, max(now.now(), noon) - now.wall())
        self.settle()

    def after(self, days: int) -> None:
        self.to(self.today + timedelta(days=days))

    def settle(self) -> None:
        """Let sweeper, followers and resolutions work as the workers do, until nothing is left."""
        for _ in range(20):
            swept = sum(iter(sweeper.sweep, 0))
            followed = run_followers(wiring.FOLLOWERS)
            assert not [one for one in followed if one.failure], followed
            recorded = outcomes.record_rest()
            resolutions.carry_out_rest()
            if not (swept or recorded or any(one.handled for one in followed)):
                return
        raise AssertionError("it never comes to rest")


def deliver(place: Place, dataset: str, content: bytes) -> str:
    """Bring a file as a program of the agency does, up to the point where it may be published; return the delivery."""
    spot = place.officer.post(f"/datasets/{dataset}/uploads")
    with ThreadPoolExecutor(1) as apart:  # a browser may have its own loop in this thread
        apart.submit(upload, spot, content, "觀測.csv").result()
    number = str(place.officer.post(spot["finish"].partition("/api/v1")[2])["number"])
    pipeline.work(number, lambda _label, _done: None)
    found = place.officer.get(f"/deliveries/{number}")
    assert found["state"] == "checked", found
    return number


def make(client: Client, clock: Path, *, citizens: int, places: int = 5, datasets: int = 9) -> Land:
    """Set the land up: the only rows written by hand."""
    now.set_offset(clock, NOON - now.wall())
    office = naming.create(Agency(names={"zh-Hant": "開放資料主管部", "en": "Ministry of Open Data"}))
    desk = _caller(client, "policy", ((Role.POLICY_OFFICE, None), (Role.OFFICER, office)))
    made = [_place(client, name, datasets) for name in PLACES[:places]]
    people = [_caller(client, f"citizen{n}", ()) for n in range(citizens)]
    land = Land(client, clock, desk, office.public_id, made, _executive(client, office), people)
    land.settle()
    return land


def _caller(client: Client, name: str, roles: Any) -> Caller:
    person = Person.objects.create(email=f"{name}@example.org", display_name=name)
    for role, agency in roles:
        appoint(person, role, agency, by=POLICY)
    wish = MakeKey("輪次", (Scope.CASES, Scope.PUBLISH), 365)
    return Caller(client, actions.make_key(wish, owner=person, by=actor_of(person))[1])


def _place(client: Client, name: str, datasets: int) -> Place:
    agency = naming.create(Agency(names={"zh-Hant": f"清溪{name}部", "en": f"Ministry {name}"}, level=2))
    body = bodies.make(
        "agency", {"zh-Hant": f"清溪{name}部諮詢小組", "en": f"Committee {name}"}, agency, by=POLICY
    )
    made = Place(
        agency.public_id,
        body.public_id,
        _caller(client, f"officer-{name}", ((Role.OFFICER, agency),)),
        _caller(client, f"lead-{name}", ((Role.AGENCY_LEAD, agency),)),
        _caller(client, f"secretary-{name}", ((Role.SECRETARY, agency),)),
        _members(client, name, body),
    )
    for n in range(datasets):
        title = {"zh-Hant": f"{name}即時觀測{n}", "en": f"Observations {name} {n}"}
        dataset = Dataset.objects.create(agency=agency, title=title)
        made.datasets.append(dataset.public_id)
    return made


def _executive(client: Client, office: Agency) -> Place:
    body = bodies.make(
        "executive", {"zh-Hant": "行政院諮詢小組", "en": "Executive committee"}, None, by=POLICY
    )
    members = _members(client, "院", body)
    desk = _caller(client, "desk-院", ((Role.POLICY_OFFICE, None),))
    return Place(office.public_id, body.public_id, desk, desk, desk, members)


def _members(client: Client, name: str, body: Any) -> dict[str, Caller]:
    made = {}
    for n, (position, identity) in enumerate((("convener", "agency"), ("member", "public"))):
        who = _caller(client, f"member{n}-{name}", ())
        told = {"name": f"{name}委員{n}", "position": position, "identity": identity, "valid_from": "2026-01-01",
                "email": f"member{n}-{name}@example.org"}  # fmt: skip
        made[bodies.enlist(body, told, by=POLICY).public_id] = who
    return made


Decide = Callable[[str], dict[str, Any]]


def meet(land: Land, place: Place, decide: Decide) -> str:
    """Hold a meeting of a body on everything that waits for it, up to published minutes; returns its number.

    `decide` says, by number of a case, the option, and what else the conclusion has. Members take positions in turn.
    """
    secretary, (chair, *_) = place.secretary, place.members.values()
    number = secretary.post("/meetings", body=place.body)["number"]
    held_on = land.today + 15 * DAY
    secretary.do(number, "give_notice", held_on=held_on.isoformat(), starts_at="14:00", place="三樓會議室")
    secretary.do(number, "send_papers")
    land.to(held_on)
    for seat in place.members:
        secretary.do(number, "attend", member=seat)
    chair.do(number, "open")
    for turn, item in enumerate(chair.get(f"/meetings/{number}/mine")["items"]):
        if not item["cases"]:
            chair.do(number, "conclude", item=item["id"], outcome="noted", text="洽悉，同意備查。")
            continue
        seat, member = list(place.members.items())[turn % len(place.members)]
        member.do(number, "position", member=seat, item=item["id"], position="yes")
        told = {"outcome": "resolved", "way": "consensus", "text": "經討論，效益明確，同意所提。"}
        chair.do(number, "conclude", item=item["id"], **{**told, **decide(item["cases"][0])})
    chair.do(number, "close")
    secretary.do(number, "draft_minutes", remarks="本次會議審議高應用價值資料提報。")
    chair.do(number, "confirm", reason="會中宣讀，在場委員均無意見。")
    land.settle()
    secretary.do(number, "publish")
    land.settle()
    return number


def table(columns: tuple[str, ...] = FIELDS) -> bytes:
    rows = [
        ",".join(columns),
        *(
            ",".join(f"{name}{n}" if not at else str(n / 2) for at, name in enumerate(columns))
            for n in range(1, 6)
        ),
    ]
    return ("\n".join(rows) + "\n").encode()


def public() -> Path:
    return Path(settings.SPRINGHEAD.public)
