"""The inventory as one table: out, in again, with the differences shown before anything is written.

A row without an id plans a new dataset. A class in the table goes through the state table of classes: at once where
it is a first class or more open, as a proposal where it takes something away. Problems name the cell.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases.fire import Opening, fire, open_case
from springhead.foundation.cases.models import Case
from springhead.foundation.catalog import bulk_texts
from springhead.foundation.catalog import policy as catalog_policy
from springhead.foundation.catalog.bulk import cell
from springhead.foundation.catalog.bulk_sheets import marked, plain, same
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Openness, Stage
from springhead.procedures.openness import commands, facts, inventory, naming, sheet_cells, writing
from springhead.procedures.openness import inventory_texts as texts
from springhead.procedures.openness.inventory import Line
from springhead.procedures.openness.rules import TABLE
from springhead.procedures.openness.sheet_cells import COLUMNS, HEADS, READ_ONLY, Cells
from springhead.procedures.openness.vocabulary import is_less_open

MOST_ROWS: Final = 5_000
CLASS: Final = ("openness", "grounds", "reason", "expires_on")
NOTES: Final = ("withheld", "planned_on", "remarks", "sharings")


@dataclass(frozen=True, slots=True)
class Change:
    """One cell of one dataset, before and after, as text; `dataset` is empty for one that is planned now."""

    row: int
    dataset: str
    title: str
    column: str
    before: str
    after: str

    @property
    def label(self) -> LanguageMap:
        """The name of the column."""
        return COLUMNS[self.column]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a table would change, and what is wrong with it; `moves` says for each row what becomes of its class."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    moves: Mapping[int, str]
    unchanged: int

    @property
    def datasets(self) -> int:
        """How many datasets change."""
        return len({change.row for change in self.changes})


def rows_of(agency: Agency, *, everything: bool) -> Iterator[list[str]]:
    """Yield header and rows of an inventory, in bounded memory."""
    yield [COLUMNS[name]["zh-Hant"] for name in COLUMNS]
    found = inventory.loaded(inventory.rows(agency, everything=everything)).order_by("pk")
    for dataset in found.iterator(chunk_size=500):
        told = sheet_cells.of(inventory.line(dataset))
        yield [marked(told[name]) for name in COLUMNS]


def plan(agency: Agency, rows: Sequence[Sequence[str]], *, by: Actor) -> Plan:
    """Compare a table with what is there; nothing is written. Raises `Refused` for a header that says nothing."""
    catalog_policy.check_edit(by, agency.public_id)
    names = _names(rows[0] if rows else [])
    filled = [(number, row) for number, row in enumerate(rows[1:], 2) if any(text.strip() for text in row)]
    if len(filled) > MOST_ROWS:
        raise Refused(bulk_texts.SHEET_TOO_LONG.at("", n=len(filled), most=MOST_ROWS))
    known = _known(agency, (dict(zip(names, row, strict=False)).get("id", "").strip() for _, row in filled))
    made = _Planned(names, known, agency)
    for number, row in filled:
        made.take(number, row)
    return Plan(tuple(made.changes), tuple(made.problems), made.moves, made.unchanged)


def _names(header: Sequence[str]) -> list[str]:
    names = [HEADS.get(same(text), HEADS.get(same(text).lower(), "")) for text in header]
    known = "、".join(one["zh-Hant"] for one in COLUMNS.values())
    strange = [
        bulk_texts.SHEET_COLUMN_UNKNOWN.at(f"{same(text)[:60]} ({cell(1, place)})", known=known)
        for place, (text, name) in enumerate(zip(header, names, strict=True), 1)
        if same(text) and not name
    ]
    twice = [
        bulk_texts.SHEET_COLUMN_TWICE.at(cell(1, place), label=same(header[place - 1]))
        for place, name in enumerate(names, 1)
        if name and name in names[: place - 1]
    ]
    if strange or twice:
        raise Refused(*strange, *twice)
    if "title" not in names:
        raise Refused(texts.WITHOUT_TITLE.at(cell(1, 1)))
    return names


def _known(agency: Agency, ids: Iterable[str]) -> dict[str, Line]:
    wanted = sorted({one for one in ids if one})
    found = inventory.loaded(
        Dataset.objects.filter(agency=agency, public_id__in=wanted).exclude(stage=Stage.WITHDRAWN)
    )
    return {one.public_id: inventory.line(one) for one in found}


class _Planned:
    """Collects what a table comes to, row by row."""

    def __init__(self, names: Sequence[str], known: Mapping[str, Line], agency: Agency) -> None:
        self.names, self.known, self.agency = names, known, agency
        self.changes: list[Change] = []
        self.problems: list[Problem] = []
        self.moves: dict[int, str] = {}
        self.unchanged = 0
        self.seen: dict[str, int] = {}

    def take(self, number: int, row: Sequence[str]) -> None:
        """Take one row: compare it, or say at which cell it is wrong."""
        place = {name: at for at, name in enumerate(self.names, 1) if name}
        sent = {name: plain(row[at - 1]) if at <= len(row) else "" for name, at in place.items()}
        wrong = self._row_problem(number, row, sent, place)
        if wrong is not None:
            self.problems.append(wrong)
            return
        found = self.known.get(sent.get("id", ""))
        before = sheet_cells.of(found) if found else dict.fromkeys(COLUMNS, "")
        changed = {name: text for name, text in sent.items() if name != "id" and text != same(before[name])}
        cells = sheet_cells.read({**before, **changed})
        broken = [one for one in cells.problems if one.where in changed]
        broken += [
            texts.READ_ONLY.at(name, label=COLUMNS[name]) for name in changed if name in READ_ONLY and found
        ]
        if found and found.dataset.openness and changed.get("openness") == "":
            broken.append(texts.CLASS_EMPTIED.at("openness"))
        if found and changed.get("withheld") and not before["withheld"] and inventory.is_out(found.dataset):
            broken.append(texts.ALREADY_PUBLIC.at("withheld"))
        move, refused = ("", ()) if broken else _move(found, cells, changed, self.agency)
        broken += refused
        if broken:
            at = {**dict.fromkeys(COLUMNS, 1), **place}
            self.problems += [_in_cell(one, cell(number, at.get(one.where, 1))) for one in broken]
            return
        if move:
            self.moves[number] = move
        self.unchanged += not changed and found is not None
        title = found.dataset.name if found else sent["title"]
        public_id = found.dataset.public_id if found else ""
        self.changes += [
            Change(number, public_id, title, name, before[name], text)
            for name, text in changed.items()
            if name not in READ_ONLY or not found
        ]

    def _row_problem(
        self, number: int, row: Sequence[str], sent: Mapping[str, str], place: Mapping[str, int]
    ) -> Problem | None:
        beyond = next((at for at, text in enumerate(row, 1) if at > len(self.names) and text.strip()), None)
        if beyond:
            return bulk_texts.SHEET_CELL_WITHOUT_HEAD.at(cell(number, beyond))
        public_id = sent.get("id", "")
        where = cell(number, place.get("id", 1))
        if public_id and public_id not in self.known:
            return bulk_texts.SHEET_ID_UNKNOWN.at(where, value=public_id)
        if public_id in self.seen and public_id:
            return bulk_texts.SHEET_ID_TWICE.at(where, value=public_id, row=self.seen[public_id])
        if not public_id and not sent.get("title"):
            return texts.NO_TITLE.at(cell(number, place["title"]))
        self.seen[public_id] = number
        return None


def _in_cell(problem: Problem, where: str) -> Problem:
    said = {f"{part}{suffix}": text for suffix, lang in (("", "zh-Hant"), ("_en", "en")) for part, text in (
        ("why", problem.message(lang)), ("how", problem.remedy(lang)),
    )}  # fmt: skip
    return texts.IN_CELL.at(where, **said)


def event_of(found: Line | None, cells: Cells, changed: Iterable[str]) -> str:
    """Return the event by which a row's class comes about; empty when it stays."""
    if not set(CLASS) & set(changed):
        return ""
    now_, wanted = (found.dataset.openness if found else ""), cells.openness
    live = found.record if found else None
    if wanted in ("", Openness.OPEN):
        return "open_up" if found and wanted and now_ != wanted else ""
    if live is None:
        return "propose" if found and found.dataset.visible and is_less_open(now_, wanted) else "classify"
    if wanted == now_:
        return "justify"
    return "propose" if is_less_open(now_, wanted) else "relax"


