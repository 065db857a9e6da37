"""`./springhead publish FILE --agency NAME`: bring a file and publish it, from the machine itself."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from springhead.engine.kernel.language import LanguageMap, normal, pick
from springhead.engine.kernel.problems import Problem, Refused
from springhead.engine.tables.recipe import Recipe
from springhead.foundation.agencies.models import Agency
from springhead.foundation.agencies.naming import find, find_or_provisional
from springhead.foundation.catalog import bringing, queue, reports, texts
from springhead.foundation.catalog.bringing import Wish, as_officer
from springhead.foundation.catalog.models import Dataset, Delivery
from springhead.foundation.catalog.rules import State
from springhead.foundation.jobs.queries import waiting_for

FIELDS = (
    "title", "description", "category", "frequency", "licence", "keywords", "cost", "contact_name", "contact_phone",
    "contact_email",
)  # fmt: skip


NAMED = 6  # columns in one line of findings


class Command(BaseCommand):
    """Deliver, mend, accept, publish; exit 0 published, 1 held, 2 refused."""

    help = "發布一個檔案。Publish a file: publish FILE --agency NAME [--title T] [--dataset ID] [--accept]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the file, whose it is, and what is known of it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--agency", required=True, help="機關名稱或編號 name or id of the agency")
        parser.add_argument("--dataset", default="", help="既有資料集編號 id of an existing dataset")
        parser.add_argument(
            "--accept", action="store_true", help="採用建議的修正，其餘發現照收 take what is proposed"
        )
        parser.add_argument(
            "--yes", action="store_true", help="欄位改變也發布 publish although columns change"
        )
        parser.add_argument("--lang", default="zh-Hant")
        for name in FIELDS:
            parser.add_argument(f"--{name.replace('_', '-')}", default="")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Publish and say where it can be seen."""
        self.lang = normal(options["lang"])
        try:
            delivery = self._bring(options)
        except Refused as refused:
            self._tell(refused.problems)
            if any(problem.code == texts.DRIFT.code for problem in refused.problems):
                self.stderr.write("在命令列請加上 --yes。On the command line add --yes.")
            sys.exit(2)
        self._end_line()
        self._findings(delivery)
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
            confirm_drift=options["yes"],
        )
        return bringing.bring(wish, by=as_officer(agency), progress=self._progress)

    def _agency(self, name: str) -> Agency:
        found = Agency.objects.filter(public_id=name).first() or find(name)
        if found is not None:
            return found.final()
        if name.startswith("ag_"):
            raise Refused(texts.AGENCY_UNKNOWN.at(name))
        self.stderr.write(texts.say(texts.AGENCY_PROVISIONAL, self.lang).format(name=name))
        return find_or_provisional(name)

    def _progress(self, step: LanguageMap, done: float) -> None:
        if self.stderr.isatty():
            words = pick(step, self.lang)
            self.stderr.write(f"\r\033[K  {round(done * 100):3} % {words}", ending="")
            self.stderr.flush()

    def _end_line(self) -> None:
        if self.stderr.isatty():
            self.stderr.write("\r\033[K", ending="")

    def _findings(self, delivery: Delivery) -> None:
        """Say what was found, one line for each rule."""
        marks = {"error": "✗", "warning": "!", "info": "·"}
        for group in reports.groups(delivery.report, Recipe.from_json(delivery.recipe), self.lang):
            self.stderr.write(
                f"{marks[group.severity]} {group.message} ×{group.count:,}{self._columns(group)} {group.remedy}"
            )

    def _columns(self, group: reports.Group) -> str:
        """Name the other columns a finding is in: its sentence tells of the first one only."""
        named = list(dict.fromkeys(str(one["column"]) for one in group.shown if one.get("column")))
        if len(named) < 2:
            return ""
        more = "、…" if len(named) > NAMED else ""
        return f" ({'、'.join(named[:NAMED])}{more})"

    def _tell(self, problems: tuple[Problem, ...]) -> None:
        self._end_line()
        for problem in problems:
            self.stderr.write(f"✗ {problem.message(self.lang)} {problem.remedy(self.lang)}")

    def _held(self, delivery: Delivery) -> None:
        address = f"{settings.SPRINGHEAD.address}/desk/deliveries/{delivery.number}/"
        put_off = waiting_for(queue.all_of(delivery.number))
        if put_off is not None:
            self.stderr.write(f"… {pick(put_off.message, self.lang)} {texts.say(texts.PUT_OFF, self.lang)}")
            self.stderr.write(f"  {address}")
            return
        rules = "、".join(bringing.open_problems(delivery)) or delivery.state
        self.stderr.write(
            f"送件 {delivery.number} 待處理：{rules}。Delivery {delivery.number} waits: {rules}.\n  {address}"
        )
        self.stderr.write("加上 --accept 採用建議的修正。Add --accept to take what is proposed.")

    def _published(self, delivery: Delivery) -> None:
        table, dataset = delivery.distribution.table_id, delivery.distribution.dataset
        base = settings.SPRINGHEAD.address
        assert delivery.snapshot is not None  # a published delivery became one
        self.stdout.write(
            f"✓ {dataset.name}: {delivery.snapshot.rows:,} 列 rows, 第 {delivery.snapshot.number} 版 version"
        )
        self.stdout.write(f"  {base}/datasets/{dataset.public_id}\n  {base}/api/v1/tables/{table}/rows")


def _dataset(public_id: str, agency: Agency) -> Dataset | None:
    if not public_id:
        return None
    found = Dataset.objects.filter(public_id=public_id, agency=agency).first()
    if found is None:
        raise Refused(texts.NO_SUCH_DATASET.at(public_id))
    return found
