"""Whatever is asked, the answer is an answer or a problem that names it; never an error of the program."""

from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.dataplane import places
from tests.dataplane.conftest import Client

from springhead.engine.dataplane.app import create_app
from springhead.engine.dataplane.settings import Settings
from springhead.engine.tables.aliases import RESERVED
from springhead.engine.tables.query.tree import Op

WORDS = [*sorted(RESERVED), *(column.name for column in places.COLUMNS), *(c.alias for c in places.COLUMNS)]
keys = st.tuples(
    st.sampled_from(WORDS) | st.text(max_size=8), st.sampled_from(["", *(f"__{op}" for op in Op)])
).map("".join)
values = (
    st.text(max_size=12)
    | st.integers().map(str)
    | st.floats().map(str)
    | st.sampled_from(
        ["true", "2026-01-01", "12:00", "avg:pm25", "day:time", "-time", "1,2,3,4", "' OR 1=1 --"]
    )
)
queries = st.lists(st.tuples(keys, values), max_size=4)
ends = st.sampled_from(
    ["rows", "aggregate", "export.csv", "export.ndjson", "export.geojson", "openapi.json", ""]
)


@pytest.fixture(scope="module")
def client(published: Path) -> Client:
    return Client(create_app(published, settings=Settings(quota=0, key_quota=0)))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(end=ends, pairs=queries)
def test_no_question_breaks_the_plane(client: Client, end: str, pairs: list[tuple[str, str]]) -> None:
    query = "&".join(f"{quote(k, errors='replace')}={quote(v, errors='replace')}" for k, v in pairs)
    reply = client.get(f"{end}?{query}")
    assert reply.status in (200, 400, 404, 413), (end, query, reply.body[:300])
    if reply.status != 200:
        for problem in reply.json["problems"]:
            assert problem["message"]
            assert problem["remedy"]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=30))
def test_no_bytes_break_the_plane(client: Client, raw: bytes) -> None:
    reply = client.get(f"rows?{raw.decode('latin-1')}")
    assert reply.status in (200, 400, 404)
    headers = {"if_none_match": raw.decode("latin-1"), "accept_encoding": raw.decode("latin-1")}
    assert client.get("rows?limit=1", **headers).status in (200, 304)
