"""Cursors of lists by a day or a moment: every row once, whatever the order; nonsense is the first page."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.support.parcels import NOON, hand_in

from springhead.foundation.cases import keyset
from springhead.foundation.cases.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows() -> list[Case]:
    """Six cases, two of them due at the same microsecond, two apart by one."""
    found = [hand_in().case for _ in range(6)]
    for case, offset in zip(found, (3, 1, 1, 0, 2, 9), strict=True):
        Case.objects.filter(pk=case.pk).update(next_due=NOON + timedelta(microseconds=offset))
    return list(Case.objects.order_by("next_due", "pk"))


@pytest.mark.parametrize("back", [False, True])
def test_pages_by_a_moment_show_every_row_once(rows, back):
    order = ("-next_due", "-pk") if back else ("next_due", "pk")
    seen, cursor = [], ""
    for _ in rows:
        (one,) = Case.objects.filter(keyset.after(cursor, "next_due", back=back)).order_by(*order)[:1]
        seen.append(one.pk)
        cursor = keyset.cursor(one.next_due, one.pk)
    assert seen == [one.pk for one in (rows[::-1] if back else rows)]
    assert not Case.objects.filter(keyset.after(cursor, "next_due", back=back)).exists()


def test_a_cursor_names_a_day_or_a_moment():
    assert keyset.cursor(date(2026, 3, 2), 7) == "2026-03-02~7"
    assert keyset.cursor(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), 7) == "1000000~7"


@pytest.mark.parametrize(
    "cursor",
    ["", "~", "x~1", "2026-13-01~1", "2026-01-01", "5~x", "5~-1", "9" * 40 + "~1", "5~" + "9" * 40, "٣~1"],
)
def test_what_is_no_cursor_is_the_first_page(rows, cursor):
    assert Case.objects.filter(keyset.after(cursor, "next_due")).count() == len(rows)
