"""Data on application: terms first, decided in time, handed over with a log, and every step proved without names."""

from datetime import date

import pytest
from django.test import Client
from hypothesis import strategies as st
from tests.cases.test_api import make_key
from tests.openness.conftest import CLOCK, DAY, NOON, REASON, codes, of
from tests.openness.test_pages import person
from tests.support.walker import Ground, walk

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies.models import Person
from springhead.foundation.cases import clocks, registry, sweeper
from springhead.foundation.cases.fire import Opening, fire
from springhead.foundation.cases.models import Case
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.ledger.models import Event
from springhead.procedures.openness import application_commands as commands
from springhead.procedures.openness import applications
from springhead.procedures.openness.application_rules import TABLE
from springhead.procedures.openness.case import APPLICATION
from springhead.procedures.openness.models import Application, HandedOver, Terms

pytestmark = pytest.mark.django_db
CITIZEN = Actor(id="pp_applicant", roles=frozenset({Role.CITIZEN}))
TERMS = {
    "conditions": "僅供學術研究，不得再提供他人。",
    "fee": "每次 500 元",
    "fee_basis": "清溪縣政府提供政府資訊收費標準第 3 條",
    "way": "加密下載連結",
}
FORM = {"name": "王小明", "purpose": "研究登革熱的空間分布。", "wanted": "2020 年以後", "accepts": "on"}
HASH = "a" * 64


@pytest.fixture(autouse=True)
def with_applications(case_types):
    registry.install([*registry.case_types(), APPLICATION])


@pytest.fixture
def sheet(dataset, officer) -> Dataset:
    """A public dataset on application, whose terms are stated."""
    Dataset.objects.filter(pk=dataset.pk).update(openness="on_application", visible=True, stage="listed")
    dataset.refresh_from_db()
    applications.state_terms(dataset, TERMS, by=officer)
    return dataset


def apply(dataset: Dataset, by: Actor = CITIZEN, **more) -> Application:
    from springhead.foundation.cases.fire import open_case

    command = commands.parse("apply", {**FORM, **more, "dataset": dataset.public_id})
    opening = Opening(
        dict(dataset.title), dataset.agency.public_id, owner_id=by.id, subjects=(dataset.public_id,)
    )
    case = open_case("data_application", command, opening, by=by, at=NOON).case
    return Application.objects.select_related("case").get(case=case)


def do(row: Application, event: str, by: Actor, at=NOON, **data) -> Case:
    return fire(row.case.number, commands.parse(event, data), by=by, at=at).case


def last_day(row: Application, kind: str = "application") -> date:
    return clocks.reckoning(row.case.clocks.get(kind=kind, status="running")).last_day


def state(row: Application) -> str:
    return Case.objects.get(pk=row.case_id).state


# ── terms ───────────────────────────────────────────────────────────────────


def test_terms_are_stated_whole_and_in_public(dataset, officer) -> None:
    with pytest.raises(Refused) as error:
        applications.state_terms(dataset, {"conditions": "僅供研究"}, by=officer)
    assert [one.where for one in error.value.problems] == ["fee", "fee_basis", "way"]
    with pytest.raises(Refused):
        applications.state_terms(dataset, {**TERMS, "form": "javascript:alert(1)"}, by=officer)
    applications.state_terms(dataset, TERMS, by=officer)
    assert Terms.objects.get().fee_basis == TERMS["fee_basis"]
    assert TERMS["fee_basis"] in Event.objects.get(event="openness:terms").public


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AGENCY_LEAD, Role.AGENCY_HEAD, Role.CITIZEN])
def test_another_agency_states_no_terms(dataset, other_agency, role) -> None:
    with pytest.raises(Refused):
        applications.state_terms(dataset, TERMS, by=of(other_agency, role))


# ── applying ────────────────────────────────────────────────────────────────


def test_an_application_runs_fifteen_days_and_keeps_the_terms_it_accepted(sheet, officer) -> None:
    row = apply(sheet)
    assert row.number.startswith("AP-2026-")
    assert last_day(row) == date(2026, 3, 17)
    applications.state_terms(sheet, {**TERMS, "fee": "每次 9,000 元"}, by=officer)
    row.refresh_from_db()
    assert row.terms["fee"] == "每次 500 元"


def test_who_applies_and_what_for_stays_out_of_the_ledger(sheet) -> None:
    apply(sheet)
    public = " ".join(Event.objects.values_list("public", flat=True))
    assert "王小明" not in public
    assert "登革熱" not in public


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"name": ""}, "application-no-name"),
        ({"purpose": "研究"}, "application-no-purpose"),
        ({"accepts": ""}, "application-not-accepted"),
    ],
)
def test_the_form_says_what_is_missing(sheet, more, code) -> None:
    with pytest.raises(Refused) as error:
        apply(sheet, **more)
    assert codes(error) == {code}


