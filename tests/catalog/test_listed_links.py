"""Links of listed data are looked at every day by themselves: watched while listed, in bounded batches, politely."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from tests.checks.conftest import DUTIES, NOON, client_of_site, everywhere, machine, origin, site

from springhead.engine.kernel.now import now
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.models import Agency
from springhead.foundation.catalog import barriers, links, watching
from springhead.foundation.catalog.handlers import PERIODIC
from springhead.foundation.catalog.models import Dataset, Distribution
from springhead.foundation.checks import actions, looking
from springhead.foundation.checks.models import Check, Watch
from springhead.foundation.jobs.models import Job
from springhead.foundation.jobs.worker import drain

__all__ = ["client_of_site", "everywhere", "machine", "origin", "site"]
pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


class Walk:
    """A run that counts how often it was asked whether to go on."""

    def __init__(self) -> None:
        self.batches = 0

    def check(self) -> None:
        self.batches += 1


@pytest.fixture
def agency(db) -> Agency:
    return naming.create(Agency(names={"zh-Hant": "清溪縣政府衛生局", "en": "Health Office"}))


def listed(agency: Agency, *urls: str, **more) -> Dataset:
    made = Dataset.objects.create(
        agency=agency, title={"zh-Hant": "疫苗接種站"}, **{"visible": True, "stage": "listed", **more}
    )
    for url in urls:
        Distribution.objects.create(dataset=made, url=url, format="CSV")
    return made


def watched(dataset: Dataset) -> set[str]:
    return set(Watch.objects.filter(subject=dataset.public_id).values_list("check_row__url", flat=True))


def test_what_is_listed_is_watched_and_what_is_not_is_no_longer(agency, everywhere) -> None:
    one = listed(agency, "https://a.example.org/1.csv", "https://b.example.org/2.csv", "not an address")
    hidden = listed(agency, "https://a.example.org/3.csv", visible=False)
    watching.walk(Walk())
    assert watched(one) == {"https://a.example.org/1.csv", "https://b.example.org/2.csv"}
    assert watched(hidden) == set()
    one.distributions.filter(url__contains="/2.csv").update(url="https://b.example.org/2b.csv")
    Dataset.objects.filter(pk=hidden.pk).update(visible=True)
    watching.walk(Walk())
    assert watched(one) == {"https://a.example.org/1.csv", "https://b.example.org/2b.csv"}
    assert watched(hidden) == {"https://a.example.org/3.csv"}
    assert Check.objects.get(url__endswith="/2.csv").next_at is None, "nobody points at it any more"
    one.distributions.all().delete()
    Dataset.objects.filter(pk=hidden.pk).update(stage="withdrawn")
    watching.walk(Walk())
    assert not Watch.objects.exists()


def test_walking_again_writes_nothing_and_asks_four_queries_a_batch(
    agency, everywhere, monkeypatch, django_assert_max_num_queries
) -> None:
    monkeypatch.setattr(watching, "BATCH", 5)
    for n in range(10):
        listed(agency, f"https://a.example.org/{n}.csv")
    watching.walk(Walk())
    before = list(Check.objects.order_by("pk").values_list("pk", "next_at"))
    run = Walk()
    with django_assert_max_num_queries(2 * 3 + 1):
        watching.walk(run)
    assert run.batches == 2
    assert list(Check.objects.order_by("pk").values_list("pk", "next_at")) == before


def test_one_run_begins_with_a_bounded_number(agency, everywhere, monkeypatch) -> None:
    monkeypatch.setattr(watching, "MOST_NEW", 4)
    for n in range(10):
        listed(agency, f"https://a.example.org/{n}.csv")
    begun = []
    for _ in range(4):
        watching.walk(Walk())
        begun.append(Watch.objects.count())
    assert begun == [4, 8, 10, 10]


def test_in_demo_mode_no_real_site_is_ever_asked(agency) -> None:
    assert settings.SPRINGHEAD.demo
    pretended = f"{settings.SPRINGHEAD.address}{looking.SITE}data.csv"
    one = listed(agency, "https://a.example.org/1.csv", pretended)
    watching.walk(Walk())
    assert watched(one) == {pretended}


def test_the_looks_are_spread_over_the_day(agency, everywhere) -> None:
    for n in range(200):
        actions.watch(f"https://h{n}.example.org/x.csv", "ds_00000000", at=NOON)
    Check.objects.update(next_at=NOON)
    assert actions.queue_due(NOON) == 200
    hours = {(one.next_at - NOON) // timedelta(hours=1) for one in Check.objects.all()}
    assert len(hours) > 20
    assert min(hours) >= 0
    assert max(hours) <= 25


def test_a_crowded_host_does_not_hold_up_the_others(agency, everywhere) -> None:
    for n in range(60):
        actions.watch(f"https://crowd.example.org/{n}.csv", "ds_00000000", at=NOON)
    actions.watch("https://lone.example.org/x.csv", "ds_00000000", at=NOON)
    Check.objects.update(next_at=NOON - DAY)
    Check.objects.filter(url__contains="lone").update(next_at=NOON)
    assert actions.queue_due(NOON) == actions.PER_HOST + 1
    rest = Check.objects.filter(url__contains="crowd", next_at__lte=NOON + timedelta(hours=3))
    assert rest.count() >= 60 - actions.PER_HOST, "put off, not forgotten"
    assert actions.queue_due(NOON) == 0


def test_the_budget_is_that_of_the_installation_and_looks_that_wait_count(
    agency, everywhere, monkeypatch
) -> None:
    for n in range(12):
        actions.watch(f"https://h{n}.example.org/x.csv", "ds_00000000", at=NOON)
    Check.objects.update(next_at=NOON)
    few = replace(settings.SPRINGHEAD, link_looks=5)
    monkeypatch.setattr(settings, "SPRINGHEAD", few)
    assert [actions.queue_due(NOON) for _ in range(3)] == [5, 5, 2]
    monkeypatch.setattr(actions, "BACKLOG", 12)
    Check.objects.update(next_at=NOON)
    assert actions.queue_due(NOON) == 0, "twelve wait for a worker"
    monkeypatch.setattr(settings, "SPRINGHEAD", replace(few, link_looks=0))
    Job.objects.all().delete()
    assert actions.queue_due(NOON) == 0


def test_a_login_page_in_place_of_the_file_is_found_without_anybody_looking(
    agency, machine, origin, site
) -> None:
    assert any(one.kind == "catalog.watch" for one in PERIODIC)
    one = listed(agency, f"{origin}/good.csv")
    login = b"<html><title>Login</title><form><input type=password name=p></form></html>"
    site[1].instead["good.csv"] = (200, "text/html", login)
    watching.walk(Walk())
    Check.objects.update(next_at=now())
    actions.queue_due(now())
    drain(["look"], DUTIES)
    assert Check.objects.get().verdict == "barrier"
    links.judge_all(Walk())
    [barred] = barriers.listing().items
    assert barred.dataset == one
    [reason] = [each for each in barred.links[0].reasons if each.error]
    assert reason.remedy["zh-Hant"]
    site[1].instead.clear()
    Check.objects.update(next_at=now())
    actions.queue_due(now())
    drain(["look"], DUTIES)
    links.judge_all(Walk())
    assert barriers.listing().items == []
