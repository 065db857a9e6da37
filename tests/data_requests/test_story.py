"""The first story: a parent asks, an agency promises a date, the promise closes itself."""

from datetime import date, timedelta

import pytest
from tests.commitments.conftest import serve
from tests.data_requests.conftest import (
    COMMITTEE,
    DESK,
    DUE,
    NEIGHBOUR,
    NOON,
    OTHER_DESK,
    PARENT,
    again,
    codes,
    do,
    not_collected,
    of,
    part_of,
    refused,
    state,
    will_open,
)

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases import sweeper
from springhead.foundation.cases.models import Case, Decision
from springhead.foundation.commitments import checking
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.ledger.models import Event

pytestmark = pytest.mark.django_db


def test_a_request_gets_its_number_its_day_and_its_part(ask, police) -> None:
    row = ask(police)
    assert row.number == "DR-2026-000001"
    assert row.due_on == DUE
    assert state(row) == "in_progress"
    part = part_of(row, police)
    assert part.number == "DR-2026-000001.1"
    clock = part.case.clocks.get(kind="answer")
    assert clock.due_at.isoformat() == "2026-03-16T16:00:00+00:00"
    item = part.items.get()
    assert (item.dataset.stage, item.dataset.agency_id) == ("wanted", police.pk)
    told = [event.event for event in Event.objects.order_by("seq")]
    assert told == ["data_request.submit", "data_request_part.assign", "data_request.begin"]


def test_what_people_wrote_is_no_public_fact_of_the_ledger(ask, police) -> None:
    ask(police)
    event = Event.objects.get(event="data_request.submit")
    assert "通學" not in str(event.public)
    assert "事故" not in str(event.public)


def test_nobody_named_waits_on_the_central_desk_inside_the_same_term(ask, police) -> None:
    row = ask()
    assert state(row) == "submitted"
    assert row.case.clocks.get(kind="triage").status == "running"
    from springhead.procedures.data_requests.actions import give

    give(row.case, police.public_id, at=NOON + timedelta(days=10), by=DESK)
    clock = part_of(row, police).case.clocks.get(kind="answer")
    assert clock.due_at.isoformat() == "2026-03-16T16:00:00+00:00"
    assert state(row) == "in_progress"
    assert again(row).case.clocks.get(kind="triage").status == "stopped"


def test_the_promise_closes_itself(ask, police) -> None:
    row, officer = ask(police), of(police, Role.OFFICER)
    part = part_of(row, police)
    do(part, "answer", officer, at=NOON + timedelta(days=3), items=[will_open()])
    assert (state(part), state(row)) == ("answered", "answered")
    part = again(part)
    assert (part.days, part.on_time, part.due_on) == (3, True, DUE)
    promise = Commitment.objects.select_related("case", "dataset").get()
    assert promise.items == ["發生時間", "經度", "緯度"]
    assert promise.case.parent_id == part.case_id
    do(part, "accept", PARENT, stars=5)
    assert (state(part), state(row)) == ("delivering", "delivering")
    serve(promise.dataset, "發生時間", "經度", "緯度")
    checking.look(promise, at=NOON + timedelta(days=30))
    assert (state(part), state(row)) == ("closed", "closed")
    assert Decision.objects.get().outcome == "will_open"


def test_a_promise_published_before_the_answer_is_accepted_neither_fires_too_early_nor_hangs(
    ask, police
) -> None:
    row = ask(police)
    part = part_of(row, police)
    do(part, "answer", of(police, Role.OFFICER), items=[will_open()])
    promise = Commitment.objects.select_related("case", "dataset").get()
    serve(promise.dataset, "發生時間", "經度", "緯度")
    checking.look(promise, at=NOON + timedelta(days=1))
    assert state(part) == "answered"
    do(part, "accept", PARENT)
    assert (state(part), state(row)) == ("closed", "closed")


def test_a_promise_that_no_longer_holds_opens_part_and_request_again(ask, police) -> None:
    row = ask(police)
    part = part_of(row, police)
    do(part, "answer", of(police, Role.OFFICER), items=[will_open()])
    do(part, "accept", PARENT)
    promise = Commitment.objects.select_related("case", "dataset").get()
    serve(promise.dataset, "發生時間", "經度", "緯度")
    checking.look(promise, at=NOON + timedelta(days=30))
    assert state(row) == "closed"
    serve(promise.dataset, "發生時間")
    checking.look(Commitment.objects.select_related("case", "dataset").get(), at=NOON + timedelta(days=40))
    assert (state(part), state(row)) == ("delivering", "delivering")


