"""The effects of the events of an agency's part in a cycle, and what its guards look at."""

from datetime import datetime
from typing import Any

from springhead.engine.kernel.now import taipei
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import Told, Turn
from springhead.procedures.high_value import call_commands as commands
from springhead.procedures.high_value import calling
from springhead.procedures.high_value.call_rules import Facts
from springhead.procedures.high_value.models import Call, Cycle


def facts(case: Case, _command: Any, at: datetime) -> Facts:
    """Gather what the guards look at; the case is locked meanwhile."""
    row = Call.objects.filter(case=case).select_related("cycle").first() if case.pk else None
    return Facts(taipei(at).date(), calling.under(row) if row else 0)


def _row(case: Case) -> Call:
    return Call.objects.select_related("cycle", "agency").get(case=case)


def call(case: Case, command: commands.Call, _turn: Turn) -> Told:
    """Make the agency's part."""
    Call.objects.create(
        case=case,
        cycle=Cycle.objects.get(case=case.parent),
        agency=Agency.objects.get(public_id=case.agency_id),
        state=case.state,
    )
    return Told(public={"until": command.until.isoformat() if command.until else ""})


def submit(case: Case, _command: commands.Submit, turn: Turn) -> Told:
    """Note that the nominations are in."""
    row = _row(case)
    row.state, row.answered_at = case.state, turn.at
    row.save(update_fields=["state", "answered_at"])
    return Told(public={"nominations": calling.under(row), "late": row.missed_at is not None})


def state_none(case: Case, command: commands.StateNone, turn: Turn) -> Told:
    """Note why there is nothing to nominate."""
    row = _row(case)
    row.state, row.answered_at, row.reason = case.state, turn.at, command.reason
    row.save(update_fields=["state", "answered_at", "reason"])
    return Told(public={"reason": command.reason, "late": row.missed_at is not None})


def miss(case: Case, _command: commands.Miss, turn: Turn) -> Told:
    """Mark the agency late."""
    Call.objects.filter(case=case, missed_at=None).update(missed_at=turn.at)
    return Told()


def end(case: Case, _command: commands.End, _turn: Turn) -> Told:
    """Nothing but the state: the cycle was called off."""
    Call.objects.filter(case=case).update(state=case.state)
    return Told()
