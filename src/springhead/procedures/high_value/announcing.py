"""The announced list: what stands on it, in versions that are written once; the digest is in the ledger."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Any

from springhead.engine.kernel.canonical import canonical
from springhead.foundation.cases.documents import Document
from springhead.foundation.cases.registry import Told, Turn
from springhead.foundation.ledger.models import Event
from springhead.procedures.high_value import announcement_files
from springhead.procedures.high_value.models import Announcement, Cycle, Nomination
from springhead.procedures.high_value.promising import needs_api

ON_THE_LIST = ("listed", "scheduled", "released", "in_review")
TOLD = ("until", "fields", "format", "interval", "standard", "licence", "theme", "subcategory", "steward")


def entries(cycle: Cycle) -> list[dict[str, Any]]:
    """Return what stands on the list now, by theme and agency. One query."""
    rows = cycle.nominations.filter(state__in=ON_THE_LIST).select_related(
        "case", "dataset", "agency", "sheet", "promise__commitment"
    )
    return [_entry(row) for row in rows.order_by("theme", "agency_id", "pk")]


def _entry(row: Nomination) -> dict[str, Any]:
    sheet: Mapping[str, Any] = row.sheet.body if row.sheet else {}
    day = row.promise.commitment.due_on if row.promise else row.expected_on
    return {
        "number": row.number,
        "dataset": row.dataset.public_id,
        "title": row.title,
        "agency": row.agency.public_id,
        "agency_name": dict(row.agency.names),
        "origin": row.origin,
        "theme": row.theme,
        "subcategory": row.subcategory,
        "until": day.isoformat() if day else "",
        "fields": list(sheet.get("fields", ())),
        "format": sheet.get("format", ""),
        "interval": sheet.get("interval", ""),
        "standard": sheet.get("standard", ""),
        "licence": sheet.get("licence", ""),
        "api": needs_api(row),
        "steward": sheet.get("steward", ""),
    }


def latest(cycle: Cycle) -> Announcement | None:
    """Return the version in force, or None."""
    return cycle.announcements.order_by("-version").first()


def changed(cycle: Cycle) -> bool:
    """Tell whether the list differs from the version in force."""
    before = latest(cycle)
    found = _changes(before, entries(cycle), cycle)
    return before is None or any(found.values())


def _changes(
    before: Announcement | None, now: Iterable[Mapping[str, Any]], cycle: Cycle
) -> dict[str, list[Any]]:
    old = {one["number"]: one for one in before.body["entries"]} if before else {}
    new = {one["number"]: one for one in now}
    gone = [number for number in old if number not in new]
    reasons = dict(
        cycle.nominations.filter(case__number__in=gone).values_list("case__number", "ended_reason")
    )
    moved = [
        {"number": number, "what": what, "before": old[number].get(what), "after": one.get(what)}
        for number, one in new.items()
        if number in old
        for what in TOLD
        if old[number].get(what) != one.get(what)
    ]
    return {
        "added": [number for number in new if number not in old],
        "removed": [{"number": number, "reason": reasons.get(number, "")} for number in gone],
        "changed": moved,
    }


def publish(cycle: Cycle, document: Document, reason: str, turn: Turn) -> Told:
    """Write the next version down; what is new on it becomes announced. Refused by the guards before, never here."""
    before, listed = latest(cycle), entries(cycle)
    version = before.version + 1 if before else 1
    on: date | None = document.on
    assert on is not None  # the guard wanted it
    body = {
        "cycle": cycle.case.number,
        "title": dict(cycle.case.title),
        "version": version,
        "document_number": document.number,
        "announced_on": on.isoformat(),
        "reason": reason,
        "changes": _changes(before, listed, cycle),
        "entries": listed,
    }
    digest = sha256(canonical(body)).hexdigest()
    made = Announcement.objects.create(
        cycle=cycle,
        version=version,
        body=body,
        digest=digest,
        document_number=document.number,
        announced_on=on,
        reason=reason,
        at=turn.at,
    )
    cycle.nominations.filter(state__in=ON_THE_LIST).update(announced=True)
    cycle.nominations.exclude(state__in=ON_THE_LIST).filter(announced=True).update(announced=False)
    public = {
        "version": version, "document": document.number, "on": on.isoformat(), "digest": digest,
        "entries": len(listed), "reason": reason,
    }  # fmt: skip
    return Told(public=public, then=(partial(_numbered, made.pk, cycle.case.number),))


def _numbered(pk: int, subject: str) -> None:
    """Remember the line of the ledger that holds the digest, and have the files made."""
    seq = Event.objects.filter(subject=subject).order_by("-seq").values_list("seq", flat=True)[0]
    Announcement.objects.filter(pk=pk).update(seq=seq)
    announcement_files.order(pk)
