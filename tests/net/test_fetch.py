"""Fetching files from a pretend agency that behaves well, badly and maliciously; all on 127.0.0.1."""

import hashlib
import tracemalloc
from dataclasses import replace
from time import monotonic

import pytest
from tests.net.agency import CSV, agency, closed_port

from springhead.engine.kernel.problems import Refused
from springhead.engine.net import Fetcher, Known, Limits
from springhead.engine.net.names import file_name
from springhead.engine.net.pace import Pace

LIMITS = Limits(size=1_000_000, seconds=5.0, redirects=3)


@pytest.fixture(scope="module")
def site():
    with agency() as running:
        yield running


@pytest.fixture
def origin(site):
    return site[0]


@pytest.fixture
def fetcher(origin):
    return Fetcher(allow=frozenset({origin}), limits=LIMITS, pace=Pace(0))


def code(refused):
    return refused.value.problems[0].code


def fails(call, *wanted):
    with pytest.raises(Refused) as refused:
        call()
    assert code(refused) in wanted, refused.value.problems


def test_a_file_arrives_with_what_the_server_said_of_it(fetcher, origin, tmp_path):
    found = fetcher.fetch(f"{origin}/file.csv", tmp_path)
    assert found.path.read_bytes() == CSV
    assert (found.sha256, found.size) == (hashlib.sha256(CSV).hexdigest(), len(CSV))
    assert (found.name, found.media_type, found.charset) == ("file.csv", "text/csv", "big5")
    assert found.known == Known('"one"', "Sat, 31 Jan 2026 04:00:00 GMT")


def test_a_server_that_says_nothing_is_fine(fetcher, origin, tmp_path):
    found = fetcher.fetch(f"{origin}/plain", tmp_path)
    assert found.path.read_bytes() == CSV
    assert found.known == Known()


def test_what_did_not_change_is_not_fetched_again(fetcher, origin, tmp_path):
    first = fetcher.fetch(f"{origin}/conditional", tmp_path)
    again = fetcher.fetch(f"{origin}/conditional", tmp_path, known=first.known)
    assert again.path is None
    assert again.known == first.known
    assert fetcher.fetch(f"{origin}/conditional", tmp_path, known=Known('"old"')).path.read_bytes() == CSV


def test_compressed_transfers_are_undone(fetcher, origin, tmp_path):
    assert fetcher.fetch(f"{origin}/gzip", tmp_path).path.read_bytes() == CSV


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("missing", "fetch-status"),
        ("short", "fetch-cut-short"),
        ("gzip_cut", "fetch-encoding"),
        ("brotli", "fetch-encoding"),
        ("endless", "fetch-too-large"),
        ("huge", "fetch-too-large"),
        ("bomb", "fetch-too-large"),
        ("loop", "fetch-too-many-redirects"),
        ("changes_always", "fetch-changed"),
    ],
)
def test_what_goes_wrong_has_its_own_problem_and_leaves_no_file(fetcher, origin, tmp_path, path, wanted):
    fails(lambda: fetcher.fetch(f"{origin}/{path}", tmp_path), wanted)
    assert list(tmp_path.iterdir()) == []


def test_a_compression_bomb_costs_little_memory(fetcher, origin, tmp_path):
    tracemalloc.start()
    try:
        fails(lambda: fetcher.fetch(f"{origin}/bomb", tmp_path), "fetch-too-large")
        assert tracemalloc.get_traced_memory()[1] < 12_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("path", ["drip", "drip_headers"])
def test_a_server_that_drips_is_cut_off_in_time(origin, tmp_path, path):
    fetcher = Fetcher(allow=frozenset({origin}), limits=replace(LIMITS, seconds=0.6), pace=Pace(0))
    start = monotonic()
    fails(lambda: fetcher.fetch(f"{origin}/{path}", tmp_path), "fetch-too-slow")
    assert monotonic() - start < 3
    assert list(tmp_path.iterdir()) == []


def test_a_closed_port_is_unreachable(tmp_path):
    origin = f"http://127.0.0.1:{closed_port()}"
    fetcher = Fetcher(allow=frozenset({origin}), limits=LIMITS, pace=Pace(0))
    fails(lambda: fetcher.fetch(f"{origin}/", tmp_path), "fetch-unreachable")


def test_a_file_that_changes_while_fetched_is_fetched_again(fetcher, origin, tmp_path):
    found = fetcher.fetch(f"{origin}/changes_once", tmp_path)
    assert found.path.read_bytes() == b"version 2"
    assert list(tmp_path.iterdir()) == [found.path]


def test_two_servers_behind_one_name_with_different_tags_are_believed_by_content(fetcher, origin, tmp_path):
    assert fetcher.fetch(f"{origin}/two_backends", tmp_path).path.read_bytes() == CSV


def test_a_server_that_refuses_head_is_still_fetched(fetcher, origin, tmp_path):
    assert fetcher.fetch(f"{origin}/no_head", tmp_path).path.read_bytes() == CSV


def test_redirects_are_followed_and_the_last_address_is_kept(fetcher, origin, tmp_path):
    found = fetcher.fetch(f"{origin}/redirect?to=/redirect?to=/file.csv", tmp_path)
    assert found.url == f"{origin}/file.csv"


