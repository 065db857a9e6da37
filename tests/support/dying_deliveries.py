"""A nursery in which a second version is brought and published, killed at every labelled step of the way.

Each label has a dataset of its own whose version 1 is served. `bring` is the web process that takes the file
in, `work` the worker that reads, judges, builds and publishes it, `serve` the follower that announces it.
"""

import sys
from pathlib import Path

from tests.support import nursery

BRING = ("fire.effect", "fire.moved", "fire.event", "fire.key", "fire.committed")
# #1 is the move to read, #2 to checked, #3 to published.
WORK = (
    "delivery.begin",
    "delivery.read",
    "delivery.stored",
    "delivery.built",
    "delivery.kept",
    *(f"{label}#{move}" for move in (1, 2, 3) for label in ("fire.locked", *BRING)),
)
SERVE = ("tables.offered", "tables.served")
ONE = "測站,水位\n甲,1.5\n乙,2.5\n"
TWO = "測站,水位\n甲,1.5\n乙,3.5\n丙,4.5\n"


def main() -> None:
    nursery.set_up()
    from springhead.foundation.cases import registry
    from springhead.foundation.catalog.case import DELIVERY

    registry.install([DELIVERY])
    officer, agency = people()
    for what, labels in (("bring", BRING), ("work", WORK), ("serve", SERVE)):
        for label in labels:
            story(what, label, officer, agency)


def people():
    from springhead.engine.kernel.actors import Actor, Role
    from springhead.foundation.agencies import naming
    from springhead.foundation.agencies.models import Agency

    agency = naming.create(Agency(names={"zh-Hant": "清溪縣政府水利處"}, phone="09-1234"))
    actor = Actor(id="pe_officer", roles=frozenset({Role.OFFICER}), agency_ids=frozenset({agency.public_id}))
    return actor, agency


def story(what, label, officer, agency) -> None:
    from springhead.foundation.catalog import deliveries

    place = deliveries.new_dataset(agency, f"{what} {label}.csv", by=officer)
    bring(place, ONE, officer)
    work()
    serve()
    acts = {"bring": lambda: bring(place, TWO, officer), "work": work, "serve": serve}
    for before in list(acts)[: list(acts).index(what)]:
        acts[before]()
    killed = nursery.die_at(label, acts[what])
    dead = seen(place)
    for after in list(acts)[list(acts).index(what) :]:
        acts[after]()
    nursery.say(what=what, label=label, killed=killed, dead=dead, after=seen(place))


def bring(place, text, officer) -> None:
    from django.conf import settings

    from springhead.foundation.catalog import deliveries

    file = Path(settings.SPRINGHEAD.data) / "brought.csv"
    file.write_text(text)
    parcel = deliveries.Parcel(deliveries.keep_copy(file), "水位.csv", publish_when_clean=True)
    deliveries.deliver(place, parcel, by=officer)


def work() -> None:
    """Work as the workers do, until nothing waits; a dead worker's lease ends at once."""
    from springhead.foundation.catalog import handlers
    from springhead.foundation.jobs import registry
    from springhead.foundation.jobs.models import OPEN, Job
    from springhead.foundation.jobs.worker import work_once

    registry.install(handlers.HANDLERS)
    while Job.objects.filter(state__in=OPEN).exists():
        Job.objects.filter(state="running").update(lease_until="2020-01-01T00:00:00Z")
        Job.objects.filter(state__in=OPEN).update(run_after="2020-01-01T00:00:00Z")
        work_once("slow", registry.duties())


def serve() -> None:
    from springhead.foundation.catalog import publishing
    from springhead.foundation.ledger.followers import run_followers
    from springhead.foundation.ledger.models import FollowerCursor

    FollowerCursor.objects.update(held_until="2020-01-01T00:00:00Z")  # a dead process lets go after its lease
    (run,) = run_followers([publishing.FOLLOWER])
    assert not run.failure, run.failure


def seen(place) -> dict:
    """Return what the rows say, and what a citizen is served: both must always be whole."""
    from django.conf import settings

    from springhead.engine.tables import manifest
    from springhead.foundation.catalog.models import Delivery, Snapshot
    from springhead.foundation.ledger.models import Event

    public = Path(settings.SPRINGHEAD.public)
    table = manifest.read(public / "tables" / f"{place.table_id}.json")
    served = table.snapshot()
    of_place = Delivery.objects.filter(distribution=place)
    return {
        "deliveries": of_place.count(),
        "states": sorted(delivery.state for delivery in of_place),
        "snapshots": Snapshot.objects.filter(distribution=place).count(),
        "published": Event.objects.filter(event="delivery.publish", public__contains=place.table_id).count(),
        "served": served.number,
        "rows": served.rows,
        "whole": all((public / one.file).stat().st_size == one.size for one in served.stores),
        "scratch": sorted(path.name for path in Path(settings.SPRINGHEAD.scratch).glob("*")),
    }


if __name__ == "__main__":
    sys.exit(main())
