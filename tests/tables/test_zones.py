"""TWD97 zone 119: the islands of Penghu, Kinmen, Wuqiu and Matsu are drawn where they are, and Taiwan too.

The metres are computed from degrees anyone can look up (harbours, lighthouses, town halls).
"""

import json
import sqlite3

import pyarrow.parquet as pq
import pytest
from pyproj import Transformer

from springhead.engine.tables import stores
from springhead.engine.tables.reading import read
from springhead.engine.tables.recipe import Mending, Recipe

PLACES = {  # degrees
    "澎湖": [(119.566, 23.565), (119.611, 23.571), (119.501, 23.602), (119.432, 23.213), (119.497, 23.363)],
    "金門": [(118.318, 24.432), (118.411, 24.443), (118.238, 24.434), (118.431, 24.411)],
    "烏坵": [(119.453, 24.991), (119.457, 24.989)],
    "連江": [(119.951, 26.159), (119.985, 26.224), (119.942, 25.973), (120.493, 26.367)],
    "花蓮": [(121.5, 23.5), (121.45, 23.45), (121.47, 23.6)],
    "臺灣": [(121.565, 25.033), (120.301, 22.613), (121.607, 23.987), (121.301, 23.329), (120.744, 21.924)],
}


def metres(place, zone):
    change = Transformer.from_crs("EPSG:4326", {119: "EPSG:3825", 121: "EPSG:3826"}[zone], always_xy=True)
    return [change.transform(*degrees) for degrees in PLACES[place]]


def written(path, points, *, names=("X坐標", "Y坐標"), county=""):
    head = f"名稱,縣市,{names[0]},{names[1]}\n"
    path.mkdir(exist_ok=True)
    rows = [f"第{at}處,{county},{x:.2f},{y:.2f}\n" for at, (x, y) in enumerate(points)]
    (path / "t.csv").write_text(head + "".join(rows), "utf-8")
    return path / "t.csv"


def places(report, folder):
    """Return longitude and latitude as the store answers `bbox` with."""
    built = stores.build(report.table, report.columns, folder)
    layout = json.loads(json.dumps([str(one.path) for one in built]))
    with sqlite3.connect(layout[0]) as db:
        (table,) = [
            name
            for (name, text) in db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
            if "x_lon" in (text or "")
        ]
        return db.execute(f'SELECT x_lon, x_lat FROM "{table}" ORDER BY rowid').fetchall()


def check(path, tmp_path, place, crs, *, recipe=None):
    report = read(path, out=tmp_path / "out", recipe=recipe)
    assert [one.crs for one in report.columns if one.role.startswith("twd97")] == [crs, crs]
    found = places(report, tmp_path / "out")
    assert [tuple(one) for one in found] == [pytest.approx(degrees, abs=1e-5) for degrees in PLACES[place]]
    return report


@pytest.mark.parametrize("place", ["金門", "連江"])
def test_islands_that_would_lie_in_the_sea_are_known_by_their_place(tmp_path, place):
    report = check(written(tmp_path, metres(place, 119)), tmp_path, place, "EPSG:3825")
    (told,) = [one.problem for one in report.findings if one.problem.code == "twd97-zone"]
    assert told.params["zone"] == 119
    assert "陸地" in told.message()
    assert "land" in told.message("en")


@pytest.mark.parametrize(("place", "county"), [("澎湖", "澎湖縣"), ("烏坵", "金門縣")])
def test_islands_that_could_be_taiwan_are_known_by_the_words_of_the_table_or_of_its_metadata(
    tmp_path, place, county
):
    check(written(tmp_path / "a", metres(place, 119), county=county), tmp_path / "a", place, "EPSG:3825")
    agency = Recipe(declared={"place": f"{county}政府 公廁位置"})
    check(written(tmp_path / "b", metres(place, 119)), tmp_path / "b", place, "EPSG:3825", recipe=agency)


@pytest.mark.parametrize("names", [("TWD97_119_X", "TWD97_119_Y"), ("X坐標(EPSG:3825)", "Y坐標(EPSG:3825)")])
def test_the_name_of_the_column_decides_first(tmp_path, names):
    check(written(tmp_path, metres("澎湖", 119), names=names), tmp_path, "澎湖", "EPSG:3825")


def test_penghu_without_a_word_is_asked_about_and_one_press_mends_it(tmp_path):
    path = written(tmp_path, metres("澎湖", 119))
    report = read(path, out=tmp_path / "out")
    assert {one.crs for one in report.columns if one.role.startswith("twd97")} == {"EPSG:3826"}
    (offer,) = [one.mending for one in report.proposals if one.rule == "twd97-zone-doubt"]
    assert offer == Mending("twd97_zone", value=119)
    check(path, tmp_path / "again", "澎湖", "EPSG:3825", recipe=Recipe((offer,)))


@pytest.mark.parametrize("place", ["臺灣", "澎湖"])
def test_zone_121_stays_zone_121(tmp_path, place):
    report = check(written(tmp_path, metres(place, 121)), tmp_path, place, "EPSG:3826")
    assert not [one for one in report.findings if one.problem.code.startswith("twd97")]


def test_hualien_is_not_taken_for_penghu(tmp_path):
    points = metres("花蓮", 121)
    report = check(written(tmp_path / "a", points, county="花蓮縣"), tmp_path / "a", "花蓮", "EPSG:3826")
    assert not report.proposals
    agency = Recipe(declared={"place": "花蓮縣政府 路燈"})
    check(written(tmp_path / "b", points), tmp_path / "b", "花蓮", "EPSG:3826", recipe=agency)


@pytest.mark.parametrize(("place", "zone"), [("金門", 119), ("連江", 119), ("臺灣", 121)])
def test_a_map_layer_in_metres_is_placed_by_its_zone_too(tmp_path, place, zone):
    features = [
        {
            "type": "Feature",
            "properties": {"n": at},
            "geometry": {"type": "Point", "coordinates": list(point)},
        }
        for at, point in enumerate(metres(place, zone))
    ]
    (tmp_path / "t.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    report = read(tmp_path / "t.geojson", out=tmp_path / "out")
    table = pq.read_table(report.table).to_pydict()
    found = list(zip(table["lon"], table["lat"], strict=True))
    assert found == [pytest.approx(degrees, abs=1e-5) for degrees in PLACES[place]]
