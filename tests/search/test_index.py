"""The index follows what it is fed with, and searching finds what a substring search finds."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springhead.foundation.search import index
from springhead.foundation.search.documents import SearchDocument
from springhead.foundation.search.finder import Finder
from springhead.foundation.search.query import DEEPEST, Question
from springhead.foundation.search.tokens import marked, terms, tokens


def document(key: str, title: str, **more: object) -> SearchDocument:
    return SearchDocument(id=key, title={"zh-Hant": title}, **more)  # type: ignore[arg-type]


def found(finder: Finder, text: str, **more: object) -> list[str]:
    return [item["id"] for item in finder.search(Question(text, **more)).items]  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    index.rebuild(tmp_path, [document("ds_1", "水庫即時水情"), document("ds_2", "臺北市停車場")])
    return tmp_path


def test_before_the_first_build_the_page_says_that_it_is_not_ready(tmp_path: Path) -> None:
    assert not Finder(tmp_path).search(Question("水庫")).ready


def test_a_changed_document_replaces_the_old_one_without_a_restart(folder: Path) -> None:
    finder = Finder(folder)
    assert found(finder, "水情") == ["ds_1"]
    index.update(folder, [document("ds_1", "河川水位")])
    assert found(finder, "水情") == []
    assert found(finder, "河川") == ["ds_1"]


def test_a_document_that_is_gone_is_not_found(folder: Path) -> None:
    finder = Finder(folder)
    index.update(folder, [], gone=["ds_2"])
    assert found(finder, "停車") == []
    assert finder.size() == 1


def test_a_rebuild_swaps_generations_under_a_running_finder(folder: Path) -> None:
    finder = Finder(folder)
    assert found(finder, "水庫") == ["ds_1"]
    index.rebuild(folder, [document("ds_3", "水庫基本資料")])
    assert found(finder, "水庫") == ["ds_3"]
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 1


def test_tai_is_written_in_two_ways_and_widths_do_not_matter(folder: Path) -> None:
    finder = Finder(folder)
    assert found(finder, "台北") == found(finder, "臺北") == ["ds_2"]
    index.update(folder, [document("ds_4", "ＰＭ２．５監測")])
    assert found(finder, "pm2.5") == ["ds_4"]


def test_one_character_is_enough(folder: Path) -> None:
    assert found(Finder(folder), "庫") == ["ds_1"]


def test_a_condition_narrows_and_is_counted(finder: Finder) -> None:
    everything = finder.search(Question("水"))
    served = finder.search(Question("水", facets={"stage": ["served"]}))
    counts = dict(next(facet.values for facet in everything.facets if facet.name == "stage"))
    assert served.count == counts["served"] < everything.count


def test_near_matches_are_told_apart_from_exact_ones(finder: Finder) -> None:
    assert finder.search(Question("youbkie")).near
    assert not finder.search(Question("停車")).near


def test_nothing_like_it_finds_nothing(finder: Finder) -> None:
    assert finder.search(Question("量子纏結實驗")).count == 0


@pytest.mark.parametrize(
    "text", ['"', "(", "水庫 AND", "*", "title:水", "\\", "😀", "a" * 5_000, " ", "-", "水-庫"]
)
def test_no_text_breaks_the_search(finder: Finder, text: str) -> None:
    assert finder.search(Question(text)).ready


def test_paging_reaches_every_result_once(finder: Finder) -> None:
    seen: list[str] = []
    offset: int | None = 0
    while offset is not None:
        page = finder.search(Question("資料", offset=offset, limit=3))
        seen += [item["id"] for item in page.items]
        offset = page.next_offset
    assert len(seen) == len(set(seen)) == finder.search(Question("資料")).count


def test_paging_ends_where_it_would_become_slow(finder: Finder) -> None:
    assert finder.search(Question("水", offset=10 * DEEPEST)).items == ()


WORDS = st.text(alphabet="水庫情位即時臺北市停車場資訊", min_size=2, max_size=6)


@given(titles=st.lists(WORDS, min_size=1, max_size=12, unique=True), wanted=WORDS)
def test_pairs_in_order_find_exactly_what_a_substring_search_finds(titles: list[str], wanted: str) -> None:
    pairs = tokens(wanted)
    by_pairs = [title for title in titles if _contains(tokens(title), pairs)]
    assert by_pairs == [title for title in titles if wanted in title]


def _contains(whole: list[str], part: list[str]) -> bool:
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


def test_found_words_are_marked_where_they_stand() -> None:
    assert marked("台北停車場", terms("臺北")) == [(True, "台北"), (False, "停車場")]
    assert marked("AQI 指標", terms("aqi")) == [(True, "AQI"), (False, " 指標")]
