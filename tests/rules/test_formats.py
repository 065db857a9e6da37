"""Dates, numbers and sizes as the pages write them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from springhead.engine.kernel.language import fill
from springhead.foundation.ui import formats

DUE = date(2026, 11, 26)
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def test_a_day_is_written_with_its_weekday() -> None:
    assert formats.day(DUE, "zh-Hant") == "11 月 26 日（四）"
    assert formats.day(DUE, "en") == "Thu 26 November"
    assert formats.day(DUE, "en", year=True) == "Thu 26 November 2026"


def test_an_instant_falls_on_its_taipei_day() -> None:
    late_evening_in_utc = datetime(2026, 11, 25, 16, 30, tzinfo=UTC)
    assert formats.legal_date(late_evening_in_utc) == DUE
    assert formats.moment(late_evening_in_utc, "en") == "2026-11-26 00:30"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (52552, "52,552"),
        (0, "0"),
        (None, "—"),
        (-1234, "-1,234"),
        (0.5, "0.5"),
        (98.64, "98.64"),
        (1234567.8, "1,234,568"),
    ],
)
def test_numbers_are_grouped_by_thousands(value: float | None, written: str) -> None:
    assert formats.number(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 KB"),
        (50_540_000, "48.2 MB"),
        (150 * 2**20, "150 MB"),
        (None, "—"),
    ],
)
def test_sizes_have_at_most_three_digits(value: int | None, written: str) -> None:
    assert formats.size(value) == written


@pytest.mark.parametrize(
    ("before", "zh", "en"),
    [
        (timedelta(seconds=5), "剛剛", "just now"),
        (timedelta(minutes=1), "1 分鐘前", "1 minute ago"),
        (timedelta(hours=5), "5 小時前", "5 hours ago"),
        (timedelta(days=29), "29 日前", "29 days ago"),
        (timedelta(days=40), "2026 年 10 月 14 日（三）", "Wed 14 October 2026"),
    ],
)
def test_how_long_ago(before: timedelta, zh: str, en: str) -> None:
    assert formats.ago(NOON - before, NOON, "zh-Hant") == zh
    assert formats.ago(NOON - before, NOON, "en") == en


def test_a_term_is_shown_by_its_last_day_not_by_the_midnight_after_it() -> None:
    midnight = datetime(2026, 12, 7, 16, 0, tzinfo=UTC)  # Taipei: 2026-12-08 00:00
    assert formats.last_day(midnight) == date(2026, 12, 7)
    assert formats.due(midnight, "zh-Hant") == "2026 年 12 月 7 日（一）"
    assert formats.due(midnight, "en") == "Mon 7 December 2026"
    assert formats.last_day(midnight + timedelta(minutes=1)) is None
    assert formats.due(NOON, "en") == "2026-11-23 12:00"


def test_a_day_kept_as_text_is_written_like_any_other_and_an_instant_on_its_taipei_day() -> None:
    assert formats.written("2026-11-26", "zh-Hant") == "2026 年 11 月 26 日（四）"
    assert formats.written("2026-11-25T16:30:00+00:00", "en") == "Thu 26 November 2026"
    assert formats.written("", "en") == ""


@pytest.mark.parametrize(
    ("template", "values", "written"),
    [
        ("{n:row|rows}", {"n": 1}, "1 row"),
        ("{n:row|rows}", {"n": 0}, "0 rows"),
        ("{n:row|rows}", {"n": "1,204"}, "1,204 rows"),
        (
            "{n:There is # field|There are # fields}, {most} at most",
            {"n": 1, "most": 9},
            "There is 1 field, 9 at most",
        ),
        ("{n:There is # field|There are # fields}.", {"n": 3}, "There are 3 fields."),
        ("{day:%Y}: {n:cell is|cells are} bad", {"day": DUE, "n": 2}, "2026: 2 cells are bad"),
        ("nothing counted {n}", {"n": 1}, "nothing counted 1"),
    ],
)
def test_counted_nouns_agree_with_their_number(
    template: str, values: dict[str, object], written: str
) -> None:
    assert fill(template, values) == written


def test_a_value_that_is_not_given_is_an_error() -> None:
    for template in ("{n:row|rows}", "{n}"):
        with pytest.raises(KeyError):
            fill(template, {})
