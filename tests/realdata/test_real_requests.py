"""The archives of real requests: what is in them, and that the table of the rules is the one in the documents."""

import csv
from collections import Counter
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
    assert sum(len(one.verdicts) for one in labelled) == 1512  # records, each a part
    assert (
        sum(len(one.parts) for one in labelled) == 1512 + 142
    )  # agencies it was sent to that have no record
    assert len({one.origin for one in scraped} & {one.origin for one in labelled}) == 561
    joined = history.join([scraped, labelled])
    assert len(joined) == len({one.origin for one in joined}) == 856


def test_requests_sent_to_several_agencies_are_those_the_archive_says() -> None:
    """112 by where they were sent; 85 have several records, 28 of these were split within one agency."""
    several, records = set(), Counter()
    with (FOLDER / measured.FILES[1]).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            records[row["原ID"]] += 1
            if "," in row["原派發機關"]:
                several.add(row["原ID"])
    split = {origin for origin, n in records.items() if n > 1}
    assert (len(several), len(split), len(split - several)) == (112, 85, 28)
    read = {one.origin: one for one in history.read(FOLDER / measured.FILES[1])}
    loaded = {origin for origin, one in read.items() if len({part.agency for part in one.parts} - {""}) > 1}
    assert several <= loaded
    assert len(loaded - several) == 7  # sent to one, answered by others too
    assert not history.MARKS & {part.agency for one in read.values() for part in one.parts}


def test_no_contact_data_of_people_is_read() -> None:
    for name in measured.FILES:
        for one in history.read(FOLDER / name):
            for text in (one.title, one.dataset, one.reason, one.said, *one.fields):
                assert history.hidden(text) == text


def test_the_confusion_table_in_the_documents_is_the_measured_one(root: Path) -> None:
    documents = (root / "docs" / "benchmarks.md").read_text()
    for line in measured.table(FOLDER):
        assert line in documents
