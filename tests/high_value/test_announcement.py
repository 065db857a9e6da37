"""The announced list in its versions: page, ODT, PDF, JSON as its digest, CSV, calendar; anybody can verify it."""

import csv
import io
import subprocess
import sys
import zipfile
from hashlib import sha256

import pytest
from icalendar import Calendar
from tests.high_value.conftest import sheet
from tests.high_value.test_story import listed, released, through_consultation

from springhead.engine.kernel.verify import check_receipt
from springhead.foundation.ledger import queries as ledger
from springhead.foundation.ledger.models import Event
from springhead.procedures.high_value import announcement_papers as papers
from springhead.procedures.high_value.models import Announcement

pytestmark = pytest.mark.database
DELISTED = "資料集已由另一份取代，予以除列。"


@pytest.fixture
def announced(house, nominated) -> str:
    """Announce a list of one; returns the number of the cycle."""
    released(house, nominated)
    return house.cycle


@pytest.fixture
def amended(house, nominated):
    """Two datasets, then a version with one of them and another day."""
    first, second = nominated("即時水位"), nominated("水庫蓄水量", theme="health")
    through_consultation(house, first, second)
    for row in (first, second):
        listed(house, row)
    house.turn("announce", document_number="數開字第1號", document_on=house.at.date().isoformat())
    before = Announcement.objects.get()
    body = {**before.body, "version": 2, "document_number": "數開字第2號", "reason": DELISTED}
    kept = [{**one, "until": "2027-06-30"} for one in body["entries"] if one["number"] == first.number]
    moved = {"number": first.number, "what": "until", "before": "2027-03-31", "after": "2027-06-30"}
    gone = {"number": second.number, "reason": DELISTED}
    body |= {"entries": kept, "changes": {"added": [], "removed": [gone], "changed": [moved]}}
    Announcement.objects.create(
        cycle=before.cycle, version=2, body=body, digest=sha256(papers.canonical(body)).hexdigest(), reason=DELISTED,
        document_number="數開字第2號", announced_on=house.at.date(), seq=before.seq, at=house.at,
    )  # fmt: skip
    return first, second


def path(cycle: str, version: int, form: str, lang: str = "") -> str:
    return f"{lang}/themes/announcements/{cycle}/{version}.{form}"


def text(answer) -> str:
    return content(answer).decode()


