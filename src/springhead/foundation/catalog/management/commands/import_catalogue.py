"""`./springhead import catalogue FILE`: list the datasets of another portal's export."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from springhead.engine.kernel import now
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies.naming import find_or_provisional
from springhead.foundation.catalog import findable
from springhead.foundation.catalog.importing.apply import Origin, Outcome, import_catalogue
from springhead.foundation.catalog.vocabulary import Scheme
from springhead.foundation.search import index

SHOWN = 10


class Command(BaseCommand):
    """Import a catalogue export or a county's list; the second import of the same file changes nothing."""

    help = "匯入資料集目錄（22 欄或其中一部分）。Import a catalogue export (22 columns or any subset)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the file."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="只列出會改變什麼 only tell what would change"
        )
        parser.add_argument("--source", default="", help="來源名稱 name of the source")
        parser.add_argument(
            "--agency",
            default="",
            help="縣市或機關自己的清單：全部列在它名下 a county's or agency's own list",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import, rebuild the search index, tell what happened."""
        start = now.monotonic()
        origin = _origin(options["agency"].strip(), options["source"])
        try:
            outcome = import_catalogue(
                options["file"], origin, apply=not options["dry_run"], progress=self._progress
            )
        except (Refused, OSError) as error:
            self._refuse(error)
            sys.exit(2)
        self.stdout.write("")
        self._tell(outcome, now.monotonic() - start)
        if outcome.added or outcome.changed:
            self._reindex(dry=options["dry_run"])

    def _progress(self, rows: int) -> None:
        self.stdout.write(f"\r  {rows:,} 列 rows", ending="")
        self.stdout.flush()

    def _tell(self, outcome: Outcome, seconds: float) -> None:
        self.stdout.write(
            f"  新增 added {outcome.added:,}・更新 changed {outcome.changed:,}・未變 unchanged {outcome.same:,}"
            f"・略過 skipped {outcome.skipped:,}・連結 links {outcome.resources:,}・{seconds:.1f} s"
        )
        if not outcome.added and not outcome.changed:
            self.stdout.write("  沒有任何變動。Nothing changed.")
        if outcome.gone > 0:
            self.stdout.write(
                f"  檔案未列出的既有資料集 {outcome.gone:,} 項，未更動。"
                f"Datasets of this source that are not in the file: {outcome.gone:,}; they were left as they are."
            )
        for problem in outcome.problems[:SHOWN]:
            self.stdout.write(f"  {problem.message()} {problem.remedy()}")
        if outcome.problem_count > SHOWN:
            self.stdout.write(f"  …共 {outcome.problem_count:,} 則 problems in all")

    def _reindex(self, *, dry: bool) -> None:
        if dry:
            return
        start = now.monotonic()
        count = index.rebuild(settings.SPRINGHEAD.index, findable.all_documents())
        self.stdout.write(f"  搜尋索引 search index: {count:,}・{now.monotonic() - start:.1f} s")

    def _refuse(self, error: Refused | OSError) -> None:
        if isinstance(error, FileNotFoundError):
            self.stderr.write(f"找不到檔案：{error.filename}。File not found: {error.filename}.")
            return
        if isinstance(error, OSError):
            self.stderr.write(f"讀不了檔案 cannot be read: {error.filename} ({error.strerror})")
            return
        for problem in error.problems:
            self.stderr.write(
                f"{problem.message()} {problem.remedy()}\n{problem.message('en')} {problem.remedy('en')}"
            )


def _origin(publisher: str, source: str) -> Origin:
    """Return whose catalogue it is: the national portal's, or one agency's own with its own numbers."""
    agencies = _Agencies()
    if not publisher:
        return Origin(agencies, "operator", source=source or "data.gov.tw")
    return Origin(agencies, "operator", Scheme.AGENCY, source or publisher, publisher)


class _Agencies:
    """Remembers which agency a name stands for; unknown names become provisional agencies."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def __call__(self, name: str) -> int:
        if name not in self._known:
            self._known[name] = find_or_provisional(name).pk
        return self._known[name]
