"""What the page of a request says of promises and missed terms, and what the form does with a link nobody looked at."""

from datetime import timedelta

import pytest
from tests.commitments.conftest import serve
from tests.data_requests.conftest import NOON, PARENT, do, of, part_of, will_open
from tests.data_requests.test_answering_pages import sign_in
from tests.data_requests.test_links_of_answers import DUTIES, origin, site  # noqa: F401

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.now import now
from springhead.foundation.cases import sweeper
from springhead.foundation.checks.models import Check
from springhead.foundation.commitments import checking
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.jobs.worker import drain

pytestmark = pytest.mark.django_db
WORDS = {
    "": ("已兌現", "資料集（表格、圖表、下載與 API）"),
    "/en": ("Kept", "table, chart, downloads and API"),
}


@pytest.mark.parametrize("lang", WORDS)
def test_a_kept_promise_says_so_and_shows_the_way_to_the_data(client, ask, police, lang) -> None:
    kept, way = WORDS[lang]
    part = part_of(ask(police), police)
    do(part, "answer", of(police, Role.OFFICER), at=NOON + timedelta(days=3), items=[will_open()])
    page = f"{lang}/requests/{part.request.case.number}"
    assert kept not in client.get(page).content.decode()
    promise = Commitment.objects.select_related("case", "dataset").get()
    serve(promise.dataset, "發生時間", "經度", "緯度")
    do(part, "accept", PARENT, stars=5)
    checking.look(promise, at=NOON + timedelta(days=30))
    after = client.get(page).content.decode()
    assert after.count(f">{kept}</span>") == 2, "on the answer and in the table of items"
    assert way in after


def test_every_rung_of_the_ladder_says_who_was_told(client, ask, police, monkeypatch) -> None:
    part = part_of(ask(police), police)
    monkeypatch.setattr(sweeper, "now", lambda: NOON + timedelta(days=60))
    sweeper.sweep()
    zh = client.get(f"/requests/{part.request.case.number}").content.decode()
    en = client.get(f"/en/requests/{part.request.case.number}").content.decode()
    for zh_told, en_told in (
        ("逾期未辦，通知諮詢小組召集人", "Still not done: this goes to the committee&#x27;s convener"),
        ("逾期未辦，通知主管機關", "Still not done: this goes to the policy office"),
        ("逾期未辦，通知諮詢小組，列入議程", "Still not done: this goes to the committee, on its agenda"),
    ):
        assert zh_told in zh
        assert en_told in en


def test_sending_has_an_unseen_link_looked_at_and_the_page_shows_what_it_is(
    client,
    ask,
    police,
    origin,  # noqa: F811
) -> None:
    part = part_of(ask(police, at=now()), police)
    sign_in(client, "officer", Role.OFFICER, police)
    desk = f"/desk/requests/{part.number}"
    typed = {
        "outcome_1": "already_open",
        "links_1": f"{origin}/query.aspx",
        "fields_1": "經度",
        "step": "send",
    }
    first = client.post(f"{desk}/answer", typed)
    assert first.status_code == 409
    assert "第 1 個連結還沒有查驗" in first.content.decode()
    assert f'reload="{desk}"' in first.content.decode(), "the browser goes to the form when the look is done"
    assert drain(["look"], DUTIES) == 1
    assert Check.objects.get().seen_at is not None
    assert "查詢" in client.get(desk).content.decode()
    again = client.post(f"{desk}/answer", typed)
    assert again.status_code == 422
    assert "不是可以直接取得的資料" in again.content.decode()
