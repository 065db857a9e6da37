"""Metadata of many datasets as one table: out, in again, with the differences shown before anything is written.

The first column is the dataset's id; every other column is a field of `fields.FIELDS`, headed by its Chinese
name (its code or English name is understood too). A column that is left out changes nothing. Problems name
the cell as a spreadsheet does.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.db import transaction

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.problems import Problem, Refused, Severity
from springhead.foundation.catalog import bulk_texts as texts
from springhead.foundation.catalog import classes, editing, metadata, policy, records
from springhead.foundation.catalog.bulk_sheets import marked, plain, same
from springhead.foundation.catalog.fields import BY_NAME, FIELDS
from springhead.foundation.catalog.metadata import Metadata
from springhead.foundation.catalog.models import Dataset

ID: Final = "id"
ID_HEAD: Final = "資料集編號"
AGENCY_HEAD: Final = "提供機關"
MOST_ROWS: Final = 5_000


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
        told = _told(dataset).as_values()
        yield [dataset.public_id, dataset.agency.name(), *(marked(told[entry.name]) for entry in FIELDS)]


def _told(dataset: Dataset) -> Metadata:
    """What is published of a public dataset, what is drafted of another."""
    return records.published(dataset) if dataset.visible else records.drafted(dataset)


def cell(row: int, column: int) -> str:
    """Return the name of a cell as spreadsheets write it; both count from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def plan(rows: Sequence[Sequence[str]], *, by: Actor) -> Plan:
    """Compare a table with what is there; nothing is written. Raises `Refused` for a header that says nothing."""
    if not rows:
        raise Refused(texts.SHEET_UNREADABLE.at(""))
    names = _names(rows[0])
    place = names.index(ID)
    filled = [(number, row) for number, row in enumerate(rows[1:], 2) if any(text.strip() for text in row)]
    if len(filled) > MOST_ROWS:
        raise Refused(texts.SHEET_TOO_LONG.at("", n=len(filled), most=MOST_ROWS))
    known = _known(row[place] for _, row in filled if len(row) > place)
    changes: list[Change] = []
    problems: list[Problem] = []
    unchanged = 0
    seen: dict[str, int] = {}
    for number, row in filled:
        public_id = row[place].strip() if len(row) > place else ""
        where, found = cell(number, place + 1), known.get(public_id)
        wrong = _wrong_width(number, row, len(names))
        if found is None or not policy.may_edit(by, found.agency.public_id):
            wrong = _no_id(where, public_id)
        elif public_id in seen:
            wrong = texts.SHEET_ID_TWICE.at(where, value=public_id, row=seen[public_id])
        if wrong is not None or found is None:
            problems += [wrong] if wrong else []
            continue
        seen[public_id] = number
        made, broken = _compare(found, names, row, number)
        changes += made
        problems += broken
        unchanged += not made and not broken
    return Plan(tuple(changes), tuple(problems), unchanged)


def _no_id(where: str, value: str) -> Problem:
    return texts.SHEET_ID_UNKNOWN.at(where, value=value) if value else texts.SHEET_WITHOUT_ID.at(where)


def _wrong_width(number: int, row: Sequence[str], width: int) -> Problem | None:
    beyond = next((place for place, text in enumerate(row, 1) if place > width and text.strip()), None)
    return texts.SHEET_CELL_WITHOUT_HEAD.at(cell(number, beyond)) if beyond else None


def _names(header: Sequence[str]) -> list[str]:
    by_word = {word: entry.name for entry in FIELDS for word in (entry.name, entry.zh, entry.en.lower())}
    by_word |= {ID: ID, ID_HEAD: ID, AGENCY_HEAD: ""}
    clean = [same(text) for text in header]
    names = [by_word.get(text, by_word.get(text.lower(), "")) for text in clean]
    known = "、".join((ID_HEAD, *(entry.zh for entry in FIELDS)))
    strange = [
        texts.SHEET_COLUMN_UNKNOWN.at(f"{text[:60]} ({cell(1, place)})", known=known)
        for place, (text, name) in enumerate(zip(clean, names, strict=True), 1)
        if text and not name and text != AGENCY_HEAD
    ]
    twice = [
        texts.SHEET_COLUMN_TWICE.at(cell(1, place), label=clean[place - 1])
        for place, name in enumerate(names, 1)
        if name and name in names[: place - 1]
    ]
    if strange or twice:
        raise Refused(*strange, *twice)
    if ID not in names:
        raise Refused(texts.SHEET_WITHOUT_ID.at(cell(1, 1)))
    return names


