"""What committees do with the parts of a request: on which agenda, what was resolved, whether the head approved it."""

from collections.abc import Sequence
from dataclasses import dataclass

from springhead.engine.kernel.language import LanguageMap
from springhead.forums.committees import queries as committees
from springhead.forums.committees.models import Resolution
from springhead.forums.meetings import queries as meetings
from springhead.forums.meetings import words
from springhead.forums.meetings.models import Item
from springhead.procedures.data_requests.models import Part


@dataclass(frozen=True, slots=True)
class OnAgenda:
    """A meeting that has a part on its agenda, and how far the meeting is."""

    item: Item
    state: LanguageMap


@dataclass(frozen=True, slots=True)
class Heard:
    """Agendas and resolutions of a request, the latest first."""

    agendas: tuple[OnAgenda, ...]
    resolutions: tuple[Resolution, ...]


def heard(parts: Sequence[Part]) -> Heard | None:
    """Return what committees did with these parts; None while none has them on an agenda. Two queries."""
    cases = [one.case for one in parts]
    if not cases:
        return None
    items: dict[str, Item] = {}
    for found in meetings.agendas_of(cases).values():
        items |= {one.public_id: one for one in found}
    agendas = [OnAgenda(one, words.STATES[one.meeting.state]) for one in items.values()]
    resolved = committees.of_cases(cases)
    return Heard(tuple(agendas), tuple(resolved)) if agendas or resolved else None
