"""After a grant the applicant, and nobody else, has the file here for a time; every use is logged and proved."""

import os
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.cases.test_api import make_key
from tests.dataplane import places
from tests.dataplane.conftest import Client as Plane
from tests.openness.conftest import codes, of
from tests.openness.test_applications import HASH, apply, do, sheet, state, with_applications
from tests.openness.test_pages import person

from springhead.engine.dataplane import personal
from springhead.engine.dataplane.app import create_app
from springhead.engine.dataplane.settings import Settings
from springhead.engine.kernel import now
from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies.models import Person
from springhead.foundation.agencies.queries import actor_of
from springhead.foundation.catalog.models import Distribution, Snapshot
from springhead.foundation.ledger.followers import run_followers
from springhead.foundation.ledger.models import Event
from springhead.procedures.openness import personal_links
from springhead.procedures.openness.models import Application, HandedOver, PersonalLink

__all__ = ["sheet", "with_applications"]
pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class House:
    """What the data plane sees, and the secrets both planes share."""

    public: Path
    secrets: Path


@pytest.fixture(autouse=True)
def house(monkeypatch, tmp_path):
    """Folders of its own before anything is written, and a clock that can be moved."""
    monkeypatch.setenv(now.CLOCK_FILE_VARIABLE, str(tmp_path / "clock.json"))
    monkeypatch.setattr(settings, "SPRINGHEAD", replace(settings.SPRINGHEAD, data=tmp_path))
    return House(settings.SPRINGHEAD.public, settings.SPRINGHEAD.secrets)


@pytest.fixture
def kept(house, sheet, tmp_path) -> Snapshot:
    """A served version of a table of the dataset, as publishing leaves it: not open, so nobody has a key to it."""
    entry = places.publish(house.public, tmp_path / "work")
    places.announce(house.public, entry, access="granted")
    table = Distribution.objects.create(dataset=sheet, table_id=places.TABLE)
    stores = [asdict(one) for one in entry.stores]
    made = Snapshot.objects.create(
        distribution=table, number=1, stores=stores, original_sha="", original_name="測站 原檔.csv"
    )
    Distribution.objects.filter(pk=table.pk).update(current=made)
    return made


@pytest.fixture
def plane(house):
    app = create_app(house.public, settings=Settings(recheck_seconds=0.0), secrets=house.secrets)
    yield Plane(app)
    app.plane.close()


@pytest.fixture
def citizen(db) -> Person:
    return Person.objects.create_user("citizen@example.tw", "correct horse battery")


@pytest.fixture
def granted(sheet, officer, citizen) -> Application:
    row = apply(sheet, actor_of(citizen))
    do(row, "grant", officer, now.now(), fee_twd="0")
    return row


def original(kept: Snapshot) -> str:
    return next(one["sha256"] for one in kept.stores if one["kind"] == "original")


@pytest.fixture
def link(granted, officer, kept) -> PersonalLink:
    do(granted, "offer_link", officer, now.now(), file=original(kept), days="14")
    return PersonalLink.objects.get()


@pytest.fixture
def signed(client: Client, citizen) -> Client:
    client.force_login(citizen)
    return client


def place(link: PersonalLink, lang: str = "") -> str:
    return f"{lang}/applications/{link.application.number}/links/{link.public_id}"


def later(days: float) -> None:
    now.set_offset(Path(os.environ[now.CLOCK_FILE_VARIABLE]), timedelta(days=days))


def test_the_applicant_downloads_and_every_use_is_a_line_with_a_receipt(signed, link, kept, plane) -> None:
    assert state(link.application) == "granted"
    page = signed.get(place(link)).content.decode()
    assert "測站 原檔.csv" in page
    assert "還沒有下載過" in page
    assert HandedOver.objects.count() == 0, "looking is no use"
    for n in (1, 2):
        answer = signed.post(place(link))
        assert answer.status_code == 302
        file = plane.get(answer["Location"])
        assert (file.status, file.headers["cache-control"]) == (200, "private, no-store")
        assert file.body.startswith("編號,測站".encode())
        assert "attachment" in file.headers["content-disposition"]
        assert HandedOver.objects.count() == n
    assert state(link.application) == "delivered"
    first, second = HandedOver.objects.all()
    assert {first.sha256, second.sha256} == {original(kept)}
    for use in (first, second):
        event = Event.objects.get(seq=use.seq)
        assert (event.event, link.sha256 in event.public) == ("data_application.collect", True)
        assert "原檔" not in event.public
        assert signed.get(f"/ledger/receipts/{use.seq}.json").status_code == 200
    assert f"/ledger/{second.seq}" in signed.get(place(link, "/en")).content.decode()
    assert f"/ledger/{first.seq}" in signed.get(f"/applications/{link.application.number}").content.decode()


