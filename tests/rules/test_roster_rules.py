"""Who is on duty: the roster, absences, substitutes of substitutes; and never nobody."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from springhead.foundation.agencies.roster_rules import Away, Span, on_duty, overlaps

DAY = date(2026, 3, 16)
WEEK = timedelta(days=7)


def told(officers="ab", staff="", roster=(), away=(), day=DAY):
    return on_duty(list(officers), list(staff), roster, away, day)


def span(person, start=0, end=None):
    return Span(person, DAY + timedelta(days=start), None if end is None else DAY + timedelta(days=end))


def away(person, substitute, start=0, end=1):
    return Away(person, substitute, DAY + timedelta(days=start), DAY + timedelta(days=end))


def test_without_a_roster_every_officer_is_told():
    assert told() == ["a", "b"]


def test_whoever_is_on_duty_is_told_alone_and_the_last_day_is_half_open():
    assert told(roster=[span("b", 0, 1)]) == ["b"]
    assert told(roster=[span("b", -1, 0)]) == ["a", "b"]
    assert told(roster=[span("b", 1)]) == ["a", "b"]


def test_somebody_on_the_roster_who_is_no_officer_any_more_counts_for_nothing():
    assert told(roster=[span("gone")]) == ["a", "b"]


def test_the_substitute_is_told_instead_of_whoever_is_away():
    assert told("a", "l", roster=[span("a")], away=[away("a", "l")]) == ["l"]
    assert told("a", "l", away=[away("a", "l", -3, 0)]) == ["a"]


def test_a_substitute_who_is_away_hands_on_to_their_own():
    assert told("ab", "l", roster=[span("a")], away=[away("a", "b"), away("b", "l")]) == ["l"]


def test_a_circle_or_a_substitute_who_left_leads_back_to_the_officer():
    assert told("ab", away=[away("a", "b"), away("b", "a")]) == ["a", "b"]
    assert told("a", away=[away("a", "gone")]) == ["a"]


PEOPLE = st.sampled_from("abcde")
DAYS = st.integers(-3, 3).map(lambda n: DAY + timedelta(days=n))


@given(
    st.lists(PEOPLE, min_size=1, unique=True),
    st.lists(PEOPLE),
    st.lists(st.builds(Span, PEOPLE, DAYS, st.none() | DAYS)),
    st.lists(st.builds(Away, PEOPLE, PEOPLE, DAYS, DAYS)),
)
def test_somebody_is_always_told_once_and_only_people_of_the_agency(officers, staff, roster, absent):
    found = on_duty(officers, staff, roster, absent, DAY)
    assert found
    assert len(found) == len(set(found))
    assert set(found) <= {*officers, *staff}


@given(DAYS, DAYS, DAYS, DAYS)
def test_terms_overlap_exactly_when_they_share_a_day(a, b, c, d):
    def days(first, end):
        return {first + timedelta(days=n) for n in range(max((end - first).days, 0))}

    if a < b and c < d:
        assert overlaps((a, b), (c, d)) == bool(days(a, b) & days(c, d))


def test_an_open_end_overlaps_everything_after_its_beginning():
    assert overlaps((DAY, None), (DAY + WEEK, DAY + 2 * WEEK))
    assert not overlaps((DAY, None), (DAY - WEEK, DAY))
