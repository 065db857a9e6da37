"""The demo reads in both languages: whatever stands in a list has an English title too."""

import re

import pytest
from django.test import Client

from springhead.config import wiring
from springhead.doors.demo import committees, consultations, high_value, meetings, people, promises, requests
from springhead.foundation.cases.models import Case
from springhead.foundation.catalog.models import Dataset

pytestmark = pytest.mark.django_db
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def made() -> None:
    wiring.install()
    people.load()
    for part in (promises, requests, committees, consultations, meetings, high_value):
        assert part.load(), part.__name__


def test_every_case_and_dataset_of_the_demo_has_an_english_title(made: None) -> None:
    # An action item is called by its words in the minutes, which are in one language.
    titles = {case.number: case.title for case in Case.objects.exclude(number__startswith="AI-")}
    titles |= {one.public_id: one.title for one in Dataset.objects.all()}
    assert {"data_request", "data_request_part", "hv_cycle", "hv_nomination", "commitment", "meeting"} <= set(
        Case.objects.values_list("type", flat=True)
    )
    guilty = {name: title for name, title in titles.items() if CHINESE.search(title.get("en") or "無")}
    assert not guilty


@pytest.mark.parametrize("path", ["/en/requests/", "/en/nominations/", "/en/commitments/"])
def test_lists_of_the_demo_show_english_titles(made: None, path: str) -> None:
    page = Client().get(path).content.decode()
    rows = re.findall(r'<th scope="row">(?:<[^>]*>)*\s*<a [^>]*>([^<]*)</a>', page)
    assert rows
    assert not [title for title in rows if CHINESE.search(title)]