def test_the_link_is_personal(client, link, agency) -> None:
    assert client.get(place(link)).status_code == 302
    for who in (
        Person.objects.create_user("other@example.tw", "correct horse battery"),
        person(agency, Role.OFFICER, "officer@example.tw"),
    ):
        client.force_login(who)
        assert client.get(place(link)).status_code == 404
        assert client.post(place(link)).status_code == 404
    stranger = Actor(id="pp_stranger", roles=frozenset({Role.CITIZEN}))
    with pytest.raises(Refused) as error:
        do(link.application, "collect", stranger, now.now(), link=link.public_id)
    assert codes(error) == {"case-command-not-yours"}
    assert not HandedOver.objects.exists()


def test_after_its_last_day_the_page_says_so_in_both_languages(signed, link, plane) -> None:
    later(14)
    assert signed.get(place(link)).status_code == 200, "the last day belongs to the applicant"
    later(15.01)
    for lang, words in (
        ("", ("這個連結已於", "結束時失效", "重新申請")),
        ("/en", ("This link ended with", "Apply anew")),
    ):
        answer = signed.get(place(link, lang))
        assert answer.status_code == 410
        page = answer.content.decode()
        assert [one for one in words if one not in page] == []
        assert "下載</button>" not in page
        assert signed.post(place(link, lang)).status_code == 410
    with pytest.raises(Refused) as error:
        do(
            link.application,
            "collect",
            actor_of(Person.objects.get(email="citizen@example.tw")),
            now.now(),
            link=link.public_id,
        )
    assert codes(error) == {"application-link-over"}
    assert not HandedOver.objects.exists()


def test_the_agency_withdraws_a_link_with_reasons(client, signed, link, agency) -> None:
    desk = Client()
    desk.force_login(person(agency, Role.OFFICER, "officer@example.tw"))
    address = f"/applications/{link.application.number}"
    assert "收回個人連結" in desk.get(address).content.decode()
    told = {"link": link.public_id, "reason": ""}
    assert desk.post(f"{address}/withdraw_link", told).status_code == 422
    reason = "檔案誤含個案姓名，改提供修正後的檔案。"
    assert desk.post(f"{address}/withdraw_link", {**told, "reason": reason}).status_code == 302
    answer = signed.get(place(link))
    assert answer.status_code == 410
    assert reason in answer.content.decode()
    assert "The agency withdrew this link" in signed.get(place(link, "/en")).content.decode()
    assert signed.post(place(link)).status_code == 410
    assert desk.post(f"{address}/withdraw_link", {**told, "reason": reason}).status_code == 410


TAKEN_BACK = {
    "withdraw_link": (Role.OFFICER, "檔案誤含個案姓名，改提供修正後的檔案。"),
    "revoke": (Role.AGENCY_HEAD, "申請人違反不得再提供他人的條件。"),
}


@pytest.mark.parametrize("by", ["command", "follower"])
@pytest.mark.parametrize("event", TAKEN_BACK)
def test_an_address_handed_out_before_ends_with_its_link(  # noqa: PLR0917
    signed, link, officer, agency, kept, plane, event, by, django_capture_on_commit_callbacks
) -> None:
    do(link.application, "offer_link", officer, now.now(), file=original(kept), days="14")
    spared = PersonalLink.objects.exclude(pk=link.pk).get()
    address, beside = (signed.post(place(one))["Location"] for one in (link, spared))
    assert plane.get(address, Range="bytes=0-5").status == 206
    role, reason = TAKEN_BACK[event]
    told = {"reason": reason, **({"link": link.public_id} if event == "withdraw_link" else {})}
    with django_capture_on_commit_callbacks(execute=by == "command"):
        do(link.application, event, of(agency, role), now.now(), **told)
    if by == "follower":
        assert plane.get(address).status == 200, "the process ended before it could say so"
        run_followers([personal_links.FOLLOWER])
    for asked in ({}, {"Range": "bytes=6-"}):
        ended = plane.get(address, **asked)
        assert (ended.status, ended.codes) == (410, ["data-slip-withdrawn"])
    assert plane.get(beside).status == (200 if event == "withdraw_link" else 410)
    run_followers([personal_links.FOLLOWER])
    assert plane.get(address).status == 410, "once closed it stays closed"


