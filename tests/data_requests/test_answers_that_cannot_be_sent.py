"""What the form refuses, and says why: a page instead of data, no date, no ground, "see our website"."""

import pytest
from tests.data_requests.conftest import NOON, codes, do, of, part_of, refused, state, will_open

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.language import LANGS
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases.askers import masked
from springhead.foundation.checks import actions
from springhead.foundation.checks.evidence import Evidence
from springhead.foundation.checks.vocabulary import Page
from springhead.foundation.ledger.models import Event
from springhead.procedures.data_requests import drafts, part_texts, texts
from springhead.procedures.data_requests.models import AnswerRule
from springhead.procedures.data_requests.vocabulary import says_study, says_website

pytestmark = pytest.mark.django_db
PAGE = "https://example.org/query"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"outcome": "already_open"}, "request-no-link"),
        ({"outcome": "already_open", "links": [PAGE]}, "request-link-unchecked"),
        ({"outcome": "already_open", "dataset": "ds_00000000"}, "request-dataset-not-served"),
        ({"outcome": "will_open"}, "request-no-date"),
        ({"outcome": "will_open", "until": "2026-03-02"}, "request-odd-date"),
        ({"outcome": "on_application", "links": [PAGE]}, "request-terms-missing"),
        (
            {"outcome": "on_application", "fee": "免費", "conditions": "限學術", "legal_basis": "統計法"},
            "request-no-form",
        ),
        (refused(grounds=[]), "request-no-ground"),
        (refused(grounds=["foi-18-9-9"]), "request-no-such-ground"),
        (refused(grounds=["op-charge"]), "request-no-such-ground"),
        (refused(reason="涉及隱私。"), "request-refusal-reason"),
        (refused(partial=""), "request-partial-unsaid"),
        (
            refused(reason="本案將錄案研議，評估後適時開放，以符合民眾的期待與需要，謝謝指教。"),
            "request-under-study",
        ),
        ({"outcome": "not_collected", "planned": "no"}, "request-no-reason"),
        ({"outcome": "not_collected", "reason": "本局沒有蒐集這個欄位。"}, "request-plan-unsaid"),
        (
            {"outcome": "not_collected", "reason": "請至本局網站查詢相關統計資料。", "planned": "no"},
            "request-see-website",
        ),
        ({"outcome": "not_held_here"}, "request-transfer-instead"),
    ],
)
def test_it_cannot_be_sent(ask, police, answer, code) -> None:
    part = part_of(ask(police), police)
    before = Event.objects.count()
    with pytest.raises(Refused) as error:
        do(part, "answer", of(police, Role.OFFICER), items=[{"item": 1, **answer}])
    assert code in codes(error)
    for problem in error.value.problems:
        for lang in LANGS:
            assert "{" not in problem.message(lang) + problem.remedy(lang)
    assert state(part) == "assigned"
    assert Event.objects.count() == before


def test_every_item_needs_just_one_answer_and_all_problems_come_at_once(ask, police) -> None:
    part = part_of(ask(police, items=[{"title": "事故地點"}, {"title": "道路寬度"}]), police)
    with pytest.raises(Refused) as error:
        do(part, "answer", of(police, Role.OFFICER), items=[will_open(1), will_open(1), will_open(3)])
    assert codes(error) == {"request-item-twice", "request-item-unanswered", "request-no-such-item"}


def looked_at(url: str, **seen) -> None:
    """Note what a look at an address found, as the worker does."""
    row = actions.watch(url, "test", at=NOON)
    actions.note(row.public_id, Evidence(**seen), at=now())


def test_a_query_page_cannot_be_sent_and_the_reason_is_said(ask, police) -> None:
    looked_at(PAGE, status=200, final=PAGE, media="text/html", kind="html", page=Page.QUERY, size=900)
    part = part_of(ask(police), police)
    with pytest.raises(Refused) as error:
        do(
            part,
            "answer",
            of(police, Role.OFFICER),
            items=[{"item": 1, "outcome": "already_open", "links": [PAGE]}],
        )
    (problem,) = error.value.problems
    assert problem.code == "request-link-fails"
    assert PAGE in problem.message("zh-Hant")
    assert problem.message("zh-Hant") != problem.message("en")


def test_a_link_that_delivers_can_be_sent_and_is_watched_from_then_on(ask, police) -> None:
    looked_at(
        PAGE, status=200, final=PAGE, media="text/csv", kind="csv", size=900, fields=("發生時間",), rows=5
    )
    part = part_of(ask(police), police)
    do(
        part,
        "answer",
        of(police, Role.OFFICER),
        items=[{"item": 1, "outcome": "already_open", "links": [PAGE]}],
    )
    assert state(part) == "answered"


def test_an_agency_may_want_answers_approved_and_a_changed_draft_again(ask, police) -> None:
    AnswerRule.objects.create(agency_id=police.public_id, approvals=["lead"])
    part, officer, lead = part_of(ask(police), police), of(police, Role.OFFICER), of(police, Role.AGENCY_LEAD)
    first = drafts.save(part, {"items": [will_open(days=40)]}, by=officer, at=NOON).digest
    with pytest.raises(Refused) as error:
        do(part, "answer", officer, items=[will_open(days=40)])
    assert codes(error) == {"request-not-approved"}
    with pytest.raises(Refused):
        do(part, "approve", officer, draft=first, level="lead")
    do(part, "approve", lead, draft=first, level="lead")
    second = drafts.save(part, {"items": [will_open(days=50)]}, by=officer, at=NOON).digest
    assert second != first
    with pytest.raises(Refused):
        do(part, "answer", officer, items=[will_open(days=50)])
    with pytest.raises(Refused) as error:
        do(part, "approve", lead, draft=first, level="lead")
    assert codes(error) == {"request-draft-changed"}
    do(part, "approve", lead, draft=second, level="lead")
    do(part, "answer", officer, items=[will_open(days=50)])
    assert state(part) == "answered"


@pytest.mark.parametrize(
    "said", ["本案錄案研議", "將納入參考", "評估後適時開放", "The request is under study."]
)
def test_sayings_that_put_people_off(said) -> None:
    assert says_study(said)


@pytest.mark.parametrize(
    "said", ["請至本局網站查詢", "請逕至全國法規資料庫系統查閱", "可參考本府官網", "Please see our website"]
)
def test_sayings_that_send_people_away(said) -> None:
    assert says_website(said)


@pytest.mark.parametrize(
    "said", ["資料含個人隱私，依法不得公開。", "本局沒有蒐集這個欄位。", "預計六月底開放於本平臺。"]
)
def test_plain_words_are_let_through(said) -> None:
    assert not says_study(said)
    assert not says_website(said)


@pytest.mark.parametrize(
    ("name", "shown"), [("陳小玲", "陳*玲"), ("王明", "王*"), ("Kate", "K**e"), ("李", "李"), ("", "")]
)
def test_names_are_masked(name, shown) -> None:
    assert masked(name) == shown


def test_every_code_is_said_in_both_languages() -> None:
    kinds = [
        value for value in (*vars(texts).values(), *vars(part_texts).values()) if hasattr(value, "fix_zh")
    ]
    assert len(kinds) > 50
    assert all(one.zh and one.en and one.fix_zh and one.fix_en for one in kinds)
