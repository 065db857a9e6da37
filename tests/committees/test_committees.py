"""What waits comes by itself; a resolution takes effect by itself, once, as the body; what fails stays on the desk."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.committees.conftest import WHY, catch_up, person, refuse, told
from tests.data_requests.conftest import NOON, OTHER_DESK, PARENT, do, of, part_of, state, will_open

from springhead.engine.kernel.actors import Role, machine
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Refused
from springhead.forums.committees import bodies, matters, panels, queries, resolutions, voting
from springhead.forums.committees.models import Body, Matter, Member, Resolution
from springhead.foundation.agencies.queries import actor_of
from springhead.foundation.cases import sweeper
from springhead.foundation.cases.models import Case
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.ledger.models import Event

pytestmark = pytest.mark.django_db
LANGS = ("", "/en")


def codes(error) -> set[str]:
    return {problem.code for problem in error.value.problems}


def test_a_lower_agency_is_served_by_the_committee_above_it(police, roads, body):
    assert bodies.body_of(police.public_id) == body
    assert bodies.body_of(roads.public_id) is None
    assert bodies.body_of("") is None


def test_a_refusal_waits_by_itself_and_is_heard_by_a_resolution(ask, police, body, secretary):
    part = refuse(ask, police)
    catch_up()
    matter = Matter.objects.get(case=part.case)
    assert (matter.body, matter.events) == (body, ["hear", "rule_open"])
    made = resolutions.record(part.number, told("hear", document="清審字第 1 號"), by=secretary)
    assert made.done_at is not None
    part.refresh_from_db()
    assert part.heard_at is not None
    assert not Matter.objects.filter(case=part.case).exists()
    event = Event.objects.get(pk=made.done_seq)
    assert (event.event, event.actor) == ("data_request_part.hear", body.public_id)


def test_a_promised_date_waits_to_be_made_final_once(ask, police, body, secretary):
    part = part_of(ask(police, at=now()), police)
    do(part, "answer", of(police, Role.OFFICER), at=now(), items=[will_open(at=now())])
    catch_up()
    promise = Commitment.objects.select_related("case").get()
    matter = Matter.objects.get(case=promise.case)
    assert matter.events == ["settle", "abandon"]
    resolutions.record(promise.number, told("settle"), by=secretary)
    promise.refresh_from_db()
    assert promise.settled_at is not None
    assert not Matter.objects.exists(), "what a body may do at any time waits for nobody"


def test_twenty_working_days_of_silence_come_on_the_list(ask, police, body, monkeypatch):
    part = part_of(ask(police, at=NOON), police)
    monkeypatch.setattr(matters, "now", lambda: NOON)
    catch_up()
    assert not Matter.objects.exists()
    late = NOON + timedelta(days=50)
    monkeypatch.setattr(sweeper, "now", lambda: late)
    monkeypatch.setattr(matters, "now", lambda: late)
    while sweeper.sweep():
        pass
    catch_up()
    assert Matter.objects.get(case=part.case).events == ["track"]


def test_without_a_committee_it_waits_on_the_policy_offices_desk(ask, roads, secretary):
    part = refuse(ask, roads)
    catch_up()
    assert Matter.objects.get(case=part.case).body is None
    with pytest.raises(Refused) as error:
        resolutions.record(part.number, told("hear"), by=secretary)
    assert codes(error) == {"committee-not-yours"}
    assert resolutions.record(part.number, told("hear"), by=OTHER_DESK).done_at is not None


def test_a_committee_set_up_later_gets_what_waited(ask, roads):
    part = refuse(ask, roads)
    catch_up()
    made = bodies.make("agency", {"zh-Hant": "工務處諮詢小組"}, roads, by=OTHER_DESK)
    catch_up()
    assert Matter.objects.get(case=part.case).body == made
    with pytest.raises(Refused) as error:
        bodies.make("agency", {"zh-Hant": "又一個"}, roads, by=OTHER_DESK)
    assert codes(error) == {"committee-has-one"}


def test_matters_can_be_made_anew(ask, police, body):
    refuse(ask, police)
    catch_up()
    before = list(Matter.objects.values_list("case_id", "body_id", "events"))
    assert matters.rebuild() == len(before)
    assert list(Matter.objects.values_list("case_id", "body_id", "events")) == before


def test_all_problems_come_at_once(ask, police, body, secretary):
    part = refuse(ask, police)
    catch_up()
    bad = {
        "event": "settle",
        "text": "短",
        "decided_on": "2999-01-01",
        "votes_yes": "2",
        "votes_abstain": "3",
    }
    with pytest.raises(Refused) as error:
        resolutions.record(part.number, bad, by=secretary)
    assert codes(error) == {
        "committee-not-this",
        "committee-no-text",
        "committee-no-day",
        "committee-not-adopted",
    }
    assert not Resolution.objects.exists()


@pytest.mark.parametrize(
    ("votes", "adopted"),
    [
        ({}, True),
        ({"yes": 3, "abstain": 3}, False),
        ({"yes": 2, "no_objection": 2, "abstain": 3}, True),
        ({"yes": 2, "abstain": 1, "recused": 9}, True),
        ({"discuss": 1}, False),
    ],
)
def test_more_than_half_of_those_present_and_not_recused(votes, adopted):
    assert voting.in_force(today()).adopts(votes) is adopted


@pytest.mark.parametrize(("seats", "least"), [(0, 0), (1, 1), (4, 2), (5, 3)])
def test_half_of_the_members_are_a_quorum(seats, least):
    rule = voting.in_force(today())
    assert rule.least(seats) == least
    assert not rule.quorate(least - 1, seats)
    assert rule.quorate(least, seats) is (seats > 0)


def test_the_rule_of_a_vote_is_that_of_the_day_of_the_resolution(ask, police, body, secretary, monkeypatch):
    before = voting.in_force(today())
    later = replace(before, version="2", valid_from=today(), in_favour=("yes",), adopted_above_percent=66)
    monkeypatch.setattr(voting, "shipped", lambda: (before, later))
    part = refuse(ask, police)
    catch_up()
    votes = {"votes_yes": "2", "votes_no_objection": "1", "votes_abstain": "1"}
    with pytest.raises(Refused) as error:
        resolutions.record(part.number, told("hear", **votes), by=secretary)
    [problem] = error.value.problems
    assert "贊成合計 2" in problem.message("zh-Hant")
    assert "百分之 66" in problem.message("zh-Hant")
    yesterday = (today() - timedelta(days=1)).isoformat()
    made = resolutions.record(part.number, {**told("hear", **votes), "decided_on": yesterday}, by=secretary)
    assert made.done_at is not None


def test_what_cannot_be_carried_out_stays_on_the_desk_and_never_goes_back_into_the_minutes(
    ask,
    police,
    body,
    secretary,
):
    part = refuse(ask, police)
    catch_up()
    made = resolutions.record(part.number, told("rule_open"), by=OTHER_DESK)  # no day
    assert made.done_at is None
    assert made.problems[0]["code"] == "request-no-date"
    again = resolutions.record(part.number, told("rule_open"), by=OTHER_DESK)
    assert (again.pk, Resolution.objects.count()) == (made.pk, 1)
    Resolution.objects.filter(pk=made.pk).update(
        payload={**made.payload, "until": (today() + timedelta(days=90)).isoformat()}, problems=[]
    )
    assert resolutions.carry_out_rest() == 1
    assert state(part) == "delivering"


def test_a_record_of_what_failed_can_be_withdrawn(ask, police, body, secretary):
    part = refuse(ask, police)
    catch_up()
    made = resolutions.record(part.number, told("rule_open"), by=OTHER_DESK)
    resolutions.withdraw(made, by=secretary)
    assert resolutions.carry_out_rest() == 0
    assert Event.objects.filter(event="committee.withdrawn").count() == 1


def test_a_crash_between_recording_and_carrying_out_is_repaired(ask, police, body, secretary, monkeypatch):
    part = refuse(ask, police)
    catch_up()
    with monkeypatch.context() as crash:
        crash.setattr(resolutions, "carry_out", lambda made, at=None: made)
        resolutions.record(part.number, told("hear"), by=secretary)
    assert Resolution.objects.get().done_at is None
    assert resolutions.carry_out_rest() == 1
    assert resolutions.carry_out_rest() == 0
    assert Event.objects.filter(event="data_request_part.hear").count() == 1


def test_another_bodys_secretary_and_other_people_record_nothing(ask, police, roads, body):
    part = refuse(ask, police)
    catch_up()
    bodies.make("agency", {"zh-Hant": "工務處諮詢小組"}, roads, by=OTHER_DESK)
    for actor in (
        actor_of(person("other", Role.SECRETARY, roads)),
        of(police, Role.AGENCY_HEAD),
        PARENT,
        machine("x"),
    ):
        with pytest.raises(Refused) as error:
            resolutions.record(part.number, told("hear"), by=actor)
        assert codes(error) == {"committee-not-yours"}
    assert Case.objects.get(pk=part.case_id).state == "answered"


@pytest.mark.parametrize("lang", LANGS)
def test_pages_and_the_desk(client, ask, police, body, lang):
    parts = [refuse(ask, police) for _ in range(3)]
    catch_up()
    bodies.enlist(body, {"name": "王大明", "identity": "public", "gender": "female"}, by=OTHER_DESK)
    assert body.public_id in client.get(f"{lang}/committees/").content.decode()
    page = client.get(f"{lang}/committees/{body.public_id}").content.decode()
    assert "王大明" in page
    assert parts[0].number in page
    assert client.get(f"{lang}/desk/committees/{body.public_id}").status_code == 302
    client.force_login(person("sec", Role.SECRETARY, body.agency))
    desk = f"{lang}/desk/committees/{body.public_id}"
    assert parts[0].number in client.get(desk).content.decode()
    chosen = {
        "matter": [one.number for one in parts[:2]],
        "event": "hear",
        "text": WHY,
        "decided_on": today().isoformat(),
    }
    assert client.post(f"{desk}/record", {**chosen, "text": "短"}).status_code == 422
    assert client.post(f"{desk}/record", chosen).status_code == 302
    assert Resolution.objects.exclude(done_at=None).count() == 2, "a consent list is recorded in one go"
    made = Resolution.objects.first()
    assert (
        WHY in client.get(f"{lang}/committees/{body.public_id}/resolutions/{made.public_id}").content.decode()
    )
    assert made.public_id in client.get(f"{lang}/committees/{body.public_id}/feed.atom").content.decode()
    failing = {**chosen, "matter": [parts[2].number], "event": "rule_open"}
    client.post(f"{desk}/record", failing)
    assert (
        f"/resolutions/{Resolution.objects.get(done_at=None).public_id}" in client.get(desk).content.decode()
    )
    assert client.get("/desk/committees/none").status_code == 403


@pytest.mark.parametrize("lang", LANGS)
def test_the_composition_is_open_data_with_terms_and_conflicts(client, body, lang):
    told = {"identity": "public", "gender": "female", "conflicts": "曾任該局顧問", "title": "=教授"}
    left = bodies.enlist(body, {**told, "name": "陳前委員", "valid_from": "2020-01-01"}, by=OTHER_DESK)
    Member.objects.filter(pk=left.pk).update(valid_to="2022-01-01")
    bodies.enlist(body, {**told, "name": "王大明"}, by=OTHER_DESK)
    page = client.get(f"{lang}/committees/{body.public_id}").content.decode()
    assert "曾任該局顧問" in page
    assert "陳前委員" not in page
    file = client.get(f"/committees/{body.public_id}/members.csv").getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file)))
    assert [(one["name"], one["gender"], one["valid_to"], one["in_term"]) for one in rows] == [
        ("陳前委員", "female", "2022-01-01", "false"),
        ("王大明", "female", "", "true"),
    ]
    assert {one["conflicts"] for one in rows} == {"曾任該局顧問"}
    assert {one["title"] for one in rows} == {"'=教授"}
    listed = client.get(f"/api/v1/committees/{body.public_id}/members").json()
    assert [(one["name"], one["valid_to"]) for one in listed] == [
        ("陳前委員", "2022-01-01"),
        ("王大明", None),
    ]
    assert client.get("/committees/bd_none/members.csv").status_code == 404


def test_a_secretary_ends_a_term_and_says_how_often_the_body_meets(client, body, police):
    seat = bodies.enlist(body, {"name": "王大明", "identity": "public"}, by=OTHER_DESK)
    desk = f"/desk/committees/{body.public_id}"
    term = f"{desk}/members/{seat.public_id}/end"
    client.force_login(person("other", Role.SECRETARY, police))
    assert client.post(term, {"on": today().isoformat()}).status_code == 403
    assert client.post(f"{desk}/cadence", {"months": "3"}).status_code == 403
    client.force_login(person("sec", Role.SECRETARY, body.agency))
    assert "王大明" in client.get(desk).content.decode()
    for odd in ("", "明天", (today() - timedelta(days=1)).isoformat()):
        assert client.post(term, {"on": odd}).status_code == 422
    assert Member.objects.get().valid_to is None
    assert client.post(term, {"on": today().isoformat()}).status_code == 302
    assert queries.members(body) == []
    assert client.post(term, {"on": today().isoformat()}).status_code == 422, "a term that is over stays"
    for odd in ("三", "37", "-1"):
        assert client.post(f"{desk}/cadence", {"months": odd}).status_code == 422
    for given, kept in (("3", 3), ("0", 0), ("", None)):
        client.post(f"{desk}/cadence", {"months": given})
        assert Body.objects.get().cadence_months == kept
    told = list(
        Event.objects.filter(event__in=("committee.member_left", "committee.cadence")).order_by("seq")
    )
    assert [one.facts.get("months", one.facts.get("valid_to")) for one in told] == [
        today().isoformat(), 3, 0, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "odd", [{"valid_to": "明年"}, {"valid_from": "2026-13-01"}, {"valid_to": "2020-01-01"}]
)
def test_a_term_with_an_odd_date_is_refused(body, odd):
    with pytest.raises(Refused):
        bodies.enlist(body, {"name": "王大明", **odd}, by=OTHER_DESK)
    assert not Member.objects.exists()


def test_the_api(client, ask, police, body):
    part = refuse(ask, police)
    catch_up()
    assert client.get("/api/v1/committees").json()[0]["id"] == body.public_id
    waiting = client.get(f"/api/v1/committees/{body.public_id}/matters").json()
    assert waiting[0]["case"] == part.number
    assert client.post("/api/v1/resolutions", {}, content_type="application/json").status_code in (401, 403)


@pytest.fixture
def three(ask, police, body):
    made = [refuse(ask, police) for _ in range(3)]
    catch_up()
    return made


def test_whatever_waits_is_read_to_its_end(client, three, body, secretary, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    assert "/matters" in client.get(f"/committees/{body.public_id}").content.decode()
    for what in ("matters", "resolutions"):
        found, address = [], f"/api/v1/committees/{body.public_id}/{what}"
        while address:
            answer = client.get(address)
            found += [one["case"] for one in answer.json()]
            link = answer.headers.get("Link", "")
            assert not link or link.endswith('; rel="next"')
            address = link.partition(">")[0].removeprefix("<")
        assert sorted(found) == sorted(one.number for one in three)
        for part in three if what == "matters" else ():
            resolutions.record(part.number, told("hear"), by=secretary)
    assert "/matters" not in client.get(f"/committees/{body.public_id}").content.decode()


@pytest.fixture
def overruled(ask, police, body, secretary):
    """A refusal the committee overruled, which waits for the head."""
    part = refuse(ask, police)
    catch_up()
    until = (today() + timedelta(days=90)).isoformat()
    return resolutions.record(part.number, told("rule_open", until=until), by=secretary)


@pytest.mark.parametrize("lang", LANGS)
def test_the_head_approves_on_the_desk(client, overruled, ministry, lang):
    assert (overruled.awaits_approval, overruled.done_at) == (True, None)
    assert resolutions.carry_out_rest() == 0, "nobody carries it out meanwhile"
    client.force_login(person("sec", Role.SECRETARY, ministry))
    assert client.get(f"{lang}/desk/approvals/").status_code == 403
    boss = person("boss", Role.AGENCY_HEAD, ministry)
    client.force_login(boss)
    assert panels.of_desk(actor_of(boss), []).context["waiting"] == 1
    assert panels.of_desk(OTHER_DESK, []) is None
    page = client.get(f"{lang}/desk/approvals/").content.decode()
    assert overruled.case.number in page
    here = f"{lang}/desk/approvals/{overruled.public_id}"
    assert client.post(here, {"document_number": "", "document_on": today().isoformat()}).status_code == 422
    assert client.post(here, {"decline": "1", "reason": "短"}).status_code == 422
    sent = {"document_number": "清府資字第 1 號", "document_on": today().isoformat()}
    assert client.post(here, sent).status_code == 302
    overruled.refresh_from_db()
    assert (overruled.done_at is not None, overruled.approval_document) == (True, "清府資字第 1 號")
    assert client.post(here, sent).status_code == 409
    assert Case.objects.get(pk=overruled.case_id).state == "delivering"
    shown = client.get(f"{lang}/committees/{overruled.body.public_id}/resolutions/{overruled.public_id}")
    assert "清府資字第 1 號" in shown.content.decode()


def test_the_head_of_another_agency_approves_nothing(client, overruled, roads):
    client.force_login(person("other", Role.AGENCY_HEAD, roads))
    assert overruled.case.number not in client.get("/desk/approvals/").content.decode()
    sent = {"document_number": "清工字第 1 號", "document_on": today().isoformat()}
    assert client.post(f"/desk/approvals/{overruled.public_id}", sent).status_code == 403


def test_what_the_head_declines_says_so_in_public_and_waits_again(client, overruled, ministry, body):
    client.force_login(person("boss", Role.AGENCY_HEAD, ministry))
    why = "期限過短，請與機關確認可行的日期。"
    client.post(f"/desk/approvals/{overruled.public_id}", {"decline": "1", "reason": why})
    client.logout()
    page = client.get(f"/committees/{body.public_id}/resolutions/{overruled.public_id}").content.decode()
    assert why in page
    assert Matter.objects.filter(case=overruled.case, body=body).exists()
    again = resolutions.record(overruled.case.number, told("rule_open"), by=OTHER_DESK)
    assert again.pk != overruled.pk
