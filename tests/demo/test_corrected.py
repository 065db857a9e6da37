"""The made-up consultation whose published answer was corrected, as a visitor of the demo sees it."""

import pytest
from django.test import Client

from springhead.config import wiring
from springhead.doors.demo import consultations
from springhead.forums.consultations import telling
from springhead.forums.consultations.models import Consultation
from springhead.foundation.cases.models import Mail
from springhead.foundation.jobs.models import Job

pytestmark = pytest.mark.django_db
FIRST, SECOND = "示範：錄案參考，系統改版時一併評估。", "示範：採納，即時空位數每分鐘更新，已列入欄位。"
WHY = "示範：廠商已能提供即時空位數，原回應不再正確。"


class Run:
    """A run of the job that mails, as the worker makes it."""

    def __init__(self, payload: dict[str, object]) -> None:
        self.payload = payload

    def check(self) -> None:
        """Nothing stops it."""


@pytest.fixture
def row() -> Consultation:
    wiring.install()
    assert consultations.load()
    return Consultation.objects.select_related("case").get(case__state="answered")


def page(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_corrected_answer_stands_with_its_reasons_and_the_one_before_can_be_read(
    row: Consultation,
) -> None:
    now = page(f"/consultations/{row.number}/answers")
    assert SECOND in now
    assert WHY in now
    before = page(f"/consultations/{row.number}/answers/1")
    assert FIRST in before
    assert SECOND not in before
    assert row.version == 2
    assert row.missed_on is None


def test_only_those_answered_otherwise_are_told_of_the_correction(row: Consultation) -> None:
    for job in Job.objects.filter(kind=telling.TELL).order_by("pk"):
        telling.tell_all(Run(job.payload))
    mails = Mail.objects.filter(key__startswith=f"{telling.TELL}:{row.number}")
    told = [(":v2:" in one.key, one.to.partition("@")[0]) for one in mails]
    first = [(False, f"demo-comment-{n}") for n in (1, 2, 3)]
    assert sorted(told) == [*first, (True, "demo-comment-1"), (True, "demo-comment-2")]


def test_it_is_made_once(row: Consultation) -> None:
    assert row.version == 2
    assert not consultations.load()
    assert Consultation.objects.count() == 2
