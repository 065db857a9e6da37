"""Downloads of a whole table or a part of it."""

import asyncio
import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import orjson
import pyarrow.parquet as pq
import pytest
from tests.dataplane import places
from tests.dataplane.conftest import Client

from springhead.engine.dataplane import sheets
from springhead.engine.tables import manifest
from springhead.engine.tables.query.grammar import ExportRequest
from springhead.engine.tables.query.sqlite_store import SqliteStore
from springhead.engine.tables.query.tree import ExportQuery


def test_csv_has_all_rows_and_survives_commas_quotes_and_lines(client: Client) -> None:
    reply = client.get("export.csv")
    rows = list(csv.reader(io.StringIO(reply.body.decode("utf-8"))))
    assert rows[0] == [column.name for column in places.COLUMNS]
    assert len(rows) == 241
    assert rows[3][-1] == "多行\n文字"
    assert rows[2][-1] == 'a,b "c"'
    assert "filename*=UTF-8''%E7%A9%BA%E6%B0%A3" in reply.headers["content-disposition"]


def test_csv_for_spreadsheets_has_a_mark_and_no_formulas(client: Client) -> None:
    text = client.get("export.csv?excel=1&fields=備註__ne").body
    assert text.startswith(b"\xef\xbb\xbf")
    assert b'\n"\'=1+1"\n' in text
    assert client.get("export.csv?fields=備註__ne").body.count(b'\n"=1+1"\n') == 60


def test_ndjson_equals_the_rows(client: Client) -> None:
    lines = [orjson.loads(line) for line in client.get("export.ndjson?county=高雄市").body.splitlines()]
    assert lines[:5] == client.get("rows?county=高雄市&limit=5").items
    assert len(lines) == 60


def test_an_unfiltered_parquet_is_the_archived_file_and_a_filtered_one_keeps_its_types(
    client: Client,
) -> None:
    whole = pq.read_table(io.BytesIO(client.get("export.parquet").body))
    part = pq.read_table(io.BytesIO(client.get("export.parquet?id__lte=20").body))
    assert whole.num_rows == 240
    assert part.schema.types == places.KINDS
    assert part.equals(whole.slice(0, 20))


def test_xlsx_has_numbers_dates_and_no_formulas(client: Client) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get("export.xlsx?id__lte=12").body))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0] == tuple(column.name for column in places.COLUMNS)
    assert rows[12][3].isoformat() == "2026-01-01T12:00:00"
    assert rows[12][4] == 18
    assert book.active["L13"].data_type == "s"


def test_ods_is_a_readable_spreadsheet(client: Client) -> None:
    from python_calamine import CalamineWorkbook

    body = client.get("export.ods?id__lte=12").body
    assert zipfile.ZipFile(io.BytesIO(body)).namelist()[0] == "mimetype"
    rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    assert len(rows) == 13
    assert rows[12][:5] == [12.0, "測站5", "臺北市", rows[12][3], 18.0]
    assert rows[12][3].isoformat() == "2026-01-01T12:00:00"


def test_geojson_is_a_feature_collection(client: Client) -> None:
    found = orjson.loads(client.get("export.geojson?id__in=12&id__in=13").body)
    assert found["type"] == "FeatureCollection"
    assert found["features"][0]["geometry"] == {"type": "Point", "coordinates": [121.2, 23.2]}
    assert found["features"][1]["geometry"] is None
    assert orjson.loads(client.get("export.geojson?id=999").body)["features"] == []


def test_an_unknown_format_is_a_problem(client: Client) -> None:
    assert client.get("export.csvv").json["problems"][0]["params"]["nearest"] == "csv"


def test_xlsx_goes_on_in_another_sheet_at_the_limit_of_the_format(published: Path) -> None:
    entry = manifest.read(published / "tables" / f"{places.TABLE}.json").snapshot()
    assert entry is not None
    file = entry.store("sqlite")
    assert file is not None
    store = SqliteStore(published / file.file)
    query = ExportQuery(fields=(0, 1))
    pieces = sheets.xlsx(store, ExportRequest(query), places.COLUMNS[:2], sheet_rows=100)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(pieces)))
    store.close()
    found = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
    assert [len(rows) for rows in found] == [101, 101, 41]
    assert {rows[0] for rows in found} == {("編號", "測站")}
    assert [rows[1][0] for rows in found] == [1, 101, 201]
    assert sheets.XLSX_ROWS == 2**20 - 1  # and a header: 1,048,576 rows of a sheet


def test_too_many_rows_for_ods_get_a_problem_that_names_csv(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sheets.ODS_ROWS == 100_000
    monkeypatch.setattr(sheets, "ODS_ROWS", 100)
    refused = client.get("export.ods?lang=en")
    assert (refused.status, refused.codes) == (413, ["data-ods-too-large"])
    assert "export.csv" in refused.json["problems"][0]["remedy"]
    assert client.get("export.ods?county=高雄市").status == 200
    assert client.get("export.ods?id__lte=101").status == 413


def test_an_export_has_a_tag_and_is_not_made_twice(client: Client) -> None:
    first = client.get("export.csv?county=高雄市")
    again = client.get("export.csv?county=高雄市", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_an_export_is_sent_as_it_is_made(tmp_path: Path, serve: Callable[..., Client]) -> None:
    public = tmp_path / "public"
    places.announce(public, places.publish(public, tmp_path, rows=50_000))
    for name in ("csv", "ndjson", "geojson"):
        reply = serve(public).get(f"export.{name}")
        assert reply.status == 200
        assert reply.pieces > 3, name
        assert "content-length" not in reply.headers


def test_a_slow_reader_holds_a_place_but_no_thread(tmp_path: Path, serve: Callable[..., Client]) -> None:
    """Two readers stop after the first piece; a third still gets everything, a fourth is told to come back."""
    public = tmp_path / "public"
    places.announce(public, places.publish(public, tmp_path, rows=50_000))
    client = serve(public, threads=1, exports=3)

    async def story() -> list[int]:
        go = asyncio.Event()
        slow = [asyncio.ensure_future(client.ask("export.csv", read_on=go)) for _ in range(2)]
        await asyncio.sleep(0.3)
        third = await client.ask("export.csv")
        held = asyncio.ensure_future(client.ask("export.csv", read_on=go))
        await asyncio.sleep(0.1)
        fourth = await client.ask("export.csv")
        go.set()
        rest = await asyncio.gather(*slow, held)
        assert len({reply.body for reply in (third, *rest)}) == 1
        return [third.status, fourth.status, int(fourth.headers["retry-after"])]

    assert asyncio.run(story()) == [200, 503, 10]
