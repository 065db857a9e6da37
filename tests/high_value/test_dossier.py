"""The dossier of a nomination, as the members of both tiers get it in their packets."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.high_value.conftest import NO_DATA, POLICY, of, sheet
from tests.high_value.test_story import through_consultation

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.language import pick
from springhead.forums.committees import resolutions
from springhead.forums.committees.models import Matter
from springhead.forums.consultations import commands
from springhead.forums.consultations.models import Cluster, Comment, Position
from springhead.forums.meetings import packet_papers, papers
from springhead.foundation.cases.fire import fire
from springhead.procedures.high_value import evidence, themes

pytestmark = pytest.mark.database

REASONS = "流量欄位列入下一階段，先開放水位。"


def told(row, lang="zh-Hant"):
    """Return the facts of a nomination's paper, as they read in one language."""
    paper = papers.of_cases([row.case])[row.case_id]
    return {pick(one["label"], lang): packet_papers.plain(one["value"], lang) for one in paper["facts"]}


def grouped(house, row, disposition="partly"):
    """Put every comment on a nomination into a group, and let its agency say what becomes of it."""
    asked = house.again(row).consultation.consultation
    group = Cluster.objects.create(
        consultation=asked, number=1, summary="請加上流量", agencies=[house.water.public_id]
    )
    Comment.objects.filter(consultation=asked).update(cluster=group)
    Position.objects.create(
        cluster=group, agency_id=house.water.public_id, disposition=disposition, reasons=REASONS
    )


def answered(house, row):
    number = house.again(row).consultation.number
    command = commands.parse(
        "respond", {"text": "各機關已逐組回應，流量欄位列入下一階段，其餘照提報內容開放。"}
    )
    fire(number, command, by=of(house.office, Role.OFFICER), at=house.at)
    house.follow()


def test_the_dossier_holds_what_is_promised_argued_changed_said_answered_and_the_evidence(house, nominated):
    row = nominated()
    house.answer_call(house.economy, "submit")
    house.answer_call(house.health, "state_none", reason=NO_DATA)
    house.consult()
    house.comment(row, "除了水位，請加上每十分鐘的流量。")
    house.comment(row, "流量也要。", "rider001")
    house.close_consultation()
    grouped(house, row)
    answered(house, row)
    changed = sheet(fields=["測站", "水位", "警戒值"], interval="每小時")
    house.do(row, "respond", of(house.water, Role.OFFICER), **changed, answer="採納意見，增列警戒值欄位。")
    assert house.state(row) == "agency_committee"

    zh, en = told(row), told(row, "en")
    assert zh["主題"].startswith("氣候環境")
    assert zh["格式"] == "CSV"
    assert en["Update frequency"] == "every hour"
    assert "OGDL-Taiwan-1.0" not in zh["授權方式"]
    assert zh["擬開放日"] == "2027 年 3 月 31 日（三）"
    assert "31 March 2027" in en["To be released by"]
    assert zh["前後對照：欄位"] == "測站、水位 → 測站、水位、警戒值"
    assert "Before and after: update frequency" in en
    assert zh["公共利益"].startswith("機關自評 4.0/5。")
    assert zh["徵詢意見"] == "2 則"
    assert zh["意見 1（2 則）"] == f"請加上流量\n清溪經濟部水利署：部分採納。{REASONS}"
    assert "Water of Clearbrook: Partly accepted. " in en["Comments, group 1 (2)"]
    assert zh["機關的回應"] == "採納意見，增列警戒值欄位。"

    text = "所提欄位與頻率合理，建議列入清單並送院級會議。"
    matter = Matter.objects.get(case=row.case)
    resolutions.adopt(
        resolutions.Resolved(row.case, matter.body, "recommend", {"reason": text}, text, house.at.date()),
        by=POLICY,
    )
    assert house.state(row) == "ey_committee"
    heard = told(row)["先前的決議"]
    assert heard.startswith("清溪經濟部諮詢小組 2026 年")
    assert heard.endswith(text)
    paper = papers.of_cases([row.case])[row.case_id]
    number = house.again(row).consultation.number
    assert f"/consultations/{number}/answers" in paper["links"]
    assert "/themes/climate" in paper["links"]


def test_an_answer_that_is_not_published_is_not_in_the_dossier_nor_on_the_page(house, nominated, client):
    row = nominated()
    house.answer_call(house.economy, "submit")
    house.answer_call(house.health, "state_none", reason=NO_DATA)
    house.consult()
    house.comment(row, "除了水位，請加上每十分鐘的流量。")
    house.close_consultation()
    grouped(house, row)
    assert told(row)["徵詢意見"] == "1 則"
    assert REASONS not in str(told(row))
    assert REASONS not in client.get(f"/nominations/{row.number}").content.decode()
    answered(house, row)
    assert REASONS in str(told(row))
    assert REASONS in client.get(f"/nominations/{row.number}").content.decode()


def test_the_evidence_of_its_theme_is_counted_in_the_dossier(house, nominated, monkeypatch):
    row = nominated()
    counted = {**evidence.of(themes.every()[row.theme]), "requests": 1, "supporters": 3, "downloads": 1}
    monkeypatch.setattr(evidence, "of", lambda theme: counted)
    assert told(row)["主題的需求證據"].startswith("資料請求 1 件，附議 3 人次")
    assert told(row, "en")["Evidence of the theme"].startswith("1 request, joined by 3 people")


def test_many_nominations_take_as_many_queries_as_one(house, nominated):
    first = nominated()
    rows = [nominated(f"水位 {n}") for n in range(4)]
    through_consultation(house, first, *rows)
    papers.of_cases([first.case])  # the evidence of the theme is kept for a minute
    assert queries_for([first]) == queries_for([first, *rows])


def queries_for(rows):
    with CaptureQueriesContext(connection) as caught:
        papers.of_cases([row.case for row in rows])
    return len(caught)
