"""A consultation is announced, opened, extended, closed, late, and answered comment by comment."""

from datetime import date, timedelta

import pytest
from tests.consultations.conftest import (
    DAY,
    DESK,
    DRIVER,
    NOON,
    RIDER,
    WHY,
    again,
    citizen,
    codes,
    day,
    do,
    of,
    state,
    sweep,
    told,
)

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.problems import Refused
from springhead.forums.consultations import queries, table, table_writing, telling
from springhead.forums.consultations.models import Comment, Consultation, Vote
from springhead.foundation.cases import askers
from springhead.foundation.cases.models import Asker, Case, Decision, Mail, Subscription
from springhead.foundation.jobs.models import Job
from springhead.foundation.ledger.models import Event

pytestmark = pytest.mark.django_db
ANSWER = "清單增列公車到站預估，停車格改為每日更新，其餘維持；諮詢小組六月決定。"


def events(row: Consultation) -> list[str]:
    return [
        one.event.partition(".")[2] for one in Event.objects.filter(subject=row.number).order_by("seq")
        if one.event.startswith("consultation.")
    ]  # fmt: skip


def fill_in(row: Consultation, *lines: list[str], by) -> int:
    """Write the table as a file says it."""
    header = ["類別", "意見摘要", "意見編號", "機關代號", "處理情形", "理由"]
    return table_writing.write(row, [header, *lines], seen=table.digest(table.current(row)), by=by)


class Job1:
    """A run of the job that tells everybody."""

    def __init__(self, number: str) -> None:
        self.payload = {"case": number}

    def check(self) -> None:
        """Nothing stops it."""


def test_a_draft_is_nobodys_business_and_leaves_no_line(planned, transport) -> None:
    row = planned()
    do(row, "revise", of(transport), **told(title="交通資料開放清單（修正）"))
    do(row, "cancel", of(transport), reason="併入另一件徵詢辦理，不另外徵詢。")
    assert events(row) == []
    with pytest.raises(Refused) as refused:
        queries.consultation(row.number, viewer=RIDER)
    assert refused.value.status == 404


def test_what_people_must_know_is_asked_for_before_it_opens(planned, transport) -> None:
    row = planned(question="", papers=[], can_change="", decides="", decides_on="", closes_on="")
    with pytest.raises(Refused) as refused:
        do(row, "open", of(transport))
    assert {one.where for one in refused.value.problems} == {
        "question", "papers", "can_change", "decides", "decides_on", "closes_on",
    }  # fmt: skip


@pytest.mark.parametrize(("kind", "least"), [("regulation", 60), ("nomination", 30), ("other", 14)])
def test_every_kind_has_its_fewest_days(planned, transport, kind, least) -> None:
    short = planned(kind=kind, days=least - 1)
    with pytest.raises(Refused) as refused:
        do(short, "open", of(transport))
    assert codes(refused) == {"consultation-too-short"}
    do(planned(kind=kind, days=least), "open", of(transport))


def test_an_announced_consultation_opens_by_itself_on_its_day(planned, transport, monkeypatch) -> None:
    row = planned(opens_on=day(5).isoformat(), days=30)
    do(row, "announce", of(transport))
    sweep(monkeypatch, NOON + 4 * DAY)
    assert state(row) == "announced"
    sweep(monkeypatch, NOON + 5 * DAY)
    row = again(row)
    assert (state(row), row.opens_on, row.closes_on) == ("open", day(5), day(30))


def test_a_machine_that_was_off_leaves_people_their_days(planned, transport, monkeypatch) -> None:
    row = planned(opens_on=day(5).isoformat(), days=19)
    do(row, "announce", of(transport))
    sweep(monkeypatch, NOON + 15 * DAY)
    assert (again(row).opens_on, again(row).closes_on) == (day(15), day(29))


def test_it_closes_after_its_last_day_and_the_answer_is_due_in_fourteen_days(opened, monkeypatch) -> None:
    row = opened()
    sweep(monkeypatch, NOON + 20 * DAY)
    assert state(row) == "open"
    sweep(monkeypatch, NOON + 20 * DAY + timedelta(hours=13))
    assert state(row) == "responding"
    assert again(row).answer_due == date(2026, 4, 7)  # the 14th day is a holiday, and so is the next one
    with pytest.raises(Refused) as refused:
        do(row, "comment", RIDER, at=NOON + 21 * DAY, text="還有公車資料。")
    assert codes(refused) == {"case-command-not-now"}


