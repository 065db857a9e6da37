"""The daily digest: news that can wait is kept by recipient and mailed once, at eight in the morning.

A line is marked in the transaction that queues its mail, and a recipient has one mail a day, so running
twice, late, or in two processes mails the same lines once. While the mail server is away they wait in the
mail queue like any other letter.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import groupby
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from springhead.engine.kernel.calendar import taiwan
from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.now import now, taipei
from springhead.foundation.agencies.models import Person
from springhead.foundation.cases import letters
from springhead.foundation.cases.digest_rules import Group, Line, next_morning, ordered
from springhead.foundation.cases.mailbox import post
from springhead.foundation.cases.models import Case, DigestItem, Subscription
from springhead.foundation.cases.parties import Recipient
from springhead.foundation.cases.subscriptions import end_link
from springhead.foundation.jobs.actions import enqueue
from springhead.foundation.jobs.registry import Handler, Pulse
from springhead.foundation.jobs.run import Run

KIND: Final = "cases.digests"
BATCH: Final = 100


def keep(key: str, case: Case, text: LanguageMap, *, to: Recipient, at: datetime) -> bool:
    """Keep one piece of news for the recipient's next digest; False when it is kept or was mailed already."""
    _, fresh = DigestItem.objects.get_or_create(
        key=key,
        defaults={
            "person_id": to.person_id,
            "email": "" if to.person_id else to.email,
            "subscription": to.subscription,
            "lang": to.lang,
            "case": case,
            "text": dict(text),
            "at": at,
            "due_at": next_morning(now(), official=to.official, calendar=taiwan()),
        },
    )
    return fresh


def wake() -> None:
    """Queue the writing when the morning of some line has come."""
    if _due(now()).exists():
        enqueue(KIND, {}, lane="fast", dedupe=KIND)


def write(run: Run) -> None:
    """Write every digest whose morning has come, each recipient's in a transaction of its own."""
    at = now()
    while recipients := _recipients(at):
        for person_id, email in recipients:
            run.check()
            write_one(person_id, email, at=at)


HANDLERS: Final = (Handler(KIND, write),)
PULSES: Final = (Pulse(KIND, timedelta(seconds=30), wake),)


@transaction.atomic
def write_one(person_id: str, email: str, *, at: datetime) -> bool:
    """Queue one recipient's digest and mark its lines; False when there was nothing to mail.

    Lines that were still being written when today's digest went out wait for tomorrow's.
    """
    waiting = _due(at).filter(person_id=person_id, email=email)
    items = list(
        waiting.select_for_update(of=("self",)).select_related("case").order_by("case_id", "at", "id")
    )
    if not items:
        return False
    mine = DigestItem.objects.filter(pk__in=[item.pk for item in items])
    wanted = _wanted(items)
    to, lang = _whereto(person_id, email, items)
    if not to or not wanted:  # has left, or follows no longer: nobody is to be told
        mine.delete()
        return False
    day = taipei(at).date()
    groups = ordered(_groups(wanted, lang))
    letter = letters.digest(groups, day=day, lang=lang, person=bool(person_id))
    if not post(key=_mail_key(day, person_id or email), to=to, **letter):
        mine.update(due_at=next_morning(at, official=False, calendar=taiwan()))
        return False
    mine.update(mailed_at=at)
    return True


def _mail_key(day: date, recipient: str) -> str:
    return f"digest:{day}:{sha256(recipient.encode()).hexdigest()[:32]}"


def _due(at: datetime) -> QuerySet[DigestItem]:
    return DigestItem.objects.filter(mailed_at=None, due_at__lte=at)


def _recipients(at: datetime) -> list[tuple[str, str]]:
    """Return some recipients whose morning has come."""
    found = _due(at).order_by("due_at", "id").values_list("person_id", "email")[: BATCH * 10]
    return list(dict.fromkeys(found))[:BATCH]


def _wanted(items: list[DigestItem]) -> list[DigestItem]:
    """Leave out what came by a subscription that has ended meanwhile."""
    names = {item.subscription for item in items if item.subscription}
    live = set(Subscription.objects.filter(public_id__in=names).values_list("public_id", flat=True))
    return [item for item in items if not item.subscription or item.subscription in live]


def _whereto(person_id: str, email: str, items: list[DigestItem]) -> tuple[str, str]:
    """Return address and language; the address is empty for somebody who has left."""
    if not person_id:
        return email, items[-1].lang
    person = Person.objects.filter(public_id=person_id, is_active=True).first()
    return (person.email, person.language) if person else ("", "")


def _groups(items: list[DigestItem], lang: str) -> Iterable[Group]:
    for _, rows in groupby(items, key=lambda item: item.case_id):
        lines = list(rows)
        case = lines[0].case
        follows = [line.subscription for line in lines if line.subscription]
        yield Group(
            number=case.number,
            title=case.title,
            due=case.next_due,
            link=letters.address(case, lang),
            end=end_link(follows[-1], lang) if follows else "",
            lines=tuple(Line(line.at, line.text) for line in lines),
        )
