"""Pages of checks in a real browser: no axe violation, in the dark and on a phone too, however long an address is."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.browser.conftest import violations

from springhead.engine.kernel.now import now
from springhead.foundation.checks import actions, rules
from springhead.foundation.checks.evidence import Evidence
from springhead.foundation.checks.models import Check
from springhead.foundation.checks.vocabulary import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "https://data.example.org/" + "a" * 180 + "?" + "b=" + "c" * 180


@pytest.fixture
def checks() -> list[Check]:
    """A query page, a good file and one not looked at yet; all watched."""
    page = Evidence(status=200, kind="html", media="text/html", page=Page.QUERY, title="雨量查詢",
                    offers=(LONG,), first="<!doctype html>", size=1_200)  # fmt: skip
    good = Evidence(
        status=200, kind="csv", fields=("站名" * 20, "水位"), fields_read=True, rows=2, final=LONG
    )
    made = []
    for n, seen in enumerate((page, good, None)):
        row = actions.watch(f"{LONG}&n={n}", "DR-2026-000001.1", at=now())
        if seen is not None:
            actions.note(row.public_id, seen, at=now())
        made.append(row)
    actions.queue(made[2].public_id)
    assert len({rules.key_of(row.url) for row in made}) == 3
    return made


@pytest.fixture(params=["light", "dark"])
def page(chromium: Any, live_server: Any, request: Any) -> Iterator[Any]:
    """A fresh page in each colour scheme."""
    context = chromium.new_context(base_url=live_server.url, color_scheme=request.param)
    yield context.new_page()
    context.close()


def test_check_pages_have_no_axe_violation_and_fit_a_phone(page: Any, checks: list[Check]) -> None:
    paths = [f"/checks/{row.public_id}" for row in checks]
    for path in (
        "/checks/",
        "/checks/?which=all",
        "/en/checks/?which=all",
        *paths,
        f"/en{paths[0]}?field=站名",
    ):
        page.set_viewport_size({"width": 1200, "height": 900})
        page.goto(path)
        assert violations(page) == [], path
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
