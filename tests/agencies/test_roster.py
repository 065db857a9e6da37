"""Rosters, absences and handing over: who may, what moves, and that the last officer stays until somebody follows."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
import pytest
from django.test import Client
from tests.support import nursery

from springhead.config import wiring
from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies import actions, leaving, queries, roster, rosters
from springhead.foundation.agencies.commands import MakeKey
from springhead.foundation.agencies.models import Absence, Agency, Duty, Membership, Person
from springhead.foundation.agencies.roster_commands import DeclareAbsence, HandOver, SetDuty
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.cases.models import Subscription
from springhead.foundation.catalog import handing_over as dataset_handing_over
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.ledger.models import Event

pytestmark = pytest.mark.django_db
PLACE = "經濟部水利署"
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def wired() -> None:
    """Let the nouns hand over what they keep, whatever other tests installed."""
    wiring.install()


@pytest.fixture
def place(agencies: None, named: Callable[[str], Agency]) -> Agency:
    return named(PLACE)


@pytest.fixture
def chen(place: Agency, person: Callable[..., Person]) -> Person:
    return person("chen@example.test", Role.OFFICER, PLACE)


@pytest.fixture
def wang(place: Agency, person: Callable[..., Person]) -> Person:
    return person("wang@example.test", Role.OFFICER, PLACE)


@pytest.fixture
def lead(place: Agency, actor: Callable[..., Actor]) -> Actor:
    return actor("lead@example.test", Role.AGENCY_LEAD, "經濟部")


@pytest.fixture
def operator(actor: Callable[..., Actor]) -> Actor:
    return actor("operator@example.test", Role.OPERATOR)


def code_of(refusal: pytest.ExceptionInfo[Refused]) -> str:
    return refusal.value.problems[0].code


def acts(person: Person) -> Actor:
    return queries.actor_of(person)


def away(
    person: Person, substitute: Person, place: Agency, by: Actor, *, start: int = 0, days: int = 7
) -> Absence:
    first = today() + timedelta(days=start)
    command = DeclareAbsence(person.public_id, substitute.public_id, first, first + timedelta(days=days))
    return roster.declare_absence(command, agency_id=place.public_id, by=by)


def told(place: Agency) -> list[str]:
    return [person.email.partition("@")[0] for person in rosters.officers_on_duty(place)]


# ── roster ──────────────────────────────────────────────────────────────────


def test_the_lead_of_the_agency_above_sets_who_is_on_duty(
    place: Agency, chen: Person, wang: Person, lead: Actor
) -> None:
    assert told(place) == ["chen", "wang"]
    duty = roster.set_duty(SetDuty(wang.email, today()), agency_id=place.public_id, by=lead)
    assert told(place) == ["wang"]
    event = Event.objects.get(event="roster.duty_set")
    assert event.subject == place.public_id
    assert wang.public_id not in str(event.facts)  # who it is stays a digest
    roster.end_duty(duty.public_id, by=lead)
    assert told(place) == ["chen", "wang"]


def test_a_duty_that_has_begun_ends_today_and_keeps_its_row(place: Agency, chen: Person, lead: Actor) -> None:
    duty = Duty.objects.create(agency=place, person=chen, valid_from=today() - WEEK)
    roster.end_duty(duty.public_id, by=lead)
    assert Duty.objects.get().valid_to == today()
    with pytest.raises(Refused) as refusal:
        roster.end_duty(duty.public_id, by=lead)
    assert code_of(refusal) == "roster-line-unknown"


def test_officers_do_not_set_the_roster_nor_leads_of_other_agencies(
    place: Agency, chen: Person, actor: Callable[..., Actor]
) -> None:
    for by in (acts(chen), actor("other@example.test", Role.AGENCY_LEAD, "內政部")):
        with pytest.raises(Refused) as refusal:
            roster.set_duty(SetDuty(chen.email, today()), agency_id=place.public_id, by=by)
        assert code_of(refusal) == "roster-lead-needed"


def test_only_officers_of_the_agency_stand_on_the_roster(
    place: Agency, lead: Actor, person: Callable[..., Person]
) -> None:
    stranger = person("o@example.test", Role.OFFICER, "臺北市政府")
    with pytest.raises(Refused) as refusal:
        roster.set_duty(SetDuty(stranger.email, today()), agency_id=place.public_id, by=lead)
    assert code_of(refusal) == "roster-not-an-officer"


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        ({}, ["roster-person-missing"]),
        ({"person": "x", "valid_from": "tomorrow"}, ["roster-day-wrong"]),
        ({"person": "x", "valid_from": "2026-03-02", "valid_to": "2026-03-02"}, ["roster-days-turned"]),
        ({"person": "x", "valid_from": "2026-03-02", "valid_to": "2036-03-02"}, ["roster-days-too-many"]),
        ({"valid_from": "9", "valid_to": "9"}, ["roster-day-wrong"] * 2 + ["roster-person-missing"]),
        ({"person": ["x"]}, ["roster-person-missing"]),
    ],
)
def test_a_wrong_duty_is_told_with_every_problem(data: dict[str, Any], codes: list[str]) -> None:
    with pytest.raises(Refused) as refusal:
        SetDuty.parse(data, today=today())
    assert [problem.code for problem in refusal.value.problems] == codes


# ── absence ─────────────────────────────────────────────────────────────────


def test_a_substitute_acts_as_officer_in_these_days_and_only_there(
    place: Agency, chen: Person, person: Callable[..., Person]
) -> None:
    head = person("head@example.test", Role.AGENCY_HEAD, PLACE)
    assert not acts(head).holds(Role.OFFICER, agency_id=place.public_id)
    away(chen, head, place, acts(chen))
    assert acts(head).holds(Role.OFFICER, agency_id=place.public_id)
    assert told(place) == ["head"]
    Absence.objects.update(valid_from=today() - WEEK, valid_to=today())
    assert not acts(head).holds(Role.OFFICER, agency_id=place.public_id)


def test_nobody_stands_in_for_an_officer_who_is_none_any_more(
    place: Agency, chen: Person, person: Callable[..., Person]
) -> None:
    head = person("head@example.test", Role.AGENCY_HEAD, PLACE)
    away(chen, head, place, acts(chen))
    Membership.objects.filter(person=chen).update(valid_to=today())
    assert not acts(head).holds(Role.OFFICER, agency_id=place.public_id)


def test_a_substitute_who_lost_every_role_there_acts_no_more(
    place: Agency, chen: Person, wang: Person
) -> None:
    away(chen, wang, place, acts(chen))
    Membership.objects.filter(person=wang).update(valid_to=today())
    assert not acts(wang).agency_ids
    assert told(place) == ["chen"]


def test_a_substitute_must_be_of_the_same_agency(
    place: Agency, chen: Person, person: Callable[..., Person]
) -> None:
    stranger = person("o@example.test", Role.OFFICER, "臺北市政府")
    with pytest.raises(Refused) as refusal:
        away(chen, stranger, place, acts(chen))
    assert code_of(refusal) == "roster-not-staff"


def test_nobody_stands_in_for_themselves_or_while_away(place: Agency, chen: Person, wang: Person) -> None:
    with pytest.raises(Refused) as refusal:
        away(chen, chen, place, acts(chen))
    assert code_of(refusal) == "roster-substitute-self"
    away(wang, chen, place, acts(wang), start=3)
    with pytest.raises(Refused) as refusal:
        away(chen, wang, place, acts(chen))
    assert code_of(refusal) == "roster-substitute-away"
    away(chen, wang, place, acts(chen), days=3)  # until the day before: no day in common
    with pytest.raises(Refused) as refusal:
        away(chen, wang, place, acts(chen), days=1)
    assert code_of(refusal) == "roster-absent-already"


def test_absences_of_others_are_declared_and_ended_by_the_lead_only(
    place: Agency, chen: Person, wang: Person, lead: Actor
) -> None:
    with pytest.raises(Refused) as refusal:
        away(chen, wang, place, acts(wang))
    assert code_of(refusal) == "roster-lead-needed"
    absence = away(chen, wang, place, lead)
    with pytest.raises(Refused):
        roster.end_absence(absence.public_id, by=acts(wang))
    roster.end_absence(absence.public_id, by=acts(chen))
    assert told(place) == ["chen", "wang"]


def test_the_ledger_says_that_somebody_is_away_but_not_who(place: Agency, chen: Person, wang: Person) -> None:
    away(chen, wang, place, acts(chen))
    event = Event.objects.get(event="roster.absence_declared")
    assert set(event.facts) == {"agency", "absence"}
    assert wang.public_id not in str(event.facts)


# ── leaving ─────────────────────────────────────────────────────────────────


def test_the_last_officer_cannot_leave_without_handing_over(
    place: Agency, chen: Person, wang: Person, operator: Actor
) -> None:
    first, last = (Membership.objects.get(person=one) for one in (chen, wang))
    actions.end_role(first.pk, by=operator)
    with pytest.raises(Refused) as refusal:
        actions.end_role(last.pk, by=operator)
    problem = refusal.value.problems[0]
    assert (problem.code, problem.kind.status) == ("last-officer", 409)
    assert PLACE in problem.message("zh-Hant")
    with pytest.raises(Refused) as refusal:
        leaving.disable(wang.public_id, by=operator)
    assert code_of(refusal) == "last-officer"
    assert acts(wang).holds(Role.OFFICER, agency_id=place.public_id)


def test_a_disabled_officer_does_not_count_as_somebody_who_stays(
    place: Agency, chen: Person, wang: Person, operator: Actor
) -> None:
    leaving.disable(chen.public_id, by=operator)
    with pytest.raises(Refused):
        actions.end_role(Membership.objects.get(person=wang).pk, by=operator)
    leaving.enable(chen.public_id, by=operator)
    actions.end_role(Membership.objects.get(person=wang).pk, by=operator)


def test_an_agency_that_has_ended_needs_nobody(place: Agency, chen: Person, operator: Actor) -> None:
    Agency.objects.filter(pk=place.pk).update(ended=True)
    actions.end_role(Membership.objects.get(person=chen).pk, by=operator)
    assert not acts(chen).agency_ids


def test_only_operators_disable_and_the_last_of_them_stays(chen: Person, operator: Actor) -> None:
    with pytest.raises(Refused):
        leaving.disable(chen.public_id, by=acts(chen))
    with pytest.raises(Refused) as refusal:
        leaving.disable(operator.id, by=operator)
    assert code_of(refusal) == "last-operator"


def test_handing_over_makes_the_successor_officer_and_moves_everything(
    place: Agency, chen: Person, wang: Person, person: Callable[..., Person]
) -> None:
    new = person("new@example.test")
    Duty.objects.create(agency=place, person=chen, valid_from=today() - WEEK, valid_to=today() + WEEK)
    away(wang, chen, place, acts(wang))
    dataset = Dataset.objects.create(agency=place, contact_email="Chen@example.test", contact_name="陳")
    other = Dataset.objects.create(agency=place, contact_email="desk@example.test")
    for subject in (place.public_id, dataset.public_id, "ds_elsewhere"):
        Subscription.objects.create(subject_id=subject, person_id=chen.public_id, asked_at=now())
    Subscription.objects.create(subject_id=place.public_id, person_id=new.public_id, asked_at=now())
    roster.hand_over(HandOver("", new.email), agency_id=place.public_id, by=acts(chen))
    assert not acts(chen).agency_ids
    assert acts(new).holds(Role.OFFICER, agency_id=place.public_id)
    assert told(place) == ["new"]
    assert Absence.objects.get().substitute == new
    for row in (dataset, other):
        row.refresh_from_db()
    assert (dataset.contact_email, other.contact_email) == ("new@example.test", "desk@example.test")
    follows = Subscription.objects.order_by("subject_id").values_list("subject_id", "person_id")
    assert sorted(follows) == sorted(
        [
            (place.public_id, new.public_id),
            (dataset.public_id, new.public_id),
            ("ds_elsewhere", chen.public_id),
        ]
    )
    facts = Event.objects.get(event="agency.handed_over").facts
    assert (facts["from"], facts["to"]) == (chen.public_id, new.public_id)
    assert facts["moved"]["contacts"] == 1


def test_the_last_officer_may_leave_by_handing_over(
    place: Agency, chen: Person, person: Callable[..., Person], lead: Actor
) -> None:
    new = person("new@example.test")
    roster.hand_over(HandOver(chen.public_id, new.public_id), agency_id=place.public_id, by=lead)
    assert told(place) == ["new"]


def test_handing_over_is_nobody_elses_business(
    place: Agency, chen: Person, wang: Person, actor: Callable[..., Actor]
) -> None:
    for by in (acts(wang), actor("x@example.test", Role.AGENCY_LEAD, "內政部")):
        with pytest.raises(Refused) as refusal:
            roster.hand_over(HandOver(chen.email, wang.email), agency_id=place.public_id, by=by)
        assert code_of(refusal) == "hand-over-not-yours"
    with pytest.raises(Refused) as refusal:
        roster.hand_over(HandOver("", chen.email), agency_id=place.public_id, by=acts(chen))
    assert code_of(refusal) == "hand-over-self"


def test_a_failure_half_way_moves_nothing(
    place: Agency, chen: Person, wang: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(dataset_handing_over, "move_subscriptions", fail)
    with pytest.raises(RuntimeError):
        roster.hand_over(HandOver("", wang.email), agency_id=place.public_id, by=acts(chen))
    assert told(place) == ["chen", "wang"]


@pytest.mark.slow
@pytest.mark.database
def test_of_all_who_leave_at_once_one_stays(tmp_path_factory: pytest.TempPathFactory) -> None:
    found = nursery.run(
        "tests.support.crowding_leaving",
        tmp_path_factory.mktemp("leaving"),
        settings="springhead.config.settings",
    )
    assert len(found) == 4
    for line in found:
        assert line["left"] == 1, line
        assert sorted(line["answers"]) == sorted(["None"] * 3 + [line["refusal"]]), line


# ── pages and API ───────────────────────────────────────────────────────────


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("lang", ["", "/en"])
def test_the_page_shows_who_is_told_and_takes_an_absence(
    place: Agency, chen: Person, wang: Person, lang: str
) -> None:
    client, path = signed_in(chen), f"{lang}/desk/roster/{place.public_id}"
    assert client.get(f"{lang}/desk/roster/").headers["Location"] == path
    assert chen.email in client.get(path).content.decode()
    form = {"substitute": wang.public_id, "valid_to": (today() + WEEK).isoformat()}
    assert client.post(f"{path}/absences", form).headers["Location"] == path
    absence = Absence.objects.get()
    assert absence.public_id in client.get(path).content.decode()
    assert client.post(f"{path}/absences/{absence.public_id}/end").status_code == 302
    assert not Absence.objects.exists()


def test_days_with_the_same_people_stand_in_one_line(place: Agency, chen: Person, wang: Person) -> None:
    client, path = signed_in(chen), f"/desk/roster/{place.public_id}"
    rows = re.compile(r'<tr><th scope="row">[^<]*年')
    assert len(rows.findall(client.get(path).content.decode())) == 1
    begins, ends = today() + timedelta(days=3), today() + timedelta(days=5)
    form = {"substitute": wang.public_id, "valid_from": begins.isoformat(), "valid_to": ends.isoformat()}
    client.post(f"{path}/absences", form)
    page = client.get(path).content.decode()
    assert len(rows.findall(page)) == 3, "before, while somebody is away, and after"
    assert f"{begins.day} 日" in page


def test_a_refused_form_says_why_on_the_page(place: Agency, chen: Person, wang: Person) -> None:
    page = signed_in(chen).post(f"/desk/roster/{place.public_id}/absences", {"substitute": wang.public_id})
    assert page.status_code == 422
    assert "恢復上班的日期" in page.content.decode()


def test_the_roster_is_not_for_strangers(place: Agency, chen: Person, person: Callable[..., Person]) -> None:
    stranger = signed_in(person("s@example.test", Role.OFFICER, "臺北市政府"))
    assert stranger.get(f"/desk/roster/{place.public_id}").status_code == 403
    assert stranger.post(
        f"/desk/roster/{place.public_id}/hand-over", {"successor": "s@example.test"}
    ).status_code in {403, 422}
    assert told(place) == ["chen"]


def test_whoever_handed_over_is_led_to_the_desk(place: Agency, chen: Person, wang: Person) -> None:
    answer = signed_in(chen).post(f"/desk/roster/{place.public_id}/hand-over", {"successor": wang.email})
    assert answer.headers["Location"] in {"/desk/", f"/desk/roster/{place.public_id}"}
    assert signed_in(chen).get(f"/desk/roster/{place.public_id}").status_code == 403


def test_an_operator_disables_an_account_and_its_key(
    place: Agency, chen: Person, wang: Person, person: Callable[..., Person]
) -> None:
    key, token = actions.make_key(MakeKey("k", (Scope.READ,), 30), owner=chen, by=acts(chen))
    client = signed_in(person("op@example.test", Role.OPERATOR))
    assert client.post(f"/desk/people/{chen.public_id}/disable").status_code == 302
    assert queries.key_of(token) is None
    assert client.post(f"/desk/people/{wang.public_id}/disable").status_code == 409
    assert client.post(f"/desk/people/{chen.public_id}/enable").status_code == 302
    assert queries.key_of(token) == key


def test_the_api_reads_and_writes_the_roster(
    place: Agency, chen: Person, wang: Person, person: Callable[..., Person]
) -> None:
    boss = person("boss@example.test", Role.AGENCY_LEAD, PLACE)
    _, token = actions.make_key(MakeKey("k", (Scope.CASES,), 30), owner=boss, by=acts(boss))
    client = Client(headers={"Authorization": f"Bearer {token}"})
    base = f"/api/v1/agencies/{place.public_id}"

    def post(path: str, body: dict[str, str]) -> tuple[int, Any]:
        answer = client.post(path, orjson.dumps(body), content_type="application/json")
        return answer.status_code, orjson.loads(answer.content)

    status, duty = post(f"{base}/roster/duties", {"person": wang.public_id})
    assert (status, duty["valid_to"]) == (200, None)
    status, absence = post(
        f"{base}/roster/absences",
        {"person": wang.public_id, "substitute": boss.public_id, "valid_to": (today() + WEEK).isoformat()},
    )
    assert status == 200
    found = client.get(f"{base}/roster").json()
    assert found["days"][0] == {"day": today().isoformat(), "people": [boss.public_id]}
    assert found["days"][7]["people"] == [wang.public_id]
    status, problem = post(f"{base}/roster/absences", {"substitute": "x", "valid_to": "soon"})
    assert (status, problem["problems"][0]["code"]) == (422, "roster-day-wrong")
    assert client.delete(f"/api/v1/roster/absences/{absence['id']}").json() == {"id": absence["id"]}
    assert client.delete(f"/api/v1/roster/duties/{duty['id']}").status_code == 200
    assert post(f"{base}/hand-over", {"person": wang.public_id, "successor": chen.public_id})[0] == 200
    assert told(place) == ["chen"]
