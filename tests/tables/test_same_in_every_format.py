"""The same table with the same faults says the same in every format, at the row a spreadsheet would show."""

import json
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from springhead.engine.kernel.problems import Severity
from springhead.engine.tables.reading import read

HEADER = ["編號", "站名", "日期", "數量", "備註"]
FAULTS = {
    (13, 3): ("12O", "type-error"),
    (20, 2): ("113/05/01", "roc-date"),
    (31, 2): ("2024-02-30", "type-error"),
    (44, 3): ("１２３", "fullwidth-digit"),
    (52, 3): ("N/A", "missing-mark"),
    (60, 4): ("=SUM(A1)", "formula"),
    (71, 1): ("甲\ue000站", "private-use"),
    (83, 4): ("第\u200b一", "control-character"),
}


def rows() -> list[list[str]]:
    table = [
        [str(n), f"第{n}站", date(2024, 1 + n % 12, 1 + n % 28).isoformat(), str(n * 37 % 1000), f"說明{n}"]
        for n in range(1, 301)
    ]
    for (row, column), (cell, _) in FAULTS.items():
        table[row - 2][column] = cell
    return table


def as_csv(path: Path) -> None:
    path.write_text("\n".join(",".join(row) for row in [HEADER, *rows()]) + "\n", encoding="utf-8")


def as_tsv(path: Path) -> None:
    path.write_text("\n".join("\t".join(row) for row in [HEADER, *rows()]) + "\n", encoding="utf-16")


def as_json(path: Path) -> None:
    path.write_text(json.dumps([dict(zip(HEADER, row, strict=True)) for row in rows()]), encoding="utf-8")


def as_ndjson(path: Path) -> None:
    lines = (json.dumps(dict(zip(HEADER, row, strict=True)), ensure_ascii=False) for row in rows())
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def as_xml(path: Path) -> None:
    items = (
        "".join(f"<{name}>{cell}</{name}>" for name, cell in zip(HEADER, row, strict=True)) for row in rows()
    )
    text = "".join(f"<站>{item}</站>" for item in items)
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?><全部>{text}</全部>', encoding="utf-8")


def as_xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    book.properties.creator = ""
    for row in [HEADER, *rows()]:
        book.active.append(row)
    for cell in book.active["E"]:
        cell.data_type = "s"  # text that begins with "=" is not a formula here
    book.save(path)


def as_parquet(path: Path) -> None:
    columns = [pa.array(column, pa.string()) for column in zip(*rows(), strict=True)]
    pq.write_table(pa.table(columns, names=HEADER), path)


def as_geojson(path: Path) -> None:
    features = [
        {
            "type": "Feature",
            "properties": dict(zip(HEADER, row, strict=True)),
            "geometry": {"type": "Point", "coordinates": [121.5, 25.0]},
        }
        for row in rows()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def as_kml(path: Path) -> None:
    marks = []
    for row in rows():
        cells = (
            f'<Data name="{name}"><value>{cell}</value></Data>'
            for name, cell in zip(HEADER, row, strict=True)
        )
        point = "<Point><coordinates>121.5,25.0</coordinates></Point>"
        marks.append(f"<Placemark><ExtendedData>{''.join(cells)}</ExtendedData>{point}</Placemark>")
    head = '<?xml version="1.0" encoding="utf-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    path.write_text(f"{head}{''.join(marks)}</Document></kml>", encoding="utf-8")


WRITERS = {
    "csv": as_csv,
    "tsv": as_tsv,
    "json": as_json,
    "ndjson": as_ndjson,
    "xml": as_xml,
    "xlsx": as_xlsx,
    "parquet": as_parquet,
    "geojson": as_geojson,
    "kml": as_kml,
}


@pytest.mark.parametrize("form", WRITERS)
def test_each_fault_is_told_at_its_row_and_column(tmp_path, form):
    path = tmp_path / f"t.{form}"
    WRITERS[form](path)
    report = read(path)
    found = {(one.row, one.column, one.problem.code) for one in report.findings if one.row and one.column}
    wanted = {(row, HEADER[column], rule) for (row, column), (_, rule) in FAULTS.items()}
    assert wanted <= found
    assert {one.problem.code for one in report.findings if one.problem.severity is not Severity.INFO} <= {
        rule for _, _, rule in wanted
    }
    types = {column.name: str(column.type) for column in report.columns}
    assert [types[name] for name in HEADER] == ["integer", "text", "date", "integer", "text"]
    assert (report.rows, report.set_aside) == (300, 0)
