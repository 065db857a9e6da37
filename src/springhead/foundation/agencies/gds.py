"""Reads the official list of agencies, `GDS.csv` of the OID registry (reference 10), into the tree.

Columns `OrgName, OID, TEL, Address, DN, OrgCode` in any order; more columns are ignored. Rows are matched by
OID, then by agency code, then by name. Importing the same file again changes nothing.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Kind, Problem, Refused
from springhead.foundation.agencies import texts
from springhead.foundation.agencies.models import Agency, AgencyAlias, AliasScheme
from springhead.foundation.agencies.naming import create, find
from springhead.foundation.agencies.rules import (
    LOCAL,
    OID,
    ORG_CODE,
    is_same_name,
    name_key,
    parent_oid,
    regime_of,
)  # fmt: skip
from springhead.foundation.agencies.writing import Tally, set_fields
from springhead.foundation.ledger import append

COLUMNS: Final = ("OrgName", "OID", "TEL", "Address", "DN", "OrgCode")
NEEDED: Final = ("OrgName", "OID")
LIMITS: Final = {"OrgName": 200, "TEL": 80, "Address": 300, "DN": 300}
BATCH: Final = 500
ENCODINGS: Final = ("utf-8-sig", "cp950")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Line:
    """One good row. `number` counts as a spreadsheet does: the header is row 1."""

    number: int
    cells: Mapping[str, str]

    def problem(self, kind: Kind, column: str, **params: Any) -> Problem:
        """Return a problem at a cell of this row, `OID:12`."""
        return kind.at(f"{column}:{self.number}", row=self.number, column=column, **params)


def import_file(path: Path, *, by: Actor, progress: Progress | None = None) -> Tally:
    """Import the list; returns what was added and changed and every problem with its cell.

    Rows with an error are left out, the rest is written in batches of 500, each with one ledger event.
    Raises `Refused` when the file cannot be read or lacks `OrgName` or `OID`.
    """
    raw, text = _decoded(path)
    tally = Tally()
    lines = list(_checked(text, tally.problems))
    # The shorter OID is the higher agency: parents are there before their children.
    lines.sort(key=lambda line: (line.cells["OID"].count("."), line.number))
    digest = hashlib.sha256(raw).hexdigest()
    for start in range(0, len(lines), BATCH):
        _write(lines[start : start + BATCH], tally, by=by, digest=digest)
        if progress is not None:
            progress(min(start + BATCH, len(lines)), len(lines))
    return tally


def _decoded(path: Path) -> tuple[bytes, str]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Refused(texts.FILE_UNREADABLE.at(path.name, reason=error.strerror or str(error))) from error
    for encoding in ENCODINGS:
        try:
            return raw, raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(texts.FILE_UNREADABLE.at(path.name, reason="UTF-8, Big5 ✗"))


def _checked(text: str, problems: list[Problem]) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [cell.strip() for cell in next(reader, [])]
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise Refused(
            *(texts.COLUMN_MISSING.at("header", column=name, needed=", ".join(NEEDED)) for name in missing)
        )
    seen: dict[str, int] = {}
    for number, row in enumerate(reader, 2):
        if not any(cell.strip() for cell in row):
            continue
        cells = {name: value.strip() for name, value in zip(header, row, strict=False) if name in COLUMNS}
        line = Line(number, {name: cells.get(name, "") for name in COLUMNS})
        found = _row_problems(line, seen)
        problems.extend(found)
        if not found:
            seen[line.cells["OID"]] = number
            yield line


def _row_problems(line: Line, seen: Mapping[str, int]) -> list[Problem]:
    cells = line.cells
    found = [line.problem(texts.CELL_EMPTY, name) for name in NEEDED if not cells[name]]
    oid = cells["OID"]
    if oid and not OID.fullmatch(oid):
        found.append(line.problem(texts.CELL_OID, "OID", value=oid[:80]))
    elif oid in seen:
        found.append(line.problem(texts.OID_TWICE, "OID", value=oid, first=seen[oid]))
    for name, limit in LIMITS.items():
        if len(cells[name]) > limit:
            found.append(line.problem(texts.CELL_TOO_LONG, name, limit=limit))
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """The aliases that a batch of lines can touch, read at once and kept up to date while it is written."""

    aliases: dict[tuple[str, str], Agency]

    def oid(self, value: str) -> Agency | None:
        """Return the agency with an OID."""
        return self.aliases.get((AliasScheme.OID, value))

    def code(self, value: str) -> Agency | None:
        """Return the agency with an agency code."""
        return self.aliases.get((AliasScheme.ORG_CODE, value))


def _known(lines: list[Line]) -> _Known:
    oids = {line.cells["OID"] for line in lines}
    oids |= {parent_oid(oid) for oid in oids}
    codes = {line.cells["OrgCode"] for line in lines}
    rows = AgencyAlias.objects.filter(scheme=AliasScheme.OID, value__in=oids) | AgencyAlias.objects.filter(
        scheme=AliasScheme.ORG_CODE, value__in=codes
    )
    rows = rows.select_related("agency__merged_into", "agency__parent")
    return _Known({(alias.scheme, alias.value): alias.agency.final() for alias in rows})


@transaction.atomic
def _write(lines: list[Line], tally: Tally, *, by: Actor, digest: str) -> None:
    batch, known = Tally(problems=tally.problems), _known(lines)
    for line in lines:
        _write_line(line, known, batch)
    tally.added += batch.added
    tally.changed.update(batch.changed)
    tally.unchanged += batch.unchanged
    if batch.added or batch.changed:
        public = {"sha256": digest, "added": batch.added, "changed": batch.changed}
        append("agency.imported", subject="agencies", actor=by.id, public=public, at=now())


def _write_line(line: Line, known: _Known, batch: Tally) -> None:
    cells = line.cells
    parent = _parent(cells, known)
    agency = _matching(cells, parent, known)
    if agency is None:
        values = {**_facts(cells), **_place(cells["OID"], parent)}
        agency = create(Agency(names={"zh-Hant": cells["OrgName"]}, **values))
        _number(agency, line, known, batch.problems)
        batch.note(agency, [], new=True)
        return
    fields = _rename(agency, cells["OrgName"], parent)
    fields += set_fields(agency, _facts(cells), overwrite=True)
    fields += _move(agency, cells["OID"], parent)
    fields += _number(agency, line, known, batch.problems)
    batch.note(agency, fields, new=False)


def _parent(cells: Mapping[str, str], known: _Known) -> Agency | None:
    """Return the agency above: by OID, else by the directory name's next unit up."""
    above = known.oid(parent_oid(cells["OID"]))
    if above is not None:
        return above
    parts = [part.partition("=") for part in cells["DN"].split(",")]
    units = [value.strip() for key, _, value in parts if key.strip().lower() in ("ou", "o")]
    return find(units[1]) if len(units) > 1 and units[1] else None


