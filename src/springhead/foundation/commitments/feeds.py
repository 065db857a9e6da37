"""Promised days as a calendar: a whole day each, with the number that leads back."""

from collections.abc import Iterable
from datetime import datetime

from springhead.engine.kernel.language import pick
from springhead.foundation.commitments import texts
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.ui import calendars
from springhead.foundation.ui.calendars import Entry

TITLE = {"zh-Hant": "承諾開放日", "en": "Promised openings"}


def calendar(rows: Iterable[Commitment], *, address: str, lang: str, at: datetime) -> bytes:
    """Return the calendar of these promises; `at` (aware) stamps it."""
    days = (_entry(row, lang) for row in rows)
    return calendars.calendar(pick(TITLE, lang), days, address=address, lang=lang, at=at)


def _entry(row: Commitment, lang: str) -> Entry:
    title = f"{row.dataset.agency.name(lang)}: {pick(row.title, lang)}"
    note = f"{row.number} {pick(texts.STATES[row.case.state], lang)}"
    return Entry(row.number, row.due_on, title, note, f"/commitments/{row.number}")
