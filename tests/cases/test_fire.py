"""The door through which cases move."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.support.parcels import CITIZEN, NOON, OFFICER, OTHER, STRANGER, WORKER, Payload, hand_in, opening

from springhead.engine.kernel.actors import VISITOR, Actor, Role
from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases.fire import fire, open_case
from springhead.foundation.cases.guarded import ChangedBehindTheTableError
from springhead.foundation.cases.models import Case, CommandKey
from springhead.foundation.ledger.models import Event
from springhead.foundation.ledger.queries import entry_at, receipt

pytestmark = pytest.mark.django_db


def codes(refused):
    return [problem.code for problem in refused.value.problems]


def test_an_opening_command_gives_a_numbered_case_with_an_event():
    outcome = hand_in()
    case = Case.objects.get()
    assert outcome.case == case
    assert (case.number, case.state, case.phase, case.version) == ("PA-2026-000001", "sent", "intake", 1)
    assert case.owner_id == CITIZEN.id
    entry = entry_at(outcome.seq)
    assert (entry.event, entry.subject, entry.actor) == ("parcel.hand_in", "PA-2026-000001", CITIZEN.id)
    assert entry.public["from"] == ""
    assert entry.public["to"] == "sent"
    assert entry.public["subjects"] == ["ds_00000001"]
    assert entry.public["label"] == "ok"


def test_numbers_count_per_year_of_taipei():
    last_hour = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)
    numbers = [hand_in(at=at).case.number for at in (NOON, last_hour, last_hour + timedelta(minutes=1))]
    assert numbers == ["PA-2026-000001", "PA-2026-000002", "PA-2027-000001"]


def test_a_child_is_numbered_under_its_parent():
    parent = hand_in().case
    legs = [
        open_case("leg", Payload("start"), opening(parent=parent), by=WORKER, at=NOON).case for _ in range(2)
    ]
    assert [leg.number for leg in legs] == [f"{parent.number}.1", f"{parent.number}.2"]


def test_a_move_changes_state_version_and_ledger_together():
    case = hand_in().case
    outcome = fire(case, Payload("ask", label="what is inside?"), by=OFFICER, at=NOON + timedelta(hours=1))
    assert (outcome.case.state, outcome.case.phase, outcome.version) == ("asked", "waiting_on_requester", 2)
    entry = entry_at(outcome.seq)
    assert (entry.public["from"], entry.public["to"], entry.public["version"]) == ("sent", "asked", 2)


def test_the_receipt_of_a_command_opens_its_private_facts():
    outcome = hand_in(command=Payload("hand_in", private={"sender": "王小明"}))
    proof = receipt(outcome.entry)
    assert proof["opened"]["sender"]["value"] == "王小明"
    assert "王小明" not in str(Event.objects.get().public)


def test_all_problems_come_at_once_and_nothing_is_left_behind():
    with pytest.raises(Refused) as refused:
        hand_in(command=Payload("hand_in", label="", weight=21))
    assert codes(refused) == ["parcel-label", "parcel-heavy"]
    assert not Case.objects.exists()
    assert not Event.objects.exists()


def test_a_condition_on_the_facts_refuses_too():
    case = hand_in(title={"stamp": "none"}).case
    with pytest.raises(Refused) as refused:
        fire(case, Payload("travel"), by=OFFICER, at=NOON)
    assert codes(refused) == ["parcel-stamp"]


def test_an_event_the_state_does_not_know_names_the_state_in_both_languages():
    case = hand_in().case
    with pytest.raises(Refused) as refused:
        fire(case, Payload("reply"), by=CITIZEN, at=NOON)
    assert codes(refused) == ["case-command-not-now"]
    assert refused.value.status == 409
    assert "狀態sent" in refused.value.problems[0].message("zh-Hant")
    assert "“sent”" in refused.value.problems[0].message("en")


def test_an_unknown_event_lists_the_known_ones():
    with pytest.raises(Refused) as refused:
        fire(hand_in().case, Payload("eat"), by=OFFICER, at=NOON)
    assert codes(refused) == ["case-command-unknown"]
    assert "travel" in refused.value.problems[0].remedy("en")


def test_an_opening_event_does_not_open_a_case_again():
    with pytest.raises(Refused) as refused:
        fire(hand_in().case, Payload("hand_in"), by=CITIZEN, at=NOON)
    assert codes(refused) == ["case-command-not-now"]


@pytest.mark.parametrize("who", [VISITOR, CITIZEN, STRANGER, WORKER, OTHER])
def test_only_the_named_role_in_the_right_agency_may(who):
    case = hand_in().case
    with pytest.raises(Refused) as refused:
        fire(case, Payload("ask"), by=who, at=NOON)
    assert codes(refused) == ["case-command-not-yours"]
    assert "承辦人" in refused.value.problems[0].remedy()


def test_a_grant_counts_only_in_its_own_agency():
    case = hand_in().case
    mixed = Actor(
        id="pp_mixed",
        roles=frozenset({Role.OFFICER, Role.AGENCY_LEAD}),
        agency_ids=frozenset({case.agency_id, "ag_other"}),
        grants=frozenset({(Role.AGENCY_LEAD, case.agency_id), (Role.OFFICER, "ag_other")}),
    )
    with pytest.raises(Refused):
        fire(case, Payload("ask"), by=mixed, at=NOON)
    right = replace(mixed, grants=frozenset({(Role.OFFICER, case.agency_id)}))
    assert fire(case, Payload("ask"), by=right, at=NOON).version == 2


def test_only_whoever_opened_a_case_is_its_requester():
    case = hand_in().case
    fire(case, Payload("ask"), by=OFFICER, at=NOON)
    with pytest.raises(Refused) as refused:
        fire(case, Payload("reply"), by=OTHER, at=NOON)
    assert codes(refused) == ["case-command-not-yours"]
    assert fire(case, Payload("reply"), by=CITIZEN, at=NOON).case.state == "sent"


def test_a_version_that_is_no_longer_current_is_refused():
    case = hand_in().case
    fire(case, Payload("note"), by=OFFICER, at=NOON, expected_version=1)
    with pytest.raises(Refused) as refused:
        fire(case, Payload("note"), by=OFFICER, at=NOON, expected_version=1)
    assert codes(refused) == ["case-changed-meanwhile"]


def test_a_row_that_stays_keeps_the_state_and_counts_the_version():
    case = hand_in().case
    outcome = fire(case, Payload("note", label="hello"), by=OFFICER, at=NOON)
    assert (outcome.case.state, outcome.version) == ("sent", 2)


def test_an_effect_that_fails_leaves_everything_as_it_was():
    case = hand_in().case
    with pytest.raises(RuntimeError):
        fire(case, Payload("ask", label="explode"), by=OFFICER, at=NOON, key="k")
    case.refresh_from_db()
    assert (case.state, case.version, Event.objects.count()) == ("sent", 1, 1)
    assert not CommandKey.objects.exists()


def test_drafts_and_thrown_away_drafts_leave_no_event():
    case = open_case("parcel", Payload("write"), opening(), by=CITIZEN, at=NOON).case
    assert case.phase == "draft"
    fire(case, Payload("discard"), by=CITIZEN, at=NOON)
    assert not Event.objects.exists()


def test_a_draft_that_is_sent_becomes_public():
    case = open_case("parcel", Payload("write"), opening(), by=CITIZEN, at=NOON).case
    outcome = fire(case, Payload("send"), by=CITIZEN, at=NOON)
    assert entry_at(outcome.seq).public["from"] == "draft"


def test_a_closed_case_has_its_day_of_closing():
    case = hand_in().case
    later = NOON + timedelta(days=2)
    assert fire(case, Payload("lose"), by=OFFICER, at=later).case.closed_at == later


# ── idempotency ──────────────────────────────────────────────────────────────


def test_the_same_key_gives_the_same_case_again():
    first = hand_in(key="once")
    again = hand_in(key="once", at=NOON + timedelta(seconds=5))
    assert (again.case, again.seq, again.version) == (first.case, first.seq, first.version)
    assert again.replayed
    assert not first.replayed
    assert (Case.objects.count(), Event.objects.count()) == (1, 1)


def test_the_same_key_moves_a_case_once():
    case = hand_in().case
    for _ in range(3):
        outcome = fire(case, Payload("note", label="a"), by=OFFICER, at=NOON, key="n1")
    assert outcome.version == 2
    assert Case.objects.get().version == 2


def test_the_same_key_for_something_else_is_refused():
    case = hand_in().case
    fire(case, Payload("note", label="a"), by=OFFICER, at=NOON, key="n1")
    with pytest.raises(Refused) as refused:
        fire(case, Payload("note", label="b"), by=OFFICER, at=NOON, key="n1")
    assert codes(refused) == ["case-key-reused"]


def test_two_people_may_use_the_same_key():
    assert hand_in(key="k").case != hand_in(key="k", by=OTHER).case


# ── parents and children ─────────────────────────────────────────────────────


def leg_of(parent):
    return open_case("leg", Payload("start"), opening(parent=parent), by=WORKER, at=NOON).case


def test_a_state_that_waits_moves_on_with_its_last_child():
    parent = hand_in().case
    legs = [leg_of(parent), leg_of(parent)]
    fire(parent, Payload("travel"), by=OFFICER, at=NOON)
    fire(legs[0], Payload("finish"), by=WORKER, at=NOON)
    assert Case.objects.get(pk=parent.pk).state == "travelling"
    fire(legs[1], Payload("finish"), by=WORKER, at=NOON)
    assert Case.objects.get(pk=parent.pk).state == "arrived"


def test_children_that_ended_before_do_not_make_the_parent_hang():
    parent = hand_in().case
    leg = leg_of(parent)
    fire(leg, Payload("finish"), by=WORKER, at=NOON)
    assert Case.objects.get(pk=parent.pk).state == "sent"
    outcome = fire(parent, Payload("travel"), by=OFFICER, at=NOON)
    assert (outcome.version, outcome.case.state, outcome.case.version) == (2, "arrived", 3)


# ── behind the table's back ──────────────────────────────────────────────────


def test_nothing_but_the_door_changes_a_state():
    case = hand_in().case
    case.state = "arrived"
    with pytest.raises(ChangedBehindTheTableError):
        case.save()
    with pytest.raises(ChangedBehindTheTableError):
        Case.objects.filter(pk=case.pk).update(state="arrived")


def test_cases_go_with_an_agency_that_is_merged():
    from tests.support.parcels import AGENCY

    from springhead.foundation.agencies.models import Agency
    from springhead.foundation.cases import merging

    case = hand_in().case
    source = Agency.objects.create(public_id=AGENCY, names={"zh-Hant": "某處"}, name_key="a")
    target = Agency.objects.create(names={"zh-Hant": "某部"}, name_key="b")
    merging.merge(source, target)
    case.refresh_from_db()
    assert case.agency_id == target.public_id
