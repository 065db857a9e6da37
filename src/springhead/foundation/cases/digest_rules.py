"""What is mailed at once, when the daily digest goes out, and in which order it tells. No database here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from springhead.engine.kernel.calendar import Calendar
from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.now import TAIPEI, taipei
from springhead.engine.kernel.workflow import Audience

HOUR: Final = time(8)
_WITH_A_TERM: Final = frozenset({("term.warned", "T-1"), ("term.missed", "T0")})


def at_once(audience: Audience, event: str, step: str) -> bool:
    """Tell whether news cannot wait for the morning, whatever the recipient prefers.

    That is what happens to one's own case (objections have a term), the warning on the last day but one, a
    missed term, and every rung of the ladder. Receipts and confirmation links are letters, never news.
    """
    return audience is Audience.REQUESTER or event == "term.escalated" or (event, step) in _WITH_A_TERM


def next_morning(at: datetime, *, official: bool, calendar: Calendar) -> datetime:
    """Return the first 08:00 in Taipei after an instant; for officials the first on a working day. In UTC."""
    day = taipei(at).date()
    if taipei(at).time() >= HOUR:
        day += timedelta(days=1)
    if official:
        day = calendar.next_working(day)
    return datetime.combine(day, HOUR, TAIPEI).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of news of a case."""

    at: datetime
    text: LanguageMap


@dataclass(frozen=True, slots=True)
class Group:
    """A case in a digest: `due` is its next due instant, None when no term runs; lines in order of time."""

    number: str
    title: LanguageMap
    due: datetime | None
    link: str
    end: str
    lines: tuple[Line, ...]


def ordered(groups: Iterable[Group]) -> list[Group]:
    """Return the groups as they are told: the earliest due date first, then those without, the newest first."""
    found = list(groups)
    running = sorted((one for one in found if one.due), key=lambda one: (one.due, one.number))
    rest = sorted((one for one in found if not one.due), key=lambda one: (one.lines[-1].at, one.number))
    return [*running, *reversed(rest)]
