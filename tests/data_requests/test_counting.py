"""Many requests are counted ahead by a worker; few are counted when somebody asks. The numbers are the same."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from tests.data_requests.conftest import NEIGHBOUR, do, not_collected, of, part_of, refused

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.now import now
from springhead.foundation.jobs.actions import enqueue
from springhead.foundation.jobs.registry import Duties, Handler
from springhead.foundation.jobs.worker import drain
from springhead.procedures.data_requests import counting
from springhead.procedures.data_requests.figures import Scope
from springhead.procedures.data_requests.models import CountedSheet

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def asked(ask, police):
    officer = of(police, Role.OFFICER)
    for n, said in enumerate((refused, not_collected, None)):
        row = ask(police, at=now() - timedelta(days=5 - n), by=NEIGHBOUR)
        if said is not None:
            do(part_of(row, police), "answer", officer, at=now(), items=[said()])
    cache.clear()


def many(monkeypatch) -> None:
    monkeypatch.setattr(counting, "LIVE", 0)


def count() -> None:
    enqueue("data_requests.count", {}, lane="slow")
    drain(["slow"], Duties({"data_requests.count": Handler("data_requests.count", counting.count_anew)}))


def test_what_is_counted_ahead_is_what_is_counted_now(asked, monkeypatch) -> None:
    before = {name: counting.sheet(Scope(period=name)) for name in counting.PERIODS}
    wanted = counting.lines("all")[0]
    assert not CountedSheet.objects.exists()
    many(monkeypatch)
    count()
    for name, sheet in before.items():
        kept = counting.sheet(Scope(period=name))
        for field in (
            "counts",
            "days",
            "months",
            "grounds",
            "slips",
            "rested",
            "two_verdicts",
            "stars",
            "agencies",
        ):
            assert getattr(kept, field) == getattr(sheet, field), field
    assert counting.lines("all")[0] == wanted


def test_a_page_counts_nothing_while_the_worker_did(
    client, asked, monkeypatch, django_assert_max_num_queries
) -> None:
    many(monkeypatch)
    count()
    client.get("/statistics/")
    with django_assert_max_num_queries(8):
        page = client.get("/statistics/").content.decode()
    assert "計算" in page


def test_nothing_is_counted_again_before_anything_happened(asked, ask, roads, monkeypatch) -> None:
    many(monkeypatch)
    count()
    stamps = dict(CountedSheet.objects.values_list("name", "at"))
    count()
    assert dict(CountedSheet.objects.values_list("name", "at")) == stamps
    ask(roads, at=now())
    assert counting.sheet(Scope()).counts["all"] == 3
    count()
    assert counting.sheet(Scope()).counts["all"] == 4


def test_one_agency_is_always_counted_now(asked, ask, police, monkeypatch) -> None:
    many(monkeypatch)
    count()
    cache.clear()
    ask(police, at=now())
    cache.clear()
    assert counting.sheet(Scope(police.public_id)).counts["all"] == 4


def test_the_number_on_the_list_is_the_one_that_led_there(client, asked, monkeypatch) -> None:
    many(monkeypatch)
    count()
    sheet = counting.sheet(Scope())
    ((day, n), *_) = sheet.days.counts
    assert counting.behind(Scope(), f"days:{day}") == n
    assert counting.behind(Scope(), "all") == 3
    assert counting.behind(Scope(), "ground:foi-18-1-6") == dict(sheet.grounds)["foi-18-1-6"]
    assert counting.behind(Scope(), "nonsense") is None
    assert f"{n} 件" in client.get(f"/statistics/cases?figure=days:{day}").content.decode()


def test_what_yesterday_counted_is_counted_anew_today(asked, monkeypatch) -> None:
    many(monkeypatch)
    count()
    CountedSheet.objects.update(day=(now() - timedelta(days=2)).date(), content={"counts": {}})
    assert counting.sheet(Scope()).counts["all"] == 3
