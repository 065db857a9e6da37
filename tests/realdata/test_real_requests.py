"""The archives of real requests: what is in them, and that the table of the rules is the one in the documents."""

from pathlib import Path

import pytest
from bench import history as measured

from springhead.procedures.data_requests import history

FOLDER = Path(__file__).resolve().parents[3] / "shared/data/requests"

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not FOLDER.exists(), reason="the archives of requests are not beside the project"),
]


def test_the_archives_hold_what_was_counted_by_hand() -> None:
    scraped, labelled = (history.read(FOLDER / name) for name in measured.FILES)
    assert (len(scraped), len(labelled)) == (813, 604)
    assert sum(len(one.parts) for one in labelled) == 1512
    assert len({one.origin for one in scraped} & {one.origin for one in labelled}) == 561
    joined = history.join([scraped, labelled])
    assert len(joined) == len({one.origin for one in joined}) == 856


def test_no_contact_data_of_people_is_read() -> None:
    for name in measured.FILES:
        for one in history.read(FOLDER / name):
            for text in (one.title, one.dataset, one.reason, one.said, *one.fields):
                assert history.hidden(text) == text


def test_the_confusion_table_in_the_documents_is_the_measured_one(root: Path) -> None:
    documents = (root / "docs" / "benchmarks.md").read_text()
    for line in measured.table(FOLDER):
        assert line in documents
