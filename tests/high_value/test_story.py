"""One whole cycle: evidence to announcement, release on time, review; late and silent agencies hold nobody up."""

from datetime import date

import pytest
from tests.high_value.conftest import CALENDAR, CITIZEN, DAY, NO_DATA, POLICY, WHY, codes, of, sheet

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.problems import Refused
from springhead.forums.committees.models import Matter
from springhead.foundation.cases.models import Case
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.quality import reporting

pytestmark = pytest.mark.database


def listed(house, row, until="2027-03-31"):
    house.rule(row, "recommend")
    house.rule(row, "put_on_list", until=until)


def through_consultation(house, *rows, silent=False):
    house.answer_call(house.economy, "submit")
    house.answer_call(house.health, "state_none", reason=NO_DATA)
    house.consult()
    house.close_consultation()
    for row in rows:
        if not silent:
            house.do(
                row,
                "respond",
                of(house.water, Role.OFFICER),
                **sheet(),
                answer="採納意見，增列更新頻率說明。",
            )


def test_a_cycle_from_the_scoring_sheet_to_the_announced_list(house):
    house.plan()
    house.turn("publish_sheet")
    assert house.row().sheet_at
    house.turn(
        "suggest", CITIZEN, title="水資源", reason="河川水位攸關下游安全，值得獨立成一個主題。", goals=[6]
    )
    proposed = house.propose("淹水感測", house.water)
    assert proposed.origin == "civic"
    assert proposed.dataset.stage == "wanted"
    house.do(proposed, "nominate", of(house.water, Role.OFFICER), **sheet())
    house.turn(
        "answer_suggestion", suggestion=1, disposition="partly", reason="併入氣候環境主題的環境監測子類。"
    )
    house.to(CALENDAR["proposals_until"] + DAY)
    house.turn("fix_themes", themes=["climate"], agencies=[house.economy.public_id, house.health.public_id])
    own = house.nominate(house.dataset(house.water, "即時水位"))
    through_consultation(house, proposed, own)
    assert house.row().state == "deliberating"
    assert {house.state(row) for row in (proposed, own)} == {"agency_committee"}
    assert Matter.objects.get(case=own.case).body == house.bodies[house.economy.public_id]
    house.rule(own, "recommend")
    assert Matter.objects.get(case=own.case).body == house.executive
    house.rule(own, "put_on_list", until="2026-12-31")
    house.rule(proposed, "reject", reason="感測器尚在試辦，資料不穩定，下一輪再議。")
    with pytest.raises(Refused) as refused:
        house.turn("announce")
    assert codes(refused) == {"hv-cycle-no-document", "hv-cycle-no-document-day"}
    house.turn("announce", document_number="數開字第1150000001號", document_on=house.at.date().isoformat())
    announced = house.row().announcements.get()
    assert [one["number"] for one in announced.body["entries"]] == [own.number]
    assert announced.body["entries"][0]["api"]
    assert announced.seq
    assert house.state(own) == "scheduled"
    assert house.state(proposed) == "not_listed"
    promise = Commitment.objects.get(case=house.again(own).promise)
    assert promise.due_on == date(2026, 12, 31)
    assert promise.items == ["測站", "水位"]


def test_an_agency_that_never_answers_holds_nobody_up(house):
    house.up_to_nominating()
    proposed = house.propose("用藥安全", house.health, theme="health")
    row = house.nominate(house.dataset(house.water, "即時水位"))
    house.answer_call(house.economy, "submit")
    with pytest.raises(Refused) as refused:
        house.consult()
    assert codes(refused) == {"hv-cycle-still-nominating"}
    house.to(CALENDAR["nominations_until"] + DAY)
    assert house.called(house.health).missed_at
    assert house.state(proposed) == "nominated"
    assert house.again(proposed).agency_silent
    house.consult()
    house.close_consultation()
    house.to(date(2026, 8, 1))  # nobody responds
    for one in (proposed, row):
        assert house.state(one) == "agency_committee"
        assert house.again(one).response_missed
    listed(house, proposed)
    house.turn("announce", document_number="數開字第1號", document_on="2026-08-01")
    assert house.row().announcements.get().body["entries"][0]["origin"] == "civic"
    assert house.state(row) == "agency_committee"


