"""Following by mail needs the click on a mailed link, and ends by another."""

import pytest
from django.core import signing
from tests.support.parcels import CITIZEN, NOON

from springhead.engine.kernel.actors import VISITOR
from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases import queries, subscriptions
from springhead.foundation.cases.models import Mail, Subscription
from springhead.foundation.cases.subscriptions import Follow

pytestmark = pytest.mark.django_db
WHAT = Follow("ds_00000001", "水庫水位", "en")


def token():
    return Mail.objects.get().body.split("/subscriptions/confirm/")[1].split()[0]


def test_an_address_follows_after_the_click():
    subscriptions.ask_to_follow(WHAT, " A@Example.org", at=NOON)
    row = Subscription.objects.get()
    assert (row.email, row.lang, row.confirmed_at) == ("a@example.org", "en", None)
    assert "水庫水位" in Mail.objects.get().subject
    assert f"/en/subscriptions/confirm/{token()}" in Mail.objects.get().body
    assert subscriptions.confirm(token(), at=NOON).confirmed_at == NOON
    assert subscriptions.confirm(token(), at=NOON).pk == row.pk


def test_asking_again_sends_one_link_a_day_and_none_once_confirmed():
    for _ in range(3):
        subscriptions.ask_to_follow(WHAT, "a@example.org", at=NOON)
    assert Mail.objects.count() == 1
    subscriptions.confirm(token(), at=NOON)
    Mail.objects.all().delete()
    subscriptions.ask_to_follow(WHAT, "a@example.org", at=NOON)
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b", "a b@example.org", "a@example.org\nBcc: x@example.org"]
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(Refused) as refused:
        subscriptions.ask_to_follow(WHAT, address, at=NOON)
    assert refused.value.problems[0].code == "subscription-email"
    assert not Subscription.objects.exists()


def test_a_link_for_one_thing_does_not_do_another():
    subscriptions.ask_to_follow(WHAT, "a@example.org", at=NOON)
    ending = subscriptions.end_link(Subscription.objects.get().public_id, "zh-Hant").rpartition("/")[2]
    for act in (lambda: subscriptions.end(token()), lambda: subscriptions.confirm(ending, at=NOON)):
        with pytest.raises(Refused):
            act()
    forged = signing.dumps("sb_00000000", salt=subscriptions.END)
    with pytest.raises(Refused):
        subscriptions.end(forged)


def test_the_link_in_a_mail_ends_it():
    subscriptions.ask_to_follow(WHAT, "a@example.org", at=NOON)
    ending = subscriptions.end_link(Subscription.objects.get().public_id, "zh-Hant").rpartition("/")[2]
    assert subscriptions.known(ending, ending=True).email == "a@example.org"
    subscriptions.end(ending)
    assert not Subscription.objects.exists()


def test_a_person_follows_by_one_click_and_stops_by_another():
    for _ in range(2):
        subscriptions.follow(WHAT, by=CITIZEN, at=NOON)
    assert [row.subject_id for row in queries.subscriptions(viewer=CITIZEN)] == ["ds_00000001"]
    subscriptions.unfollow("ds_00000001", by=CITIZEN)
    assert queries.subscriptions(viewer=CITIZEN) == []


def test_a_visitor_cannot_follow_as_a_person_nor_end_what_others_follow():
    with pytest.raises(Refused):
        subscriptions.follow(WHAT, by=VISITOR, at=NOON)
    subscriptions.ask_to_follow(WHAT, "a@example.org", at=NOON)
    subscriptions.unfollow("ds_00000001", by=VISITOR)
    assert Subscription.objects.count() == 1
    assert queries.subscriptions(viewer=VISITOR) == []
