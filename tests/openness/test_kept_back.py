"""A dataset whose very name the law keeps back: a day promised for it is public, its name nowhere."""

import gzip
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client
from tests.data_requests.conftest import ask
from tests.openness.conftest import COMMITTEE, WHY, do

from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies.models import Mails, Person
from springhead.foundation.cases import notices
from springhead.foundation.cases.fire import Opening, fire, open_case
from springhead.foundation.cases.models import Mail, Subscription
from springhead.foundation.catalog import classes, deliveries, editing, findable, records
from springhead.foundation.catalog.deliveries import Parcel
from springhead.foundation.catalog.models import Dataset, Delivery, Distribution
from springhead.foundation.catalog.vocabulary import Source
from springhead.foundation.commitments.commands import Promise, Report
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.dumps import building
from springhead.foundation.ledger.models import Event
from springhead.foundation.ledger.queries import as_entry
from springhead.procedures.openness import inventory, naming
from springhead.procedures.openness.inventory import Said
from springhead.procedures.openness.models import Entry

__all__ = ["ask"]
pytestmark = pytest.mark.django_db
NAMES = ("傳染病個案", "Infections")
DAY = today() + timedelta(days=90)
KEPT = Said(withheld="foi-18-1-1")


def of_class(dataset: Dataset, start) -> Commitment:
    """A committee found the class unreasonable and set a day."""
    do(start(dataset, at=now()), "find_unreasonable", COMMITTEE, now(), reason=WHY, until=DAY.isoformat())
    return the_promise()


def by_hand(dataset: Dataset, officer) -> Commitment:
    """Promise as the desk and the other nouns do: they say the title as the record has it."""
    opening = Opening(dict(dataset.title), dataset.agency.public_id, subjects=(dataset.public_id,))
    open_case("commitment", Promise(dataset.public_id, DAY), opening, by=officer, at=now())
    return the_promise()


def the_promise() -> Commitment:
    return Commitment.objects.select_related("case", "dataset").get()


def _places(promise: Commitment) -> list[str]:
    number, agency, dataset = promise.number, promise.case.agency_id, promise.dataset.public_id
    found = [
        "/", "/commitments/", "/commitments/?kind=all", f"/commitments/?agency={agency}", f"/commitments/{number}",
        f"/cases/{number}", "/cases/", f"/ledger/?subject={number}", f"/ledger/?subject={dataset}", "/ledger/",
        f"/agencies/{agency}", f"/openness/agencies/{agency}", "/openness/", "/datasets/",
        f"/search?q={number}", "/sitemap-0.xml",
    ]  # fmt: skip
    api = [
        "/commitments", f"/commitments/{number}", f"/cases/{number}", "/cases", "/datasets", "/openness",
        f"/openness/agencies/{agency}",
    ]  # fmt: skip
    files = ["/commitments/calendar.ics", "/en/commitments/calendar.ics", "/ledger/feed.atom"]
    return [*found, *(f"/en{one}" for one in found), *(f"/api/v1{one}" for one in api), *files]


def _read(client: Client, place: str) -> str:
    answer = client.get(place, follow=True)
    assert answer.status_code in (200, 404), (place, answer.status_code)
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return text.decode()


def leaks(client: Client, promise: Commitment, folder: Path) -> list[str]:
    """Return every public place that says the name; whoever follows the dataset is told of the promise by mail."""
    cache.clear()
    reader, _ = Person.objects.get_or_create(email="reader@example.org", defaults={"mails": Mails.AT_ONCE})
    Subscription.objects.get_or_create(
        subject_id=promise.dataset.public_id,
        person_id=reader.public_id,
        defaults={"asked_at": now(), "confirmed_at": now()},
    )
    texts = {place: _read(client, place) for place in _places(promise)}
    assert promise.number in texts["/commitments/"]
    entries = [as_entry(one) for one in Event.objects.order_by("seq")]
    texts["ledger"] = str([one.public for one in entries])
    for entry in entries:
        notices.tell(entry)
    texts["mails"] = "".join(f"{one.subject} {one.body}" for one in Mail.objects.all())
    assert promise.number in texts["mails"]
    dump = building.build(folder, today(), at=now(), beat=lambda _done: None)
    texts |= {path.name: gzip.decompress(path.read_bytes()).decode() for path in dump.glob("*.gz")}
    texts["index"] = str(findable.documents([promise.dataset.public_id])[0])
    return [place for place, text in texts.items() if any(name in text for name in NAMES)]


def test_a_day_a_committee_sets_is_public_without_the_name(client, dataset, officer, start, tmp_path) -> None:
    inventory.note(dataset, KEPT, by=officer)
    promise = of_class(dataset, start)
    assert leaks(client, promise, tmp_path) == []
    assert (promise.dataset.stage, promise.dataset.visible) == ("promised", False)
    told = client.get(f"/api/v1/commitments/{promise.number}").json()
    assert told["title"] == naming.HIDDEN
    assert "dataset" not in told["links"]
    assert naming.HIDDEN["zh-Hant"] in client.get("/commitments/").content.decode()


def test_whoever_promises_cannot_name_what_is_kept_back(client, dataset, officer, tmp_path) -> None:
    inventory.note(dataset, KEPT, by=officer)
    assert leaks(client, by_hand(dataset, officer), tmp_path) == []


