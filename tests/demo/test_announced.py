"""The demo's announced list leads back, entry by entry, to comments, answers, positions and minutes; one was sent back."""

import pytest
from django.test import Client

from springhead.config import wiring
from springhead.doors.demo import committees, high_value, meetings, people
from springhead.forums.meetings import papers
from springhead.procedures.high_value.models import Nomination

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    wiring.install()
    people.load()
    for part in (committees, meetings, high_value):
        assert part.load(), part.__name__
    return Client()


def read(client: Client, address: str):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.json()


def test_every_entry_of_the_demos_list_has_comments_answers_resolutions_and_minutes(client):
    numbers = [row.number for row in Nomination.objects.filter(announced=True)]
    assert len(numbers) == 3
    for number in numbers:
        told = read(client, f"/api/v1/nominations/{number}")
        assert len(read(client, told["links"]["comments"])["items"]) == 1
        groups = read(client, told["links"]["answers"])["items"]
        assert [one["disposition"] for group in groups for one in group["answers"]] in (
            ["accepted"],
            ["partly"],
        )
        agency, executive = [read(client, address) for address in told["links"]["resolutions"]]
        assert (agency["way"], executive["way"]) == ("written", "meeting")
        meeting = read(client, executive["links"]["meeting"])
        assert meeting["state"] == "published"
        minutes = read(client, meeting["links"]["minutes"])
        assert number in str(minutes)
        page = client.get(f"/nominations/{number}").content.decode()
        assert f'/meetings/{meeting["number"]}"' in page
        assert f"/resolutions/{agency['id']}" in page


def test_what_was_sent_back_waits_with_what_was_resolved_before(client):
    row = Nomination.objects.select_related("case").get(state="agency_committee")
    facts = papers.of_cases([row.case])[row.case_id]["facts"]
    before = [one["value"]["zh-Hant"] for one in facts if one["label"]["zh-Hant"] == "先前的決議"]
    assert len(before) == 2
    assert before[1].startswith("行政院政府資料開放諮詢小組（示範）")
