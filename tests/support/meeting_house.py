"""A nursery in which meetings are acted on by many at once, and killed at every labelled step of taking effect."""

import os
import sys
from datetime import timedelta
from pathlib import Path

from tests.support import nursery
from tests.support.crowding import together

SENDING = ("meeting.frozen", "fire.effect", "fire.moved", "fire.event", "fire.committed")
EFFECT = (
    "resolution.recorded",
    "resolution.before",
    "fire.locked",
    "fire.effect",
    "fire.event",
    "fire.key",
    "fire.committed",
    "resolution.done",
    "item.resolution",
    "item.resolution#2",
    "item.action",
)
APPROVING = ("approval.written", "resolution.before", "fire.event", "fire.committed", "resolution.done")
CROWD = 5


def main() -> None:
    nursery.set_up()
    from django.conf import settings

    from springhead.engine.kernel import now

    os.environ[now.CLOCK_FILE_VARIABLE] = str(Path(settings.SPRINGHEAD.data) / "clock.json")
    hall = house()
    crowd(hall)
    for label in SENDING:
        sending(hall, label)
    for label in EFFECT:
        effect(hall, label, "reasonable")
    for label in APPROVING:
        approving(hall, label)


def house():
    """Build the committee of the tests, without their fixtures."""
    from django.conf import settings
    from django.db import transaction
    from tests.meetings import conftest as tests

    from springhead.config import agenda
    from springhead.engine.kernel.actors import Role
    from springhead.forums.committees import bodies
    from springhead.forums.meetings import papers
    from springhead.forums.meetings.case import ACTION_ITEM, MEETING
    from springhead.foundation.agencies import naming
    from springhead.foundation.agencies.leaving import appoint
    from springhead.foundation.agencies.models import Agency
    from springhead.foundation.cases import registry
    from springhead.foundation.catalog import classes
    from springhead.foundation.catalog.case import DELIVERY
    from springhead.foundation.commitments.case import COMMITMENT
    from springhead.procedures.data_requests.case import PART, REQUEST
    from springhead.procedures.openness.case import OPENNESS
    from springhead.procedures.openness.settling import KEEPER

    registry.install([DELIVERY, COMMITMENT, REQUEST, PART, OPENNESS, MEETING, ACTION_ITEM])
    classes.install(KEEPER)
    papers.install(agenda.DETAILS, agenda.JOINING)
    clock = tests.Clock(Path(settings.SPRINGHEAD.data) / "clock.json")
    county = naming.create(Agency(names={"zh-Hant": "清溪縣政府"}))
    police = naming.create(Agency(names={"zh-Hant": "清溪縣政府警察局"}))
    Agency.objects.filter(pk=police.pk).update(parent=county)
    body = bodies.make("agency", {"zh-Hant": "清溪縣諮詢小組"}, county, by=tests.POLICY)
    members = []
    for n in range(3):
        tests.person(f"member{n}")
        told = {
            "name": f"委員{n}", "position": "convener" if n == 0 else "member", "identity": "public",
            "email": f"member{n}@example.org", "valid_from": "2026-01-01",
        }  # fmt: skip
        members.append(bodies.enlist(body, told, by=tests.POLICY))
    with transaction.atomic():
        appoint(tests.person("secretary"), Role.SECRETARY, county, by=tests.POLICY)
        appoint(tests.person("head"), Role.AGENCY_HEAD, county, by=tests.POLICY)
    return tests.Hall(body, tests.as_actor("secretary"), members, Agency.objects.get(pk=police.pk), clock)


def ask(*agencies, at, **more):
    from tests.data_requests.conftest import PARENT, payload

    from springhead.foundation.cases.fire import Opening, open_case
    from springhead.procedures.data_requests import commands
    from springhead.procedures.data_requests.models import DataRequest

    command = commands.parse("submit", payload(*agencies, **more))
    made = open_case(
        "data_request", command, Opening({"zh-Hant": command.title}, owner_id=PARENT.id), by=PARENT, at=at
    )
    return DataRequest.objects.select_related("case").get(case=made.case)


def called(hall):
    """A fresh refusal, and a meeting that was announced."""
    from tests.meetings import conftest as tests

    tests.refuse(ask, hall.police)
    row = tests.plan(hall)
    day = (hall.now + timedelta(days=15)).date().isoformat()
    tests.act(row, "give_notice", hall.secretary, held_on=day, starts_at="14:00", place="三樓")
    return tests.again(row)


def confirmed(hall, option, **told):
    """A meeting whose minutes are confirmed and not carried out yet."""
    from tests.meetings import conftest as tests

    row = called(hall)
    tests.act(row, "send_papers", hall.secretary)
    hall.clock.to(row.held_on)
    tests.sign_in(row, hall)
    tests.act(row, "open", tests.convener())
    task = {
        "text": "補充評估",
        "owner": "清溪縣政府警察局",
        "due": (hall.now + timedelta(days=90)).date().isoformat(),
    }
    *others, item = tests.items(row)
    for other in others:  # what earlier stories put under control
        tests.conclude(row, other, tests.convener(), outcome="noted", text="")
    tests.conclude(row, item, tests.convener(), option=option, actions=[task], **told)
    tests.act(row, "close", tests.convener())
    tests.act(row, "draft_minutes", hall.secretary)
    tests.act(row, "confirm", tests.convener(), reason="會中宣讀，在場委員均無意見。")
    return tests.again(row)


