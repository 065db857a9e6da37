"""Themes: content that holds together, pages for citizens, the evidence, the reports over live records."""

import csv
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.high_value.test_pages import signed, wired  # noqa: F401  the nouns connected
from tests.high_value.test_story import deliver, released

from springhead import content
from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.fold import fold
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import today
from springhead.foundation.cases.models import Case
from springhead.foundation.catalog.models import Dataset, Distribution
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.usage.models import Count, Term
from springhead.procedures.data_requests.models import DataRequest
from springhead.procedures.high_value import (
    evidence,
    evidence_lists,
    peers,
    queries,
    report,
    sdgs,
    theme_lists,
    theme_use,
    themes,
    words,
)
from springhead.procedures.high_value.models import Nomination


def test_every_theme_has_both_names_and_known_goals():
    for one in themes.every().values():
        assert set(one.name) == {"zh-Hant", "en"}
        assert all(str(goal) in sdgs.goals() for goal in one.goals)
        assert set(one.targets) < set(sdgs.names())
        assert {int(target.partition(".")[0]) for target in one.targets} <= set(one.goals)
        assert len(one.sdg) == len(one.goals) + len(one.targets)
        assert one.words


def test_the_first_six_themes_have_their_sub_categories_and_the_later_ones_wait_for_theirs():
    first = {"climate": 3, "disaster": 3, "transport": 5, "health": 3, "energy": 3, "welfare": 3}
    for code, n in first.items():
        assert len(themes.every()[code].subcategories) == n
    for code in set(themes.every()) - set(first):
        assert themes.every()[code].subcategories == ()
        assert themes.every()[code].lead == ""


def test_lead_ministries_have_the_english_names_that_ship_with_the_agencies():
    shipped = {one["name_zh"]: one["name_en"] for one in _csv("agencies/central.csv")}
    led = [one.led_by for one in themes.every().values() if one.lead]
    assert len(led) == 6
    assert all(one["en"] == shipped[one["zh-Hant"]] for one in led)


