"""Mail has a queue of its own: nothing is lost while the mail server is away, and every mail stays readable."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPSenderRefused
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from springhead.engine.kernel.ids import new
from springhead.engine.kernel.now import now, wall
from springhead.foundation.cases.models import Mail
from springhead.foundation.jobs.actions import enqueue
from springhead.foundation.jobs.registry import Handler, Pulse
from springhead.foundation.jobs.run import Run

KIND: Final = "cases.mail"
FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=6)
MOST_ATTEMPTS: Final = 20  # about four days
BATCH: Final = 50


def post(*, key: str, to: str, subject: str, body: str) -> bool:
    """Put a mail in the queue, in the caller's transaction; False when this key was mailed before."""
    _, fresh = Mail.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "subject": _one_line(subject),
            "body": body,
            "queued_at": now(),
            "next_at": wall(),
        },
    )
    if fresh:
        enqueue(KIND, {}, lane="fast", dedupe=KIND)
    return fresh


def mailed(key: str) -> bool:
    """Tell whether a mail with this key was ever put in the queue."""
    return Mail.objects.filter(key=key).exists()


def send_waiting(run: Run) -> None:
    """Send what is due. One failed mail waits longer each time; a dead server stops the round, not the mails."""
    while True:
        due = Mail.objects.filter(status=Mail.Status.WAITING, next_at__lte=wall()).order_by("next_at", "id")
        batch = list(due[:BATCH])
        if not batch:
            return
        for mail in batch:
            run.check()
            if not _send(mail):
                return


def wake() -> None:
    """Queue the sending when a mail is due and nobody is at it, as after the mail server was away."""
    if Mail.objects.filter(status=Mail.Status.WAITING, next_at__lte=wall()).exists():
        enqueue(KIND, {}, lane="fast", dedupe=KIND)


HANDLERS: Final = (Handler(KIND, send_waiting),)
PULSES: Final = (Pulse("cases.mail", timedelta(seconds=15), wake),)


class QueueBackend(BaseEmailBackend):
    """Django's own mails (sign-up, password) take the same queue; set as EMAIL_BACKEND."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue every message for every recipient."""
        return sum(
            post(
                key=f"django:{new('ml')}{number}", to=to, subject=str(message.subject), body=str(message.body)
            )
            for message in email_messages
            for number, to in enumerate(message.recipients())
        )


def _send(mail: Mail) -> bool:
    """Send one mail; False when the server itself could not be reached."""
    message = EmailMessage(
        subject=mail.subject,
        body=mail.body,
        to=[mail.to],
        connection=get_connection(settings.MAIL_TRANSPORT),
        headers={"Message-ID": f"<{hashlib.sha256(mail.key.encode()).hexdigest()[:32]}@{_host()}>"},
    )
    mail.attempts += 1
    try:
        message.send()
    except (SMTPRecipientsRefused, SMTPSenderRefused) as error:
        _later(mail, error)
    except OSError as error:  # SMTPException is one too
        _later(mail, error)
        return False
    else:
        mail.status, mail.sent_at, mail.error = Mail.Status.SENT, now(), ""
        mail.save()
    return True


def _later(mail: Mail, error: Exception) -> None:
    mail.error = f"{type(error).__name__}: {error}"[:2000]
    mail.next_at = wall() + min(FIRST_PAUSE * 2 ** (mail.attempts - 1), LONGEST_PAUSE)
    if mail.attempts >= MOST_ATTEMPTS:
        mail.status = Mail.Status.GIVEN_UP
    mail.save()


def _host() -> str:
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].rstrip(">")


def _one_line(text: Any) -> str:
    return " ".join(str(text).split())[:200]
