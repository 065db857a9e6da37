"""The officer's desk, the answer form, approvals, bulk answers, the central desk, and the API."""

from datetime import timedelta
from io import BytesIO

import pytest
from tests.data_requests.conftest import (
    NEIGHBOUR,
    NOON,
    OTHER_DESK,
    REFUSAL,
    WHY,
    citizen,
    do,
    of,
    part_of,
    state,
)

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies.actions import make_key
from springhead.foundation.agencies.commands import MakeKey
from springhead.foundation.agencies.leaving import appoint
from springhead.foundation.agencies.models import Person
from springhead.foundation.agencies.queries import actor_of
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.cases.guarded import moving
from springhead.foundation.cases.models import Case
from springhead.foundation.catalog import panels as dataset_panels
from springhead.foundation.ledger.models import Event
from springhead.procedures.data_requests import panels, similar
from springhead.procedures.data_requests.models import AnswerDraft, AnswerRule, DataRequest, Part

pytestmark = pytest.mark.django_db
LANGS = ("", "/en")


@pytest.fixture(autouse=True)
def desk_panels():
    dataset_panels.install((), desk=(panels.of_desk,))
    yield
    dataset_panels.install(())


SOON = (today() + timedelta(days=40)).isoformat()


def sign_in(client, name: str, role: Role, agency=None) -> Person:
    person, fresh = Person.objects.get_or_create(
        email=f"{name}@example.org", defaults={"display_name": name, "public_id": f"pp_{name}"[:11]}
    )
    if fresh and role is not Role.CITIZEN:
        appoint(person, role, agency, by=OTHER_DESK)
    client.force_login(person)
    return person


@pytest.fixture
def part(ask, police) -> Part:
    return part_of(ask(police, at=now()), police)


def form(n: int = 1, **more):
    return {f"outcome_{n}": "will_open", f"until_{n}": SOON, f"fields_{n}": "發生時間\n經度", **more}


@pytest.mark.parametrize("lang", LANGS)
def test_the_desk_lists_what_is_due_and_the_form_answers(client, part, police, lang):
    sign_in(client, "officer", Role.OFFICER, police)
    assert part.number in client.get(f"{lang}/desk/requests/").content.decode()
    page = client.get(f"{lang}/desk/requests/{part.number}").content.decode()
    assert "foi-18-1-6" in page
    assert f"{lang}/desk/requests/" in client.get(f"{lang}/desk/").content.decode()
    answer = client.post(f"{lang}/desk/requests/{part.number}/answer", form(step="send"), follow=True)
    assert answer.status_code == 200
    assert state(part) == "answered"
    seq = Event.objects.filter(event="data_request_part.answer").get().seq
    assert str(seq) in answer.content.decode()


@pytest.mark.parametrize("lang", LANGS)
def test_what_cannot_be_sent_is_said_and_nothing_typed_is_lost(client, part, police, lang):
    sign_in(client, "officer", Role.OFFICER, police)
    typed = {
        "outcome_1": "already_open",
        "links_1": "https://example.org/query",
        "reason_1": "請至本局網站查詢。",
    }
    answer = client.post(f"{lang}/desk/requests/{part.number}/answer", {**typed, "step": "send"})
    page = answer.content.decode()
    assert answer.status_code in (409, 422)
    assert "https://example.org/query" in page
    assert "請至本局網站查詢。" in page
    assert 'href="#id_links_1"' in page
    assert state(part) == "assigned"
    assert AnswerDraft.objects.get().payload["reason_1"] == "請至本局網站查詢。"


def test_what_another_outcome_left_in_the_form_does_not_count(client, part, police):
    sign_in(client, "officer", Role.OFFICER, police)
    left = {"links_1": "https://example.org/query", "grounds_1": ["foi-18-1-6"], "holder_1": "沒有這個局"}
    client.post(f"/desk/requests/{part.number}/answer", form(step="send", **left))
    body = part.items.get().decision.body
    assert (body["outcome"], body["links"], body["grounds"], body["holder"]) == ("will_open", [], [], "")


