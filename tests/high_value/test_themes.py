"""Themes: content that holds together, pages for citizens, the evidence, the reports over live records."""

import re
from datetime import date, timedelta

import pytest
from tests.high_value.test_pages import wired  # noqa: F401  the nouns connected
from tests.high_value.test_story import deliver, released

from springhead.engine.kernel.fold import fold
from springhead.engine.kernel.now import today
from springhead.foundation.usage.models import Count
from springhead.procedures.data_requests.models import DataRequest
from springhead.procedures.high_value import evidence, theme_lists, themes
from springhead.procedures.high_value.models import Nomination


def test_every_theme_has_both_names_and_known_goals():
    for one in themes.every().values():
        assert set(one.name) == {"zh-Hant", "en"}
        assert all(goal in range(1, 18) for goal in one.goals)
        assert all(re.fullmatch(r"\d{1,2}\.[0-9a-z]", target) for target in one.targets)
        assert all(int(target.partition(".")[0]) in range(1, 18) for target in one.targets)
        assert one.words


def test_the_first_six_themes_have_their_sub_categories_and_the_later_ones_wait_for_theirs():
    first = {"climate": 3, "disaster": 3, "transport": 5, "health": 3, "energy": 3, "welfare": 3}
    for code, n in first.items():
        assert len(themes.every()[code].subcategories) == n
    for code in set(themes.every()) - set(first):
        assert themes.every()[code].subcategories == ()
        assert themes.every()[code].lead == ""


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
    assert "No. of" not in client.get("/en/themes/climate").content.decode()


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
    found = theme_lists.of_theme("climate")
    counted = theme_lists.use(found, today())
    lines = theme_lists.lines(theme_lists.ordered(found, counted, order), counted)
    used = [one["used"].week for one in lines]
    if "past_7days" in order:
        assert used == sorted(used, reverse=order.endswith("desc"))
    assert len(lines) == 3


@pytest.mark.django_db
def test_evidence_counts_requests_that_name_the_theme_or_a_dataset_nominated_for_it(house, nominated, ask):
    row = nominated("測站資料")
    for n, (words, dataset) in enumerate(
        [("各測站雨量", None), ("測站座標", row.dataset), ("幼兒園名冊", None)]
    ):
        asked = ask(house.water, at=house.at, title=words)
        DataRequest.objects.filter(pk=asked.pk).update(words=fold(words), supporters=n + 2)
        asked.items.update(dataset=dataset)
    told = evidence.count(themes.every()["climate"])
    assert told["requests"] == 2
    assert told["supporters"] == 5
    assert [one["supporters"] for one in told["most_wanted"]] == [3, 2]
    assert told["targets"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/themes/", "/themes/climate", "/themes/action-plan", "/api/v1/themes"])
def test_theme_pages_take_the_same_few_queries(
    house, nominated, client, address, django_assert_max_num_queries
):
    for n in range(8):
        nominated(f"資料 {n}")
    Nomination.objects.update(state="scheduled")
    with django_assert_max_num_queries(16):
        assert client.get(address).status_code == 200


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
    page = client.get("/themes/action-plan").content.decode()
    assert house.economy.public_id in page
    assert "提報與提案" in page
