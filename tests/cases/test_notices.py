"""Who hears what happened to a case."""

from datetime import timedelta

import pytest
from django.conf import settings
from tests.support.parcels import AGENCY, NOON, OFFICER, WORKER, Payload, hand_in

from springhead.engine.kernel import now as clock
from springhead.engine.kernel.actors import Actor, Role
from springhead.foundation.agencies.models import Agency, Membership, Person
from springhead.foundation.cases import notices, subscriptions
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.models import DigestItem, Mail, Notification
from springhead.foundation.cases.subscriptions import Follow
from springhead.foundation.ledger.models import Event
from springhead.foundation.ledger.queries import as_entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def soon_after(monkeypatch):
    """Let it be a minute after noon."""
    monkeypatch.setattr(notices, "now", lambda: NOON + timedelta(minutes=1))


@pytest.fixture
def people():
    """Return a requester, an officer of the agency and one of another agency."""
    agency = Agency.objects.create(public_id=AGENCY, names={"zh-Hant": "某某署"}, name_key="a")
    other = Agency.objects.create(names={"zh-Hant": "別署"}, name_key="b")
    found = {}
    for name, place, lang in (("lin", None, "en"), ("chen", agency, "zh-Hant"), ("wang", other, "zh-Hant")):
        found[name] = Person.objects.create(email=f"{name}@example.org", language=lang, mails="at_once")
        if place:
            Membership.objects.create(
                person=found[name], agency=place, role=Role.OFFICER, valid_from="2020-01-01"
            )
    return found


def tell_everything():
    return sum(notices.tell(as_entry(row)) for row in Event.objects.order_by("seq"))


def mails():
    return sorted(Mail.objects.values_list("to", "subject"))


def citizen(person):
    return Actor(id=person.public_id, roles=frozenset({Role.CITIZEN}))


def test_a_row_tells_its_audiences_and_nobody_else(people):
    from tests.support.parcels import opening

    from springhead.foundation.cases.fire import open_case

    draft = open_case("parcel", Payload("write"), opening(), by=citizen(people["lin"]), at=NOON).case
    fire(draft, Payload("send"), by=citizen(people["lin"]), at=NOON)
    assert tell_everything() == 1
    assert mails() == [("chen@example.org", "PA-2026-000001 字：包裹一")]
    assert Notification.objects.get().person_id == people["chen"].public_id


def test_where_an_agency_has_nobody_the_nearest_one_above_it_hears(people):
    from tests.support.parcels import opening

    from springhead.foundation.cases.fire import open_case

    above = Agency.objects.get(public_id=AGENCY)
    Agency.objects.create(public_id="ag_below000", names={"zh-Hant": "分署"}, name_key="c", parent=above)
    lin = citizen(people["lin"])
    draft = open_case("parcel", Payload("write"), opening(agency_id="ag_below000"), by=lin, at=NOON).case
    fire(draft, Payload("send"), by=lin, at=NOON)
    tell_everything()
    assert [mail.to for mail in Mail.objects.all()] == ["chen@example.org"]


def test_the_requester_hears_in_their_own_language_with_an_address(people):
    case = hand_in(by=citizen(people["lin"])).case
    fire(case, Payload("ask"), by=OFFICER, at=NOON)
    tell_everything()
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == ("lin@example.org", "PA-2026-000001 asked: Parcel one")
    assert f"{settings.SPRINGHEAD.address}/en/cases/PA-2026-000001" in mail.body


def test_whoever_did_it_is_not_told(people):
    lin = people["lin"]
    case = hand_in(by=citizen(lin)).case
    both = Actor(id=lin.public_id, roles=frozenset({Role.OFFICER}), agency_ids=frozenset({AGENCY}))
    fire(case, Payload("ask"), by=both, at=NOON)
    assert tell_everything() == 0


def test_telling_again_tells_nobody_twice(people):
    case = hand_in(by=citizen(people["lin"])).case
    fire(case, Payload("ask"), by=OFFICER, at=NOON)
    assert tell_everything() == 1
    assert tell_everything() == 0
    assert (Mail.objects.count(), Notification.objects.count()) == (1, 1)


def test_followers_of_the_case_and_of_its_subjects_hear_once(people):
    case = hand_in(by=citizen(people["lin"])).case
    lin = citizen(people["lin"])
    for subject in (case.number, "ds_00000001"):
        subscriptions.follow(Follow(subject, "t", "en"), by=lin, at=NOON)
    subscriptions.ask_to_follow(Follow("ds_00000001", "資料集"), "Follower@Example.org ", at=NOON)
    subscriptions.ask_to_follow(Follow("ds_other", "別的"), "other@example.org", at=NOON)
    for mail in Mail.objects.all():
        subscriptions.confirm(mail.body.split("/confirm/")[1].split()[0], at=NOON)
    Mail.objects.all().delete()
    fire(case, Payload("travel"), by=OFFICER, at=NOON)
    tell_everything()
    heard = dict(Mail.objects.values_list("to", "body"))
    assert (
        Mail.objects.count() == 2
    )  # it travels, and arrives at once: two events, one who wants them at once
    assert set(heard) == {"lin@example.org"}
    assert "/en/subscriptions/end/" in heard["lin@example.org"]
    assert list(DigestItem.objects.values_list("email", flat=True)) == ["follower@example.org"] * 2


def test_an_unconfirmed_address_hears_nothing(people):
    case = hand_in().case
    subscriptions.ask_to_follow(Follow(case.number, "t"), "a@example.org", at=NOON)
    Mail.objects.all().delete()
    fire(case, Payload("travel"), by=OFFICER, at=NOON)
    assert tell_everything() == 0


def test_old_events_give_news_but_no_mail(people, monkeypatch):
    monkeypatch.setattr(notices, "now", lambda: NOON + timedelta(days=30))
    case = hand_in(by=citizen(people["lin"])).case
    fire(case, Payload("ask"), by=OFFICER, at=NOON)
    tell_everything()
    assert (Mail.objects.count(), Notification.objects.count()) == (0, 1)


def test_events_of_other_nouns_are_left_alone():
    from springhead.foundation import ledger

    entry = ledger.append("agency.merged", subject="ag_1", actor="pp_1", public={}, at=NOON)
    assert notices.tell(entry) == 0


def test_somebody_disabled_hears_nothing(people):
    case = hand_in(by=citizen(people["lin"])).case
    Person.objects.filter(pk=people["lin"].pk).update(is_active=False)
    fire(case, Payload("ask"), by=OFFICER, at=NOON)
    assert tell_everything() == 0


def test_the_news_list_counts_what_is_unread(people):
    from springhead.foundation.cases import news, queries

    lin = citizen(people["lin"])
    case = hand_in(by=lin).case
    fire(case, Payload("ask"), by=OFFICER, at=NOON)
    tell_everything()
    assert queries.unread(viewer=lin) == 1
    assert [item.event for item in queries.notifications(viewer=lin)] == ["parcel.ask"]
    assert news.mark_read(by=lin, at=clock.now()) == 1
    assert queries.unread(viewer=lin) == 0
    assert queries.notifications(viewer=WORKER) == []