def _move(
    found: Line | None, cells: Cells, changed: Mapping[str, str], agency: Agency
) -> tuple[str, tuple[Problem, ...]]:
    """Return the event a row comes to, and everything its guards say against it, named by column."""
    event = event_of(found, cells, changed)
    if not event or event == "open_up":
        return event, ()
    dataset = found.dataset if found else None
    command = cells.command(event, dataset.public_id if dataset else "")
    live = found.record if found else None
    if live is not None:
        row = TABLE.row(live.case.state, event)
        told = facts.of_case(live.case, command, now())
    else:
        row = TABLE.opening(event)
        told = facts.of_case(Case(agency_id=agency.public_id), command, now())
    if row is None:
        return event, (texts.NOT_NOW.at("openness", number=live.case.number if live else ""),)
    guards = tuple(one for guard in row.guards for one in guard(told, command))
    return event, guards if dataset is None else (*row.hindrances(told), *guards)


def carry_out(agency: Agency, changes: Sequence[Change], *, by: Actor) -> int:
    """Write the changes, all or none; returns how many datasets changed.

    Raises `Refused` when a dataset says something else by now than was shown, or its class cannot move any more.
    """
    catalog_policy.check_edit(by, agency.public_id)
    rows: dict[tuple[int, str], dict[str, str]] = {}
    for one in changes:
        rows.setdefault((one.row, one.dataset), {})[one.column] = one.after
    with transaction.atomic():
        named = [public_id for _, public_id in rows if public_id]
        list(Dataset.objects.select_for_update().filter(public_id__in=named).order_by("pk").values_list("pk"))
        known = _known(agency, named)
        stale = [
            bulk_texts.SHEET_STALE.at(
                one.dataset, title=one.title, label=one.label["zh-Hant"], label_en=one.label["en"]
            )
            for one in changes
            if one.dataset
            and (one.dataset not in known or sheet_cells.of(known[one.dataset])[one.column] != one.before)
        ]
        if stale:
            raise Refused(*stale)
        for (_, public_id), told in rows.items():
            _write(agency, known.get(public_id), told, by=by)
    return len(rows)


