"""Who holds which role where."""

import pytest

from springhead.engine.kernel.actors import VISITOR, Actor, Role, machine

LEAD_HERE = Actor(
    id="pp_1",
    roles=frozenset({Role.AGENCY_LEAD, Role.OFFICER, Role.CITIZEN}),
    agency_ids=frozenset({"ag_a", "ag_b"}),
    grants=frozenset({(Role.AGENCY_LEAD, "ag_a"), (Role.OFFICER, "ag_b")}),
)


def test_anyone_is_everybody_even_a_visitor():
    assert VISITOR.holds(Role.ANYONE)
    assert not VISITOR.holds(Role.CITIZEN)


def test_a_visitor_is_never_the_requester_of_a_case_without_an_owner():
    assert not VISITOR.holds(Role.REQUESTER, owner_id="")


def test_grants_say_exactly_where_an_agency_role_holds():
    assert LEAD_HERE.holds(Role.AGENCY_LEAD, agency_id="ag_a")
    assert not LEAD_HERE.holds(Role.AGENCY_LEAD, agency_id="ag_b")
    assert LEAD_HERE.holds(Role.CITIZEN, agency_id="ag_z")


def test_without_grants_every_role_holds_in_every_own_agency_and_nowhere_else():
    officer = Actor(id="pp_2", roles=frozenset({Role.OFFICER}), agency_ids=frozenset({"ag_a"}))
    assert officer.holds_any((Role.AGENCY_HEAD, Role.OFFICER), agency_id="ag_a")
    assert not officer.holds(Role.OFFICER, agency_id="ag_b")
    assert not officer.holds(Role.OFFICER, agency_id="")


@pytest.mark.parametrize(
    ("agency", "expected"), [("ag_a", True), ("ag_b", True), ("ag_c", False), ("", False)]
)
def test_belonging_to_an_agency(agency, expected):
    assert LEAD_HERE.belongs_to(agency) is expected


def test_a_machine_holds_the_machine_role_only():
    assert machine("clock").holds(Role.MACHINE)
    assert not machine("clock").holds(Role.OFFICER, agency_id="ag_a")
