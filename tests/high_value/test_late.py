"""Who is late in a cycle, however many: every page can be reached and reminded of, and nobody is left out unsaid."""

import re
from datetime import timedelta

import pytest
from tests.high_value.conftest import CALENDAR, DAY
from tests.high_value.test_pages import person, signed, wired
from tests.high_value.test_story import through_consultation

from springhead.engine.kernel.actors import Role
from springhead.foundation.agencies.models import Agency, Membership
from springhead.foundation.cases.models import Case, Mail
from springhead.foundation.ledger.models import Event
from springhead.procedures.high_value import late, queries
from springhead.procedures.high_value.models import Call

__all__ = ["wired"]
pytestmark = pytest.mark.django_db
MANY = 120
HV = "hv-remind"


def copies(case: Case, agencies: list[Agency]) -> list[Case]:
    """Return as many cases like this one as there are agencies, each a second later due."""
    made = [
        Case(
            number=f"{case.number}-{n}", type=case.type, state=case.state, phase=case.phase, parent=case.parent,
            agency_id=agency.public_id, title=case.title, opened_at=case.opened_at, changed_at=case.changed_at,
            next_due=case.next_due + timedelta(seconds=n) if case.next_due else None,
        )
        for n, agency in enumerate(agencies, 1)
    ]  # fmt: skip
    Case.objects.bulk_create(made)
    return list(Case.objects.filter(number__startswith=f"{case.number}-").order_by("pk"))


@pytest.fixture
def crowd(house):
    """A cycle in which `MANY` agencies more than the two called have not answered."""
    house.up_to_nominating()
    house.to(CALENDAR["nominations_until"] + DAY)
    names = [{"zh-Hant": f"清溪第 {n} 局", "en": f"Bureau {n}"} for n in range(MANY)]
    agencies = Agency.objects.bulk_create([Agency(names=one) for one in names])
    call = house.called(house.health)
    made = copies(call.case, agencies)
    Call.objects.bulk_create(
        [
            Call(case=case, cycle=house.row(), agency=agency, state="called")
            for case, agency in zip(made, agencies, strict=True)
        ]
    )
    return agencies


@pytest.fixture
def office():
    return signed(Role.POLICY_OFFICE, "policy@example.org")


def numbers(page: str) -> list[str]:
    return re.findall(r'name="cases" value="([^"]+)"', page)


def test_whoever_is_late_is_found_page_by_page_the_oldest_first(house, crowd):
    rows = late.calls(house.row(), house.at)
    seen, cursor = [], ""
    for _ in range(MANY):
        found, cursor = late.page(rows, cursor, limit=50)
        seen += found
        if not cursor:
            break
    assert len(seen) == len({one.pk for one in seen}) == MANY + 2
    assert [one.next_due for one in seen] == sorted(one.next_due for one in seen)


@pytest.mark.parametrize("lang", ["", "/en"])
def test_the_desk_says_how_many_more_are_late_and_leads_to_each_of_them(house, crowd, office, lang):
    desk = f"{lang}/desk/high-value/{house.cycle}"
    page = office.get(desk).content.decode()
    assert len(numbers(page)) == late.PAGE
    more = MANY + 2 - late.PAGE
    assert (f"{more} more" if lang else f"還有 {more} 件") in page
    address = re.search(rf'href="({lang}/desk/high-value/[^"]+show=calls)"', page)
    assert address is not None
    seen, where = [], address[1]
    while where:
        page = office.get(where).content.decode()
        seen += numbers(page)
        after = re.search(r'rel="next" href="([^"]+)"', page)
        where = f"{desk}/late{after[1].replace('&amp;', '&')}" if after else ""
    assert len(seen) == len(set(seen)) == MANY + 2
    assert ("Nobody is overdue" if lang else "沒有逾期的") in office.get(
        f"{desk}/late?show=nominations"
    ).content.decode()