def _matching(cells: Mapping[str, str], parent: Agency | None, known: _Known) -> Agency | None:
    numbered = known.oid(cells["OID"]) or known.code(cells["OrgCode"])
    if numbered is not None:
        return numbered
    key = name_key(cells["OrgName"])
    full = name_key(parent.name()) + key if parent else ""
    named = Agency.objects.filter(name_key__in=[key, full], merged_into=None).select_related("parent")
    # The same short name exists in many ministries: without an OID it is only the same under the same parent.
    free = list(named.exclude(aliases__scheme=AliasScheme.OID))
    if parent is None:
        return next(iter(free), None)
    return next((each for each in free if each.parent_id == parent.pk or each.name_key == full), None)


def _facts(cells: Mapping[str, str]) -> dict[str, str]:
    return {"phone": cells["TEL"], "address": cells["Address"], "directory_name": cells["DN"]}


def _place(oid: str, parent: Agency | None) -> dict[str, Any]:
    """Return what the place in the tree tells of a new agency."""
    return {
        "parent": parent,
        "rule_regime": regime_of(oid),
        "level": parent.level + 1 if parent and parent.level else None,
        "county_code": parent.county_code if parent and LOCAL.match(oid) else "",
    }


def _rename(agency: Agency, given: str, parent: Agency | None) -> list[str]:
    known = agency.name()
    if is_same_name(known, given, parent.name() if parent else ""):
        return []
    AgencyAlias.objects.get_or_create(
        scheme=AliasScheme.FORMER_NAME, value=known, defaults={"agency": agency}
    )
    agency.names = {**agency.names, "zh-Hant": given}
    agency.name_key = name_key(given)
    agency.save(update_fields=["names", "name_key"])
    return ["name"]


def _move(agency: Agency, oid: str, parent: Agency | None) -> list[str]:
    """Put a known agency where the list says it is; an official row makes a provisional agency official."""
    place = _place(oid, None if parent is None or parent.is_within(agency) else parent)
    firm = {name: place[name] for name in ("parent", "rule_regime")}
    fields = set_fields(agency, firm, overwrite=True)
    fields += set_fields(agency, {name: place[name] for name in ("level", "county_code")}, overwrite=False)
    if agency.provisional:
        agency.provisional = False
        agency.save(update_fields=["provisional"])
        fields.append("provisional")
    return fields


def _number(agency: Agency, line: Line, known: _Known, problems: list[Problem]) -> list[str]:
    """Add the row's OID and code where nobody holds them; report a code that is odd or another agency's."""
    code = line.cells["OrgCode"]
    if code and not ORG_CODE.fullmatch(code):
        problems.append(line.problem(texts.CELL_ORG_CODE, "OrgCode", value=code[:40]))
        code = ""
    fresh = []
    for scheme, column, value in (
        (AliasScheme.OID, "OID", line.cells["OID"]),
        (AliasScheme.ORG_CODE, "OrgCode", code),
    ):
        holder = known.aliases.get((scheme, value))
        if value and holder is None:
            fresh.append(AgencyAlias(agency=agency, scheme=scheme, value=value))
            known.aliases[scheme, value] = agency
        elif holder is not None and holder.pk != agency.pk:
            problems.append(line.problem(texts.ALIAS_TAKEN, column, value=value, owner=holder.name()))
    AgencyAlias.objects.bulk_create(fresh)
    return [str(alias.scheme) for alias in fresh]
