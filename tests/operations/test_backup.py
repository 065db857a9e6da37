"""Backups and what they are worth when restored."""

import json
import os
import shutil
import sqlite3
from contextlib import closing

import pytest
from django.conf import settings
from django.core.management import call_command

from springhead.doors.operations import backup, inspection, restore
from springhead.engine.kernel.problems import Refused
from springhead.engine.storage import LocalStorage
from springhead.foundation.ledger import heads, queries
from springhead.foundation.ledger.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


def refused(call):
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.problems[0].code


sqlite_only = pytest.mark.skipif(
    "postgresql" in os.environ.get("SPRINGHEAD_DATABASE", ""), reason="reads the copy as a SQLite file"
)


@sqlite_only
def test_a_backup_holds_database_files_heads_and_a_manifest_that_comes_last(happen, published, tmp_path):
    for _ in range(3):
        happen()
    folder = tmp_path / "backup"
    made = backup.backup(folder)
    assert backup.read(folder) == made
    assert made.head["size"] == 3
    assert made.files == 2
    with closing(sqlite3.connect(folder / made.database)) as copy:
        assert copy.execute("SELECT count(*) FROM ledger_event").fetchone() == (3,)
    assert (folder / "heads" / "heads.ndjson").read_text().count("\n") == 3
    assert sorted(LocalStorage(folder / "blobs").hashes()) == sorted(published)
    listed = [json.loads(line) for line in (folder / "files.ndjson").read_text().splitlines()]
    assert {one["sha256"] for one in listed} == set(published)
    assert sum(one["size"] for one in listed) == made.size


def test_secrets_are_kept_apart_and_only_their_owner_can_read_them(happen, tmp_path):
    happen()
    backup.backup(tmp_path / "backup", secrets=tmp_path / "secrets")
    assert not list((tmp_path / "backup").rglob("*.key"))
    (key,) = (tmp_path / "secrets").rglob("ed25519-*.key")
    assert key.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


def test_nothing_is_overwritten(happen, tmp_path):
    happen()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    assert refused(lambda: backup.backup(tmp_path / "full")) == "operations-folder-not-empty"
    backup.backup(tmp_path / "backup")
    assert (
        refused(lambda: restore.unpack(tmp_path / "backup", tmp_path / "full"))
        == "operations-folder-not-empty"
    )


def test_files_are_linked_on_one_disk_and_to_an_earlier_backup(happen, published, tmp_path):
    happen()
    first, second = tmp_path / "one", tmp_path / "two"
    backup.backup(first)
    backup.backup(second, previous=first)
    sha256 = published[0]
    paths = [LocalStorage(folder / "blobs").path(sha256) for folder in (first, second)]
    assert paths[0].samefile(paths[1])


@pytest.mark.parametrize("text", ["", "{}", '{"type": "something else"}', "[]"])
def test_half_a_backup_is_no_backup(happen, tmp_path, text):
    happen()
    backup.backup(tmp_path / "backup")
    (tmp_path / "backup" / "manifest.json").write_text(text)
    assert refused(lambda: restore.unpack(tmp_path / "backup", tmp_path / "into")) == "operations-no-backup"
    assert refused(lambda: backup.read(tmp_path / "nowhere")) == "operations-no-backup"


@sqlite_only
def test_a_damaged_database_is_not_restored(happen, tmp_path):
    happen()
    made = backup.backup(tmp_path / "backup")
    with (tmp_path / "backup" / made.database).open("r+b") as file:
        file.seek(5_000)
        file.write(b"x")
    assert (
        refused(lambda: restore.unpack(tmp_path / "backup", tmp_path / "into")) == "operations-backup-damaged"
    )


def test_sound_data_pass_the_inspection(happen, published):
    happen()
    found = inspection.inspect(heads.folder(), sample=0)
    assert (found.exit_code, found.events, found.outside, found.sampled) == (0, 1, 1, 2)


def test_a_damaged_file_and_a_missing_one_make_the_data_unusable(happen, published, noun):
    happen()
    path = settings.SPRINGHEAD.files.path(published[0])
    path.chmod(0o644)
    path.write_bytes(b"flipped")
    noun.families.append(["0" * 64])
    found = inspection.inspect(heads.folder(), sample=0)
    assert found.exit_code == 1
    assert {problem.code for problem in found.problems} == {"blob-damaged", "operations-file-missing"}


def test_an_altered_ledger_makes_the_data_unusable(happen):
    happen()
    Event.objects.update(subject="ds_other")
    assert [problem.code for problem in inspection.inspect(heads.folder(), sample=0).problems] == [
        "ledger-row-changed"
    ]


def test_data_older_than_the_heads_kept_elsewhere_are_told_with_the_number_of_lost_events(happen, tmp_path):
    happen()
    outside = tmp_path / "elsewhere"
    shutil.copytree(heads.folder(), outside)
    with (outside / "heads.ndjson").open("a") as file:  # what a mirror knows: four more events
        signed = queries.SignedHead(**{**_newest(), "size": 5})
        file.write(json.dumps(_signed(signed).as_json()) + "\n")
    found = inspection.inspect(outside, sample=0)
    assert found.exit_code == 3
    assert found.problems == ()
    assert found.older.params == {"outside": 5, "inside": 1, "lost": 4}
    assert "4" in found.older.message("zh-Hant")


def _newest():
    head = queries.latest_head()
    return {"log": head.log, "size": head.size, "root": head.root, "at": head.at, "key": head.key}


def _signed(head):
    from dataclasses import replace

    from springhead.foundation.ledger import keys

    return replace(head, signature=keys.sign(head.key, head.signed_bytes))


def test_a_sample_is_as_large_as_asked_and_never_larger_than_all(happen, store):
    for number in range(9):
        store(b"file %d" % number)
    happen()
    assert inspection.inspect(heads.folder(), sample=4).sampled == 4
    assert inspection.inspect(heads.folder(), sample=100).sampled == 9


def test_the_command_says_in_both_languages_what_was_saved(happen, tmp_path, capsys):
    happen()
    call_command("backup", str(tmp_path / "backup"))
    said = capsys.readouterr().out
    assert "備份完成：1 筆事件" in said
    assert "Backup finished: 1 event," in said
    assert "no signing keys" in said
