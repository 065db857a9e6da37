"""A file inside a ZIP or GZIP is opened as if it had been sent alone."""

import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Final

from springhead.engine.kernel.language import joined
from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.formats import archives, texts
from springhead.engine.tables.formats.detect import detect
from springhead.engine.tables.formats.opening import Opening
from springhead.engine.tables.grid import Grid

Reader = Callable[[str, Opening], Grid]
NESTED: Final = ("zip", "gzip")


def open_zip(opening: Opening, read: Reader) -> Grid:
    """Open the one table in a ZIP, or the one the recipe names; Refused with the list when there are several."""
    found = archives.entries(opening.path, opening.limits, opening.filename)
    info = _chosen(found, opening)
    name = archives.name_of(info)
    target = archives.extract(opening.path, info, opening.work / "entry", opening.limits, opening.filename)
    return _inner(opening.inside(target, name), read, name, len(found))


def open_gzip(opening: Opening, read: Reader) -> Grid:
    """Open what a GZIP holds."""
    target = archives.gunzip(opening.path, opening.work / "entry", opening.limits, opening.filename)
    name = PurePosixPath(opening.filename).name.removesuffix(".gz").removesuffix(".gzip")
    return _inner(opening.inside(target, name), read, name, 1)


def open_kmz(opening: Opening, read: Reader) -> Grid:
    """Open the KML in a KMZ; pictures and icons beside it are ignored."""
    found = archives.entries(opening.path, opening.limits, opening.filename)
    layers = [info for info in found if info.filename.lower().endswith(".kml")]
    target = archives.extract(
        opening.path, layers[0], opening.work / "entry", opening.limits, opening.filename
    )
    return read("kml", opening.inside(target, archives.name_of(layers[0])))


def _chosen(found: list[zipfile.ZipInfo], opening: Opening) -> zipfile.ZipInfo:
    wanted = opening.recipe.value("sheet")
    by_name = {archives.name_of(info): info for info in found}
    if wanted is not None and wanted in by_name:
        return by_name[str(wanted)]
    tables = archives.tables_in(found)
    names = joined((archives.name_of(info) for info in tables), most=30)
    if not tables:
        everything = joined(by_name, most=30)
        raise Refused(texts.ARCHIVE_NO_TABLE.at(opening.filename, names=everything))
    if len(tables) == 1:
        return tables[0]
    if wanted is not None:
        raise Refused(texts.ENTRY_MISSING.at(opening.filename, name=wanted, names=names))
    raise Refused(texts.ARCHIVE_SEVERAL.at(opening.filename, count=len(tables), names=names))


def _inner(opening: Opening, read: Reader, name: str, among: int) -> Grid:
    kind = detect(opening.path, name)
    if kind in NESTED or opening.depth > 1:
        raise Refused(texts.ARCHIVE_NESTED.at(opening.filename, name=name))
    grid = read(kind, opening)
    grid.findings.insert(0, Finding(texts.UNPACKED.at(name, name=name, count=among)))
    return grid
