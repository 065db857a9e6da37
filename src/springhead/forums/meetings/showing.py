"""How meetings are shown on pages: lines of lists, items with what was said as far as a viewer may read it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import LanguageMap
from springhead.forums.committees import texts as committee_texts
from springhead.forums.meetings import packets, papers, queries, words
from springhead.forums.meetings.models import ActionItem, Item, Meeting, Seat
from springhead.foundation.agencies import naming
from springhead.foundation.ledger import words as names

KIND: Final = {
    "planned": "plain", "noticed": "info", "papers_out": "info", "in_session": "warn", "reviewing": "warn",
    "held": "info", "minutes_draft": "info", "minutes_confirmed": "info", "published": "ok", "no_quorum": "bad",
    "cancelled": "plain",
}  # fmt: skip
POSITIONS: Final[Mapping[str, LanguageMap]] = {**committee_texts.POSITIONS, **committee_texts.VOTES}
PROVISIONAL: Final = ("in_session", "reviewing", "held", "minutes_draft")
EVERY: Final = range(10_000)


def line(row: Meeting) -> dict[str, Any]:
    """Return a meeting as lists show it."""
    return {
        "row": row,
        "state": words.STATES[row.state],
        "kind": KIND[row.state],
        "mode": words.MODES[row.mode],
    }


def sections(found: Iterable[dict[str, Any]]) -> list[tuple[LanguageMap, list[dict[str, Any]]]]:
    """Return items by the parts of an agenda, in their usual order; empty parts are left out."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for one in found:
        grouped.setdefault(one["section"], []).append(one)
    return [(name, grouped[code]) for code, name in words.SECTIONS.items() if code in grouped]


def agenda(row: Meeting, viewer: Actor, of: range = EVERY) -> list[dict[str, Any]]:
    """Return every item as this viewer may see it: frozen ones, then what the packet would have now.

    Published minutes say what everybody may read of each; before that the body's own people read what was recorded.
    Of what still waits, only lines `of` a range (from 0) come with their papers and are `shown`. A fixed number of queries.
    """
    frozen = queries.items(row)
    said = _published(row, viewer) if row.published_at else _recorded(row, viewer)
    elsewhere = queries.settled_elsewhere(frozen)
    made = [_item(one, said.get(one.public_id, {}), elsewhere) for one in frozen]
    return made + _waiting(row, len(made), of)


def _item(one: Item, said: Mapping[str, Any], elsewhere: frozenset[str]) -> dict[str, Any]:
    option = next((each for each in one.options if each["code"] == one.option), None)
    withheld = said.get("withheld")
    numbers = [each.case.number for each in one.cases.all()]
    return {
        "row": one,
        "id": one.public_id,
        "section": one.section,
        "number": one.number,
        "title": dict(one.title),
        "text": "" if withheld else one.text,
        "note": "" if withheld else one.note,
        "links": one.links,
        "papers": one.paper.get("cases", []),
        "cases": numbers,
        "settled_elsewhere": [number for number in numbers if number in elsewhere],
        "options": one.options,
        "outcome": words.OUTCOMES.get(one.outcome),
        "way": words.CONCLUDED_BY.get(one.way) if one.outcome == "resolved" else None,
        "option": option["label"] if option else None,
        "approver": option["approver"] if option else "",
        "resolution": "" if withheld else one.resolution,
        "withheld": withheld,
        "until": one.until,
        "votes": _votes(one.votes),
        "cast": sum(one.votes.values()),
        "actions": one.actions,
        "positions": said.get("positions", []),
        "recusals": said.get("recusals", []),
        "statements": said.get("statements", []),
        "discusses": [
            each for each in said.get("positions", []) if each["position"] == "discuss" and not each["ruling"]
        ],
    }


def _votes(votes: Mapping[str, int]) -> list[tuple[LanguageMap, int]]:
    return [(POSITIONS[name], votes[name]) for name in committee_texts.POSITIONS if votes.get(name)] + [
        (POSITIONS[name], n) for name, n in votes.items() if name not in committee_texts.POSITIONS
    ]


def _published(row: Meeting, viewer: Actor) -> dict[str, Mapping[str, Any]]:
    """Return what the published minutes say of each item, by its id."""
    return {one["id"]: one for one in queries.document(row, viewer=viewer)["items"]}


def _recorded(row: Meeting, viewer: Actor) -> dict[str, dict[str, Any]]:
    """Return what was recorded of each item, for the body's own people; empty for everybody else."""
    found: dict[str, dict[str, Any]] = {}
    for one in queries.positions(row, viewer=viewer):
        if one.latest:
            told = {
                "member": one.member.public_id,
                "name": one.member.name,
                "position": one.position,
                "label": POSITIONS[one.position],
                "text": one.text,
                "ruling": one.ruling,
                "event": one.seq,
            }
            found.setdefault(one.item.public_id, {}).setdefault("positions", []).append(told)
    for said in queries.statements(row, viewer=viewer):
        if said.item is not None:
            told = {"id": said.public_id, "name": said.member.name, "text": said.text}
            found.setdefault(said.item.public_id, {}).setdefault("statements", []).append(told)
    for recusal in queries.recusals(row, viewer=viewer):
        told = {"member": recusal.member.public_id, "name": recusal.member.name, "text": recusal.text}
        found.setdefault(recusal.item.public_id, {}).setdefault("recusals", []).append(told)
    return found


def _waiting(row: Meeting, before: int, of: range) -> list[dict[str, Any]]:
    """Return what the packet would have if the papers were sent now."""
    lines = packets.lines(row)
    made = papers.of_cases([case for place, one in enumerate(lines) if place in of for case in one.cases])
    return [
        {
            "row": None,
            "shown": number - before - 1 in of,
            "id": "",
            "section": "discussion",
            "number": number,
            "title": dict(one.title),
            "note": one.note,
            "place": one.place,
            "papers": [made[case.pk] for case in one.cases if case.pk in made],
            "cases": [case.number for case in one.cases],
            "options": [each.as_json() for each in one.options],
        }
        for number, one in enumerate(lines, before + 1)
    ]


def seats(found: Sequence[Seat]) -> list[dict[str, Any]]:
    """Return who sits, how each attends."""
    return [
        {
            "row": one,
            "member": one.member,
            "identity": committee_texts.WORDS[one.member.identity],
            "position": committee_texts.WORDS[one.member.position],
            "how": words.HOWS.get(one.how) if one.attended_at else None,
            "present": one.present,
        }
        for one in found
    ]


def tasks(found: Iterable[ActionItem]) -> list[dict[str, Any]]:
    """Return action items as lists show them."""
    rows = list(found)
    owners = naming.names_for(one.owner for one in rows)
    return [
        {"row": one, "state": words.TASK_STATES[one.case.state], "owner": owners.get(one.owner)}
        for one in rows
    ]


def named(ids: Iterable[str]) -> Mapping[str, Any]:
    """Return names and addresses of public ids."""
    return names.names_of(set(ids))
