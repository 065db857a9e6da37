"""From a refusal to a promise: the packet makes itself, the resolution takes effect by itself, the head approves."""

from datetime import date, timedelta

import pytest
from tests.data_requests.conftest import PARENT, do
from tests.meetings.conftest import (
    DAY,
    DAY_OF_MEETING,
    NOTICE,
    POLICY,
    TO_OPEN,
    WHY,
    act,
    as_actor,
    codes,
    conclude,
    confirm,
    convener,
    follow,
    items,
    open_with,
    plan,
    refuse,
    send_papers,
    sign_in,
    state,
    take_effect,
)

from springhead.engine.kernel.problems import Refused
from springhead.forums.committees import approvals, resolutions
from springhead.forums.committees.models import Matter, Resolution
from springhead.forums.meetings import minutes, outcomes, packets, queries
from springhead.forums.meetings.models import ActionItem, ItemCase, Meeting
from springhead.foundation.cases.models import Case
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.ledger.models import Event
from springhead.procedures.data_requests.models import Part
from springhead.procedures.openness.models import Record

pytestmark = pytest.mark.django_db


def test_a_refusal_is_overruled_approved_and_becomes_a_promise(hall, ask, head):
    part = refuse(ask, hall.police)
    record = Record.objects.get()
    row = plan(hall)
    [line] = packets.lines(row)
    assert {case.number for case in line.cases} == {part.number, record.case.number}, "one item for both"
    assert {one.code for one in line.options} == {"reasonable", "to_be_opened"}
    row = open_with(row, hall, hall.members[:3])
    [item] = items(row)
    assert item.paper["cases"][0]["datasets"] or item.paper["cases"][1]["datasets"], "the data inventory"
    conclude(row, item, convener(), option="to_be_opened", text=TO_OPEN, until="2026-09-30")
    row = confirm(row, hall)
    assert state(row) == "published", "minutes confirm and publish themselves when nobody objects"
    made = list(Resolution.objects.order_by("pk"))
    assert [one.awaits_approval for one in made] == [True, True], "both wait for the head"
    assert {one.group for one in made} == {item.public_id}
    assert Part.objects.get(pk=part.pk).heard_at is None
    assert [one.pk for one in approvals.waiting(viewer=head)] == [one.pk for one in made]
    for other in (hall.secretary, convener(), as_actor("member1")):
        assert approvals.waiting(viewer=other) == []
        with pytest.raises(Refused) as error:
            approvals.approve(made[0], number="府資字第 1 號", on=hall.now.date(), by=other)
        assert codes(error) == {"committee-not-your-approval"}
    approvals.approve(made[0], number="府資字第 1150000001 號", on=hall.now.date(), by=head)
    follow()
    for one in Resolution.objects.all():
        assert (one.problems, one.done_at is not None) == ([], True)
        assert one.approval_document == "府資字第 1150000001 號"
    assert Case.objects.get(pk=part.case_id).state == "delivering"
    promise = Commitment.objects.get()
    assert promise.due_on == date(2026, 9, 30)
    assert Record.objects.get().case.state == "promised"
    assert not Matter.objects.filter(case=part.case_id).exists()
    ruled = Event.objects.filter(event="data_request_part.rule_open").get()
    assert ruled.actor == hall.body.public_id


def test_what_the_head_declines_is_back_on_the_list_with_reasons(hall, ask, head):
    part = refuse(ask, hall.police)
    row = open_with(plan(hall), hall)
    [item] = items(row)
    conclude(row, item, convener(), option="to_be_opened", text=TO_OPEN, until="2026-09-30")
    confirm(row, hall)
    made = Resolution.objects.first()
    following = plan(hall)
    assert packets.lines(following) == [], "it waits for the head, not for the next meeting"
    with pytest.raises(Refused) as error:
        approvals.decline(made, reason="再議", by=head)
    assert codes(error) == {"committee-no-text"}
    approvals.decline(made, reason="期限過短，請再與機關確認可行的日期。", by=head)
    assert Resolution.objects.filter(declined_at=None).count() == 0
    assert part.number in {case.number for line in packets.lines(following) for case in line.cases}
    event = Event.objects.filter(event="committee.declined").first()
    assert (event.actor, "期限過短" in event.public) == (head.id, False)
    with pytest.raises(Refused) as error:
        approvals.approve(made, number="府資字第 2 號", on=hall.now.date(), by=head)
    assert codes(error) == {"committee-not-waiting-for-approval"}


def test_a_day_for_the_class_alone_does_not_go_round_the_head(hall, ask, head):
    part = refuse(ask, hall.police)
    told = {
        "event": "find_unreasonable", "text": TO_OPEN, "until": "2026-09-30",
        "decided_on": hall.now.date().isoformat(),
    }  # fmt: skip
    made = resolutions.record(Record.objects.get().case.number, told, by=hall.secretary)
    assert made.awaits_approval, "it would be carried over to the refusal"
    follow()
    assert Case.objects.get(pk=part.case_id).state == "answered"
    approvals.approve(made, number="府資字第 3 號", on=hall.now.date(), by=head)
    follow()
    assert Case.objects.get(pk=part.case_id).state == "delivering"


