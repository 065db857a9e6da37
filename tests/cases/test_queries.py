"""Reading cases: who sees what, and what they may do."""

from datetime import timedelta

import pytest
from tests.support.parcels import AGENCY, CITIZEN, NOON, OFFICER, OTHER, STRANGER, Payload, hand_in, opening

from springhead.engine.kernel.actors import VISITOR
from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases import queries
from springhead.foundation.cases.fire import fire, open_case
from springhead.foundation.cases.queries import Wanted

pytestmark = pytest.mark.django_db


def draft():
    return open_case("parcel", Payload("write"), opening(), by=CITIZEN, at=NOON).case


@pytest.mark.parametrize(("viewer", "sees"), [(CITIZEN, True), (OFFICER, True), (OTHER, False), (STRANGER, False), (VISITOR, False)])  # fmt: skip
def test_a_draft_is_seen_by_its_owner_and_its_agency_only(viewer, sees):
    case = draft()
    if sees:
        assert queries.case(case.number, viewer=viewer) == case
    else:
        with pytest.raises(Refused) as refused:
            queries.case(case.number, viewer=viewer)
        assert refused.value.status == 404
    assert bool(queries.listing(Wanted(), viewer=viewer).items) is sees


def test_everything_else_is_public():
    assert queries.case(hand_in().case.number, viewer=VISITOR).state == "sent"


def test_the_commands_say_what_i_may_do_and_why_not_the_rest():
    case = hand_in(title={"stamp": "none"}).case
    offers = {offer.event: offer for offer in queries.commands(case, viewer=OFFICER, at=NOON)}
    assert [name for name, offer in offers.items() if offer.allowed] == ["ask", "note", "lose"]
    assert offers["ask"].leads_to == "asked"
    assert offers["note"].leads_to == "sent"
    assert offers["travel"].problems[0].code == "parcel-stamp"
    assert offers["reply"].problems[0].code == "case-command-not-now"
    assert "hand_in" not in offers
    visitor = {offer.event: offer for offer in queries.commands(case, viewer=VISITOR, at=NOON)}
    assert not any(offer.allowed for offer in visitor.values())
    assert visitor["ask"].problems[0].code == "case-command-not-yours"


def test_lists_are_filtered_and_paged_newest_first():
    numbers = [
        hand_in(subjects=(f"ds_{n % 2}",), by=CITIZEN if n % 3 else OTHER).case.number for n in range(7)
    ]
    first = queries.listing(Wanted(), viewer=VISITOR, limit=3)
    second = queries.listing(Wanted(before=first.next), viewer=VISITOR, limit=3)
    last = queries.listing(Wanted(before=second.next), viewer=VISITOR, limit=3)
    assert [case.number for page in (first, second, last) for case in page.items] == numbers[::-1]
    assert last.next == ""
    odd = queries.listing(Wanted(subject_id="ds_1"), viewer=VISITOR).items
    assert [case.number for case in odd] == [numbers[5], numbers[3], numbers[1]]
    mine = queries.listing(Wanted(owner_id=OTHER.id, agency_id=AGENCY, type="parcel"), viewer=VISITOR).items
    assert len(mine) == 3


def test_overdue_ones_are_paged_the_longest_overdue_first():
    made = [hand_in(at=NOON - timedelta(days=n)).case for n in range(5)]
    seen, cursor = [], ""
    for _ in range(3):
        page = queries.listing(
            Wanted(overdue_at=NOON + timedelta(days=90), before=cursor), viewer=VISITOR, limit=2
        )
        seen += [one.pk for one in page.items]
        cursor = page.next
    wanted = sorted((one.next_due, one.pk) for one in made)
    assert (seen, cursor) == ([pk for _, pk in wanted], "")


def test_overdue_is_asked_of_the_clock():
    case = hand_in().case
    soon, late = case.next_due - timedelta(seconds=1), case.next_due
    assert queries.listing(Wanted(overdue_at=soon), viewer=VISITOR).items == []
    assert queries.listing(Wanted(overdue_at=late), viewer=VISITOR).items == [case]
    fire(case, Payload("travel"), by=OFFICER, at=late)
    assert queries.listing(Wanted(overdue_at=late), viewer=VISITOR).items == []


def test_a_list_takes_the_same_number_of_queries_whatever_its_length(django_assert_num_queries):
    for _ in range(5):
        hand_in()
    for limit in (1, 5):
        with django_assert_num_queries(1):
            queries.listing(Wanted(phase="intake"), viewer=OFFICER, limit=limit)
