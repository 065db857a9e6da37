"""The public pages and files of the ledger."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest
from django.core.management import call_command
from tests.ledger.conftest import NOON

from springhead.engine.kernel import verify
from springhead.foundation.ledger import actions, heads, queries, words
from springhead.foundation.ledger.models import Event, Node

pytestmark = pytest.mark.django_db


@pytest.fixture
def many():
    """Write 120 events in one go."""
    return actions.append_many(
        [
            actions.Fresh(
                event="test.even" if number % 2 == 0 else "test.odd",
                subject=f"ds_{number % 5:08}",
                actor="ag_00000001",
                at=NOON,
                public={"number": number, "名": "水庫"},
                private={"mail": "someone@example.test"},
            )
            for number in range(120)
        ]
    )


def numbers(page):
    return [line["entry"].seq for line in page.context["lines"]]


def test_an_empty_ledger_says_what_will_stand_here(client):
    page = client.get("/ledger/")
    assert page.status_code == 200
    assert "還沒有任何事件" in page.content.decode()
    assert "Nothing has happened yet" in client.get("/en/ledger/").content.decode()


def test_the_list_can_be_walked_to_its_end_and_back(client, many):
    seen, address = [], "/ledger/"
    while address:
        page = client.get(address)
        seen += numbers(page)
        address = page.context["page"].next and "/ledger/" + page.context["page"].next
    assert seen == list(range(119, -1, -1))
    back, address = [], "/ledger/" + page.context["page"].previous
    while address:
        page = client.get(address)
        back = numbers(page) + back
        address = page.context["page"].previous and "/ledger/" + page.context["page"].previous
    assert back == list(range(119, 19, -1))


def test_the_list_is_filtered_by_event_and_subject_and_keeps_the_filter(client, many):
    page = client.get("/ledger/?event=test.even")
    assert numbers(page) == list(range(118, 18, -2))
    assert "event=test.even" in page.context["page"].next
    assert numbers(client.get("/ledger/?subject=ds_00000003&event=test.odd")) == list(range(113, 0, -10))
    assert "沒有符合條件" in client.get("/ledger/?subject=nothing").content.decode()


def test_a_page_of_the_list_costs_a_fixed_number_of_queries(client, many, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        client.get("/ledger/")


@pytest.mark.parametrize(
    "query", ["before=abc", "after=-1", "before=99999999999999999999", "event=%00", "after=²"]
)
def test_odd_parameters_do_no_harm(client, many, query):
    assert client.get(f"/ledger/?{query}").status_code == 200


def test_parts_of_the_program_are_called_the_system_and_ids_nobody_names_stay():
    named = words.names_of(["machine:clock", "machine:something-new", "zz_1"])
    assert named["machine:clock"].text == {"zh-Hant": "系統（期限）", "en": "The system (terms)"}
    assert named["machine:something-new"].text == {"zh-Hant": "系統", "en": "The system"}
    assert named["zz_1"].text["en"] == "zz_1"


def test_names_of_subjects_come_from_the_nouns_with_one_look_up(client, many, monkeypatch):
    asked = []

    def lookup(ids):
        asked.append(ids)
        return {
            one: words.Name({"zh-Hant": f"資料集{one[-1]}", "en": f"Dataset {one[-1]}"}, f"/datasets/{one}")
            for one in ids
        }

    monkeypatch.setitem(words._LOOKUPS, "ds", lookup)
    monkeypatch.setitem(words._EVENTS, "test.odd", {"zh-Hant": "單數", "en": "Odd"})
    text = client.get("/en/ledger/").content.decode()
    assert len(asked) == 1
    assert "Dataset 3" in text
    assert 'href="/en/datasets/ds_00000003"' in text
    assert "Odd" in text


def test_an_event_shows_its_proof_in_words_and_the_receipt_verifies_offline(client, many, tmp_path):
    page = client.get("/ledger/77")
    text = page.content.decode()
    assert page.context["holds"]
    assert "三項都成立" in text
    assert "水庫" in text
    assert "someone@example.test" not in text
    receipt = client.get("/ledger/receipts/77.json")
    assert "receipt-77.json" in receipt["Content-Disposition"]
    (tmp_path / "receipt-77.json").write_bytes(receipt.content)
    (tmp_path / "verify.py").write_bytes(b"".join(client.get("/ledger/verify.py").streaming_content))
    (tmp_path / "keys.json").write_bytes(client.get("/ledger/keys.json").content)
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "verify.py", "receipt-77.json", "--key", "keys.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "收據屬實" in done.stdout


def test_a_public_receipt_never_opens_private_facts(client, many):
    receipt = client.get("/ledger/receipts/5.json").json()
    assert receipt["opened"] == {}
    assert list(receipt["event"]["private"]) == ["mail"]
    own = queries.receipt(queries.open_facts(queries.entry_at(5), {"mail": "someone@example.test"}))
    assert own["opened"]["mail"]["value"] == "someone@example.test"
    verify.check_receipt(own, {key["id"]: key for key in queries.public_keys()})


def test_an_event_that_was_altered_says_so_on_its_page(client, many):
    Event.objects.filter(seq=7).update(public='{"number":8}')
    page = client.get("/ledger/7")
    assert page.status_code == 200
    assert "證明不成立" in page.content.decode()
    Node.objects.all().delete()
    assert "證明不成立" in client.get("/ledger/8").content.decode()


@pytest.mark.parametrize(
    "address", ["/ledger/120", "/ledger/receipts/120.json", "/ledger/99999999999999999999999"]
)
def test_an_event_there_is_not_is_a_plain_404(client, many, address):
    assert client.get(address).status_code == 404


def test_the_feed_is_atom_and_is_filtered_like_the_list(client, many):
    feed = client.get("/ledger/feed.atom?event=test.odd")
    assert feed["Content-Type"].startswith("application/atom+xml")
    tree = ET.fromstring(feed.content)
    atom = "{http://www.w3.org/2005/Atom}"
    entries = tree.findall(f"{atom}entry")
    assert len(entries) == 50
    assert entries[0].find(f"{atom}category").get("term") == "test.odd"
    assert (
        ET.fromstring(client.get("/en/ledger/feed.atom?subject=none").content).findall(f"{atom}entry") == []
    )


def test_a_mirror_can_be_kept_from_the_public_files_and_verifies(client, write, tmp_path):
    for number in range(12):
        write(number)
        heads.export()
    folder = tmp_path / "mirror"
    folder.mkdir()
    first = b"".join(client.get("/ledger/events.ndjson?limit=7").streaming_content)
    rest = b"".join(client.get("/ledger/events.ndjson?start=7").streaming_content)
    (folder / "events.ndjson").write_bytes(first + rest)
    (folder / "heads.ndjson").write_bytes(b"".join(client.get("/ledger/heads.ndjson").streaming_content))
    (folder / "keys.json").write_bytes(client.get("/ledger/keys.json").content)
    assert first.count(b"\n") == 7
    assert verify.main([str(folder)]) == 0


def test_two_heads_are_proven_consistent(client, write, tmp_path):
    for number in range(9):
        write(number)
    proof = client.get("/ledger/consistency.json?old=3&new=9")
    (tmp_path / "proof.json").write_bytes(proof.content)
    assert verify.main([str(tmp_path / "proof.json")]) == 0
    assert client.get("/ledger/head.json").json()["size"] == 9
    for query in ("old=3&new=10", "old=9&new=3", "old=x&new=9", ""):
        assert client.get(f"/ledger/consistency.json?{query}").status_code == 404


def test_before_the_first_event_there_is_no_head_and_an_empty_list_of_heads(client):
    assert client.get("/ledger/head.json").status_code == 404
    assert client.get("/ledger/heads.ndjson").content == b""
    assert client.get("/ledger/keys.json").json()["keys"] == []


def verify_command(*arguments):
    with pytest.raises(SystemExit) as ended:
        call_command("verify", *arguments)
    return ended.value.code


def test_the_command_checks_the_database_and_names_what_was_altered(many, capsys):
    assert verify_command() == 0
    assert "帳本完整" in capsys.readouterr().out
    Event.objects.filter(seq=33).update(subject="ds_other")
    assert verify_command() == 1
    said = capsys.readouterr().out
    assert "第 33 號事件" in said
    assert "event 33" in said


def test_the_command_checks_a_receipt_with_the_keys_kept_here(many, tmp_path, capsys):
    heads.export()
    path = tmp_path / "receipt.json"
    document = queries.receipt(queries.entry_at(3))
    path.write_text(json.dumps(document))
    assert verify_command(str(path)) == 0
    assert "Compare" not in capsys.readouterr().out
    document["event"]["subject"] = "ds_other"
    path.write_text(json.dumps(document))
    assert verify_command(str(path)) == 1


def test_the_command_exports_a_folder_that_checks_itself(many, tmp_path):
    folder = tmp_path / "export"
    call_command("verify", export=folder)
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "verify.py", "."],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "120" in done.stdout
