"""Which reader opens which kind."""

from springhead.engine.tables.formats.opening import Opening
from springhead.engine.tables.grid import Grid


def read(kind: str, opening: Opening) -> Grid:  # noqa: PLR0911  one line per kind; libraries load when needed
    """Open a file of this kind."""
    if kind in ("xlsx", "xls", "ods"):
        from springhead.engine.tables.formats.workbooks.sheets import open_sheets

        return open_sheets(kind, opening)
    if kind in ("json", "geojson", "ndjson"):
        from springhead.engine.tables.formats.json_files import open_json, open_ndjson

        return open_ndjson(opening) if kind == "ndjson" else open_json(opening)
    if kind == "xml":
        from springhead.engine.tables.formats.xml_files import open_xml

        return open_xml(opening)
    if kind == "kml":
        from springhead.engine.tables.formats.places.kml import open_kml

        return open_kml(opening)
    if kind == "shp":
        from springhead.engine.tables.formats.places.maps import open_shp

        return open_shp(opening)
    if kind == "parquet":
        from springhead.engine.tables.formats.parquet import open_parquet

        return open_parquet(opening)
    if kind in ("zip", "gzip", "kmz"):
        from springhead.engine.tables.formats import packed

        open_packed = {"zip": packed.open_zip, "gzip": packed.open_gzip, "kmz": packed.open_kmz}[kind]
        return open_packed(opening, read)
    if opening.text is None:
        raise ValueError(f"no reader was passed for {kind}")
    return opening.text(opening)
