"""Consultations as calendar (RFC 5545) and as CSV."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Final

from springhead.engine.kernel.language import pick
from springhead.forums.consultations import queries, words
from springhead.forums.consultations.models import Consultation
from springhead.foundation.catalog.bulk_sheets import marked
from springhead.foundation.ui import calendars
from springhead.foundation.ui.calendars import Entry

BATCH: Final = 500
COLUMNS: Final = (
    "number", "kind", "state", "title", "host", "opens_on", "closes_on", "answer_due", "missed_on", "answered_at",
    "comments", "voices", "votes",
)  # fmt: skip
DAYS: Final = (
    ("opens_on", {"zh-Hant": "徵詢開始", "en": "Consultation opens"}),
    ("closes_on", {"zh-Hant": "徵詢截止", "en": "Last day to comment"}),
    ("answer_due", {"zh-Hant": "回應期限", "en": "Answer due"}),
)


def calendar(rows: Iterable[Consultation], *, address: str, lang: str, at: datetime) -> bytes:
    """Return the first and last days and the days of the answers; `at` (aware) stamps it."""
    return calendars.calendar(pick(words.NAME, lang), _entries(rows, lang), address=address, lang=lang, at=at)


def _entries(rows: Iterable[Consultation], lang: str) -> Iterator[Entry]:
    for row in rows:
        note = f"{row.number} {pick(words.STATES[row.case.state], lang)}"
        for field, label in DAYS:
            on: date | None = getattr(row, field)
            if on is not None:
                title = f"{pick(label, lang)}: {pick(row.case.title, lang)}"
                yield Entry(f"{row.number}-{field}", on, title, note, f"/consultations/{row.number}")


def table(which: queries.Wanted) -> Iterator[str]:
    """Yield all consultations of a filter as CSV, the oldest first."""
    yield "\ufeff" + _line(COLUMNS)
    found, after = queries.chosen(which).order_by("pk"), 0
    while batch := list(found.filter(pk__gt=after)[:BATCH]):
        for row in batch:
            yield _line(_cells(row))
        after = batch[-1].pk


def _cells(row: Consultation) -> tuple[object, ...]:
    days = (row.opens_on, row.closes_on, row.answer_due, row.missed_on)
    return (
        row.number,
        row.kind,
        row.case.state,
        marked(pick(row.case.title, "zh-Hant")),
        row.host,
        *(one or "" for one in days),
        row.answered_at.isoformat() if row.answered_at else "",
        row.comments,
        row.voices,
        row.votes if row.statements else "",
    )


def _line(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
