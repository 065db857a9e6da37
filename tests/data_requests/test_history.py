"""Old requests are read whatever their width, joined by number, classified by rule, and loaded once."""

import csv

import pytest
from django.core.management import call_command

from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases.models import Case
from springhead.foundation.ledger.models import Event
from springhead.procedures.data_requests import classify, history
from springhead.procedures.data_requests.models import DataRequest, Part

NAMES = [
    "ID",
    "建議之標題",
    "建議資料集名稱",
    "建議開放的欄位",
    "建議原因",
    "派發機關",
    "回復狀態",
    "分派狀態",
    "回復時間",
    "回應",
]
NOTE = "[<p>關於您建議—【 公園 】的建議開放資料集，已請主管機關【 甲縣政府、乙縣政府、丙縣政府、丁縣政府、戊縣政府 】研議辦理，敬復</p>]"
WIDE = ["甲縣政府", "乙縣政府", "丙縣政府", "丁縣政府"]


@pytest.fixture
def scraped(tmp_path):
    rows = [
        NAMES,
        ["11", "公園遊具", "遊具", "公園、檢查日", "想知道是否安全，電話 0912345678", "清溪縣政府", "已回復", "已分派",
         "星期四, 一月 17, 2019 - 16:20", "[<p>您好：<br/>\n本府預計於108年6月底前開放。</p>]"],
        ["12", "名冊", "名冊", "姓名", "寄到 a@example.org", *WIDE, "[<p>乙縣政府說明如下：本府並未蒐集此項資料。</p>]", NOTE],
        ["13"],
    ]  # fmt: skip
    return written(tmp_path / "scraped.csv", rows)


@pytest.fixture
def labelled(tmp_path):
    names = ["原ID", "原開放建議標題", "原派發機關", "建議資料集名稱", "建議開放的欄位", "建議原因", "瀏覽次數", "發表時間",
             "標記用＿派發機關", history.VERDICT]  # fmt: skip
    rows = [
        names,
        ["11", "公園遊具", "清溪縣政府", "遊具", "", "", "3", "2019/01/10 9:00", "清溪縣政府", "B. 同意"],
        [
            "13",
            "水位",
            "清溪縣政府",
            "水位",
            "時間",
            "防災",
            "3",
            "2018/05/01 9:00",
            "清溪縣政府",
            "C. 不同意",
        ],
        [
            "13",
            "水位",
            "清溪縣政府",
            "水位",
            "時間",
            "防災",
            "3",
            "2018/05/01 9:00",
            "下游縣政府",
            "A. 已開放",
        ],
        ["14", "雨量", "清溪縣政府", "雨量", "", "", "3", "", "清溪縣政府", "E. 未回復"],
    ]
    return written(tmp_path / "labelled.csv", rows)


def written(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_rows_of_any_width_are_read(scraped):
    first, wide, bare = history.read(scraped)
    assert first.parts[0].answered_on.isoformat() == "2019-01-17"
    assert "0912345678" not in first.reason
    assert "（電話）" in first.reason
    assert "a@example.org" not in wide.reason
    assert [part.agency for part in wide.parts] == [*WIDE, "戊縣政府"]
    assert [bool(part.answer) for part in wide.parts] == [False, True, False, False, False]
    assert (bare.origin, bare.title) == ("13", "")


def test_archives_are_joined_so_that_none_appears_twice(scraped, labelled):
    for order in ((scraped, labelled), (labelled, scraped)):
        found = {one.origin: one for one in history.join(history.read(path) for path in order)}
        assert sorted(found) == ["11", "12", "13", "14"]
        assert found["11"].asked_on.isoformat() == "2019-01-10"
        assert "六月" not in found["11"].parts[0].answer
        assert "開放" in found["11"].parts[0].answer
        assert [part.agency for part in found["13"].parts] == ["清溪縣政府", "下游縣政府"]
        assert found["13"].title == "水位"


def test_a_file_that_is_none_of_them_is_refused(tmp_path):
    with pytest.raises(Refused) as error:
        history.read(written(tmp_path / "other.csv", [["a", "b"], ["1", "2"]]))
    assert error.value.problems[0].code == "request-no-archive"


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00\x81\xff", None], ids=["bytes that are no text", "no file"]
)
def test_a_file_that_cannot_be_read_is_told_in_both_languages(tmp_path, content):
    path = tmp_path / "archive.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Refused) as error:
        history.read(path)
    (problem,) = error.value.problems
    assert problem.code == "request-archive-unreadable"
    assert "archive.csv" in problem.message("zh-Hant")
    assert problem.message("zh-Hant") != problem.message("en")


