"""What other pages show of meetings; `config/wiring.py` hands these over."""

from collections.abc import Sequence

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import today
from springhead.forums.committees.models import Body
from springhead.forums.meetings import cadence, queries, seats, showing
from springhead.foundation.agencies.registry import Panel

TITLE = {"zh-Hant": "會議", "en": "Meetings"}


def of_body(body: Body, _viewer: Actor) -> Panel:
    """Return a body's latest meetings, and by when it has to meet."""
    rows = [showing.line(one) for one in queries.of_body(body)]
    return Panel(TITLE, "meetings/body_panel.html", {"rows": rows, "body": body, "due": cadence.due_by(body)})


def of_desk(viewer: Actor, _agencies: Sequence[str]) -> Panel | None:
    """Return the ways to the desks of members and secretaries; nothing for everybody else."""
    secretary = viewer.holds(Role.SECRETARY) or viewer.holds(Role.POLICY_OFFICE)
    mine = seats.held_by(viewer, today())
    if not secretary and not mine:
        return None
    missing = len(queries.to_do(viewer=viewer)) if mine else 0
    context = {"missing": missing, "member": bool(mine), "secretary": secretary}
    return Panel(TITLE, "meetings/desk_panel.html", context)
