"""DCAT as harvesters read it: a released high-value dataset says so, with its theme and its announcement; others do not."""

from typing import Any

import pytest
from rdflib import DCAT, DCTERMS, RDF, SKOS, Graph, Literal, Namespace, URIRef
from tests.high_value.test_pages import wired  # noqa: F401  the nouns connected
from tests.high_value.test_story import deliver, released

from springhead.foundation.catalog.models import Dataset, Distribution
from springhead.procedures.high_value import dcat_catalogue, themes
from springhead.procedures.high_value.models import Announcement, Nomination

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning"),  # of the parser itself
]

HOME = "http://127.0.0.1:8000"
DCATAP = Namespace("http://data.europa.eu/r5r/")
CATEGORY, LAW = DCATAP.hvdCategory, DCATAP.applicableLegislation


def read(answer: Any) -> Graph:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/ld+json"
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return Graph().parse(data=body, format="json-ld")


def of(public_id: str) -> URIRef:
    return URIRef(f"{HOME}/datasets/{public_id}")


@pytest.fixture
def opened(house, nominated) -> Nomination:
    row, promise = released(house, nominated)
    deliver(house, row, promise)
    row = house.again(row)
    assert row.state == "released"
    Distribution.objects.filter(dataset=row.dataset).update(title={"zh-Hant": "水位表", "en": "Levels"})
    return row


def test_a_released_dataset_tells_its_theme_its_category_and_its_announcement(opened, client):
    graph = read(client.get(f"/datasets/{opened.dataset.public_id}/dcat.jsonld"))
    node, theme = of(opened.dataset.public_id), URIRef(f"{HOME}/themes/climate")
    announcement = URIRef(f"{HOME}/themes/announcements/{opened.cycle.number}/1.html")
    assert (node, RDF.type, DCAT.Dataset) in graph
    assert set(graph.objects(node, DCAT.theme)) == set(graph.objects(node, CATEGORY)) == {theme}
    assert set(graph.objects(node, LAW)) == {announcement}
    assert (theme, RDF.type, SKOS.Concept) in graph
    assert (theme, SKOS.prefLabel, Literal("氣候環境", lang="zh-Hant")) in graph
    close = {str(one) for one in graph.objects(theme, SKOS.closeMatch)}
    assert close == set(themes.every()["climate"].close_match)
    assert client.get(str(announcement).removeprefix(HOME)).status_code == 200
    assert client.get(str(theme).removeprefix(HOME)).status_code == 200


def test_its_ways_and_its_service_tell_the_same(opened, client):
    graph = read(client.get(f"/datasets/{opened.dataset.public_id}/dcat.jsonld"))
    law = set(graph.objects(of(opened.dataset.public_id), LAW))
    (way,) = graph.objects(of(opened.dataset.public_id), DCAT.distribution)
    (service,) = graph.objects(way, DCAT.accessService)
    assert set(graph.objects(way, LAW)) == set(graph.objects(service, LAW)) == law
    assert set(graph.objects(service, CATEGORY)) == {URIRef(f"{HOME}/themes/climate")}
    assert graph.value(service, DCAT.servesDataset) == of(opened.dataset.public_id)
    assert str(graph.value(service, DCAT.endpointURL)).endswith("/rows")
    assert str(graph.value(service, DCAT.endpointDescription)).endswith("/openapi.json")
    for place in (way, service):
        assert graph.value(place, DCTERMS.license) is not None
        assert Literal("Levels", lang="en") in set(graph.objects(place, DCTERMS.title))
    assert graph.value(way, DCAT.accessURL) is not None


def test_neither_the_european_regulation_nor_its_categories_are_claimed(opened, client):
    graph = read(client.get("/themes/catalogue.jsonld"))
    claimed = {str(one) for relation in (LAW, CATEGORY) for one in graph.objects(None, relation)}
    assert claimed
    assert all(one.startswith(HOME) for one in claimed)


