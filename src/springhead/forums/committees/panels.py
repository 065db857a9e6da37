"""What the desk shows of committees; `config/wiring.py` hands it over."""

from collections.abc import Sequence

from springhead.engine.kernel.actors import Actor, Role
from springhead.forums.committees import approvals
from springhead.foundation.agencies.registry import Panel

APPROVALS = {"zh-Hant": "待核定的決議", "en": "Resolutions to approve"}


def of_desk(viewer: Actor, _agencies: Sequence[str]) -> Panel | None:
    """Return how many resolutions wait for this person's approval; nothing for whoever heads no agency."""
    if Role.AGENCY_HEAD not in viewer.roles:
        return None
    n, more = approvals.count(viewer=viewer)
    return Panel(APPROVALS, "committees/approvals_panel.html", {"waiting": n, "more": more})