def _csv(path: str) -> list[dict[str, str]]:
    with (Path(content.__file__).parent / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_theme_begins_on_its_day():
    assert themes.themes(date(2023, 11, 6))
    assert "climate" not in {one.code for one in themes.themes(date(2023, 11, 6))}
    assert "climate" in {one.code for one in themes.themes(date(2023, 11, 7))}


@pytest.mark.django_db
def test_the_page_of_a_theme_shows_what_is_open_what_comes_and_what_was_rejected(house, nominated, client):
    row, promise = released(house, nominated)
    coming = nominated("水庫蓄水量")
    Nomination.objects.filter(pk=coming.pk).update(state="scheduled")
    no = nominated("取締照片原檔")
    Nomination.objects.filter(pk=no.pk).update(state="not_listed", ended_reason="影像含可識別個人的畫面。")
    deliver(house, row, promise)
    Count.objects.create(day=today(), kind="export", subject=row.dataset.public_id, number=7)
    page = client.get("/themes/climate").content.decode()
    for text in ("即時水位", "水庫蓄水量", "影像含可識別個人的畫面", "環境監測"):
        assert text in page
    told = client.get("/themes/climate/list.json").json()["items"]
    assert {one["state"] for one in told} == {"released", "scheduled"}
    assert sum(one["downloads"] for one in told) == 7
    assert "近半年下載" in b"".join(client.get("/themes/climate/list.csv").streaming_content).decode()
    assert client.get("/themes/nothing").status_code == 404
    english = client.get("/en/themes/climate").content.decode()
    assert "No. of" not in english
    assert "Lead: Ministry of Environment" in english


@pytest.mark.django_db
@pytest.mark.parametrize("order", theme_lists.ORDERS)
def test_every_order_of_the_national_portal_sorts(house, nominated, order):
    rows = [nominated(f"資料 {n}") for n in range(3)]
    Nomination.objects.update(state="released")
    for n, row in enumerate(rows):
        for back, kind in ((0, "export"), (30, "export"), (0, "page")):
            Count.objects.create(
                day=today() - timedelta(days=back), kind=kind, subject=row.dataset.public_id, number=n + 1
            )
    shuffled = (1, 2, 0)
    for n, row in zip(shuffled, rows, strict=True):
        moment = house.at + timedelta(days=n)
        Dataset.objects.filter(pk=row.dataset_id).update(last_published=moment, modified=moment)
    Nomination.objects.filter(pk=rows[0].pk).update(agency=house.health)
    found = theme_lists.of_theme("climate")
    counted = theme_use.of(theme_use.count("climate", today()))
    lines = theme_lists.shown(theme_lists.ordered(found, counted, order), counted)
    read = {
        "pubdate.date": lambda one: one["row"].dataset.last_published,
        "metadata_changed.date": lambda one: one["row"].dataset.modified,
        "view_times": lambda one: one["used"].views,
        "resource_download_times": lambda one: one["used"].downloads,
        "resource_download_times_past_7days": lambda one: one["used"].week,
        "agency_name": lambda one: pick(one["row"].agency.names, "zh-Hant"),
    }[order.rpartition("_")[0]]
    told = [read(one) for one in lines]
    assert len(set(told)) > 1
    assert told == sorted(told, reverse=order.endswith("_desc"))


@pytest.mark.django_db
def test_evidence_counts_requests_that_name_the_theme_or_a_dataset_nominated_for_it(house, nominated, ask):
    row = nominated("測站資料")
    for n, (asking, dataset) in enumerate(
        [("各測站雨量", None), ("測站座標", row.dataset), ("幼兒園名冊", None)]
    ):
        asked = ask(house.water, at=house.at, title=asking)
        DataRequest.objects.filter(pk=asked.pk).update(words=fold(asking), supporters=n + 2)
        asked.items.update(dataset=dataset)
    told, behind = evidence.count(themes.every()["climate"])
    assert told["requests"] == 2
    assert told["supporters"] == 5
    assert [one["supporters"] for one in told["most_wanted"]] == [3, 2]
    assert len(behind["requests"]) == 2


LISTS = tuple(f"/themes/climate/evidence/{kind}" for kind in evidence_lists.KINDS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/themes/",
        "/themes/climate",
        "/themes/action-plan",
        "/api/v1/themes",
        "/api/v1/themes/climate",
        *LISTS,
    ],
)
def test_theme_pages_take_the_same_few_queries_however_many(house, nominated, client, address):
    def asked(n):
        for one in range(n):
            nominated(f"測站雨量資料 {n} {one}")
        Nomination.objects.update(state="scheduled")
        cache.clear()
        with CaptureQueriesContext(connection) as done:
            assert client.get(address).status_code == 200
        return len(done)

    few = asked(2)
    assert asked(6) == few <= 18


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/themes/", "/themes/energy", "/themes/action-plan", "/en/themes/welfare"]
)
def test_empty_pages_say_what_will_come(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.django_db
def test_the_report_of_a_ministry_has_the_agencies_under_it(house, nominated, client):
    from springhead.foundation.catalog import bulk_sheets

    nominated("即時水位")
    answer = client.get(f"/themes/reports/{house.economy.public_id}.ods")
    rows = bulk_sheets.read(answer.content, "report.ods")
    assert rows[1][1] == "即時水位"
    told = dict(zip(rows[0], rows[1], strict=False))
    assert (told["更新頻率"], told["授權"]) == ("每 10 分鐘", "政府資料開放授權條款－第 1 版")
    page = client.get("/themes/action-plan").content.decode()
    assert house.economy.public_id in page
    assert "提報與提案" in page


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["", "/en"])
def test_the_reports_of_every_ministry_are_reached_page_by_page(house, nominated, client, monkeypatch, lang):
    nominated("即時水位")
    house.nominate(house.dataset(house.health, "門診量"), theme="health")
    monkeypatch.setattr(report, "MINISTRIES", 1)
    seen, cursor = [], ""
    for _ in range(5):
        page = client.get(f"{lang}/themes/action-plan{cursor}").content.decode()
        seen += re.findall(r"/themes/reports/(ag_\w+)\.ods", page)
        after = re.search(r'rel="next" href="([^"]+)"', page)
        if after is None:
            break
        cursor = after[1]
    assert seen == [one.public_id for one in (house.economy, house.health, house.water)]


