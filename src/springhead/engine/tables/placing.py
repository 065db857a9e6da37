"""Columns of TWD97 metres get the code of their coordinate system, and the officer is told which and why."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from springhead.engine.tables import cell_texts, zones
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.recipe import Mending, Recipe
from springhead.engine.tables.report import Proposal
from springhead.engine.tables.schema import Column, Type

ROLES: Final = ("twd97_x", "twd97_y")
LOOKED_AT: Final = 200_000  # rows
RULES: Final = (cell_texts.TWD97_ZONE.code, cell_texts.TWD97_ZONE_DOUBT.code)
_NUMBERS: Final = frozenset({Type.DECIMAL, Type.INTEGER})


def zoned(
    columns: tuple[Column, ...], table: Path | None, recipe: Recipe
) -> tuple[tuple[Column, ...], list[Finding]]:
    """Return the columns with their system, and what is to be told. `table` is the typed Parquet file.

    `recipe.declared["place"]` is what the metadata says of agency and title.
    """
    pair = [column for role in ROLES for column in columns if column.role == role and column.type in _NUMBERS]
    if table is None or len(pair) != len(ROLES):
        return columns, []
    zone = _zone(columns, pair, table, recipe)
    names = {column.name for column in pair}
    placed = tuple(replace(one, crs=zone.crs) if one.name in names else one for one in columns)
    return placed, list(_told(zone, pair))


def proposals(findings: list[Finding]) -> Iterator[Proposal]:
    """Offer the other zone where one was told of."""
    for finding in findings:
        if finding.problem.code in RULES:
            other = zones.ISLANDS_ZONE + zones.TAIWAN_ZONE - int(finding.problem.params["zone"])
            yield Proposal(finding.problem.code, Mending("twd97_zone", value=other))


def _zone(columns: tuple[Column, ...], pair: list[Column], table: Path, recipe: Recipe) -> zones.Zone:
    asked = recipe.value("twd97_zone")
    if asked in zones.CRS:
        return zones.Zone(int(asked), "officer")
    texts = [column.name for column in columns if column.type is Type.TEXT]
    rows = _rows(table, [column.name for column in pair] + texts)
    x, y = (_numbers(rows, column.name) for column in pair)
    return zones.decide(
        [column.name for column in pair],
        x,
        y,
        words=str(recipe.declared.get("place", "")),
        texts=[rows.column(name).combine_chunks() for name in texts],
    )


def _rows(table: Path, names: list[str]) -> pa.Table:
    size = 20_000
    with pq.ParquetFile(table) as source:
        batches = source.iter_batches(size, columns=names)
        return pa.Table.from_batches(list(islice(batches, LOOKED_AT // size)), None)


def _numbers(rows: pa.Table, name: str) -> Any:
    return np.asarray(rows.column(name).cast(pa.float64()).to_numpy())


def _told(zone: zones.Zone, pair: list[Column]) -> Iterator[Finding]:
    name = pair[0].name
    if zone.doubt:
        yield Finding(cell_texts.TWD97_ZONE_DOUBT.at(name, zone=zone.number, crs=zone.crs), column=name)
    elif zone.number == zones.ISLANDS_ZONE or zone.known_by == "officer":
        why = cell_texts.ZONE_REASONS[zone.known_by]
        yield Finding(cell_texts.TWD97_ZONE.at(name, zone=zone.number, crs=zone.crs, why=why), column=name)
