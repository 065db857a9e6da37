"""Golden terms of classes: written by hand from the calendar of the year, not computed."""

from datetime import UTC, date, datetime

import pytest
from tests.openness.conftest import APPROVAL, COMMITTEE, WHY, do

from springhead.engine.kernel.actors import machine
from springhead.foundation.cases import clocks

pytestmark = pytest.mark.django_db


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, 0, tzinfo=UTC)


def last_day(row, kind: str) -> date:
    return clocks.reckoning(row.case.clocks.get(kind=kind, status="running")).last_day


# When the head approves, and the last day of the notice: fourteen days, a rest day moves it to the next working day.
NOTICES = [
    (date(2026, 3, 2), date(2026, 3, 16)),
    (date(2026, 3, 6), date(2026, 3, 20)),
    (date(2026, 3, 7), date(2026, 3, 23)),  # ends on Saturday, 21 March
    (date(2026, 2, 6), date(2026, 2, 23)),  # 20 February lies in the lunar new year
    (date(2026, 9, 11), date(2026, 9, 29)),  # 25 September is mid-autumn, 28 September a holiday since 2025
    (date(2026, 12, 18), date(2027, 1, 4)),  # 1 January, a Friday, and the weekend
]


@pytest.mark.parametrize(("approved", "ends"), NOTICES)
def test_the_last_day_of_a_notice(start, public, head, approved, ends) -> None:
    row = start(public, "propose", at=noon(approved))
    do(row, "approve", head, noon(approved), **APPROVAL)
    assert last_day(row, "class_notice") == ends


# Thirty days to answer a review, or to mend what was found unreasonable.
ANSWERS = [
    (date(2026, 3, 2), date(2026, 4, 1)),
    (
        date(2026, 3, 4),
        date(2026, 4, 7),
    ),  # 3 April is a holiday, then Tomb Sweeping, the weekend and its make-up
    (date(2026, 6, 15), date(2026, 7, 15)),
    (date(2026, 1, 16), date(2026, 2, 23)),  # 15 February, a Sunday, opens the lunar new year
]


@pytest.mark.parametrize(("begun", "ends"), ANSWERS)
def test_the_last_day_to_answer_a_review(start, dataset, begun, ends) -> None:
    row = start(dataset, at=noon(begun))
    do(row, "begin_review", machine("openness"), noon(begun), cause="demand")
    assert last_day(row, "class_answer") == ends


@pytest.mark.parametrize(("begun", "ends"), ANSWERS)
def test_the_last_day_to_mend_what_is_unreasonable(start, dataset, begun, ends) -> None:
    row = start(dataset, at=noon(begun))
    do(row, "find_unreasonable", COMMITTEE, noon(begun), reason=WHY)
    assert last_day(row, "class_remedy") == ends


def test_the_day_of_a_review_is_that_very_day_and_does_not_move(start, dataset) -> None:
    row = start(dataset, at=noon(date(2026, 3, 2)), expires_on="2026-08-16")  # a Sunday
    do(row, "find_reasonable", COMMITTEE, noon(date(2026, 3, 2)), reason=WHY)
    assert last_day(row, "class_review") == date(2026, 8, 16)
