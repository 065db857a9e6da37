"""Reading jobs: how far something is, and what went wrong. Who may ask is decided by the noun that owns it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.now import wall
from springhead.engine.kernel.problems import Refused
from springhead.foundation.jobs.models import OPEN, Job, State
from springhead.foundation.jobs.texts import NO_SUCH_JOB


@dataclass(frozen=True, slots=True)
class Standing:
    """How a job stands, computed now: `state` is "interrupted" while a dead worker's lease has ended."""

    job_id: str
    kind: str
    state: str
    step: str
    progress: float
    message: LanguageMap
    attempt: int
    error: Mapping[str, Any] | None
    created_at: datetime
    finished_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether there is still something to wait for."""
        return self.finished_at is None


def standing(job_id: str) -> Standing:
    """Return how a job stands. Refused (404) when it is unknown."""
    job = Job.objects.filter(public_id=job_id).first()
    if job is None:
        raise Refused(NO_SUCH_JOB.at(job_id))
    return as_standing(job)


def as_standing(job: Job) -> Standing:
    """Return a row as what it means now."""
    return Standing(
        job_id=job.public_id,
        kind=job.kind,
        state="interrupted" if job.is_lapsed(wall()) else job.state,
        step=job.step,
        progress=job.progress,
        message=job.message,
        attempt=job.attempt,
        error=job.error,
        created_at=job.created_at,
        finished_at=job.finished_at,
    )


def open_with(dedupe: str) -> Standing | None:
    """Return the open job with this dedupe key, or None."""
    job = Job.objects.filter(dedupe=dedupe, state__in=OPEN).first()
    return as_standing(job) if job else None


def open_of(kind: str) -> frozenset[str]:
    """Return the dedupe keys of the open jobs of a kind."""
    keys = Job.objects.filter(kind=kind, state__in=OPEN).values_list("dedupe", flat=True)
    return frozenset(key for key in keys if key)


def waiting_for(dedupe: str) -> Standing | None:
    """Return the job put off whose dedupe key begins so, or None; its message says what it waits for."""
    job = Job.objects.filter(dedupe__startswith=dedupe, state=State.WAITING).first()
    return as_standing(job) if job else None


def backlog(lane: str) -> int:
    """Return how many jobs of a lane are open (for the operator's page and the health check)."""
    return Job.objects.filter(lane=lane, state__in=OPEN).count()


def recent_failures(*, limit: int = 50) -> list[Standing]:
    """Return the jobs given up last, newest first."""
    rows = Job.objects.filter(state=State.FAILED).order_by("-finished_at")[:limit]
    return [as_standing(job) for job in rows]
