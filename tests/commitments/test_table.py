"""A promise moves only by its table; its date, its slips and the word broken are its own."""

from datetime import date, timedelta

import pytest
from hypothesis import strategies as st
from tests.commitments.conftest import DUE, NOON, POLICY_OFFICE, again, of, serve
from tests.support.walker import Ground, walk

from springhead.engine.kernel.actors import Actor, Role, machine
from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases.fire import Opening, fire
from springhead.foundation.cases.models import Case
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.commitments import checking, commands
from springhead.foundation.commitments.case import COMMITMENT
from springhead.foundation.commitments.commands import Abandon, Promise, Report, Reschedule, Settle, Verify
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.ledger.models import Event

pytestmark = pytest.mark.django_db
WHY = "廠商交付延後，需要多一個月清理座標。"


def codes(error) -> set[str]:
    return {problem.code for problem in error.value.problems}


def test_a_promise_has_its_own_day_and_number(promise) -> None:
    row = promise(items=["發生時間", "經度", "緯度"])
    assert row.number.startswith("CM-2026-")
    assert (row.due_on, row.promised_on, row.slips) == (DUE, DUE, 0)
    clock = row.case.clocks.get(kind="promise")
    assert (clock.kind, clock.status) == ("promise", "running")
    assert clock.due_at.isoformat() == "2026-06-30T16:00:00+00:00"  # the midnight that ends 30 June in Taipei
    dataset = Dataset.objects.get(pk=row.dataset_id)
    assert (dataset.stage, dataset.visible) == ("promised", True)


def test_progress_has_to_be_reported_every_thirty_days_until_it_is_kept(promise, officer) -> None:
    row = promise()
    assert row.case.clocks.get(kind="progress").due_at.date() == date(2026, 4, 1)
    fire(row.case.number, Report("已完成座標清理，還差欄位說明。"), by=officer, at=NOON + timedelta(days=20))
    running = row.case.clocks.get(kind="progress", status="running")
    assert running.due_at.date() == date(2026, 4, 21)
    serve(row.dataset, "發生時間")
    checking.look(again(row), at=NOON + timedelta(days=30))
    assert not row.case.clocks.exclude(status="stopped").exists()


def test_a_promised_rest_day_does_not_move(promise) -> None:
    saturday = date(2026, 6, 27)
    assert promise(until=saturday).case.clocks.get(kind="promise").due_at.date() == saturday


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (None, "commitment-no-date"),
        (date(2026, 3, 2), "commitment-odd-date"),
        (date(2020, 1, 1), "commitment-odd-date"),
        (date(2036, 1, 1), "commitment-odd-date"),
    ],
)
def test_soon_is_no_promise(promise, until, code) -> None:
    with pytest.raises(Refused) as error:
        promise(until=until)
    assert codes(error) == {code}
    assert not Commitment.objects.exists()


def test_a_promise_about_nothing_is_refused(officer, agency) -> None:
    from springhead.foundation.cases.fire import open_case

    with pytest.raises(Refused) as error:
        open_case(
            "commitment", Promise("ds_none", DUE), Opening({"en": "x"}, agency.public_id), by=officer, at=NOON
        )
    assert codes(error) == {"commitment-no-dataset"}


def test_another_agency_cannot_promise(promise) -> None:
    stranger = Actor(id="pp_x", roles=frozenset({Role.OFFICER}), agency_ids=frozenset({"ag_other"}))
    with pytest.raises(Refused) as error:
        promise(by=stranger)
    assert codes(error) == {"case-command-not-yours"}


def test_two_slips_are_allowed_and_the_third_breaks(promise, lead) -> None:
    row = promise()
    for slip in (1, 2, 3):
        day = DUE + timedelta(days=30 * slip)
        fire(row.case.number, Reschedule(day, WHY), by=lead, at=NOON + timedelta(days=slip))
        row = again(row)
        assert (row.slips, row.due_on, row.promised_on) == (slip, day, DUE)
        assert row.broken_why == ("slips" if slip == 3 else "")
    assert row.case.state == "pending"
    assert row.case.clocks.filter(kind="promise", status="running").count() == 1
    assert row.notes.count() == 3


def test_only_a_lead_moves_the_date_with_reasons_and_to_another_day(promise, officer, lead) -> None:
    row = promise()
    with pytest.raises(Refused) as error:
        fire(row.case.number, Reschedule(DUE + timedelta(days=9), WHY), by=officer, at=NOON)
    assert codes(error) == {"case-command-not-yours"}
    with pytest.raises(Refused) as error:
        fire(row.case.number, Reschedule(DUE, "短"), by=lead, at=NOON)
    assert codes(error) == {"commitment-same-date", "commitment-no-reason"}