def test_a_reasonable_refusal_needs_no_head(hall, ask):
    part = refuse(ask, hall.police)
    row = open_with(plan(hall), hall)
    conclude(row, items(row)[0], convener(), option="reasonable")
    confirm(row, hall)
    assert [(one.done_at is not None, one.problems) for one in Resolution.objects.all()] == [
        (True, []),
        (True, []),
    ]
    assert Part.objects.get(pk=part.pk).heard_at is not None
    assert Record.objects.get().current.verdict == "reasonable"
    assert not ItemCase.objects.filter(holds=True).exists()
    [seen] = queries.agendas_of([part.case])[part.case_id]
    assert (seen.outcome, seen.meeting) == ("resolved", row)


def test_papers_stay_as_they_were_and_what_is_decided_elsewhere_is_told(hall, ask):
    part = refuse(ask, hall.police)
    row = send_papers(plan(hall), hall)
    [item] = items(row)
    before = item.paper
    told = {"event": "hear", "text": WHY, "decided_on": hall.now.date().isoformat()}
    resolutions.record(part.number, told, by=POLICY)
    follow()
    hall.clock.to(DAY_OF_MEETING)
    sign_in(row, hall)
    act(row, "open", convener())
    assert items(row)[0].paper == before
    with pytest.raises(Refused) as error:
        conclude(row, item, convener(), option="reasonable")
    assert codes(error) == {"openness-heard", "request-nothing-to-hear"}
    conclude(row, item, convener(), outcome="noted", text="")
    act(row, "close", convener())


def test_deferred_items_wait_for_the_next_meeting(hall, ask):
    refuse(ask, hall.police)
    row = open_with(plan(hall), hall)
    conclude(row, items(row)[0], convener(), outcome="deferred", text="請機關補充去識別化的評估。")
    following = plan(hall)
    assert packets.lines(following) == []
    confirm(row, hall)
    assert len(packets.lines(following)) == 1
    assert not Resolution.objects.exists()


def test_action_items_are_controlled_until_a_later_meeting_releases_them(hall):
    row = plan(hall)
    act(row, "add_item", hall.secretary, section="report", title="上半年開放情形")
    row = open_with(row, hall)
    [item] = items(row)
    task = {"text": "檢討交通資料的更新頻率", "owner": "清溪縣政府警察局", "due": "2026-06-30"}
    with pytest.raises(Refused) as error:
        conclude(row, item, convener(), outcome="noted", actions=[{**task, "due": "2026-03-01"}])
    assert codes(error) == {"meeting-task-not-whole"}
    conclude(row, item, convener(), outcome="noted", actions=[task])
    confirm(row, hall)
    tracked = ActionItem.objects.select_related("case").get()
    assert (tracked.case.state, tracked.due_on) == ("tracked", date(2026, 6, 30))
    assert tracked.case.clocks.get().due_at is not None
    following = plan(hall)
    day = (hall.now + 20 * DAY).date()
    act(following, "give_notice", hall.secretary, **{**NOTICE, "held_on": day.isoformat()})
    act(following, "send_papers", hall.secretary)
    [first] = items(following)
    assert (first.section, {one["code"] for one in first.options}) == ("previous", {"release", "keep"})
    hall.clock.to(day)
    sign_in(following, hall)
    act(following, "open", convener())
    conclude(following, first, convener(), option="release", text="已完成，解除列管。本項辦理完畢。")
    confirm(following, hall)
    tracked.refresh_from_db()
    assert (tracked.is_open, Case.objects.get(pk=tracked.case_id).state) == (False, "released")


def test_a_resolution_is_carried_out_once_however_often_it_is_replayed(hall, ask):
    refuse(ask, hall.police)
    row = open_with(plan(hall), hall)
    [item] = items(row)
    conclude(row, item, convener(), option="reasonable")
    confirm(row, hall)
    events = Event.objects.count()
    item.refresh_from_db()
    before = list(Resolution.objects.order_by("pk").values_list("pk", "done_at", "done_seq"))
    hall.clock.set(hall.now + timedelta(days=1))
    for _ in range(3):
        outcomes.record(item)
        for one in Resolution.objects.order_by("pk").select_related("case", "body"):
            resolutions.carry_out(one)
    assert list(Resolution.objects.order_by("pk").values_list("pk", "done_at", "done_seq")) == before
    assert (len(before), Event.objects.count()) == (2, events)


def test_a_command_that_fails_stays_on_the_desk_and_the_minutes_stand(hall, ask):
    part = refuse(ask, hall.police)
    row = open_with(plan(hall), hall)
    [item] = items(row)
    conclude(row, item, convener(), option="reasonable")
    act(row, "close", convener())
    act(row, "draft_minutes", hall.secretary)
    do(part, "contest", PARENT, at=hall.now, reason="去識別化後仍有研究價值，請再考慮。")
    hall.clock.to(hall.now + 10 * DAY)
    hall.clock.to(hall.now + 6 * DAY)
    take_effect()
    failed = Resolution.objects.get(case=part.case)
    assert (failed.done_at, bool(failed.problems)) == (None, True)
    assert state(row) == "published"
    assert minutes.latest(Meeting.objects.get(pk=row.pk)).document["items"][0]["outcome"] == "resolved"