def test_only_data_on_application_with_terms_are_applied_for(dataset, public, sheet) -> None:
    with pytest.raises(Refused) as error:
        apply(public)
    assert codes(error) == {"application-not-needed"}
    Terms.objects.all().delete()
    with pytest.raises(Refused) as error:
        apply(sheet)
    assert codes(error) == {"application-no-terms"}


# ── deciding ────────────────────────────────────────────────────────────────


def test_the_term_rests_once_while_it_is_completed(sheet, officer, monkeypatch) -> None:
    row = apply(sheet)
    do(row, "ask_to_complete", officer, NOON + 3 * DAY, text="請補充研究計畫的倫理審查核准文號。")
    assert last_day(row, "application_completion") == date(2026, 3, 12)
    assert not row.case.clocks.filter(kind="application", status="running").exists()
    do(row, "complete", CITIZEN, NOON + 5 * DAY, text="倫理審查核准文號：清倫字第 12 號。")
    assert last_day(row) == date(2026, 3, 19)  # two days rested
    with pytest.raises(Refused):
        do(row, "ask_to_complete", officer, NOON + 6 * DAY, text="再補一次資料，請說明樣本數。")


def test_what_is_not_completed_in_time_is_decided_on_what_there_is(sheet, officer, monkeypatch) -> None:
    row = apply(sheet)
    do(row, "ask_to_complete", officer, NOON, text="請補充研究計畫的倫理審查核准文號。")
    with pytest.raises(Refused):
        do(row, "not_completed", CLOCK, NOON + DAY)
    monkeypatch.setattr(sweeper, "now", lambda: NOON + 8 * DAY)
    while sweeper.sweep():
        pass
    assert state(row) == "submitted"
    assert row.case.clocks.filter(kind="application", status="running").exists()


def test_the_term_is_extended_once_by_at_most_fifteen_days(sheet, agency) -> None:
    row, lead = apply(sheet), of(agency, Role.AGENCY_LEAD)
    with pytest.raises(Refused):
        do(row, "extend_decision", lead, days="16", reason="須徵詢當事人意見，需要較長時間。")
    do(row, "extend_decision", lead, days="15", reason="須徵詢當事人意見，需要較長時間。")
    assert last_day(row) == date(2026, 4, 1)
    with pytest.raises(Refused):
        do(row, "extend_decision", lead, days="1", reason="須徵詢當事人意見，需要較長時間。")


def test_a_grant_says_what_it_costs_and_on_what_basis(sheet, officer) -> None:
    row = apply(sheet)
    for data, code in (({}, "application-no-fee"), ({"fee_twd": "500"}, "application-no-fee-basis")):
        with pytest.raises(Refused) as error:
            do(row, "grant", officer, **data)
        assert codes(error) == {code}
    with pytest.raises(Refused) as error:
        do(row, "grant", officer, fee_twd="五百")
    assert codes(error) == {"application-no-number"}
    do(row, "grant", officer, fee_twd="500", fee_basis=TERMS["fee_basis"])
    assert (state(row), last_day(row, "application_delivery")) == ("granted", date(2026, 3, 16))


def test_a_refusal_needs_a_lead_a_ground_and_reasons(sheet, officer, agency) -> None:
    row, lead = apply(sheet), of(agency, Role.AGENCY_LEAD)
    with pytest.raises(Refused) as error:
        do(row, "refuse", officer, grounds=["foi-18-1-6"], reason=REASON)
    assert codes(error) == {"case-command-not-yours"}
    with pytest.raises(Refused) as error:
        do(row, "refuse", lead, grounds=["made-up"], reason="不給")
    assert codes(error) == {"application-ground-unfit", "application-reasons-short"}
    do(row, "refuse", lead, grounds=["foi-18-1-6"], reason=REASON)
    decision = row.case.decisions.get()
    assert (decision.outcome, decision.grounds, decision.remedies) == (
        "refused", ["foi-18-1-6"], ["administrative_appeal"],
    )  # fmt: skip
    assert not row.case.clocks.exclude(status="stopped").exists()


# ── handing over ────────────────────────────────────────────────────────────


