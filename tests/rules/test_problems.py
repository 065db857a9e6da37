"""A problem as people read it and as programs get it."""

from datetime import UTC, date, datetime

import pytest

from springhead.engine.kernel.language import LANGS
from springhead.engine.kernel.problems import Kind

TOO_SOON = Kind(
    "test-too-soon",
    "最早 {first} 開會，不能在今天（{today}）。",
    "The first day is {first}, not today ({today}).",
    "請改到 {first} 以後。",
    "Choose {first} or later.",
)
FIRST = date(2026, 11, 26)


def test_a_day_is_written_in_the_language_of_the_sentence() -> None:
    found = TOO_SOON.at("held_on", first=FIRST, today=date(2026, 11, 9))
    assert found.message() == "最早 2026 年 11 月 26 日（四）開會，不能在今天（2026 年 11 月 9 日（一））。"
    assert found.message("en") == "The first day is Thu 26 November 2026, not today (Mon 9 November 2026)."
    assert found.remedy() == "請改到 2026 年 11 月 26 日（四）以後。"
    assert found.remedy("en") == "Choose Thu 26 November 2026 or later."


def test_programs_get_the_day_as_iso_8601() -> None:
    found = TOO_SOON.at(first=FIRST, today=FIRST)
    for lang in LANGS:
        assert found.as_json(lang)["params"] == {"first": "2026-11-26", "today": "2026-11-26"}


@pytest.mark.parametrize("value", ["2026-11-26", datetime(2026, 11, 26, tzinfo=UTC), 7])
def test_other_values_stay_as_they_are(value: object) -> None:
    found = TOO_SOON.at(first=value, today="–")
    assert str(value) in found.message()
    assert found.as_json()["params"]["first"] == value
