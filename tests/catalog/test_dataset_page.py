"""The page of a dataset: complete without script, fixed in cost, honest about what is unknown."""

import json
import re
from datetime import date

import pytest
from django.test import Client
from tests.catalog.conftest import catch_up
from tests.catalog.test_delivery import CLEAN, NEXT, publish

from springhead.engine.kernel.now import now
from springhead.foundation.agencies import registry
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.models import Subscription
from springhead.foundation.catalog import agency_page, editing, label, panels, voices
from springhead.foundation.catalog.commands import Withdraw
from springhead.foundation.catalog.models import Dataset, Distribution, Reuse
from springhead.foundation.ui import formats

pytestmark = pytest.mark.django_db


@pytest.fixture
def dataset(bring, officer) -> Dataset:
    first = publish(bring(CLEAN), officer)
    publish(bring(NEXT, to=first.distribution), officer)
    return Dataset.objects.get()


def page(client: Client, dataset: Dataset, **more) -> str:
    answer = client.get(f"/datasets/{dataset.public_id}", follow=True, **more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_rows_stand_in_the_page_itself(client, dataset) -> None:
    text = page(client, dataset)
    assert ">德基</td>" in text
    assert "29900" in text
    assert "第 1–3 筆，共 3 筆" in text
    assert 'data-label="型別"' in text, "the columns read one below the other on a phone"


def test_it_tells_licence_attribution_version_and_receipt(client, dataset) -> None:
    text = page(client, dataset)
    assert "政府資料開放授權條款－第 1 版" in text
    assert "「水庫水位」（第 2 版）" in text
    seq = dataset.distributions.get().current.event_seq
    assert f'href="/ledger/{seq}"' in text


def test_it_says_first_when_its_last_version_came(client, dataset) -> None:
    day = formats.day(dataset.last_published, "zh-Hant", year=True)
    assert f"最近一版於 {day}發布" in page(client, dataset)


def test_the_versions_and_their_difference_are_listed(client, dataset) -> None:
    text = page(client, dataset)
    assert "新增 1、移除 1、改變 1 列" in text
    assert 'data-label="與前一版相比"' in text, "the versions read one below the other on a phone"
    table = dataset.distributions.get().table_id
    version = client.get(f"/datasets/{dataset.public_id}/{table}/versions/1")
    assert version.status_code == 200
    assert "這是較早的版本" in version.content.decode()


def test_the_page_speaks_english_under_en(client, dataset) -> None:
    answer = client.get(f"/en/datasets/{dataset.public_id}", follow=True)
    text = answer.content.decode()
    assert "Made with this dataset" in text
    assert "Version 2" in text


def test_the_first_card_writes_dates_out(dataset) -> None:
    dataset.covers_from, dataset.covers_to = date(2026, 1, 1), None
    facts = {name["en"]: value for name, value in label.freshness(dataset, None, "en")}
    assert facts["Last version"].startswith(formats.day(dataset.last_published, "en", year=True))
    assert facts["Period"] == "Thu 1 January 2026 – …"


def test_an_address_without_words_leads_to_the_one_with_words(client, dataset) -> None:
    answer = client.get(f"/datasets/{dataset.public_id}-old-name")
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"{dataset.public_id}-%E6%B0%B4%E5%BA%AB%E6%B0%B4%E4%BD%8D")


def test_search_engines_get_json_ld(client, dataset) -> None:
    text = page(client, dataset)
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert script
    told = json.loads(script[1])
    assert told["@type"] == "Dataset"
    assert len(told["description"]) >= 50
    assert told["license"].startswith("https://")
    assert told["distribution"][0]["contentUrl"].endswith("export.csv")


def test_nothing_in_metadata_can_end_the_script(client, dataset, officer) -> None:
    editing.update(dataset, {"title": "</script><b>x</b>"}, by=officer)
    text = page(client, dataset)
    assert "</script><b>x" not in text


@pytest.fixture
def no_panels(monkeypatch) -> None:
    """Leave out what other nouns show on the page; whether they are wired depends on the tests before."""
    monkeypatch.setattr(panels, "_panels", [])


@pytest.mark.usefixtures("no_panels")
def test_the_page_costs_a_fixed_number_of_queries(
    client, dataset, bring, officer, django_assert_num_queries
) -> None:
    address = client.get(f"/datasets/{dataset.public_id}")["Location"]
    table = dataset.distributions.get()
    with django_assert_num_queries(5):
        client.get(address)
    for n in range(5):
        publish(bring(CLEAN.replace("石門", f"石門{n}"), to=table), officer)
        editing.add_link(dataset, f"https://example.tw/{n}.csv", by=officer)
    with django_assert_num_queries(5):
        client.get(address)


