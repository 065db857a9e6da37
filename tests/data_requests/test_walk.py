"""Random people give random commands to a request, its parts and its promises, and the clock jumps."""

import json
import os
import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.commitments.conftest import serve, withdraw
from tests.data_requests.conftest import (
    COMMITTEE,
    DESK,
    NEIGHBOUR,
    NOON,
    OTHER_DESK,
    PARENT,
    REFUSAL,
    WHY,
    not_collected,
    of,
    refused,
    will_open,
)
from tests.support.walker import check

from springhead.engine.kernel import policies
from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.calendar import taiwan
from springhead.engine.kernel.now import taipei
from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Phase, Row
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases import sweeper, waits
from springhead.foundation.cases.fire import Opening, fire, open_case
from springhead.foundation.cases.models import Case, Clock
from springhead.foundation.cases.registry import case_type
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.commitments import checking
from springhead.foundation.commitments.case import COMMITMENT
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.ledger.models import Event
from springhead.procedures.data_requests import commands
from springhead.procedures.data_requests.case import PART, REQUEST
from springhead.procedures.data_requests.models import DataRequest, Part

SENTENCE = "理由寫在這裡，讓大家看得懂。"


TEXTS = ("", "短", SENTENCE, REFUSAL, "本案將錄案研議。")
DAYS = ("", "2026-03-01", "2026-04-30", "2026-12-31", "2040-01-01")
Pick = Callable[[Sequence[Any]], Any]


EVENTS = {kind.name: tuple(kind.table.events) for kind in (REQUEST, PART, COMMITMENT)}
RARE = ("merge", "decline", "withdraw", "redact", "join")  # what would end most walks at once, or fill them