def test_a_late_nomination_is_consulted_on_later_and_enters_by_an_amendment(house):
    house.up_to_nominating()
    first = house.nominate(house.dataset(house.water, "即時水位"))
    through_consultation(house, first)
    late = house.nominate(house.dataset(house.water, "水庫蓄水量"))
    listed(house, first)
    house.turn("announce", document_number="數開字第1號", document_on=house.at.date().isoformat())
    until = (house.at.date() + 31 * DAY).isoformat()
    house.turn("consult_more", until=until)
    assert house.state(late) == "in_consultation"
    assert house.again(late).consultation != house.again(first).consultation
    house.close_consultation()
    house.do(late, "respond", of(house.water, Role.OFFICER), **sheet(), answer="維持原提報內容，說明如附。")
    listed(house, late)
    with pytest.raises(Refused) as refused:
        house.turn("amend", document_number="數開字第2號", document_on=house.at.date().isoformat())
    assert codes(refused) == {"hv-cycle-no-reason"}
    on = house.at.date().isoformat()
    house.turn("amend", document_number="數開字第2號", document_on=on, reason="補列第二批決議項目。")
    versions = list(house.row().announcements.order_by("version"))
    assert versions[1].body["changes"]["added"] == [late.number]
    assert len(versions[0].body["entries"]) == 1
    assert house.state(late) == "scheduled"
    with pytest.raises(Refused) as refused:
        house.turn("amend", document_number="數開字第3號", document_on=on, reason="再次修正公告內容試試。")
    assert codes(refused) == {"hv-cycle-nothing-changed"}


def test_a_returned_nomination_does_not_drag_the_others_back(house):
    house.up_to_nominating()
    one = house.nominate(house.dataset(house.water, "即時水位"))
    other = house.nominate(house.dataset(house.water, "水庫蓄水量"))
    through_consultation(house, one, other)
    house.rule(one, "recommend")
    listed(house, other)
    house.rule(one, "send_back", reason="請說明感測站涵蓋率與備援。")
    assert house.state(one) == "agency_committee"
    assert house.state(other) == "listed"
    assert Matter.objects.get(case=one.case).body == house.bodies[house.economy.public_id]


def test_what_an_agency_declines_is_heard_and_may_be_overruled(house):
    house.up_to_nominating()
    row = house.propose("淹水感測", house.water)
    with pytest.raises(Refused) as refused:
        house.do(row, "decline", of(house.water, Role.OFFICER), reason="不方便。")
    assert codes(refused) == {"hv-reasons-short"}
    house.do(
        row,
        "decline",
        of(house.water, Role.OFFICER),
        reason="感測器屬地方政府所有，本署僅彙整統計，且資料品質尚未驗證，暫不宜提報。",
    )
    assert Matter.objects.get(case=row.case).body == house.bodies[house.economy.public_id]
    house.rule(row, "recommend", until="2027-01-31", reason="資料已由本署彙整，應予開放。")
    assert house.state(row) == "ey_committee"
    assert house.again(row).expected_on == date(2027, 1, 31)


def released(house, nominated):
    row = nominated()
    through_consultation(house, row)
    listed(house, row)
    house.turn("announce", document_number="數開字第1號", document_on=house.at.date().isoformat())
    promise = Case.objects.get(pk=house.again(row).promise_id)
    return row, promise


def deliver(house, row, promise):
    from springhead.foundation.catalog.models import Distribution, Snapshot
    from springhead.foundation.commitments import checking

    dataset = row.dataset
    dataset.visible, dataset.stage, dataset.formats, dataset.licence = (
        True,
        "served",
        ["CSV"],
        "OGDL-Taiwan-1.0",
    )
    dataset.save()
    made = Distribution.objects.create(dataset=dataset)
    made.current = Snapshot.objects.create(
        distribution=made, number=1, columns=[{"name": "測站", "alias": "a"}, {"name": "水位", "alias": "b"}],
        rows=10, set_aside=0, published_at=house.at,
    )  # fmt: skip
    made.save()
    checking.look(Commitment.objects.select_related("case", "dataset").get(case=promise), at=house.at)
    return made


def test_a_kept_promise_releases_and_a_year_later_it_is_reviewed(house, nominated):
    row, promise = released(house, nominated)
    deliver(house, row, promise)
    assert house.state(row) == "released"
    house.to(date(2027, 9, 1))
    assert house.state(row) == "in_review"
    review = house.again(row).reviews.get()
    assert review.cause == "yearly"
    assert review.scorecard
    house.rule(row, "keep")
    assert house.state(row) == "released"
    assert house.again(row).reviews.get().outcome == "keep"


