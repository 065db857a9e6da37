"""An answer that calls data open is sent only when the machine got them; afterwards it looks every day."""

import pytest
from tests.checks.conftest import leave_demo
from tests.checks.pages import CSV
from tests.checks.site import site as running_site
from tests.data_requests.conftest import codes, do, of, part_of, state

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.engine.net.fetch import Fetcher
from springhead.engine.net.pace import Pace
from springhead.foundation.checks import actions, handlers, looking, queries
from springhead.foundation.checks.models import Check, Watch
from springhead.foundation.jobs.registry import Duties
from springhead.foundation.jobs.worker import drain
from springhead.procedures.data_requests import linking, part_commands

pytestmark = pytest.mark.django_db
DUTIES = Duties({one.kind: one for one in handlers.HANDLERS})


@pytest.fixture(scope="module")
def site():
    with running_site() as running:
        yield running


@pytest.fixture
def origin(site, monkeypatch) -> str:
    client = Fetcher(allow=frozenset({site[0]}), pace=Pace(0))
    monkeypatch.setattr(looking, "client", lambda: client)
    leave_demo(monkeypatch)
    site[1].instead.clear()
    site[1].instead["accidents.csv"] = (200, "text/csv", "發生時間,經度,緯度\n2026-03-01,121,24\n".encode())
    return site[0]


def answer(*links: str, fields=("發生時間", "經度", "緯度")) -> dict:
    return {"items": [{"item": 1, "outcome": "already_open", "links": list(links), "fields": list(fields)}]}


def look(given: dict, by) -> None:
    linking.look(part_commands.item_answers(given), by=by)
    drain(["look"], DUTIES)


def test_a_link_is_looked_at_before_the_answer_is_sent_and_every_day_after(ask, police, origin) -> None:
    part, desk = part_of(ask(police), police), of(police, Role.OFFICER)
    given = answer(f"{origin}/accidents.csv")
    with pytest.raises(Refused) as refused:
        do(part, "answer", desk, **given)
    assert "還沒有查驗" in refused.value.problems[0].message()
    look(given, desk)
    do(part, "answer", desk, **given)
    assert state(part) == "answered"
    watched = Watch.objects.get(subject=part.case.number)
    assert watched.fields == ["發生時間", "經度", "緯度"]
    assert Check.objects.get().next_at is not None
    assert queries.red_since(part.case.number) is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("query.aspx", "查詢網頁"),
        ("login", "登入"),
        ("report.pdf", "PDF"),
        ("missing", "找不到"),
        ("good.csv", "發生時間"),
    ],
)
def test_what_does_not_deliver_is_refused_with_its_reason(ask, police, origin, name, words) -> None:
    part, desk = part_of(ask(police), police), of(police, Role.OFFICER)
    given = answer(f"{origin}/{name}")
    look(given, desk)
    with pytest.raises(Refused) as refused:
        do(part, "answer", desk, **given)
    assert codes(refused) == {"request-link-fails"}
    assert words in refused.value.problems[0].message()
    assert not Watch.objects.exists()


def test_a_link_that_later_stops_delivering_turns_red(ask, police, origin, site) -> None:
    part, desk = part_of(ask(police), police), of(police, Role.OFFICER)
    given = answer(f"{origin}/accidents.csv")
    look(given, desk)
    do(part, "answer", desk, **given)
    site[1].instead["accidents.csv"] = (200, "text/csv", CSV)
    Check.objects.update(next_at=now())
    actions.queue_due(now())
    drain(["look"], DUTIES)
    assert queries.red_since(part.case.number) is not None


def test_the_form_shows_what_the_machine_found(origin, police) -> None:
    link = f"{origin}/query.aspx"
    look(answer(link), of(police, Role.OFFICER))
    shown = linking.seen([link, f"{origin}/never"], fields=(), form="")
    assert [(one.check.url, one.ok) for one in shown] == [(link, False)]
