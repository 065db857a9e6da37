"""A whole meeting by API alone: three agencies, twenty-five refusals, one vote, one objection, one approval."""

import json

import pytest
from tests.cases.test_api import make_key
from tests.data_requests.conftest import do, of, part_of, refused
from tests.meetings.conftest import (
    DAY_OF_MEETING,
    NOTICE,
    TO_OPEN,
    WHY,
    follow,
    person,
    plan,
    refuse,
    take_effect,
)

from springhead.engine.kernel.actors import Role
from springhead.forums.committees.models import Matter, Resolution
from springhead.forums.meetings import packets
from springhead.forums.meetings.models import Meeting
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.models import Agency, Membership, Person
from springhead.foundation.commitments.models import Commitment

pytestmark = pytest.mark.django_db


class Caller:
    """A program of one person, who signs in with a key."""

    def __init__(self, client, name):
        person = Person.objects.get(email=f"{name}@example.org")
        self.client, self.headers = client, {"Authorization": f"Bearer {make_key(person, ['cases'])}"}

    def get(self, path):
        return self.client.get(f"/api/v1{path}", headers=self.headers)

    def post(self, path, **body):
        told = json.dumps(body)
        return self.client.post(f"/api/v1{path}", told, content_type="application/json", headers=self.headers)

    def command(self, number, event, **body):
        answer = self.post(f"/cases/{number}/commands/{event}", **body)
        assert answer.status_code == 200, answer.json()
        return answer.json()


def titled(n):
    title = f"第 {n} 種登記資料"
    return {"title": title, "items": [{"title": title, "fields": ["欄位"]}]}


@pytest.fixture
def waiting(hall, ask, county):
    """Twenty-five refusals of three agencies below the county; each with the class of its dataset."""
    agencies = [hall.police]
    for name in ("衛生局", "工務處"):
        made = naming.create(Agency(names={"zh-Hant": f"清溪縣政府{name}"}))
        Agency.objects.filter(pk=made.pk).update(parent=county)
        agencies.append(made)
    parts = []
    for n in range(25):
        agency = agencies[n % 3]
        part = part_of(ask(agency, at=hall.now, **titled(n)), agency)
        do(part, "answer", of(agency, Role.OFFICER), at=hall.now, items=[refused()])
        parts.append(part)
    follow()
    assert Matter.objects.filter(body=hall.body).count() == 50
    return parts


def test_a_meeting_by_api_alone(client, hall, waiting, head):
    secretary, chair = Caller(client, "secretary"), Caller(client, "member0")
    number = secretary.post("/meetings", body=hall.body.public_id).json()["number"]
    packet = client.get(f"/api/v1/meetings/{number}").json()["items"]
    assert (len(packet), {len(one["cases"]) for one in packet}) == (25, {2})
    assert all(one["paper"]["cases"][0]["facts"] for one in packet)
    secretary.command(number, "give_notice", **NOTICE)
    secretary.command(number, "send_papers")
    hall.clock.to(DAY_OF_MEETING)
    for member in hall.members[:4]:
        secretary.command(number, "attend", member=member.public_id)
    chair.command(number, "open")
    seen = chair.get(f"/meetings/{number}/mine").json()
    assert seen["you"] == hall.members[0].public_id
    first, *others = seen["items"]
    for n in range(1, 4):
        caller = Caller(client, f"member{n}")
        told = caller.command(
            number, "position", member=hall.members[n].public_id, item=first["id"], position="yes"
        )
        assert told["receipt"]
        mine = caller.get(f"/meetings/{number}/mine").json()["positions"]
        proof = caller.client.get(mine[n - 1]["receipt"], headers=caller.headers).json()
        assert proof["opened"]["position"]["value"] == "yes"
    assert client.get(f"/api/v1/meetings/{number}").json()["positions"] == []
    day = "2026-09-30"
    chair.command(
        number, "conclude", item=first["id"], outcome="resolved", way="vote", option="to_be_opened", text=TO_OPEN,
        until=day, actions=[{"text": "提出去識別化作法", "owner": "清溪縣政府警察局", "due": "2026-05-29"}],
    )  # fmt: skip
    for one in others:
        chair.command(number, "conclude", item=one["id"], outcome="resolved", option="reasonable", text=WHY)
    chair.command(number, "close")
    secretary.command(number, "draft_minutes", remarks="清溪縣諮詢小組第一次會議。")
    assert client.get(f"/api/v1/meetings/{number}/minutes").status_code == 404
    assert chair.get(f"/meetings/{number}/minutes/draft").json()["revision"] == 1
    chair.command(number, "confirm", reason="會中宣讀，在場委員均無意見。")
    take_effect()
    secretary.command(number, "publish")
    document = client.get(f"/api/v1/meetings/{number}/minutes").json()
    assert [one["position"] for one in document["items"][0]["positions"]] == ["yes"] * 3
    assert Resolution.objects.exclude(done_at=None).count() == 48
    boss = Caller(client, "head")
    listed = boss.get("/approvals").json()
    assert [one["approval"] for one in listed] == ["waiting", "waiting"]
    assert secretary.get("/approvals").status_code == 403
    refused_answer = boss.post(f"/resolutions/{listed[0]['id']}/approve", document_number="", document_on="")
    assert {one["code"] for one in refused_answer.json()["problems"]} == {
        "committee-no-document", "committee-no-approval-day",
    }  # fmt: skip
    approved = {"document_number": "府資字第 1 號", "document_on": hall.now.date().isoformat()}
    done = boss.post(f"/resolutions/{listed[0]['id']}/approve", **approved).json()
    assert [one["done"] for one in done] == [True, True]
    assert Commitment.objects.get().due_on.isoformat() == day
    tracked = client.get(f"/api/v1/meetings/action-items?body={hall.body.public_id}").json()["items"]
    assert [one["text"] for one in tracked] == ["提出去識別化作法"]


