"""Random people give random commands to a consultation: it works whole, or changes nothing."""

import json

import pytest
from hypothesis import strategies as st
from tests.consultations.conftest import DESK, DRIVER, NOON, RIDER, WHY, day, of, told
from tests.support.walker import Ground, walk

from springhead.engine.kernel.actors import Role, machine
from springhead.forums.consultations import commands, rules
from springhead.forums.consultations.case import CONSULTATION
from springhead.forums.consultations.models import Comment, Consultation, Vote
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases.fire import Opening
from springhead.foundation.ledger.models import Event

REASONS = st.sampled_from(["", "短", WHY])
SEEDS = [{"text": "資料應該即時開放。", "side": "for"}, {"text": "即時開放成本太高。", "side": "against"}]


def _of(event, **parts):
    return st.fixed_dictionaries(parts).map(lambda data: commands.parse(event, data))


def _plans(event):
    full = told(statements=True, seeds=SEEDS, opens_on=day(8).isoformat(), days=60)
    short = told(days=5)
    bare = {"title": "只有標題的徵詢"}
    return st.sampled_from([full, full, short, bare, {"title": ""}]).map(
        lambda data: commands.parse(event, data)
    )


COMMANDS = {
    "plan": _plans("plan"),
    "revise": _plans("revise"),
    "announce": st.just(commands.Announce()),
    "open": st.just(commands.Open()),
    "extend": _of("extend", days=st.sampled_from([0, 5, 40, 90]), reason=REASONS),
    "close": st.just(commands.Close()),
    "postpone": _of("postpone", days=st.sampled_from([10, 31]), reason=REASONS, progress=REASONS),
    "deadline_missed": st.just(commands.DeadlineMissed()),
    "respond": _of("respond", text=st.sampled_from(["", WHY * 3])),
    "reopen": _of("reopen", reason=REASONS),
    "correct": _of("correct", text=st.sampled_from(["", WHY * 3, WHY * 4])),
    "uphold": _of("uphold", reason=REASONS),
    "cancel": _of("cancel", reason=REASONS),
    "comment": _of(
        "comment", text=st.sampled_from(["", "要有公車。"]), anchor=st.sampled_from(["", "n1", "n9"]), to=st.integers(0, 3)
    ),
    "bring_in": st.sampled_from([[], [{"number": "7", "on": "2026-03-05", "name": "王小明", "text": "也要停車格。"}]]).map(
        lambda rows: commands.parse("bring_in", {"comments": rows})
    ),
    "hide": _of("hide", comment=st.integers(0, 3), ground=st.sampled_from(["", "abuse"]), reason=REASONS),
    "unhide": _of("unhide", comment=st.integers(0, 3)),
    "propose": _of("propose", text=st.sampled_from(["短", "先開放公車，再談停車。"])),
    "admit": _of("admit", statement=st.integers(0, 4)),
    "turn_down": _of("turn_down", statement=st.integers(0, 4), reason=REASONS),
    "vote": _of("vote", statement=st.integers(0, 4), choice=st.sampled_from(["", "agree", "disagree", "pass"])),
}  # fmt: skip


def test_every_event_has_a_payload_and_an_effect() -> None:
    assert set(COMMANDS) == set(rules.TABLE.events)


@pytest.mark.django_db
def test_consultations_keep_their_table() -> None:
    host = naming.create(Agency(names={"zh-Hant": "清溪縣政府交通處"}))
    other = naming.create(Agency(names={"zh-Hant": "清溪縣政府警察局"}))
    actors = [of(host), of(host, Role.AGENCY_HEAD), of(other), DESK, RIDER, DRIVER, machine("clock")]
    opening = Opening({"zh-Hant": "徵詢"}, host.public_id)
    walk(
        Ground(CONSULTATION, COMMANDS, actors, lambda: opening, NOON),
        examples=40,
        steps=30,
    )
    for row in Consultation.objects.all():
        assert row.said.count() == row.comments
        assert row.votes == Vote.objects.filter(statement__consultation=row).count()
        numbers = list(row.said.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, row.comments + 1))
    for one in Comment.objects.exclude(seq=None):
        line = Event.objects.get(seq=one.seq)
        assert (line.event, json.loads(line.public)["comment"]) == ("consultation.comment", one.number)
