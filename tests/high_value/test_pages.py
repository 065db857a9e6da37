"""Pages and API of high-value data: everybody follows each step; agencies and the policy office act."""

import re
from datetime import date

import pytest
from django.test import Client
from tests.cases.test_api import make_key
from tests.high_value.conftest import CALENDAR, DAY, NO_DATA, WEIGHTS, of, sheet
from tests.high_value.test_story import deliver, listed, released, through_consultation

from springhead.config import wiring
from springhead.engine.kernel.actors import Role
from springhead.foundation.agencies.models import Membership, Person
from springhead.foundation.cases.models import Case, Mail
from springhead.foundation.catalog import panels as dataset_panels
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.ledger.models import Event
from springhead.procedures.high_value import queries
from springhead.procedures.high_value.models import Cycle, Nomination

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wired(case_types):
    wiring.install()
    yield
    dataset_panels.install(())


def person(role: Role, email: str, agency=None) -> Person:
    made = Person.objects.create_user(email, "correct horse battery")
    if role is not Role.CITIZEN:
        Membership.objects.create(person=made, agency=agency, role=role)
    return made


def signed(role: Role, email: str, agency=None) -> Client:
    client = Client()
    client.force_login(person(role, email, agency))
    return client


@pytest.fixture
def office() -> Client:
    return signed(Role.POLICY_OFFICE, "policy@example.org")


def posted(**more):
    """A sheet as a form posts it."""
    told = sheet(**more)
    values, scores = told.pop("values"), told.pop("scores")
    return {
        **told, "fields": "測站\n水位", "sdg": "6.4",
        **{f"value_{code}": text for code, text in values.items()},
        **{f"score_{code}": n for code, n in scores.items()},
    }  # fmt: skip


def test_a_cycle_can_be_planned_and_run_on_its_pages(house, office, client):
    told = {"title": "115 年度高應用價值資料", "agency": "開放資料主管部", "note": "五分最高。",
            **{f"weight_{code}": n for code, n in WEIGHTS.items()},
            **{name: day.isoformat() for name, day in CALENDAR.items()}}  # fmt: skip
    answer = office.post("/desk/high-value/plan", told)
    assert answer.status_code == 302
    cycle = Cycle.objects.get()
    assert client.get(f"/themes/cycles/{cycle.number}").status_code == 404  # a draft is the office's own
    assert office.post(f"/themes/cycles/{cycle.number}/publish_sheet").status_code == 302
    page = client.get(f"/themes/cycles/{cycle.number}").content.decode()
    assert "五分最高" in page
    assert "公共利益" in page
    assert "Cycles of high-value data" in client.get("/en/themes/cycles/").content.decode()


def test_a_plan_that_lacks_something_comes_back_with_what_was_typed(house, office):
    answer = office.post("/desk/high-value/plan", {"title": "x", "agency": "沒有這個部"})
    assert answer.status_code == 422
    assert "沒有這個部" in answer.content.decode()


def test_a_citizen_proposes_and_the_agency_answers_on_the_page(house):
    house.up_to_nominating()
    citizen = signed(Role.CITIZEN, "citizen@example.org")
    told = {
        "title": "淹水感測",
        "agency": "清溪經濟部水利署",
        "theme": "climate",
        "subcategory": "monitoring",
    }
    short = citizen.post(f"/themes/cycles/{house.cycle}/propose", {**told, "reason": "要"})
    assert short.status_code == 422
    assert "淹水感測" in short.content.decode()
    sent = citizen.post(
        f"/themes/cycles/{house.cycle}/propose", {**told, "reason": "提早知道哪裡會淹水，安排撤離。"}
    )
    assert sent.status_code == 302
    row = Nomination.objects.get()
    officer = signed(Role.OFFICER, "officer@example.org", house.water)
    assert "淹水感測" in officer.get("/desk/high-value/").content.decode()
    incomplete = officer.post(f"/nominations/{row.number}/nominate", {"title": "淹水感測"})
    assert incomplete.status_code == 422
    done = officer.post(f"/nominations/{row.number}/nominate", posted())
    assert done.status_code == 302, done.content.decode()
    page = Client().get(f"/nominations/{row.number}").content.decode()
    assert "提早知道哪裡會淹水" in page
    assert "民間提案" in page
    assert "citizen@example.org" not in page


