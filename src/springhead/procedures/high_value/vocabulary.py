"""The closed lists of words of high-value data, and the sheet a nomination is argued on. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from springhead.engine.kernel.language import LanguageMap

SHORTEST_REASON: Final = 10
LEAST_REASONS: Final = 30  # of what takes something off the table
HIGHEST_SCORE: Final = 5


class Value(StrEnum):
    """The four values of the definition (2020 working definition, reference taiwan-specifications 6)."""

    PUBLIC_INTEREST = "public_interest"
    SOCIAL_PROGRESS = "social_progress"
    ECONOMIC_DEVELOPMENT = "economic_development"
    GOVERNMENT_TRANSPARENCY = "government_transparency"


VALUES: Final[dict[str, LanguageMap]] = {
    "public_interest": {"zh-Hant": "公共利益", "en": "Public interest"},
    "social_progress": {"zh-Hant": "社會進步", "en": "Social progress"},
    "economic_development": {"zh-Hant": "經濟發展", "en": "Economic development"},
    "government_transparency": {"zh-Hant": "政府透明", "en": "Government transparency"},
}


class Disposition(StrEnum):
    """What becomes of a suggested theme."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"
    NOTED = "noted"


class Cause(StrEnum):
    """Why a released dataset is looked at again."""

    YEARLY = "yearly"
    RED = "red"  # its checks were red for thirty days
    REPORTS = "reports"  # three quality reports are open
    WITHDRAWN = "withdrawn"  # the dataset is gone
    ASKED = "asked"


CAUSES: Final[dict[str, LanguageMap]] = {
    "yearly": {"zh-Hant": "定期檢視（每年）", "en": "periodic review (yearly)"},
    "red": {"zh-Hant": "檢測連續三十日未通過", "en": "its checks were red for thirty days"},
    "reports": {"zh-Hant": "三件以上品質回報未處理", "en": "three or more quality reports are open"},
    "withdrawn": {"zh-Hant": "資料集已下架", "en": "the dataset was withdrawn"},
    "asked": {"zh-Hant": "主管機關或幕僚提出", "en": "the policy office or a secretary asked for it"},
}


@dataclass(frozen=True, slots=True)
class SheetTold:
    """The nomination sheet (提報表): what is promised, and what is argued and scored (0 to 5) under each value.

    `interval` is the update frequency as agencies write it (每日, 每10分鐘); `until` the day it shall be released by.
    """

    title: str = ""
    description: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, int] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    format: str = ""
    interval: str = ""
    standard: str = ""
    licence: str = ""
    sdg: tuple[str, ...] = ()
    steward: str = ""
    until: date | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the sheet as it is kept and published."""
        return {
            "title": self.title,
            "description": self.description,
            "values": dict(self.values),
            "scores": dict(self.scores),
            "fields": list(self.fields),
            "format": self.format,
            "interval": self.interval,
            "standard": self.standard,
            "licence": self.licence,
            "sdg": list(self.sdg),
            "steward": self.steward,
            "until": self.until.isoformat() if self.until else "",
        }
