"""Reminder letters (催辦) in bulk: late action items to their owners, open positions to members; each is an event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.days import both
from springhead.engine.kernel.language import LANGS, LanguageMap, pick
from springhead.engine.kernel.now import taipei
from springhead.forums.committees.models import Body
from springhead.forums.meetings import unanswered
from springhead.forums.meetings.models import ActionItem
from springhead.forums.meetings.unanswered import Silent
from springhead.foundation.agencies.models import Person
from springhead.foundation.agencies.queries import addresses_by_agency
from springhead.foundation.cases import mailbox
from springhead.foundation.cases.letters import page
from springhead.foundation.ledger import append

EVENT: Final = "meetings:reminded"
EVENTS: Final[dict[str, LanguageMap]] = {EVENT: {"zh-Hant": "催辦", "en": "Reminded"}}
ROLES: Final = frozenset({Role.OFFICER, Role.AGENCY_LEAD})
TASK: Final = {
    "zh-Hant": ("催辦：列管事項 {number} 逾期", "下列列管事項已於 {day}到期，請回報辦理情形或說明：\n\n{text}\n\n{link}\n"),
    "en": ("Reminder: action item {number} is overdue", "This was due on {day}; please report how far it is:\n\n{text}\n\n{link}\n"),
}  # fmt: skip
MEMBER: Final = {
    "zh-Hant": ("提醒：{body}還有 {n} 案等您表示立場", "請在期限前表示立場，或申報迴避：\n\n{link}\n"),
    "en": ("Reminder: {n} items of {body} have no position of yours", "Please take a position, or declare a conflict:\n\n{link}\n"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Letter:
    """One reminder: about which action item or meeting, to whom, and to which accounts (none: on paper only).

    `texts`: language to subject and body. `to` goes into the key of each mail, so that twice a day is once.
    """

    about: str
    addressee: str
    people: tuple[Person, ...]
    texts: Mapping[str, tuple[str, str]]
    public: Mapping[str, Any]
    to: str = ""


def letters(
    bodies: Sequence[Body], tasks: Sequence[str], members: Sequence[str], *, on: date
) -> list[Letter]:
    """Return the letters about the chosen late tasks (numbers) and silent members (`meeting~member`).

    A fixed number of queries; nothing is sent.
    """
    chosen = unanswered.chosen_tasks(bodies, on, tasks)
    people = addresses_by_agency(ROLES, {one.case.agency_id for one in chosen if one.case.agency_id})
    found = [_of_task(one, people.get(one.case.agency_id, [])) for one in chosen]
    return found + [_of_member(one) for one in unanswered.chosen_members(bodies, members)]


def remind(
    bodies: Sequence[Body], tasks: Sequence[str], members: Sequence[str], *, by: Actor, at: datetime
) -> int:
    """Send the letters about the chosen ones; returns how many went out. Twice a day is once."""
    return sum(_send(one, by, at) for one in letters(bodies, tasks, members, on=taipei(at).date()))


def _of_task(task: ActionItem, people: Sequence[Person]) -> Letter:
    path = f"/meetings/actions/{task.case.number}"
    told = {"number": task.case.number, "text": task.text, "path": path}
    public = {"agency": task.case.agency_id}
    return Letter(
        task.case.number, task.owner, tuple(people), _filled(TASK, told, {"day": both(task.due_on)}), public
    )


def _of_member(one: Silent) -> Letter:
    person = one.member.person
    told = {"n": one.missing, "path": f"/meetings/{one.meeting.number}"}
    texts = _filled(MEMBER, told, {"body": one.meeting.body.names})
    public = {"member": one.member.public_id, "missing": one.missing}
    people = (person,) if person else ()
    return Letter(one.meeting.number, one.member.name, people, texts, public, one.member.public_id)


def _filled(
    form: Mapping[str, tuple[str, str]], told: Mapping[str, Any], named: Mapping[str, LanguageMap]
) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for lang in LANGS:
        words = {
            **told,
            **{name: pick(one, lang) for name, one in named.items()},
            "link": page(told["path"], lang),
        }
        subject, body = form[lang]
        found[lang] = (subject.format(**words), body.format(**words))
    return found


def _send(one: Letter, by: Actor, at: datetime) -> bool:
    day = taipei(at).date().isoformat()
    fresh = False
    with transaction.atomic():
        for person in one.people:
            subject, body = one.texts["en" if person.language == "en" else "zh-Hant"]
            key = f"remind:{one.about}:{one.to or person.public_id}:{day}"
            fresh = mailbox.post(key=key, to=person.email, subject=subject, body=body) or fresh
        if fresh:
            append(EVENT, subject=one.about, actor=by.id, public=dict(one.public), at=at)
    return fresh
