"""Loads the agencies that ship with the product (`content/agencies`). Idempotent; never overwrites what is known."""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem
from springhead.foundation.agencies.models import Agency, AgencyAlias, AliasScheme
from springhead.foundation.agencies.naming import create
from springhead.foundation.agencies.rules import name_key
from springhead.foundation.agencies.writing import Tally, set_alias, set_fields, set_succession
from springhead.foundation.ledger import append

ACTOR = "machine:content"
LOCAL_LEVEL = 1


def load(folder: Path | None = None) -> Tally:
    """Add missing agencies, names, numbers and successions; one event when anything was added or filled in."""
    place = folder or Path(settings.CONTENT) / "agencies"
    tally = Tally()
    with transaction.atomic():
        central, counties = _read(place / "central.csv"), _read(place / "counties.csv")
        known = {row["name_zh"]: _central(row, tally) for row in central}
        for row in central:
            _connect(known[row["name_zh"]], row, known, tally)
        for row in counties:
            _county(row, tally)
        if tally.added or tally.changed:
            public = {"added": tally.added, "changed": tally.changed}
            append("agency:content_loaded", subject="agencies", actor=ACTOR, public=public, at=now())
    return tally


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _central(row: Mapping[str, str], tally: Tally) -> Agency:
    values = {
        "short_name": row["short_name"],
        "level": int(row["level"]),
        "rule_regime": row["rule_regime"],
        "valid_from": _date(row["valid_from"]),
        "valid_to": _date(row["valid_to"]),
    }
    aliases = {AliasScheme.OID: row["oid"], AliasScheme.ORG_CODE: row["org_code"]}
    agency, fields, new = _settle(row, values, aliases, tally.problems)
    if row["ended"] == "1" and not agency.ended:
        agency.ended = True
        agency.save(update_fields=["ended"])
        fields.append("ended")
    tally.note(agency, fields, new=new)
    return agency


def _county(row: Mapping[str, str], tally: Tally) -> None:
    values = {
        "short_name": row["county_zh"],
        "level": LOCAL_LEVEL,
        "rule_regime": "local",
        "county_code": row["county5"],
        "seat_county": row["county5"],
    }
    aliases = {
        AliasScheme.OID: row["oid"],
        AliasScheme.ORG_CODE: row["org_code"],
        AliasScheme.COUNTY5: row["county5"],
        AliasScheme.ISO: row["iso"],
    }
    agency, fields, new = _settle(row, values, aliases, tally.problems)
    tally.note(agency, fields, new=new)


def _settle(
    row: Mapping[str, str],
    values: Mapping[str, object],
    aliases: Mapping[AliasScheme, str],
    problems: list[Problem],
) -> tuple[Agency, list[str], bool]:
    """Return the agency of a row, the fields that changed, and whether it is new."""
    agency = _known(row["name_zh"], row["oid"])
    new = agency is None
    if agency is None:
        agency = create(Agency(names={"zh-Hant": row["name_zh"], "en": row["name_en"]}))
    fields = set_fields(agency, values, overwrite=False)
    if agency.provisional:
        agency.provisional = False
        agency.save(update_fields=["provisional"])
        fields.append("provisional")
    for scheme, value in aliases.items():
        fields += set_alias(agency, scheme, value, where=f"{row['name_zh']} {scheme}", problems=problems)
    return agency, fields, new


def _known(name: str, oid: str) -> Agency | None:
    alias = AgencyAlias.objects.select_related("agency").filter(scheme=AliasScheme.OID, value=oid).first()
    if oid and alias is not None:
        return alias.agency.final()
    by_name = Agency.objects.filter(name_key=name_key(name)).order_by("provisional", "pk").first()
    return by_name.final() if by_name else None


def _connect(agency: Agency, row: Mapping[str, str], known: Mapping[str, Agency], tally: Tally) -> None:
    """Set parent and successor once every row has its agency."""
    fields: list[str] = []
    if row["parent"]:
        fields += set_fields(agency, {"parent": known[row["parent"]]}, overwrite=False)
    if row["succeeded_by"]:
        fields += set_succession(agency, known[row["succeeded_by"]])
    if fields and agency.public_id not in tally.added:
        tally.changed.setdefault(agency.public_id, []).extend(fields)


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
