"""What committees do with the parts of a request: on whose list, on which agenda, what was resolved, whether the head approved it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from springhead.engine.kernel.language import LanguageMap
from springhead.forums.committees import queries as committees
from springhead.forums.committees import telling
from springhead.forums.committees.models import Matter, Resolution
from springhead.forums.meetings import packets, words
from springhead.forums.meetings import queries as meetings
from springhead.forums.meetings.models import Item
from springhead.procedures.data_requests.models import Part


@dataclass(frozen=True, slots=True)
class OnAgenda:
    """A meeting that has a part on its agenda, and how far the meeting is."""

    item: Item
    state: LanguageMap
    cases: tuple[str, ...]  # numbers of the parts


@dataclass(frozen=True, slots=True)
class Heard:
    """What waits for a meeting; agendas and resolutions of a request, the latest first."""

    waits: tuple[Matter, ...]
    agendas: tuple[OnAgenda, ...]
    resolutions: tuple[Resolution, ...]


def heard(parts: Sequence[Part]) -> Heard | None:
    """Return what committees do with these parts; None while none has them before it. Three queries."""
    cases = [one.case for one in parts]
    if not cases:
        return None
    numbers = {one.pk: one.number for one in cases}
    items: dict[str, Item] = {}
    on: dict[str, list[str]] = {}
    for case, found in meetings.agendas_of(cases).items():
        items |= {one.public_id: one for one in found}
        for one in found:
            on.setdefault(one.public_id, []).append(numbers[case])
    agendas = [
        OnAgenda(one, words.STATES[one.meeting.state], tuple(on[public_id]))
        for public_id, one in items.items()
    ]
    resolved = committees.of_cases(cases)
    waits = packets.waiting_of(cases)
    return Heard(tuple(waits), tuple(agendas), tuple(resolved)) if waits or agendas or resolved else None


def as_json(parts: Sequence[Part]) -> dict[str, Any]:
    """Return the same as programs read it."""
    found = heard(parts)
    if found is None:
        return {"waits": [], "agendas": [], "resolutions": []}
    return {
        "waits": [_wait(one) for one in found.waits],
        "agendas": [_agenda(one) for one in found.agendas],
        "resolutions": [telling.resolution(one) for one in found.resolutions],
    }


def _wait(told: Matter) -> dict[str, Any]:
    return {
        "case": told.case.number,
        "body": told.body.public_id if told.body else None,
        "since": told.since.isoformat(),
    }


def _agenda(told: OnAgenda) -> dict[str, Any]:
    meeting = told.item.meeting
    return {
        "meeting": meeting.number,
        "body": meeting.body.public_id,
        "state": meeting.state,
        "held_on": meeting.held_on.isoformat() if meeting.held_on else None,
        "item": told.item.number,
        "cases": list(told.cases),
    }
