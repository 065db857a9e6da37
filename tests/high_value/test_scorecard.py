"""A scorecard tells use, quality, freshness and promise line by line; three open reports begin a review."""

import json
from datetime import date, timedelta

import pytest
from tests.high_value.conftest import of
from tests.high_value.test_story import deliver, released

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import taipei
from springhead.foundation.cases.fire import fire
from springhead.foundation.catalog.models import Dataset, Snapshot
from springhead.foundation.commitments import checking
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.quality import reporting
from springhead.foundation.quality.commands import Mend
from springhead.foundation.usage.models import Count
from springhead.procedures.high_value import promising, scorecard
from springhead.procedures.high_value import scorecard_rules as rules
from springhead.procedures.high_value.scorecard_rules import Facts

TODAY = date(2026, 11, 27)
WORDS = "第 2 列的水位是負的，應該是 3.2 公尺。"


def verdicts(group, **facts) -> dict[str, str]:
    return {line.code: str(line.verdict) for line in rules.GROUPS[group](Facts(TODAY, **facts))}


def test_use_is_good_with_recent_use_to_watch_when_it_went_quiet_and_poor_without_any() -> None:
    assert verdicts("use", hosted=True, downloads=3, quiet=False)["downloads"] == "good"
    assert verdicts("use", hosted=True, calls=3, quiet=True)["api_calls"] == "watch"
    assert verdicts("use", hosted=True)["downloads"] == "bad"
    assert set(verdicts("use", views=9).values()) == {"unknown"}  # hosted elsewhere: nobody here can count


@pytest.mark.parametrize(
    ("facts", "code", "verdict"),
    [
        ({}, "checks", "unknown"),
        ({"checks": "clean"}, "checks", "good"),
        ({"checks": "findings"}, "checks", "watch"),
        ({"checks": "clean", "red_since": date(2026, 11, 1)}, "checks", "bad"),
        ({"findings": 0}, "findings", "good"),
        ({"findings": 2}, "findings", "watch"),
        ({}, "reports", "good"),
        ({"open_reports": 2}, "reports", "watch"),
        ({"open_reports": 3}, "reports", "bad"),
        ({"open_reports": 1, "late_reports": 1}, "reports", "bad"),
    ],
)
def test_quality_is_what_machines_and_people_found(facts, code, verdict) -> None:
    assert verdicts("quality", **facts)[code] == verdict


MONTHLY = {
    "hosted": True,
    "interval": timedelta(days=30),
    "interval_said": {"zh-Hant": "每月", "en": "every month"},
}


@pytest.mark.parametrize(
    ("last", "updates", "expected"),
    [
        (date(2026, 11, 20), 12, {"last_update": "good", "updates": "good"}),
        (date(2026, 11, 20), 7, {"last_update": "good", "updates": "watch"}),
        (date(2026, 9, 1), 3, {"last_update": "bad", "updates": "bad"}),
    ],
)
def test_freshness_holds_the_declared_interval_against_real_updates(last, updates, expected) -> None:
    found = verdicts("freshness", last_update=last, updates=updates, since=date(2025, 11, 27), **MONTHLY)
    assert found == {"interval": "good", **expected}


def test_an_undeclared_interval_is_poor_and_then_lateness_cannot_be_told() -> None:
    assert verdicts("freshness", hosted=True, last_update=TODAY) == {
        "interval": "bad",
        "last_update": "unknown",
    }


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"due_on": date(2026, 11, 1), "delivered_on": date(2026, 10, 30)}, "good"),
        ({"due_on": date(2026, 11, 1), "delivered_on": date(2026, 11, 20)}, "watch"),
        ({"due_on": date(2026, 9, 1), "delivered_on": date(2026, 11, 20)}, "bad"),
        ({"due_on": date(2026, 11, 1)}, "bad"),
        ({"due_on": date(2026, 12, 1)}, "good"),
        ({"due_on": date(2026, 11, 1), "delivered_on": date(2026, 10, 30), "broken": "relapse"}, "bad"),
        ({}, "unknown"),
    ],
)
def test_the_promise_is_weighed_by_its_day(facts, verdict) -> None:
    assert verdicts("promise", **facts)["on_time"] == verdict


def test_every_line_speaks_both_languages() -> None:
    full = Facts(
        TODAY, due_on=TODAY, last_update=TODAY, since=date(2026, 1, 1), updates=1, findings=1, **MONTHLY
    )
    for make in rules.GROUPS.values():
        for facts in (full, Facts(TODAY)):
            for line in make(facts):
                assert all((line.said["zh-Hant"], line.said["en"], line.label["en"]))


