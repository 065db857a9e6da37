"""The lines of a scorecard and their verdicts: use, quality, freshness, promise. Pure.

A verdict is good, watch, bad, or unknown where nobody here can tell; a group is as its worst line.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from springhead.engine.kernel.days import both
from springhead.engine.kernel.language import LanguageMap

QUIET: Final = timedelta(days=90)  # without use
MANY_SLIPS: Final = 3  # a third breaks the promise
FEW: Final = 0.5  # of the expected updates
ENOUGH: Final = 0.9
LATE: Final = 1.5  # intervals without a new version
SOMEWHAT_LATE: Final = 30  # days behind the promised day


class Verdict(StrEnum):
    """What a line says, best first."""

    UNKNOWN = "unknown"
    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the lines are made of. Dates are Taipei dates; `months` are twelve, the oldest first, `YYYY-MM` to uses.

    `hosted`: a table is served here, so use and updates are counted here. `interval` is the declared longest time
    without an update, None when none follows from the words. `since` is the first day of the counted time.
    """

    today: date
    hosted: bool = False
    downloads: int = 0
    calls: int = 0
    views: int = 0
    months: Mapping[str, int] = field(default_factory=dict)
    quiet: bool = True  # no use within `QUIET`
    checks: str = ""  # clean, findings, broken; empty: not checked
    findings: int | None = None
    red_since: date | None = None
    many: int = 3  # so many open reports begin a review
    open_reports: int = 0
    late_reports: int = 0
    reports: int = 0
    interval: timedelta | None = None
    interval_said: LanguageMap = field(default_factory=dict)
    last_update: date | None = None
    updates: int = 0
    since: date | None = None
    promised_on: date | None = None
    due_on: date | None = None
    delivered_on: date | None = None
    slips: int = 0
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name, its value as data, what it says and the sentence that says it."""

    code: str
    label: LanguageMap
    value: Any
    verdict: Verdict
    said: LanguageMap


def _line(code: str, value: Any, verdict: Verdict, zh: str, en: str) -> Line:
    return Line(code, LABELS[code], value, verdict, {"zh-Hant": zh, "en": en})


def use(facts: Facts) -> Iterable[Line]:
    """Yield how the dataset is used within twelve months."""
    if not facts.hosted:
        yield _line(
            "downloads", None, Verdict.UNKNOWN, "資料在別處提供，下載不在這裡計數。", "Hosted elsewhere; downloads are not counted here."
        )  # fmt: skip
        yield _line(
            "api_calls", None, Verdict.UNKNOWN, "資料在別處提供，介接不在這裡計數。", "Hosted elsewhere; calls are not counted here."
        )  # fmt: skip
        yield _line(
            "views",
            facts.views,
            Verdict.UNKNOWN,
            f"頁面瀏覽 {facts.views:,} 次。",
            f"Page views: {facts.views:,}.",
        )
        return
    used = facts.downloads + facts.calls
    verdict = Verdict.BAD if not used else Verdict.WATCH if facts.quiet else Verdict.GOOD
    quiet = ("，最近 90 天沒有", "; none within 90 days") if used and facts.quiet else ("", "")
    yield _line(
        "downloads", facts.downloads, verdict,
        f"12 個月下載 {facts.downloads:,} 次{quiet[0]}。", f"Downloads in 12 months: {facts.downloads:,}{quiet[1]}.",
    )  # fmt: skip
    yield _line(
        "api_calls", facts.calls, verdict,
        f"12 個月 API 呼叫 {facts.calls:,} 次{quiet[0]}。", f"API calls in 12 months: {facts.calls:,}{quiet[1]}.",
    )  # fmt: skip
    yield _line(
        "views",
        facts.views,
        Verdict.UNKNOWN,
        f"頁面瀏覽 {facts.views:,} 次。",
        f"Page views: {facts.views:,}.",
    )


def quality(facts: Facts) -> Iterable[Line]:
    """Yield what machines and people found."""
    verdict, zh, en = _CHECKS[facts.checks]
    if facts.red_since is not None:
        day = both(facts.red_since)
        verdict, zh, en = Verdict.BAD, f"自 {day['zh-Hant']}起取不到資料。", f"No data since {day['en']}."
    yield _line("checks", facts.checks or None, verdict, zh, en)
    if facts.findings is None:
        yield _line("findings", None, Verdict.UNKNOWN, "沒有逐筆檢核結果。", "Rows were not checked here.")
    else:
        found = Verdict.WATCH if facts.findings else Verdict.GOOD
        yield _line(
            "findings",
            facts.findings,
            found,
            f"{facts.findings:,} 處待修正。",
            f"To mend: {facts.findings:,}.",
        )
    n = facts.open_reports
    verdict = Verdict.BAD if n >= facts.many or facts.late_reports else Verdict.WATCH if n else Verdict.GOOD
    yield _line(
        "reports", n, verdict,
        f"品質回報 {facts.reports:,} 件，處理中 {n:,} 件，逾期 {facts.late_reports:,} 件。",
        f"Quality reports: {facts.reports:,}; open: {n:,}; overdue: {facts.late_reports:,}.",
    )  # fmt: skip


def freshness(facts: Facts) -> Iterable[Line]:
    """Yield whether it is updated as declared."""
    said = facts.interval_said
    known = Verdict.GOOD if said else Verdict.BAD
    yield _line(
        "interval", dict(said) or None, known,
        f"宣告的更新頻率：{said.get('zh-Hant') or '未提供'}。", f"Declared update frequency: {said.get('en') or 'not stated'}.",
    )  # fmt: skip
    if not facts.hosted or facts.last_update is None:
        yield _line(
            "last_update",
            None,
            Verdict.UNKNOWN,
            "最近更新日不明。",
            "When it was last updated is not known here.",
        )
        return
    day = both(facts.last_update)
    yield _line(
        "last_update", facts.last_update.isoformat(), _age(facts, facts.last_update),
        f"最近更新 {day['zh-Hant']}。", f"Last updated on {day['en']}.",
    )  # fmt: skip
    if facts.interval is not None and facts.since is not None:
        expected = max(int((facts.today - facts.since) / facts.interval), 1)
        share = facts.updates / expected
        verdict = Verdict.GOOD if share >= ENOUGH else Verdict.WATCH if share >= FEW else Verdict.BAD
        yield _line(
            "updates", {"made": facts.updates, "expected": expected}, verdict,
            f"應更新約 {expected:,} 次，實際 {facts.updates:,} 次。",
            f"About {expected:,} updates were due; {facts.updates:,} came.",
        )  # fmt: skip


def _age(facts: Facts, last: date) -> Verdict:
    if facts.interval is None:
        return Verdict.UNKNOWN
    age = facts.today - last
    grace = max(facts.interval * LATE, timedelta(days=1))
    return Verdict.GOOD if age <= grace else Verdict.BAD


def promise(facts: Facts) -> Iterable[Line]:
    """Yield how the promised day was kept."""
    if facts.due_on is None:
        yield _line("on_time", None, Verdict.UNKNOWN, "沒有承諾開放日。", "No day was promised.")
        return
    ended = facts.delivered_on or facts.today
    late = max((ended - facts.due_on).days, 0)
    due = both(facts.due_on)
    if facts.delivered_on is not None:
        day = both(facts.delivered_on)
        verdict = Verdict.GOOD if not late else Verdict.WATCH if late <= SOMEWHAT_LATE else Verdict.BAD
        zh, en = (
            f"承諾 {due['zh-Hant']}，{day['zh-Hant']}兌現",
            f"Promised for {due['en']}, kept on {day['en']}",
        )
    else:
        verdict = Verdict.BAD if late else Verdict.GOOD
        zh, en = f"承諾 {due['zh-Hant']}，尚未兌現", f"Promised for {due['en']}, not kept yet"
    if facts.broken:
        verdict = Verdict.BAD
    tail = (f"，遲 {late:,} 日。", f"; days late: {late:,}.") if late else ("。", ".")
    yield _line(
        "on_time",
        {"due_on": facts.due_on.isoformat(), "days_late": late},
        verdict,
        zh + tail[0],
        en + tail[1],
    )
    slips = Verdict.GOOD if not facts.slips else Verdict.WATCH if facts.slips < MANY_SLIPS else Verdict.BAD
    yield _line("slips", facts.slips, slips, f"展延 {facts.slips} 次。", f"Times moved: {facts.slips}.")


GROUPS: Final = {"use": use, "quality": quality, "freshness": freshness, "promise": promise}
_WORST: Final = (Verdict.BAD, Verdict.WATCH, Verdict.GOOD)
_CHECKS: Final[dict[str, tuple[Verdict, str, str]]] = {
    "": (Verdict.UNKNOWN, "還沒有檢核結果。", "Not checked yet."),
    "clean": (Verdict.GOOD, "檢核通過。", "Passed the checks."),
    "findings": (Verdict.WATCH, "檢核有待修正之處。", "The checks found things to mend."),
    "broken": (Verdict.BAD, "連結失效。", "The link is broken."),
}


def worst(lines: Iterable[Line]) -> Verdict:
    """Return the worst verdict of some lines; unknown when none can be told."""
    found = {line.verdict for line in lines}
    return next((verdict for verdict in _WORST if verdict in found), Verdict.UNKNOWN)


NAMES: Final[dict[str, LanguageMap]] = {
    "use": {"zh-Hant": "使用", "en": "Use"},
    "quality": {"zh-Hant": "品質", "en": "Quality"},
    "freshness": {"zh-Hant": "更新", "en": "Freshness"},
    "promise": {"zh-Hant": "承諾", "en": "Promise"},
}
VERDICTS: Final[dict[str, LanguageMap]] = {
    "good": {"zh-Hant": "良好", "en": "Good"},
    "watch": {"zh-Hant": "留意", "en": "To watch"},
    "bad": {"zh-Hant": "不佳", "en": "Poor"},
    "unknown": {"zh-Hant": "無法判斷", "en": "Cannot be told"},
}
LABELS: Final[dict[str, LanguageMap]] = {
    "downloads": {"zh-Hant": "下載", "en": "Downloads"},
    "api_calls": {"zh-Hant": "API 呼叫", "en": "API calls"},
    "views": {"zh-Hant": "頁面瀏覽", "en": "Page views"},
    "checks": {"zh-Hant": "檢核", "en": "Checks"},
    "findings": {"zh-Hant": "逐筆發現", "en": "Findings"},
    "reports": {"zh-Hant": "品質回報", "en": "Quality reports"},
    "interval": {"zh-Hant": "更新頻率", "en": "Update frequency"},
    "last_update": {"zh-Hant": "最近更新", "en": "Last update"},
    "updates": {"zh-Hant": "更新次數", "en": "Updates"},
    "on_time": {"zh-Hant": "準時", "en": "On time"},
    "slips": {"zh-Hant": "展延", "en": "Slips"},
}
