"""A published answer that must be corrected: reopened with reasons, drafted unseen, published as the next version."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.consultations.conftest import (
    DAY,
    DESK,
    DRIVER,
    NOON,
    RIDER,
    WHY,
    again,
    codes,
    do,
    of,
    state,
    sweep,
)

from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.forums.consultations import merging, table, table_writing, telling, versions
from springhead.forums.consultations.models import Consultation, TableVersion
from springhead.foundation.agencies import actions
from springhead.foundation.agencies.commands import MakeKey
from springhead.foundation.agencies.models import Membership, Person
from springhead.foundation.agencies.queries import actor_of
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.cases import askers
from springhead.foundation.cases.models import Asker, Clock, Decision, Mail
from springhead.foundation.catalog import bulk_sheets
from springhead.foundation.jobs.models import Job
from springhead.foundation.ledger.models import Event

pytestmark = pytest.mark.django_db
HEADER = ["類別", "意見摘要", "意見編號", "機關代號", "處理情形", "理由"]
ANSWER = "清單增列公車到站預估，其餘維持；諮詢小組六月決定。請大家繼續提供意見。"
FIRST = "停車格資料由停車管理處提供，本局無此資料。"
SECOND = "經查停車格資料由本局委外蒐集，八月起每日更新。"
BUS = "公車業者契約已約定提供，六月起增列。"
REASON = "停車格資料的權責誤植，經委外廠商指出後查明。"


class Run:
    """A run of the job that mails, as the worker makes it."""

    def __init__(self, payload) -> None:
        self.payload = payload

    def check(self) -> None:
        """Nothing stops it."""


def write(row: Consultation, by, *lines) -> int:
    rows = [HEADER, *(list(line) for line in lines)]
    return table_writing.write(row, rows, seen=table.digest(table.current(row)), by=by)


def lines(host: str, parking: tuple[str, str] = ("不採納", FIRST)) -> list[list[str]]:
    return [
        ["1", "到站預估", "1", host, "採納", BUS],
        ["2", "停車格每日更新", "2-3", host, *parking],
    ]


def at(row: Consultation, days: int):
    return row.opened_at + days * DAY


@pytest.fixture
def answered(opened, transport, monkeypatch):
    """A consultation with three comments in two groups, answered."""

    def make(*agencies, when=NOON) -> Consultation:
        row = opened(*agencies, at=when)
        for name, text, anchor in (
            ("mei", "希望有公車到站預估。", "n1"),
            ("lin", "停車格要每天更新。", "n2"),
        ):
            asker = Asker.objects.create(email=f"{name}@example.org", name="林美玲", confirmed_at=NOON)
            do(row, "comment", askers.actor_of(asker), at=when, text=text, anchor=anchor)
        do(row, "comment", RIDER, at=when, text="同意每天更新。", to=2)
        sweep(monkeypatch, when + 21 * DAY)
        write(row, of(transport), *lines(row.host))
        do(row, "respond", of(transport), at=when + 22 * DAY, text=ANSWER)
        telling.tell_all(Run({"case": row.number, "version": 1}))
        return again(row)

    return make


def reopened(row: Consultation, transport, days: int = 30) -> Consultation:
    do(row, "reopen", of(transport), at=at(row, days), reason=REASON)
    return again(row)


def corrected(row: Consultation, transport) -> Consultation:
    row = reopened(row, transport)
    write(row, of(transport), *lines(row.host, ("部分採納", SECOND)))
    do(row, "correct", of(transport), at=at(row, 35), text=ANSWER)
    return again(row)


def test_a_published_answer_is_reopened_by_its_host_alone_and_with_reasons(
    answered, transport, police
) -> None:
    row = answered()
    with pytest.raises(Refused) as refused:
        do(row, "reopen", of(transport), at=at(row, 30), reason="錯了")
    assert codes(refused) == {"consultation-no-reason"}
    for other in (of(police), DESK, RIDER):
        with pytest.raises(Refused):
            do(row, "reopen", other, at=at(row, 30), reason=REASON)
    assert not TableVersion.objects.exists()


def test_while_it_is_corrected_everybody_reads_the_answer_as_it_was(client, answered, transport) -> None:
    row = reopened(answered(), transport)
    write(row, of(transport), *lines(row.host, ("部分採納", SECOND)))
    assert state(row) == "correcting"
    shown = [
        client.get(f"{lang}{address}").content.decode()
        for lang in ("", "/en")
        for address in (
            f"/consultations/{row.number}",
            f"/consultations/{row.number}/answers",
            f"/consultations/{row.number}/comments/2",
        )
    ]
    shown.append(client.get(f"/consultations/{row.number}/answers.csv").getvalue().decode())
    shown.append(
        json.dumps(client.get(f"/api/v1/consultations/{row.number}/answers").json(), ensure_ascii=False)
    )
    for page in shown:
        assert FIRST in page
        assert SECOND not in page
    assert REASON in shown[1], "why it was reopened is public"
    assert versions.working(row)[2].answers[row.host].reasons == SECOND


def test_the_correction_becomes_version_two_and_version_one_stays_readable(
    client, answered, transport
) -> None:
    row = corrected(answered(), transport)
    assert (state(row), row.version) == ("answered", 2)
    line = Event.objects.get(subject=row.number, event="consultation.correct")
    assert line.facts["version"] == 2
    assert line.facts["reason"] == REASON
    for lang in ("", "/en"):
        new = client.get(f"{lang}/consultations/{row.number}/answers").content.decode()
        old = client.get(f"{lang}/consultations/{row.number}/answers/1").content.decode()
        assert new.count(SECOND) == 2, "in its group and in what changed"
        assert REASON in new
        assert f"/consultations/{row.number}/answers/1" in new
        assert FIRST in old
        assert SECOND not in old
        assert ("已由第 2 版取代" if not lang else "version 2 has taken its place") in old
    for form in ("ods", "csv"):
        old = bulk_sheets.read(
            client.get(f"/consultations/{row.number}/answers/1.{form}").getvalue(), f"x.{form}"
        )
        new = bulk_sheets.read(
            client.get(f"/consultations/{row.number}/answers.{form}").getvalue(), f"x.{form}"
        )
        assert (old[2][-1], new[2][-1]) == (FIRST, SECOND)
    for form in ("odt", "pdf"):
        assert client.get(f"/consultations/{row.number}/answers/1.{form}").status_code == 200
    assert client.get(f"/consultations/{row.number}/answers/3").status_code == 404
    api = f"/api/v1/consultations/{row.number}"
    assert [(one["version"], one["reason"]) for one in client.get(f"{api}/versions").json()] == [
        (2, REASON),
        (1, None),
    ]
    said = {n: client.get(f"{api}/answers?version={n}").json()["items"][1]["answers"][0] for n in (1, 2)}
    assert (said[1]["disposition"], said[2]["disposition"]) == ("rejected", "partly")
    assert client.get(api).json()["version"] == 2


def test_only_an_answer_that_changed_is_decided_again_and_takes_the_place_of_the_old_decision(
    answered, transport
) -> None:
    row = corrected(answered(), transport)
    made = list(Decision.objects.filter(case=row.case_id).order_by("pk"))
    assert [one.outcome for one in made] == ["accepted", "rejected", "partly"]
    assert [one.supersedes_id for one in made] == [None, None, made[1].pk]


def test_those_whose_comment_is_answered_otherwise_are_told_again_and_nobody_else(
    answered, transport
) -> None:
    corrected(answered(), transport)
    assert Mail.objects.filter(to="lin@example.org").count() == 1
    job = Job.objects.filter(kind="consultations.tell").order_by("-pk")[0]
    for _ in range(2):
        telling.tell_all(Run(job.payload))
    again_ = Mail.objects.filter(to="lin@example.org").order_by("-pk")[0]
    assert Mail.objects.filter(to="lin@example.org").count() == 2
    assert SECOND in again_.body
    assert REASON in again_.body
    assert "停車格要每天更新。" in again_.body
    assert Mail.objects.filter(to="mei@example.org").count() == 1, "her comment is answered as before"


def test_a_comment_that_moves_to_another_group_makes_its_author_one_of_those_told(
    answered, transport
) -> None:
    row = reopened(answered(), transport)
    write(
        row, of(transport),
        ["1", "到站預估", "1-2", row.host, "採納", BUS],
        ["2", "停車格每日更新", "3", row.host, "不採納", FIRST],
    )  # fmt: skip
    do(row, "correct", of(transport), at=at(row, 35), text=ANSWER)
    assert telling.news_of(again(row), 2).comments == {2}
    assert [one.number for one in again(row).said.filter(cluster__number=1).order_by("number")] == [1, 2]


def test_a_correction_that_corrects_nothing_or_leaves_an_answer_out_is_refused(answered, transport) -> None:
    row = reopened(answered(), transport)
    with pytest.raises(Refused) as refused:
        do(row, "correct", of(transport), at=at(row, 31), text=ANSWER)
    assert codes(refused) == {"consultation-nothing-corrected"}
    write(row, of(transport), *lines(row.host, ("部分採納", "")))
    with pytest.raises(Refused) as refused:
        do(row, "correct", of(transport), at=at(row, 31), text=ANSWER)
    assert codes(refused) == {"consultation-unanswered"}
    write(row, of(transport), lines(row.host)[0])
    with pytest.raises(Refused) as refused:
        do(row, "correct", of(transport), at=at(row, 31), text=ANSWER)
    assert codes(refused) == {"consultation-unplaced"}


def test_an_answer_that_is_upheld_stays_as_it_was_and_the_draft_is_gone(client, answered, transport) -> None:
    row = reopened(answered(), transport)
    write(row, of(transport), *lines(row.host, ("部分採納", SECOND)))
    do(row, "uphold", of(transport), at=at(row, 33), reason="查明後原回應無誤，停車格不屬本局。")
    row = again(row)
    assert (state(row), row.version) == ("answered", 1)
    assert versions.draft(row) is None
    assert FIRST in client.get(f"/consultations/{row.number}/answers").content.decode()
    row = corrected(row, transport)
    assert [one.number for one in versions.listed(row)] == [2, 1], "it may be reopened again"


def test_a_third_version_is_told_against_the_second(answered, transport) -> None:
    row = corrected(answered(), transport)
    do(row, "reopen", of(transport), at=at(row, 40), reason=REASON)
    write(
        row,
        of(transport),
        ["1", "到站預估", "1", row.host, "部分採納", WHY],
        lines(row.host, ("部分採納", SECOND))[1],
    )
    do(row, "correct", of(transport), at=at(row, 42), text=ANSWER)
    row = again(row)
    assert row.version == 3
    assert telling.news_of(row, 3).comments == {1}
    assert versions.restored(versions.version(row, 1).table)[2].answers[row.host].reasons == FIRST
    assert versions.restored(versions.version(row, 2).table)[2].answers[row.host].reasons == SECOND


def test_a_correction_is_due_in_fourteen_days_and_a_late_one_does_not_make_the_answer_late(
    answered, transport, monkeypatch
) -> None:
    row = reopened(answered(), transport)
    clock = Clock.objects.filter(case=row.case_id, kind="consultation_answer").order_by("-pk")[0]
    assert clock.status == "running"
    assert (row.answer_due - at(row, 30).date()).days in range(14, 18)
    sweep(monkeypatch, at(row, 50))
    assert "consultation.deadline_missed" in Event.objects.filter(subject=row.number).values_list(
        "event", flat=True
    )
    assert again(row).missed_on is None
    do(row, "correct", of(transport), at=at(row, 51), text=f"{ANSWER}本次僅更正說明。")
    assert state(row) == "answered"


def test_the_other_agency_corrects_its_own_cell_and_not_that_of_the_host(answered, transport, police) -> None:
    row = reopened(answered(police), transport)
    head = [
        ["1", "到站預估", "1", row.host, "採納", BUS],
        ["2", "停車格每日更新", "2-3", row.host, "不採納", FIRST],
    ]
    write(row, of(transport), *head, ["2", "", "", police.public_id, "", ""])
    write(row, of(police), *head, ["2", "", "", police.public_id, "錄案參考", "違停取締時一併檢討標線資料。"])
    with pytest.raises(Refused) as refused:
        write(
            row, of(police), head[0], [*head[1][:5], SECOND], ["2", "", "", police.public_id, "錄案參考", WHY]
        )
    assert codes(refused) == {"consultation-table-not-your-cell"}
    do(row, "correct", of(transport), at=at(row, 35), text=ANSWER)
    assert [one.on_behalf_of for one in Decision.objects.filter(case=row.case_id).order_by("-pk")[:1]] == [
        police.public_id
    ]


def test_a_merged_agency_leaves_the_published_answer_and_hands_over_the_draft(
    client, answered, transport, police, django_user_model
) -> None:
    row = reopened(answered(), transport)
    merging.merge(transport, police)
    row = again(row)
    assert list(versions.working(row)[1].answers) == [police.public_id]
    assert client.get(f"/consultations/{row.number}/answers").status_code == 200
    assert list(versions.published(row)[1].answers) == [transport.public_id]


@pytest.mark.parametrize("form", ["ods", "csv"])
def test_the_desk_reopens_corrects_by_file_and_publishes(client, answered, transport, form) -> None:
    row = answered(when=now() - 40 * DAY)
    person = Person.objects.create_user("officer@example.tw", display_name="承辦人")
    Membership.objects.create(person=person, role="officer", agency=transport)
    client.force_login(person)
    desk = f"/desk/consultations/{row.number}"
    for lang in ("", "/en"):
        assert "/do/reopen" in client.get(f"{lang}{desk}").content.decode()
    assert client.post(f"{desk}/do/reopen", {"reason": REASON}).status_code == 302
    file = client.get(f"{desk}/table.{form}").getvalue()
    rows = bulk_sheets.read(file, f"t.{form}")
    assert not table.plan(row, rows, by=of(transport)).changes, "out and in again changes nothing"
    rows[2][-2:] = ["部分採納", SECOND]
    made = bulk_sheets.as_ods(rows) if form == "ods" else "".join(bulk_sheets.as_csv(rows)).encode()
    shown = client.post(f"{desk}/table", {"file": SimpleUploadedFile(f"t.{form}", made)}).content.decode()
    token = shown.split('name="token" value="')[1].split('"')[0]
    client.post(f"{desk}/table/apply", {"token": token})
    assert SECOND in client.get(f"{desk}/table").content.decode()
    page = client.get(f"{desk}/groups/2").content.decode()
    assert SECOND in page
    assert client.post(f"{desk}/do/correct", {"text": ANSWER}).status_code == 302
    client.logout()
    assert SECOND in client.get(f"/consultations/{row.number}/answers").content.decode()


def test_a_comment_shown_again_after_the_answer_is_sorted_in_the_correction(
    client, opened, transport, monkeypatch
) -> None:
    when = now() - 40 * DAY
    row = opened(at=when)
    do(row, "comment", RIDER, at=when, text="希望有公車到站預估。")
    do(row, "comment", DRIVER, at=when, text="王大明住在清溪路一號。")
    do(row, "hide", of(transport), at=when, comment=2, ground="personal_data", reason=WHY)
    sweep(monkeypatch, when + 21 * DAY)
    write(row, of(transport), ["1", "到站預估", "1", row.host, "採納", BUS])
    do(row, "respond", of(transport), at=when + 22 * DAY, text=ANSWER)
    do(row, "unhide", of(transport), at=when + 23 * DAY, comment=2)
    do(row, "reopen", of(transport), at=when + 24 * DAY, reason="恢復顯示的意見尚未回應，補上。")
    person = Person.objects.create_user("officer@example.tw", display_name="承辦人")
    Membership.objects.create(person=person, role="officer", agency=transport)
    client.force_login(person)
    page = f"/desk/consultations/{row.number}/comments"
    shown = client.get(page).content.decode()
    assert 'id="c2"' in shown
    assert 'id="c1"' not in shown
    assert client.post(page, {"comment": ["2"], "group": "1"}).status_code == 302
    assert 'id="c2"' not in client.get(page).content.decode()
    do(row, "correct", of(transport), at=when + 25 * DAY, text=ANSWER)
    assert telling.news_of(again(row), 2).comments == {2}


def test_a_program_reads_and_writes_the_table_and_cannot_overwrite_somebody(
    client, answered, transport
) -> None:
    row = answered(when=now() - 40 * DAY)
    person = Person.objects.create_user("officer@example.tw", display_name="承辦人")
    Membership.objects.create(person=person, role="officer", agency=transport)
    command = MakeKey(label="t", scopes=(Scope.CASES,), days=30)
    secret = actions.make_key(command, owner=person, by=actor_of(person))[1]
    head = {"HTTP_AUTHORIZATION": f"Bearer {secret}", "content_type": "application/json"}
    api = f"/api/v1/consultations/{row.number}/table"
    assert client.get(api).status_code == 401
    cases = f"/api/v1/cases/{row.number}/commands"
    assert client.post(f"{cases}/reopen", json.dumps({"reason": REASON}), **head).status_code == 200
    got = client.get(api, **head).json()
    assert got["groups"][1]["comments"] == "2, 3"
    got["groups"][1]["answers"][0] |= {"disposition": "partly", "reasons": SECOND}
    answer = client.put(api, json.dumps(got), **head)
    assert answer.json()["cells"] == 2
    assert client.put(api, json.dumps(got), **head).status_code == 409, "the table changed since it was read"
    got["seen"] = answer.json()["seen"]
    got["groups"][0]["answers"][0]["disposition"] = "perhaps"
    refused = client.put(api, json.dumps(got), **head)
    assert refused.status_code == 422
    assert refused.json()["problems"][0]["code"] == "consultation-table-disposition"
    assert client.post(f"{cases}/correct", json.dumps({"text": ANSWER}), **head).status_code == 200
    assert client.get(f"/api/v1/consultations/{row.number}").json()["version"] == 2
