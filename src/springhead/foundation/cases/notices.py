"""A follower of the ledger: tells people what happened to a case, each of them once per event."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction

from springhead.engine.kernel.language import LANGS, LanguageMap, close_up, fill, pick
from springhead.engine.kernel.now import now
from springhead.engine.kernel.policies import version
from springhead.engine.kernel.workflow import Audience
from springhead.foundation.cases import digests, letters
from springhead.foundation.cases.digest_rules import at_once
from springhead.foundation.cases.mailbox import mailed, post
from springhead.foundation.cases.models import Case, DigestItem, Notification
from springhead.foundation.cases.parties import Recipient, recipients
from springhead.foundation.cases.registry import CaseType, find
from springhead.foundation.cases.subscriptions import end_link
from springhead.foundation.cases.texts import TERM_NEWS
from springhead.foundation.ledger import Entry
from springhead.foundation.ui.formats import written

TERMS: Final = "term"
STALE: Final = timedelta(days=3)
"""Older events (a rebuilt follower, an import of history) give news on the page, but no mail."""


def tell(entry: Entry) -> int:
    """Tell everybody the row of this event names; returns how many were new. Harmless to repeat."""
    news = _news(entry)
    if news is None:
        return 0
    subjects = [str(subject) for subject in entry.public.get("subjects", ())]
    told: set[str] = {entry.actor}
    count = 0
    with transaction.atomic():
        for audience in news.audiences:
            for recipient in recipients(news.case, audience, subjects):
                name = recipient.person_id or recipient.email
                if name not in told:
                    told.add(name)
                    count += _tell_one(news, audience, recipient, entry=entry)
    return count


@dataclass(frozen=True, slots=True)
class _News:
    """What an event says about a case, and to whom."""

    kind: CaseType
    case: Case
    audiences: tuple[Audience, ...]
    text: LanguageMap


def _news(entry: Entry) -> _News | None:
    """Return what an event says; None when it concerns no case, or nobody."""
    if "case" not in entry.public:
        return None
    case = Case.objects.filter(number=entry.subject).first()
    kind = find(case.type) if case else None
    if case is None or kind is None:
        return None
    family, _, event = entry.event.partition(".")
    if family == TERMS:
        return _term_news(kind, case, event, entry)
    state = str(entry.public.get("from", ""))
    row = kind.table.row(state, event) if state else kind.table.opening(event)
    if row is None or not row.notify:
        return None
    said = kind.texts.shown.get(row.shown) or kind.texts.events[row.event]
    more = kind.news(entry.public)
    return _News(kind, case, row.notify, {lang: f"{said[lang]}{more.get(lang, '')}" for lang in said})


def _term_news(kind: CaseType, case: Case, event: str, entry: Entry) -> _News:
    """Return what a warning or a rung of the ladder says."""
    policy = version(str(entry.public["clock"]), str(entry.public["policy"]))
    audiences = tuple(Audience(name) for name in entry.public["tell"])
    days, last = str(entry.public["step"]).lstrip("T+-"), str(entry.public["last_day"])
    text: dict[str, str] = {}
    for lang in LANGS:
        words = {"term": pick(policy.title, lang), "days": days, "last_day": written(last, lang)}
        text[lang] = close_up(fill(TERM_NEWS[event][lang], words))
    return _News(kind, case, audiences, text)


def _tell_one(news: _News, audience: Audience, recipient: Recipient, *, entry: Entry) -> bool:
    key = f"{entry.seq}:{recipient.person_id or recipient.email}"
    fresh = False
    if recipient.person_id:
        _, fresh = Notification.objects.get_or_create(
            key=key,
            defaults={
                "person_id": recipient.person_id,
                "case": news.case,
                "event": entry.event,
                "text": dict(news.text),
                "at": entry.at,
            },
        )
    if recipient.email and now() - entry.at < STALE:
        fresh = _mail(news, audience, recipient, key=key, entry=entry) or fresh
    return fresh


def _mail(news: _News, audience: Audience, recipient: Recipient, *, key: str, entry: Entry) -> bool:
    """Mail at once, or keep for the digest. A key that went one way never goes the other way too."""
    key = f"notice:{key}"
    if DigestItem.objects.filter(key=key).exists():
        return False
    if not recipient.at_once and not at_once(audience, entry.event, str(entry.public.get("step", ""))):
        return not mailed(key) and digests.keep(key, news.case, news.text, to=recipient, at=entry.at)
    end = end_link(recipient.subscription, recipient.lang) if recipient.subscription else ""
    return post(
        key=key, to=recipient.email, **letters.notice(news.case, news.text, lang=recipient.lang, end=end)
    )
