"""Whoever edits the database directly, or replaces it by an older one, is found out and the row is named."""

import json

import pytest
from django.db import connection

from springhead.engine.kernel.merkle import leaf_hash
from springhead.foundation.ledger import heads, queries
from springhead.foundation.ledger.checking import verify_database
from springhead.foundation.ledger.followers import run_followers
from springhead.foundation.ledger.models import Event, Head, Node, SigningKey, Tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger_of_twenty(write):
    for number in range(20):
        write(number, private={"mail": f"{number}@example.test"})
        heads.export()


def found():
    return [(problem.code, problem.where) for problem in verify_database().problems]


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_an_empty_ledger_is_whole():
    report = verify_database()
    assert report.whole
    assert report.events == 0


@pytest.mark.usefixtures("ledger_of_twenty")
def test_a_ledger_nobody_touched_is_whole():
    report = verify_database()
    assert report.problems == ()
    assert (report.events, report.heads, report.outside) == (20, 20, 20)
    assert report.root == queries.latest_head().root.hex()


@pytest.mark.usefixtures("ledger_of_twenty")
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("public", '{"n":8}'),
        ("private", "{}"),
        ("subject", "ds_other"),
        ("actor", "ag_other"),
        ("event", "test.other"),
        ("at", "2026-01-30 04:00:00+00:00"),
    ],
)
def test_a_row_changed_behind_our_back_is_named(column, value):
    sql(f"UPDATE ledger_event SET {column} = %s WHERE seq = 7", value)
    assert found() == [("ledger-row-changed", "7")]


@pytest.mark.usefixtures("ledger_of_twenty")
def test_json_that_no_longer_parses_is_a_changed_row_not_a_crash():
    sql("UPDATE ledger_event SET public = %s WHERE seq = 7", "{broken")
    assert found() == [("ledger-row-changed", "7")]


@pytest.mark.usefixtures("ledger_of_twenty")
def test_a_row_changed_together_with_its_hash_is_named_by_the_head_signed_then():
    row = Event.objects.get(seq=7)
    row.public = '{"n":8}'
    Event.objects.filter(seq=7).update(public=row.public, leaf=queries.as_entry(row).leaf)
    assert ("ledger-history-changed", "7") in found()


@pytest.mark.usefixtures("ledger_of_twenty")
def test_a_rewritten_history_is_found_even_with_new_nodes_and_roots():
    # The forger recomputes everything but cannot sign.
    row = Event.objects.get(seq=19)
    row.public = '{"n":20}'
    Event.objects.filter(seq=19).update(public=row.public, leaf=queries.as_entry(row).leaf)
    Head.objects.filter(size=20).update(root=leaf_hash(b"the forger's root"))
    assert ("ledger-head-changed", "20") in found()


@pytest.mark.usefixtures("ledger_of_twenty")
def test_a_forger_who_has_the_key_is_found_by_the_heads_kept_outside(write, data):
    kept = (data / "heads" / "heads.ndjson").read_bytes()
    forged = json.loads(kept.splitlines()[-1])
    for model in (Event, Node, Head, Tree):
        model.objects.all()._raw_delete("default")
    sql("DELETE FROM ledger_salt")
    Tree.objects.create(pk=1, log=forged["log"], key=SigningKey.objects.get().key)
    for number in range(20):
        write(number + 1)
    assert ("ledger-forked", "0") in found()


@pytest.mark.usefixtures("ledger_of_twenty")
@pytest.mark.parametrize("seq", [0, 7, 19])
def test_a_deleted_row_is_named(seq):
    sql("DELETE FROM ledger_salt")
    sql("DELETE FROM ledger_event WHERE seq = %s", seq)
    assert ("ledger-row-missing", str(seq)) in found()


@pytest.mark.usefixtures("ledger_of_twenty")
def test_a_changed_node_is_named():
    position = Node.objects.order_by("position")[4].position
    Node.objects.filter(pk=position).update(hash=bytes(32))
    assert found() == [("ledger-node-changed", str(position))]
    Node.objects.filter(pk=position).delete()
    assert found() == [("ledger-node-changed", str(position))]


@pytest.mark.usefixtures("ledger_of_twenty")
def test_a_changed_signature_and_a_changed_edge_are_named():
    Head.objects.filter(size=5).update(signature=bytes(64))
    Tree.objects.update(peaks=bytes(64))
    assert set(found()) == {("ledger-head-changed", "5"), ("ledger-edge-changed", "20")}


@pytest.mark.usefixtures("ledger_of_twenty")
def test_rows_beyond_the_edge_are_named():
    Tree.objects.update(size=16, peaks=bytes(Node.objects.get(position=15).hash))
    assert ("ledger-edge-changed", "16") in found()


@pytest.mark.usefixtures("ledger_of_twenty")
def test_an_older_database_put_back_is_told_from_the_heads_outside(data):
    size = 16
    sql("DELETE FROM ledger_salt WHERE event_id >= %s", size)
    sql("DELETE FROM ledger_event WHERE seq >= %s", size)
    sql("DELETE FROM ledger_head WHERE size > %s", size)
    sql("DELETE FROM ledger_node WHERE position >= %s", 2 * size - 1)
    Tree.objects.update(size=size, peaks=bytes(Node.objects.get(position=15).hash))
    (problem,) = verify_database().problems
    assert problem.code == "ledger-rolled-back"
    assert "20" in problem.message()
    assert "16" in problem.message("en")


@pytest.mark.usefixtures("ledger_of_twenty")
def test_an_outside_file_that_was_edited_is_told_with_its_line(data):
    path = data / "heads" / "heads.ndjson"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines[:2], lines[2].replace('"size": 3', '"size": 4'), *lines[3:]]))
    assert found() == [("ledger-outside-unreadable", "3")]


def test_the_outside_follower_keeps_one_line_per_run_and_the_keys(write, data):
    for _ in range(3):
        write()
        write()
        run_followers([heads.FOLLOWER])
    sizes = [json.loads(line)["size"] for line in (data / "heads" / "heads.ndjson").read_text().splitlines()]
    assert sizes == [2, 4, 6]
    assert json.loads((data / "heads" / "keys.json").read_text())["keys"][0]["first_size"] == 1


def test_a_line_cut_off_by_a_crash_is_mended_by_the_next_export(write, data):
    write()
    heads.export()
    path = data / "heads" / "heads.ndjson"
    with path.open("a") as file:
        file.write('{"type": "springhead.he')
    assert verify_database().whole
    write()
    heads.export()
    assert [json.loads(line)["size"] for line in path.read_text().splitlines()] == [1, 2]


def test_heads_of_a_longer_ledger_are_never_overwritten_by_a_shorter_one(write, data):
    write()
    heads.export()
    path = data / "heads" / "heads.ndjson"
    path.write_text(path.read_text().replace('"size": 1,', '"size": 5,'))
    write()
    (run,) = run_followers([heads.FOLLOWER])
    assert "covers 5 events" in run.failure


def test_checking_costs_queries_by_the_batch_not_by_the_event(write, django_assert_max_num_queries):
    for number in range(60):
        write(number)
    with django_assert_max_num_queries(14):
        assert verify_database().whole
