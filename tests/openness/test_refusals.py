"""A refused dataset and its class are one matter: what is resolved on one settles the other."""

from datetime import date

import pytest
from tests.data_requests.conftest import REFUSAL, ask, do, part_of, refused, will_open
from tests.openness.conftest import COMMITTEE, DAY, NOON, WHY, again, class_of, of
from tests.openness.conftest import do as move

from springhead.config import refusals
from springhead.engine.kernel.actors import Role
from springhead.foundation.cases import sweeper
from springhead.foundation.cases.models import Case
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.ledger.followers import Follower, rebuild, run_followers
from springhead.procedures.data_requests.models import Part
from springhead.procedures.openness.models import Record
from springhead.procedures.openness.settling import KEEPER

__all__ = ["ask"]
pytestmark = pytest.mark.django_db
FOLLOWER = Follower("refusals-test", refusals.follow, outside=True)


def catch_up() -> None:
    """Let the follower read until nothing new comes of it."""
    for _ in range(3):
        (run,) = run_followers([FOLLOWER])
        assert run.failure == ""
    assert KEEPER is not None


@pytest.fixture
def part(ask, agency) -> Part:
    """A part whose only item was refused."""
    row = part_of(ask(agency), agency)
    do(row, "answer", of(agency, Role.OFFICER), items=[refused()])
    catch_up()
    return Part.objects.select_related("case").get(pk=row.pk)


def class_record(part: Part) -> Record:
    return Record.objects.select_related("case", "dataset").get(dataset=part.items.get().dataset)


def state_of(part: Part) -> str:
    return Case.objects.get(pk=part.case_id).state


def test_a_refusal_proposes_the_class_with_its_own_grounds_and_reasons(part) -> None:
    row = again(class_record(part))
    assert (row.case.state, row.unheard, row.origin) == ("in_force", True, part.number)
    assert (row.current.openness, row.current.grounds, row.current.reason) == (
        "not_provided",
        ["foi-18-1-6"],
        REFUSAL,
    )
    assert set(row.case.subjects.values_list("subject_id", flat=True)) == {row.dataset.public_id, part.number}


def test_reading_the_ledger_again_changes_nothing(part) -> None:
    before = list(Case.objects.order_by("pk").values_list("number", "state", "version"))
    rebuild(FOLLOWER)
    catch_up()
    assert list(Case.objects.order_by("pk").values_list("number", "state", "version")) == before


def test_hearing_the_refusal_hears_the_class(part) -> None:
    do(part, "hear", COMMITTEE, NOON + DAY, reason=WHY)
    catch_up()
    row = again(class_record(part))
    assert (row.current.verdict, row.current.heard_by, row.current.heard_reason) == (
        "reasonable",
        COMMITTEE.id,
        WHY,
    )
    assert not row.unheard


def test_hearing_the_class_hears_the_refusal(part) -> None:
    move(class_record(part), "find_reasonable", COMMITTEE, NOON + DAY, reason=WHY)
    catch_up()
    part.refresh_from_db()
    assert part.heard_at == NOON + DAY
    decision = part.case.decisions.filter(event="hear").get()
    assert (decision.reasons, decision.decided_by) == (WHY, COMMITTEE.id)


def test_an_objected_refusal_is_upheld_by_hearing_its_class(part, agency) -> None:
    from tests.data_requests.conftest import PARENT

    do(part, "contest", PARENT, NOON + DAY, reason="這份資料去識別化後可以提供。")
    do(part, "uphold", of(agency, Role.AGENCY_HEAD), NOON + 2 * DAY, reason="維持原回復，理由如前。")
    move(class_record(part), "find_reasonable", COMMITTEE, NOON + 3 * DAY, reason=WHY)
    catch_up()
    part.refresh_from_db()
    assert part.heard_at is not None
    assert state_of(part) == "closed"


@pytest.mark.parametrize("side", ["part", "class"])
def test_ruling_it_open_on_either_side_is_one_promise_of_one_day(part, side) -> None:
    if side == "part":
        do(part, "rule_open", COMMITTEE, NOON + DAY, until="2026-06-30", reason=WHY)
    else:
        move(class_record(part), "find_unreasonable", COMMITTEE, NOON + DAY, until="2026-06-30", reason=WHY)
    catch_up()
    row = again(class_record(part))
    assert (row.case.state, row.current.verdict) == ("promised", "unreasonable")
    item = part.items.get()
    assert item.outcome == "will_open"
    days = set(Commitment.objects.filter(dataset=row.dataset).values_list("due_on", flat=True))
    assert days == {date(2026, 6, 30)}
    promises = Commitment.objects.filter(dataset=row.dataset)
    assert all(promise.settled_at for promise in promises), "the committee need not hear its own date again"
    part.refresh_from_db()
    assert part.heard_at is not None
    assert row.promise is not None
    assert item.commitment is not None


