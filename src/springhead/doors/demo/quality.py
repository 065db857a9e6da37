"""Made-up quality reports: one that waits, one to be mended by a day, one mended, one that was no fault."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from springhead.engine.kernel.now import now, taipei
from springhead.foundation.cases import askers
from springhead.foundation.cases.fire import fire
from springhead.foundation.catalog.bringing import as_officer
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.quality import commands, reporting
from springhead.foundation.quality.models import QualityReport


@dataclass(frozen=True, slots=True)
class Sample:
    """A report so many days ago, and what its agency answered a day later (event and words; empty: nothing yet)."""

    kind: str
    text: str
    days: int
    event: str = ""
    answer: str = ""
    row: int | None = None


SAMPLES: Final = (
    Sample("value", "示範：第 3 列的數值比前後幾列大十倍，小數點可能打錯位置。", 2, row=3),
    Sample(
        "missing", "示範：少了離島的資料，說明寫的是全國。", 9,
        "schedule", "示範：離島由另一個系統管理，正在介接，完成後併入同一張表。",
    ),
    Sample(
        "outdated", "示範：更新頻率是每月，上個月的還沒有出來。", 20,
        "mend", "示範：排程中斷已修復，並補上缺的月份。",
    ),
    Sample(
        "format", "示範：日期寫成民國年，程式讀不出來。", 30,
        "dismiss", "示範：原始檔保留民國年，表格欄位已轉為西元日期，請用 CSV 或 API。",
    ),
)  # fmt: skip


def load() -> bool:
    """Make the demo reports on an installation that has none; False when there are some already."""
    if QualityReport.objects.exists():
        return False
    dataset = (
        Dataset.objects.filter(stage="served", visible=True).select_related("agency").order_by("pk").first()
    )
    if dataset is None:
        return False
    for n, sample in enumerate(reversed(SAMPLES), 1):
        _report(dataset, sample, n)
    return True


def _report(dataset: Dataset, sample: Sample, n: int) -> None:
    at = now() - timedelta(days=sample.days)
    asker = askers.asker_of(f"demo-report-{n}@example.org", name="示範民眾")
    asker.confirmed_at = at
    asker.save(update_fields=["confirmed_at"])
    told = {"dataset": dataset.public_id, "kind": sample.kind, "text": sample.text, "row": sample.row}
    made = reporting.send(told, by=askers.actor_of(asker), at=at)
    if sample.event:
        until = (taipei(now()).date() + timedelta(days=21)).isoformat()
        command = commands.parse(sample.event, {"answer": sample.answer, "until": until})
        by = as_officer(dataset.agency, name="machine:demo")
        fire(made.case.number, command, by=by, at=at + timedelta(days=1))
