"""The clocks of a case."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from tests.support.parcels import CITIZEN, NOON, OFFICER, Payload, hand_in

from springhead.engine.kernel import calendar
from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import ClockAct, ClockEffect
from springhead.foundation.cases import clocks
from springhead.foundation.cases.explaining import explain
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.models import Clock
from springhead.foundation.cases.queries import terms

pytestmark = pytest.mark.django_db
LAST = datetime(2026, 3, 16, 16, 0, tzinfo=UTC)  # the midnight after 14 days from Monday 2 March


def test_a_row_starts_a_clock_and_the_case_shows_its_due_date():
    case = hand_in().case
    clock = case.clocks.get()
    assert (clock.kind, clock.policy_version, clock.status) == ("answer", "1", "running")
    assert clock.due_at == case.next_due == LAST


def test_a_row_stops_the_clock():
    case = hand_in().case
    later = NOON + timedelta(days=3)
    case = fire(case, Payload("travel"), by=OFFICER, at=later).case
    clock = case.clocks.get()
    assert (clock.status, clock.satisfied_at, case.next_due) == ("stopped", later, None)
    assert clocks.reckoning(clock).kept is True


def test_a_clock_explains_itself_day_by_day():
    (_, term), *_ = terms(hand_in().case)
    assert (term.due, term.last_day, len(term.days)) == (LAST, date(2026, 3, 16), 15)


def test_the_squares_of_a_term_run_from_day_one_to_the_last_day():
    (clock, reckoned), *_ = terms(hand_in().case)
    squares = explain(clock, reckoned, today=date(2026, 3, 2)).days.squares
    assert (len(squares), squares[0].on, squares[-1].on) == (14, date(2026, 3, 3), date(2026, 3, 16))


def test_stopping_all_clocks_needs_none_to_run():
    case = hand_in().case
    fire(case, Payload("travel"), by=OFFICER, at=NOON)
    clocks.apply(case, [ClockEffect(ClockAct.STOP, "*")], command=None, at=NOON)


def test_starting_again_stops_the_old_clock():
    case = hand_in().case
    clocks.apply(case, [ClockEffect(ClockAct.START, "answer")], command=None, at=NOON + timedelta(days=1))
    assert sorted(case.clocks.values_list("status", flat=True)) == ["running", "stopped"]
    assert case.next_due == LAST + timedelta(days=1)


@pytest.mark.parametrize("act", [ClockAct.PAUSE, ClockAct.EXTEND])
def test_what_the_policy_does_not_allow_is_refused(act):
    case = hand_in().case
    with pytest.raises(Refused) as refused:
        clocks.apply(case, [ClockEffect(act, "answer")], command=SimpleNamespace(days=7), at=NOON)
    assert all(problem.code.startswith("clock-") for problem in refused.value.problems)
    assert case.clocks.get().due_at == LAST


def test_a_clock_that_does_not_run_cannot_be_paused():
    case = hand_in().case
    with pytest.raises(Refused) as refused:
        clocks.apply(case, [ClockEffect(ClockAct.PAUSE, "mending")], command=None, at=NOON)
    assert refused.value.problems[0].code == "clock-not-running"


def test_drafts_have_no_clock():
    from tests.support.parcels import opening

    from springhead.foundation.cases.fire import open_case

    draft = open_case("parcel", Payload("write"), opening(), by=CITIZEN, at=NOON).case
    assert not draft.clocks.exists()
    assert fire(draft, Payload("send"), by=CITIZEN, at=NOON).case.next_due == LAST


def test_a_new_closure_moves_the_open_clocks_and_no_finished_one(monkeypatch):
    case, done = hand_in().case, hand_in().case
    fire(done, Payload("travel"), by=OFFICER, at=NOON)
    storm = calendar.Closure(
        date(2026, 3, 16), frozenset({"*"}), {"zh-Hant": "颱風", "en": "Typhoon"}, "made up"
    )
    stormy = calendar.Calendar(corrections=calendar.taiwan().corrections, closures=(storm,))
    monkeypatch.setattr(clocks, "taiwan", lambda: stormy)
    assert clocks.recompute_open() == 1
    case.refresh_from_db()
    assert case.next_due == LAST + timedelta(days=1)
    assert Clock.objects.get(case=done).due_at == LAST
