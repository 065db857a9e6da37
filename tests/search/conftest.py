"""A made catalogue, indexed once."""

import csv
from pathlib import Path

import pytest

from springhead.foundation.search import index
from springhead.foundation.search.documents import SearchDocument
from springhead.foundation.search.finder import Finder

HERE = Path(__file__).parent


def documents() -> list[SearchDocument]:
    with (HERE / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        return [made(row, place) for place, row in enumerate(csv.DictReader(file))]


def made(row: dict[str, str], place: int) -> SearchDocument:
    title = {"zh-Hant": row["title"], **({"en": row["english"]} if row["english"] else {})}
    return SearchDocument(
        id=row["id"],
        title=title,
        body=row["description"],
        keywords=tuple(row["keywords"].split(";")),
        columns=tuple(row["columns"].split(";")),
        agency_name={"zh-Hant": row["agency"]},
        facets={
            "agency": (row["agency"],),
            "format": tuple(row["formats"].split(";")),
            "stage": (row["stage"],),
        },
        weight=2.0 if row["stage"] == "served" else 0.5,
        updated=1_700_000_000 + place,
        shown={"stage": row["stage"]},
    )


@pytest.fixture(scope="session")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    folder = tmp_path_factory.mktemp("index")
    index.rebuild(folder, documents())
    return Finder(folder)
