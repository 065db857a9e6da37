"""`./springhead backup DIR`: copy everything that must survive."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from springhead.doors.operations.backup import backup
from springhead.doors.operations.texts import SAY_BACKED_UP, SAY_NO_SECRETS, SAY_SECRETS_APART
from springhead.engine.kernel.language import fill


class Command(BaseCommand):
    """The service may go on running."""

    help = "Copy everything that must survive: backup DIR [--secrets DIR] [--previous DIR]."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--secrets", type=Path, help="folder for signing keys, kept apart from the backup"
        )
        parser.add_argument(
            "--previous", type=Path, help="earlier backup on the same disk, to link equal files to"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make the backup and say what is in it."""
        folder, secrets = options["folder"], options["secrets"]
        made = backup(folder, secrets=secrets, previous=options["previous"])
        told = {"events": made.head.get("size", 0), "files": made.files, "size": made.size, "folder": folder}
        for sentence in SAY_BACKED_UP:
            self.stdout.write(fill(sentence, told))
        for sentence in SAY_SECRETS_APART if secrets else SAY_NO_SECRETS:
            self.stdout.write(sentence.format(folder=secrets))