def test_a_class_found_unreasonable_settles_the_refusal_when_the_agency_promises_a_day(part, agency) -> None:
    row = class_record(part)
    move(row, "find_unreasonable", COMMITTEE, NOON + DAY, reason=WHY)
    catch_up()
    assert part.items.get().outcome == "refused"  # nobody has named a day yet
    move(row, "promise_opening", of(agency, Role.OFFICER), NOON + 2 * DAY, until="2026-06-30")
    catch_up()
    assert part.items.get().outcome == "will_open"
    assert (
        Case.objects.get(pk=part.case_id).decisions.filter(event="rule_open").get().decided_by == COMMITTEE.id
    )


def test_a_part_with_two_refusals_is_heard_when_both_classes_are(ask, agency) -> None:
    request = ask(agency, items=[{"title": "傳染病個案"}, {"title": "疫苗不良反應個案"}])
    part = part_of(request, agency)
    do(part, "answer", of(agency, Role.OFFICER), items=[refused(1), refused(2)])
    catch_up()
    first, second = Record.objects.order_by("pk")
    move(first, "find_reasonable", COMMITTEE, NOON + DAY, reason=WHY)
    catch_up()
    part.refresh_from_db()
    assert part.heard_at is None
    move(second, "find_reasonable", COMMITTEE, NOON + DAY, reason=WHY)
    catch_up()
    part.refresh_from_db()
    assert part.heard_at is not None


def test_classes_that_differ_leave_the_part_on_its_own_list(ask, agency) -> None:
    request = ask(agency, items=[{"title": "傳染病個案"}, {"title": "疫苗不良反應個案"}])
    part = part_of(request, agency)
    do(part, "answer", of(agency, Role.OFFICER), items=[refused(1), refused(2)])
    catch_up()
    first, second = Record.objects.order_by("pk")
    move(first, "find_reasonable", COMMITTEE, NOON + DAY, reason=WHY)
    move(second, "find_unreasonable", COMMITTEE, NOON + DAY, reason=WHY, until="2026-06-30")
    catch_up()
    part.refresh_from_db()
    assert part.heard_at is None


def test_a_changed_answer_moves_the_class_with_it(part, agency) -> None:
    from tests.data_requests.conftest import PARENT

    do(part, "contest", PARENT, NOON + DAY, reason="這份資料去識別化後可以提供。")
    items = [will_open(days=60)]
    do(part, "change", of(agency, Role.OFFICER), NOON + 2 * DAY, items=items, reason="重新檢討後可以開放。")
    catch_up()
    row = again(class_record(part))
    assert row.case.state == "promised"
    assert row.promise == part.items.get().commitment


def test_a_kept_promise_opens_the_class_and_a_given_up_one_asks_anew(part, monkeypatch) -> None:
    from tests.commitments.conftest import serve

    from springhead.foundation.cases.fire import fire
    from springhead.foundation.commitments.commands import Abandon, Verify

    row = class_record(part)
    move(row, "find_unreasonable", COMMITTEE, NOON + DAY, until="2026-06-30", reason=WHY)
    catch_up()
    row = again(row)
    fire(row.promise.number, Abandon("小組同意停止這項承諾，機關另行檢討。"), by=COMMITTEE, at=NOON + 3 * DAY)
    catch_up()
    assert again(row).case.state == "reviewing"
    move(row, "promise_opening", of(row.dataset.agency, Role.OFFICER), NOON + 4 * DAY, until="2026-07-31")
    row = again(row)
    serve(row.dataset, "發生時間", "經度", "緯度")
    fire(row.promise.number, Verify(), by=refusals.REFUSALS, at=NOON + 30 * DAY)
    catch_up()
    assert (again(row).case.state, class_of(row.dataset)) == ("open", "open")
    monkeypatch.setattr(sweeper, "now", lambda: NOON + 400 * DAY)
    sweeper.sweep()


def test_a_refusal_of_more_fields_of_an_open_dataset_is_no_refusal_of_the_dataset(
    ask, agency, public
) -> None:
    request = ask(agency, items=[{"title": "疫苗接種站", "dataset": public.public_id}])
    part = part_of(request, agency)
    do(part, "answer", of(agency, Role.OFFICER), items=[refused()])
    catch_up()
    assert class_of(public) == "open"
    assert not Record.objects.exists()


def test_a_withdrawn_dataset_ends_its_case(start, dataset, officer) -> None:
    from springhead.foundation.catalog import editing

    row = start(dataset)
    editing.withdraw(dataset, "與另一個資料集重複登錄。", by=officer)
    catch_up()
    assert again(row).case.state == "ended"


def test_what_is_answered_on_application_is_classed_with_its_terms(ask, agency) -> None:
    row = part_of(ask(agency), agency)
    told = {
        "item": 1, "outcome": "on_application", "links": ["https://data.example.tw/form"], "fee": "每次 500 元",
        "conditions": "僅供研究，不得再提供他人。", "legal_basis": "收費標準第 3 條",
    }  # fmt: skip
    do(row, "answer", of(agency, Role.OFFICER), items=[told])
    catch_up()
    record = again(class_record(Part.objects.get(pk=row.pk)))
    assert (record.case.state, record.unheard, record.origin) == ("in_force", True, row.number)
    assert record.current.openness == "on_application"
    assert set(record.current.grounds) == {"op-conditions", "op-charge"}
    for text in ("每次 500 元", "僅供研究", "收費標準第 3 條"):
        assert text in record.current.reason
