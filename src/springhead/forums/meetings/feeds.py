"""Meetings as calendar."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from springhead.engine.kernel.language import pick
from springhead.forums.meetings import words
from springhead.forums.meetings.models import Meeting
from springhead.foundation.ui import calendars
from springhead.foundation.ui.calendars import Entry


def calendar(rows: Iterable[Meeting], *, address: str, lang: str, at: datetime) -> bytes:
    """Return meetings with a day; `at` (aware) stamps it. The address to join is never in it."""
    return calendars.calendar(pick(words.NAME, lang), _entries(rows, lang), address=address, lang=lang, at=at)


def _entries(rows: Iterable[Meeting], lang: str) -> Iterator[Entry]:
    for row in rows:
        if row.held_on is None:
            continue
        title = f"{pick(row.body.names, lang)} {pick(words.MODES[row.mode], lang)}"
        note = f"{row.number} {pick(words.STATES[row.state], lang)}"
        yield Entry(row.number, row.held_on, title, note, f"/meetings/{row.number}", row.starts_at, row.place)
