"""The 801 agency names of the national catalogue: each is listed once, under the parent its name tells."""

import csv
import gzip
import os
from pathlib import Path

import pytest

from springhead.foundation.agencies import content, queries
from springhead.foundation.agencies.models import Agency

DATA = Path(os.environ.get("SPRINGHEAD_REALDATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
CATALOGUE = DATA / "catalogues" / "datagovtw_catalogue_2026_03.csv.gz"

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.django_db,
    pytest.mark.skipif(not CATALOGUE.is_file(), reason=f"no {CATALOGUE.name}; set SPRINGHEAD_REALDATA"),
]


@pytest.fixture
def names() -> set[str]:
    with gzip.open(CATALOGUE, "rt", encoding="utf-8-sig", newline="") as file:
        return {row["提供機關"] for row in csv.DictReader(file)}


def test_every_name_finds_its_agency_and_a_second_time_adds_none(names: set[str]) -> None:
    content.load()
    assert len(names) == 801  # counted with another program
    found = queries.find_or_provisional_many(names)
    before = Agency.objects.count()
    again = queries.find_or_provisional_many(names)
    assert found == again
    assert Agency.objects.count() == before


def test_what_begins_with_a_county_stands_below_its_government(names: set[str]) -> None:
    content.load()
    found = queries.find_or_provisional_many(names)
    governments = {
        each.name()[:3]: each for each in Agency.objects.filter(provisional=False).exclude(county_code="")
    }
    local = [name for name in names if name[:3] in governments]
    assert len(local) > 300
    strays = [
        name for name in local if not Agency.objects.get(pk=found[name].pk).is_within(governments[name[:3]])
    ]
    assert strays == []


def test_what_begins_with_a_ministry_stands_below_it(names: set[str]) -> None:
    content.load()
    found = queries.find_or_provisional_many(names)
    ministries = {
        each.name(): each for each in Agency.objects.filter(level=2, provisional=False, ended=False)
    }
    below = [(name, ministry) for name in names for ministry in ministries if name.startswith(ministry)]
    assert len(below) > 150
    strays = [
        name for name, top in below if not Agency.objects.get(pk=found[name].pk).is_within(ministries[top])
    ]
    assert strays == []
