"""A nursery in which commands on cases are killed at every labelled step of the door."""

import sys

from tests.support import nursery

LABELS = ("fire.effect", "fire.moved", "fire.event", "fire.key", "fire.committed")


def main() -> None:
    nursery.set_up()
    from tests.support import parcels

    parcels.install()
    for label in LABELS:
        killed = nursery.die_at(label, lambda label=label: parcels.hand_in(key=f"open:{label}"))
        nursery.say(what="open", label=label, killed=killed, **seen())
        again = parcels.hand_in(key=f"open:{label}")
        nursery.say(
            what="open again", label=label, replayed=again.replayed, number=again.case.number, **seen()
        )
    for label in ("fire.locked", *LABELS):
        case = parcels.hand_in().case
        nursery.say(what="ready", label=label, **seen(case))
        killed = nursery.die_at(label, lambda case=case, label=label: move(case, label))
        nursery.say(what="move", label=label, killed=killed, **seen(case))
        again = move(case, label)
        nursery.say(what="move again", label=label, replayed=again.replayed, **seen(case))


def move(case, label):
    from tests.support import parcels

    from springhead.foundation.cases.fire import fire

    return fire(
        case.number, parcels.Payload("travel"), by=parcels.OFFICER, at=parcels.NOON, key=f"move:{label}"
    )


def seen(case=None) -> dict:
    """Return what the database holds: all cases, or one."""
    from springhead.foundation.cases.models import Case, Clock, CommandKey
    from springhead.foundation.ledger.models import Event, Head

    found = {
        "cases": Case.objects.count(),
        "events": Event.objects.count(),
        "heads": Head.objects.count(),
        "clocks": Clock.objects.count(),
        "running": Clock.objects.filter(status="running").count(),
        "keys": CommandKey.objects.count(),
    }
    if case is None:
        return found
    fresh = Case.objects.get(pk=case.pk)
    return {**found, "state": fresh.state, "version": fresh.version, "title": fresh.title}


if __name__ == "__main__":
    sys.exit(main())