def test_a_refusal_by_the_form_carries_its_grounds(client, part, police):
    sign_in(client, "officer", Role.OFFICER, police)
    typed = {
        "outcome_1": "refused",
        "reason_1": REFUSAL,
        "grounds_1": ["foi-18-1-6", "foi-18-1-7"],
        "partial_1": WHY,
    }
    client.post(f"/desk/requests/{part.number}/answer", {**typed, "step": "send"})
    assert part.items.get().decision.grounds == ["foi-18-1-6", "foi-18-1-7"]


def test_a_blank_of_a_template_must_be_filled(client, part, police):
    sign_in(client, "officer", Role.OFFICER, police)
    typed = {"outcome_1": "will_open", "until_1": SOON, "reason_1": "由【單位】蒐集。", "step": "send"}
    assert (
        "request-blank-left"
        not in client.post(f"/desk/requests/{part.number}/answer", typed).content.decode()
    )
    assert state(part) == "assigned"


def test_another_agencys_officer_gets_nowhere(client, part, roads):
    sign_in(client, "stranger", Role.OFFICER, roads)
    assert client.get(f"/desk/requests/{part.number}").status_code == 403
    assert client.post(f"/desk/requests/{part.number}/answer", form(step="send")).status_code == 403
    assert client.post(f"/desk/requests/{part.number}/do/ask", {"text": WHY}).status_code == 403
    assert state(part) == "assigned"


def test_a_lead_approves_this_text_and_no_other(client, part, police):
    sign_in(client, "lead", Role.AGENCY_LEAD, police)
    client.post(f"/desk/requests/rules/{police.public_id}", {"approvals": ["lead"]})
    assert AnswerRule.objects.get().approvals == ["lead"]
    sign_in(client, "officer", Role.OFFICER, police)
    client.post(f"/desk/requests/{part.number}/answer", form(step="hand_in"))
    assert client.post(f"/desk/requests/{part.number}/answer", form(step="send")).status_code == 409
    assert client.post(f"/desk/requests/{part.number}/answer", form(step="lead")).status_code == 403
    sign_in(client, "lead", Role.AGENCY_LEAD, police)
    assert part.number in client.get("/desk/requests/").content.decode()
    client.post(
        f"/desk/requests/{part.number}/answer", form(step="lead", document_number="清警字第 1150001 號")
    )
    sign_in(client, "officer", Role.OFFICER, police)
    other = form(step="send", reason_1="改了一個字，就要重新核准。")
    assert client.post(f"/desk/requests/{part.number}/answer", other).status_code == 409
    client.post(
        f"/desk/requests/{part.number}/answer", form(step="send", document_number="清警字第 1150001 號")
    )
    assert state(part) == "answered"
    assert Part.objects.get(pk=part.pk).document["number"] == "清警字第 1150001 號"


def test_the_draft_comes_as_odt_for_signature(client, part, police):
    from odf import teletype
    from odf.opendocument import load

    sign_in(client, "officer", Role.OFFICER, police)
    answer = client.post(f"/desk/requests/{part.number}/answer", form(step="paper"))
    text = teletype.extractText(load(BytesIO(b"".join(answer.streaming_content))).text)
    for words in ("清溪縣政府警察局", part.number, SOON, "將開放"):
        assert words in text


def test_the_same_question_of_many_gets_one_answer_each(client, ask, police):
    parts = [part_of(ask(police, at=now()), police) for _ in range(3)]
    odd = part_of(ask(police, at=now(), items=[{"title": "別的資料"}]), police)
    sign_in(client, "officer", Role.OFFICER, police)
    page = client.get(f"/desk/requests/{parts[0].number}").content.decode()
    assert parts[2].number in page
    assert f'value="{odd.number}"' not in page
    also = [parts[1].number, parts[2].number, "DR-1999-000001.1"]
    answer = client.post(
        f"/desk/requests/{parts[0].number}/answer", form(step="send", also=also), follow=True
    )
    assert [state(one) for one in parts] == ["answered"] * 3
    assert "DR-1999-000001.1" in answer.content.decode()
    assert Event.objects.filter(event="data_request_part.answer").count() == 3