def test_an_extended_consultation_ends_later_and_says_why(opened, transport, monkeypatch) -> None:
    row = opened()
    do(row, "extend", of(transport), at=NOON + 19 * DAY, days=10, reason=WHY)
    row = again(row)
    assert row.closes_on == day(30)
    move = row.moves[-1]
    assert (move["before"], move["after"], move["reason"]) == (day(20).isoformat(), day(30).isoformat(), WHY)
    sweep(monkeypatch, NOON + 25 * DAY)
    assert state(row) == "open"
    sweep(monkeypatch, NOON + 31 * DAY)
    assert state(row) == "responding"


def test_it_cannot_be_extended_without_reasons_or_after_its_end(opened, transport) -> None:
    row = opened()
    with pytest.raises(Refused) as refused:
        do(row, "extend", of(transport), days=10, reason="")
    assert codes(refused) == {"consultation-no-reason"}
    with pytest.raises(Refused) as refused:
        do(row, "extend", of(transport), at=NOON + 21 * DAY, days=10, reason=WHY)
    assert "clock-extension-too-late" in codes(refused)


def test_the_answer_is_postponed_once_with_progress(opened, transport, monkeypatch) -> None:
    row = opened()
    sweep(monkeypatch, NOON + 21 * DAY)
    later = NOON + 22 * DAY
    with pytest.raises(Refused) as refused:
        do(row, "postpone", of(transport), at=later, days=30, reason=WHY)
    assert codes(refused) == {"consultation-no-progress"}
    progress = "十二類意見已綜整九類，等警察局回復。"
    do(row, "postpone", of(transport), at=later, days=30, reason=WHY, progress=progress)
    assert again(row).answer_due > day(60)
    with pytest.raises(Refused):
        do(row, "postpone", of(transport), at=later, days=30, reason=WHY, progress=progress)


def test_a_missed_answer_is_marked_and_climbs_the_ladder(opened, monkeypatch) -> None:
    row = opened()
    sweep(monkeypatch, NOON + 21 * DAY)
    sweep(monkeypatch, NOON + 37 * DAY)
    row = again(row)
    assert row.missed_on == date(2026, 4, 7)
    assert "deadline_missed" in events(row)
    sweep(monkeypatch, NOON + 60 * DAY)
    steps = [
        (one.facts["step"], one.facts["tell"])
        for one in Event.objects.filter(subject=row.number, event__startswith="term.")
        if one.facts["clock"] == "consultation_answer" and one.facts["step"].startswith("T+")
    ]
    assert steps == [("T+10", ["policy_office"])]


def test_two_agencies_answer_and_everybody_hears_what_became_of_their_comment(
    opened, transport, police, monkeypatch
) -> None:
    row = opened(police)
    asker = Asker.objects.create(email="mei@example.org", name="林美玲", confirmed_at=NOON)
    do(row, "comment", askers.actor_of(asker), text="希望有公車到站預估。", anchor="n1")
    do(row, "comment", DRIVER, text="停車格資料要每天更新。", anchor="n2")
    do(row, "comment", RIDER, text="同意，並請附測速照相。", to=2)
    sweep(monkeypatch, NOON + 21 * DAY)
    late = NOON + 22 * DAY
    with pytest.raises(Refused) as refused:
        do(row, "respond", of(transport), at=late, text=ANSWER)
    assert codes(refused) == {"consultation-unplaced"}
    host, other = transport.public_id, police.public_id
    why = "公車業者契約已約定提供，六月起增列。"
    fill_in(
        row,
        ["1", "到站預估", "1", host, "採納", why],
        ["2", "更新頻率與測速照相", "2-3", host, "部分採納", "停車格改為每日更新。測速照相屬警察局。"],
        ["2", "", "", other, "", ""],
        by=of(transport),
    )
    with pytest.raises(Refused) as refused:
        do(row, "respond", of(transport), at=late, text=ANSWER)
    assert codes(refused) == {"consultation-unanswered"}
    rows = [*table.rows_of(row)]
    rows[3][6:8] = ["錄案參考", "測速照相位置已公布於本局網站，納入研議。"]
    table_writing.write(row, rows, seen=table.digest(table.current(row)), by=of(police))
    do(row, "respond", of(transport), at=late, text=ANSWER)
    assert state(row) == "answered"
    said = Decision.objects.filter(case=row.case_id).order_by("pk")
    assert [(one.on_behalf_of, one.outcome) for one in said] == [
        (host, "accepted"), (host, "partly"), (other, "noted"),
    ]  # fmt: skip
    assert Job.objects.filter(kind="consultations.tell").count() == 1
    telling.tell_all(Job1(row.number))
    telling.tell_all(Job1(row.number))
    mail = Mail.objects.get(to="mei@example.org")
    assert "希望有公車到站預估。" in mail.body
    assert "採納" in mail.body
    assert why in mail.body


