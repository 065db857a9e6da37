"""The officer's desk: file first, one press to mend, publishing asks only what is missing."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.catalog.conftest import fresh, let_work, member
from tests.catalog.test_delivery import CLEAN, NARROW, publish

from springhead.engine.kernel.actors import Role
from springhead.engine.storage import hash_file
from springhead.foundation.catalog import editing, store, uploads
from springhead.foundation.catalog.fields import FIELDS, Need
from springhead.foundation.catalog.models import Dataset, Delivery, Draft, ProblemReport, Upload
from springhead.foundation.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, officer_person) -> Client:
    client.force_login(officer_person)
    return client


def arrive(upload_id: str, content: bytes, filename: str) -> None:
    """Put a file where the upload endpoint would."""
    folder = Path(settings.SPRINGHEAD.incoming) / upload_id
    folder.mkdir(parents=True)
    (folder / "file").write_bytes(content)
    (folder / "done.json").write_text(
        json.dumps({"filename": filename, "size": len(content), "sha256": sha256(content).hexdigest()})
    )


def text(answer) -> str:
    return answer.content.decode()


def test_the_upload_page_brings_a_signed_ticket_that_the_endpoint_accepts(desk, agency) -> None:
    from springhead.engine.dataplane import tickets

    page = text(desk.get("/desk/new/"))
    upload = Upload.objects.get()
    token = page.split('data-ticket="')[1].split('"')[0]
    assert tickets.read(token, secrets=settings.SPRINGHEAD.secrets).upload_id == upload.public_id


def test_an_uploaded_file_becomes_a_delivery_with_a_filled_draft(desk, agency, officer) -> None:
    ticket = uploads.ticket(agency, by=officer)
    arrive(ticket.upload_id, CLEAN.encode(), "水庫水位.csv")
    answer = desk.get(f"/desk/uploads/{ticket.upload_id}/")
    delivery = Delivery.objects.get()
    assert answer["Location"] == f"/desk/deliveries/{delivery.number}/"
    assert desk.get(f"/desk/uploads/{ticket.upload_id}/")["Location"] == answer["Location"]
    assert Delivery.objects.count() == 1
    assert not delivery.distribution.dataset.visible
    assert delivery.distribution.dataset.name == "水庫水位"
    assert Draft.objects.get().values["licence"] == "OGDL-Taiwan-1.0"


def bytes_read() -> int:
    """Bytes this process has read from anywhere."""
    return int(Path("/proc/self/io").read_text().split("rchar: ")[1].split()[0])


def sparse(upload_id: str, size: int, **more: str) -> Path:
    """Put a file of zeros that takes no room where the endpoint puts an upload."""
    folder = settings.SPRINGHEAD.incoming / upload_id
    folder.mkdir(parents=True)
    with (folder / "file").open("wb") as file:
        file.truncate(size)
    (folder / "done.json").write_text(json.dumps({"filename": "大.csv", "size": size, **more}))
    return folder / "file"


@pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="counts the bytes read as Linux tells them")
def test_taking_a_huge_upload_reads_none_of_it_in_the_web_process(desk, agency, officer) -> None:
    size, known = 4 << 30, "ab" * 32  # the hash was made while it arrived
    ticket = uploads.ticket(agency, by=officer)
    node = sparse(ticket.upload_id, size, sha256=known).stat().st_ino
    before = bytes_read()
    answer = desk.get(f"/desk/uploads/{ticket.upload_id}/")
    assert bytes_read() - before < 4_000_000
    delivery = Delivery.objects.get()
    assert answer["Location"] == f"/desk/deliveries/{delivery.number}/"
    assert (delivery.sha256, delivery.size) == (known, size)
    assert store.blobs().path(known).stat().st_ino == node  # the same file, not a copy


@pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="counts the bytes read as Linux tells them")
def test_an_upload_nobody_hashed_is_stored_by_a_worker_not_by_the_web_process(desk, agency, officer) -> None:
    ticket = uploads.ticket(agency, by=officer)
    file = sparse(ticket.upload_id, 30 << 20)
    place = f"/desk/uploads/{ticket.upload_id}/"
    before = bytes_read()
    page = text(desk.get(place))
    assert desk.get(f"{place}progress").json()["done"] is False
    assert bytes_read() - before < 4_000_000
    assert "<sh-progress" in page
    assert not Delivery.objects.exists()
    job = Job.objects.get(kind="catalog.upload")
    uploads.keep(job.payload["upload"])
    assert desk.get(f"{place}progress").json()["next"] == place
    wanted = hash_file(file)
    assert desk.get(place).status_code == 302
    assert Delivery.objects.get().sha256 == wanted.sha256
    assert store.blobs().exists(wanted.sha256)
    uploads.keep(job.payload["upload"])  # once more does nothing


def test_an_unfinished_upload_is_not_taken(desk, agency, officer) -> None:
    ticket = uploads.ticket(agency, by=officer)
    assert desk.get(f"/desk/uploads/{ticket.upload_id}/").status_code == 404


def test_a_delivery_shows_progress_then_publishes_with_one_press(desk, agency, officer) -> None:
    ticket = uploads.ticket(agency, by=officer)
    arrive(ticket.upload_id, CLEAN.encode(), "水庫水位.csv")
    place = desk.get(f"/desk/uploads/{ticket.upload_id}/")["Location"]
    assert "<sh-progress" in text(desk.get(place))
    assert desk.get(f"{place}progress").json()["done"] is False
    let_work(Delivery.objects.get())
    assert desk.get(f"{place}progress").json()["next"] == place
    page = text(desk.get(place))
    assert "可以發布" in page
    assert ">翡翠</td>" in page
    desk.post(f"{place}publish", {"version": Delivery.objects.get().case.version})
    assert "已發布為第 1 版" in text(desk.get(place))


def test_drift_is_shown_and_must_be_confirmed(desk, bring, officer) -> None:
    first = publish(bring(CLEAN), officer)
    second = bring(NARROW, to=first.distribution)
    place = f"/desk/deliveries/{second.number}/"
    assert "我知道欄位會改變" in text(desk.get(place))
    answer = desk.post(f"{place}publish")
    assert answer.status_code == 409
    assert "這一版會拿掉或改變 1 個欄位" in text(answer)
    desk.post(f"{place}publish", {"confirm_drift": "1"})
    assert fresh(second).state == "published"


def test_a_page_that_is_older_than_the_case_is_told_so(desk, bring) -> None:
    delivery = bring(CLEAN)
    answer = desk.post(f"/desk/deliveries/{delivery.number}/publish", {"version": "1"})
    assert answer.status_code == 409
    assert fresh(delivery).state == "checked"


def test_the_reading_form_asks_for_only_what_differs(desk, bring) -> None:
    delivery = bring(CLEAN)
    desk.post(
        f"/desk/deliveries/{delivery.number}/mend",
        {
            "reading": "1",
            "type-1": "text",
            "name-0": "水庫",
            "name-2": "觀測日期",
            "header_rows": "1",
            "title_rows": "0",
        },
    )
    mendings = fresh(delivery).recipe["mendings"]
    assert [(one["op"], one["column"], one["value"]) for one in mendings] == [
        ("type", "有效蓄水量", "text"),
        ("name", "日期", "觀測日期"),
    ]


def test_missing_metadata_are_listed_with_the_reason(desk, bring, officer) -> None:
    delivery = bring(CLEAN)
    editing.save_draft(delivery.distribution.dataset, {"description": ""}, by=officer)
    page = text(desk.get(f"/desk/deliveries/{delivery.number}/"))
    assert "還缺「資料集描述」" in page
    assert "最多 500 字" in page


def test_drafts_are_saved_by_script_and_by_plain_form(desk, bring) -> None:
    dataset = bring(CLEAN).distribution.dataset
    place = f"/desk/datasets/{dataset.public_id}/"
    answer = desk.post(f"{place}draft", {"title": "石門等水庫水位"}, headers={"Accept": "application/json"})
    assert "saved_at" in answer.json()
    assert desk.post(f"{place}draft", {"notes": "每日上午更新"}).status_code == 302
    assert "石門等水庫水位" in text(desk.get(place))
    assert "每日上午更新" in text(desk.get(place))


def test_the_desk_calls_a_dataset_by_its_name_in_the_language_of_the_page(desk, bring) -> None:
    delivery = bring(CLEAN)
    dataset = delivery.distribution.dataset
    both = {"title": "石門等水庫水位", "title_en": "Levels of reservoirs"}
    desk.post(f"/desk/datasets/{dataset.public_id}/draft", both)
    for place in (f"/desk/datasets/{dataset.public_id}/", f"/desk/deliveries/{delivery.number}/"):
        assert "Levels of reservoirs</" in text(desk.get(f"/en{place}")), place
        assert "石門等水庫水位</" in text(desk.get(place)), place


def test_changes_of_a_public_dataset_take_effect_on_request_only(desk, bring, officer) -> None:
    dataset = publish(bring(CLEAN), officer).distribution.dataset
    place = f"/desk/datasets/{dataset.public_id}/"
    desk.post(f"{place}draft", {"title": "新名稱"})
    dataset.refresh_from_db()
    assert dataset.name == "水庫水位"
    assert desk.post(f"{place}take-effect", {"title": "新名稱"}).status_code == 302
    dataset.refresh_from_db()
    assert dataset.name == "新名稱"


def test_gaps_come_back_on_the_same_page_with_what_was_typed(desk, bring, officer) -> None:
    dataset = publish(bring(CLEAN), officer).distribution.dataset
    answer = desk.post(f"/desk/datasets/{dataset.public_id}/take-effect", {"title": "", "notes": "別弄丟"})
    assert answer.status_code == 400
    assert "還缺「資料集名稱」" in text(answer)
    assert "別弄丟" in text(answer)


def test_only_fields_that_may_stay_empty_are_called_optional(desk, bring) -> None:
    delivery = bring(CLEAN)
    address = f"/desk/datasets/{delivery.distribution.dataset.public_id}/"
    page, english = text(desk.get(address)), text(desk.get(f"/en{address}"))
    for field in FIELDS:
        if field.need is Need.MUST and field.name != "openness":  # a fieldset has a legend
            assert f'for="{field.name}">{field.zh}</label>' in page
            assert f'for="{field.name}">{field.en}</label>' in english
    assert 'for="notes">備註 <span class="muted">（選填）</span>' in page
    assert 'for="notes">Notes <span class="muted">(optional)</span>' in english
    assert "required" not in page.split('id="metadata-form"')[1].split("</form>")[0]  # a draft may be empty


def test_links_are_listed_without_a_file(desk, agency) -> None:
    answer = desk.post(
        "/desk/new/other/",
        {"agency": agency.public_id, "url": "https://example.tw/停車場.csv", "how": "link"},
    )
    dataset = Dataset.objects.get()
    assert answer["Location"] == f"/desk/datasets/{dataset.public_id}/"
    desk.post(f"/desk/datasets/{dataset.public_id}/take-effect", {"description": "停車場位置與格位數"})
    dataset.refresh_from_db()
    assert (dataset.visible, dataset.stage, dataset.formats) == (True, "listed", ["CSV"])


def test_an_address_that_is_none_is_refused_in_words(desk, agency) -> None:
    answer = desk.post(
        "/desk/new/other/", {"agency": agency.public_id, "url": "file:///etc/passwd", "how": "link"}
    )
    assert answer.status_code == 400
    assert Dataset.objects.count() == 0


def test_the_desk_lists_what_is_due_at_a_fixed_cost(
    desk, bring, officer, django_assert_max_num_queries
) -> None:
    first = publish(bring(CLEAN), officer)
    for n in range(4):
        bring(CLEAN.replace("石門", f"石門{n}"), name=f"檔案{n}.csv")
    ProblemReport.objects.create(
        public_id="pr_older000", dataset=first.distribution.dataset, message="數字不對"
    )
    with django_assert_max_num_queries(20):
        page = text(desk.get("/desk/"))
    assert "送件 4 件、草稿 4 份、資料集問題 1 件" in page
    assert 'data-label="最近更新"' in page, "the list of datasets reads downwards on a phone"


def test_a_problem_report_is_answered_and_closed(desk, bring, officer) -> None:
    dataset = publish(bring(CLEAN), officer).distribution.dataset
    found = ProblemReport.objects.create(public_id="pr_older000", dataset=dataset, message="數字不對")
    desk.post(f"/desk/reports/{found.public_id}/", {"answer": "已更正並發布新版"})
    assert ProblemReport.objects.get().closed_at is not None


def test_another_agency_gets_nothing(client, bring, officer, stranger, other_agency) -> None:
    dataset = publish(bring(CLEAN), officer).distribution.dataset
    client.force_login(member(other_agency, Role.OFFICER, "other@example.tw"))
    assert client.get(f"/desk/datasets/{dataset.public_id}/").status_code == 403
    assert client.post(f"/desk/datasets/{dataset.public_id}/take-effect", {"title": "x"}).status_code == 403
    assert client.get(f"/desk/deliveries/{Delivery.objects.get().number}/").status_code == 404


def test_the_catalogue_alone_sets_no_class_but_open(bring, officer, desk) -> None:
    dataset = publish(bring(CLEAN), officer).distribution.dataset
    place = f"/desk/datasets/{dataset.public_id}/"
    change = {"openness": "not_provided", "grounds": ["foi-18-1-6"], "grounds_note": "含個人資料。" * 6}
    assert desk.post(f"{place}take-effect", change).status_code == 409
    dataset.refresh_from_db()
    assert dataset.openness == "open"


def test_withdrawing_needs_a_reason(desk, bring, officer) -> None:
    dataset = publish(bring(CLEAN), officer).distribution.dataset
    place = f"/desk/datasets/{dataset.public_id}/withdraw"
    assert desk.post(place, {"reason": ""}).status_code == 400
    assert desk.post(place, {"reason": "與另一資料集重複"}).status_code == 302
    assert client_get(desk, dataset) == 410


def client_get(client: Client, dataset: Dataset) -> int:
    return client.get(f"/datasets/{dataset.public_id}", follow=True).status_code


def test_a_visitor_is_sent_to_sign_in(client) -> None:
    for place in ("/desk/", "/desk/new/"):
        assert client.get(place)["Location"].startswith("/account/login/")
