"""Reminder letters (催辦): one mail per agency about everything it is late with in a cycle; an event says so."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.language import LanguageMap, normal, pick
from springhead.engine.kernel.now import taipei
from springhead.foundation.agencies.queries import addresses_of
from springhead.foundation.cases import mailbox
from springhead.foundation.cases.letters import page
from springhead.foundation.cases.models import Case
from springhead.foundation.ledger import append
from springhead.foundation.ledger import listing as ledger
from springhead.procedures.high_value import call_texts, queries, words
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


def remind(row: Cycle, numbers: Sequence[str], *, by: Actor, at: datetime) -> int:
    """Remind the agencies of the chosen late cases; returns how many agencies. Twice a day is once."""
    late = queries.late(row, at)
    wanted = [case for case in (*late["calls"], *late["nominations"]) if case.number in set(numbers)]
    by_agency: dict[str, list[Case]] = {}
    for case in wanted:
        by_agency.setdefault(case.agency_id, []).append(case)
    told = 0
    for agency_id, cases in by_agency.items():
        with transaction.atomic():
            told += _remind(row, agency_id, cases, by, at)
    return told


def _remind(row: Cycle, agency_id: str, cases: Sequence[Case], by: Actor, at: datetime) -> bool:
    day = taipei(at).date().isoformat()
    fresh = False
    for person in addresses_of(ROLES, agency_id=agency_id):
        subject, body = _letter(row, cases, normal(person.language))
        key = f"hv-remind:{row.number}:{agency_id}:{person.public_id}:{day}"
        fresh = mailbox.post(key=key, to=person.email, subject=subject, body=body) or fresh
    if fresh:
        public: dict[str, Any] = {"agency": agency_id, "cases": [case.number for case in cases]}
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
