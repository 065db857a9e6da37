"""Loads the agencies that ship with the product (`content/agencies`). Idempotent; never overwrites what is known."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from springhead.engine.kernel.now import now
from springhead.foundation.agencies import texts
from springhead.foundation.agencies.models import Agency, AgencyAlias, AliasScheme, Succession
from springhead.foundation.agencies.naming import create
from springhead.foundation.agencies.rules import name_key
from springhead.foundation.agencies.writing import Tally, set_fields
from springhead.foundation.ledger import append

ACTOR = "machine:content"
LOCAL_LEVEL = 1
CODES = {
    "oid": AliasScheme.OID,
    "org_code": AliasScheme.ORG_CODE,
    "county5": AliasScheme.COUNTY5,
    "iso": AliasScheme.ISO,
}

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the database holds of the agencies in the files: read at once, so that a start with nothing to do is quick."""

    names: dict[str, Agency]
    aliases: dict[tuple[str, str], Agency]
    successions: set[tuple[int, int]]

    def find(self, row: Row) -> Agency | None:
        """Return the agency of a row: by OID, else by name; the surviving one when it was merged."""
        found = self.aliases.get((AliasScheme.OID, row["oid"])) or self.names.get(name_key(row["name_zh"]))
        return found.final() if found else None


def load(folder: Path | None = None) -> Tally:
    """Add missing agencies, names, numbers and successions; one event when anything was added or filled in."""
    place = folder or Path(settings.CONTENT) / "agencies"
    central, counties = _read(place / "central.csv"), _read(place / "counties.csv")
    tally = Tally()
    with transaction.atomic():
        known = _known([*central, *counties])
        agencies = {row["name_zh"]: _settle(row, _central(row), known, tally) for row in central}
        for row in central:
            _connect(agencies[row["name_zh"]], row, agencies, known, tally)
        for row in counties:
            _settle(row, _county(row), known, tally)
        if tally.added or tally.changed:
            public = {"added": tally.added, "changed": tally.changed}
            append("agency.content_loaded", subject="agencies", actor=ACTOR, public=public, at=now())
    return tally


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _known(rows: Iterable[Row]) -> _Known:
    keys = {name_key(row["name_zh"]) for row in rows}
    values = {row[column] for row in rows for column in CODES if row.get(column)}
    # The official one last, so that it counts where a provisional one has the same name.
    named = (
        Agency.objects.filter(name_key__in=keys).select_related("merged_into").order_by("-provisional", "-pk")
    )
    aliases = AgencyAlias.objects.filter(value__in=values).select_related("agency__merged_into")
    links = Succession.objects.values_list("predecessor_id", "successor_id")
    return _Known(
        names={agency.name_key: agency for agency in named},
        aliases={(alias.scheme, alias.value): alias.agency for alias in aliases},
        successions=set(links),
    )


def _central(row: Row) -> dict[str, Any]:
    return {
        "short_name": row["short_name"],
        "level": int(row["level"]),
        "rule_regime": row["rule_regime"],
        "valid_from": _date(row["valid_from"]),
        "valid_to": _date(row["valid_to"]),
        "ended": row["ended"] == "1",
    }


def _county(row: Row) -> dict[str, Any]:
    return {
        "short_name": row["county_zh"],
        "level": LOCAL_LEVEL,
        "rule_regime": "local",
        "county_code": row["county5"],
        "seat_county": row["county5"],
    }


def _settle(row: Row, values: Mapping[str, Any], known: _Known, tally: Tally) -> Agency:
    """Return the agency of a row, made or completed, with its codes."""
    agency = known.find(row)
    if agency is None:
        agency = create(Agency(names={"zh-Hant": row["name_zh"], "en": row["name_en"]}, **values))
        _codes(agency, row, known, tally)
        tally.note(agency, [], new=True)
        return agency
    fields = set_fields(agency, values, overwrite=False)
    if agency.provisional:
        agency.provisional = False
        agency.save(update_fields=["provisional"])
        fields.append("provisional")
    tally.note(agency, fields + _codes(agency, row, known, tally), new=False)
    return agency


def _codes(agency: Agency, row: Row, known: _Known, tally: Tally) -> list[str]:
    """Add the codes that nobody holds yet; report one that another agency holds."""
    fresh = []
    for column, scheme in CODES.items():
        value = row.get(column, "")
        holder = known.aliases.get((scheme, value))
        if value and holder is None:
            fresh.append(AgencyAlias(agency=agency, scheme=scheme, value=value))
            known.aliases[scheme, value] = agency
        elif holder is not None and holder.final().pk != agency.pk:
            where = f"{row['name_zh']} {column}"
            tally.problems.append(texts.CODE_TAKEN.at(where, value=value, owner=holder.name()))
    AgencyAlias.objects.bulk_create(fresh)
    return [str(alias.scheme) for alias in fresh]


def _connect(agency: Agency, row: Row, agencies: Mapping[str, Agency], known: _Known, tally: Tally) -> None:
    """Set parent and successor once every row has its agency."""
    fields: list[str] = []
    if row["parent"] and agency.parent_id is None:
        fields += set_fields(agency, {"parent": agencies[row["parent"]]}, overwrite=False)
    successor = agencies.get(row["succeeded_by"])
    if successor is not None and (agency.pk, successor.pk) not in known.successions:
        Succession.objects.create(predecessor=agency, successor=successor)
        fields.append("successor")
    if fields and agency.public_id not in tally.added:
        tally.changed.setdefault(agency.public_id, []).extend(fields)


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
