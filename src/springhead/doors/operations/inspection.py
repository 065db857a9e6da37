"""Checking restored data from within: the ledger, the heads kept outside, a sample of files, later purges."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from springhead.doors.operations import purge
from springhead.doors.operations.registry import keepers, rebuilders
from springhead.doors.operations.texts import FILE_MISSING, OLDER
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.ledger.checking import verify_database
from springhead.foundation.ledger.texts import ROLLED_BACK


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found. `problems` make the data unusable; `older` tells what is missing since the backup."""

    events: int
    outside: int
    sampled: int
    purged_again: int
    problems: tuple[Problem, ...]
    older: Problem | None

    @property
    def exit_code(self) -> int:
        """0 sound and complete, 1 unusable, 3 sound but older than the heads kept outside."""
        return 1 if self.problems else 3 if self.older else 0


def inspect(heads: Path, *, sample: int) -> Inspection:
    """Purge again what was purged since, then check ledger, outside heads and `sample` files (0: all of them)."""
    again = purge.apply_again(purge.remembered(heads))
    report = verify_database(heads)
    files = _chosen(sample)
    problems = [problem for problem in report.problems if problem.kind is not ROLLED_BACK]
    problems += [*_damaged(files), *_missing()]
    behind = next((problem for problem in report.problems if problem.kind is ROLLED_BACK), None)
    return Inspection(
        events=report.events,
        outside=report.outside,
        sampled=len(files),
        purged_again=again,
        problems=tuple(problems),
        older=_older(behind) if behind else None,
    )


def rebuild() -> None:
    """Build anew what a backup does not hold because it follows from the rows: manifests, search index."""
    for work in rebuilders():
        work()


def _older(behind: Problem) -> Problem:
    outside, inside = behind.params["outside"], behind.params["inside"]
    return OLDER.at(outside=outside, inside=inside, lost=outside - inside)


def _chosen(sample: int) -> list[str]:
    """Return some files at random, or all; one pass, however many there are."""
    chosen: list[str] = []
    for number, sha256 in enumerate(settings.SPRINGHEAD.files.hashes()):
        if not sample or len(chosen) < sample:
            chosen.append(sha256)
        elif (place := random.randrange(number + 1)) < sample:  # noqa: S311  a sample, not a secret
            chosen[place] = sha256
    return chosen


def _damaged(files: Iterable[str]) -> Iterator[Problem]:
    for sha256 in files:
        try:
            settings.SPRINGHEAD.files.check(sha256)
        except Refused as refused:
            yield from refused.problems


def _missing() -> Iterator[Problem]:
    """Yield every file that a row needs and that is neither here nor purged."""
    storage = settings.SPRINGHEAD.files
    for keeper in keepers():
        for sha256 in keeper.files():
            if not storage.exists(sha256) and not storage.purged(sha256):
                yield FILE_MISSING.at(sha256)
