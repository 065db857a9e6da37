"""A look at a service: its OpenAPI document is read, a sample call is made, and the answer is judged."""

import json
from typing import Any

import pytest
from tests.checks.conftest import DUTIES, NOON, OFFICER

from springhead.engine.net.fetch import Fetcher
from springhead.foundation.checks import actions, calling, openapi, queries, rules
from springhead.foundation.checks.models import Check
from springhead.foundation.checks.vocabulary import Sort, Verdict, Wanted
from springhead.foundation.jobs.worker import drain

ROWS = json.dumps([{"站號": "A1", "雨量": 3.5}, {"站號": "A2", "雨量": 0}]).encode()
OTHER = json.dumps([{"code": "x"}]).encode()


def document(paths: dict[str, Any], **more: Any) -> bytes:
    return json.dumps(
        {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths, **more}
    ).encode()


def answering(*names: str, **more: Any) -> dict[str, Any]:
    rows = {"type": "array", "items": {"type": "object", "properties": {name: {} for name in names}}}
    return {"get": {"responses": {"200": {"content": {"application/json": {"schema": rows}}}}, **more}}


def urls(
    paths: dict[str, Any], *wanted: str, at: str = "https://a.example.tw/v1/openapi.json", **more: Any
) -> list[str]:
    read = openapi.read(document(paths, **more))
    assert read is not None
    return [one.url for one in openapi.samples(read, at, wanted=wanted)]


@pytest.mark.parametrize(
    ("servers", "expected"),
    [
        (None, "https://a.example.tw/rain"),
        ([{"url": "/api"}], "https://a.example.tw/api/rain"),
        ([{"url": "."}], "https://a.example.tw/v1/rain"),
        (
            [{"url": "https://{zone}.example.tw/", "variables": {"zone": {"default": "b"}}}],
            "https://b.example.tw/rain",
        ),
        (["odd"], "https://a.example.tw/rain"),
    ],
)
def test_servers_are_told_relative_to_the_document(servers, expected) -> None:
    assert urls({"/rain": {"get": {}}}, servers=servers) == [expected]


def test_a_swagger_document_names_host_and_folder() -> None:
    read = openapi.read(
        json.dumps({"swagger": "2.0", "host": "b.example.tw", "basePath": "/v2", "schemes": ["https"],
                    "paths": {"/rain": {"get": {}}}}).encode()
    )  # fmt: skip
    assert read is not None
    assert [one.url for one in openapi.samples(read, "https://a.example.tw/s.json")] == [
        "https://b.example.tw/v2/rain"
    ]


def test_required_parameters_are_filled_with_what_the_document_offers() -> None:
    station = {"name": "id", "in": "path", "required": True, "schema": {"examples": ["臺 1"]}}
    year = {"name": "year", "in": "query", "required": True, "example": 2026}
    found = urls({"/s/{id}": {"parameters": [station], "get": {"parameters": [{"$ref": "#/components/parameters/y"}]}}},
                 components={"parameters": {"y": year}})  # fmt: skip
    assert found == ["https://a.example.tw/s/%E8%87%BA%201?year=2026"]


def test_a_call_that_needs_more_than_the_document_offers_is_left_out() -> None:
    needs = {"name": "key", "in": "header", "required": True, "example": "k"}
    empty = {"name": "id", "in": "query", "required": True}
    paths = {
        "/a": {"get": {"parameters": [needs]}},
        "/b": {"get": {"parameters": [empty]}},
        "/c/{id}": {"get": {}},
        "/d": {"post": {}},
    }
    assert urls(paths) == []


def test_calls_said_to_answer_with_the_wanted_fields_come_first() -> None:
    paths = {"/other": answering("code"), "/rain": answering("站 號", "雨量")}
    assert urls(paths, "站號", "雨量")[0].endswith("/rain")


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"paths": {}}', b'{"openapi": "4.0", "paths": {}}', b"[" * 9_000]
)
def test_what_is_no_openapi_document_is_none(body) -> None:
    assert openapi.read(body) is None


