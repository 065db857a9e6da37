"""Random people give random commands to a consultation: it works whole, or changes nothing."""

import json
from datetime import date

import pytest
from hypothesis import strategies as st
from tests.consultations.conftest import DESK, DRIVER, NOON, RIDER, WHY, day, of, told
from tests.support.walker import Ground, walk

from springhead.engine.kernel.actors import Actor, Role, machine
from springhead.forums.consultations import commands, rules
from springhead.forums.consultations.case import CONSULTATION
from springhead.forums.consultations.kinds import fewest_days
from springhead.forums.consultations.models import Comment, Consultation, Vote
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases import clocks
from springhead.foundation.cases.fire import Opening, fire, open_case
from springhead.foundation.cases.models import Case
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


LATER = {
    **{name: COMMANDS[name] for name in ("close", "deadline_missed")},
    "extend": _of("extend", days=st.sampled_from([0, 5, 40, 90]), reason=st.sampled_from(["短", WHY, WHY])),
    "postpone": _of("postpone", days=st.sampled_from([10, 31]), reason=st.just(WHY), progress=st.just(WHY)),
    "respond": _of("respond", text=st.sampled_from(["", WHY * 3, WHY * 3])),
    "reopen": _of("reopen", reason=st.sampled_from(["短", WHY, WHY])),
    "correct": _of("correct", text=st.sampled_from([WHY * 3, WHY * 4, WHY * 5])),
    "uphold": _of("uphold", reason=st.sampled_from(["短", WHY])),
    "cancel": _of("cancel", reason=st.sampled_from(["短", "短", WHY])),
}


def test_every_event_has_a_payload_and_an_effect() -> None:
    assert set(COMMANDS) == set(rules.TABLE.events)


def check_days(row: Consultation) -> None:
    """It is open for the days of its kind at least; every extension moves the last day, and only before the end."""
    assert row.opens_on is not None
    assert (row.closes_on - row.opens_on).days >= fewest_days(row.kind, row.opens_on)
    moves = [one["event"] for one in row.moves]
    last = next(date.fromisoformat(one["after"]) for one in row.moves if one["event"] == "open")
    for one in row.moves:
        if one["event"] == "extend":
            assert date.fromisoformat(one["before"]) == last
            assert 0 < (date.fromisoformat(one["after"]) - last).days <= 60
            assert one["reason"]
            last = date.fromisoformat(one["after"])
    assert row.closes_on == last
    assert moves.count("extend") <= 3
    if "close" in moves:
        assert "extend" not in moves[moves.index("close") :]
    clock = row.case.clocks.filter(kind="consultation_open").get()
    assert clocks.reckoning(clock).last_day == row.closes_on


def check_versions(row: Consultation) -> None:
    """Every correction is one more version; a draft is there only while it is corrected; decisions stand one by one."""
    events = [one["event"] for one in row.moves]
    assert row.version == 1 + events.count("correct")
    drafts = list(row.versions.filter(at=None))
    assert [one.number for one in drafts] == ([row.version + 1] if row.case.state == "correcting" else [])
    if "reopen" in events:
        assert row.answered_at is not None
        assert [one.number for one in row.versions.exclude(at=None)] == list(range(1, row.version + 1))
        assert all(one.reason for one in row.versions.filter(number__gt=1))


@pytest.fixture
def agencies(db) -> tuple[Agency, Agency]:
    return (
        naming.create(Agency(names={"zh-Hant": "清溪縣政府交通處"})),
        naming.create(Agency(names={"zh-Hant": "清溪縣政府警察局"})),
    )


def actors(host: Agency, other: Agency) -> list[Actor]:
    return [of(host), of(host, Role.AGENCY_HEAD), of(other), DESK, RIDER, DRIVER, machine("clock")]


def check_what_was_said() -> None:
    for row in Consultation.objects.all():
        assert row.said.count() == row.comments
        assert row.votes == Vote.objects.filter(statement__consultation=row).count()
        numbers = list(row.said.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, row.comments + 1))
    for one in Comment.objects.exclude(seq=None):
        line = Event.objects.get(seq=one.seq)
        assert (line.event, json.loads(line.public)["comment"]) == ("consultation.comment", one.number)


def test_consultations_keep_their_table(agencies) -> None:
    opening = Opening({"zh-Hant": "徵詢"}, agencies[0].public_id)
    ground = Ground(CONSULTATION, COMMANDS, actors(*agencies), lambda: opening, NOON)
    walk(ground, examples=30, steps=25)
    check_what_was_said()


@pytest.mark.parametrize(
    ("closed", "reached"),
    [
        (False, {"extend", "close", "cancel"}),
        (True, {"postpone", "deadline_missed", "respond", "reopen", "correct", "uphold"}),
    ],
)
def test_one_that_is_open_is_extended_closed_answered_and_corrected_by_its_table(
    agencies, closed, reached
) -> None:
    host = agencies[0]
    opening = Opening({"zh-Hant": "徵詢"}, host.public_id)

    def midway() -> Case:
        plan = commands.parse("plan", told(agencies[1], days=40))
        case = open_case("consultation", plan, opening, by=of(host), at=NOON).case
        fire(case.number, commands.Open(), by=of(host), at=NOON)
        if closed:
            fire(case.number, commands.Close(), by=machine("clock"), at=NOON)
        return case

    ground = Ground(CONSULTATION, LATER, actors(*agencies), lambda: opening, NOON, midway)
    walk(ground, examples=40, steps=25)
    seen = set(Event.objects.values_list("event", flat=True))
    assert {f"consultation.{one}" for one in reached} <= seen, "the walks go everywhere"
    for row in Consultation.objects.select_related("case"):
        check_days(row)
        check_versions(row)