@pytest.mark.parametrize("state", ["nominated", "listed", "scheduled", "not_listed", "retired"])
def test_what_is_not_released_is_an_ordinary_dataset(opened, client, state):
    Nomination.objects.filter(pk=opened.pk).update(state=state)
    graph = read(client.get(f"/datasets/{opened.dataset.public_id}/dcat.jsonld"))
    node = of(opened.dataset.public_id)
    assert (node, RDF.type, DCAT.Dataset) in graph
    assert not set(graph.objects(None, LAW)) | set(graph.objects(None, CATEGORY))
    assert not set(graph.objects(None, DCAT.theme))
    assert not set(read(client.get("/themes/catalogue.jsonld")).subjects(RDF.type, DCAT.Dataset))


def test_a_dataset_in_review_is_still_high_value_data_and_a_newer_announcement_is_its_basis(opened, client):
    Nomination.objects.filter(pk=opened.pk).update(state="in_review")
    first = Announcement.objects.get()
    Announcement.objects.create(
        cycle=first.cycle, version=2, body=first.body, digest="0" * 64, document_number="2",
        announced_on=first.announced_on, at=first.at,
    )  # fmt: skip
    graph = read(client.get(f"/datasets/{opened.dataset.public_id}/dcat.jsonld"))
    (law,) = graph.objects(of(opened.dataset.public_id), LAW)
    assert str(law).endswith("/2.html")


def test_the_catalogue_has_every_released_dataset_once_however_many(opened, house, client, monkeypatch):
    monkeypatch.setattr(dcat_catalogue, "BATCH", 3)
    wanted = {of(opened.dataset.public_id)}
    for n in range(8):
        row = house.nominate(house.dataset(house.water, f"資料 {n}", visible=True), sdg=["6"])
        Nomination.objects.filter(pk=row.pk).update(state="released", announced=True)
        wanted.add(of(row.dataset.public_id))
    hidden = house.nominate(house.dataset(house.water, "草稿", visible=False))
    Nomination.objects.filter(pk=hidden.pk).update(state="released", announced=True)
    graph = read(client.get("/themes/catalogue.jsonld"))
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    assert set(graph.objects(catalogue, DCAT.dataset)) == wanted
    assert set(graph.subjects(RDF.type, DCAT.Dataset)) == wanted
    for node in wanted:
        assert graph.value(node, DCTERMS.title)
        assert graph.value(node, DCTERMS.description)
        assert graph.value(node, DCTERMS.publisher)
        assert set(graph.objects(node, LAW))


def test_a_dataset_hosted_elsewhere_leads_there_and_has_no_service(house, client):
    dataset = house.dataset(house.water, "外站資料", visible=True, licence="OGDL-Taiwan-1.0", keywords=["水"])
    Distribution.objects.create(dataset=dataset, kind="link", format="CSV", url="https://example.org/a.csv")
    graph = read(client.get(f"/datasets/{dataset.public_id}/dcat.jsonld"))
    (way,) = graph.objects(of(dataset.public_id), DCAT.distribution)
    assert graph.value(way, DCAT.downloadURL) == URIRef("https://example.org/a.csv")
    assert graph.value(way, DCAT.accessService) is None
    assert (of(dataset.public_id), DCAT.keyword, Literal("水")) in graph
    page = client.get(f"/datasets/{dataset.public_id}", follow=True).content.decode()
    assert f'href="/datasets/{dataset.public_id}/dcat.jsonld"' in page


def test_a_draft_is_nobody_elses_and_a_withdrawn_one_is_gone(house, client):
    draft = house.dataset(house.water, "草稿", visible=False)
    assert client.get(f"/datasets/{draft.public_id}/dcat.jsonld").status_code == 404
    gone = house.dataset(house.water, "下架", visible=True)
    Dataset.objects.filter(pk=gone.pk).update(stage="withdrawn", tombstone="換了系統。")
    assert client.get(f"/datasets/{gone.public_id}/dcat.jsonld").status_code == 410
