"""A program publishes without a page: dataset, upload by tus, findings, mending, publication, reading."""

import asyncio
import base64
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from tests.catalog.conftest import catch_up, let_work

from springhead.engine.dataplane.uploads import Uploads
from springhead.engine.tables import manifest
from springhead.foundation.agencies import actions
from springhead.foundation.agencies.commands import MakeKey
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.catalog.models import Delivery

pytestmark = [pytest.mark.django_db, pytest.mark.database]
RAGGED = "測站,日期,雨量\n甲,113/05/01,1.5\n乙,113/05/02,2.5,多\n丙,113/05/03,3.5\n".encode("cp950")
METADATA = {
    "title": "雨量",
    "description": "每日雨量。",
    "category": "I00",
    "frequency": "每1日",
    "keywords": "雨量",
}


@pytest.fixture
def call(client, officer_person, officer):
    wish = MakeKey("夜間", (Scope.PUBLISH, Scope.CASES), 30)
    _, secret = actions.make_key(wish, owner=officer_person, by=officer)

    def send(method: str, path: str, body: Any = None, **headers: str) -> Any:
        answer = client.generic(
            method,
            f"/api/v1{path}",
            json.dumps(body or {}),
            content_type="application/json",
            headers={"authorization": f"Bearer {secret}", **headers},
        )
        assert answer.status_code < 400, answer.content.decode()
        return answer.json()

    return send


def tus(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> dict[str, str]:
    """Send one request to the upload endpoint; return the headers of a good answer."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    here = settings.SPRINGHEAD
    asyncio.run(endpoint(Path(here.incoming), Path(here.secrets))(scope, receive, send))
    assert sent[0]["status"] < 300, sent[1]["body"]
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


@cache
def endpoint(incoming: Path, secrets: Path) -> Uploads:
    """Return the upload endpoint, one for all requests as in a web process."""
    return Uploads(incoming, secrets)


def upload(place: dict[str, Any], content: bytes, filename: str) -> None:
    """Send a file in two parts, as a program that was interrupted does."""
    name = base64.b64encode(filename.encode()).decode()
    begun = tus(
        "POST",
        "/uploads",
        {
            "authorization": f"Bearer {place['ticket']}",
            "upload-length": str(len(content)),
            "upload-metadata": f"filename {name}",
        },
    )
    for start in (0, 20):
        part = content[start : 20 if start == 0 else None]
        told = {"content-type": "application/offset+octet-stream", "upload-offset": str(start)}
        tus("PATCH", begun["location"], told, part)


def bring(call, dataset: str, content: bytes, filename: str, **where: str) -> dict[str, Any]:
    place = call("POST", f"/datasets/{dataset}/uploads", where)
    upload(place, content, filename)
    finish = place["finish"].partition("/api/v1")[2]
    made = call("POST", finish)
    assert call("POST", finish)["number"] == made["number"]
    let_work(Delivery.objects.select_related("case").get(case__number=made["number"]))
    return call("GET", f"/deliveries/{made['number']}")


def test_from_nothing_to_a_served_table_and_its_second_version(call, agency) -> None:
    dataset = call("POST", "/datasets", {"agency": agency.public_id, "metadata": METADATA})["id"]
    held = bring(call, dataset, RAGGED, "雨量.csv")
    assert held["state"] == "held"
    (wrong,) = [one for one in held["findings"] if one["open"]]
    assert (wrong["severity"], wrong["count"]) == ("error", 1)
    assert wrong["message"]["zh-Hant"]
    assert wrong["remedy"]["en"]
    assert wrong["cells"][0]["row"] == 3
    number = held["number"]
    commands = f"/cases/{number}/commands"
    moved = call(
        "POST", f"{commands}/accept", {"rules": [wrong["rule"]]}, **{"if-match": f'"{held["version"]}"'}
    )
    assert moved["case"]["state"] == "read"
    let_work(Delivery.objects.select_related("case").get(case__number=number))
    checked = call("GET", f"/deliveries/{number}")
    assert (checked["state"], checked["rows"], checked["set_aside"]) == ("checked", 2, 1)
    first = call("POST", f"{commands}/publish", {}, **{"idempotency-key": "once"})
    assert call("POST", f"{commands}/publish", {}, **{"idempotency-key": "once"})["replayed"]
    assert first["receipt"]
    catch_up()
    (table,) = call("GET", f"/datasets/{dataset}")["distributions"]
    served = manifest.read(Path(settings.SPRINGHEAD.public) / "tables" / f"{table['table']}.json").snapshot()
    assert (served.rows, [str(one.type) for one in served.columns]) == (2, ["text", "date", "decimal"])
    more = RAGGED + "丁,113/05/04,4.5\n".encode("cp950")
    again = bring(call, dataset, more, "雨量.csv", distribution=table["id"])
    assert again["state"] == "checked"  # what was accepted is remembered for this header
    call("POST", f"/cases/{again['number']}/commands/publish")
    catch_up()
    versions = call("GET", f"/datasets/{dataset}/tables/{table['table']}/versions")["items"]
    assert [(one["number"], one["rows"]) for one in versions] == [(2, 3), (1, 2)]
    assert versions[0]["changes"]["added"] == 1


@pytest.mark.parametrize(("way", "rows", "names"), [(0, 3, "欄1"), (1, 2, "甲站")])
def test_each_way_that_is_offered_can_be_sent_back_as_it_is(call, agency, way, rows, names) -> None:
    dataset = call("POST", "/datasets", {"agency": agency.public_id, "metadata": METADATA})["id"]
    held = bring(call, dataset, "甲站,1.5,10\n乙站,2.5,20\n丙站,3.5,30\n".encode(), "無欄名.csv")
    assert held["state"] == "held"
    (wrong,) = [one for one in held["findings"] if one["open"]]
    call("POST", f"/cases/{held['number']}/commands/mend", {"mendings": [wrong["mendings"][way]]})
    delivery = Delivery.objects.select_related("case").get(case__number=held["number"])
    let_work(delivery)
    mended = call("GET", f"/deliveries/{held['number']}")
    assert (mended["state"], mended["rows"]) == ("checked", rows)
    delivery.refresh_from_db()
    assert delivery.report["columns"][0]["name"] == names


def test_a_table_that_is_not_of_the_dataset_is_refused(client, call, agency) -> None:
    dataset = call("POST", "/datasets", {"agency": agency.public_id, "metadata": METADATA})["id"]
    with pytest.raises(AssertionError, match="rs_00000000"):
        call("POST", f"/datasets/{dataset}/uploads", {"distribution": "rs_00000000"})


def test_why_a_file_was_refused_is_told_in_both_languages(call, agency) -> None:
    dataset = call("POST", "/datasets", {"agency": agency.public_id, "metadata": METADATA})["id"]
    refused = bring(call, dataset, b"%PDF-1.7\n%a document, not a table", "雨量.pdf")
    assert refused["state"] == "refused"
    (problem,) = refused["problems"]
    assert problem["zh-Hant"]["message"]
    assert problem["en"]["remedy"]
