"""Days as an iCalendar (RFC 5545) to subscribe to: one builder for promises, meetings and consultations."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.core.cache import cache
from django.http import HttpResponse
from icalendar import Calendar, Event

from springhead.engine.kernel.now import TAIPEI

FRESH: Final = 300  # seconds; programs ask for calendars a few times a day
LENGTH: Final = timedelta(hours=2)  # what a calendar keeps free for what has an hour and no end


@dataclass(frozen=True, slots=True)
class Entry:
    """One day: `uid` names it here for good, `path` leads back without the language; without `starts` it lasts the day."""

    uid: str
    day: date
    title: str
    note: str
    path: str
    starts: time | None = None
    place: str = ""


def calendar(title: str, entries: Iterable[Entry], *, address: str, lang: str, at: datetime) -> bytes:
    """Return a calendar with this title; `at` (aware) stamps every entry."""
    made = Calendar()
    made.add("prodid", "-//Springhead//calendars//")
    made.add("version", "2.0")
    made.add("x-wr-calname", title)
    host, prefix = urlsplit(address).netloc, "/en" if lang == "en" else ""
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.uid}@{host}")
        event.add("dtstamp", at)
        start, end = _span(entry)
        event.add("dtstart", start)
        event.add("dtend", end)
        event.add("summary", entry.title)
        event.add("description", entry.note)
        if entry.place:
            event.add("location", entry.place)
        event.add("url", f"{address}{prefix}{entry.path}")
        made.add_component(event)
    made.add_missing_timezones()  # a zone that is named has to be described (RFC 5545, 3.2.19)
    body: bytes = made.to_ical()
    return body


def _span(entry: Entry) -> tuple[date, date]:
    if entry.starts is None:
        return entry.day, entry.day + timedelta(days=1)
    start = datetime.combine(entry.day, entry.starts, tzinfo=TAIPEI)
    return start, start + LENGTH


def answer(key: str, make: Callable[[], bytes]) -> HttpResponse:
    """Return a calendar everybody may see, made anew after some minutes; `key` names its filter and language."""
    name = f"calendar.{key}"
    body = cache.get(name)
    if body is None:
        body = make()
        cache.set(name, body, FRESH)
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")
