"""What all bodies resolved: by body, year and effect, page after page, and the whole of it as a table."""

import csv
import io
from datetime import date, timedelta

import pytest
from tests.committees.conftest import WHY, catch_up, refuse, told

from springhead.engine.kernel.now import today
from springhead.forums.committees import listing, resolutions
from springhead.forums.committees.listing import Wanted
from springhead.forums.committees.models import Resolution

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(ask, police, body, secretary):
    """One resolution in effect, one that waits for the head."""
    parts = [refuse(ask, police) for _ in range(2)]
    catch_up()
    until = (today() + timedelta(days=90)).isoformat()
    done = resolutions.record(parts[0].number, told("hear", document="清審字第 1 號"), by=secretary)
    waits = resolutions.record(parts[1].number, told("rule_open", until=until), by=secretary)
    return done, waits


def copied(one, day, **more):
    """Return a row like another of a day."""
    row = Resolution.objects.get(pk=one.pk)
    row.pk, row.public_id, row.key, row.decided_on = None, f"rs_{Resolution.objects.count():08}", None, day
    for name, value in more.items():
        setattr(row, name, value)
    row.save()
    return row


@pytest.mark.parametrize("lang", ["", "/en"])
def test_the_list_says_what_became_of_each(client, heard, body, lang):
    done, waits = heard
    page = client.get(f"{lang}/resolutions/").content.decode()
    assert page.index(waits.public_id) < page.index(done.public_id)
    assert ("in effect" if lang else "已生效") in page
    assert ("waits for the head" if lang else "待首長核定") in page
    assert done.public_id not in client.get(f"{lang}/resolutions/?effect=waiting").content.decode()
    assert waits.public_id not in client.get(f"{lang}/resolutions/?effect=done").content.decode()
    empty = client.get(f"{lang}/resolutions/?effect=declined").content.decode()
    assert ("No resolution matches" if lang else "沒有符合的決議") in empty


def test_by_body_and_year(client, heard, body):
    done, waits = heard
    old = copied(done, date(2021, 12, 31))
    older = copied(done, date(2020, 1, 1), body=None)
    assert listing.page(Wanted(year=2021)).items == [old]
    assert listing.page(Wanted(year=2020)).items == [older]
    assert set(listing.page(Wanted(body=body.public_id)).items) == {done, waits, old}
    page = client.get("/resolutions/?year=2020").content.decode()
    assert "/committees/none/resolutions/" in page
    assert client.get("/resolutions/?body=bd_nowhere0").status_code == 404
    assert client.get("/resolutions/?year=x&effect=odd&cursor=zz").status_code == 200


def test_pages_have_each_once_and_a_record_withdrawn_never(heard):
    done, waits = heard
    day = date(2021, 3, 1)
    for n in range(7):
        copied(done, day + timedelta(days=n // 3))
    waits.withdrawn_at = done.done_at
    waits.save()
    seen, cursor = [], ""
    while True:
        found = listing.page(Wanted(cursor=cursor), limit=3)
        seen += found.items
        cursor = found.next
        if not cursor:
            break
    assert len(seen) == len({one.pk for one in seen}) == 8
    assert [one.decided_on for one in seen] == sorted((one.decided_on for one in seen), reverse=True)


def test_as_a_table_and_by_api(client, heard, body, monkeypatch):
    monkeypatch.setattr(listing, "BATCH", 2)
    done, waits = heard
    for n in range(4):
        copied(done, date(2022, 1, 1 + n), text="=1+1，" + WHY)
    answer = client.get(f"/resolutions/list.csv?body={body.public_id}")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == 6
    assert {row["effect"] for row in rows} == {"done", "waiting"}
    assert rows[-1]["text"].startswith("'=1+1")
    assert rows[1]["document"] == "清審字第 1 號"
    told = client.get("/api/v1/resolutions?effect=waiting").json()
    assert [one["id"] for one in told["items"]] == [waits.public_id]
    assert told["items"][0]["approval"] == "waiting"
    assert told["next"] is None


def test_the_page_asks_a_fixed_number_of_queries(client, heard, django_assert_max_num_queries):
    done, _ = heard
    for n in range(60):
        copied(done, date(2023, 1, 1) + timedelta(days=n))
    client.get("/resolutions/")
    with django_assert_max_num_queries(6):
        client.get("/resolutions/")


def test_the_sitemap_names_what_bodies_resolved(client, heard, body):
    done, _ = heard
    listed = client.get("/sitemap-resolutions.xml").getvalue().decode()
    assert f"/committees/{body.public_id}/resolutions/{done.public_id}</loc>" in listed