def test_a_comment_shows_a_masked_name_and_leaves_only_a_digest(opened) -> None:
    row = opened()
    asker = Asker.objects.create(email="mei@example.org", name="林美玲", confirmed_at=NOON)
    do(row, "comment", askers.actor_of(asker), text="希望有公車到站預估。")
    one = Comment.objects.get()
    assert one.name_shown == "林*玲"
    event = Event.objects.get(seq=one.seq)
    assert event.actor == one.voice
    assert set(event.digests) == {"text"}
    assert "到站" not in event.public
    assert asker.public_id not in event.public + event.actor
    assert Subscription.objects.filter(subject_id=row.number, email="mei@example.org").count() == 1


def test_one_person_is_one_voice_whichever_way_they_come(opened, django_user_model) -> None:
    row = opened(statements=True, seeds=[
        {"text": "資料應該即時開放。", "side": "for"}, {"text": "即時開放成本太高。", "side": "against"},
    ])  # fmt: skip
    person = django_user_model.objects.create(email="mei@example.org", display_name="林美玲", last_login=NOON)
    asker = Asker.objects.create(email="mei@example.org", name="林美玲", confirmed_at=NOON)
    signed_in = Actor(id=person.public_id, roles=frozenset({Role.CITIZEN}), assurance=1)
    by_mail = askers.actor_of(asker)
    for who in (signed_in, by_mail, by_mail):
        do(row, "comment", who, text="希望有公車到站預估。")
    do(row, "vote", by_mail, statement=1, choice="agree")
    do(row, "vote", signed_in, statement=1, choice="disagree")
    row = again(row)
    assert (row.comments, row.voices, row.votes) == (3, 1, 1)
    assert Vote.objects.get().choice == -1


def test_an_account_nobody_ever_signed_in_to_takes_no_voice_away(opened, django_user_model) -> None:
    django_user_model.objects.create(email="mei@example.org", display_name="冒名")
    asker = Asker.objects.create(email="mei@example.org", name="林美玲", confirmed_at=NOON)
    assert askers.voice_of(asker.public_id) == asker.public_id


def test_comments_and_votes_of_one_person_carry_different_names(opened) -> None:
    seeds = [{"text": "資料應該即時開放。", "side": "for"}, {"text": "即時開放成本太高。", "side": "against"}]
    one, two = (opened(statements=True, seeds=seeds) for _ in range(2))
    for row in (one, two):
        do(row, "comment", RIDER, text="希望有公車到站預估。")
        do(row, "vote", RIDER, statement=1, choice="agree")
    told_names = {
        *Comment.objects.values_list("voice", flat=True),
        *Vote.objects.values_list("voice", flat=True),
    }
    assert len(told_names) == 4


def test_a_consultation_may_ask_to_be_surer_of_people(opened) -> None:
    row = opened(assurance=2)
    with pytest.raises(Refused) as refused:
        do(row, "comment", RIDER, text="希望有公車到站預估。")
    assert codes(refused) == {"consultation-not-sure-enough"}
    do(row, "comment", citizen("sure0000", 2), text="希望有公車到站預估。")


