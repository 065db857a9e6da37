"""Joining without an account: a mailed link, a click, one voice."""

import pytest
from tests.data_requests.conftest import DESK, NEIGHBOUR, do
from tests.data_requests.test_asking_pages import link_in

from springhead.foundation.cases import askers
from springhead.foundation.cases.models import Asker, Mail
from springhead.procedures.data_requests.models import Supporter

pytestmark = pytest.mark.django_db
EMAIL = "neighbour@example.org"


def joins(client, row, lang="", email=EMAIL):
    return client.post(f"{lang}/requests/{row.number}/do/join", {"email": email})


@pytest.mark.parametrize("lang", ["", "/en"])
def test_the_click_on_the_mailed_link_counts_somebody_in_once(client, ask, police, lang):
    row = ask(police)
    page = client.get(f"{lang}/requests/{row.number}").content.decode()
    assert 'name="email"' in page
    answer = joins(client, row, lang)
    assert EMAIL in answer.content.decode()
    assert not Supporter.objects.exists()
    link = link_in(Mail.objects.get(key__startswith="join:"))
    assert link.startswith(f"{lang}/requests/join/")
    client.get(link)
    assert not Supporter.objects.exists(), "a mail scanner that opens the link counts nobody"
    shown = client.post(link, follow=True).content.decode()
    assert ("You joined" if lang else "您已附議") in shown
    assert EMAIL not in client.get(f"/requests/{row.number}").content.decode()
    client.post(link)
    row.refresh_from_db()
    assert (Supporter.objects.count(), row.supporters) == (1, 1)
    assert ("You want this already" if lang else "您已經附議") in client.get(link).content.decode()
    assert Asker.objects.get(email=EMAIL).confirmed_at is not None


def test_what_is_no_address_is_said_and_nothing_is_mailed(client, ask, police):
    row = ask(police)
    for odd in ("", "nobody", "a@b@c"):
        answer = joins(client, row, email=odd)
        assert answer.status_code == 422
        assert row.case.title["zh-Hant"] in answer.content.decode()
    assert not Mail.objects.filter(key__startswith="join:").exists()


def test_one_address_gets_one_link_an_hour_for_a_request_and_no_flood_of_them(client, ask, police):
    rows = [ask(police) for _ in range(6)]
    joins(client, rows[0])
    joins(client, rows[0])
    assert Mail.objects.filter(key__startswith="join:").count() == 1
    assert [joins(client, row).status_code for row in rows[1:]] == [200, 200, 200, 200, 429]


def test_a_wrong_link_counts_nobody_and_the_asker_is_not_counted_twice(client, ask, police):
    assert client.post("/requests/join/forged").status_code == 410
    mine = Asker.objects.create(email="me@example.org")
    row = ask(police, by=askers.actor_of(mine))
    joins(client, row, email=mine.email)
    client.post(link_in(Mail.objects.get(key__startswith="join:")))
    assert not Supporter.objects.exists()


def test_a_request_that_is_over_cannot_be_joined(client, ask, police):
    row, other = ask(police), ask(police)
    do(row, "merge", DESK, into=other.number, reason="與另一件相同，併入辦理。")
    assert 'name="email"' not in client.get(f"/requests/{row.number}").content.decode()
    assert joins(client, row).status_code == 409


def test_who_is_signed_in_joins_at_once(client, ask, police):
    from tests.data_requests.test_asking_pages import signed_in

    row = ask(police)
    signed_in(client, NEIGHBOUR)
    assert client.post(f"/requests/{row.number}/do/join").status_code == 302
    assert Supporter.objects.count() == 1
