"""What holds for every answer: tags, compression, digests, quotas, keys, tombstones, files, publishing."""

import asyncio
import base64
import gzip
import hashlib
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import pytest
from tests.dataplane import places
from tests.dataplane.conftest import Client

from springhead.engine.dataplane import engines, keys
from springhead.engine.tables.manifest import SnapshotEntry
from springhead.engine.tables.query.compile_duck import DuckCompiler
from springhead.engine.tables.query.compile_sqlite import SqliteCompiler
from springhead.engine.tables.query.sql import Compiled

Serve = Callable[..., Client]


@pytest.fixture
def entry(tmp_path: Path) -> SnapshotEntry:
    return places.publish(tmp_path / "public", tmp_path / "work", rows=30)


@pytest.fixture
def public(tmp_path: Path, entry: SnapshotEntry) -> Path:
    places.announce(tmp_path / "public", entry)
    return tmp_path / "public"


def test_the_summary_tells_columns_versions_and_addresses(client: Client) -> None:
    told = client.get(f"/api/v1/tables/{places.TABLE}").json
    assert told["rows"] == 240
    assert [column["name"] for column in told["columns"]] == [column.name for column in places.COLUMNS]
    for name, address in told["links"].items():
        if name != "aggregate":
            assert client.get(address).status == 200, name
    assert client.get(told["snapshots"][0]["address"]).json["snapshot"] == 1


def test_figures_per_group(client: Client) -> None:
    reply = client.get("aggregate?group=county&agg=count,avg:pm25&sort=-count")
    assert [item["count"] for item in reply.items] == [60, 60, 60, 60]
    assert [item["縣市"] for item in reply.items] == ["台中市", "臺北市", "高雄市", None]
    assert reply.json["count"] == 4
    days = client.get("aggregate?bucket=day:time&agg=max:pm25&limit=2").json
    assert days["items"][0] == {"時間": "2026-01-01", "max:PM2.5": 34.5}
    assert client.get(days["next"]).items[0]["時間"] == "2026-01-03"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "agg=avg:station",
        "agg=mode:pm25",
        "bucket=hour:day",
        "bucket=day:pm25",
        "group=x",
        "sort=y&agg=count",
    ],
)
def test_bad_aggregates_are_problems(client: Client, query: str) -> None:
    assert client.get(f"aggregate?{query}").status == 400


def test_an_unchanged_answer_is_304(client: Client) -> None:
    first = client.get("rows?limit=5")
    assert client.get("rows?limit=5", if_none_match=first.headers["etag"]).status == 304
    assert client.get("rows?limit=6", if_none_match=first.headers["etag"]).status == 200


def test_answers_are_compressed_when_the_client_can_read_it(client: Client) -> None:
    plain, packed = client.get("rows"), client.get("rows", accept_encoding="gzip, br")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["etag"] != plain.headers["etag"]
    assert client.get("rows", if_none_match=packed.headers["etag"]).status == 304
    for unwanted in ("identity", "gzip;q=0", "br, gzip; q=0.0, *"):
        assert "content-encoding" not in client.get("rows", accept_encoding=unwanted).headers
    assert "content-encoding" in client.get("rows", accept_encoding="gzip;q=0.5").headers
    for reply in (plain, packed):
        digest = base64.b64encode(hashlib.sha256(reply.body).digest()).decode()
        assert reply.headers["content-digest"] == f"sha-256=:{digest}:"


