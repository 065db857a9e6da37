"""`manage work --lane fast`: one worker process."""

import os
import signal
import threading
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from springhead.foundation.jobs import actions, registry
from springhead.foundation.jobs.models import Lane
from springhead.foundation.jobs.worker import run_worker


class Command(BaseCommand):
    """Work until told to stop (SIGTERM, Ctrl-C) or until the supervisor is gone."""

    help = "Does the work of one or more lanes until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the lanes."""
        parser.add_argument(
            "--lane", action="append", choices=Lane.values, help="fast, slow, look (default: all)"
        )
        parser.add_argument("--lease", type=float, default=actions.LEASE.total_seconds(), help="seconds")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the loop."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        threading.Thread(target=_watch_parent, args=(os.getppid(), stop), daemon=True).start()
        lanes = options["lane"] or Lane.values
        run_worker(lanes, registry.duties(), stop=stop, lease=timedelta(seconds=options["lease"]))


def _watch_parent(parent: int, stop: threading.Event) -> None:
    """Stop when the process that started this one is gone, so that nothing is left behind."""
    while not stop.wait(1.0):
        if os.getppid() != parent:
            stop.set()
