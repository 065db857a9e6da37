"""`./springhead import requests FILE…`: loads archives of old data requests."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from springhead.procedures.data_requests.importing import load


class Command(BaseCommand):
    """Loads old requests as closed historical cases and reports what changed."""

    help = "Import old data requests: the scrape of the national portal and the volunteers' labelled sheet"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("files", type=Path, nargs="+")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import with progress."""
        del args
        loaded = load(options["files"], progress=self._progress)
        if not (loaded.added or loaded.completed):
            self.stdout.write(f"沒有變動 nothing changed：{loaded.unchanged:,} 件請求 requests")
            return
        self.stdout.write(
            f"新增 added {loaded.added:,} 件請求 requests、{loaded.parts:,} 件分案 parts，"
            f"補上 completed {loaded.completed:,}，未變 unchanged {loaded.unchanged:,}"
        )

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(f"  {done:,} / {total:,}")