def test_a_name_kept_back_after_the_promise_is_gone_everywhere(client, dataset, officer, tmp_path) -> None:
    promise = by_hand(dataset, officer)
    found = leaks(client, promise, tmp_path / "before")
    shown = {
        "/",
        "/commitments/",
        f"/api/v1/commitments/{promise.number}",
        "/commitments/calendar.ics",
        "mails",
        "index",
    }
    assert shown <= set(found)  # so the places are the right ones
    Mail.objects.all().delete()  # sent before
    inventory.note(Dataset.objects.get(pk=dataset.pk), KEPT, by=officer)
    fire(promise.number, Report("欄位已確認，正在整理。"), by=officer, at=now())
    assert leaks(client, the_promise(), tmp_path / "after") == []
    noted = as_entry(Event.objects.get(event="openness:inventory"))
    assert dataset.public_id in findable.touched(noted.subject, noted.public)  # search forgets it by itself


def test_a_name_that_is_public_again_comes_back_with_its_record(client, dataset, officer) -> None:
    inventory.note(dataset, KEPT, by=officer)
    promise = by_hand(dataset, officer)
    inventory.note(Dataset.objects.get(pk=dataset.pk), Said(), by=officer)
    promise = the_promise()
    assert promise.dataset.visible
    assert promise.case.title == promise.title == dataset.title
    assert "傳染病個案" in client.get(f"/commitments/{promise.number}").content.decode()


def test_noting_an_entry_shows_no_draft(dataset, officer) -> None:
    inventory.note(dataset, KEPT, by=officer)
    inventory.note(dataset, Said(), by=officer)
    assert not Dataset.objects.get(pk=dataset.pk).visible


def test_whoever_asks_for_it_by_its_id_learns_no_name(client, agency, dataset, officer, ask) -> None:
    """Ids stand in the ledger: the forms that take one must not tell what it stands for."""
    inventory.note(dataset, KEPT, by=officer)
    draft = Dataset.objects.create(agency=agency, title={"zh-Hant": "傳染病個案草稿"})
    listed = Dataset.objects.create(agency=agency, title={"zh-Hant": "安置名冊"})
    inventory.note(listed, Said(), by=officer)
    named = {f"dataset_{n}": one.public_id for n, one in enumerate((dataset, draft, listed), 1)}
    page = client.post("/requests/new", named).content.decode()
    assert not any(name in page for name in NAMES)
    assert (naming.HIDDEN["zh-Hant"] in page, "尚未公開的資料集" in page, "安置名冊" in page) == (
        True,
        True,
        True,
    )
    items = [{"dataset": one.public_id, "fields": []} for one in (dataset, draft, listed)]
    wanted = ask(items=items).items.order_by("number")
    assert [one.title for one in wanted] == [naming.HIDDEN["zh-Hant"], "尚未公開的資料集", "安置名冊"]


def test_what_is_kept_back_is_neither_listed_nor_published(agency, dataset, officer) -> None:
    """The ledger would say its title for good."""
    inventory.note(dataset, KEPT, by=officer)
    told = {"title": "傳染病個案", "description": "通報之傳染病個案，每月彙整一次，供防疫決策參考使用。"}
    with pytest.raises(Refused) as error:
        editing.update(Dataset.objects.get(pk=dataset.pk), told, by=officer)
    assert "dataset-name-kept-back" in {problem.code for problem in error.value.problems}
    found = Dataset.objects.get(pk=dataset.pk)
    assert not found.visible
    assert not Event.objects.filter(event__in=("dataset:listed", "dataset:updated")).exists()
    inventory.note(found, Said(), by=officer)
    gaps = classes.gaps(Dataset.objects.get(pk=dataset.pk), records.drafted(found))
    assert "dataset-name-kept-back" not in {gap.code for gap in gaps}


def test_files_brought_for_it_go_without_the_name(client, dataset, officer, tmp_path) -> None:
    distribution = deliveries.add_file(dataset, "cases.csv")
    first = bring(distribution, tmp_path, "編號,日期\n1,2026-01-02\n", officer)
    assert "傳染病個案" in client.get(f"/cases/{first.case.number}").content.decode()
    inventory.note(dataset, KEPT, by=officer)
    later = bring(distribution, tmp_path, "編號,日期\n1,2026-01-02\n2,2026-01-03\n", officer)
    for place in (
        "/cases/",
        "/en/cases/",
        "/api/v1/cases",
        *(f"/cases/{one.case.number}" for one in (first, later)),
    ):
        page = client.get(place).content.decode()
        assert not any(name in page for name in NAMES), place
    inventory.note(dataset, Said(), by=officer)
    assert "傳染病個案" in client.get(f"/cases/{later.case.number}").content.decode()


def bring(distribution: Distribution, folder: Path, text: str, officer) -> Delivery:
    """Bring a file to a dataset, as an upload does."""
    path = folder / "cases.csv"
    path.write_text(text, encoding="utf-8")
    parcel = Parcel(deliveries.keep_copy(path), path.name, source=Source.UPLOAD)
    brought = deliveries.deliver(Distribution.objects.get(pk=distribution.pk), parcel, by=officer)
    return brought.delivery


def test_what_was_kept_back_before_is_veiled_by_the_migration(client, dataset, officer, tmp_path) -> None:
    bring(deliveries.add_file(dataset, "cases.csv"), tmp_path, "編號\n1\n", officer)
    promise = by_hand(dataset, officer)
    Entry.objects.create(dataset=dataset, withheld="foi-18-1-1", changed_at=now())
    import_module("springhead.procedures.openness.migrations.0005_veiled_promises").veil(apps, None)
    assert leaks(client, the_promise(), tmp_path / "dump") == []
    assert not Dataset.objects.get(pk=promise.dataset_id).visible
