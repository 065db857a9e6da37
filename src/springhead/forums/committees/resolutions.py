"""Resolutions: recorded in one transaction, carried out in another, as the body; what fails stays on the desk."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.failpoints import reach
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Refused
from springhead.forums.committees import bodies, matters, rules, texts
from springhead.forums.committees.models import Body, Matter, Resolution
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import case_type
from springhead.foundation.ledger import append

BATCH: Final = 50
DOCUMENT_FIELDS: Final = ("reason", "until")


def record(number: str, told: Mapping[str, Any], *, by: Actor) -> Resolution:
    """Record what a body resolved on a case, and carry it out. Refused with every problem at once.

    `told`: event, text, decided_on, way, document, votes_yes …, and what the event's payload needs (until).
    Recording the same again while it is not carried out gives the same resolution.
    """
    matter = Matter.objects.select_related("case", "body").filter(case__number=number).first()
    if matter is None:
        raise Refused(texts.NOT_WAITING.at(number))
    if not bodies.may_record(by, matter.body):
        raise Refused(texts.NOT_YOURS.at())
    event, text, votes = str(told.get("event") or ""), str(told.get("text") or "").strip(), _votes(told)
    decided_on = _day(told.get("decided_on"))
    found = list(rules.problems(text, decided_on, today(), votes))
    if event not in matters.resolvable(matter.case):
        found.insert(0, texts.NOT_THIS.at(number, event=_label(matter.case, event)))
    if found:
        raise Refused(*found)
    assert decided_on is not None  # looked at above
    made = _write(matter, event, text, decided_on, votes, told, by)
    return carry_out(made)


def _write(  # noqa: PLR0913, PLR0917  a resolution has these parts
    matter: Matter,
    event: str,
    text: str,
    decided_on: date,
    votes: dict[str, int],
    told: Mapping[str, Any],
    by: Actor,
) -> Resolution:
    document = str(told.get("document") or "").strip()[:80]
    payload = {
        "reason": text,
        "until": str(told.get("until") or ""),
        "document_number": document,
        "document_on": decided_on.isoformat(),
    }
    try:
        with transaction.atomic():
            made = Resolution.objects.create(
                body=matter.body,
                case=matter.case,
                event=event,
                payload=payload,
                text=text,
                way="written" if told.get("way") == "written" else "meeting",
                decided_on=decided_on,
                document=document,
                votes=votes,
                recorded_by=by.id,
                recorded_at=now(),
            )
            made.recorded_seq = _tell(made, by).seq
            made.save(update_fields=["recorded_seq"])
            reach("resolution.recorded")
    except IntegrityError:
        return Resolution.objects.get(case=matter.case, event=event, done_at=None, withdrawn_at=None)
    return made


def _tell(made: Resolution, by: Actor) -> Any:
    public = {
        "resolution": made.public_id,
        "body": made.body.public_id if made.body else "",
        "about": made.case.number,
        "resolved": made.event,
        "decided_on": made.decided_on.isoformat(),
        "way": made.way,
        "document": made.document,
        "votes": made.votes,
    }
    return append(
        "committee.resolved",
        subject=made.public_id,
        actor=by.id,
        public=public,
        private={"text": made.text},
        at=now(),
    )


def carry_out(made: Resolution) -> Resolution:
    """Fire what a resolution stands for, as its body, once; a failure is kept with its problems."""
    reach("resolution.before")
    command = case_type(made.case.type).parse(made.event, made.payload)
    try:
        outcome = fire(
            made.case.number, command, by=actor_of(made.body), at=now(), key=f"resolution:{made.public_id}"
        )
    except Refused as refusal:
        made.problems = [
            problem.as_json("zh-Hant") | {"en": problem.message("en")} for problem in refusal.problems
        ]
        made.save(update_fields=["problems"])
        return made
    made.done_at, made.done_seq, made.problems = now(), outcome.seq, []
    made.save(update_fields=["done_at", "done_seq", "problems"])
    matters.look(Case.objects.get(pk=made.case.pk))
    return made


def actor_of(body: Body | None) -> Actor:
    """Return a body as the rules see it; where there is none the policy office acts as one."""
    return Actor(id=body.public_id if body else "machine:policy_office", roles=frozenset({Role.COMMITTEE}))


def withdraw(made: Resolution, *, by: Actor) -> None:
    """Take back the record of a resolution that could not be carried out."""
    if not bodies.may_record(by, made.body):
        raise Refused(texts.NOT_YOURS.at())
    with transaction.atomic():
        open_ones = Resolution.objects.filter(pk=made.pk, done_at=None, withdrawn_at=None)
        if open_ones.update(withdrawn_at=now()):
            public = {"resolution": made.public_id, "about": made.case.number}
            append("committee.withdrawn", subject=made.public_id, actor=by.id, public=public, at=now())


def carry_out_rest() -> int:
    """Carry out what was recorded and then forgotten, as after a crash between the two; returns how many."""
    rest = Resolution.objects.filter(done_at=None, withdrawn_at=None, problems=[]).select_related(
        "case", "body"
    )
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
