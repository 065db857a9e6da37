"""Names, numbers, roles and keys of agencies, without a database."""

from datetime import date

import pytest

from springhead.engine.kernel.actors import Role
from springhead.foundation.agencies import rules
from springhead.foundation.agencies.rules import Grant, actor_from, as_key, name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("台北市政府", "臺北市政府"),
        ("經濟部　水利署", "經濟部水利署"),
        ("ＩＣＴ中心", "ict中心"),
    ],
)
def test_spellings_of_one_name_fold_to_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_different_names_stay_different() -> None:
    assert name_key("新竹市政府") != name_key("新竹縣政府")


def test_the_longest_prefix_is_the_likeliest_parent() -> None:
    keys = rules.parent_keys("臺北市政府地政局土地開發總隊")
    assert keys.index("臺北市政府地政局") < keys.index("臺北市政府")


def test_a_county_bureau_belongs_to_the_county_government_it_does_not_spell_out() -> None:
    assert rules.parent_keys("花蓮縣地方稅務局")[-1] == "花蓮縣政府"
    assert "臺北市政府" in rules.parent_keys("臺北市立動物園")


def test_a_county_government_is_not_its_own_parent() -> None:
    assert "花蓮縣政府" not in rules.parent_keys("花蓮縣政府")


def test_a_bare_office_name_takes_no_children() -> None:
    assert not rules.may_be_parent("統計處", provisional=True, placed=False)
    assert rules.may_be_parent("統計處", provisional=False, placed=False)
    assert rules.may_be_parent("臺灣高等檢察署", provisional=True, placed=False)


@pytest.mark.parametrize(
    ("oid", "regime"),
    [
        ("2.16.886.101.20003", "executive_yuan"),
        ("2.16.886.101.20003.20007.20014", "executive_yuan"),
        ("2.16.886.101.20004", "other_yuan"),
        ("2.16.886.101.20002.20001", "other_yuan"),
        ("2.16.886.101.90029.20002", "local"),
        ("2.16.886.101.200031", ""),
        ("1.2.3", ""),
    ],
)
def test_the_oid_tells_the_rule_regime(oid: str, regime: str) -> None:
    assert rules.regime_of(oid) == regime


def test_the_agency_above_is_one_arc_up() -> None:
    assert rules.parent_oid("2.16.886.101.20003.20007") == "2.16.886.101.20003"
    assert rules.parent_oid("2.16.886.101") == ""


@pytest.mark.parametrize("text", ["2.16.886.101.20003", "2.16.886.101.90029.20002"])
def test_good_oids_are_taken(text: str) -> None:
    assert rules.OID.fullmatch(text)


@pytest.mark.parametrize(
    "text", ["", "2.16.886", "2.16.886.101.", "2.16.886.0101.1", "3.16.886.101.1", "2.16.886.101.x"]
)
def test_bad_oids_are_not(text: str) -> None:
    assert not rules.OID.fullmatch(text)


def test_an_official_short_form_names_the_agency_already_known() -> None:
    assert rules.is_same_name("經濟部水利署", "水利署", "經濟部")
    assert rules.is_same_name("經濟部水利署", "經濟部水利署", "")
    assert not rules.is_same_name("經濟部水利署", "水利署", "交通部")


def test_an_officer_acts_in_one_agency_only() -> None:
    actor = actor_from("pe_1", [Grant(Role.OFFICER, "ag_a", frozenset({"ag_below"}))])
    assert actor.holds(Role.OFFICER, agency_id="ag_a")
    assert not actor.holds(Role.OFFICER, agency_id="ag_below")


def test_a_lead_acts_in_the_agencies_below_too() -> None:
    actor = actor_from("pe_1", [Grant(Role.AGENCY_LEAD, "ag_a", frozenset({"ag_below"}))])
    assert actor.holds(Role.AGENCY_LEAD, agency_id="ag_below")
    assert actor.belongs_to("ag_below")
    assert not actor.belongs_to("ag_other")


def test_a_lead_here_and_officer_there_is_not_a_lead_there() -> None:
    actor = actor_from("pe_1", [Grant(Role.AGENCY_LEAD, "ag_a"), Grant(Role.OFFICER, "ag_b")])
    assert not actor.holds(Role.AGENCY_LEAD, agency_id="ag_b")


def test_everybody_with_an_account_is_a_citizen() -> None:
    actor = actor_from("pe_1", [])
    assert actor.holds(Role.CITIZEN)
    assert not actor.agency_ids


def test_a_key_for_one_agency_leaves_the_others_and_the_house_behind() -> None:
    person = actor_from(
        "pe_1", [Grant(Role.OFFICER, "ag_a"), Grant(Role.OFFICER, "ag_b"), Grant(Role.POLICY_OFFICE)]
    )
    key = as_key(person, "ag_a")
    assert key.holds(Role.OFFICER, agency_id="ag_a")
    assert not key.holds(Role.OFFICER, agency_id="ag_b")
    assert not key.holds(Role.POLICY_OFFICE)


def test_no_key_operates_the_house() -> None:
    person = actor_from("pe_1", [Grant(Role.OPERATOR), Grant(Role.POLICY_OFFICE)])
    assert not as_key(person, "").holds(Role.OPERATOR)
    assert as_key(person, "").holds(Role.POLICY_OFFICE)


def test_a_key_for_a_foreign_agency_can_do_nothing_there() -> None:
    assert not as_key(actor_from("pe_1", [Grant(Role.OFFICER, "ag_a")]), "ag_b").agency_ids


def test_a_term_is_half_open() -> None:
    assert rules.in_term(date(2026, 1, 1), date(2026, 2, 1), date(2026, 1, 31))
    assert not rules.in_term(date(2026, 1, 1), date(2026, 2, 1), date(2026, 2, 1))
    assert not rules.in_term(date(2026, 1, 2), None, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ak_7k3m9q2x.abc", ("ak_7k3m9q2x", "abc")),
        (" ak_7k3m9q2x.a.b ", ("ak_7k3m9q2x", "a.b")),
        ("ak_7k3m9q2x", ("", "")),
        ("ak_7k3m9q2x.", ("", "")),
        ("pe_7k3m9q2x.abc", ("", "")),
        ("", ("", "")),
    ],
)
def test_keys_are_split_strictly(text: str, parts: tuple[str, str]) -> None:
    assert rules.split_key(text) == parts


def test_secrets_are_long_differ_and_match_only_themselves() -> None:
    one, other = rules.fresh_secret(), rules.fresh_secret()
    assert len(one) == 43
    assert one != other
    assert rules.secret_matches(one, rules.secret_digest(one))
    assert not rules.secret_matches(other, rules.secret_digest(one))
