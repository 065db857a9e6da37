"""The data plane starts alone on a public folder, without Django, and ends at once, also with streams open."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from tests.dataplane import places


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(public: Path, port: int) -> subprocess.Popen[bytes]:
    source = Path(__file__).parents[2] / "src"
    command = [sys.executable, "-W", "error", "-m", "springhead.engine.dataplane"]
    process = subprocess.Popen(
        [*command, "--public", str(public), "--port", str(port)],
        env={**os.environ, "PYTHONPATH": str(source), "DJANGO_SETTINGS_MODULE": "nothing.at.all"},
        stderr=subprocess.PIPE,
    )
    for _ in range(300):
        try:
            httpx.get(f"http://127.0.0.1:{port}/")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return process
    raise AssertionError(process.stderr)


def test_it_serves_a_new_version_without_a_restart(tmp_path: Path, port: int) -> None:
    public = tmp_path / "public"
    older = places.publish(public, tmp_path / "older", rows=30)
    places.announce(public, older)
    process = start(public, port)
    try:
        address = f"http://127.0.0.1:{port}/api/v1/tables/{places.TABLE}/rows?limit=1"
        assert httpx.get(address).json()["count"] == 30
        places.announce(public, older, places.publish(public, tmp_path / "newer", rows=50, number=2))
        other = "tb_another"
        places.announce(public, older, table=other)
        until = time.monotonic() + 2
        while httpx.get(address).json()["count"] == 30:
            assert time.monotonic() < until
            time.sleep(0.05)
        assert httpx.get(address.replace(places.TABLE, other)).json()["count"] == 30
        listed = httpx.get(f"http://127.0.0.1:{port}/apis.json").json()["apis"]
        assert {places.TABLE, other} <= {one["aid"] for one in listed}
    finally:
        process.kill()
        process.communicate()


def test_it_serves_and_stops_with_a_download_open(published: Path, port: int) -> None:
    process = start(published, port)
    try:
        base = f"http://127.0.0.1:{port}/api/v1/tables/{places.TABLE}"
        assert httpx.get(f"{base}/rows?縣市=臺北市").json()["items"][0]["編號"] == 4
        assert len(httpx.get(f"{base}/export.csv").text.splitlines()) == 301
        assert httpx.get(f"{base}/rows", headers={"accept-encoding": "gzip"}).json()["count"] == 240
        with socket.create_connection(("127.0.0.1", port)) as slow:
            slow.sendall(
                f"GET /api/v1/tables/{places.TABLE}/export.ndjson HTTP/1.1\r\nhost: x\r\n\r\n".encode()
            )
            slow.recv(100)  # and no more: the download stays open
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            process.wait(10)
            assert time.monotonic() - began < 6
    finally:
        process.kill()
        complaints = process.communicate()[1]
    assert b"Traceback" not in complaints, complaints.decode()
