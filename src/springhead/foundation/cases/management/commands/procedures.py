"""`manage procedures`: prints the procedures as a document, or writes `docs/procedures.md`."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from springhead.foundation.cases.procedures import document
from springhead.foundation.cases.registry import case_types


class Command(BaseCommand):
    """Write the state tables of all case types down for people."""

    help = "Prints every state table with its diagram; --write updates docs/procedures.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say whether to write."""
        parser.add_argument("--write", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print or write."""
        text = document(case_types())
        if options["write"]:
            (settings.CONTENT.parents[2] / "docs" / "procedures.md").write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text)
