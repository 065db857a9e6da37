"""Promises kept at addresses elsewhere: watched daily, closed by a look that finds what was promised, reopened when red."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from tests.commitments.conftest import DUE, NOON, again

from springhead.foundation.catalog.models import Dataset, Distribution
from springhead.foundation.checks import actions as checks
from springhead.foundation.checks import queries, rules
from springhead.foundation.checks.evidence import Evidence
from springhead.foundation.checks.models import Check
from springhead.foundation.commitments import checking
from springhead.foundation.commitments.commands import Abandon
from springhead.foundation.commitments.models import Commitment

pytestmark = [pytest.mark.django_db, pytest.mark.database]
FIRST, SECOND = "https://data.example.tw/a.csv", "https://data.example.tw/b.csv"
GOOD = Evidence(status=200, kind="csv", fields=("經度", "緯度"), fields_read=True, rows=2, whole=True)
SHORT = Evidence(status=200, kind="csv", fields=("經度",), fields_read=True, rows=2, whole=True)
GONE = Evidence(status=404)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def everywhere(monkeypatch):
    from tests.checks.conftest import leave_demo

    leave_demo(monkeypatch)


def listed(dataset: Dataset, *urls: str) -> None:
    for url in urls:
        Distribution.objects.create(dataset=dataset, kind="link", format="CSV", url=url)
    Dataset.objects.filter(pk=dataset.pk).update(stage="listed", visible=True, resources=len(urls))


def see(url: str, found: Evidence, at: datetime) -> None:
    checks.note(Check.objects.get(key=rules.key_of(rules.address(url))).public_id, found, at=at)


def kept(promise, dataset, *, items=("經度", "緯度"), urls=(FIRST,)) -> Commitment:
    row = promise(items=items)
    listed(dataset, *urls)
    checking.look(row, at=NOON)
    see(urls[0], GOOD, NOON + DAY)
    checking.look(again(row), at=NOON + DAY)
    assert again(row).case.state == "delivered"
    return again(row)


def test_a_listed_dataset_is_watched_for_the_sake_of_its_promise(promise, dataset) -> None:
    row = promise(items=["經度"])
    listed(dataset, FIRST, SECOND, "ftp://no.example.tw/")
    checking.look(row, at=NOON)
    watched = queries.of_subject(row.number)
    assert [(one.check.url, one.watch.fields) for one in watched] == [(FIRST, ["經度"]), (SECOND, ["經度"])]
    Distribution.objects.filter(url=FIRST).delete()
    checking.look(again(row), at=NOON)
    assert [one.check.url for one in queries.of_subject(row.number)] == [SECOND]


def test_a_look_that_finds_the_promised_fields_closes_it(promise, dataset) -> None:
    row = promise(items=["經度", "緯度"])
    listed(dataset, FIRST)
    checking.look(row, at=NOON)
    assert again(row).case.state == "pending"
    see(FIRST, SHORT, NOON + DAY)
    checking.look_back(NOON + DAY)
    assert again(row).case.state == "pending"
    see(FIRST, GOOD, NOON + 2 * DAY)
    checking.look_back(NOON + 2 * DAY)
    assert again(row).case.state == "delivered"


def test_a_promised_format_is_looked_for_in_the_file_itself(promise, dataset) -> None:
    row = promise(form="JSON")
    listed(dataset, FIRST)
    checking.look(row, at=NOON)
    see(FIRST, GOOD, NOON)
    checking.look(again(row), at=NOON)
    assert again(row).case.state == "pending"
    assert checking.facts_of(again(row), NOON.date()).format_missing == "JSON"


def test_red_for_twenty_nine_days_is_nothing_and_for_thirty_opens_it_again(promise, dataset) -> None:
    row = kept(promise, dataset)
    red = NOON + 2 * DAY
    see(FIRST, GONE, red)
    see(FIRST, GONE, red + DAY)
    checking.look_back(red + 29 * DAY)
    assert (again(row).case.state, again(row).red_since) == ("delivered", date(2026, 3, 4))
    checking.look_back(red + 30 * DAY)
    row = again(row)
    assert (row.case.state, row.due_on, row.broken_why) == ("late", DUE, "relapse")
    see(FIRST, GOOD, red + 31 * DAY)
    checking.look_back(red + 31 * DAY)
    assert (again(row).case.state, again(row).red_since) == ("delivered", None)


def test_what_comes_back_within_thirty_days_was_never_broken(promise, dataset) -> None:
    row = kept(promise, dataset)
    see(FIRST, GONE, NOON + 2 * DAY)
    see(FIRST, GOOD, NOON + 20 * DAY)
    see(FIRST, GONE, NOON + 21 * DAY)
    checking.look_back(NOON + 45 * DAY)
    assert again(row).case.state == "delivered"


def test_one_address_that_delivers_is_enough(promise, dataset) -> None:
    row = kept(promise, dataset, urls=(FIRST, SECOND))
    see(SECOND, GONE, NOON + 2 * DAY)
    checking.look_back(NOON + 60 * DAY)
    assert (again(row).case.state, again(row).red_since) == ("delivered", None)


def test_trouble_of_our_own_machine_is_never_red(promise, dataset) -> None:
    from springhead.foundation.checks import texts

    row = kept(promise, dataset)
    for days in range(2, 50, 3):
        see(FIRST, Evidence().with_trouble(texts.UNDECIDED.at(FIRST)), NOON + days * DAY)
    checking.look_back(NOON + 60 * DAY)
    assert (again(row).case.state, again(row).red_since) == ("delivered", None)


def test_promised_fields_that_vanish_at_the_address_open_it_at_once(promise, dataset) -> None:
    row = kept(promise, dataset)
    see(FIRST, SHORT, NOON + 2 * DAY)
    checking.look_back(NOON + 2 * DAY)
    assert (again(row).case.state, again(row).broken_why) == ("late", "relapse")


def test_a_promise_given_up_is_watched_no_longer(promise, dataset) -> None:
    from tests.commitments.conftest import POLICY_OFFICE

    from springhead.foundation.cases.fire import fire

    row = promise()
    listed(dataset, FIRST)
    checking.look(row, at=NOON)
    fire(row.number, Abandon("經諮詢小組決議，改由另一機關提供這項資料。"), by=POLICY_OFFICE, at=NOON)
    assert queries.of_subject(row.number) == []
    assert Check.objects.get().next_at is None


def test_the_page_says_where_the_data_lie_and_since_when_not(promise, dataset, client: Client) -> None:
    row = kept(promise, dataset)
    see(FIRST, GONE, NOON + 2 * DAY)
    see(FIRST, GONE, NOON + 3 * DAY)
    checking.look_back(NOON + 3 * DAY)
    page = client.get(f"/commitments/{row.number}").content.decode()
    assert FIRST in page
    assert "3 月 4 日" in page.partition("取不到資料")[0][-40:]
    assert "No data since" in client.get(f"/en/commitments/{row.number}").content.decode()
