"""A file becomes a published version, step by step."""

import json

import pytest
from django.conf import settings
from tests.catalog.conftest import catch_up, fresh, let_work

from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.engine.tables import manifest
from springhead.foundation.agencies.models import Person
from springhead.foundation.cases import notices
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.models import Notification, Subscription
from springhead.foundation.catalog import queries
from springhead.foundation.catalog.commands import Discard, Publish, RollBack, Withdraw
from springhead.foundation.catalog.models import Delivery, Snapshot
from springhead.foundation.jobs.models import Job
from springhead.foundation.ledger.models import Event
from springhead.foundation.ledger.queries import as_entry

pytestmark = pytest.mark.django_db

CLEAN = "水庫,有效蓄水量,日期\n石門,12043.5,2026-01-01\n翡翠,30012.0,2026-01-02\n曾文,41234.1,2026-01-03\n"
NEXT = "水庫,有效蓄水量,日期\n石門,12043.5,2026-01-01\n翡翠,29900.0,2026-01-02\n德基,15000.0,2026-01-04\n"
NARROW = "水庫,日期\n石門,2026-01-01\n翡翠,2026-01-02\n曾文,2026-01-03\n"


def publish(delivery: Delivery, officer, **more) -> Delivery:
    fire(delivery.number, Publish(**more), by=officer, at=now())
    catch_up()
    return fresh(delivery)


def test_a_clean_file_is_ready_to_publish(bring) -> None:
    delivery = bring(CLEAN)
    assert delivery.state == "checked"
    assert delivery.report["rows"] == 3
    assert {store["kind"] for store in delivery.work["stores"]} == {"original", "parquet", "sqlite"}


def test_publishing_makes_version_one_and_serves_it(bring, officer) -> None:
    delivery = publish(bring(CLEAN), officer)
    assert delivery.state == "published"
    snapshot = delivery.snapshot
    assert (snapshot.number, snapshot.rows, snapshot.set_aside) == (1, 3, 0)
    assert delivery.distribution.current == snapshot
    dataset = delivery.distribution.dataset
    assert (dataset.visible, dataset.stage, dataset.rows, dataset.has_api) == (True, "served", 3, True)
    table = manifest.read(settings.SPRINGHEAD.public / "tables" / f"{delivery.distribution.table_id}.json")
    assert table.current == 1
    assert table.snapshot().rows == 3
    for store in table.snapshot().stores:
        assert (settings.SPRINGHEAD.public / store.file).stat().st_size == store.size


def test_the_publication_is_in_the_ledger_with_the_hash_of_the_file(bring, officer) -> None:
    delivery = publish(bring(CLEAN), officer)
    event = Event.objects.get(event="delivery.publish")
    facts = json.loads(event.public)
    assert facts["original_sha256"] == delivery.sha256
    assert facts["dataset"] == delivery.distribution.dataset.public_id
    assert Snapshot.objects.get().event_seq == event.seq


def test_the_draft_is_filled_from_the_file_and_takes_effect_on_publishing(bring, officer) -> None:
    delivery = publish(bring(CLEAN), officer)
    dataset = delivery.distribution.dataset
    assert dataset.title == {"zh-Hant": "水庫水位"}
    assert "有效蓄水量" in dataset.field_description
    assert str(dataset.covers_from) == "2026-01-01"
    assert dataset.licence == "OGDL-Taiwan-1.0"


def test_the_same_bytes_twice_are_one_delivery(bring) -> None:
    first = bring(CLEAN)
    again = bring(CLEAN, to=first.distribution)
    assert again.pk == first.pk


def test_the_bytes_of_the_current_version_are_no_news(bring, officer) -> None:
    first = publish(bring(CLEAN), officer)
    again = bring(CLEAN, to=first.distribution)
    assert again.pk == first.pk
    assert Snapshot.objects.count() == 1


def test_a_second_version_knows_what_changed(bring, officer) -> None:
    first = publish(bring(CLEAN), officer)
    second = publish(bring(NEXT, to=first.distribution), officer)
    assert second.snapshot.number == 2
    diff = second.snapshot.diff
    assert (diff["key"], diff["added"], diff["removed"], diff["changed"]) == (["水庫"], 1, 1, 1)
    assert diff["changed_sample"] == [["翡翠", "有效蓄水量", "30012.0", "29900.0"]]


def test_aliases_stay_when_columns_come_and_go(bring, officer) -> None:
    first = publish(bring(CLEAN), officer)
    names = dict(first.distribution.names)
    second = publish(bring(NARROW, to=first.distribution), officer, confirm_drift=True)
    assert second.distribution.names == names
    assert {column["name"]: column["alias"] for column in second.snapshot.columns} == {
        name: names[name] for name in ("水庫", "日期")
    }


