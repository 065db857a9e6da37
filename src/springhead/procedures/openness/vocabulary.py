"""The closed lists of words of openness classes: causes of a review, verdicts, the order of the classes. No Django."""

from enum import StrEnum
from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.foundation.catalog.vocabulary import Openness

SHORTEST_REASON: Final = 10
LONGEST_REASON: Final = 4_000
NOT_OPEN: Final = (Openness.ON_APPLICATION, Openness.NOT_PROVIDED)
SEARCH: Final = "search:"  # evidence of demand: what people searched for
ORDER: Final = (Openness.OPEN, *NOT_OPEN)


class Cause(StrEnum):
    """Why a class is looked at again."""

    DUE = "due"  # the day came: yearly, or the class or its ground expired
    DEMAND = "demand"
    OPENED_ELSEWHERE = "opened_elsewhere"
    CONSISTENCY = "consistency"
    ASKED = "asked"


class Verdict(StrEnum):
    """What a committee found; empty while no committee has heard it."""

    UNHEARD = ""
    REASONABLE = "reasonable"
    UNREASONABLE = "unreasonable"


CAUSES: Final[dict[str, LanguageMap]] = {
    "due": {
        "zh-Hant": "定期再檢討，或依據、類別到期",
        "en": "the day of its review, or its ground or class expired",
    },
    "demand": {"zh-Hant": "有人需要這項資料", "en": "people want these data"},
    "opened_elsewhere": {
        "zh-Hant": "其他機關已開放同類資料",
        "en": "another agency opens the same kind of data",
    },
    "consistency": {
        "zh-Hant": "同類資料在不同機關的類別不一致",
        "en": "the same kind of data has another class elsewhere",
    },
    "asked": {"zh-Hant": "幕僚或主管機關提出", "en": "a secretary or the policy office asked for it"},
}


def rank(openness: str) -> int:
    """Return how closed a class is, 0 for open; a class never stated counts as open."""
    return ORDER.index(Openness(openness)) if openness else 0


def is_less_open(before: str, after: str) -> bool:
    """Tell whether a change takes something away from the public."""
    return rank(after) > rank(before)
