"""A nursery of data requests: killed at every labelled step, and asked by many at once."""

import sys

from tests.support import nursery
from tests.support.crowding import together

LABELS = ("fire.effect", "fire.moved", "fire.event", "fire.then", "fire.key", "fire.committed")
SETTINGS = "tests.support.catalog_settings"
CROWD = 50


def main() -> None:
    """Kill, then crowd."""
    nursery.set_up()
    from tests.data_requests import conftest

    from springhead.foundation.agencies import naming
    from springhead.foundation.agencies.models import Agency
    from springhead.foundation.cases import registry
    from springhead.foundation.catalog.case import DELIVERY
    from springhead.foundation.commitments.case import COMMITMENT
    from springhead.procedures.data_requests.case import PART, REQUEST

    registry.install([DELIVERY, COMMITMENT, REQUEST, PART])
    agencies = [naming.create(Agency(names={"zh-Hant": name})) for name in ("清溪縣警察局", "清溪縣工務處")]
    for label in LABELS:
        killed = nursery.die_at(label, lambda label=label: submit(agencies, f"ask:{label}"))
        nursery.say(what="submit", label=label, killed=killed, **seen())
        again = submit(agencies, f"ask:{label}")
        nursery.say(what="submit again", label=label, replayed=again.replayed, **seen())
    officer = conftest.of(agencies[0], conftest.Role.OFFICER)
    for label in LABELS:
        part = submit(agencies, f"for:{label}").case.children.order_by("id").first()
        nursery.say(what="ready", label=label, state=part.state, **seen())
        killed = nursery.die_at(label, lambda part=part, label=label: answer(part, officer, label))
        nursery.say(what="answer", label=label, killed=killed, state=state(part), **seen())
        answer(part, officer, label)
        nursery.say(what="answer again", label=label, state=state(part), **seen())
    before = seen()
    answers = together([lambda: submit(agencies, "the same").case.number] * CROWD)
    nursery.say(what="crowd", answers=answers, before=before, after=seen())
    part = submit(agencies, "two officers").case.children.order_by("id").first()
    before = seen()
    answers = together([lambda n=n: answer(part, officer, f"officer {n}").version for n in range(4)])
    nursery.say(what="officers", answers=answers, before=before, after=seen())


def submit(agencies, key):
    """Ask both agencies."""
    from tests.data_requests.conftest import NOON, PARENT, payload

    from springhead.foundation.cases.fire import Opening, open_case
    from springhead.procedures.data_requests import commands

    command = commands.parse("submit", payload(*agencies))
    opening = Opening({"zh-Hant": command.title}, owner_id=PARENT.id)
    return open_case("data_request", command, opening, by=PARENT, at=NOON, key=key)


def answer(part, officer, key):
    """Promise a date."""
    from tests.data_requests.conftest import NOON, will_open

    from springhead.foundation.cases.fire import fire
    from springhead.procedures.data_requests import part_commands

    command = part_commands.parse("answer", {"items": [will_open()]})
    return fire(part.number, command, by=officer, at=NOON, key=f"answer:{key}")


def state(part):
    """Return where the part stands."""
    from springhead.foundation.cases.models import Case

    return Case.objects.get(pk=part.pk).state


def seen():
    """Return what the database holds."""
    from springhead.foundation.cases.models import Case, Clock, Decision
    from springhead.foundation.catalog.models import Dataset
    from springhead.foundation.ledger.models import Event, Head
    from springhead.procedures.data_requests.models import DataRequest, Part, PartItem

    return {
        "requests": DataRequest.objects.count(),
        "cases": Case.objects.count(),
        "parts": Part.objects.count(),
        "items": PartItem.objects.count(),
        "datasets": Dataset.objects.count(),
        "promises": Case.objects.filter(type="commitment").count(),
        "decisions": Decision.objects.count(),
        "clocks": Clock.objects.count(),
        "events": Event.objects.filter(event__startswith="data_request").count(),
        "heads": Head.objects.count() - Event.objects.count(),
    }


if __name__ == "__main__":
    sys.exit(main())
