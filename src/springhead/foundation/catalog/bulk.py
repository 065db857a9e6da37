"""Metadata of many datasets as one table: out as CSV or ODS, in again, with the differences shown before anything.

The first column is the dataset's id; every other column is a field of `fields.FIELDS`, headed by its Chinese
name (its code or English name is understood too). A column that is left out changes nothing.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.catalog import editing, metadata, policy, records, texts
from springhead.foundation.catalog.fields import BY_NAME, FIELDS
from springhead.foundation.catalog.models import Dataset

ID: Final = "id"
ID_HEAD: Final = "資料集編號"
AGENCY_HEAD: Final = "提供機關"
MOST_ROWS: Final = 5_000
ODS_TYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one dataset, before and after, as text."""

    dataset: str
    title: str
    field: str
    before: str
    after: str

    @property
    def label(self) -> dict[str, str]:
        """The name of the field."""
        return {"zh-Hant": BY_NAME[self.field].zh, "en": BY_NAME[self.field].en}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a table would change, and what is wrong with it. Rows without a difference are only counted."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    unchanged: int

    @property
    def datasets(self) -> int:
        """How many datasets change."""
        return len({change.dataset for change in self.changes})


def rows_of(agencies: Sequence[str]) -> Iterator[list[str]]:
    """Yield header and rows of all datasets of these agencies, in bounded memory."""
    yield [ID_HEAD, AGENCY_HEAD, *(entry.zh for entry in FIELDS)]
    datasets = Dataset.objects.filter(agency__public_id__in=agencies).select_related("agency").order_by("pk")
    for dataset in datasets.iterator(chunk_size=500):
        told = (
            records.published(dataset).as_values()
            if dataset.visible
            else records.drafted(dataset).as_values()
        )
        yield [dataset.public_id, dataset.agency.name(), *(_safe(told[entry.name]) for entry in FIELDS)]


def _safe(text: str) -> str:
    """Keep a spreadsheet from taking text for a formula (the mark is taken off when it comes back)."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


def as_csv(rows: Iterable[list[str]]) -> Iterator[str]:
    """Yield CSV text, line by line, with the mark spreadsheets need to see UTF-8."""
    yield "\ufeff"
    for row in rows:
        buffer = io.StringIO()
        csv.writer(buffer).writerow(row)
        yield buffer.getvalue()


def as_ods(rows: Iterable[list[str]]) -> bytes:
    """Return an ODS file; every cell is text, so that nothing is reinterpreted."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    sheet = Table(name="metadata")
    for row in rows:
        line = TableRow()
        for text in row:
            cell = TableCell(valuetype="string")
            for part in text.split("\n"):
                cell.addElement(P(text=part))
            line.addElement(cell)
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(content: bytes, filename: str) -> list[list[str]]:
    """Return the rows of a CSV, ODS or XLSX file as text. Raises `Refused` for anything else."""
    if content[:2] == b"PK":
        return _spreadsheet(content, filename)
    for encoding in ("utf-8-sig", "cp950"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return [row for row in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in row)]
    raise Refused(texts.SHEET_UNREADABLE.at(filename))


def _spreadsheet(content: bytes, filename: str) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows: list[list[Any]] = (
            CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        )
    except (CalamineError, OSError, ValueError) as error:
        raise Refused(texts.SHEET_UNREADABLE.at(filename)) from error
    return [[_text(cell) for cell in row] for row in rows if any(str(cell).strip() for cell in row)]


def _text(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def plan(rows: Sequence[Sequence[str]], *, by: Actor) -> Plan:
    """Compare a table with what is there; nothing is written. Raises `Refused` for a header that says nothing."""
    if not rows:
        raise Refused(texts.SHEET_UNREADABLE.at(""))
    if len(rows) > MOST_ROWS + 1:
        raise Refused(texts.SHEET_TOO_LONG.at("", n=len(rows) - 1, most=MOST_ROWS))
    names = _names(rows[0])
    changes: list[Change] = []
    problems: list[Problem] = []
    unchanged = 0
    known = _known([row[names.index(ID)] for row in rows[1:] if len(row) > names.index(ID)])
    for number, row in enumerate(rows[1:], 2):
        cells = dict(zip(names, row, strict=False))
        found = known.get(cells.get(ID, "").strip())
        if found is None or not policy.may_edit(by, found.agency.public_id):
            problems.append(texts.SHEET_WITHOUT_ID.at(str(number)))
            continue
        made, wrong = _compare(found, cells)
        changes += made
        problems += wrong
        unchanged += not made
    return Plan(tuple(changes), tuple(problems), unchanged)


def _names(header: Sequence[str]) -> list[str]:
    by_word = {word: entry.name for entry in FIELDS for word in (entry.name, entry.zh, entry.en.lower())}
    by_word |= {ID: ID, ID_HEAD: ID, AGENCY_HEAD: ""}
    strange = [
        cell
        for cell in header
        if cell.strip() and cell.strip().lower() not in by_word and cell.strip() not in by_word
    ]
    if strange:
        known = "、".join((ID_HEAD, *(entry.zh for entry in FIELDS)))
        raise Refused(*(texts.SHEET_COLUMN_UNKNOWN.at(cell.strip()[:60], known=known) for cell in strange))
    names = [by_word.get(cell.strip(), by_word.get(cell.strip().lower(), "")) for cell in header]
    if ID not in names:
        raise Refused(texts.SHEET_WITHOUT_ID.at("1"))
    return names


def _known(public_ids: Iterable[str]) -> dict[str, Dataset]:
    wanted = {public_id.strip() for public_id in public_ids}
    rows = Dataset.objects.filter(public_id__in=sorted(wanted)).select_related("agency")
    return {row.public_id: row for row in rows}


def _compare(found: Dataset, cells: dict[str, str]) -> tuple[list[Change], list[Problem]]:
    told = {name: _plain(text) for name, text in cells.items() if name in BY_NAME}
    before = (records.published(found) if found.visible else records.drafted(found)).as_values()
    changed = {name: text for name, text in told.items() if text != before[name].strip()}
    typed = metadata.read(changed)
    same = {name for name in changed if typed.as_values()[name] == before[name]}
    made = [
        Change(found.public_id, found.name, name, before[name], text)
        for name, text in changed.items()
        if name not in same or not text
    ]
    return made, [problem for problem in typed.unreadable if problem.where in changed]


def _plain(text: str) -> str:
    clean = text.replace("\r\n", "\n").strip()
    return clean[1:] if clean[:1] == "'" and clean[1:2] in "=+-@" else clean


def carry_out(changes: Iterable[Change], *, by: Actor) -> int:
    """Write the changes, all or none; returns how many datasets changed. Only changed fields must be right."""
    by_dataset: dict[str, dict[str, str]] = {}
    for change in changes:
        by_dataset.setdefault(change.dataset, {})[change.field] = change.after
    with transaction.atomic():
        for public_id, found in _known(by_dataset).items():
            editing.save_draft(found, by_dataset[public_id], by=by)
            if found.visible:
                editing.take_effect(found, by=by, only=frozenset(by_dataset[public_id]))
    return len(by_dataset)