def test_a_revoked_grant_and_a_file_that_is_gone_end_the_link(signed, link, kept, agency, granted) -> None:
    Snapshot.objects.filter(pk=kept.pk).update(withdrawn_at=now.now())
    assert "已不在本平臺" in signed.get(place(link)).content.decode()
    Snapshot.objects.filter(pk=kept.pk).update(withdrawn_at=None)
    assert signed.get(place(link)).status_code == 200
    signed.post(place(link))
    do(granted, "revoke", of(agency, Role.AGENCY_HEAD), now.now(), reason="申請人違反不得再提供他人的條件。")
    answer = signed.get(place(link))
    assert (answer.status_code, "已廢止核准" in answer.content.decode()) == (410, True)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"file": HASH, "days": "14"}, {"application-no-link-file"}),
        ({"days": "0"}, {"application-no-link-days"}),
        ({"days": "91"}, {"application-no-link-days"}),
        ({"file": "", "days": ""}, {"application-no-link-file", "application-no-link-days"}),
    ],
)
def test_a_link_names_a_file_kept_here_and_a_number_of_days(granted, officer, kept, told, found) -> None:
    with pytest.raises(Refused) as error:
        do(granted, "offer_link", officer, now.now(), **{"file": original(kept), **told})
    assert codes(error) == found


def test_no_link_before_the_fee_is_noted(sheet, officer, kept, citizen) -> None:
    row = apply(sheet, actor_of(citizen))
    do(row, "grant", officer, now.now(), fee_twd="500", fee_basis="收費標準第 3 條")
    with pytest.raises(Refused) as error:
        do(row, "offer_link", officer, now.now(), file=original(kept), days="14")
    assert codes(error) == {"application-unpaid"}


def test_the_page_of_the_agency_offers_the_files_kept_here(granted, kept, agency) -> None:
    desk = Client()
    desk.force_login(person(agency, Role.OFFICER, "officer@example.tw"))
    address = f"/applications/{granted.number}"
    page = desk.get(address).content.decode()
    assert original(kept) in page
    assert desk.post(f"{address}/offer_link", {"file": original(kept), "days": "14"}).status_code == 302
    assert "可下載" in desk.get(address).content.decode()


def test_a_program_of_the_applicant_collects_with_a_key(client, link, citizen, plane) -> None:
    headers = {"Authorization": f"Bearer {make_key(citizen, ['cases'])}"}
    base = f"/api/v1/openness/applications/{link.application.number}/links"
    [told] = client.get(base, headers=headers).json()
    assert (told["id"], told["standing"], told["uses"]) == (link.public_id, "live", 0)
    handed = client.post(f"{base}/{link.public_id}/collect", headers=headers).json()
    assert plane.get(handed["address"]).status == 200
    assert client.get(handed["receipt"]).status_code == 200
    later(16)
    assert client.post(f"{base}/{link.public_id}/collect", headers=headers).status_code == 410
    assert client.get(base, headers=headers).json()[0]["standing"] == "expired"


def test_an_address_of_a_download_holds_two_minutes_and_cannot_be_forged(
    house, kept, plane, monkeypatch
) -> None:
    address = personal.address(places.TABLE, original(kept), "a.csv", secrets=house.secrets)
    assert plane.get(address, Range="bytes=0-5").status == 206
    body, _, signature = address.rpartition("/")[2].partition(".")
    for forged in (f"{body}x.{signature}", f"{body}.{'0' * 64}", body, "."):
        assert plane.get(f"/files/personal/{forged}").codes == ["data-slip-invalid"]
    other = personal.address(places.TABLE, HASH, "a.csv", secrets=house.secrets)
    assert plane.get(other).codes == ["data-no-such-file"]
    internal = next(one["sha256"] for one in kept.stores if one["kind"] == "sqlite")
    inside = personal.address(places.TABLE, internal, "a.csv", secrets=house.secrets)
    assert plane.get(inside).codes == ["data-no-such-file"]
    begun = now.wall()
    monkeypatch.setattr(now, "wall", lambda: begun + timedelta(seconds=personal.SECONDS + 2))
    late = plane.get(address)
    assert (late.status, late.codes) == (410, ["data-slip-expired"])


def test_without_a_slip_the_file_needs_a_key_as_before(kept, plane) -> None:
    assert plane.get(f"/files/{original(kept)}/a.csv").codes == ["data-key-needed"]
