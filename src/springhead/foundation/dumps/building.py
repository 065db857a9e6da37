"""Writes a dump: cases with what they tell, events with signed heads, keys and the verifier; shown by one rename."""

import csv
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from springhead.engine.kernel.failpoints import reach
from springhead.engine.kernel.workflow import Phase
from springhead.foundation.cases import queries
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import case_types
from springhead.foundation.dumps import rules, texts
from springhead.foundation.ledger import export
from springhead.foundation.ui.formats import last_day, legal_date

CHUNK: Final = 500
COLUMNS: Final = (
    "number", "type", "state", "phase", "title", "title_en", "agency", "parent", "subjects", "opened_at",
    "changed_at", "closed_at", "next_due_on",
)  # fmt: skip
MEDIA: Final = {
    ".gz": "application/gzip",
    ".json": "application/json",
    ".py": "text/x-python",
}
Beat = Callable[[float], None]


def build(folder: Path, day: date, *, at: datetime, beat: Beat) -> Path:
    """Write the dump of a day into `folder`; one that is there already stays. Returns its folder.

    `beat(fraction)` is called every few hundred rows. Memory stays the same however much there is.
    """
    target, fresh = folder / day.isoformat(), folder / f".new-{day.isoformat()}"
    _clear(folder)
    if target.exists():
        return target
    fresh.mkdir(parents=True)
    counts = {"events.ndjson.gz": export.export(fresh, packed=True, beat=lambda done: beat(0.4 * done))}
    beat(0.4)
    reach("dumps.events")
    counts["cases.ndjson.gz"] = counts["cases.csv.gz"] = _write_cases(fresh, beat)
    reach("dumps.cases")
    manifest = {"day": day.isoformat(), "made_at": at.isoformat(), "files": _files(fresh, counts)}
    (fresh / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    fresh.rename(target)
    return target


def sweep(folder: Path) -> list[date]:
    """Delete the dumps that are kept no longer; returns their days."""
    days = {date.fromisoformat(one.name): one for one in folder.glob("????-??-??")}
    gone = sorted(days.keys() - rules.kept(days))
    for day in gone:
        shutil.rmtree(days[day])
    return gone


def _clear(folder: Path) -> None:
    for left in folder.glob(".new-*"):
        shutil.rmtree(left)


def _write_cases(folder: Path, beat: Beat) -> int:
    count = 0
    total = Case.objects.count() or 1
    with (
        export.lines(folder / "cases.ndjson", packed=True) as lines,
        export.lines(folder / "cases.csv", packed=True) as table,
    ):
        sheet = csv.writer(table)
        sheet.writerow(COLUMNS)
        for chunk in _chunks():
            for line in _told(chunk):
                lines.write(json.dumps(line, ensure_ascii=False) + "\n")
                sheet.writerow([_cell(line, name) for name in COLUMNS])
            count += len(chunk)
            beat(0.4 + 0.6 * min(1.0, count / total))
    return count


def _chunks() -> Iterator[list[Case]]:
    after = 0
    while True:
        rows = Case.objects.filter(pk__gt=after).exclude(phase=Phase.DRAFT).select_related("parent")
        chunk = list(rows.order_by("pk")[:CHUNK])
        if not chunk:
            return
        yield chunk
        after = chunk[-1].pk


def _told(cases: list[Case]) -> Iterator[dict[str, Any]]:
    subjects = queries.subjects_of(cases)
    details: dict[int, Any] = {}
    for kind in case_types():
        mine = [one for one in cases if one.type == kind.name]
        if mine and kind.details is not None:
            details |= kind.details(mine)
    for one in cases:
        yield {**_line(one, subjects.get(one.pk, [])), "details": details.get(one.pk)}


def _line(one: Case, subjects: list[str]) -> dict[str, Any]:
    due = (last_day(one.next_due) or legal_date(one.next_due)) if one.next_due else None
    return {
        "number": one.number,
        "type": one.type,
        "state": one.state,
        "phase": one.phase,
        "title": one.title,
        "agency": one.agency_id or None,
        "parent": one.parent.number if one.parent else None,
        "subjects": subjects,
        "opened_at": one.opened_at.isoformat(),
        "changed_at": one.changed_at.isoformat(),
        "closed_at": one.closed_at.isoformat() if one.closed_at else None,
        "next_due_on": due.isoformat() if due else None,
    }


def _cell(line: dict[str, Any], name: str) -> str:
    if name in ("title", "title_en"):
        return str(line["title"].get("en" if name == "title_en" else "zh-Hant", ""))
    value = line[name]
    return " ".join(value) if isinstance(value, list) else str(value or "")


def _files(folder: Path, counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "name": path.name,
            "bytes": path.stat().st_size,
            "sha256": _digest(path),
            "media_type": MEDIA[path.suffix],
            "count": counts.get(path.name),
            "content": texts.FILES.get(path.name, {}),
        }
        for path in sorted(folder.iterdir())
    ]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
