"""From a file on disk to a published table in one go, beside workers that want the same job."""

from datetime import timedelta

import pytest

from springhead.engine.kernel.now import wall
from springhead.foundation.catalog import bringing, queue
from springhead.foundation.catalog.bringing import DUTIES, Wish, as_officer, bring
from springhead.foundation.catalog.rules import State
from springhead.foundation.jobs import actions
from springhead.foundation.jobs.models import Job
from springhead.foundation.jobs.worker import drain

pytestmark = pytest.mark.django_db
METADATA = {
    "title": "測站雨量", "description": "各測站每日雨量。", "category": "I00", "frequency": "每1日", "keywords": "雨量",
}  # fmt: skip


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "雨量.csv"
    path.write_text("測站,日期,雨量\n甲,2026-03-01,1.5\n乙,2026-03-02,2.5\n", encoding="utf-8")
    return path


def test_the_work_is_done_here_and_no_worker_finds_any_left(agency, file):
    heard = []
    wish = Wish(file, agency, metadata=METADATA, accept=True)
    delivery = bring(
        wish, by=as_officer(agency), progress=lambda text, done: heard.append((text["en"], done))
    )
    assert delivery.state == State.PUBLISHED, delivery.report
    assert heard[0][0] == "Reading and checking"
    assert drain(["slow"], DUTIES) == 0
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}


def test_a_held_file_is_handed_back_as_it_is(agency, tmp_path):
    path = tmp_path / "壞.csv"
    path.write_text("名稱,數量\n甲,1\n乙,2,3\n丙,4\n丁,5\n", encoding="utf-8")
    delivery = bring(Wish(path, agency), by=as_officer(agency))
    assert delivery.state == State.HELD
    assert bringing.open_problems(delivery)


def test_a_worker_that_was_faster_is_waited_for(agency, file, monkeypatch):
    """The job is taken between delivering and working; its worker dies, and this process sees it through."""
    monkeypatch.setattr(actions, "FIRST_PAUSE", timedelta(0))
    taken = []

    def faster(number, version):
        queue_work(number, version)
        if not taken:
            taken.append(actions.claim("slow", DUTIES, lease=timedelta(seconds=0.3)))

    queue_work = queue.work_on
    monkeypatch.setattr(queue, "work_on", faster)
    begun = wall()
    delivery = bring(Wish(file, agency, metadata=METADATA, accept=True), by=as_officer(agency))
    assert taken[0] is not None
    assert wall() - begun >= timedelta(seconds=0.3)
    assert delivery.state == State.PUBLISHED
    assert Job.objects.get(pk=taken[0].pk).attempt == 2