def test_any_page_of_the_late_and_all_of_them_can_be_reminded(house, crowd, office):
    last = person(Role.AGENCY_LEAD, "last@example.org", crowd[-1])
    Membership.objects.create(person=last, agency=crowd[0], role=Role.OFFICER)
    desk = f"/desk/high-value/{house.cycle}"
    theirs = Case.objects.get(agency_id=crowd[-1].public_id, type="hv_call").number
    office.post(f"{desk}/remind", {"cases": [theirs]})
    (letter,) = Mail.objects.filter(key__startswith=HV)
    assert theirs in letter.body
    office.post(f"{desk}/remind", {"everybody": "1"})
    bodies = [one.body for one in Mail.objects.filter(key__startswith=HV)]
    assert len(bodies) == 2  # of the first bureau too; the last one was reminded today already
    assert sum(theirs in body for body in bodies) == 1
    told = Event.objects.filter(event="high_value:reminded").order_by("seq")
    assert [one.facts["agency"] for one in told] == [crowd[-1].public_id, crowd[0].public_id]
    office.post(f"{desk}/remind", {"everybody": "1"})
    assert told.count() == 2


def test_what_stood_on_another_page_is_reminded_of_the_same_day(house, crowd, office):
    person(Role.AGENCY_LEAD, "lead@example.org", house.health)
    row = house.nominate(house.dataset(house.health, "門診量"), theme="health")
    Case.objects.filter(pk=row.case_id).update(next_due=house.at - DAY)
    desk = f"/desk/high-value/{house.cycle}"
    call = house.called(house.health).case.number
    for chosen in ([call], [call, row.number], [call], [row.number]):
        office.post(f"{desk}/remind", {"cases": chosen})
    letters = Mail.objects.filter(to="lead@example.org", key__startswith=HV).order_by("pk")
    assert [(call in one.body, row.number in one.body) for one in letters] == [(True, False), (False, True)]
    house.to(house.at.date() + 2 * DAY)
    office.post(f"{desk}/remind", {"cases": [call, row.number]})
    assert letters.all().count() == 3


def test_what_a_committee_leaves_undecided_is_not_held_against_the_agency(house, nominated, office):
    person(Role.AGENCY_LEAD, "lead@example.org", house.water)
    row = nominated()
    through_consultation(house, row)
    assert house.state(row) == "agency_committee"
    desk = f"/desk/high-value/{house.cycle}"
    assert 'id="late-committees"' not in office.get(desk).content.decode()
    Case.objects.filter(pk=row.case_id).update(next_due=house.at - DAY)
    body = house.bodies[house.economy.public_id]
    assert late.committees(house.row(), house.at) == [(body, 1)]
    assert list(late.nominations(house.row(), house.at)) == []
    page = office.get(desk).content.decode()
    part = page[page.index('id="late-committees"') :]
    assert f'href="/committees/{body.public_id}"' in part[: part.index("</ul>")]
    office.post(f"{desk}/remind", {"cases": [row.number], "everybody": "1"})
    assert not Mail.objects.filter(key__startswith=HV).exists()


def test_a_late_desk_asks_the_same_few_queries_however_many(
    house, crowd, office, django_assert_max_num_queries
):
    desk = f"/desk/high-value/{house.cycle}"
    for address in (desk, f"{desk}/late", f"{desk}/late?show=nominations"):
        office.get(address)
        with django_assert_max_num_queries(22):
            assert office.get(address).status_code == 200


def test_an_agency_with_more_to_answer_than_its_desk_shows_is_told_how_many(house, nominated, monkeypatch):
    rows = [nominated(f"資料 {n}") for n in range(3)]
    officer = signed(Role.OFFICER, "officer@example.org", house.water)
    assert "most urgent" not in officer.get("/en/desk/high-value/").content.decode()
    monkeypatch.setattr(queries, "TO_DO", 2)
    link = f'/nominations/?agency={house.water.public_id}"'
    for lang, said in (("", "這裡列最急的 2 件，還有 1 件"), ("/en", "The 2 most urgent are here; 1 more")):
        page = officer.get(f"{lang}/desk/high-value/").content.decode()
        assert said in page
        assert f'href="{lang}{link}' in page
        assert sum(f'/nominations/{one.number}"' in page for one in rows) == 2


def test_nobody_but_the_policy_office_sees_who_is_late(house, crowd):
    address = f"/desk/high-value/{house.cycle}/late"
    assert signed(Role.AGENCY_LEAD, "lead@example.org", house.health).get(address).status_code == 403