def content(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_the_json_is_byte_for_byte_what_the_ledger_proves(client, house, announced) -> None:
    answer = client.get(path(announced, 1, "json"))
    row = Announcement.objects.get()
    assert sha256(answer.content).hexdigest() == row.digest
    event = ledger.as_entry(Event.objects.get(seq=row.seq))
    assert event.public["digest"] == row.digest
    receipt = client.get(f"/ledger/receipts/{row.seq}.json").json()
    check_receipt(receipt, {key["id"]: key for key in ledger.public_keys()})
    assert receipt["event"]["public"]["digest"] == row.digest


def test_the_steps_on_the_page_verify_it_offline(client, house, announced, tmp_path) -> None:
    row = Announcement.objects.get()
    page = text(client.get(path(announced, 1, "html", "/en")))
    assert f"/ledger/receipts/{row.seq}.json" in page
    (tmp_path / "verify.py").write_bytes(b"".join(client.get("/ledger/verify.py").streaming_content))
    (tmp_path / "receipt.json").write_bytes(client.get(f"/ledger/receipts/{row.seq}.json").content)
    done = subprocess.run(
        [sys.executable, "verify.py", "receipt.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert row.digest in done.stdout


def test_the_page_leads_back_to_nomination_and_dataset_and_forward_to_files(client, house, announced) -> None:
    assert client.get(f"/themes/announcements/{announced}/")["Location"] == path(announced, 1, "html")
    row = Announcement.objects.get()
    entry = row.body["entries"][0]
    page = text(client.get(path(announced, 1, "html")))
    for part in (
        entry["number"],
        f"/datasets/{entry['dataset']}",
        "數開字第1號",
        "即時水位",
        "測站、水位",
        row.digest,
    ):
        assert part in page
    for form in ("odt", "pdf", "json", "csv"):
        assert path(announced, 1, form) in page
    english = text(client.get(path(announced, 1, "html", "/en")))
    assert "Version 1" in english
    assert "every 10 minutes" in english


def test_the_list_is_called_after_its_cycle_on_the_page_and_on_paper(client, house, announced) -> None:
    for lang, name in (
        ("", "115 年度高應用價值資料：公告清單"),
        ("/en", "High-value data 2026: announced list"),
    ):
        page = client.get(f"{lang}/themes/announcements/{house.cycle}/1.html").content.decode()
        assert f"<h1>{name}</h1>" in page
        assert f"<title>{name} " in page
        made = papers.paper(
            Announcement.objects.get(), None, address="https://example.org", lang="en" if lang else "zh-Hant"
        )
        assert made.title == name


def test_a_later_version_tells_what_changed_and_the_older_that_it_is_old(client, house, amended) -> None:
    first, second = amended
    page = text(client.get(path(house.cycle, 2, "html")))
    assert f"<strong>移除</strong> {second.number} 水庫蓄水量：{DELISTED}" in page
    assert f"<strong>變更</strong> {first.number} 即時水位：預計開放日由「2027" in page
    old = text(client.get(path(house.cycle, 1, "html")))
    assert "已有較新的版本" in old
    assert "已有較新的版本" not in page
    assert client.get(f"/themes/announcements/{house.cycle}/")["Location"] == path(house.cycle, 2, "html")
    assert "Removed" in text(client.get(path(house.cycle, 2, "html", "/en")))


def test_odt_and_pdf_hold_the_list_the_changes_and_how_to_verify_it(client, house, amended) -> None:
    answer = client.get(path(house.cycle, 2, "odt"))
    inside = zipfile.ZipFile(io.BytesIO(answer.content)).read("content.xml").decode()
    row = Announcement.objects.get(version=2)
    for part in ("數開字第2號", "即時水位", DELISTED, row.digest, "氣候環境"):
        assert part in inside
    made = client.get(path(house.cycle, 2, "pdf", "/en"))
    assert made.content.startswith(b"%PDF")
    assert made["Content-Disposition"] == f'attachment; filename="{house.cycle}-announcement-2.pdf"'


def test_the_table_has_a_line_for_each_entry_and_no_formulas(client, house, nominated) -> None:
    row = nominated("=1+1")
    through_consultation(house, row)
    listed(house, row)
    house.turn("announce", document_number="數開字第1號", document_on=house.at.date().isoformat())
    lines = list(
        csv.DictReader(io.StringIO(text(client.get(path(house.cycle, 1, "csv"))).removeprefix("\ufeff")))
    )
    (line,) = lines
    assert (line["資料集"], line["dataset"], line["提報編號"]) == ("'=1+1", row.dataset.public_id, row.number)
    assert (line["提供 API"], line["更新頻率"], line["欄位"]) == ("是", sheet()["interval"], "測站、水位")


def test_the_schedule_of_a_cycle_is_a_calendar_of_its_promises(client, house, announced) -> None:
    answer = client.get(f"/themes/announcements/{announced}/schedule.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["dtstart"].dt.isoformat() == "2027-03-31"
    assert "即時水位" in event["summary"]
    assert "/commitments/CM-" in event["url"]


@pytest.mark.parametrize("name", ["9/1.html", "{cycle}/2.html", "{cycle}/1.docx", "{cycle}/0.json"])
def test_what_is_not_there_is_not_found(client, house, announced, name) -> None:
    assert client.get(f"/themes/announcements/{name.format(cycle=announced)}").status_code == 404


def test_a_cycle_without_a_list_has_no_announcement(client, house) -> None:
    house.up_to_nominating()
    assert client.get(f"/themes/announcements/{house.cycle}/").status_code == 404
    assert not Calendar.from_ical(
        client.get(f"/themes/announcements/{house.cycle}/schedule.ics").content
    ).walk("VEVENT")


def test_a_long_list_is_paged_at_a_fixed_cost(client, house, announced, django_assert_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path(announced, 1, "html"))
    with CaptureQueriesContext(connection) as few:
        client.get(path(announced, 1, "html"))
    row = Announcement.objects.get()
    one = row.body["entries"][0]
    row.body["entries"] = [{**one, "number": f"HN-2026-{n:06}"} for n in range(1, 251)]
    row.save()
    with django_assert_num_queries(len(few)):
        page = text(client.get(path(announced, 1, "html")))
    assert page.count("HN-2026-") == 200  # a hundred entries: each its address and its number
    assert "cursor=100" in page
    assert text(client.get(path(announced, 1, "html") + "?cursor=200")).count("HN-2026-") == 100


def test_a_worker_makes_the_files_of_a_long_list_once(
    client, house, announced, monkeypatch, tmp_path
) -> None:
    from dataclasses import replace

    from django.conf import settings

    from springhead.foundation.jobs.models import Job
    from springhead.foundation.jobs.registry import Duties
    from springhead.foundation.jobs.worker import drain
    from springhead.procedures.high_value import announcement_files as files

    monkeypatch.setattr(settings, "SPRINGHEAD", replace(settings.SPRINGHEAD, data=tmp_path))
    monkeypatch.setattr(files, "AT_ONCE", 0)
    assert Job.objects.filter(kind=files.MAKE).count() == 1  # ordered with the announcement
    at_once = {form: client.get(path(announced, 1, form)).content for form in ("json", "csv")}
    waiting = client.get(path(announced, 1, "pdf"))
    assert waiting.status_code == 503
    assert "正在製作" in text(waiting)
    assert Job.objects.filter(kind=files.MAKE).count() == 1
    drain(["slow"], Duties({one.kind: one for one in files.HANDLERS}))
    made = [one.suffix for one in (tmp_path / "public" / "announcements").iterdir()]
    assert sorted(made) == [".csv", ".json", ".odt", ".odt", ".pdf", ".pdf"]
    assert content(client.get(path(announced, 1, "pdf"))).startswith(b"%PDF")
    kept = {**at_once, "odt": content(client.get(path(announced, 1, "odt")))}
    monkeypatch.setattr(files, "_made", lambda *_: pytest.fail("made twice"))
    assert {form: content(client.get(path(announced, 1, form))) for form in kept} == kept
    part = client.get(path(announced, 1, "csv"), headers={"Range": "bytes=3-"})
    assert (part.status_code, content(part)) == (206, kept["csv"][3:])
