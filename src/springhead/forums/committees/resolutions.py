"""Resolutions: recorded in one transaction, carried out in another, as the body; what fails stays on the desk."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Q

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.failpoints import reach
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Refused
from springhead.forums.committees import bodies, matters, rules, texts, voting
from springhead.forums.committees.models import OPEN_RESOLUTION, Body, Matter, Resolution
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import case_type
from springhead.foundation.ledger import append
from springhead.foundation.ledger.models import Event

BATCH: Final = 50
Approvers = Callable[[Sequence[Case]], Mapping[int, Mapping[str, str]]]
_approvers: Final[list[Approvers]] = []
DOCUMENT_FIELDS: Final = ("reason", "until")


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a body resolved on one case. `key` names where it came from: the same key is recorded once."""

    case: Case
    body: Body | None
    event: str
    payload: Mapping[str, Any]
    text: str
    decided_on: date
    way: str = "meeting"
    document: str = ""
    votes: Mapping[str, int] = field(default_factory=dict)
    approver: str = ""
    meeting: str = ""
    group: str = ""
    key: str | None = None


def record(number: str, told: Mapping[str, Any], *, by: Actor) -> Resolution:
    """Record what a body resolved on a case, and carry it out. Refused with every problem at once.

    `told`: event, text, decided_on, way, document, votes_yes …, and what the event's payload needs (until).
    Recording the same again while it is not carried out gives the same resolution. Where the rule asks for the
    approval of the agency's head it waits for it, unless the policy office itself records it.
    """
    matter = Matter.objects.select_related("case", "body").filter(case__number=number).first()
    if matter is None:
        raise Refused(texts.NOT_WAITING.at(number))
    if not bodies.may_record(by, matter.body):
        raise Refused(texts.NOT_YOURS.at())
    event, text, votes = str(told.get("event") or ""), str(told.get("text") or "").strip(), _votes(told)
    decided_on = _day(told.get("decided_on"))
    rule = voting.in_force(min(decided_on or today(), today()))
    found = list(rules.problems(text, decided_on, today(), votes, rule))
    if event not in matters.resolvable(matter.case):
        found.insert(0, texts.NOT_THIS.at(number, event=_label(matter.case, event)))
    if found:
        raise Refused(*found)
    assert decided_on is not None  # looked at above
    document = str(told.get("document") or "").strip()[:80]
    payload = {
        "reason": text,
        "until": str(told.get("until") or ""),
        "document_number": document,
        "document_on": decided_on.isoformat(),
    }
    way = "written" if told.get("way") == "written" else "meeting"
    approver = "" if by.holds(Role.POLICY_OFFICE) else approver_of(matter.case, event)
    return adopt(
        Resolved(matter.case, matter.body, event, payload, text, decided_on, way, document, votes, approver),
        by=by,
    )


def install(approvers: Iterable[Approvers]) -> None:
    """Say which resolutions need an approval because of what they carry over to other cases. Replaces the former."""
    _approvers[:] = list(approvers)


def approvers_of(cases: Sequence[Case]) -> dict[int, dict[str, str]]:
    """Return, by primary key and event, whose approval a resolution needs before it takes effect; left out: nobody's."""
    found: dict[int, dict[str, str]] = {case.pk: {} for case in cases}
    for case in cases:
        for row in case_type(case.type).table.rows_from(case.state):
            if row.approved_by:
                found[case.pk][row.event] = str(row.approved_by)
    for more in _approvers:
        for pk, events in more(cases).items():
            found[pk] |= events
    return found


def approver_of(case: Case, event: str) -> str:
    """Return the role whose approval a resolution on this case needs before it takes effect; empty: none."""
    return approvers_of([case])[case.pk].get(event, "")


def adopt(told: Resolved, *, by: Actor, at: datetime | None = None) -> Resolution:
    """Write a resolution down in one transaction and carry it out in another, unless it waits for an approval.

    `at`: when; now unless told.
    """
    made = _write(told, by, at or now())
    return carry_out(made, at) if made.is_due else made


def _write(told: Resolved, by: Actor, at: datetime) -> Resolution:
    found = Resolution.objects.filter(key=told.key).first() if told.key else None
    if found is not None:
        return found
    try:
        with transaction.atomic():
            made = Resolution.objects.create(
                body=told.body,
                case=told.case,
                event=told.event,
                payload=dict(told.payload),
                text=told.text,
                way=told.way,
                decided_on=told.decided_on,
                document=told.document,
                votes=dict(told.votes),
                approver=told.approver,
                meeting=told.meeting,
                group=told.group,
                key=told.key,
                recorded_by=by.id,
                recorded_at=at,
            )
            made.recorded_seq = _tell(made, by, at).seq
            made.save(update_fields=["recorded_seq"])
            reach("resolution.recorded")
    except IntegrityError:
        same = Q(key=told.key) if told.key else Q(pk=None)
        same |= Q(case=told.case, event=told.event) & OPEN_RESOLUTION
        return Resolution.objects.select_related("case", "body").filter(same).earliest("pk")
    return made


