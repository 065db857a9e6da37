"""Walks any state table through the real door with random commands, and checks what must always hold.

@pytest.mark.django_db
def test_deliveries_keep_their_table():
    walk(Ground(case_type=DELIVERY, commands={...}, actors=[...], opening=...))
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, reject, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Phase
from springhead.foundation.cases import queries
from springhead.foundation.cases.fire import Opening, fire, open_case
from springhead.foundation.cases.models import Case, Clock
from springhead.foundation.cases.registry import CaseType
from springhead.foundation.ledger.models import Event


@dataclass(frozen=True)
class Ground:
    """What to walk on: payloads for each event, who may try, what a new case starts with, and when it begins.

    `midway` opens a case that is some way along already, so that short walks get to the rows behind.
    """

    case_type: CaseType
    commands: Mapping[str, st.SearchStrategy[Any]]
    actors: Sequence[Actor]
    opening: Callable[[], Opening]
    start: datetime
    midway: Callable[[], Case] | None = None


def walk(ground: Ground, *, examples: int = 25, steps: int = 20) -> None:
    """Walk the table; the test must be marked `django_db`."""
    machine = type("Walk", (_Walk,), {"ground": ground})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,  # the same walks everywhere: luck neither reddens nor greens a run
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )


def check(refused, unchanged):
    """A refusal names its problems and changes nothing."""
    assert refused.problems
    assert unchanged


class _Walk(RuleBasedStateMachine):
    ground: Ground

    @initialize(data=st.data())
    def begin(self, data):
        table = self.ground.case_type.table
        self.now = self.ground.start
        if self.ground.midway is not None:
            self.case = self.ground.midway()
            return
        openings = sorted(
            {row.event for row in table.rows if not row.from_states} & set(self.ground.commands)
        )
        event = data.draw(st.sampled_from(openings), label="opening")
        row = table.opening(event)
        before = Event.objects.count()
        for actor in self.ground.actors:
            command = data.draw(self.ground.commands[event], label="payload")
            opening = self.ground.opening()
            try:
                outcome = open_case(self.ground.case_type.name, command, opening, by=actor, at=self.now)
            except Refused as refused:
                check(refused, Event.objects.count() == before)
                continue
            assert actor.holds_any(row.actors, agency_id=opening.agency_id, owner_id=actor.id)
            self.case = outcome.case
            return
        reject()  # nobody could open a case with these payloads: no walk

    @rule(data=st.data(), hours=st.integers(0, 400), stale=st.booleans(), anything=st.booleans())
    def try_something(self, data, hours, stale, anything):
        self.now += timedelta(hours=hours)
        event, actor = data.draw(self._all() if anything else self._likely(), label="event and actor")
        command = data.draw(self.ground.commands[event], label="payload")
        before, events = Case.objects.get(pk=self.case.pk), Event.objects.count()
        offer = {one.event: one for one in queries.commands(before, viewer=actor, at=self.now)}.get(event)
        expected = before.version - 1 if stale else before.version
        try:
            outcome = fire(before.number, command, by=actor, at=self.now, expected_version=expected)
        except Refused as refused:
            after = Case.objects.get(pk=self.case.pk)
            same = (after.state, after.version, after.title) == (before.state, before.version, before.title)
            check(refused, same and Event.objects.count() == events)
            return
        self.check_move(before, event, actor, offer, outcome, events)

    def _all(self):
        return st.tuples(
            st.sampled_from(sorted(self.ground.commands)), st.sampled_from(list(self.ground.actors))
        )

    def _likely(self):
        """Return what the table has from here, by somebody whom the row names: so walks become deep."""
        case = Case.objects.get(pk=self.case.pk)
        whose = {"agency_id": case.agency_id, "owner_id": case.owner_id}
        found = [
            (row.event, actor)
            for row in self.ground.case_type.table.rows
            if case.state in row.from_states and row.event in self.ground.commands
            for actor in self.ground.actors
            if actor.holds_any(row.actors, **whose)
        ]
        return st.sampled_from(found) if found else self._all()

    def check_move(self, before, event, actor, offer, outcome, events):  # noqa: PLR0917  one move, told whole
        table = self.ground.case_type.table
        row = table.row(before.state, event)
        assert row is not None, f"{event} has no row from {before.state}"
        assert actor.holds_any(row.actors, agency_id=before.agency_id, owner_id=before.owner_id)
        assert offer is not None
        assert offer.allowed, f"{event} was not offered but worked"
        assert outcome.version == before.version + 1
        told = outcome.seq is not None
        assert told or before.phase == Phase.DRAFT
        if told:
            entry = Event.objects.get(pk=outcome.seq)
            assert (entry.subject, entry.event) == (before.number, f"{before.type}.{event}")
            assert Event.objects.count() > events

    @invariant()
    def the_row_is_consistent(self):
        case = getattr(self, "case", None)
        if case is None:
            return
        case = Case.objects.get(pk=case.pk)
        table = self.ground.case_type.table
        assert case.phase == table.phase(case.state)
        assert (case.closed_at is not None) == (case.phase == Phase.CLOSED)
        live = Clock.objects.filter(case=case).exclude(status="stopped")
        assert case.phase != Phase.DRAFT or not live.exists(), "a clock runs in a draft"
        running = sorted(live.filter(status="running").values_list("due_at", flat=True))
        assert case.next_due == (running[0] if running else None)
