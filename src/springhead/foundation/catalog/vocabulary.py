"""The closed lists of words the catalogue uses: stages, openness, kinds, units. No Django."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Stage(StrEnum):
    """Where a dataset stands between its first mention and its tombstone (design section 2)."""

    WANTED = "wanted"
    PLANNED = "planned"
    PROMISED = "promised"
    LISTED = "listed"
    SERVED = "served"
    WITHDRAWN = "withdrawn"


class Openness(StrEnum):
    """The three provision classes of the operational principle (point on 甲、乙、丙類)."""

    OPEN = "open"
    ON_APPLICATION = "on_application"
    NOT_PROVIDED = "not_provided"


class Regularity(StrEnum):
    """Whether a dataset is updated by the calendar."""

    UNKNOWN = ""
    REGULAR = "regular"
    REALTIME = "realtime"
    IRREGULAR = "irregular"
    NEVER = "never"


class Unit(StrEnum):
    """Units of an update frequency."""

    NONE = ""
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Kind(StrEnum):
    """How a distribution gives its data: a file we hold, a link elsewhere, a programmed interface elsewhere."""

    FILE = "file"
    LINK = "link"
    API = "api"


class Scheme(StrEnum):
    """Whose numbering a foreign id belongs to."""

    DATA_GOV_TW = "data_gov_tw"  # the national portal's running number
    G1 = "g1"  # 資料集編號 of the 2015 metadata standard, `A41000000G-000001`
    AGENCY = "agency"  # the agency's own


class Source(StrEnum):
    """The way a delivery came in."""

    UPLOAD = "upload"
    ADDRESS = "address"
    API = "api"
    CLI = "cli"


class Verdict(StrEnum):
    """The last machine check of a dataset, as lists and facets show it."""

    UNKNOWN = ""
    CLEAN = "clean"
    FINDINGS = "findings"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Word:
    """A code and its name in both languages."""

    code: str
    zh: str
    en: str

    @property
    def name(self) -> dict[str, str]:
        """The names as a language map."""
        return {"zh-Hant": self.zh, "en": self.en}


WORDS: Final[dict[type[StrEnum], tuple[Word, ...]]] = {
    Stage: (
        Word("wanted", "有人需要", "Wanted"),
        Word("planned", "規劃中", "Planned"),
        Word("promised", "已承諾", "Promised"),
        Word("listed", "已刊登", "Listed"),
        Word("served", "已提供", "Served"),
        Word("withdrawn", "已下架", "Withdrawn"),
    ),
    Openness: (
        Word("open", "開放資料", "Open"),
        Word("on_application", "依申請提供", "On application"),
        Word("not_provided", "不開放", "Not provided"),
    ),
    Regularity: (
        Word("regular", "定期更新", "Updated regularly"),
        Word("realtime", "即時", "Real time"),
        Word("irregular", "不定期", "Updated irregularly"),
        Word("never", "不更新", "Not updated"),
    ),
    Unit: (
        Word("minute", "分鐘", "minute"),
        Word("hour", "小時", "hour"),
        Word("day", "日", "day"),
        Word("week", "週", "week"),
        Word("month", "月", "month"),
        Word("year", "年", "year"),
    ),
    Kind: (
        Word("file", "檔案", "File"),
        Word("link", "連結", "Link"),
        Word("api", "介接服務", "Service"),
    ),
    Source: (
        Word("upload", "上傳", "Upload"),
        Word("address", "網址", "Address"),
        Word("api", "程式介接", "API"),
        Word("cli", "命令列", "Command line"),
    ),
    Verdict: (
        Word("clean", "檢核通過", "Passed the checks"),
        Word("findings", "有待修正", "Has findings"),
        Word("broken", "連結失效", "Link broken"),
    ),
}

UNKNOWN: Final = Word("", "未提供", "Not stated")


def word(member: StrEnum) -> Word:
    """Return the names of a member; those of "not stated" for the empty one."""
    return next((entry for entry in WORDS[type(member)] if entry.code == member.value), UNKNOWN)


def choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    """Return `(code, Chinese name)` pairs in the order they are written, for model fields and forms."""
    return [(str(member), word(member).zh) for member in words]
