"""The daily dump: whole, verifiable offline, without private words, never half there, served by the data plane."""

import csv
import gzip
import io
import json
import subprocess
import sys
import tracemalloc
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.data_requests.conftest import DESK, do, of, part_of, refused
from tests.dataplane.conftest import Client as Programs

from springhead.engine.dataplane.app import create_app
from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.now import now, today
from springhead.foundation.cases.models import Case
from springhead.foundation.dumps import building, handlers, queries, rules
from springhead.foundation.jobs.actions import enqueue
from springhead.foundation.jobs.registry import Duties
from springhead.foundation.jobs.worker import drain
from springhead.foundation.ledger.models import Event, Tree
from springhead.foundation.ui import formats

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DAY = date(2026, 3, 10)


def build(folder: Path, day: date = DAY) -> Path:
    return building.build(folder, day, at=now(), beat=lambda _done: None)


def unpacked(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode()


def test_every_public_case_tells_what_its_api_tells(ask, police, roads, tmp_path, client: Client) -> None:
    row = ask(police, roads)
    do(part_of(row, police), "answer", of(police, Role.OFFICER), items=[refused()])
    folder = build(tmp_path)
    lines = {one["number"]: one for one in map(json.loads, unpacked(folder / "cases.ndjson.gz").splitlines())}
    assert set(lines) == set(Case.objects.values_list("number", flat=True))
    told = client.get(f"/api/v1/requests/{row.number}").json()
    assert lines[row.number]["details"] == {**told, "parts": []}
    for part in told["parts"]:
        assert lines[part["number"]]["details"] == part
        assert lines[part["number"]]["parent"] == row.number
    table = list(csv.DictReader(io.StringIO(unpacked(folder / "cases.csv.gz"))))
    assert [one["number"] for one in table] == list(lines)
    assert table[0]["title"] == "學校周邊的交通事故地點"


def test_the_events_verify_offline_and_one_changed_is_named(ask, police, tmp_path) -> None:
    ask(police)
    folder = build(tmp_path)
    line = [sys.executable, "-I", "-X", "utf8", "verify.py", "."]
    assert subprocess.run(line, cwd=folder, capture_output=True, check=False).returncode == 0
    text = unpacked(folder / "events.ndjson.gz")
    assert police.public_id in text
    forged = text.replace(police.public_id, "ag_00000000")
    (folder / "events.ndjson.gz").write_bytes(gzip.compress(forged.encode()))
    found = subprocess.run(line, cwd=folder, capture_output=True, text=True, check=False)
    assert found.returncode == 1, found.stdout


def test_nothing_private_is_in_any_file(ask, police, tmp_path) -> None:
    row = ask(police)
    do(row, "redact", DESK, place="reason", ground="personal_data")
    folder = build(tmp_path)
    for path in folder.glob("*.gz"):
        assert "安全的通學路線" not in unpacked(path), path.name
        assert "pp_parent00" not in unpacked(path) or path.name.startswith("events"), path.name


@pytest.mark.parametrize("label", ["dumps.events", "dumps.cases"])
def test_one_that_dies_in_between_leaves_the_last_one_and_no_remains(
    ask,
    police,
    tmp_path,
    label,
    monkeypatch,
) -> None:
    def die(reached: str) -> None:
        if reached == label:
            raise OSError("gone")

    ask(police)
    before = build(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(building, "reach", die)
        with pytest.raises(OSError, match="gone"):
            build(tmp_path, DAY + timedelta(days=1))
    assert [one.name for one in tmp_path.glob("????-??-??")] == [before.name]
    build(tmp_path, DAY + timedelta(days=1))
    assert not list(tmp_path.glob(".new-*"))
    assert len(list(tmp_path.glob("????-??-??"))) == 2


def test_the_same_ledger_gives_the_same_bytes_and_a_second_run_changes_nothing(ask, police, tmp_path) -> None:
    ask(police)
    first, other = build(tmp_path / "one"), build(tmp_path / "two")
    for name in ("events.ndjson.gz", "cases.ndjson.gz", "cases.csv.gz"):
        assert (first / name).read_bytes() == (other / name).read_bytes()
    stamp = (first / "manifest.json").stat().st_mtime_ns
    assert build(tmp_path / "one") == first
    assert (first / "manifest.json").stat().st_mtime_ns == stamp


def test_seven_days_and_the_first_of_each_month_are_kept() -> None:
    days = [date(2026, 1, 5) + timedelta(days=n) for n in range(100)]  # 5 January to 14 April
    kept = rules.kept(days)
    assert sorted(kept) == [
        date(2026, 1, 5),
        date(2026, 2, 1),
        date(2026, 3, 1),
        date(2026, 4, 1),
        *days[-7:],
    ]


def test_the_job_builds_sweeps_and_page_and_api_name_what_the_data_plane_serves(
    ask, police, client: Client
) -> None:
    assert "第一份" in client.get("/dumps/").content.decode()
    ask(police)
    enqueue(handlers.BUILD, {}, lane="slow")
    drain(["slow"], Duties({one.kind: one for one in handlers.HANDLERS}))
    (told,) = client.get("/api/v1/dumps").json()
    assert told["files"][0]["count"] == 2  # the request and its part
    assert all(set(file["content"]) == {"zh-Hant", "en"} for file in told["files"])
    page = client.get("/en/dumps/").content.decode()
    assert formats.day(today(), "en", year=True) in page
    plane = Programs(create_app(settings.SPRINGHEAD.public), "")
    for file in queries.dumps()[0].files:
        assert file.href in page
        answer = plane.get(file.href)
        assert (answer.status, len(answer.body)) == (200, file.bytes)
        assert answer.headers["etag"] == f'"{file.sha256}"'
    for odd in (
        "/files/dumps/2026-03-10/cases.csv.gz",
        "/files/dumps/..%2f/keys",
        f"/files/dumps/{told['day']}/x",
    ):
        assert plane.get(odd).status == 404


def test_memory_stays_the_same_however_many_events_and_progress_is_told(ask, police, tmp_path) -> None:
    """A twentieth of the million events that must stream."""
    ask(police)
    first = Event.objects.count()
    one = Event.objects.order_by("seq").last()
    many = 50_000
    for start in range(first, first + many, 2_000):
        Event.objects.bulk_create(
            [
                Event(seq=seq, at=one.at, event=one.event, subject=one.subject, actor=one.actor,
                      public=one.public, private=one.private, leaf=one.leaf)
                for seq in range(start, min(start + 2_000, first + many))
            ]
        )  # fmt: skip
    Tree.objects.filter(pk=1).update(size=first + many)
    told: list[float] = []
    tracemalloc.start()
    folder = building.build(tmp_path, DAY, at=now(), beat=told.append)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000
    assert len([done for done in told if 0 < done < 0.4]) >= 49
    assert told == sorted(told)
    with gzip.open(folder / "events.ndjson.gz", "rt", encoding="utf-8") as lines:
        assert sum(1 for _ in lines) == first + many


def test_memory_stays_the_same_however_many_cases(ask, police, tmp_path) -> None:
    row = ask(police)
    fresh = [
        Case(number=f"DR-2027-{n:06}", type="data_request", state="submitted", phase="intake", version=1,
             title={"zh-Hant": f"第 {n} 件"}, opened_at=now(), changed_at=now())
        for n in range(5_000)
    ]  # fmt: skip
    Case.objects.bulk_create(fresh)
    del fresh
    tracemalloc.start()
    build(tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000
    assert row.number in unpacked(tmp_path / DAY.isoformat() / "cases.csv.gz")
