"""The list of bodies: page by page, tier by tier, each body once, for everybody as on the desks."""

import re

import pytest
from tests.committees.conftest import OTHER_DESK, person

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.now import now
from springhead.forums.committees import bodies, queries
from springhead.forums.committees.models import Body

pytestmark = pytest.mark.django_db
MANY = queries.PAGE + 7


@pytest.fixture
def many(body) -> list[str]:
    """Two pages of bodies, made in another order than they are listed; returns their ids as they are listed."""
    made = [
        Body(kind=kind, names={"zh-Hant": f"{kind} {n}"}, made_at=now())
        for n in range(MANY // 3)
        for kind in ("jury", "panel", "executive")
    ]
    Body.objects.bulk_create(made)
    Body.objects.create(kind="panel", names={"zh-Hant": "已裁撤"}, made_at=now(), ended_at=now())
    found = Body.objects.filter(ended_at=None)
    return [
        public_id
        for kind in ("executive", "agency", "panel", "jury")
        for public_id in found.filter(kind=kind).order_by("pk").values_list("public_id", flat=True)
    ]


def walk(client, start: str, pattern: str) -> list[list[str]]:
    """Follow the pager from page to page; returns the ids of each."""
    seen, here = [], start
    for _ in range(9):
        page = client.get(here).content.decode()
        seen.append(re.findall(pattern, page))
        following = re.search(r'<a rel="next" href="([^"]+)"', page)
        if following is None:
            return seen
        here = start + following[1]
    raise AssertionError("no last page")


@pytest.mark.parametrize("lang", ["", "/en"])
def test_every_body_is_listed_once_tier_by_tier(client, many, lang, django_assert_max_num_queries) -> None:
    pages = walk(client, f"{lang}/committees/", r'/committees/(bd_\w+)"')
    assert [len(one) for one in pages] == [queries.PAGE, len(many) - queries.PAGE]
    assert [public_id for page in pages for public_id in page] == many
    with django_assert_max_num_queries(4):
        client.get(f"{lang}/committees/")


def test_the_api_leads_to_the_end_and_tells_members_in_a_fixed_number_of_queries(
    client, many, body, django_assert_max_num_queries
) -> None:
    bodies.enlist(body, {"name": "王大明", "identity": "public", "position": "member"}, by=OTHER_DESK)
    bodies.enlist(body, {"name": "陳主席", "position": "convener"}, by=OTHER_DESK)
    seen, here = [], "/api/v1/committees"
    while here:
        with django_assert_max_num_queries(5):
            answer = client.get(here)
        seen += answer.json()
        here = re.search(r"<([^>]+)>", answer["Link"])[1] if "Link" in answer else ""
    assert [one["id"] for one in seen] == many
    told = next(one for one in seen if one["id"] == body.public_id)
    assert [one["name"] for one in told["members"]] == ["陳主席", "王大明"]
    assert told == client.get(f"/api/v1/committees/{body.public_id}").json()


def test_the_policy_office_reaches_every_desk(client, many, django_assert_max_num_queries) -> None:
    client.force_login(person("office", Role.POLICY_OFFICE))
    pages = walk(client, "/desk/committees/", r'/desk/committees/(bd_\w+)"')
    assert [public_id for page in pages for public_id in page] == many
    with django_assert_max_num_queries(12):
        client.get("/desk/committees/")


def test_a_secretary_of_one_body_goes_straight_to_its_desk(client, many, body) -> None:
    client.force_login(person("one", Role.SECRETARY, body.agency))
    assert client.get("/desk/committees/")["Location"].endswith(f"/desk/committees/{body.public_id}")


@pytest.mark.parametrize("odd", ["x", "panel~x", "panel~" + "9" * 30, "nobody~1", "~", "٣~١"])
def test_what_is_no_cursor_shows_the_first_page(client, many, odd) -> None:
    assert many[0] in client.get("/committees/", {"cursor": odd}).content.decode()
