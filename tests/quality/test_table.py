"""A report moves only by its table: fourteen days to answer, a day to mend by, words that may be hidden."""

from datetime import date, timedelta

import pytest
from tests.quality.conftest import ANSWER, CITIZEN, DAY, NOON, OFFICE, WORDS, again

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases.fire import fire
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.ledger.models import Event
from springhead.foundation.ledger.queries import as_entry
from springhead.foundation.quality import commands, queries, reporting
from springhead.foundation.quality.case import QUALITY_REPORT
from springhead.foundation.quality.commands import Dismiss, Hide, Mend, Schedule, Withdraw
from springhead.foundation.quality.models import QualityReport

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def codes(error) -> set[str]:
    return {problem.code for problem in error.value.problems}


def test_a_report_starts_fourteen_days_and_its_words_stay_out_of_the_ledger(report, dataset) -> None:
    row = report(row=2, column="水位")
    assert row.number.startswith("QR-2026-")
    clock = row.case.clocks.get()
    assert (clock.kind, clock.due_at.isoformat()) == ("quality_answer", "2026-03-16T16:00:00+00:00")
    entry = as_entry(Event.objects.get(event="quality_report.report"))
    assert entry.public["dataset"] == dataset.public_id
    assert entry.public["open"] == 1
    assert WORDS not in str(entry.public)
    assert (row.row, row.column, row.is_open) == (2, "水位", True)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"kind": ""}, "quality-no-kind"),
        ({"kind": "beauty"}, "quality-no-kind"),
        ({"text": "錯了"}, "quality-no-text"),
        ({"dataset": "ds_none"}, "quality-no-dataset"),
        ({"row": "-1"}, "quality-no-row"),
        ({"row": "²"}, "quality-no-row"),
        ({"row": "1" * 40}, "quality-no-row"),
    ],
)
def test_what_says_nothing_is_refused(report, told, code) -> None:
    with pytest.raises(Refused) as error:
        report(**told)
    assert codes(error) == {code}
    assert not QualityReport.objects.exists()


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"stage": "promised"}, "quality-not-published"), ({"visible": False}, "quality-no-dataset")],
)
def test_only_published_data_can_be_wrong(report, dataset, facts, code) -> None:
    Dataset.objects.filter(pk=dataset.pk).update(**facts)
    with pytest.raises(Refused) as error:
        report()
    assert codes(error) == {code}


def test_a_visitor_cannot_report_and_nobody_floods(report) -> None:
    with pytest.raises(Refused) as error:
        report(by=Actor())
    assert codes(error) == {"case-command-not-yours"}
    for _ in range(10):
        report()
    with pytest.raises(Refused) as error:
        report(at=NOON + DAY - timedelta(minutes=1))
    assert codes(error) == {"quality-too-many"}
    report(at=NOON + DAY + timedelta(minutes=1))


@pytest.mark.parametrize(("command", "state"), [(Mend(ANSWER), "mended"), (Dismiss(ANSWER), "dismissed")])
def test_an_answer_closes_it_and_is_public(report, officer, dataset, command, state) -> None:
    row = report()
    fire(row.number, command, by=officer, at=NOON + DAY)
    row = again(row)
    assert (row.state, row.case.state, row.is_open, row.answer) == (state, state, False, ANSWER)
    assert (row.case.phase, queries.open_reports(dataset.pk)) == ("closed", 0)
    assert not row.case.clocks.exclude(status="stopped").exists()


def test_a_day_to_mend_by_leaves_it_open_until_it_is_mended(report, officer, dataset) -> None:
    row = report()
    fire(row.number, Schedule(ANSWER, date(2026, 4, 30)), by=officer, at=NOON + DAY)
    row = again(row)
    assert (row.state, row.mend_by, row.is_open) == ("mending", date(2026, 4, 30), True)
    running = row.case.clocks.get(status="running")
    assert (running.kind, running.due_at.isoformat()) == ("quality_mend", "2026-04-30T16:00:00+00:00")
    fire(row.number, Schedule(ANSWER, date(2026, 5, 8)), by=officer, at=NOON + 2 * DAY)
    assert again(row).case.clocks.filter(status="running").count() == 1
    assert queries.open_numbers(dataset.pk) == [row.number]
    fire(row.number, Mend(ANSWER), by=officer, at=NOON + 30 * DAY)
    assert queries.open_numbers(dataset.pk) == []


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (Mend("好"), "quality-no-answer"),
        (Schedule(ANSWER), "quality-no-day"),
        (Schedule(ANSWER, date(2026, 3, 2)), "quality-odd-day"),
        (Schedule(ANSWER, date(2028, 1, 1)), "quality-odd-day"),
    ],
)
def test_soon_is_no_answer(report, officer, command, code) -> None:
    row = report()
    with pytest.raises(Refused) as error:
        fire(row.number, command, by=officer, at=NOON)
    assert codes(error) == {code}


