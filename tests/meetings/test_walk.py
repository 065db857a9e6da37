"""Random commands by random people, with the clock jumping, never get a meeting where its table does not lead."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import Phase as HypothesisPhase
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.meetings.conftest import NOON, act, as_actor, conclude, hold, plan, refuse, sign_in

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Phase
from springhead.forums.committees.models import Resolution
from springhead.forums.meetings import checking, outcomes, packets
from springhead.forums.meetings.models import Item, ItemCase, Meeting, Position, Seat
from springhead.forums.meetings.rules import TABLE
from springhead.foundation.cases import sweeper
from springhead.foundation.cases.models import Case
from springhead.foundation.ledger.models import Event

pytestmark = pytest.mark.django_db
LONG = "經討論，理由具體，同意維持原案。"
TEXT = st.sampled_from(["", "短", LONG, LONG, LONG, LONG])
DAYS = st.sampled_from([-3, 0, 3, 8, 15, 15, 16, 30])


class Walk(RuleBasedStateMachine):
    """One body, one refusal, two meetings of it; whatever happens, what is written here holds."""

    hall = None
    actors: tuple[Actor, ...] = ()
    seen: set[str] = set()

    @initialize(written=st.booleans())
    def begin(self, written):
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.hall.clock.set(NOON)
        self.rows = [plan(self.hall, mode="written" if written else "in_person"), plan(self.hall)]

    def teardown(self):
        """Let every walk begin on the same ground."""
        if hasattr(self, "whole"):
            transaction.set_rollback(True)
            self.whole.__exit__(None, None, None)

    def payload(self, data, row):
        members = [*self.hall.members, None]
        items = [*Item.objects.filter(meeting=row).order_by("pk"), None]
        member, item = data.draw(st.sampled_from(members)), data.draw(st.sampled_from(items))
        day = self.hall.now.date() + timedelta(days=data.draw(DAYS))
        objections = [one.public_id for one in row.objections.all()] or [""]
        codes = [one["code"] for one in item.options] if item else []
        return {
            "member": member.public_id if member else "mb_00000000",
            "item": item.public_id if item else "im_00000000",
            "place": item.public_id if item else "",
            "case": data.draw(st.sampled_from([one.number for one in Case.objects.order_by("pk")])),
            "held_on": day.isoformat(),
            "until": day.isoformat(),
            "starts_at": "14:00",
            "text": data.draw(TEXT),
            "reason": data.draw(TEXT),
            "left_out": data.draw(TEXT),
            "title": data.draw(TEXT),
            "section": data.draw(st.sampled_from(["report", "discussion", "extempore"])),
            "position": data.draw(st.sampled_from(["yes", "no_objection", "discuss", "abstain", "recused"])),
            "outcome": data.draw(st.sampled_from(["", "resolved", "deferred", "noted"])),
            "way": data.draw(st.sampled_from(["consensus", "vote"])),
            "option": data.draw(st.sampled_from([*codes, ""])),
            "objection": data.draw(st.sampled_from(objections)),
            "how": data.draw(st.sampled_from(["in_person", "deputy"])),
        } | ({"place": "三樓會議室"} if row.state in ("planned", "noticed", "papers_out") else {})

    @rule(data=st.data(), hours=st.sampled_from([0, 0, 0, 0, 1, 5, 24, 48, 240, 400]))
    def try_something(self, data, hours):
        self.hall.clock.set(self.hall.now + timedelta(hours=hours))
        while sweeper.sweep():
            pass
        row = Meeting.objects.get(pk=data.draw(st.sampled_from(self.rows)).pk)
        here = [one.event for one in TABLE.rows_from(row.state)]
        forward = [
            row.event
            for row in TABLE.rows_from(row.state)
            if row.to and str(row.to) not in ("cancelled", "no_quorum")
        ]
        event = data.draw(
            st.sampled_from(
                [*here, *forward * 6, "attend", "conclude", data.draw(st.sampled_from(TABLE.events))]
            ),
            label="event",
        )
        if event == "plan":
            return
        actor = data.draw(st.sampled_from(self.actors), label="actor")
        told = self.payload(data, row)
        before, events = Case.objects.get(pk=row.case_id), Event.objects.count()
        try:
            outcome = act(row, event, actor, **told)
        except Refused:
            after = Case.objects.get(pk=row.case_id)
            assert (after.state, after.version, Event.objects.count()) == (
                before.state,
                before.version,
                events,
            )
            return
        moved = TABLE.row(before.state, event)
        assert moved is not None
        assert actor.holds_any(moved.actors)
        assert outcome.version >= before.version + 1

    @rule(
        which=st.integers(0, 1),
        n=st.integers(2, 5),
        outcome=st.sampled_from(["resolved", "deferred", "noted"]),
    )
    def go_on(self, which, n, outcome):
        """Do what people would do next, so that walks get somewhere."""
        row = Meeting.objects.get(pk=self.rows[which].pk)
        with suppress(Refused):
            getattr(self, f"from_{row.state}", lambda *_: None)(row, n, outcome)

    def from_planned(self, row, _n, _outcome):
        day = (self.hall.now.date() + timedelta(days=15)).isoformat()
        if row.written:
            act(row, "send_for_review", self.hall.secretary)
        else:
            act(row, "give_notice", self.hall.secretary, held_on=day, starts_at="14:00", place="三樓會議室")

    def from_noticed(self, row, _n, _outcome):
        act(row, "send_papers", self.hall.secretary)

    def from_papers_out(self, row, n, _outcome):
        self.hall.clock.to(row.held_on)
        sign_in(row, self.hall, self.hall.members[:n])
        act(row, "open", as_actor("member0"))

    def from_reviewing(self, row, n, _outcome):
        for item in row.items.all():
            for member in self.hall.members[:n]:
                hold(row, item, member, "no_objection")
        self.hall.clock.to(self.hall.now + timedelta(days=16))

    def from_in_session(self, row, _n, outcome):
        self.from_held(row, 0, outcome)
        act(row, "close", as_actor("member0"))

    def from_held(self, row, _n, outcome):
        for item in row.items.filter(outcome=""):
            option = item.options[0]["code"] if item.options else ""
            conclude(row, item, as_actor("member0"), outcome=outcome, option=option)
        if row.state == "held":
            act(row, "draft_minutes", self.hall.secretary)

    def from_minutes_draft(self, row, _n, _outcome):
        for one in row.objections.filter(outcome=""):
            act(row, "settle_objection", self.hall.secretary, objection=one.public_id, reason=LONG)
        self.hall.clock.to(self.hall.now + timedelta(days=8))

    def from_minutes_confirmed(self, row, _n, _outcome):
        act(row, "publish", self.hall.secretary)

    @rule()
    def let_it_take_effect(self):
        while outcomes.record_rest():
            pass

    @invariant()
    def the_case_is_consistent(self):
        for row in getattr(self, "rows", ()):
            self.seen.add(Case.objects.get(pk=row.case_id).state)
            case, fresh = Case.objects.get(pk=row.case_id), Meeting.objects.get(pk=row.pk)
            assert case.state == fresh.state
            assert case.phase == TABLE.phase(case.state)
            assert fresh.gathering == (case.state in ("planned", "noticed"))
            ended = case.phase == Phase.CLOSED
            live = case.clocks.exclude(status="stopped").exists()
            assert not (ended and live), "a clock runs on after the end"
            held = ItemCase.objects.filter(item__meeting=row, holds=True).exists()
            assert not (held and case.state in ("planned", "noticed", "no_quorum", "cancelled"))

    @invariant()
    def a_matter_is_on_one_agenda(self):
        rows = getattr(self, "rows", ())
        taken = [
            case.pk
            for row in rows
            for line in packets.lines(Meeting.objects.get(pk=row.pk))
            for case in line.cases
        ]
        held = list(ItemCase.objects.filter(holds=True).values_list("case", flat=True))
        assert len({*taken, *held}) == len(taken) + len(held)

    @invariant()
    def what_was_resolved_was_resolved_rightly(self):
        for made in Resolution.objects.exclude(meeting=""):
            row = Meeting.objects.get(case__number=made.meeting)
            assert row.state in ("minutes_confirmed", "published")
            item = Item.objects.get(public_id=made.group)
            assert item.outcome == "resolved"
            assert not Position.objects.filter(
                item=item, latest=True, position="discuss", ruled_at=None
            ).exists()
        for number in Resolution.objects.exclude(meeting="").values_list("case", "event").distinct():
            assert Resolution.objects.filter(case=number[0], event=number[1], declined_at=None).count() == 1

    @invariant()
    def every_position_is_of_the_list_and_proved(self):
        assert list(checking.compare()) == []
        for one in Position.objects.filter(latest=True).exclude(position="recused").select_related("item"):
            assert Seat.objects.filter(
                meeting=one.item.meeting_id, member=one.member_id, eligible=True
            ).exists()


@pytest.mark.slow
def test_a_meeting_moves_only_by_its_table(hall, ask):
    refuse(ask, hall.police)
    actors = (
        hall.secretary,
        hall.secretary,
        hall.secretary,
        as_actor("member0"),
        as_actor("member0"),
        as_actor("member1"),
        as_actor("member2"),
        Actor("pp_policy00", frozenset({Role.POLICY_OFFICE})),
        Actor("pp_citizen0", frozenset({Role.CITIZEN})),
    )
    machine = type("Walked", (Walk,), {"hall": hall, "actors": actors})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=10, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck),
            database=None, phases=[HypothesisPhase.generate],
        ),
    )  # fmt: skip
    assert {"published", "no_quorum", "cancelled"} & machine.seen, "some walk gets to an end"
    assert {"in_session", "held", "minutes_draft"} <= machine.seen, sorted(machine.seen)
