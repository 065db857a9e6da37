"""Tables with TWD97 coordinates have a place too: `bbox` and GeoJSON in WGS84, from either engine."""

import math
from collections.abc import Callable
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.dataplane import places
from tests.dataplane.conftest import Client

from springhead.engine.tables.manifest import SnapshotEntry
from springhead.engine.tables.schema import Column, Type
from springhead.engine.tables.stores import build

COLUMNS = (
    Column("名稱", "name"),
    Column("X", "x", Type.DECIMAL, role="twd97_x"),
    Column("Y", "y", Type.DECIMAL, role="twd97_y"),
)
DEGREES = [22.0, 23.0, 24.0, 24.5, 25.0]


def northing(latitude: float) -> float:
    """Metres along the central meridian (121°) times its scale: the meridian arc of GRS80, summed by hand."""
    a, f, steps = 6_378_137.0, 1 / 298.257222101, 20_000
    e2, step = f * (2 - f), math.radians(latitude) / steps
    arc = sum((1 - e2 * math.sin((n + 0.5) * step) ** 2) ** -1.5 for n in range(steps))
    return 0.9999 * a * (1 - e2) * arc * step


@pytest.fixture(params=[10_000, 2], ids=["sqlite", "duckdb"])
def client(request: pytest.FixtureRequest, tmp_path: Path, serve: Callable[..., Client]) -> Client:
    rows = {
        "名稱": [f"北緯{degree}度" for degree in DEGREES] + ["不明"],
        "X": pa.array([250_000.0] * 5 + [None], pa.float64()),
        "Y": pa.array([*map(northing, DEGREES), None], pa.float64()),
    }
    pq.write_table(pa.table(rows), tmp_path / "t.parquet")
    public = tmp_path / "public"
    built = build(tmp_path / "t.parquet", COLUMNS, tmp_path / "work", scan_rows=request.param)
    stores = tuple(places.offer(public, one.path, one.kind, one.kind) for one in built)
    places.announce(public, SnapshotEntry(1, "2026-03-01T00:00:00+00:00", 6, COLUMNS, stores))
    return serve(public)


def test_a_box_finds_what_lies_in_it(client: Client) -> None:
    found = client.get("rows?bbox=120.9,23.9,121.1,24.6&count=exact").json
    assert [item["名稱"] for item in found["items"]] == ["北緯24.0度", "北緯24.5度"]
    assert found["count"] == 2
    assert client.get("rows?bbox=121.1,23.9,121.2,24.6").items == []


def test_geojson_tells_degrees_and_the_table_its_own_columns(client: Client) -> None:
    features = orjson.loads(client.get("export.geojson").body)["features"]
    for feature, degree in zip(features, DEGREES, strict=False):
        assert feature["geometry"]["coordinates"] == pytest.approx([121.0, degree], abs=2e-7)
        assert list(feature["properties"]) == ["名稱", "X", "Y"]
    assert features[5]["geometry"] is None
    assert list(client.get("rows?limit=1").items[0]) == ["名稱", "X", "Y"]


def test_its_document_tells_of_bbox(client: Client) -> None:
    told = client.get("openapi.json").json
    given = told["paths"][f"/api/v1/tables/{places.TABLE}/rows"]["get"]["parameters"]
    assert {"$ref": "#/components/parameters/bbox"} in given
    assert f"/api/v1/tables/{places.TABLE}/export.geojson" in told["paths"]
