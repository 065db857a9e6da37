"""What happens to nominations when a window moves, a dataset goes, or somebody touches the ballots."""

from datetime import timedelta

import pytest
from django.db import transaction
from tests.high_value.conftest import DAY, POLICY, of
from tests.high_value.test_story import deliver, released

from springhead.config import wiring
from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.problems import Refused
from springhead.forums.committees import bodies
from springhead.forums.committees.models import Matter
from springhead.forums.consultations import commands as consulting
from springhead.forums.consultations.models import Vote
from springhead.foundation.agencies.models import Membership, Person
from springhead.foundation.cases.fire import fire
from springhead.foundation.catalog import editing
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.ledger import kept
from springhead.foundation.ledger.checking import verify_database

pytestmark = pytest.mark.database
SEEDS = [{"text": "應該每日更新。", "side": "for"}, {"text": "每月更新就夠。", "side": "against"}]


def asked(house, **more):
    """Two nominations of two themes in consultation, each in its own."""
    house.up_to_nominating()
    climate = house.nominate(house.dataset(house.water, "即時水位"))
    health = house.nominate(house.dataset(house.health, "用藥安全"), theme="health")
    for agency in (house.economy, house.health):
        house.answer_call(agency, "submit")
    house.turn("consult", until=(house.at.date() + 31 * DAY).isoformat(), **more)
    return climate, health


def test_a_consultation_that_is_extended_keeps_its_own_nominations_waiting_and_no_others(house):
    climate, health = asked(house)
    number = house.again(climate).consultation.number
    host = of(house.office, Role.OFFICER)
    last = house.again(climate).consultation.clocks.get(kind="consultation_open").due_at
    fire(
        number,
        consulting.parse("extend", {"days": 10, "reason": "很多團體反映需要更多時間看資料。"}),
        by=host,
        at=house.at,
    )
    house.to((last + DAY).date())
    assert (house.state(climate), house.state(health)) == ("in_consultation", "responding")
    assert house.row().state == "consulting"
    house.comment(climate, "延長期間還是可以表示意見。")
    house.to((last + timedelta(days=12)).date())
    assert house.state(climate) == "responding"
    assert house.row().state == "deliberating"


def test_statements_of_one_side_open_no_consultation_and_change_nothing(house):
    with pytest.raises(Refused) as refused:
        asked(house, seeds=SEEDS[:1])
    assert {one.where for one in refused.value.problems} == {"seeds"}
    assert house.consultations() == []
    assert house.row().state == "nominating"


def test_verify_names_a_ballot_that_was_removed_and_one_that_was_added(house, tmp_path):
    climate, _ = asked(house, seeds=SEEDS)
    number = house.again(climate).consultation.number
    for n in range(3):
        voter = Actor(id=f"pp_voter00{n}", roles=frozenset({Role.CITIZEN}), assurance=1)
        fire(number, consulting.parse("vote", {"statement": 1, "choice": "agree"}), by=voter, at=house.at)
    before = kept._COMPARISONS[:]
    wiring.install()
    try:
        assert verify_database(tmp_path).whole
        one = Vote.objects.first()
        assert problems_after(tmp_path, one.delete) == ["consultation-ballot-removed"]
        more = {"statement": one.statement, "voice": "v" + "b" * 16, "choice": 1, "at": one.at}
        assert problems_after(tmp_path, lambda: Vote.objects.create(**more)) == ["consultation-ballot-added"]
        assert verify_database(tmp_path).whole
    finally:
        kept.install(before)


def problems_after(folder, touch):
    """Say what verifying names after somebody touched the rows; the rows are as before afterwards."""
    with transaction.atomic():
        touch()
        found = [one.code for one in verify_database(folder).problems]
        transaction.set_rollback(True)
    return found


def test_a_dataset_its_agency_takes_off_after_the_release_is_reviewed_at_once(house, nominated):
    row, promise = released(house, nominated)
    deliver(house, row, promise)
    assert house.state(row) == "released"
    editing.withdraw(row.dataset, "感測器汰換，改由新系統提供。", by=of(house.water, Role.OFFICER))
    house.follow()
    assert house.state(row) == "in_review"
    assert house.again(row).reviews.get().cause == "withdrawn"
    assert Matter.objects.get(case=row.case).body == house.bodies[house.economy.public_id]


def test_the_day_of_an_announced_list_is_final_and_waits_for_no_committee_again(house, nominated):
    row, promise = released(house, nominated)
    assert Commitment.objects.get(case=promise).settled_at
    assert not Matter.objects.filter(case=promise).exists()
    assert house.state(row) == "scheduled"


def test_a_member_of_a_body_above_all_agencies_gets_the_role_with_the_seat(house):
    person = Person.objects.create(email="chair@example.org")
    told = {"name": "召集人", "position": "convener", "email": person.email, "valid_from": "2026-01-01"}
    bodies.enlist(house.executive, told, by=POLICY)
    held = Membership.objects.get(person=person)
    assert (held.role, held.agency) == (str(Role.CONVENER), None)


def test_the_page_says_in_words_what_a_review_came_to(house, nominated, client):
    row, promise = released(house, nominated)
    deliver(house, row, promise)
    house.do(row, "begin_review", POLICY, cause="asked")
    house.rule(row, "keep")
    assert "→ 維持" in client.get(f"/nominations/{row.number}").content.decode()
    assert "→ Keep" in client.get(f"/en/nominations/{row.number}").content.decode()