@pytest.mark.parametrize("lang", LANGS)
def test_like_answers_of_the_past_are_shown(client, ask, police, lang):
    old = part_of(ask(police, at=now()), police)
    sign_in(client, "officer", Role.OFFICER, police)
    client.post(f"/desk/requests/{old.number}/answer", form(step="send"))
    fresh = part_of(ask(police, at=now()), police)
    page = client.get(f"{lang}/desk/requests/{fresh.number}").content.decode()
    assert f"/requests/{old.number.partition('.')[0]}" in page


def test_one_click_passes_it_on_and_the_other_takes_it(client, part, police, roads):
    sign_in(client, "officer", Role.OFFICER, police)
    told = {"agency": roads.name(), "reason": "道路資料由工務處管理。"}
    assert client.post(f"/desk/requests/{part.number}/do/transfer", told).status_code == 302
    sign_in(client, "roads", Role.OFFICER, roads)
    assert part.number in client.get("/desk/requests/").content.decode()
    client.post(f"/desk/requests/{part.number}/do/take")
    assert (state(part), Case.objects.get(pk=part.case_id).agency_id) == ("assigned", roads.public_id)


@pytest.mark.parametrize("lang", LANGS)
def test_the_central_desk_passes_on_declines_and_places(client, ask, police, roads, lang):
    first, second = ask(at=now()), ask(at=now(), title="請幫我辦我的案子", items=[{"title": "我的案子"}])
    sign_in(client, "desk", Role.POLICY_OFFICE)
    page = client.get(f"{lang}/desk/requests/central/").content.decode()
    assert first.number in page
    assert second.number in page
    address = f"{lang}/desk/requests/central/{first.number}"
    assert client.post(f"{address}/assign", {"agencies": "沒有這個局"}).status_code == 422
    assert not first.parts.exists()
    client.post(f"{address}/assign", {"agencies": f"{police.name()}\n{roads.name()}"})
    assert first.parts.count() == 2
    told = {"ground": "personal_case", "reason": "這是個人案件，已轉請主管機關處理。"}
    client.post(f"{lang}/desk/requests/central/{second.number}/decline", told)
    assert state(second) == "declined"
    given = part_of(first, police)
    do(given, "return_to_desk", of(police, Role.OFFICER), at=now(), reason="本局沒有這份資料，也不知道誰有。")
    told = {"agency": roads.name(), "reason": "道路資料由工務處管理。"}
    client.post(f"{lang}/desk/requests/central/{given.number}/place", told)
    assert (state(given), Case.objects.get(pk=given.case_id).agency_id) == ("assigned", roads.public_id)


@pytest.mark.parametrize("lang", LANGS)
def test_only_the_policy_office_sees_the_central_desk(client, part, police, lang):
    sign_in(client, "officer", Role.OFFICER, police)
    assert client.get(f"{lang}/desk/requests/central/").status_code == 403
    assert (
        client.post(f"{lang}/desk/requests/central/{part.number}/place", {"agency": "x"}).status_code == 403
    )


# The API


def key(name: str, role: Role, agency=None) -> dict[str, str]:
    person, fresh = Person.objects.get_or_create(email=f"{name}@example.org")
    if fresh and role is not Role.CITIZEN:
        appoint(person, role, agency, by=OTHER_DESK)
    _, secret = make_key(MakeKey(name, (Scope.CASES,), 30), owner=person, by=actor_of(person))
    return {"HTTP_AUTHORIZATION": f"Bearer {secret}"}


def body(*agencies):
    return {
        "title": "學校周邊的交通事故地點",
        "items": [{"title": "交通事故地點", "fields": ["發生時間"]}],
        "reason": WHY,
        "agencies": [one.public_id for one in agencies],
    }


