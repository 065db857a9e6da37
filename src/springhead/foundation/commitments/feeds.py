"""Promised days as an iCalendar (RFC 5545): a whole day each, with the number that leads back."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from springhead.engine.kernel.language import pick
from springhead.foundation.commitments import texts
from springhead.foundation.commitments.models import Commitment


def calendar(rows: Iterable[Commitment], *, address: str, lang: str, at: datetime) -> bytes:
    """Return the calendar of these promises; `at` (aware) stamps it."""
    made = Calendar()
    made.add("prodid", "-//Springhead//commitments//")
    made.add("version", "2.0")
    made.add("x-wr-calname", "承諾開放日" if lang != "en" else "Promised openings")
    host = urlsplit(address).netloc
    prefix = "/en" if lang == "en" else ""
    for row in rows:
        event = Event()
        event.add("uid", f"{row.number}@{host}")
        event.add("dtstamp", at)
        event.add("dtstart", row.due_on)
        event.add("dtend", row.due_on + timedelta(days=1))
        event.add("summary", f"{row.dataset.agency.name(lang)}: {pick(row.dataset.title, lang)}")
        event.add("description", f"{row.number} {pick(texts.STATES[row.case.state], lang)}")
        event.add("url", f"{address}{prefix}/commitments/{row.number}")
        made.add_component(event)
    body: bytes = made.to_ical()
    return body
