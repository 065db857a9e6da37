"""An address of a real server becomes a served table; whatever the server does, the version before answers."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.catalog.conftest import catch_up
from tests.catalog.test_fetching import go
from tests.net.agency import agency as running_site
from tests.net.test_fetch import LIMITS

from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.engine.net import Fetcher
from springhead.engine.net.pace import Pace
from springhead.engine.tables import manifest
from springhead.foundation.catalog import fetching
from springhead.foundation.catalog.bringing import DUTIES
from springhead.foundation.catalog.models import Dataset, Delivery, Distribution
from springhead.foundation.jobs.worker import drain

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def origin():
    with running_site() as running:
        yield running[0]


@pytest.fixture
def client(origin) -> Fetcher:
    return Fetcher(allow=frozenset({origin}), limits=LIMITS, pace=Pace(0))


@pytest.fixture
def place(agency, origin) -> Distribution:
    dataset = Dataset.objects.create(
        agency=agency,
        title={"zh-Hant": "水位"},
        description={"zh-Hant": "每日水位"},
        stage="listed",
        visible=True,
        licence="OGDL-Taiwan-1.0",
        category="I00",
        openness="open",
        cost="free",
        regularity="irregular",
        contact_name="承辦人",
        contact_phone="09-1234",
    )
    return Distribution.objects.create(dataset=dataset, kind="link", format="CSV", url=f"{origin}/file.csv")


def served(place: Distribution):
    return manifest.read(Path(settings.SPRINGHEAD.public) / "tables" / f"{place.table_id}.json").snapshot()


def test_an_address_becomes_a_served_table_without_a_hand(place, client, origin) -> None:
    assert go(place, client) == "delivered"
    delivery = Delivery.objects.get()
    assert delivery.state == "published", (delivery.state, delivery.report)
    assert (served(place).number, served(place).rows) == (1, 1)
    assert go(place, client) == "unchanged"
    assert Delivery.objects.count() == 1


def test_the_desk_mirrors_a_listed_link_and_follows_it(
    place, client, origin, officer_person, monkeypatch
) -> None:
    monkeypatch.setattr(fetching, "fetcher", lambda: client)
    desk = Client()
    desk.force_login(officer_person)
    address = f"/desk/datasets/{place.dataset.public_id}/files/{place.public_id}/fetch"
    assert desk.post(address, {"every": "day"}).status_code == 302
    drain(["slow"], DUTIES)
    catch_up()
    place.refresh_from_db()
    assert served(place).rows == 1
    assert timedelta(hours=23) < place.fetch_next - now() <= timedelta(days=1)
    Distribution.objects.update(url=f"{origin}/changes_once", fetch_next=now())
    assert fetching.queue_due() == 1
    drain(["slow"], DUTIES)
    assert Delivery.objects.count() == 2
    assert served(place).number == 1  # what is no table any more does not take its place


def test_a_dataset_begins_with_an_address_and_is_named_after_its_file(
    agency, officer, client, origin, monkeypatch
) -> None:
    monkeypatch.setattr(fetching, "fetcher", lambda: client)
    begun = fetching.begin(agency, f"{origin}/file.csv?download=1", fetched=True, by=officer)
    drain(["slow"], DUTIES)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.filename) == ("checked", "file.csv")
    assert begun.dataset.name == "file"
    with pytest.raises(Refused):
        fetching.begin(agency, "file:///etc/passwd", fetched=True, by=officer)
    assert Dataset.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/redirect?to=http://169.254.169.254/latest/", "fetch-address-private"),
        ("/changes_always", "fetch-changed"),
        ("/short", "fetch-cut-short"),
        ("/missing", "fetch-status"),
        ("/bomb", "fetch-too-large"),
    ],
)
def test_what_the_server_does_wrong_is_kept_and_the_version_before_is_served(
    place, client, origin, path, code
) -> None:
    go(place, client)
    Distribution.objects.update(url=origin + path)
    place.refresh_from_db()
    assert go(place, client) == "failed"
    problem = place.fetch_state["problem"]
    assert problem["code"] == code
    assert problem["zh-Hant"]["message"]
    assert problem["en"]["remedy"]
    assert served(place).number == 1
    assert Delivery.objects.count() == 1
    Distribution.objects.update(url=f"{origin}/changes_once")
    place.refresh_from_db()
    assert go(place, client) == "delivered"
