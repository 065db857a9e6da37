"""A dataset whose data lie elsewhere shows what the link check found, in lists, facets and search."""

from datetime import timedelta

import pytest

from springhead.engine.kernel.now import now
from springhead.foundation.cases.fire import fire
from springhead.foundation.catalog import findable, links, listing, words
from springhead.foundation.catalog.commands import Publish
from springhead.foundation.catalog.models import Dataset, Distribution
from springhead.foundation.checks import actions, rules
from springhead.foundation.checks.evidence import Evidence
from springhead.foundation.checks.models import Check
from springhead.foundation.jobs.registry import Duties, Handler
from springhead.foundation.jobs.worker import drain
from springhead.foundation.ledger import listing as ledger
from springhead.foundation.ledger.entries import Entry
from springhead.foundation.ledger.listing import Wanted
from springhead.foundation.ledger.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.database]
GOOD = Evidence(status=200, kind="csv", fields=("站名",), fields_read=True, rows=2, whole=True)
GONE = Evidence(status=404)
FIRST, SECOND = "https://data.example.tw/a.csv", "https://data.example.tw/b.csv"


@pytest.fixture
def linked(agency) -> Dataset:
    dataset = Dataset.objects.create(
        agency=agency, title={"zh-Hant": "公廁"}, visible=True, stage="listed", modified=now()
    )
    for url in (FIRST, SECOND):
        Distribution.objects.create(dataset=dataset, kind="link", format="CSV", url=url)
    return dataset


def see(url: str, found: Evidence, *, at=None) -> None:
    key = rules.key_of(rules.address(url))
    row, _ = Check.objects.get_or_create(key=key, defaults={"url": url, "made_at": now()})
    actions.note(row.public_id, found, at=at or now())


def judge() -> None:
    from springhead.foundation.jobs.actions import enqueue

    enqueue("catalog.links", {}, lane="slow")
    drain(["slow"], Duties({"catalog.links": Handler("catalog.links", links.judge_all)}))


def listing_of(event: str) -> list[Entry]:
    return ledger.events(Wanted(event=event)).entries[::-1]


def facet(dataset: Dataset) -> tuple[str, ...] | None:
    dataset.refresh_from_db()
    return findable.document(dataset).facets.get("check")


def test_nothing_is_said_before_anybody_looked(linked) -> None:
    judge()
    assert facet(linked) is None
    assert not Event.objects.filter(event="dataset:judged").exists()


def test_one_link_that_delivers_is_clean_and_one_that_is_gone_is_broken(linked) -> None:
    see(FIRST, GOOD)
    judge()
    assert facet(linked) == ("clean",)
    for _ in range(rules.MISSES):
        see(SECOND, GONE)
    judge()
    assert facet(linked) == ("broken",)
    see(SECOND, GOOD)
    judge()
    assert facet(linked) == ("clean",)
    told = [one.public["verdict"] for one in listing_of("dataset:judged")]
    assert told == ["clean", "broken", "clean"]


def test_judging_again_writes_no_second_event(linked) -> None:
    see(FIRST, GOOD)
    judge()
    judge()
    (event,) = listing_of("dataset:judged")
    assert findable.touched(event.subject, event.public) == [linked.public_id, linked.public_id]


def test_looks_of_long_ago_are_not_gone_through_again(linked) -> None:
    see(FIRST, GOOD, at=now() - timedelta(days=2))
    judge()
    assert facet(linked) is None


def test_a_served_dataset_is_judged_by_its_own_tables(bring, officer) -> None:
    delivery = bring("站名,水位\n石門,245\n翡翠,170\n")
    fire(delivery.number, Publish(), by=officer, at=now())
    dataset = delivery.distribution.dataset
    dataset.refresh_from_db()
    before = dataset.verdict
    assert before == "clean"
    Distribution.objects.create(dataset=dataset, kind="link", format="CSV", url=FIRST)
    for _ in range(rules.MISSES):
        see(FIRST, GONE)
    judge()
    dataset.refresh_from_db()
    assert dataset.verdict == before


def test_what_is_no_longer_served_falls_back_on_its_links(linked) -> None:
    see(FIRST, GOOD)
    linked.stage, linked.verdict, linked.findings = "served", "findings", 3
    listing.refresh(linked)
    assert (linked.stage, linked.verdict, linked.findings) == ("listed", "clean", None)


def test_the_ledger_names_datasets_and_keeps_drafts_unnamed(linked) -> None:
    draft = Dataset.objects.create(agency=linked.agency, title={"zh-Hant": "草稿"}, modified=now())
    named = words.names([linked.public_id, draft.public_id])
    assert {key: name.href for key, name in named.items()} == {
        linked.public_id: f"/datasets/{linked.public_id}"
    }
