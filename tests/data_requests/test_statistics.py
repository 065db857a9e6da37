"""Every number opens exactly the cases behind it; shares carry n and interval; no rank under twenty."""

import html
import random
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
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

from springhead.engine.kernel import policies
from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.now import now, today
from springhead.foundation.cases.models import Case
from springhead.foundation.commitments.models import Commitment
from springhead.procedures.data_requests import figures
from springhead.procedures.data_requests.figures import Days, Scope, Share
from springhead.procedures.data_requests.models import Part

pytestmark = [pytest.mark.django_db, pytest.mark.database]
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


def test_the_law_of_a_ground_is_marked_as_chinese(client, asked):
    page = client.get("/en/statistics/").content.decode()
    assert '<span lang="zh-Hant">政府資訊公開法' in page


def test_bars_of_charts_are_links_too(client, asked):
    page = client.get("/statistics/").content.decode()
    kinds = {
        html.unescape(link).partition("figure=")[2].partition("%3A")[0] for link, _ in NUMBER.findall(page)
    }
    assert {"days", "ground", "month", "kept", "said", "stars"} <= kinds
    assert 'data-label="未經審議"' in page, (
        "on a phone an agency's cells stand below each other, with their names"
    )
    odds = ("days:x", "days:99999", "ground:", "month:2026", "month:2026-13", "kept:", "days", "stars:6", "said:refused",
            "said:not_held_here.accepted", "said:refused.glad")  # fmt: skip
    for odd in odds:
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


def test_pauses_used_are_counted_with_their_days(ask, police, roads, monkeypatch, client):
    patient = tuple(
        replace(one, pauses=1, pause_days=14, extensions=1, extension_days=7) if one.kind == "answer" else one
        for one in policies.shipped()
    )
    monkeypatch.setattr(policies, "shipped", lambda: patient)
    sent = now() - timedelta(days=9)
    row = ask(police, roads, at=sent)
    part, other, officer = part_of(row, police), part_of(row, roads), of(police, Role.OFFICER)
    do(part, "pause", officer, at=sent + timedelta(days=1), text="請問要哪幾個年度的資料？")
    assert figures.rested(Scope()).counts == ((8, 1),)  # it goes on
    do(part, "reply", PARENT, at=sent + timedelta(days=4), text="近五年的資料就夠了，謝謝。")
    do(
        other,
        "extend",
        of(roads, Role.AGENCY_LEAD),
        at=sent + timedelta(days=2),
        days=5,
        reason="資料量大，需要整理。",
    )
    cache.clear()
    counted = figures.figures(Scope())
    assert (counted["paused"], counted["extended"], counted["all"]) == (1, 1, 2)
    assert figures.rested(Scope()).counts == ((3, 1),)
    assert figures.rested(Scope(roads.public_id)).n == 0
    told = client.get("/statistics/figures.json").json()
    assert told["shares"]["paused"] | {"interval_95": None} == {
        "part": 1, "n": 2, "percent": 50.0, "interval_95": None
    }  # fmt: skip
    assert told["pause_days"] == {"n": 1, "median": 3, "p90": 3, "sum": 3}
    assert "共停 3 天" in client.get("/statistics/").content.decode()
    assert "3 days in all" in client.get("/en/statistics/").content.decode()


def test_what_agency_and_asker_say_stands_side_by_side_as_counted_by_hand(asked):
    said = figures.two_verdicts(Scope())
    named = {"accepted": "accepted", "contested": "contested", "silent": "silent", "": "waiting"}
    by_hand = {outcome: dict.fromkeys(figures.VERDICTS, 0) for outcome in said}
    for part in Part.objects.exclude(answered_at=None).prefetch_related("items"):
        for outcome in {one.outcome for one in part.items.all()}:
            by_hand[outcome][named[part.verdict]] += 1
    assert said == by_hand
    assert sum(each["contested"] for each in said.values()) > 0
    assert sum(each["accepted"] for each in said.values()) > 0
    counted = figures.figures(Scope())
    assert counted["spoke"] == Part.objects.filter(verdict__in=("accepted", "contested")).count()
    assert figures.stars(Scope())[4] == Part.objects.filter(verdict="accepted", stars=4).count()


