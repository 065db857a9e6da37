"""`./springhead restore DIR --into FOLDER`: put a backup into a scratch folder and check it."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from springhead.doors.operations import restore
from springhead.doors.operations.texts import SAY_WHERE


class Command(BaseCommand):
    """Exit code 0: sound and complete; 1: unusable; 3: sound but older than the heads kept outside."""

    help = "Restore a backup into a scratch folder and check it: restore DIR --into FOLDER [--secrets DIR]."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--into", type=Path, required=True, help="new data folder")
        parser.add_argument("--secrets", type=Path, help="folder the secrets were saved in")
        parser.add_argument(
            "--heads", type=Path, help="outside heads kept elsewhere; default: this installation's"
        )
        parser.add_argument("--sample", type=int, default=500, help="files to read again; 0: all")
        parser.add_argument("--database", default="", help="empty PostgreSQL database for a dump")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Unpack, check in a process of its own, and end with its exit code."""
        into = options["into"].absolute()
        restore.unpack(options["folder"], into, secrets=options["secrets"], address=options["database"])
        heads = options["heads"] or Path(settings.SPRINGHEAD.heads)
        heads = heads.absolute() if (heads / "heads.ndjson").exists() else into / "heads"
        code = restore.inspect_apart(into, heads=heads, sample=options["sample"], address=options["database"])
        if code in {0, 3}:
            for sentence in SAY_WHERE:
                self.stdout.write(sentence.format(folder=into))
        sys.exit(code)
