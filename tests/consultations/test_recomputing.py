"""What anybody can take away after the end: the same picture computed again, every vote held against the ledger."""

import json
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest
from tests.consultations.conftest import DAY, NOON, RIDER, again, citizen, do, state, sweep

from springhead.engine.kernel.now import now
from springhead.engine.opinions.method import STANDARD
from springhead.forums.consultations import bundle, picture, raw
from springhead.forums.consultations.models import Consultation, Vote
from springhead.foundation.ledger.export import export

pytestmark = pytest.mark.django_db
SEEDS = [{"text": "資料應該即時開放。", "side": "for"}, {"text": "即時開放成本太高。", "side": "against"}]


class Run:
    def __init__(self, case: str = "") -> None:
        self.payload = {"case": case}

    def check(self) -> None:
        """Nothing stops it."""


@pytest.fixture
def counted(opened, monkeypatch, settings, tmp_path) -> Consultation:
    """A consultation of forty voters that has closed, with its picture and its file."""
    settings.SPRINGHEAD = replace(settings.SPRINGHEAD, data=tmp_path / "data")
    when = now()
    row = opened(at=when, statements=True, seeds=SEEDS)
    for n in range(40):
        for place in (1, 2):
            choice = "agree" if (n % 2) == (place % 2) else "disagree"
            do(row, "vote", citizen(f"voter{n:03}"), at=when, statement=place, choice=choice)
    do(row, "vote", citizen("voter000"), at=when, statement=1, choice="pass")
    sweep(monkeypatch, when + 22 * DAY)
    assert state(row) == "responding"
    picture.make(Run(row.number))
    return again(row)


@pytest.fixture
def unpacked(counted, client, tmp_path):
    """The file as somebody downloads and unpacks it, and the exported ledger beside it."""
    answer = client.get(f"/consultations/{counted.number}/raw/recompute.zip")
    (tmp_path / "recompute.zip").write_bytes(answer.getvalue())
    folder = tmp_path / "unpacked"
    zipfile.ZipFile(tmp_path / "recompute.zip").extractall(folder)
    export(tmp_path / "ledger")
    return folder


def run(folder, script: str, *words: str) -> tuple[int, str]:
    """Run a script of the file outside the program: it finds no code but its own."""
    ran = subprocess.run(
        [sys.executable, script, *words], cwd=folder, capture_output=True, text=True, check=False, env={"PYTHONUTF8": "1"}
    )  # fmt: skip
    return ran.returncode, ran.stdout + ran.stderr


def test_anybody_computes_the_same_picture_again_from_the_file_alone(unpacked) -> None:
    code, told = run(unpacked, "recompute.py")
    assert code == 0, told
    assert "The same" in told
    document = json.loads((unpacked / "picture.json").read_bytes())
    assert document["voters"] == 40
    assert document["method"] == STANDARD.as_json(), "the parameters are told"


def test_another_vote_gives_another_picture_and_other_code_is_not_hidden_by_the_programs_own(
    unpacked,
) -> None:
    votes = unpacked / "votes.csv"
    told = votes.read_text()
    votes.write_text(told.replace(",agree", ",pass", 1))
    assert run(unpacked, "recompute.py")[0] == 1
    votes.write_text(told)
    (unpacked / "code/springhead/engine/opinions/picture.py").write_text("raise SystemExit(7)")
    assert run(unpacked, "recompute.py")[0] == 7, "it runs the code of the file"


def test_every_ballot_is_held_against_the_ledger_offline(counted, unpacked) -> None:
    code, told = run(unpacked, "check_ballots.py", counted.number, "ballots.csv", "../ledger")
    assert code == 0, told
    assert "80 in number" in told


@pytest.mark.parametrize("what", ["removed", "added", "changed"])
def test_a_vote_that_was_removed_added_or_changed_is_named_offline(counted, unpacked, what) -> None:
    ballots = unpacked / "ballots.csv"
    lines = ballots.read_text().splitlines()
    voter, statement, choice, seq, salt = lines[5].split(",")
    if what == "removed":
        del lines[5]
    elif what == "added":
        lines.append(f"vfffffffffffffffff,1,agree,{seq},{salt}")
    else:
        lines[5] = ",".join((voter, statement, "agree" if choice == "disagree" else "disagree", seq, salt))
    ballots.write_text("\n".join([*lines, ""]))
    code, told = run(unpacked, "check_ballots.py", counted.number, "ballots.csv", "../ledger")
    assert code == 1, told
    assert f"{what}: {voter if what != 'added' else 'vfffffffffffffffff'}" in told
    assert told.count("✗") == 1


def test_a_vote_taken_out_of_the_database_is_missing_in_the_next_file_and_named_by_its_line(
    counted, unpacked
) -> None:
    gone = Vote.objects.order_by("pk")[7]
    gone.delete()
    (unpacked / "ballots.csv").write_text("".join(raw.lines(counted, "ballots")))
    code, told = run(unpacked, "check_ballots.py", counted.number, "ballots.csv", "../ledger")
    assert code == 1
    assert f"removed: {gone.voice} / " in told
    assert f"line {gone.seq}" in told


def test_a_ledger_that_was_cut_short_is_not_believed(counted, unpacked) -> None:
    events = unpacked.parent / "ledger" / "events.ndjson"
    lines = events.read_text().splitlines()
    events.write_text("\n".join([*lines[:-3], ""]))
    assert run(unpacked, "check_ballots.py", counted.number, "ballots.csv", "../ledger")[0] == 1
    assert run(unpacked, "check_ballots.py", counted.number)[0] == 2


def test_the_page_offers_the_file_once_it_is_made_and_tells_what_to_do_with_it(client, counted) -> None:
    for lang, words in (("", "重算這張圖"), ("/en", "computes the picture again")):
        shown = client.get(f"{lang}/consultations/{counted.number}/statements").content.decode()
        assert "raw/recompute.zip" in shown
        assert words in shown
        assert counted.picture["votes_sha256"] in shown
    bundle.place(counted).unlink()
    assert "recompute.zip" not in client.get(f"/consultations/{counted.number}/statements").content.decode()
    assert client.get(f"/consultations/{counted.number}/raw/recompute.zip").status_code == 404
    bundle.make_missing(Run())
    assert bundle.place(counted).exists(), "a lost file is made again"


def test_many_votes_are_read_out_of_the_file_and_not_counted_out_of_the_database_while_somebody_waits(
    client, counted, monkeypatch
) -> None:
    address = f"/consultations/{counted.number}/raw/votes.csv"
    small = client.get(address).getvalue()
    monkeypatch.setattr(bundle, "LIVE", 10)
    monkeypatch.setattr(raw, "votes", None)
    assert client.get(address).getvalue() == small
    bundle.place(counted).unlink()
    assert client.get(address).status_code == 404
    assert client.get(f"/consultations/{counted.number}/raw/comments.csv").status_code == 200


def test_fewer_than_thirty_voters_leave_no_file(opened, monkeypatch, settings, tmp_path) -> None:
    settings.SPRINGHEAD = replace(settings.SPRINGHEAD, data=tmp_path / "data")
    row = opened(statements=True, seeds=SEEDS)
    do(row, "vote", RIDER, statement=1, choice="agree")
    sweep(monkeypatch, NOON + 22 * DAY)
    picture.make(Run(row.number))
    bundle.make_missing(Run())
    assert not bundle.place(row).exists()
    assert bundle.offered(again(row)) == ("comments.csv", "statements.csv")
