"""The only door through which a case moves.

One command = one transaction: lock, row of the table, role, guards, effect, state and version, clocks,
ledger event. Either all of it is there afterwards or nothing is; `tests/cases/test_fire_survives.py`
kills a process at every labelled step.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from springhead.engine.kernel.actors import Actor, machine
from springhead.engine.kernel.failpoints import reach
from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Command, Phase, Row
from springhead.foundation import ledger
from springhead.foundation.cases import clocks, keys, numbers, waits
from springhead.foundation.cases.guarded import moving
from springhead.foundation.cases.models import Case, CommandKey, Subject
from springhead.foundation.cases.permission import role_problem, row_for
from springhead.foundation.cases.registry import CaseType, Told, Turn, case_type
from springhead.foundation.cases.texts import CHANGED_MEANWHILE, NO_SUCH_CASE


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a command: the case as it is now, its version, and the ledger line.

    `seq` is the line's number in the ledger (None for what happens inside a draft); `entry` is the line with
    its private facts, only on the first run; a repeated idempotency key gives `replayed=True` and no entry.
    """

    case: Case
    version: int
    seq: int | None
    entry: ledger.Entry | None = None
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """What a new case starts with besides its first command."""

    title: LanguageMap
    agency_id: str = ""
    owner_id: str = ""
    subjects: tuple[str, ...] = ()
    parent: Case | None = None


def open_case(  # noqa: PLR0913  the door names everything it needs
    type_name: str, command: Command, opening: Opening, *, by: Actor, at: datetime, key: str | None = None
) -> Outcome:
    """Open a case with the command of an opening row. Raises Refused with every problem at once.

    `at` is an aware instant. The same `key` from the same actor gives the same case again.
    """
    found = case_type(type_name)
    with transaction.atomic():
        remembered = keys.claim(key, by=by, at=at, what=[type_name, command.event, command])
        if remembered and remembered.case:
            return _replay(remembered.case, remembered)
        waits.lock_family(opening.parent)
        case = Case(
            type=found.name,
            title=dict(opening.title),
            agency_id=opening.agency_id,
            owner_id=opening.owner_id or by.id,
            parent=opening.parent,
            opened_at=at,
            changed_at=at,
        )
        outcome = _move(found, case, command, by=by, at=at, subjects=opening.subjects)
        keys.keep(remembered, case=outcome.case, version=outcome.version, seq=outcome.seq)
        reach("fire.key")
        transaction.on_commit(_committed)
    return outcome


def fire(  # noqa: PLR0913  the door names everything it needs
    case: Case | str,
    command: Command,
    *,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
    key: str | None = None,
) -> Outcome:
    """Move a case (itself or its number) by one row of its table. Raises Refused with every problem at once.

    `at` is an aware instant; `expected_version` refuses when the case moved on meanwhile; `key` makes a
    repeated command harmless.
    """
    number = case if isinstance(case, str) else case.number
    with transaction.atomic():
        remembered = keys.claim(key, by=by, at=at, what=[number, command.event, command])
        if remembered and remembered.case:
            return _replay(remembered.case, remembered)
        locked = waits.lock(number)
        if locked is None:
            raise Refused(NO_SUCH_CASE.at(number))
        reach("fire.locked")
        if expected_version is not None and locked.version != expected_version:
            raise Refused(CHANGED_MEANWHILE.at(number, version=locked.version, expected=expected_version))
        outcome = _move(case_type(locked.type), locked, command, by=by, at=at)
        keys.keep(remembered, case=outcome.case, version=outcome.version, seq=outcome.seq)
        reach("fire.key")
        transaction.on_commit(_committed)
    return outcome


def _move(  # noqa: PLR0913  one move, told whole
    found: CaseType, case: Case, command: Command, *, by: Actor, at: datetime, subjects: tuple[str, ...] = ()
) -> Outcome:
    row = row_for(found, case, command.event)
    problem = role_problem(found, case, row, by=by)
    if problem:
        raise Refused(problem)
    facts = found.facts(case, command, at)
    problems = row.refusals(facts, command)
    if problems:
        raise Refused(*problems)
    turn = Turn(by=by, at=at, row=row, facts=facts, from_state=case.state)
    with moving():
        _enter(found, case, row, at=at, subjects=subjects)
        told = found.effect(command.event)(case, command, turn) or Told()
        reach("fire.effect")
        clocks.apply(case, row.clocks, command=command, at=at, since=told.since, until=told.until)
        # State and version are saved already: an effect may have moved this case on through a child.
        case.save(update_fields=["title", "agency_id", "owner_id", "next_due"])
    reach("fire.moved")
    entry = _tell(found, case, turn, told)
    reach("fire.event")
    version = case.version
    for follow in told.then:
        follow()
        reach("fire.then")
    case.refresh_from_db()
    waits.settle(case, at=at, go=_go_on)
    case.refresh_from_db()
    return Outcome(case=case, version=version, seq=entry.seq if entry else None, entry=entry)


def _enter(found: CaseType, case: Case, row: Row, *, at: datetime, subjects: tuple[str, ...]) -> None:
    """Put the case into its new state, so that the effect sees the case as it will be."""
    state = row.to if row.to is not None else found.table.states(case.state)
    case.state, case.phase = str(state), found.table.phase(state)
    case.version += 1
    case.changed_at = at
    case.closed_at = (case.closed_at or at) if case.phase == Phase.CLOSED else None
    fresh = not case.number
    if fresh:
        case.number = numbers.next_number(found.prefix, parent=case.parent, at=at)
    case.save()
    if fresh:
        Subject.objects.bulk_create(
            Subject(case=case, subject_id=subject) for subject in dict.fromkeys(subjects)
        )


def _tell(found: CaseType, case: Case, turn: Turn, told: Told) -> ledger.Entry | None:
    """Write the ledger event; a draft, and a draft thrown away, is nobody's business."""
    before = found.table.phase(turn.from_state) if turn.from_state else Phase.DRAFT
    if case.phase == Phase.DRAFT or (
        turn.from_state and before is Phase.DRAFT and case.phase == Phase.CLOSED
    ):
        return None
    public: dict[str, Any] = {
        "case": case.number,
        "from": turn.from_state,
        "to": case.state,
        "version": case.version,
        "agency": case.agency_id,
        "subjects": sorted(case.subjects.values_list("subject_id", flat=True)),
        **told.public,
    }
    return ledger.append(
        f"{case.type}.{turn.row.event}",
        subject=case.number,
        actor=told.actor or turn.by.id or "visitor",
        public=public,
        private=dict(told.private) if told.private else None,
        at=turn.at,
    )


def _go_on(case: Case, event: str, at: datetime) -> None:
    """Fire what a state waited for; guards that still refuse leave it waiting for the next child event."""
    with suppress(Refused), transaction.atomic():
        fire(case, case_type(case.type).parse(event, {}), by=machine("wait"), at=at)


def _committed() -> None:
    reach("fire.committed")


def _replay(case: Case, remembered: CommandKey) -> Outcome:
    return Outcome(case=case, version=remembered.version, seq=remembered.seq, replayed=True)