@pytest.mark.parametrize(
    "inside", ["http://127.0.0.1:80/", "http://169.254.169.254/latest/", "http://[::1]/", "http://10.0.0.1/"]
)
def test_a_redirect_to_a_private_address_is_refused_before_connecting(fetcher, origin, tmp_path, inside):
    fails(lambda: fetcher.fetch(f"{origin}/redirect?to={inside}", tmp_path), "fetch-address-private")


@pytest.mark.parametrize("odd", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://u:p@127.0.0.1/"])
def test_a_redirect_to_another_scheme_or_with_a_password_is_refused(fetcher, origin, tmp_path, odd):
    fails(lambda: fetcher.fetch(f"{origin}/redirect?to={odd}", tmp_path), "fetch-address-unusable")


def test_without_an_exception_loopback_is_never_reached(site, tmp_path):
    origin, server = site
    before = sum(server.seen.values())
    port = int(origin.rpartition(":")[2])
    for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]"):
        fetcher = Fetcher(limits=LIMITS, pace=Pace(0), ports=frozenset({port}))
        fails(lambda: fetcher.fetch(f"http://{host}:{port}/file.csv", tmp_path), "fetch-address-private")  # noqa: B023
    assert sum(server.seen.values()) == before


def test_a_name_that_changes_its_address_between_check_and_use_gains_nothing(site, tmp_path, monkeypatch):
    # The resolver is asked once per step; the connection goes to the address that was checked (here, by a
    # patched rule, loopback counts as public), with the name in Host. A second answer would be the attack.
    origin, server = site
    port = int(origin.rpartition(":")[2])
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]])
    monkeypatch.setattr("springhead.engine.net.addresses.is_public", lambda address: address == "127.0.0.1")
    asked = []

    def resolve(host, port):
        asked.append(host)
        return next(answers)

    fetcher = Fetcher(resolve=resolve, limits=LIMITS, pace=Pace(0), ports=frozenset({port}))
    found = fetcher.fetch(f"http://data.example.test:{port}/file.csv", tmp_path)
    assert found.path.read_bytes() == CSV
    assert asked == ["data.example.test"] * 2  # once for the file, once to ask whether it changed
    assert server.headers_seen[-1]["Host"] == f"data.example.test:{port}"
    fails(
        lambda: fetcher.fetch(f"http://data.example.test:{port}/file.csv", tmp_path), "fetch-address-private"
    )


def test_when_one_address_is_down_the_next_checked_one_is_tried(site, tmp_path, monkeypatch):
    origin, _ = site
    port = int(origin.rpartition(":")[2])
    monkeypatch.setattr("springhead.engine.net.addresses.is_public", lambda address: True)
    fetcher = Fetcher(
        resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"],
        limits=LIMITS,
        pace=Pace(0),
        ports=frozenset({port}),
    )
    assert fetcher.fetch(f"http://data.example.test:{port}/file.csv", tmp_path).path.read_bytes() == CSV


def test_nothing_of_us_is_told_to_the_server(site, fetcher, origin, tmp_path, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    fetcher.fetch(f"{origin}/plain", tmp_path)
    seen = {name.lower() for name in site[1].headers_seen[-1]}
    assert seen == {"host", "user-agent", "accept", "accept-encoding", "connection"}


def test_a_peek_tells_a_page_from_a_file(fetcher, origin):
    page = fetcher.peek(f"{origin}/login")
    assert (page.status, page.media_type, page.start) == (200, "text/html", b"<html>")
    assert fetcher.peek(f"{origin}/missing").status == 404
    endless = fetcher.peek(f"{origin}/endless", most=100)
    assert len(endless.start) == 100


def test_names_come_from_the_server_then_from_the_address(fetcher, origin, tmp_path):
    assert fetcher.fetch(f"{origin}/named", tmp_path).name == "水庫.csv"


@pytest.mark.parametrize(
    ("disposition", "url", "name"),
    [
        (b'attachment; filename="a.csv"', "https://x/b", "a.csv"),
        (b"attachment; filename=a.csv", "https://x/b", "a.csv"),
        (b"attachment; filename*=UTF-8''%E6%B0%B4.csv; filename=x.csv", "https://x/b", "水.csv"),
        ('attachment; filename="水庫.csv"'.encode("cp950"), "https://x/b", "水庫.csv"),
        ('attachment; filename="水庫.csv"'.encode(), "https://x/b", "水庫.csv"),
        (b'attachment; filename="%E6%B0%B4.csv"', "https://x/b", "水.csv"),
        (b'attachment; filename="../../etc/passwd"', "https://x/b", "passwd"),
        (b'attachment; filename="..\\\\..\\\\a.exe"', "https://x/b", "a.exe"),
        (b'attachment; filename=".."', "https://x/b.csv", "b.csv"),
        (None, "https://x/%E6%B0%B4.csv?y=1", "水.csv"),
        (None, "https://x/", "download"),
        (None, "https://x/" + "a" * 300 + ".csv", "a" * 146 + ".csv"),
    ],
)
def test_names_are_plain_whatever_the_server_sends(disposition, url, name):
    assert file_name(disposition, url) == name


def test_a_host_is_asked_slowly_and_another_is_not_kept_waiting(monkeypatch):
    slept = []
    monkeypatch.setattr("springhead.engine.net.pace.time.sleep", slept.append)
    pace = Pace(10.0)
    for host in ("a", "a", "b"):
        with pace.turn(host):
            pass
    assert slept[0] == 0
    assert slept[1] > 9
    assert slept[2] == 0
