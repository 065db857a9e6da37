"""What waits for a body: a follower of the ledger over the state tables. Nothing registers by hand."""

from collections.abc import Sequence
from typing import Final

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.now import now
from springhead.engine.kernel.workflow import Tier
from springhead.forums.committees.bodies import body_of, executive
from springhead.forums.committees.models import Body, Matter
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import case_types, find
from springhead.foundation.ledger.entries import Entry

BATCH: Final = 500


def follow(entries: Sequence[Entry]) -> None:
    """Bring the matters to what these events changed."""
    numbers = dict.fromkeys(str(entry.public["case"]) for entry in entries if entry.public.get("case"))
    for case in Case.objects.filter(number__in=numbers):
        look(case)
    if any(entry.event in ("committee.made", "agency.merged") for entry in entries):
        find_bodies()


def look(case: Case) -> None:
    """Let one case wait for its body, or wait no longer."""
    events = resolvable(case)
    if not events:
        Matter.objects.filter(case=case).delete()
        return
    body = hearer(case)
    found, fresh = Matter.objects.get_or_create(
        case=case, defaults={"body": body, "events": events, "since": case.changed_at}
    )
    if not fresh and (found.events, found.body_id) != (events, body.pk if body else None):
        found.events, found.body = events, body
        found.save(update_fields=["events", "body"])


def hearer(case: Case) -> Body | None:
    """Return the body that hears a case as it stands now; None: there is none, the policy office does."""
    kind = find(case.type)
    rows = kind.table.rows_from(case.state) if kind else ()
    heard = next((row for row in rows if Role.COMMITTEE in row.actors and not row.on_demand), None)
    return executive() if heard and heard.tier is Tier.EXECUTIVE else body_of(case.agency_id)


def resolvable(case: Case) -> list[str]:
    """Return what a body may resolve on a case now; empty while nothing waits for one."""
    kind = find(case.type)
    if kind is None:
        return []
    rows = [row for row in kind.table.rows_from(case.state) if Role.COMMITTEE in row.actors]
    if not rows:
        return []
    facts = kind.facts(case, None, now())
    open_now = [row for row in rows if not row.hindrances(facts)]
    return [row.event for row in open_now] if any(not row.on_demand for row in open_now) else []


def find_bodies() -> None:
    """Give every matter to the body that hears it now, as after a committee was set up."""
    for matter in Matter.objects.select_related("case").order_by("pk").iterator(chunk_size=BATCH):
        body = hearer(matter.case)
        if matter.body_id != (body.pk if body else None):
            Matter.objects.filter(pk=matter.pk).update(body=body)


def rebuild() -> int:
    """Make all matters anew from the cases; returns how many wait."""
    Matter.objects.all().delete()
    types = [
        kind.name for kind in case_types() if any(Role.COMMITTEE in row.actors for row in kind.table.rows)
    ]
    for case in Case.objects.filter(type__in=types).order_by("pk").iterator(chunk_size=BATCH):
        look(case)
    return Matter.objects.count()
