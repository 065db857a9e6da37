"""Adds the small files of all processes up into counters per day; runs in a worker every few seconds."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Final

import orjson
from django.db import connection, transaction

from springhead.foundation.usage.models import Count, Term
from springhead.foundation.usage.tally import SEARCH, SEARCH_NOTHING

MOST: Final = 500  # files in one go

Key = tuple[str, str, str]


def collect(folder: Path) -> int:
    """Add up waiting files and remove them; return how many there were.

    A crash between the commit and the removal counts those files twice; measurements bear that, records
    of procedures do not and are never counted here.
    """
    files = sorted(folder.glob("*.ndjson"))[:MOST]
    counts: Counter[Key] = Counter()
    for file in files:
        for line in file.read_bytes().splitlines():
            entry = orjson.loads(line)
            counts[entry["day"], entry["kind"], entry["subject"]] += entry["number"]
    with transaction.atomic():
        for (day, kind, subject), number in counts.items():
            _add(date.fromisoformat(day), kind, subject, number)
    for file in files:
        file.unlink(missing_ok=True)
    return len(files)


def _add(day: date, kind: str, subject: str, number: int) -> None:
    if kind in (SEARCH, SEARCH_NOTHING):
        _upsert(Term, ("term", "found_nothing", "day"), (subject, kind == SEARCH_NOTHING, day), number)
    else:
        _upsert(Count, ("subject", "kind", "day"), (subject, kind, day), number)


def _upsert(
    model: type[Count | Term], names: tuple[str, ...], values: tuple[str | bool | date, ...], number: int
) -> None:
    """Add to a counter in one statement, so that two collectors never lose a count."""
    table, columns = model._meta.db_table, ", ".join(names)  # noqa: SLF001  Django's documented model API
    marks = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}, number) VALUES ({marks}, %s) "  # noqa: S608  names are our own
            f"ON CONFLICT ({columns}) DO UPDATE SET number = {table}.number + EXCLUDED.number",
            [*values, number],
        )
