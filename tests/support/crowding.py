"""A nursery in which many processes act at once: commands on cases, and workers on one queue."""

import os
import sys
from pathlib import Path

from tests.support import nursery

CROWD = 8


def together(acts) -> list[str]:
    """Run every act in a process of its own, all starting at once; return what each said."""
    from django.db import connections

    connections.close_all()
    gate, opened = os.pipe()
    children = []
    for act in acts:
        back, said = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(opened)
            os.read(gate, 1)  # ends when the parent closes the gate
            os.write(said, attempt(act).encode())
            os._exit(0)
        os.close(said)
        children.append((pid, back))
    os.close(gate)
    os.close(opened)
    answers = []
    for pid, back in children:
        answers.append(os.read(back, 1000).decode())
        os.close(back)
        os.waitpid(pid, 0)
    return answers


def attempt(act) -> str:
    from springhead.engine.kernel.problems import Refused

    try:
        return str(act())
    except Refused as refused:
        return refused.problems[0].code
    except Exception as error:  # noqa: BLE001  whatever it is, the test shall see it
        return f"{type(error).__name__}: {error}"


def main() -> None:
    nursery.set_up()
    from tests.support import parcels

    parcels.install()
    from springhead.foundation.cases.fire import fire, open_case
    from springhead.foundation.cases.models import Case

    same = together([lambda: parcels.hand_in(key="same").case.number] * CROWD)
    nursery.say(what="same key", answers=same, cases=Case.objects.count())

    many = together([lambda: " ".join(parcels.hand_in().case.number for _ in range(5))] * CROWD)
    nursery.say(what="numbers", answers=" ".join(many).split())

    case = parcels.hand_in().case
    note = parcels.Payload("note")
    versions = together(
        [lambda: fire(case.number, note, by=parcels.OFFICER, at=parcels.NOON, expected_version=1).version]
        * CROWD
    )
    nursery.say(what="same version", answers=versions, version=Case.objects.get(pk=case.pk).version)

    for number in range(5):
        parent = parcels.hand_in().case
        legs = [
            open_case(
                "leg",
                parcels.Payload("start"),
                parcels.opening(parent=parent),
                by=parcels.WORKER,
                at=parcels.NOON,
            )
            for _ in range(3)
        ]
        acts = [lambda parent=parent: move(parent, "travel", parcels.OFFICER)]
        acts += [lambda leg=leg: move(leg.case, "finish", parcels.WORKER) for leg in legs]
        answers = together(acts)
        found = Case.objects.get(pk=parent.pk)
        nursery.say(what="family", round=number, answers=answers, state=found.state, version=found.version)

    queue()
    ledger_after()


def move(case, event, by):
    from tests.support import parcels

    from springhead.foundation.cases.fire import fire

    return fire(case.number, parcels.Payload(event), by=by, at=parcels.NOON).version


def queue() -> None:
    from springhead.foundation.jobs.actions import enqueue
    from springhead.foundation.jobs.models import Job
    from springhead.foundation.jobs.registry import Duties, Handler
    from springhead.foundation.jobs.worker import drain

    trace = Path(os.environ["SPRINGHEAD_DATA"], "queue")

    def work(run):
        with trace.open("a") as file:
            file.write(f"{run.payload['n']}\n")

    for n in range(40):
        enqueue("count", {"n": n})
    done = together([lambda: drain(["slow"], Duties({"count": Handler("count", work)}))] * 4)
    nursery.say(
        what="queue", answers=done, lines=sorted(map(int, trace.read_text().split())),
        states=sorted(set(Job.objects.values_list("state", flat=True))),
    )  # fmt: skip


def ledger_after() -> None:
    """Say whether the ledger that all of them wrote at once is whole."""
    from springhead.foundation.ledger.checking import verify_database
    from springhead.foundation.ledger.models import Event, Head

    report = verify_database()
    nursery.say(
        what="ledger", faults=[problem.message("en") for problem in report.problems],
        events=list(Event.objects.order_by("seq").values_list("seq", flat=True)), heads=Head.objects.count(),
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