def test_a_withdrawn_dataset_is_reviewed_and_delisted_and_the_list_is_amended(house, nominated):
    row, promise = released(house, nominated)
    deliver(house, row, promise)
    from springhead.foundation.ledger import append

    row.dataset.stage = "withdrawn"
    row.dataset.save()
    append(
        "dataset:withdrawn",
        subject=row.dataset.public_id,
        actor="pp_x",
        public={"dataset": row.dataset.public_id},
        at=house.at,
    )
    house.follow()
    assert house.state(row) == "in_review"
    assert house.again(row).reviews.get().cause == "withdrawn"
    with pytest.raises(Refused) as refused:
        house.rule(row, "keep")
    assert codes(refused) == {"hv-does-not-hold"}
    house.rule(row, "delist", reason="資料集已下架且無恢復計畫，予以除列。")
    assert house.state(row) == "retired"
    on = house.at.date().isoformat()
    house.turn("amend", document_number="數開字第9號", document_on=on, reason="除列一項，理由如決議。")
    last = house.row().announcements.order_by("-version").first()
    assert last.body["changes"]["removed"] == [
        {"number": row.number, "reason": "資料集已下架且無恢復計畫，予以除列。"}
    ]


def test_an_improvement_is_a_new_promise_that_needs_something_to_mend(house, nominated):
    row, promise = released(house, nominated)
    deliver(house, row, promise)
    house.do(row, "begin_review", POLICY, cause="asked")
    with pytest.raises(Refused) as refused:
        house.rule(row, "improve", until="2028-01-31")
    assert codes(refused) == {"hv-nothing-to-mend"}
    house.rule(row, "improve", until="2028-01-31", fields=["流量"])
    again = house.again(row)
    assert again.case.state == "scheduled"
    assert again.promise_id != promise.pk
    assert Commitment.objects.get(case=again.promise).items == ["測站", "水位", "流量"]


def test_a_cycle_that_is_called_off_ends_its_calls_and_nominations(house, nominated):
    row = nominated()
    house.turn("cancel", reason="組織調整，改於下半年重新辦理。")
    assert house.state(row) == "not_listed"
    assert house.called(house.health).case.state == "ended"


def test_the_calendar_must_be_in_order_and_the_sheet_whole(house):
    house.plan(weights={"public_interest": 40}, note="", nominations_until="2026-03-20")
    with pytest.raises(Refused) as refused:
        house.turn("publish_sheet")
    assert codes(refused) == {"hv-cycle-odd-weights", "hv-cycle-missing", "hv-cycle-order"}


def test_only_members_of_the_body_that_hears_it_score(house, nominated):
    from springhead.forums.committees import bodies

    row = nominated()
    through_consultation(house, row)
    told = {"name": "委員甲", "position": "member", "identity": "public", "valid_from": "2026-01-01"}
    seat = bodies.enlist(house.bodies[house.economy.public_id], told, by=POLICY)
    other = bodies.enlist(house.bodies[house.health.public_id], told, by=POLICY)
    who = Actor(id="pp_member00", roles=frozenset({Role.MEMBER}))
    scores = dict.fromkeys(sheet()["scores"], 5)
    with pytest.raises(Refused) as refused:
        house.do(row, "score", who, member=other.public_id, scores=scores)
    assert codes(refused) == {"hv-no-seat"}
    house.do(row, "score", who, member=seat.public_id, scores=scores, reason=WHY)
    assert row.scores.filter(role="public_member").count() == 4


def test_three_open_quality_reports_begin_a_review_that_names_them(house, nominated):
    row, promise = released(house, nominated)
    deliver(house, row, promise)
    told = {"dataset": row.dataset.public_id, "kind": "value", "text": "水位有三天都是零，明顯不對。"}
    sent = [reporting.send(told, by=CITIZEN, at=house.at).case.number for _ in range(3)]
    house.follow()
    assert house.state(row) == "released"  # one person three times is one person
    for n in range(2):
        assert house.state(row) == "released"
        who = Actor(id=f"pp_reader{n}0", roles=frozenset({Role.CITIZEN}), assurance=1)
        sent.append(reporting.send(told, by=who, at=house.at).case.number)
        house.follow()
    assert house.state(row) == "in_review"
    review = house.again(row).reviews.get()
    assert review.cause == "reports"
    assert review.evidence == sent
    house.rule(row, "improve", until="2027-12-31")
    assert house.state(row) == "scheduled"