def test_a_document_that_refers_to_itself_ends() -> None:
    schema = {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/node"}}}
    paths = {
        "/n": {
            "get": {
                "responses": {"200": {"content": {"x": {"schema": {"$ref": "#/components/schemas/node"}}}}}
            }
        }
    }
    read = openapi.read(
        document(
            paths, components={"schemas": {"node": schema, "loop": {"$ref": "#/components/schemas/loop"}}}
        )
    )
    assert read is not None
    assert openapi.samples(read, "https://a.example.tw/")[0].names == {"next"}


@pytest.fixture
def service(site, origin):
    """Let the site answer these paths instead."""

    def put(**answers: bytes) -> str:
        for name, body in answers.items():
            site[1].instead[name.replace("_json", ".json")] = (200, "application/json", body)
        return f"{origin}/openapi.json"

    return put


def judged(url: str, client: Fetcher, *fields: str) -> tuple[Verdict, set[str]]:
    seen = calling.call(url, wanted=fields, using=client)
    found = rules.judge(url, seen, Wanted("", fields))
    return found.verdict, {str(one.params.get("why", {}).get("en", one.code))[:40] for one in found.errors}


def test_a_sample_call_that_returns_the_wanted_fields_is_well(service, client_of_site) -> None:
    url = service(openapi_json=document({"/rain": answering("站號")}), rain=ROWS)
    seen = calling.call(url, wanted=["雨量"], using=client_of_site)
    assert (seen.kind, seen.rows, set(seen.fields)) == ("json", 2, {"站號", "雨量"})
    assert seen.final.endswith("/rain")
    assert judged(url, client_of_site, "站號", "雨量") == (Verdict.OK, set())


def test_the_call_that_has_the_fields_is_found_although_another_is_described_first(
    service, client_of_site
) -> None:
    url = service(
        openapi_json=document({"/other": {"get": {}}, "/rain": {"get": {}}}), other=OTHER, rain=ROWS
    )
    assert judged(url, client_of_site, "雨量")[0] is Verdict.OK


def test_a_call_without_the_fields_is_short(service, client_of_site) -> None:
    url = service(openapi_json=document({"/other": {"get": {}}}), other=OTHER)
    assert judged(url, client_of_site, "雨量") == (Verdict.SHORT, {"link-fields-missing"})


def test_a_service_that_describes_what_is_not_there_is_unreachable(service, client_of_site) -> None:
    url = service(openapi_json=document({"/gone": {"get": {}}}))
    assert judged(url, client_of_site, "雨量") == (Verdict.UNREACHABLE, {"link-not-found"})


def test_a_page_a_file_and_a_document_without_calls_are_told_apart(service, origin, client_of_site) -> None:
    assert judged(f"{origin}/query", client_of_site)[0] in (Verdict.PAGE, Verdict.UNREACHABLE)
    assert judged(f"{origin}/good.csv", client_of_site) == (
        Verdict.UNUSABLE,
        {f"“{origin}/good.csv” is no OpenAPI document in JSON."[:40]},
    )
    url = service(openapi_json=document({"/a": {"post": {}}}))
    assert judged(url, client_of_site)[0] is Verdict.UNUSABLE


def test_a_described_server_inside_the_house_is_never_called(service, client_of_site, site) -> None:
    hidden = [{"url": "http://127.0.0.1:1/"}]
    url = service(openapi_json=document({"/rain": {"get": {}}}, servers=hidden))
    seen = calling.call(url, using=client_of_site)
    assert seen.status == 0
    assert seen.trouble is not None
    assert str(seen.trouble["code"]).startswith("fetch-")


@pytest.mark.django_db
def test_a_service_is_watched_apart_from_the_file_at_the_same_address(service, machine) -> None:
    url = service(
        openapi_json=document({"/other": {"get": {}}, "/rain": answering("雨量")}), other=OTHER, rain=ROWS
    )
    wanted = Wanted("", ("雨量",))
    actions.watch(url, "CM-1", wanted=wanted, at=NOON)
    row = actions.watch(url, "CM-1", wanted=wanted, at=NOON, sort=Sort.API)
    assert Check.objects.count() == 2
    actions.queue(row.public_id)
    drain(["look"], DUTIES)
    by_kind = {one.check.kind: one for one in queries.of_subject("CM-1")}
    assert by_kind["link"].judgement is None
    assert by_kind["api"].judgement is not None
    assert by_kind["api"].judgement.verdict is Verdict.OK
    actions.unwatch("CM-1", url=url, sort=Sort.API)
    assert [one.check.kind for one in queries.of_subject("CM-1")] == ["link"]


@pytest.mark.django_db
def test_a_service_is_looked_at_on_demand(service, machine) -> None:
    url = service(openapi_json=document({"/rain": answering("雨量")}), rain=ROWS)
    row = actions.request_check(url, by=OFFICER, at=NOON, sort=Sort.API)
    drain(["look"], DUTIES)
    row.refresh_from_db()
    assert (row.kind, row.verdict) == ("api", "ok")


@pytest.mark.django_db
def test_a_program_has_a_service_tried(client, service, machine) -> None:
    from tests.checks.test_pages import key_of, post

    from springhead.engine.kernel.actors import Role
    from springhead.foundation.agencies import naming
    from springhead.foundation.agencies.models import Agency, Membership, Person

    agency = naming.create(Agency(names={"zh-Hant": "清溪縣政府水利局"}))
    officer = Person.objects.create(email="officer@example.tw")
    Membership.objects.create(person=officer, agency=agency, role=Role.OFFICER, valid_from="2020-01-01")
    url = service(openapi_json=document({"/rain": answering("雨量")}), rain=ROWS)
    asked = post(client, key_of(officer), url=url, kind="api", fields=["雨量"])
    assert asked.status_code == 202
    drain(["look"], DUTIES)
    found = client.get(f"{asked['Location']}?fields=雨量").json()
    assert (found["kind"], found["verdict"], found["evidence"]["final"][-5:]) == ("api", "ok", "/rain")
    page = client.get(f"/checks/{found['id']}").content.decode()
    assert "試打成功" in page
    assert post(client, key_of(officer), url=url, kind="magic").status_code == 422
