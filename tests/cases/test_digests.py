"""The daily digest: everything once, whatever is late, repeated or down."""

from datetime import date, datetime, timedelta
from smtplib import SMTPConnectError

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from tests.support.parcels import AGENCY, CITIZEN, NOON, OFFICER, Payload, hand_in, opening

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import TAIPEI, wall
from springhead.foundation.agencies.models import Absence, Agency, Duty, Membership, Person
from springhead.foundation.cases import digests, mailbox, notices, subscriptions
from springhead.foundation.cases.fire import fire, open_case
from springhead.foundation.cases.models import DigestItem, Mail, Notification, Subscription
from springhead.foundation.cases.subscriptions import Follow
from springhead.foundation.jobs.models import Job
from springhead.foundation.jobs.registry import Duties
from springhead.foundation.jobs.worker import drain
from springhead.foundation.ledger.models import Event
from springhead.foundation.ledger.queries import as_entry

pytestmark = pytest.mark.django_db
DUTIES = Duties({handler.kind: handler for handler in (*digests.HANDLERS, *mailbox.HANDLERS)})
MONDAY = date(2026, 3, 2)  # the day of NOON


class Flaky(EmailBackend):
    """A server that is away as told."""

    away = False

    def send_messages(self, messages):
        if Flaky.away:
            raise SMTPConnectError(421, b"away")
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def flaky(settings):
    settings.MAIL_TRANSPORT = f"{__name__}.Flaky"
    Flaky.away = False
    django_mail.outbox = []


@pytest.fixture
def clock(monkeypatch):
    """Return a function that sets the clock of Taipei: `clock(3, "07:59")` is 3 March 2026."""

    def at(day, hour):
        found = datetime.fromisoformat(f"2026-03-{day:02}T{hour}").replace(tzinfo=TAIPEI)
        for module in (digests, notices, mailbox):
            monkeypatch.setattr(module, "now", lambda: found)
        monkeypatch.setattr("springhead.foundation.agencies.rosters.today", found.date)
        return found

    at(2, "12:01")
    return at


@pytest.fixture
def agency(clock):
    return Agency.objects.create(public_id=AGENCY, names={"zh-Hant": "某某署"}, name_key="a")


@pytest.fixture
def officer(agency):
    return somebody("chen", agency)


def somebody(name, agency=None, role=Role.OFFICER, **more):
    person = Person.objects.create(email=f"{name}@example.org", display_name=name, **more)
    if agency:
        Membership.objects.create(person=person, agency=agency, role=role, valid_from="2020-01-01")
    return person


def arrive(at=NOON):
    """Let something happen that officers are told of."""
    case = open_case("parcel", Payload("write"), opening(), by=CITIZEN, at=at).case
    fire(case, Payload("send"), by=CITIZEN, at=at)


def tell_everything():
    return sum(notices.tell(as_entry(row)) for row in Event.objects.order_by("seq"))


def morning():
    """Do what the workers do: look, write, send."""
    digests.wake()
    Mail.objects.filter(status="waiting").update(next_at=wall() - timedelta(seconds=1))
    mailbox.wake()
    drain(["fast"], DUTIES)


def sent():
    return [(message.to[0], message.subject) for message in django_mail.outbox]


def citizen(person):
    return Actor(id=person.public_id, roles=frozenset({Role.CITIZEN}))


def test_news_for_officers_waits_for_the_morning_and_comes_in_one_mail(officer, clock):
    for _ in range(3):
        arrive()
    assert tell_everything() == 3
    assert Notification.objects.count() == 3  # the page knows at once
    clock(3, "07:59")
    morning()
    assert sent() == []
    clock(3, "08:00")
    morning()
    assert sent() == [("chen@example.org", "活水每日摘要 2026 年 3 月 3 日（二）：3 則消息")]
    body = django_mail.outbox[0].body
    assert body.count("■ PA-2026-") == 3
    assert "，2026 年 3 月 16 日（一）到期" in body
    assert "/account/#mails" in body


def test_twice_is_once(officer, clock):
    arrive()
    tell_everything()
    clock(3, "08:00")
    for _ in range(3):
        morning()
        tell_everything()  # a follower that reads the events again
    clock(4, "09:00")
    morning()
    assert len(sent()) == 1
    assert DigestItem.objects.get().mailed_at is not None


def test_days_late_tells_the_same_in_one_mail(officer, clock):
    arrive()
    tell_everything()
    clock(3, "12:00")
    arrive()
    tell_everything()
    clock(6, "10:00")
    morning()
    morning()
    assert sent() == [("chen@example.org", "活水每日摘要 2026 年 3 月 6 日（五）：2 則消息")]


def test_what_came_while_todays_digest_was_written_comes_tomorrow(officer, clock):
    arrive()
    tell_everything()
    clock(3, "08:00")
    morning()
    arrive()
    clock(3, "07:59")  # it was kept a moment before eight, and seen only afterwards
    tell_everything()
    clock(3, "08:01")
    morning()
    morning()
    assert len(sent()) == 1
    clock(4, "08:00")
    morning()
    assert [subject for _, subject in sent()] == [
        "活水每日摘要 2026 年 3 月 3 日（二）：1 則消息",
        "活水每日摘要 2026 年 3 月 4 日（三）：1 則消息",
    ]


