"""The table as permission: which row a command means now, and whether this actor may use it."""

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.problems import Problem, Refused
from springhead.engine.kernel.workflow import Row
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import CaseType
from springhead.foundation.cases.texts import NO_SUCH_EVENT, NOT_NOW, NOT_YOURS, ROLES


def row_for(found: CaseType, case: Case, event: str) -> Row:
    """Return the row by which `event` moves the case now (or opens it). Refused when there is none."""
    table = found.table
    if event not in table.events:
        raise Refused(NO_SUCH_EVENT.at(event, known=", ".join(table.events)))
    row = table.row(case.state, event) if case.state else table.opening(event)
    if row is None:
        raise Refused(not_now(found, case, event))
    return row


def not_now(found: CaseType, case: Case, event: str) -> Problem:
    """Return the problem of an event that this state does not know."""
    return NOT_NOW.at(event, state=found.texts.states.get(case.state, {}), label=found.texts.events[event])


def role_problem(found: CaseType, case: Case, row: Row, *, by: Actor) -> Problem | None:
    """Return why this actor may not use this row, or None."""
    if by.holds_any(row.actors, agency_id=case.agency_id, owner_id=case.owner_id):
        return None
    who = {
        "zh-Hant": "、".join(pick(ROLES[role], "zh-Hant") for role in row.actors),
        "en": ", ".join(pick(ROLES[role], "en") for role in row.actors),
    }
    return NOT_YOURS.at(row.event, who=who, label=found.texts.events[row.event])
