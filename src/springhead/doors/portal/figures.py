"""The figures of the front page: how promises are kept first, then what there is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from springhead.engine.kernel.language import LanguageMap, fill
from springhead.foundation.commitments import queries as commitments
from springhead.foundation.commitments.queries import Record
from springhead.procedures.data_requests import counting
from springhead.procedures.data_requests.figures import Days, Scope, Share

SHOWN: Final = 4
EVERYBODY: Final = Scope()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its words and the way to what is behind it."""

    number: LanguageMap
    label: LanguageMap
    href: str


def figures_of(served: Mapping[str, Any]) -> list[Figure]:
    """Return the figures that say something now, the most telling first. Three queries at most."""
    sheet = counting.sheet(EVERYBODY)
    share = Share(sheet.counts["on_time"], sheet.counts["timed"])
    found = [
        *_answers(share, sheet.days),
        *_promises(commitments.record()),
        _figure(served["datasets"], "項資料集在此提供", "dataset served here", "datasets served here", "/datasets/?stage=served"),
        _figure(served["rows"] or 0, "筆資料可逐筆查詢", "row to query", "rows to query", "/datasets/?stage=served"),
        _figure(served["agencies"], "個機關已提供", "agency serves data", "agencies serve data", "/agencies/"),
        _figure(served["fresh"], "項於近 30 日更新", "updated in the last 30 days", "updated in the last 30 days", "/datasets/?sort=updated"),
    ]  # fmt: skip
    return found[:SHOWN]


def _answers(share: Share, taken: Days) -> list[Figure]:
    median = taken.quantile(0.5)
    if share.percent is None or median is None:
        return []
    percent, n = f"{share.percent:.1f}%", f"{share.n:,}"
    return [
        Figure(
            {"zh-Hant": percent, "en": percent},
            {"zh-Hant": f"準時回復資料請求（n = {n}）", "en": f"of requests answered in time (n = {n})"},
            "/statistics/",
        ),
        Figure(
            {"zh-Hant": f"{median} 日", "en": fill("{n:day|days}", {"n": median})},
            {
                "zh-Hant": f"回復天數中位數（n = {taken.n:,}）",
                "en": f"median time to an answer (n = {taken.n:,})",
            },
            "/statistics/",
        ),
    ]


def _promises(kept: Record) -> list[Figure]:
    if not kept.total:
        return []
    late = f"{kept.late:,}"
    zh = f"項承諾進行中，{late} 項逾期"
    return [
        _figure(
            kept.open, zh, f"promise open, {late} overdue", f"promises open, {late} overdue", "/commitments/"
        )
    ]


def _figure(number: int, zh: str, one: str, many: str, href: str) -> Figure:
    shown = f"{number:,}"
    return Figure({"zh-Hant": shown, "en": shown}, {"zh-Hant": zh, "en": one if number == 1 else many}, href)
