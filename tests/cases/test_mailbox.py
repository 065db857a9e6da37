"""The mail queue: nothing is lost, nothing is sent twice, a dead server only delays."""

from datetime import timedelta
from smtplib import SMTPConnectError, SMTPRecipientsRefused

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend

from springhead.engine.kernel.now import wall
from springhead.foundation.cases import mailbox
from springhead.foundation.cases.mailbox import post
from springhead.foundation.cases.models import Mail
from springhead.foundation.jobs.models import Job
from springhead.foundation.jobs.registry import Duties
from springhead.foundation.jobs.worker import drain

pytestmark = pytest.mark.django_db
DUTIES = Duties({handler.kind: handler for handler in mailbox.HANDLERS})


class Flaky(EmailBackend):
    """A server that is away, or refuses one address, as told."""

    away = False
    refused = ""

    def send_messages(self, messages):
        if Flaky.away:
            raise SMTPConnectError(421, b"away")
        if any(Flaky.refused in message.to for message in messages):
            raise SMTPRecipientsRefused({Flaky.refused: (550, b"no such user")})
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def flaky(settings):
    """Send through the flaky server, in working order."""
    settings.MAIL_TRANSPORT = f"{__name__}.Flaky"
    settings.EMAIL_BACKEND = "springhead.foundation.cases.mailbox.QueueBackend"
    Flaky.away, Flaky.refused = False, ""
    django_mail.outbox = []


def put(number=1, to="a@example.org"):
    return post(key=f"k{number}", to=to, subject="活水：通知\n", body="您好")


def send():
    Mail.objects.filter(status="waiting").update(next_at=wall() - timedelta(seconds=1))
    mailbox.enqueue(mailbox.KIND, {}, lane="fast", dedupe=mailbox.KIND)
    drain(["fast"], DUTIES)


def test_a_mail_is_sent_and_kept():
    put()
    drain(["fast"], DUTIES)
    mail = Mail.objects.get()
    assert (mail.status, mail.attempts, mail.body, mail.error) == ("sent", 1, "您好", "")
    assert mail.sent_at is not None
    assert [(sent.to, sent.subject) for sent in django_mail.outbox] == [(["a@example.org"], "活水：通知")]


def test_the_same_key_is_mailed_once():
    assert put()
    assert not put()
    drain(["fast"], DUTIES)
    assert len(django_mail.outbox) == 1


def test_many_mails_wait_for_one_job():
    for number in range(5):
        put(number)
    assert Job.objects.count() == 1
    drain(["fast"], DUTIES)
    assert len(django_mail.outbox) == 5


def test_a_server_that_is_away_for_an_hour_loses_no_mail():
    for number in range(3):
        put(number)
    Flaky.away = True
    for _ in range(10):
        send()
    assert Mail.objects.filter(status="waiting").count() == 3
    assert "421" in Mail.objects.exclude(error="").first().error
    Flaky.away = False
    send()
    assert Mail.objects.filter(status="sent").count() == 3
    assert len(django_mail.outbox) == 3


def test_a_mail_whose_time_has_come_wakes_the_sender(django_assert_num_queries):
    put()
    Flaky.away = True
    drain(["fast"], DUTIES)
    Flaky.away = False
    with django_assert_num_queries(1):
        mailbox.wake()  # nothing is due yet
    Mail.objects.update(next_at=wall() - timedelta(seconds=1))
    mailbox.wake()
    mailbox.wake()
    assert drain(["fast"], DUTIES) == 1
    assert Mail.objects.get().status == "sent"


def test_a_refused_address_does_not_hold_up_the_others():
    put(1, "nobody@example.org")
    put(2)
    Flaky.refused = "nobody@example.org"
    send()
    assert dict(Mail.objects.values_list("to", "status")) == {
        "nobody@example.org": "waiting",
        "a@example.org": "sent",
    }


def test_a_mail_that_never_gets_through_is_given_up_and_stays_readable():
    put()
    Flaky.refused = "a@example.org"
    for _ in range(mailbox.MOST_ATTEMPTS):
        send()
    mail = Mail.objects.get()
    assert (mail.status, mail.attempts) == ("given_up", mailbox.MOST_ATTEMPTS)
    send()
    assert Mail.objects.get().attempts == mailbox.MOST_ATTEMPTS


def test_pauses_grow_up_to_six_hours():
    put()
    Flaky.refused = "a@example.org"
    pauses = []
    for _ in range(12):
        send()
        pauses.append(Mail.objects.get().next_at - wall())
    assert pauses[0] < timedelta(minutes=1) < pauses[1] < timedelta(minutes=2)
    assert pauses[-1] <= timedelta(hours=6)


def test_the_same_mail_has_the_same_message_id():
    put()
    drain(["fast"], DUTIES)
    Mail.objects.update(status="waiting")
    send()
    first, second = (sent.extra_headers["Message-ID"] for sent in django_mail.outbox)
    assert first == second


def test_djangos_own_mails_take_the_same_queue():
    django_mail.send_mail("主旨", "內容", None, ["a@example.org", "b@example.org"])
    assert set(Mail.objects.values_list("to", "status")) == {
        ("a@example.org", "waiting"),
        ("b@example.org", "waiting"),
    }
    drain(["fast"], DUTIES)
    assert len(django_mail.outbox) == 2
