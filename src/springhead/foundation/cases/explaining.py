"""A term as a page shows it: the last day, the days in order, and a sentence for every day."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from springhead.engine.kernel.clock import Day, Policy, Reckoning, Why
from springhead.engine.kernel.language import LANGS, LanguageMap, pick
from springhead.foundation.cases.clocks import policy_of
from springhead.foundation.cases.models import Clock
from springhead.foundation.ui.components import Days, Square

MOST_SQUARES: Final = 62

SENTENCES: Final[dict[Why, LanguageMap]] = {
    Why.START: {"zh-Hant": "起算事由發生日，不計入", "en": "the day it began is not counted"},
    Why.COUNTED: {"zh-Hant": "第 {number} 日", "en": "day {number}"},
    Why.REST: {"zh-Hant": "{name}，不計入", "en": "{name}, not counted"},
    Why.PAUSED: {"zh-Hant": "期限停計", "en": "the term is paused"},
    Why.ROLLED: {"zh-Hant": "{name}，末日順延", "en": "{name}: the last day moves on"},
}
LAST: Final[LanguageMap] = {
    "zh-Hant": "末日（休息日後的第一個上班日）",
    "en": "last day (the first working day after)",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One day of the explanation, with its sentence and the source of a closure or correction."""

    on: date
    text: LanguageMap
    source: str


@dataclass(frozen=True, slots=True)
class Term:
    """A clock of a case as a page shows it."""

    clock: Clock
    policy: Policy
    reckoning: Reckoning
    lines: tuple[Line, ...]
    days: Days | None
    today: date

    @property
    def is_over(self) -> bool:
        """Whether the last day went by while the term runs: the public badge, from the first moment after."""
        running = self.reckoning.stopped_at is None and not self.reckoning.paused
        return running and self.reckoning.last_day < self.today

    @property
    def kept(self) -> bool | None:
        """Whether the term was kept; None while it runs."""
        return self.reckoning.kept


def explain(clock: Clock, reckoning: Reckoning, *, today: date) -> Term:
    """Return a clock with its explanation; the squares run from day 1. Terms over two months come without them."""
    squares = tuple(
        Square(day.day, day.nature.name or None if _skips(day) else None)
        for day in reckoning.days
        if day.why is not Why.START
    )
    running = reckoning.stopped_at is None and not reckoning.paused and len(squares) <= MOST_SQUARES
    return Term(
        clock=clock,
        policy=policy_of(clock),
        reckoning=reckoning,
        lines=tuple(Line(day.day, sentence(day), day.nature.source) for day in reckoning.days),
        days=Days(squares, today) if running else None,
        today=today,
    )


def sentence(day: Day) -> LanguageMap:
    """Say in both languages what one day means for the term."""
    template = LAST if day.why is Why.COUNTED and day.number is None else SENTENCES[day.why]
    return {
        lang: template[lang].format(number=day.number, name=pick(day.nature.name, lang)) for lang in LANGS
    }


def _skips(day: Day) -> bool:
    return day.why in {Why.REST, Why.ROLLED}
