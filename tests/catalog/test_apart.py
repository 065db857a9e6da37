"""Files are read in a process of their own: what a hostile one does to its reader, the worker survives."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from springhead.engine.tables import worker
from springhead.engine.tables.limits import Limits

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BIG5 = "水庫水位一覽表\n水庫,日期,水位\n石門,113/05/01,240.5\n翡翠,113/05/02,160.1\n".encode("cp950")


@pytest.fixture(autouse=True)
def apart(monkeypatch):
    monkeypatch.setattr(settings, "SPRINGHEAD", replace(settings.SPRINGHEAD, reads_apart=True))


def test_the_product_reads_apart() -> None:
    from springhead.config.installation import from_environment

    assert from_environment().reads_apart


def test_a_messy_file_comes_through(bring) -> None:
    delivery = bring(BIG5, "水庫.csv")
    assert delivery.state == "checked"
    assert (delivery.report["rows"], delivery.report["encoding"]) == (2, "cp950")
    assert [column["type"] for column in delivery.report["columns"]] == ["text", "date", "decimal"]


def test_a_refusal_comes_through_in_both_languages(bring) -> None:
    delivery = bring(b"%PDF-1.7\n", "水庫.pdf")
    assert delivery.state == "refused"
    (problem,) = delivery.report["problems"]
    assert problem["zh-Hant"]["message"]
    assert problem["en"]["remedy"]


def test_a_reader_that_takes_too_much_is_ended_and_the_delivery_refused(bring, monkeypatch) -> None:
    monkeypatch.setattr(worker, "Limits", lambda: Limits(memory=20_000_000))
    delivery = bring("名稱,值\n" + "甲,1\n" * 200_000, "大檔.csv")
    assert delivery.state == "refused"
    assert delivery.report["problems"][0]["code"] == "reading-out-of-memory"


def test_a_reader_dies_with_its_worker(tmp_path) -> None:
    file = tmp_path / "大檔.csv"
    file.write_text("名稱,值\n" + "甲,1\n" * 3_000_000)
    code = "import sys; from pathlib import Path; from springhead.engine.tables.worker import read_in_child; "
    code += "read_in_child(Path(sys.argv[1]), folder=Path(sys.argv[2]))"
    folder = tmp_path / "work"
    worker_process = subprocess.Popen([sys.executable, "-c", code, str(file), str(folder)])
    reader = _until(lambda: _children(worker_process.pid))[0]
    _until(lambda: "engine.tables.worker" in Path(f"/proc/{reader}/cmdline").read_text())
    _until((folder / "progress").exists)  # it has bound itself to its worker by now
    os.kill(reader, signal.SIGSTOP)  # it cannot come to its end by itself
    worker_process.kill()
    worker_process.wait()
    try:
        _until(lambda: not Path(f"/proc/{reader}").exists() or _state(reader) == "Z")
    finally:
        with suppress(ProcessLookupError):
            os.kill(reader, signal.SIGKILL)


def _until(look):
    """Return what `look` gives as soon as it gives anything; fail after ten seconds."""
    for _ in range(1000):
        found = look()
        if found:
            return found
        time.sleep(0.01)
    pytest.fail("it did not happen in ten seconds")


def _children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
