"""`./springhead publish FILE --agency NAME`: bring a file and publish it, from the machine itself."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from springhead.engine.kernel.language import normal
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies.models import Agency
from springhead.foundation.agencies.naming import find
from springhead.foundation.catalog import bringing, texts
from springhead.foundation.catalog.bringing import Wish, as_officer
from springhead.foundation.catalog.models import Dataset, Delivery
from springhead.foundation.catalog.rules import State

FIELDS = ("title", "description", "category", "frequency", "licence", "keywords", "cost")


class Command(BaseCommand):
    """Deliver, mend, accept, publish; exit 0 published, 1 held, 2 refused."""

    help = "發布一個檔案。Publish a file: publish FILE --agency NAME [--title T] [--dataset ID] [--accept]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the file, whose it is, and what is known of it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--agency", required=True, help="機關名稱或編號 name or id of the agency")
        parser.add_argument("--dataset", default="", help="既有資料集編號 id of an existing dataset")
        parser.add_argument("--accept", action="store_true", help="採用建議的修正，其餘發現照收 take what is proposed")
        parser.add_argument("--lang", default="zh-Hant")
        for name in FIELDS:
            parser.add_argument(f"--{name}", default="")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Publish and say where it can be seen."""
        self.lang = normal(options["lang"])
        try:
            delivery = self._bring(options)
        except Refused as refused:
            self._tell(refused.problems)
            sys.exit(2)
        self.stdout.write("")
        if delivery.state == State.REFUSED:
            for problem in bringing.refusals(delivery):
                said = problem[self.lang]
                self.stderr.write(f"✗ {said['message']} {said['remedy']}")
            sys.exit(2)
        if delivery.state != State.PUBLISHED:
            self._held(delivery)
            sys.exit(1)
        self._published(delivery)

    def _bring(self, options: dict[str, Any]) -> Delivery:
        agency = self._agency(options["agency"])
        metadata = {name: options[name] for name in FIELDS if options[name]}
        wish = Wish(
            options["file"],
            agency,
            dataset=_dataset(options["dataset"], agency),
            metadata=metadata,
            accept=options["accept"],
        )
        return bringing.bring(wish, by=as_officer(agency), progress=self._progress)

    def _agency(self, name: str) -> Agency:
        found = Agency.objects.filter(public_id=name).first() or find(name)
        if found is None:
            raise Refused(texts.AGENCY_UNKNOWN.at(name))
        return found.final()

    def _progress(self, step: str, done: float) -> None:
        self.stdout.write(f"\r\033[K  {round(done * 100):3} % {step}", ending="")
        self.stdout.flush()

    def _tell(self, problems: tuple[Problem, ...]) -> None:
        self.stdout.write("")
        for problem in problems:
            self.stderr.write(f"✗ {problem.message(self.lang)} {problem.remedy(self.lang)}")

    def _held(self, delivery: Delivery) -> None:
        address = f"{settings.SPRINGHEAD.address}/desk/deliveries/{delivery.number}/"
        rules = "、".join(bringing.open_problems(delivery)) or delivery.state
        self.stderr.write(f"送件 {delivery.number} 待處理：{rules}。Delivery {delivery.number} waits: {rules}.\n  {address}")
        self.stderr.write("加上 --accept 採用建議的修正。Add --accept to take what is proposed.")

    def _published(self, delivery: Delivery) -> None:
        table, dataset = delivery.distribution.table_id, delivery.distribution.dataset
        base = settings.SPRINGHEAD.address
        assert delivery.snapshot is not None  # a published delivery became one
        self.stdout.write(f"✓ {dataset.name}: {delivery.snapshot.rows:,} 列 rows, 第 {delivery.snapshot.number} 版 version")
        self.stdout.write(f"  {base}/datasets/{dataset.public_id}\n  {base}/api/v1/tables/{table}/rows")


def _dataset(public_id: str, agency: Agency) -> Dataset | None:
    if not public_id:
        return None
    found = Dataset.objects.filter(public_id=public_id, agency=agency).first()
    if found is None:
        raise Refused(texts.NO_SUCH_DATASET.at(public_id))
    return found
