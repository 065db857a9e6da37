"""Finding: words in the comments of a consultation, and consultations by state, host agency and text."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.consultations.conftest import DRIVER, RIDER, citizen, do, of

from springhead.engine.kernel.fold import fold
from springhead.engine.kernel.now import now
from springhead.forums.consultations.models import Comment, Consultation

pytestmark = pytest.mark.django_db
LANGS = ("", "/en")


@pytest.fixture
def talked(opened, transport) -> Consultation:
    row = opened(at=now())
    do(row, "comment", RIDER, at=now(), text="希望臺北的公車有ＧＰＳ。", anchor="n1")
    do(row, "comment", DRIVER, at=now(), text="停車格要每天更新。", anchor="n2")
    do(row, "comment", DRIVER, at=now(), text="公車的GPS要即時。", to=1)
    do(row, "comment", citizen("angry000"), at=now(), text="王大明的公車最爛。")
    reason = "留言寫出他人的姓名，為保護當事人而遮蔽。"
    do(row, "hide", of(transport), at=now(), comment=4, ground="personal_data", reason=reason)
    return row


def found(client, address: str) -> list[int]:
    page = client.get(address).content.decode()
    return [n for n in range(1, 9) if f'id="c{n}"' in page]


@pytest.mark.parametrize("lang", LANGS)
def test_words_are_found_in_comments_and_replies_whatever_their_width_and_spelling(
    client, talked, lang
) -> None:
    page = f"{lang}/consultations/{talked.number}"
    assert found(client, f"{page}?q=gps") == [1, 3]
    assert found(client, f"{page}?q=台北 公車") == [1]
    assert found(client, f"{page}?q=每天") == [2]
    assert found(client, f"{page}?q=公車&part=n2") == []
    assert ("沒有意見提到「捷運」" if not lang else "No comment says “捷運”") in client.get(
        f"{page}?q=捷運"
    ).content.decode()


def test_a_hidden_comment_is_not_found_by_its_words(client, talked) -> None:
    assert found(client, f"/consultations/{talked.number}?q=王大明") == []
    api = f"/api/v1/consultations/{talked.number}/comments"
    assert client.get(f"{api}?q=王大明").json()["items"] == []
    assert [one["number"] for one in client.get(f"{api}?q=ＧＰＳ").json()["items"]] == [1, 3]
    assert [one["number"] for one in client.get(f"{api}?part=n1").json()["items"]] == [1, 3]


def test_what_was_brought_over_is_found_too(client, talked, transport) -> None:
    rows = [{"number": "7", "on": "2026-03-05", "name": "王小明", "text": "眾開講也有人要ＧＰＳ。"}]
    do(talked, "bring_in", of(transport), at=now(), comments=rows)
    assert found(client, f"/consultations/{talked.number}?q=gps") == [1, 3, 5]


def test_a_search_in_ten_thousand_comments_pages_and_asks_the_same_number_of_questions(
    client, talked
) -> None:
    def said(first: int, last: int) -> None:
        texts = {n: f"第 {n} 則：要有{'輪椅' if n % 100 else '嬰兒車'}資訊" for n in range(first, last + 1)}
        Comment.objects.bulk_create(
            [
                Comment(consultation=talked, number=n, voice="va", text=text, words=fold(text), at=now())
                for n, text in texts.items()
            ],
            batch_size=1000,
        )

    def asked(address: str) -> tuple[str, int]:
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            page = client.get(address).content.decode()
        return page, len(seen)

    address = f"/consultations/{talked.number}?q=嬰兒車"
    said(5, 200)
    few = asked(address)[1]
    said(201, 10_000)
    page, many = asked(address)
    assert few == many
    assert page.count('id="c') - page.count('id="comments"') - page.count('id="change"') == 50
    following = page.split("cursor=")[1].split('"')[0].split("&")[0]
    assert int(following) == 5100, "the newest fifty of the hundred, then the rest"
    assert "嬰兒車" in asked(f"{address}&cursor={following}")[0]


@pytest.mark.parametrize("lang", LANGS)
def test_the_list_is_filtered_by_state_host_and_text_together(
    client, opened, transport, police, lang
) -> None:
    mine = opened(police, at=now())
    address = f"{lang}/consultations/?show=open&q=交通&agency="
    for known in (transport.public_id, "清溪縣政府交通處"):
        page = client.get(f"{address}{known}").content.decode()
        assert mine.number in page
        assert "Clearbrook" in page if lang else 'value="清溪縣政府交通處"' in page
    for other in (police.public_id, "清溪縣政府警察局", "沒有這個機關"):
        page = client.get(f"{address}{other}").content.decode()
        assert mine.number not in page
        assert ("沒有符合的徵詢" if not lang else "No consultation matches") in page
    assert (
        mine.number
        not in client.get(
            f"{lang}/consultations/?show=answered&agency={transport.public_id}"
        ).content.decode()
    )
    listed = client.get(f"/api/v1/consultations?agency={transport.public_id}&q=交通").json()
    assert [one["number"] for one in listed["items"]] == [mine.number]
    assert mine.number not in json.dumps(client.get("/api/v1/consultations?agency=沒有這個機關").json())