def _known(public_ids: Iterable[str]) -> dict[str, Dataset]:
    wanted = {public_id.strip() for public_id in public_ids}
    rows = Dataset.objects.filter(public_id__in=sorted(wanted)).select_related("agency")
    return {row.public_id: row for row in rows}


def _compare(
    found: Dataset, names: Sequence[str], row: Sequence[str], number: int
) -> tuple[list[Change], list[Problem]]:
    places = {name: place for place, name in enumerate(names, 1) if name in BY_NAME and place <= len(row)}
    before = _told(found).as_values()
    sent = {name: plain(row[place - 1]) for name, place in places.items()}
    changed = {name: text for name, text in sent.items() if text != same(before[name])}
    typed = metadata.read(changed).as_values()
    full = metadata.read({**before, **changed})
    wrong = [gap for gap in metadata.gaps(full) if gap.severity is Severity.ERROR and gap.where in changed]
    wrong += _class_elsewhere(found, full, changed)
    broken = {gap.where for gap in wrong}
    broken |= set(classes.FIELDS) if broken & set(classes.FIELDS) else set()
    made = [
        Change(found.public_id, found.name, name, before[name], text)
        for name, text in changed.items()
        if name not in broken and (typed[name] != before[name] or not text)
    ]
    return made, [_in_cell(gap, cell(number, places[gap.where])) for gap in wrong]


def _class_elsewhere(found: Dataset, full: Metadata, changed: Iterable[str]) -> list[Problem]:
    """Tell, at the first cell that asks for it, that this class is not set by a table of metadata."""
    cells = [name for name in classes.FIELDS if name in changed]
    problem = classes.hindrance(found, full) if cells else None
    return [replace(problem, where=cells[0])] if problem else []


def _in_cell(gap: Problem, where: str) -> Problem:
    """Say what is wrong with a value together with the cell it stands in."""
    said = {f"{part}{suffix}": text for suffix, lang in (("", "zh-Hant"), ("_en", "en")) for part, text in (
        ("why", gap.message(lang)), ("how", gap.remedy(lang)),
    )}  # fmt: skip
    return texts.SHEET_CELL.at(where, **said)


def carry_out(changes: Iterable[Change], *, by: Actor) -> int:
    """Write the changes, all or none; returns how many datasets changed. Only changed fields must be right.

    Raises `Refused` when somebody else changed one of these fields since the differences were shown.
    """
    by_dataset: dict[str, list[Change]] = {}
    for change in changes:
        by_dataset.setdefault(change.dataset, []).append(change)
    with transaction.atomic():
        known = _locked(by_dataset)
        stale = [
            texts.SHEET_STALE.at(change.dataset, title=change.title, label=change.label["zh-Hant"],
                                 label_en=change.label["en"])
            for public_id, mine in by_dataset.items()
            for change in mine
            if public_id not in known or _told(known[public_id]).as_values()[change.field] != change.before
        ]  # fmt: skip
        if stale:
            raise Refused(*stale)
        for public_id, found in known.items():
            values = {change.field: change.after for change in by_dataset[public_id]}
            editing.save_draft(found, values, by=by)
            if found.visible:
                editing.take_effect(found, by=by, only=frozenset(values))
    return len(known)


def _locked(public_ids: Iterable[str]) -> dict[str, Dataset]:
    """Return the datasets, held until the end of the transaction."""
    wanted = Dataset.objects.filter(public_id__in=sorted(public_ids)).order_by("pk")
    rows = wanted.select_for_update(of=("self",)).select_related("agency")
    return {row.public_id: row for row in rows}
