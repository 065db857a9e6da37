"""A follower of the ledger: tells people what happened to a case, each of them once per event."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from springhead.engine.kernel.language import LanguageMap, normal, pick
from springhead.engine.kernel.now import now
from springhead.engine.kernel.workflow import Row
from springhead.foundation.cases.mailbox import post
from springhead.foundation.cases.models import Case, Notification
from springhead.foundation.cases.parties import Recipient, recipients
from springhead.foundation.cases.registry import CaseType, case_types
from springhead.foundation.cases.subscriptions import end_link
from springhead.foundation.cases.texts import FOLLOW_END, NOTICE_BODY, NOTICE_SUBJECT
from springhead.foundation.ledger import Entry

STALE: Final = timedelta(days=3)
"""Older events (a rebuilt follower, an import of history) give news on the page, but no mail."""


def tell(entry: Entry) -> int:
    """Tell everybody the row of this event names; returns how many were new. Harmless to repeat."""
    found = _move(entry)
    if found is None:
        return 0
    kind, row, case = found
    subjects = [str(subject) for subject in entry.public.get("subjects", ())]
    told: set[str] = {entry.actor}
    count = 0
    with transaction.atomic():
        for audience in row.notify:
            for recipient in recipients(case, audience, subjects):
                name = recipient.person_id or recipient.email
                if name not in told:
                    told.add(name)
                    count += _tell_one(kind, row, case, recipient, entry=entry)
    return count


def _move(entry: Entry) -> tuple[CaseType, Row, Case] | None:
    """Return the case type, row and case an event is about; None when it is no move of a case."""
    type_name, _, event = entry.event.partition(".")
    kind = next((one for one in case_types() if one.name == type_name), None)
    if kind is None or "case" not in entry.public:
        return None
    state = str(entry.public.get("from", ""))
    row = kind.table.row(state, event) if state else kind.table.opening(event)
    case = Case.objects.filter(number=entry.subject).first()
    return (kind, row, case) if row and row.notify and case else None


def _tell_one(kind: CaseType, row: Row, case: Case, recipient: Recipient, *, entry: Entry) -> bool:
    text = kind.texts.shown.get(row.shown) or kind.texts.events[row.event]
    key = f"{entry.seq}:{recipient.person_id or recipient.email}"
    fresh = False
    if recipient.person_id:
        _, fresh = Notification.objects.get_or_create(
            key=key,
            defaults={
                "person_id": recipient.person_id,
                "case": case,
                "event": entry.event,
                "text": dict(text),
                "at": entry.at,
            },
        )
    if recipient.email and now() - entry.at < STALE:
        fresh = post(key=f"notice:{key}", to=recipient.email, **_letter(kind, case, text, recipient)) or fresh
    return fresh


def _letter(kind: CaseType, case: Case, text: LanguageMap, recipient: Recipient) -> dict[str, str]:
    lang = normal(recipient.lang)
    words = {
        "kind": pick(kind.texts.name, lang),
        "number": case.number,
        "title": pick(case.title, lang),
        "text": pick(text, lang),
        "link": f"{settings.SPRINGHEAD.address}{'/en' if lang == 'en' else ''}{kind.address(case)}",
    }
    lines: Iterable[str] = [NOTICE_BODY[lang].format(**words)]
    if recipient.subscription:
        lines = [*lines, FOLLOW_END[lang].format(link=end_link(recipient.subscription))]
    return {"subject": NOTICE_SUBJECT[lang].format(**words), "body": "\n".join(lines)}
