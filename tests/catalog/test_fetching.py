"""Addresses: fetched now and by schedule; only new bytes become a delivery; what goes wrong is said and kept."""

from datetime import timedelta

import pytest
from tests.catalog.conftest import catch_up, fresh, let_work

from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.engine.net.fetch import Fetched, Known
from springhead.engine.storage.blobs import hash_file
from springhead.foundation.catalog import fetching, queries
from springhead.foundation.catalog.models import Delivery, Distribution
from springhead.foundation.jobs.models import Job

pytestmark = pytest.mark.django_db
ADDRESS = "https://water.example.tw/levels.csv"
ONE = "測站,水位\n甲,1.5\n乙,2.5\n"
TWO = "測站,水位\n甲,1.5\n乙,3.5\n丙,4.5\n"


class Site:
    """Answers as an agency's server would: with a tag, and with nothing when the tag is known."""

    def __init__(self, text: str) -> None:
        self.text, self.asked = text, []
        self.trouble: Refused | None = None

    def fetch(self, url, folder, *, known):
        self.asked.append((url, known.etag))
        if self.trouble:
            raise self.trouble
        file = folder / "answer"
        file.write_text(self.text)
        blob = hash_file(file)
        tag = blob.sha256[:8]
        path = None if known.etag == tag else file
        return Fetched(url, path, blob.sha256, blob.size, "levels.csv", "text/csv", "utf-8", Known(tag, ""))


@pytest.fixture
def place(agency) -> Distribution:
    from springhead.foundation.catalog.models import Dataset

    dataset = Dataset.objects.create(
        agency=agency,
        title={"zh-Hant": "水位"},
        description={"zh-Hant": "每日水位"},
        stage="listed",
        visible=True,
        licence="OGDL-Taiwan-1.0",
    )
    return Distribution.objects.create(dataset=dataset, kind="link", format="CSV", url=ADDRESS)


def go(place: Distribution, site: Site) -> str:
    outcome = fetching.fetch(place.public_id, client=site)
    for delivery in Delivery.objects.filter(closed_at=None):
        let_work(delivery)
    catch_up()
    place.refresh_from_db()
    return outcome


def test_a_link_is_mirrored_on_demand(place) -> None:
    assert go(place, Site(ONE)) == "delivered"
    delivery = fresh(Delivery.objects.get())
    assert (delivery.source, delivery.filename, delivery.publish_when_clean) == (
        "address",
        "levels.csv",
        True,
    )
    assert place.fetch_state["outcome"] == "delivered"
    assert place.fetch_next is None


def test_the_same_bytes_are_no_news(place) -> None:
    site = Site(ONE)
    go(place, site)
    assert go(place, site) == "unchanged"
    assert site.asked[0][1] == ""
    assert site.asked[1][1]  # the tag of the first answer, so that the server need not send it again
    assert Delivery.objects.count() == 1


def test_new_bytes_are_a_new_delivery(place) -> None:
    site = Site(ONE)
    go(place, site)
    site.text = TWO
    assert go(place, site) == "delivered"
    assert Delivery.objects.count() == 2


def test_what_goes_wrong_is_kept_in_both_languages_and_tried_again(place, agency, officer) -> None:
    from springhead.engine.net.texts import UNREACHABLE

    site = Site(ONE)
    fetching.schedule(place, 24 * 60)
    go(place, site)
    site.trouble = Refused(UNREACHABLE.at(ADDRESS, reason="refused"))
    assert go(place, site) == "failed"
    assert queries.desk([agency.public_id], viewer=officer).failing == [place]
    problem = place.fetch_state["problem"]
    assert problem["zh-Hant"]["message"]
    assert problem["en"]["remedy"]
    assert place.fetch_state["sha256"]  # what we have stays known
    assert place.fetch_next - now() <= fetching.PATIENCE
    site.trouble = None
    assert go(place, site) == "unchanged"
    assert queries.desk([agency.public_id], viewer=officer).failing == []
    assert place.fetch_state["problem"] is None
    assert place.fetch_next - now() > timedelta(hours=23)


def test_an_address_is_queued_when_its_time_has_come_and_once(place) -> None:
    fetching.schedule(place, 60)
    assert Job.objects.filter(kind="catalog.fetch").count() == 1
    assert fetching.queue_due() == 0
    Distribution.objects.update(fetch_next=now() - timedelta(minutes=1))
    assert fetching.queue_due() == 1
    assert fetching.queue_due() == 1
    assert Job.objects.filter(kind="catalog.fetch").count() == 1


def test_a_private_address_is_never_reached(place) -> None:
    Distribution.objects.update(url="http://127.0.0.1:9/levels.csv")
    assert fetching.fetch(place.public_id) == "failed"
    place.refresh_from_db()
    assert "127.0.0.1" in place.fetch_state["problem"]["en"]["message"]
    assert Delivery.objects.count() == 0
