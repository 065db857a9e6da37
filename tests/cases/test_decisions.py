"""Decisions are reasoned, written once, and superseded instead of changed."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.support.parcels import NOON, OFFICER, hand_in

from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases.decisions import Outcome, current, decide, reasons_problem
from springhead.foundation.cases.guarded import ChangedBehindTheTableError
from springhead.foundation.cases.models import Decision
from springhead.foundation.cases.registry import Turn, case_type

pytestmark = pytest.mark.django_db
REASONS = "本資料涉及第三人個人資料，經考量部分公開仍無法去識別化，依法限制公開之。"


def turn():
    return Turn(by=OFFICER, at=NOON, row=case_type("parcel").table.rows[6], facts=None, from_state="sent")


def test_a_decision_keeps_who_decided_what_when_and_why():
    case = hand_in().case
    made = decide(case, Outcome("refused", REASONS, grounds=["foi-18-1-6"], remedies=["訴願"]), turn())
    kept = Decision.objects.get()
    assert (kept.outcome, kept.decided_by, kept.on_behalf_of, kept.decided_at) == (
        "refused", OFFICER.id, case.agency_id, NOON,
    )  # fmt: skip
    assert kept.grounds == ["foi-18-1-6"]
    assert current(case) == made


def test_a_ground_needs_reasons_of_some_length():
    with pytest.raises(Refused) as refused:
        decide(hand_in().case, Outcome("refused", "不行", grounds=["foi-18-1-6"]), turn())
    assert refused.value.problems[0].params == {"least": 30, "have": 2}
    assert not Decision.objects.exists()


def test_blanks_are_no_reasons():
    assert reasons_problem(" " * 100).params["have"] == 0
    assert reasons_problem(REASONS) is None


def test_a_later_decision_supersedes_and_both_remain():
    case = hand_in().case
    first = decide(case, Outcome("refused", REASONS, grounds=["x"]), turn())
    second = decide(case, Outcome("will_open"), turn(), supersedes=first)
    assert current(case) == second
    assert case.decisions.count() == 2


def test_a_decision_cannot_be_changed_or_deleted():
    made = decide(hand_in().case, Outcome("will_open"), turn())
    made.outcome = "refused"
    for act in (
        made.save,
        made.delete,
        Decision.objects.all().delete,
        lambda: Decision.objects.update(outcome="x"),
    ):
        with pytest.raises(ChangedBehindTheTableError):
            act()
    assert Decision.objects.get().outcome == "will_open"


def test_the_database_itself_refuses_to_change_a_decision():
    made = decide(hand_in().case, Outcome("will_open"), turn())
    with (
        pytest.raises(DatabaseError, match="only superseded"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE cases_decision SET outcome = 'refused' WHERE id = %s", [made.pk])
    assert Decision.objects.get().outcome == "will_open"
