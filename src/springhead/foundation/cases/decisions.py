"""Decisions: reasoned outcomes, written once inside an effect; a later one supersedes an earlier one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.cases.models import Case, Decision
from springhead.foundation.cases.registry import Turn
from springhead.foundation.cases.texts import REASONS_NEEDED

LEAST_REASONS: Final = 30  # characters; reference "procedures", section 5.1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is decided: a code of the case type, reasons people read, grounds (codes), remedies, and details."""

    code: str
    reasons: str = ""
    grounds: Sequence[str] = ()
    remedies: Sequence[str] = ()
    body: Mapping[str, Any] = field(default_factory=dict)
    on_behalf_of: str = ""


def reasons_problem(reasons: str, *, where: str = "reasons") -> Problem | None:
    """Return why these reasons are too short, or None; for guards."""
    have = len("".join(reasons.split()))
    return REASONS_NEEDED.at(where, least=LEAST_REASONS, have=have) if have < LEAST_REASONS else None


def decide(case: Case, outcome: Outcome, turn: Turn, *, supersedes: Decision | None = None) -> Decision:
    """Write a decision down, in the transaction of the command. Refused when it has a ground but no reasons."""
    problem = reasons_problem(outcome.reasons) if outcome.grounds else None
    if problem:
        raise Refused(problem)
    return Decision.objects.create(
        case=case,
        event=turn.row.event,
        outcome=outcome.code,
        reasons=outcome.reasons.strip(),
        grounds=list(outcome.grounds),
        remedies=list(outcome.remedies),
        body=dict(outcome.body),
        decided_by=turn.by.id,
        on_behalf_of=outcome.on_behalf_of or case.agency_id,
        decided_at=turn.at,
        supersedes=supersedes,
    )


def current(case: Case) -> Decision | None:
    """Return the newest decision of a case that no other supersedes, or None."""
    return case.decisions.filter(superseded_by=None).order_by("-id").first()
