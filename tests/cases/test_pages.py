"""The pages of cases, in both languages, and the links in mails."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.support.parcels import AGENCY, NOON, OFFICER, Payload, hand_in, opening

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import taipei
from springhead.foundation.agencies.models import Agency, Membership, Person
from springhead.foundation.cases import notices, subscriptions, sweeper, views
from springhead.foundation.cases.fire import fire, open_case
from springhead.foundation.cases.models import Mail, Subscription
from springhead.foundation.cases.subscriptions import Follow
from springhead.foundation.cases.words import names
from springhead.foundation.ledger.models import Event
from springhead.foundation.ledger.queries import as_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin():
    return Person.objects.create(email="lin@example.org")


def citizen(person):
    return Actor(id=person.public_id, roles=frozenset({Role.CITIZEN}))


def text(answer, status=200):
    assert answer.status_code == status, answer.content[:500]
    return answer.content.decode()


def test_a_case_without_an_english_title_is_called_by_its_chinese_one_on_english_pages():
    number = hand_in(title={"zh-Hant": "舊包裹"}).case.number
    assert names([number])[number].text["en"] == f"{number} 舊包裹"


def test_the_list_shows_what_is_public_and_filters(client):
    late = hand_in(title={"zh-Hant": "舊包裹", "en": "Old parcel"}).case
    open_case("parcel", Payload("write"), opening(title={"zh-Hant": "秘密"}), by=OFFICER_AS_CITIZEN, at=NOON)
    page = text(client.get("/cases/"))
    assert late.number in page
    assert "2026 年 3 月 16 日（一）" in page  # its term ends with that day
    assert "2026-03-17 00:00" not in page
    assert "舊包裹" in page
    assert "秘密" not in page
    assert "Old parcel" in text(client.get("/en/cases/"))
    assert late.number not in text(client.get("/cases/?phase=closed"))
    assert late.number in text(client.get("/cases/?overdue=1&type=parcel"))
    assert "沒有符合的案件" in text(client.get("/cases/?agency=ag_none"))


OFFICER_AS_CITIZEN = Actor(id="pp_x", roles=frozenset({Role.CITIZEN}))


def test_a_case_shows_where_it_stands_why_the_date_and_what_happened(client):
    case = hand_in().case
    fire(case, Payload("ask"), by=OFFICER, at=NOON + timedelta(hours=1))
    page = text(client.get(f"/cases/{case.number}"))
    for words in (
        "狀態asked",
        "答復期限",
        "為什麼是這一天？",
        "起算事由發生日，不計入",
        "第 14 日",
        "/ledger/1",
    ):
        assert words in page
    english = text(client.get(f"/en/cases/{case.number}"))
    assert "Why this date?" in english
    assert "day 14" in english


def test_a_term_that_rolls_says_over_which_holiday(client):
    case = hand_in(at=NOON - timedelta(days=28)).case  # Monday 2 February: the 14th day is New Year's Eve
    page = text(client.get(f"/cases/{case.number}"))
    assert "農曆除夕，末日順延" in page
    assert "末日（休息日後的第一個上班日）" in page


def test_a_missed_term_shows_in_what_happened(client):
    case = hand_in().case
    sweeper.sweep()
    page = text(client.get(f"/cases/{case.number}"))
    assert "期限屆滿未辦" in page
    assert "逾期" in page


def test_a_term_that_is_over_bears_a_badge_from_the_first_moment_after_its_last_day(client, monkeypatch):
    case = hand_in().case  # until the end of 16 March
    for at, badge in (
        (datetime(2026, 3, 16, 15, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 16, 16, 0, tzinfo=UTC), True),
    ):
        monkeypatch.setattr(views, "today", lambda at=at: taipei(at).date())
        assert ("還沒有完成" in text(client.get(f"/cases/{case.number}"))) is badge


def test_a_draft_is_not_found_by_others(client, lin):
    case = open_case("parcel", Payload("write"), opening(), by=citizen(lin), at=NOON).case
    assert "找不到案件" in text(client.get(f"/cases/{case.number}"), 404)
    client.force_login(lin)
    assert "還是草稿" in text(client.get(f"/cases/{case.number}"))


def test_somebody_signed_in_sees_what_they_may_do(client):
    agency = Agency.objects.create(public_id=AGENCY, names={"zh-Hant": "某某署"}, name_key="a")
    chen = Person.objects.create(email="chen@example.org")
    Membership.objects.create(person=chen, agency=agency, role=Role.OFFICER, valid_from="2020-01-01")
    case = hand_in(title={"zh-Hant": "包裹", "stamp": "none"}).case
    assert "您現在可以" not in text(client.get(f"/cases/{case.number}"))
    client.force_login(chen)
    page = text(client.get(f"/cases/{case.number}"))
    assert "動作ask" in page
    assert "尚未蓋章" in page  # travelling would be theirs, but the facts are against it
    assert "動作reply" not in page


def test_a_mailed_link_confirms_only_after_a_click(client):
    subscriptions.ask_to_follow(Follow("ds_00000001", "資料集"), "a@example.org", at=NOON)
    link = "/subscriptions/" + Mail.objects.get().body.split("/subscriptions/")[1].split()[0]
    assert "確認訂閱" in text(client.get(link))
    assert Subscription.objects.get().confirmed_at is None
    client.post(link)
    assert Subscription.objects.get().confirmed_at is not None


def test_a_mailed_link_ends_a_subscription_after_a_click(client):
    subscriptions.ask_to_follow(Follow("ds_00000001", "資料集"), "a@example.org", at=NOON)
    link = (
        "/subscriptions/"
        + subscriptions.end_link(Subscription.objects.get().public_id, "zh-Hant").split("/subscriptions/")[1]
    )
    text(client.get(link))
    assert Subscription.objects.exists()
    client.post(link)
    assert not Subscription.objects.exists()
    assert "這個連結無效" in text(client.get(link), 404)


def test_a_wrong_link_says_so(client):
    assert "這個連結無效" in text(client.get("/subscriptions/confirm/nonsense"), 404)


def test_news_are_for_their_owner(client, lin, monkeypatch):
    monkeypatch.setattr(notices, "now", lambda: NOON)
    assert client.get("/account/news/").status_code in {302, 401}
    case = hand_in(by=citizen(lin)).case
    fire(case, Payload("ask"), by=OFFICER, at=NOON)
    for row in Event.objects.all():
        notices.tell(as_entry(row))
    subscriptions.follow(Follow("ds_00000001", "t"), by=citizen(lin), at=NOON)
    client.force_login(lin)
    page = text(client.get("/account/news/"))
    assert "1 則未讀" in page
    assert case.number in page
    assert "ds_00000001" in page
    client.post("/account/news/read")
    client.post("/account/news/unfollow", {"subject": "ds_00000001"})
    page = text(client.get("/account/news/"))
    assert "都看過了" in page
    assert "還沒有追蹤任何東西" in page
