"""The guide for programs is true: every curl line of `docs/guide/requests-by-api.md` is run, in its order."""

import re
import shlex
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from tests.data_requests.conftest import NEIGHBOUR
from tests.data_requests.test_answering_pages import sign_in
from tests.data_requests.test_links_of_answers import origin, site  # noqa: F401

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.now import now, today
from springhead.foundation.agencies.actions import make_key
from springhead.foundation.agencies.commands import MakeKey
from springhead.foundation.agencies.models import Person
from springhead.foundation.agencies.queries import actor_of
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.commitments.models import Commitment
from springhead.procedures.data_requests.models import Part

pytestmark = pytest.mark.django_db
GUIDE = Path(__file__).resolve().parents[2] / "docs/guide/requests-by-api.md"
SITE = "http://127.0.0.1:8000"


def lines() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith("curl ")]


def filled(line: str, known: dict[str, str]) -> str:
    """Put in the variables, as a shell does."""
    return re.sub(r"\$([A-Z]+)", lambda found: known[found[1]], line)


def run(client: Client, line: str) -> Any:
    """Do what curl would do."""
    words = iter(shlex.split(line)[1:])
    method, address, body, headers, asked = "GET", "", "", {}, {}
    for word in words:
        if word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "--json":
            method, body = "POST", next(words)
        elif word in ("-d", "--data-urlencode"):
            name, _, value = next(words).partition("=")
            asked[name] = value
        elif word != "-G":
            address = word.removeprefix(SITE)
    address = f"{address}?{urlencode(asked)}" if asked else address
    return client.generic(method, address, body, content_type="application/json", headers=headers)


def key(person: Person) -> str:
    command = MakeKey("guide", (Scope.CASES, Scope.READ), 30)
    return f"Authorization: Bearer {make_key(command, owner=person, by=actor_of(person))[1]}"


@pytest.fixture
def known(ask, police, origin) -> dict[str, str]:  # noqa: F811
    """What the reader of the guide knows at the start."""
    return {
        "API": f"{SITE}/api/v1",
        "ME": key(sign_in(Client(), "program", Role.CITIZEN)),
        "DESK": key(sign_in(Client(), "bot", Role.OFFICER, police)),
        "OTHER": ask(police, by=NEIGHBOUR, at=now()).number,
        "AGENCY": police.public_id,
        "LINK": f"{origin}/accidents.csv",
        "DAY": (today() + timedelta(days=40)).isoformat(),
    }


def test_every_line_of_the_guide_does_what_it_says(client, known) -> None:
    ran = []
    for line in lines():
        answer = run(client, filled(line, known))
        assert answer.status_code < 300, (line, answer.content.decode())
        ran.append(line)
        told = answer.json() if "json" in answer.headers["Content-Type"] else {}
        if line.startswith('curl "$API/requests" -H'):
            known |= {"NUMBER": told["number"], "RECEIPT": told["receipt"]}
        elif line.endswith('/cases/$NUMBER.1"'):
            known["ETAG"] = answer.headers["ETag"].replace('"', '\\"')
        elif "/commands/answer" in line:
            known["PROMISE"] = Commitment.objects.get().number
    assert len(ran) == 18
    part = Part.objects.select_related("case").get(case__number=f"{known['NUMBER']}.1")
    assert part.case.state == "reconsidering"


def test_what_moved_meanwhile_and_what_is_no_answer_are_refused(client, known, ask, police) -> None:
    known["NUMBER"] = ask(police, at=now()).number
    (line,) = (one for one in lines() if "/commands/answer" in one)
    late = run(client, filled(line, known | {"ETAG": "77"}))
    assert late.status_code == 412
    line = line.replace('"until": "\'$DAY\'", ', "")
    told = run(client, filled(line, known | {"ETAG": "*"}))
    assert told.status_code == 422
    assert [one["code"] for one in told.json()["problems"]] == ["request-no-date"]
