"""What workers do for checks; `config/wiring.py` hands these to the jobs."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from springhead.engine.kernel.now import now, wall
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.checks import actions, calling, looking, pacing, sealing, texts
from springhead.foundation.checks.evidence import Evidence
from springhead.foundation.checks.models import Allowance, Check
from springhead.foundation.checks.vocabulary import Sort
from springhead.foundation.jobs.registry import Handler, Periodic
from springhead.foundation.jobs.run import Again, Run

MOST: Final = 100  # watchers whose wishes guide a call
ALLOWANCES_KEPT: Final = timedelta(days=2)


def look(run: Run) -> None:
    """Look at one address and note what was found: the network once, the note exactly once."""
    public_id = str(run.payload["check"])
    row = Check.objects.get(public_id=public_id)
    run.progress(0.1, texts.WAITING)
    try:
        found = run.step("look", lambda: _look(row).as_json())
    except Refused as refused:
        problem = refused.problems[0]
        if problem.code in looking.PASSING:
            raise Again(problem) from refused
        raise
    run.step("note", lambda: _note(public_id, found), in_transaction=True)


def _look(row: Check) -> Evidence:
    if row.kind != Sort.API:
        return looking.look(row.url)
    wanted = [str(name) for fields in row.watches.values_list("fields", flat=True)[:MOST] for name in fields]
    return calling.call(row.url, wanted=wanted)


def _note(public_id: str, found: Mapping[str, Any]) -> str:
    return str(actions.note(public_id, Evidence.from_json(found), at=now()).verdict)


def gave_up(_job_id: str, payload: Mapping[str, Any], problem: Problem) -> None:
    """Say that our own machine could not decide, so that nobody waits for ever; this is never counted as red."""
    if Check.objects.filter(public_id=payload["check"]).exists():
        actions.note(str(payload["check"]), Evidence().with_trouble(problem), at=now())


def sweep(_run: Run) -> None:
    """Queue the watched addresses whose time has come."""
    actions.queue_due(now())


def seal(_run: Run) -> None:
    """Seal what was found since the last time."""
    while sealing.seal(now()) == sealing.BATCH:
        continue


def tidy(_run: Run) -> None:
    """Forget hosts nobody asks any more and allowances of past hours."""
    pacing.forget(wall())
    Allowance.objects.filter(hour__lt=now() - ALLOWANCES_KEPT).delete()


HANDLERS: Final = (
    Handler(actions.LOOK, look, failed=gave_up),
    Handler("checks.sweep", sweep),
    Handler("checks.seal", seal),
    Handler("checks.tidy", tidy),
)
PERIODIC: Final = (
    Periodic("checks: addresses", timedelta(minutes=1), "checks.sweep"),
    Periodic("checks: seal", timedelta(minutes=10), "checks.seal"),
    Periodic("checks: tidy", timedelta(days=1), "checks.tidy"),
)
