"""Every number opens exactly the cases behind it; shares carry n and interval; no rank under twenty."""

import html
import random
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from tests.data_requests.conftest import (
    COMMITTEE,
    NEIGHBOUR,
    PARENT,
    do,
    not_collected,
    of,
    part_of,
    refused,
    will_open,
)

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.now import now
from springhead.procedures.data_requests import figures
from springhead.procedures.data_requests.figures import Days, Scope, Share
from springhead.procedures.data_requests.models import Part

pytestmark = pytest.mark.django_db
LANGS = ("", "/en")
NUMBER = re.compile(r'href="((?:/en)?/statistics/cases\?[^"]+)">(?:n = )?([\d,]+)</a>')


@pytest.fixture
def asked(ask, police, roads):
    """Twelve requests that went every way, by a seeded die."""
    dice = random.Random(7)
    for n in range(12):
        at = now() - timedelta(days=40 - n)
        row = ask(police, roads, at=at, by=dice.choice([PARENT, NEIGHBOUR]))
        for agency in (police, roads):
            part, officer = part_of(row, agency), of(agency, Role.OFFICER)
            if dice.random() < 0.2:
                continue
            later = at + timedelta(days=dice.randint(1, 20))
            answer = dice.choice([refused, not_collected, will_open])
            said = answer(1, at=later) if answer is will_open else answer(1)
            do(part, "answer", officer, at=later, items=[said])
            asker = PARENT if row.case.owner_id == PARENT.id else NEIGHBOUR
            if dice.random() < 0.4:
                do(part, "accept", asker, at=later, stars=4)
            elif dice.random() < 0.4:
                do(part, "contest", asker, at=later, reason="這不是我要的資料，請再考慮。")
    cache.clear()


def followed(client, address: str) -> int:
    """Count the cases a link opens, page by page."""
    count, cursor = 0, ""
    while True:
        page = client.get(html.unescape(address) + cursor).content.decode()
        count += len(set(re.findall(r"DR-\d{4}-\d{6}\.\d+", page)))
        more = re.search(r'href="\?[^"]*cursor=(\d+)', page)
        if not more:
            return count
        cursor = f"&cursor={more[1]}"


@pytest.mark.parametrize("lang", LANGS)
def test_every_number_opens_exactly_the_cases_behind_it(client, asked, police, lang):
    for address in (f"{lang}/statistics/", f"{lang}/statistics/agencies/{police.public_id}"):
        found = NUMBER.findall(client.get(address).content.decode())
        assert len(found) > 12
        for link, shown in dict(found).items():
            assert followed(client, link) == int(shown.replace(",", "")), link


def test_bars_of_charts_are_links_too(client, asked):
    page = client.get("/statistics/").content.decode()
    kinds = {
        html.unescape(link).partition("figure=")[2].partition("%3A")[0] for link, _ in NUMBER.findall(page)
    }
    assert {"days", "ground", "month", "kept"} <= kinds
    for odd in ("days:x", "days:99999", "ground:", "month:2026", "month:2026-13", "kept:", "days"):
        assert not figures.behind(Scope(), odd).exists()


def test_a_ruling_to_open_and_a_pause_are_counted(ask, police):
    row = ask(police)
    part = part_of(row, police)
    do(part, "answer", of(police, Role.OFFICER), items=[refused()])
    assert figures.figures(Scope())["overruled"] == 0
    until = (now() + timedelta(days=60)).date().isoformat()
    do(part, "rule_open", COMMITTEE, at=now(), until=until, reason="去識別化後即可開放，理由不成立。")
    cache.clear()
    assert figures.figures(Scope())["overruled"] == 1
    assert figures.figures(Scope())["paused"] == 0


def test_the_figures_are_those_counted_by_hand(asked, police):
    rows = list(Part.objects.select_related("case").prefetch_related("items"))
    counted = figures.figures(Scope())
    assert counted["all"] == len(rows)
    assert counted["on_time"] == sum(row.on_time is True for row in rows)
    assert counted["late"] == sum(row.on_time is False for row in rows)
    assert counted["outcome_refused"] == sum(
        any(one.outcome == "refused" for one in row.items.all()) for row in rows
    )
    assert counted["contested"] == sum(row.contested_at is not None for row in rows)
    days = sorted(row.days for row in rows if row.days is not None)
    taken = figures.days(Scope())
    assert taken.n == len(days)
    assert taken.quantile(0.5) == days[(len(days) + 1) // 2 - 1]
    assert taken.quantile(0.9) == days[-(-9 * len(days) // 10) - 1]
    own = figures.figures(Scope(police.public_id))
    assert own["all"] == sum(row.case.agency_id == police.public_id for row in rows)


def test_historical_requests_are_left_out(asked):
    before = figures.figures(Scope())["all"]
    Part.objects.first().request.__class__.objects.update(historical=True)
    cache.clear()
    assert (before, figures.figures(Scope())["all"]) == (24, 0)


def test_no_rank_under_twenty():
    rows = [
        {"case__agency_id": "a", "timed": 40, "on_time": 40},
        {"case__agency_id": "b", "timed": 20, "on_time": 10},
        {"case__agency_id": "c", "timed": 19, "on_time": 19},
        {"case__agency_id": "d", "timed": 30, "on_time": 30},
    ]
    assert figures.ranked(rows) == {"a": 1, "d": 1, "b": 2}


def test_an_interval_after_wilson():
    low, high = Share(45, 50).interval
    assert (round(low, 1), round(high, 1)) == (78.6, 95.7)
    assert Share(0, 0).interval is None
    assert Days().quantile(0.5) is None


@pytest.mark.parametrize("lang", LANGS)
def test_pages_files_and_badges(client, asked, ask, police, lang):
    text = b"".join(client.get(f"{lang}/statistics/agencies.csv").streaming_content).decode("utf-8-sig")
    assert police.public_id in text
    numbers = client.get(f"{lang}/statistics/figures.json?agency={police.public_id}").json()
    assert numbers["figures"]["all"] == 12
    badge = client.get(f"{lang}/badges/requests/{police.public_id}.svg")
    assert badge["Content-Type"].startswith("image/svg+xml")
    assert "n = " in badge.content.decode()
    row = ask(police, at=now())
    svg = client.get(f"{lang}/badges/cases/{row.number}.svg").content.decode()
    assert row.due_on.isoformat() in svg
    assert client.get(f"{lang}/badges/cases/DR-1999-000001.svg").status_code == 404
    assert client.get(f"{lang}/statistics/cases?figure=nonsense").status_code == 200


def test_a_fixed_number_of_queries(client, asked, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        assert "n = " in client.get("/statistics/").content.decode()


def test_nothing_asked_yet_is_said_plainly(client):
    assert "n = 0" in client.get("/statistics/").content.decode()