@pytest.fixture
def one_in_each_state(house, nominated):
    rows = {state: nominated(f"資料 {state}") for state in words.STATES}
    _, promise = released(house, nominated)
    house.to(Commitment.objects.get(case=promise).due_on + timedelta(days=1))
    assert Case.objects.get(pk=promise.pk).state == "late"
    for state, row in rows.items():
        announced = state in ("scheduled", "released", "in_review", "retired")
        Nomination.objects.filter(pk=row.pk).update(state=state, announced=announced)


def listed_behind(href):
    given = dict(part.split("=") for part in href.partition("?")[2].split("&") if part.partition("=")[2])
    return queries.chosen(queries.wanted(given)).count()


@pytest.mark.django_db
def test_every_number_of_a_theme_counts_what_its_list_shows(one_in_each_state, client):
    counted = theme_lists.counts()["climate"]
    assert counted["late"] == 1
    for show, n in counted.items():
        assert listed_behind(f"?show={show}&theme=climate") == n, show
    page = client.get("/themes/").content.decode()
    links = re.findall(r'href="(/nominations/\?show=[^"]*climate)">(\d+)</a>', page)
    assert len(links) == 4
    for href, n in links:
        assert listed_behind(href.replace("&amp;", "&")) == int(n)


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["", "/en"])
def test_every_count_of_a_cycle_opens_the_list_of_that_state(one_in_each_state, house, client, lang):
    office = signed(Role.POLICY_OFFICE, "policy@example.org")
    counted = queries.counts(house.row())
    assert set(counted) == set(words.STATES)
    for desk in (f"{lang}/desk/high-value/{house.cycle}", f"{lang}/themes/cycles/{house.cycle}"):
        page = office.get(desk).content.decode()
        hrefs = re.findall(rf'href="({lang}/nominations/\?cycle={house.cycle}&amp;state=(\w+))"', page)
        assert {state for _, state in hrefs} == set(counted)
        for href, state in hrefs:
            told = client.get(href.replace("&amp;", "&")).content.decode()
            rows = set(re.findall(r"/nominations/(HN-[\d-]+)\"", told))
            assert len(rows) == counted[state], state
            assert f'<option value="{state}" selected>' in told
    assert listed_behind("?show=coming&state=retired") == counted["retired"]
    assert listed_behind("?state=nonsense") == sum(counted.values())
    api = client.get(f"/api/v1/nominations?cycle={house.cycle}&state=retired").json()
    assert [one["state"] for one in api["items"]] == ["retired"] * counted["retired"]


@pytest.mark.django_db
def test_every_figure_of_the_action_plan_counts_what_its_list_shows(one_in_each_state, client):
    told = {one["code"]: one for one in report.figures()}
    assert told["late"]["n"] == 1
    assert 0 < told["announced"]["n"] < told["nominated"]["n"]
    for one in told.values():
        assert listed_behind(one["href"]) == one["n"], one["code"]
    for show in ("late", "announced"):
        assert client.get(f"/nominations/?show={show}").status_code == 200


@pytest.mark.django_db
def test_the_report_tells_the_day_of_release_in_taipei(house, nominated):
    row, promise = released(house, nominated)
    Commitment.objects.filter(case=promise).update(
        promised_on=date(2027, 3, 30), delivered_at=datetime(2027, 3, 30, 17, 0, tzinfo=UTC)
    )
    sheet = dict(zip(report.HEAD, list(report.of_ministry(row.agency))[1], strict=False))
    assert sheet["實際開放日"] == "2027-03-31"
    assert sheet["逾期日數"] == "1"


