"""Following: a person by one click, an e-mail address after the click on a mailed link."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import fill, normal
from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases.letters import page
from springhead.foundation.cases.mailbox import post
from springhead.foundation.cases.models import Subscription
from springhead.foundation.cases.texts import BAD_EMAIL, CONFIRM_BODY, CONFIRM_SUBJECT, TOKEN_UNKNOWN

CONFIRM: Final = "springhead.subscription.confirm"
END: Final = "springhead.subscription.end"
VALID: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Follow:
    """What somebody wants to hear about: the public id of a dataset or agency, or a case number."""

    subject_id: str
    title: str
    lang: str = "zh-Hant"


def follow(what: Follow, *, by: Actor, at: datetime) -> Subscription:
    """Let a signed-in person follow something; doing it twice changes nothing."""
    if not by.id:
        raise Refused(TOKEN_UNKNOWN.at())
    row, _ = Subscription.objects.get_or_create(
        subject_id=what.subject_id,
        person_id=by.id,
        email="",
        defaults={"lang": normal(what.lang), "asked_at": at, "confirmed_at": at},
    )
    return row


def ask_to_follow(what: Follow, email: str, *, at: datetime) -> None:
    """Mail a confirmation link to an address. Refused when it is no address.

    Nothing tells the asker whether the address follows already; one link per address and day at most.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused(BAD_EMAIL.at(email)) from error
    with transaction.atomic():
        row, _ = Subscription.objects.get_or_create(
            subject_id=what.subject_id,
            person_id="",
            email=address,
            defaults={"lang": normal(what.lang), "asked_at": at},
        )
        if row.confirmed_at is None:
            link = page(f"/subscriptions/confirm/{_token(row, CONFIRM)}", row.lang)
            post(
                key=f"confirm:{row.public_id}:{at.date()}",
                to=address,
                subject=CONFIRM_SUBJECT[normal(row.lang)].format(title=what.title),
                body=fill(
                    CONFIRM_BODY[normal(row.lang)],
                    {"title": what.title, "link": link, "days": VALID.days},
                ),
            )


def confirm(token: str, *, at: datetime) -> Subscription:
    """Confirm a subscription by its mailed link. Refused when the link is wrong or older than seven days."""
    row = _row(token, CONFIRM, valid=VALID)
    if row.confirmed_at is None:
        row.confirmed_at = at
        row.save(update_fields=["confirmed_at"])
    return row


def end(token: str) -> None:
    """End a subscription by the link in each of its mails; the link never expires."""
    _row(token, END, valid=None).delete()


def unfollow(subject_id: str, *, by: Actor) -> None:
    """End a signed-in person's subscription."""
    Subscription.objects.filter(subject_id=subject_id, person_id=by.id).exclude(person_id="").delete()


def end_link(subscription_id: str, lang: str) -> str:
    """Return the address that ends a subscription, in the language of the mail it stands in."""
    return page(f"/subscriptions/end/{signing.dumps(subscription_id, salt=END)}", lang)


def known(token: str, *, ending: bool) -> Subscription:
    """Return the subscription a mailed link is about, changing nothing. Refused when the link is wrong."""
    return _row(token, END, valid=None) if ending else _row(token, CONFIRM, valid=VALID)


def _token(row: Subscription, salt: str) -> str:
    return signing.dumps(row.public_id, salt=salt)


def _row(token: str, salt: str, *, valid: timedelta | None) -> Subscription:
    try:
        public_id = signing.loads(token, salt=salt, max_age=valid)
    except signing.BadSignature as error:
        raise Refused(TOKEN_UNKNOWN.at()) from error
    row = Subscription.objects.filter(public_id=public_id).first()
    if row is None:
        raise Refused(TOKEN_UNKNOWN.at())
    return row
