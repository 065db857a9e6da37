"""Places: GeoJSON, shapefiles, KML; TWD97 becomes longitude and latitude."""

import io
import json
import struct
import zipfile

import numpy as np
import pyogrio.raw
import pytest
from pyproj import Transformer

from springhead.engine.tables.formats.places.geometry import from_wkb

TAIPEI_101 = (121.5645, 25.0337)
METRES = Transformer.from_crs(4326, 3826, always_xy=True).transform(*TAIPEI_101)


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features, **more):
    return json.dumps({"type": "FeatureCollection", **more, "features": features}).encode()


def point(x, y):
    return {"type": "Point", "coordinates": [x, y]}


def test_points_have_their_geometry_and_lon_and_lat(opened, rows, codes):
    grid = opened(
        collection(feature(point(121.5, 25.25), name="a", n=1), feature(point(120, 23), name="b", n=2))
    )
    assert grid.header == [["name", "n", "geometry", "lon", "lat"]]
    assert rows(grid)[0] == ("a", "1", '{"type":"Point","coordinates":[121.5,25.25]}', "121.5", "25.25")
    assert grid.typed == {1: "integer", 3: "decimal", 4: "decimal"}
    assert codes(grid) == []


def test_attributes_called_lat_keep_their_name(opened):
    grid = opened(collection(feature(point(121.5, 25.25), lat=1, lon=2)))
    assert grid.header == [["lat", "lon", "geometry", "geometry_lon", "geometry_lat"]]


def test_a_geojson_named_json_without_its_type_in_front_is_one_too(opened, rows):
    late = (
        b'{"features": ['
        + json.dumps(feature(point(121.5, 25), a=1)).encode()
        + b'], "type": "FeatureCollection"}'
    )
    assert rows(opened(late))[0][-2:] == ("121.5", "25")


@pytest.mark.parametrize(
    "crs", [{}, {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3826"}}}]
)
def test_twd97_is_recognised_by_its_name_or_its_values(opened, rows, codes, crs):
    grid = opened(collection(feature(point(*METRES), name="101"), **crs))
    assert [float(cell) for cell in rows(grid)[0][-2:]] == pytest.approx(TAIPEI_101, abs=1e-6)
    assert json.loads(rows(grid)[0][1])["coordinates"] == pytest.approx(TAIPEI_101, abs=1e-6)
    assert codes(grid) == ["twd97-converted"]


def test_values_win_over_a_wrong_claim(opened, codes):
    wrong = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}}
    assert codes(opened(collection(feature(point(*METRES)), **wrong))) == ["twd97-converted"]


def test_penghu_is_converted_by_its_own_zone(opened, rows):
    place = Transformer.from_crs(4326, 3825, always_xy=True).transform(119.57, 23.57)
    crs = {"crs": {"type": "name", "properties": {"name": "EPSG:3825"}}}
    grid = opened(collection(feature(point(*place)), **crs))
    assert [float(cell) for cell in rows(grid)[0][-2:]] == pytest.approx((119.57, 23.57), abs=1e-6)


def test_an_unknown_system_is_kept_and_told(opened, rows, codes):
    grid = opened(collection(feature(point(9_000_000.5, 88), a=1)))
    assert rows(grid) == [("1", '{"type":"Point","coordinates":[9000000.5,88]}')]
    assert codes(grid) == ["crs-unknown"]


def test_missing_geometries_are_counted(opened, codes):
    grid = opened(
        collection(feature(None, a=1), feature(point(121, 25), a=2), feature(point("x", None), a=3))
    )
    missing = next(finding for finding in grid.findings if finding.problem.code == "geometry-missing")
    assert missing.problem.params["count"] == 2


