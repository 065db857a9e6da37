"""Rest days of Taiwan's government offices, checked against the calendars the offices announced."""

from datetime import date, timedelta

import pytest

from springhead.engine.kernel.calendar import Calendar, Closure, Reason, load, taiwan

REST = [
    # Lunar New Year 2025: 25 January to 2 February; the Monday was made up on 8 February.
    *[date(2025, 1, day) for day in range(25, 32)],
    date(2025, 2, 1),
    date(2025, 2, 2),
    # Lunar New Year 2026: 14 to 22 February, nothing made up.
    *[date(2026, 2, day) for day in range(14, 23)],
    # Lunar New Year 2027: 4 to 10 February.
    *[date(2027, 2, day) for day in range(4, 11)],
    date(2025, 9, 29),  # for 28 September, a Sunday
    date(2025, 10, 24),  # for 25 October, a Saturday
    date(2025, 12, 25),
    date(2026, 5, 1),
    date(2026, 9, 28),
    date(2026, 10, 26),  # for 25 October, a Sunday
    date(2026, 12, 25),
    date(2026, 4, 3),
    date(2026, 4, 6),
    date(2027, 12, 31),  # for 1 January 2028, a Saturday
]
WORK = [
    date(2025, 2, 3),
    date(2025, 2, 8),  # the make-up Saturday
    date(2024, 2, 17),  # a make-up Saturday too
    date(2024, 5, 1),  # government offices worked
    date(2025, 5, 1),
    date(2025, 9, 30),
    date(2026, 2, 13),
    date(2026, 2, 23),
    date(2027, 2, 3),
    date(2027, 2, 11),
    date(2024, 2, 29),
    date(2024, 12, 25),  # no holiday before 2025
    date(2026, 12, 31),
]


@pytest.mark.parametrize("day", REST, ids=str)
def test_offices_rest(day):
    assert taiwan().is_rest(day)


@pytest.mark.parametrize("day", WORK, ids=str)
def test_offices_work(day):
    assert not taiwan().is_rest(day)


def test_there_are_no_make_up_saturdays_in_2026_and_2027():
    saturdays = [
        date.fromordinal(day)
        for day in range(date(2026, 1, 1).toordinal(), date(2028, 1, 1).toordinal())
        if date.fromordinal(day).weekday() == 5
    ]
    assert all(taiwan().is_rest(day) for day in saturdays)


def test_a_day_says_why_in_both_languages():
    assert taiwan().nature(date(2025, 2, 8)).reason is Reason.MAKE_UP
    eve = taiwan().nature(date(2025, 1, 28))
    assert (eve.reason, eve.name["zh-Hant"]) == (Reason.HOLIDAY, "農曆除夕")
    assert "Eve" in eve.name["en"]
    labour = taiwan().nature(date(2025, 5, 1))
    assert (labour.reason, labour.rest) == (Reason.CORRECTED, False)
    assert labour.source
    assert taiwan().nature(date(2026, 3, 7)).name["en"] == "Saturday"
    assert taiwan().nature(date(2026, 3, 9)).reason is Reason.WORKING


STORM = Calendar(
    closures=(
        Closure(
            date(2026, 8, 12),
            frozenset({"花蓮縣", "臺東縣"}),
            {"zh-Hant": "颱風", "en": "Typhoon"},
            "made up",
        ),
        Closure(date(2026, 8, 13), frozenset({"*"}), {"zh-Hant": "颱風", "en": "Typhoon"}, "made up"),
    )
)


@pytest.mark.parametrize(
    ("day", "county", "rest"),
    [
        (12, "花蓮縣", True),
        (12, "台東縣", True),  # 台 and 臺 are the same
        (12, "10015", True),  # Hualien by its code
        (12, "臺北市", False),
        (12, "63000", False),
        (12, "", False),
        (13, "臺北市", True),
        (13, "", True),
    ],
)
def test_a_typhoon_closes_the_offices_of_its_counties_only(day, county, rest):
    assert STORM.is_rest(date(2026, 8, day), county) is rest


def test_the_next_working_day_and_the_nth():
    assert taiwan().next_working(date(2026, 2, 14)) == date(2026, 2, 23)
    assert taiwan().next_working(date(2026, 2, 13)) == date(2026, 2, 13)
    assert taiwan().add_working(date(2025, 2, 7), 1) == date(2025, 2, 8)
    assert taiwan().add_working(date(2026, 2, 13), 5) == date(
        2026, 3, 2
    )  # 23 to 26 February, then past 27 February
    assert taiwan().add_working(date(2026, 2, 13), 0) == date(2026, 2, 13)


def test_a_content_file_without_a_source_is_refused(tmp_path):
    (tmp_path / "closures.toml").write_text('[[closure]]\ndate = 2026-08-12\ncounties = ["花蓮縣"]\n')
    with pytest.raises(ValueError, match=r"closures\.toml: every closure needs date, name and source"):
        load(tmp_path)


def test_an_unknown_county_in_a_content_file_is_refused(tmp_path):
    (tmp_path / "closures.toml").write_text(
        '[[closure]]\ndate = 2026-08-12\ncounties = ["花連縣"]\nname = { zh-Hant = "颱風", en = "Typhoon" }\nsource = "x"\n'
    )
    with pytest.raises(ValueError, match="花連縣"):
        load(tmp_path)


def test_content_files_win_over_the_package(tmp_path):
    (tmp_path / "corrections.toml").write_text(
        '[[day]]\ndate = 2026-03-09\nrest = true\nname = { zh-Hant = "補假", en = "Day off" }\nsource = "made up"\n'
    )
    assert load(tmp_path).nature(date(2026, 3, 9)).name["en"] == "Day off"


# Weekdays on which offices rest, and the one Saturday on which they work, typed off the announced calendars.
RESTING_WEEKDAYS = {
    2025: "01-01 01-27 01-28 01-29 01-30 01-31 02-28 04-03 04-04 05-30 09-29 10-06 10-10 10-24 12-25",
    2026: "01-01 02-16 02-17 02-18 02-19 02-20 02-27 04-03 04-06 05-01 06-19 09-25 09-28 10-09 10-26 12-25",
    2027: "01-01 02-04 02-05 02-08 02-09 02-10 03-01 04-05 04-06 04-30 06-09 09-15 09-28 10-11 10-25 12-24 12-31",
}
WORKING_WEEKEND = {date(2025, 2, 8)}


@pytest.mark.parametrize("year", sorted(RESTING_WEEKDAYS))
def test_every_day_of_the_year_is_as_announced(year):
    resting = {date.fromisoformat(f"{year}-{day}") for day in RESTING_WEEKDAYS[year].split()}
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    expected = {day for day in days if day in resting or (day.weekday() >= 5 and day not in WORKING_WEEKEND)}
    assert {day for day in days if taiwan().is_rest(day)} == expected
