"""What the ledger calls agencies, and what the data plane learns of keys."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.dataplane import places
from tests.dataplane.conftest import Client

from springhead.engine.dataplane.app import create_app
from springhead.engine.dataplane.keys import Keys
from springhead.engine.kernel.actors import Role
from springhead.foundation.agencies import actions, naming, plane_keys, queries, words
from springhead.foundation.agencies.commands import MakeKey
from springhead.foundation.agencies.models import Agency, Person
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.ledger.followers import run_followers

SOURCE = Path(words.__file__).parent


def test_every_event_that_is_written_has_a_name() -> None:
    code = "\n".join(path.read_text() for path in SOURCE.rglob("*.py") if path.name != "words.py")
    written = set(re.findall(r'"((?:agency|person|key|roster)\.[a-z_]+)"', code))
    assert written == set(words.EVENTS)


@pytest.mark.django_db
def test_agencies_are_named_with_their_address(agencies: None, named: Callable[[str], Agency]) -> None:
    water = named("經濟部水利署")
    found = words.names([water.public_id, "ag_00000000"])
    assert found[water.public_id].text["en"] == "Water Resources Agency"
    assert found[water.public_id].href == f"/agencies/{water.public_id}"
    assert "ag_00000000" not in found


@pytest.mark.django_db
def test_names_written_down_are_said_in_both_languages_in_one_query(
    agencies: None, django_assert_num_queries: Callable[[int], object]
) -> None:
    with django_assert_num_queries(1):
        said = naming.names_for(["經濟部水利署", "臺北市政府", "台北市政府", "清溪縣里長聯誼會", ""])
    assert said["經濟部水利署"]["en"] == "Water Resources Agency"
    assert said["台北市政府"] == {**said["臺北市政府"], "zh-Hant": "台北市政府"}
    assert said["清溪縣里長聯誼會"] == {"zh-Hant": "清溪縣里長聯誼會"}
    assert "" not in said


@pytest.fixture
def public(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "public"
    monkeypatch.setattr(plane_keys, "settings", SimpleNamespace(SPRINGHEAD=SimpleNamespace(public=folder)))
    return folder


@pytest.mark.django_db(transaction=True)
def test_the_data_plane_knows_a_key_after_it_was_made_and_not_after_it_was_revoked(
    public: Path, person: Callable[..., Person]
) -> None:
    somebody = person("o@example.test", Role.OPERATOR)
    by = queries.actor_of(somebody)
    key, token = actions.make_key(MakeKey("讀取", (Scope.READ,), 5), owner=somebody, by=by)
    run_followers([plane_keys.FOLLOWER])
    assert Keys(public).find(token) is not None
    actions.revoke_key(key.public_id, owner=somebody, by=by)
    run_followers([plane_keys.FOLLOWER])
    assert Keys(public).find(token) is None
    assert token.partition(".")[2] not in (public / "keys.json").read_text()


@pytest.mark.django_db(transaction=True)
def test_a_revoked_key_is_refused_within_two_seconds(
    public: Path, tmp_path: Path, person: Callable[..., Person]
) -> None:
    """From the command to the answer of a data plane that knows nothing but the public folder, no worker needed."""
    somebody = person("o@example.test", Role.OPERATOR)
    by = queries.actor_of(somebody)
    key, token = actions.make_key(MakeKey("讀取", (Scope.READ,), 5), owner=somebody, by=by)
    plane_keys.write_keys()
    places.announce(public, places.publish(public, tmp_path / "work", rows=10))
    plane = create_app(public)  # as it runs: manifests believed for half a second, keys for one

    def policy() -> str:
        asked = Client(plane).get("rows?limit=1", authorization=f"Bearer {token}")
        return asked.headers["ratelimit-policy"].partition(";")[0]

    try:
        assert policy() == '"key"'
        actions.revoke_key(key.public_id, owner=somebody, by=by)
        start = time.monotonic()
        while policy() == '"key"':
            assert time.monotonic() - start < 2
            time.sleep(0.02)
    finally:
        plane.plane.close()


@pytest.mark.django_db
def test_a_key_that_may_not_read_is_kept_from_the_data_plane(
    public: Path, person: Callable[..., Person]
) -> None:
    somebody = person()
    _, token = actions.make_key(
        MakeKey("上傳", (Scope.PUBLISH,), 5), owner=somebody, by=queries.actor_of(somebody)
    )
    plane_keys.write_keys()
    assert Keys(public).find(token) is None