def test_silence_of_the_asker_is_no_satisfaction(ask, police, monkeypatch) -> None:
    row = ask(police)
    part = part_of(row, police)
    do(part, "answer", of(police, Role.OFFICER), items=[not_collected()])
    monkeypatch.setattr(sweeper, "now", lambda: NOON + timedelta(days=45))
    sweeper.sweep()
    assert (state(part), state(row)) == ("closed", "closed")
    assert again(part).verdict == "silent"


def test_a_refusal_waits_for_the_committee_whether_objected_to_or_not(ask, police) -> None:
    row = ask(police)
    part = part_of(row, police)
    do(part, "answer", of(police, Role.OFFICER), items=[refused()])
    assert again(part).has_refusal
    do(part, "accept", PARENT)
    assert state(part) == "closed"
    do(part, "hear", COMMITTEE, reason="經審議，不開放理由合理。")
    assert again(part).heard_at is not None
    with pytest.raises(Refused) as error:
        do(part, "hear", COMMITTEE, reason="經審議，不開放理由合理。")
    assert codes(error) == {"request-nothing-to-hear"}


def test_an_objection_is_reconsidered_upheld_and_opened_by_resolution(ask, police) -> None:
    row = ask(police)
    part = part_of(row, police)
    do(part, "answer", of(police, Role.OFFICER), items=[refused()])
    do(part, "contest", PARENT, reason="只要事故地點，不要當事人資料。", stars=1)
    assert (state(part), state(row)) == ("reconsidering", "in_progress")
    do(part, "uphold", of(police, Role.AGENCY_LEAD), reason="仍認為有隱私疑慮，維持原回復。")
    assert state(part) == "in_committee"
    do(part, "rule_open", COMMITTEE, until="2026-06-30", reason="事故地點不含個人資料，應予開放。")
    assert state(part) == "delivering"
    promise = Commitment.objects.get()
    assert promise.due_on == date(2026, 6, 30)
    assert [one.outcome for one in Decision.objects.order_by("id")] == ["refused", "will_open"]
    assert not again(part).has_refusal


def test_a_changed_answer_replaces_the_old_promise(ask, police) -> None:
    row, officer = ask(police), of(police, Role.OFFICER)
    part = part_of(row, police)
    do(part, "answer", officer, items=[will_open(days=300)])
    do(part, "contest", PARENT, reason="三百天太久，資料早就有了。")
    do(part, "change", officer, items=[will_open(days=30)], reason="已調整人力，提前開放。")
    assert [one.state for one in Case.objects.filter(type="commitment").order_by("id")] == [
        "replaced",
        "pending",
    ]
    assert state(part) == "answered"
    with pytest.raises(Refused) as error:
        do(part, "contest", PARENT, reason="還是太久了，請再考慮一次。")
    assert codes(error) == {"request-contested-once"}


def test_a_missed_review_goes_to_the_committee(ask, police, monkeypatch) -> None:
    part = part_of(ask(police), police)
    do(part, "answer", of(police, Role.OFFICER), items=[refused()])
    do(part, "contest", PARENT, reason="只要事故地點，不要當事人資料。")
    monkeypatch.setattr(sweeper, "now", lambda: NOON + timedelta(days=20))
    sweeper.sweep()
    assert state(part) == "in_committee"


def test_a_transfer_is_offered_taken_or_sent_back_and_never_resets_the_clock(ask, police, roads) -> None:
    row = ask(police)
    part = part_of(row, police)
    due = part.case.clocks.get(kind="answer").due_at
    do(part, "transfer", of(police, Role.OFFICER), agency=roads.public_id, reason="道路資料由工務處管理。")
    assert state(part) == "offered"
    do(part, "send_back", of(roads, Role.OFFICER), reason="事故資料由警察局登錄。")
    assert state(part) == "unplaced"
    do(part, "place", DESK, agency=police.public_id, reason="事故由警察局登錄，請警察局回復。")
    part = again(part)
    assert (part.case.agency_id, part.placed) == (police.public_id, True)
    assert part.case.clocks.get(kind="answer").due_at == due
    with pytest.raises(Refused) as error:
        do(
            part,
            "transfer",
            of(police, Role.OFFICER),
            agency=roads.public_id,
            reason="道路資料由工務處管理。",
        )
    assert "request-placed-by-desk" in codes(error)


def test_nobody_takes_it_in_two_working_days(ask, police, roads, monkeypatch) -> None:
    part = part_of(ask(police), police)
    do(part, "transfer", of(police, Role.OFFICER), agency=roads.public_id, reason="道路資料由工務處管理。")
    monkeypatch.setattr(sweeper, "now", lambda: NOON + timedelta(days=3))
    sweeper.sweep()
    assert state(part) == "unplaced"


