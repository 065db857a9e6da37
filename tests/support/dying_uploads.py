"""A nursery in which a finished upload becomes a delivery, by a process that dies on the way or by two at once."""

import json
import os
import sys
from hashlib import sha256
from pathlib import Path

from tests.support import nursery
from tests.support.dying_deliveries import ONE, people

LABELS = (
    "upload.kept",
    "fire.effect",
    "fire.moved",
    "fire.event",
    "fire.key",
    "upload.delivered",
    "fire.committed",
    "upload.taken",
)


def main() -> None:
    nursery.set_up()
    from springhead.foundation.cases import registry
    from springhead.foundation.catalog import deliveries, uploads
    from springhead.foundation.catalog.case import DELIVERY

    registry.install([DELIVERY])
    officer, agency = people()
    for label in LABELS:
        upload = arrived(uploads.ticket(agency, by=officer))
        before = seen(upload)
        killed = nursery.die_at(label, lambda here=upload: uploads.pick_up(here, by=officer))
        dead = seen(upload)
        uploads.pick_up(upload, by=officer)
        uploads.pick_up(upload, by=officer)
        nursery.say(label=label, killed=killed, before=before, dead=dead, after=seen(upload))
    upload = arrived(uploads.ticket(agency, by=officer))
    before = seen(upload)
    codes = at_once(8, lambda _number: uploads.pick_up(upload, by=officer))
    nursery.say(label="at once", codes=codes, before=before, after=seen(upload))
    place = deliveries.new_dataset(agency, "水位.csv", by=officer)
    twins = [arrived(uploads.ticket(agency, by=officer, distribution=place)) for _ in range(6)]
    before = seen(twins[0])
    codes = at_once(6, lambda number: uploads.pick_up(twins[number], by=officer))
    nursery.say(label="same bytes", codes=codes, before=before, after=seen(twins[0]))


def arrived(ticket) -> str:
    """Put a file where the upload endpoint does; return the upload's id."""
    from django.conf import settings

    folder = Path(settings.SPRINGHEAD.incoming) / ticket.upload_id
    folder.mkdir(parents=True)
    content = ONE.encode()
    (folder / "file").write_bytes(content)
    done = {"filename": "水位.csv", "size": len(content), "sha256": sha256(content).hexdigest()}
    (folder / "done.json").write_text(json.dumps(done))
    return ticket.upload_id


def at_once(count: int, act) -> list[int]:
    """Let so many processes act at the same moment; return their exit codes."""
    from django.db import connections

    connections.close_all()
    reading, writing = os.pipe()
    pids = []
    for number in range(count):
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                os.close(writing)
                os.read(reading, 1)  # returns when the last writing end is closed
                act(number)
                code = 0
            finally:
                os._exit(code)
        pids.append(pid)
    os.close(writing)
    return [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]


def seen(upload_id: str) -> dict:
    from django.conf import settings

    from springhead.foundation.catalog import store
    from springhead.foundation.catalog.models import Dataset, Delivery, Upload
    from springhead.foundation.jobs.models import Job

    upload = Upload.objects.get(public_id=upload_id)
    waiting = Path(settings.SPRINGHEAD.incoming) / upload_id / "file"
    return {
        "datasets": Dataset.objects.count(),
        "deliveries": Delivery.objects.count(),
        "jobs": Job.objects.filter(kind="catalog.delivery").count(),
        "used": upload.used_at is not None,
        "bytes": waiting.exists() or (bool(upload.sha256) and store.blobs().exists(upload.sha256)),
        "waiting": waiting.exists(),
    }


if __name__ == "__main__":
    sys.exit(main())