def test_another_agency_answers_nothing_and_only_the_reporter_takes_it_back(report, dataset) -> None:
    row = report()
    stranger = Actor(id="pp_x", roles=frozenset({Role.OFFICER}), agency_ids=frozenset({"ag_other"}))
    other = Actor(id="pp_other", roles=frozenset({Role.CITIZEN}))
    for command, who in ((Mend(ANSWER), stranger), (Withdraw(), other), (Mend(ANSWER), CITIZEN)):
        with pytest.raises(Refused) as error:
            fire(row.number, command, by=who, at=NOON)
        assert codes(error) == {"case-command-not-yours"}
    fire(row.number, Withdraw(), by=CITIZEN, at=NOON)
    assert (again(row).state, queries.open_reports(dataset.pk)) == ("withdrawn", 0)


def test_words_are_hidden_with_public_reasons(report, officer) -> None:
    row = report(column="姓名")
    with pytest.raises(Refused):
        fire(row.number, Hide("含有個人電話號碼，依個資法遮蔽。"), by=officer, at=NOON)
    fire(row.number, Hide("含有個人電話號碼，依個資法遮蔽。"), by=OFFICE, at=NOON)
    row = again(row)
    assert queries.shown_text(row) == ""
    told = QUALITY_REPORT.details([row.case])[row.case.pk] if QUALITY_REPORT.details else {}
    assert (told["text"], told["column"], told["hidden"]) == (None, None, row.hidden)
    with pytest.raises(Refused) as error:
        fire(row.number, Hide("再遮蔽一次也沒有用，已經遮了。"), by=OFFICE, at=NOON)
    assert codes(error) == {"quality-hidden-already"}


def test_the_same_key_gives_the_same_report(dataset) -> None:
    data = {"dataset": dataset.public_id, "kind": "link", "text": WORDS}
    first = reporting.send(data, by=CITIZEN, at=NOON, key="form:1")
    second = reporting.send(data, by=CITIZEN, at=NOON, key="form:1")
    assert (second.replayed, second.case.number) == (True, first.case.number)


@pytest.mark.parametrize("event", QUALITY_REPORT.table.events)
def test_every_command_is_read_from_a_form(event) -> None:
    given = {
        "dataset": "ds_1",
        "kind": "value",
        "text": "x",
        "row": " 3 ",
        "answer": "a",
        "until": "2026-12-15",
    }
    assert commands.parse(event, given).event == event
    assert commands.parse(event, {}).event == event


def test_an_unreadable_day_and_an_unknown_command_are_refused() -> None:
    with pytest.raises(Refused) as error:
        commands.parse("schedule", {"until": "soon"})
    assert codes(error) == {"quality-unreadable-date"}
    with pytest.raises(Refused) as error:
        commands.parse("explode", {})
    assert codes(error) == {"quality-no-such-command"}


def test_open_reports_keep_a_release_from_counting(report, officer, dataset) -> None:
    from tests.commitments.conftest import serve

    from springhead.foundation.cases.fire import Opening, open_case
    from springhead.foundation.commitments import checking
    from springhead.foundation.commitments.commands import Promise
    from springhead.foundation.commitments.models import Commitment

    row = report()
    promised = Promise(dataset.public_id, date(2026, 6, 30), needs=("reports",))
    made = open_case(
        "commitment", promised, Opening({"en": "x"}, dataset.agency.public_id), by=officer, at=NOON
    )
    serve(dataset, "水位")
    promise = Commitment.objects.select_related("case", "dataset").get(case=made.case)
    checking.look(promise, at=NOON)
    (line,) = checking.facts_of(promise, NOON.date()).checked
    assert [one.code for one in line.problems] == ["commitment-reports-open"]
    assert row.number in line.problems[0].message("en")
    fire(row.number, Mend(ANSWER), by=officer, at=NOON)
    checking.look(Commitment.objects.select_related("case", "dataset").get(pk=promise.pk), at=NOON)
    assert Commitment.objects.get(pk=promise.pk).state == "delivered"