def test_moderation_hides_the_text_keeps_the_digest_and_tells_its_author_why(opened, transport) -> None:
    row = opened()
    asker = Asker.objects.create(email="mei@example.org", name="林美玲", confirmed_at=NOON)
    do(row, "comment", askers.actor_of(asker), text="王大明住在清溪路一號，請去查他。")
    one = Comment.objects.get()
    before = Event.objects.get(seq=one.seq).private
    reason = "留言寫出他人的姓名與住址，為保護當事人而遮蔽。"
    with pytest.raises(Refused):
        do(row, "hide", of(transport), comment=1, ground="", reason=reason)
    do(row, "hide", of(transport), comment=1, ground="personal_data", reason=reason)
    one.refresh_from_db()
    assert one.hidden_ground == "personal_data"
    assert telling.comment(one)["text"] is None
    assert Event.objects.get(seq=one.seq).private == before
    mail = Mail.objects.get(to="mei@example.org")
    assert reason in mail.body
    hidden = Event.objects.get(event="consultation.hide")
    assert reason not in hidden.public
    do(row, "unhide", DESK, comment=1)
    assert telling.comment(Comment.objects.get())["text"]


def test_seed_statements_speak_from_both_sides(planned, transport) -> None:
    row = planned(statements=True, seeds=[{"text": "資料應該即時開放。", "side": "for"}])
    with pytest.raises(Refused) as refused:
        do(row, "open", of(transport))
    assert codes(refused) == {"consultation-one-sided"}


def test_a_proposed_statement_is_read_before_others_vote_on_it(opened, transport) -> None:
    row = opened(statements=True, seeds=[
        {"text": "資料應該即時開放。", "side": "for"}, {"text": "即時開放成本太高。", "side": "against"},
    ])  # fmt: skip
    do(row, "propose", RIDER, text="先開放公車，再談停車。")
    with pytest.raises(Refused):
        do(row, "vote", DRIVER, statement=3, choice="agree")
    do(row, "admit", of(transport), statement=3)
    do(row, "vote", DRIVER, statement=3, choice="agree")
    do(row, "propose", DRIVER, text="買我的行車紀錄器最好。")
    do(row, "turn_down", of(transport), statement=4, reason="這是廣告，與徵詢事項無關。")
    assert [one.number for one in queries.statements(row)] == [1, 2, 3]


@pytest.mark.parametrize("event", ["open", "extend", "respond", "cancel", "bring_in", "hide", "admit"])
def test_another_agency_moves_nothing(planned, opened, transport, police, event) -> None:
    row = planned(police) if event == "open" else opened(police)
    version = Case.objects.get(pk=row.case_id).version
    payload = {"days": 5, "reason": WHY, "text": ANSWER, "comments": [{"number": "1", "text": "文字文字"}]}
    for who in (of(police), of(police, Role.AGENCY_HEAD), RIDER):
        with pytest.raises(Refused) as refused:
            do(row, event, who, **payload)
        assert refused.value.status in (403, 409)
    assert Case.objects.get(pk=row.case_id).version == version


def test_the_table_belongs_to_the_host_and_each_answer_to_its_agency(opened, transport, police) -> None:
    row = opened(police)
    do(row, "comment", RIDER, text="希望有公車到站預估。")
    host, other = transport.public_id, police.public_id
    line = ["1", "到站預估", "1", host, "採納", "公車業者契約已約定提供。"]
    with pytest.raises(Refused) as refused:
        fill_in(row, line, by=of(police))
    assert codes(refused) == {"consultation-table-not-your-cell"}
    fill_in(row, line, ["1", "", "", other, "", ""], by=of(transport))
    with pytest.raises(Refused) as refused:
        fill_in(row, line, ["1", "", "", other, "採納", "警察局沒有意見，同意辦理。"], by=of(transport))
    assert [(one.code, one.where) for one in refused.value.problems] == [
        ("consultation-table-not-your-cell", "E3"), ("consultation-table-not-your-cell", "F3"),
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        fill_in(row, line, by=RIDER)
    assert codes(refused) == {"consultation-not-yours"}


def test_two_hosts_at_once_do_not_overwrite_each_other(opened, transport) -> None:
    row = opened()
    do(row, "comment", RIDER, text="希望有公車到站預估。")
    seen = table.digest(table.current(row))
    header = ["類別", "意見摘要", "意見編號", "機關代號", "處理情形", "理由"]
    one = ["1", "到站預估", "1", "", "採納", "公車業者契約已約定提供。"]
    table_writing.write(row, [header, one], seen=seen, by=of(transport))
    with pytest.raises(Refused) as refused:
        table_writing.write(
            row, [header, ["1", "別的摘要", "1", "", "", ""]], seen=seen, by=of(transport, Role.AGENCY_LEAD)
        )
    assert codes(refused) == {"consultation-table-stale"}
