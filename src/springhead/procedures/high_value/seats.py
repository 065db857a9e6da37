"""The seats in which somebody may score a nomination."""

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.now import today
from springhead.forums.committees import matters
from springhead.forums.committees.models import Member
from springhead.forums.meetings.seats import sits
from springhead.foundation.cases.models import Case


def of(viewer: Actor, case: Case) -> list[Member]:
    """Return the viewer's seats in the body that hears a case now; empty for everybody else."""
    if not viewer.id or case.state not in ("agency_committee", "ey_committee"):
        return []
    body = matters.hearer(case)
    rows = Member.objects.filter(body=body, person__public_id=viewer.id) if body else []
    return [one for one in rows if sits(one, today()) and one.position != Member.Position.SECRETARY]
