"""The policy office's desk, the operators' page, the account page and the API."""

from collections.abc import Callable

import pytest
from django.test import Client

from springhead.engine.kernel.actors import Role
from springhead.foundation.agencies import queries
from springhead.foundation.agencies.models import Agency, ApiKey, Membership, Person

pytestmark = pytest.mark.django_db

Named = Callable[[str], Agency]


@pytest.fixture
def client_of(person: Callable[..., Person]) -> Callable[..., Client]:
    def make(*args: object, **kwargs: object) -> Client:
        client = Client()
        client.force_login(person(*args, **kwargs))
        return client

    return make


def test_the_office_settles_a_provisional_agency_and_its_address_redirects(
    agencies: None, named: Named, client_of: Callable[..., Client]
) -> None:
    source, target = queries.find_or_provisional("消防署"), named("內政部消防署")
    client = client_of("p@example.test", Role.POLICY_OFFICE)
    assert "消防署" in client.get("/desk/agencies/").content.decode()
    page = client.get(f"/desk/agencies/{source.public_id}").content.decode()
    assert target.public_id in page  # suggested
    assert client.post(f"/desk/agencies/{source.public_id}", {"target": target.public_id}).status_code == 302
    moved = Client().get(f"/agencies/{source.public_id}")
    assert (moved.status_code, moved.headers["Location"]) == (301, f"/agencies/{target.public_id}")


def test_a_refused_merge_says_why_on_the_same_page(
    agencies: None, named: Named, client_of: Callable[..., Client]
) -> None:
    client = client_of("p@example.test", Role.POLICY_OFFICE)
    page = client.post(f"/desk/agencies/{named('交通部').public_id}", {"target": named("經濟部").public_id})
    assert page.status_code == 409
    assert "正式機關" in page.content.decode()


def test_visitors_are_sent_to_sign_in_and_others_are_refused(
    agencies: None, client_of: Callable[..., Client]
) -> None:
    away = Client().get("/desk/agencies/")
    assert away.headers["Location"] == "/account/login/?next=%2Fdesk%2Fagencies%2F"
    assert client_of("o@example.test", Role.OFFICER, "經濟部").get("/desk/agencies/").status_code == 403


def test_the_secret_of_a_key_is_shown_once_and_not_cached(client_of: Callable[..., Client]) -> None:
    client = client_of("k@example.test")
    page = client.post("/account/keys/", {"label": "夜間", "scopes": ["publish", "read"], "days": "30"})
    key = ApiKey.objects.get()
    assert f'value="{key.public_id}.' in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert f'value="{key.public_id}.' not in client.get("/account/").content.decode()
    assert sorted(key.scopes) == ["publish", "read"]
    assert client.post(f"/account/keys/{key.public_id}/revoke").status_code == 302
    key.refresh_from_db()
    assert key.revoked_at is not None


def test_a_key_without_a_name_is_refused_on_the_page(client_of: Callable[..., Client]) -> None:
    page = client_of("k@example.test").post("/account/keys/", {"scopes": ["read"], "days": "30"})
    assert page.status_code == 400
    assert "取個名字" in page.content.decode()


def test_an_operator_gives_and_ends_a_role(
    agencies: None, client_of: Callable[..., Client], person: Callable[..., Person]
) -> None:
    somebody = person("new@example.test")
    client = client_of("op@example.test", Role.OPERATOR)
    form = {"email": "new@example.test", "role": "officer", "agency": "經濟部水利署"}
    assert client.post("/desk/people/roles/", form).status_code == 302
    assert "資料開放承辦人" in client.get("/desk/people/?q=new").content.decode()
    membership = Membership.objects.get(person=somebody)
    refused = client.post(f"/desk/people/roles/{membership.pk}/end")
    assert refused.status_code == 409
    assert "辦理交接" in refused.content.decode()
    person("second@example.test", Role.OFFICER, "經濟部水利署")
    assert client.post(f"/desk/people/roles/{membership.pk}/end").status_code == 302
    assert not queries.actor_of(somebody).agency_ids


def test_a_wrong_address_is_told_on_the_page(agencies: None, client_of: Callable[..., Client]) -> None:
    client = client_of("op@example.test", Role.OPERATOR)
    page = client.post("/desk/people/roles/", {"email": "nobody@example.test", "role": "operator"})
    assert page.status_code == 404
    assert "nobody@example.test" in page.content.decode()


