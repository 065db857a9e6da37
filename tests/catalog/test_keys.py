"""The key of a table: chosen by the officer, looked at by the machine, used for differences and look-ups."""

import sqlite3

import pytest
from tests.catalog.conftest import catch_up
from tests.catalog.test_delivery import publish

from springhead.engine.kernel.problems import Refused
from springhead.foundation.catalog import keys, store
from springhead.foundation.jobs.models import Job

pytestmark = pytest.mark.django_db

FIRST = "站號,日期,水位\nA,2026-01-01,1\nA,2026-01-02,2\nB,2026-01-01,3\nB,2026-01-02,4\n".encode()
SECOND = "站號,日期,水位\nA,2026-01-01,1\nA,2026-01-02,9\nB,2026-01-01,3\nB,2026-01-03,4\n".encode()
TWICE = "站號,日期,水位\nA,2026-01-01,1\nA,2026-01-01,2\n,2026-01-01,3\nB,2026-01-03,4\n".encode()
KEY = ["站號", "日期"]


@pytest.fixture
def table(bring, officer):
    return publish(bring(FIRST, name="水位.csv"), officer).distribution


def said(delivery, rule):
    return [(one["row"], one["params"]) for one in delivery.report["findings"] if one["rule"] == rule]


def test_rows_are_compared_and_looked_up_by_the_chosen_key(table, bring, officer) -> None:
    keys.choose(table, KEY, by=officer)
    second = publish(bring(SECOND, name="水位.csv", to=table), officer)
    diff = second.snapshot.diff
    assert (list(diff["key"]), diff["added"], diff["removed"], diff["changed"]) == (KEY, 1, 1, 1)
    assert [one["role"] for one in second.snapshot.columns] == ["key", "key", ""]
    (kept,) = [one for one in second.snapshot.stores if one["kind"] == "sqlite"]
    with sqlite3.connect(store.blobs().path(kept["sha256"])) as db:
        plan = db.execute(
            "EXPLAIN QUERY PLAN SELECT * FROM t WHERE c0 = 'A' AND c1 = '2026-01-01'"
        ).fetchall()
    assert "c0=? AND c1=?" in plan[0][3]


def test_without_a_choice_the_machine_takes_the_first_unique_column_be_it_a_measurement(
    table, bring, officer
) -> None:
    diff = publish(bring(SECOND, name="水位.csv", to=table), officer).snapshot.diff
    assert (list(diff["key"]), diff["added"], diff["removed"], diff["changed"]) == (["水位"], 1, 1, 1)


def test_the_check_tells_the_rows_the_key_does_not_name_once(table, bring, officer) -> None:
    keys.choose(table, KEY, by=officer)
    delivery = bring(TWICE, name="水位.csv", to=table)
    ((row, params),) = said(delivery, "key-repeated")
    assert (row, params["first"], params["count"], params["value"]) == (3, 2, 1, "A｜2026-01-01")
    ((row, params),) = said(delivery, "key-blank")
    assert (row, params["count"]) == (4, 1)
    assert not [one for one in delivery.report["columns"] if one["role"] == "key"]
    diff = publish(delivery, officer).snapshot.diff
    assert diff["key_wanted"] == KEY


def test_a_file_without_the_key_is_told_so(table, bring, officer) -> None:
    keys.choose(table, KEY, by=officer)
    delivery = bring("站號,水位\nA,1\nB,2\n".encode(), name="水位.csv", to=table)
    assert delivery.report["counts"]["key-lacking"] == 1


def test_a_worker_looks_at_the_current_version(bring, officer) -> None:
    table = publish(bring(TWICE, name="水位.csv"), officer).distribution
    keys.choose(table, KEY, by=officer)
    assert Job.objects.filter(kind="catalog.key").count() == 1
    keys.look(table.public_id)
    table.refresh_from_db()
    state = table.key_state
    assert (state["unique"], state["repeated"], state["blank"], state["version"]) == (False, 1, 1, 1)
    assert state["rows"][0] == {"record": 2, "key": "A｜2026-01-01", "first": 1}
    keys.choose(table, ["水位"], by=officer)
    keys.look(table.public_id)
    table.refresh_from_db()
    assert table.key_state["unique"] is True


def test_only_columns_of_the_table_and_only_its_agency(table, officer, stranger) -> None:
    with pytest.raises(Refused) as refusal:
        keys.choose(table, ["站號", "測站"], by=officer)
    assert [one.code for one in refusal.value.problems] == ["key-column-unknown"]
    with pytest.raises(Refused):
        keys.choose(table, KEY, by=stranger)
    table.refresh_from_db()
    assert table.key_columns == []


def test_the_page_offers_the_columns_and_tells_what_was_found(table, client, officer_person, officer) -> None:
    client.force_login(officer_person)
    place = f"/desk/datasets/{table.dataset.public_id}/"
    text = client.get(place).content.decode()
    assert "由系統判斷" in text
    assert all(f'name="key" value="{name}"' in text for name in ("站號", "日期", "水位"))
    client.post(f"{place}files/{table.public_id}/key", {"key": KEY})
    table.refresh_from_db()
    assert table.key_columns == KEY
    keys.look(table.public_id)
    assert "第 1 版每一列的鍵都不同" in client.get(place).content.decode()
    keys.choose(table, ["站號"], by=officer)
    keys.look(table.public_id)
    text = client.get(place).content.decode()
    assert "重複 2 筆，空白 0 筆" in text
    assert "第 2 筆與第 1 筆相同：A" in text
    catch_up()