def test_officials_rest_on_weekends_citizens_do_not(officer, agency, clock):
    reader = somebody("lin", language="en")
    clock(6, "12:00")  # a Friday
    case = hand_in(at=NOON + timedelta(days=4)).case
    subscriptions.follow(Follow(case.number, "t", "en"), by=citizen(reader), at=NOON)
    subscriptions.follow(Follow(case.number, "t"), by=citizen(officer), at=NOON)
    fire(case, Payload("travel"), by=OFFICER, at=NOON + timedelta(days=4))
    tell_everything()
    clock(7, "08:00")
    morning()
    assert [to for to, _ in sent()] == ["lin@example.org"]
    assert sent()[0][1].startswith("Springhead, news of Sat 7 March 2026: ")
    assert "Stop following: " in django_mail.outbox[0].body
    clock(8, "08:00")
    morning()
    clock(9, "08:00")
    morning()
    assert [to for to, _ in sent()] == ["lin@example.org", "chen@example.org"]


def test_an_address_that_follows_has_one_mail_a_day_with_a_link_to_end_each(clock, agency):
    cases = [hand_in().case for _ in range(2)]
    for case in cases:
        subscriptions.ask_to_follow(Follow(case.number, "包裹"), "a@example.org", at=NOON)
    for mail in Mail.objects.all():
        subscriptions.confirm(mail.body.split("/confirm/")[1].split()[0], at=NOON)
    Mail.objects.all().delete()
    for case in cases:
        fire(case, Payload("travel"), by=OFFICER, at=NOON)
    tell_everything()
    clock(3, "08:00")
    morning()
    assert [to for to, _ in sent()] == ["a@example.org"]
    body = django_mail.outbox[0].body
    assert body.count("/subscriptions/end/") == 2
    assert "/account/" not in body


def test_whoever_stopped_following_before_the_morning_hears_nothing(clock, agency):
    case = hand_in().case
    subscriptions.ask_to_follow(Follow(case.number, "包裹"), "a@example.org", at=NOON)
    Subscription.objects.update(confirmed_at=NOON)
    Mail.objects.all().delete()
    fire(case, Payload("travel"), by=OFFICER, at=NOON)
    assert tell_everything() == 2
    Subscription.objects.all().delete()
    clock(3, "08:00")
    morning()
    assert sent() == []
    assert not DigestItem.objects.exists()


def test_whoever_was_disabled_meanwhile_hears_nothing(officer, clock):
    arrive()
    tell_everything()
    Person.objects.update(is_active=False)
    clock(3, "08:00")
    morning()
    assert sent() == []


def test_a_mail_server_that_is_away_at_eight_loses_nothing(officer, clock):
    arrive()
    tell_everything()
    Flaky.away = True
    for minute in range(0, 60, 10):
        clock(3, f"08:{minute:02}")
        morning()
    assert sent() == []
    assert Mail.objects.get().status == "waiting"
    Flaky.away = False
    clock(3, "09:00")
    morning()
    morning()
    assert len(sent()) == 1


def test_a_crash_while_writing_leaves_all_or_nothing(officer, clock, monkeypatch):
    arrive()
    tell_everything()
    at = clock(3, "08:00")

    def die(**_):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(digests, "post", die)
        with pytest.raises(KeyboardInterrupt):
            digests.write_one(officer.public_id, "", at=at)
    assert DigestItem.objects.filter(mailed_at=None).count() == 1
    morning()
    assert len(sent()) == 1


def test_whoever_wants_it_at_once_gets_it_at_once(agency, clock):
    somebody("chen", agency, mails="at_once")
    arrive()
    tell_everything()
    assert [mail.to for mail in Mail.objects.all()] == ["chen@example.org"]
    assert not DigestItem.objects.exists()


def test_changing_the_preference_tells_nothing_twice(officer, clock):
    arrive()
    tell_everything()
    Person.objects.update(mails="at_once")
    tell_everything()
    assert not Mail.objects.exists()
    arrive()
    tell_everything()
    assert Mail.objects.count() == 1
    Person.objects.update(mails="daily")
    tell_everything()
    assert DigestItem.objects.count() == 1


def test_ones_own_case_is_mailed_at_once(clock, agency):
    lin = somebody("lin")
    case = hand_in(by=citizen(lin)).case
    fire(case, Payload("ask"), by=OFFICER, at=NOON)
    tell_everything()
    assert [mail.to for mail in Mail.objects.all()] == ["lin@example.org"]


def test_nothing_due_costs_one_query_and_makes_no_job(officer, clock, django_assert_num_queries):
    arrive()
    tell_everything()
    with django_assert_num_queries(1):
        digests.wake()
    assert not Job.objects.filter(kind=digests.KIND).exists()


# ── who is told as officer ──────────────────────────────────────────────────


def told_as_officers():
    arrive()
    tell_everything()
    ids = DigestItem.objects.values_list("person_id", flat=True)
    return sorted(Person.objects.filter(public_id__in=ids).values_list("display_name", flat=True))


def test_those_on_duty_are_told_instead_of_all(officer, agency):
    wang = somebody("wang", agency)
    Duty.objects.create(agency=agency, person=wang, valid_from=MONDAY, valid_to=MONDAY + timedelta(days=1))
    assert told_as_officers() == ["wang"]


def test_on_a_day_without_anybody_all_are_told(officer, agency):
    wang = somebody("wang", agency)
    Duty.objects.create(agency=agency, person=wang, valid_from="2026-01-01", valid_to=MONDAY)
    assert told_as_officers() == ["chen", "wang"]


def test_the_substitute_is_told_while_somebody_is_away(officer, agency):
    lead = somebody("lead", agency, Role.AGENCY_LEAD)
    Absence.objects.create(
        agency=agency, person=officer, substitute=lead, valid_from=MONDAY, valid_to=MONDAY + timedelta(days=1)
    )
    assert told_as_officers() == ["lead"]
