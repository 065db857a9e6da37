"""Meetings as calendar (RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import TAIPEI
from springhead.forums.meetings import words
from springhead.forums.meetings.models import Meeting

LENGTH: Final = timedelta(hours=2)  # what a calendar keeps free; nobody says how long a meeting takes


def calendar(rows: Iterable[Meeting], *, address: str, lang: str, at: datetime) -> bytes:
    """Return meetings with a day; `at` (aware) stamps it. The address to join is never in it."""
    made = Calendar()
    made.add("prodid", "-//Springhead//meetings//")
    made.add("version", "2.0")
    made.add("x-wr-calname", pick(words.NAME, lang))
    host, prefix = urlsplit(address).netloc, "/en" if lang == "en" else ""
    for row in rows:
        if row.held_on is None:
            continue
        event = Event()
        event.add("uid", f"{row.number}@{host}")
        event.add("dtstamp", at)
        if row.starts_at is None:
            event.add("dtstart", row.held_on)
            event.add("dtend", row.held_on + timedelta(days=1))
        else:
            start = datetime.combine(row.held_on, row.starts_at, tzinfo=TAIPEI)
            event.add("dtstart", start)
            event.add("dtend", start + LENGTH)
        event.add("summary", f"{pick(row.body.names, lang)} {pick(words.MODES[row.mode], lang)}")
        event.add("description", f"{row.number} {pick(words.STATES[row.state], lang)}")
        if row.place:
            event.add("location", row.place)
        event.add("url", f"{address}{prefix}/meetings/{row.number}")
        made.add_component(event)
    body: bytes = made.to_ical()
    return body