class Story(RuleBasedStateMachine):
    """One request of two agencies, with everybody who may have a word in it."""

    moved: Counter[str] = Counter()  # over all walks: what worked, so that the test can tell it walked far

    @initialize()
    def begin(self) -> None:
        """Ask."""
        self.at = NOON
        self.agencies: list[Agency] = [
            naming.create(Agency(names={"zh-Hant": f"清溪縣政府第{n}局 {Agency.objects.count()}"}))
            for n in range(3)
        ]
        self.people = [PARENT, NEIGHBOUR, DESK, OTHER_DESK, COMMITTEE]
        self.people += [of(one, role) for one in self.agencies for role in (Role.OFFICER, Role.AGENCY_LEAD)]
        items = [{"title": "事故地點", "fields": ["發生時間"]}, {"title": "道路寬度"}]
        told = {
            "title": "學校周邊的交通事故地點",
            "items": items,
            "reason": WHY,
            "agencies": [one.public_id for one in self.agencies[:2]],
        }
        opening = Opening({"zh-Hant": told["title"]}, owner_id=PARENT.id)
        self.request = open_case(
            "data_request", commands.parse("submit", told), opening, by=PARENT, at=self.at
        ).case
        self.other = open_case(
            "data_request",
            commands.parse("submit", {**told, "agencies": []}),
            opening,
            by=NEIGHBOUR,
            at=self.at,
        ).case

    def family(self) -> list[Case]:
        """Return the request, its parts and their promises."""
        parts = list(Case.objects.filter(parent_id=self.request.pk))
        promises = list(Case.objects.filter(parent__in=parts))
        return [Case.objects.get(pk=self.request.pk), *parts, *promises]

    @rule(data=st.data())
    def by_hypothesis(self, data: Any) -> None:
        """Let Hypothesis choose, so that it can shrink what goes wrong."""
        self.try_something(lambda options: data.draw(st.sampled_from(list(options))))

    def try_something(self, pick: Pick) -> None:
        """Give a command, mostly one the table knows here; it works whole or changes nothing."""
        self.at += timedelta(hours=pick(range(60)))
        sensible, stale = pick(range(4)), pick(range(10))
        case = pick(self.family())
        table = case_type(case.type).table
        rare = pick(range(20)) == 19
        here = {row.event for row in table.rows_from(case.state) if set(row.actors) != {Role.MACHINE}}
        events = (here if sensible else set(EVENTS[case.type])) - (set() if rare else set(RARE)) or {"report"}
        event = pick(sorted(events))
        row = table.row(case.state, event)
        able = [one for one in self.people if row and self.may(one, row, case)]
        actor = pick(able if sensible and able else self.people)
        before, count = self.picture(), Event.objects.count()
        try:
            command = case_type(case.type).parse(event, self.payload(pick, event, good=bool(sensible)))
            expected = case.version - 1 if stale == 9 else None
            outcome = fire(case.number, command, by=actor, at=self.at, expected_version=expected)
        except Refused as refusal:
            check(refusal, (self.picture(), Event.objects.count()) == (before, count))
            return
        assert stale < 9
        assert row is not None
        assert self.may(actor, row, case)
        assert outcome.version == case.version + 1
        self.moved[f"{case.type}.{event}"] += 1

    @staticmethod
    def may(actor: Actor, row: Row, case: Case) -> bool:
        """Tell whether the table lets this actor use this row."""
        return actor.holds_any(row.actors, agency_id=case.agency_id, owner_id=case.owner_id)

    def payload(self, pick: Pick, event: str, *, good: bool) -> dict[str, Any]:
        """Draw a payload: a right one, or anything."""
        agency = pick([*(one.public_id for one in self.agencies), ""])
        numbers = (1, 2) if good else pick([(1, 2), (1,), (2, 2), ()])
        items = [pick([refused, will_open, not_collected])(n) for n in numbers]
        day = (taipei(self.at).date() + timedelta(days=40)).isoformat()
        for one in items:
            if one["outcome"] == "will_open":
                one["until"] = day
        grounds = ["personal_data"] if event == "redact" else ["not_data", "abusive"]
        return {
            "agency": agency,
            "reason": SENTENCE if good else pick(TEXTS),
            "text": SENTENCE if good else pick(TEXTS),
            "until": day if good else pick(DAYS),
            "stars": pick(range(3 if good else 0, 6)),
            "ground": pick(grounds if good else ["", *grounds]),
            "place": pick(["title", "reason", "name"]),
            "into": pick(["", self.request.number, self.other.number]),
            "days": pick(range(21)),
            "items": items,
        }

    def picture(self) -> list[tuple[Any, ...]]:
        """Return what a refusal may not change."""
        return [(one.number, one.state, one.version, one.agency_id, one.owner_id) for one in self.family()]

    @rule(jump=st.integers(1, 30), late=st.booleans())
    def let_time_pass(self, jump: int, late: bool) -> None:
        """Jump, and let the sweeper come once or twice: the second time nothing is left to do."""
        self.at += timedelta(days=jump)
        sweeper.now = lambda: self.at
        while sweeper.sweep():
            pass
        count = Event.objects.count()
        sweeper.now = lambda: self.at + timedelta(minutes=late)
        assert sweeper.sweep() == 0
        assert Event.objects.count() == count

    @rule(n=st.integers(0, 9), good=st.booleans())
    def publish_or_withdraw(self, n: int, good: bool) -> None:
        """Let a promised dataset appear, lose a field or vanish; the machine looks."""
        rows = list(
            Commitment.objects.filter(case__parent__parent_id=self.request.pk).select_related(
                "case", "dataset"
            )
        )
        if not rows:
            return
        row = rows[n % len(rows)]
        if good:
            serve(row.dataset, *(row.items or ["欄位"]), at=self.at)
        elif Dataset.objects.get(pk=row.dataset_id).stage == "served":
            withdraw(row.dataset)
        for one in rows:
            checking.look(Commitment.objects.select_related("case", "dataset").get(pk=one.pk), at=self.at)

    @invariant()
    def every_case_is_where_its_table_says(self) -> None:
        """State, phase, closing and next due day fit; nothing that is ready still waits."""
        for case in self.family() if hasattr(self, "request") else ():
            table = case_type(case.type).table
            assert case.phase == table.phase(case.state)
            assert (case.closed_at is not None) == (case.phase == Phase.CLOSED)
            assert waits.ready_event(case) == "", f"{case.number} hangs in {case.state}"
            running = case.clocks.filter(status=Clock.Status.RUNNING).order_by("due_at")
            assert case.next_due == running.values_list("due_at", flat=True).first()
            moves = (
                Event.objects.filter(subject=case.number).exclude(event__startswith="term.").order_by("seq")
            )
            versions = [json.loads(event.public)["version"] for event in moves]
            assert versions == sorted(set(versions)), f"{case.number}: {versions}"

    @invariant()
    def whoever_must_act_has_a_term(self) -> None:
        """A part that waits for somebody has a clock, and the answer's counts from the submission."""
        wanted = {
            "assigned": "answer", "offered": "placement", "unplaced": "answer", "answered": "verdict",
            "reconsidering": "reconsider", "in_committee": "agenda",
        }  # fmt: skip
        for part in self.parts():
            kind = wanted.get(part.case.state)
            if kind:
                live = part.case.clocks.exclude(status="stopped").filter(kind=kind)
                assert live.count() == 1, f"{part.number} {part.case.state}"

    @invariant()
    def every_due_day_is_the_one_counted_by_hand(self) -> None:
        """Fourteen days after day 0, on to the next working day; after a revival from that day."""
        assert policies.in_force("answer", taipei(NOON).date()).amount == 14
        for part in self.parts():
            clock = part.case.clocks.filter(kind="answer").order_by("id").first()
            assert clock is not None
            last = taipei(NOON).date() + timedelta(days=14)
            while taiwan().nature(last, "").rest:
                last += timedelta(days=1)
            assert taipei(clock.due_at).date() == last + timedelta(days=1)

    @invariant()
    def rows_and_cases_agree(self) -> None:
        """Owner, supporters, refusals and promises are told once."""
        if not hasattr(self, "request"):
            return
        request = DataRequest.objects.select_related("case").get(case_id=self.request.pk)
        assert request.supporters == request.joined.count()
        for part in self.parts():
            assert part.case.owner_id == request.case.owner_id
            assert part.has_refusal == part.items.filter(outcome="refused").exists()
            mine = set(part.items.exclude(commitment=None).values_list("commitment_id", flat=True))
            open_promises = Case.objects.filter(parent_id=part.case_id, type="commitment").exclude(
                phase="closed"
            )
            assert {one.pk for one in open_promises} <= mine

    def parts(self) -> list[Part]:
        """Return the parts of the request."""
        if not hasattr(self, "request"):
            return []
        return list(Part.objects.filter(request__case_id=self.request.pk).select_related("case"))


