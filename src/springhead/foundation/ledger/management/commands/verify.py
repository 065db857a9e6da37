"""`./springhead verify`: recompute the ledger, check one receipt, or export everything for others to check."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from springhead.engine.kernel import verify
from springhead.engine.kernel.language import fill
from springhead.foundation.ledger import heads
from springhead.foundation.ledger.checking import Report, verify_database
from springhead.foundation.ledger.export import export
from springhead.foundation.ledger.texts import SAY_EXPORTED, SAY_OUTSIDE, SAY_WHOLE


class Command(BaseCommand):
    """Exit code 0: whole or genuine; 1: not; 2: unreadable."""

    help = "Check the whole ledger, or one receipt: verify [RECEIPT] [--export FOLDER] [--heads FOLDER]."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a receipt, or options for the whole ledger."""
        parser.add_argument("receipt", nargs="?", help="receipt, consistency proof or exported folder")
        parser.add_argument("--key", help="trusted key: 64 hex digits, key id or keys.json")
        parser.add_argument("--heads", type=Path, help="folder with heads.ndjson kept elsewhere")
        parser.add_argument("--export", type=Path, help="write events, heads, keys and verify.py here")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do what was asked and end with its exit code."""
        if options["receipt"]:
            sys.exit(verify.main([options["receipt"], *_trusted(options["key"])]))
        if options["export"]:
            count = export(options["export"])
            self._say(SAY_EXPORTED, count=count, folder=options["export"])
            return
        report = verify_database(options["heads"])
        self._tell(report)
        sys.exit(0 if report.whole else 1)

    def _tell(self, report: Report) -> None:
        if report.whole:
            self._say(SAY_WHOLE, events=report.events, heads=report.heads, root=report.root)
            self._say(SAY_OUTSIDE, outside=report.outside)
        for problem in report.problems:
            for lang in ("zh-Hant", "en"):
                self.stdout.write(problem.message(lang))
                self.stdout.write("  " + problem.remedy(lang))

    def _say(self, sentences: tuple[str, str], **values: object) -> None:
        for sentence in sentences:
            self.stdout.write(fill(sentence, values))


def _trusted(given: str | None) -> list[str]:
    """Return the key option: what the caller gave, else the keys this installation keeps outside its database."""
    own = heads.folder() / "keys.json"
    if given:
        return ["--key", given]
    return ["--key", str(own)] if own.exists() else []
