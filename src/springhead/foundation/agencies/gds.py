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
from typing import Final

from django.db import transaction

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem, Refused
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
from springhead.foundation.agencies.writing import Tally, set_alias, set_fields
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

    def where(self, column: str) -> str:
        """Name a cell for people: 「第 12 列 OID」."""
        return f"第 {self.number} 列 {column}"


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
    found = [texts.CELL_EMPTY.at(line.where(name), column=name) for name in NEEDED if not cells[name]]
    oid = cells["OID"]
    if oid and not OID.fullmatch(oid):
        found.append(texts.CELL_OID.at(line.where("OID"), value=oid[:80]))
    elif oid in seen:
        found.append(texts.OID_TWICE.at(line.where("OID"), value=oid, first=seen[oid]))
    for name, limit in LIMITS.items():
        if len(cells[name]) > limit:
            found.append(texts.CELL_TOO_LONG.at(line.where(name), column=name, limit=limit))
    return found


@transaction.atomic
def _write(lines: list[Line], tally: Tally, *, by: Actor, digest: str) -> None:
    batch = Tally(problems=tally.problems)
    for line in lines:
        _write_line(line, batch)
    tally.added += batch.added
    tally.changed.update(batch.changed)
    tally.unchanged += batch.unchanged
    if batch.added or batch.changed:
        public = {"sha256": digest, "added": batch.added, "changed": batch.changed}
        append("agency:imported", subject="agencies", actor=by.id, public=public, at=now())


def _write_line(line: Line, batch: Tally) -> None:
    cells = line.cells
    parent = _parent(cells)
    agency = _matching(cells, parent)
    new = agency is None
    if agency is None:
        agency = create(Agency(names={"zh-Hant": cells["OrgName"]}, parent=parent))
    fields = _rename(agency, cells["OrgName"], parent)
    values = {"phone": cells["TEL"], "address": cells["Address"], "directory_name": cells["DN"]}
    fields += set_fields(agency, values, overwrite=True)
    fields += _place(agency, cells["OID"], parent)
    fields += _number(agency, line, batch.problems)
    batch.note(agency, fields, new=new)


def _parent(cells: Mapping[str, str]) -> Agency | None:
    """Return the agency above: by OID, else by the directory name's next unit up."""
    above = parent_oid(cells["OID"])
    alias = AgencyAlias.objects.select_related("agency").filter(scheme=AliasScheme.OID, value=above).first()
    if above and alias is not None:
        return alias.agency.final()
    units = [
        part.partition("=")[2].strip()
        for part in cells["DN"].split(",")
        if part.strip().lower()[:2] in ("ou", "o=")
    ]
    return find(units[1]) if len(units) > 1 and units[1] else None


def _matching(cells: Mapping[str, str], parent: Agency | None) -> Agency | None:
    for scheme, value in ((AliasScheme.OID, cells["OID"]), (AliasScheme.ORG_CODE, cells["OrgCode"])):
        alias = AgencyAlias.objects.select_related("agency").filter(scheme=scheme, value=value).first()
        if value and alias is not None:
            return alias.agency.final()
    full = name_key(parent.name() + cells["OrgName"]) if parent else ""
    named = Agency.objects.filter(name_key__in=[name_key(cells["OrgName"]), full], merged_into=None)
    # The same short name exists in many ministries: without an OID it is only the same under the same parent.
    free = named.exclude(aliases__scheme=AliasScheme.OID)
    return (
        free.filter(parent=parent).first() or free.filter(name_key=full).first() if parent else free.first()
    )


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


def _place(agency: Agency, oid: str, parent: Agency | None) -> list[str]:
    """Set what the place in the tree tells; an official row makes a provisional agency official."""
    fields = set_fields(agency, {"rule_regime": regime_of(oid)}, overwrite=True)
    if parent is not None and parent.pk != agency.pk:
        fields += set_fields(agency, {"parent": parent}, overwrite=True)
        fields += set_fields(agency, {"level": parent.level + 1 if parent.level else None}, overwrite=False)
        if LOCAL.match(oid):
            fields += set_fields(agency, {"county_code": parent.county_code}, overwrite=False)
    if agency.provisional:
        agency.provisional = False
        agency.save(update_fields=["provisional"])
        fields.append("provisional")
    return fields


def _number(agency: Agency, line: Line, problems: list[Problem]) -> list[str]:
    code = line.cells["OrgCode"]
    fields = set_alias(agency, AliasScheme.OID, line.cells["OID"], where=line.where("OID"), problems=problems)
    if code and not ORG_CODE.fullmatch(code):
        problems.append(texts.CELL_ORG_CODE.at(line.where("OrgCode"), value=code[:40]))
        return fields
    return fields + set_alias(
        agency, AliasScheme.ORG_CODE, code, where=line.where("OrgCode"), problems=problems
    )
