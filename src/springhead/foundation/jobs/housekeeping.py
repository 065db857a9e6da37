"""Forgets work that was finished long ago."""

from datetime import timedelta
from typing import Final

from springhead.foundation.jobs.actions import prune
from springhead.foundation.jobs.registry import Handler, Periodic
from springhead.foundation.jobs.run import Run


def prune_finished(_run: Run) -> None:
    """Delete the rows of work finished more than 30 days ago."""
    prune()


HANDLERS: Final = (Handler("jobs.prune", prune_finished),)
PERIODIC: Final = (Periodic("jobs.prune", timedelta(days=1), "jobs.prune"),)
