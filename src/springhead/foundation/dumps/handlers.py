"""What workers do for dumps; `config/wiring.py` hands these to the jobs."""

from datetime import timedelta
from typing import Final

from django.conf import settings

from springhead.engine.kernel.now import now, today
from springhead.foundation.dumps import building, texts
from springhead.foundation.jobs.registry import Handler, Periodic
from springhead.foundation.jobs.run import Run

BUILD: Final = "dumps.build"


def build(run: Run) -> None:
    """Write the dump of today and let go of old ones."""
    folder = settings.SPRINGHEAD.public / "dumps"
    building.build(folder, today(), at=now(), beat=lambda done: run.progress(done, texts.WRITING))
    building.sweep(folder)


HANDLERS: Final = (Handler(BUILD, build),)
PERIODIC: Final = (Periodic("dumps: daily", timedelta(hours=24), BUILD, lane="slow"),)