def _write(agency: Agency, found: Line | None, told: Mapping[str, str], *, by: Actor) -> None:
    before = sheet_cells.of(found) if found else dict.fromkeys(COLUMNS, "")
    changed = {name: text for name, text in told.items() if text != same(before[name])}
    cells = sheet_cells.read({**before, **told})
    if cells.problems:
        raise Refused(*cells.problems)
    dataset = found.dataset if found else _planned_dataset(agency, cells.title)
    if found is None or set(NOTES) & set(changed):
        inventory.note(dataset, cells.said, by=by)
    event = event_of(found, cells, changed)
    live = found.record if found else None
    if event == "open_up" and live is None:
        writing.write(dataset.pk, None, now())
    elif event:
        command = commands.OpenUp() if event == "open_up" else cells.command(event, dataset.public_id)
        if live is not None:
            fire(live.case.number, command, by=by, at=now())
        else:
            opening = Opening(naming.title_of(dataset), agency.public_id, subjects=(dataset.public_id,))
            open_case("openness", command, opening, by=by, at=now())


def _planned_dataset(agency: Agency, title: str) -> Dataset:
    """Make the record of a dataset the agency plans or holds and nobody had mentioned; its class is not known yet."""
    return Dataset.objects.create(
        agency=agency, stage=Stage.PLANNED, openness="", title={"zh-Hant": title}, modified=now()
    )