def test_lists_and_problems_have_the_shape_of_the_others(client, hall):
    for _ in range(3):
        plan(hall)
    body = client.get("/api/v1/meetings?soon=true").json()
    assert {"items", "next", "count", "count_is"} == set(body)
    assert [one["number"][-1] for one in body["items"]] == ["3", "2", "1"]
    assert client.get("/api/v1/meetings/MT-2026-999999").json()["problems"][0]["code"] == "meeting-not-found"
    assert client.post("/api/v1/meetings", {}, content_type="application/json").status_code in (401, 403)
    member = Caller(client, "member1")
    assert member.post("/meetings", body=hall.body.public_id).status_code == 403
    odd = Caller(client, "secretary").post(
        f"/cases/{body['items'][0]['number']}/commands/give_notice", held_on="明天"
    )
    assert odd.json()["problems"][0]["code"] == "meeting-unreadable-date"


def test_a_members_desk_says_what_is_missing(client, hall, ask):
    refuse(ask, hall.police)
    row = plan(hall, mode="written")
    number = row.case.number
    Caller(client, "secretary").command(number, "send_for_review")
    member = Caller(client, "member1")
    [line] = member.get("/meetings/to-do").json()
    assert (line["meeting"], line["missing"], line["you"]) == (number, 1, hall.members[1].public_id)
    item = client.get(f"/api/v1/meetings/{number}").json()["items"][0]["id"]
    member.command(number, "position", member=line["you"], item=item, position="no_objection")
    assert member.get("/meetings/to-do").json()[0]["missing"] == 0


def test_a_packet_takes_as_many_queries_with_one_matter_as_with_fifty(
    hall, waiting, django_assert_max_num_queries
):
    row = Meeting.objects.select_related("case", "body").get(pk=plan(hall).pk)
    with django_assert_max_num_queries(10):
        assert len(packets.lines(row)) == 25


def test_bodies_and_members_are_written_down_by_those_who_may(client, hall, county, police):
    secretary = Caller(client, "secretary")
    told = {"name": {"zh-Hant": "警察局諮詢小組"}, "agency": police.public_id}
    assert secretary.post("/committees", **told).status_code == 403
    Membership.objects.create(person=person("policy"), role=Role.POLICY_OFFICE, valid_from="2026-01-01")
    policy = Caller(client, "policy")
    again = policy.post("/committees", **(told | {"agency": county.public_id}))
    assert [one["code"] for one in again.json()["problems"]] == ["committee-has-one"]
    nobodys = policy.post("/committees", name={"zh-Hant": "無機關"})
    assert [one["code"] for one in nobodys.json()["problems"]] == ["committee-no-agency"]
    made = policy.post("/committees", **told).json()
    assert (made["agency"], made["members"]) == (police.public_id, [])
    seat = {"name": "王委員", "identity": "public", "valid_from": "2026-01-01"}
    assert secretary.post(f"/committees/{made['id']}/members", **seat).status_code == 403
    for odd in ({"position": "king"}, {"valid_from": "明年"}):
        assert policy.post(f"/committees/{made['id']}/members", **{**seat, **odd}).status_code == 422
    mine = secretary.post(f"/committees/{hall.body.public_id}/members", **seat).json()
    last = f"/committees/{hall.body.public_id}/members/{mine['id']}/end"
    assert policy.post("/committees/none/members/mb_none/end", on="2026-09-01").status_code == 404
    assert secretary.post(last, on="2020-01-01").status_code == 422
    assert secretary.post(last, on="2027-09-01").json()["valid_to"] == "2027-09-01"
    often = f"/committees/{hall.body.public_id}/cadence"
    assert secretary.post(often, months=37).status_code == 422
    assert secretary.post(often, months=3).json() == {"id": hall.body.public_id, "cadence_months": 3}
    assert secretary.post(f"/committees/{made['id']}/cadence", months=3).status_code == 403
    assert mine["id"] in {
        one["id"] for one in client.get(f"/api/v1/committees/{hall.body.public_id}").json()["members"]
    }