@pytest.fixture
def evidence_of_everything(house, nominated, ask):
    """Sixty requests, searches, uses of datasets and of a table, and datasets of the catalogue, all about rain."""
    rows = [nominated(f"測站雨量 {n}", sdg=["13.1"] if n else ["13", "6.4"]) for n in range(3)]
    first = ask(house.water, at=house.at, title="各測站雨量")
    for n in range(60):
        asked = first if not n else ask(house.water, at=house.at, title=f"各測站雨量 {n}")
        DataRequest.objects.filter(pk=asked.pk).update(words=fold("各測站雨量"), supporters=n)
    merged = ask(house.water, at=house.at, title="雨量（重複）")
    DataRequest.objects.filter(pk=merged.pk).update(words=fold("雨量"), merged_into=first, supporters=1000)
    for back in range(4):
        Term.objects.create(day=today() - timedelta(days=back), term="臺北雨量", found_nothing=True, number=3)
        Term.objects.create(day=today() - timedelta(days=back), term="食譜", found_nothing=True, number=9)
    Dataset.objects.filter(pk__in=[row.dataset_id for row in rows]).update(visible=True)
    table = Distribution.objects.create(
        dataset=rows[0].dataset, format="CSV", table_id="tb_rain0000", public_id="di_rain0000"
    )
    for subject, kind, back, n in (
        (rows[0].dataset.public_id, "page", 0, 11), (rows[0].dataset.public_id, "file", 3, 5),
        (table.table_id, "rows", 40, 70), (table.table_id, "export", 8, 2), (rows[1].dataset.public_id, "export", 1, 4),
        (rows[1].dataset.public_id, "export", 300, 999), (rows[2].dataset.public_id, "openapi", 1, 50),
        ("ds_elsewhere", "export", 1, 500),
    ):  # fmt: skip
        Count.objects.create(day=today() - timedelta(days=back), kind=kind, subject=subject, number=n)
    cache.clear()
    return rows


def pages_of(client, kind):
    """Read a list behind a number to its end, as a program does; return its items, count and sums."""
    items, cursor = [], ""
    for _ in range(9):
        told = client.get(f"/api/v1/themes/climate/evidence/{kind}?cursor={cursor}").json()
        items += told["items"]
        cursor = told["next"]
        if not cursor:
            return items, told["count"], told["sums"]
    return pytest.fail("a list without an end")


@pytest.mark.django_db
@pytest.mark.parametrize("ahead", [False, True], ids=["counted at once", "counted ahead"])
def test_every_number_of_the_evidence_leads_to_a_list_that_counts_the_same(
    evidence_of_everything, client, monkeypatch, ahead
):
    if ahead:
        monkeypatch.setattr(evidence, "LIVE", 0)
        evidence.count_anew(SimpleNamespace(check=lambda: None))
    told = client.get("/api/v1/themes/climate").json()["evidence"]
    page = client.get("/themes/climate").content.decode()
    for kind in evidence_lists.KINDS:
        assert f'href="/themes/climate/evidence/{kind}"' in page
        assert client.get(f"/en/themes/climate/evidence/{kind}").status_code == 200
        assert told["lists"][kind] == f"/api/v1/themes/climate/evidence/{kind}"
    items, count, sums = pages_of(client, "requests")
    assert told["requests"] == count == len(items) == len({one["number"] for one in items}) == 60
    assert (
        told["supporters"] == sums["supporters"] == sum(one["supporters"] for one in items) == sum(range(60))
    )
    items, count, sums = pages_of(client, "searches")
    assert told["searches"] == sums["total"] == sum(one["total"] for one in items) == 12
    items, count, sums = pages_of(client, "use")
    for name, n in {"views": 11, "downloads": 11, "api_calls": 70}.items():
        assert told[name] == sums[name] == sum(one[name] for one in items) == n, name
    assert sum(one["api_calls"] for one in told["months"]) == 70
    items, count, sums = pages_of(client, "catalogue")
    assert told["alike_datasets"] == count == len(items) == 3
    assert told["alike_agencies"] == sums["agencies"] == len({one["agency"] for one in items}) == 1
    items, count, sums = pages_of(client, "peers")
    assert told["listed_by_peers"] == count == len(items) > 10
    assert {one["category"] for one in items if one["category"]} <= set(peers.categories())
    assert {one["peer"] for one in items} == {"eu", "g8"}