def test_nobody_is_invited_to_propose_after_the_last_day(house):
    house.up_to_nominating()
    citizen = signed(Role.CITIZEN, "citizen@example.org")
    form, invites = (
        f"/themes/cycles/{house.cycle}/propose",
        ("/themes/climate", f"/themes/cycles/{house.cycle}"),
    )
    assert 'name="reason"' in citizen.get(form).content.decode()
    for address in invites:
        assert f"{house.cycle}/propose" in citizen.get(address).content.decode()
    house.to(CALENDAR["nominations_until"])
    assert 'name="reason"' in citizen.get(form).content.decode()
    house.to(CALENDAR["nominations_until"] + DAY)
    assert house.row().state == "nominating"  # nobody moved it yet
    for lang, closed in (("", "這一輪次現在不收提案"), ("/en", "takes no proposals now")):
        page = citizen.get(f"{lang}{form}").content.decode()
        assert closed in page
        assert 'name="reason"' not in page
        for address in invites:
            assert f"{house.cycle}/propose" not in citizen.get(f"{lang}{address}").content.decode()


def test_what_changed_on_the_sheet_is_shown_before_and_after(house, nominated, client):
    row = nominated()
    house.answer_call(house.economy, "submit")
    house.answer_call(house.health, "state_none", reason=NO_DATA)
    house.consult()
    house.close_consultation()
    house.do(
        row,
        "respond",
        of(house.water, Role.OFFICER),
        **sheet(interval="每小時", until="2026-12-31"),
        answer="依意見調整頻率與日期。",
    )
    page = client.get(f"/nominations/{row.number}").content.decode()
    assert "<del>每 10 分鐘</del>" in page
    assert "<ins>每小時</ins>" in page
    assert "<ins>2026 年 12 月 31 日（四）</ins>" in page
    assert "依意見調整頻率與日期" in page
    english = client.get(f"/en/nominations/{row.number}").content.decode()
    assert "<del>every 10 minutes</del>" in english
    assert "<ins>every hour</ins>" in english


def test_any_two_versions_of_the_sheet_are_compared_as_the_reader_chooses(house, nominated, client):
    row = nominated()
    first = row.sheet.body
    row.sheets.create(version=2, body={**first, "interval": "每小時"}, made_by="ag_x", made_at=house.at)
    page = client.get(f"/nominations/{row.number}").content.decode()
    assert 'name="before"' not in page  # of two versions there is nothing to choose
    row.sheets.create(
        version=3, body={**first, "interval": "每日", "format": "JSON"}, made_by="ag_x", made_at=house.at
    )

    def told(query: str) -> tuple[list[str], list[str]]:
        page = client.get(query).content.decode()
        return re.findall("<del>(.*?)</del>", page), re.findall("<ins>(.*?)</ins>", page)

    here = f"/nominations/{row.number}"
    assert told(here) == (["CSV", "每 10 分鐘"], ["JSON", "每日"])
    for nonsense in ("before=9&after=x", "before=", "after=4"):
        assert told(f"{here}?{nonsense}") == told(here)
    assert told(f"{here}?before=1&after=2") == (["每 10 分鐘"], ["每小時"])
    assert told(f"{here}?before=2&after=3") == (["CSV", "每小時"], ["JSON", "每日"])
    assert told(f"{here}?before=3&after=2") == (["JSON", "每日"], ["CSV", "每小時"])
    assert told(f"/en{here}?before=1&after=2") == (["every 10 minutes"], ["every hour"])
    page = client.get(f"{here}?before=2&after=3").content.decode()
    assert re.findall(r'<option value="(\d)" selected>', page) == ["2", "3"]
    assert "這兩版沒有不同" in client.get(f"{here}?before=2&after=2").content.decode()
    assert "These two versions say the same" in client.get(f"/en{here}?before=2&after=2").content.decode()


@pytest.mark.parametrize("address", ["/themes/cycles/", "/themes/cycles/{c}", "/nominations/", "/nominations/{n}",
                                     "/nominations/?show=coming&theme=climate", "/themes/cycles/{c}?show=proposed"])  # fmt: skip
def test_pages_take_the_same_few_queries_however_many(house, client, address, django_assert_max_num_queries):
    house.up_to_nominating()
    rows = [house.nominate(house.dataset(house.water, f"資料 {n}")) for n in range(12)]
    with django_assert_max_num_queries(22):
        answer = client.get(address.format(c=house.cycle, n=rows[0].number))
    assert answer.status_code == 200


def test_paging_shows_every_nomination_once(house, nominated):
    rows = {nominated(f"資料 {n}").pk for n in range(7)}
    seen, cursor = [], ""
    for _ in range(4):
        page = queries.nominations(queries.Wanted(cycle=house.cycle, cursor=cursor), limit=3)
        seen += [one.pk for one in page.items]
        cursor = page.next
        if not cursor:
            break
    assert sorted(seen) == sorted(rows)