def _tell(made: Resolution, by: Actor, at: datetime) -> Any:
    public = {
        "resolution": made.public_id,
        "body": made.body.public_id if made.body else "",
        "about": made.case.number,
        "resolved": made.event,
        "decided_on": made.decided_on.isoformat(),
        "way": made.way,
        "document": made.document,
        "votes": made.votes,
        "meeting": made.meeting,
        "approver": made.approver,
    }
    return append(
        "committee.resolved",
        subject=made.public_id,
        actor=by.id,
        public=public,
        private={"text": made.text},
        at=at,
    )


def carry_out(made: Resolution, at: datetime | None = None) -> Resolution:
    """Fire what a resolution stands for, as its body, once; a failure is kept with its problems. `at`: now unless told.

    What the same body's other resolution on the same matter carried over meanwhile counts as carried out.
    """
    reach("resolution.before")
    made.refresh_from_db(fields=["done_at", "withdrawn_at", "declined_at", "approved_at", "payload"])
    if not made.is_due:
        return made
    try:
        command = case_type(made.case.type).parse(made.event, made.payload)
        outcome = fire(
            made.case.number,
            command,
            by=actor_of(made.body),
            at=at or now(),
            key=f"resolution:{made.public_id}",
        )
    except Refused as refusal:
        seq = _carried_over(made)
        if seq is None:
            made.problems = [
                problem.as_json("zh-Hant") | {"en": problem.message("en")} for problem in refusal.problems
            ]
            made.save(update_fields=["problems"])
            return made
    else:
        seq = outcome.seq
    made.done_at, made.done_seq, made.problems = at or now(), seq, []
    made.save(update_fields=["done_at", "done_seq", "problems"])
    reach("resolution.done")
    matters.look(Case.objects.get(pk=made.case.pk))
    return made


def take_up(made: Resolution, *, by: Actor) -> Resolution:
    """Try again what could not be carried out. Refused for whoever does not record for its body."""
    if not bodies.may_record(by, made.body):
        raise Refused(texts.NOT_YOURS.at())
    return carry_out(made)


def _carried_over(made: Resolution) -> int | None:
    """Return the event by which another resolution of this body did the same; None when none did."""
    if made.recorded_seq is None:
        return None
    rows = Event.objects.filter(
        subject=made.case.number,
        event=f"{made.case.type}.{made.event}",
        actor=actor_of(made.body).id,
        seq__gt=made.recorded_seq,
    )
    return rows.order_by("seq").values_list("seq", flat=True).first()


def actor_of(body: Body | None) -> Actor:
    """Return a body as the rules see it; where there is none the policy office acts as one."""
    return Actor(id=body.public_id if body else "machine:policy_office", roles=frozenset({Role.COMMITTEE}))


def withdraw(made: Resolution, *, by: Actor) -> None:
    """Take back the record of a resolution that could not be carried out."""
    if not bodies.may_record(by, made.body):
        raise Refused(texts.NOT_YOURS.at())
    with transaction.atomic():
        open_ones = Resolution.objects.filter(OPEN_RESOLUTION, pk=made.pk)
        if open_ones.update(withdrawn_at=now()):
            public = {"resolution": made.public_id, "about": made.case.number}
            append("committee.withdrawn", subject=made.public_id, actor=by.id, public=public, at=now())


def carry_out_rest() -> int:
    """Carry out what was recorded and then forgotten, as after a crash between the two; returns how many."""
    rest = Resolution.objects.filter(OPEN_RESOLUTION, problems=[]).select_related("case", "body")
    rest = rest.filter(Q(approver="") | Q(approved_at__isnull=False))
    found = list(rest.order_by("pk")[:BATCH])
    for made in found:
        carry_out(made)
    return len(found)


def _votes(told: Mapping[str, Any]) -> dict[str, int]:
    votes = {}
    for name in texts.POSITIONS:
        given = str(told.get(f"votes_{name}") or "").strip()
        if given and not given.isdecimal():
            raise Refused(texts.ODD_VOTES.at(f"votes_{name}"))
        if given and int(given):
            votes[name] = int(given)
    return votes


def _label(case: Case, event: str) -> Any:
    return case_type(case.type).texts.events.get(event) or {"zh-Hant": event, "en": event}


def _day(given: Any) -> date | None:
    try:
        return date.fromisoformat(str(given)) if given else None
    except ValueError:
        return None