def test_a_link_only_dataset_has_a_page_that_says_what_is_unknown(client, agency) -> None:
    dataset = Dataset.objects.create(agency=agency, title={"zh-Hant": "停車場"}, stage="listed", visible=True)
    Distribution.objects.create(dataset=dataset, kind="link", format="CSV", url="https://example.tw/a.csv")
    text = page(client, dataset)
    assert "提供機關沒有註明授權" in text
    assert "提供機關還沒有寫描述" in text
    assert "未提供" in text
    assert 'href="https://example.tw/a.csv"' in text


def test_a_class_that_a_catalogue_elsewhere_does_not_state_is_unknown(client, agency) -> None:
    dataset = Dataset.objects.create(
        agency=agency, title={"zh-Hant": "停車場"}, stage="listed", visible=True, openness=""
    )
    assert "開放類別待補" in page(client, dataset)
    assert client.get(f"/api/v1/datasets/{dataset.public_id}").json()["openness"] in ("", None)
    assert client.get(f"/en/datasets/{dataset.public_id}", follow=True).status_code == 200


def test_a_draft_is_seen_by_its_agency_only(client, bring, officer_person) -> None:
    dataset = bring(CLEAN).distribution.dataset
    assert client.get(f"/datasets/{dataset.public_id}").status_code == 404
    client.force_login(officer_person)
    assert "這是草稿" in page(client, dataset)


def test_a_withdrawn_dataset_is_a_tombstone(client, dataset, officer) -> None:
    editing.withdraw(dataset, "資料重複，請改用另一個資料集", by=officer)
    answer = client.get(f"/datasets/{dataset.public_id}", follow=True)
    assert answer.status_code == 410
    assert "資料重複" in answer.content.decode()


def test_a_withdrawn_version_answers_with_its_reason(client, dataset, officer) -> None:
    distribution = dataset.distributions.get()
    number = distribution.snapshots.get(number=1).delivery.number
    fire(number, Withdraw("含錯誤的座標"), by=officer, at=now())
    catch_up()
    answer = client.get(f"/datasets/{dataset.public_id}/{distribution.table_id}/versions/1")
    assert answer.status_code == 410
    assert "含錯誤的座標" in answer.content.decode()


def test_the_feed_lists_every_version(client, dataset) -> None:
    from lxml import etree

    answer = client.get(f"/datasets/{dataset.public_id}/feed.atom")
    tree = etree.fromstring(answer.content)
    assert len(tree.findall("{http://www.w3.org/2005/Atom}entry")) == 2


def test_a_reuse_is_shown_once_accepted(client, dataset, officer) -> None:
    client.post(
        f"/datasets/{dataset.public_id}/reuses", {"title": "缺水地圖", "url": "https://example.tw/map"}
    )
    assert "缺水地圖" not in page(client, dataset)
    voices.decide_reuse(Reuse.objects.select_related("dataset__agency").get(), accept=True, by=officer)
    assert "缺水地圖" in page(client, dataset)


def test_following_by_account_and_by_mail(client, dataset, officer_person) -> None:
    client.post(f"/datasets/{dataset.public_id}/follow", {"email": "reader@example.tw"})
    assert Subscription.objects.get().confirmed_at is None
    client.force_login(officer_person)
    client.post(f"/datasets/{dataset.public_id}/follow")
    assert Subscription.objects.filter(
        person_id=officer_person.public_id, confirmed_at__isnull=False
    ).exists()


def test_the_map_of_an_island_says_which_zone_of_twd97_it_is_drawn_with(client, bring, officer) -> None:
    kinmen = "名稱,X坐標,Y坐標\n莒光樓,182000.5,2703200.5\n翟山坑道,180900.5,2698800.5\n".encode()
    publish(bring(kinmen, name="景點.csv"), officer)
    text = page(client, Dataset.objects.get())
    assert "TWD97 二度分帶 119 分帶（EPSG:3825）" in text
    assert "&quot;crs&quot;:&quot;EPSG:3825&quot;" in text.replace(" ", "")


def test_the_page_of_its_agency_counts_and_lists_it(client, dataset, monkeypatch) -> None:
    monkeypatch.setattr(registry, "_panels", [agency_page.panel])
    for lang, said in (("", "共 1 項，其中 1 項可在此查詢"), ("/en", "1 in all, 1 of them")):
        answer = client.get(f"{lang}/agencies/{dataset.agency.public_id}")
        assert answer.status_code == 200
        assert said in answer.content.decode()
        assert f"/datasets/{dataset.public_id}" in answer.content.decode()
