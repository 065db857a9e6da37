"""When the morning is, what cannot wait for it, and in which order it tells."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springhead.engine.kernel.calendar import taiwan
from springhead.engine.kernel.now import TAIPEI, taipei
from springhead.engine.kernel.workflow import Audience
from springhead.foundation.cases.digest_rules import Group, Line, at_once, next_morning, ordered


def morning(text, *, official):
    at = datetime.fromisoformat(text).replace(tzinfo=TAIPEI)
    return taipei(next_morning(at, official=official, calendar=taiwan())).strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("at", "citizen", "official"),
    [
        ("2026-03-16T07:59:59", "03-16 08:00", "03-16 08:00"),
        ("2026-03-16T08:00:00", "03-17 08:00", "03-17 08:00"),
        ("2026-03-20T12:00:00", "03-21 08:00", "03-23 08:00"),  # a Friday
        ("2026-02-13T12:00:00", "02-14 08:00", "02-23 08:00"),  # before the Lunar New Year
    ],
)
def test_officials_are_mailed_on_working_days_citizens_every_day(at, citizen, official):
    assert morning(at, official=False) == citizen
    assert morning(at, official=True) == official


@given(st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 1)), st.booleans())
def test_a_morning_is_always_ahead_at_eight_and_on_a_working_day_for_officials(at, official):
    start = at.replace(tzinfo=UTC)
    found = next_morning(start, official=official, calendar=taiwan())
    assert start < found
    assert (taipei(found).hour, taipei(found).minute) == (8, 0)
    assert not (official and taiwan().is_rest(taipei(found).date()))
    assert official or found - start <= timedelta(days=1)


@pytest.mark.parametrize(
    ("audience", "event", "step", "urgent"),
    [
        (Audience.REQUESTER, "parcel.ask", "", True),
        (Audience.OFFICERS, "parcel.send", "", False),
        (Audience.FOLLOWERS, "parcel.travel", "", False),
        (Audience.OFFICERS, "term.warned", "T-7", False),
        (Audience.OFFICERS, "term.warned", "T-1", True),
        (Audience.AGENCY_LEAD, "term.missed", "T0", True),
        (Audience.CONVENER, "term.escalated", "T+5", True),
    ],
)
def test_what_has_a_term_never_waits(audience, event, step, urgent):
    assert at_once(audience, event, step) is urgent


def test_due_dates_come_first_then_the_newest():
    day = datetime(2026, 3, 16, tzinfo=UTC)

    def group(number, due, at):
        line = Line(day + timedelta(hours=at), {})
        return Group(number, {}, due and day + timedelta(days=due), "", "", (line,))

    groups = [group("old", None, 1), group("far", 9, 1), group("new", None, 2), group("near", 1, 0)]
    assert [one.number for one in ordered(groups)] == ["near", "far", "new", "old"]
