"""Sixty questions on the national catalogue as it is; skipped where it is not beside the project."""

import csv
import gzip
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from springhead.foundation.search import index
from springhead.foundation.search.documents import SearchDocument
from springhead.foundation.search.finder import Finder
from springhead.foundation.search.query import Question

CATALOGUE = Path(__file__).resolve().parents[3] / "shared/data/catalogues/datagovtw_catalogue_2026_03.csv.gz"
QUERIES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "search_queries.toml").read_text())[
    "query"
]

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.slow,
    pytest.mark.xdist_group("real-search"),
    pytest.mark.skipif(not CATALOGUE.exists(), reason="the national catalogue is not beside the project"),
]


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    folder = tmp_path_factory.mktemp("real-index")
    index.rebuild(folder, list(documents()))
    return Finder(folder)


def documents():
    with gzip.open(CATALOGUE, "rt", encoding="utf-8-sig", newline="") as file:
        for place, row in enumerate(csv.DictReader(file)):
            yield SearchDocument(
                id=f"{place}",
                title={"zh-Hant": row["資料集名稱"]},
                agency_name={"zh-Hant": row["提供機關"]},
                facets={"agency": (row["提供機關"],), "stage": ("listed",)},
                updated=1_700_000_000,
            )


def test_there_are_sixty_questions() -> None:
    assert len({query["text"] for query in QUERIES}) == len(QUERIES) >= 60


@pytest.mark.parametrize("query", QUERIES, ids=[query["text"] for query in QUERIES])
def test_the_first_three_are_what_a_reader_expects(finder: Finder, query: dict[str, Any]) -> None:
    items = finder.search(Question(query["text"], limit=3)).items
    shown = [f"{item['title']['zh-Hant']} {item['agency_name']['zh-Hant']}" for item in items]
    good = [text for text in shown if re.search(query["wanted"], text)]
    assert len(good) >= query.get("least", 3), shown