def crowd(hall) -> None:
    from tests.meetings import conftest as tests

    from springhead.forums.meetings import outcomes
    from springhead.forums.meetings.models import Meeting

    planned = together([lambda: tests.plan(hall).ordinal] * CROWD)
    nursery.say(what="planned", answers=sorted(planned))
    for row in Meeting.objects.all():
        tests.act(row, "cancel", hall.secretary, reason="併案辦理，不另開會議。")
    row = called(hall)
    sent = together([lambda: tests.act(row, "send_papers", hall.secretary).case.state] * CROWD)
    nursery.say(what="sent", answers=sorted(sent), items=row.items.filter(section="discussion").count())
    tests.act(row, "cancel", hall.secretary, reason="併案辦理，不另開會議。")
    clear(hall)
    done = confirmed(hall, "reasonable")
    together([outcomes.record_rest] * CROWD)
    nursery.say(what="carried out", **seen(done))


def sending(hall, label) -> None:
    from tests.meetings import conftest as tests

    row = called(hall)
    killed = nursery.die_at(label, lambda: tests.act(row, "send_papers", hall.secretary))
    dead = {
        "state": tests.state(row),
        "items": row.items.filter(section="discussion").count(),
        "row": tests.again(row).state,
    }
    if tests.state(row) == "noticed":
        tests.act(row, "send_papers", hall.secretary)
    after = {"state": tests.state(row), "items": row.items.filter(section="discussion").count()}
    nursery.say(what="sending", label=label, killed=killed, dead=dead, after=after)
    tests.act(row, "cancel", hall.secretary, reason="併案辦理，不另開會議。")
    clear(hall)


def effect(hall, label, option) -> None:
    from springhead.forums.committees import resolutions
    from springhead.forums.meetings import outcomes

    row = confirmed(hall, option)
    killed = nursery.die_at(label, outcomes.record_rest)
    for _ in range(2):
        outcomes.record_rest()
        resolutions.carry_out_rest()
    nursery.say(what="effect", label=label, killed=killed, **seen(row))


def approving(hall, label) -> None:
    from tests.meetings import conftest as tests

    from springhead.forums.committees import approvals, resolutions
    from springhead.forums.committees.models import Resolution
    from springhead.forums.meetings import outcomes

    until = (hall.now + timedelta(days=200)).date().isoformat()
    row = confirmed(hall, "to_be_opened", until=until, text=tests.TO_OPEN)
    outcomes.record_rest()
    first = Resolution.objects.filter(meeting=row.number).first()
    head = tests.as_actor("head")

    def approve():
        return approvals.approve(first, number="府資字第 1 號", on=hall.now.date(), by=head)

    killed = nursery.die_at(label, approve)
    if Resolution.objects.get(pk=first.pk).awaits_approval:
        approve()
    resolutions.carry_out_rest()
    nursery.say(what="approving", label=label, killed=killed, **seen(row))


def clear(hall) -> None:
    """Hear what is left over, so that the next meeting begins with one matter of its own."""
    from tests.meetings import conftest as tests

    from springhead.forums.committees import resolutions
    from springhead.forums.committees.models import Matter

    for number in list(Matter.objects.values_list("case__number", flat=True)):
        matter = Matter.objects.filter(case__number=number).first()
        if matter is not None:
            told = {"event": matter.events[0], "text": tests.WHY, "decided_on": hall.now.date().isoformat()}
            resolutions.record(number, told, by=tests.POLICY)
    tests.follow()


def seen(row) -> dict:
    from springhead.forums.committees.models import Resolution
    from springhead.forums.meetings.models import ActionItem, ItemCase
    from springhead.foundation.ledger.models import Event

    made = Resolution.objects.filter(meeting=row.number)
    effects = Event.objects.filter(seq__in=[one.done_seq for one in made if one.done_seq is not None])
    cases = [one.case.number for one in made.select_related("case")]
    events = [f"{one.case.type}.{one.event}" for one in made.select_related("case")]
    return {
        "resolutions": made.count(),
        "done": sum(one.done_at is not None for one in made),
        "problems": sum(bool(one.problems) for one in made),
        "recorded": Event.objects.filter(
            event="committee.resolved", subject__in=made.values("public_id")
        ).count(),
        "events": effects.count(),
        "all_events": Event.objects.filter(subject__in=cases, event__in=events).count(),
        "actions": ActionItem.objects.filter(meeting=row).count(),
        "held": ItemCase.objects.filter(item__meeting=row, holds=True).count(),
    }


if __name__ == "__main__":
    sys.exit(main())
