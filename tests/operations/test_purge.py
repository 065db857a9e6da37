"""A leaked file is gone: from storage, from what the public sees, from backups, and from what is restored later."""

import pytest
from django.conf import settings
from django.core.management import call_command

from springhead.doors.operations import backup, inspection, persons, purge
from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.engine.storage import LocalStorage
from springhead.foundation.agencies.models import Person
from springhead.foundation.ledger import heads, two_persons
from springhead.foundation.ledger.checking import verify_database
from springhead.foundation.ledger.followers import behind, run_followers
from springhead.foundation.ledger.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


def code(call):
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.problems[0].code


def purge_it(sha256):
    proposal = purge.propose(sha256, reason="含身分證字號", by="pe_one", at=now())
    return purge.confirm(proposal.public_id, by="pe_two", at=now())


def everything(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_purged_file_is_gone_with_everything_made_from_it(happen, published, noun, data):
    happen()
    entry = purge_it(published[0])
    run_followers([purge.FOLLOWER])
    assert sorted(entry.public["files"]) == sorted(published)
    assert entry.public["datasets"] == ["ds_00000001"]
    assert list(settings.SPRINGHEAD.files.hashes()) == []
    assert list((data / "public" / "blobs").iterdir()) == []
    assert b"A123456789" not in everything(data)
    assert noun.families == []
    assert noun.refreshed == [["ds_00000001"]]
    assert verify_database().whole


def test_the_same_bytes_never_come_back(published, store):
    purge_it(published[0])
    run_followers([purge.FOLLOWER])
    assert code(lambda: store(b"name,id\nsomebody,A123456789\n")) == "blob-purged"


def test_it_takes_two_persons_and_a_reason(published):
    proposal = purge.propose(published[0], reason="leak", by="pe_one", at=now())
    assert code(lambda: purge.confirm(proposal.public_id, by="pe_one", at=now())) == "ledger-same-person"
    assert settings.SPRINGHEAD.files.exists(published[0])
    two_persons.reject(proposal.public_id, by="pe_one", at=now())
    assert (
        code(lambda: purge.propose(published[0], reason=" ", by="pe_one", at=now()))
        == "two-persons-reason-missing"
    )


def test_a_file_nobody_has_cannot_be_purged(noun):
    assert (
        code(lambda: purge.propose("0" * 64, reason="x", by="pe_one", at=now()))
        == "operations-nothing-to-purge"
    )
    assert code(lambda: purge.propose("not a hash", reason="x", by="pe_one", at=now())) == "not-a-hash"


def test_a_machine_that_stops_after_the_decision_removes_the_bytes_when_it_runs_again(published):
    purge_it(published[0])
    assert settings.SPRINGHEAD.files.exists(published[0])  # nothing has run yet
    assert behind("purge") == 2
    run_followers([purge.FOLLOWER])
    assert not settings.SPRINGHEAD.files.exists(published[0])
    run_followers([purge.FOLLOWER])
    assert len(purge.remembered(heads.folder())) == 2


def test_a_backup_made_before_is_purged_too(happen, published, tmp_path):
    happen()
    folder = tmp_path / "backup"
    backup.backup(folder)
    purge_it(published[0])
    run_followers([purge.FOLLOWER])
    assert b"A123456789" in everything(folder)
    assert purge.purge_backup(folder, purge.purged_files()) == 2
    assert b"A123456789" not in everything(folder / "blobs")
    assert (folder / "files.ndjson").read_text() == ""
    assert purge.purge_backup(folder, purge.purged_files()) == 0
    assert list(LocalStorage(folder / "blobs").tombstones()) == sorted(published)


def test_restoring_an_older_backup_purges_again(happen, published, noun, data, tmp_path):
    # What stands here after the restore is the state before the purge; the list kept outside knows better.
    happen()
    outside = tmp_path / "elsewhere"
    purge.remember(outside, published, seq=9)
    (outside / "heads.ndjson").write_bytes((heads.folder() / "heads.ndjson").read_bytes())
    found = inspection.inspect(outside, sample=0)
    assert found.exit_code == 0
    assert found.purged_again == 2
    assert noun.families == []
    assert b"A123456789" not in everything(data)
    assert inspection.inspect(outside, sample=0).purged_again == 0


def test_tombstones_in_a_backup_count_although_its_rows_are_older(happen, published, noun):
    happen()
    for sha256 in published:
        settings.SPRINGHEAD.files.purge(sha256)
    assert noun.families
    assert inspection.inspect(heads.folder(), sample=0).exit_code == 0
    assert noun.families == []


@pytest.fixture
def operators(monkeypatch):
    from springhead.foundation.agencies.models import Membership

    words = {}
    for name in ("one", "two"):
        person = Person.objects.create_user(f"{name}@example.test", "a long enough password")
        Membership.objects.create(person=person, role=Role.OPERATOR)
        words[f"{name}@example.test"] = "a long enough password"
    Person.objects.create_user("visitor@example.test", "a long enough password")
    words["visitor@example.test"] = "a long enough password"
    monkeypatch.setattr(persons, "_password", lambda email: words.get(email, ""))
    return words


def test_the_command_leads_two_operators_through_it(published, operators, capsys, happen, tmp_path):
    happen()
    backup.backup(tmp_path / "backup")
    leaked = tmp_path / "leaked.csv"
    leaked.write_bytes(b"name,id\nsomebody,A123456789\n")
    call_command("purge", "propose", str(leaked), "--reason", "leak", "--by", "one@example.test")
    call_command("purge", "list")
    (proposal,) = two_persons.open_proposals(purge.STEP)
    assert proposal.public_id in capsys.readouterr().out
    assert code(lambda: call_command("purge", "confirm", proposal.public_id, "--by", "one@example.test")) == (
        "ledger-same-person"
    )
    call_command("purge", "confirm", proposal.public_id, "--by", "two@example.test")
    assert "已清除 2 個檔案" in capsys.readouterr().out
    assert list(settings.SPRINGHEAD.files.hashes()) == []
    call_command("purge", "backup", str(tmp_path / "backup"))
    assert "2 purged files removed" in capsys.readouterr().out
    call_command("purge", "list")
    assert "沒有等待確認的提案" in capsys.readouterr().out


def test_the_command_believes_only_operators_with_their_own_password(published, operators):
    words = ("purge", "propose", published[0], "--reason", "leak", "--by")
    for email in ("visitor@example.test", "nobody@example.test"):
        assert code(lambda: call_command(*words, email)) == "operations-not-an-operator"  # noqa: B023
    operators["one@example.test"] = "wrong"
    assert code(lambda: call_command(*words, "one@example.test")) == "operations-not-an-operator"
    assert not Event.objects.exists()


def test_a_proposal_can_be_rejected_from_the_command_line(published, operators, capsys):
    call_command("purge", "propose", published[0], "--reason", "leak", "--by", "one@example.test")
    (proposal,) = two_persons.open_proposals(purge.STEP)
    call_command("purge", "reject", proposal.public_id, "--by", "two@example.test")
    assert two_persons.open_proposals(purge.STEP) == []
    assert settings.SPRINGHEAD.files.exists(published[0])


def test_the_key_is_replaced_from_the_command_line(happen, operators, capsys):
    happen()
    call_command("replace_key", "propose", "--reason", "yearly", "--by", "one@example.test")
    (proposal,) = two_persons.open_proposals("ledger.replace_key")
    call_command("replace_key", "confirm", proposal.public_id, "--by", "two@example.test")
    assert "金鑰已更換" in capsys.readouterr().out
    happen()
    assert verify_database().whole
