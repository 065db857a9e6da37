"""What the desk shows of committees; `config/wiring.py` hands it over."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from springhead.engine.kernel.actors import Actor, Role
from springhead.forums.committees import approvals
from springhead.forums.committees.models import Body
from springhead.foundation.agencies.registry import Panel

BodyPanel = Callable[[Body, Actor], Panel | None]
_of_bodies: Final[list[BodyPanel]] = []
APPROVALS = {"zh-Hant": "待核定的決議", "en": "Resolutions to approve"}


def of_desk(viewer: Actor, _agencies: Sequence[str]) -> Panel | None:
    """Return how many resolutions wait for this person's approval; nothing for whoever heads no agency."""
    if Role.AGENCY_HEAD not in viewer.roles:
        return None
    n, more = approvals.count(viewer=viewer)
    return Panel(APPROVALS, "committees/approvals_panel.html", {"waiting": n, "more": more})


def install(of_bodies: Iterable[BodyPanel]) -> None:
    """Say what other nouns show on the page of a body. Replaces what was installed."""
    _of_bodies[:] = list(of_bodies)


def of_body(body: Body, viewer: Actor) -> list[Panel]:
    """Return what other nouns show on the page of a body, in the order of the wiring."""
    made = (maker(body, viewer) for maker in _of_bodies)
    return [panel for panel in made if panel is not None]