def test_the_office_sees_who_is_late_and_reminds_them_once_a_day(house, office):
    person(Role.AGENCY_LEAD, "lead@example.org", house.health)
    house.up_to_nominating()
    house.to(CALENDAR["nominations_until"] + DAY)
    page = office.get(f"/desk/high-value/{house.cycle}").content.decode()
    number = house.called(house.health).case.number
    assert number in page
    before = Mail.objects.filter(to="lead@example.org").count()
    for _ in range(2):
        assert office.post(f"/desk/high-value/{house.cycle}/remind", {"cases": [number]}).status_code == 302
    letters = Mail.objects.filter(to="lead@example.org", key__startswith="hv-remind")
    assert letters.count() == 1
    assert Mail.objects.filter(to="lead@example.org").count() == before + 1
    assert number in letters.get().body
    assert Event.objects.filter(event="high_value:reminded").count() == 1


def test_a_late_release_is_late_on_the_desk_and_its_agency_is_reminded(house, office, nominated):
    person(Role.AGENCY_LEAD, "lead@example.org", house.water)
    row, promise = released(house, nominated)
    due = Commitment.objects.get(case=promise).due_on
    desk = f"/desk/high-value/{house.cycle}"
    assert f'value="{row.number}"' not in office.get(desk).content.decode()
    house.to(due + DAY)
    page = office.get(desk).content.decode()
    assert f'value="{row.number}"' in page
    assert f"{due.year} 年 {due.month} 月 {due.day} 日" in page
    office.post(f"{desk}/remind", {"cases": [row.number]})
    assert row.number in Mail.objects.get(to="lead@example.org", key__startswith="hv-remind").body


def test_lists_say_the_day_a_dataset_was_released_not_the_day_promised(house, nominated, client):
    row, promise = released(house, nominated)
    due = Commitment.objects.get(case=promise).due_on
    here = f"/nominations/?cycle={house.cycle}"
    assert f"{due.year} 年 {due.month} 月 {due.day} 日" in client.get(here).content.decode()
    house.to(due + 3 * DAY)
    deliver(house, row, promise)
    assert house.state(row) == "released"
    page = client.get(here).content.decode()
    opened = due + 3 * DAY
    assert f"{opened.year} 年 {opened.month} 月 {opened.day} 日" in page
    assert f"{due.year} 年 {due.month} 月 {due.day} 日" not in page


def test_nobody_else_reminds_or_plans(house):
    house.up_to_nominating()
    for role, agency in ((Role.CITIZEN, None), (Role.OFFICER, house.water), (Role.AGENCY_LEAD, house.water)):
        client = signed(role, f"{role}@example.org", agency)
        assert client.post(f"/desk/high-value/{house.cycle}/remind").status_code == 403
        assert client.get("/desk/high-value/plan").status_code == 403
    other = signed(Role.OFFICER, "other@example.org", house.health)
    row = house.nominate(house.dataset(house.water, "即時水位"))
    assert other.post(f"/nominations/{row.number}/decline", {"reason": NO_DATA}).status_code == 403


def test_the_api_plans_nominates_and_reads(house):
    who = person(Role.OFFICER, "officer@example.org", house.water)
    house.up_to_nominating()
    client = Client(headers={"Authorization": f"Bearer {make_key(who, ['cases'])}"})
    dataset = house.dataset(house.water, "即時水位")
    told = {**sheet(), "cycle": house.cycle, "dataset": dataset.public_id, "theme": "climate"}
    made = client.post("/api/v1/nominations", told, content_type="application/json")
    assert made.status_code == 200, made.content.decode()
    number = made.json()["number"]
    found = client.get(f"/api/v1/nominations/{number}").json()
    assert found["state"] == "nominated"
    assert found["sheet"]["fields"] == ["測站", "水位"]
    assert client.get(f"/api/v1/nominations?cycle={house.cycle}").json()["items"][0]["number"] == number
    cycle = client.get(f"/api/v1/cycles/{house.cycle}").json()
    assert cycle["state"] == "nominating"
    assert cycle["calls"][0]["state"] == "called"
    again = client.post("/api/v1/nominations", told, content_type="application/json")
    assert again.status_code == 409, again.content.decode()
    assert [one["code"] for one in again.json()["problems"]] == ["hv-nominated-already"]


