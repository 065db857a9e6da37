"""Uses are counted per day, and nothing about a person is kept."""

from datetime import timedelta
from pathlib import Path

import pytest

from springhead.engine.kernel import now
from springhead.engine.kernel.tally import Tally
from springhead.foundation.usage import queries, tally
from springhead.foundation.usage.collect import collect
from springhead.foundation.usage.models import Count, Term

pytestmark = pytest.mark.django_db


def test_counts_of_several_processes_are_added_up(tmp_path: Path) -> None:
    for uses in (2, 3):
        process = Tally(tmp_path)
        for _ in range(uses):
            process.note("rows", "tb_1")
        process.flush()
    assert collect(tmp_path) == 2
    assert Count.objects.get().number == 5
    assert collect(tmp_path) == 0
    assert queries.use_of(["tb_1"], since=now.today() - timedelta(days=1)) == {"rows": 5}


def test_searches_that_found_nothing_are_kept_apart(tmp_path: Path) -> None:
    counts = Tally(tmp_path)
    counts.note(tally.SEARCH, "水庫")
    counts.note(tally.SEARCH_NOTHING, "量子", 3)
    counts.flush()
    collect(tmp_path)
    assert Term.objects.filter(found_nothing=True).get().term == "量子"
    assert Term.objects.filter(found_nothing=False).get().term == "水庫"


def test_a_rare_search_is_never_shown_however_often_somebody_repeats_it_in_a_day() -> None:
    today = now.today()

    def searched(term: str, *numbers: int) -> None:
        for ago, number in enumerate(numbers):
            day = today - timedelta(days=ago)
            Term.objects.create(day=day, term=term, found_nothing=True, number=number)

    searched("王小明的病歷", 400)
    searched("兩天的", 9, 9)
    searched("三天四次", 1, 1, 2)
    searched("量子", 1, 1, 3)
    since = today - timedelta(days=9)
    assert queries.searched_terms(since=since, found_nothing=True) == [{"term": "量子", "total": 5}]
    assert queries.searched_terms(since=since, before=today, found_nothing=True) == []
    assert queries.searched_terms(since=since, found_nothing=False) == []


@pytest.mark.parametrize("text", ["a123456789", "0912345678", "somebody@example.tw"])
def test_a_search_that_may_name_a_person_is_not_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str
) -> None:
    counts = Tally(tmp_path)
    monkeypatch.setattr(tally, "_tally", lambda: counts)
    tally.searched(text, 0)
    tally.searched("水庫", 1)
    counts.flush()
    lines = b"".join(path.read_bytes() for path in tmp_path.glob("*.ndjson")).decode()
    assert text not in lines
    assert "水庫" in lines


def test_a_half_written_file_is_never_read(tmp_path: Path) -> None:
    (tmp_path / ".1-us_x").write_text('{"day":')
    assert collect(tmp_path) == 0