def test_a_vanishing_column_must_be_confirmed(bring, officer) -> None:
    first = publish(bring(CLEAN), officer)
    second = bring(NARROW, to=first.distribution)
    assert second.drift["removed"] == ["有效蓄水量"]
    with pytest.raises(Refused) as refusal:
        publish(second, officer)
    assert [problem.code for problem in refusal.value.problems] == ["delivery-drift"]
    assert publish(second, officer, confirm_drift=True).state == "published"


def test_followers_of_the_dataset_are_told_which_columns_changed(bring, officer, agency) -> None:
    first = publish(bring(CLEAN), officer)
    reader = Person.objects.create(email="reader@example.org", language="zh-Hant")
    Subscription.objects.create(
        subject_id=first.distribution.dataset.public_id,
        person_id=reader.public_id,
        asked_at=now(),
        confirmed_at=now(),
    )
    publish(bring(NARROW, to=first.distribution), officer, confirm_drift=True)
    for row in Event.objects.order_by("seq"):
        notices.tell(as_entry(row))
    news = Notification.objects.filter(person_id=reader.public_id).latest("pk")
    assert news.text["zh-Hant"] == "發布新版本；不再提供的欄位：有效蓄水量"
    assert news.text["en"].endswith("; columns no longer there: 有效蓄水量")


def test_the_current_version_answers_until_the_next_is_published(bring, officer) -> None:
    first = publish(bring(CLEAN), officer)
    bring(NEXT, to=first.distribution)
    assert fresh(first).distribution.current.number == 1


def test_missing_metadata_stand_in_the_way_all_at_once(bring, officer, agency) -> None:
    delivery = bring(CLEAN)
    from springhead.foundation.catalog import editing

    editing.save_draft(delivery.distribution.dataset, {"description": "", "frequency": ""}, by=officer)
    with pytest.raises(Refused) as refusal:
        publish(delivery, officer)
    assert {problem.where for problem in refusal.value.problems} == {"description", "frequency"}


def test_rolling_back_points_to_the_older_version(bring, officer) -> None:
    first = publish(bring(CLEAN), officer)
    publish(bring(NEXT, to=first.distribution), officer)
    fire(first.number, RollBack("第二版的數字有誤"), by=officer, at=now())
    catch_up()
    distribution = fresh(first).distribution
    assert distribution.current.number == 1
    assert manifest.read(settings.SPRINGHEAD.public / "tables" / f"{distribution.table_id}.json").current == 1


def test_a_withdrawn_version_is_gone_and_the_one_before_is_current(bring, officer) -> None:
    first = publish(bring(CLEAN), officer)
    second = publish(bring(NEXT, to=first.distribution), officer)
    fire(second.number, Withdraw("含未經同意的資料"), by=officer, at=now())
    catch_up()
    table = manifest.read(settings.SPRINGHEAD.public / "tables" / f"{first.distribution.table_id}.json")
    assert (table.current, [one.number for one in table.snapshots]) == (1, [1])


def test_withdrawing_the_only_version_leaves_a_reason(bring, officer) -> None:
    only = publish(bring(CLEAN), officer)
    fire(only.number, Withdraw("含未經同意的資料"), by=officer, at=now())
    catch_up()
    table = manifest.read(settings.SPRINGHEAD.public / "tables" / f"{only.distribution.table_id}.json")
    assert table.withdrawn == {"reason": "含未經同意的資料"}


def test_a_reason_is_needed_to_give_up(bring, officer) -> None:
    delivery = bring(CLEAN)
    with pytest.raises(Refused):
        fire(delivery.number, Discard(""), by=officer, at=now())
    fire(delivery.number, Discard("送錯檔案了"), by=officer, at=now())
    assert fresh(delivery).state == "refused"


def test_another_agency_can_neither_see_nor_publish(bring, stranger) -> None:
    delivery = bring(CLEAN)
    with pytest.raises(Refused) as refusal:
        queries.delivery(delivery.number, viewer=stranger)
    assert refusal.value.status == 404
    with pytest.raises(Refused):
        fire(delivery.number, Publish(), by=stranger, at=now())


def test_work_that_is_done_again_changes_nothing(bring) -> None:
    delivery = bring(CLEAN)
    let_work(delivery)
    assert fresh(delivery).case.version == delivery.case.version


def test_each_step_queues_its_own_work(bring) -> None:
    bring(CLEAN)
    assert Job.objects.filter(kind="catalog.delivery").count() == 1