def test_other_sites_may_read_and_only_read(client: Client) -> None:
    seen = client.get("rows").headers
    assert seen["access-control-allow-origin"] == "*"
    assert {"ETag", "RateLimit", "Content-Digest", "Retry-After"} <= set(
        seen["access-control-expose-headers"].split(", ")
    )
    asked = client.get("rows", "OPTIONS", origin="https://example.test", access_control_request_method="GET")
    assert (asked.status, asked.headers["access-control-allow-origin"]) == (204, "*")
    assert "Authorization" in asked.headers["access-control-allow-headers"]
    assert client.get("rows?limit=0").headers["access-control-allow-origin"] == "*"
    refused = client.get("rows", "POST")
    assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    head = client.get("rows", "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(client.get("rows").body))
    assert client.get("export.csv", "HEAD").body == b""


@pytest.mark.parametrize(
    "address", ["/", "/api/v1/tables/", "/api/v1/tables/tb_none", "/api/v1/tables/../etc/rows"]
)
def test_unknown_addresses_are_404(client: Client, address: str) -> None:
    assert client.get(address).status == 404


def test_problems_speak_the_language_asked_for(client: Client) -> None:
    assert client.get("rows?limit=0&lang=en").json["title"].startswith("Parameter")
    assert client.get("rows?limit=0").json["title"].startswith("參數")
    assert client.get("rows?limit=0", accept_language="en-GB,zh;q=0.5").json["title"].startswith("Parameter")


def test_a_quota_is_told_and_kept(published: Path, serve: Serve) -> None:
    client = serve(published, quota=3)
    replies = [client.get("rows?limit=1") for _ in range(4)]
    assert [reply.status for reply in replies] == [200, 200, 200, 429]
    assert replies[0].headers["ratelimit-policy"] == '"default";q=3;w=60'
    assert replies[0].headers["ratelimit"].startswith('"default";r=2;t=')
    assert 1 <= int(replies[3].headers["retry-after"]) <= 60


def test_a_made_up_key_does_not_escape_the_quota(published: Path, serve: Serve) -> None:
    client = serve(published, quota=1)
    statuses = [client.get("rows?limit=1", authorization=f"Bearer ak_x.{n}").status for n in range(2)]
    assert statuses == [200, 429]


def test_a_granted_table_opens_only_to_its_key(
    public: Path, entry: SnapshotEntry, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "RECHECK", 0.0)
    places.announce(public, entry, access="granted")
    client = serve(public)
    file = f"/files/{entry.stores[-1].sha256}/x.csv"
    bearer = "Bearer ak_one00000.secret"
    assert client.get("rows").status == client.get(file).status == 401
    assert client.get("rows", authorization=bearer).status == 403
    keys.write(public, [keys.Key("ak_one00000", keys.hash_secret("secret"), (places.TABLE,))])
    reply = client.get("rows", authorization=bearer)
    assert (reply.status, reply.headers["cache-control"]) == (200, "private, no-cache")
    assert client.get(file, x_api_key="ak_one00000.secret").status == 200
    assert client.get("rows", authorization="Bearer ak_one00000.other").status == 403
    keys.write(public, [keys.Key("ak_one00000", keys.hash_secret("secret"), ("tb_other",))])
    assert client.get("rows", authorization=bearer).status == 403
    keys.write(public, [])
    assert client.get("rows", authorization=bearer).status == 403


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"keys": [1]}', '{"keys": [{"id": "ak_a"}]}'])
def test_while_the_keys_cannot_be_read_none_holds_and_open_tables_stay_open(
    published: Path, tmp_path: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    monkeypatch.setattr(keys, "RECHECK", 0.0)
    keys.write(tmp_path, [keys.Key("ak_a", keys.hash_secret("s"))])
    known = keys.Keys(tmp_path)
    assert known.find("ak_a.s") is not None
    (tmp_path / keys.FILE).write_text(broken)
    assert known.find("ak_a.s") is None
    client = serve(published)
    client.app.plane.keys = known
    assert client.get("rows?limit=1", authorization="Bearer ak_a.s").status == 200
    keys.write(tmp_path, [keys.Key("ak_a", keys.hash_secret("s"))])
    assert known.find("ak_a.s") is not None


def test_an_expired_key_is_refused(tmp_path: Path) -> None:
    keys.write(tmp_path, [keys.Key("ak_a", keys.hash_secret("s"), (), "2020-01-01T00:00:00+00:00")])
    assert keys.Keys(tmp_path).find("ak_a.s") is None


def test_a_withdrawn_table_answers_with_its_reason(public: Path, entry: SnapshotEntry, serve: Serve) -> None:
    client = serve(public)
    assert client.get("rows").status == 200
    places.announce(public, entry, withdrawn={"reason": "含個人資料"})
    reply = client.get("rows")
    assert reply.status == 410
    assert "含個人資料" in reply.json["title"]
    assert client.get(f"/files/{entry.stores[-1].sha256}/x.csv").status == 410


def test_a_new_version_is_served_without_a_restart_and_the_old_one_stays(
    public: Path, entry: SnapshotEntry, tmp_path: Path, serve: Serve
) -> None:
    client = serve(public)
    following = client.get("rows?limit=20").json["next"]
    newer = places.publish(public, tmp_path / "newer", rows=50, number=2)
    places.announce(public, entry, newer)
    assert client.get("rows?limit=1").json["count"] == 50
    assert client.get("snapshots/1/rows?limit=1").json["count"] == 30
    assert client.get("rows?snapshot=1&limit=1").json["count"] == 30
    rest = client.get(following).json
    assert (rest["snapshot"], len(rest["items"]), rest["next"]) == (1, 10, None)
    assert client.get("rows?snapshot=9").codes == ["data-no-such-snapshot"]


def test_a_query_during_publishing_sees_the_old_or_the_new_version(
    public: Path, entry: SnapshotEntry, tmp_path: Path, serve: Serve
) -> None:
    newer = places.publish(public, tmp_path / "newer", rows=50, number=2)
    client, stop = serve(public, cache_bytes=0), threading.Event()

    def publish_again_and_again() -> None:
        while not stop.is_set():
            places.announce(public, entry, newer)
            places.announce(public, entry)

    publisher = threading.Thread(target=publish_again_and_again)
    publisher.start()
    pages, sums, files = set(), set(), set()
    try:
        for _ in range(100):
            told = client.get("rows?limit=100&count=exact").json
            pages.add((told["snapshot"], told["count"], len(told["items"])))
            told = client.get("aggregate?agg=count,max:id").json
            sums.add((told["snapshot"], told["items"][0]["count"], told["items"][0]["max:編號"]))
            files.add(len(client.get("export.ndjson").body.splitlines()))
    finally:
        stop.set()
        publisher.join()
    assert pages == {(1, 30, 30), (2, 50, 50)}
    assert sums == {(1, 30, 30), (2, 50, 50)}
    assert files == {30, 50}


def test_equal_questions_at_once_are_answered_by_one_query(
    published: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, asked = serve(published), 0
    threads = client.app.plane.engines
    ask = threads.ask

    async def counted(*args: Any) -> Any:
        nonlocal asked
        asked += 1
        return await ask(*args)

    monkeypatch.setattr(threads, "ask", counted)

    async def many() -> list[int]:
        return [
            r.status for r in await asyncio.gather(*(client.ask("aggregate?group=county") for _ in range(20)))
        ]

    assert asyncio.run(many()) == [200] * 20
    assert asked == 1
    assert client.get("aggregate?group=county").status == 200
    assert asked == 1  # kept
    assert client.get("aggregate?group=station").status == 200
    assert asked == 2


def test_a_kept_answer_is_of_the_version_asked_for(
    public: Path, entry: SnapshotEntry, tmp_path: Path, serve: Serve
) -> None:
    client = serve(public)
    first = client.get("aggregate?agg=count")
    places.announce(public, entry, places.publish(public, tmp_path / "newer", rows=50, number=2))
    second = client.get("aggregate?agg=count", if_none_match=first.headers["etag"])
    assert (first.items, second.items) == ([{"count": 30}], [{"count": 50}])


ENDLESS = {
    "duckdb": "SELECT count(*) FROM range(100000000000) a, range(1000) b WHERE a.range % 7 = b.range",
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
}
GREEDY = {
    "duckdb": "SELECT count(*) FROM (SELECT DISTINCT range::VARCHAR || repeat('x', 200) FROM range(3000000))",
    "sqlite": "SELECT length(hex(zeroblob(20000000)))",
}


@pytest.fixture(params=["duckdb", "sqlite"])
def counted(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A public folder scanned by one engine, and a way to let that engine count by other SQL."""
    scan_rows = 10 if request.param == "duckdb" else 1_000
    places.announce(
        tmp_path / "public", places.publish(tmp_path / "public", tmp_path, rows=30, scan_rows=scan_rows)
    )
    compiler = DuckCompiler if request.param == "duckdb" else SqliteCompiler

    def count_by(sql: dict[str, str]) -> None:
        monkeypatch.setattr(compiler, "count", lambda *_: Compiled(sql[request.param], ()))

    return tmp_path / "public", count_by


def test_a_slow_query_is_stopped_with_advice(
    counted: Any, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    public, count_by = counted
    count_by(ENDLESS)
    client, start = serve(public, deadline_seconds=0.3), time.monotonic()
    reply = client.get("rows?county=高雄市&count=exact")
    assert (reply.status, reply.codes) == (503, ["data-query-too-slow"])
    assert int(reply.headers["retry-after"]) > 0
    assert "編號" in reply.json["problems"][0]["remedy"]  # the columns with an index
    assert time.monotonic() - start < 5
    monkeypatch.undo()
    assert client.get("rows?county=高雄市&count=exact").status == 200


def test_too_large_a_query_is_stopped_with_advice(
    counted: Any, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    public, count_by = counted
    count_by(GREEDY)
    monkeypatch.setattr(engines, "SQLITE_HEAP", 30_000_000)
    client = serve(public, query_memory="30MB", deadline_seconds=30)
    try:
        reply = client.get("rows?county=高雄市&count=exact")
    finally:
        monkeypatch.undo()
        apsw.hard_heap_limit(engines.SQLITE_HEAP)
    assert (reply.status, reply.codes) == (503, ["data-query-too-large"])
    assert int(reply.headers["retry-after"]) > 0
    assert client.get("rows?county=高雄市&count=exact").status == 200


def test_too_many_waiting_queries_are_told_to_come_back(published: Path, serve: Serve) -> None:
    client = serve(published, threads=1, waiting=0)

    async def many() -> list[int]:
        asked = (client.ask(f"aggregate?group=county&limit={n}") for n in range(1, 6))
        return sorted(reply.status for reply in await asyncio.gather(*asked))

    assert asyncio.run(many()) == [200, 503, 503, 503, 503]


def test_files_come_whole_or_in_parts_and_never_run(client: Client, published: Path) -> None:
    file = next(path for path in (published / "blobs").glob("*.csv"))
    whole = file.read_bytes()
    address = f"/files/{file.stem}/測站 原檔.csv"
    reply = client.get(address)
    assert reply.body == whole
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["content-security-policy"].startswith("sandbox")
    assert reply.headers["content-disposition"].startswith("attachment")
    assert "immutable" in reply.headers["cache-control"]
    digest = base64.b64encode(hashlib.sha256(whole).digest()).decode()
    assert reply.headers["repr-digest"] == f"sha-256=:{digest}:"
    part = client.get(address, range="bytes=5-9")
    assert part.headers["repr-digest"] == reply.headers["repr-digest"]
    assert (part.status, part.body) == (206, whole[5:10])
    assert part.headers["content-range"] == f"bytes 5-9/{len(whole)}"
    assert client.get(address, range="bytes=-4").body == whole[-4:]
    assert client.get(address, range=f"bytes={len(whole)}-").status == 416
    assert client.get(address, range="bytes=0-1", if_range='"other"').status == 200


def test_stores_and_unnamed_files_are_not_downloads(client: Client, published: Path) -> None:
    store = next((published / "blobs").glob("*.sqlite"))
    assert client.get(f"/files/{store.stem}/rows.sqlite").status == 404
    assert client.get(f"/files/{'0' * 64}/x").status == 404
    assert client.get("/files/..%2f..%2fetc/passwd").status == 404


def test_use_is_counted_without_saying_who(published: Path, tmp_path: Path, serve: Serve) -> None:
    client = serve(published, usage=tmp_path / "usage", usage_seconds=60.0)
    for _ in range(3):
        client.get("rows")
    client.get("export.csv")
    client.app.plane.close()
    text = "".join(path.read_text() for path in (tmp_path / "usage").glob("*.ndjson"))
    assert '"kind":"rows","subject":"tb_stations","number":3' in text
    assert '"kind":"export-csv"' in text
    assert "127.0.0.1" not in text
