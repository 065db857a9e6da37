"""Parents that wait for their children: who is locked first, and what becomes ready."""

from collections.abc import Callable
from datetime import datetime

from springhead.engine.kernel.workflow import Phase
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import case_type

Go = Callable[[Case, str, datetime], None]


def lock(number: str) -> Case | None:
    """Lock a case and return it fresh; its ancestors are locked before it, the oldest first.

    The fixed order keeps two children (or a child and its parent) from waiting for each other, and makes
    a parent that enters a waiting state and the last child that ends see one another.
    """
    case = Case.objects.filter(number=number).select_related("parent").first()
    if case is None:
        return None
    lock_family(case.parent)
    found: Case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    return found


def lock_family(parent: Case | None) -> None:
    """Lock a case and all above it, the oldest first."""
    line: list[int] = []
    while parent is not None:
        line.append(parent.pk)
        parent = parent.parent
    for pk in reversed(line):
        Case.objects.select_for_update(of=("self",)).get(pk=pk)


def settle(case: Case, *, at: datetime, go: Go) -> None:
    """After a move: fire what this case's new state, or its parent's state, was waiting for."""
    waiting = [case] if case.parent_id is None else [case, Case.objects.get(pk=case.parent_id)]
    for one in waiting:
        event = ready_event(one)
        if event:
            go(one, event, at)


def ready_event(case: Case) -> str:
    """Return the event for which this case waits no longer; empty when it waits for nothing, or still does."""
    waiting = case_type(case.type).table.waits_in(case.state)
    if not waiting:
        return ""
    children = list(case.children.order_by().values_list("type", "phase").distinct())
    for wait in waiting:
        if wait.until([Phase(phase) for kind, phase in children if kind in wait.children]):
            return wait.fires
    return ""
