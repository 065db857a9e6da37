"""Legal terms. Every dated case was counted by hand on the calendars the offices announced."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from springhead.engine.kernel.calendar import Calendar, Closure, taiwan
from springhead.engine.kernel.clock import (
    FirstDay,
    Mark,
    Policy,
    Roll,
    Rung,
    Unit,
    Why,
    end_of,
    hindrances,
    moments,
    reckon,
)
from springhead.engine.kernel.now import TAIPEI
from springhead.engine.kernel.workflow import Audience, ClockAct

FOURTEEN = Policy(
    "answer", "1", date(2020, 1, 1), 14, Unit.CALENDAR_DAYS, {"zh-Hant": "答復", "en": "Answer"}
)
WORKING = replace(FOURTEEN, amount=10, unit=Unit.WORKING_DAYS)
PATIENT = replace(FOURTEEN, pauses=1, pause_days=14, extensions=1, extension_days=14)


def at(day, hour=12, minute=0):
    return datetime(*map(int, day.split("-")), hour, minute, tzinfo=TAIPEI)


def started(day, hour=12, minute=0):
    return [Mark(ClockAct.START, at(day, hour, minute))]


def last_day(policy, marks, calendar=None, county=""):
    return str(reckon(policy, marks, calendar or taiwan(), county).last_day)


@pytest.mark.parametrize(
    ("start", "last"),
    [
        # plain weeks
        ("2026-03-02", "2026-03-16"),
        ("2026-03-06", "2026-03-20"),
        ("2026-03-07", "2026-03-23"),  # a Saturday rolls to Monday
        ("2026-03-08", "2026-03-23"),  # a Sunday too
        # Lunar New Year 2025
        ("2025-01-10", "2025-01-24"),
        ("2025-01-11", "2025-02-03"),
        ("2025-01-14", "2025-02-03"),
        ("2025-01-19", "2025-02-03"),
        ("2025-01-20", "2025-02-03"),
        # the make-up Saturday of 8 February 2025 is a working day
        ("2025-01-25", "2025-02-08"),
        ("2025-01-26", "2025-02-10"),
        # Lunar New Year 2026
        ("2026-01-30", "2026-02-13"),
        ("2026-01-31", "2026-02-23"),
        ("2026-02-02", "2026-02-23"),
        ("2026-02-06", "2026-02-23"),
        ("2026-02-09", "2026-02-23"),
        # Lunar New Year 2027
        ("2027-01-20", "2027-02-03"),
        ("2027-01-21", "2027-02-11"),
        ("2027-01-27", "2027-02-11"),
        ("2027-01-28", "2027-02-11"),
        # 28 February, with the Friday before it or the Monday after it
        ("2025-02-14", "2025-03-03"),
        ("2026-02-13", "2026-03-02"),
        ("2027-02-14", "2027-03-02"),
        # 29 February
        ("2024-02-15", "2024-02-29"),
        ("2024-02-16", "2024-03-01"),
        ("2028-02-15", "2028-02-29"),
        # Children's Day and Tomb-Sweeping Day
        ("2025-03-20", "2025-04-07"),
        ("2026-03-20", "2026-04-07"),
        ("2027-03-22", "2027-04-07"),
        # 1 May: offices worked until 2025, rest from 2026
        ("2024-04-17", "2024-05-01"),
        ("2025-04-17", "2025-05-01"),
        ("2026-04-17", "2026-05-04"),
        ("2027-04-16", "2027-05-03"),
        # Dragon Boat, Mid-Autumn
        ("2025-05-16", "2025-06-02"),
        ("2026-06-05", "2026-06-22"),
        ("2025-09-22", "2025-10-07"),
        ("2026-09-11", "2026-09-29"),
        ("2027-09-01", "2027-09-16"),
        # 28 September
        ("2024-09-13", "2024-09-27"),
        ("2025-09-14", "2025-09-30"),
        ("2026-09-14", "2026-09-29"),
        ("2027-09-14", "2027-09-29"),
        # National Day
        ("2025-09-26", "2025-10-13"),
        ("2026-09-25", "2026-10-12"),
        ("2027-09-27", "2027-10-12"),
        # 25 October: a holiday from 2025
        ("2024-10-11", "2024-10-25"),
        ("2025-10-10", "2025-10-27"),
        ("2026-10-11", "2026-10-27"),
        ("2027-10-11", "2027-10-26"),
        # 25 December: a holiday from 2025
        ("2024-12-11", "2024-12-25"),
        ("2025-12-11", "2025-12-26"),
        ("2026-12-11", "2026-12-28"),
        # year end
        ("2025-12-18", "2026-01-02"),
        ("2026-12-17", "2026-12-31"),
        ("2026-12-18", "2027-01-04"),
        ("2027-12-17", "2028-01-03"),
    ],
)
def test_fourteen_calendar_days(start, last):
    assert last_day(FOURTEEN, started(start)) == last


@pytest.mark.parametrize(
    ("start", "last"),
    [
        ("2026-02-09", "2026-03-03"),
        ("2025-01-23", "2025-02-12"),  # over New Year, with the make-up Saturday counted
        ("2026-03-06", "2026-03-20"),
        ("2026-03-07", "2026-03-20"),  # started on a Saturday
        ("2026-12-21", "2027-01-06"),
        ("2024-02-20", "2024-03-06"),  # 29 February counts, 28 February does not
    ],
)
def test_ten_working_days(start, last):
    assert last_day(WORKING, started(start)) == last


STORM = Calendar(
    closures=(
        Closure(date(2026, 8, 12), frozenset({"花蓮縣"}), {"zh-Hant": "颱風", "en": "Typhoon"}, "made up"),
    )
)


@pytest.mark.parametrize(
    ("policy", "start", "county", "last"),
    [
        (FOURTEEN, "2026-07-29", "花蓮縣", "2026-08-13"),
        (FOURTEEN, "2026-07-29", "10015", "2026-08-13"),
        (FOURTEEN, "2026-07-29", "臺北市", "2026-08-12"),
        (FOURTEEN, "2026-07-29", "", "2026-08-12"),
        (FOURTEEN, "2026-07-28", "花蓮縣", "2026-08-11"),
        (replace(WORKING, amount=5), "2026-08-07", "花蓮縣", "2026-08-17"),
        (replace(WORKING, amount=5), "2026-08-07", "臺北市", "2026-08-14"),
    ],
)
def test_a_typhoon_moves_a_term_only_in_its_county(policy, start, county, last):
    assert last_day(policy, started(start), STORM, county) == last


@pytest.mark.parametrize(
    ("county", "last"),
    [("連江縣", "2024-11-04"), ("09007", "2024-11-04"), ("臺北市", "2024-11-01"), ("", "2024-11-01")],
)
def test_the_closure_of_lienchiang_on_1_november_2024_moved_terms_there_only(county, last):
    assert last_day(FOURTEEN, started("2024-10-18"), county=county) == last


def test_the_day_begins_at_midnight_in_taipei():
    assert last_day(FOURTEEN, started("2026-03-01", 23, 59)) == "2026-03-16"  # a Sunday rolled by one day
    assert last_day(FOURTEEN, started("2026-03-02", 0, 0)) == "2026-03-16"
    assert last_day(FOURTEEN, started("2026-03-02", 23, 59)) == "2026-03-16"
    assert last_day(FOURTEEN, [Mark(ClockAct.START, datetime(2026, 3, 2, 16, 0, tzinfo=UTC))]) == "2026-03-17"


def test_the_term_ends_with_the_last_day_and_not_a_moment_later():
    due = reckon(FOURTEEN, started("2026-03-02"), taiwan()).due
    assert due == datetime(2026, 3, 16, 16, 0, tzinfo=UTC)
    just_in_time = [*started("2026-03-02"), Mark(ClockAct.STOP, due - timedelta(microseconds=1))]
    assert reckon(FOURTEEN, just_in_time, taiwan()).kept is True
    too_late = [*started("2026-03-02"), Mark(ClockAct.STOP, due)]
    assert reckon(FOURTEEN, too_late, taiwan()).kept is False


def test_missed_is_a_property_of_time():
    term = reckon(FOURTEEN, started("2026-03-02"), taiwan())
    assert term.kept is None
    assert not term.is_missed(term.due - timedelta(seconds=1))
    assert term.is_missed(term.due)


def test_the_first_day_may_count_and_the_roll_may_be_off():
    assert last_day(replace(FOURTEEN, first_day=FirstDay.SAME_DAY), started("2026-03-02")) == "2026-03-16"
    assert (
        reckon(replace(FOURTEEN, first_day=FirstDay.SAME_DAY), started("2026-03-03"), taiwan()).days[0].number
        == 1
    )
    assert last_day(replace(FOURTEEN, roll=Roll.NONE), started("2026-02-02")) == "2026-02-16"


# ── pauses and extensions ────────────────────────────────────────────────────


def marks(*steps):
    return [Mark(ClockAct(act), at(day), *days) for act, day, *days in steps]


@pytest.mark.parametrize(
    ("steps", "last"),
    [
        # the day of the pause still counts, the day of the answer does not: 6 to 10 March fall out
        ([("pause", "2026-03-05"), ("resume", "2026-03-10")], "2026-03-23"),
        ([("pause", "2026-03-05"), ("resume", "2026-03-05")], "2026-03-16"),
        ([("pause", "2026-03-05")], "2026-03-30"),  # at the latest: as if it lasted its 14 days
        (
            [("pause", "2026-03-05"), ("resume", "2026-04-20")],
            "2026-03-30",
        ),  # more than the cap does not count
        ([("extend", "2026-03-09", 14)], "2026-03-30"),
        ([("extend", "2026-03-09", 7)], "2026-03-23"),
        ([("pause", "2026-03-05"), ("resume", "2026-03-10"), ("extend", "2026-03-11", 7)], "2026-03-30"),
    ],
)
def test_pauses_and_extensions(steps, last):
    assert last_day(PATIENT, marks(("start", "2026-03-02"), *steps)) == last


@pytest.mark.parametrize(
    ("policy", "before", "new", "codes"),
    [
        (FOURTEEN, [], ("pause", "2026-03-05"), ["clock-pauses-spent"]),
        (FOURTEEN, [], ("extend", "2026-03-05", 7), ["clock-extensions-spent", "clock-extension-too-long"]),
        (PATIENT, [], ("pause", "2026-03-05"), []),
        (PATIENT, [], ("resume", "2026-03-05"), ["clock-not-paused"]),
        (
            PATIENT,
            [("pause", "2026-03-05")],
            ("pause", "2026-03-06"),
            ["clock-not-running", "clock-pauses-spent"],
        ),
        (
            PATIENT,
            [("pause", "2026-03-05"), ("resume", "2026-03-06")],
            ("pause", "2026-03-09"),
            ["clock-pauses-spent"],
        ),
        (PATIENT, [], ("extend", "2026-03-16", 14), []),
        (PATIENT, [], ("extend", "2026-03-16", 15), ["clock-extension-too-long"]),
        (PATIENT, [], ("extend", "2026-03-16", 0), ["clock-extension-too-long"]),
        (PATIENT, [], ("extend", "2026-03-17", 14), ["clock-extension-too-late"]),
        (PATIENT, [("extend", "2026-03-05", 1)], ("extend", "2026-03-06", 1), ["clock-extensions-spent"]),
        (PATIENT, [("stop", "2026-03-05")], ("extend", "2026-03-06", 1), ["clock-not-running"]),
    ],
)
def test_limits_of_pauses_and_extensions(policy, before, new, codes):
    history = marks(("start", "2026-03-02"), *before)
    found = hindrances(policy, history, marks(new)[0], taiwan())
    assert [problem.code for problem in found] == codes


# ── the explanation ──────────────────────────────────────────────────────────


def test_the_explanation_tells_every_day():
    term = reckon(FOURTEEN, started("2026-02-02"), taiwan())
    told = [(str(day.day)[5:], day.why, day.number) for day in term.days]
    assert told[0] == ("02-02", Why.START, 0)
    assert told[1:14] == [(f"02-{day:02}", Why.COUNTED, day - 2) for day in range(3, 16)]
    assert told[14] == ("02-16", Why.ROLLED, 14)
    assert told[15] == ("02-17", Why.ROLLED, None)
    assert told[-1] == ("02-23", Why.COUNTED, None)
    assert term.days[14].nature.name["zh-Hant"] == "農曆除夕"


def test_the_explanation_of_working_days_says_which_days_rest():
    term = reckon(replace(WORKING, amount=2), started("2026-03-06"), taiwan())
    assert [(day.why, day.number) for day in term.days] == [
        (Why.START, 0), (Why.REST, None), (Why.REST, None), (Why.COUNTED, 1), (Why.COUNTED, 2),
    ]  # fmt: skip


# ── warnings and the ladder ──────────────────────────────────────────────────


def test_warnings_come_before_and_rungs_after_the_last_day():
    policy = replace(
        FOURTEEN,
        warn_before=(7, 3, 1),
        warned=(Audience.OFFICERS,),
        ladder=(Rung(0, (Audience.AGENCY_LEAD,)), Rung(5, (Audience.CONVENER,))),
    )
    term = reckon(policy, started("2026-01-30"), taiwan())  # last day 13 February, then New Year
    told = [(one.step, one.at.astimezone(TAIPEI)) for one in moments(policy, term, taiwan())]
    assert told == [
        ("T-7", at("2026-02-06", 0)),
        ("T-3", at("2026-02-10", 0)),
        ("T-1", at("2026-02-12", 0)),
        ("T0", at("2026-02-14", 0)),
        ("T+5", at("2026-03-03", 0)),  # 23, 24, 25, 26 February and 2 March have passed
    ]


# ── what always holds ────────────────────────────────────────────────────────

DAYS = st.dates(date(2024, 1, 1), date(2027, 10, 1))
POLICIES = st.builds(
    lambda amount, unit, first: replace(FOURTEEN, amount=amount, unit=unit, first_day=first),
    st.integers(1, 90),
    st.sampled_from(Unit),
    st.sampled_from(FirstDay),
)


@given(DAYS, POLICIES)
def test_the_last_day_is_a_working_day_and_exactly_the_amount_was_counted(day, policy):
    term = reckon(policy, started(str(day)), taiwan())
    assert not taiwan().is_rest(term.last_day)
    assert max(one.number or 0 for one in term.days) == policy.amount
    assert [one.day for one in term.days] == [day + timedelta(days=n) for n in range(len(term.days))]
    assert term.due == end_of(term.last_day)


@given(DAYS, POLICIES, st.integers(0, 40))
def test_starting_later_never_ends_earlier(day, policy, more):
    later = reckon(policy, started(str(day + timedelta(days=more))), taiwan())
    assert reckon(policy, started(str(day)), taiwan()).due <= later.due


@given(DAYS, POLICIES, st.lists(st.integers(0, 60), max_size=5))
def test_a_closure_never_makes_a_term_end_earlier(day, policy, closed):
    closures = tuple(
        Closure(day + timedelta(days=n), frozenset({"*"}), {"zh-Hant": "颱風", "en": "Typhoon"}, "made up")
        for n in closed
    )
    stormy = replace(taiwan(), closures=closures)
    assert reckon(policy, started(str(day)), taiwan()).due <= reckon(policy, started(str(day)), stormy).due


@given(st.dates(date(2026, 1, 1), date(2027, 6, 1)), st.integers(1, 60))
def test_working_days_agree_with_numpy_where_no_saturday_is_made_up(day, amount):
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(800)]
    rest = [one for one in year if taiwan().is_rest(one) and one.weekday() < 5]
    expected = np.busday_offset(day, amount, roll="backward", holidays=np.array(rest, dtype="datetime64[D]"))
    assert last_day(replace(WORKING, amount=amount), started(str(day))) == str(expected)


def test_a_problem_names_the_term_in_the_language_of_the_sentence():
    (problem, *_) = hindrances(FOURTEEN, started("2026-03-02"), marks(("pause", "2026-03-05"))[0], taiwan())
    assert "「答復」" in problem.message("zh-Hant")
    assert "“Answer”" in problem.message("en")