@pytest.mark.django_db
def test_each_goal_of_a_theme_counts_the_nominations_its_list_shows(evidence_of_everything, client):
    page = client.get("/themes/climate").content.decode()
    links = dict(re.findall(r'href="(/nominations/\?theme=climate&amp;sdg=[^"]+)">(\d+)</a>', page))
    assert {href.rpartition("=")[2]: n for href, n in links.items()}["13"] == "3"
    assert len(links) == len(themes.every()["climate"].sdg)
    for href, n in links.items():
        assert listed_behind(href.replace("&amp;", "&")) == int(n), href


@pytest.mark.django_db
def test_the_chart_of_use_has_the_numbers_of_its_table_beside_it(evidence_of_everything, client):
    page = client.get("/en/themes/climate").content.decode()
    charts = re.findall(r'<svg class="column-chart".*?</svg>', page)
    assert len(charts) == 3
    for n, chart in enumerate(charts):
        drawn = re.findall(r">([\d,]+)</text>", chart)[::2]
        table = re.search(r'<caption class="visually-hidden">Views, downloads.*?</table>', page, re.DOTALL)
        cells = re.findall(r'<td class="num"[^>]*>([\d,]+)</td>', table[0])
        assert drawn == cells[n::3]
        assert "aria-label" in chart
    assert "70" in re.findall(r">([\d,]+)</text>", charts[2])


def test_what_peers_list_is_told_by_known_themes_and_categories():
    assert {one for theme in themes.every().values() for one in theme.close_match} <= set(peers.categories())
    of_peers = peers._content()["peer"]  # the content as it stands
    for theme, category, zh, en in (line for one in of_peers for line in one["listed"]):
        assert theme in themes.every()
        assert not category or f"{peers.EUROPEAN}{category}" in peers.categories()
        assert zh
        assert en


@pytest.mark.django_db
def test_a_list_of_evidence_there_is_not_is_not_found(client):
    assert client.get("/themes/climate/evidence/gossip").status_code == 404
    assert client.get("/themes/nothing/evidence/use").status_code == 404
    assert client.get("/api/v1/themes/climate/evidence/gossip").status_code == 404
    assert client.get("/themes/health/evidence/peers").status_code == 200


@pytest.mark.django_db
def test_evidence_is_counted_ahead_where_there_are_many_datasets(house, nominated, monkeypatch, client):
    nominated()
    theme = themes.every()["climate"]
    assert evidence.of(theme)["alike_datasets"] >= 0
    monkeypatch.setattr(evidence, "LIVE", 0)
    monkeypatch.setattr(evidence, "count", lambda _theme: pytest.fail("a page counted by itself"))
    assert evidence.of(theme) == {}
    assert "尚未計算" in client.get("/themes/climate").content.decode()


@pytest.mark.django_db
def test_a_theme_with_much_to_come_shows_the_soonest_and_leads_to_the_rest(house, nominated, client):
    for n in range(theme_lists.FEW + 3):
        row = nominated(f"資料 {n}", until=(date(2027, 6, 30) - timedelta(days=n)).isoformat())
        Nomination.objects.filter(pk=row.pk).update(state="scheduled")
    for n in range(theme_lists.FEW + 2):
        row = nominated(f"未列 {n}")
        Nomination.objects.filter(pk=row.pk).update(state="not_listed", ended_reason=f"理由 {n}")
    page = client.get("/themes/climate").content.decode()
    assert f"資料 {theme_lists.FEW + 2}<" in page
    assert "資料 0<" not in page
    links = re.findall(r'href="(/nominations/\?show=(?:coming|ended)&amp;theme=climate)">(\d+)</a>', page)
    assert {n for _, n in links} == {"23", "22"}
    for href, n in links:
        assert listed_behind(href.replace("&amp;", "&")) == int(n)
    assert page.count("看全部") == 2
