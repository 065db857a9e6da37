"""Every table describes itself: valid by an independent judge, with its real names, and true to the answers."""

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from tests.dataplane import places
from tests.dataplane.conftest import Client

from springhead.engine.dataplane.app import create_app
from springhead.engine.dataplane.openapi import FILTERED, document, row_schema
from springhead.engine.tables.manifest import Manifest, SnapshotEntry
from springhead.engine.tables.schema import Column, Type


@pytest.fixture
def client(published: Path) -> Client:
    return Client(create_app(published))


def parameters(document: dict[str, Any], operation: str) -> list[str]:
    found = document["paths"][f"/api/v1/tables/{places.TABLE}/{operation}"]["get"]["parameters"]
    return [parameter["name"] for parameter in found if "name" in parameter]


@pytest.mark.parametrize("lang", ["zh-Hant", "en"])
def test_the_document_is_valid(client: Client, lang: str) -> None:
    validate(client.get(f"openapi.json?lang={lang}").json)


def test_rows_are_as_the_document_says(client: Client) -> None:
    told = client.get("openapi.json").json
    schema = {**told["components"]["schemas"]["RowPage"], "components": told["components"]}
    page = client.get("rows?limit=20").json
    assert page["items"]
    Draft202012Validator(schema).validate(page)


def test_every_column_is_there_with_its_real_name_and_alias(client: Client, published: Path) -> None:
    told = client.get("openapi.json").json["components"]["schemas"]["Row"]["properties"]
    first = client.get("rows?limit=1").items[0]
    assert list(told) == list(first)
    assert all(column["x-alias"].isascii() for column in told.values())


def test_columns_tell_type_description_unit_and_an_example_that_occurs() -> None:
    column = Column(
        "水位",
        "level",
        Type.DECIMAL,
        title={"en": "Water level"},
        description={"zh-Hant": "水庫水位", "en": "Level of the reservoir"},
        unit="m",
        profile={"min": 12.5, "top": [[245.1, 3]]},
    )
    told = row_schema((column,), "en")["properties"]["水位"]
    assert told["type"] == ["number", "null"]
    assert (told["title"], told["description"]) == ("Water level", "Level of the reservoir")
    assert (told["x-alias"], told["x-unit"], told["examples"]) == ("level", "m", [245.1])
    assert row_schema((column,), "zh-Hant")["properties"]["水位"]["description"] == "水庫水位"


def test_every_word_of_the_document_is_one_the_plane_takes(client: Client) -> None:
    """Each parameter is sent once, with its example or default; only "column unknown" would be a lie."""
    told = client.get("openapi.json").json
    shared = told["components"]["parameters"]
    for path, operations in told["paths"].items():
        for given in operations["get"]["parameters"]:
            parameter = shared[given["$ref"].rpartition("/")[2]] if "$ref" in given else given
            reply = client.get(f"{path}?{parameter['name']}={parameter.get('example', 'x')}")
            codes = [] if reply.status == 200 else reply.codes
            assert "query-unknown-parameter" not in codes, (path, parameter["name"])
    names = {
        given.get("$ref", "").rpartition("/")[2]
        for given in told["paths"][f"/api/v1/tables/{places.TABLE}/rows"]["get"]["parameters"]
    }
    assert {"q", "bbox", "fields", "sort", "limit", "cursor", "count", "snapshot", "lang"} <= names


def test_each_type_names_the_comparisons_that_make_sense() -> None:
    columns = (
        Column("名稱", "name"),
        Column("人數", "people", Type.INTEGER),
        Column("limit", "limit_1", Type.TEXT),
    )
    entry = SnapshotEntry(1, "2026-01-01T00:00:00Z", 3, columns, ())
    manifest = Manifest(
        "tb_1", "ds_1", {"zh-Hant": "表"}, {}, "機關", "", "", "", "https://data.example/", 1, (entry,)
    )
    told = document(manifest, entry, server="http://127.0.0.1")
    names = [
        each["name"]
        for each in told["paths"]["/api/v1/tables/tb_1/rows"]["get"]["parameters"]
        if "name" in each
    ]
    assert {"名稱", "名稱__contains", "人數", "人數__gte", "人數__lt", "field:limit"} <= set(names)
    assert "人數__contains" not in names


def test_a_table_of_a_thousand_columns_still_has_a_readable_document() -> None:
    columns = tuple(Column(f"欄{number}", f"c{number}", Type.DECIMAL) for number in range(1_000))
    entry = SnapshotEntry(1, "2026-01-01T00:00:00Z", 3, columns, ())
    manifest = Manifest(
        "tb_1", "ds_1", {"zh-Hant": "表"}, {}, "機關", "", "", "", "https://data.example/", 1, (entry,)
    )
    told = document(manifest, entry, server="http://127.0.0.1")
    assert len(row_schema(columns, "en")["properties"]) == 1_000
    assert len(told["paths"]["/api/v1/tables/tb_1/rows"]["get"]["parameters"]) < 4 * FILTERED
    validate(told)


def test_the_document_is_cached_by_its_tag(client: Client) -> None:
    first = client.get("openapi.json")
    assert client.get("openapi.json", if_none_match=first.headers["etag"]).status == 304


def test_apis_json_lists_the_table_and_leads_to_its_document(client: Client) -> None:
    listed = client.get("/apis.json", host="data.example").json
    tables = [api for api in listed["apis"] if api["aid"] == places.TABLE]
    assert len(tables) == 1
    address = tables[0]["properties"][0]["url"]
    assert address == f"http://data.example/api/v1/tables/{places.TABLE}/openapi.json"
    assert client.get(address.removeprefix("http://data.example")).status == 200
