"""Work on deliveries and addresses, put in the queue in the caller's transaction."""

from typing import Final

from springhead.foundation.jobs import actions

DELIVERY: Final = "catalog.delivery"
FETCH: Final = "catalog.fetch"
FETCH_DUE: Final = "catalog.fetch_due"
LOOK_AT_KEY: Final = "catalog.key"
SWEEP_GRIDS: Final = "catalog.grids"
KEEP_UPLOAD: Final = "catalog.upload"
JUDGE_LINKS: Final = "catalog.links"
WATCH_LINKS: Final = "catalog.watch"


def keep_upload(upload: str) -> None:
    """Let a worker store a finished upload; once at a time."""
    actions.enqueue(KEEP_UPLOAD, {"upload": upload}, dedupe=of_upload(upload))


def of_upload(upload: str) -> str:
    """Return the dedupe key of the work on an upload."""
    return f"upload:{upload}"


def look_at_key(distribution: str) -> None:
    """Let a worker look at the chosen key of a distribution; once at a time."""
    actions.enqueue(LOOK_AT_KEY, {"distribution": distribution}, dedupe=f"key:{distribution}")


def work_on(number: str, version: int) -> None:
    """Let a worker take a delivery further.

    One job per version of the case: a job that is just ending for an earlier version must not swallow this one.
    """
    actions.enqueue(DELIVERY, {"number": number}, dedupe=f"{all_of(number)}{version}")


def all_of(number: str) -> str:
    """Return how the dedupe keys of all work on a delivery begin."""
    return f"delivery:{number}:"


def fetch(distribution: str) -> None:
    """Let a worker fetch the address of a distribution; once at a time."""
    actions.enqueue(FETCH, {"distribution": distribution}, dedupe=f"fetch:{distribution}")
