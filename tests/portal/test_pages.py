"""The front page and search, as pages and as numbers of queries."""

from unittest import mock

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from springhead.doors.portal import figures
from springhead.engine.kernel import now
from springhead.foundation import ledger
from springhead.foundation.agencies.models import Agency
from springhead.foundation.catalog import findable
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.commitments.queries import Record
from springhead.foundation.search import index
from springhead.foundation.search.shared import finder
from springhead.procedures.data_requests import figures as requests

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue() -> list[Dataset]:
    agency = Agency.objects.create(names={"zh-Hant": "水利署", "en": "Water Agency"}, name_key="水利署")
    datasets = [
        Dataset.objects.create(
            agency=agency, stage="listed", visible=True, title={"zh-Hant": f"水庫 {number}"}, formats=["CSV"]
        )
        for number in range(30)
    ]
    Dataset.objects.create(agency=agency, stage="listed", visible=False, title={"zh-Hant": "水庫草稿"})
    index.rebuild(finder().folder, findable.all_documents())
    return datasets


@pytest.mark.parametrize(
    "address", ["/", "/en/", "/search?q=水庫", "/en/search?q=reservoir", "/datasets/", "/robots.txt"]
)
def test_pages_open_in_both_languages(client: Client, catalogue: list[Dataset], address: str) -> None:
    assert client.get(address).status_code == 200


def test_a_draft_is_not_found(client: Client, catalogue: list[Dataset]) -> None:
    page = client.get("/search", {"q": "草稿"}).content.decode()
    assert "水庫草稿" not in page


def test_search_asks_the_database_only_for_names_of_agencies(
    client: Client, catalogue: list[Dataset], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(2):
        client.get("/search", {"q": "水庫"})


def test_the_front_page_has_a_fixed_number_of_queries(
    client: Client, catalogue: list[Dataset], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    cache.clear()
    with django_assert_max_num_queries(18):  # the first reader of a while
        client.get("/")
    with django_assert_max_num_queries(11):
        client.get("/")


@pytest.mark.parametrize(
    "address", ["/", "/datasets/", "/agencies/", "/agencies/?list=current", "/ledger/", "/sitemap.xml"]
)
def test_a_list_costs_the_same_however_long_it_is(
    client: Client, catalogue: list[Dataset], address: str
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    for number in range(3):
        ledger.append("role_given", subject=f"pe_{number}", actor="operator", public={}, at=now.now())
    cost()  # what a process looks up once
    before = cost()
    for number in range(60):
        agency = Agency.objects.create(names={"zh-Hant": f"機關 {number}"}, name_key=f"機關{number}")
        Dataset.objects.create(
            agency=agency, stage="listed", visible=True, title={"zh-Hant": f"水位 {number}"}
        )
        ledger.append("role_given", subject=f"pe_{number}", actor="operator", public={}, at=now.now())
    index.rebuild(finder().folder, findable.all_documents())
    assert cost() == before


def test_the_second_page_goes_on_where_the_first_ended(client: Client, catalogue: list[Dataset]) -> None:
    first = client.get("/datasets/").context["results"]
    second = client.get("/datasets/", {"cursor": "2"}).context["results"]
    assert len(first) == 20
    assert len(second) == 10
    assert not {item["id"] for item in first} & {item["id"] for item in second}


@pytest.mark.parametrize(
    "query", [{"cursor": "-1"}, {"cursor": "x"}, {"cursor": "9" * 30}, {"sort": "?"}, {"q": "\x00"}]
)
def test_nonsense_in_the_address_is_not_an_error(
    client: Client, catalogue: list[Dataset], query: dict[str, str]
) -> None:
    assert client.get("/search", query).status_code == 200


def test_nothing_found_tells_what_to_do_next(client: Client, catalogue: list[Dataset]) -> None:
    page = client.get("/search", {"q": "量子纏結"}).content.decode()
    assert "沒有找到" in page
    assert "換個說法" in page


def test_a_search_leads_on_to_asking_for_the_data_with_its_words_filled_in(
    client: Client, catalogue: list[Dataset]
) -> None:
    nothing = client.get("/en/search", {"q": "獨角獸&"}).content.decode()
    assert "/en/requests/new?q=%E7%8D%A8%E8%A7%92%E7%8D%B8%26" in nothing
    form = client.get("/en/requests/new", {"q": "獨角獸&"}).content.decode()
    assert 'value="獨角獸&amp;"' in form
    found = client.get("/search", {"q": "水庫"}).content.decode()
    assert "/requests/?q=%E6%B0%B4%E5%BA%AB" in found


def test_the_sitemap_names_visible_datasets_only(client: Client, catalogue: list[Dataset]) -> None:
    assert b"<sitemapindex" in client.get("/sitemap.xml").content
    parts = {dataset.pk // 20_000 for dataset in catalogue}
    listed = b"".join(b"".join(client.get(f"/sitemap-{part}.xml").streaming_content) for part in parts)  # type: ignore[arg-type]
    assert listed.count(b"<url>") == 30


def test_programs_get_the_same_answer_page_by_page(client: Client, catalogue: list[Dataset]) -> None:
    first = client.get("/api/v1/search", {"q": "水庫"}).json()
    assert first["count"] == 30
    second = client.get(first["next"]).json()
    assert len(first["items"]) + len(second["items"]) == 30
    assert second["next"] is None


def test_the_joined_document_of_both_planes_is_valid(client: Client) -> None:
    from openapi_spec_validator import validate

    document = client.get("/api/v1/openapi.json").json()
    validate(document)
    assert {"/api/v1/search", "/api/v1/tables/{table}/rows"} <= set(document["paths"])


def test_the_front_page_tells_first_how_promises_are_kept() -> None:
    served = {"datasets": 8, "rows": 6_676, "agencies": 1, "fresh": 0}
    shown = [figure.label["en"] for figure in figures.figures_of(served)]
    assert shown == [
        "datasets served here",
        "rows to query",
        "agency serves data",
        "updated in the last 30 days",
    ]
    cache.clear()
    counts = dict.fromkeys(requests.FIGURES, 0) | {"on_time": 9, "timed": 10}
    with (
        mock.patch.object(requests, "count", return_value=counts),
        mock.patch.object(requests, "days", return_value=requests.Days(((8, 6), (12, 4)))),
        mock.patch.object(figures.commitments, "record", return_value=Record(total=7, open=1, late=1)),
    ):
        shown = [(figure.number["en"], figure.label["en"]) for figure in figures.figures_of(served)]
    assert shown == [
        ("90.0%", "of requests answered in time (n = 10)"),
        ("8 days", "median time to an answer (n = 10)"),
        ("1", "promise open, 1 overdue"),
        ("8", "datasets served here"),
    ]