@pytest.mark.parametrize(("lang", "offered"), [("", "清溪經濟部水利署"), ("/en", "Water of Clearbrook")])
def test_an_officer_of_one_agency_finds_it_filled_in_and_may_send_it_so(house, lang, offered):
    house.up_to_nominating()
    officer = signed(Role.OFFICER, "officer@example.org", house.water)
    address = f"{lang}/desk/high-value/{house.cycle}/nominate"
    assert f'name="agency" list="agencies" value="{offered}"' in officer.get(address).content.decode()
    told = {**posted(), "title": "即時水位", "theme": "climate", "agency": offered}
    answer = officer.post(address, told)
    assert answer.status_code == 302, answer.content.decode()
    assert Nomination.objects.get().agency == house.water


def test_dates_in_the_past_are_refused_with_the_day(house):
    house.up_to_nominating()
    client = signed(Role.OFFICER, "officer@example.org", house.water)
    dataset = house.dataset(house.water, "即時水位")
    told = {**posted(until=date(2025, 1, 1).isoformat()), "dataset": dataset.public_id, "theme": "climate"}
    answer = client.post(f"/desk/high-value/{house.cycle}/nominate", told)
    assert answer.status_code == 422
    assert "2025-01-01" in answer.content.decode()


def test_what_is_coming_is_listed_by_its_day_and_paged_by_it(house, nominated, client):
    days = ("2027-03-01", "2026-12-01", "2027-01-15", "2026-12-01")
    rows = [nominated(f"資料 {n}") for n in range(len(days))]
    through_consultation(house, *rows)
    for row, day in zip(rows, days, strict=True):
        listed(house, row, until=day)
    house.turn("announce", document_number="數開字第1號", document_on=house.at.date().isoformat())
    wanted = [rows[n].case.number for n in (1, 3, 2, 0)]
    seen, cursor = [], ""
    for _ in range(4):
        page = queries.nominations(queries.Wanted(show="coming", cursor=cursor), limit=2)
        seen += [one.case.number for one in page.items]
        cursor = page.next
        if not cursor:
            break
    assert seen == wanted
    for address in ("/themes/", "/nominations/?show=coming"):
        text = client.get(address).content.decode()
        coming = text[text.index('id="coming"') :] if address == "/themes/" else text
        assert re.findall(r"/nominations/(HN-[\d-]+)\"", coming) == wanted


def test_nobody_outside_nominates_a_draft_and_nobody_what_the_law_keeps_back(house, monkeypatch):
    from dataclasses import replace

    from springhead.foundation.catalog import classes

    house.up_to_nominating()
    draft = house.dataset(house.water, "尚未公開的水位")
    Dataset.objects.filter(pk=draft.pk).update(visible=False)
    at = f"/themes/cycles/{house.cycle}/propose"
    told = {
        "dataset": draft.public_id,
        "theme": "climate",
        "subcategory": "monitoring",
        "reason": "提早知道哪裡會淹水，安排撤離。",
    }
    citizen = signed(Role.CITIZEN, "citizen@example.org")
    assert "尚未公開的水位" not in citizen.get(f"{at}?dataset={draft.public_id}").content.decode()
    sent = citizen.post(at, told)
    assert (sent.status_code, "尚未公開的水位" in sent.content.decode()) == (422, False)
    officer = signed(Role.OFFICER, "officer@example.org", house.water)
    own = f"/desk/high-value/{house.cycle}/nominate?dataset={draft.public_id}"
    assert "尚未公開的水位" in officer.get(own).content.decode()
    before = classes.installed()
    monkeypatch.setattr(
        classes, "_keeper", [replace(before, veil=lambda _one: {"zh-Hant": "依法不公開名稱的資料"})]
    )
    assert "尚未公開的水位" not in officer.get(own).content.decode()
    refused = officer.post(own, {**posted(), "dataset": draft.public_id})
    assert (refused.status_code, Nomination.objects.count()) == (422, 0)


def test_a_nomination_says_no_name_its_case_must_not_say(nominated, client):
    row = nominated("疏散名冊")
    Case.objects.filter(pk=row.case_id).update(title={"zh-Hant": "依法不公開名稱的資料"})
    for place in (
        "/nominations/",
        f"/nominations/{row.number}",
        f"/api/v1/nominations/{row.number}",
        "/themes/climate",
    ):
        assert "疏散名冊" not in client.get(place).content.decode(), place
    assert "依法不公開名稱的資料" in client.get("/nominations/").content.decode()
    Dataset.objects.filter(pk=row.dataset_id).update(visible=True)
    assert "疏散名冊" in client.get("/nominations/").content.decode()