def test_nothing_is_handed_over_before_the_fee_is_noted(sheet, officer) -> None:
    row = apply(sheet)
    do(row, "grant", officer, fee_twd="500", fee_basis=TERMS["fee_basis"])
    told = {"what": "infections-2020.csv", "way": "加密下載連結", "sha256": HASH}
    with pytest.raises(Refused) as error:
        do(row, "hand_over", officer, **told)
    assert codes(error) == {"application-unpaid"}
    do(row, "note_payment", officer, receipt="收字第 77 號")
    with pytest.raises(Refused) as error:
        do(row, "note_payment", officer, receipt="收字第 78 號")
    assert codes(error) == {"application-nothing-to-pay"}
    with pytest.raises(Refused) as error:
        do(row, "hand_over", officer, what="", way="", sha256="xyz")
    assert codes(error) == {"application-no-what", "application-no-way", "application-no-hash"}
    do(row, "hand_over", officer, **told)
    do(row, "hand_over", officer, NOON + 30 * DAY, **{**told, "what": "infections-2021.csv"})
    assert [one.what for one in HandedOver.objects.all()] == ["infections-2020.csv", "infections-2021.csv"]
    event = Event.objects.filter(event="data_application.hand_over").first()
    assert HASH in event.public
    assert "infections" not in event.public


def test_the_applicant_acknowledges_once_and_the_agency_may_revoke(sheet, officer, agency) -> None:
    row = apply(sheet)
    do(row, "grant", officer, fee_twd="0")
    do(row, "hand_over", officer, what="a.csv", way="光碟")
    stranger = Actor(id="pp_stranger", roles=frozenset({Role.CITIZEN}))
    with pytest.raises(Refused):
        do(row, "acknowledge", stranger)
    do(row, "acknowledge", CITIZEN)
    with pytest.raises(Refused):
        do(row, "acknowledge", CITIZEN)
    do(row, "revoke", of(agency, Role.AGENCY_HEAD), reason="申請人違反不得再提供他人的條件。")
    assert state(row) == "revoked"


ROLES = [one for one in Role if one not in (Role.ANYONE, Role.REQUESTER, Role.MACHINE)]


@pytest.mark.parametrize("role", ROLES)
def test_nobody_of_another_agency_decides(sheet, other_agency, role) -> None:
    row = apply(sheet)
    who = Actor(id="pp_stranger", roles=frozenset({role}), agency_ids=frozenset({other_agency.public_id}))
    for one in TABLE.rows_from("submitted"):
        with pytest.raises(Refused) as error:
            do(row, one.event, who, reason=REASON, text=REASON, fee_twd="0", grounds=["foi-18-1-6"], days="1")
        assert codes(error) == {"case-command-not-yours"}
    with pytest.raises(Refused):
        applications.application(row.number, viewer=who)


@pytest.mark.slow
def test_applications_keep_their_table(sheet, agency) -> None:
    words = st.sampled_from(["", "短", REASON])
    texts = {
        one: words.map(lambda text, one=one: commands.parse(one, {"text": text, "reason": text}))
        for one in ("ask_to_complete", "complete", "revoke")
    }
    payloads = {
        **texts,
        "apply": st.sampled_from([FORM, {**FORM, "name": ""}]).map(
            lambda told: commands.parse("apply", {**told, "dataset": sheet.public_id})
        ),
        "extend_decision": st.integers(0, 20).map(
            lambda n: commands.parse("extend_decision", {"days": n, "reason": REASON})
        ),
        "grant": st.sampled_from(["", "0", "500"]).map(
            lambda fee: commands.parse("grant", {"fee_twd": fee, "fee_basis": "收費標準"})
        ),
        "refuse": words.map(
            lambda text: commands.parse("refuse", {"grounds": ["foi-18-1-6"], "reason": text})
        ),
        "note_payment": st.sampled_from(["", "1"]).map(
            lambda n: commands.parse("note_payment", {"receipt": n})
        ),
        "hand_over": st.sampled_from(["", "a.csv"]).map(
            lambda what: commands.parse("hand_over", {"what": what, "way": "光碟"})
        ),
        "offer_link": st.integers(0, 91).map(
            lambda days: commands.parse("offer_link", {"file": HASH, "days": days})
        ),
        **{
            one: st.just(commands.parse(one, {"link": "pl_00000000", "reason": REASON}))
            for one in ("collect", "withdraw_link")
        },
        **{one: st.just(commands.parse(one, {})) for one in ("not_completed", "acknowledge", "take_back")},
    }
    people = [CITIZEN, of(agency, Role.OFFICER), of(agency, Role.AGENCY_LEAD), CLOCK]
    walk(
        Ground(
            case_type=APPLICATION,
            commands=payloads,
            actors=people,
            opening=lambda: Opening({"zh-Hant": "資料"}, agency.public_id, owner_id=CITIZEN.id),
            start=NOON,
        ),
        examples=40,
    )
    for row in Application.objects.select_related("case"):
        handed = row.deliveries.exists()
        assert not handed or row.unpaid == 0  # nothing went out unpaid
        assert handed == (row.case.state == "delivered" or (row.case.state == "revoked" and handed))
        assert (row.decided_at is not None) == row.case.decisions.filter(
            outcome__in=("granted", "refused")
        ).exists()


# ── pages ───────────────────────────────────────────────────────────────────


@pytest.fixture
def wired(with_applications):
    from springhead.config import wiring

    wiring.install()


