"""What the workers of this installation can do, handed over once by `config/wiring.py`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.jobs.texts import UNKNOWN_KIND

if TYPE_CHECKING:
    from springhead.foundation.jobs.run import Run

Work = Callable[["Run"], None]
Failed = Callable[[str, Mapping[str, Any], Problem], None]


@dataclass(frozen=True, slots=True)
class Handler:
    """Who does the work of one kind.

    `failed(job id, payload, problem)` runs in the transaction that gives the job up, also when the worker
    died too often to say so itself; it is where a case learns that its file could not be read.
    """

    kind: str
    work: Work
    failed: Failed | None = None
    max_attempts: int = 5


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job that is put in the queue every so often, once at a time."""

    name: str
    every: timedelta
    kind: str
    lane: str = "fast"
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pulse:
    """A cheap look, in every worker of the lane, whether a follower has something to do.

    It leaves no job row, so it must be safe when two workers do it at once and harmless when one dies in it.
    """

    name: str
    every: timedelta
    beat: Callable[[], None]
    lane: str = "fast"


@dataclass(frozen=True, slots=True)
class Duties:
    """Everything the workers know."""

    handlers: Mapping[str, Handler] = field(default_factory=dict)
    periodic: tuple[Periodic, ...] = ()
    pulses: tuple[Pulse, ...] = ()

    def handler(self, kind: str) -> Handler:
        """Return the handler of a kind. Refused when there is none."""
        found = self.handlers.get(kind)
        if found is None:
            raise Refused(UNKNOWN_KIND.at(kind))
        return found


_duties: Final[dict[str, Duties]] = {}


def install(
    handlers: Iterable[Handler], periodic: Iterable[Periodic] = (), pulses: Iterable[Pulse] = ()
) -> None:
    """Make these, and only these, the duties of the process. ValueError when a kind has two handlers."""
    by_kind: dict[str, Handler] = {}
    for handler in handlers:
        if handler.kind in by_kind:
            raise ValueError(f"two handlers for {handler.kind!r}")
        by_kind[handler.kind] = handler
    duties = Duties(by_kind, tuple(periodic), tuple(pulses))
    orphans = [task.name for task in duties.periodic if task.kind not in by_kind]
    if orphans:
        raise ValueError(f"periodic tasks without a handler: {orphans}")
    _duties["duties"] = duties


def duties() -> Duties:
    """Return what was installed."""
    return _duties.get("duties") or Duties()
