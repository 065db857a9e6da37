"""Merging agencies, giving roles, making keys: rows and events together, and only by those who may."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies import actions, queries, registry
from springhead.foundation.agencies.commands import EditProfile, GiveRole, MakeKey, MergeAgencies
from springhead.foundation.agencies.models import Agency, AgencyAlias, ApiKey, Membership, Person
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.ledger.models import Event

pytestmark = pytest.mark.django_db

Named = Callable[[str], Agency]
Make = Callable[..., Actor]


def code_of(refusal: pytest.ExceptionInfo[Refused]) -> str:
    return refusal.value.problems[0].code


def merge(source: Agency, target: Agency, by: Actor) -> Agency:
    return actions.merge_agencies(MergeAgencies(source.public_id, target.public_id), by=by)


@pytest.fixture
def office(actor: Make) -> Actor:
    return actor("office@example.test", Role.POLICY_OFFICE)


@pytest.fixture
def operator(actor: Make) -> Actor:
    return actor("operator@example.test", Role.OPERATOR)


def test_a_merge_moves_aliases_children_members_and_leaves_a_redirect(
    agencies: None, named: Named, office: Actor, person: Callable[..., Person]
) -> None:
    source = queries.find_or_provisional("水利署（舊站）")
    child = Agency.objects.create(names={"zh-Hant": "下級"}, name_key="下級", parent=source, provisional=True)
    AgencyAlias.objects.create(agency=source, scheme="gov_tw_name", value="水利署舊名")
    officer = person("o@example.test", Role.OFFICER, "水利署（舊站）")
    target = named("經濟部水利署")
    assert merge(source, target, office) == target
    child.refresh_from_db()
    assert child.parent == target
    assert queries.find("水利署舊名") == target
    assert queries.find("水利署（舊站）") == target
    assert queries.actor_of(officer).holds(Role.OFFICER, agency_id=target.public_id)
    assert queries.agency(source.public_id, viewer=office).final() == target


def test_a_merge_is_one_event_with_public_facts(agencies: None, named: Named, office: Actor) -> None:
    source = queries.find_or_provisional("某處")
    merge(source, named("經濟部"), office)
    event = Event.objects.get(event="agency.merged")
    assert (event.subject, event.actor) == (source.public_id, office.id)
    assert event.facts == {"name": "某處", "into": named("經濟部").public_id}


def test_other_nouns_move_their_rows_in_the_same_transaction(
    agencies: None, named: Named, office: Actor
) -> None:
    moved: list[tuple[str, str]] = []
    registry.install(mergers=(lambda source, target: moved.append((source.name(), target.name())),))
    try:
        merge(queries.find_or_provisional("某處"), named("經濟部"), office)
    finally:
        registry.install(sign_in=("demo/accounts.html",))
    assert moved == [("某處", "經濟部")]


def test_an_official_agency_cannot_be_merged_away(agencies: None, named: Named, office: Actor) -> None:
    with pytest.raises(Refused) as refusal:
        merge(named("交通部"), named("經濟部"), office)
    assert code_of(refusal) == "agency-merge-official"


def test_an_agency_cannot_be_merged_into_itself_or_below_itself(agencies: None, office: Actor) -> None:
    source = queries.find_or_provisional("某某管理總處")
    below = Agency.objects.create(names={"zh-Hant": "下級"}, name_key="下級", parent=source)
    for target in (source, below):
        with pytest.raises(Refused) as refusal:
            merge(source, target, office)
        assert code_of(refusal) == "agency-merge-itself"


def test_a_merged_agency_cannot_be_merged_again(agencies: None, named: Named, office: Actor) -> None:
    source = queries.find_or_provisional("某處")
    merge(source, named("經濟部"), office)
    with pytest.raises(Refused) as refusal:
        merge(source, named("交通部"), office)
    assert code_of(refusal) == "agency-already-merged"


def test_merging_into_a_merged_agency_reaches_the_one_that_stays(
    agencies: None, named: Named, office: Actor
) -> None:
    first, second = queries.find_or_provisional("甲處"), queries.find_or_provisional("乙處")
    merge(first, named("經濟部"), office)
    assert merge(second, first, office) == named("經濟部")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AGENCY_LEAD, Role.MEMBER])
def test_only_the_policy_office_and_operators_merge(
    agencies: None, named: Named, actor: Make, role: Role
) -> None:
    source = queries.find_or_provisional("某處")
    with pytest.raises(Refused) as refusal:
        merge(source, named("經濟部"), actor("x@example.test", role, "經濟部"))
    assert code_of(refusal) == "role-needed"
    source.refresh_from_db()
    assert source.merged_into is None


def test_a_role_is_given_by_name_once_and_told_without_the_address(
    agencies: None, named: Named, operator: Actor, person: Callable[..., Person]
) -> None:
    somebody = person("new@example.test")
    command = GiveRole.parse({"email": "NEW@example.test", "role": "officer", "agency": "台北市政府"})
    given = actions.give_role(command, by=operator)
    assert actions.give_role(command, by=operator) == given
    assert queries.actor_of(somebody).holds(Role.OFFICER, agency_id=named("臺北市政府").public_id)
    event = Event.objects.get(event="person.role_given")
    assert event.facts == {"role": "officer", "agency": named("臺北市政府").public_id}
    assert "new@example.test" not in event.public


def test_an_ended_role_counts_no_more(agencies: None, operator: Actor, person: Callable[..., Person]) -> None:
    somebody = person("o@example.test", Role.OFFICER, "經濟部")
    person("stays@example.test", Role.OFFICER, "經濟部")
    actions.end_role(Membership.objects.get(person=somebody).pk, by=operator)
    assert not queries.actor_of(somebody).agency_ids
    assert Membership.objects.get(person=somebody).valid_to == today()


def test_the_last_operator_stays(operator: Actor) -> None:
    with pytest.raises(Refused) as refusal:
        actions.end_role(Membership.objects.get(role=Role.OPERATOR).pk, by=operator)
    assert code_of(refusal) == "last-operator"


def test_only_operators_give_roles(agencies: None, office: Actor, person: Callable[..., Person]) -> None:
    person("new@example.test")
    with pytest.raises(Refused) as refusal:
        actions.give_role(GiveRole(email="new@example.test", role=Role.OPERATOR), by=office)
    assert code_of(refusal) == "role-needed"


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"email": "a@b.test", "role": "king"}, "role-unknown"),
        ({"email": "a@b.test", "role": "citizen"}, "role-unknown"),
        ({"email": "a@b.test", "role": "officer"}, "role-needs-agency"),
        ({"email": "a@b.test", "role": "operator", "agency": "經濟部"}, "role-takes-no-agency"),
        ({"role": "operator"}, "no-such-person"),
    ],
)
def test_a_role_that_makes_no_sense_is_refused(form: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        GiveRole.parse(form)
    assert code_of(refusal) == code


def made_key(somebody: Person, **changes: object) -> tuple[ApiKey, str]:
    command = MakeKey(
        **{"label": "夜間上傳", "scopes": (Scope.PUBLISH,), "days": 30, "agency": "", **changes}
    )
    return actions.make_key(command, owner=somebody, by=queries.actor_of(somebody))


def test_a_key_works_and_its_secret_is_stored_nowhere(
    agencies: None, named: Named, person: Callable[..., Person]
) -> None:
    somebody = person("o@example.test", Role.OFFICER, "經濟部")
    key, token = made_key(somebody)
    found = queries.key_of(token)
    assert found == key
    secret = token.partition(".")[2]
    assert secret not in str(ApiKey.objects.values().get())
    assert not any(secret in event.public + event.private for event in Event.objects.all())
    assert queries.actor_of(found).holds(Role.OFFICER, agency_id=named("經濟部").public_id)
    assert ApiKey.objects.get().last_used_on == today()


def test_a_wrong_revoked_or_expired_key_is_nobody(person: Callable[..., Person]) -> None:
    somebody = person()
    key, token = made_key(somebody)
    assert queries.key_of(token[:-1]) is None
    assert queries.key_of(f"{key.public_id}.wrong") is None
    actions.revoke_key(key.public_id, owner=somebody, by=queries.actor_of(somebody))
    assert queries.key_of(token) is None
    _, expired = made_key(somebody)
    ApiKey.objects.filter(revoked_at=None).update(expires_at=now() - timedelta(seconds=1))
    assert queries.key_of(expired) is None


def test_the_key_of_a_disabled_person_is_nobody(person: Callable[..., Person]) -> None:
    somebody = person()
    _, token = made_key(somebody)
    Person.objects.update(is_active=False)
    assert queries.key_of(token) is None


def test_nobody_makes_a_key_for_an_agency_that_is_not_theirs(
    agencies: None, named: Named, person: Callable[..., Person]
) -> None:
    somebody = person("o@example.test", Role.OFFICER, "經濟部")
    with pytest.raises(Refused) as refusal:
        made_key(somebody, agency=named("交通部").public_id)
    assert code_of(refusal) == "not-your-agency"


def test_nobody_revokes_the_key_of_another(person: Callable[..., Person]) -> None:
    key, token = made_key(person())
    other = person("other@example.test")
    with pytest.raises(Refused):
        actions.revoke_key(key.public_id, owner=other, by=queries.actor_of(other))
    assert queries.key_of(token) is not None


@pytest.mark.parametrize(
    ("form", "codes"),
    [
        ({}, {"key-label-missing", "key-scope-missing", "key-days"}),
        ({"label": "x", "scopes": ["publish"], "days": "367"}, {"key-days"}),
        ({"label": "x", "scopes": ["everything"], "days": "3"}, {"key-scope-missing"}),
        ({"label": "x", "scopes": ["read"], "days": "²"}, {"key-days"}),
    ],
)
def test_a_key_that_makes_no_sense_is_refused_with_every_reason(
    form: dict[str, object], codes: set[str]
) -> None:
    with pytest.raises(Refused) as refusal:
        MakeKey.parse(form)
    assert {problem.code for problem in refusal.value.problems} == codes


def test_a_profile_takes_a_name_and_one_of_two_languages(person: Callable[..., Person]) -> None:
    somebody = person()
    actions.edit_profile(
        EditProfile.parse({"display_name": "  王  小明 ", "language": "en-GB"}), person=somebody
    )
    somebody.refresh_from_db()
    assert (somebody.display_name, somebody.language) == ("王 小明", "en")


def test_two_accounts_cannot_differ_by_case_alone(person: Callable[..., Person]) -> None:
    from django.db import IntegrityError

    person("a@example.test")
    with pytest.raises(IntegrityError):
        person("A@Example.test")


def test_a_lead_reaches_every_agency_below_in_three_queries(
    agencies: None,
    named: Named,
    person: Callable[..., Person],
    django_assert_num_queries: Callable[[int], object],
) -> None:
    lead = person("lead@example.test", Role.AGENCY_LEAD, "行政院")
    with django_assert_num_queries(3):
        actor = queries.actor_of(lead)
    assert actor.holds(Role.AGENCY_LEAD, agency_id=named("經濟部水利署").public_id)
    assert not actor.holds(Role.AGENCY_LEAD, agency_id=named("立法院").public_id)


def test_the_command_makes_an_operator_once_and_prints_a_link(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        call_command("user", "First@Agency.example", "--operator", "--name", "第一位")
    person = Person.objects.get()
    assert (person.email, person.display_name) == ("first@agency.example", "第一位")
    assert queries.actor_of(person).holds(Role.OPERATOR)
    assert "/account/password/reset/key/" in capsys.readouterr().out


def test_the_command_refuses_what_is_no_address() -> None:
    with pytest.raises(Refused):
        call_command("user", "not-an-address", "--operator")


def test_an_english_name_means_the_agency_that_still_exists(agencies: None, named: Named) -> None:
    name = {"zh-Hant": "清溪縣政府工務處", "en": "Clearbrook Works"}
    old = Agency.objects.create(names=name, name_key="清溪縣政府工務處", ended=True)
    assert queries.find("clearbrook works") == old
    new = Agency.objects.create(names={**name, "zh-Hant": "清溪縣政府工務局"}, name_key="清溪縣政府工務局")
    assert queries.find("Clearbrook Works") == new
    Agency.objects.create(names={**name, "zh-Hant": "遠山縣工務局"}, name_key="遠山縣工務局")
    assert queries.find("Clearbrook Works") is None  # nobody can say which
