"""Sixty and more questions as people ask them, judged by hand, guard the ranking."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from springhead.foundation.search.finder import Finder
from springhead.foundation.search.query import Question

QUERIES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "queries.toml").read_text())["query"]


def test_there_are_sixty_questions() -> None:
    assert len(QUERIES) >= 60
    assert len({query["text"] for query in QUERIES}) == len(QUERIES)


@pytest.mark.parametrize("query", QUERIES, ids=[query["text"] for query in QUERIES])
def test_the_answer_is_where_people_look(finder: Finder, query: dict[str, Any]) -> None:
    found = [item["id"] for item in finder.search(Question(query["text"], limit=10)).items]
    assert set(query.get("best", ())) <= set(found[:3]), found
    assert set(query.get("also", ())) <= set(found), found
    assert not set(query.get("never", ())) & set(found), found