@pytest.mark.django_db
@pytest.mark.slow
def test_three_tables_keep_their_promises(monkeypatch) -> None:
    monkeypatch.setattr(sweeper, "now", lambda: NOON)
    walks = int(os.environ.get("SPRINGHEAD_WALKS", "12"))
    quiet = list(HealthCheck)
    run_state_machine_as_test(
        Story,
        settings=settings(
            max_examples=walks,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=quiet,
            database=None,
        ),
    )


@pytest.mark.django_db
@pytest.mark.slow
def test_long_walks_get_everywhere(monkeypatch) -> None:
    """The same steps by a seeded die, so that every run walks equally far; hours, then weeks."""
    monkeypatch.setattr(sweeper, "now", lambda: NOON)
    Story.moved.clear()
    for seed in range(8):
        dice = random.Random(seed)
        story = Story()
        story.begin()
        for _ in range(40):
            story.try_something(dice.choice)
            if dice.random() < 0.15:
                story.let_time_pass(dice.randint(1, 20), dice.random() < 0.5)
            if dice.random() < 0.15:
                story.publish_or_withdraw(dice.randint(0, 9), dice.random() < 0.7)
            for look in (
                story.every_case_is_where_its_table_says,
                story.whoever_must_act_has_a_term,
                story.every_due_day_is_the_one_counted_by_hand,
                story.rows_and_cases_agree,
            ):
                look()
    assert sum(Story.moved.values()) > 40, Story.moved
    assert len(Story.moved) >= 12, Story.moved
