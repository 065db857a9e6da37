"""The three tables keep what must always hold, whatever is tried in whatever order."""

import pytest
from hypothesis import strategies as st
from tests.high_value.conftest import CITIZEN, CLOCK, COMMITTEE, NO_DATA, NOON, POLICY, WHY, of, sheet
from tests.support.walker import Ground, walk

from springhead.engine.kernel.actors import Role
from springhead.foundation.cases.fire import Opening
from springhead.procedures.high_value import call_commands, commands, cycle_commands
from springhead.procedures.high_value.case import CALL, CYCLE, NOMINATION
from springhead.procedures.high_value.models import Nomination

pytestmark = pytest.mark.django_db


def always(parse, event, **told):
    return st.just(parse(event, told))


def nomination_commands(house, dataset):
    whole = {**sheet(), "cycle": house.cycle, "dataset": dataset.public_id, "theme": "climate"}
    later = {"reason": WHY, "until": "2027-06-30"}
    made = {
        "propose": {**whole, "reason": "可以提早知道哪裡會淹水。"}, "nominate": whole, "revise": sheet(),
        "decline": {"reason": NO_DATA}, "miss_screening": {}, "consult": {}, "close": {},
        "extend": {"days": 7, "reason": "彙整意見需要更多時間。"}, "respond": {**sheet(), "answer": "採納意見，調整如提報表。"},
        "miss_response": {}, "score": {}, "recommend": later, "reject": later, "put_on_list": later, "send_back": later,
        "announce": {}, "release": {}, "fall_away": {}, "relapse": {}, "begin_review": {"cause": "asked"}, "keep": later,
        "improve": {**later, "fields": ["流量"]}, "delist": later, "end": {},
    }  # fmt: skip
    return {event: always(commands.parse, event, **told) for event, told in made.items()}


def test_nominations_keep_their_table(house):
    house.up_to_nominating()
    numbers = iter(range(10_000))

    def opening() -> Opening:
        dataset = house.dataset(house.water, f"資料 {next(numbers)}")
        fresh = nomination_commands(house, dataset)
        made.update({event: fresh[event] for event in ("propose", "nominate")})
        return Opening(dict(dataset.title), house.water.public_id, subjects=(dataset.public_id,))

    made = nomination_commands(house, house.dataset(house.water, "起點"))
    machine = CLOCK
    actors = [of(house.water, Role.OFFICER), of(house.water), POLICY, CITIZEN, COMMITTEE, machine]
    start = house.at
    walk(Ground(NOMINATION, made, actors, opening, start), examples=10)
    for dead_end in ("decline", "reject", "end"):
        del made[dead_end]  # the second walk goes deeper
    walk(Ground(NOMINATION, made, actors, opening, start), examples=10, steps=60)
    rows = list(Nomination.objects.select_related("case"))
    assert len({row.state for row in rows}) > 2  # the walk came about
    for row in rows:
        assert row.state == row.case.state
        assert row.sheets.count() >= 1
        assert (row.promise_id is not None) or row.state not in ("scheduled", "released")


def test_cycles_keep_their_table(house):
    days = {"proposals_until": "2026-04-06", "nominations_until": "2026-05-20", "consultation_until": "2026-06-25",
            "committees_until": "2026-09-01", "executive_on": "2026-09-15"}  # fmt: skip
    plan = {"title": "115 年度高應用價值資料", "note": "五分最高。", **days,
            "weights": dict.fromkeys(sheet()["scores"], 25)}  # fmt: skip
    document = {"document_number": "數開字第1號", "document_on": "2026-03-02"}
    made = {
        "plan": plan, "revise": plan, "publish_sheet": {}, "suggest": {"title": "水資源", "reason": "河川水位攸關下游安全。"},
        "answer_suggestion": {"suggestion": 1, "disposition": "noted", "reason": "納入下一輪的主題研議。"},
        "fix_themes": {"themes": ["climate"], "agencies": [house.economy.public_id]},
        "call_more": {"agencies": [house.health.public_id], "until": "2026-06-01"},
        "consult": {"until": "2027-01-01"}, "consult_more": {"until": "2027-01-01"}, "deliberate": {},
        "announce": document, "amend": {**document, "reason": "補列第二批決議項目。"},
        "evaluate": {"report": "使用與品質良好，準時率九成以上，應用案例持續增加，下一輪擴大主題。" * 2}, "finish": {},
        "cancel": {"reason": "組織調整，改於下半年辦理。"},
    }  # fmt: skip
    ground = Ground(
        CYCLE,
        {event: always(cycle_commands.parse, event, **told) for event, told in made.items()},
        [POLICY, CITIZEN, CLOCK, of(house.economy), COMMITTEE],
        lambda: Opening({"zh-Hant": "115 年度"}, house.office.public_id),
        NOON,
    )
    walk(ground, examples=15)


def test_calls_keep_their_table(house):
    house.up_to_nominating()
    made = {
        "call": {"until": "2026-12-31"},
        "submit": {},
        "state_none": {"reason": NO_DATA},
        "miss": {},
        "end": {},
    }
    parent = house.row().case
    places = iter([house.office, house.health, house.water] * 1_000)

    def opening() -> Opening:
        from springhead.procedures.high_value.models import Call

        Call.objects.all().delete()
        return Opening({"zh-Hant": "提報"}, next(places).public_id, parent=parent)

    ground = Ground(
        CALL,
        {event: always(call_commands.parse, event, **told) for event, told in made.items()},
        [POLICY, CLOCK, of(house.health), of(house.water)],
        opening,
        house.at,
    )
    walk(ground, examples=10)
