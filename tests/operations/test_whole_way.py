"""Backup and restore as an operator goes the way: processes and folders of their own, no test database."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from tests.support import nursery

pytestmark = [pytest.mark.slow, pytest.mark.database]
ON_POSTGRESQL = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
STORY = """
import io, sys
from django.conf import settings
from django.db import transaction
from springhead.engine.kernel.now import now
from springhead.foundation import ledger
from springhead.foundation.ledger import heads
for number in range(int(sys.argv[1])):
    with transaction.atomic():
        ledger.append("test.happened", subject=f"ds_{number:08}", actor="ag_00000001", public={"n": number}, at=now())
    heads.export()
settings.SPRINGHEAD.files.put(io.BytesIO(sys.argv[2].encode()))
"""


@dataclass
class Installation:
    """One installation; on PostgreSQL it has a database of its own."""

    data: Path

    def environment(self, data: Path | None = None, database: str | None = None) -> dict[str, str]:
        folder = data or self.data
        given = {**os.environ, "SPRINGHEAD_DATA": str(folder), "SPRINGHEAD_DEMO": "0", "PYTHONPATH": "src"}
        given["DJANGO_SETTINGS_MODULE"] = "springhead.config.settings"
        given["SPRINGHEAD_DATABASE"] = self.database if database is None else database
        return given

    @property
    def database(self) -> str:
        address = os.environ.get("SPRINGHEAD_DATABASE", "")
        return nursery.own_database(address, self.data) if address else ""

    def call(self, *words: str, code: int = 0, **elsewhere) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "springhead.cli", *words],
            capture_output=True,
            text=True,
            env=self.environment(**elsewhere),
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def happen(self, count: int, content: str) -> None:
        script = self.data.parent / "story.py"
        script.write_text("import django\ndjango.setup()\n" + STORY)
        subprocess.run([sys.executable, str(script), str(count), content], check=True, env=self.environment())


@pytest.fixture
def live(tmp_path: Path) -> Installation:
    made = Installation(tmp_path / "live")
    made.data.mkdir()
    made.call("manage", "migrate", "--verbosity", "0")
    made.happen(5, "first file")
    made.call("backup", str(tmp_path / "backup"), "--secrets", str(tmp_path / "secrets"))
    return made


@pytest.mark.skipif(ON_POSTGRESQL, reason="the way with a SQLite file")
def test_a_whole_installation_survives_and_an_old_backup_is_told_from_a_new_one(live, tmp_path):
    backup, secrets = str(tmp_path / "backup"), str(tmp_path / "secrets")
    said = live.call("restore", backup, "--into", str(tmp_path / "new"), "--secrets", secrets)
    assert "還原成功：5 筆事件" in said
    assert "帳本完整：5 筆事件" in live.call("verify", data=tmp_path / "new")

    live.happen(3, "second file")
    said = live.call("restore", backup, "--into", str(tmp_path / "old"), code=3)
    assert "少了 3 筆" in said
    assert "3 are missing" in said

    # Somebody puts the old database in the place of the new one: the heads outside give it away.
    shutil.copy(tmp_path / "old" / "springhead.sqlite3", live.data / "springhead.sqlite3")
    for left in ("-wal", "-shm"):
        (live.data / f"springhead.sqlite3{left}").unlink(missing_ok=True)
    assert "資料庫被換成較舊的版本" in live.call("verify", code=1)


@pytest.mark.skipif(not ON_POSTGRESQL, reason="needs PostgreSQL: set SPRINGHEAD_DATABASE, as test --all does")
def test_a_dump_is_restored_into_an_empty_database_and_an_old_one_is_told(live, tmp_path):
    import psycopg

    backup, secrets = str(tmp_path / "backup"), str(tmp_path / "secrets")
    assert (tmp_path / "backup" / "springhead.dump").is_file()
    new, old = (nursery.own_database(live.database, tmp_path / name) for name in ("new", "old"))
    said = live.call(
        "restore", backup, "--into", str(tmp_path / "new"), "--secrets", secrets, "--database", new
    )
    assert "還原成功：5 筆事件" in said
    assert "帳本完整：5 筆事件" in live.call("verify", data=tmp_path / "new", database=new)

    live.happen(3, "second file")
    said = live.call("restore", backup, "--into", str(tmp_path / "old"), "--database", old, code=3)
    assert "少了 3 筆" in said

    # A row changed as the superuser of the database is named.
    with psycopg.connect(live.database, autocommit=True) as as_superuser:
        as_superuser.execute("UPDATE ledger_event SET subject = 'ds_99999999' WHERE seq = 2")
    said = live.call("verify", code=1)
    assert "第 2 號事件的內容被更動過" in said