def test_a_program_asks_and_another_answers(client, police):
    mine = key("program", Role.CITIZEN)
    sent = client.post(
        "/api/v1/requests", body(police), content_type="application/json", HTTP_IDEMPOTENCY_KEY="k1", **mine
    )
    assert sent.status_code == 200, sent.content
    told = sent.json()
    again = client.post(
        "/api/v1/requests", body(police), content_type="application/json", HTTP_IDEMPOTENCY_KEY="k1", **mine
    )
    assert again.json()["replayed"] is True
    assert DataRequest.objects.count() == 1
    assert client.get(told["receipt"]).status_code == 200
    number = told["parts"][0]
    officer = key("bot", Role.OFFICER, police)
    offers = {one["event"]: one for one in client.get(f"/api/v1/cases/{number}/commands", **officer).json()}
    assert offers["answer"]["allowed"] is True
    assert offers["accept"]["problems"]
    command = f"/api/v1/cases/{number}/commands/answer"
    bad = client.post(
        command, {"items": [{"item": 1, "outcome": "will_open"}]}, content_type="application/json", **officer
    )
    assert bad.json()["problems"][0]["code"] == "request-no-date"
    good = {
        "items": [{"item": 1, "outcome": "will_open", "until": SOON}],
        "document": {"number": "清警字第 1 號"},
    }
    assert client.post(command, good, content_type="application/json", **officer).status_code == 200
    read = client.get(f"/api/v1/requests/{told['number']}").json()
    assert read["parts"][0]["items"][0]["outcome"] == "will_open"
    assert read["parts"][0]["on_time"] is True
    assert read["parts"][0]["document"]["number"] == "清警字第 1 號"


def test_the_api_lists_with_the_filters_of_the_page(client, ask, police, roads):
    first, second = (
        ask(police, at=now()),
        ask(roads, at=now(), title="清溪縣的道路寬度", items=[{"title": "道路寬度"}]),
    )
    found = client.get(f"/api/v1/requests?agency={roads.public_id}").json()
    assert [one["number"] for one in found["items"]] == [second.number]
    pages = client.get("/api/v1/requests?limit=1").json()
    assert pages["next"]
    rest = client.get(f"/api/v1/requests?limit=1&cursor={pages['next']}").json()
    assert [pages["items"][0]["number"], rest["items"][0]["number"]] == [second.number, first.number]


def test_only_the_central_desk_assigns(client, ask, police):
    row = ask(at=now())
    given = {"agency": police.public_id}
    address = f"/api/v1/requests/{row.number}/parts"
    assert (
        client.post(address, given, content_type="application/json", **key("c", Role.CITIZEN)).status_code
        == 403
    )
    done = client.post(address, given, content_type="application/json", **key("d", Role.POLICY_OFFICE))
    assert done.json()["number"] == f"{row.number}.1"
    assert done.json()["due_on"] == row.due_on.isoformat()


# Who may do what


@pytest.mark.parametrize(
    "event", ["answer", "transfer", "take", "ask", "extend", "approve", "uphold", "change", "rule_open"]
)
def test_no_command_of_an_agency_works_for_another_agency_or_a_citizen(ask, police, roads, event):
    part = part_of(ask(police), police)
    for actor in (
        of(roads, Role.OFFICER),
        of(roads, Role.AGENCY_LEAD),
        of(roads, Role.AGENCY_HEAD),
        NEIGHBOUR,
    ):
        for given in ("assigned", "offered", "reconsidering", "in_committee"):
            Case.objects.filter(
                pk=part.case_id
            )  # the state is set behind the table's back, for the test alone

            with moving():
                Case.objects.filter(pk=part.case_id).update(state=given)
            with pytest.raises(Refused) as error:
                do(
                    part,
                    event,
                    actor,
                    at=NOON,
                    agency=roads.public_id,
                    reason=WHY,
                    text=WHY,
                    until=SOON,
                    items=[],
                )
            assert error.value.problems[0].code in ("case-command-not-now", "case-command-not-yours")


def test_the_central_desk_compares_all_at_once(ask, django_assert_max_num_queries):
    titles = (
        "學校周邊的交通事故地點",
        "交通事故地點（學校周邊）",
        "全國公廁位置",
        "公廁的位置與等級",
        "水庫每日放流量",
    )
    rows = [ask(by=citizen(f"asker{n}000"), title=title) for n, title in enumerate(titles)]
    with django_assert_max_num_queries(2):
        found = similar.likest(rows)
    alike = [[one.pk for one in found[row.pk]] for row in rows]
    assert [one[:1] for one in alike] == [[rows[1].pk], [rows[0].pk], [rows[3].pk], [rows[2].pk], []]