def test_an_item_held_elsewhere_becomes_a_part_of_its_own(ask, police, roads) -> None:
    items = [{"title": "事故地點"}, {"title": "道路寬度"}]
    row = ask(police, items=items)
    part = part_of(row, police)
    elsewhere = {"item": 2, "outcome": "not_held_here", "holder": roads.public_id}
    do(part, "answer", of(police, Role.OFFICER), items=[will_open(), elsewhere])
    other = part_of(row, roads)
    assert (state(other), state(row)) == ("offered", "in_progress")
    assert other.case.clocks.get(kind="answer").due_at == part.case.clocks.get(kind="answer").due_at
    assert [one.item.number for one in other.items.select_related("item")] == [2]


def test_joining_withdrawing_and_taking_over(ask, police, monkeypatch) -> None:
    row = ask(police)
    do(row, "join", NEIGHBOUR)
    with pytest.raises(Refused):
        do(row, "join", NEIGHBOUR)
    do(row, "withdraw", PARENT)
    assert state(row) == "withdrawing"
    do(row, "take_over", NEIGHBOUR)
    row = again(row)
    assert (state(row), row.case.owner_id, row.supporters) == ("in_progress", NEIGHBOUR.id, 0)
    assert part_of(row, police).case.owner_id == NEIGHBOUR.id
    do(row, "withdraw", NEIGHBOUR)
    assert (state(row), state(part_of(row, police))) == ("withdrawn", "dropped")


def test_a_withdrawn_request_nobody_takes_over_ends_after_seven_days(ask, police, monkeypatch) -> None:
    row = ask(police)
    do(row, "join", NEIGHBOUR)
    do(row, "withdraw", PARENT)
    monkeypatch.setattr(sweeper, "now", lambda: NOON + timedelta(days=8))
    sweeper.sweep()
    assert (state(row), state(part_of(row, police))) == ("withdrawn", "dropped")


def test_a_merged_request_lets_its_people_join_the_other(ask, police) -> None:
    first, second = ask(police), ask(police, by=NEIGHBOUR)
    do(second, "merge", DESK, into=first.number, reason="與前案所要資料相同。")
    assert (state(second), again(first).supporters) == ("merged", 1)
    assert state(part_of(second, police)) == "dropped"


def test_a_declined_request_can_be_objected_to_once_and_another_desk_rules(ask, police) -> None:
    row = ask(police)
    do(row, "decline", DESK, ground="not_data", reason="內容是陳情，不是資料。")
    do(row, "contest", PARENT, reason="我要的是事故地點的資料。")
    with pytest.raises(Refused) as error:
        do(row, "restore", DESK, reason="確實是資料，恢復辦理。")
    assert codes(error) == {"request-same-desk"}
    do(row, "restore", OTHER_DESK, reason="確實是資料，恢復辦理。", at=NOON + timedelta(days=5))
    assert (state(row), state(part_of(row, police))) == ("in_progress", "assigned")


def test_redaction_is_an_event_and_the_words_are_gone(ask, police) -> None:
    row = ask(police, title="王小明在學校旁邊出車禍")
    do(row, "redact", DESK, place="title", ground="personal_data")
    assert "王小明" not in str(
        Case.objects.filter(type__startswith="data_request").values_list("title", flat=True)
    )
    assert Event.objects.filter(event="data_request.redact").exists()


def test_twenty_working_days_of_silence_are_a_matter_of_the_committee(ask, police) -> None:
    part = part_of(ask(police), police)
    with pytest.raises(Refused) as error:
        do(
            part,
            "track",
            COMMITTEE,
            at=NOON + timedelta(days=20),
            until="2026-05-29",
            reason="請於期限內回復民眾。",
        )
    assert codes(error) == {"request-not-long-overdue"}
    do(
        part,
        "track",
        COMMITTEE,
        at=NOON + timedelta(days=50),
        until="2026-05-29",
        reason="請於期限內回復民眾。",
    )
    assert part.case.clocks.get(kind="tracked").due_at.date() == date(2026, 5, 29)


def test_pause_and_extension_exist_and_are_zero(ask, police) -> None:
    part = part_of(ask(police), police)
    for event, by, data in (
        ("pause", of(police, Role.OFFICER), {"text": "請問要哪幾個年度的資料？"}),
        ("extend", of(police, Role.AGENCY_LEAD), {"days": 7, "reason": "資料量大，需要整理。"}),
    ):
        with pytest.raises(Refused):
            do(part, event, by, **data)
    do(part, "ask", of(police, Role.OFFICER), text="請問要哪幾個年度的資料？")
    do(part, "reply", PARENT, text="近五年的資料就夠了，謝謝。")
    assert state(part) == "assigned"
