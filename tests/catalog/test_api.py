"""The catalogue for programs: lists, metadata, receipts; drafts and other agencies' data stay closed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cases.test_api import make_key
from tests.catalog.test_delivery import CLEAN, publish
from tests.openness.test_pages import person

from springhead.engine.kernel.actors import Role
from springhead.foundation.catalog import editing, snippets
from springhead.foundation.catalog.models import Dataset

pytestmark = pytest.mark.django_db


@pytest.fixture
def dataset(bring, officer) -> Dataset:
    return publish(bring(CLEAN), officer).distribution.dataset


def test_a_served_dataset_is_listed_with_its_table(client, dataset) -> None:
    (line,) = client.get("/api/v1/datasets").json()["items"]
    assert (line["id"], line["rows"], line["has_api"]) == (dataset.public_id, 3, True)
    full = client.get(f"/api/v1/datasets/{dataset.public_id}").json()
    assert full["distributions"][0]["rows_url"].endswith("/rows")
    assert full["metadata"]["licence"] == "OGDL-Taiwan-1.0"


def test_a_list_is_paged_without_repeats(client, agency) -> None:
    for n in range(5):
        Dataset.objects.create(agency=agency, title={"zh-Hant": str(n)}, stage="listed", visible=True)
    seen, cursor = [], ""
    while True:
        page = client.get(f"/api/v1/datasets?limit=2&cursor={cursor}").json()
        seen += [line["id"] for line in page["items"]]
        cursor = page["next"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 5


def test_a_draft_is_not_there_for_others(client, bring) -> None:
    draft = bring(CLEAN).distribution.dataset
    assert client.get(f"/api/v1/datasets/{draft.public_id}").status_code == 404
    assert client.get("/api/v1/datasets").json()["items"] == []


def test_writing_needs_a_key(client, dataset) -> None:
    answer = client.patch(
        f"/api/v1/datasets/{dataset.public_id}", {"metadata": {}}, content_type="application/json"
    )
    assert answer.status_code == 401


def test_a_withdrawn_dataset_answers_410_with_its_reason(client, dataset, officer) -> None:
    editing.withdraw(dataset, "與另一資料集重複", by=officer)
    answer = client.get(f"/api/v1/datasets/{dataset.public_id}")
    assert answer.status_code == 410
    assert "與另一資料集重複" in answer.json()["title"]


def test_an_officer_s_program_withdraws_for_good_and_holds_the_receipt(client, dataset, agency) -> None:
    mine, citizen = (
        {"Authorization": f"Bearer {make_key(who, ['publish'])}"}
        for who in (
            person(agency, Role.OFFICER, "program@example.tw"),
            person(None, Role.CITIZEN, "c@example.tw"),
        )
    )
    place = f"/api/v1/datasets/{dataset.public_id}/withdraw"
    told = {"reason": "與另一資料集重複，請改用新的資料集。"}
    as_json = {"content_type": "application/json"}
    assert client.post(place, told, **as_json).status_code == 401
    assert client.post(place, told, **as_json, headers=citizen).status_code == 403
    assert client.post(place, {"reason": "重複"}, **as_json, headers=mine).status_code == 400
    done = client.post(place, told, **as_json, headers=mine).json()
    event = client.get(done["receipt"]).json()["event"]
    assert (event["event"], event["public"]["reason"]) == ("dataset:withdrawn", told["reason"])
    assert client.get(f"/api/v1/datasets/{dataset.public_id}").status_code == 410
    assert client.post(place, told, **as_json, headers=mine).status_code == 410


def test_a_version_has_a_receipt_that_names_its_bytes(client, dataset) -> None:
    table = dataset.distributions.get()
    base = f"/api/v1/datasets/{dataset.public_id}/tables/{table.table_id}/versions"
    (version,) = client.get(base).json()["items"]
    receipt = client.get(f"{base}/1/receipt").json()
    assert receipt["event"]["public"]["original_sha256"] == version["original_sha256"]


def test_snippets_are_complete_programs(dataset) -> None:
    from springhead.engine.tables.schema import Column

    current = dataset.distributions.get().current
    columns = tuple(Column.from_json(column) for column in current.columns)
    curl, python, javascript = snippets.for_table("http://127.0.0.1:9", "tb_00000000", columns)
    assert curl.code.startswith("curl --get 'http://127.0.0.1:9/api/v1/tables/tb_00000000/rows'")
    compile(python.code, "snippet", "exec")
    assert "await fetch(url)" in javascript.code


def test_the_example_asks_for_a_value_that_several_rows_have() -> None:
    from springhead.engine.tables.schema import Column, Type

    key = Column("代碼", "code", Type.TEXT, profile={"top": [["001", 1], ["002", 1]]})
    group = Column("行政區", "district", Type.TEXT, profile={"top": [["大安區", 40], ["信義區", 2]]})
    assert snippets.example((key, group)).params == (("district", "大安區"), ("limit", "10"))
    assert snippets.example((key,)).params == (("limit", "10"),)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite for its plan")
def test_the_latest_datasets_are_found_by_an_index(bring, officer) -> None:
    from springhead.foundation.catalog import queries
    from springhead.foundation.catalog.queries import Wanted

    with CaptureQueriesContext(connection) as asked:
        queries.listing(Wanted(), viewer=officer)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked.captured_queries[-1]['sql']}")
        plan = " ".join(str(line[3]) for line in cursor.fetchall())
    assert "USING INDEX dataset_changed" in plan
    assert "TEMP B-TREE" not in plan
