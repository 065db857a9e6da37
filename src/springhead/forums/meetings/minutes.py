"""Minutes: one JSON document made from what was recorded, frozen in revisions; every format is written from it.

Shape: {"number", "body", "ordinal", "mode", "held_on", "place", "chair", "remarks", "attendance": [...], "items": [...],
"statements": [...], "objections": [...], "redactions": {place: ground}}. An item has "id", "section", "number", "title",
"text", "note", "outcome", "way", "option" (label), "resolution", "until", "votes", "positions", "recusals",
"statements", "cases", "actions".
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from datetime import date
from functools import partial
from typing import Any, Final

from springhead.engine.kernel.actors import Role, machine
from springhead.engine.kernel.canonical import canonical
from springhead.forums.committees import texts as committee_texts
from springhead.forums.meetings import commands, ordering, seats
from springhead.forums.meetings.models import Item, Meeting, Minutes, Objection, Position, Statement
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import Told, Turn
from springhead.foundation.catalog import codes

WITHHELD: Final = {"zh-Hant": "（依法遮蔽）", "en": "(withheld by law)"}


def draft_minutes(case: Case, command: commands.DraftMinutes, turn: Turn) -> Told:
    """Write the first revision from what was recorded."""
    row = _meeting(case)
    seats.check_desk(turn.by, row.body)
    row.state = case.state
    row.save(update_fields=["state"])
    return Told(public=_keep(row, _document(row, command.remarks), turn))


def object(case: Case, command: commands.Object, turn: Turn) -> Told:  # noqa: A001  named after its event
    """Keep an objection."""
    row = _meeting(case)
    member = seats.find(row.body, command.member)
    assert member is not None  # the guard wanted one
    seats.check_member(turn.by, row, member)
    made = Objection.objects.create(
        meeting=row, member=member, place=command.place, text=command.text, at=turn.at
    )
    public = {"objection": made.public_id, "member": member.public_id, "place": command.place}
    return Told(public=public, private={"text": command.text})


def settle_objection(case: Case, command: commands.SettleObjection, turn: Turn) -> Told:
    """Change the text, or note the objection beside it; a changed text gives the whole term again, once."""
    row = _meeting(case)
    seats.check_chair(turn.by, row)
    found = Objection.objects.get(meeting=row, public_id=command.objection)
    found.outcome = "accepted" if command.text else "noted"
    found.answer, found.settled_at = command.reason or command.text, turn.at
    found.save(update_fields=["outcome", "answer", "settled_at"])
    document = deepcopy(latest(row).document)
    if command.text:
        _replace(document, found.place, command.text)
        _write_back(row, found.place, command.text)
    document["objections"] = [_objection(one) for one in row.objections.select_related("member")]
    public = {"objection": found.public_id, "outcome": found.outcome, **_keep(row, document, turn)}
    again = command.text and not row.restarted
    private = {"text": command.text, "reason": command.reason}
    return Told(public=public, private=private, then=_afterwards(case.number, turn, again=bool(again)))


def _afterwards(number: str, turn: Turn, *, again: bool) -> tuple[Callable[[], Any], ...]:
    """Give the term again; or, when it is over and this was the last objection, confirm as the clock would have."""
    if again:
        return (partial(_restart, number, turn),)
    if not turn.facts.objection_runs and turn.facts.open_objections == 1:
        return (partial(fire, number, commands.Confirm(), by=machine("clock"), at=turn.at),)
    return ()


def _restart(number: str, turn: Turn) -> None:
    fire(number, commands.RestartObjections(), by=machine("minutes"), at=turn.at)


def restart_objections(case: Case, _command: commands.RestartObjections, _turn: Turn) -> None:
    """Remember that the term began anew."""
    Meeting.objects.filter(case=case).update(restarted=True)


def confirm(case: Case, command: commands.Confirm, turn: Turn) -> Told:
    """Confirm the minutes; what was resolved is carried out afterwards (`outcomes.record_rest`)."""
    row = _meeting(case)
    seats.check_convener(turn.by, row.body)
    row.state, row.confirmed_at = case.state, turn.at
    row.save(update_fields=["state", "confirmed_at"])
    final = latest(row)
    public: dict[str, Any] = {"revision": final.revision, "digest": final.digest}
    return Told(public=public, private={"reason": command.reason} if command.reason else None)


def publish(case: Case, command: commands.Publish, turn: Turn) -> Told:
    """Let everybody read the minutes; what is taken out leaves its ground."""
    row = _meeting(case)
    seats.check_desk(turn.by, row.body)
    document = deepcopy(latest(row).document)
    for place in command.redactions:
        _redact(document, place)
    document["redactions"] = dict(command.redactions)
    public = _keep(row, document, turn)
    row.state, row.published_at = case.state, turn.at
    row.save(update_fields=["state", "published_at"])
    if command.redactions:
        ordering.order(row, "packet")  # what is taken out of the minutes leaves the packet too
    return Told(public={**public, "redactions": dict(command.redactions)})


def latest(row: Meeting) -> Minutes:
    """Return the newest revision; Minutes.DoesNotExist when none was drafted."""
    return Minutes.objects.filter(meeting=row).latest("revision")


def current(row: Meeting) -> dict[str, Any]:
    """Return the newest revision as JSON, with its number and digest; Minutes.DoesNotExist when none was drafted."""
    newest = latest(row)
    return {**newest.document, "revision": newest.revision, "digest": newest.digest, "state": row.state}


def has_place(row: Meeting, place: str) -> bool:
    """Tell whether the minutes have such a place: an item's or a statement's id."""
    items = Item.objects.filter(meeting=row, public_id=place)
    return bool(place) and (items.exists() or Statement.objects.filter(meeting=row, public_id=place).exists())


def odd_redactions(row: Meeting, redactions: Mapping[str, str], today: date) -> Iterable[str]:
    """Yield what cannot be taken out: no statement nor item written by hand, or no ground in force on a Taipei date.

    A resolution on a case stays: it is public where it takes effect.
    """
    known = {one.code for one in codes.grounds().values() if one.holds(today)}
    for place, ground in redactions.items():
        resolves = Item.objects.filter(meeting=row, public_id=place, cases__isnull=False).exists()
        if ground not in known or resolves or not has_place(row, place):
            yield place


def _meeting(case: Case) -> Meeting:
    return Meeting.objects.select_related("body__agency", "case", "chair__person").get(case=case)


def _keep(row: Meeting, document: dict[str, Any], turn: Turn) -> dict[str, Any]:
    digest = hashlib.sha256(canonical(document)).hexdigest()
    revision = row.minutes.count() + 1
    Minutes.objects.create(
        meeting=row,
        revision=revision,
        document=document,
        digest=digest,
        made_by=turn.by.id,
        made_at=turn.at,
    )
    ordering.order(row, "minutes")
    return {"revision": revision, "digest": digest}


def _document(row: Meeting, remarks: str) -> dict[str, Any]:
    chair = row.chair
    statements = list(row.statements.select_related("member", "item"))
    return {
        "number": row.number,
        "title": dict(row.case.title),
        "body": {"id": row.body.public_id, "name": dict(row.body.names)},
        "ordinal": row.ordinal,
        "mode": row.mode,
        "held_on": row.held_on.isoformat() if row.held_on else "",
        "starts_at": row.starts_at.isoformat("minutes") if row.starts_at else "",
        "opened_at": row.opened_at.isoformat() if row.opened_at else "",
        "held_at": row.held_at.isoformat() if row.held_at else "",
        "place": row.place,
        "chair": {"id": chair.public_id, "name": chair.name} if chair else None,
        "remarks": remarks,
        "attendance": [_attendance(one) for one in row.seats.select_related("member")],
        "items": [_item(one, statements) for one in row.items.order_by("number")],
        "statements": [_statement(one) for one in statements if one.item_id is None],
        "objections": [],
        "redactions": {},
    }


def _attendance(seat: Any) -> dict[str, Any]:
    return {
        "member": seat.member.public_id,
        "name": seat.member.name,
        "identity": seat.member.identity,
        "eligible": seat.eligible,
        "how": seat.how,
        "deputy": seat.deputy,
        "attended": seat.attended_at is not None,
        "left_at": seat.left_at.isoformat() if seat.left_at else "",
    }


def _item(item: Item, statements: Iterable[Statement]) -> dict[str, Any]:
    option = next((one for one in item.options if one["code"] == item.option), None)
    return {
        "id": item.public_id,
        "section": item.section,
        "number": item.number,
        "title": dict(item.title),
        "text": item.text,
        "note": item.note,
        "outcome": item.outcome,
        "way": item.way,
        "option": dict(option["label"]) if option else {},
        "approver": option["approver"] if option else "",
        "resolution": item.resolution,
        "until": item.until.isoformat() if item.until else "",
        "votes": dict(item.votes),
        "positions": [_position(one) for one in item.positions.filter(latest=True).select_related("member")],
        "recusals": [
            {"member": one.member.public_id, "name": one.member.name, "text": one.text}
            for one in item.recusals.select_related("member")
        ],
        "statements": [_statement(one) for one in statements if one.item_id == item.pk],
        "cases": [paper["number"] for paper in item.paper.get("cases", [])],
        "actions": list(item.actions),
    }


def _position(one: Position) -> dict[str, Any]:
    return {
        "member": one.member.public_id,
        "name": one.member.name,
        "position": one.position,
        "label": dict(committee_texts.POSITIONS[one.position]),
        "text": one.text,
        "ruling": one.ruling,
        "event": one.seq,
    }


def _statement(one: Statement) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "member": one.member.public_id,
        "name": one.member.name,
        "text": one.text,
        "at": one.at.isoformat(),
    }


def _objection(one: Objection) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "member": one.member.public_id,
        "name": one.member.name,
        "place": one.place,
        "text": one.text,
        "outcome": one.outcome,
        "answer": one.answer,
    }


def _places(document: dict[str, Any]) -> Iterable[tuple[str, dict[str, Any], str]]:
    """Yield every place that may be changed or taken out: its id, where it stands, and under which name."""
    for item in document["items"]:
        yield item["id"], item, "resolution"
        for one in item["statements"]:
            yield one["id"], one, "text"
    for one in document["statements"]:
        yield one["id"], one, "text"


def _replace(document: dict[str, Any], place: str, text: str) -> None:
    for name, holder, key in _places(document):
        if name == place:
            holder[key] = text


def _redact(document: dict[str, Any], place: str) -> None:
    gone = {place}
    for name, holder, key in list(_places(document)):
        if name == place:
            holder[key] = ""
            holder["withheld"] = dict(WITHHELD)
            if key == "resolution":
                gone |= {one["id"] for one in holder["statements"]}
                _empty(holder)
    for one in document["objections"]:  # an objection quotes what it is about, and its answer is the new text
        if one["place"] in gone:
            one.update(text="", answer="", withheld=dict(WITHHELD))


def _empty(item: dict[str, Any]) -> None:
    """Take every word out of an item; who stood how stays."""
    item["text"] = item["note"] = ""
    item["statements"] = []
    for one in item["positions"]:
        one["text"] = one["ruling"] = ""
    for one in item["recusals"]:
        one["text"] = ""


def _write_back(row: Meeting, place: str, text: str) -> None:
    """Let the row say what the minutes say now, so that a resolution takes effect as it was confirmed."""
    Item.objects.filter(meeting=row, public_id=place).update(resolution=text)
    Statement.objects.filter(meeting=row, public_id=place).update(text=text)


def readable_by(row: Meeting, viewer: Any) -> bool:
    """Tell whether somebody may read minutes that are not published: the body's own people and the policy office."""
    trusted = viewer.holds(Role.POLICY_OFFICE) or seats.may_chair(viewer, row)
    return trusted or any(
        one.person is not None and one.person.public_id == viewer.id
        for one in row.body.members.select_related("person")
        if viewer.id
    )


__all__ = ["confirm", "draft_minutes", "object", "publish", "restart_objections", "settle_objection"]
