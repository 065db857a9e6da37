"""Addresses with a frequency: fetched by schedule or on demand; only new bytes become a delivery."""

from datetime import timedelta
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from springhead.engine.kernel.actors import Actor, machine
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem, Refused
from springhead.engine.net.fetch import Fetched, Fetcher, Known
from springhead.engine.net.names import file_name
from springhead.foundation.agencies.models import Agency
from springhead.foundation.catalog import deliveries, editing, pipeline, queue, store
from springhead.foundation.catalog.deliveries import Parcel
from springhead.foundation.catalog.models import Distribution
from springhead.foundation.catalog.vocabulary import Kind, Source

FETCHER: Final = machine("fetch")
BATCH: Final = 500
PATIENCE: Final = timedelta(hours=1)  # until a failed fetch is tried again, unless its turn comes sooner


@cache
def fetcher() -> Fetcher:
    """Return the outgoing client of this process; in demo mode it may reach the demo's own pretend site."""
    here = settings.SPRINGHEAD
    return Fetcher(allow=frozenset({here.address} if here.demo else ()))


def queue_due() -> int:
    """Queue every address whose time has come, a batch at most; returns how many."""
    due = Distribution.objects.filter(fetch_next__lte=now()).order_by("fetch_next")
    waiting = list(due.values_list("public_id", flat=True)[:BATCH])
    for public_id in waiting:
        with transaction.atomic():
            queue.fetch(public_id)
    return len(waiting)


def fetch(public_id: str, *, client: Fetcher | None = None) -> str:
    """Fetch one address. Returns `unchanged`, `delivered` or `failed`; the outcome stands in `fetch_state`."""
    distribution = Distribution.objects.select_related("dataset__agency").get(public_id=public_id)
    with store.scratch(f"fetch-{public_id}") as folder:
        try:
            found = (client or fetcher()).fetch(distribution.url, folder, known=_known(distribution))
            return _take(distribution, found)
        except Refused as refusal:
            _note(distribution, "failed", problem=refusal.problems[0])
            return "failed"


def _known(distribution: Distribution) -> Known:
    """Return the marks of the bytes that last became a delivery, so that the server need not send them again."""
    state = distribution.fetch_state
    return Known(state.get("etag", ""), state.get("last_modified", "")) if state.get("sha256") else Known()


def _take(distribution: Distribution, found: Fetched) -> str:
    if found.path is None or found.sha256 == distribution.fetch_state.get("sha256"):
        _note(distribution, "unchanged", found=found)
        return "unchanged"
    blob = store.blobs().adopt(found.path)
    name = found.name or distribution.url.rpartition("/")[2] or "download"
    parcel = Parcel(blob, name, source=Source.ADDRESS, publish_when_clean=distribution.dataset.visible)
    with transaction.atomic():
        deliveries.deliver(distribution, parcel, by=FETCHER)
        _note(distribution, "delivered", found=found)
    return "delivered"


def _note(
    distribution: Distribution, outcome: str, *, found: Fetched | None = None, problem: Problem | None = None
) -> None:
    state: dict[str, Any] = {**distribution.fetch_state, "at": now().isoformat(), "outcome": outcome}
    state["problem"] = pipeline.in_both(problem) if problem else None
    if found is not None:
        state |= {"etag": found.known.etag, "last_modified": found.known.last_modified}
        state |= {"sha256": found.sha256, "size": found.size} if found.path is not None else {}
    distribution.fetch_state = state
    distribution.fetch_failed = problem is not None
    distribution.fetch_next = _next(distribution, failed=problem is not None)
    distribution.save(update_fields=["fetch_state", "fetch_failed", "fetch_next"])


def _next(distribution: Distribution, *, failed: bool) -> Any:
    every = distribution.fetch_every_minutes
    if not every:
        return None
    pause = timedelta(minutes=every)
    return now() + (min(pause, PATIENCE) if failed else pause)


@transaction.atomic
def begin(agency: Agency, url: str, *, fetched: bool, by: Actor) -> Distribution:
    """Begin a draft dataset from an address, to be fetched at once or listed as a link. Raises `Refused` (no address)."""
    editing.check_address(url)
    distribution = deliveries.new_dataset(agency, file_name(None, url), by=by)
    distribution.url = url.strip()
    distribution.kind = Kind.FILE if fetched else Kind.LINK
    distribution.save(update_fields=["url", "kind"])
    if fetched:
        schedule(distribution, None)
    return distribution


def schedule(distribution: Distribution, every_minutes: int | None) -> None:
    """Set how often an address is fetched (None: only on demand) and fetch it now."""
    with transaction.atomic():
        distribution.fetch_every_minutes = every_minutes
        distribution.fetch_next = now() + timedelta(minutes=every_minutes) if every_minutes else None
        distribution.save(update_fields=["fetch_every_minutes", "fetch_next"])
        queue.fetch(distribution.public_id)
