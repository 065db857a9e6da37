"""The closed lists of words of data requests: outcomes, verdicts, grounds of the central desk. No Django."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Outcome(StrEnum):
    """What an agency says of one wanted item; procedures reference, section 5.2."""

    ALREADY_OPEN = "already_open"
    WILL_OPEN = "will_open"
    ON_APPLICATION = "on_application"
    REFUSED = "refused"
    NOT_COLLECTED = "not_collected"
    NOT_HELD_HERE = "not_held_here"


class Verdict(StrEnum):
    """What the asker says of an answer. Silence is no satisfaction."""

    NONE = ""
    ACCEPTED = "accepted"
    CONTESTED = "contested"
    SILENT = "silent"


class DeclineGround(StrEnum):
    """Why the central desk does not pass a request on."""

    PERSONAL_CASE = "personal_case"
    NOT_DATA = "not_data"
    ABUSIVE = "abusive"


class RedactionGround(StrEnum):
    """Why words of a request are no longer shown."""

    PERSONAL_DATA = "personal_data"
    UNLAWFUL = "unlawful"
    INSULT = "insult"


class Place(StrEnum):
    """Which words of a request may be redacted."""

    TITLE = "title"
    REASON = "reason"
    NAME = "name"


class Level(StrEnum):
    """Who must have approved a draft answer before it may be sent."""

    LEAD = "lead"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One wanted item: an existing dataset (public id) or a name for one, and the fields it should have."""

    title: str = ""
    dataset: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What an agency says of the item with this number. Which fields count depends on the outcome.

    `already_open`: `dataset` or `links`. `will_open`: `until`, `fields`, `format`. `on_application`:
    `links`, `fee`, `conditions`, `legal_basis`. `refused`: `grounds`, `reason`, `partial` (what a partial
    release would be and why it is not done). `not_collected`: `reason`, `planned`. `not_held_here`:
    `holder` (an agency) where it is known.
    """

    item: int
    outcome: Outcome
    reason: str = ""
    dataset: str = ""
    links: tuple[str, ...] = ()
    until: date | None = None
    fields: tuple[str, ...] = ()
    format: str = ""
    fee: str = ""
    conditions: str = ""
    legal_basis: str = ""
    grounds: tuple[str, ...] = ()
    partial: str = ""
    planned: str = ""
    holder: str = ""


PLANNED: Final = ("yes", "no")
# What counts of an answer to an item; anything else that a form still holds is left out.
COUNTING: Final[dict[Outcome, tuple[str, ...]]] = {
    Outcome.ALREADY_OPEN: ("dataset", "links", "fields", "format"),
    Outcome.WILL_OPEN: ("until", "fields", "format"),
    Outcome.ON_APPLICATION: ("links", "fee", "conditions", "legal_basis"),
    Outcome.REFUSED: ("grounds", "partial"),
    Outcome.NOT_COLLECTED: ("planned",),
    Outcome.NOT_HELD_HERE: ("holder",),
}
UNSATISFIED: Final = 3  # fewer stars with a reason are an objection
STARS: Final = range(1, 6)
LONG_OVERDUE: Final = 20  # working days after which silence is a matter of the committee
MOST_TRANSFERS: Final = 2

# Sayings that are no answers, wherever they stand without a date or a link that delivers.
_STUDY: Final = re.compile(
    r"研議|研擬|納入(參考|考量|評估)|錄案|審慎評估|評估中|評估後|適時(開放|提供)|儘速(開放|提供)|under (study|review|consideration)",
    re.IGNORECASE,
)
_WEBSITE: Final = re.compile(
    r"(請|可)?(逕|自行|另)?[至上於到].{0,24}(網站|網頁|官網|系統|專區|平[臺台]).{0,8}(查詢|查閱|瀏覽|參閱|搜尋)"
    r"|(請|可)(參閱|參考|逕洽|查閱).{0,24}(網站|網頁|官網|專區)|see (our|the) (web ?site|web ?page|query page)",
    re.IGNORECASE,
)


def says_study(text: str) -> bool:
    """Tell whether a text puts the asker off with “under study”."""
    return bool(_STUDY.search(text))


def says_website(text: str) -> bool:
    """Tell whether a text sends the asker to look for the data on some page."""
    return bool(_WEBSITE.search(text))