@pytest.mark.database
def test_a_released_dataset_has_a_card_of_what_happened(house, nominated, django_assert_num_queries) -> None:
    row, promise = released(house, nominated)
    deliver(house, row, promise)
    Dataset.objects.filter(pk=row.dataset_id).update(
        regularity="regular",
        every=1,
        every_unit="month",
        verdict="clean",
        findings=0,
        last_published=house.at,
    )
    table = row.dataset.distributions.get().table_id
    today = taipei(house.at).date()
    for subject, kind, n in ((table, "rows", 40), (table, "export", 2), (row.dataset.public_id, "page", 9)):
        Count.objects.create(day=today, kind=kind, subject=subject, number=n)
    Count.objects.create(day=today - timedelta(days=500), kind="rows", subject=table, number=7)
    row = house.again(row)
    with django_assert_num_queries(7):
        card = scorecard.of(row, at=house.at)
    assert json.loads(json.dumps(card)) == card
    groups = {one["code"]: one for one in card["groups"]}
    assert {code: one["verdict"] for code, one in groups.items()} == dict.fromkeys(groups, "good")
    values = {line["code"]: line["value"] for one in card["groups"] for line in one["lines"]}
    assert (values["downloads"], values["api_calls"], values["views"]) == (2, 40, 9)
    assert card["months"][-1] == {"month": f"{today:%Y-%m}", "uses": 42}
    assert len(card["months"]) == 12
    for n in range(4):
        Snapshot.objects.create(
            distribution=row.dataset.distributions.get(), number=n + 2, published_at=house.at
        )
    with django_assert_num_queries(7):
        scorecard.of(row, at=house.at)


@pytest.mark.database
def test_a_nomination_without_a_promise_and_without_data_has_a_card_too(house, nominated) -> None:
    card = scorecard.of(nominated(), at=house.at)
    assert {one["code"]: one["verdict"] for one in card["groups"]} == {
        "use": "unknown", "quality": "good", "freshness": "bad", "promise": "unknown",
    }  # fmt: skip


def report(house, dataset, who: str) -> str:
    by = Actor(id=f"pp_{who}", roles=frozenset({Role.CITIZEN}))
    told = {"dataset": dataset.public_id, "kind": "value", "text": WORDS}
    number = reporting.send(told, by=by, at=house.at).case.number
    house.follow()
    return number


@pytest.mark.database
def test_three_open_quality_reports_begin_a_review(house, nominated, client) -> None:
    row, promise = released(house, nominated)
    deliver(house, row, promise)
    house.follow()
    assert house.state(row) == "released"
    first = report(house, row.dataset, "a")
    fire(first, Mend("已更正並發布新版，謝謝指正。"), by=of(house.water, Role.OFFICER), at=house.at)
    numbers = [report(house, row.dataset, who) for who in "bc"]
    assert house.state(row) == "released"
    numbers.append(report(house, row.dataset, "d"))
    assert house.state(row) == "in_review"
    review = house.again(row).reviews.get()
    assert (review.cause, review.evidence) == ("reports", numbers)
    quality = next(one for one in review.scorecard["groups"] if one["code"] == "quality")
    assert quality["verdict"] == "bad"
    page = client.get(f"/nominations/{row.number}").content.decode()
    assert "品質回報 4 件，處理中 3 件，逾期 0 件。" in page
    assert (
        "Quality reports: 4; open: 3; overdue: 0."
        in client.get(f"/en/nominations/{row.number}").content.decode()
    )


@pytest.mark.database
def test_a_release_needs_licence_links_api_and_no_open_report(house, nominated) -> None:
    row, promise = released(house, nominated)
    kept = Commitment.objects.select_related("case", "dataset").get(case=promise)
    assert set(kept.needs) == {"licence", "link", "api", "reports"}  # its data change every ten minutes
    assert kept.licence == "OGDL-Taiwan-1.0"
    Dataset.objects.filter(pk=row.dataset_id).update(stage="served", visible=True)
    number = report(house, row.dataset, "a")
    deliver(house, house.again(row), promise)
    assert house.state(row) == "scheduled"
    fire(number, Mend("已更正並發布新版，謝謝指正。"), by=of(house.water, Role.OFFICER), at=house.at)
    checking.look(Commitment.objects.select_related("case", "dataset").get(case=promise), at=house.at)
    assert house.state(row) == "released"


@pytest.mark.database
def test_monthly_data_need_no_api_unless_the_record_says_daily_or_in_real_time(house, nominated) -> None:
    row = nominated(interval="每月")
    assert "api" not in promising.wanted(house.again(row), TODAY).needs
    Dataset.objects.filter(pk=row.dataset_id).update(regularity="regular", every=1, every_unit="day")
    assert "api" in promising.wanted(house.again(row), TODAY).needs
    Dataset.objects.filter(pk=row.dataset_id).update(regularity="realtime", every=None, every_unit="")
    assert "api" in promising.wanted(house.again(row), TODAY).needs
    Dataset.objects.filter(pk=row.dataset_id).update(regularity="irregular")
    assert "api" not in promising.wanted(house.again(row), TODAY).needs
    assert "standard" in promising.wanted(house.again(nominated("雨量", standard="TW-RAIN")), TODAY).needs
