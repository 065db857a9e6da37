"""`./springhead import agencies FILE`: reads the official GDS.csv."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from springhead.engine.kernel.actors import machine
from springhead.engine.kernel.problems import Severity
from springhead.foundation.agencies.gds import import_file
from springhead.foundation.agencies.writing import Tally


class Command(BaseCommand):
    """Imports the official list of agencies and reports what changed."""

    help = "Import the official list of agencies: FILE with OrgName, OID, TEL, Address, DN, OrgCode"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--lang", default="zh-Hant")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import with progress; exit 1 when rows were left out."""
        del args
        tally = import_file(options["file"], by=machine("command-line"), progress=self._progress)
        self._report(tally, options["lang"])
        if any(problem.severity is Severity.ERROR for problem in tally.problems):
            raise SystemExit(1)

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(f"  {done:,} / {total:,}")

    def _report(self, tally: Tally, lang: str) -> None:
        for problem in tally.problems:
            self.stdout.write(f"{problem.message(lang)} {problem.remedy(lang)}")
        self.stdout.write(
            f"新增 added {len(tally.added):,}，更新 changed {len(tally.changed):,}，"
            f"未變 unchanged {tally.unchanged:,}，問題 problems {len(tally.problems):,}"
        )
