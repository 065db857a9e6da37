"""Reminder letters (催辦): one mail per agency about everything it is late with in a cycle; an event says so."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.language import LanguageMap, normal, pick
from springhead.engine.kernel.now import taipei
from springhead.foundation.agencies.models import Person
from springhead.foundation.agencies.queries import addresses_by_agency
from springhead.foundation.cases import mailbox
from springhead.foundation.cases.letters import page
from springhead.foundation.cases.models import Case
from springhead.foundation.ledger import append
from springhead.foundation.ledger import listing as ledger
from springhead.procedures.high_value import call_texts, late, words
from springhead.procedures.high_value.models import Cycle

EVENT: Final = "high_value:reminded"
EVENTS: Final[dict[str, LanguageMap]] = {EVENT: {"zh-Hant": "催辦", "en": "Reminded"}}
ROLES: Final = frozenset({Role.OFFICER, Role.AGENCY_LEAD})
LETTER: Final = {
    "zh-Hant": (
        "催辦：「{title}」有 {n} 件逾期",
        "貴機關在「{title}」有下列事項逾期未辦，請儘速辦理：\n\n{lines}\n\n承辦桌：{desk}\n",
    ),
    "en": (
        "Reminder: {n} overdue in “{title}”",
        "These matters of your agency are overdue in “{title}”:\n\n{lines}\n\nDesk: {desk}\n",
    ),
}


def remind(row: Cycle, numbers: Collection[str] | None, *, by: Actor, at: datetime) -> int:
    """Remind the agencies of the chosen late cases, or of all (None); returns how many agencies. Twice a day is once.

    What was reminded of today already is left out, so that an agency hears the same day of what stood on another page.
    """
    told = _told(row, at)
    by_agency: dict[str, list[Case]] = {}
    for case in late.chosen(row, at, numbers):
        if case.number not in told:
            by_agency.setdefault(case.agency_id, []).append(case)
    people = addresses_by_agency(ROLES, by_agency)
    return sum(_remind(row, cases, people.get(agency, ()), by, at) for agency, cases in by_agency.items())


def _told(row: Cycle, at: datetime) -> frozenset[str]:
    """Return the cases of a cycle somebody was reminded of since the day began in Taipei. One query."""
    begin = taipei(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return frozenset(
        number for one in ledger.since(row.number, EVENT, begin) for number in one.public["cases"]
    )


def _remind(row: Cycle, cases: Sequence[Case], people: Sequence[Person], by: Actor, at: datetime) -> bool:
    """Remind the people of one agency; the first case in the key keeps two clicks at once from being two letters."""
    day, first = taipei(at).date().isoformat(), cases[0]
    fresh = False
    with transaction.atomic():
        for person in people:
            subject, body = _letter(row, cases, normal(person.language))
            key = f"hv-remind:{row.number}:{first.agency_id}:{person.public_id}:{day}:{first.number}"
            fresh = mailbox.post(key=key, to=person.email, subject=subject, body=body) or fresh
        if fresh:
            public: dict[str, Any] = {"agency": first.agency_id, "cases": [case.number for case in cases]}
            append(EVENT, subject=row.number, actor=by.id, public=public, at=at)
    return fresh


def _letter(row: Cycle, cases: Sequence[Case], lang: str) -> tuple[str, str]:
    subject, body = LETTER[lang]
    lines = "\n".join(f"- {case.number} {pick(case.title, lang)}：{_state(case, lang)}" for case in cases)
    said = {
        "title": pick(row.case.title, lang), "n": len(cases), "lines": lines,
        "desk": page("/desk/high-value/", lang),
    }  # fmt: skip
    return subject.format(**said), body.format(**said)


def _state(case: Case, lang: str) -> str:
    texts = call_texts.STATES if case.type == "hv_call" else words.STATES
    return pick(texts[case.state], lang)


def sent(row: Cycle) -> list[Any]:
    """Return the latest reminders of a cycle, the newest first. One query."""
    found = ledger.events(ledger.Wanted(subject=row.number, event=EVENT), count=50).entries
    return list(found)
