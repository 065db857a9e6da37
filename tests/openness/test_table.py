"""A class moves only by its table: justified, approved by two persons, announced, heard, looked at again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import strategies as st
from tests.openness.conftest import (
    APPROVAL,
    CLOCK,
    COMMITTEE,
    DAY,
    NOON,
    POLICY,
    REASON,
    WHY,
    again,
    class_of,
    classed,
    codes,
    do,
    of,
)
from tests.support.walker import Ground, walk

from springhead.engine.kernel.actors import Actor, Role, machine
from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases import clocks, sweeper
from springhead.foundation.cases.fire import Opening
from springhead.foundation.cases.models import Case
from springhead.foundation.catalog import codes as lists
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.ledger.models import Event
from springhead.procedures.openness import commands, reviews, watching
from springhead.procedures.openness.case import OPENNESS
from springhead.procedures.openness.models import Record
from springhead.procedures.openness.rules import LIVE, TABLE, State

pytestmark = pytest.mark.django_db


def last_day(row: Record, kind: str) -> date:
    return clocks.reckoning(row.case.clocks.get(kind=kind, status="running")).last_day


def sweep(monkeypatch, at) -> None:
    monkeypatch.setattr(sweeper, "now", lambda: at)
    while sweeper.sweep():
        pass


def test_a_first_class_counts_at_once_and_is_not_yet_heard(start, dataset) -> None:
    row = start(dataset)
    assert row.number.startswith("OC-2026-")
    assert (row.case.state, row.openness, row.unheard) == ("in_force", "not_provided", True)
    found = Dataset.objects.get(pk=dataset.pk)
    assert (found.openness, found.grounds, found.grounds_note) == ("not_provided", ["foi-18-1-6"], REASON)
    assert last_day(row, "agenda") == date(2026, 6, 1)  # ninety days are Sunday, 31 May


def test_the_words_of_a_class_stay_out_of_the_ledger(start, dataset) -> None:
    start(dataset)
    event = Event.objects.get(event="openness.classify")
    assert "foi-18-1-6" in event.public
    assert "個案姓名" not in event.public


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"openness": ""}, "openness-no-class"),
        ({"openness": "open"}, "openness-no-class"),
        ({"grounds": []}, "openness-no-ground"),
        ({"grounds": ["op-charge"]}, "openness-ground-unfit"),  # a charge is no ground for providing nothing
        ({"grounds": ["made-up"]}, "openness-ground-unfit"),
        ({"reason": "涉及個資"}, "openness-reasons-short"),
        ({"expires_on": "2026-03-02"}, "openness-expiry-past"),
    ],
)
def test_what_is_not_open_needs_class_ground_and_reasons(start, dataset, more, code) -> None:
    with pytest.raises(Refused) as error:
        start(dataset, **more)
    assert code in codes(error)
    assert not Case.objects.exists()


def test_everything_that_is_missing_is_said_at_once(start, dataset) -> None:
    with pytest.raises(Refused) as error:
        start(dataset, openness="", grounds=[], reason="")
    assert codes(error) == {"openness-no-class", "openness-no-ground", "openness-reasons-short"}


def test_a_ground_counts_only_while_its_article_is_in_force(start, dataset, monkeypatch) -> None:
    ground = lists.grounds()["foi-18-1-6"]
    assert ground.valid_from == date(2005, 12, 28)
    assert not ground.holds(date(2005, 12, 27))
    assert ground.text.startswith("公開或提供有侵害個人隱私")
    with pytest.raises(Refused) as error:
        start(dataset, at=NOON.replace(year=2005, month=6))
    assert "openness-ground-unfit" in codes(error)


def test_a_dataset_has_one_live_case(start, dataset) -> None:
    first = start(dataset)
    with pytest.raises(Refused) as error:
        start(dataset)
    assert codes(error) == {"openness-has-case"}
    do(first, "open_up", CLOCK)
    assert start(dataset).pk != first.pk


def test_open_data_cannot_be_classed_away_as_a_first_class(start, public) -> None:
    with pytest.raises(Refused) as error:
        start(public)
    assert codes(error) == {"openness-change-instead"}


def test_a_change_takes_head_document_notice_and_only_then_counts(
    start, public, officer, head, monkeypatch
) -> None:
    row = start(public, "propose")
    assert (class_of(public), row.case.state) == ("open", "proposed")
    with pytest.raises(Refused) as error:
        do(row, "approve", officer, **APPROVAL)
    assert codes(error) == {"case-command-not-yours"}
    with pytest.raises(Refused) as error:
        do(row, "approve", head)
    assert codes(error) == {"openness-no-document", "openness-no-document-day"}
    do(row, "approve", head, **APPROVAL)
    assert class_of(public) == "open"
    assert last_day(row, "class_notice") == date(2026, 3, 16)  # fourteen days
    with pytest.raises(Refused) as error:
        do(row, "take_effect", CLOCK, NOON + 3 * DAY)
    assert codes(error) == {"openness-not-yet"}
    sweep(monkeypatch, NOON + 15 * DAY)
    row = again(row)
    assert (row.case.state, class_of(public), row.unheard) == ("in_force", "not_provided", True)
    made = row.current
    assert (made.document_number, made.document_on) == (APPROVAL["document_number"], date(2026, 3, 2))
    assert (made.made_by, made.approved_by) == (officer.id, head.id)


def test_whoever_proposed_cannot_approve_even_as_head(start, public, agency, head) -> None:
    row = start(public, "propose", by=head)
    with pytest.raises(Refused) as error:
        do(row, "approve", head, **APPROVAL)
    assert codes(error) == {"openness-second-person"}
    assert again(row).case.state == "proposed"
    do(row, "approve", of(agency, Role.AGENCY_HEAD, "pp_deputy"), **APPROVAL)


def test_the_committee_may_stop_a_change_while_it_is_announced(start, public, head) -> None:
    row = start(public, "propose")
    do(row, "approve", head, **APPROVAL)
    do(row, "find_unreasonable", COMMITTEE, reason=WHY)
    row = again(row)
    assert (row.case.state, class_of(public), row.live) == ("open", "open", False)
    assert not row.case.clocks.exclude(status="stopped").exists()


def test_a_change_heard_in_time_is_heard_when_it_counts(start, public, head, monkeypatch) -> None:
    row = start(public, "propose", openness="on_application")
    do(row, "approve", head, **APPROVAL)
    do(row, "find_reasonable", COMMITTEE, reason=WHY, at=NOON + DAY)
    assert class_of(public) == "open"
    sweep(monkeypatch, NOON + 15 * DAY)
    row = again(row)
    assert (class_of(public), row.unheard, row.current.verdict) == ("on_application", False, "reasonable")
    assert row.review_on == last_day(row, "class_review") == date(2027, 3, 17)


def test_a_withdrawn_proposal_leaves_what_was(start, public, dataset, officer, head) -> None:
    row = start(public, "propose")
    do(row, "withdraw", officer, reason="經內部檢討不調降，維持開放。")
    assert (again(row).case.state, class_of(public)) == ("open", "open")
    shared = start(dataset, openness="on_application")
    do(shared, "propose", officer, **classed())
    do(shared, "approve", head, **APPROVAL)
    do(shared, "withdraw", officer, reason="經內部檢討不調降，維持原類別。")
    shared = again(shared)
    assert (shared.case.state, class_of(dataset), shared.unheard) == ("in_force", "on_application", True)
    assert shared.case.clocks.filter(kind="agenda", status="running").count() == 1


def test_found_reasonable_data_on_application_are_reviewed_every_year(
    start, dataset, officer, monkeypatch
) -> None:
    row = start(dataset, openness="on_application")
    do(
        row,
        "find_reasonable",
        COMMITTEE,
        reason=WHY,
        document_number="清府資字第1號",
        document_on="2026-03-02",
    )
    row = again(row)
    assert (row.unheard, row.review_on) == (False, date(2027, 3, 2))
    sweep(monkeypatch, NOON + 367 * DAY)
    row = again(row)
    assert (row.case.state, row.cause) == ("reviewing", "due")
    do(row, "justify", officer, NOON + 368 * DAY, **classed("on_application"))
    assert (again(row).case.state, again(row).unheard) == ("in_force", True)


def test_what_is_not_provided_is_reviewed_only_when_something_calls_for_it(start, dataset) -> None:
    row = start(dataset)
    do(row, "find_reasonable", COMMITTEE, reason=WHY)
    assert again(row).review_on is None
    assert not row.case.clocks.filter(status="running").exists()


def test_a_class_that_expires_is_reviewed_on_that_day(start, dataset) -> None:
    row = start(dataset, expires_on="2026-09-01")
    do(row, "find_reasonable", COMMITTEE, reason=WHY)
    assert again(row).review_on == date(2026, 9, 1)


def test_a_class_that_expires_after_many_years_is_heard_like_any_other(start, dataset) -> None:
    row = start(dataset, expires_on="2036-09-01")
    do(row, "find_reasonable", COMMITTEE, reason=WHY)
    assert again(row).review_on == date(2036, 9, 1)
    assert last_day(row, "class_review") == date(2036, 9, 1)


def ends(monkeypatch, code: str, day: date) -> None:
    """Let the article behind a ground hold until this day only."""
    known = dict(lists.grounds())
    known[code] = replace(known[code], valid_to=day)
    monkeypatch.setattr(lists, "grounds", lambda: known)


def test_a_class_is_reviewed_when_its_ground_ends(start, dataset, officer, monkeypatch) -> None:
    ends(monkeypatch, "foi-18-1-6", date(2026, 7, 1))
    row = start(dataset)
    do(row, "find_reasonable", COMMITTEE, reason=WHY)
    assert again(row).review_on == date(2026, 7, 1)
    after = NOON + 122 * DAY  # 2 July
    sweep(monkeypatch, after)
    assert (again(row).case.state, again(row).cause) == ("reviewing", "due")
    with pytest.raises(Refused) as error:
        do(row, "justify", officer, after, grounds=["foi-18-1-6"], reason=REASON)
    assert codes(error) == {"openness-ground-unfit"}, "it rests on another ground, or becomes more open"


def test_a_ground_whose_end_becomes_known_later_brings_the_review_forward(
    start, dataset, monkeypatch
) -> None:
    monkeypatch.setattr(watching, "today", lambda: NOON.date() + DAY)
    monkeypatch.setattr(watching, "now", lambda: NOON + DAY)
    row = start(dataset)
    do(row, "find_reasonable", COMMITTEE, reason=WHY)
    assert again(row).review_on is None
    watching.look(lambda _pks: {})
    assert again(row).review_on is None
    for day in (date(2026, 7, 1), date(2026, 5, 1)):
        ends(monkeypatch, "foi-18-1-6", day)
        for _ in range(2):
            watching.look(lambda _pks: {})
            assert again(row).review_on == last_day(row, "class_review") == day
    assert Event.objects.filter(subject=row.case.number, event="openness.plan_review").count() == 2


def test_a_ground_that_expires_brings_the_review_forward(monkeypatch) -> None:
    today = date(2026, 3, 2)
    ends(monkeypatch, "op-conditions", date(2026, 4, 1))
    assert reviews.next_day("on_application", ["op-conditions"], None, today=today) == date(2026, 4, 1)
    assert reviews.next_day("on_application", [], None, today=today) == date(2027, 3, 2)
    assert reviews.next_day("not_provided", [], None, today=today) is None
    assert reviews.next_day("not_provided", [], None, today=today, shared=True) == date(2027, 3, 2)
    assert reviews.next_day("on_application", [], date(2026, 5, 1), today=today) == date(2026, 5, 1)
    assert reviews.next_day("on_application", [], date(2020, 5, 1), today=today) == date(2026, 3, 3)


def test_an_agency_that_does_not_answer_a_review_is_heard_by_the_committee(
    start, dataset, monkeypatch
) -> None:
    row = start(dataset)
    do(row, "find_reasonable", COMMITTEE, reason=WHY)
    do(row, "begin_review", machine("openness"), cause="demand", evidence=["DR-2026-000001"])
    assert last_day(row, "class_answer") == date(2026, 4, 1)
    with pytest.raises(Refused):
        do(row, "miss_review", CLOCK, NOON + DAY)
    sweep(monkeypatch, NOON + 31 * DAY)
    row = again(row)
    assert (row.case.state, row.unheard, row.cause) == ("in_force", True, "demand")


def test_unreasonable_without_a_day_must_become_a_change_or_a_promise(start, dataset, officer) -> None:
    row = start(dataset)
    do(row, "find_unreasonable", COMMITTEE, reason=WHY)
    assert last_day(row, "class_remedy") == date(2026, 4, 1)
    for event in ("justify", "propose"):
        with pytest.raises(Refused) as error:
            do(row, event, officer, **classed())
        assert codes(error) == {"case-command-not-now"}
    do(row, "promise_opening", officer, until="2026-06-30")
    row = again(row)
    assert (row.case.state, row.promise.state) == ("promised", "pending")
    assert Commitment.objects.get(case=row.promise).due_on == date(2026, 6, 30)
    assert not row.unheard


def test_unreasonable_with_a_day_is_a_promise_at_once(start, dataset) -> None:
    row = start(dataset)
    do(row, "find_unreasonable", COMMITTEE, reason=WHY, until="2026-06-30")
    row = again(row)
    assert row.case.state == "promised"
    assert row.promise.parent_id == row.case.pk


def test_an_agency_that_mends_nothing_gets_its_day_from_the_committee(start, dataset) -> None:
    row = start(dataset)
    do(row, "find_unreasonable", COMMITTEE, reason=WHY)
    day = {"reason": WHY, "until": "2026-12-31"}
    with pytest.raises(Refused) as error:
        do(row, "set_day", COMMITTEE, NOON + 5 * DAY, **day)
    assert codes(error) == {"openness-not-yet"}
    do(row, "set_day", COMMITTEE, NOON + 32 * DAY, **day)
    assert again(row).case.state == "promised"


def test_relaxing_and_opening_take_effect_at_once(start, dataset, officer) -> None:
    row = start(dataset)
    do(row, "relax", officer, **classed("on_application"))
    assert (class_of(dataset), again(row).unheard) == ("on_application", True)
    with pytest.raises(Refused) as error:
        do(row, "relax", officer, **classed())
    assert "openness-not-more" in codes(error)
    do(row, "open_up", officer)
    found = Dataset.objects.get(pk=dataset.pk)
    assert (found.openness, found.grounds, found.grounds_note) == ("open", [], "")
    assert (again(row).case.phase, again(row).live) == ("closed", False)


def test_a_class_is_heard_once_until_it_changes(start, dataset) -> None:
    row = start(dataset)
    do(row, "find_reasonable", COMMITTEE, reason=WHY)
    with pytest.raises(Refused) as error:
        do(row, "find_unreasonable", COMMITTEE, reason=WHY)
    assert codes(error) == {"openness-heard"}
    do(row, "raise_doubt", POLICY, reason="其他三個機關已開放同類資料。", evidence=["ds_aaaaaaaa"])
    assert again(row).unheard
    do(row, "find_unreasonable", COMMITTEE, reason=WHY)


def test_a_secretary_of_another_body_cannot_put_it_on_the_list(start, dataset, other_agency) -> None:
    row = start(dataset)
    do(row, "find_reasonable", COMMITTEE, reason=WHY)
    stranger = Actor(id="pp_secret", roles=frozenset({Role.SECRETARY}), agency_ids=frozenset())
    with pytest.raises(Refused) as error:
        do(row, "raise_doubt", stranger, reason="其他三個機關已開放同類資料。")
    assert codes(error) == {"openness-not-your-body"}
    assert not again(row).unheard


ROLES = [one for one in Role if one not in (Role.ANYONE, Role.REQUESTER)]


@pytest.mark.parametrize("role", ROLES)
def test_nobody_of_another_agency_or_role_moves_a_class(start, dataset, other_agency, role) -> None:
    """Role × command × other agency, over every row of the table."""
    row = start(dataset)
    who = Actor(id="pp_stranger", roles=frozenset({role}), agency_ids=frozenset({other_agency.public_id}))
    for table_row in TABLE.rows:
        may = who.holds_any(table_row.actors, agency_id=row.case.agency_id, owner_id=row.case.owner_id)
        assert may == (role in table_row.actors and role not in ("officer", "agency_lead", "agency_head"))
    for event in TABLE.events:
        if TABLE.row("in_force", event) is None or role in TABLE.row("in_force", event).actors:
            continue
        with pytest.raises(Refused) as error:
            do(row, event, who, reason=WHY, cause="asked", until="2026-06-30")
        assert codes(error) == {"case-command-not-yours"}, event
    if role in ("officer", "agency_lead", "agency_head"):
        for event in ("justify", "open_up", "promise_opening", "relax", "propose"):
            with pytest.raises(Refused) as error:
                do(row, event, who, **classed(), until="2026-06-30")
            assert codes(error) == {"case-command-not-yours"}, event


def test_an_officer_cannot_class_the_dataset_of_another_agency(dataset, other_agency) -> None:
    """Naming one's own agency beside somebody else's dataset opens nothing."""
    from springhead.foundation.cases.fire import open_case

    stranger = of(other_agency, Role.OFFICER)
    command = commands.parse("classify", {**classed(), "dataset": dataset.public_id})
    with pytest.raises(Refused) as error:
        open_case("openness", command, Opening({"en": "x"}, other_agency.public_id), by=stranger, at=NOON)
    assert codes(error) == {"openness-no-dataset"}


@pytest.mark.parametrize("event", TABLE.events)
def test_every_command_is_read_from_a_form(event) -> None:
    given = {
        **classed(),
        "until": "2026-06-30",
        "cause": "demand",
        **APPROVAL,
        "grounds": "foi-18-1-6、foi-18-1-7",
    }
    command = commands.parse(event, given)
    assert command.event == event
    if isinstance(command, commands.Classed):
        assert command.grounds == ("foi-18-1-6", "foi-18-1-7")


@pytest.mark.parametrize("name", ["expires_on", "openness"])
def test_what_cannot_be_read_names_its_field(name) -> None:
    with pytest.raises(Refused) as error:
        commands.parse("classify", {**classed(), name: "明年"})
    assert error.value.problems[0].where == name


@pytest.mark.slow
def test_classes_keep_their_table(agency, dataset, public) -> None:
    """Random people, payloads and jumps of the clock: state, phase, clocks, rows and catalogue always agree."""
    days = st.dates(date(2026, 2, 1), date(2028, 6, 1)) | st.none()
    words = st.sampled_from(["", "短", WHY, REASON])
    ids = st.sampled_from([dataset.public_id, public.public_id, "ds_none"])
    grounds = st.sampled_from([(), ("foi-18-1-6",), ("op-charge",), ("made-up",)])
    openness = st.sampled_from(["on_application", "not_provided", "open", ""])

    def classes(of):
        made = st.builds(
            lambda *told: dict(zip(("dataset", "openness", "grounds", "reason", "expires_on"), told, strict=True)),
            ids, openness, grounds, words, days,
        )  # fmt: skip
        return made.map(lambda told: commands.parse(of, {**told, "expires_on": told["expires_on"] or ""}))

    def ruled(of):
        made = st.tuples(words, days)
        return made.map(lambda told: commands.parse(of, {"reason": told[0], "until": told[1] or ""}))

    def approval(told):
        return commands.parse("approve", APPROVAL if told else {})

    payloads = {
        **{one: classes(one) for one in ("classify", "propose", "justify", "relax", "enter")},
        **{one: ruled(one) for one in ("find_reasonable", "find_unreasonable", "set_day", "promise_opening")},
        **{
            one: ruled(one)
            for one in ("withdraw", "raise_doubt", "open_up", "bind", "plan_review", "let_fall")
        },
        "begin_review": st.sampled_from(["", "demand"]).map(
            lambda c: commands.parse("begin_review", {"cause": c})
        ),
        "approve": st.booleans().map(approval),
        **{
            one: st.just(commands.parse(one, {}))
            for one in ("take_effect", "miss_review", "resume", "rest", "end")
        },
    }
    people = [
        of(agency, Role.OFFICER), of(agency, Role.AGENCY_HEAD), of(agency, Role.AGENCY_HEAD, "pp_deputy"),
        COMMITTEE, POLICY, CLOCK,
    ]  # fmt: skip
    fresh = iter(range(10_000))

    def opening() -> Opening:
        Record.objects.filter(live=True).update(live=False)  # each walk has the datasets to itself
        Dataset.objects.filter(pk=dataset.pk).update(openness="open", visible=False)
        Dataset.objects.filter(pk=public.pk).update(openness="open", visible=True)
        next(fresh)
        return Opening({"zh-Hant": "類別"}, agency.public_id)

    walk(
        Ground(case_type=OPENNESS, commands=payloads, actors=people, opening=opening, start=NOON),
        examples=60,
        steps=30,
    )
    assert Record.objects.count() > 20
    for row in Record.objects.select_related("case", "current", "proposed").order_by("-pk")[:1]:
        assert row.state == row.case.state
        assert row.live == (row.state in LIVE)
        assert row.openness == class_of(row.dataset)
    for row in Record.objects.select_related("case", "proposed"):
        assert row.state == row.case.state
        if row.state in (State.PROPOSED, State.NOTICED):
            assert row.proposed is not None
        if row.state == State.NOTICED:
            assert row.proposed.document_number
            assert row.proposed.approved_by not in ("", row.proposed.made_by)
        for made in row.classifications.exclude(effective_at=None):
            towards = Event.objects.filter(subject=row.case.number, event="openness.take_effect").exists()
            assert bool(made.approved_by) <= towards  # what needed approval took effect through its notice


def test_no_state_is_a_dead_end_without_a_duty() -> None:
    for state in LIVE:
        assert any(set(row.actors) != {Role.MACHINE} for row in TABLE.rows_from(state)), state


def test_the_days_of_notice_are_a_policy_value() -> None:
    from springhead.engine.kernel import policies

    found = policies.in_force("class_notice", date(2026, 3, 2))
    assert (found.amount, str(found.unit)) == (14, "calendar_days")
    assert found.basis["en"]
    assert timedelta(days=found.amount) == 14 * DAY
