"""The desk of a cycle leads to the packet nominations are on, or to the meeting that will take them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.high_value.conftest import DAY, POLICY
from tests.high_value.test_pages import signed, wired
from tests.high_value.test_story import through_consultation

from springhead.engine.kernel.actors import Role
from springhead.forums.committees import bodies
from springhead.forums.committees.models import Body
from springhead.forums.meetings import cadence, commands
from springhead.forums.meetings.models import Meeting
from springhead.foundation.cases.fire import fire, open_case

__all__ = ["wired"]
pytestmark = pytest.mark.django_db


def plan(house, body: Body) -> Meeting:
    command = commands.parse("plan", {"body": body.public_id})
    case = open_case("meeting", command, cadence.opening_of(body), by=POLICY, at=house.at).case
    return Meeting.objects.select_related("case").get(case=case)


def act(house, row: Meeting, event: str, **told) -> None:
    fire(row.number, commands.parse(event, told), by=POLICY, at=house.at)


def rail(client, address: str) -> str:
    page = client.get(address).content.decode()
    return page[page.index('id="packets"') : page.index('id="calendar"')]


@pytest.fixture
def waiting(house, nominated):
    """Two nominations that wait for the ministry's committee, which has a member."""
    told = {"name": "委員", "position": "convener", "identity": "agency"}
    term = {"valid_from": "2026-01-01", "valid_to": "2028-01-01"}
    bodies.enlist(house.bodies[house.economy.public_id], told | term, by=POLICY)
    rows = [nominated(title) for title in ("即時水位", "水庫蓄水量")]
    through_consultation(house, *rows)
    assert {house.state(row) for row in rows} == {"agency_committee"}
    return rows


def test_a_nomination_leads_from_the_body_over_its_next_meeting_to_the_agenda_it_is_on(house, waiting):
    office, body = signed(Role.POLICY_OFFICE, "policy@example.org"), house.bodies[house.economy.public_id]
    desk = f"/desk/high-value/{house.cycle}"
    said = rail(office, desk)
    assert f'href="/committees/{body.public_id}"' in said
    assert "還沒有排定會議" in said
    assert "待審 2 件" in said
    later, meeting = plan(house, body), plan(house, body)
    day = (house.at.date() + 21 * DAY).isoformat()
    act(house, meeting, "give_notice", held_on=day, starts_at="14:00", place="三樓會議室")
    said = rail(office, desk)
    assert f'href="/meetings/{meeting.number}"' in said  # the one with a day comes first
    assert later.number not in said
    assert f'href="/committees/{body.public_id}"' not in said
    assert "2 nominations wait" in rail(office, f"/en{desk}")
    house.rule(waiting[0], "recommend")
    act(house, meeting, "send_papers")
    said = rail(office, desk)
    assert f'href="/meetings/{meeting.number}"' in said
    assert "議程上 1 件" in said
    assert f'href="/committees/{house.executive.public_id}"' in said
    assert "待審 1 件" in said
    said = rail(office, f"/en{desk}")
    assert "1 nomination on its agenda" in said
    assert "1 nomination waits" in said


def test_the_packets_take_as_many_queries_for_two_bodies_as_for_one(house, waiting):
    office, desk = signed(Role.POLICY_OFFICE, "policy@example.org"), f"/desk/high-value/{house.cycle}"
    plan(house, house.bodies[house.economy.public_id])
    office.get(desk)
    with CaptureQueriesContext(connection) as one:
        office.get(desk)
    house.rule(waiting[0], "recommend")
    plan(house, house.executive)
    with CaptureQueriesContext(connection) as two:
        office.get(desk)
    assert len(two) == len(one) <= 22