def shapefile(*, encoding="cp950", cpg=None, prj=True, layer="縣市", epsg="EPSG:3826") -> bytes:
    """A zipped shapefile with Chinese attributes, as agencies send it."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.shp"
        wkb = np.array(
            [struct.pack("<BIdd", 1, 1, *METRES), struct.pack("<BIdd", 1, 1, 250_000, 2_600_000)],
            dtype=object,
        )
        fields = [np.array(["臺北市信義區", "水庫"], dtype=object), np.array([3, 4], dtype=np.int32)]
        pyogrio.raw.write(
            path,
            wkb,
            fields,
            ["名稱", "NUM"],
            geometry_type="Point",
            crs=epsg,
            encoding=encoding,
            driver="ESRI Shapefile",
        )
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for part in sorted(Path(folder).iterdir()):
                if part.suffix == ".cpg" or (part.suffix == ".prj" and not prj):
                    continue
                archive.write(part, f"{layer}/{layer}{part.suffix}")
            if cpg:
                archive.writestr(f"{layer}/{layer}.cpg", cpg)
        return buffer.getvalue()


@pytest.mark.parametrize(
    ("encoding", "cpg"), [("cp950", None), ("utf-8", None), ("cp950", "Big5"), ("utf-8", "UTF-8")]
)
def test_a_zipped_shapefile_is_read_in_its_encoding_and_moved(opened, rows, codes, encoding, cpg):
    grid = opened(shapefile(encoding=encoding, cpg=cpg, prj=cpg is None), name="縣市.zip")
    assert grid.format == "shp"
    assert grid.header == [["名稱", "NUM", "geometry", "lon", "lat"]]
    assert rows(grid)[0][:2] == ("臺北市信義區", "3")
    assert [float(cell) for cell in rows(grid)[0][-2:]] == pytest.approx(TAIPEI_101, abs=1e-6)
    assert codes(grid) == ([] if cpg else ["shp-encoding-guessed"]) + ["twd97-converted"]
    assert grid.encoding == encoding


def test_two_layers_in_one_zip_are_listed(opened, rows, refusal):
    both = io.BytesIO()
    with zipfile.ZipFile(both, "w") as target:
        for name in ("甲", "乙"):
            with zipfile.ZipFile(io.BytesIO(shapefile(layer=name))) as source:
                for part in source.namelist():
                    target.writestr(part, source.read(part))
    problem = refusal(both.getvalue())
    assert problem.code == "archive-several"
    assert "乙/乙.shp" in problem.message("zh-Hant")
    assert len(rows(opened(both.getvalue(), ("sheet", "乙/乙.shp")))) == 2


@pytest.mark.parametrize("name", [".dbf", ".shp"])
def test_a_shapefile_with_a_missing_or_false_part_is_refused(refusal, name):
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(shapefile())) as source, zipfile.ZipFile(buffer, "w") as target:
        for part in source.namelist():
            if not part.endswith(name):
                target.writestr(part, source.read(part))
            elif name == ".shp":
                target.writestr(part, b"<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd")
    assert refusal(buffer.getvalue()).code == "broken-map-layer"


KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<NetworkLink><Link><href>http://127.0.0.1:1/secret</href></Link></NetworkLink>
<Folder><name>北區</name>
<Placemark><name>甲</name><description>一</description><ExtendedData><Data name="類別"><value>公園</value></Data></ExtendedData>
<Point><coordinates> 121.5,25.1,0 </coordinates></Point></Placemark></Folder>
<Folder><name>南區</name><Placemark><name>乙</name><ExtendedData><SchemaData><SimpleData name="類別">學校</SimpleData>
</SchemaData></ExtendedData><Polygon><outerBoundaryIs><LinearRing><coordinates>120,23 120,24 121,24 120,23</coordinates>
</LinearRing></outerBoundaryIs></Polygon></Placemark></Folder></Document></kml>"""


def packed_kml() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("doc.kml", KML)
        archive.writestr("icons/a.png", b"\x89PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("content", [KML.encode(), packed_kml()])
def test_placemarks_of_kml_and_kmz_are_rows(opened, rows, content):
    grid = opened(content)
    assert grid.header == [["folder", "name", "description", "類別", "geometry", "lon", "lat"]]
    assert rows(grid)[0][:4] == ("北區", "甲", "一", "公園")
    assert rows(grid)[0][5:] == ("121.5", "25.1")
    assert rows(grid)[1][:4] == ("南區", "乙", None, "學校")
    assert json.loads(rows(grid)[1][4])["type"] == "Polygon"


def test_kml_with_entities_is_refused(refusal):
    assert refusal(b'<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "b">]><kml/>').code == "xml-entities"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (struct.pack("<BIdd", 1, 1, 1.5, 2), {"type": "Point", "coordinates": ["1.5", "2.0"]}),
        (struct.pack(">BIdd", 0, 1, 1.5, 2), {"type": "Point", "coordinates": ["1.5", "2.0"]}),
        (struct.pack("<BIddd", 1, 1001, 1, 2, 3), {"type": "Point", "coordinates": ["1.0", "2.0", "3.0"]}),
        (struct.pack("<BIddd", 1, 2001, 1, 2, 3), {"type": "Point", "coordinates": ["1.0", "2.0"]}),
        (struct.pack("<BIIdd", 1, 0x20000001, 4326, 1, 2), {"type": "Point", "coordinates": ["1.0", "2.0"]}),
        (
            struct.pack("<BIIBIdd", 1, 4, 1, 1, 1, 1, 2),
            {"type": "MultiPoint", "coordinates": [["1.0", "2.0"]]},
        ),
        (
            struct.pack("<BIIBIdd", 1, 7, 1, 1, 1, 1, 2),
            {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": ["1.0", "2.0"]}]},
        ),
    ],
)
def test_well_known_binary_is_read(data, expected):
    assert from_wkb(data) == expected


@pytest.mark.parametrize(
    "data", [b"", b"\x01", struct.pack("<BI", 1, 99), struct.pack("<BII", 1, 2, 2**31), b"\x01\x02"]
)
def test_broken_binary_is_an_error_not_a_crash(data):
    with pytest.raises(ValueError, match="broken geometry"):
        from_wkb(data)
