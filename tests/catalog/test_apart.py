"""Files are read in a process of their own: what a hostile one does to its reader, the worker survives."""

from dataclasses import replace

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
