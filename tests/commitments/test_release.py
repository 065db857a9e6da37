"""A release counts only when its checks pass, wherever the data are hosted; what nobody can check is said to be so."""

import json
from datetime import date, timedelta

import pytest
from django.test import Client
from tests.checks.conftest import DUTIES, client_of_site, leave_demo, origin, site  # noqa: F401
from tests.commitments.conftest import DUE, NOON, again, serve

from springhead.engine.kernel.actors import machine
from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases.fire import fire
from springhead.foundation.catalog.models import Dataset, Distribution
from springhead.foundation.checks import actions as checks
from springhead.foundation.checks import looking, queries
from springhead.foundation.checks.models import Check
from springhead.foundation.commitments import checking, commands, release, telling
from springhead.foundation.commitments.commands import Verify
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.jobs.worker import drain

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DAY = timedelta(days=1)
ROWS = json.dumps([{"站號": "A1", "雨量": 3.5}]).encode()
DOCUMENT = json.dumps({"openapi": "3.1.0", "paths": {"/rain": {"get": {}}}}).encode()
CSV = "站號,雨量\nA1,3.5\n".encode()


def told(row: Commitment) -> dict[str, str]:
    row = again(row)
    return {
        str(one["need"]): str(one["finding"])
        for one in telling.checked(row, checking.facts_of(row, NOON.date()))
    }


def why(row: Commitment, need: str) -> list[str]:
    found = checking.facts_of(again(row), NOON.date())
    return [problem.code for one in found.checked if one.need == need for problem in one.problems]


def be(dataset: Dataset, **facts) -> None:
    Dataset.objects.filter(pk=dataset.pk).update(**facts)


def state(row: Commitment, at=NOON) -> str:
    checking.look(again(row), at=at)
    return again(row).case.state


@pytest.fixture
def there(site, origin, client_of_site, monkeypatch):  # noqa: F811
    """Let the pretend agency give these answers, and workers look at them. Returns a function that does both."""
    leave_demo(monkeypatch)
    monkeypatch.setattr(looking, "client", lambda: client_of_site)

    def give(**answers: tuple[str, bytes]) -> str:
        for name, (media, body) in answers.items():
            site[1].instead[name.replace("_", ".")] = (200, media, body)
        return origin

    return give


def look_at_all() -> None:
    for public_id in Check.objects.values_list("public_id", flat=True):
        checks.queue(public_id)
    drain(["look"], DUTIES)


def test_a_table_served_here_still_needs_its_licence(promise, dataset) -> None:
    row = promise(needs=("licence", "link", "api"))
    serve(dataset, "站號")
    assert state(row) == "pending"
    assert told(row) == {"licence": "not_yet", "link": "passed", "api": "passed"}
    assert why(row, "licence") == ["commitment-no-licence"]
    be(dataset, licence="CC-BY-4.0")
    assert state(row) == "delivered"


def test_a_promised_licence_is_that_licence(promise, dataset) -> None:
    row = promise(needs=("licence",), licence="OGDL-Taiwan-1.0")
    serve(dataset, "站號")
    be(dataset, licence="CC0-1.0")
    assert state(row) == "pending"
    assert why(row, "licence") == ["commitment-other-licence"]
    be(dataset, licence="OGDL-Taiwan-1.0")
    assert state(row) == "delivered"


def test_a_standard_nobody_registered_is_not_checkable_and_blocks_nobody(promise, dataset) -> None:
    row = promise(needs=("standard",), standard="TW-RAIN-1")
    serve(dataset, "站號")
    assert told(row) == {"standard": "not_checkable"}
    assert state(row) == "delivered"


def test_a_registered_standard_is_judged(promise, dataset, monkeypatch) -> None:
    from springhead.foundation.commitments import texts

    amiss = [texts.NO_LINK.at("standard")]
    monkeypatch.setattr(release, "_judges", [lambda code, _dataset: amiss if code == "TW-RAIN-1" else None])
    row = promise(needs=("standard",), standard="TW-RAIN-1")
    serve(dataset, "站號")
    assert state(row) == "pending"
    amiss.clear()
    assert told(row) == {"standard": "passed"}
    assert state(row) == "delivered"


def test_the_refusal_names_every_line_that_does_not_pass(promise, dataset) -> None:
    row = promise(items=["雨量"], form="CSV", needs=("licence",))
    serve(dataset, "站號")
    with pytest.raises(Refused) as error:
        fire(row.number, Verify(), by=machine("commitments"), at=NOON)
    assert {one.code for one in error.value.problems} == {
        "commitment-fields-missing",
        "commitment-no-licence",
    }
    assert told(row) == {"fields": "not_yet", "format": "passed", "licence": "not_yet"}


def listed(dataset: Dataset, origin: str, *, service: bool = True, **facts) -> None:  # noqa: F811
    Distribution.objects.create(dataset=dataset, kind="link", format="CSV", url=f"{origin}/rain.csv")
    if service:
        Distribution.objects.create(dataset=dataset, kind="api", format="API", url=f"{origin}/openapi.json")
    be(dataset, stage="listed", visible=True, resources=2, licence="OGDL-Taiwan-1.0", **facts)