@pytest.mark.parametrize(
    "path", ["/agencies/", "/agencies/?only=current", "/agencies/?q=部", "/desk/people/", "/desk/agencies/"]
)
def test_lists_take_a_fixed_number_of_queries(
    agencies: None,
    client_of: Callable[..., Client],
    path: str,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    for number in range(60):
        queries.find_or_provisional(f"測試機構第{number:02}處")
    client = client_of("op@example.test", Role.OPERATOR)
    client.get(path)
    with django_assert_max_num_queries(9):
        assert client.get(path).status_code == 200


def test_pages_follow_each_other_without_gap_or_repeat(agencies: None) -> None:
    for number in range(70):
        queries.find_or_provisional(f"測試機構第{number:02}處")
    seen, cursor = [], ""
    for _ in range(10):
        page = Client().get(f"/api/v1/agencies?only=provisional&limit=20&cursor={cursor}").json()
        seen += [item["name"]["zh-Hant"] for item in page["items"]]
        assert (page["count"], page["count_is"]) == (70, "exact")
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == [f"測試機構第{number:02}處" for number in range(70)]


def test_the_api_finds_by_name_oid_and_code(agencies: None) -> None:
    client = Client()
    for query in (
        "q=水利署",
        "oid=2.16.886.101.20003.20007.20014",
        "org_code=313200000G",
        "q=2.16.886.101.20003.20007.20014",
    ):
        names = [item["name"]["zh-Hant"] for item in client.get(f"/api/v1/agencies?{query}").json()["items"]]
        assert names == ["經濟部水利署"], query
    assert client.get("/api/v1/agencies?oid=2.16.886.1").json()["items"] == []


def test_the_api_says_null_for_what_is_unknown(agencies: None, named: Named) -> None:
    full = Client().get(f"/api/v1/agencies/{named('環境部').public_id}").json()
    assert full["valid_from"] is None
    assert full["aliases"] == {"oid": ["2.16.886.101.20003.20083"]}
    assert full["predecessors"] == [named("環保署").public_id]


def test_an_unknown_agency_is_a_problem_document(agencies: None) -> None:
    answer = Client().get("/api/v1/agencies/ag_00000000")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["problems"][0]["code"] == "no-such-agency"
    assert Client().get("/agencies/ag_00000000").status_code == 404


def key_for(somebody: Person, *scopes: str) -> dict[str, str]:
    from springhead.foundation.agencies import actions
    from springhead.foundation.agencies.commands import MakeKey

    command = MakeKey.parse({"label": "x", "scopes": list(scopes), "days": "1"})
    _, token = actions.make_key(command, owner=somebody, by=queries.actor_of(somebody))
    return {"Authorization": f"Bearer {token}"}


def merge_by_api(
    source: Agency, target: Agency, headers: dict[str, str], client: Client | None = None
) -> tuple[int, str]:
    answer = (client or Client()).post(
        f"/api/v1/agencies/{source.public_id}/merge",
        {"target": target.public_id},
        content_type="application/json",
        headers=headers,
    )
    body = answer.json()
    return answer.status_code, body["problems"][0]["code"] if "problems" in body else body.get("id", "")


def test_the_policy_offices_program_merges_with_its_key(
    agencies: None, named: Named, person: Callable[..., Person]
) -> None:
    source, target = queries.find_or_provisional("消防署"), named("內政部消防署")
    office = person("p@example.test", Role.POLICY_OFFICE)
    assert merge_by_api(source, target, key_for(office, "read")) == (403, "scope-needed")
    assert merge_by_api(source, target, {"Authorization": "Bearer ak_00000000.x"}) == (401, "key-unknown")
    assert merge_by_api(source, target, key_for(office, "cases")) == (200, target.public_id)


def test_cookies_do_not_count_on_the_api(agencies: None, named: Named, person: Callable[..., Person]) -> None:
    office = person("p@example.test", Role.POLICY_OFFICE)
    client = Client()
    client.force_login(office)
    source = queries.find_or_provisional("消防署")
    assert merge_by_api(source, named("內政部消防署"), {}, client) == (401, "sign-in-needed")
    source.refresh_from_db()
    assert source.merged_into is None


def test_an_officers_key_cannot_merge(agencies: None, named: Named, person: Callable[..., Person]) -> None:
    officer = person("o@example.test", Role.OFFICER, "內政部")
    source = queries.find_or_provisional("消防署")
    assert merge_by_api(source, named("內政部消防署"), key_for(officer, "cases")) == (403, "role-needed")