def test_a_citizen_applies_and_an_officer_decides_and_hands_over_on_the_pages(
    client: Client, sheet, agency, wired
):
    page = client.get(f"/datasets/{sheet.public_id}", follow=True).content.decode()
    assert "申請這份資料" in page
    place = f"/applications/new/{sheet.public_id}"
    assert client.get(place)["Location"].startswith("/account/login/")
    citizen = Person.objects.create_user("citizen@example.tw", "correct horse battery")
    client.force_login(citizen)
    shown = client.get(place).content.decode()
    assert TERMS["fee_basis"] in shown
    assert client.post(place, {"name": "王小明"}).status_code == 422
    address = client.post(place, FORM)["Location"]
    assert "王小明" in client.get(address).content.decode()
    officer = Client()
    officer.force_login(person(agency, Role.OFFICER, "officer@example.tw"))
    assert "王小明" in officer.get(address).content.decode()
    assert Application.objects.get().number in officer.get("/applications/").content.decode()
    assert officer.post(f"{address}/grant", {}).status_code == 422
    assert officer.post(f"{address}/grant", {"fee_twd": "0"}).status_code == 302
    assert officer.post(f"{address}/hand_over", {"what": "a.csv", "way": "光碟"}).status_code == 302
    assert "a.csv" in client.get(f"/en{address}").content.decode()
    assert client.post(f"{address}/acknowledge").status_code == 302


def test_strangers_and_visitors_see_nothing_of_it(client: Client, sheet, other_agency, wired) -> None:
    row = apply(sheet)
    address = f"/applications/{row.number}"
    assert client.get(address).status_code == 302
    client.force_login(Person.objects.create_user("other@example.tw", "correct horse battery"))
    assert client.get(address).status_code == 404
    client.force_login(person(other_agency, Role.AGENCY_HEAD, "head@example.tw"))
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/grant", {"fee_twd": "0"}).status_code == 404
    for place in (
        f"/cases/{row.number}",
        f"/api/v1/cases/{row.number}",
        "/api/v1/cases?type=data_application",
    ):
        assert "王小明" not in client.get(place, follow=True).content.decode()


def test_terms_are_stated_on_the_desk(client: Client, sheet, agency) -> None:
    client.force_login(person(agency, Role.OFFICER, "officer@example.tw"))
    place = f"/desk/openness/{sheet.public_id}/terms"
    assert TERMS["fee"] in client.get(place).content.decode()
    assert client.post(place, {**TERMS, "fee": ""}).status_code == 422
    assert client.post(place, {**TERMS, "fee": "免費"}).status_code == 302
    assert Terms.objects.get().fee == "免費"


def test_programs_state_terms_apply_and_read_the_delivery_log(
    client: Client, public, agency, officer
) -> None:
    Dataset.objects.filter(pk=public.pk).update(openness="on_application")
    place = f"/api/v1/openness/datasets/{public.public_id}"
    who, applicant = (
        person(agency, Role.OFFICER, "officer@example.tw"),
        person(None, Role.CITIZEN, "a@example.tw"),
    )
    office, mine = ({"Authorization": f"Bearer {make_key(one, ['cases'])}"} for one in (who, applicant))
    as_json = {"content_type": "application/json"}
    assert client.get(f"{place}/terms").status_code == 404
    assert client.put(f"{place}/terms", TERMS, **as_json).status_code == 401
    assert client.put(f"{place}/terms", TERMS, **as_json, headers=mine).status_code == 403
    assert client.put(f"{place}/terms", {**TERMS, "way": ""}, **as_json, headers=office).status_code == 422
    assert client.put(f"{place}/terms", TERMS, **as_json, headers=office).status_code == 200
    assert client.get(f"{place}/terms").json() == {**TERMS, "form": ""}

    made = client.post(f"{place}/applications", {**FORM, "accepts": True}, **as_json, headers=mine).json()
    commanded = f"/api/v1/cases/{made['number']}/commands"
    for event, data in (
        ("grant", {"fee_twd": 0}),
        ("hand_over", {"what": "資料", "way": "加密光碟", "sha256": HASH}),
    ):
        assert client.post(f"{commanded}/{event}", data, **as_json, headers=office).status_code == 200
    told = client.get(f"/api/v1/openness/applications/{made['number']}", headers=mine).json()
    assert (told["terms"], told["purpose"]) == ({**TERMS, "form": ""}, FORM["purpose"])
    assert [(one["way"], one["sha256"]) for one in told["handed_over"]] == [("加密光碟", HASH)]
    stranger = {"Authorization": f"Bearer {make_key(person(None, Role.CITIZEN, 'b@example.tw'), ['cases'])}"}
    assert client.get(f"/api/v1/openness/applications/{made['number']}", headers=stranger).status_code == 404