def test_reports_are_public_and_their_words_are_proved_by_a_digest(promise, officer) -> None:
    row = promise()
    fire(row.case.number, Report("座標已轉換，正在去識別化。"), by=officer, at=NOON)
    assert row.notes.get().text == "座標已轉換，正在去識別化。"
    event = Event.objects.get(event="commitment.report")
    assert "座標" not in event.public


def test_only_the_published_dataset_closes_it(promise, dataset) -> None:
    row = promise(items=["經度", "緯度"])
    checker = machine("commitments")
    with pytest.raises(Refused) as error:
        fire(row.case.number, Verify(), by=checker, at=NOON)
    assert codes(error) == {"commitment-not-served"}
    serve(dataset, "經度")
    with pytest.raises(Refused) as error:
        fire(row.case.number, Verify(), by=checker, at=NOON)
    assert codes(error) == {"commitment-fields-missing"}
    serve(dataset, "經度", "緯度")
    fire(row.case.number, Verify(), by=checker, at=NOON)
    row = again(row)
    assert (row.case.state, row.case.phase) == ("delivered", "closed")
    assert not row.case.clocks.exclude(status="stopped").exists()


def test_a_person_cannot_call_it_delivered(promise, lead, dataset) -> None:
    row = promise()
    serve(dataset, "經度")
    for who in (lead, POLICY_OFFICE):
        with pytest.raises(Refused) as error:
            fire(row.case.number, Verify(), by=who, at=NOON)
        assert codes(error) == {"case-command-not-yours"}


def test_the_agency_cannot_let_itself_off(promise, lead) -> None:
    row = promise()
    with pytest.raises(Refused) as error:
        fire(row.case.number, Abandon(WHY), by=lead, at=NOON)
    assert codes(error) == {"case-command-not-yours"}
    fire(row.case.number, Settle(), by=POLICY_OFFICE, at=NOON)
    assert again(row).settled_at == NOON
    fire(row.case.number, Abandon(WHY), by=POLICY_OFFICE, at=NOON)
    assert again(row).case.state == "abandoned"


@pytest.mark.parametrize("event", COMMITMENT.table.events)
def test_every_command_is_read_from_a_form(event) -> None:
    given = {
        "dataset": "ds_1",
        "until": "2026-12-15",
        "items": "經度\n\n 緯度 \n經度",
        "last_day": "2026-06-30",
    }
    command = commands.parse(event, {**given, "text": WHY, "reason": WHY})
    assert command.event == event
    if isinstance(command, Promise):
        assert command.items == ("經度", "緯度")


def test_a_date_that_is_none_names_its_field() -> None:
    with pytest.raises(Refused) as error:
        commands.parse("reschedule", {"until": "明年底"})
    assert error.value.problems[0].where == "until"


@pytest.mark.slow
def test_promises_keep_their_table(dataset, agency) -> None:
    days = st.dates(date(2026, 2, 1), date(2029, 6, 1)) | st.none()
    words = st.sampled_from(["", "短", WHY])
    made = {
        "promise": st.builds(Promise, st.sampled_from([dataset.public_id, "ds_none"]), days),
        "report": st.builds(Report, words),
        "reschedule": st.builds(Reschedule, days, words),
        "settle": st.just(Settle()),
        "date_passed": st.just(commands.DatePassed(date(2026, 8, 1))),
        "declare_broken": st.just(commands.DeclareBroken()),
        "verify": st.just(Verify()),
        "relapse": st.just(commands.Relapse()),
        "abandon": st.builds(Abandon, words),
        "replace": st.builds(commands.Replace, words),
    }
    people = [of(agency, Role.OFFICER), of(agency, Role.AGENCY_LEAD), POLICY_OFFICE, machine("clock")]
    walk(
        Ground(
            case_type=COMMITMENT,
            commands=made,
            actors=people,
            opening=lambda: Opening(dict(dataset.title), agency.public_id, subjects=(dataset.public_id,)),
            start=NOON,
        )
    )
    for row in Commitment.objects.select_related("case"):
        assert (row.slips > 2) <= (row.broken_at is not None)
        assert (row.delivered_at is not None) == (row.case.state == "delivered")
        assert (row.state, row.is_open) == (row.case.state, row.case.state in ("pending", "late"))
    assert Case.objects.filter(type="commitment").count() == Commitment.objects.count()
