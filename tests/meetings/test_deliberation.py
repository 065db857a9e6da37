"""Half must be there; who may hold a position is frozen; a Discuss is cleared or ruled on; a written review has a window."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from tests.meetings.conftest import (
    DAY,
    DAY_OF_MEETING,
    NOTICE,
    POLICY,
    TO_OPEN,
    WHY,
    act,
    again,
    as_actor,
    codes,
    conclude,
    confirm,
    convener,
    hold,
    items,
    open_with,
    person,
    plan,
    refuse,
    send_papers,
    sign_in,
    state,
    take_effect,
)

from springhead.engine.kernel import now
from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.problems import Refused
from springhead.forums.committees import bodies, voting
from springhead.forums.committees.models import Resolution
from springhead.forums.meetings import (
    cadence,
    checking,
    minutes_papers,
    outcomes,
    packets,
    positions,
    queries,
    values,
)
from springhead.forums.meetings.models import ItemCase, Meeting, Position
from springhead.foundation.agencies.leaving import appoint
from springhead.foundation.cases.models import Case
from springhead.foundation.ledger import kept as rows
from springhead.foundation.ledger.checking import verify_database
from springhead.foundation.ledger.models import Event

pytestmark = pytest.mark.django_db
ENOUGH = "請補上去識別化的評估報告與時程。"


@pytest.fixture
def sitting(hall, ask):
    """A meeting in session with all five and one refusal."""
    refuse(ask, hall.police)
    return open_with(plan(hall), hall)


@pytest.fixture
def review(hall, ask):
    """A written review of one refusal."""
    refuse(ask, hall.police)
    row = plan(hall, mode="written")
    act(row, "send_for_review", hall.secretary)
    return again(row)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"held_on": "2026-03-15"}, "meeting-too-near"),
        ({"held_on": ""}, "meeting-too-near"),
        ({"mode": "online", "held_on": "2026-03-08", "place": "", "link": "https://meet.example.org/1"}, "meeting-too-near"),
        ({"starts_at": ""}, "meeting-no-time"),
        ({"place": ""}, "meeting-no-place"),
        ({"mode": "hybrid"}, "meeting-no-link"),
        ({"mode": "written"}, "meeting-is-written"),
    ],
)  # fmt: skip
def test_a_notice_is_early_enough_and_says_where(hall, told, code):
    with pytest.raises(Refused) as error:
        act(plan(hall), "give_notice", hall.secretary, **{**NOTICE, **told})
    assert code in codes(error)


def test_a_meeting_held_online_needs_seven_days_only(hall):
    row = plan(hall)
    act(
        row, "give_notice", hall.secretary, held_on="2026-03-09", starts_at="14:00", mode="online",
        link="https://meet.example.org/1",
    )  # fmt: skip
    assert state(row) == "noticed"


def test_papers_go_out_five_days_ahead_or_the_day_moves(hall):
    row = plan(hall)
    act(row, "give_notice", hall.secretary, **NOTICE)
    days = {one.kind: one.due_at.date() for one in Case.objects.get(pk=row.case_id).clocks.all()}
    assert days["meeting_papers"] == DAY_OF_MEETING - 5 * DAY
    hall.clock.to(DAY_OF_MEETING - 4 * DAY)
    with pytest.raises(Refused) as error:
        act(row, "send_papers", hall.secretary)
    assert codes(error) == {"meeting-papers-late"}
    later = (DAY_OF_MEETING + 20 * DAY).isoformat()
    act(row, "reschedule", hall.secretary, **{**NOTICE, "held_on": later}, reason="資料尚未齊備，改期辦理。")
    act(row, "send_papers", hall.secretary)
    assert again(row).held_on == date.fromisoformat(later)


def test_half_of_the_members_open_a_meeting(hall, ask):
    refuse(ask, hall.police)
    row = send_papers(plan(hall), hall)
    with pytest.raises(Refused) as error:
        act(row, "attend", hall.secretary, member=hall.members[0].public_id)
    assert codes(error) == {"meeting-not-yet"}
    hall.clock.to(DAY_OF_MEETING)
    sign_in(row, hall, hall.members[:2])
    with pytest.raises(Refused) as error:
        act(row, "open", convener())
    assert codes(error) == {"meeting-no-quorum"}
    sign_in(row, hall, hall.members[2:3])
    with pytest.raises(Refused) as error:
        act(row, "lack_quorum", convener())
    assert codes(error) == {"meeting-quorum-there"}
    act(row, "open", convener())
    assert again(row).chair == hall.members[0]


def test_without_half_the_items_wait_for_the_next_one(hall, ask):
    refuse(ask, hall.police)
    row = send_papers(plan(hall), hall)
    following = plan(hall)
    assert packets.lines(following) == []
    hall.clock.to(DAY_OF_MEETING)
    sign_in(row, hall, hall.members[:2])
    act(row, "lack_quorum", convener())
    assert state(row) == "no_quorum"
    assert len(packets.lines(following)) == 1
    assert not ItemCase.objects.filter(holds=True).exists()


def test_a_quorum_lost_in_session_resolves_nothing_more(hall, sitting):
    [item] = items(sitting)
    for member in hall.members[1:4]:
        act(sitting, "leave", hall.secretary, member=member.public_id)
    with pytest.raises(Refused) as error:
        conclude(sitting, item, convener(), option="reasonable")
    assert codes(error) == {"meeting-no-quorum"}
    conclude(sitting, item, convener(), outcome="deferred", text="人數不足，保留至下次會議。")
    act(sitting, "close", convener())
    assert state(sitting) == "held"


def test_only_members_for_an_agency_send_a_deputy(hall, ask):
    refuse(ask, hall.police)
    row = send_papers(plan(hall), hall)
    hall.clock.to(DAY_OF_MEETING)
    for_public, for_agency = hall.members[2], hall.members[1]
    with pytest.raises(Refused) as error:
        act(row, "attend", hall.secretary, member=for_public.public_id, how="deputy", deputy="李代理")
    assert codes(error) == {"meeting-no-deputy"}
    act(row, "attend", hall.secretary, member=for_agency.public_id, how="deputy", deputy="李代理")
    assert row.seats.get(member=for_agency).deputy == "李代理"


def test_members_speak_for_themselves_and_the_secretary_for_everybody(hall, sitting):
    [item] = items(sitting)
    told = {"member": hall.members[2].public_id, "item": item.public_id, "text": "建議先開放彙總資料。"}
    with pytest.raises(Refused) as error:
        act(sitting, "state", as_actor("member3"), **told)
    assert codes(error) == {"meeting-not-this-member"}
    act(sitting, "state", as_actor("member2"), **told)
    act(sitting, "state", hall.secretary, **told)
    assert sitting.statements.count() == 2
    assert queries.statements(sitting, viewer=Actor()) == []
    assert len(queries.statements(sitting, viewer=as_actor("member4"))) == 2
    assert "彙總" not in "".join(Event.objects.values_list("public", flat=True))


def test_a_vote_needs_more_than_half_of_the_room(hall, sitting):
    [item] = items(sitting)
    vote = {"way": "vote", "option": "reasonable"}
    with pytest.raises(Refused) as error:
        conclude(sitting, item, convener(), **vote)
    assert codes(error) == {"meeting-not-adopted"}
    for member, position in zip(hall.members, ["yes", "no_objection", "abstain"], strict=False):
        hold(sitting, item, member, position)
    assert positions.votes(item) == {"yes": 1, "no_objection": 1, "abstain": 1, "silent": 2}
    with pytest.raises(Refused) as error:
        conclude(sitting, item, convener(), **vote)
    assert codes(error) == {"meeting-not-adopted"}
    hold(sitting, item, hall.members[3], "yes")
    conclude(sitting, item, convener(), **vote)
    confirm(sitting, hall)
    assert Resolution.objects.first().votes == {"yes": 2, "no_objection": 1, "abstain": 1, "silent": 1}


def test_a_meeting_keeps_the_rule_of_votes_of_the_day_it_was_planned(hall, sitting, monkeypatch):
    [item] = items(sitting)
    for member in hall.members[:3]:
        hold(sitting, item, member, "no_objection")
    usual = voting.in_force(hall.now.date())
    strict = replace(usual, version="2", in_favour=("yes",), quorum_percent=100)
    monkeypatch.setattr(voting, "shipped", lambda: (usual, replace(strict, valid_from=hall.now.date())))
    with transaction.atomic():
        conclude(sitting, item, convener(), way="vote", option="reasonable")
        transaction.set_rollback(True)
    monkeypatch.setattr(voting, "shipped", lambda: (strict,))
    with pytest.raises(Refused) as error:
        conclude(sitting, item, convener(), way="vote", option="reasonable")
    assert codes(error) == {"meeting-not-adopted"}
    act(sitting, "leave", hall.secretary, member=hall.members[4].public_id)
    with pytest.raises(Refused) as error:
        conclude(sitting, item, convener(), option="reasonable")
    assert codes(error) == {"meeting-no-quorum"}
    assert "百分之 100" in error.value.problems[0].message("zh-Hant")


def test_the_latest_position_counts_and_each_has_a_receipt(hall, sitting):
    [item] = items(sitting)
    first = hold(sitting, item, hall.members[1], "yes")
    second = hold(sitting, item, hall.members[1], "abstain")
    assert list(Position.objects.order_by("pk").values_list("seq", flat=True)) == [first.seq, second.seq]
    assert positions.votes(item)["abstain"] == 1
    assert "yes" not in positions.votes(item)
    proof = queries.receipt(sitting, second.seq, viewer=as_actor("member1"))
    assert proof["opened"]["position"]["value"] == "abstain"
    with pytest.raises(Refused):
        queries.receipt(sitting, second.seq, viewer=as_actor("member2"))


def test_an_open_discuss_is_cleared_by_its_member_or_ruled_on_by_the_chair(hall, sitting):
    [item] = items(sitting)
    with pytest.raises(Refused) as error:
        hold(sitting, item, hall.members[2], "discuss", text="不好")
    assert codes(error) == {"meeting-no-discuss-text"}
    hold(sitting, item, hall.members[2], "discuss", text=ENOUGH)
    hold(sitting, item, hall.members[3], "discuss", text=ENOUGH)
    with pytest.raises(Refused) as error:
        conclude(sitting, item, convener(), option="reasonable")
    assert codes(error) == {"meeting-discuss-open"}
    two, three = (
        {"member": one.public_id, "item": item.public_id} for one in (hall.members[2], hall.members[3])
    )
    with pytest.raises(Refused):
        act(sitting, "clear_discuss", as_actor("member4"), **two)
    act(sitting, "clear_discuss", as_actor("member2"), **two)
    with pytest.raises(Refused) as error:
        act(sitting, "rule_on_discuss", convener(), **three, reason="略")
    assert codes(error) == {"meeting-no-text"}
    act(sitting, "rule_on_discuss", convener(), **three, reason="評估報告另列管，不影響本案結論。")
    conclude(sitting, item, convener(), option="reasonable")
    assert positions.discusses(item).count() == 0


def test_whoever_is_recused_takes_no_part(hall, sitting):
    [item] = items(sitting)
    hold(sitting, item, hall.members[1], "yes")
    with pytest.raises(Refused) as error:
        hold(sitting, item, hall.members[1], "recused")
    assert codes(error) == {"meeting-declare-first"}
    told = {"member": hall.members[1].public_id, "item": item.public_id}
    act(sitting, "declare_conflict", as_actor("member1"), **told, text="曾任該局顧問，就本案迴避。")
    assert positions.votes(item) == {"recused": 1, "silent": 4}
    with pytest.raises(Refused) as error:
        hold(sitting, item, hall.members[1], "yes")
    assert codes(error) == {"meeting-recused"}


def test_a_term_that_ends_between_packet_and_position_ends_the_right(hall, review):
    [item] = items(review)
    hold(review, item, hall.members[1], "yes")
    bodies.end_term(hall.members[2], hall.now.date() + DAY, by=POLICY)
    hall.clock.to(hall.now + 2 * DAY)
    with pytest.raises(Refused) as error:
        hold(review, item, hall.members[2], "yes")
    assert codes(error) == {"meeting-term-over"}
    told = {"name": "新任", "identity": "public", "email": "fresh@example.org", "valid_from": "2026-01-01"}
    person("fresh")
    fresh = bodies.enlist(hall.body, told, by=POLICY)
    with pytest.raises(Refused) as error:
        hold(review, item, fresh, "yes")
    assert codes(error) == {"meeting-not-eligible"}
    assert positions.votes(item) == {"yes": 1}, "what was said before stays"


def test_a_written_review_ends_with_its_window_and_is_concluded_afterwards(hall, review):
    [item] = items(review)
    with pytest.raises(Refused) as error:
        conclude(review, item, convener(), option="reasonable")
    assert error.value.status == 409
    for member in hall.members[:3]:
        hold(review, item, member, "no_objection")
    hall.clock.to(hall.now + 14 * DAY)
    assert state(review) == "reviewing", "the last day belongs to the members"
    hall.clock.to(hall.now + DAY)
    assert state(review) == "held"
    with pytest.raises(Refused) as error:
        act(review, "draft_minutes", hall.secretary)
    assert codes(error) == {"meeting-unconcluded"}
    conclude(review, item, convener(), way="vote", option="reasonable")
    row = confirm(review, hall)
    assert state(row) == "published"
    assert {(one.way, one.done_at is not None) for one in Resolution.objects.all()} == {("written", True)}


def test_a_written_review_that_fewer_than_half_answer_counts_for_nothing(hall, review):
    [item] = items(review)
    for member in hall.members[:2]:
        hold(review, item, member, "yes")
    hall.clock.to(hall.now + 20 * DAY)
    assert state(review) == "no_quorum"
    assert len(packets.lines(plan(hall))) == 1
    assert not Resolution.objects.exists()


def test_a_written_review_ends_early_when_everybody_answered(hall, review):
    [item] = items(review)
    for member in hall.members[:4]:
        hold(review, item, member, "yes")
    with pytest.raises(Refused) as error:
        act(review, "close", convener())
    assert codes(error) == {"meeting-not-everybody"}
    hold(review, item, hall.members[4], "yes")
    act(review, "close", convener())
    assert state(review) == "held"


def test_a_meeting_nobody_opens_ends_by_itself_and_clock_jumps_do_no_harm(hall, ask):
    refuse(ask, hall.police)
    row = send_papers(plan(hall), hall)
    hall.clock.to(DAY_OF_MEETING + 200 * DAY)
    assert state(row) == "cancelled"
    assert Event.objects.filter(event="meeting.not_held").count() == 1
    assert len(packets.lines(plan(hall))) == 1


def test_objections_are_settled_before_minutes_are_confirmed_and_give_the_term_again_once(hall, sitting):
    [item] = items(sitting)
    act(
        sitting, "state", as_actor("member2"), member=hall.members[2].public_id, item=item.public_id, text="同意。"
    )  # fmt: skip
    said = sitting.statements.get()
    conclude(sitting, item, convener(), option="reasonable")
    act(sitting, "close", convener())
    act(sitting, "draft_minutes", hall.secretary)
    hall.clock.to(hall.now + 2 * DAY)
    told = {
        "member": hall.members[2].public_id,
        "place": said.public_id,
        "text": "應為「原則同意，但請補充說明」。",
    }
    act(sitting, "object", as_actor("member2"), **told)
    hall.clock.to(hall.now + 10 * DAY)
    assert state(sitting) == "minutes_draft", "an open objection holds it"
    first = sitting.objections.get().public_id
    act(sitting, "settle_objection", hall.secretary, objection=first, text="原則同意，但請補充說明。")
    assert again(sitting).restarted
    assert sitting.minutes.count() == 2
    act(sitting, "object", as_actor("member2"), **told)
    second = sitting.objections.get(outcome="").public_id
    due = Case.objects.get(pk=sitting.case_id).next_due
    act(sitting, "settle_objection", hall.secretary, objection=second, text="原則同意，請補充說明。")
    assert Case.objects.get(pk=sitting.case_id).next_due == due, "once"
    with pytest.raises(Refused) as error:
        act(sitting, "confirm", convener())
    assert codes(error) == {"meeting-too-early"}
    with pytest.raises(Refused) as error:
        act(sitting, "confirm", hall.secretary, reason="會中宣讀，在場委員均無意見。")
    assert error.value.status == 403
    act(sitting, "confirm", convener(), reason="會中宣讀，在場委員均無意見。")
    document = queries.document(again(sitting), viewer=convener())
    assert document["items"][0]["statements"][0]["text"] == "原則同意，請補充說明。"
    with pytest.raises(Refused) as error:
        queries.document(again(sitting), viewer=Actor())
    assert codes(error) == {"meeting-no-minutes"}


def test_an_objection_settled_after_the_term_lets_the_minutes_confirm_themselves(hall, sitting):
    [item] = items(sitting)
    conclude(sitting, item, convener(), option="reasonable")
    act(sitting, "close", convener())
    act(sitting, "draft_minutes", hall.secretary)
    told = {
        "member": hall.members[2].public_id,
        "place": item.public_id,
        "text": "結論請補充機關承諾的內容。",
    }
    act(sitting, "object", as_actor("member2"), **told)
    hall.clock.to(hall.now + 10 * DAY)
    found = sitting.objections.get().public_id
    act(sitting, "settle_objection", convener(), objection=found, reason="會中沒有這項承諾，異議併陳。")
    assert state(sitting) == "minutes_confirmed"
    assert queries.document(again(sitting), viewer=convener())["objections"][0]["outcome"] == "noted"


def test_an_attendance_recorded_by_mistake_is_taken_back_before_the_opening(hall, ask):
    refuse(ask, hall.police)
    row = send_papers(plan(hall), hall)
    hall.clock.to(DAY_OF_MEETING)
    sign_in(row, hall, hall.members[:3])
    act(row, "leave", hall.secretary, member=hall.members[2].public_id)
    with pytest.raises(Refused) as error:
        act(row, "open", convener())
    assert codes(error) == {"meeting-no-quorum"}
    assert row.seats.count() == 2


def test_one_item_that_cannot_be_made_does_not_hold_up_the_others(hall, ask, monkeypatch):
    refuse(ask, hall.police)
    row = plan(hall)
    act(row, "add_item", hall.secretary, section="report", title="上半年開放情形")
    row = open_with(row, hall)
    report, item = items(row)
    conclude(row, report, convener(), outcome="noted")
    conclude(row, item, convener(), option="reasonable")
    act(row, "close", convener())
    act(row, "draft_minutes", hall.secretary)
    act(row, "confirm", convener(), reason="會中宣讀，在場委員均無意見。")
    whole = outcomes.record

    def record(one, at=None):
        if one.pk == report.pk:
            raise RuntimeError("cannot be made")
        whole(one, at)

    with monkeypatch.context() as broken:
        broken.setattr(outcomes, "record", record)
        with pytest.raises(RuntimeError):
            outcomes.record_rest()
    assert Resolution.objects.exclude(done_at=None).count() == 2
    take_effect()
    assert [one.recorded_at is not None for one in items(row)] == [True, True]


def test_redactions_carry_a_ground(hall, sitting):
    [item] = items(sitting)
    told = {
        "member": hall.members[2].public_id,
        "item": item.public_id,
        "text": "當事人王某住在清溪路 1 號。",
    }
    act(sitting, "state", as_actor("member2"), **told)
    conclude(sitting, item, convener(), option="reasonable")
    act(sitting, "close", convener())
    act(sitting, "draft_minutes", hall.secretary)
    act(sitting, "confirm", convener(), reason="會中宣讀，在場委員均無意見。")
    said = sitting.statements.get().public_id
    for odd in ({said: "made-up"}, {"st_00000000": "foi-18-1-6"}, {item.public_id: "foi-18-1-6"}):
        with pytest.raises(Refused) as error:
            act(sitting, "publish", hall.secretary, redactions=odd)
        assert codes(error) == {"meeting-odd-redaction"}
    act(sitting, "publish", hall.secretary, redactions={said: "foi-18-1-6"})
    document = queries.document(again(sitting), viewer=Actor())
    assert "清溪路" not in str(document)
    assert document["redactions"] == {said: "foi-18-1-6"}


SECRET = "清溪路"


def test_what_is_taken_out_of_the_minutes_stands_nowhere_else(hall, ask, client):
    refuse(ask, hall.police)
    row = plan(hall)
    told = {"section": "discussion", "title": "個案陳情", "text": f"當事人住在{SECRET} 1 號。"}
    act(row, "add_item", hall.secretary, **told)
    open_with(row, hall)
    case, item = sorted(items(row), key=lambda one: one.title["zh-Hant"] == told["title"])
    conclude(row, case, convener(), option="reasonable")
    member = {"item": item.public_id, "member": hall.members[2].public_id}
    act(row, "state", as_actor("member2"), **member, text=f"他在{SECRET}的鄰居也這麼說。")
    hold(row, item, hall.members[2], "discuss", text=f"請先查訪{SECRET} 1 號再議。")
    act(row, "rule_on_discuss", convener(), **member, reason=f"已查訪{SECRET} 1 號，不必再議。")
    conflict = {"item": item.public_id, "member": hall.members[3].public_id}
    act(row, "declare_conflict", as_actor("member3"), **conflict, text=f"本人亦住{SECRET}，應予迴避。")
    noted = f"請轉知{SECRET} 1 號的當事人。"
    act(row, "conclude", convener(), item=item.public_id, outcome="noted", text=noted)
    act(row, "close", convener())
    act(row, "draft_minutes", hall.secretary)
    objection = {"place": item.public_id, "member": hall.members[2].public_id}
    act(row, "object", as_actor("member2"), **objection, text=f"應寫明是{SECRET} 2 號。")
    made = row.objections.get().public_id
    act(row, "settle_objection", convener(), objection=made, text=f"請轉知{SECRET} 2 號的當事人。")
    act(row, "confirm", convener(), reason="會中宣讀，在場委員均無意見。")
    act(row, "publish", hall.secretary, redactions={item.public_id: "foi-18-1-6"})
    number = row.case.number
    for page in ("", "/minutes", "/minutes.json"):
        assert SECRET not in client.get(f"/meetings/{number}{page}").content.decode()
    for page in ("", "/minutes"):
        assert SECRET not in str(client.get(f"/api/v1/meetings/{number}{page}").json())
    english = minutes_papers.paper(queries.document(again(row), viewer=Actor()), "en")
    assert SECRET not in str(english)
    assert "(withheld by law)" in str(english)
    assert "依法遮蔽" not in str(english)


def test_positions_added_removed_or_changed_in_the_database_are_named(hall, sitting):
    [item] = items(sitting)
    for member in hall.members[:3]:
        hold(sitting, item, member, "yes")
    assert list(checking.compare()) == []
    kept = list(Position.objects.order_by("pk"))
    Position.objects.filter(pk=kept[0].pk).update(position="abstain")
    Position.objects.filter(pk=kept[1].pk).delete()
    Position.objects.create(item=item, member=hall.members[4], position="yes", by="pp_x", at=hall.now)
    found = {(one.code, one.where.split()[-1]) for one in checking.compare()}
    assert found == {
        ("meeting-position-changed", hall.members[0].public_id),
        ("meeting-position-removed", hall.members[1].public_id),
        ("meeting-position-added", hall.members[4].public_id),
    }
    rows.install([checking.compare])
    try:
        named = {one.code for one in verify_database().problems}
    finally:
        rows.install([])
    assert {"meeting-position-changed", "meeting-position-removed", "meeting-position-added"} <= named


def test_what_the_secretary_leaves_out_goes_on_to_the_meeting_after(hall, ask):
    part = refuse(ask, hall.police)
    first, second = plan(hall), plan(hall)
    [line] = packets.lines(first)
    assert packets.lines(second) == []
    for case in line.cases:
        act(first, "prepare", hall.secretary, case=case.number, left_out="機關補件中，下次再審。")
    assert packets.lines(first) == []
    assert part.number in {case.number for line in packets.lines(second) for case in line.cases}
    assert [one.left_out for one in packets.left_out(first)] == ["機關補件中，下次再審。"] * 2
    with pytest.raises(Refused) as error:
        act(first, "prepare", hall.secretary, case="DR-2026-999999.1")
    assert codes(error) == {"meeting-not-on-the-list"}


def test_another_bodys_people_do_nothing_here(hall, ask, police):
    refuse(ask, hall.police)
    bodies.make("agency", {"zh-Hant": "警察局小組"}, police, by=POLICY)
    other = person("foreign")
    for role in (Role.SECRETARY, Role.CONVENER):
        appoint(other, role, police, by=POLICY)
    stranger = as_actor("foreign")
    row = plan(hall)
    for event, told in (("give_notice", NOTICE), ("cancel", {"reason": "不開這次會議了，下次再說。"})):
        with pytest.raises(Refused) as error:
            act(row, event, stranger, **told)
        assert error.value.status == 403
    assert state(row) == "planned"


def test_the_cadence_plans_a_meeting_once_when_it_comes_due(hall):
    assert cadence.look() == 0
    hall.clock.to(hall.now + timedelta(days=140))
    assert cadence.look() == 1
    assert cadence.look() == 0
    row = Meeting.objects.get()
    assert (row.due_by, state(row)) == (date(2026, 9, 2), "planned")
    act(row, "cancel", hall.secretary, reason="改於下月與專案會議合併辦理。")
    assert cadence.look() == 1, "the body still has to meet"
    bodies.set_cadence(hall.body, 0, by=POLICY)
    Meeting.objects.get(state="planned")
    hall.body.refresh_from_db()
    assert cadence.due_by(hall.body) is None
    assert now.now() > hall.body.made_at


def test_how_often_a_body_meets_is_its_own_value_or_that_of_the_policy(hall, monkeypatch):
    usual = values.in_force(hall.now.date())
    panels = [bodies.make(kind, {"zh-Hant": "小組"}, None, by=POLICY) for kind in ("panel", "jury")]
    assert [cadence.due_by(one) for one in panels] == [None, None], "only when called"
    assert cadence.due_by(hall.body) == date(2026, 9, 2)
    yearly = replace(usual, version="2", valid_from=hall.now.date(), cadence_months=12)
    monkeypatch.setattr(values, "shipped", lambda: (usual, yearly))
    assert cadence.due_by(hall.body) == date(2027, 3, 2)
    for one in (hall.body, panels[0]):
        bodies.set_cadence(one, 3, by=POLICY)
        one.refresh_from_db()
    assert cadence.dues([hall.body, *panels]) == {
        hall.body.pk: date(2026, 6, 2), panels[0].pk: date(2026, 6, 2), panels[1].pk: None,
    }  # fmt: skip


def test_an_item_by_hand_is_resolved_without_a_command(hall):
    row = plan(hall)
    act(row, "add_item", hall.secretary, section="discussion", title="明年工作計畫", text="如附件。")
    row = open_with(row, hall)
    act(row, "add_item", hall.secretary, section="extempore", title="建議增開一次會議")
    for item in items(row):
        conclude(row, item, convener(), text=WHY + TO_OPEN)
    confirm(row, hall)
    take_effect()
    assert not Resolution.objects.exists()
    assert [one.recorded_at is not None for one in items(row)] == [True, True]