def test_promises_have_their_period_their_slip_and_the_list_behind_each_number(asked, client):
    cache.clear()
    promises = list(Commitment.objects.select_related("case").order_by("pk"))
    assert len(promises) > 3
    moved, late = promises[0], promises[1]
    Commitment.objects.filter(pk=moved.pk).update(due_on=moved.promised_on + timedelta(days=20), slips=1)
    past = today() - timedelta(days=7)
    Commitment.objects.filter(pk=late.pk).update(promised_on=past, due_on=past, state="late")
    slips = figures.slips(Scope())
    assert dict(slips.counts) == {0: len(promises) - 2, 20: 1, 7: 1}
    assert slips.quantile(0.5) == 0
    page = client.get("/statistics/").content.decode()
    linked = dict(re.findall(r'href="(/commitments/\?kind=[^"]+)">(?:n = )?(\d+)</a>', page))
    kinds = {html.unescape(link).partition("kind=")[2].partition("&")[0] for link in linked}
    assert kinds == {"kept", "standing", "in_time", "open", "late", "moved", "broken", "weighed"}
    for link, n in linked.items():
        listed = client.get(html.unescape(link)).content.decode()
        assert len(set(re.findall(r"CM-\d{4}-\d{6}", listed))) == int(n), link
    Case.objects.filter(type="commitment").update(opened_at=now())
    Case.objects.filter(pk=moved.case_id).update(opened_at=now() - timedelta(days=800))
    cache.clear()
    assert figures.slips(Scope(period="year")).n == len(promises) - 1
    since = today().replace(month=1, day=1).isoformat()
    this_year = html.unescape(client.get("/statistics/?period=year").content.decode())
    assert f"/commitments/?kind=standing&since={since}" in this_year
    listed = client.get(f"/commitments/?kind=standing&since={since}").content.decode()
    assert moved.number not in listed
    assert late.number in listed
    assert "不限期間" in listed
    numbers = client.get(f"/api/v1/commitments?kind=standing&since={since}").json()["items"]
    assert len(numbers) == len(promises) - 1


def test_the_figures_are_those_counted_by_hand(asked, police):
    rows = list(Part.objects.select_related("case").prefetch_related("items"))
    counted = figures.figures(Scope())
    assert counted["all"] == len(rows)
    assert counted["on_time"] == sum(row.on_time is True for row in rows)
    assert counted["late"] == sum(row.on_time is False for row in rows)
    silent = [row for row in rows if row.answered_at is None]
    assert all(row.request.due_on < today() for row in silent)
    assert counted["overdue"] == len(silent) > 0
    assert counted["timed"] == len(rows)
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


def test_silence_past_the_term_lowers_the_rate_and_silence_within_it_does_not(ask, police, client):
    ask(police, at=now() - timedelta(days=2))
    assert figures.figures(Scope())["timed"] == 0
    late = ask(police, at=now() - timedelta(days=40))
    answered = ask(police, at=now() - timedelta(days=3))
    do(part_of(answered, police), "answer", of(police, Role.OFFICER), at=now(), items=[refused()])
    cache.clear()
    share = client.get("/statistics/figures.json").json()["shares"]["on_time"]
    assert (share["part"], share["n"]) == (1, 2)
    (row,) = figures.by_agency(Scope())
    assert (row["on_time"], row["timed"], row["overdue"]) == (1, 2, 1)
    assert late.number in client.get("/statistics/cases?figure=overdue").content.decode()
    assert "n = 2" in client.get(f"/badges/requests/{police.public_id}.svg").content.decode()


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


def test_a_fixed_number_of_queries(client, ask, police, roads, django_assert_num_queries):
    def answered() -> None:
        row = ask(police, roads, at=now())
        do(part_of(row, police), "answer", of(police, Role.OFFICER), at=now(), items=[will_open(1, at=now())])
        do(part_of(row, police), "accept", PARENT, at=now(), stars=5)
        do(part_of(row, roads), "answer", of(roads, Role.OFFICER), at=now(), items=[refused()])
        cache.clear()

    for address in ("/statistics/", f"/en/statistics/agencies/{police.public_id}"):
        answered()
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for _ in range(5):
            answered()
        with django_assert_num_queries(len(few)):
            assert "n = " in client.get(address).content.decode()
        assert len(few) <= 20


def test_nothing_asked_yet_is_said_plainly(client):
    for lang, says in (("", "並列在這裡"), ("/en", "side by side")):
        page = client.get(f"{lang}/statistics/").content.decode()
        assert "n = 0" in page
        assert says in page