def test_a_promised_api_elsewhere_is_a_service_that_returns_the_fields(promise, dataset, there) -> None:
    where = there(
        rain_csv=("text/csv", CSV),
        openapi_json=("application/json", DOCUMENT),
        rain=("application/json", ROWS),
    )
    row = promise(items=["雨量"], needs=("licence", "link", "api"))
    listed(dataset, where)
    assert state(row) == "pending"
    assert why(row, "api") == ["commitment-link-unseen"]
    assert {one.check.kind for one in queries.of_subject(row.number)} == {"link", "api"}
    look_at_all()
    assert told(row) == {"fields": "passed", "licence": "passed", "link": "passed", "api": "passed"}
    assert state(row) == "delivered"


def test_a_service_without_the_fields_is_not_yet_enough(promise, dataset, there) -> None:
    short = json.dumps([{"站號": "A1"}]).encode()
    where = there(
        rain_csv=("text/csv", CSV),
        openapi_json=("application/json", DOCUMENT),
        rain=("application/json", short),
    )
    row = promise(items=["雨量"], needs=("link", "api"))
    listed(dataset, where)
    checking.look(row, at=NOON)
    look_at_all()
    assert state(row) == "pending"
    assert (told(row)["link"], told(row)["api"], why(row, "api")) == (
        "passed",
        "not_yet",
        ["link-fields-missing"],
    )


def test_a_promised_api_that_nobody_listed_is_not_released(promise, dataset, there) -> None:
    where = there(rain_csv=("text/csv", CSV))
    row = promise(needs=("api",))
    listed(dataset, where, service=False)
    checking.look(row, at=NOON)
    look_at_all()
    assert state(row) == "pending"
    assert why(row, "api") == ["commitment-no-api"]


def test_every_address_has_to_answer(promise, dataset, there) -> None:
    where = there(rain_csv=("text/csv", CSV))
    row = promise(needs=("link",))
    listed(dataset, where, service=False)
    Distribution.objects.create(dataset=dataset, kind="link", format="CSV", url=f"{where}/gone.csv")
    checking.look(row, at=NOON)
    look_at_all()
    assert state(row) == "pending"
    assert why(row, "link") == ["link-not-found"]
    Distribution.objects.filter(url__endswith="/gone.csv").delete()
    assert state(row) == "delivered"


def test_a_kept_promise_that_loses_its_licence_has_thirty_days(promise, dataset) -> None:
    row = promise(needs=("licence",))
    serve(dataset, "站號")
    be(dataset, licence="CC0-1.0")
    assert state(row) == "delivered"
    be(dataset, licence="")
    assert state(row, NOON + DAY) == "delivered"
    assert again(row).red_since == date(2026, 3, 3)
    assert state(row, NOON + 30 * DAY) == "delivered"
    assert state(row, NOON + 31 * DAY) == "late"
    assert (again(row).due_on, again(row).broken_why) == (DUE, "relapse")
    be(dataset, licence="CC0-1.0")
    assert state(row, NOON + 32 * DAY) == "delivered"
    assert again(row).red_since is None


def test_what_a_promise_needs_is_read_from_forms_and_programs(agency) -> None:
    made = commands.parse("promise", {"needs": "api, licence", "licence": "OGDL", "standard": " S-1 "})
    assert isinstance(made, commands.Promise)
    assert (made.needs, made.licence, made.standard) == (("licence", "api"), "OGDL-Taiwan-1.0", "S-1")
    for bad, code in (
        ({"needs": ["beauty"]}, "commitment-unknown-need"),
        ({"licence": "mine"}, "commitment-unknown-licence"),
    ):
        with pytest.raises(Refused) as error:
            commands.parse("promise", bad)
        assert [one.code for one in error.value.problems] == [code]


def test_the_page_and_the_api_show_the_lines(promise, dataset, client: Client) -> None:
    row = promise(items=["雨量"], needs=("licence", "standard"), standard="TW-RAIN-1")
    serve(dataset, "雨量")
    page = client.get(f"/commitments/{row.number}").content.decode()
    for text in ("開放時的查核", "尚未", "無法檢核", "資料集沒有標示開放授權。", "TW-RAIN-1"):
        assert text in page
    assert "Not checkable" in client.get(f"/en/commitments/{row.number}").content.decode()
    body = client.get(f"/api/v1/commitments/{row.number}").json()
    assert body["needs"] == ["licence", "standard"]
    assert [(one["need"], one["finding"]) for one in body["checks"]] == [
        ("fields", "passed"), ("licence", "not_yet"), ("standard", "not_checkable"),
    ]  # fmt: skip
    assert body["checks"][1]["problems"][0]["code"] == "commitment-no-licence"


def test_a_page_costs_the_same_queries_whatever_is_needed(
    promise, dataset, client, there, django_assert_max_num_queries
) -> None:
    where = there(rain_csv=("text/csv", CSV))
    row = promise(needs=("licence", "link", "api", "standard"), standard="x")
    listed(dataset, where)
    checking.look(row, at=NOON)
    client.get(f"/commitments/{row.number}")
    with django_assert_max_num_queries(24):
        client.get(f"/commitments/{row.number}")