def test_an_archive_saved_in_big5_is_the_same_archive(scraped, tmp_path):
    again = tmp_path / "big5.csv"
    again.write_bytes(scraped.read_text(encoding="utf-8-sig").encode("cp950"))
    assert history.read(again) == history.read(scraped)


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("您好，本府預計於108年6月底前開放。", "will_open"),
        ("本案涉及個人隱私，依政府資訊公開法第18條不予公開。", "refused"),
        ("本局並未蒐集此項資料。", "not_collected"),
        ("本資料集已於平臺開放：https://data.gov.tw/dataset/7441", "already_open"),
        ("該項業務非本府權責。", "not_held_here"),
        ("本圖資可付費申購。", "on_application"),
        ("本案刻正研議中。", None),
        ("謝謝您的來信。", None),
        ("", None),
    ],
)
def test_plain_rules_propose_an_outcome(said, outcome):
    found = classify.classify(said)
    assert (str(found.outcome) if found.outcome else None) == outcome
    assert not found.outcome or found.evidence in said


def test_putting_off_is_no_outcome():
    assert classify.classify("本案刻正研議中。").put_off
    assert not classify.classify("本局並未蒐集此項資料。").put_off


@pytest.mark.django_db
def test_they_are_loaded_as_closed_history_once(scraped, labelled, client, capsys):
    call_command("import_requests", str(scraped), str(labelled))
    assert "added 4" in capsys.readouterr().out
    row = DataRequest.objects.select_related("case").get(origin="data_gov_tw:11")
    assert row.number == "DR-2019-000001"
    assert (row.case.state, row.historical, row.year) == ("closed", True, 2019)
    part = row.parts.get()
    assert (part.days, part.on_time) == (7, None)
    assert part.items.get().outcome == "will_open"
    assert "開放" in part.by_rule
    assert DataRequest.objects.get(origin="data_gov_tw:14").submitted_at is None
    count, parts = Event.objects.filter(event="data_requests:imported").count(), Part.objects.count()
    assert count == 1
    call_command("import_requests", str(scraped), str(labelled))
    assert "nothing changed" in capsys.readouterr().out
    assert (Event.objects.filter(event="data_requests:imported").count(), Part.objects.count()) == (
        count,
        parts,
    )
    page = client.get(f"/requests/{row.number}").content.decode()
    assert "歷史資料" in page
    assert row.number in client.get("/requests/?historical=yes").content.decode()
    assert row.number not in client.get("/requests/?historical=no").content.decode()


def test_a_request_goes_to_every_agency_it_was_sent_to_and_to_no_mark(tmp_path):
    def record(origin, sent, agency, verdict):
        return [origin, "公車", sent, "公車", "", "", "3", "", agency, verdict]

    names = ["原ID", "原開放建議標題", "原派發機關", "建議資料集名稱", "建議開放的欄位", "建議原因", "瀏覽次數", "發表時間",
             "標記用＿派發機關", history.VERDICT]  # fmt: skip
    rows = [
        names,
        record("21", "甲縣政府,乙縣政府,丙縣政府", "要分案", "F. 要分案"),
        record("21", "甲縣政府,乙縣政府,丙縣政府", "乙縣政府", "A. 已開放"),
        record("22", "甲縣政府,乙縣政府", "甲縣政府", "F. 要分案"),
        record("23", "未派發", "未回復", "E. 未回復"),
        record("24", "本平臺營運窗口", "甲縣政府", "C. 不同意"),
    ]
    read = {one.origin: one for one in history.read(written(tmp_path / "marked.csv", rows))}
    agencies = {origin: [part.agency for part in one.parts] for origin, one in read.items()}
    assert agencies == {
        "21": ["乙縣政府", "甲縣政府", "丙縣政府"],
        "22": ["甲縣政府", "乙縣政府"],
        "23": [""],
        "24": ["甲縣政府"],
    }
    assert read["21"].verdicts == ("A", "F")


@pytest.mark.django_db
def test_a_second_archive_completes_the_first(scraped, labelled):
    call_command("import_requests", str(scraped))
    assert Case.objects.filter(type="data_request").count() == 3
    call_command("import_requests", str(labelled))
    assert Case.objects.filter(type="data_request").count() == 4
    assert DataRequest.objects.get(origin="data_gov_tw:13").parts.count() == 2
