"""The file of many reminder letters: a worker writes it for whoever asked, and it lies here for a day."""

import json
import os
from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.conf import settings

from springhead.engine.documents import odt
from springhead.engine.kernel.language import Lang
from springhead.engine.kernel.now import wall
from springhead.forums.committees.models import Body
from springhead.forums.meetings import letter_papers, reminding, texts
from springhead.foundation.jobs.actions import enqueue
from springhead.foundation.jobs.registry import Handler
from springhead.foundation.jobs.run import Run

MAKE: Final = "meetings.letters"
AT_ONCE: Final = 20  # letters a page may still write by itself
KEPT: Final = timedelta(days=1)


def order(  # noqa: PLR0913  what the letters are made from
    bodies: Sequence[Body], tasks: Sequence[str], members: Sequence[str], *, by: str, on: date, lang: Lang
) -> str:
    """Have a worker write the letters of a day (Taipei date) for somebody; returns the id of the job, the same while it runs."""
    payload = {
        "bodies": [one.pk for one in bodies],
        "tasks": list(tasks),
        "members": list(members),
        "by": by,
        "on": on.isoformat(),
        "lang": lang,
    }
    same = sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
    return enqueue(MAKE, payload, dedupe=f"{MAKE}:{same}").public_id


def make(run: Run) -> None:
    """Write the letters, and forget those of yesterday."""
    told = run.payload
    run.progress(0.1, texts.MAKING)
    on, lang = date.fromisoformat(told["on"]), told["lang"]
    bodies = list(Body.objects.filter(pk__in=told["bodies"]).select_related("agency"))
    letters = reminding.letters(bodies, told["tasks"], told["members"], on=on)
    place = _place(run.job.public_id)
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_suffix(f".{os.getpid()}")
    half.write_bytes(odt.write(letter_papers.paper(letters, on, lang)).read())
    half.replace(place)
    _sweep(place.parent)


def made(job_id: str) -> Path | None:
    """Return the file of a job; None while it is being written, and after a day."""
    place = _place(job_id)
    return place if place.exists() else None


def _place(job_id: str) -> Path:
    return Path(settings.SPRINGHEAD.data) / "letters" / f"{job_id}.odt"


def _sweep(folder: Path) -> None:
    old = (wall() - KEPT).timestamp()
    for one in folder.iterdir():
        if one.stat().st_mtime < old:
            one.unlink(missing_ok=True)


HANDLERS: Final = (Handler(MAKE, make),)
