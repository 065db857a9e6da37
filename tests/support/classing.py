"""A nursery of openness classes and applications: killed at every labelled step of what is written."""

import sys
from datetime import timedelta

from tests.support import nursery

OPENING = ("fire.effect", "fire.moved", "fire.event", "fire.key", "fire.committed")
MOVING = ("fire.locked", *OPENING)
RESOLVING = (*MOVING[:-2], "fire.then", *MOVING[-2:])
SETTINGS = "tests.support.catalog_settings"


def main() -> None:
    """Kill, look, and do it again."""
    nursery.set_up()
    from tests.openness import conftest as tests
    from tests.openness.conftest import Role

    from springhead.foundation.agencies import naming
    from springhead.foundation.agencies.models import Agency
    from springhead.foundation.cases import registry
    from springhead.foundation.catalog import classes
    from springhead.foundation.catalog.case import DELIVERY
    from springhead.foundation.commitments.case import COMMITMENT
    from springhead.procedures.openness.case import APPLICATION, OPENNESS
    from springhead.procedures.openness.settling import KEEPER

    registry.install([DELIVERY, COMMITMENT, OPENNESS, APPLICATION])
    classes.install(KEEPER)
    agency = naming.create(Agency(names={"zh-Hant": "清溪縣政府衛生局"}))
    officer, head = tests.of(agency, Role.OFFICER), tests.of(agency, Role.AGENCY_HEAD)
    for label in OPENING:
        made = dataset(agency)
        try_it("classify", label, made, lambda made=made: opened(made, "classify", officer))
    for label in MOVING:
        made = dataset(agency, visible=True, stage="listed")
        number = opened(made, "propose", officer).case.number
        try_it(
            "approve",
            label,
            made,
            lambda number=number: moved(number, "approve", head, **tests.APPROVAL),
        )
    for label in RESOLVING:
        made = dataset(agency)
        number = opened(made, "classify", officer).case.number
        told = {"reason": tests.WHY, "until": "2026-06-30"}
        try_it(
            "resolve",
            label,
            made,
            lambda number=number, told=told: moved(number, "find_unreasonable", tests.COMMITTEE, **told),
        )
    for label in OPENING:
        made = on_application(agency, officer)
        try_it("apply", label, made, lambda made=made: applied(made))
    for label in MOVING:
        made = on_application(agency, officer)
        number = applied(made).case.number
        try_it("grant", label, made, lambda number=number: granted(number, officer))


def try_it(what, label, made, work):
    """Say what there is before, after death in the middle, and after it was done again."""
    nursery.say(what=f"{what} before", label=label, **seen(made))
    killed = nursery.die_at(label, work)
    nursery.say(what=what, label=label, killed=killed, **seen(made))
    again = work()
    nursery.say(what=f"{what} again", label=label, replayed=again.replayed, **seen(made))


def dataset(agency, **more):
    """Make a dataset."""
    from springhead.foundation.catalog.models import Dataset

    return Dataset.objects.create(agency=agency, title={"zh-Hant": "傳染病個案"}, **more)


def on_application(agency, officer):
    """Make a dataset that is provided on application, with its terms."""
    from tests.openness.test_applications import TERMS

    from springhead.procedures.openness import applications

    made = dataset(agency, visible=True, stage="listed", openness="on_application")
    applications.state_terms(made, TERMS, by=officer)
    return made


def opened(made, event, by):
    """Open the class case of a dataset."""
    from tests.openness.conftest import NOON, classed

    from springhead.foundation.cases.fire import Opening, open_case
    from springhead.procedures.openness import commands

    command = commands.parse(event, {**classed(), "dataset": made.public_id})
    opening = Opening(dict(made.title), made.agency.public_id, subjects=(made.public_id,))
    return open_case("openness", command, opening, by=by, at=NOON, key=f"{event}:{made.public_id}")


def moved(number, event, by, **data):
    """Give a command to a class case."""
    from tests.openness.conftest import NOON

    from springhead.foundation.cases.fire import fire
    from springhead.procedures.openness import commands

    return fire(number, commands.parse(event, data), by=by, at=NOON, key=f"{event}:{number}")


def applied(made):
    """Apply for a dataset."""
    from tests.openness.conftest import NOON
    from tests.openness.test_applications import CITIZEN, FORM

    from springhead.foundation.cases.fire import Opening, open_case
    from springhead.procedures.openness import application_commands as commands

    command = commands.parse("apply", {**FORM, "dataset": made.public_id})
    opening = Opening(
        dict(made.title), made.agency.public_id, owner_id=CITIZEN.id, subjects=(made.public_id,)
    )
    key = f"apply:{made.public_id}"
    return open_case("data_application", command, opening, by=CITIZEN, at=NOON, key=key)


def granted(number, officer):
    """Grant an application."""
    from tests.openness.conftest import NOON

    from springhead.foundation.cases.fire import fire
    from springhead.procedures.openness import application_commands as commands

    command = commands.parse("grant", {"fee_twd": "0", "conditions": "僅供學術研究，不得再提供他人。"})
    return fire(number, command, by=officer, at=NOON + timedelta(days=1), key=f"grant:{number}")


def seen(made):
    """Return what the database holds, and the class of the dataset."""
    from springhead.foundation.cases.models import Case, Clock, Decision
    from springhead.foundation.catalog.models import Dataset
    from springhead.foundation.ledger.models import Event
    from springhead.procedures.openness.models import Application, Classification, Record

    return {
        "class": Dataset.objects.get(pk=made.pk).openness,
        "states": sorted(
            Case.objects.filter(subjects__subject_id=made.public_id).values_list("state", flat=True)
        ),
        "approved": Classification.objects.exclude(approved_by="").count(),
        "records": Record.objects.count(),
        "classifications": Classification.objects.count(),
        "applications": Application.objects.count(),
        "decided": Application.objects.exclude(decided_at=None).count(),
        "promises": Case.objects.filter(type="commitment").count(),
        "cases": Case.objects.count(),
        "decisions": Decision.objects.count(),
        "clocks": Clock.objects.count(),
        "events": Event.objects.count(),
    }


if __name__ == "__main__":
    sys.exit(main())
