"""Check the data folder this process runs on, right after a restore, and say what was found."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from springhead.doors.operations.inspection import Inspection, inspect, rebuild
from springhead.doors.operations.texts import SAY_OLDER, SAY_PURGED_AGAIN, SAY_SOUND, SAY_UNSOUND, Sentence
from springhead.engine.kernel.language import fill
from springhead.engine.kernel.problems import Problem


class Command(BaseCommand):
    """The second half of `./springhead restore`."""

    help = "Check restored data: ledger, outside heads, a sample of files; purge again what was purged since."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--heads", type=Path, required=True)
        parser.add_argument("--sample", type=int, default=500)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Inspect and end with the exit code of what was found."""
        found = inspect(options["heads"], sample=options["sample"])
        self._tell(found)
        if not found.problems:
            rebuild()
        sys.exit(found.exit_code)

    def _tell(self, found: Inspection) -> None:
        if found.purged_again:
            self._say(SAY_PURGED_AGAIN, count=found.purged_again)
        if found.problems:
            self._say(SAY_UNSOUND)
            self._list(found.problems)
            return
        self._say(SAY_SOUND, events=found.events, outside=found.outside, sampled=found.sampled)
        if found.older:
            self._say(SAY_OLDER)
            self._list([found.older])

    def _say(self, sentences: Sentence, **values: object) -> None:
        for sentence in sentences:
            self.stdout.write(fill(sentence, values))

    def _list(self, problems: tuple[Problem, ...] | list[Problem]) -> None:
        for problem in problems:
            for lang in ("zh-Hant", "en"):
                self.stdout.write(f"  {problem.message(lang)} {problem.remedy(lang)}")
